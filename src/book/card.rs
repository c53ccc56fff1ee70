//! Everything a customer's card shows: loaded for one customer at a time, never kept for the whole book.

use super::{NewRow, TimelineEntry};
use crate::classify::explain::Explanation;
use crate::classify::{Facts, Metrics};
use crate::domain::{Consent, Customer, CustomerPhone, Day, Dimension, Holding};
use crate::work::{Limits, Used};

/// A customer, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// His row as it is in the book: classes, next contact, reasons, marks.
    pub row: Box<NewRow>,
    /// His own data.
    pub customer: Customer,
    /// Numbers, the one to call first.
    pub phones: Vec<CustomerPhone>,
    /// Tags.
    pub tags: Vec<String>,
    /// What he allows.
    pub consents: Vec<Consent>,
    /// What he holds.
    pub holdings: Vec<Holding>,
    /// Figures of the day.
    pub metrics: Metrics,
    /// Undated facts that rules may ask for.
    pub facts: Facts,
    /// How much he was disturbed.
    pub used: Used,
    /// How much is allowed.
    pub limits: Limits,
    /// Classes in every dimension, in their order.
    pub classes: Vec<CardClass>,
    /// What happened, newest first.
    pub timeline: Vec<TimelineEntry>,
}

/// A class with its why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardClass {
    /// The dimension.
    pub dimension: Dimension,
    /// The class code.
    pub class: String,
    /// Since when; the day of the first classification when it was so from the beginning.
    pub since_on: Day,
    /// Set by hand.
    pub by_hand: Option<ByHand>,
    /// Which rule gives which class, and what would change it. For a class set by hand: what the rules say.
    pub explanation: Explanation,
    /// Version of the rules.
    pub rule_version: u32,
}

/// A class set by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByHand {
    /// Why.
    pub reason: String,
    /// By whom.
    pub author: String,
    /// Up to this day; `None`: until ended.
    pub until_on: Option<Day>,
}
