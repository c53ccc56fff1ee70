//! Saving forms, and what the book answers: what they are filled from, that it is saved, or why not.

use super::customer::{self, Around, Problems};
use super::form::Form;
use super::update::leave;
use super::{Base, Draft, Target, Timer, Topic, class, consent};
use crate::app::book::absorb;
use crate::app::{Ctx, Effects, Model, Screen, Timer as AnyTimer, Topic as AnyTopic, Trail};
use crate::book::Card;
use crate::domain::{CustomerId, secret};
use crate::screens;
use crate::store::protocol::{Failure, FailureKind, Fresh, Reply, Request};
use crate::tr;

/// What the form asks of the book, or what is wrong with it.
pub(super) fn request_of(draft: &Draft, around: Around<'_>, ctx: &Ctx) -> Result<Request, Problems> {
    match &draft.base {
        Base::Customer(base) => {
            let fields = customer::read(&draft.form, base, around)?;
            Ok(Request::SaveCustomer(base.known, Box::new(fields)))
        }
        Base::Class(base) => {
            let by_hand = class::read(&draft.form, base, (ctx.now, ctx.lang))?;
            Ok(Request::SetClass(Box::new(by_hand)))
        }
        Base::Consent(base) => {
            let change = consent::read(&draft.form, base, (ctx.now, ctx.lang))?;
            Ok(Request::SaveConsents(base.customer, vec![change]))
        }
    }
}

/// Enter: what is wrong has the caret, or the form goes to the book.
pub(super) fn save(model: &mut Model, ctx: &Ctx) -> Effects {
    model.timers.stop(AnyTimer::Edit(Timer::Check));
    if let Some(target @ Target::Consent(customer, _)) = model.edit.open {
        return save_consents(model, target, customer, ctx);
    }
    let around = Around { book: model.book.get(), today: ctx.now.day(), lang: ctx.lang };
    let Some(draft) = model.edit.draft_mut() else { return Effects::none() };
    if matches!(draft.target, Target::Customer(_)) && !draft.form.is_changed() {
        model.status.note(tr!(ctx.lang, "edit.nothing_typed"), ctx);
        return leave(model, ctx);
    }
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

/// All channels that were changed go to the book together; the first one with something wrong is shown.
fn save_consents(model: &mut Model, target: Target, customer: CustomerId, ctx: &Ctx) -> Effects {
    let (mut changes, mut wrong) = (Vec::new(), None);
    let mine = |draft: &&mut Draft| target.is_with(draft.target) && draft.form.is_changed();
    for draft in model.edit.drafts.iter_mut().filter(mine) {
        let Base::Consent(base) = &draft.base else { continue };
        match consent::read(&draft.form, base, (ctx.now, ctx.lang)) {
            Ok(change) => changes.push(change),
            Err(problems) => {
                draft.form.say(&problems, None);
                draft.form.go_to_problem();
                // That of the shown channel comes first.
                wrong = wrong.filter(|wrong| *wrong == target).or(Some(draft.target));
            }
        }
    }
    if wrong.is_some() {
        model.edit.open = wrong;
        return Effects::none();
    }
    if changes.is_empty() {
        model.status.note(tr!(ctx.lang, "edit.nothing_typed"), ctx);
        return leave(model, ctx);
    }
    let topic = AnyTopic::Edit(Topic::Save(target));
    if model.requests.is_awaiting(topic) {
        return Effects::none();
    }
    model.requests.ask(topic, Request::SaveConsents(customer, changes), ctx)
}

/// Takes an answer of the book.
pub fn reply(model: &mut Model, topic: Topic, result: Result<Reply, Failure>, ctx: &Ctx) -> Effects {
    match (topic, result) {
        (Topic::Load(target), Ok(Reply::CardFound(card))) => begin(model, target, &card, ctx),
        (Topic::Theirs(target), Ok(Reply::CardFound(card))) => merge(model, target, &card, ctx),
        (Topic::Save(target), Ok(Reply::CustomerSaved(customer, fresh))) => {
            return saved(model, target, customer, *fresh, ctx);
        }
        (Topic::Save(target), Ok(Reply::ClassSet(fresh) | Reply::ConsentsSaved(fresh))) => {
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
        model.edit.drafts.retain(|draft| draft.target != target);
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
        Target::Consent(_, channel) => {
            let (form, base) = consent::of_card(card, channel, (ctx.now, ctx.lang));
            Some((form, Base::Consent(base)))
        }
    }
}

/// Another window saved first: theirs and mine stand side by side, and the next save keeps mine.
fn merge(model: &mut Model, target: Target, card: &Card, ctx: &Ctx) {
    let of = |draft: &Draft| target.is_with(draft.target).then_some(draft.target);
    let targets: Vec<Target> = model.edit.drafts.iter().filter_map(of).collect();
    for target in targets {
        let Some((theirs, base)) = form_of(model, target, card, ctx) else { continue };
        if let Some(draft) = model.edit.drafts.iter_mut().find(|draft| draft.target == target) {
            draft.form.merge(&theirs);
            draft.base = base;
        }
    }
}

fn not_saved(model: &mut Model, target: Target, failure: Failure, ctx: &Ctx) -> Effects {
    let Some(draft) = model.edit.drafts.iter_mut().find(|draft| draft.target == target) else {
        return Effects::none();
    };
    let hint = failure.hint.map(|hint| format!("  {hint}")).unwrap_or_default();
    if failure.kind == FailureKind::Conflict
        && let Target::Customer(customer) | Target::Consent(customer, _) = target
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
    let is_open = model.edit.open.is_some_and(|open| target.is_with(open));
    let is_shown = is_open && model.nav.current() == Screen::Edit;
    let dimension =
        model.edit.draft().filter(|draft| draft.target == target).map(|draft| class::dimension(&draft.form));
    model.edit.drop_draft(target);
    let left = if is_shown { leave(model, ctx) } else { Effects::none() };
    let effects = left.and(absorb(model, fresh, ctx));
    let name =
        model.book.find(customer).map(|(book, row)| book.display_name(row).to_owned()).unwrap_or_default();
    let words = match target {
        Target::New => tr!(ctx.lang, "edit.added", name = secret(name)),
        Target::Customer(_) => tr!(ctx.lang, "edit.saved", name = secret(name)),
        Target::Consent(..) => tr!(ctx.lang, "edit.consent_saved", name = secret(name)),
        Target::Class(_) => {
            let dimension = dimension.map(|of| ctx.lang.code_text(of)).unwrap_or_default();
            tr!(ctx.lang, "edit.class_set", name = secret(name), dimension = dimension)
        }
    };
    model.status.undoable(words, ctx);
    if target == Target::New && is_shown {
        return effects.and(screens::card::open(model, Trail::single(customer), ctx));
    }
    effects
}
