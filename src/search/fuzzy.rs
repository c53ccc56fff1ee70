//! The last resort: skim's fuzzy matcher over the joined pinyin of a name.

use super::matcher::{Pattern, letter_bit};
use super::units::{Readings, decode};
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

/// The fewest letters of a word that are matched fuzzily: fewer stand in almost any name.
const FEWEST: usize = 3;

/// Skim's matcher with room for the joined pinyin.
pub(super) struct Fuzzy {
    skim: SkimMatcherV2,
    joined: String,
}

impl Fuzzy {
    pub(super) fn new() -> Fuzzy {
        Fuzzy { skim: SkimMatcherV2::default().ignore_case(), joined: String::new() }
    }

    /// Skim's score of the pattern in the first readings of the units joined, if its letters stand there in order.
    pub(super) fn score(&mut self, units: &[u8], pattern: &Pattern) -> Option<i64> {
        let letters = self.letters(units, pattern)?;
        self.skim.fuzzy_match(&self.joined, &letters)
    }

    /// The joined pinyin and the places in it that matched.
    pub(super) fn indices(&mut self, units: &[u8], pattern: &Pattern) -> Option<(String, Vec<usize>)> {
        let letters = self.letters(units, pattern)?;
        let (_, indices) = self.skim.fuzzy_indices(&self.joined, &letters)?;
        Some((self.joined.clone(), indices))
    }

    /// Joins the readings; the pattern's letters if all stand there in order (most rows end here).
    fn letters(&mut self, units: &[u8], pattern: &Pattern) -> Option<String> {
        if !pattern.is_letters || pattern.chars.len() < FEWEST {
            return None;
        }
        self.joined.clear();
        self.joined.extend(decode(units).flat_map(Readings::first).map(|letter| char::from(*letter)));
        let mut joined = self.joined.chars();
        let is_there = pattern.chars.iter().all(|ch| joined.any(|letter| letter == *ch));
        is_there.then(|| pattern.chars.iter().collect())
    }
}

/// Whether a word is too short for fuzzy matching but may grow into it.
pub(super) fn may_begin(pattern: &Pattern) -> bool {
    pattern.is_letters && pattern.chars.len() < FEWEST
}

/// The letters of all readings of the units, and of their first letters, as sets.
pub(super) fn letter_sets(units: &[u8]) -> (u32, u32) {
    let (mut letters, mut initials) = (0, 0);
    for reading in decode(units).flatten() {
        letters |= reading.iter().fold(0, |set, letter| set | letter_bit(*letter));
        initials |= reading.first().map_or(0, |letter| letter_bit(*letter));
    }
    (letters, initials)
}
