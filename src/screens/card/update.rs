//! How Card changes: its commands and the answers of the book.

use super::{Command, Topic};
use crate::app::{Ctx, Effects, Model, Screen, Trail};
use crate::screens;
use crate::store::protocol::{Failure, Reply};

/// Opens it on the customer of a trail.
pub fn open(model: &mut Model, trail: Trail, ctx: &Ctx) -> Effects {
    model.card.trail = trail;
    model.nav.open(Screen::Card);
    screens::entered(model, ctx)
}

/// Runs a command of this screen.
pub fn run(_model: &mut Model, command: Command, _ctx: &Ctx) -> Effects {
    match command {}
}

/// Takes an answer of the book.
pub fn reply(_model: &mut Model, topic: Topic, _result: Result<Reply, Failure>, _ctx: &Ctx) -> Effects {
    match topic {}
}
