//! What to do next: reasons, the one next contact, queues, the playbook, what a log causes, consent, budget.
//!
//! Owns the rules of work as pure functions over plain facts ([`Situation`], [`LogContext`]) and a [`Playbook`].
//! Must not: read the clock or files, name SQL or a screen. The facts are loaded by `store`.

pub mod budget;
pub mod consent;
#[cfg(test)]
mod fixture;
pub mod log;
pub mod playbook;
pub mod queue;
pub mod reason;
pub mod score;
pub mod situation;
pub mod snooze;
pub mod words;

pub use budget::{Limits, Obstacle, Touch, Used};
pub use consent::{ConsentChange, ConsentPart, ConsentProblem};
pub use log::{
    Effect, FieldProblem, LogContext, LogDetails, LogDraft, LogFacts, LogField, LogPlan, NextDraft, Outcome,
    PhoneFact, Proposal, Warning, plan, propose,
};
pub use playbook::{Playbook, PlaybookError};
pub use queue::{QueueEntry, QueueSet};
pub use reason::{Band, Due, NextContact, Proof, Reasons, derive};
pub use score::{Baseline, Factors, ScoreFacts};
pub use situation::{
    ChannelConsent, ClassSince, Held, History, Maturity, Movement, OpenFollowUp, OwnedSituation, Person,
    Rest, RestScope, Rows, Signals, Situation, spread_of,
};
pub use snooze::{SnoozePlan, snooze};
