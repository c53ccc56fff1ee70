//! The filter while it is typed, in Customers and in Queues: the list follows what can be read, and what cannot is named
//! after a rest.
//!
//! Owns the line, its keys and how it is drawn. Must not: know what a screen does with a filter.

use super::customers::filter::{self, Filtering, Problem};
use super::{View, customers, queues};
use crate::app::command::{Command as Any, Group, Row};
use crate::app::{self, Ctx, Effects, Key, Model, Scope, Screen, edit_of};
use crate::book::TextOf;
use crate::lang::Lang;
use crate::tr;
use crate::ui::widgets::{Focus, TextInput};
use crate::ui::{Canvas, Role, strip};
use ratatui::layout::Rect;
use std::collections::BTreeSet;
use std::time::Duration;

/// So long nothing is typed before a problem is named.
const REST: Duration = Duration::from_millis(400);

/// What can be done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// Use the typed filter.
    Apply,
    /// Leave the filter as it was.
    Leave,
    /// Complete the word before the caret.
    Complete,
}

/// What happens after a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Timer {
    /// Typing has rested: say what is wrong.
    Rest,
}

const fn row(id: &'static str, command: Command) -> Row {
    Row::new(id, Any::Filter(command), Scope::Filter, Group::Move)
}

/// The commands of the line.
pub const ROWS: &[Row] = &[
    row("filter.apply", Command::Apply).weight(90),
    row("filter.complete", Command::Complete).weight(85),
    row("filter.leave", Command::Leave).weight(80),
];

/// Runs a command of the line.
pub fn run(model: &mut Model, command: Command, ctx: &Ctx) -> Effects {
    match command {
        Command::Apply => apply(model, ctx),
        Command::Leave => leave(model, ctx),
        Command::Complete => complete(model, ctx),
    }
}

/// The line of the screen that is shown.
fn line(model: &mut Model) -> Option<&mut FilterLine> {
    match model.nav.current() {
        Screen::Customers => model.customers.editing.as_mut(),
        Screen::Queues => model.queues.editing.as_mut(),
        _ => None,
    }
}

/// Takes the line away.
fn take(model: &mut Model) -> Option<FilterLine> {
    match model.nav.current() {
        Screen::Customers => model.customers.editing.take(),
        Screen::Queues => model.queues.editing.take(),
        _ => None,
    }
}

/// The screen uses a filter that can be read.
fn set(model: &mut Model, text: String, ctx: &Ctx) -> Effects {
    match model.nav.current() {
        Screen::Queues => queues::set_filter(model, text, ctx),
        _ => customers::set_filter(model, text, ctx),
    }
}

/// The filter being typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FilterLine {
    /// The text.
    pub input: TextInput,
    /// The filter before, to go back to.
    before: String,
    /// What is wrong with the text.
    problem: Option<Problem>,
    /// Whether it is named.
    is_named: bool,
    round: Option<Round>,
}

/// Completions that Tab goes through.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Round {
    before: String,
    words: Vec<String>,
    at: usize,
}

impl FilterLine {
    /// Goes on from the filter that is there.
    pub fn new(text: &str) -> FilterLine {
        let begun = if text.is_empty() { String::new() } else { format!("{text} ") };
        FilterLine { input: TextInput::new(&begun), before: text.to_owned(), ..FilterLine::default() }
    }

    /// Whether what is typed can be read, so that what is shown is what it says.
    pub fn is_read(&self) -> bool {
        self.problem.is_none()
    }

    /// The problem, once it is to be named.
    pub fn named_problem(&self) -> Option<&Problem> {
        self.problem.as_ref().filter(|_| self.is_named)
    }
}

/// A key for the text.
pub fn input(model: &mut Model, key: Key, ctx: &Ctx) -> Effects {
    let Some(line) = line(model) else { return Effects::none() };
    line.round = None;
    match edit_of(key) {
        Some(edit) if line.input.edit(edit) => typed(model, ctx),
        _ => Effects::none(),
    }
}

/// Pasted text; `false` when no filter is being typed.
pub fn paste(model: &mut Model, text: &str, ctx: &Ctx) -> bool {
    let Some(line) = line(model) else { return false };
    line.input.paste(text);
    let _ = typed(model, ctx);
    true
}

/// Enter: the filter stands, unless it cannot be read.
fn apply(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(line) = line(model) else { return Effects::none() };
    line.is_named = true;
    if line.problem.is_some() {
        return Effects::none();
    }
    let text = filter::tidy(line.input.value());
    let _ = take(model);
    set(model, text, ctx)
}

/// Esc: the filter is as it was before.
fn leave(model: &mut Model, ctx: &Ctx) -> Effects {
    match take(model) {
        Some(line) => set(model, line.before, ctx),
        None => Effects::none(),
    }
}

/// Tab: the next completion of the last word.
fn complete(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(line) = line(model).cloned() else { return Effects::none() };
    let round = if let Some(round) = line.round.clone() {
        Round { at: (round.at + 1) % round.words.len().max(1), ..round }
    } else {
        let (before, words) = candidates(model, &line, ctx.lang);
        Round { before, words, at: 0 }
    };
    let Some(word) = round.words.get(round.at) else { return Effects::none() };
    let text = format!("{}{word}", round.before);
    if let Some(line) = self::line(model) {
        line.input = TextInput::new(&text);
        // A single completion is taken; the next Tab completes what follows.
        line.round = Some(round).filter(|round| round.words.len() > 1);
    }
    typed(model, ctx)
}

/// The words that the last word can become, for the row below.
fn candidates(model: &Model, line: &FilterLine, lang: Lang) -> (String, Vec<String>) {
    let Some(book) = model.book.get() else { return (String::new(), Vec::new()) };
    let tags = if line.input.value().contains(['#', '\u{ff03}']) { tags(model) } else { BTreeSet::new() };
    filter::candidates(line.input.value(), &Filtering::of(book), &tags, lang)
}

/// Typing has rested.
pub fn timer(model: &mut Model, timer: Timer) -> Effects {
    match timer {
        Timer::Rest => {
            if let Some(line) = line(model) {
                line.is_named = true;
            }
        }
    }
    Effects::none()
}

/// Draws the line in row 2.
pub fn draw(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect, line: &FilterLine) {
    let used = canvas.text(row, &tr!(view.ctx.lang, "customers.filter_label"), Role::Head) + 1;
    let field = Rect { x: row.x + used + 1, width: row.width.saturating_sub(used + 2), ..row };
    canvas.text(strip(field.x - 1, row.y, 1), "[", Role::Dim);
    canvas.text(strip(field.right(), row.y, 1), "]", Role::Dim);
    line.input.draw(canvas, field, Focus::On);
}

/// Draws below it what is wrong, or what can be typed.
pub fn draw_help(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect, line: &FilterLine) {
    let lang = view.ctx.lang;
    if let Some(problem) = line.named_problem() {
        let classes = view.model.book.get().map(|book| &book.classes);
        canvas.text(row, &format!("! {}", problem.text(lang, classes)), Role::Alert);
        return;
    }
    let (_, words) = candidates(view.model, line, lang);
    // The values alone: the word before the sign stands in the field.
    let value = |word: &String| word.rfind(['<', '>', '=', ',']).map_or(0, |at| at + 1).min(word.len());
    let shown = |word: &String| match &word[value(word)..] {
        "" => word.clone(),
        rest => rest.to_owned(),
    };
    canvas.text(row, &words.iter().map(shown).collect::<Vec<_>>().join("  "), Role::Dim);
}

fn typed(model: &mut Model, ctx: &Ctx) -> Effects {
    model.timers.start(app::Timer::Filter(Timer::Rest), REST, ctx);
    let Some(text) = line(model).map(|line| line.input.value().trim().to_owned()) else {
        return Effects::none();
    };
    let Some(read) = model.book.get().map(|book| filter::parse(&text, &Filtering::of(book))) else {
        return Effects::none();
    };
    if let Some(line) = line(model) {
        line.is_named = false;
        line.problem = read.as_ref().err().cloned();
    }
    if read.is_ok() { set(model, text, ctx) } else { Effects::none() }
}

/// The tags in use.
fn tags(model: &Model) -> BTreeSet<String> {
    let Some(book) = model.book.get() else { return BTreeSet::new() };
    let of_rows = book.rows().iter().flat_map(|row| book.text(row, TextOf::Tags).split('\n'));
    of_rows.filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}
