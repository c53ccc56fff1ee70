//! How Card changes: its commands and the answers of the book.

use super::{Command, Topic};
use crate::app::{Ctx, Effects, Model};
use crate::store::protocol::{Failure, Reply};

/// Runs a command of this screen.
pub fn run(_model: &mut Model, command: Command, _ctx: &Ctx) -> Effects {
    match command {}
}

/// Takes an answer of the book.
pub fn reply(_model: &mut Model, topic: Topic, _result: Result<Reply, Failure>, _ctx: &Ctx) -> Effects {
    match topic {}
}
