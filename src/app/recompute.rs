//! The recomputation of the whole book: when it is asked for, how far it is, and that it was stopped.
//!
//! A stopped one leaves the classes that there are; where none are shown yet, the book is read as it was classified
//! last. It is not begun again by itself on that day. Must not: change rows.

use super::book;
use super::ctx::{Ctx, Uptime};
use super::effect::{Effect, Effects};
use super::finder::SearchRequest;
use super::model::Model;
use super::requests::Topic;
use super::status::{Mark, Offer};
use super::update::fail;
use crate::domain::Day;
use crate::lang::Lang;
use crate::screens;
use crate::store::protocol::{Failure, Progress, Recomputed, Reply, Request};
use crate::tr;
use crate::ui::format;
use std::borrow::Cow;
use std::time::Duration;

/// So long after it could not be recorded, the recomputation is tried again.
const RECORD_AGAIN: Duration = Duration::from_secs(30);
/// From here on it is told how far it is, and Esc stops it.
const PATIENCE: Duration = Duration::from_secs(2);
/// That is told at most this often.
const BETWEEN_TELLINGS: Duration = Duration::from_millis(250);

/// What is known of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    work: Work,
    since: Uptime,
    /// When the first customer was through.
    begun: Option<Uptime>,
    told: Option<Told>,
    /// Whether Esc was pressed.
    is_stopping: bool,
    /// Somebody asked for the one that is under way, and is told when it is done.
    is_awaited: bool,
    /// Since when the classes that are shown could not be recorded.
    unrecorded_since: Option<Uptime>,
    /// The working day for which it was stopped.
    stopped_on: Option<Day>,
}

/// What goes on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Work {
    /// Everybody is classified for the working day.
    #[default]
    Classify,
    /// The book is read as it was classified on this day.
    Read(Day),
}

/// How far it is, as the status line says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Told {
    progress: Progress,
    at: Uptime,
    elapsed: Duration,
}

impl State {
    fn begin(&mut self, work: Work, ctx: &Ctx) {
        *self = State {
            work,
            since: ctx.uptime,
            is_awaited: self.is_awaited,
            unrecorded_since: self.unrecorded_since,
            stopped_on: self.stopped_on.filter(|_| work != Work::Classify),
            ..State::default()
        };
    }

    /// Whether Esc stops it: once the status line says so.
    pub fn can_stop(&self) -> bool {
        self.told.is_some() && !self.is_stopping
    }
}

/// Whether the classes that are shown are not those of now, because it was stopped.
pub fn is_stopped(model: &Model) -> bool {
    model.recompute.stopped_on.is_some() && !model.requests.is_awaiting(Topic::Book)
}

/// Asks for the book of the working day.
pub fn recompute(model: &mut Model, ctx: &Ctx) -> Effects {
    model.recompute.begin(Work::Classify, ctx);
    model.requests.ask(Topic::Book, Request::Recompute, ctx)
}

/// The same by hand: the answer is told. One that is under way is not begun again.
pub fn recompute_by_hand(model: &mut Model, ctx: &Ctx) -> Effects {
    model.recompute.is_awaited = true;
    let is_under_way = model.requests.is_awaiting(Topic::Book) && model.recompute.work == Work::Classify;
    if is_under_way { Effects::none() } else { recompute(model, ctx) }
}

/// Asks for its end; the answer tells when that has come.
pub fn stop(model: &mut Model, ctx: &Ctx) -> Effects {
    model.recompute.is_stopping = true;
    model.requests.ask(Topic::StopBook, Request::StopRecompute, ctx)
}

/// At midnight the book of the old day is made anew for the new one, and what could not be recorded is tried again.
pub(super) fn tick(model: &mut Model, ctx: &Ctx) -> Effects {
    let (state, today) = (&model.recompute, ctx.now.day());
    let is_old = model.book.day().is_some_and(|day| day < today) && state.stopped_on != Some(today);
    let is_due = is_old || state.unrecorded_since.is_some_and(|since| ctx.uptime >= since + RECORD_AGAIN);
    if is_due && !model.requests.is_awaiting(Topic::Book) { recompute(model, ctx) } else { Effects::none() }
}

/// An answer to what was asked about the book as a whole.
pub fn answered(model: &mut Model, result: Result<Reply, Failure>, ctx: &Ctx) -> Effects {
    match result {
        Ok(Reply::Recomputing(progress)) => {
            tell(&mut model.recompute, progress, ctx);
            Effects::none()
        }
        Ok(Reply::Recomputed(done)) => recomputed(model, *done, ctx),
        Ok(Reply::BookFound(done)) => {
            let effects = put(model, *done, ctx);
            say_old(model, ctx);
            effects
        }
        Ok(_) => Effects::none(),
        Err(_) if model.recompute.is_stopping => stopped(model, ctx),
        Err(failure) => {
            model.recompute.told = None;
            fail(model, failure, ctx);
            Effects::none()
        }
    }
}

fn tell(state: &mut State, progress: Progress, ctx: &Ctx) {
    let begun = *state.begun.get_or_insert(ctx.uptime);
    let is_early = ctx.uptime < state.since + PATIENCE
        || state.told.is_some_and(|told| ctx.uptime < told.at + BETWEEN_TELLINGS);
    if !is_early {
        let elapsed = ctx.uptime.0.saturating_sub(begun.0);
        state.told = Some(Told { progress, at: ctx.uptime, elapsed });
    }
}

fn recomputed(model: &mut Model, done: Recomputed, ctx: &Ctx) -> Effects {
    let is_recorded = done.is_recorded;
    let effects = put(model, done, ctx);
    let state = &mut model.recompute;
    state.stopped_on = None;
    let is_awaited = std::mem::take(&mut state.is_awaited);
    let was_recorded = state.unrecorded_since.is_none();
    state.unrecorded_since = (!is_recorded).then_some(ctx.uptime);
    if !is_recorded && (was_recorded || is_awaited) {
        model.status.note(tr!(ctx.lang, "status.unrecorded"), ctx);
    } else if is_recorded && is_awaited {
        say_recomputed(model, ctx);
    }
    effects
}

/// Puts the book in its place and tells everybody who shows rows.
fn put(model: &mut Model, done: Recomputed, ctx: &Ctx) -> Effects {
    (model.recompute.told, model.recompute.is_stopping) = (None, false);
    let book = model.book.replace(done);
    Effects::from(Effect::Search(SearchRequest::Load(book))).and(book::tell(model, ctx))
}

fn say_recomputed(model: &mut Model, ctx: &Ctx) {
    let Some(book) = model.book.get() else { return };
    let customers = i64::try_from(book.len()).unwrap_or(i64::MAX);
    let (day, customers) = (format::month_day(book.day), format::count(customers));
    let text =
        tr!(ctx.lang, "status.recomputed", day = day, customers = customers, changes = model.book.changes);
    model.status.done(text, ctx);
}

/// It has ended before its time: what there was stays.
fn stopped(model: &mut Model, ctx: &Ctx) -> Effects {
    let today = ctx.now.day();
    let state_on = model.session.overview.as_ref().and_then(|overview| overview.state_on);
    let was = model.recompute.work;
    model.recompute =
        State { stopped_on: Some(today), work: was, since: model.recompute.since, ..State::default() };
    match state_on.filter(|on| *on < today) {
        Some(on) if model.book.get().is_none() && was == Work::Classify => {
            model.recompute.begin(Work::Read(on), ctx);
            model.requests.ask(Topic::Book, Request::FindBook, ctx)
        }
        _ => {
            say_old(model, ctx);
            screens::book_changed(model, ctx)
        }
    }
}

/// Says whose classes are shown, and how those of today come.
fn say_old(model: &mut Model, ctx: &Ctx) {
    let (lang, today) = (ctx.lang, ctx.now.day());
    let text = match model.book.day() {
        None => tr!(lang, "status.stopped.nothing"),
        Some(day) if day == today => tr!(lang, "status.stopped.today"),
        Some(day) => {
            let (day, today) = (format::month_day(day), format::month_day(today));
            tr!(lang, "status.stopped.earlier", day = day, today = today)
        }
    };
    model.status.say(Mark::Undone, text.into_owned(), None, ctx);
}

/// What the status line says while it goes on, and what can be done about it.
pub fn line(model: &Model, ctx: &Ctx) -> (Cow<'static, str>, Option<Offer>) {
    let (lang, state) = (ctx.lang, &model.recompute);
    if state.is_stopping {
        return (tr!(lang, "status.stopping"), None);
    }
    let (day, short, long) = match state.work {
        Work::Classify => (ctx.now.day(), "status.recomputing", "status.recomputing_far"),
        Work::Read(day) => (day, "status.reading", "status.reading_far"),
    };
    let day = format::month_day(day);
    let Some(Told { progress, elapsed, .. }) = state.told else {
        return (tr!(lang, short, day = day), None);
    };
    let count = |number: u64| format::count(i64::try_from(number).unwrap_or(i64::MAX));
    let (done, all, percent) = (count(progress.done), count(progress.all), progress.percent());
    let left = format::time_left(lang, elapsed, percent);
    let text = tr!(lang, long, day = day, done = done, all = all, percent = percent, left = left);
    (text, Some(Offer::Other(tr!(lang, "status.stop").into_owned())))
}

/// What stands at the right while the classes are not those of now.
pub fn mark(model: &Model, lang: Lang) -> Option<Cow<'static, str>> {
    let today = model.recompute.stopped_on.filter(|_| is_stopped(model))?;
    Some(match model.book.day() {
        None => tr!(lang, "status.mode.unclassified"),
        Some(day) if day == today => tr!(lang, "status.mode.to_recompute"),
        Some(day) => tr!(lang, "status.mode.classes_of", day = format::month_day(day)),
    })
}

#[cfg(test)]
mod tests;
