//! The status line: one message with its mark, and all that were shown before for `:messages`.
//!
//! Done and undone stand for 8 seconds by the clock or until the next one; a problem stands until Esc or the next
//! action.

use super::ctx::{Ctx, Uptime};
use crate::domain::Minute;
use std::collections::VecDeque;
use std::time::Duration;

const SHOWN_FOR: Duration = Duration::from_secs(8);
const KEPT: usize = 500;

/// What a message is about; its sign stands in column 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Something was done: `+`.
    Done,
    /// Something was undone: `-`.
    Undone,
    /// Something goes on: `~`.
    Working,
    /// Something is wrong: `!`.
    Problem,
    /// Just said.
    Note,
}

impl Mark {
    /// The sign in column 1.
    pub fn sign(self) -> &'static str {
        match self {
            Mark::Done => "+",
            Mark::Undone => "-",
            Mark::Working => "~",
            Mark::Problem => "!",
            Mark::Note => " ",
        }
    }
}

/// What can be done about a message; stands at its right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offer {
    /// Take it back. The key is known, so it goes first where room is short.
    Undo,
    /// Bring it back; goes first too.
    Redo,
    /// Something that is said nowhere else: `Esc 停止`.
    Other(String),
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What kind.
    pub mark: Mark,
    /// One line, in the language of the screen.
    pub text: String,
    /// What can be done about it.
    pub offer: Option<Offer>,
    /// The working time at which it was said.
    pub at: Minute,
}

/// The message that stands, and the former ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    current: Option<(Message, Option<Uptime>)>,
    said: VecDeque<Message>,
}

impl Status {
    /// Says that something was done.
    pub fn done(&mut self, text: impl Into<String>, ctx: &Ctx) {
        self.say(Mark::Done, text.into(), None, ctx);
    }

    /// Says that something was done that can be taken back.
    pub fn undoable(&mut self, text: impl Into<String>, ctx: &Ctx) {
        self.say(Mark::Done, text.into(), Some(Offer::Undo), ctx);
    }

    /// Says that something was undone.
    pub fn undone(&mut self, text: impl Into<String>, ctx: &Ctx) {
        self.say(Mark::Undone, text.into(), Some(Offer::Redo), ctx);
    }

    /// Says what is wrong.
    pub fn problem(&mut self, text: impl Into<String>, ctx: &Ctx) {
        self.say(Mark::Problem, text.into(), None, ctx);
    }

    /// Says something that needs no mark.
    pub fn note(&mut self, text: impl Into<String>, ctx: &Ctx) {
        self.say(Mark::Note, text.into(), None, ctx);
    }

    /// Says something with an offer at the right.
    pub fn say(&mut self, mark: Mark, text: String, offer: Option<Offer>, ctx: &Ctx) {
        let until = match mark {
            Mark::Done | Mark::Undone | Mark::Note => Some(ctx.uptime + SHOWN_FOR),
            Mark::Problem | Mark::Working => None,
        };
        let message = Message { mark, text, offer, at: ctx.now.minute() };
        if mark != Mark::Working {
            self.said.push_front(message.clone());
            self.said.truncate(KEPT);
        }
        self.current = Some((message, until));
    }

    /// A new action: what was wrong before no longer stands. Returns whether something did.
    pub fn next_action(&mut self) -> bool {
        self.current.take_if(|(message, _)| message.mark == Mark::Problem).is_some()
    }

    /// Takes back what stands.
    pub fn clear(&mut self) {
        self.current = None;
    }

    /// The message that stands.
    pub fn current(&self, now: Uptime) -> Option<&Message> {
        let (message, until) = self.current.as_ref()?;
        until.is_none_or(|until| now < until).then_some(message)
    }

    /// When the message goes by itself.
    pub fn next_deadline(&self, now: Uptime) -> Option<Uptime> {
        self.current.as_ref()?.1.filter(|until| *until > now)
    }

    /// Everything that was said, newest first.
    pub fn said(&self) -> &VecDeque<Message> {
        &self.said
    }
}
