//! The lines of the sections: moves, money, promises, queues, edges, faults; and a section taken together in one line.

use super::tiers;
use crate::book::{Book, Flag, MoveProof, Row};
use crate::domain::{Cause, Code, CustomerId, Dimension, Reason, secret};
use crate::lang::Lang;
use crate::screens::today::board::{Board, MoveKind, MoveLine, is_maturity};
use crate::screens::today::sections::Section;
use crate::screens::{View, dossier, reasons};
use crate::tr;
use crate::ui::{Canvas, Line, Role, format, text};
use crate::work::Due;
use ratatui::layout::Rect;

/// Columns of a customer's name.
const NAME: u16 = 9;
/// Below this width a line has no room for explanations.
const NARROW: u16 = 50;
/// So many promises a window shows at most.
const PROMISES: usize = 60;
/// Columns of an amount.
const AMOUNT: u16 = 9;

pub(super) fn found<'a>(view: &View<'a>, customer: CustomerId) -> Option<(&'a Book, &'a Row)> {
    view.model.book.find(customer)
}

/// The name, else nothing: before the book is there, names are not known.
fn name(view: &View<'_>, customer: CustomerId) -> String {
    found(view, customer).map(|(book, row)| book.display_name(row).to_owned()).unwrap_or_default()
}

/// A text in so many columns, the last of them blank.
pub(super) fn column(words: &str, width: u16) -> String {
    format!("{} ", text::pad(words, width.saturating_sub(1)))
}

fn kind_text(lang: Lang, kind: MoveKind) -> String {
    lang.text(&format!("today.move.{}", kind.name())).into_owned()
}

pub(super) fn moved(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect, at: usize) {
    let (lang, board) = (view.ctx.lang, &view.model.today.board);
    let Some(line) = board.moves.get(at) else { return };
    let classes = view.model.book.get().map(|book| &book.classes);
    let stored = view.model.session.overview.as_ref().map(|overview| &overview.classes);
    let Some(classes) = classes.or(stored) else { return };
    let label = |code: &str| classes.short(line.dimension, classes.place(line.dimension, code), lang);
    let change = format!("{} > {}", label(&line.from), label(&line.to));
    let wide = if lang == Lang::En { 8 } else { 5 };
    let is_narrow = row.width < NARROW;
    let text = Line::new()
        .with(format!("{} ", line.kind.sign()), Role::Text)
        .with(text::pad(&kind_text(lang, line.kind), wide), Role::Text)
        .private(column(&name(view, line.customer), if is_narrow { 7 } else { NAME }), Role::Text);
    let text = if is_narrow {
        text.with(change, Role::Text)
    } else {
        let change_width = if lang == Lang::En { 18 } else { 15 };
        text.with(format!("{}  ", text::pad(&change, change_width)), Role::Text)
            .with(why(view, line), Role::Dim)
    };
    canvas.line(row, &text);
}

/// What moved him: the condition that decided, else the cause.
fn why(view: &View<'_>, line: &MoveLine) -> String {
    let lang = view.ctx.lang;
    let cause = lang.code_text(line.cause).into_owned();
    match view.model.today.proofs.of_move(line.customer, line.dimension) {
        Some(MoveProof::ByHand(reason)) => tr!(lang, "today.by_hand", reason = secret(reason)).into_owned(),
        Some(MoveProof::Rule(why)) if line.cause == Cause::Time => why.text(lang).to_owned(),
        Some(MoveProof::Rule(why)) => format!("{}, {cause}", why.text(lang)),
        None => cause,
    }
}

pub(super) fn kind(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect, kind: MoveKind) {
    let board = &view.model.today.board;
    let count = format::count(i64::try_from(board.moves_of(kind).count()).unwrap_or(0));
    let line = kind_head(view.ctx.lang, kind)
        .with(text::pad_left(&count, (text::width(&count) + 1).max(3)), Role::Text)
        .gap(1)
        .private(names(view, board.moves_of(kind).map(|line| line.customer)), Role::Text);
    canvas.line(row, &line);
}

/// Those of a kind that have no line of their own, behind so many that have one.
pub(super) fn more_of(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect, (kind, shown): (MoveKind, usize)) {
    let (lang, board) = (view.ctx.lang, &view.model.today.board);
    let hidden = || board.moves_of(kind).skip(shown);
    let more = tr!(lang, "today.more_of", count = hidden().count()).into_owned();
    // The words begin where the names of the lines above do.
    let line = kind_head(lang, kind)
        .gap(u16::from(lang == Lang::Zh))
        .with(more, Role::Dim)
        .gap(2)
        .private(names(view, hidden().map(|line| line.customer)), Role::Text);
    canvas.line(row, &line);
}

fn kind_head(lang: Lang, kind: MoveKind) -> Line<'static> {
    let head = format!("{} {}", kind.sign(), kind_text(lang, kind));
    Line::new().with(text::pad(&head, if lang == Lang::En { 10 } else { 6 }), Role::Text)
}

/// Names in a row, as many as a line can hold at most.
fn names(view: &View<'_>, customers: impl Iterator<Item = CustomerId>) -> String {
    let names: Vec<String> =
        customers.take(20).map(|customer| name(view, customer)).filter(|name| !name.is_empty()).collect();
    names.join(" ")
}

pub(super) fn money(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect, at: usize) {
    let lang = view.ctx.lang;
    let Some(line) = view.model.today.board.money.get(at) else { return };
    let Some((book, customer)) = found(view, line.customer) else { return };
    let texts = reasons::text(lang, book, customer, &line.due);
    let is_narrow = row.width < NARROW;
    let what = if lang == Lang::En { 10 } else { 9 };
    let date = match (is_narrow, lang) {
        (true, Lang::Zh) => 6,
        (true, Lang::En) => 7,
        (false, _) => 8,
    };
    let text = Line::new()
        .with(text::pad(&format::day_within(lang, line.due.on, book.day, date - 1), date), Role::Text)
        .with(text::pad(&texts.name, what), Role::Text)
        .private(column(book.display_name(customer), NAME), Role::Text)
        .with(text::pad_left(&texts.amount, AMOUNT), Role::Text);
    let text = if is_narrow {
        text
    } else {
        let proof = view.model.today.proofs.of_line(line.customer, &line.due);
        let tail = proof.map(|proof| dossier::line_proof(lang, proof));
        let tail = tail.unwrap_or_else(|| money_tail(view, book, customer, line.due.reason));
        text.gap(2).with(tail, Role::Dim)
    };
    canvas.line(row, &text);
}

/// What the amount is to the customer: his tier and assets.
fn money_tail(view: &View<'_>, book: &Book, row: &Row, reason: Reason) -> String {
    let lang = view.ctx.lang;
    let tier = book.classes.short(Dimension::Value, row.class(Dimension::Value), lang);
    let assets = secret(tiers::assets(lang, row.assets));
    let key = if is_maturity(reason) { "today.money_of" } else { "today.money_left" };
    tr!(lang, key, tier = tier, assets = assets).into_owned()
}

/// Columns of the time of promises: those of the longest one, with the blank after it.
fn promise_when_width(view: &View<'_>) -> u16 {
    let (lang, day) = (view.ctx.lang, view.ctx.now.day());
    let promised = view.model.today.board.promised.iter().take(PROMISES);
    promised.map(|line| text::width(&reasons::due_text(lang, &line.due, day)) + 1).max().unwrap_or(0)
}

/// What was promised, in one short word.
fn promise_kind(lang: Lang, due: &Due) -> String {
    match due.kind {
        Some(kind) => lang.text(&format!("today.promise.{}", kind.code())).into_owned(),
        None => reasons::name(lang, due),
    }
}

pub(super) fn promise(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect, at: usize) {
    let lang = view.ctx.lang;
    let Some(line) = view.model.today.board.promised.get(at) else { return };
    let Some((book, customer)) = found(view, line.customer) else { return };
    let when = reasons::due_text(lang, &line.due, book.day);
    let role = if line.due.due_on < book.day { Role::Alert } else { Role::Text };
    let what = book.subject(customer, &line.due).map_or_else(
        || {
            let tier = book.classes.short(Dimension::Value, customer.class(Dimension::Value), lang);
            let channel = line.due.channel.map(|channel| lang.code_text(channel)).unwrap_or_default();
            format!("{channel} {tier}")
        },
        secret,
    );
    let text = Line::new()
        .with(column(&when, promise_when_width(view)), role)
        .with(text::pad(&promise_kind(lang, &line.due), if lang == Lang::En { 6 } else { 5 }), Role::Text)
        .private(column(book.display_name(customer), NAME), Role::Text)
        .with(what, Role::Dim);
    canvas.line(row, &text);
}

pub(super) fn edge(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect, at: usize) {
    let lang = view.ctx.lang;
    let Some(line) = view.model.today.board.edges.get(at) else { return };
    let Some((book, customer)) = found(view, line.customer) else { return };
    let class = customer.class(Dimension::Value);
    let next = crate::book::ClassIx(class.0.saturating_sub(1));
    let next = book.classes.short(Dimension::Value, next, lang);
    let missing = secret(format::amount_short(lang, line.missing));
    let what = tr!(lang, "today.edge", amount = missing, tier = next);
    let text = Line::new()
        .with("+ ", Role::Text)
        .private(column(book.display_name(customer), NAME), Role::Text)
        .with(text::pad(&book.classes.short(Dimension::Value, class, lang), 8), Role::Dim)
        .gap(1)
        .with(what.into_owned(), Role::Text);
    canvas.line(row, &text);
}

/// Columns of a fault's name and of its count.
const FAULT: u16 = 18;
const FAULTY: u16 = 7;

fn fault_text(lang: Lang, flag: Flag) -> String {
    lang.text(&format!("today.fault.{}", flag.code().unwrap_or_default())).into_owned()
}

pub(super) fn fault(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect, at: usize) {
    let lang = view.ctx.lang;
    let Some((flag, customers)) = view.model.today.board.faults.get(at) else { return };
    let first = customers.first().map(|first| secret(name(view, *first))).unwrap_or_default();
    let several = tr!(lang, "today.and_others", name = first).into_owned();
    // The count says the same where there is no room for the words.
    let has_room = text::width(&several) <= row.width.saturating_sub(FAULT + FAULTY + 2);
    let whose = if customers.len() > 1 && has_room { several } else { first };
    let line = Line::new()
        .with(text::pad(&fault_text(lang, *flag), FAULT), Role::Text)
        .with(text::pad_left(&format::count(i64::try_from(customers.len()).unwrap_or(0)), FAULTY), Role::Text)
        .gap(2)
        .with(whose, Role::Dim);
    canvas.line(row, &line);
}

/// A whole section in one line.
pub(super) fn section_line(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect, section: Section) {
    if section == Section::Tiers {
        return tiers::stacked(view, canvas, row);
    }
    let (lang, board) = (view.ctx.lang, &view.model.today.board);
    let title = lang.text(crate::screens::today::update::section_key(section));
    let line = Line::new().with(title, Role::Head).gap(2);
    let room = row.width.saturating_sub(line.width());
    canvas.line(row, &line.join(summary(view, board, (section, room))));
}

/// The faults with their counts, by their short names where there is no room for the long ones.
fn faults(lang: Lang, board: &Board, room: u16) -> Line<'static> {
    let line = |kind: &str, gap: u16| {
        board.faults.iter().fold(Line::new(), |line, (flag, customers)| {
            let name = lang.text(&format!("today.{kind}.{}", flag.code().unwrap_or_default()));
            let count = format::count(i64::try_from(customers.len()).unwrap_or(0));
            let gap = if line.is_empty() { 0 } else { gap };
            line.gap(gap).with(format!("{name} {count}"), Role::Text)
        })
    };
    let long = line("fault", 3);
    if long.width() <= room { long } else { line("fault_short", 2) }
}

fn summary(view: &View<'_>, board: &Board, (section, room): (Section, u16)) -> Line<'static> {
    let lang = view.ctx.lang;
    let number = |count: usize| format::count(i64::try_from(count).unwrap_or(0));
    let mut line = Line::new();
    match section {
        Section::Moves => {
            for kind in MoveKind::ALL {
                let count = board.moves_of(kind).count();
                if count > 0 {
                    line = line.with(format!("{} {}  ", kind_text(lang, kind), number(count)), Role::Text);
                }
            }
        }
        Section::Faults => line = faults(lang, board, room),
        Section::Money => {
            let all = board.money.iter().map(|line| line.customer);
            line = line
                .with(format!("{}  ", number(board.money.len())), Role::Text)
                .private(names(view, all), Role::Text);
        }
        Section::Promised => {
            for promise in board.promised.iter().take(20) {
                let when = reasons::due_text(lang, &promise.due, view.ctx.now.day());
                line = line
                    .with(format!("{when} "), Role::Dim)
                    .private(name(view, promise.customer), Role::Text)
                    .gap(2);
            }
        }
        Section::Edges => {
            let all = board.edges.iter().map(|edge| edge.customer);
            line = line
                .with(format!("{}  ", number(board.edges.len())), Role::Text)
                .private(names(view, all), Role::Text);
        }
        _ => {}
    }
    if line.is_empty() && board.has_book { line.with(lang.text("today.none"), Role::Dim) } else { line }
}
