//! The filter while it is typed: the list follows what can be read, and what cannot is named after a rest.

use super::filter::{self, Filtering, Problem};
use super::{Timer, update};
use crate::app::{self, Ctx, Effects, Key, Model, edit_of};
use crate::book::TextOf;
use crate::lang::Lang;
use crate::ui::widgets::TextInput;
use std::collections::BTreeSet;
use std::time::Duration;

/// So long nothing is typed before a problem is named.
const REST: Duration = Duration::from_millis(400);

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

    /// The problem, once it is to be named.
    pub fn named_problem(&self) -> Option<&Problem> {
        self.problem.as_ref().filter(|_| self.is_named)
    }
}

/// A key for the text.
pub fn input(model: &mut Model, key: Key, ctx: &Ctx) -> Effects {
    let Some(line) = &mut model.customers.editing else { return Effects::none() };
    line.round = None;
    match edit_of(key) {
        Some(edit) if line.input.edit(edit) => typed(model, ctx),
        _ => Effects::none(),
    }
}

/// Pasted text; `false` when no filter is being typed.
pub fn paste(model: &mut Model, text: &str, ctx: &Ctx) -> bool {
    let Some(line) = &mut model.customers.editing else { return false };
    line.input.paste(text);
    let _ = typed(model, ctx);
    true
}

/// Enter: the filter stands, unless it cannot be read.
pub fn apply(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(line) = &mut model.customers.editing else { return Effects::none() };
    line.is_named = true;
    if line.problem.is_some() {
        return Effects::none();
    }
    let text = line.input.value().trim().to_owned();
    model.customers.editing = None;
    update::set_filter(model, text, ctx)
}

/// Esc: the filter is as it was before.
pub fn leave(model: &mut Model, ctx: &Ctx) -> Effects {
    match model.customers.editing.take() {
        Some(line) => update::set_filter(model, line.before, ctx),
        None => Effects::none(),
    }
}

/// Tab: the next completion of the last word.
pub fn complete(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(line) = &model.customers.editing else { return Effects::none() };
    let round = if let Some(round) = line.round.clone() {
        Round { at: (round.at + 1) % round.words.len().max(1), ..round }
    } else {
        let (before, words) = candidates(model, line, ctx.lang);
        Round { before, words, at: 0 }
    };
    let Some(word) = round.words.get(round.at) else { return Effects::none() };
    let text = format!("{}{word}", round.before);
    if let Some(line) = &mut model.customers.editing {
        line.input = TextInput::new(&text);
        // A single completion is taken; the next Tab completes what follows.
        line.round = Some(round).filter(|round| round.words.len() > 1);
    }
    typed(model, ctx)
}

/// The words that the last word can become, for the row below.
pub fn candidates(model: &Model, line: &FilterLine, lang: Lang) -> (String, Vec<String>) {
    let Some(book) = model.book.get() else { return (String::new(), Vec::new()) };
    let tags = if line.input.value().contains(['#', '\u{ff03}']) { tags(model) } else { BTreeSet::new() };
    filter::candidates(line.input.value(), &Filtering::of(book), &tags, lang)
}

/// Typing has rested.
pub fn rested(model: &mut Model) {
    if let Some(line) = &mut model.customers.editing {
        line.is_named = true;
    }
}

fn typed(model: &mut Model, ctx: &Ctx) -> Effects {
    model.timers.start(app::Timer::Customers(Timer::FilterRest), REST, ctx);
    let (Some(line), Some(book)) = (&mut model.customers.editing, model.book.get()) else {
        return Effects::none();
    };
    line.is_named = false;
    let text = line.input.value().trim().to_owned();
    match filter::parse(&text, &Filtering::of(book)) {
        Ok(_) => {
            line.problem = None;
            update::set_filter(model, text, ctx)
        }
        Err(problem) => {
            line.problem = Some(problem);
            Effects::none()
        }
    }
}

/// The tags in use.
fn tags(model: &Model) -> BTreeSet<String> {
    let Some(book) = model.book.get() else { return BTreeSet::new() };
    let of_rows = book.rows().iter().flat_map(|row| book.text(row, TextOf::Tags).split('\n'));
    of_rows.filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}
