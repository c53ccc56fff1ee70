//! Any text by its words and its pinyin: for the command palette and other short lists.

use super::explain::Explained;
use super::index::Keys;
use super::query::{Query, folded};
use super::scan::name_class;
use super::units::Encoder;
use super::{Class, Field};
use std::ops::Range;

/// A text that is found by its characters, its words, their pinyin and initials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    text: String,
    units: Vec<u8>,
}

/// How a query matched a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhraseMatch {
    /// The weakest word's class.
    pub class: Class,
    /// The pinyin or initials that matched, with brackets (`[tui]chi`); empty when the text itself
    /// matched.
    pub key: String,
    /// The matched parts of the text as ranges of characters.
    pub marks: Vec<Range<usize>>,
}

/// Makes a text findable.
pub fn pinyin_of(text: &str) -> Phrase {
    let text = folded(text);
    let mut units = Vec::new();
    Encoder::default().encode(&text, &mut units);
    Phrase { text, units }
}

impl Phrase {
    /// Matches a query as typed: every word of it must be found. An empty one matches everything.
    pub fn find(&self, query: &str) -> Option<PhraseMatch> {
        let keys = Keys { name: &self.text, units: &self.units, number: &[], phones: &[], tags: &[] };
        let mut explained = Explained::default();
        let mut class = Class::Exact;
        for word in &Query::parse(query).words {
            class = class.max(name_class(&keys, word.needle())?);
            explained.name(&keys, word.needle());
        }
        let (matches, marks) = explained.finish();
        let read = matches.into_iter().filter(|m| m.field != Field::Name).map(|m| m.key);
        Some(PhraseMatch { class, key: read.collect::<Vec<_>>().join(" "), marks })
    }
}
