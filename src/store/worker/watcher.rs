//! What a recomputation tells while it goes on, and whether it goes on. Must not: reach the store.

use super::{ReplyTo, Shared};
use crate::store::Progress;
use crate::store::protocol::{Reply, RequestId};
use crate::store::recompute::Watch;
use std::sync::atomic::{AtomicU64, Ordering};

/// Tells how far a recomputation is, each percent once.
pub(super) struct Watcher<'a> {
    shared: Shared,
    id: RequestId,
    reply_to: &'a ReplyTo,
    told: AtomicU64,
}

impl<'a> Watcher<'a> {
    pub(super) fn new(shared: Shared, id: RequestId, reply_to: &'a ReplyTo) -> Watcher<'a> {
        Watcher { shared, id, reply_to, told: AtomicU64::new(0) }
    }
}

impl Watch for Watcher<'_> {
    fn is_stopped(&self) -> bool {
        self.shared.is_recompute_stopped(self.id)
    }

    fn told(&self, progress: Progress) {
        if self.told.swap(progress.percent(), Ordering::Relaxed) != progress.percent() {
            (self.reply_to)(self.id, Ok(Reply::Recomputing(progress)));
        }
    }
}
