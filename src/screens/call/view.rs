//! How Call looks.

use crate::screens::{View, empty};
use crate::tr;
use crate::ui::{Canvas, FrameAreas, Role, strip};
use ratatui::layout::Rect;

/// Draws row 2.
pub fn head(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect) {
    canvas.text(strip(row.x + 1, row.y, row.width - 2), &tr!(view.ctx.lang, "call.head"), Role::Head);
}

/// Draws the body.
pub fn body(view: &View<'_>, canvas: &mut Canvas<'_>, areas: &FrameAreas) {
    empty::no_customers(view, canvas, areas.body);
}
