//! Who watches a recomputation: asked whether it goes on, told how far it is.

use crate::store::error::{Fault, StoreError};
use crate::store::{Progress, Result};
use std::sync::atomic::{AtomicBool, Ordering};

/// Watches a recomputation. Asked from the threads of a pass, told by the one that gathers.
pub trait Watch: Sync {
    /// Whether it is to end; then nothing is left half done.
    fn is_stopped(&self) -> bool;

    /// So many customers are through.
    fn told(&self, _progress: Progress) {}
}

/// Nobody watches, and nothing stops it.
pub struct Unwatched;

impl Watch for Unwatched {
    fn is_stopped(&self) -> bool {
        false
    }
}

/// Set from another thread to stop.
impl Watch for AtomicBool {
    fn is_stopped(&self) -> bool {
        self.load(Ordering::Relaxed)
    }
}

/// Ends what is watched once somebody wants it to end.
pub(super) fn go_on(watch: &dyn Watch) -> Result<()> {
    if watch.is_stopped() { Err(StoreError::new(Fault::Stopped, "classification")) } else { Ok(()) }
}

/// Customers that pass by in several passes over the whole book, counted as one.
pub(super) struct Tally<'a> {
    watch: &'a dyn Watch,
    met: u64,
    customers: u64,
    passes: u64,
}

impl<'a> Tally<'a> {
    /// So many customers pass by so often.
    pub(super) fn new(watch: &'a dyn Watch, customers: u64, passes: usize) -> Tally<'a> {
        Tally { watch, met: 0, customers, passes: passes.max(1) as u64 }
    }

    /// So many more are through.
    pub(super) fn add(&mut self, customers: usize) {
        self.met += customers as u64;
        let done = (self.met / self.passes).min(self.customers);
        self.watch.told(Progress { done, all: self.customers });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    #[derive(Default)]
    struct Notes(Mutex<Vec<u64>>);

    impl Watch for Notes {
        fn is_stopped(&self) -> bool {
            false
        }

        fn told(&self, progress: Progress) {
            self.0.lock().unwrap().push(progress.percent());
        }
    }

    #[test]
    fn several_passes_over_everybody_count_as_one() {
        let notes = Notes::default();
        let mut tally = Tally::new(&notes, 10, 2);
        for _ in 0..4 {
            tally.add(5);
        }
        assert_eq!(*notes.0.lock().unwrap(), [20, 50, 70, 100]);
    }
}
