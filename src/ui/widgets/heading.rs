//! A section's heading: ` name 3 ------------- tail `.

use crate::ui::line::Line;
use crate::ui::{Canvas, Role, strip};
use ratatui::layout::Rect;

/// Draws the heading in the first row of `area`, with one blank column at each edge.
pub fn heading(canvas: &mut Canvas<'_>, area: Rect, name: &str, tail: &Line<'_>) {
    heading_of(canvas, area, &Line::new().with(name, Role::Head), tail);
}

/// The same with a name in pieces, of which the veil may hide some.
pub fn heading_of(canvas: &mut Canvas<'_>, area: Rect, name: &Line<'_>, tail: &Line<'_>) {
    if area.height == 0 || area.width < 4 {
        return;
    }
    let inner = area.width - 2;
    let x = area.x + 1;
    let used = canvas.line(strip(x, area.y, inner), name);
    let tail_width = if tail.is_empty() { 0 } else { tail.width() + 1 };
    let rule = inner.saturating_sub(used + 1 + tail_width);
    canvas.rule(strip(x + used + 1, area.y, rule), '-', Role::Dim);
    // The rule goes before the tail does.
    if used + tail_width <= inner {
        canvas.line_right(strip(x, area.y, inner), tail);
    }
}
