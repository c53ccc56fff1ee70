//! Where the lines of Today stand in a window, and which of them are shown: the sections' ranks when it is short.
//!
//! Pure: figures and a size in, places out. Shared by the view and by the movements of the cursor.

use super::board::{Board, MoveKind, TierLine};
use super::sections::{Item, Section, Shape, Spot};
use crate::book::ClassIx;
use crate::ui::SizeClass;
use ratatui::layout::{Rect, Size};

/// Queues with what is held back.
const QUEUES: usize = 10;
/// Lines about the first customer in the pane of wide windows, his name not counted.
const ABOUT: usize = 2;
/// At most so many customers after the first.
const AFTER: usize = 100;
/// Rows for the first customer below two columns: heading, name, three reasons.
const FOOT: u16 = 5;
/// Rows below two columns in narrow windows: the faults, the first customer.
const TWO_LINES: u16 = 2;
/// The least width of the pane of wide windows.
const PANE: u16 = 48;
/// The most columns that tiers, moves and money have a use for; what is left goes to the panes.
const LEFT_MOST: u16 = 100;
/// The most that the other columns have a use for: running text is no longer.
const RIGHT_MOST: u16 = 72;
/// The second column is wide enough for a queue and its first customer.
const RIGHT: [u16; 2] = [43, 51];
/// Rows of the figures above all sections.
pub const HEAD: u16 = 2;

/// How much there is to say of the first customer.
#[derive(Debug, Clone, Copy, Default)]
pub struct Extent {
    /// His reasons.
    pub reasons: usize,
    /// Lines of his contacts.
    pub contacts: usize,
    /// Lines of his holdings.
    pub holdings: usize,
    /// Lines of his script.
    pub script: usize,
}

/// The layout of a window.
pub struct Layout<'a> {
    pub(super) board: &'a Board,
    extent: Extent,
    class: SizeClass,
    /// Rows 2 to the last but two.
    area: Rect,
    /// Whether those without a class stand in the heading of the tiers, as their row is needed below.
    folds_unclassified: bool,
}

/// Sections one below the other.
pub(super) struct Column {
    pub(super) area: Rect,
    pub(super) sections: Vec<(Section, Shape)>,
}

impl<'a> Layout<'a> {
    /// For a board of whose first customer there is so much to say.
    pub fn new(board: &'a Board, extent: Extent, size: Size) -> Layout<'a> {
        let area = Rect::new(0, 1, size.width, size.height.saturating_sub(3));
        let class = SizeClass::of(size);
        let layout = Layout { board, extent, class, area, folds_unclassified: false };
        let folds_unclassified = class == SizeClass::S && !layout.has_room_below_tiers();
        Layout { folds_unclassified, ..layout }
    }

    /// The tier that stands in the heading, if any: those without a class.
    pub fn folded_tier(&self) -> Option<&TierLine> {
        self.unclassified().filter(|_| self.folds_unclassified)
    }

    fn unclassified(&self) -> Option<&TierLine> {
        self.board.tiers.last().filter(|tier| tier.now.class == ClassIx::UNCLASSIFIED)
    }

    /// Whether all lines of the two columns fit under the tiers.
    fn has_room_below_tiers(&self) -> bool {
        let height = |sections: &[Section]| -> u16 {
            sections.iter().map(|section| self.height(self.full(*section))).fold(0, u16::saturating_add)
        };
        let left = height(&[Section::Moves, Section::Money]);
        let right = height(&[Section::Promised, Section::Queues]);
        let tiers = self.height(self.full(Section::Tiers));
        tiers.saturating_add(left.max(right)).saturating_add(HEAD + TWO_LINES) <= self.area.height
    }

    /// Every line with its place, in reading order.
    pub fn spots(&self) -> Vec<Spot> {
        let body = Rect { y: self.area.y + HEAD, height: self.area.height.saturating_sub(HEAD), ..self.area };
        let mut columns = match self.class {
            SizeClass::Xs => self.one_column(body),
            SizeClass::S => self.two_columns(body),
            SizeClass::M => self.two_columns_with_foot(body),
            SizeClass::L => self.three_columns(body),
        };
        let mut spots = Vec::new();
        for column in &mut columns {
            self.fit(column);
            self.grow(column);
            self.place(column, &mut spots);
        }
        spots
    }

    /// Where the panes are parted: the column and its rows.
    pub fn bars(&self) -> Vec<Rect> {
        let spots = self.spots();
        let mut bars: Vec<Rect> = Vec::new();
        for spot in spots.iter().filter(|spot| spot.area.x > 0 && !matches!(spot.item, Item::Queue(_))) {
            let x = spot.area.x - 1;
            match bars.iter_mut().find(|bar| bar.x == x) {
                Some(bar) => bar.y = bar.y.min(spot.area.y),
                None => bars.push(Rect::new(x, spot.area.y, 1, 1)),
            }
        }
        let foot = |spot: &&Spot| spot.area.width == self.area.width && spot.area.y > self.area.y + HEAD;
        for bar in &mut bars {
            let below = spots.iter().filter(foot).map(|spot| spot.area.y).filter(|y| *y > bar.y).min();
            bar.height = below.unwrap_or(self.area.bottom()) - bar.y;
        }
        bars
    }

    fn full(&self, section: Section) -> (Section, Shape) {
        (section, Shape::Rows(self.count(section)))
    }

    fn one_column(&self, area: Rect) -> Vec<Column> {
        let foot = 1;
        let sections = [
            Section::Tiers,
            Section::Promised,
            Section::Queues,
            Section::Moves,
            Section::Money,
            Section::Edges,
            Section::Faults,
        ];
        let body = Rect { height: area.height.saturating_sub(foot), ..area };
        let first = Rect { y: body.bottom(), height: foot, ..area };
        vec![
            Column { area: body, sections: sections.map(|section| self.full(section)).to_vec() },
            Column { area: first, sections: vec![(Section::First, Shape::Line)] },
        ]
    }

    /// Tiers above, two columns, faults and the first customer below.
    fn two_columns(&self, area: Rect) -> Vec<Column> {
        let foot = TWO_LINES;
        let tiers = self.height(self.full(Section::Tiers)).min(area.height.saturating_sub(foot));
        let tiers = if area.height < 18 { 1 } else { tiers };
        let top = Rect { height: tiers, ..area };
        let middle = Rect { y: top.bottom(), height: area.height.saturating_sub(tiers + foot), ..area };
        let bottom = Rect { y: middle.bottom(), height: foot, ..area };
        let (left, right) = split(middle, middle.width / 2 - 1);
        vec![
            Column { area: top, sections: vec![self.full(Section::Tiers)] },
            Column { area: left, sections: vec![self.full(Section::Moves), self.full(Section::Money)] },
            Column {
                area: right,
                sections: vec![
                    self.full(Section::Promised),
                    self.full(Section::Queues),
                    self.full(Section::Edges),
                ],
            },
            Column {
                area: bottom,
                sections: vec![(Section::Faults, Shape::Line), (Section::First, Shape::Line)],
            },
        ]
    }

    fn two_columns_with_foot(&self, area: Rect) -> Vec<Column> {
        // Always as if there were three reasons: another first customer moves nothing. It gives way before all others.
        let wanted = FOOT;
        let least = self.needed_beside_foot();
        let spare = area.height.saturating_sub(least).max(3);
        let foot = wanted.min(spare).min(area.height);
        let body = Rect { height: area.height - foot, ..area };
        let bottom = Rect { y: body.bottom(), height: foot, ..area };
        let mut columns = self.main_columns(body);
        columns.push(Column { area: bottom, sections: vec![self.full(Section::First)] });
        columns
    }

    fn three_columns(&self, area: Rect) -> Vec<Column> {
        let (main, pane) = split(area, area.width - pane_width(area.width) - 1);
        let mut columns = self.main_columns(main);
        let sections =
            [Section::First, Section::Contacts, Section::Holdings, Section::Script, Section::After];
        let sections = sections.into_iter().filter(|section| self.count(*section) > 0);
        columns.push(Column { area: pane, sections: sections.map(|section| self.full(section)).collect() });
        columns
    }

    fn main_columns(&self, area: Rect) -> Vec<Column> {
        let (left, right) = split(area, left_width(area.width, self.class));
        let of = |sections: &[Section]| sections.iter().map(|section| self.full(*section)).collect();
        vec![
            Column { area: left, sections: of(&[Section::Tiers, Section::Moves, Section::Money]) },
            Column {
                area: right,
                sections: of(&[Section::Promised, Section::Queues, Section::Edges, Section::Faults]),
            },
        ]
    }

    /// What the taller of the two main columns takes with everything shown.
    fn needed_beside_foot(&self) -> u16 {
        let heights = self.main_columns(self.area);
        heights
            .iter()
            .map(|column| column.sections.iter().map(|section| self.height(*section)).sum())
            .max()
            .unwrap_or(0)
    }

    /// Lines of a section with everything shown.
    pub(super) fn count(&self, section: Section) -> usize {
        let is_wide = self.class >= SizeClass::M;
        match section {
            Section::Tiers if self.folds_unclassified && self.unclassified().is_some() => {
                self.board.tiers.len() - 1
            }
            Section::Tiers => self.board.tiers.len() + usize::from(is_wide),
            Section::Moves => self.board.moves.len(),
            Section::Money => self.board.money.len(),
            Section::Promised => self.board.promised.len(),
            Section::Queues if is_wide => QUEUES,
            Section::Queues => QUEUES / 2,
            Section::Edges => self.board.edges.len(),
            Section::Faults => self.board.faults.len(),
            Section::First if self.class == SizeClass::L => 1 + ABOUT + 2 * self.extent.reasons,
            Section::First => 1 + self.extent.reasons,
            Section::Contacts => self.extent.contacts,
            Section::Holdings => self.extent.holdings,
            Section::Script => self.extent.script,
            Section::After => self.board.next_after_first().take(AFTER).count(),
        }
    }

    fn place(&self, column: &Column, spots: &mut Vec<Spot>) {
        let mut y = column.area.y;
        for (section, shape) in &column.sections {
            for items in self.items(*section, *shape) {
                if y >= column.area.bottom() {
                    return;
                }
                let row = Rect { y, height: 1, ..column.area };
                match items {
                    (item, None) => spots.push(Spot { item, area: row }),
                    (left, Some(right)) => {
                        let half = row.width.div_ceil(2);
                        spots.push(Spot { item: left, area: Rect { width: half, ..row } });
                        let area = Rect { x: row.x + half, width: row.width - half, ..row };
                        spots.push(Spot { item: right, area });
                    }
                }
                y += 1;
            }
        }
    }

    /// The lines of a section; queues in narrow windows stand two in a line.
    fn items(&self, section: Section, shape: Shape) -> Vec<(Item, Option<Item>)> {
        let heading = (Item::Heading(section), None);
        if !self.board.has_book && !matches!(section, Section::Tiers | Section::Moves | Section::First) {
            return Vec::new();
        }
        match shape {
            Shape::Gone => Vec::new(),
            Shape::Line if section == Section::First => vec![(Item::First, None)],
            Shape::Line => vec![(Item::Line(section), None)],
            Shape::Kinds => {
                let kinds =
                    MoveKind::ALL.into_iter().filter(|kind| self.board.moves_of(*kind).next().is_some());
                std::iter::once(heading).chain(kinds.map(|kind| (Item::Kind(kind), None))).collect()
            }
            Shape::Rows(_) if section == Section::Queues && self.class < SizeClass::M => {
                let pairs = (0..QUEUES / 2).map(|at| (Item::Queue(2 * at), Some(Item::Queue(2 * at + 1))));
                std::iter::once(heading).chain(pairs).collect()
            }
            Shape::Rows(rows) if section == Section::Moves => {
                let moves = self.shared_moves(rows).into_iter().map(|item| (item, None));
                std::iter::once(heading).chain(moves).collect()
            }
            Shape::Rows(rows) => {
                let all = self.count(section);
                let cut = rows < all && !is_of_first(section);
                let shown = if cut { rows.saturating_sub(1) } else { rows.min(all) };
                let mut items: Vec<_> = std::iter::once(heading).collect();
                items.extend((0..shown).map(|at| (self.item(section, at), None)));
                if cut && rows > 0 {
                    items.push((Item::More(section, all - shown), None));
                }
                items
            }
        }
    }

    fn item(&self, section: Section, at: usize) -> Item {
        match section {
            Section::Tiers if at == self.board.tiers.len() => Item::Total,
            Section::Tiers => Item::Tier(at),
            Section::Moves => Item::Move(at),
            Section::Money => Item::Money(at),
            Section::Promised => Item::Promise(at),
            Section::Queues => Item::Queue(at),
            Section::Edges => Item::Edge(at),
            Section::Faults => Item::Fault(at),
            Section::Contacts | Section::Holdings | Section::Script => Item::Pane(section, at),
            Section::After => Item::After(at),
            Section::First => {
                if self.class != SizeClass::L {
                    return if at == 0 { Item::First } else { Item::Reason(at - 1) };
                }
                match (at, at.saturating_sub(1 + ABOUT)) {
                    (0, _) => Item::First,
                    (at, _) if at <= ABOUT => Item::About(at - 1),
                    (_, line) if line % 2 == 0 => Item::Reason(line / 2),
                    (_, line) => Item::Proof(line / 2),
                }
            }
        }
    }
}

/// Sections of the pane: what is cut there is whole on the card and in the call.
fn is_of_first(section: Section) -> bool {
    matches!(
        section,
        Section::First | Section::Contacts | Section::Holdings | Section::Script | Section::After
    )
}

/// The width of the pane about the first customer; `None` where a window has none.
pub fn pane_of(size: Size) -> Option<u16> {
    (SizeClass::of(size) == SizeClass::L).then(|| pane_width(size.width))
}

/// The width of the first of two columns, the one between them not counted.
fn left_width(width: u16, class: SizeClass) -> u16 {
    let percent = if class == SizeClass::L { 39 } else { 43 };
    let right = u16::try_from(u32::from(width) * percent / 100).unwrap_or(RIGHT[1]).min(RIGHT[1]);
    let right = if class == SizeClass::L { right.max(RIGHT[0]) } else { right };
    let left = width.saturating_sub(right + 1);
    // What the first column has no use for goes to the second, as far as that has one.
    left.min(LEFT_MOST.max(width.saturating_sub(RIGHT_MOST + 1)))
}

/// The width of the pane of a wide window: what the other two columns have no use for.
fn pane_width(width: u16) -> u16 {
    PANE.max(width.saturating_sub(LEFT_MOST + RIGHT_MOST + 2))
}

/// Two areas beside each other with a column between them.
fn split(area: Rect, left: u16) -> (Rect, Rect) {
    let right = Rect { x: area.x + left + 1, width: area.width.saturating_sub(left + 1), ..area };
    (Rect { width: left, ..area }, right)
}
