//! All commands by id, words or pinyin; what cannot work now stays, with its reason.

use crate::app::command::{self, Command, Group, Row};
use crate::app::{Ctx, Key, Model, edit_of, scope};
use crate::lang::Lang;
use crate::ui::widgets::TextInput;
use crate::ui::{Cursor, Motion};
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use pinyin::ToPinyin;

/// The most commands that are shown at once.
pub const ROWS: u16 = 10;

/// A command that can be picked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Which.
    pub row: &'static str,
    /// What it runs.
    pub command: Command,
    /// Its words.
    pub words: String,
    /// Why it cannot work now.
    pub reason: Option<String>,
    spelled: String,
}

/// What was typed, and what fits it.
#[derive(Debug, Clone, PartialEq)]
pub struct Palette {
    /// What was typed.
    pub query: TextInput,
    entries: Vec<Entry>,
    found: Vec<usize>,
    cursor: Cursor<usize>,
}

impl Palette {
    /// The palette for what is possible now.
    pub fn new(model: &Model, lang: Lang) -> Palette {
        let rows =
            command::all().filter(|row| !matches!(row.group, Group::Move | Group::Code | Group::Unlisted));
        let entries = rows.map(|row| entry(row, model, lang)).collect();
        let query = TextInput::default();
        let mut palette = Palette { query, entries, found: Vec::new(), cursor: Cursor::default() };
        palette.search();
        palette
    }

    /// What fits, best first, with the selected one's place.
    pub fn found(&self) -> impl Iterator<Item = &Entry> {
        self.found.iter().filter_map(|at| self.entries.get(*at))
    }

    /// The rows, for the list.
    pub fn rows(&self) -> (&[usize], &Cursor<usize>) {
        (&self.found, &self.cursor)
    }

    /// The entry of a row of [`Palette::rows`].
    pub fn entry(&self, row: usize) -> Option<&Entry> {
        self.entries.get(row)
    }

    /// The selected command.
    pub fn selected(&self) -> Option<Command> {
        Some(self.selected_entry()?.command)
    }

    /// Why the selected command cannot work now.
    pub fn selected_reason(&self) -> Option<&str> {
        self.selected_entry()?.reason.as_deref()
    }

    fn selected_entry(&self) -> Option<&Entry> {
        self.entries.get(self.cursor.key()?)
    }

    /// Moves in the list.
    pub fn motion(&mut self, motion: Motion, _ctx: &Ctx) {
        self.cursor.go(motion, &self.found, ROWS);
    }

    /// A key for the query.
    pub fn input(&mut self, key: Key) {
        if edit_of(key).is_some_and(|edit| self.query.edit(edit)) {
            self.search();
        }
    }

    /// Pasted text for the query.
    pub fn paste(&mut self, text: &str) {
        self.query.paste(text);
        self.search();
    }

    fn search(&mut self) {
        let query = self.query.value().trim().to_lowercase();
        let matcher = SkimMatcherV2::default().ignore_case();
        let mut scored: Vec<(i64, usize)> = self
            .entries
            .iter()
            .enumerate()
            .filter_map(|(at, entry)| Some((score(&matcher, entry, &query)?, at)))
            .collect();
        scored.sort_by_key(|(score, at)| (std::cmp::Reverse(*score), *at));
        self.found = scored.into_iter().map(|(_, at)| at).collect();
        self.cursor = Cursor::default();
        self.cursor.go(Motion::First, &self.found, ROWS);
    }
}

fn entry(row: &'static Row, model: &Model, lang: Lang) -> Entry {
    let elsewhere = !scope::of_screen(model).contains(&row.scope);
    let reason = if elsewhere { Some("reason.elsewhere") } else { (row.applies)(model).err() };
    let words = row.words(lang).into_owned();
    let spelled = spell(&words);
    Entry {
        row: row.id,
        command: row.command,
        words,
        reason: reason.map(|key| lang.text(key).into_owned()),
        spelled,
    }
}

/// The pinyin of the words, syllables parted by blanks.
pub(super) fn spell(words: &str) -> String {
    let syllables = words.to_pinyin().flatten().map(pinyin::Pinyin::plain);
    syllables.collect::<Vec<_>>().join(" ").replace('ü', "v")
}

/// How well an entry fits; what works now comes before what does not.
fn score(matcher: &SkimMatcherV2, entry: &Entry, query: &str) -> Option<i64> {
    let aliases = command::named(entry.row).map_or(&[][..], |row| row.aliases);
    let fit = if query.is_empty() {
        0
    } else if aliases.contains(&query) {
        100_000
    } else {
        let texts = [entry.row, &entry.words, &entry.spelled];
        texts.iter().filter_map(|text| matcher.fuzzy_match(text, query)).max()?
    };
    Some(fit + if entry.reason.is_none() { 1000 } else { 0 })
}
