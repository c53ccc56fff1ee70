//! All commands by id, words or pinyin; what cannot work now stays, with its reason.

use crate::app::command::{self, Command, Group, Row};
use crate::app::{Ctx, Key, Model, edit_of, scope};
use crate::lang::Lang;
use crate::ui::widgets::TextInput;
use crate::ui::{Cursor, Motion};
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use pinyin::{ToPinyin, ToPinyinMulti};

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
    /// The words in pinyin, in every reading.
    spellings: Vec<String>,
    /// The words in English, for those who type them on a Chinese screen.
    in_english: String,
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
    let spellings = spellings(&words);
    Entry {
        row: row.id,
        command: row.command,
        words,
        reason: reason.map(|key| lang.text(key).into_owned()),
        spellings,
        in_english: row.words(Lang::En).to_lowercase(),
    }
}

/// The pinyin of the words, syllables parted by blanks.
pub(super) fn spell(words: &str) -> String {
    let syllables = words.to_pinyin().flatten().map(pinyin::Pinyin::plain);
    syllables.collect::<Vec<_>>().join(" ").replace('ü', "v")
}

/// The pinyin of the words in every modern reading, at most 16.
fn spellings(words: &str) -> Vec<String> {
    let readings = words.chars().filter_map(|ch| ch.to_pinyin_multi());
    let mut all = vec![String::new()];
    for of_one in readings {
        let mut syllables: Vec<String> =
            of_one.into_iter().map(|reading| reading.plain().replace('ü', "v")).collect();
        syllables.dedup();
        let more = all.iter().flat_map(|begun| {
            syllables.iter().map(move |syllable| format!("{begun} {syllable}").trim_start().to_owned())
        });
        all = more.take(16).collect();
    }
    all
}

/// How well an entry fits; what works now comes before what does not as well fitting.
fn score(matcher: &SkimMatcherV2, entry: &Entry, query: &str) -> Option<i64> {
    let aliases = command::named(entry.row).map_or(&[][..], |row| row.aliases);
    let now = if entry.reason.is_none() { 1000 } else { 0 };
    if query.is_empty() {
        return Some(now);
    }
    if aliases.contains(&query) {
        return Some(100_000 + now);
    }
    let begins = |text: &str| text.split([' ', '.', '-']).any(|word| word.starts_with(query));
    let whole = |spelling: &String| {
        spelling.replace(' ', "").starts_with(query) || initials(spelling).starts_with(query)
    };
    let rank = if entry.words.to_lowercase().contains(query) {
        40_000
    } else if entry.spellings.iter().any(whole) {
        30_000
    } else if begins(&entry.in_english) || begins(entry.row) {
        20_000
    } else {
        0
    };
    let texts = entry.spellings.iter().map(String::as_str).chain([entry.row, entry.words.as_str()]);
    let loose = texts.filter_map(|text| matcher.fuzzy_match(text, query)).max();
    if rank == 0 && loose.is_none() {
        return None;
    }
    Some(rank + loose.unwrap_or(0) + now)
}

fn initials(spelling: &str) -> String {
    spelling.split(' ').filter_map(|syllable| syllable.chars().next()).collect()
}
