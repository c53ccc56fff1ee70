//! The thread that reads, checks and writes files, so that neither a card nor a log waits for it.
//!
//! Owns the file that was read last. Checks need no lock; a writing has a connection of its own. Of all requests only
//! the newest counts: a newer one stops an older one. Must not: know the model or the screens.

use super::ImportFailure;
use super::counter::{Counter, ImportReply, ImportRequest, Place};
use crate::domain::Now;
use crate::import::Stop;
use crate::lang::SharedLang;
use crate::store::journal::Actor;
use crate::store::protocol::RequestId;
use crate::work::Playbook;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

/// The newest request once none counts any more.
const NONE: u64 = u64::MAX;

/// The number of the newest request about imports.
#[derive(Debug, Clone, Default)]
pub struct Newest(Arc<AtomicU64>);

impl Newest {
    /// A newer request came.
    pub fn set(&self, id: RequestId) {
        self.0.store(id.0, Ordering::Relaxed);
    }

    /// Nothing counts any more.
    pub fn end(&self) {
        self.0.store(NONE, Ordering::Relaxed);
    }

    /// Asks to stop once the request is no longer the newest.
    pub fn stop_of(&self, id: RequestId) -> Stop {
        let newest = Arc::clone(&self.0);
        Stop::when(move || newest.load(Ordering::Relaxed) != id.0)
    }
}

/// What the thread needs.
pub struct DeskSetup {
    /// The book's file.
    pub path: PathBuf,
    /// The working time.
    pub now: Arc<dyn Fn() -> Now + Send + Sync>,
    /// Who acts.
    pub who: String,
    /// Distinguishes running windows.
    pub window: String,
    /// The language of lists and failures, asked anew for every request.
    pub lang: SharedLang,
    /// What customers are classified with.
    pub playbook: &'static Playbook,
}

/// Where answers go.
pub type AnswerTo = Box<dyn Fn(RequestId, Result<ImportReply, ImportFailure>) + Send>;

/// The hand that sends requests to the thread. Dropping it takes a writing that is not through back, and waits.
pub struct ImportDesk {
    requests: Option<Sender<(RequestId, ImportRequest)>>,
    newest: Newest,
    thread: Option<JoinHandle<()>>,
}

impl ImportDesk {
    /// Starts the thread.
    pub fn spawn(setup: DeskSetup, newest: Newest, answer_to: AnswerTo) -> ImportDesk {
        let (sender, requests) = channel();
        let of_thread = newest.clone();
        let thread = std::thread::spawn(move || serve(&setup, &of_thread, &requests, &answer_to));
        ImportDesk { requests: Some(sender), newest, thread: Some(thread) }
    }

    /// Hands a request over; an older one ends.
    pub fn send(&self, id: RequestId, request: ImportRequest) {
        self.newest.set(id);
        if let Some(requests) = &self.requests {
            // The thread only ends after this hand is dropped.
            let _ = requests.send((id, request));
        }
    }
}

impl Drop for ImportDesk {
    fn drop(&mut self) {
        self.newest.end();
        self.requests = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn serve(
    setup: &DeskSetup,
    newest: &Newest,
    requests: &Receiver<(RequestId, ImportRequest)>,
    answer_to: &AnswerTo,
) {
    let mut known = None;
    while let Ok((id, request)) = requests.recv() {
        let actor = Actor { who: setup.who.clone(), window: setup.window.clone(), now: (setup.now)() };
        let mut counter = Counter {
            place: Place::File(&setup.path),
            actor,
            lang: setup.lang.now(),
            stop: newest.stop_of(id),
            report: &|reply| answer_to(id, Ok(reply)),
            playbook: setup.playbook,
            known: &mut known,
        };
        answer_to(id, counter.answer(request));
    }
}

#[cfg(test)]
mod tests;
