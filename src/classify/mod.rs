//! The classification: from a customer's rows to metrics, from metrics to classes, from classes to reasons.
//!
//! The way: [`ProfileRows`] (rows of a customer) -> [`Profile`] (compact history, kept as a blob) -> [`Metrics`] (of
//! a day), with [`rfm::Edges`] over the whole book -> [`RuleBook`] (six rule sets) -> classes -> `explain`. Pure: no
//! I/O, no clock, no SQL; a class is a function of the rows, the day and the rules, and of nothing else.

pub mod blob;
pub mod explain;
mod metric;
mod profile;
pub mod rfm;
pub mod rules;
mod words;

pub use metric::{Metric, MetricKind, Metrics, Settings};
pub use profile::{
    AccountRow, BalanceRow, ContactRow, Facts, FlowDay, Maturity, Profile, ProfileError, ProfileRows, TxnRow,
    balances,
};
pub use rules::{Classes, RuleBook, RuleSet};
