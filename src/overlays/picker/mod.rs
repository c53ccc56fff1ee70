//! A choice from a list that typing narrows, by words, code or pinyin.
//!
//! Owns what was typed and what fits it. Must not: know what is chosen; the screen that opened it is told.

pub mod view;

use crate::app::{Ctx, Key, edit_of};
use crate::overlays::palette::spell;
use crate::screens::Choice;
use crate::ui::widgets::TextInput;
use crate::ui::{Cursor, Motion};
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

/// The most options that are shown at once.
pub const ROWS: u16 = 10;

/// An option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickOption {
    /// Its words.
    pub words: String,
    /// What is said about it at the right.
    pub note: String,
    spelled: String,
}

impl PickOption {
    /// An option with its words and a note.
    pub fn new(words: impl Into<String>, note: impl Into<String>) -> PickOption {
        let words = words.into();
        PickOption { spelled: spell(&words), words, note: note.into() }
    }
}

/// The choice, its options, and what was typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Picker {
    /// What is chosen; the module that owns it is told the place of the option.
    pub choice: Choice,
    /// What the box is called.
    pub title: String,
    /// What was typed.
    pub query: TextInput,
    options: Vec<PickOption>,
    found: Vec<usize>,
    cursor: Cursor<usize>,
}

impl Picker {
    /// A choice with this option selected.
    pub fn new(choice: Choice, title: String, options: Vec<PickOption>, selected: usize) -> Picker {
        let found: Vec<usize> = (0..options.len()).collect();
        let mut cursor = Cursor::default();
        cursor.select(selected, &found, ROWS);
        Picker { choice, title, query: TextInput::default(), options, found, cursor }
    }

    /// The rows, for the list.
    pub fn rows(&self) -> (&[usize], &Cursor<usize>) {
        (&self.found, &self.cursor)
    }

    /// The option of a row of [`Picker::rows`].
    pub fn option(&self, row: usize) -> Option<&PickOption> {
        self.options.get(row)
    }

    /// The place of the selected option; `None` when nothing fits.
    pub fn selected(&self) -> Option<usize> {
        self.cursor.key().filter(|_| !self.found.is_empty())
    }

    /// Selects the row on a line of the list, from 0.
    pub fn click(&mut self, line: u16) {
        let shown = u16::try_from(self.found.len()).unwrap_or(u16::MAX).min(ROWS);
        self.cursor.click(line, &self.found, shown);
    }

    /// Moves in the list.
    pub fn motion(&mut self, motion: Motion, _ctx: &Ctx) {
        self.cursor.go(motion, &self.found, ROWS);
    }

    /// A key for the query.
    pub fn input(&mut self, key: Key) {
        if edit_of(key).is_some_and(|edit| self.query.edit(edit)) {
            self.narrow();
        }
    }

    /// Pasted text for the query.
    pub fn paste(&mut self, text: &str) {
        self.query.paste(text);
        self.narrow();
    }

    fn narrow(&mut self) {
        let query = self.query.value().trim().to_lowercase();
        let matcher = SkimMatcherV2::default().ignore_case();
        let score = |option: &PickOption| match query.as_str() {
            "" => Some(0),
            query => {
                [&option.words, &option.spelled].iter().filter_map(|t| matcher.fuzzy_match(t, query)).max()
            }
        };
        let options = self.options.iter().enumerate();
        let mut scored: Vec<(i64, usize)> =
            options.filter_map(|(at, option)| Some((score(option)?, at))).collect();
        scored.sort_by_key(|(score, at)| (std::cmp::Reverse(*score), *at));
        self.found = scored.into_iter().map(|(_, at)| at).collect();
        self.cursor = Cursor::default();
        self.cursor.go(Motion::First, &self.found, ROWS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::KeyCode;

    fn typed(text: &str) -> Option<usize> {
        let options = ["customer_no 客户号", "name 姓名", "phone 电话"];
        let options = options.map(|words| PickOption::new(words, "")).to_vec();
        let mut picker = Picker::new(Choice::ImportTerm, String::new(), options, 2);
        for ch in text.chars() {
            picker.input(Key::plain(KeyCode::Char(ch)));
        }
        picker.selected()
    }

    #[test]
    fn typing_narrows_by_words_code_and_pinyin() {
        assert_eq!(typed(""), Some(2), "what was chosen before stays selected");
        assert_eq!(typed("姓名"), Some(1));
        assert_eq!(typed("cust"), Some(0));
        assert_eq!(typed("dianhua"), Some(2));
        assert_eq!(typed("zzz"), None);
    }
}
