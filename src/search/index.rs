//! The search keys of all customers in one arena of bytes: building, changing, reading.
//!
//! A row's keys lie one after the other: the name, its encoded units, the bare customer number, the digits of its
//! phones (parted by spaces), the numbers of its tags. Two sets of letters per row let most rows be passed over
//! without looking at them.

use super::Found;
use super::fuzzy::letter_sets;
use super::query::{bare_number, folded};
use super::session::Search;

use super::units::Encoder;
use crate::domain::CustomerId;
use crate::domain::text::{SHORT_CAP, cut};

/// Set among a row's letters when the name holds ASCII letters or digits.
pub(super) const NAME_HAS_ASCII: u32 = 1 << 28;
/// Set among a row's letters when the customer number holds anything but digits.
pub(super) const NUMBER_HAS_LETTERS: u32 = 1 << 29;
/// The most phones and tags of a row that are searched.
const MOST: usize = 50;

/// A customer as the index takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Who.
    pub id: CustomerId,
    /// Empty when there is none.
    pub name: String,
    /// The customer number.
    pub customer_no: String,
    /// Stored numbers.
    pub phones: Vec<String>,
    /// Tags without `#`.
    pub tags: Vec<String>,
    /// Raises the row within its class: 0 for most, more for what is due today.
    pub bonus: u8,
}

/// The search keys of a book. About 80 bytes per customer.
#[derive(Debug, Default)]
pub struct Index {
    arena: Vec<u8>,
    pub(super) spans: Vec<Span>,
    pub(super) ids: Vec<CustomerId>,
    pub(super) letters: Vec<u32>,
    pub(super) initials: Vec<u32>,
    pub(super) bonus: Vec<u8>,
    pub(super) tags: Vec<TagKey>,
    encoder: Encoder,
    garbage: usize,
    generation: u64,
}

/// Where a row's keys lie: the start, then the lengths of the parts.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Span {
    start: u32,
    pub(super) name: u16,
    units: u16,
    number: u16,
    phones: u16,
    tags: u16,
}

#[derive(Debug)]
pub(super) struct TagKey {
    /// In lower case.
    pub(super) text: String,
    pub(super) units: Vec<u8>,
}

/// A row's keys.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keys<'a> {
    pub(super) name: &'a str,
    pub(super) units: &'a [u8],
    pub(super) number: &'a [u8],
    pub(super) phones: &'a [u8],
    pub(super) tags: &'a [u8],
}

impl Keys<'_> {
    /// The numbers of the tags.
    pub(super) fn tags(&self) -> impl Iterator<Item = usize> {
        self.tags.chunks_exact(2).map(|pair| usize::from(u16::from_le_bytes([pair[0], pair[1]])))
    }
}

impl Index {
    /// Builds the keys of all rows; their order is the last thing that orders hits.
    pub fn build(rows: impl IntoIterator<Item = Row>) -> Index {
        let mut index = Index::default();
        for row in rows {
            index.append(&row);
        }
        index.arena.shrink_to_fit();
        index
    }

    /// Puts a changed row in the place of the old one, or a new row behind the others.
    pub fn update(&mut self, row: &Row) {
        self.generation += 1;
        let Some(at) = self.position(row.id) else { return self.append(row) };
        self.garbage += self.spans[at].length();
        self.append(row);
        // The new keys were written behind all others; taking the old ones out puts them in their place.
        self.ids.swap_remove(at);
        self.spans.swap_remove(at);
        self.letters.swap_remove(at);
        self.initials.swap_remove(at);
        self.bonus.swap_remove(at);
        self.compact();
    }

    /// Takes a row out, if it is there.
    pub fn remove(&mut self, id: CustomerId) {
        let Some(at) = self.position(id) else { return };
        self.generation += 1;
        self.garbage += self.spans[at].length();
        self.ids.remove(at);
        self.spans.remove(at);
        self.letters.remove(at);
        self.initials.remove(at);
        self.bonus.remove(at);
        self.compact();
    }

    /// Gives every row its bonus anew (what is due changes with each log and at midnight).
    pub fn rate(&mut self, mut bonus: impl FnMut(CustomerId) -> u8) {
        for (slot, id) in self.bonus.iter_mut().zip(&self.ids) {
            *slot = bonus(*id);
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The bytes that the keys take.
    pub fn memory(&self) -> usize {
        self.arena.capacity() + self.ids.len() * (size_of::<Span>() + size_of::<CustomerId>() + 9)
    }

    /// The best `limit` rows for a query; none for an empty one. `None` when `is_cancelled` said so on the way.
    pub fn search(&self, query: &str, limit: usize, is_cancelled: &mut dyn FnMut() -> bool) -> Option<Found> {
        Search::default().find(self, query, limit, is_cancelled)
    }

    /// Counts the changes of rows: a former result holds only for the same number.
    pub(super) fn generation(&self) -> u64 {
        self.generation
    }

    fn append(&mut self, row: &Row) {
        let start = self.arena.len();
        let name = folded(&row.name);
        self.arena.extend_from_slice(name.as_bytes());
        let units = self.arena.len();
        self.encoder.encode_name(&name, &mut self.arena);
        let number = self.arena.len();
        self.arena.extend_from_slice(bare_number(cut(&row.customer_no, SHORT_CAP)).as_bytes());
        let phones = self.arena.len();
        for phone in row.phones.iter().take(MOST) {
            if self.arena.len() > phones {
                self.arena.push(b' ');
            }
            self.arena.extend(cut(phone, SHORT_CAP).bytes().filter(u8::is_ascii_digit));
        }
        let tags = self.arena.len();
        for tag in row.tags.iter().take(MOST) {
            if let Some(tag) = self.tag_number(tag) {
                self.arena.extend_from_slice(&tag.to_le_bytes());
            }
        }
        let length = |from: usize, to: usize| u16::try_from(to - from).unwrap_or(0);
        self.spans.push(Span {
            start: u32::try_from(start).unwrap_or(u32::MAX),
            name: length(start, units),
            units: length(units, number),
            number: length(number, phones),
            phones: length(phones, tags),
            tags: length(tags, self.arena.len()),
        });
        let (letters, initials) = letter_sets(&self.arena[units..number]);
        let has_ascii = name.bytes().any(|b| b.is_ascii_graphic());
        let has_letters = self.arena[number..phones].iter().any(|b| !b.is_ascii_digit());
        let flags = (u32::from(has_ascii) * NAME_HAS_ASCII) | (u32::from(has_letters) * NUMBER_HAS_LETTERS);
        self.letters.push(letters | flags);
        self.initials.push(initials);
        self.ids.push(row.id);
        self.bonus.push(row.bonus);
    }

    fn tag_number(&mut self, tag: &str) -> Option<u16> {
        let text = folded(tag);
        let at = self.tags.iter().position(|known| known.text == text).unwrap_or_else(|| {
            let mut units = Vec::new();
            self.encoder.encode(&text, &mut units);
            self.tags.push(TagKey { text, units });
            self.tags.len() - 1
        });
        u16::try_from(at).ok()
    }

    fn position(&self, id: CustomerId) -> Option<usize> {
        self.ids.iter().position(|known| *known == id)
    }

    pub(super) fn keys(&self, row: usize) -> Keys<'_> {
        let span = self.spans[row];
        let rest = self.arena.get(span.start as usize..).unwrap_or_default();
        let mut parts = [span.name, span.units, span.number, span.phones, span.tags].into_iter().scan(
            rest,
            |rest, length| {
                let (part, after) = rest.split_at_checked(usize::from(length))?;
                *rest = after;
                Some(part)
            },
        );
        let mut part = || parts.next().unwrap_or_default();
        let name = part();
        Keys {
            name: str::from_utf8(name).unwrap_or_default(),
            units: part(),
            number: part(),
            phones: part(),
            tags: part(),
        }
    }

    /// Copies the keys together once more of them are dead than alive.
    fn compact(&mut self) {
        if self.garbage * 2 <= self.arena.len() {
            return;
        }
        let mut arena = Vec::with_capacity(self.arena.len() - self.garbage);
        for span in &mut self.spans {
            let start = span.start as usize;
            let moved = u32::try_from(arena.len()).unwrap_or(u32::MAX);
            arena.extend_from_slice(self.arena.get(start..start + span.length()).unwrap_or_default());
            span.start = moved;
        }
        self.arena = arena;
        self.garbage = 0;
    }
}

impl Span {
    fn length(self) -> usize {
        [self.name, self.units, self.number, self.phones, self.tags].into_iter().map(usize::from).sum()
    }
}
