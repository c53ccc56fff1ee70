//! Which lines of a column are shown: sections give way by rank until it fits, and take back the room that is left.

use super::board::MoveKind;
use super::layout::{Column, Layout};
use super::sections::{Item, RANKS, Section, Shape, shrunk};

/// With room for so many moves one by one, they are not taken together by kind.
const MOVES_WORTH: usize = 8;

impl Layout<'_> {
    fn kinds(&self) -> usize {
        MoveKind::ALL.iter().filter(|kind| self.board.moves_of(**kind).next().is_some()).count()
    }

    /// The moves in so many lines. Every kind has its share of them, and those it cannot show one by one are named
    /// together in the last of them: ups never hide who fell or is at risk.
    pub(super) fn shared_moves(&self, rows: usize) -> Vec<Item> {
        let kinds = MoveKind::ALL.map(|kind| (kind, self.board.moves_of(kind).count()));
        let kinds: Vec<(MoveKind, usize)> = kinds.into_iter().filter(|(_, all)| *all > 0).collect();
        let mut shares = vec![1; kinds.len()];
        for _ in kinds.len()..rows {
            let short = shares.iter_mut().zip(&kinds).filter(|(share, (_, all))| **share < *all);
            let Some((share, _)) = short.min_by_key(|(share, _)| **share) else { break };
            *share += 1;
        }
        let mut items = Vec::with_capacity(rows);
        let mut first = 0;
        for ((kind, all), share) in kinds.into_iter().zip(shares) {
            let shown = if share < all { share - 1 } else { all };
            items.extend((first..first + shown).map(Item::Move));
            match shown {
                0 => items.push(Item::Kind(kind)),
                _ if shown < all => items.push(Item::MoreOf(kind, shown)),
                _ => {}
            }
            first += all;
        }
        items
    }

    pub(super) fn height(&self, (_, shape): (Section, Shape)) -> u16 {
        let rows = match shape {
            Shape::Rows(rows) => 1 + rows,
            Shape::Kinds => 1 + self.kinds(),
            Shape::Line => 1,
            Shape::Gone => 0,
        };
        u16::try_from(rows).unwrap_or(u16::MAX)
    }

    fn total(&self, column: &Column) -> u16 {
        column.sections.iter().fold(0u16, |sum, section| sum.saturating_add(self.height(*section)))
    }

    /// Takes lines away by rank until the column fits.
    pub(super) fn fit(&self, column: &mut Column) {
        for (section, least) in RANKS {
            while self.total(column) > column.area.height {
                let over = usize::from(self.total(column) - column.area.height);
                let Some((_, shape)) = column.sections.iter_mut().find(|(kept, _)| *kept == section) else {
                    break;
                };
                let smaller = shrunk(*shape, least, over);
                if smaller == *shape {
                    break;
                }
                *shape = smaller;
            }
        }
        let over = usize::from(self.total(column).saturating_sub(column.area.height));
        if let Some((_, Shape::Rows(rows))) = column.sections.last_mut() {
            *rows = rows.saturating_sub(over);
        }
    }

    fn spare(&self, column: &Column) -> usize {
        usize::from(column.area.height.saturating_sub(self.total(column)))
    }

    /// Gives room that is left back to what was cut: to promises, then to moves and money alike, then to edges.
    pub(super) fn grow(&self, column: &mut Column) {
        self.unfold_moves(column);
        let groups = [&[Section::Promised][..], &[Section::Moves, Section::Money], &[Section::Edges]];
        for group in groups {
            for _ in 0..self.spare(column) {
                let cut = column.sections.iter_mut().filter_map(|(section, shape)| match shape {
                    Shape::Rows(rows) if group.contains(section) && *rows < self.count(*section) => {
                        Some(rows)
                    }
                    _ => None,
                });
                let Some(rows) = cut.min_by_key(|rows| **rows) else { break };
                *rows += 1;
            }
        }
    }

    /// Shows moves one by one instead of by kind where at least some of them get a line.
    fn unfold_moves(&self, column: &mut Column) {
        let (kinds, spare) = (self.kinds(), self.spare(column));
        let money = column.sections.iter().find_map(|(section, shape)| match shape {
            Shape::Rows(rows) if *section == Section::Money => Some(*rows),
            _ => None,
        });
        let both = kinds + spare + money.unwrap_or(0);
        let theirs = (both / 2).max(both.saturating_sub(self.count(Section::Money)));
        let is_worth_it = theirs >= MOVES_WORTH.min(self.count(Section::Moves));
        for (_, shape) in column.sections.iter_mut().filter(|(section, _)| *section == Section::Moves) {
            if *shape == Shape::Kinds && is_worth_it {
                *shape = Shape::Rows(kinds);
            }
        }
    }
}
