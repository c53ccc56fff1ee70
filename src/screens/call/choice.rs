//! Choosing a result by Up, Down and Enter: a Chinese input method swallows the letters, and the digits end at the
//! tenth. And what the codes say where nobody must be contacted.

use super::state::Closed;
use super::{Command, Stage};
use crate::app::{Ctx, Effects, Model};
use crate::domain::{Code, TalkResult};
use crate::tr;
use crate::ui::Motion;
use crate::work::words::held_text;

/// Up or Down goes to the result before or behind, round and round; Down begins with the first, Up with the last.
pub fn pick(model: &mut Model, motion: Motion) {
    let count = TalkResult::ALL.len();
    model.call.picked = Some(match (motion, model.call.picked) {
        (Motion::Up, at) => at.unwrap_or(0).checked_sub(1).unwrap_or(count - 1),
        (_, Some(at)) => (at + 1) % count,
        (_, None) => 0,
    });
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

/// Enter takes the result under the cursor, as its letter would.
pub fn choose(model: &mut Model, ctx: &Ctx) -> Effects {
    let picked = model.call.picked.filter(|_| model.call.stage == Stage::Results);
    let Some(result) = picked.and_then(|at| TalkResult::ALL.get(at)) else {
        model.status.note(tr!(ctx.lang, "call.choose_first"), ctx);
        return Effects::none();
    };
    super::run(model, Command::Result(*result), ctx)
}
