//! Where list, held-back line and pane of Queues stand; which columns the list has.

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
    pub pane: Option<Rect>,
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

impl Areas {
    /// The parts in a window.
    pub fn of(size: Size) -> Option<Areas> {
        let body = FrameAreas::of(size)?.body;
        let class = SizeClass::of(size);
        let (main, pane) = match class {
            SizeClass::Xs => (body, None),
            SizeClass::S if body.height < 14 => (body, None),
            SizeClass::S => {
                let main = Rect { height: body.height - PANE_BELOW, ..body };
                (main, Some(Rect { y: main.bottom(), height: PANE_BELOW, ..body }))
            }
            SizeClass::M | SizeClass::L => {
                let width = (body.width * 3 / 8).clamp(41, 56);
                let main = Rect { width: body.width - width - 1, ..body };
                (main, Some(Rect { x: main.right() + 1, width, ..body }))
            }
        };
        Some(Areas {
            head: Rect { height: 1, ..main },
            list: Rect { y: main.y + 1, height: main.height.saturating_sub(2), ..main },
            held: Rect { y: main.bottom() - 1, height: 1, ..main },
            pane,
        })
    }
}

/// The columns that a list of this width has.
pub fn columns(width: u16, class: SizeClass) -> Vec<Placed<Col>> {
    let column = |id, widths, drop, align| Column { id, widths, drop, align };
    let all = [
        column(Col::Due, [7, 9, 11], Drop::Never, Align::Left),
        column(Col::Name, [8, 12, 20], Drop::Never, Align::Left),
        column(Col::Tier, [4, 6, 8], Drop::Nth(3), Align::Left),
        column(Col::Assets, [7, 8, 9], Drop::Nth(5), Align::Right),
        column(Col::Why, [14, 26, 60], Drop::Never, Align::Left),
        column(Col::Last, [6, 8, 8], Drop::Nth(1), Align::Left),
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
