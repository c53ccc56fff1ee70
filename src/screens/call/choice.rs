//! Choosing a code by Up, Down and Enter: a Chinese input method swallows the letters, and the digits end at the tenth
//! code. The panel lies below the script: Up and Down move the script by lines, and past its ends they go into the panel.
//! And what the codes say where nobody must be contacted.

use super::state::{Closed, reaches};
use super::update::scroll;
use super::{Command, Stage, Way, view};
use crate::app::{Ctx, Effects, Model, Scope};
use crate::domain::{Code, Reply, TalkResult};
use crate::tr;
use crate::ui::Motion;
use crate::work::words::held_text;

/// So many codes of a panel have a digit: 1-9 and 0.
const DIGITS: usize = 10;

/// The codes of a stage's panel, in panel order.
pub fn codes(stage: Stage, way: Way) -> Vec<(Scope, Command)> {
    if stage == Stage::Results {
        return TalkResult::ALL.iter().map(|code| (Scope::CallResults, Command::Result(*code))).collect();
    }
    let scope = if way.is_message() { Scope::CallMessages } else { Scope::CallReach };
    let mut codes: Vec<(Scope, Command)> =
        reaches(way).iter().map(|code| (scope, Command::Reach(*code))).collect();
    if way.is_message() {
        codes.extend(Reply::ALL.iter().map(|code| (scope, Command::Reply(*code))));
    }
    codes
}

/// The codes that can be chosen now: none in the form, and none where nobody must be contacted.
fn choices(model: &Model) -> Vec<(Scope, Command)> {
    let call = &model.call;
    match call.stage {
        Stage::Reach if call.closed().is_none() => codes(call.stage, call.way),
        Stage::Results => codes(call.stage, call.way),
        Stage::Reach | Stage::Form | Stage::Ended => Vec::new(),
    }
}

/// Whether there is a panel to choose from.
pub fn has_choices(model: &Model) -> bool {
    !choices(model).is_empty()
}

/// Up and Down: the script by a line; past its end Down goes to the first code without a digit, before its start Up goes
/// to the last code; from there through the panel, and out of it again. Pages: the script.
pub fn walk(model: &mut Model, motion: Motion, ctx: &Ctx) {
    let count = choices(model).len();
    if count == 0 || !matches!(motion, Motion::Up | Motion::Down) || may_scroll(model, motion, ctx) {
        return scroll(model, motion, ctx);
    }
    model.call.picked = match (motion, model.call.picked) {
        (Motion::Up, None) => Some(count - 1),
        (Motion::Up, Some(at)) => at.checked_sub(1),
        (_, None) => Some(DIGITS.min(count - 1)),
        (_, Some(at)) => Some(at + 1).filter(|next| *next < count),
    };
}

/// Whether the script still has lines that way, and the cursor is not in the panel.
fn may_scroll(model: &Model, motion: Motion, ctx: &Ctx) -> bool {
    let Some((lines, height)) = view::script_size(model, ctx).filter(|_| model.call.picked.is_none()) else {
        return false;
    };
    match motion {
        Motion::Up => model.call.top > 0,
        _ => model.call.top + usize::from(height) < lines,
    }
}

/// A code where the customer must not be contacted: why, and what can be done.
pub fn point_to_closed(model: &mut Model, ctx: &Ctx) {
    let lang = ctx.lang;
    let why = match model.call.closed() {
        Some(Closed::Held(held)) => held_text(lang, held, ctx.now.day()),
        _ => lang.text("call.closed.over").into_owned(),
    };
    model.status.problem(tr!(lang, "call.closed.nothing_logged", why = why), ctx);
}

/// Enter takes the code under the cursor, as its key would.
pub fn choose(model: &mut Model, ctx: &Ctx) -> Effects {
    let picked = model.call.picked.and_then(|at| choices(model).get(at).copied());
    let Some((_, code)) = picked else {
        model.status.note(tr!(ctx.lang, "call.choose_first"), ctx);
        return Effects::none();
    };
    model.call.picked = None;
    super::run(model, code, ctx)
}
