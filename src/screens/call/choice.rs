//! Choosing a result by Up, Down and Enter: a Chinese input method swallows the letters, and the digits end at the
//! tenth.

use super::{Command, Stage};
use crate::app::{Ctx, Effects, Model};
use crate::domain::{Code, TalkResult};
use crate::tr;
use crate::ui::Motion;

/// Up or Down goes to the result before or behind, round and round; Down begins with the first, Up with the last.
pub fn pick(model: &mut Model, motion: Motion) {
    let count = TalkResult::ALL.len();
    model.call.picked = Some(match (motion, model.call.picked) {
        (Motion::Up, at) => at.unwrap_or(0).checked_sub(1).unwrap_or(count - 1),
        (_, Some(at)) => (at + 1) % count,
        (_, None) => 0,
    });
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
