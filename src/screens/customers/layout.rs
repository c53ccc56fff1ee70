//! Where list and pane stand in a window. Shared by the view and by movements, which need the list's height.

use crate::screens::side::{PaneWish, Side};
use crate::ui::{FrameAreas, SizeClass};
use ratatui::layout::{Rect, Size};

/// The parts of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Areas {
    /// The heads of the columns.
    pub heads: Rect,
    /// The list, one column short of the right edge of its part.
    pub list: Rect,
    /// The pane, if it is shown.
    pub pane: Option<(Side, Rect)>,
}

/// Rows of the pane below.
const BELOW: u16 = 7;
/// Fewer rows of list are not worth a pane below.
const FEWEST: u16 = 5;
/// The table's columns with the pane at the right at 120.
const TABLE: u16 = 79;

/// The table with every column at its greatest width: what is beyond goes to the pane.
const TABLE_MOST: u16 = 116;
/// The pane of the widest class: usual width, and the most that running text fills.
const PANE: [u16; 2] = [56, 74];
/// From so many columns on the pane has two parts side by side.
pub const PARTED: u16 = 114;

/// The pane's width where the table leaves it so much.
fn widest_pane(room: u16) -> u16 {
    let [usual, most] = PANE;
    if room < PARTED { room.clamp(usual, most) } else { room.min(2 * most + 1) }
}

/// The parts of a window; `None` when it is too small for any.
pub fn areas(size: Size, wish: PaneWish) -> Option<Areas> {
    let body = FrameAreas::of(size)?.body;
    let class = SizeClass::of(size);
    let pane = match Side::of(class, wish) {
        Some(Side::Right) => {
            let width = match class {
                SizeClass::L => widest_pane(body.width.saturating_sub(TABLE_MOST + 1)),
                _ => body.width.saturating_sub(TABLE).clamp(41, 51),
            };
            Some((Side::Right, Rect { x: body.right() - width, width, ..body }))
        }
        Some(Side::Below) if body.height > BELOW + FEWEST => {
            Some((Side::Below, Rect { y: body.bottom() - BELOW, height: BELOW, ..body }))
        }
        _ => None,
    };
    let (right, bottom) = match pane {
        Some((Side::Right, area)) => (area.x - 1, body.bottom()),
        Some((Side::Below, area)) => (body.right(), area.y),
        None => (body.right(), body.bottom()),
    };
    let width = right - body.x;
    let heads = Rect { width, height: 1, ..body };
    let list = Rect { y: body.y + 1, width, height: bottom - body.y - 1, ..body };
    Some(Areas { heads, list, pane })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sides(width: u16) -> Vec<Option<Side>> {
        let size = Size::new(width, 24);
        let wishes = std::iter::successors(Some(PaneWish::Usual), |wish| Some(wish.next(size)));
        wishes
            .take(4)
            .map(|wish| areas(size, wish).and_then(|areas| areas.pane).map(|(side, _)| side))
            .collect()
    }

    #[test]
    fn the_pane_goes_round_where_it_fits() {
        assert_eq!(sides(120), [Some(Side::Right), Some(Side::Below), None, Some(Side::Right)]);
        assert_eq!(sides(80), [Some(Side::Below), None, Some(Side::Below), None]);
        assert_eq!(sides(60), [None; 4]);
    }

    #[test]
    fn list_and_pane_share_the_body() {
        for (width, height) in [(60, 16), (80, 16), (80, 24), (100, 20), (120, 36), (160, 48), (250, 80)] {
            for wish in [PaneWish::Usual, PaneWish::Right, PaneWish::Below, PaneWish::Off] {
                let areas = areas(Size::new(width, height), wish).unwrap();
                assert!(areas.list.height >= FEWEST, "{width}x{height} {wish:?}");
                match areas.pane {
                    Some((Side::Right, pane)) => assert_eq!(areas.list.right() + 1, pane.x),
                    Some((Side::Below, pane)) => assert_eq!(areas.list.bottom(), pane.y),
                    None => assert_eq!(areas.list.width, width),
                }
            }
        }
    }
}
