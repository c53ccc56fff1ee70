//! How Call changes: its commands, what is typed, the answers of the book.

use super::choice::{choose, point_to_closed, walk};
use super::dial::dial;
use super::form::{Form, outcome};
use super::pace::{object, warm};
use super::save::{refuse, save, saved};
use super::{Command, Stage, Timer, Topic, Way, view};
use crate::app::mouse::{Mouse, TURN};
use crate::app::update::fail;
use crate::app::{Ctx, Effects, Key, Model, edit_of};
use crate::app::{Timer as AnyTimer, Uptime};
use crate::domain::Reach;
use crate::screens;
use crate::store::protocol::{Failure, Reply};
use crate::tr;
use crate::ui::Motion;
use crate::ui::scroll::scrolled;
use crate::work::Outcome;
use std::time::Duration;

/// So long after a log Enter does nothing: it was meant for the log.
const GUARD: Duration = Duration::from_millis(500);
/// So long typing must rest before what is wrong is said.
const REST: Duration = Duration::from_millis(400);

/// Runs a command of this screen.
pub fn run(model: &mut Model, command: Command, ctx: &Ctx) -> Effects {
    if !matches!(command, Command::Dial | Command::Save | Command::Leave | Command::Choose) {
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
        Command::Choose => return choose(model, ctx),
        Command::Scroll(motion) => walk(model, motion, ctx),
        Command::Script => model.call.shows_script ^= true,
        Command::PointToDeceased => model.status.note(tr!(ctx.lang, "call.deceased_key"), ctx),
        Command::PointToClosed => point_to_closed(model, ctx),
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
        model.call.picked = None;
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
    model.call.picked = None;
}

/// The facts are there: a form that starts the log opens; one that is open looks at them anew.
pub(super) fn begin(model: &mut Model, ctx: &Ctx) {
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

pub(super) fn leave(model: &mut Model, ctx: &Ctx) -> Effects {
    if model.nav.back() { screens::entered(model, ctx) } else { Effects::none() }
}

/// Whether Esc leaves the screen: nothing lies before this stage.
pub fn is_first_stage(model: &Model) -> bool {
    match model.call.way {
        Way::Incoming => model.call.stage == Stage::Results,
        Way::Call | Way::Message | Way::Wecom => model.call.stage == Stage::Reach,
    }
}

/// Esc: out of the panel; form, results, reach. What was typed is kept.
pub fn back(model: &mut Model) {
    let call = &mut model.call;
    if call.picked.take().is_some() {
        return;
    }
    let has_result = call.form.as_ref().is_some_and(|form| form.outcome.result.is_some());
    call.stage = match call.stage {
        Stage::Form if has_result => Stage::Results,
        _ => Stage::Reach,
    };
}

/// The wheel moves the script; a click takes the caret to the field under it.
pub fn mouse(model: &mut Model, mouse: Mouse, ctx: &Ctx) -> Effects {
    match mouse {
        Mouse::Wheel(_, turn) => (0..TURN).for_each(|_| scroll(model, turn.motion(), ctx)),
        Mouse::Click(at) => {
            let field = view::field_at(model, ctx, at);
            if let (Some(form), Some(field)) = (&mut model.call.form, field) {
                form.select(field);
                form.shows_problems = true;
            }
        }
    }
    Effects::none()
}

/// Moves the script.
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
