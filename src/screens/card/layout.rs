//! Where the parts of a card stand, by the window's size. Shared by the view and by the update, which moves cursors
//! in lists of these heights.

use super::Pane;
use super::details::{Room, Section};
use crate::ui::{FrameAreas, SizeClass};
use ratatui::layout::{Rect, Size};

/// A pane with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Which.
    pub pane: Pane,
    /// Where its lines go; the timeline's heading is not part of it.
    pub area: Rect,
    /// Its sections; none for the timeline.
    pub sections: &'static [Section],
}

/// The panes of a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// From left to right, or from the top.
    pub panes: Vec<Place>,
    /// Columns of the rules between them.
    pub rules: Vec<u16>,
    /// How much the sections say.
    pub room: Room,
}

const ALL: &[Section] = &[
    Section::Next,
    Section::Classes,
    Section::Metrics,
    Section::Holdings,
    Section::Contacts,
    Section::Person,
];
const NARROW: &[Section] = &[
    Section::Allowed,
    Section::Next,
    Section::Classes,
    Section::Metrics,
    Section::Holdings,
    Section::Contacts,
    Section::Person,
];
const FIRST: &[Section] = &[Section::Next, Section::Classes];
const SECOND: &[Section] = &[Section::Metrics, Section::Holdings, Section::Contacts, Section::Person];

/// The panes for a window in which `focus` has the keys; `None` when it is too small for any.
pub fn layout(size: Size, focus: Pane) -> Option<Layout> {
    let body = FrameAreas::of(size)?.body;
    let columns = |x: u16, width: u16| Rect { x, width, ..body };
    Some(match SizeClass::of(size) {
        SizeClass::Xs | SizeClass::S => stacked(body, focus),
        SizeClass::M => {
            let left = (body.width / 2 + 1).min(76);
            Layout {
                panes: vec![
                    Place { pane: Pane::Left, area: columns(0, left), sections: ALL },
                    timeline(columns(left + 1, body.width - left - 1)),
                ],
                rules: vec![left],
                room: Room::Wide,
            }
        }
        SizeClass::L => {
            let left = (body.width * 3 / 8).min(76);
            let middle = (body.width * 3 / 10).min(64);
            let right = left + middle + 2;
            Layout {
                panes: vec![
                    Place { pane: Pane::Left, area: columns(0, left), sections: FIRST },
                    Place { pane: Pane::Middle, area: columns(left + 1, middle), sections: SECOND },
                    timeline(columns(right, body.width - right)),
                ],
                rules: vec![left, right - 1],
                room: Room::Wide,
            }
        }
    })
}

/// One column: the pane with the focus takes what the other does not need.
fn stacked(body: Rect, focus: Pane) -> Layout {
    let small = if body.height >= 18 { 6 } else { 4 };
    let below = if focus == Pane::Timeline { body.height - small } else { small };
    let above = body.height - below;
    Layout {
        panes: vec![
            Place { pane: Pane::Left, area: Rect { height: above, ..body }, sections: NARROW },
            timeline(Rect { y: body.y + above, height: below, ..body }),
        ],
        rules: Vec::new(),
        room: Room::Narrow,
    }
}

fn timeline(area: Rect) -> Place {
    Place { pane: Pane::Timeline, area: below_heading(area), sections: &[] }
}

fn below_heading(area: Rect) -> Rect {
    Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }
}
