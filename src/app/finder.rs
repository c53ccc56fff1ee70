//! Finding customers: what the search thread is asked, the number of each search, and whom the person opened last.
//!
//! The index itself lives in the runtime (`runtime::searcher`); here is only what the model knows of it.

use super::effect::{Effect, Effects};
use crate::book::Book;
use crate::domain::CustomerId;
use crate::search::Row;
use std::sync::Arc;

/// Customers kept as opened last.
const RECENT: usize = 8;

/// A search's number within a run, rising.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SearchId(pub u64);

/// What the search is asked. Only `Find` is answered, always.
#[derive(Debug, Clone, PartialEq)]
pub enum SearchRequest {
    /// The book is new: make the keys of all its customers.
    Load(Arc<Book>),
    /// These rows changed, those customers are gone.
    Change(Vec<Row>, Vec<CustomerId>),
    /// Find this text. A newer search cuts an older one off.
    Find(SearchId, String),
}

/// The ledger of searches and of opened customers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Finder {
    last: SearchId,
    recent: Vec<CustomerId>,
}

impl Finder {
    /// Starts a search; the answer carries the number.
    pub fn find(&mut self, text: &str) -> (SearchId, Effects) {
        self.last = SearchId(self.last.0 + 1);
        (self.last, Effect::Search(SearchRequest::Find(self.last, text.to_owned())).into())
    }

    /// Notes that a customer was opened.
    pub fn note_opened(&mut self, customer: CustomerId) {
        self.recent.retain(|known| *known != customer);
        self.recent.insert(0, customer);
        self.recent.truncate(RECENT);
    }

    /// The customers opened last, newest first.
    pub fn recent(&self) -> &[CustomerId] {
        &self.recent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_eight_opened_are_kept_each_once() {
        let mut finder = Finder::default();
        for id in [1, 2, 3, 1, 4, 5, 6, 7, 8, 9] {
            finder.note_opened(CustomerId(id));
        }
        assert_eq!(finder.recent().iter().map(|id| id.0).collect::<Vec<_>>(), [9, 8, 7, 6, 5, 4, 1, 3]);
    }
}
