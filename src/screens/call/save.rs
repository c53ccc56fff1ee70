//! Saving a log: what is wrong has the caret, or the book takes it, says so, and the next customer is there.

use super::pace::{count_refusals, with_objections};
use super::turn::advance;
use super::update::leave;
use super::{After, Command, Topic, Way, view};
use crate::app::command::Command as Any;
use crate::app::status::{Mark, Offer};
use crate::app::{Ctx, Effects, Model, Topic as AnyTopic, book};
use crate::domain::secret;
use crate::overlays::Overlay;
use crate::overlays::dialog::{Answer, Dialog};
use crate::store::protocol::{Failure, Fresh, Request};
use crate::tr;
use crate::work::NextContact;
use crate::work::words::{channel_text, moment_text};

/// Enter: what is wrong has the caret, or the log goes to the book.
pub(super) fn save(model: &mut Model, ctx: &Ctx) -> Effects {
    let (call, topic) = (&model.call, AnyTopic::Call(Topic::Save));
    let (Some(form), Some(context), Some(customer)) =
        (&call.form, call.context(ctx.now), call.trail.customer())
    else {
        return Effects::none();
    };
    if model.requests.is_awaiting(topic) {
        return Effects::none();
    }
    let assessment = form.assess(&context, ctx.lang);
    if let Some((mut draft, _)) = assessment.ready {
        draft.note = with_objections(draft.note, &call.objections, ctx.lang);
        return model.requests.ask(topic, Request::SaveLog(customer, Box::new(draft)), ctx);
    }
    if let (Some(form), Some((field, _))) = (&mut model.call.form, assessment.problems.first()) {
        form.select(*field);
        form.shows_problems = true;
    }
    Effects::none()
}

/// The log is written: say so, take in what changed, and show the next customer.
pub(super) fn saved(model: &mut Model, next: Option<NextContact>, fresh: Fresh, ctx: &Ctx) -> Effects {
    let text = saved_text(model, next, ctx);
    count_refusals(model);
    let warm = || Offer::Other(tr!(ctx.lang, "call.warm_offer").into_owned());
    let offer = if model.call.offers_warm() { warm() } else { Offer::Undo };
    model.status.say(Mark::Done, text, Some(offer), ctx);
    model.call.saved_at = Some(ctx.uptime);
    let effects = book::absorb(model, fresh, ctx);
    model.call.form = None;
    let then = match model.call.after {
        After::Next => advance(model, ctx),
        After::Back => {
            model.call.start(Way::Call);
            leave(model, ctx)
        }
    };
    effects.and(then)
}

/// `已记 马玉兰: 本人接通, 考虑中; 下次 12-01 电话`
fn saved_text(model: &Model, next: Option<NextContact>, ctx: &Ctx) -> String {
    let lang = ctx.lang;
    let what =
        model.call.form.as_ref().map(|form| view::outcome_text(lang, form.outcome)).unwrap_or_default();
    let outcome = model.call.form.as_ref().map(|form| form.outcome);
    let is_back = |on| outcome.is_some_and(|outcome| outcome.is_back_in_queue(on, ctx.now.day()));
    let next = match next {
        Some(next) if is_back(next.on) => tr!(lang, "call.saved_back").into_owned(),
        Some(next) => {
            let at = moment_text(lang, ctx.now.day(), next.on, next.minute);
            tr!(lang, "call.saved_next", at = at, channel = channel_text(lang, next.channel)).into_owned()
        }
        None => tr!(lang, "call.saved_no_next").into_owned(),
    };
    tr!(lang, "call.saved", name = secret(view::name(model)), what = what, next = next).into_owned()
}

/// The log could not be written: the form stays, nothing that was typed is lost.
pub(super) fn refuse(model: &mut Model, failure: Failure, ctx: &Ctx) {
    let lang = ctx.lang;
    let what =
        model.call.form.as_ref().map(|form| view::outcome_text(lang, form.outcome)).unwrap_or_default();
    let kept = tr!(lang, "call.kept", name = secret(view::name(model)), what = what).into_owned();
    let answer = |key: char, words: &str, command: Option<Any>| Answer {
        key,
        words: lang.text(words).into_owned(),
        command,
    };
    let answers =
        vec![answer('r', "call.retry", Some(Any::Call(Command::Save))), answer('k', "call.keep", None)];
    model.overlays.push(Overlay::Dialog(Dialog::error(lang, failure, Some(kept), answers)));
}
