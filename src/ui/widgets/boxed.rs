//! The one box of the program, for overlays only: `+- title ----- tail -+`.

use crate::ui::line::Line;
use crate::ui::{Canvas, Role, strip, text};
use ratatui::layout::Rect;

/// Clears `area`, draws the box round it and returns the inside, with one blank column left and right.
pub fn boxed(canvas: &mut Canvas<'_>, area: Rect, title: &Line<'_>, tail: &str) -> Rect {
    canvas.clear(area);
    if area.width < 6 || area.height < 2 {
        return Rect { width: 0, height: 0, ..area };
    }
    canvas.frame(area, Role::Dim);
    let room = area.width - 6;
    let framed = Line::new().with(" ", Role::Dim).join(title.clone()).with(" ", Role::Dim);
    let used = if title.is_empty() { 0 } else { canvas.line(strip(area.x + 2, area.y, room + 2), &framed) };
    let tail_width = text::width(tail) + 2;
    if !tail.is_empty() && used + tail_width <= room + 2 {
        canvas.right(strip(area.x + 2, area.y, room + 2), &format!(" {tail} "), Role::Dim);
    }
    Rect::new(area.x + 2, area.y + 1, area.width - 4, area.height - 2)
}
