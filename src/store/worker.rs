//! The store thread: owns the writing connection, answers requests in order, drains before it ends.
//!
//! Long reads that a newer one makes useless are skipped. Must not: know the model or the screens.

use super::card::find_card;
use super::customer::{has_customers, insert_customer, update_customer};
use super::error::{Fault, StoreError};
use super::import::counter::{Counter, ImportReply, ImportRequest, Place};
use super::import::desk::{DeskSetup, ImportDesk, Newest};
use super::import::terms::assign_term;
use super::import::{ImportFailure, find_notes, list_imports, offer_undo_import};
use super::journal::{self, Action, ActionInfo, ActionKind, Actor, offer_undo, undo};
use super::log::{Desk as LogDesk, save_log, save_snooze};
use super::proofs::find_proofs;
use super::protocol::{
    Access, ClassByHand, Desk, Failure, FailureKind, Fresh, Overview, Recomputed, Reply, Request, RequestId,
};
use super::recompute::{self, Engine, Recording, Rules, refresh, state_on};
use super::remark::{save_remark, save_skip};
use super::today::{find_today, record_leaving, record_visit};
use super::{Result, Store};
use crate::book::{Move, TodayFacts};
use crate::domain::{Cause, Code, CustomerId, Dimension, Now};
use crate::lang::{Lang, SharedLang};
use crate::work::Playbook;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

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
    stop: Arc<AtomicBool>,
    newest_import: Newest,
    importing: Arc<AtomicU64>,
    /// Imports have a thread of their own, unless the book lies in memory.
    imports: Option<ImportDesk>,
}

/// The request that writes an import, while none does.
const NO_WRITING: u64 = 0;

/// Whether the request that ends was the one that writes an import.
fn end_writing(importing: &AtomicU64, id: RequestId) -> bool {
    importing.compare_exchange(id.0, NO_WRITING, Ordering::SeqCst, Ordering::SeqCst).is_ok()
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
        let stop = Arc::new(AtomicBool::new(false));
        let newest_import = Newest::default();
        let importing = Arc::new(AtomicU64::new(NO_WRITING));
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
            let (lang, sender) = (around.lang.clone(), sender.clone());
            let (reply_to, importing) = (Arc::clone(&reply_to), Arc::clone(&importing));
            let answer_to = Box::new(move |id, result: std::result::Result<ImportReply, ImportFailure>| {
                let is_last = !result.as_ref().is_ok_and(ImportReply::is_interim);
                if is_last && end_writing(&importing, id) {
                    // The thread outlives the imports.
                    let _ = sender.send(Call::ImportOver);
                }
                reply_to(id, result.map(Reply::Import).map_err(|error| failure(&error, lang.now())));
            });
            ImportDesk::spawn(setup, newest_import.clone(), answer_to)
        });
        let clerk = Clerk {
            store,
            around,
            engine: None,
            unrecorded: Vec::new(),
            stop: Arc::clone(&stop),
            newest_import: newest_import.clone(),
            importing: Arc::clone(&importing),
        };
        let thread = std::thread::spawn(move || clerk.serve(&calls, &reply_to));
        Worker { sender: Some(sender), thread: Some(thread), stop, newest_import, importing, imports }
    }
}

impl Desk for Worker {
    fn send(&mut self, id: RequestId, request: Request) {
        match (request, &self.imports) {
            (Request::Import(request), Some(imports)) => {
                if matches!(request, ImportRequest::Write(_)) {
                    self.importing.store(id.0, Ordering::SeqCst);
                }
                imports.send(id, request);
            }
            (request, _) => {
                if matches!(request, Request::Import(_)) {
                    self.newest_import.set(id);
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
        self.stop.store(true, Ordering::Relaxed);
        self.newest_import.end();
        self.imports = None;
        self.sender = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The thread's own state.
struct Clerk {
    store: Store,
    around: Surroundings,
    engine: Option<Engine>,
    /// Moves of a working date after the clock's, which are not stored.
    unrecorded: Vec<Move>,
    stop: Arc<AtomicBool>,
    newest_import: Newest,
    importing: Arc<AtomicU64>,
}

impl Clerk {
    /// Answers in order. While an import is written, what would write waits for its end, and what only reads passes.
    fn serve(mut self, calls: &Receiver<Call>, reply_to: &ReplyTo) {
        let mut waiting = Vec::new();
        while let Ok(call) = calls.recv() {
            match call {
                Call::Ask(id, request) if request.writes() && self.is_importing() => {
                    waiting.push((id, request));
                }
                Call::Ask(id, request) => self.handle(id, request, reply_to),
                Call::ImportOver => {
                    for (id, request) in waiting.drain(..) {
                        self.handle(id, request, reply_to);
                    }
                }
            }
        }
        for (id, request) in waiting {
            self.handle(id, request, reply_to);
        }
    }

    fn is_importing(&self) -> bool {
        self.importing.load(Ordering::SeqCst) != NO_WRITING
    }

    fn handle(&mut self, id: RequestId, request: Request, reply_to: &ReplyTo) {
        let answered = self.answer(id, request, reply_to);
        reply_to(id, answered.map_err(|error| failure(&error, self.around.lang.now())));
    }

    fn answer(
        &mut self,
        id: RequestId,
        request: Request,
        reply_to: &ReplyTo,
    ) -> Result<Reply, ImportFailure> {
        let now = (self.around.now)();
        match request {
            Request::FindOverview => Ok(Reply::OverviewFound(Box::new(self.overview(now)?))),
            Request::Recompute => Ok(Reply::Recomputed(Box::new(self.recompute(now)?))),
            Request::FindCard(id) => {
                self.with_engine(now)?;
                let engine = self.engine.as_ref().ok_or_else(no_engine)?;
                Ok(Reply::CardFound(Box::new(find_card(&self.store, engine, self.around.playbook, now, id)?)))
            }
            Request::FindProofs(ask) => {
                self.with_engine(now)?;
                let engine = self.engine.as_ref().ok_or_else(no_engine)?;
                let proofs = find_proofs(&self.store, engine, self.around.playbook, now, &ask)?;
                Ok(Reply::ProofsFound(Box::new(proofs)))
            }
            Request::RecordAccess(id, access) => {
                let what = match access {
                    Access::CallScreen => "call_screen",
                    Access::ShowNumber => "show_number",
                };
                let sql = "INSERT INTO access (customer_id, at, what) VALUES (?1, ?2, ?3)";
                self.store.conn.prepare_cached(sql)?.execute((id, now.at, what))?;
                Ok(Reply::Recorded)
            }
            Request::RecordLeaving => {
                record_leaving(&self.store.conn, now)?;
                Ok(Reply::Recorded)
            }
            Request::SaveCustomer(known, fields) => Ok(self.save_customer(now, known, &fields)?),
            Request::SetClass(by_hand) => Ok(self.set_class(now, &by_hand)?),
            Request::FindLogFacts(id) => {
                let facts = self.with_desk(now, |store, desk| desk.facts(store, id))?;
                Ok(Reply::LogFactsFound(Box::new(facts)))
            }
            Request::SaveLog(id, draft) => {
                let next = self.with_desk(now, |store, desk| save_log(store, desk, id, &draft))?;
                Ok(Reply::LogSaved(next, Box::new(self.fresh(now, &[id])?)))
            }
            Request::Snooze(id, when) => {
                let next = self.with_desk(now, |store, desk| save_snooze(store, desk, id, when))?;
                Ok(Reply::Snoozed(next, Box::new(self.fresh(now, &[id])?)))
            }
            Request::Skip(id, why) => {
                let (actor, lang) = (self.actor(now), self.around.lang.now());
                save_skip(&mut self.store.conn, (&actor, lang), id, why)?;
                Ok(Reply::Skipped(Box::new(self.fresh(now, &[id])?)))
            }
            Request::SaveRemark(id, text) => {
                let (actor, lang) = (self.actor(now), self.around.lang.now());
                save_remark(&mut self.store.conn, (&actor, lang), id, &text)?;
                Ok(Reply::RemarkSaved(Box::new(self.fresh(now, &[id])?)))
            }
            Request::FindUndo(which) => {
                Ok(Reply::UndoFound(Box::new(offer_undo(&self.store.conn, &self.actor(now), which)?)))
            }
            Request::Undo(offer) => {
                let actor = self.actor(now);
                let undone = undo(&mut self.store.conn, &actor, &offer)?;
                let fresh = self.fresh(now, &undone.customers)?;
                Ok(Reply::Undone(offer, Box::new(fresh)))
            }
            Request::Import(request) => self.import(id, request, reply_to),
            Request::AssignTerm(term) => {
                let (actor, lang) = (self.actor(now), self.around.lang.now());
                Ok(Reply::TermAssigned(assign_term(&mut self.store.conn, &actor, lang, &term)?))
            }
            Request::FindImports => Ok(Reply::ImportsFound(list_imports(&self.store.conn)?)),
            Request::FindImportNotes(import) => {
                Ok(Reply::ImportNotesFound(Box::new(find_notes(&self.store.conn, import)?)))
            }
            Request::FindImportUndo(import) => {
                let offer = offer_undo_import(&self.store.conn, &self.actor(now), import)?;
                Ok(Reply::UndoFound(Box::new(offer)))
            }
        }
    }

    fn import(
        &mut self,
        id: RequestId,
        request: ImportRequest,
        reply_to: &ReplyTo,
    ) -> Result<Reply, ImportFailure> {
        let actor = self.actor((self.around.now)());
        let mut counter = Counter {
            place: Place::Memory(&mut self.store.conn),
            actor,
            lang: self.around.lang.now(),
            stop: self.newest_import.stop_of(id),
            report: &|reply| reply_to(id, Ok(Reply::Import(reply))),
            playbook: self.around.playbook,
            known: &mut None,
        };
        counter.answer(request).map(Reply::Import)
    }

    fn actor(&self, now: Now) -> Actor {
        Actor { who: self.around.who.clone(), window: self.around.window.clone(), now }
    }

    fn overview(&self, now: Now) -> Result<Overview> {
        let conn = &self.store.conn;
        let recipe = super::demo::find_recipe(conn)?;
        Ok(Overview {
            has_customers: has_customers(conn)?,
            state_on: state_on(conn)?,
            is_demo: recipe.is_some(),
            is_demo_stale: recipe.is_some_and(|recipe| recipe.is_stale(now.day())),
            has_entries: journal::has_entries(conn)?,
            classes: Rules::load(conn, now.day(), None)?.classes,
            today: self.today(now)?,
        })
    }

    fn recompute(&mut self, now: Now) -> Result<Recomputed> {
        let request = recompute::Request {
            now,
            records: Recording::Allowed,
            rules: None,
            stop: &Arc::clone(&self.stop),
        };
        let done = recompute::recompute(&mut self.store, self.around.playbook, &request)?;
        record_visit(&self.store.conn, now)?;
        self.unrecorded = done.unrecorded;
        let today = self.today(now)?;
        let rules = &done.engine.rules.book;
        let rule_versions = std::array::from_fn(|at| rules.rules(Dimension::ALL[at]).version);
        self.engine = Some(done.engine);
        Ok(Recomputed { book: done.book, today, rule_versions, changes: done.changes })
    }

    /// The figures of Today, with the moves that could not be recorded first.
    fn today(&self, now: Now) -> Result<TodayFacts> {
        let mut facts = find_today(&self.store.conn, now)?;
        facts.moves.splice(0..0, self.unrecorded.iter().cloned());
        Ok(facts)
    }

    /// Makes sure that single customers can be classified.
    fn with_engine(&mut self, now: Now) -> Result<()> {
        if self.engine.is_none() {
            self.recompute(now)?;
        }
        Ok(())
    }

    /// Runs what plans a contact before it writes.
    fn with_desk<T>(
        &mut self,
        now: Now,
        act: impl FnOnce(&mut Store, &LogDesk<'_>) -> Result<T>,
    ) -> Result<T> {
        self.with_engine(now)?;
        let engine = self.engine.as_ref().ok_or_else(no_engine)?;
        let actor = Actor { who: self.around.who.clone(), window: self.around.window.clone(), now };
        let (playbook, lang) = (self.around.playbook, self.around.lang.now());
        act(&mut self.store, &LogDesk { rules: &engine.rules, playbook, actor: &actor, lang })
    }

    /// Reclassifies customers after a write and tells what changed.
    fn fresh(&mut self, now: Now, customers: &[CustomerId]) -> Result<Fresh> {
        self.with_engine(now)?;
        let engine = self.engine.as_ref().ok_or_else(no_engine)?;
        let rows = refresh(&mut self.store, self.around.playbook, now, engine, customers)?;
        Ok(Fresh { rows, today: self.today(now)? })
    }

    fn save_customer(
        &mut self,
        now: Now,
        known: Option<(CustomerId, i64)>,
        fields: &super::customer::CustomerFields,
    ) -> Result<Reply> {
        let name = fields.name.as_deref().unwrap_or(&fields.customer_no);
        let key = if known.is_some() { "journal.edit_customer" } else { "journal.add_customer" };
        let label = crate::tr!(self.around.lang.now(), key, name = name).into_owned();
        let info = ActionInfo { kind: ActionKind::Edit, label, customer: known.map(|(id, _)| id) };
        let actor = self.actor(now);
        let mut action = Action::begin(&mut self.store.conn, &actor, &info)?;
        let id = match known {
            Some((id, version)) => update_customer(&mut action, id, version, fields).map(|()| id)?,
            None => insert_customer(&mut action, fields)?,
        };
        action.commit()?;
        let fresh = self.fresh(now, &[id])?;
        Ok(Reply::CustomerSaved(id, Box::new(fresh)))
    }

    fn set_class(&mut self, now: Now, by_hand: &ClassByHand) -> Result<Reply> {
        let dimension = self.around.lang.now().code_text(by_hand.dimension);
        let label =
            crate::tr!(self.around.lang.now(), "journal.set_class", dimension = dimension).into_owned();
        let info = ActionInfo { kind: ActionKind::Override, label, customer: Some(by_hand.customer) };
        let actor = self.actor(now);
        let mut action = Action::begin(&mut self.store.conn, &actor, &info)?;
        super::customer::set_class(&mut action, by_hand)?;
        action.touch(by_hand.customer, Cause::Override)?;
        action.commit()?;
        let fresh = self.fresh(now, &[by_hand.customer])?;
        Ok(Reply::ClassSet(Box::new(fresh)))
    }
}

fn no_engine() -> StoreError {
    StoreError::new(Fault::NoSuch("classification".to_owned()), "worker")
}

/// An error as the screens show it.
fn failure(failure: &ImportFailure, lang: Lang) -> Failure {
    let (kind, cause) = match failure {
        ImportFailure::File(error) => (FailureKind::Refused, error.to_string()),
        ImportFailure::Store(error) => (kind_of(&error.fault), error.context.clone()),
    };
    Failure { kind, sentence: failure.sentence(lang), hint: failure.hint(lang), cause: Some(cause) }
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
        | Fault::Stopped => FailureKind::Refused,
        _ => FailureKind::NotSaved,
    }
}
