//! Why now: at most three reasons, each with its date, its amount and the row that proves it.

use super::{context, limits};
use crate::book::Card;
use crate::domain::{Reason, secret};
use crate::screens::{View, dossier, reasons};
use crate::tr;
use crate::ui::widgets::heading;
use crate::ui::{Canvas, Line, Role, SizeClass, format, strip, text};
use crate::work::words::channel_text;
use crate::work::{Due, Used};
use ratatui::layout::Rect;

/// Draws the block.
pub fn draw(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let lang = view.ctx.lang;
    let is_wide = SizeClass::of(view.ctx.size) >= SizeClass::M;
    let tail = if is_wide { next(view) } else { used(view) };
    heading(canvas, area, &tr!(lang, "call.why.head"), &tail);
    let Some(card) = &view.model.call.card else { return };
    if card.row.dues.is_empty() {
        canvas.text(strip(area.x + 1, area.y + 1, area.width - 2), &tr!(lang, "call.why.none"), Role::Dim);
    }
    let today = view.ctx.now.day();
    let dates: Vec<String> = card.row.dues.iter().map(|due| format::day(lang, due.on, today)).collect();
    let wide = dates.iter().map(|date| text::width(date)).max().unwrap_or(0).max(7) + 1;
    for (((y, number), due), date) in (area.y + 1..area.bottom()).zip(1..).zip(&card.row.dues).zip(&dates) {
        let head = Line::new().with(format!("{number} "), Role::Dim).with(text::pad(date, wide), Role::Text);
        let line = head.join(reason_line(view, card, due));
        canvas.line(strip(area.x + 1, y, area.width - 2), &line);
    }
}

fn next(view: &View<'_>) -> Line<'static> {
    let (lang, today) = (view.ctx.lang, view.ctx.now.day());
    let Some(next) = view.model.call.card.as_ref().and_then(|card| card.row.row.next) else {
        return Line::new();
    };
    let at = next.minute.map_or_else(
        || format::due(lang, next.on, today),
        |minute| format!("{} {minute}", format::due(lang, next.on, today)),
    );
    let text = tr!(lang, "call.why.next", at = at, channel = channel_text(lang, next.channel));
    Line::new().with(text.into_owned(), Role::Dim)
}

/// Best hour and budget, where no pane has them.
fn used(view: &View<'_>) -> Line<'static> {
    let (Some(context), Some(limits)) = (context(view), limits()) else { return Line::new() };
    let budget = dossier::budget(
        view.ctx.lang,
        &Used::count(context.touches, view.ctx.now.day(), None, limits),
        limits,
    );
    if SizeClass::of(view.ctx.size) == SizeClass::Xs {
        return budget;
    }
    match super::best_hour(view) {
        best if best.is_empty() => budget,
        Line(spans) => Line(spans.into_iter().skip(1).collect()).gap(2).join(budget),
    }
}

fn reason_line(view: &View<'_>, card: &Card, due: &Due) -> Line<'static> {
    let (lang, today) = (view.ctx.lang, view.ctx.now.day());
    let is_late = due.due_on < today;
    let amount = match (due.amount, due.reason) {
        (_, Reason::AssetsDrop) => format!("{}%", due.figure.unwrap_or(0) / 10_000),
        (Some(amount), Reason::Inflow | Reason::Outflow) => secret(format::amount_change(lang, amount)),
        (Some(amount), _) => secret(format::amount(lang, amount.abs())),
        (None, _) if is_late => format::due(lang, due.due_on, today),
        (None, _) => due.minute.map(|minute| minute.to_string()).unwrap_or_default(),
    };
    let role = if due.amount.is_none() && is_late { Role::Alert } else { Role::Text };
    let name_width = if lang == crate::lang::Lang::Zh { 12 } else { 16 };
    let detail =
        view.model.book.get().and_then(|book| dossier::proof(lang, book, card, due)).unwrap_or_default();
    let name = lang.code_text(due.reason);
    let name = if text::width(&name) < name_width { name } else { reasons::name(lang, due).into() };
    Line::new()
        .with(text::pad(&name, name_width), Role::Text)
        .with(text::pad_left(&amount, 9), role)
        .gap(2)
        .with(detail, Role::Dim)
}
