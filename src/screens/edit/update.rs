//! How forms change: opening, typing, checking, saving, leaving.

use super::customer::{self, Around, Problems};
use super::form::{FieldId, Form};
use super::{Base, Command, Draft, Target, Timer, Topic, class};
use crate::app::book::absorb;
use crate::app::status::Mark;
use crate::app::{Ctx, Effects, Key, Model, Screen, Timer as AnyTimer, Topic as AnyTopic, Trail};
use crate::book::Card;
use crate::domain::{CustomerId, Dimension};
use crate::screens;
use crate::store::protocol::{Access, Failure, FailureKind, Fresh, Reply, Request};
use crate::tr;
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
    let Some(book) = model.book.get() else { return };
    if let Some(Draft { form, base: Base::Class(base), .. }) = model.edit.draft_mut()
        && form.focused().is_some_and(|field| field.id == FieldId::Dimension)
    {
        class::follow_dimension(form, base, book, ctx.lang);
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

/// What the form asks of the book, or what is wrong with it.
fn request_of(draft: &Draft, around: Around<'_>, ctx: &Ctx) -> Result<Request, Problems> {
    match &draft.base {
        Base::Customer(base) => {
            let fields = customer::read(&draft.form, base, around)?;
            Ok(Request::SaveCustomer(base.known, Box::new(fields)))
        }
        Base::Class(base) => {
            let by_hand = class::read(&draft.form, base, (ctx.now, ctx.lang))?;
            Ok(Request::SetClass(Box::new(by_hand)))
        }
    }
}

fn save(model: &mut Model, ctx: &Ctx) -> Effects {
    model.timers.stop(AnyTimer::Edit(Timer::Check));
    let around = Around { book: model.book.get(), today: ctx.now.day(), lang: ctx.lang };
    let Some(draft) = model.edit.draft_mut() else { return Effects::none() };
    let topic = AnyTopic::Edit(Topic::Save(draft.target));
    match request_of(draft, around, ctx) {
        // A second Enter before the answer must not save twice.
        Ok(_) if model.requests.is_awaiting(topic) => Effects::none(),
        Ok(request) => model.requests.ask(topic, request, ctx),
        Err(problems) => {
            draft.form.say(&problems, None);
            draft.form.go_to_problem();
            Effects::none()
        }
    }
}

/// Leaves the form. What was typed stays for the next time.
pub fn leave(model: &mut Model, ctx: &Ctx) -> Effects {
    model.timers.stop(AnyTimer::Edit(Timer::Check));
    let target = model.edit.open.take();
    if let Some(draft) = target.and_then(|of| model.edit.drafts.iter().find(|draft| draft.target == of)) {
        if draft.form.is_changed() {
            let key = match draft.target {
                Target::New => "edit.kept_new",
                Target::Customer(_) => "edit.kept_customer",
                Target::Class(_) => "edit.kept_class",
            };
            model.status.note(ctx.lang.text(key), ctx);
        } else {
            model.edit.drop_draft(draft.target);
        }
    }
    if model.nav.current() == Screen::Edit && model.nav.back() {
        screens::entered(model, ctx)
    } else {
        Effects::none()
    }
}

/// Takes an answer of the book.
pub fn reply(model: &mut Model, topic: Topic, result: Result<Reply, Failure>, ctx: &Ctx) -> Effects {
    match (topic, result) {
        (Topic::Load(target), Ok(Reply::CardFound(card))) => begin(model, target, &card, ctx),
        (Topic::Theirs(target), Ok(Reply::CardFound(card))) => merge(model, target, &card, ctx),
        (Topic::Save(target), Ok(Reply::CustomerSaved(customer, fresh))) => {
            return saved(model, target, customer, *fresh, ctx);
        }
        (Topic::Save(target), Ok(Reply::ClassSet(fresh))) => {
            let Some(customer) = target.customer() else { return Effects::none() };
            return saved(model, target, customer, *fresh, ctx);
        }
        (Topic::Save(target), Err(failure)) => return not_saved(model, target, failure, ctx),
        (_, Ok(_)) => {}
        (_, Err(failure)) => crate::app::update::fail(model, failure, ctx),
    }
    Effects::none()
}

/// The customer is there: the form can be filled.
fn begin(model: &mut Model, target: Target, card: &Card, ctx: &Ctx) {
    if let Some((mut form, base)) = form_of(model, target, card, ctx) {
        if let Some(at) = model.edit.wanted.take() {
            form.go_to(at);
        }
        model.edit.fill(target, &mut form, &base, (model.book.get(), ctx.lang));
        model.edit.drop_draft(target);
        model.edit.drafts.push(Draft { target, form, base, failure: None });
    }
}

fn form_of(model: &Model, target: Target, card: &Card, ctx: &Ctx) -> Option<(Form, Base)> {
    match target {
        Target::New => None,
        Target::Customer(_) => {
            let around = Around { book: model.book.get(), today: ctx.now.day(), lang: ctx.lang };
            let (form, base) = customer::of_card(card, around);
            Some((form, Base::Customer(Box::new(base))))
        }
        Target::Class(_) => {
            let (form, base) = class::of_card(card, model.book.get()?, model.edit.dimension, ctx.lang);
            Some((form, Base::Class(base)))
        }
    }
}

/// Another window saved first: theirs and mine stand side by side, and the next save keeps mine.
fn merge(model: &mut Model, target: Target, card: &Card, ctx: &Ctx) {
    let Some((theirs, base)) = form_of(model, target, card, ctx) else { return };
    if let Some(draft) = model.edit.drafts.iter_mut().find(|draft| draft.target == target) {
        draft.form.merge(&theirs);
        draft.base = base;
    }
}

fn not_saved(model: &mut Model, target: Target, failure: Failure, ctx: &Ctx) -> Effects {
    let Some(draft) = model.edit.drafts.iter_mut().find(|draft| draft.target == target) else {
        return Effects::none();
    };
    let hint = failure.hint.map(|hint| format!("  {hint}")).unwrap_or_default();
    if failure.kind == FailureKind::Conflict
        && let Target::Customer(customer) = target
    {
        draft.failure = Some(tr!(ctx.lang, "edit.conflict").into_owned());
        let request = Request::FindCard(customer);
        return model.requests.ask(AnyTopic::Edit(Topic::Theirs(target)), request, ctx);
    }
    draft.failure = Some(format!("{}{hint}", failure.sentence));
    Effects::none()
}

/// It is saved: the form closes, the rest of the program learns of it. A new customer's card opens.
fn saved(model: &mut Model, target: Target, customer: CustomerId, fresh: Fresh, ctx: &Ctx) -> Effects {
    let is_shown = model.edit.open == Some(target) && model.nav.current() == Screen::Edit;
    let dimension =
        model.edit.draft().filter(|draft| draft.target == target).map(|draft| class::dimension(&draft.form));
    model.edit.drop_draft(target);
    let left = if is_shown { leave(model, ctx) } else { Effects::none() };
    let effects = left.and(absorb(model, fresh, ctx));
    let name =
        model.book.find(customer).map(|(book, row)| book.display_name(row).to_owned()).unwrap_or_default();
    let words = match target {
        Target::New => tr!(ctx.lang, "edit.added", name = name),
        Target::Customer(_) => tr!(ctx.lang, "edit.saved", name = name),
        Target::Class(_) => {
            let dimension = dimension.map(|of| ctx.lang.code_text(of)).unwrap_or_default();
            tr!(ctx.lang, "edit.class_set", name = name, dimension = dimension)
        }
    };
    let offer = Some(tr!(ctx.lang, "edit.undo").into_owned());
    model.status.say(Mark::Done, words.into_owned(), offer, ctx);
    if target == Target::New && is_shown {
        return effects.and(screens::card::open(model, Trail::single(customer), ctx));
    }
    effects
}
