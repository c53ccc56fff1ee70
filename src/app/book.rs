//! The book as the screens see it: every customer's row, the figures of Today, what changed just now.
//!
//! Owns how answers of the store get into it, in one place: a recomputation replaces it, a write changes rows. Screens
//! are told afterwards (`Behaviour::book_changed`) and make their lines anew; a change moves neither route nor cursor.

use super::ctx::{Ctx, Uptime};
use super::effect::{Effect, Effects};
use super::finder::SearchRequest;
use super::model::Model;
use super::recompute;
use super::requests::Topic;
use super::status::{Mark, Offer};
use super::update::fail;
use crate::book::{Book, Row, RowIx, TextOf, TodayFacts};
use crate::domain::{CustomerId, Day, mask, secret};
use crate::lang::Lang;
use crate::overlays::{self, Overlay, dialog};
use crate::screens;
use crate::store::protocol::{
    ActionKind, Failure, Fresh, ImportReply, ImportRequest, Progress, Recomputed, Reply, Request, RowChange,
    UndoOffer, UndoWhich,
};
use crate::tr;
use crate::ui::format;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

/// How long a changed row is shown as fresh.
const FRESH_FOR: Duration = Duration::from_secs(3);

/// The book in the model.
#[derive(Debug, Clone, Default)]
pub struct BookState {
    book: Option<Arc<Book>>,
    /// Figures of Today: the stored ones at the start, then those of the recomputation and of every write.
    pub today: TodayFacts,
    /// Versions of the rules in force, by dimension.
    pub rule_versions: [u32; 6],
    /// Changes of class of the last recomputation.
    pub changes: usize,
    /// What `u` or `U` was offered and waits for an answer.
    pub undo: Option<UndoOffer>,
    /// What `u` and `U` were asked while another one was under way, the first to act first.
    undo_queue: VecDeque<UndoWhich>,
    /// The key that asked for the newest of them.
    undo_key: Uptime,
    /// An import that is being taken back, or brought back.
    inverting: Option<Inverting>,
    fresh: Vec<(CustomerId, Uptime)>,
}

/// An import on its way out of the book, or back into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Inverting {
    since: Uptime,
    /// When the status line last told about it.
    told_at: Option<Uptime>,
    /// Whether Esc was pressed.
    is_stopping: bool,
}

/// An undo is told about from here on.
const PATIENCE: Duration = Duration::from_millis(200);
/// The status line tells of a long undo at most this often.
const BETWEEN_TELLINGS: Duration = Duration::from_millis(250);

impl BookState {
    /// Whether an import is being taken back, or brought back.
    pub fn is_inverting(&self) -> bool {
        self.inverting.is_some()
    }

    /// Whether Esc stops that: once the status line says so.
    pub fn can_stop_inverting(&self) -> bool {
        self.inverting.is_some_and(|inverting| inverting.told_at.is_some() && !inverting.is_stopping)
    }

    /// The book, once it is there.
    pub fn get(&self) -> Option<&Book> {
        self.book.as_deref()
    }

    /// A customer's row.
    pub fn find(&self, customer: CustomerId) -> Option<(&Book, &Row)> {
        let book = self.get()?;
        Some((book, book.find(customer)?))
    }

    /// The row at a place.
    pub fn row(&self, at: RowIx) -> Option<(&Book, &Row)> {
        let book = self.get()?;
        Some((book, book.row(at)?))
    }

    /// The day it was made for.
    pub fn day(&self) -> Option<Day> {
        self.get().map(|book| book.day)
    }

    /// Whether a customer's row changed within the last seconds.
    pub fn is_fresh(&self, customer: CustomerId, now: Uptime) -> bool {
        self.fresh.iter().any(|(id, until)| *id == customer && now < *until)
    }

    /// When the next row stops being fresh.
    pub fn next_deadline(&self, now: Uptime) -> Option<Uptime> {
        self.fresh.iter().map(|(_, until)| *until).filter(|until| now < *until).min()
    }

    /// Scores anew when another hour of the day has come; whether it has.
    fn rescore(&mut self, ctx: &Ctx) -> bool {
        let minute = ctx.now.minute();
        match &mut self.book {
            Some(book) if book.scored_at.hour() != minute.hour() => {
                Arc::make_mut(book).score_all(minute);
                true
            }
            _ => false,
        }
    }

    /// Takes a whole book in, and gives it back for the search.
    pub(super) fn replace(&mut self, done: Recomputed) -> Arc<Book> {
        let book = Arc::new(done.book);
        self.book = Some(Arc::clone(&book));
        self.today = done.today;
        self.rule_versions = done.rule_versions;
        self.changes = done.changes;
        self.fresh.clear();
        book
    }

    fn apply(&mut self, fresh: Fresh, ctx: &Ctx) {
        self.today = fresh.today;
        self.fresh.retain(|(_, until)| ctx.uptime < *until);
        let Some(book) = &mut self.book else { return };
        let book = Arc::make_mut(book);
        for change in fresh.rows {
            match change {
                RowChange::Put(row) => {
                    book.put_scored(&row);
                    self.fresh.push((row.row.id, ctx.uptime + FRESH_FOR));
                }
                RowChange::Gone(id) => book.remove(id),
            }
        }
    }
}

/// Takes in what a write changed, and tells the screens. Every screen calls this with the `Fresh` of its answers.
pub fn absorb(model: &mut Model, fresh: Fresh, ctx: &Ctx) -> Effects {
    let (mut changed, mut gone) = (Vec::new(), Vec::new());
    for change in &fresh.rows {
        match change {
            RowChange::Put(row) => changed.push(row.row.id),
            RowChange::Gone(id) => gone.push(*id),
        }
    }
    model.book.apply(fresh, ctx);
    let found = |id: &CustomerId| model.book.find(*id).map(|(book, row)| book.search_row(row));
    let rows = changed.iter().filter_map(found).collect();
    let search = Effects::from(Effect::Search(SearchRequest::Change(rows, gone)));
    search.and(tell(model, ctx))
}

/// Tells everybody who shows rows that they have changed.
pub(super) fn tell(model: &mut Model, ctx: &Ctx) -> Effects {
    overlays::search::book_changed(model, ctx).and(screens::book_changed(model, ctx))
}

/// Asks what `u` or `U` would take back; while another one is under way, after it.
pub fn ask_undo(model: &mut Model, which: UndoWhich, ctx: &Ctx) -> Effects {
    model.book.undo_key = model.session.last_key;
    if is_undoing(model) {
        model.book.undo_queue.push_back(which);
        return Effects::none();
    }
    find_undo(model, which, ctx)
}

fn find_undo(model: &mut Model, which: UndoWhich, ctx: &Ctx) -> Effects {
    model.requests.ask(Topic::Undo(which), Request::FindUndo(which), ctx)
}

fn is_undoing(model: &Model) -> bool {
    [UndoWhich::Undo, UndoWhich::Redo].into_iter().any(|which| model.requests.is_awaiting(Topic::Undo(which)))
}

/// Takes back what was offered and asked about.
pub fn undo_offered(model: &mut Model, which: UndoWhich, ctx: &Ctx) -> Effects {
    model.book.undo_key = model.session.last_key;
    match model.book.undo.take() {
        Some(offer) => take_back(model, which, Box::new(offer), ctx),
        None => Effects::none(),
    }
}

fn take_back(model: &mut Model, which: UndoWhich, offer: Box<UndoOffer>, ctx: &Ctx) -> Effects {
    if offer.kind == ActionKind::Import {
        model.book.inverting = Some(Inverting { since: ctx.uptime, told_at: None, is_stopping: false });
    }
    model.requests.ask(Topic::Undo(which), Request::Undo(offer), ctx)
}

/// Stops the import that is being taken back, or brought back; then nothing of that is left.
pub fn stop_inverting(model: &mut Model, ctx: &Ctx) -> Effects {
    if let Some(inverting) = &mut model.book.inverting {
        inverting.is_stopping = true;
    }
    model.status.say(Mark::Working, tr!(ctx.lang, "status.stopping").into_owned(), None, ctx);
    let topic = Topic::Import(screens::import::Topic::Stop);
    model.requests.ask(topic, Request::Import(ImportRequest::Stop), ctx)
}

/// Tells how far it is.
fn tell_inverting(model: &mut Model, which: UndoWhich, progress: Progress, ctx: &Ctx) {
    let Some(inverting) = &mut model.book.inverting else { return };
    let is_early = ctx.uptime < inverting.since + PATIENCE
        || inverting.told_at.is_some_and(|told| ctx.uptime < told + BETWEEN_TELLINGS);
    if is_early || inverting.is_stopping {
        return;
    }
    inverting.told_at = Some(ctx.uptime);
    let key = match which {
        UndoWhich::Undo => "status.undoing",
        UndoWhich::Redo => "status.redoing",
    };
    let count = |number: u64| format::count(i64::try_from(number).unwrap_or(i64::MAX));
    let (rows, all, percent) = (count(progress.done), count(progress.all), progress.percent());
    let left = format::time_left(ctx.lang, ctx.uptime.0.saturating_sub(inverting.since.0), percent);
    let text = tr!(ctx.lang, key, rows = rows, all = all, percent = percent, left = left).into_owned();
    let offer = Offer::Other(tr!(ctx.lang, "status.stop").into_owned());
    model.status.say(Mark::Working, text, Some(offer), ctx);
}

/// The answers on the way of an undo: the offer, then what was done; then the undo that was asked meanwhile. A question
/// and a failure end what was asked behind them: it was asked without knowing of them.
pub fn undo_answered(
    model: &mut Model,
    which: UndoWhich,
    result: Result<Reply, Failure>,
    ctx: &Ctx,
) -> Effects {
    let ends = match &result {
        Ok(Reply::UndoFound(offer)) => offer.asks,
        Ok(_) => false,
        Err(_) => true,
    };
    if ends {
        model.book.undo_queue.clear();
    }
    let effects = go_on_undoing(model, which, result, ctx);
    if is_undoing(model) {
        return effects;
    }
    match model.book.undo_queue.pop_front() {
        Some(next) => effects.and(find_undo(model, next, ctx)),
        None => effects,
    }
}

fn go_on_undoing(model: &mut Model, which: UndoWhich, result: Result<Reply, Failure>, ctx: &Ctx) -> Effects {
    match result {
        Ok(Reply::UndoFound(offer)) if offer.asks => {
            let day = ctx.now.zone.day(offer.at);
            let what = named_label(model, &offer, ctx.lang);
            let key = if offer.is_elsewhere { "dialog.undo_elsewhere" } else { "dialog.undo_what" };
            let line = tr!(ctx.lang, key, what = what, day = day).into_owned();
            model.overlays.push(Overlay::Dialog(dialog::undo(ctx.lang, line, which)));
            model.book.undo = Some(*offer);
            Effects::none()
        }
        Ok(Reply::UndoFound(offer)) => take_back(model, which, offer, ctx),
        Ok(Reply::Import(ImportReply::Inverting(progress))) => {
            tell_inverting(model, which, progress, ctx);
            Effects::none()
        }
        Ok(Reply::Undone(offer, fresh)) => {
            model.book.inverting = None;
            let what = named_label(model, &offer, ctx.lang);
            match which {
                UndoWhich::Undo => {
                    let is_log = offer.kind == ActionKind::Log;
                    let key = if is_log { "status.undone_log" } else { "status.undone" };
                    model.status.undone(tr!(ctx.lang, key, what = what), ctx);
                }
                UndoWhich::Redo => model.status.done(tr!(ctx.lang, "status.redone", what = what), ctx),
            }
            let effects = absorb(model, *fresh, ctx);
            if offer.kind == ActionKind::Import {
                // An import has too many customers to be told one by one.
                let told = screens::import::inverted(model, offer.group, ctx);
                return effects.and(told).and(recompute::recompute(model, ctx));
            }
            if offer.kind == ActionKind::Setting {
                // What a word means may have changed, and with it what many customers are.
                let told = screens::import::setting_inverted(model, ctx);
                return effects.and(told).and(recompute::recompute(model, ctx));
            }
            // Whoever typed on was looking at what is shown, and acts on that.
            let is_looked_at = model.session.last_key == model.book.undo_key;
            match offer.customer.filter(|_| which == UndoWhich::Undo && is_looked_at) {
                Some(customer) => {
                    screens::queues::undone(model, customer, ctx);
                    effects.and(screens::call::undone(model, customer, ctx))
                }
                None => effects,
            }
        }
        Ok(_) => Effects::none(),
        Err(failure) => {
            let inverting = model.book.inverting.take();
            model.status.clear();
            if inverting.is_some_and(|inverting| inverting.is_stopping) {
                let text = tr!(ctx.lang, "status.undo_stopped").into_owned();
                model.status.say(Mark::Undone, text, None, ctx);
            } else {
                fail(model, failure, ctx);
            }
            Effects::none()
        }
    }
}

/// What an action did, with its customer's name in full: the journal keeps it masked, the desk hides names by the veil
/// alone.
fn named_label(model: &Model, offer: &UndoOffer, lang: Lang) -> String {
    named(model, offer.customer, &offer.label.text(lang))
}

/// The same of any action.
pub(super) fn named(model: &Model, customer: Option<CustomerId>, label: &str) -> String {
    let found = customer.and_then(|customer| model.book.find(customer));
    match found.map(|(book, row)| book.text(row, TextOf::Name)).filter(|name| !name.is_empty()) {
        Some(name) => label.replacen(&mask::name(name), &secret(name), 1),
        None => label.to_owned(),
    }
}

/// With a new hour the scores are made anew; with a new day the book is.
pub fn tick(model: &mut Model, ctx: &Ctx) -> Effects {
    let is_today = model.book.day().is_some_and(|day| day >= ctx.now.day());
    if is_today && model.book.rescore(ctx) {
        return screens::book_changed(model, ctx);
    }
    recompute::tick(model, ctx)
}
