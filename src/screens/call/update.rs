//! How Call changes: its commands, what is typed, the answers of the book.

use super::dial::dial;
use super::form::{Form, outcome};
use super::pace::{count_refusals, object, warm, with_objections};
use super::{After, Command, Stage, Timer, Topic, Way, view};
use crate::app::command::Command as Any;
use crate::app::mouse::{Mouse, TURN};
use crate::app::status::{Mark, Offer};
use crate::app::update::fail;
use crate::app::{Ctx, Effects, Key, Model, Screen, Topic as AnyTopic, Trail, book, edit_of};
use crate::app::{Timer as AnyTimer, Uptime};
use crate::domain::{CustomerId, Reach};
use crate::overlays::Overlay;
use crate::overlays::dialog::{Answer, Dialog};
use crate::screens;
use crate::store::protocol::{Access, Failure, Fresh, Reply, Request};
use crate::tr;
use crate::ui::Motion;
use crate::ui::scroll::scrolled;
use crate::work::words::{channel_text, moment_text};
use crate::work::{NextContact, Outcome};
use std::time::Duration;

/// So long after a log Enter does nothing: it was meant for the log.
const GUARD: Duration = Duration::from_millis(500);
/// So long typing must rest before what is wrong is said.
const REST: Duration = Duration::from_millis(400);

/// Opens it on the customer of a trail. A log of the same customer that was begun goes on.
pub fn open(model: &mut Model, trail: Trail, way: Way, ctx: &Ctx) -> Effects {
    let is_open = model.nav.current() == Screen::Call;
    let call = &mut model.call;
    let goes_on = call.trail.customer() == trail.customer() && call.way == way && call.stage == Stage::Form;
    let after = if is_open || way == Way::Call { After::Next } else { After::Back };
    model.nav.open(Screen::Call);
    if goes_on {
        call.trail = trail;
        return screens::entered(model, ctx);
    }
    let is_same = is_open && call.trail.customer() == trail.customer();
    call.after = after;
    call.trail = trail;
    call.start(way);
    if is_same {
        begin(model, ctx);
        return Effects::none();
    }
    forget(model);
    record_access(model, ctx).and(screens::entered(model, ctx))
}

/// Goes to the next customer of the list, or to its end.
fn advance(model: &mut Model, ctx: &Ctx) -> Effects {
    model.call.start(Way::Call);
    if !model.call.trail.step(1) {
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

/// Runs a command of this screen.
pub fn run(model: &mut Model, command: Command, ctx: &Ctx) -> Effects {
    if !matches!(command, Command::Dial | Command::Save | Command::Leave) {
        model.call.saved_at = None;
    } else if is_held_down(model, ctx) {
        return Effects::none();
    }
    match command {
        Command::Reach(reach) => choose_reach(model, reach, ctx),
        Command::Result(result) => {
            let way = model.call.way;
            open_form(model, Outcome { result: Some(result), ..outcome(way, Reach::Connected) }, ctx);
        }
        Command::Reply(reply) => {
            let way = model.call.way;
            open_form(model, Outcome { reply: Some(reply), ..outcome(way, Reach::Delivered) }, ctx);
        }
        Command::Dial => return dial(model, ctx),
        Command::Save => return save(model, ctx),
        Command::Step(motion) => step_value(model, motion, ctx),
        Command::NextField => step_field(model, 1),
        Command::PreviousField => step_field(model, -1),
        Command::Scroll(motion) => scroll(model, motion, ctx),
        Command::Script => model.call.shows_script ^= true,
        Command::PointToDeceased => model.status.note(tr!(ctx.lang, "call.deceased_key"), ctx),
        Command::Leave => return leave(model, ctx),
        Command::Warm => return warm(model, ctx),
        Command::Objection(number) => object(model, number, ctx),
    }
    Effects::none()
}

/// An Enter just after a log was saved, or one that is held down: it was meant for the log.
fn is_held_down(model: &mut Model, ctx: &Ctx) -> bool {
    let is_held = model.call.saved_at.is_some_and(|at: Uptime| ctx.uptime < at + GUARD);
    if is_held {
        model.call.saved_at = Some(ctx.uptime);
    }
    is_held
}

fn choose_reach(model: &mut Model, reach: Reach, ctx: &Ctx) {
    if reach == Reach::Connected {
        model.call.stage = Stage::Results;
    } else {
        let outcome = outcome(model.call.way, reach);
        open_form(model, outcome, ctx);
    }
}

fn open_form(model: &mut Model, outcome: Outcome, ctx: &Ctx) {
    let form = match model.call.context(ctx.now) {
        Some(context) => Form::new(outcome, &context, model.call.form.as_ref(), ctx.lang),
        None => return,
    };
    model.call.form = Some(form);
    model.call.stage = Stage::Form;
}

/// The facts are there: a form that starts the log opens; one that is open looks at them anew.
fn begin(model: &mut Model, ctx: &Ctx) {
    if model.call.stage != Stage::Form {
        return;
    }
    // What happened anyway can always be logged.
    let is_begun = model.call.form.is_some() || model.call.left_over.is_some();
    if !is_begun && model.call.closed().is_some() {
        model.call.stage = Stage::Reach;
        return;
    }
    let sent = outcome(model.call.way, Reach::Sent);
    let (mut form, left_over) = (model.call.form.take(), model.call.left_over.take());
    if let Some(context) = model.call.context(ctx.now) {
        match (&mut form, left_over) {
            (Some(form), _) => form.repropose(&context, ctx.lang),
            (None, Some(left)) => form = Some(left.resumed(&context, ctx.lang)),
            (None, None) => form = Some(Form::new(sent, &context, None, ctx.lang)),
        }
    }
    model.call.form = form;
}

fn leave(model: &mut Model, ctx: &Ctx) -> Effects {
    if model.nav.back() { screens::entered(model, ctx) } else { Effects::none() }
}

/// Whether Esc leaves the screen: nothing lies before this stage.
pub fn is_first_stage(model: &Model) -> bool {
    match model.call.way {
        Way::Incoming => model.call.stage == Stage::Results,
        Way::Call | Way::Message => model.call.stage == Stage::Reach,
    }
}

/// Esc: form, results, reach. What was typed is kept.
pub fn back(model: &mut Model) {
    let call = &mut model.call;
    let has_result = call.form.as_ref().is_some_and(|form| form.outcome.result.is_some());
    call.stage = match call.stage {
        Stage::Form if has_result => Stage::Results,
        _ => Stage::Reach,
    };
}

/// The wheel moves the script.
pub fn mouse(model: &mut Model, mouse: Mouse, ctx: &Ctx) -> Effects {
    if let Mouse::Wheel(_, turn) = mouse {
        (0..TURN).for_each(|_| scroll(model, turn.motion(), ctx));
    }
    Effects::none()
}

/// Up, Down and pages move the script.
pub fn scroll(model: &mut Model, motion: Motion, ctx: &Ctx) {
    if let Some((lines, height)) = view::script_size(model, ctx) {
        model.call.top = scrolled(model.call.top, motion, lines, height);
    }
}

fn step_field(model: &mut Model, by: isize) {
    if let Some(form) = &mut model.call.form {
        form.step(by);
    }
}

/// A number or a date goes on by a step; from any other field the caret goes to the one above or below.
fn step_value(model: &mut Model, motion: Motion, ctx: &Ctx) {
    let mut form = model.call.form.take();
    let mut is_stepped = false;
    if let (Some(form), Some(context)) = (&mut form, model.call.context(ctx.now)) {
        is_stepped = form.step_value(motion, &context, ctx.lang);
    }
    model.call.form = form;
    if is_stepped {
        edited(model, ctx);
        return;
    }
    match motion {
        Motion::Up => step_field(model, -1),
        Motion::Down => step_field(model, 1),
        _ => {}
    }
}

/// A key for the field that has the caret.
pub fn input(model: &mut Model, key: Key, ctx: &Ctx) {
    model.call.saved_at = None;
    let Some(edit) = edit_of(key) else { return };
    let changed = model.call.form.as_mut().and_then(Form::input_mut).is_some_and(|input| input.edit(edit));
    if changed {
        edited(model, ctx);
    }
}

/// Pasted text for that field.
pub fn paste(model: &mut Model, text: &str, ctx: &Ctx) -> bool {
    if model.call.stage != Stage::Form {
        return false;
    }
    if let Some(input) = model.call.form.as_mut().and_then(Form::input_mut) {
        input.paste(text);
        edited(model, ctx);
    }
    true
}

fn edited(model: &mut Model, ctx: &Ctx) {
    let mut form = model.call.form.take();
    if let (Some(form), Some(context)) = (&mut form, model.call.context(ctx.now)) {
        form.shows_problems = false;
        if form.field() != Some(super::form::Field::Next) {
            form.repropose(&context, ctx.lang);
        }
    }
    model.call.form = form;
    model.timers.start(AnyTimer::Call(Timer::Rest), REST, ctx);
}

/// Enter: what is wrong has the caret, or the log goes to the book.
fn save(model: &mut Model, ctx: &Ctx) -> Effects {
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

/// Takes an answer of the book.
pub fn reply(model: &mut Model, topic: Topic, result: Result<Reply, Failure>, ctx: &Ctx) -> Effects {
    match (topic, result) {
        (Topic::Card, Ok(Reply::CardFound(card))) => model.call.card = Some(card),
        (Topic::Facts, Ok(Reply::LogFactsFound(facts))) => {
            model.call.facts = Some(facts);
            begin(model, ctx);
        }
        (Topic::Save, Ok(Reply::LogSaved(next, fresh))) => return saved(model, next, *fresh, ctx),
        (Topic::Save, Err(failure)) => refuse(model, failure, ctx),
        (_, Err(failure)) => fail(model, failure, ctx),
        (_, Ok(_)) => {}
    }
    Effects::none()
}

/// The log is written: say so, take in what changed, and show the next customer.
fn saved(model: &mut Model, next: Option<NextContact>, fresh: Fresh, ctx: &Ctx) -> Effects {
    let text = saved_text(model, next, ctx);
    count_refusals(model);
    let warm = || Offer::Other(tr!(ctx.lang, "call.warm_offer").into_owned());
    let offer = if model.call.offers_warm() { warm() } else { Offer::Undo };
    model.status.say(Mark::Done, text, Some(offer), ctx);
    model.call.saved_at = Some(ctx.uptime);
    let effects = book::absorb(model, fresh, ctx);
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
    tr!(lang, "call.saved", name = view::name(model), what = what, next = next).into_owned()
}

/// The log could not be written: the form stays, nothing that was typed is lost.
fn refuse(model: &mut Model, failure: Failure, ctx: &Ctx) {
    let lang = ctx.lang;
    let what =
        model.call.form.as_ref().map(|form| view::outcome_text(lang, form.outcome)).unwrap_or_default();
    let kept = tr!(lang, "call.kept", name = view::name(model), what = what).into_owned();
    let answer = |key: char, words: &str, command: Option<Any>| Answer {
        key,
        words: lang.text(words).into_owned(),
        command,
    };
    let answers =
        vec![answer('r', "call.retry", Some(Any::Call(Command::Save))), answer('k', "call.keep", None)];
    model.overlays.push(Overlay::Dialog(Dialog::error(lang, failure, Some(kept), answers)));
}

/// A timer has rung.
pub fn timer(model: &mut Model, timer: Timer, _ctx: &Ctx) -> Effects {
    match timer {
        Timer::Rest => {
            if let Some(form) = &mut model.call.form {
                form.shows_problems = true;
            }
        }
    }
    Effects::none()
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
    call.trail.at = place;
    call.start(Way::Call);
    forget(model);
    record_access(model, ctx).and(load(model, ctx))
}
