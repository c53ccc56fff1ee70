//! The end of the list: what came of it today, and where to go.

use crate::screens::View;
use crate::tr;
use crate::ui::widgets::heading;
use crate::ui::{Canvas, Line, Role, strip};
use ratatui::layout::Rect;

/// Draws the block.
pub fn draw(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let lang = view.ctx.lang;
    let today = view.model.book.today.today;
    heading(canvas, area, &tr!(lang, "call.ended.title"), &Line::new());
    let done = tr!(
        lang,
        "call.ended.done",
        dialled = today.dialled,
        reached = today.reached,
        appointments = today.appointments
    );
    let row = |y: u16| strip(area.x + 1, area.y + y, area.width - 2);
    canvas.text(row(1), &done, Role::Text);
    let way = |sign: &'static str, key: &'static str, words: &str| {
        Line::new()
            .with(sign, Role::Text)
            .with(key, Role::Key)
            .with(lang.text(words).into_owned(), Role::Text)
    };
    canvas.line(row(2), &way("> ", "Enter  ", "call.ended.leave"));
    canvas.line(row(3), &way("  ", "u      ", "call.ended.undo"));
    canvas.line(row(4), &way("  ", "Esc    ", "call.ended.back"));
}
