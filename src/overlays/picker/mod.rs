//! A choice from a list that typing narrows, by words, code or pinyin.
//!
//! Owns what was typed and what fits it. Must not: know what is chosen; the screen that opened it is told.

pub mod view;

use super::narrowed::{Narrowed, Spelled};
use crate::app::{Ctx, Key};
use crate::screens::Choice;
use crate::ui::Motion;

/// An option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickOption {
    /// Its words.
    pub words: String,
    /// What is said about it at the right.
    pub note: String,
    spelled: Spelled,
}

impl PickOption {
    /// An option with its words and a note.
    pub fn new(words: impl Into<String>, note: impl Into<String>) -> PickOption {
        let words = words.into();
        PickOption { spelled: Spelled::of(&words), words, note: note.into() }
    }
}

/// The choice, its options, and what was typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Picker {
    /// What is chosen; the module that owns it is told the place of the option.
    pub choice: Choice,
    /// What the box is called.
    pub title: String,
    /// What was typed, and what fits it.
    pub list: Narrowed,
    options: Vec<PickOption>,
}

impl Picker {
    /// A choice with this option selected.
    pub fn new(choice: Choice, title: String, options: Vec<PickOption>, selected: usize) -> Picker {
        Picker { choice, title, list: Narrowed::of(options.len(), selected), options }
    }

    /// The option of a row of the list.
    pub fn option(&self, row: usize) -> Option<&PickOption> {
        self.options.get(row)
    }

    /// The place of the selected option; `None` when nothing fits.
    pub fn selected(&self) -> Option<usize> {
        self.list.selected()
    }

    /// Moves in the list.
    pub fn motion(&mut self, motion: Motion, _ctx: &Ctx) {
        self.list.motion(motion);
    }

    /// A key for the query.
    pub fn input(&mut self, key: Key) {
        if self.list.input(key) {
            self.narrow();
        }
    }

    /// Pasted text for the query.
    pub fn paste(&mut self, text: &str) {
        self.list.query.paste(text);
        self.narrow();
    }

    fn narrow(&mut self) {
        let Picker { list, options, .. } = self;
        list.rank(options.len(), |query, at| match query {
            "" => Some(0),
            query => options[at].spelled.fit(query).map(|(score, _)| score),
        });
    }
}
