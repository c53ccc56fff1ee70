//! How the first start looks.

use super::WAYS;
use crate::app::effect::Beginning;
use crate::screens::View;
use crate::tr;
use crate::ui::layout::centred;
use crate::ui::widgets::boxed;
use crate::ui::{Canvas, Line, Role, strip, text};
use ratatui::layout::Rect;

/// Draws the box with the ways to begin.
pub fn body(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let lang = view.ctx.lang;
    let title = Line::new().with(tr!(lang, "first_run.title"), Role::Head);
    let inner = boxed(canvas, centred(area, 76, 13), &title, &tr!(lang, "first_run.quit"));
    canvas.text(strip(inner.x, inner.y + 1, inner.width), &tr!(lang, "first_run.question"), Role::Text);
    for (number, way) in (0..).zip(WAYS) {
        draw_way(view, canvas, Rect { y: inner.y + 2 + number, height: 1, ..inner }, way);
    }
    let language = Line::new().with("  L", Role::Key).with("  Language: 中文 / English", Role::Text);
    canvas.line(strip(inner.x, inner.y + 5, inner.width), &language);
    let path = &view.model.first_run.path;
    let words = tr!(lang, "first_run.where", path = path);
    canvas.text(strip(inner.x, inner.y + 7, inner.width), &words, Role::Dim);
    draw_width_test(view, canvas, inner);
}

fn draw_way(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect, way: Beginning) {
    let lang = view.ctx.lang;
    let (key, name) = match way {
        Beginning::Demo | Beginning::DemoAfresh => ("1", "first_run.demo"),
        Beginning::Import => ("2", "first_run.import"),
        Beginning::Empty => ("3", "first_run.empty"),
    };
    let is_selected = WAYS.get(view.model.first_run.selected) == Some(&way);
    let words = text::pad(&lang.text(&format!("{name}.name")), 12);
    let line = Line::new()
        .with(if is_selected { "> " } else { "  " }, Role::Text)
        .with(key, Role::Key)
        .with(format!("  {words}"), Role::Text)
        .with(lang.text(&format!("{name}.what")), Role::Dim);
    canvas.line(strip(row.x, row.y, row.width), &line);
    if is_selected {
        canvas.focus(row);
    }
}

/// Two bars that stand under each other where the terminal takes Chinese characters as two columns.
fn draw_width_test(view: &View<'_>, canvas: &mut Canvas<'_>, inner: Rect) {
    let question = tr!(view.ctx.lang, "first_run.aligned");
    let used = canvas.text(strip(inner.x, inner.y + 8, inner.width), &question, Role::Dim) + 1;
    canvas.text(strip(inner.x + used, inner.y + 8, 9), "中文字符|", Role::Dim);
    canvas.text(strip(inner.x + used, inner.y + 9, 9), "abcdefgh|", Role::Dim);
}
