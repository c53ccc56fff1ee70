//! What the call screen knows.

use super::form::{Form, outcome};
use crate::app::{Trail, Uptime};
use crate::book::Card;
use crate::domain::{Channel, CustomerId, Direction, Now, Reach, Reason};
use crate::work::budget::is_message;
use crate::work::log::LogContext;
use crate::work::{Held, LogFacts, Playbook, derive};
use serde::{Deserialize, Serialize};

/// Which way of contact is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// A call to the customer.
    #[default]
    Call,
    /// An SMS to the customer.
    Message,
    /// A `WeCom` message to the customer.
    Wecom,
    /// A call from the customer.
    Incoming,
}

impl Way {
    /// Its channel and direction.
    pub fn parts(self) -> (Channel, Direction) {
        match self {
            Way::Call => (Channel::Phone, Direction::Out),
            Way::Message => (Channel::Sms, Direction::Out),
            Way::Wecom => (Channel::Wecom, Direction::Out),
            Way::Incoming => (Channel::Phone, Direction::In),
        }
    }

    /// Whether it is written: how far it got and the reply are asked, and no talk.
    pub fn is_message(self) -> bool {
        is_message(self.parts().0)
    }

    /// The stage it starts with.
    pub fn first_stage(self) -> Stage {
        match self {
            Way::Call => Stage::Reach,
            Way::Message | Way::Wecom => Stage::Form,
            Way::Incoming => Stage::Results,
        }
    }
}

/// How far the log is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stage {
    /// How far did the contact get?
    #[default]
    Reach,
    /// What came of the talk?
    Results,
    /// When next, and what else is to be kept.
    Form,
    /// The list is worked off.
    Ended,
}

/// What follows a saved log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum After {
    /// The next customer of the list.
    #[default]
    Next,
    /// The screen it was opened from.
    Back,
}

/// Why there is no panel of codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// The customer died.
    Over,
    /// The channel must not be used.
    Held(Held),
}

/// A log that was begun and is not saved.
#[derive(Debug, Clone, PartialEq)]
pub struct Begun {
    /// Of whom.
    pub customer: CustomerId,
    /// Which way of contact.
    pub way: Way,
    /// Its codes and what was typed.
    pub form: Form,
    /// The objections that were made.
    pub objections: Vec<String>,
}

/// What is shown here.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Whom it is about, and the list he was opened from.
    pub trail: Trail,
    /// What is logged.
    pub way: Way,
    /// How far the log is.
    pub stage: Stage,
    /// What follows it.
    pub after: After,
    /// His card, once it is there.
    pub card: Option<Box<Card>>,
    /// What a log looks at, once it is there.
    pub facts: Option<Box<LogFacts>>,
    /// The form; it keeps what was typed while one goes back to the panels.
    pub form: Option<Form>,
    /// The form that an earlier run left, until the facts are there to go on with it.
    pub left_over: Option<Form>,
    /// The logs of other customers that were begun.
    pub aside: Vec<Begun>,
    /// The code under the cursor, by its place in the panel.
    pub picked: Option<usize>,
    /// The first line of the script that is shown.
    pub top: usize,
    /// Whether the script stands where there is no room for it.
    pub shows_script: bool,
    /// Objections that were made in this talk.
    pub objections: Vec<String>,
    /// Refusals in a row, stored nowhere.
    pub refusals: u8,
    /// When the last log was saved, until another key but Enter is pressed.
    pub saved_at: Option<Uptime>,
}

impl State {
    /// The facts at a moment; `None` before they are there.
    pub fn context(&self, now: Now) -> Option<LogContext<'_>> {
        Some(self.facts.as_ref()?.context(now, playbook()?))
    }

    /// Why the customer is called: his first reason that is due, else the first.
    pub fn reason(&self) -> Option<Reason> {
        let facts = self.facts.as_ref()?;
        derive(&facts.situation.view(), playbook()?).first().map(|due| due.reason)
    }

    /// Why there is no panel. What comes in from the customer can always be logged, and so can service where nothing
    /// else is allowed.
    pub fn closed(&self) -> Option<Closed> {
        let situation = self.facts.as_ref()?.situation.view();
        if situation.is_over() {
            return Some(Closed::Over);
        }
        let is_dead = situation.history.is_phone_dead && matches!(self.way, Way::Call | Way::Message);
        let is_dead = is_dead.then_some(Held::DeadNumber);
        let held = self.held().filter(|held| !matches!(held, Held::ServiceOnly(_)));
        held.or(is_dead).map(Closed::Held)
    }

    /// The channel is open for service only, and the customer is due for selling: only service may be spoken of.
    pub fn service_only(&self) -> Option<Held> {
        self.held().filter(|held| matches!(held, Held::ServiceOnly(_)))
    }

    /// What the customer said against this way of contact.
    fn held(&self) -> Option<Held> {
        let situation = self.facts.as_ref()?.situation.view();
        let nature = playbook()?.reason(self.reason().unwrap_or(Reason::Rhythm)).nature;
        match self.way.parts() {
            (channel, Direction::Out) => situation.closed(channel, nature),
            (_, Direction::In) => None,
        }
    }

    /// Whether a warm customer is offered next: after three refusals in a row.
    pub fn offers_warm(&self) -> bool {
        self.refusals >= 3
    }

    /// The log of the shown customer, when anything of it is worth keeping: a code was chosen or something typed. A
    /// message form that was only opened is nothing yet.
    pub fn begun(&self) -> Option<Begun> {
        let customer = self.trail.customer()?;
        let form = self.form.as_ref().or(self.left_over.as_ref())?;
        let sent = outcome(self.way, Reach::Sent);
        let is_begun = form.is_touched() || (self.stage == Stage::Form && form.outcome != sent);
        is_begun.then(|| Begun {
            customer,
            way: self.way,
            form: form.clone(),
            objections: self.objections.clone(),
        })
    }

    /// Puts the log of the shown customer aside, if one was begun, before another takes its place. Whose it is.
    pub fn set_aside(&mut self) -> Option<CustomerId> {
        let begun = self.begun()?;
        self.aside.retain(|known| (known.customer, known.way) != (begun.customer, begun.way));
        let customer = begun.customer;
        self.aside.push(begun);
        Some(customer)
    }

    /// Begins with the shown customer: nothing of the former log stays, and his own goes on if it was put aside.
    pub fn start(&mut self, way: Way) {
        self.way = way;
        self.stage = way.first_stage();
        self.form = None;
        self.left_over = None;
        self.picked = None;
        self.top = 0;
        self.objections.clear();
        let mine = |known: &Begun| Some(known.customer) == self.trail.customer() && known.way == way;
        if let Some(at) = self.aside.iter().position(mine) {
            let begun = self.aside.remove(at);
            self.stage = Stage::Form;
            self.left_over = Some(begun.form);
            self.objections = begun.objections;
        }
    }
}

/// The playbook in force. It is checked before the program starts.
pub fn playbook() -> Option<&'static Playbook> {
    Playbook::embedded().ok()
}

/// The reach codes of a way's first panel.
pub fn reaches(way: Way) -> &'static [Reach] {
    let (channel, direction) = way.parts();
    Reach::of_channel(channel, direction)
}
