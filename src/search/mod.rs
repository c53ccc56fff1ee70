//! Finding customers as one types: by name, pinyin, initials, customer number, phone and tag.
//!
//! Owns the keys ([`Index`]), the query language, the ranking, and what is shown of a match. Pure: the caller
//! builds the index off the screen's thread, searches there, and cuts a search off through a closure.
//!
//! # The query
//! Words parted by spaces; every one must match. `#word` is a tag. Digits (dashes do not count) match as one piece:
//! the end of a phone number, the customer number, anywhere in a number. Anything else is matched against the name:
//! characters as they stand, letters as pinyin, initials or both mixed (`zhangw`, `zw`, `ouyxm`, 张w), and against
//! the customer number.
//!
//! # The order
//! [`Class`] first (of several words the weakest counts), then the bonus that the caller gave the row (due today),
//! then a whole first syllable before a part of one and the usual reading before a rare one, then the shorter name, then the order the rows were built in. Skim's fuzzy matcher takes part only when
//! nothing else was found: then letters (three and more of a word) need only stand in the pinyin of the name in their
//! order, and skim's score orders the hits.

mod explain;
mod fuzzy;
mod index;
mod matcher;
mod phrase;
mod query;
mod readings;
mod scan;
mod session;
mod slip;
#[cfg(test)]
mod tests;
mod units;

pub use index::{Index, Row};
pub use phrase::{Phrase, PhraseMatch, pinyin_of};
pub use session::Search;

use crate::domain::CustomerId;
use crate::lang::Lang;
use std::borrow::Cow;
use std::ops::Range;

/// How well a row matched, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// The whole name, its pinyin or all its initials, the customer number, a phone number or tag.
    Exact,
    /// The last four and more digits of a phone number.
    Tail,
    /// The beginning of the name, its pinyin, the customer number or a tag.
    Prefix,
    /// The first letters of the name from its beginning.
    Initials,
    /// Inside the name, its pinyin, the customer number or a tag.
    Inside,
    /// Somewhere in a phone number.
    Digits,
    /// Letters in their order with others between.
    Fuzzy,
}

/// What a word of the query matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// Characters of the name.
    Name,
    /// The name's pinyin.
    Pinyin,
    /// The name's initials.
    Initials,
    /// The customer number.
    Number,
    /// A phone number.
    Phone,
    /// A tag.
    Tag,
}

impl Field {
    /// The word for it: 首字母, initials.
    pub fn text(self, lang: Lang) -> Cow<'static, str> {
        lang.text(match self {
            Field::Name => "search.field.name",
            Field::Pinyin => "search.field.pinyin",
            Field::Initials => "search.field.initials",
            Field::Number => "search.field.number",
            Field::Phone => "search.field.phone",
            Field::Tag => "search.field.tag",
        })
    }
}

/// What one word of the query matched, for showing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordMatch {
    /// What it was found in.
    pub field: Field,
    /// The key with the matched part in brackets: `[cg]h`, `[1004]82`, `*[1190]`. A phone number shows no digit
    /// that was not typed.
    pub key: String,
}

/// A customer that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Who.
    pub id: CustomerId,
    /// How well.
    pub class: Class,
    /// What each word matched, in the order of the words.
    pub matches: Vec<WordMatch>,
    /// The matched parts of the name as ranges of characters, in order, without overlap.
    pub marks: Vec<Range<usize>>,
}

/// The best hits, and how many there are in all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Best first, as many as were asked for.
    pub hits: Vec<Hit>,
    /// How many rows match.
    pub total: usize,
}
