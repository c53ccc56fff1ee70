//! A text as units with their readings: one per Chinese character, one per run of ASCII letters and digits.
//!
//! Encoded, a unit is its readings one after the other, each a byte (the length, with [`MORE`] when another reading
//! follows) and its letters. A unit that nobody can read has one reading of no letters; matching steps over it.

use super::readings::{self, Reading};
use crate::domain::name;
use crate::domain::text::fold_char;
use std::borrow::Cow;
use std::collections::HashMap;

/// Set in the length byte when another reading of the same unit follows.
const MORE: u8 = 0x80;
/// The longest reading kept, and the longest run of letters and digits.
const LONGEST: usize = 60;

/// A unit of a text: its slice, and where it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit<'a> {
    pub(super) at: usize,
    pub(super) text: &'a str,
}

impl Unit<'_> {
    /// The first character, by which Chinese in a query finds the unit.
    pub(super) fn literal(self) -> Option<char> {
        self.text.chars().next().filter(|ch| !ch.is_ascii())
    }
}

/// The units of a text in order; spaces and marks belong to none.
pub(super) fn split(text: &str) -> impl Iterator<Item = Unit<'_>> + Clone {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = &text[at..];
            let ch = rest.chars().next()?;
            let start = at;
            let run = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
            at += if run == 0 { ch.len_utf8() } else { run.min(LONGEST) };
            if run > 0 || ch.is_alphanumeric() {
                return Some(Unit { at: start, text: &text[start..at] });
            }
        }
    })
}

/// Makes units, remembering the readings of characters it has met.
#[derive(Debug, Default)]
pub(super) struct Encoder {
    met: HashMap<char, Box<[Reading]>>,
}

impl Encoder {
    /// Appends the encoded units of any text.
    pub(super) fn encode(&mut self, text: &str, out: &mut Vec<u8>) {
        self.encode_with(text, &[], out);
    }

    /// Appends the encoded units of a name: a surname's own reading comes first.
    pub(super) fn encode_name(&mut self, text: &str, out: &mut Vec<u8>) {
        let preferred = if name::is_firm_name(text) { Vec::new() } else { readings::of_surname(text) };
        self.encode_with(text, &preferred, out);
    }

    fn encode_with(&mut self, text: &str, preferred: &[Reading], out: &mut Vec<u8>) {
        for (at, unit) in split(text).enumerate() {
            match unit.literal() {
                None => push(&[Cow::Owned(unit.text.to_ascii_lowercase())], None, out),
                Some(ch) => {
                    let found = self.met.entry(ch).or_insert_with(|| readings_of(ch).into());
                    push(found, preferred.get(at), out);
                }
            }
        }
    }
}

fn readings_of(ch: char) -> Vec<Reading> {
    let folded = fold_char(ch);
    if folded.is_ascii_alphanumeric() {
        return vec![Cow::Owned(folded.to_ascii_lowercase().to_string())];
    }
    readings::of_char(ch)
}

fn push(readings: &[Reading], first: Option<&Reading>, out: &mut Vec<u8>) {
    let mut last = out.len();
    let others = readings.iter().filter(|reading| Some(*reading) != first);
    let mut is_empty = true;
    for reading in first.into_iter().chain(others) {
        if !is_empty {
            out[last] |= MORE;
        }
        is_empty = false;
        last = out.len();
        let letters = &reading.as_bytes()[..reading.len().min(LONGEST)];
        out.push(u8::try_from(letters.len()).unwrap_or(0));
        out.extend_from_slice(letters);
    }
    if is_empty {
        out.push(0);
    }
}

/// The readings of one encoded unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Readings<'a> {
    bytes: &'a [u8],
}

impl<'a> Readings<'a> {
    /// Whether nobody can read it.
    pub(super) fn is_silent(self) -> bool {
        self.bytes.first() == Some(&0)
    }

    /// The first reading; empty for a silent unit.
    pub(super) fn first(self) -> &'a [u8] {
        self.into_iter().next().unwrap_or_default()
    }
}

impl<'a> IntoIterator for Readings<'a> {
    type Item = &'a [u8];
    type IntoIter = ReadingIter<'a>;

    fn into_iter(self) -> ReadingIter<'a> {
        ReadingIter { bytes: self.bytes }
    }
}

/// Goes through the readings of a unit.
#[derive(Debug, Clone)]
pub(super) struct ReadingIter<'a> {
    bytes: &'a [u8],
}

impl<'a> Iterator for ReadingIter<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let (head, rest) = self.bytes.split_first()?;
        let (letters, rest) = rest.split_at_checked(usize::from(head & !MORE))?;
        self.bytes = rest;
        Some(letters)
    }
}

/// The encoded units one after the other.
pub(super) fn decode(mut bytes: &[u8]) -> impl Iterator<Item = Readings<'_>> + Clone {
    std::iter::from_fn(move || {
        let mut end = 0;
        loop {
            let head = *bytes.get(end)?;
            end += 1 + usize::from(head & !MORE);
            if head & MORE == 0 {
                break;
            }
        }
        let (unit, rest) = bytes.split_at_checked(end)?;
        bytes = rest;
        Some(Readings { bytes: unit })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn encoded(text: &str) -> Vec<Vec<String>> {
        let mut bytes = Vec::new();
        Encoder::default().encode_name(text, &mut bytes);
        let texts = |unit: Readings| {
            unit.into_iter().map(|letters| String::from_utf8_lossy(letters).into_owned()).collect()
        };
        decode(&bytes).map(texts).collect()
    }

    #[test]
    fn a_name_is_units_with_the_surnames_reading_first() {
        assert_eq!(encoded("单雄信"), [vec!["shan", "dan", "chan"], vec!["xiong"], vec!["xin"]]);
        assert_eq!(encoded("尉迟恭"), [vec!["yu", "wei"], vec!["chi"], vec!["gong"]]);
        assert_eq!(encoded("单县五金厂")[0][0], "dan", "a firm has no surname");
        assert_eq!(encoded("A1 公司 · Ｂ"), [vec!["a1"], vec!["gong"], vec!["si"], vec!["b"]]);
        assert_eq!(encoded("张ж"), [["zhang"], [""]], "a unit that nobody reads");
    }

    proptest! {
        #[test]
        fn every_unit_of_a_text_is_encoded_once(text in any::<String>()) {
            let mut bytes = Vec::new();
            Encoder::default().encode(&text, &mut bytes);
            prop_assert_eq!(decode(&bytes).count(), split(&text).count());
        }
    }
}
