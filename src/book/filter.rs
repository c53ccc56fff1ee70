//! Which rows a list shows.

use super::{Book, ClassIx, Flag, Row, TextOf};
use crate::domain::{CustomerId, Day, Dimension, Money};

/// Conditions that all must hold; empty ones hold for everybody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// One of these classes, per dimension named.
    pub classes: Vec<(Dimension, Vec<ClassIx>)>,
    /// The next contact lies on this day or before.
    pub next_until: Option<Day>,
    /// The last contact lies before this day, or there was none.
    pub last_before: Option<Day>,
    /// Assets from here on.
    pub assets_from: Option<Money>,
    /// Assets below or equal.
    pub assets_to: Option<Money>,
    /// All of these tags.
    pub tags: Vec<String>,
    /// All of these marks.
    pub flags: Vec<Flag>,
    /// One of these customers, in ascending order.
    pub only: Option<Vec<CustomerId>>,
}

impl Filter {
    /// Whether it lets everybody through.
    pub fn is_empty(&self) -> bool {
        *self == Filter::default()
    }

    /// Only one class.
    pub fn of_class(dimension: Dimension, class: ClassIx) -> Filter {
        Filter { classes: vec![(dimension, vec![class])], ..Filter::default() }
    }

    /// Whether a row passes. Missing values pass no bound.
    pub fn matches(&self, book: &Book, row: &Row) -> bool {
        self.classes.iter().all(|(dimension, wanted)| wanted.contains(&row.class(*dimension)))
            && self.next_until.is_none_or(|until| row.next.is_some_and(|next| next.on <= until))
            && self.last_before.is_none_or(|before| row.last_contact_on.is_none_or(|last| last < before))
            && self.assets_from.is_none_or(|from| row.assets.is_some_and(|assets| assets >= from))
            && self.assets_to.is_none_or(|to| row.assets.is_some_and(|assets| assets <= to))
            && self.flags.iter().all(|flag| row.flags.contains(*flag))
            && self.only.as_ref().is_none_or(|only| only.binary_search(&row.id).is_ok())
            && self.has_tags(book, row)
    }

    fn has_tags(&self, book: &Book, row: &Row) -> bool {
        self.tags.is_empty() || {
            let tags = book.text(row, TextOf::Tags);
            self.tags.iter().all(|wanted| tags.split('\n').any(|tag| tag == wanted))
        }
    }
}
