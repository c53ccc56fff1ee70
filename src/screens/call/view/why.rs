//! Why now: at most three reasons, each with its date, its amount and the row that proves it.

use super::{context, limits};
use crate::domain::{Reason, secret};
use crate::screens::{View, dossier, reasons};
use crate::tr;
use crate::ui::widgets::heading;
use crate::ui::{Canvas, Line, Role, SizeClass, format, strip, text};
use crate::work::words::channel_text;
use crate::work::{Due, Used};
use ratatui::layout::Rect;

/// Where the room is small, longer names of reasons have a short form.
const SHORT: u16 = 16;

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
    let dues = &card.row.dues;
    let today = view.ctx.now.day();
    let dates: Vec<String> = dues.iter().map(|due| format::day(lang, due.on, today)).collect();
    let is_wide = SizeClass::of(view.ctx.size) >= SizeClass::M;
    let name = |due: &Due| match lang.code_text(due.reason) {
        name if is_wide || text::width(&name) < SHORT => name.into_owned(),
        _ => reasons::name(lang, due),
    };
    let names: Vec<String> = dues.iter().map(name).collect();
    let amounts: Vec<(String, Role)> = dues.iter().map(|due| amount(view, due)).collect();
    let date_width = widest(dates.iter()).max(7);
    let name_width = widest(names.iter());
    let amount_width = widest(amounts.iter().map(|(amount, _)| amount));
    for (at, (y, due)) in (area.y + 1..area.bottom()).zip(dues).enumerate() {
        let (amount, role) = &amounts[at];
        // Columns are as wide as what stands in them; where nothing does, there is none.
        let amount_gap = if amount_width == 0 { 0 } else { 2 };
        let detail = view.model.book.get().and_then(|book| dossier::proof(lang, book, card, due));
        let line = Line::new()
            .with(format!("{} ", at + 1), Role::Dim)
            .with(text::pad(&dates[at], date_width + 1), Role::Text)
            .with(text::pad(&names[at], name_width), Role::Text)
            .gap(amount_gap)
            .with(text::pad_left(amount, amount_width), *role)
            .gap(2)
            .with(detail.unwrap_or_default(), Role::Dim);
        canvas.line(strip(area.x + 1, y, area.width - 2), &line);
    }
}

fn widest<'a>(words: impl Iterator<Item = &'a String>) -> u16 {
    words.map(|words| text::width(words)).max().unwrap_or(0)
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

/// The money it is about, else how late it is or at which minute it is due.
fn amount(view: &View<'_>, due: &Due) -> (String, Role) {
    let (lang, today) = (view.ctx.lang, view.ctx.now.day());
    let is_late = due.due_on < today;
    let amount = match (due.amount, due.reason) {
        (_, Reason::AssetsDrop) => format!("{}%", due.figure.unwrap_or(0) / 10_000),
        (Some(amount), Reason::Inflow | Reason::Outflow) => secret(format::amount_change(lang, amount)),
        (Some(amount), _) => secret(format::amount(lang, amount.abs())),
        (None, _) if is_late => format::due(lang, due.due_on, today),
        (None, _) => due.minute.map(|minute| minute.to_string()).unwrap_or_default(),
    };
    (amount, if due.amount.is_none() && is_late { Role::Alert } else { Role::Text })
}
