//! What a talk leaves behind for the next one: refusals in a row with the offer of a warm customer, and the objections
//! that were made.
//!
//! Must not: store any of it but the objections, which go into the remark.

use super::turn::{forget, load, record_access};
use super::{Way, view};
use crate::app::{Ctx, Effects, Model};
use crate::domain::{CustomerId, TalkResult};
use crate::lang::Lang;
use crate::tr;

/// A refusal counts, a talk that was none ends the row; who was not reached says nothing.
pub fn count_refusals(model: &mut Model) {
    let Some(outcome) = model.call.form.as_ref().map(|form| form.outcome) else { return };
    let is_refusal = matches!(outcome.result, Some(TalkResult::NotInterested | TalkResult::DoNotCall));
    if is_refusal {
        model.call.refusals += 1;
    } else if outcome.reach.is_reached() {
        model.call.refusals = 0;
    }
}

/// A customer who mostly picks up comes next; the one that is shown comes after him.
pub fn warm(model: &mut Model, ctx: &Ctx) -> Effects {
    model.call.refusals = 0;
    let trail = &model.call.trail;
    let share = |customer: &CustomerId| {
        let (_, row) = model.book.find(*customer)?;
        let (dials, reached) = row.hours.total();
        (reached > 1).then(|| (reached * 1000 / dials.max(1), reached))
    };
    let rest = trail.customers.iter().enumerate().skip(trail.at + 1);
    let warmest =
        rest.filter_map(|(at, customer)| Some((at, share(customer)?))).max_by_key(|(_, share)| *share);
    let Some((at, _)) = warmest else {
        model.status.note(tr!(ctx.lang, "call.nobody_warm"), ctx);
        return Effects::none();
    };
    model.call.set_aside();
    let trail = &mut model.call.trail;
    let customer = trail.customers.remove(at);
    trail.customers.insert(trail.at, customer);
    model.call.start(Way::Call);
    forget(model);
    record_access(model, ctx).and(load(model, ctx))
}

/// An objection of the script was made: its answer is shown, and it is kept for the log.
pub fn object(model: &mut Model, number: u8, ctx: &Ctx) {
    let script = model.call.card.as_deref().and_then(|card| view::script_of(card, model, ctx));
    let objections = script.map(|script| script.objections).unwrap_or_default();
    let Some(objection) = usize::from(number).checked_sub(1).and_then(|at| objections.get(at)) else {
        model.status.note(tr!(ctx.lang, "call.no_objection", count = objections.len()), ctx);
        return;
    };
    let text = format!("\"{}\"  {}", objection.says, objection.answer);
    if !model.call.objections.contains(&objection.says) {
        model.call.objections.push(objection.says.clone());
    }
    model.status.note(text, ctx);
}

/// The remark with the objections that were made.
pub fn with_objections(note: String, objections: &[String], lang: Lang) -> String {
    if objections.is_empty() {
        return note;
    }
    let made = tr!(lang, "call.objections_made", list = objections.join(", ")).into_owned();
    if note.is_empty() { made } else { format!("{note}; {made}") }
}
