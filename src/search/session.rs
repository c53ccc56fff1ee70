//! A search as it is typed: each longer query goes on from the result of the one before.

use super::Found;
use super::fuzzy;
use super::index::Index;
use super::query::Query;
use super::scan::Base;
use super::slip;

/// The state between the keys of one search. Holds row numbers only.
#[derive(Debug, Default)]
pub struct Search {
    last: Option<Last>,
}

#[derive(Debug)]
struct Last {
    query: Query,
    generation: u64,
    rows: Vec<u32>,
    is_fuzzy: bool,
}

impl Search {
    /// As [`Index::search`], faster when the query goes on from the last one. After a cancelled search the one before
    /// it counts as the last.
    pub fn find(
        &mut self,
        index: &Index,
        query: &str,
        limit: usize,
        is_cancelled: &mut dyn FnMut() -> bool,
    ) -> Option<Found> {
        let query = Query::parse(query);
        let last = self.last.as_ref().filter(|last| last.generation == index.generation());
        let base = last.map_or_else(Base::default, |last| last.base_of(&query));
        let matches = index.matches(&query, base, is_cancelled)?;
        if matches.rows.is_empty() {
            if let Some(meant) = slip::meant(index, &query, is_cancelled) {
                // A longer text may be spelt rightly: it starts anew.
                self.last = None;
                return Some(index.found(&meant.query, meant.matches, limit));
            }
            if is_cancelled() {
                return None;
            }
        }
        self.last = Some(Last {
            query: query.clone(),
            generation: index.generation(),
            rows: matches.rows.iter().map(|ranked| ranked.row).collect(),
            is_fuzzy: matches.is_fuzzy,
        });
        Some(index.found(&query, matches, limit))
    }
}

impl Last {
    /// What this result says about a query: nothing unless the query goes on from here.
    fn base_of(&self, query: &Query) -> Base<'_> {
        if self.query.words.is_empty() || !query.text.starts_with(&self.query.text) {
            return Base::default();
        }
        if !self.is_fuzzy {
            return Base { ordinary: Some(&self.rows), fuzzy: None };
        }
        // A word that was too short to be matched fuzzily may find more by growing.
        let goes_on = self.query.words.last().is_some_and(|word| !fuzzy::may_begin(&word.needle().pattern));
        Base { ordinary: Some(&[]), fuzzy: goes_on.then_some(&self.rows) }
    }
}
