//! A list that typing narrows: what was typed, what fits it best first, and the cursor in it. Palette and picker are
//! two of them.
//!
//! Must not: know what the rows are; whoever owns them says how well each fits.

use crate::app::mouse::TURN;
use crate::app::{Key, edit_of};
use crate::domain::text::fold_width;
use crate::ui::widgets::TextInput;
use crate::ui::{Cursor, Motion};
use pinyin::ToPinyinMulti;
use std::cmp::Reverse;
use std::ops::Range;

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

    /// Scrolls without moving the selection.
    pub fn wheel(&mut self, turn: Motion) {
        self.cursor.wheel(turn, TURN, self.found.len(), ROWS);
    }

    /// What was typed, as it is compared: widths folded, in small letters.
    pub fn wanted(&self) -> String {
        fold_width(self.query.value().trim()).to_lowercase()
    }

    /// Ranks so many rows by how well each fits what was typed (`None`: not at all), and selects the best.
    pub fn rank(&mut self, count: usize, score: impl Fn(&str, usize) -> Option<i64>) {
        let query = self.wanted();
        let mut scored: Vec<(i64, usize)> =
            (0..count).filter_map(|at| Some((score(&query, at)?, at))).collect();
        scored.sort_by_key(|(score, at)| (Reverse(*score), *at));
        self.found = scored.into_iter().map(|(_, at)| at).collect();
        self.cursor = Cursor::default();
        self.cursor.go(Motion::First, &self.found, ROWS);
    }
}

/// What of some words matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matched {
    /// These bytes of the words themselves.
    Words(Range<usize>),
    /// This part of their spelling: `tui` of `tuichi`, `tc` of `tcxclx`.
    Spelling(String, Range<usize>),
}

/// One way in which a spelling, by syllables, can match a text.
type Find = fn(&[String], &str) -> Option<(i64, Matched)>;

/// Words with every way to spell them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelled {
    words: String,
    /// In pinyin, a syllable each, in every modern reading.
    spellings: Vec<Vec<String>>,
}

impl Spelled {
    /// The words and their pinyin.
    pub fn of(words: &str) -> Spelled {
        Spelled { words: words.to_lowercase(), spellings: spellings(words) }
    }

    /// How well the words fit, and what of them: what contains the text, then pinyin from any syllable on, then
    /// initials, then initials with gaps.
    pub fn fit(&self, query: &str) -> Option<(i64, Matched)> {
        if let Some(at) = self.words.find(query) {
            return Some((40_000 - place(at), Matched::Words(at..at + query.len())));
        }
        let bare: String = query.split_whitespace().collect();
        let of = |find: Find| {
            self.spellings
                .iter()
                .filter_map(|syllables| find(syllables, &bare))
                .max_by_key(|(score, _)| *score)
        };
        of(in_full).or_else(|| of(by_initials)).or_else(|| of(by_scattered_initials))
    }
}

/// The further behind, the later.
fn place(at: usize) -> i64 {
    i64::try_from(at.min(900)).unwrap_or(900)
}

/// The text as the beginning of the syllables from one of them on; shown with the rest of the last syllable and the next.
fn in_full(syllables: &[String], query: &str) -> Option<(i64, Matched)> {
    let at = (0..syllables.len()).find(|at| syllables[*at..].concat().starts_with(query))?;
    let mut shown = String::new();
    for syllable in &syllables[at..] {
        let is_through = shown.len() >= query.len();
        shown.push_str(syllable);
        if is_through {
            break;
        }
    }
    Some((30_000 - place(at), Matched::Spelling(shown, 0..query.len())))
}

fn by_initials(syllables: &[String], query: &str) -> Option<(i64, Matched)> {
    let initials = initials(syllables);
    let at = initials.find(query)?;
    let end = at + query.len();
    Some((29_000 - place(at), Matched::Spelling(initials, at..end)))
}

fn by_scattered_initials(syllables: &[String], query: &str) -> Option<(i64, Matched)> {
    let initials = initials(syllables);
    let mut rest = initials.char_indices();
    let mut ends = query.chars().map(|wanted| rest.find(|(_, ch)| *ch == wanted).map(|(at, _)| at));
    let first = ends.next()??;
    let last = ends.try_fold(first, |_, at| at)?;
    Some((10_000 - place(first), Matched::Spelling(initials, first..last + 1)))
}

fn spellings(words: &str) -> Vec<Vec<String>> {
    let mut all = vec![Vec::new()];
    for readings in words.chars().filter_map(|ch| ch.to_pinyin_multi()) {
        let mut syllables: Vec<String> =
            readings.into_iter().map(|reading| reading.plain().replace('ü', "v")).collect();
        syllables.dedup();
        let more = all.iter().flat_map(|begun: &Vec<String>| {
            syllables.iter().map(move |syllable| begun.iter().chain([syllable]).cloned().collect())
        });
        all = more.take(READINGS).collect();
    }
    all
}

fn initials(syllables: &[String]) -> String {
    syllables.iter().filter_map(|syllable| syllable.chars().next()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_every_reading_whole_or_by_initials_and_best_by_themselves() {
        let words = Spelled::of("重算分类");
        let fit = |query: &str| words.fit(query).map(|(score, _)| score);
        assert!(fit("chongsuan").is_some() && fit("zhongsuan").is_some() && fit("csfl").is_some());
        assert!(fit("重算") > fit("chongsuan") && fit("chongsuan") > fit("cfl"));
        assert_eq!(
            (fit("dayin"), fit("onsu")),
            (None, None),
            "letters from the middle of syllables are no match"
        );
    }

    #[test]
    fn what_matched_is_known() {
        let words = Spelled::of("推迟下次联系");
        let of = |query: &str| words.fit(query).map(|(_, matched)| matched);
        assert_eq!(of("tui"), Some(Matched::Spelling("tuichi".to_owned(), 0..3)));
        assert_eq!(of("lianx"), Some(Matched::Spelling("lianxi".to_owned(), 0..5)));
        assert_eq!(of("xc"), Some(Matched::Spelling("tcxclj".to_owned(), 2..4)));
        assert_eq!(of("下次"), Some(Matched::Words(6..12)));
    }
}
