//! How the first start looks.

use super::WAYS;
use crate::app::effect::Beginning;
use crate::screens::View;
use crate::tr;
use crate::ui::layout::centred;
use crate::ui::line::Secrecy;
use crate::ui::widgets::{Field, Focus, boxed};
use crate::ui::{Canvas, Line, Role, strip, text};
use ratatui::layout::Rect;

/// Columns of the names of the ways, with the blanks behind them.
const NAME: u16 = 12;

/// Draws the box with the ways to begin.
pub fn body(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let lang = view.ctx.lang;
    let title = Line::new().with(tr!(lang, "first_run.title"), Role::Head);
    let width = 76.min(area.width);
    let whats: Vec<Vec<String>> =
        WAYS.iter().map(|way| text::wrap(&what(view, *way), width - 4 - NAME - 5)).collect();
    let wrapped: usize = whats.iter().map(Vec::len).sum();
    let height = 10 + u16::try_from(wrapped).unwrap_or(0);
    let inner = boxed(canvas, centred(area, width, height), &title, &tr!(lang, "first_run.quit"));
    // Where the room is short, the blank rows go first.
    let blank = u16::from(inner.height + 2 >= height);
    let mut y = inner.y + blank;
    canvas.text(strip(inner.x, y, inner.width), &tr!(lang, "first_run.question"), Role::Text);
    y += 1;
    for (way, lines) in WAYS.iter().zip(&whats) {
        draw_way(view, canvas, Rect { y, height: 1, ..inner }, (*way, lines));
        y += u16::try_from(lines.len()).unwrap_or(1);
    }
    let language = Line::new().with("  L", Role::Key).with("  Language: 中文 / English", Role::Text);
    canvas.line(strip(inner.x, y, inner.width), &language);
    draw_place(view, canvas, strip(inner.x, y + 1 + blank, inner.width));
    draw_width_test(view, canvas, Rect { y: y + 3 + blank, ..inner });
}

fn name(way: Beginning) -> (&'static str, &'static str) {
    match way {
        Beginning::Demo | Beginning::DemoAfresh => ("1", "first_run.demo"),
        Beginning::Import => ("2", "first_run.import"),
        Beginning::ByHand => ("3", "first_run.by_hand"),
    }
}

fn what(view: &View<'_>, way: Beginning) -> String {
    view.ctx.lang.text(&format!("{}.what", name(way).1)).into_owned()
}

fn draw_way(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect, (way, lines): (Beginning, &[String])) {
    let (key, words) = name(way);
    let is_selected = WAYS.get(view.model.first_run.selected) == Some(&way);
    let words = text::pad(&view.ctx.lang.text(&format!("{words}.name")), NAME);
    let line = Line::new()
        .with(if is_selected { "> " } else { "  " }, Role::Text)
        .with(key, Role::Key)
        .with(format!("  {words}"), Role::Text);
    let used = canvas.line(strip(row.x, row.y, row.width), &line);
    for (y, line) in (row.y..).zip(lines) {
        canvas.text(strip(row.x + used, y, row.width.saturating_sub(used)), line, Role::Dim);
    }
    if is_selected {
        canvas.focus(row);
    }
}

/// Where the file will be, or the field in which another place is typed.
fn draw_place(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect) {
    let (lang, state) = (view.ctx.lang, &view.model.first_run);
    if let Some(input) = &state.typed {
        let label = tr!(lang, "first_run.place");
        let label_width = text::width(&label);
        Field { label: &label, label_width, input, error: None, focus: Focus::On, secrecy: Secrecy::Open }
            .draw(canvas, row);
        canvas.text(Rect { y: row.y + 1, ..row }, &tr!(lang, "first_run.place_how"), Role::Dim);
        return;
    }
    canvas.text(row, &tr!(lang, "first_run.where"), Role::Dim);
    let change = tr!(lang, "first_run.change");
    let room = row.width.saturating_sub(text::width(&change) + 7);
    let line = Line::new()
        .with("  ", Role::Text)
        .with(text::middle(&state.path, room), Role::Text)
        .with("  (", Role::Dim)
        .with("d", Role::Key)
        .with(format!(" {change})"), Role::Dim);
    canvas.line(Rect { y: row.y + 1, ..row }, &line);
}

/// Two bars that stand under each other where the terminal takes Chinese characters as two columns.
fn draw_width_test(view: &View<'_>, canvas: &mut Canvas<'_>, inner: Rect) {
    let lang = view.ctx.lang;
    let question = tr!(lang, "first_run.aligned");
    let used = canvas.text(strip(inner.x, inner.y, inner.width), &question, Role::Dim) + 2;
    canvas.text(strip(inner.x + used, inner.y, 9), "中文字符|", Role::Dim);
    canvas.text(strip(inner.x + used, inner.y + 1, 9), "abcdefgh|", Role::Dim);
    let help = Line::new().with(tr!(lang, "first_run.not_aligned"), Role::Dim).with(" w", Role::Key);
    canvas.line(strip(inner.x + used + 12, inner.y + 1, inner.width.saturating_sub(used + 12)), &help);
}
