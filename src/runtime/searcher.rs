//! The search thread: owns the index and the search as it is typed, so that no key waits for either.
//!
//! A newer search cuts an older one off; every search is answered, one that was cut off with nothing.

use crate::app::finder::{SearchId, SearchRequest};
use crate::book::Book;
use crate::search::{Found, Index, Search};
use std::cmp::Reverse;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

/// The most customers that a search brings.
const MOST: usize = 500;

/// Where answers go; nothing is found by a search that was cut off.
pub type FoundTo = Box<dyn Fn(SearchId, Option<Found>) + Send>;

/// The hand that sends requests to the thread. Dropping it cuts a search off and waits for the thread, so that no
/// answer comes later.
pub struct Searcher {
    requests: Option<Sender<SearchRequest>>,
    newest: Arc<AtomicU64>,
    thread: Option<JoinHandle<()>>,
}

impl Searcher {
    /// Starts the thread, with nobody to be found yet.
    pub fn spawn(found_to: FoundTo) -> Searcher {
        let (sender, requests) = channel();
        let newest = Arc::new(AtomicU64::new(0));
        let clerk = Clerk { index: Index::default(), search: Search::default(), newest: Arc::clone(&newest) };
        let thread = thread::spawn(move || clerk.serve(&requests, &found_to));
        Searcher { requests: Some(sender), newest, thread: Some(thread) }
    }

    /// Hands a request over; never blocks.
    pub fn send(&self, request: SearchRequest) {
        if let SearchRequest::Find(id, _) = &request {
            self.newest.store(id.0, Ordering::Relaxed);
        }
        if let Some(requests) = &self.requests {
            // The thread only ends after this hand is dropped.
            let _ = requests.send(request);
        }
    }
}

impl Drop for Searcher {
    fn drop(&mut self) {
        self.newest.store(u64::MAX, Ordering::Relaxed);
        self.requests = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The thread's own state.
struct Clerk {
    index: Index,
    search: Search,
    newest: Arc<AtomicU64>,
}

impl Clerk {
    fn serve(mut self, requests: &Receiver<SearchRequest>, found_to: &FoundTo) {
        while let Ok(request) = requests.recv() {
            match request {
                SearchRequest::Load(book) => {
                    self.index = index_of(&book);
                    self.search = Search::default();
                }
                SearchRequest::Change(rows, gone) => {
                    for row in &rows {
                        self.index.update(row);
                    }
                    for customer in gone {
                        self.index.remove(customer);
                    }
                }
                SearchRequest::Find(id, text) => {
                    let newest = Arc::clone(&self.newest);
                    let mut is_cancelled = || newest.load(Ordering::Relaxed) > id.0;
                    found_to(id, self.search.find(&self.index, &text, MOST, &mut is_cancelled));
                }
            }
        }
    }
}

/// The keys of all customers; among equals the one with more assets comes first.
fn index_of(book: &Book) -> Index {
    let mut rows: Vec<_> = book.rows().iter().collect();
    rows.sort_by_key(|row| Reverse(row.assets));
    Index::build(rows.into_iter().map(|row| book.search_row(row)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::small_book;
    use std::sync::mpsc;
    use std::time::Duration;

    fn searcher() -> (Searcher, mpsc::Receiver<(SearchId, Option<Found>)>) {
        let (sender, answers) = mpsc::channel();
        let searcher = Searcher::spawn(Box::new(move |id, found| {
            let _ = sender.send((id, found));
        }));
        searcher.send(SearchRequest::Load(Arc::new(small_book())));
        (searcher, answers)
    }

    #[test]
    fn every_search_is_answered_and_the_last_one_finds() {
        let (searcher, answers) = searcher();
        for (number, text) in (1..).zip(["c", "ch", "chen", "cheng", "chenguo"]) {
            searcher.send(SearchRequest::Find(SearchId(number), text.to_owned()));
        }
        let wait = Duration::from_secs(60);
        let all: Vec<_> = (0..5).map(|_| answers.recv_timeout(wait).unwrap()).collect();
        assert_eq!(all.iter().map(|(id, _)| id.0).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
        assert_eq!(all[4].1.as_ref().map(|found| found.total), Some(1));
    }

    #[test]
    fn a_changed_row_is_found_by_its_new_name_and_one_that_is_gone_not_at_all() {
        let (searcher, answers) = searcher();
        let book = small_book();
        let mut row = book.search_row(&book.rows()[0]);
        row.name = "崔永明".to_owned();
        let gone = book.rows()[1].id;
        searcher.send(SearchRequest::Change(vec![row], vec![gone]));
        for (number, text) in (1..).zip(["cym", "马玉兰", "陈国华"]) {
            searcher.send(SearchRequest::Find(SearchId(number), text.to_owned()));
            let (_, found) = answers.recv_timeout(Duration::from_secs(60)).unwrap();
            assert_eq!(found.map(|found| found.total), Some(usize::from(number == 1)), "{text}");
        }
    }
}
