//! Whom the screen shows: opening it on a customer, the next one of the list, one who comes back by undo.
//!
//! A log that was begun is put aside when another customer takes its place, and goes on when he is shown again.

use super::form::Form;
use super::update::begin;
use super::{After, Stage, Topic, Way};
use crate::app::{Ctx, Effects, Model, Screen, Topic as AnyTopic, Trail};
use crate::domain::{CustomerId, secret};
use crate::screens;
use crate::store::protocol::{Access, Request};
use crate::tr;

/// Opens it on the customer of a trail. A log of the same customer that was begun goes on.
pub fn open(model: &mut Model, trail: Trail, way: Way, ctx: &Ctx) -> Effects {
    let call = &model.call;
    let is_open = model.nav.current() == Screen::Call;
    let is_same = call.trail.customer() == trail.customer();
    let goes_on = is_same && call.way == way && call.stage == Stage::Form;
    model.nav.open(Screen::Call);
    if goes_on {
        model.call.trail = trail;
        return screens::entered(model, ctx);
    }
    let before = model.call.set_aside();
    let call = &mut model.call;
    call.after = if is_open || way == Way::Call { After::Next } else { After::Back };
    call.trail = trail;
    call.start(way);
    say_what_is_kept(model, before, ctx);
    if is_open && is_same {
        begin(model, ctx);
        return Effects::none();
    }
    forget(model);
    record_access(model, ctx).and(screens::entered(model, ctx))
}

/// Says that the log of a former customer waits, or that the one of this customer goes on.
fn say_what_is_kept(model: &mut Model, before: Option<CustomerId>, ctx: &Ctx) {
    let words = match before.filter(|before| model.call.trail.customer() != Some(*before)) {
        Some(before) => {
            let row = model.book.find(before);
            let name = row.map(|(book, row)| secret(book.display_name(row))).unwrap_or_default();
            tr!(ctx.lang, "call.put_aside", name = name)
        }
        None if model.call.left_over.is_some() => tr!(ctx.lang, "call.goes_on"),
        None => return,
    };
    model.status.note(words, ctx);
}

/// Goes to the next customer of the list, or to its end.
pub(super) fn advance(model: &mut Model, ctx: &Ctx) -> Effects {
    model.call.set_aside();
    let is_ended = !model.call.trail.step(1);
    model.call.start(Way::Call);
    if is_ended {
        model.call.stage = Stage::Ended;
        return Effects::none();
    }
    forget(model);
    record_access(model, ctx).and(load(model, ctx))
}

/// Goes on with the form that an earlier run left.
pub fn go_on(model: &mut Model, (customer, way): (CustomerId, Way), form: Form, ctx: &Ctx) -> Effects {
    model.nav.open(Screen::Call);
    let call = &mut model.call;
    call.set_aside();
    call.trail = Trail::single(customer);
    call.after = After::Back;
    call.start(way);
    call.stage = Stage::Form;
    call.left_over = Some(form);
    forget(model);
    record_access(model, ctx).and(screens::entered(model, ctx))
}

pub(super) fn forget(model: &mut Model) {
    model.call.card = None;
    model.call.facts = None;
}

pub(super) fn record_access(model: &mut Model, ctx: &Ctx) -> Effects {
    match model.call.trail.customer() {
        Some(customer) => {
            let request = Request::RecordAccess(customer, Access::CallScreen);
            model.requests.ask(AnyTopic::Call(Topic::Access), request, ctx)
        }
        None => Effects::none(),
    }
}

/// Asks for what is shown of the customer.
pub fn load(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(customer) = model.call.trail.customer() else { return Effects::none() };
    let card = model.requests.ask(AnyTopic::Call(Topic::Card), Request::FindCard(customer), ctx);
    card.and(model.requests.ask(AnyTopic::Call(Topic::Facts), Request::FindLogFacts(customer), ctx))
}

/// A customer was put off: the next one is there.
pub fn put_off(model: &mut Model, customer: CustomerId, ctx: &Ctx) -> Effects {
    let is_here = model.nav.current() == Screen::Call && model.call.trail.customer() == Some(customer);
    if is_here && model.call.stage == Stage::Reach { advance(model, ctx) } else { Effects::none() }
}

/// What was written for a customer was taken back: he is there again, if nothing else was begun meanwhile.
pub fn undone(model: &mut Model, customer: CustomerId, ctx: &Ctx) -> Effects {
    let call = &mut model.call;
    let is_idle = matches!(call.stage, Stage::Reach | Stage::Ended);
    let place = call.trail.customers.iter().position(|known| *known == customer);
    let (Screen::Call, true, Some(place)) = (model.nav.current(), is_idle, place) else {
        return Effects::none();
    };
    if call.trail.at == place && call.stage != Stage::Ended {
        return load(model, ctx);
    }
    call.set_aside();
    call.trail.at = place;
    call.start(Way::Call);
    forget(model);
    record_access(model, ctx).and(load(model, ctx))
}
