//! Logging a contact (product.md, "Logging"): what a draft means, what it proposes, and everything it causes.
//!
//! [`propose`] gives the preselected next contact, [`plan`] checks a draft and says what is written: the form
//! shows the plan's effects before Enter, the store writes it as one group. Must not: write, read the clock.

mod check;
mod effect;
mod plan;
mod propose;
#[cfg(test)]
mod tests;

pub use check::{FieldProblem, LogField};
pub use effect::{Effect, Warning};
pub use plan::{limits_against, plan};
pub use propose::{Basis, Proposal, propose};

use super::budget::Touch;
use super::playbook::Playbook;
use super::reason::NextContact;
use super::situation::{OpenFollowUp, OwnedSituation, RestScope, Situation};
use crate::domain::{
    Channel, Consent, CustomerId, Day, Direction, FollowUpId, FollowUpKind, FollowUpState, Minute, Moment,
    Money, Now, PhoneId, PhoneState, Reach, Reason, Reply, TalkResult, When,
};

/// How a contact went, in codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// The channel.
    pub channel: Channel,
    /// Who started it.
    pub direction: Direction,
    /// How far it got.
    pub reach: Reach,
    /// The answer to a message.
    pub reply: Option<Reply>,
    /// What a talk came to.
    pub result: Option<TalkResult>,
}

impl Outcome {
    /// Whether the customer was not even dialled although he is due: he stands in the queue as before.
    pub fn is_back_in_queue(self, next_on: Day, today: Day) -> bool {
        self.reach == Reach::NotDialled && next_on <= today
    }
}

/// What a person typed, or a command said, about a contact. Text is cleaned and parsed, nothing is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogDraft {
    /// How it went.
    pub outcome: Outcome,
    /// Why the customer was contacted; `None`: for the first reason of the day.
    pub reason: Option<Reason>,
    /// The next contact.
    pub next: NextDraft,
    /// A remark.
    pub note: String,
    /// What some results ask for.
    pub details: LogDetails,
    /// Why it was made outside hours or over the budget.
    pub over_limit_reason: String,
    /// Length of the talk in seconds.
    pub duration_s: Option<u32>,
    /// The number that was used; `None`: the first usable one.
    pub phone: Option<PhoneId>,
    /// When it was; `None`: now.
    pub at: Option<Moment>,
}

/// The next contact of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NextDraft {
    /// As proposed.
    #[default]
    Proposed,
    /// None by hand: rhythm and reasons go on.
    Nothing,
    /// As typed.
    At(When),
}

/// What some results ask for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LogDetails {
    /// Of a deal.
    pub deal_product: String,
    /// Of a deal.
    pub deal_amount: Option<Money>,
    /// Where the money is.
    pub other_bank: String,
    /// Its rate in hundredths of a percent a year.
    pub other_rate_bp: Option<i64>,
    /// When it comes due there.
    pub other_due_on: Option<Day>,
    /// Why the customer left.
    pub leaving_reason: String,
}

impl LogDraft {
    /// A draft of codes alone, the rest as proposed.
    pub fn new(outcome: Outcome) -> LogDraft {
        LogDraft {
            outcome,
            reason: None,
            next: NextDraft::Proposed,
            note: String::new(),
            details: LogDetails::default(),
            over_limit_reason: String::new(),
            duration_s: None,
            phone: None,
            at: None,
        }
    }
}

/// A number of the customer, as far as a log looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhoneFact {
    /// Its row.
    pub id: PhoneId,
    /// What calls have shown so far.
    pub state: PhoneState,
}

/// What a log is made in.
#[derive(Debug, Clone, Copy)]
pub struct LogContext<'a> {
    /// The working time.
    pub now: Now,
    /// The customer on the working day.
    pub situation: Situation<'a>,
    /// The numbers, the first to call first.
    pub phones: &'a [PhoneFact],
    /// The contacts of the last 30 days.
    pub touches: &'a [Touch],
    /// The playbook.
    pub playbook: &'a Playbook,
}

/// What the store loads for logging: a [`LogContext`] that owns its rows and does not know the time.
#[derive(Debug, Clone, PartialEq)]
pub struct LogFacts {
    /// Who.
    pub customer: CustomerId,
    /// The bank's number.
    pub customer_no: String,
    /// Name; empty when there is none.
    pub name: String,
    /// The customer on the working day.
    pub situation: OwnedSituation,
    /// The numbers, the first to call first.
    pub phones: Vec<PhoneFact>,
    /// The contacts of the last 30 days.
    pub touches: Vec<Touch>,
}

impl LogFacts {
    /// The facts at a moment of their day.
    pub fn context<'a>(&'a self, now: Now, playbook: &'a Playbook) -> LogContext<'a> {
        LogContext {
            now,
            situation: self.situation.view(),
            phones: &self.phones,
            touches: &self.touches,
            playbook,
        }
    }
}

/// Everything a log causes. The store writes it as one group.
#[derive(Debug, Clone, PartialEq)]
pub struct LogPlan {
    /// The contact.
    pub contact: NewContact,
    /// Follow-ups that end with it.
    pub close: Vec<(FollowUpId, FollowUpState)>,
    /// Follow-ups that begin with it.
    pub open: Vec<NewFollowUp>,
    /// A number whose state it showed.
    pub phone: Option<(PhoneId, PhoneState)>,
    /// A channel the customer closed.
    pub consent: Option<Consent>,
    /// A change of the customer's own row.
    pub customer: Option<CustomerChange>,
    /// Reasons that rest from now on.
    pub rests: Vec<NewRest>,
    /// The one next contact afterwards.
    pub next: Option<NextContact>,
    /// What the form shows before Enter, and `log --json` prints.
    pub effects: Vec<Effect>,
    /// What speaks against it without forbidding it.
    pub warnings: Vec<Warning>,
}

/// A row of `contact` to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewContact {
    /// When.
    pub at: Moment,
    /// How it went.
    pub outcome: Outcome,
    /// Why.
    pub reason: Option<Reason>,
    /// A remark, if any.
    pub note: Option<String>,
    /// Seconds.
    pub duration_s: Option<u32>,
    /// The number used.
    pub phone: Option<PhoneId>,
    /// It kept a promise.
    pub was_promised: bool,
    /// It was service.
    pub is_service: bool,
    /// It was made although the channel is closed.
    pub against_consent: bool,
    /// Why it was made against hours or budget.
    pub over_limit_reason: Option<String>,
    /// What the result asked for; empty texts where nothing.
    pub details: LogDetails,
}

/// A row of `follow_up` to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFollowUp {
    /// What it is.
    pub kind: FollowUpKind,
    /// Why.
    pub reason: Reason,
    /// When.
    pub due_on: Day,
    /// At what minute, if agreed.
    pub minute: Option<Minute>,
    /// How.
    pub channel: Channel,
    /// What was promised.
    pub note: Option<String>,
}

impl NewFollowUp {
    /// As an open row with an id.
    pub(super) fn as_open(&self, id: FollowUpId) -> OpenFollowUp {
        OpenFollowUp {
            id,
            kind: self.kind,
            reason: self.reason,
            due_on: self.due_on,
            minute: self.minute,
            channel: self.channel,
        }
    }
}

/// A change of the customer's own row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CustomerChange {
    /// Left the bank on a day, with the reason if it is known.
    Left(Day, Option<String>),
    /// Died; known since a day.
    Deceased(Day),
}

/// A row of `reason_rest` to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewRest {
    /// What rests.
    pub scope: RestScope,
    /// Until when (that day it may come again).
    pub until_on: Day,
}
