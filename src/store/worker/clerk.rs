//! The thread's own state: it answers one request after the other.
//!
//! Once the hand is dropped, only what writes is still done: nobody waits for the rest.

use super::others::Others;
use super::waiting::Waiting;
use super::watcher::Watcher;
use super::{Call, ReplyTo, Shared, Surroundings, failure};
use crate::book::{Move, TodayFacts};
use crate::domain::{Cause, Code, CustomerId, Dimension, Label, Now, mask};
use crate::store::card::find_card;
use crate::store::consent::save_consents;
use crate::store::customer::{CustomerFields, has_customers, insert_customer, set_class, update_customer};
use crate::store::demo::find_recipe;
use crate::store::error::{Fault, StoreError};
use crate::store::import::counter::{Counter, ImportRequest, Place};
use crate::store::import::terms::assign_term;
use crate::store::import::{ImportFailure, find_notes, list_imports, offer_undo_import};
use crate::store::journal::{self, Action, ActionInfo, ActionKind, Actor, offer_undo, undo};
use crate::store::log::{Desk as LogDesk, save_log, save_snooze};
use crate::store::open::LOOKS;
use crate::store::proofs::find_proofs;
use crate::store::protocol::{
    Access, ClassByHand, Fresh, News, Overview, Recomputed, Reply, Request, RequestId,
};
use crate::store::recompute::{self, Engine, Recording, Rules, Watch, refresh, state_on};
use crate::store::remark::{save_remark, save_skip};
use crate::store::today::{find_today, is_told, record_leaving, record_visit};
use crate::store::{Result, Store};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

/// The thread's own state.
pub struct Clerk {
    store: Store,
    around: Surroundings,
    shared: Shared,
    engine: Option<Engine>,
    /// Moves of a working date after the clock's, which are not stored.
    unrecorded: Vec<Move>,
    /// What was seen of other windows; `None` where there cannot be any, or the file could not be looked at.
    others: Option<Others>,
}

impl Clerk {
    /// One that has answered nothing yet.
    pub fn new(store: Store, around: Surroundings, shared: Shared) -> Clerk {
        let others = if store.is_in_memory() { None } else { Others::of(&store).ok() };
        Clerk { store, around, shared, engine: None, unrecorded: Vec::new(), others }
    }

    /// Answers in order. While an import is written, here or by another window, what would write waits for its end,
    /// and what only reads passes.
    pub fn serve(mut self, calls: &Receiver<Call>, reply_to: &ReplyTo) {
        let mut waiting = Waiting::default();
        loop {
            let patience = if self.shared.is_importing() { Duration::MAX } else { waiting.patience() };
            let call = match calls.recv_timeout(patience) {
                Ok(call) => Some(call),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => break,
            };
            match call {
                Some(Call::Ask(id, request)) if self.waits_with(&request) => {
                    waiting.requests.push_back((id, request));
                }
                Some(Call::Ask(id, request)) => self.handle(id, request, reply_to),
                Some(Call::ImportOver) => {}
                None => waiting.looks += u32::from(!waiting.requests.is_empty()),
            }
            self.go_on(&mut waiting, reply_to);
            // What cannot be read or written just now is told at the next look.
            let _ = self.tell_of_others(reply_to);
        }
        self.end(waiting, reply_to);
    }

    /// Saves what still waits, unless it is kept elsewhere. Nobody looks any more, so that there is nobody to tell.
    fn end(&mut self, mut waiting: Waiting, reply_to: &ReplyTo) {
        while let Some((_, request)) = waiting.requests.front() {
            if !request.holds_up_the_end() && !self.store.is_free().unwrap_or(true) {
                waiting.requests.pop_front();
                continue;
            }
            let shared = self.shared.clone();
            if self.store.wait_for_others(&mut || !shared.is_abandoned()).is_err() {
                return;
            }
            self.handle_next(&mut waiting, reply_to);
        }
    }

    /// Whether a request goes behind those that wait: what saves something, and while an import is written here all
    /// that writes. Classes are there without the lock, too.
    fn waits_with(&self, request: &Request) -> bool {
        request.saves() || request.writes() && self.shared.is_importing()
    }

    /// Does what waits, in order, as soon as nobody else writes.
    fn go_on(&mut self, waiting: &mut Waiting, reply_to: &ReplyTo) {
        while let Some((_, request)) = waiting.requests.front() {
            if self.shared.is_importing() {
                return;
            }
            // A book that cannot be written at all says so when it is tried.
            if request.saves() && !self.store.is_free().unwrap_or(true) && waiting.looks < LOOKS {
                waiting.tell(reply_to);
                return;
            }
            self.handle_next(waiting, reply_to);
        }
    }

    fn handle_next(&mut self, waiting: &mut Waiting, reply_to: &ReplyTo) {
        (waiting.looks, waiting.is_told) = (0, false);
        if let Some((id, request)) = waiting.requests.pop_front() {
            self.handle(id, request, reply_to);
        }
    }

    fn handle(&mut self, id: RequestId, request: Request, reply_to: &ReplyTo) {
        let is_over = self.shared.stop.load(Ordering::Relaxed);
        if is_over && !request.saves() || self.shared.is_abandoned() && request.saves() {
            return;
        }
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
            Request::Recompute => {
                let watch = Watcher::new(self.shared.clone(), id, reply_to);
                Ok(Reply::Recomputed(Box::new(self.recompute(now, &watch)?)))
            }
            Request::FindBook => {
                let watch = Watcher::new(self.shared.clone(), id, reply_to);
                Ok(Reply::BookFound(Box::new(self.find_book(now, &watch)?)))
            }
            Request::StopRecompute | Request::Abandon => Ok(Reply::Recorded),
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
            Request::RecordAccess(id, access) => Ok(self.record_access(now, id, access)?),
            Request::RecordLeaving => {
                record_leaving(&self.store.conn, now)?;
                Ok(Reply::Recorded)
            }
            Request::SaveCustomer(known, fields) => Ok(self.save_customer(now, known, &fields)?),
            Request::SetClass(by_hand) => Ok(self.set_class(now, &by_hand)?),
            Request::SaveConsents(id, changes) => {
                let actor = self.actor(now);
                save_consents(&mut self.store.conn, &actor, id, &changes)?;
                Ok(Reply::ConsentsSaved(Box::new(self.fresh(now, &[id])?)))
            }
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
                let actor = self.actor(now);
                save_skip(&mut self.store.conn, &actor, id, why)?;
                Ok(Reply::Skipped(Box::new(self.fresh(now, &[id])?)))
            }
            Request::SaveRemark(id, text) => {
                let actor = self.actor(now);
                save_remark(&mut self.store.conn, &actor, id, &text)?;
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
                let actor = self.actor(now);
                Ok(Reply::TermAssigned(assign_term(&mut self.store.conn, &actor, &term)?))
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
            stop: self.shared.newest_import.stop_of(id),
            report: &|reply| reply_to(id, Ok(Reply::Import(reply))),
            playbook: self.around.playbook,
            known: &mut None,
        };
        counter.answer(request).map(Reply::Import)
    }

    fn record_access(&mut self, now: Now, customer: CustomerId, access: Access) -> Result<Reply> {
        let what = match access {
            Access::CallScreen => "call_screen",
            Access::ShowNumber => "show_number",
        };
        let sql = "INSERT INTO access (customer_id, at, what) VALUES (?1, ?2, ?3)";
        self.store.conn.prepare_cached(sql)?.execute((customer, now.at, what))?;
        Ok(Reply::Recorded)
    }

    fn actor(&self, now: Now) -> Actor {
        Actor { who: self.around.who.clone(), window: self.around.window.clone(), now }
    }

    fn overview(&self, now: Now) -> Result<Overview> {
        let conn = &self.store.conn;
        let recipe = find_recipe(conn)?;
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

    /// While another window writes, the classes are computed all the same; only nothing is recorded.
    fn recompute(&mut self, now: Now, watch: &dyn Watch) -> Result<Recomputed> {
        let playbook = self.around.playbook;
        let request = recompute::Request { now, records: Recording::Allowed, rules: None, watch };
        let recorded = self.store.in_passing(|store| {
            let done = recompute::recompute(store, playbook, &request)?;
            record_visit(&store.conn, now)?;
            Ok(done)
        });
        let is_recorded = !matches!(&recorded, Err(error) if error.fault == Fault::Busy);
        let done = if is_recorded {
            recorded?
        } else {
            let request = recompute::Request { records: Recording::Never, ..request };
            recompute::recompute(&mut self.store, playbook, &request)?
        };
        self.take_over(now, done, is_recorded)
    }

    /// The book of the day that the stored classes belong to.
    fn find_book(&mut self, now: Now, watch: &dyn Watch) -> Result<Recomputed> {
        let on = state_on(&self.store.conn)?.unwrap_or(now.day());
        let then = Now { at: now.zone.at(on, now.minute()), ..now };
        let request = recompute::Request { now: then, records: Recording::Never, rules: None, watch };
        let done = recompute::recompute(&mut self.store, self.around.playbook, &request)?;
        self.take_over(now, done, true)
    }

    /// Keeps what single customers are classified with, and gives the rest away.
    fn take_over(&mut self, now: Now, done: recompute::Recomputed, is_recorded: bool) -> Result<Recomputed> {
        self.unrecorded = done.unrecorded;
        self.unrecorded.retain(|one| is_told(one.dimension));
        let today = self.today(now)?;
        let rules = &done.engine.rules.book;
        let rule_versions = std::array::from_fn(|at| rules.rules(Dimension::ALL[at]).version);
        self.engine = Some(done.engine);
        done.book.prepare(now.minute());
        Ok(Recomputed { book: done.book, today, rule_versions, changes: done.changes, is_recorded })
    }

    /// The figures of Today, with the moves that could not be recorded first.
    fn today(&self, now: Now) -> Result<TodayFacts> {
        let mut facts = find_today(&self.store.conn, now)?;
        facts.moves.splice(0..0, self.unrecorded.iter().cloned());
        Ok(facts)
    }

    /// Makes sure that single customers can be classified, also where the whole book is not or was stopped: what was
    /// typed does not wait for that.
    fn with_engine(&mut self, now: Now) -> Result<()> {
        if self.engine.is_none() {
            self.engine = Some(Engine::without_book(&self.store, now)?);
        }
        Ok(())
    }

    /// Tells what another window has written since the last look. A whole book is not read here: whoever is told asks.
    fn tell_of_others(&mut self, reply_to: &ReplyTo) -> Result<()> {
        let Some(others) = self.others.filter(|_| !self.shared.stop.load(Ordering::Relaxed)) else {
            return Ok(());
        };
        let (others, seen) = others.look(&self.store, &self.around.window)?;
        if let Some(seen) = seen {
            let now = (self.around.now)();
            let fresh = match seen.customers {
                Some(customers) => Some(self.fresh_in_passing(now, &customers)?),
                None => None,
            };
            let news = News { doings: seen.doings, fresh };
            reply_to(RequestId::NOBODYS, Ok(Reply::OthersWrote(Box::new(news))));
        }
        self.others = Some(others);
        Ok(())
    }

    fn fresh_in_passing(&mut self, now: Now, customers: &[CustomerId]) -> Result<Fresh> {
        self.with_engine(now)?;
        let engine = self.engine.as_ref().ok_or_else(no_engine)?;
        let playbook = self.around.playbook;
        let rows = self.store.in_passing(|store| refresh(store, playbook, now, engine, customers))?;
        Ok(Fresh { rows, today: self.today(now)? })
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
        let playbook = self.around.playbook;
        act(&mut self.store, &LogDesk { rules: &engine.rules, playbook, actor: &actor })
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
        fields: &CustomerFields,
    ) -> Result<Reply> {
        let name = fields.name.as_deref().map_or_else(|| fields.customer_no.clone(), mask::name);
        let key = if known.is_some() { "journal.edit_customer" } else { "journal.add_customer" };
        let label = Label::of(key).with("name", name);
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
        let label = Label::of("journal.set_class").with("dimension", Label::code(by_hand.dimension));
        let info = ActionInfo { kind: ActionKind::Override, label, customer: Some(by_hand.customer) };
        let actor = self.actor(now);
        let mut action = Action::begin(&mut self.store.conn, &actor, &info)?;
        set_class(&mut action, by_hand)?;
        action.touch(by_hand.customer, Cause::Override)?;
        action.commit()?;
        let fresh = self.fresh(now, &[by_hand.customer])?;
        Ok(Reply::ClassSet(Box::new(fresh)))
    }
}

fn no_engine() -> StoreError {
    StoreError::new(Fault::NoSuch("classification".to_owned()), "worker")
}
