//! The store thread: owns the writing connection, answers requests in order, drains before it ends.
//!
//! Here: the hand that sends requests to it. Must not: know the model or the screens.

use super::import::ImportFailure;
use super::import::counter::{ImportReply, ImportRequest};
use super::import::desk::{DeskSetup, ImportDesk, Newest};
use super::protocol::{ActionKind, Desk, Failure, FailureKind, Fresh, Reply, Request, RequestId};
use super::{Fault, Store};
use crate::domain::Now;
use crate::lang::{Lang, SharedLang};
use crate::tr;
use crate::work::Playbook;
use clerk::Clerk;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;

mod clerk;
mod others;
mod waiting;
mod watcher;

/// Where answers go.
pub type ReplyTo = Box<dyn Fn(RequestId, std::result::Result<Reply, Failure>) + Send + Sync>;

/// What a worker needs besides the book.
pub struct Surroundings {
    /// The working time, asked anew for every request.
    pub now: Arc<dyn Fn() -> Now + Send + Sync>,
    /// Who acts.
    pub who: String,
    /// Distinguishes running windows.
    pub window: String,
    /// The language of labels and failures, asked anew for every request.
    pub lang: SharedLang,
    /// The playbook in force.
    pub playbook: &'static Playbook,
}

/// The hand that sends requests to the thread. Dropping it lets the thread finish what was sent, and waits for it.
pub struct Worker {
    sender: Option<Sender<Call>>,
    thread: Option<JoinHandle<()>>,
    shared: Shared,
    /// Imports have a thread of their own, unless the book lies in memory.
    imports: Option<ImportDesk>,
}

/// What the hand and the threads know of each other.
#[derive(Debug, Clone, Default)]
struct Shared {
    /// The hand is dropped: what can be done again is not waited for.
    stop: Arc<AtomicBool>,
    newest_import: Newest,
    /// The request that writes an import.
    importing: Arc<AtomicU64>,
    /// Recomputations asked for before this request end.
    recompute_from: Arc<AtomicU64>,
    /// What waits to be saved is kept elsewhere.
    abandoned: Arc<AtomicBool>,
}

/// The request that writes an import, while none does.
const NO_WRITING: u64 = 0;

impl Shared {
    fn is_importing(&self) -> bool {
        self.importing.load(Ordering::SeqCst) != NO_WRITING
    }

    fn is_abandoned(&self) -> bool {
        self.abandoned.load(Ordering::Relaxed)
    }

    /// Whether a recomputation is to end.
    fn is_recompute_stopped(&self, id: RequestId) -> bool {
        self.stop.load(Ordering::Relaxed) || id.0 < self.recompute_from.load(Ordering::Relaxed)
    }

    /// Whether the request that ends was the one that writes an import.
    fn end_writing(&self, id: RequestId) -> bool {
        self.importing.compare_exchange(id.0, NO_WRITING, Ordering::SeqCst, Ordering::SeqCst).is_ok()
    }
}

/// What the thread is told.
enum Call {
    /// A request.
    Ask(RequestId, Request),
    /// A writing of an import has ended: what waited for it goes on.
    ImportOver,
}

impl Worker {
    /// Starts the thread on an open book.
    pub fn spawn(store: Store, around: Surroundings, reply_to: ReplyTo) -> Worker {
        let (sender, calls) = channel();
        let shared = Shared::default();
        let reply_to: Arc<ReplyTo> = Arc::new(reply_to);
        let imports = (!store.is_in_memory()).then(|| {
            let setup = DeskSetup {
                path: store.path().to_owned(),
                now: Arc::clone(&around.now),
                who: around.who.clone(),
                window: around.window.clone(),
                lang: around.lang.clone(),
                playbook: around.playbook,
            };
            spawn_imports(setup, &shared, (sender.clone(), Arc::clone(&reply_to)))
        });
        let clerk = Clerk::new(store, around, shared.clone());
        let thread = std::thread::spawn(move || clerk.serve(&calls, &reply_to));
        Worker { sender: Some(sender), thread: Some(thread), shared, imports }
    }
}

fn spawn_imports(
    setup: DeskSetup,
    shared: &Shared,
    (sender, reply_to): (Sender<Call>, Arc<ReplyTo>),
) -> ImportDesk {
    let (lang, newest, shared) = (setup.lang.clone(), shared.newest_import.clone(), shared.clone());
    let answer_to = move |id, result: std::result::Result<ImportReply, ImportFailure>| {
        let is_last = !result.as_ref().is_ok_and(ImportReply::is_interim);
        if is_last && shared.end_writing(id) {
            // The thread outlives the imports.
            let _ = sender.send(Call::ImportOver);
        }
        reply_to(id, result.map(reply_of).map_err(|error| failure(&error, lang.now())));
    };
    ImportDesk::spawn(setup, newest, Box::new(answer_to))
}

/// What became of an import taken back is told as every undo is.
fn reply_of(answer: ImportReply) -> Reply {
    match answer {
        ImportReply::Inverted(offer, today) => {
            Reply::Undone(offer, Box::new(Fresh { rows: Vec::new(), today: *today }))
        }
        ImportReply::Waits => Reply::Waits,
        answer => Reply::Import(answer),
    }
}

impl Desk for Worker {
    fn send(&mut self, id: RequestId, request: Request) {
        match (request, &self.imports) {
            (Request::Undo(offer), Some(imports)) if offer.kind == ActionKind::Import => {
                self.shared.importing.store(id.0, Ordering::SeqCst);
                imports.send(id, ImportRequest::Invert(offer));
            }
            (Request::Import(request), Some(imports)) => {
                if matches!(request, ImportRequest::Write(_)) {
                    self.shared.importing.store(id.0, Ordering::SeqCst);
                }
                imports.send(id, request);
            }
            (request, _) => {
                match &request {
                    Request::Import(_) => self.shared.newest_import.set(id),
                    Request::Recompute | Request::FindBook | Request::StopRecompute => {
                        self.shared.recompute_from.store(id.0, Ordering::Relaxed);
                    }
                    Request::Abandon => self.shared.abandoned.store(true, Ordering::Relaxed),
                    _ => {}
                }
                if let Some(sender) = &self.sender {
                    // The thread only ends after this hand is dropped.
                    let _ = sender.send(Call::Ask(id, request));
                }
            }
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // A recomputation under way is not worth waiting for: it is done again at the next start. An import that is
        // not through is taken back whole.
        self.shared.stop.store(true, Ordering::Relaxed);
        self.shared.newest_import.end();
        self.imports = None;
        self.sender = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// An error as the screens show it.
fn failure(failure: &ImportFailure, lang: Lang) -> Failure {
    let (kind, cause) = match failure {
        ImportFailure::File(error) => (FailureKind::Refused, error.to_string()),
        ImportFailure::Store(error) => (kind_of(&error.fault), error.context.clone()),
    };
    let keeps = matches!(failure, ImportFailure::Store(error) if is_about_writing(&error.fault));
    let hint = failure.hint(lang);
    let hint = if keeps { hint.map(|hint| tr!(lang, "store.kept", hint = hint).into_owned()) } else { hint };
    Failure { kind, sentence: failure.sentence(lang), hint, cause: Some(cause) }
}

/// Whether something typed could not be written, and can be once that is mended: screens say that it is kept.
fn is_about_writing(fault: &Fault) -> bool {
    matches!(fault, Fault::Busy | Fault::Full | Fault::ReadOnly)
}

fn kind_of(fault: &Fault) -> FailureKind {
    match fault {
        Fault::Conflict => FailureKind::Conflict,
        Fault::Missing(_) | Fault::NoSuch(_) => FailureKind::NotFound,
        Fault::Blocked(_)
        | Fault::NothingToUndo
        | Fault::NothingToRedo
        | Fault::Refused(_)
        | Fault::Unfit(_)
        | Fault::Consent(..)
        | Fault::Stopped => FailureKind::Refused,
        _ => FailureKind::NotSaved,
    }
}

#[cfg(test)]
mod tests;
