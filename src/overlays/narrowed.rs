//! A list that typing narrows: what was typed, what fits it best first, and the cursor in it. Palette and picker are
//! two of them.
//!
//! Must not: know what the rows are; whoever owns them says how well each fits.

use crate::app::{Key, edit_of};
use crate::ui::widgets::TextInput;
use crate::ui::{Cursor, Motion};
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use pinyin::ToPinyinMulti;
use std::cmp::Reverse;

/// The most rows that are shown at once.
pub const ROWS: u16 = 10;
/// The most readings of one text.
const READINGS: usize = 16;

/// The list. Its rows are places in what the owner holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Narrowed {
    /// What was typed.
    pub query: TextInput,
    found: Vec<usize>,
    cursor: Cursor<usize>,
}

impl Narrowed {
    /// All of so many rows, with this one selected.
    pub fn of(count: usize, selected: usize) -> Narrowed {
        let found: Vec<usize> = (0..count).collect();
        let mut cursor = Cursor::default();
        cursor.select(selected, &found, ROWS);
        Narrowed { query: TextInput::default(), found, cursor }
    }

    /// The rows with the cursor, for the list.
    pub fn rows(&self) -> (&[usize], &Cursor<usize>) {
        (&self.found, &self.cursor)
    }

    /// The selected row; `None` when nothing fits.
    pub fn selected(&self) -> Option<usize> {
        self.cursor.key().filter(|_| !self.found.is_empty())
    }

    /// Selects the row on a line of the list, from 0.
    pub fn click(&mut self, line: u16) {
        let shown = u16::try_from(self.found.len()).unwrap_or(u16::MAX).min(ROWS);
        self.cursor.click(line, &self.found, shown);
    }

    /// Moves in the list.
    pub fn motion(&mut self, motion: Motion) {
        self.cursor.go(motion, &self.found, ROWS);
    }

    /// A key for what is typed; whether it changed something.
    pub fn input(&mut self, key: Key) -> bool {
        edit_of(key).is_some_and(|edit| self.query.edit(edit))
    }

    /// Ranks so many rows by how well each fits what was typed (`None`: not at all), and selects the best.
    pub fn rank(&mut self, count: usize, score: impl Fn(&SkimMatcherV2, &str, usize) -> Option<i64>) {
        let query = self.query.value().trim().to_lowercase();
        let matcher = SkimMatcherV2::default().ignore_case();
        let mut scored: Vec<(i64, usize)> =
            (0..count).filter_map(|at| Some((score(&matcher, &query, at)?, at))).collect();
        scored.sort_by_key(|(score, at)| (Reverse(*score), *at));
        self.found = scored.into_iter().map(|(_, at)| at).collect();
        self.cursor = Cursor::default();
        self.cursor.go(Motion::First, &self.found, ROWS);
    }
}

/// Words with every way to spell them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelled {
    words: String,
    /// In pinyin, syllables parted by blanks, in every modern reading.
    spellings: Vec<String>,
}

impl Spelled {
    /// The words and their pinyin.
    pub fn of(words: &str) -> Spelled {
        Spelled { words: words.to_lowercase(), spellings: spellings(words) }
    }

    /// How well the words fit: what contains the text, then whole pinyin or initials, then letters in their order.
    pub fn fit(&self, matcher: &SkimMatcherV2, query: &str) -> Option<i64> {
        let begins = |spelling: &String| {
            spelling.replace(' ', "").starts_with(query) || initials(spelling).starts_with(query)
        };
        let texts = self.spellings.iter().chain([&self.words]);
        let loose = texts.filter_map(|text| matcher.fuzzy_match(text, query)).max();
        if self.words.contains(query) {
            Some(40_000 + loose.unwrap_or(0))
        } else if self.spellings.iter().any(begins) {
            Some(30_000 + loose.unwrap_or(0))
        } else {
            loose
        }
    }
}

fn spellings(words: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    for readings in words.chars().filter_map(|ch| ch.to_pinyin_multi()) {
        let mut syllables: Vec<String> =
            readings.into_iter().map(|reading| reading.plain().replace('ü', "v")).collect();
        syllables.dedup();
        let more = all.iter().flat_map(|begun| {
            syllables.iter().map(move |syllable| format!("{begun} {syllable}").trim_start().to_owned())
        });
        all = more.take(READINGS).collect();
    }
    all
}

fn initials(spelling: &str) -> String {
    spelling.split(' ').filter_map(|syllable| syllable.chars().next()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_every_reading_whole_or_by_initials_and_best_by_themselves() {
        let (words, matcher) = (Spelled::of("重算分类"), SkimMatcherV2::default().ignore_case());
        let fit = |query: &str| words.fit(&matcher, query);
        assert!(fit("chongsuan").is_some() && fit("zhongsuan").is_some() && fit("csfl").is_some());
        assert!(fit("重算") > fit("chongsuan") && fit("chongsuan") > fit("csl"));
        assert_eq!(fit("dayin"), None);
    }
}
