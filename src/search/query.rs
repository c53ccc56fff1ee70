//! A query as typed: its words, folded and made ready for matching.

use super::matcher::Pattern;
use crate::domain::text::{SHORT_CAP, clean_line, fold_char};

/// A query. Of two texts of which one begins the other, the longer finds only what the shorter finds: every way
/// of matching keeps this law, so that a search may go on from its last result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Query {
    /// The cleaned text in lower case.
    pub(super) text: String,
    pub(super) words: Vec<Word>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Word {
    /// `#tag`, without the `#`.
    Tag(Needle),
    /// Anything else.
    Text(Needle),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Needle {
    /// As typed, in lower case.
    pub(super) raw: String,
    /// Without dashes, for customer numbers and phones; empty when the word cannot be part of one.
    pub(super) number: String,
    /// Digits (and dashes) alone.
    pub(super) is_digits: bool,
    /// For names and pinyin.
    pub(super) pattern: Pattern,
}

impl Query {
    pub(super) fn parse(text: &str) -> Query {
        let text = without_country(folded(text));
        let words = text.split_whitespace().filter_map(Word::parse).collect();
        Query { text, words }
    }
}

impl Word {
    /// `None` for marks alone: dashes and apostrophes part what they stand in, and name nothing.
    fn parse(word: &str) -> Option<Word> {
        if let Some(tag) = word.strip_prefix('#') {
            let names = tag.contains(char::is_alphanumeric);
            return Some(Word::Tag(Needle::new(if names { tag } else { "" })));
        }
        word.contains(char::is_alphanumeric).then(|| Word::Text(Needle::new(word)))
    }

    pub(super) fn needle(&self) -> &Needle {
        match self {
            Word::Tag(needle) | Word::Text(needle) => needle,
        }
    }
}

impl Needle {
    pub(super) fn new(word: &str) -> Needle {
        let number = if word.is_ascii() { bare_number(word) } else { String::new() };
        Needle {
            raw: word.to_owned(),
            is_digits: !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()),
            number,
            pattern: Pattern::new(word),
        }
    }
}

/// A text as it is compared: cleaned, half width, lower case. Character for character that of the cleaned text.
pub(super) fn folded(text: &str) -> String {
    clean_line(text, SHORT_CAP).chars().map(|ch| lower(fold_char(ch))).collect()
}

/// Numbers are stored without the country: `+86 139`, `0086139` and a whole mobile number behind `86` are looked for as
/// what follows.
fn without_country(text: String) -> String {
    let bare = text.trim_start();
    let is_whole = || bare.starts_with("861") && bare.len() == 13 && bare.bytes().all(|b| b.is_ascii_digit());
    let prefix = ["+86", "0086"].into_iter().find(|prefix| bare.starts_with(prefix));
    let Some(prefix) = prefix.or_else(|| is_whole().then_some("86")) else { return text };
    let rest = bare[prefix.len()..].trim_start_matches([' ', '-']);
    if rest.starts_with(|ch: char| ch.is_ascii_digit()) { rest.to_owned() } else { text }
}

/// A customer number as it is compared: folded, without dashes and spaces.
pub(super) fn bare_number(number: &str) -> String {
    folded(number).chars().filter(|ch| !matches!(ch, '-' | ' ')).collect()
}

/// The lower-case form where it is one character.
fn lower(ch: char) -> char {
    let mut lower = ch.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => ch,
    }
}
