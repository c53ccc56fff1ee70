//! How forms change: opening, typing, checking, saving, leaving.

use super::customer::{self, Around};
use super::form::FieldId;
use super::save::{request_of, save};
use super::{Base, Command, Draft, Target, Timer, Topic, class, consent, view};
use crate::app::mouse::Mouse;
use crate::app::{Ctx, Effects, Key, Model, Screen, Timer as AnyTimer, Topic as AnyTopic};
use crate::domain::{Channel, CustomerId, Dimension};
use crate::screens;
use crate::store::protocol::{Access, Request};
use crate::ui::Motion;
use std::time::Duration;

/// After so long without a key the field is looked at.
const REST: Duration = Duration::from_millis(400);

/// Opens the form of a new customer.
pub fn add(model: &mut Model, ctx: &Ctx) -> Effects {
    if !model.edit.drafts.iter().any(|draft| draft.target == Target::New) {
        let (mut form, base) = customer::blank(ctx.lang);
        let base = Base::Customer(Box::new(base));
        model.edit.fill(Target::New, &mut form, &base, (None, ctx.lang));
        model.edit.drafts.push(Draft { target: Target::New, form, base, failure: None });
    }
    open(model, Target::New);
    Effects::none()
}

/// Opens the form of a customer's data, at a field if one is wanted. Its numbers stand in clear, so that is noted in
/// the book.
pub fn edit(model: &mut Model, customer: CustomerId, at: Option<FieldId>, ctx: &Ctx) -> Effects {
    let target = Target::Customer(customer);
    open(model, target);
    model.edit.wanted = at;
    if let (Some(draft), Some(at)) = (model.edit.draft_mut(), at) {
        draft.form.go_to(at);
    }
    let request = Request::RecordAccess(customer, Access::ShowNumber);
    let noted = model.requests.ask(AnyTopic::Edit(Topic::Access), request, ctx);
    noted.and(load(model, target, ctx))
}

/// Opens the form of a class by hand, in a dimension if one is known.
pub fn set_class(
    model: &mut Model,
    customer: CustomerId,
    dimension: Option<Dimension>,
    ctx: &Ctx,
) -> Effects {
    let target = Target::Class(customer);
    model.edit.dimension = dimension;
    open(model, target);
    load(model, target, ctx)
}

/// Opens the form of what a customer allows on a channel.
pub fn set_consent(model: &mut Model, customer: CustomerId, channel: Channel, ctx: &Ctx) -> Effects {
    let target = Target::Consent(customer, channel);
    open(model, target);
    load(model, target, ctx)
}

fn open(model: &mut Model, target: Target) {
    model.edit.open = Some(target);
    model.nav.open(Screen::Edit);
}

/// Asks for the customer, unless a draft of the form is there.
fn load(model: &mut Model, target: Target, ctx: &Ctx) -> Effects {
    match target.customer() {
        Some(customer) if model.edit.draft().is_none() => {
            let request = Request::FindCard(customer);
            model.requests.ask(AnyTopic::Edit(Topic::Load(target)), request, ctx)
        }
        _ => Effects::none(),
    }
}

/// Runs a command of this screen.
pub fn run(model: &mut Model, command: Command, ctx: &Ctx) -> Effects {
    match command {
        Command::NextField => step(model, 1, ctx),
        Command::PreviousField => step(model, -1, ctx),
        Command::Step(motion) => step_value(model, motion, ctx),
        Command::Save => return save(model, ctx),
        Command::Discard => {
            if let Some(target) = model.edit.open {
                model.edit.drop_draft(target);
            }
            return leave(model, ctx);
        }
    }
    Effects::none()
}

fn step(model: &mut Model, by: isize, ctx: &Ctx) {
    check_focused(model, ctx);
    if let Some(draft) = model.edit.draft_mut() {
        draft.form.step(by);
    }
}

/// A click takes the caret to the field under it.
pub fn mouse(model: &mut Model, mouse: Mouse, ctx: &Ctx) {
    let Mouse::Click(at) = mouse else { return };
    let Some(field) = view::field_at(model, ctx, at) else { return };
    check_focused(model, ctx);
    if let Some(draft) = model.edit.draft_mut() {
        draft.form.focus = field;
    }
}

/// A number or a date goes on by a step; from any other field the caret goes to the one above or below.
fn step_value(model: &mut Model, motion: Motion, ctx: &Ctx) {
    let Some(draft) = model.edit.draft_mut() else { return };
    let Some(field) = draft.form.focused() else { return };
    if !field.id.is_stepped() {
        match motion {
            Motion::Up => step(model, -1, ctx),
            Motion::Down => step(model, 1, ctx),
            _ => {}
        }
        return;
    }
    let stepped = match &draft.base {
        Base::Customer(_) => customer::stepped(field, motion, (ctx.now.day(), ctx.lang)),
        Base::Class(base) => class::stepped(field, motion, base, (ctx.now, ctx.lang)),
        Base::Consent(base) => consent::stepped(field, motion, base, (ctx.now, ctx.lang)),
    };
    if let Some(text) = stepped {
        draft.form.replace(&text);
        changed(model, ctx);
    }
}

/// A key for the field with the caret.
pub fn input(model: &mut Model, key: Key, ctx: &Ctx) {
    let Some(draft) = model.edit.draft_mut() else { return };
    if draft.form.key(key) {
        changed(model, ctx);
    }
}

/// Pasted text for it.
pub fn paste(model: &mut Model, text: &str, ctx: &Ctx) -> bool {
    let taken = model.edit.draft_mut().is_some_and(|draft| draft.form.paste(text));
    if taken {
        changed(model, ctx);
    }
    taken
}

fn changed(model: &mut Model, ctx: &Ctx) {
    model.timers.start(AnyTimer::Edit(Timer::Check), REST, ctx);
    let book = model.book.get();
    let Some(Draft { form, base, .. }) = model.edit.draft_mut() else { return };
    let id = form.focused().map(|field| field.id);
    match (id, base, book) {
        (Some(FieldId::Dimension), Base::Class(base), Some(book)) => {
            class::follow_dimension(form, base, book, ctx.lang);
        }
        (Some(FieldId::Consent), Base::Consent(base), _) => {
            consent::follow_state(form, base, ctx.now.day());
        }
        (Some(FieldId::Channel), Base::Consent(_), book) => {
            consent::turn(&mut model.edit, (book, ctx.now, ctx.lang));
        }
        _ => {}
    }
}

/// The language was switched: options are called anew, and what was said in the other language goes.
pub fn reworded(model: &mut Model, ctx: &Ctx) {
    let book = model.book.get();
    for draft in &mut model.edit.drafts {
        draft.failure = None;
        for field in &mut draft.form.fields {
            field.problem = None;
        }
        match &draft.base {
            Base::Customer(_) => customer::reword(&mut draft.form, ctx.lang),
            Base::Class(base) => {
                if let Some(book) = book {
                    class::reword(&mut draft.form, base, book, ctx.lang);
                }
            }
            Base::Consent(_) => consent::reword(&mut draft.form, ctx.lang),
        }
    }
}

/// A timer has rung.
pub fn timer(model: &mut Model, timer: Timer, ctx: &Ctx) -> Effects {
    match timer {
        Timer::Check => check_focused(model, ctx),
    }
    Effects::none()
}

/// Says what is wrong with the field that has the caret.
fn check_focused(model: &mut Model, ctx: &Ctx) {
    model.timers.stop(AnyTimer::Edit(Timer::Check));
    let around = Around { book: model.book.get(), today: ctx.now.day(), lang: ctx.lang };
    let Some(draft) = model.edit.draft_mut() else { return };
    let Some((id, is_changed)) = draft.form.focused().map(|field| (field.id, field.is_changed())) else {
        return;
    };
    // What was left as it was is not complained about before it is saved.
    let problems =
        if is_changed { request_of(draft, around, ctx).err().unwrap_or_default() } else { Vec::new() };
    draft.form.say(&problems, Some(id));
}

/// Leaves the form. What was typed stays for the next time.
pub fn leave(model: &mut Model, ctx: &Ctx) -> Effects {
    model.timers.stop(AnyTimer::Edit(Timer::Check));
    let target = model.edit.open.take();
    if let Some(target) = target {
        model.edit.drafts.retain(|draft| !target.is_with(draft.target) || draft.form.is_changed());
        if model.edit.drafts.iter().any(|draft| target.is_with(draft.target)) {
            let key = match target {
                Target::New => "edit.kept_new",
                Target::Customer(_) => "edit.kept_customer",
                Target::Class(_) => "edit.kept_class",
                Target::Consent(..) => "edit.kept_consent",
            };
            model.status.note(ctx.lang.text(key), ctx);
        }
    }
    if model.nav.current() == Screen::Edit && model.nav.back() {
        screens::entered(model, ctx)
    } else {
        Effects::none()
    }
}
