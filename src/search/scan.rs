//! The scan over the rows: the class of each for a query, the order of what matched.

use super::fuzzy::Fuzzy;
use super::index::{Index, Keys, NAME_HAS_ASCII, NUMBER_HAS_LETTERS, TagKey};
use super::matcher::{self, Pattern};
use super::query::{Needle, Query, Word};
use super::units::{Readings, Unit, decode, split};
use super::{Class, Found, Hit, explain};

/// How many rows are looked at between two questions whether to stop.
const STRIDE: usize = 2048;

/// The rows a query can match at all, as far as a former result says: `None` is every row.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Base<'a> {
    pub(super) ordinary: Option<&'a [u32]>,
    pub(super) fuzzy: Option<&'a [u32]>,
}

/// Rows that matched, unordered, and whether only fuzzily.
pub(super) struct Matches {
    pub(super) rows: Vec<Ranked>,
    pub(super) is_fuzzy: bool,
}

/// A row with what orders it: smaller first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ranked {
    class: Class,
    less_bonus: u8,
    less_score: u16,
    name_length: u16,
    pub(super) row: u32,
}

impl Index {
    /// All rows that match, looked for among those of `base`.
    pub(super) fn matches(
        &self,
        query: &Query,
        base: Base,
        is_cancelled: &mut dyn FnMut() -> bool,
    ) -> Option<Matches> {
        if query.words.is_empty() {
            return Some(Matches { rows: Vec::new(), is_fuzzy: false });
        }
        let tags = self.matching_tags(query);
        let ordinary = |row: usize| {
            let words = query.words.iter().zip(&tags);
            let class =
                words.map(|(word, tags)| self.class_of(row, word, tags)).try_fold(Class::Exact, weaker)?;
            let is_begun = class == Class::Prefix;
            Some((class, if is_begun { query.words.iter().map(|word| self.fit(row, word)).sum() } else { 0 }))
        };
        let rows = self.scan(base.ordinary, is_cancelled, ordinary)?;
        if !rows.is_empty() {
            return Some(Matches { rows, is_fuzzy: false });
        }
        let mut fuzzy = Fuzzy::new();
        let last_resort = |row: usize| {
            let mut sum = 0;
            for (word, tags) in query.words.iter().zip(&tags) {
                if self.class_of(row, word, tags).is_none() {
                    sum += self.fuzzy_score(row, word, &mut fuzzy)?;
                }
            }
            Some((Class::Fuzzy, sum))
        };
        Some(Matches { rows: self.scan(base.fuzzy, is_cancelled, last_resort)?, is_fuzzy: true })
    }

    /// Orders the rows and says of the best what matched.
    pub(super) fn found(&self, query: &Query, matches: Matches, limit: usize) -> Found {
        let total = matches.rows.len();
        let mut rows = matches.rows;
        if limit == 0 {
            return Found { hits: Vec::new(), total };
        }
        if rows.len() > limit {
            rows.select_nth_unstable(limit - 1);
            rows.truncate(limit);
        }
        rows.sort_unstable();
        Found { hits: rows.iter().map(|ranked| self.hit(query, *ranked)).collect(), total }
    }

    fn hit(&self, query: &Query, ranked: Ranked) -> Hit {
        let row = ranked.row as usize;
        let keys = self.keys(row);
        let mut explained = explain::Explained::default();
        for word in &query.words {
            match word {
                Word::Tag(needle) => {
                    let class = |tag: &TagKey| tag.class_of(needle);
                    let best = keys.tags().filter_map(|tag| self.tags.get(tag));
                    let best =
                        best.filter_map(|tag| Some((class(tag)?, tag))).min_by_key(|(class, _)| *class);
                    explained.tag(best.map_or("", |(_, tag)| &tag.text), needle);
                }
                Word::Text(needle) => explained.text(&keys, needle),
            }
        }
        let (matches, marks) = explained.finish();
        Hit { id: self.ids[row], class: ranked.class, matches, marks }
    }

    fn scan(
        &self,
        base: Option<&[u32]>,
        is_cancelled: &mut dyn FnMut() -> bool,
        mut rank: impl FnMut(usize) -> Option<(Class, i64)>,
    ) -> Option<Vec<Ranked>> {
        let mut rows = Vec::new();
        let count = base.map_or(self.ids.len(), <[u32]>::len);
        for step in 0..count {
            if step % STRIDE == STRIDE - 1 && is_cancelled() {
                return None;
            }
            let row = base.map_or(step, |base| base[step] as usize);
            if let Some((class, score)) = rank(row) {
                rows.push(Ranked {
                    class,
                    less_bonus: u8::MAX - self.bonus[row],
                    less_score: u16::MAX - u16::try_from(score.clamp(0, 60_000)).unwrap_or(0),
                    name_length: self.spans[row].name,
                    row: u32::try_from(row).unwrap_or(u32::MAX),
                });
            }
        }
        Some(rows)
    }

    /// How well a word begins the name, among the rows that it begins.
    fn fit(&self, row: usize, word: &Word) -> i64 {
        let Word::Text(needle) = word else { return 0 };
        let keys = self.keys(row);
        let literal = split(keys.name).next().and_then(Unit::literal);
        let first = decode(keys.units).next();
        first.map_or(0, |first| matcher::fit_of(first, literal, &needle.pattern.chars))
    }

    fn class_of(&self, row: usize, word: &Word, tags: &[Option<Class>]) -> Option<Class> {
        match word {
            Word::Tag(_) => self.keys(row).tags().filter_map(|tag| tags.get(tag).copied().flatten()).min(),
            Word::Text(needle) => self.text_class(row, needle),
        }
    }

    /// The best class of a word among phones, customer number and name.
    fn text_class(&self, row: usize, needle: &Needle) -> Option<Class> {
        let letters = self.letters[row];
        let in_number = if needle.number.is_empty() || !needle.is_digits && letters & NUMBER_HAS_LETTERS == 0
        {
            None
        } else {
            self.number_class(row, needle)
        };
        if in_number == Some(Class::Exact) {
            return in_number;
        }
        let in_name = if needle.pattern.is_letters {
            let first = needle.pattern.chars.first().map_or(0, |ch| matcher::letter_bit(*ch as u8));
            let may_read = needle.pattern.letters & !letters == 0 && self.initials[row] & first != 0;
            let read = may_read.then(|| letters_class(self.keys(row).units, &needle.pattern)).flatten();
            let may_stand = read.is_none() && letters & NAME_HAS_ASCII != 0;
            read.or_else(|| may_stand.then(|| standing(self.keys(row).name, &needle.raw)).flatten())
        } else {
            mixed_class(&self.keys(row), needle)
        };
        [in_number, in_name].into_iter().flatten().min()
    }

    fn number_class(&self, row: usize, needle: &Needle) -> Option<Class> {
        let keys = self.keys(row);
        let wanted = needle.number.as_bytes();
        let in_number = number_class(keys.number, wanted);
        let in_phones = needle.is_digits.then(|| phones_class(keys.phones, wanted)).flatten();
        [in_number, in_phones].into_iter().flatten().min()
    }

    fn fuzzy_score(&self, row: usize, word: &Word, fuzzy: &mut Fuzzy) -> Option<i64> {
        let Word::Text(needle) = word else { return None };
        let may_match = needle.pattern.letters & !self.letters[row] == 0;
        may_match.then(|| fuzzy.score(self.keys(row).units, &needle.pattern)).flatten()
    }

    /// For each word the class of every tag; empty for words that are no tags.
    fn matching_tags(&self, query: &Query) -> Vec<Vec<Option<Class>>> {
        let of_word = |word: &Word| match word {
            Word::Tag(needle) => self.tags.iter().map(|tag| tag.class_of(needle)).collect(),
            Word::Text(_) => Vec::new(),
        };
        query.words.iter().map(of_word).collect()
    }
}

impl TagKey {
    fn class_of(&self, needle: &Needle) -> Option<Class> {
        // `#` alone is every tag.
        let literal =
            if needle.raw.is_empty() { Some(Class::Prefix) } else { standing(&self.text, &needle.raw) };
        literal.or_else(|| {
            needle.pattern.is_letters.then(|| letters_class(&self.units, &needle.pattern)).flatten()
        })
    }
}

fn weaker(so_far: Class, class: Option<Class>) -> Option<Class> {
    class.map(|class| class.max(so_far))
}

/// The best class of a word in a text with its units.
pub(super) fn name_class(keys: &Keys, needle: &Needle) -> Option<Class> {
    if needle.pattern.is_letters {
        letters_class(keys.units, &needle.pattern).or_else(|| standing(keys.name, &needle.raw))
    } else {
        mixed_class(keys, needle)
    }
}

fn letters_class(units: &[u8], pattern: &Pattern) -> Option<Class> {
    matcher::class_of(decode(units).map(|readings| (readings, None)), pattern)
}

/// A word with characters in it: as it stands in the name, or character by character with letters between.
fn mixed_class(keys: &Keys, needle: &Needle) -> Option<Class> {
    let first = needle.pattern.chars.iter().find(|ch| !ch.is_ascii())?;
    if !contains(keys.name.as_bytes(), first.encode_utf8(&mut [0; 4]).as_bytes()) {
        return None;
    }
    let read = || matcher::class_of(named_units(keys), &needle.pattern);
    standing(keys.name, &needle.raw).or_else(read)
}

/// A piece of text as it stands in another.
fn standing(text: &str, piece: &str) -> Option<Class> {
    match find(text.as_bytes(), piece.as_bytes())? {
        0 if text.len() == piece.len() => Some(Class::Exact),
        0 => Some(Class::Prefix),
        _ => Some(Class::Inside),
    }
}

/// Units with the characters that name them.
pub(super) fn named_units<'a>(
    keys: &Keys<'a>,
) -> impl Iterator<Item = (Readings<'a>, Option<char>)> + Clone + use<'a> {
    decode(keys.units).zip(split(keys.name).map(Unit::literal))
}

/// A customer number as a whole, by its beginning, by a piece of it.
pub(super) fn number_class(number: &[u8], wanted: &[u8]) -> Option<Class> {
    match find(number, wanted)? {
        0 if number.len() == wanted.len() => Some(Class::Exact),
        0 => Some(Class::Prefix),
        _ => Some(Class::Inside),
    }
}

fn phones_class(phones: &[u8], wanted: &[u8]) -> Option<Class> {
    // Most rows hold the digits nowhere; only the others are looked at number by number.
    find(phones, wanted)?;
    phones.split(|b| *b == b' ').filter_map(|phone| phone_class(phone, wanted)).min()
}

/// A number as a whole, by its end, or by digits somewhere in it.
pub(super) fn phone_class(phone: &[u8], wanted: &[u8]) -> Option<Class> {
    if phone == wanted {
        Some(Class::Exact)
    } else if wanted.len() >= 4 && phone.ends_with(wanted) {
        Some(Class::Tail)
    } else {
        contains(phone, wanted).then_some(Class::Digits)
    }
}

fn contains(text: &[u8], wanted: &[u8]) -> bool {
    find(text, wanted).is_some()
}

/// Where a short piece stands in a short text.
pub(super) fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = wanted.first()?;
    let last = text.len().checked_sub(wanted.len())?;
    (0..=last).find(|at| text[*at] == *first && text[*at..*at + wanted.len()] == *wanted)
}
