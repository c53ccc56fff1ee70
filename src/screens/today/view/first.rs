//! The customer to call first: who he is and why; and those after him in wide windows.

use super::lines::column;
use super::tiers;
use crate::app::recompute::is_stopped;
use crate::book::{Book, Row, TextOf};
use crate::domain::{CustomerId, Dimension, mask, secret};
use crate::lang::Lang;
use crate::screens::today::update;
use crate::screens::{View, dossier, reasons};
use crate::tr;
use crate::ui::{Canvas, Line, Role, SizeClass, text};
use crate::work::{Due, words};
use ratatui::layout::Rect;

fn proposed<'a>(view: &View<'a>) -> Option<(&'a Book, &'a Row)> {
    view.model.book.find(view.model.today.board.first?)
}

/// The line with his name.
pub(super) fn first(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect) {
    let lang = view.ctx.lang;
    let Some((book, customer)) = proposed(view) else {
        let key = match (super::is_waiting(view), view.model.today.board.has_book) {
            (true, _) => "today.first_waiting",
            (false, true) => "today.first_none",
            (false, false) if is_stopped(view.model) => "today.first_stopped",
            (false, false) => return,
        };
        canvas.text(row, &lang.text(key), Role::Dim);
        return;
    };
    let class = |dimension| book.classes.short(dimension, customer.class(dimension), lang);
    let name = Line::new().private(book.display_name(customer).to_owned(), Role::Head);
    let line = match SizeClass::of(view.ctx.size) {
        SizeClass::Xs | SizeClass::S => Line::new()
            .with(tr!(lang, "today.section.first"), Role::Dim)
            .gap(1)
            .join(name)
            .gap(1)
            .with(class(Dimension::Value), Role::Text)
            .gap(1)
            .private(tiers::assets(lang, customer.assets), Role::Text)
            .gap(2)
            .with(in_words(view, book, customer), Role::Text),
        SizeClass::M => name
            .gap(2)
            .with(class(Dimension::Value), Role::Text)
            .gap(2)
            .with(class(Dimension::Lifecycle), Role::Text)
            .gap(2)
            .private(tiers::assets(lang, customer.assets), Role::Text)
            .gap(3)
            .join(person(view, 3))
            .private(phone(book, customer), Role::Text)
            .gap(3)
            .with(last(view, book, customer), Role::Dim)
            .gap(3)
            .with(best_hour(lang, customer), Role::Dim),
        SizeClass::L => name
            .gap(2)
            .with(class(Dimension::Value), Role::Text)
            .gap(2)
            .with(class(Dimension::Lifecycle), Role::Text),
    };
    let closed =
        update::open_again(view.model, view.ctx, customer.id).map(|at| at.text(lang)).unwrap_or_default();
    let room = row.width.saturating_sub(if closed.is_empty() { 0 } else { text::width(&closed) + 2 });
    canvas.line(Rect { width: room, ..row }, &line);
    canvas.right(row, &closed, Role::Warn);
}

/// `女 61岁` with blanks after it; nothing before his card is there, and for firms.
fn person(view: &View<'_>, gap: u16) -> Line<'static> {
    match view.model.today.pane.person.as_str() {
        "" => Line::new(),
        words => Line::new().with(words.to_owned(), Role::Text).gap(gap),
    }
}

fn best_hour(lang: Lang, row: &Row) -> String {
    row.hours.best().map(|best| words::best_hour_text(lang, best)).unwrap_or_default()
}

/// Why, in a sentence: as many reasons as the line holds.
fn in_words(view: &View<'_>, book: &Book, row: &Row) -> String {
    let lang = view.ctx.lang;
    let all: Vec<String> = book.dues(row).iter().map(|due| reasons::in_short(lang, book, row, due)).collect();
    all.join("; ")
}

fn phone(book: &Book, row: &Row) -> String {
    match book.text(row, TextOf::Phone) {
        "" => String::new(),
        number => mask::phone(number),
    }
}

fn last(view: &View<'_>, book: &Book, row: &Row) -> String {
    let lang = view.ctx.lang;
    match row.last_contact_on {
        Some(on) => {
            let on = words::date_text(book.day, on);
            tr!(lang, "reasons.last", on = on).into_owned()
        }
        None => tr!(lang, "reasons.never").into_owned(),
    }
}

/// More about him, in the pane.
pub(super) fn about(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect, at: usize) {
    let lang = view.ctx.lang;
    let Some((book, customer)) = proposed(view) else { return };
    let line = if at == 0 {
        person(view, 2)
            .with(tr!(lang, "today.assets"), Role::Dim)
            .gap(1)
            .private(tiers::assets(lang, customer.assets), Role::Text)
            .gap(2)
            .private(phone(book, customer), Role::Text)
    } else {
        let best = best_hour(lang, customer);
        Line::new().with(last(view, book, customer), Role::Dim).gap(2).with(best, Role::Dim)
    };
    canvas.line(row, &line);
}

/// One of his reasons.
pub(super) fn reason(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect, at: usize) {
    let lang = view.ctx.lang;
    let Some((book, customer)) = proposed(view) else { return };
    let Some(due) = book.dues(customer).get(at) else { return };
    let texts = reasons::text(lang, book, customer, due);
    let is_wide = SizeClass::of(view.ctx.size) == SizeClass::M;
    let (date, name) = if is_wide { (13, 11) } else { (11, 9) };
    let line = Line::new()
        .with(format!("{}  ", at + 1), Role::Dim)
        .with(text::pad(&texts.date, date), Role::Text)
        .with(text::pad(&texts.name, name), Role::Text)
        .with(text::pad_left(&texts.amount, 8), Role::Text);
    let line = if is_wide { line.gap(2).with(proof_of(view, book, customer, due), Role::Dim) } else { line };
    canvas.line(row, &line);
}

/// What proves it, in a line of its own where the pane is narrow.
pub(super) fn proof(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect, at: usize) {
    let Some((book, customer)) = proposed(view) else { return };
    let Some(due) = book.dues(customer).get(at) else { return };
    canvas.line(row, &Line::new().with(proof_of(view, book, customer, due), Role::Dim));
}

/// The row that proves a reason, in the words of the book where they are there.
fn proof_of(view: &View<'_>, book: &Book, row: &Row, due: &Due) -> String {
    let lang = view.ctx.lang;
    if let Some(proof) = view.model.today.proofs.of_line(row.id, due) {
        return dossier::line_proof(lang, proof);
    }
    let subject = book.subject(row, due).map(secret);
    subject.unwrap_or_else(|| reasons::text(lang, book, row, due).proof)
}

/// One of those after him.
pub(super) fn after(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect, at: usize) {
    let lang = view.ctx.lang;
    let next: Option<CustomerId> = view.model.today.board.next_after_first().nth(at);
    let Some((book, customer)) = next.and_then(|next| view.model.book.find(next)) else { return };
    let due = book.dues(customer).first();
    let when = due.map(|due| reasons::due_text(lang, due, book.day)).unwrap_or_default();
    let why = due.map(|due| reasons::in_short(lang, book, customer, due)).unwrap_or_default();
    let line = Line::new()
        .with(column(&when, 9), Role::Dim)
        .private(column(book.display_name(customer), 9), Role::Text)
        .with(
            text::pad(&book.classes.short(Dimension::Value, customer.class(Dimension::Value), lang), 8),
            Role::Dim,
        )
        .gap(1)
        .with(why, Role::Text);
    canvas.line(row, &line);
}
