//! Where list, held-back line and panes of Queues stand; which columns the list has.

use super::list::LONGEST_NAME;
use crate::lang::Lang;
use crate::screens::side::{PaneWish, Side};
use crate::ui::widgets::table::fit;
use crate::ui::widgets::{Align, Column, Drop, Placed};
use crate::ui::{FrameAreas, SizeClass};
use ratatui::layout::{Rect, Size};

/// The parts of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Areas {
    /// Column heads.
    pub head: Rect,
    /// Bands and rows.
    pub list: Rect,
    /// The line of what is held back.
    pub held: Rect,
    /// About the selected customer; none in the narrowest windows.
    pub pane: Option<(Side, Rect)>,
    /// What to say to him, in the widest windows.
    pub script: Option<Rect>,
}

/// A column of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Col {
    /// What the band is ordered by: minute, hard date, due date.
    Due,
    /// Name.
    Name,
    /// Value tier.
    Tier,
    /// Assets.
    Assets,
    /// The first reason and how many more.
    Why,
    /// Last contact.
    Last,
    /// Multiple of the queue's median.
    Score,
    /// Marks.
    Flags,
}

/// Rows of the pane below the list.
const PANE_BELOW: u16 = 7;
/// Fewer rows of body are not worth a pane below.
const FEWEST: u16 = 14;
/// The list's columns with everything at its greatest width: what is beyond goes to the panes.
const LIST_MOST: u16 = 139;
/// The panes of the widest class: least and usual width, and the greatest: running text is never over 72 columns.
const PANES: [u16; 3] = [40, 56, 74];

impl Areas {
    /// The parts in a window, with the pane where it is wanted.
    pub fn of(size: Size, wish: PaneWish) -> Option<Areas> {
        let body = FrameAreas::of(size)?.body;
        let class = SizeClass::of(size);
        let (main, pane, script) = match Side::of(class, wish) {
            Some(Side::Below) if body.height >= FEWEST => {
                let main = Rect { height: body.height - PANE_BELOW, ..body };
                (main, Some((Side::Below, Rect { y: main.bottom(), height: PANE_BELOW, ..body })), None)
            }
            Some(Side::Right) if class == SizeClass::L => {
                let [least, usual, most] = PANES;
                let spare = (body.width.saturating_sub(LIST_MOST + 2) / 2).min(most);
                let width = (body.width / 4).clamp(least, usual).max(spare);
                let main = Rect { width: body.width - 2 * (width + 1), ..body };
                let pane = Rect { x: main.right() + 1, width, ..body };
                (main, Some((Side::Right, pane)), Some(Rect { x: pane.right() + 1, ..pane }))
            }
            Some(Side::Right) => {
                let width = (body.width * 3 / 8).clamp(41, 56);
                let main = Rect { width: body.width - width - 1, ..body };
                (main, Some((Side::Right, Rect { x: main.right() + 1, width, ..body })), None)
            }
            _ => (body, None, None),
        };
        Some(Areas {
            head: Rect { height: 1, ..main },
            list: Rect { y: main.y + 1, height: main.height.saturating_sub(2), ..main },
            held: Rect { y: main.bottom() - 1, height: 1, ..main },
            pane,
            script,
        })
    }
}

/// What columns are fitted to.
#[derive(Debug, Clone, Copy)]
pub struct Needs {
    /// The columns of the longest name: what names do not need, the reasons get.
    pub longest_name: u16,
    /// Whether whole dates stand among the due days.
    pub has_other_year: bool,
    /// The language of the rows.
    pub lang: Lang,
}

/// The columns that a list of this width has.
pub fn columns(width: u16, class: SizeClass, needs: Needs) -> Vec<Placed<Col>> {
    let Needs { longest_name, has_other_year, lang } = needs;
    let column = |id, widths, drop, align| Column { id, widths, drop, align };
    let name = [8, longest_name.clamp(8, 12), longest_name.clamp(8, LONGEST_NAME)];
    // English classes need more room to be told apart, and so do English reasons: the score goes before they do.
    let (tier, why) = match lang {
        Lang::Zh => ([6, 6, 8], 22),
        Lang::En => ([7, 7, 8], 24),
    };
    // A reason tells more than the last contact does: that gives way to it before it would be cut.
    let why = match class {
        SizeClass::L => [26, 26, 60],
        SizeClass::M => [why, 26, 60],
        SizeClass::S | SizeClass::Xs => [14, 26, 60],
    };
    let all = [
        column(Col::Due, if has_other_year { [10, 10, 11] } else { [8, 8, 11] }, Drop::Never, Align::Left),
        column(Col::Name, name, Drop::Never, Align::Left),
        column(Col::Tier, tier, Drop::Nth(3), Align::Left),
        column(Col::Assets, [7, 8, 9], Drop::Nth(5), Align::Right),
        column(Col::Why, why, Drop::Never, Align::Left),
        column(Col::Last, [8, 8, 8], Drop::Nth(1), Align::Left),
        column(Col::Score, [5, 6, 6], Drop::Nth(2), Align::Right),
        column(Col::Flags, [2, 3, 7], Drop::Nth(4), Align::Left),
    ];
    let is_there = |column: &Column<Col>| match column.id {
        Col::Last => class == SizeClass::L,
        Col::Tier | Col::Score => class >= SizeClass::M,
        _ => true,
    };
    fit(&all.into_iter().filter(is_there).collect::<Vec<_>>(), width)
}

/// The columns of a row without a score: its reason runs on into the blank cell beside it.
pub fn without_score(placed: &[Placed<Col>]) -> Vec<Placed<Col>> {
    let mut columns: Vec<Placed<Col>> = Vec::with_capacity(placed.len());
    for column in placed {
        match columns.last_mut() {
            Some(why) if column.id == Col::Score && why.id == Col::Why => {
                why.width = column.x + column.width - why.x;
            }
            _ => columns.push(*column),
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEEDS: Needs = Needs { longest_name: 12, has_other_year: false, lang: Lang::Zh };

    fn areas(width: u16, height: u16, wish: PaneWish) -> Areas {
        Areas::of(Size::new(width, height), wish).unwrap()
    }

    #[test]
    fn the_widest_windows_have_reasons_and_script_beside_the_list() {
        for (width, height) in [(160, 48), (200, 50), (250, 80), (320, 80)] {
            let parts = areas(width, height, PaneWish::Usual);
            let (Some((Side::Right, pane)), Some(script)) = (parts.pane, parts.script) else {
                panic!("{width}: {parts:?}")
            };
            assert_eq!((parts.list.right() + 1, pane.right() + 1, script.right()), (pane.x, script.x, width));
            assert!(pane.width >= 40 && pane.width <= 74, "{width}: {pane:?}");
            assert!(parts.list.width >= 74, "{width}: {parts:?}");
        }
    }

    #[test]
    fn the_pane_goes_where_it_is_wanted() {
        let side = |width, wish| areas(width, 24, wish).pane.map(|(side, _)| side);
        assert_eq!(side(120, PaneWish::Usual), Some(Side::Right));
        assert_eq!(side(120, PaneWish::Below), Some(Side::Below));
        assert_eq!(side(120, PaneWish::Off), None);
        assert_eq!(side(80, PaneWish::Right), Some(Side::Below));
        assert_eq!(side(60, PaneWish::Right), None);
        assert_eq!(areas(160, 48, PaneWish::Below).script, None);
    }

    #[test]
    fn short_names_leave_their_room_to_the_reasons() {
        let why = |longest| {
            let columns = columns(71, SizeClass::M, Needs { longest_name: longest, ..NEEDS });
            columns.iter().find(|column| column.id == Col::Why).map_or(0, |column| column.width)
        };
        assert!(why(6) > why(12), "{} {}", why(6), why(12));
    }

    #[test]
    fn a_day_of_another_year_stands_whole() {
        for (width, class) in [(57, SizeClass::Xs), (57, SizeClass::M), (71, SizeClass::M)] {
            let due = columns(width, class, Needs { has_other_year: true, ..NEEDS })[0];
            assert!(due.id == Col::Due && due.width >= 10, "{width}: {due:?}");
        }
    }

    #[test]
    fn a_row_without_a_score_has_its_room_for_the_reason() {
        let columns = columns(71, SizeClass::M, NEEDS);
        let end = |columns: &[Placed<Col>], id| {
            columns.iter().find(|column| column.id == id).map(|column| column.x + column.width)
        };
        let wider = without_score(&columns);
        assert_eq!(end(&wider, Col::Why), end(&columns, Col::Score));
        assert_eq!(end(&wider, Col::Flags), end(&columns, Col::Flags));
    }
}
