//! How Queues changes: its commands and the answers of the book.

use super::{Choice, Command, Timer, Topic};
use crate::app::{Ctx, Effects, Model, Screen};
use crate::domain::QueueName;
use crate::screens;
use crate::store::protocol::{Failure, Reply};

/// Runs a command of this screen.
pub fn run(_model: &mut Model, command: Command, _ctx: &Ctx) -> Effects {
    match command {}
}

/// Takes an answer of the book.
pub fn reply(_model: &mut Model, topic: Topic, _result: Result<Reply, Failure>, _ctx: &Ctx) -> Effects {
    match topic {}
}

/// A timer has rung.
pub fn timer(_model: &mut Model, timer: Timer, _ctx: &Ctx) -> Effects {
    match timer {}
}

/// An option of a chooser was chosen.
pub fn chosen(_model: &mut Model, choice: Choice, _option: usize, _ctx: &Ctx) -> Effects {
    match choice {}
}

/// Opens this screen on a queue; `None` is what is held back.
pub fn open(model: &mut Model, _queue: Option<QueueName>, ctx: &Ctx) -> Effects {
    model.nav.switch(Screen::Queues);
    screens::entered(model, ctx)
}
