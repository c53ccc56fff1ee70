//! What can happen to the model.

use super::command::Command;
use super::effect::Exit;
use super::finder::SearchId;
use super::key::Key;
use super::mouse::Mouse;
use crate::search::Found;
use crate::store::protocol::{Failure, Reply, RequestId};

/// One thing that happened. Keys have already been turned into commands or typed input by `keymap`.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// A key, sequence or choice that names a command.
    Command(Command),
    /// A key for the text that has the caret.
    Input(Key),
    /// The beginning of a sequence of keys.
    Pending(Key),
    /// A key that means nothing here.
    Unbound(Key),
    /// The mouse.
    Mouse(Mouse),
    /// Pasted text, with line ends as `\n`.
    Paste(String),
    /// The window has another size; it stands in the context.
    Resized,
    /// An answer from the book.
    Reply(RequestId, Result<Reply, Failure>),
    /// An answer of the search; nothing from one that was cut off.
    Found(SearchId, Option<Found>),
    /// The program that dials could not be started, or said that it failed.
    DialFailed(DialFailure),
    /// Time has passed to the next deadline.
    Tick,
    /// The program must end now: save what can be saved.
    Terminate(Exit),
}

/// Why a number was not dialled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DialFailure {
    /// The program could not be started; what the system says.
    NotStarted(String),
    /// It ended with this status; none when a signal ended it.
    Ended(Option<i32>),
}
