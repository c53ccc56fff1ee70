//! What happened with a customer, newest first: contacts, movements, changes of class, what was promised.

use crate::domain::{
    AccountId, Cause, Channel, Consent, ContactId, Day, Dimension, Direction, FollowUpKind, FollowUpState,
    ImportKind, Minute, Money, Reach, Reason, Reply, SkipReason, TalkResult,
};

/// An entry of the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineEntry {
    /// The local day.
    pub on: Day,
    /// The minute, where it is known.
    pub minute: Option<Minute>,
    /// What happened.
    pub event: Event,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A contact.
    Contact(Box<ContactEntry>),
    /// A movement.
    Movement {
        /// Signed.
        amount: Money,
        /// Code of its kind.
        kind: String,
        /// The kind as the file says.
        text: String,
        /// Counterparty or memo.
        detail: Option<String>,
        /// The account it was booked on, where that is known.
        account: Option<AccountId>,
    },
    /// A change of class.
    ClassChanged {
        /// In which dimension.
        dimension: Dimension,
        /// Code before.
        from: String,
        /// Code after.
        to: String,
        /// Why.
        cause: Cause,
    },
    /// Something written about the customer, or why he was passed over.
    Remark {
        /// Why he was passed over.
        skip: Option<SkipReason>,
        /// In words.
        text: Option<String>,
    },
    /// A file that brought rows of the customer.
    Imported {
        /// What it held.
        kind: ImportKind,
        /// Its name.
        file: String,
        /// How many rows.
        rows: u32,
    },
    /// He came into the book.
    Entered,
    /// His data were edited: the fields of the form.
    Edited(Vec<&'static str>),
    /// What he allows on a channel from then on.
    ConsentChanged(Box<Consent>),
    /// Something that was promised or planned.
    FollowUp {
        /// What.
        kind: FollowUpKind,
        /// Why.
        reason: Reason,
        /// What became of it.
        state: FollowUpState,
        /// When it is due.
        due_on: Day,
        /// In words.
        note: Option<String>,
    },
}

/// A contact on the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactEntry {
    /// Its row.
    pub id: ContactId,
    /// How.
    pub channel: Channel,
    /// Who started it.
    pub direction: Direction,
    /// How far it got.
    pub reach: Reach,
    /// What came back on a message.
    pub reply: Option<Reply>,
    /// What a talk came to.
    pub result: Option<TalkResult>,
    /// Why the customer was contacted.
    pub reason: Option<Reason>,
    /// Remark.
    pub note: Option<String>,
    /// Seconds.
    pub duration_s: Option<u32>,
    /// Of a deal.
    pub deal: Option<(String, Option<Money>)>,
    /// It happened although the channel was closed.
    pub against_consent: bool,
}
