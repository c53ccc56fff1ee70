//! The pane about the selected customer: who he is, why now with the proof of each reason, what his score is made of.

use super::{Part, view};
use crate::book::{Book, Flag, Row, TextOf};
use crate::domain::{Dimension, mask};
use crate::screens::{View, reasons};
use crate::tr;
use crate::ui::widgets::heading;
use crate::ui::{Canvas, Line, Role, format, strip, text};
use crate::work::{Band, words};
use ratatui::layout::Rect;

/// A line of the pane.
enum PaneLine {
    /// A section's heading with its tail.
    Heading(String, Line<'static>),
    /// Text.
    Text(Line<'static>),
}

/// Draws the pane: a column at the right, or seven rows below.
pub fn draw(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect, (book, row): (&Book, &Row)) {
    let lines = if area.x == 0 { below(view, book, row) } else { beside(view, book, row) };
    for (y, line) in (area.y..area.bottom()).zip(&lines) {
        let place = Rect { y, height: 1, ..area };
        match line {
            PaneLine::Heading(name, tail) => heading(canvas, place, name, tail),
            PaneLine::Text(line) => {
                canvas.line(strip(place.x + 1, y, place.width.saturating_sub(2)), line);
            }
        }
    }
    if view.model.queues.part == Part::Pane {
        canvas.text(strip(area.x, area.y, 1), ">", Role::Text);
        canvas.focus(Rect { height: 1, ..area });
    }
}

fn beside(view: &View<'_>, book: &Book, row: &Row) -> Vec<PaneLine> {
    let lang = view.ctx.lang;
    let mut lines = vec![name(book, row), PaneLine::Text(who(view, book, row))];
    lines.push(PaneLine::Heading(tr!(lang, "queues.pane.why").into_owned(), Line::new()));
    for (at, due) in book.dues(row).iter().enumerate() {
        let texts = reasons::text(lang, book, row, due);
        lines.push(PaneLine::Text(reason(at, &texts)));
        lines.push(PaneLine::Text(Line::new().gap(2).private(texts.proof, Role::Dim)));
    }
    lines.extend(score(view, book, row));
    if row.flags.iter().next().is_some() {
        lines.push(PaneLine::Heading(tr!(lang, "queues.pane.flags").into_owned(), Line::new()));
        lines.extend(row.flags.iter().map(|flag| {
            let words = lang.text(&format!("queues.flag.{}", flag_name(flag)));
            PaneLine::Text(Line::new().with(format!("{} ", flag.letter()), Role::Text).with(words, Role::Dim))
        }));
    }
    lines.push(PaneLine::Heading(tr!(lang, "queues.pane.last").into_owned(), Line::new()));
    lines.push(PaneLine::Text(last(view, book, row)));
    lines
}

/// Seven rows: name, who, three reasons, score, last contact, marks where there is room.
fn below(view: &View<'_>, book: &Book, row: &Row) -> Vec<PaneLine> {
    let lang = view.ctx.lang;
    let mut lines = vec![name(book, row), PaneLine::Text(who(view, book, row))];
    for (at, due) in book.dues(row).iter().enumerate() {
        let texts = reasons::text(lang, book, row, due);
        let line = reason(at, &texts).gap(2).private(texts.proof, Role::Dim);
        lines.push(PaneLine::Text(line));
    }
    if let Some(line) = score_in_line(view, book, row) {
        lines.push(PaneLine::Text(line));
    }
    lines.push(PaneLine::Text(last(view, book, row)));
    if row.flags.iter().next().is_some() {
        let flags = row.flags.iter().fold(Line::new(), |line, flag| {
            let words = lang.text(&format!("queues.flag.{}", flag_name(flag)));
            line.with(format!("{} ", flag.letter()), Role::Text).with(words, Role::Dim).gap(2)
        });
        lines.push(PaneLine::Text(flags));
    }
    lines
}

fn name(book: &Book, row: &Row) -> PaneLine {
    let number = book.text(row, TextOf::CustomerNo);
    let phone = book.text(row, TextOf::Phone);
    let phone = if phone.is_empty() { String::new() } else { mask::phone(phone) };
    PaneLine::Heading(format!("{}  {number}", book.display_name(row)), Line::new().private(phone, Role::Text))
}

fn who(view: &View<'_>, book: &Book, row: &Row) -> Line<'static> {
    let lang = view.ctx.lang;
    let class = |dimension| book.classes.short(dimension, row.class(dimension), lang);
    let assets = row.assets.map_or_else(|| format::UNKNOWN.to_owned(), |assets| format::amount(lang, assets));
    // Changes of assets are far below 2^53 millionths.
    #[allow(clippy::cast_precision_loss)]
    let change = row.change_90d.map(|change| format::change(change as f64 / 1_000_000.0));
    let change = change.map(|change| tr!(lang, "queues.pane.change", change = change).into_owned());
    Line::new()
        .with(class(Dimension::Value), Role::Text)
        .gap(2)
        .with(class(Dimension::Lifecycle), Role::Text)
        .gap(2)
        .private(assets, Role::Text)
        .gap(1)
        .private(change.unwrap_or_default(), Role::Dim)
}

fn reason(at: usize, texts: &reasons::ReasonText) -> Line<'static> {
    Line::new()
        .with(format!("{} ", at + 1), Role::Dim)
        .with(text::pad(&texts.date, 11), Role::Text)
        .with(text::pad(&texts.name, 10), Role::Text)
        .private(text::pad_left(&texts.amount, 9), Role::Text)
}

fn last(view: &View<'_>, book: &Book, row: &Row) -> Line<'static> {
    let lang = view.ctx.lang;
    match row.last_contact_on {
        Some(on) => {
            let date = words::date_text(book.day, on);
            let age = book.day - on;
            Line::new().with(tr!(lang, "queues.pane.last_on", on = date, days = age), Role::Dim)
        }
        None => Line::new().with(tr!(lang, "reasons.never"), Role::Dim),
    }
}

/// The score as a multiple of the queue's median, and the factors that make it, the strongest first.
fn score(view: &View<'_>, book: &Book, row: &Row) -> Vec<PaneLine> {
    let (lang, state) = (view.ctx.lang, &view.model.queues);
    let band = book.dues(row).first().map(|due| due.band);
    let (Some(median), Some(Band::Scored)) = (&state.lines.median, band) else { return Vec::new() };
    let multiple = view::score(state, row, band);
    let mut lines = vec![PaneLine::Heading(
        tr!(lang, "queues.pane.score", multiple = multiple).into_owned(),
        Line::new(),
    )];
    for (factor, ratio) in book.factors(row).relative(median) {
        let name = text::pad(&lang.text(&format!("work.factor.{factor}")), 9);
        let meaning = lang.text(&format!("queues.factor.{factor}"));
        let line = Line::new()
            .with(name, Role::Text)
            .with(text::pad(&format!("{ratio:.1}x"), 7), Role::Text)
            .with(meaning, Role::Dim);
        lines.push(PaneLine::Text(line));
    }
    lines
}

fn score_in_line(view: &View<'_>, book: &Book, row: &Row) -> Option<Line<'static>> {
    let (lang, state) = (view.ctx.lang, &view.model.queues);
    let band = book.dues(row).first().map(|due| due.band);
    let median = state.lines.median.as_ref().filter(|_| band == Some(Band::Scored))?;
    let multiple = view::score(state, row, band);
    let line = Line::new().with(tr!(lang, "queues.pane.score", multiple = multiple), Role::Text).gap(1);
    let factors = book.factors(row).relative(median);
    Some(factors.into_iter().fold(line, |line, (factor, ratio)| {
        let name = lang.text(&format!("work.factor.{factor}"));
        line.gap(1).with(format!("{name} {ratio:.1}x"), Role::Dim)
    }))
}

fn flag_name(flag: Flag) -> &'static str {
    match flag {
        Flag::Overdue => "overdue",
        Flag::MoneyDue => "money_due",
        Flag::Watch => "watch",
        Flag::Edge => "edge",
        Flag::Overridden => "overridden",
        Flag::ClosedChannel => "closed_channel",
        Flag::NumberInvalid => "number_invalid",
        Flag::RiskExpired => "risk_expired",
        Flag::IdExpired => "id_expired",
        Flag::NoNextContact => "no_next_contact",
        Flag::Birthday => "birthday",
    }
}
