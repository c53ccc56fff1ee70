//! All commands by id, words or pinyin; what cannot work now stays, with its reason.

pub mod view;

use super::narrowed::{Matched, Narrowed, Spelled};
use crate::app::command::{self, Command, Group, Row};
use crate::app::{Ctx, Key, Model, scope};
use crate::lang::Lang;
use crate::ui::Motion;
use std::ops::Range;

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
    spelled: Spelled,
    /// The words in English, for those who type them on a Chinese screen.
    in_english: String,
}

/// What was typed, and what fits it.
#[derive(Debug, Clone, PartialEq)]
pub struct Palette {
    /// What was typed, and what fits it.
    pub list: Narrowed,
    entries: Vec<Entry>,
}

impl Palette {
    /// The palette for what is possible now.
    pub fn new(model: &Model, lang: Lang) -> Palette {
        let rows =
            command::all().filter(|row| !matches!(row.group, Group::Move | Group::Code | Group::Unlisted));
        let entries = rows.map(|row| entry(row, model, lang)).collect();
        let mut palette = Palette { list: Narrowed::default(), entries };
        palette.search();
        palette
    }

    /// What fits, best first.
    pub fn found(&self) -> impl Iterator<Item = &Entry> {
        self.list.rows().0.iter().filter_map(|at| self.entries.get(*at))
    }

    /// The entry of a row of the list.
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
        self.entries.get(self.list.selected()?)
    }

    /// Moves in the list.
    pub fn motion(&mut self, motion: Motion, _ctx: &Ctx) {
        self.list.motion(motion);
    }

    /// A key for the query.
    pub fn input(&mut self, key: Key) {
        if self.list.input(key) {
            self.search();
        }
    }

    /// Pasted text for the query.
    pub fn paste(&mut self, text: &str) {
        self.list.query.paste(text);
        self.search();
    }

    fn search(&mut self) {
        let Palette { list, entries } = self;
        list.rank(entries.len(), |query, at| entries[at].score(query));
    }
}

fn entry(row: &'static Row, model: &Model, lang: Lang) -> Entry {
    let elsewhere = !scope::of_screen(model).contains(&row.scope);
    let reason = if elsewhere { Some("reason.elsewhere") } else { (row.applies)(model).err() };
    let words = row.words(lang).into_owned();
    let spelled = Spelled::of(&words);
    Entry {
        row: row.id,
        command: row.command,
        words,
        reason: reason.map(|key| lang.text(key).into_owned()),
        spelled,
        in_english: row.words(Lang::En).to_lowercase(),
    }
}

/// What of an entry matched.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Hit {
    /// Of its words on this screen.
    Words(Matched),
    /// These bytes of its id.
    Id(Range<usize>),
    /// This word of its English words, and how much of it.
    English(String, usize),
    /// A short name of its own.
    Alias,
}

impl Entry {
    /// How well it fits: its words, else English words and the id's; what works now comes first among equals.
    fn score(&self, query: &str) -> Option<i64> {
        let now = if self.reason.is_none() { 1000 } else { 0 };
        if query.is_empty() {
            return Some(now);
        }
        self.hit(query).map(|(score, _)| score + now)
    }

    fn hit(&self, query: &str) -> Option<(i64, Hit)> {
        let aliases = command::named(self.row).map_or(&[][..], |row| row.aliases);
        if aliases.contains(&query) {
            return Some((100_000, Hit::Alias));
        }
        let words = self.spelled.fit(query).map(|(score, matched)| (score, Hit::Words(matched)));
        let named = || {
            let of_id = begins(self.row, query).map(|at| (20_000, Hit::Id(at..at + query.len())));
            of_id.or_else(|| {
                let at = begins(&self.in_english, query)?;
                let until = self.in_english[at + query.len()..]
                    .find(' ')
                    .map_or(self.in_english.len(), |more| at + query.len() + more);
                Some((19_000, Hit::English(self.in_english[at..until].to_owned(), query.len())))
            })
        };
        match words {
            Some((score, hit)) if score >= 20_000 => Some((score, hit)),
            loose => named().or(loose),
        }
    }
}

/// Where a word of a text begins like this.
fn begins(text: &str, query: &str) -> Option<usize> {
    let is_start = |at: usize| at == 0 || text[..at].ends_with([' ', '.', '-']);
    text.match_indices(query).map(|(at, _)| at).find(|at| is_start(*at))
}

#[cfg(test)]
mod tests;
