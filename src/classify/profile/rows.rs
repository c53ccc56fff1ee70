//! What a profile is built from: the rows of one customer, borrowed, as the store reads them.

use crate::domain::{AccountId, AccountStatus, Day, Gender, Minute, Money, RiskLevel, TxnKindInfo};
use serde::Serialize;

/// The undated facts of a customer that rules may ask for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Facts {
    /// Date of birth.
    pub birth_on: Option<Day>,
    /// Gender.
    pub gender: Option<Gender>,
    /// Region as the file says.
    pub region: Option<String>,
    /// Industry as the file says.
    pub industry: Option<String>,
    /// The customer's tags.
    pub tags: Vec<String>,
    /// Yearly income.
    pub income_year: Option<Money>,
    /// Employees of a firm.
    pub firm_size: Option<i64>,
    /// The customer's own risk class.
    pub risk_level: Option<RiskLevel>,
    /// How many customers this one brought.
    pub referral_count: u32,
}

/// An account or product of the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountRow<'a> {
    /// Its row.
    pub id: AccountId,
    /// The product code; an unknown one counts as an asset.
    pub product: &'a str,
    /// Open from this day on; without one it was always there.
    pub opened_on: Option<Day>,
    /// Closed from the end of this day on.
    pub closed_on: Option<Day>,
    /// Closed without a day: closed from the last day of which a row of the account speaks.
    pub status: AccountStatus,
    /// The last known balance. Counts only with its day.
    pub balance: Option<Money>,
    /// The day of `balance`.
    pub balance_on: Option<Day>,
    /// The day on which the holding comes due.
    pub maturity_on: Option<Day>,
}

/// A movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TxnRow {
    /// The day.
    pub booked_on: Day,
    /// The account, where known.
    pub account: Option<AccountId>,
    /// + in, - out.
    pub amount: Money,
    /// What its kind counts as.
    pub kind: TxnKindInfo,
    /// The account's balance after it.
    pub balance_after: Option<Money>,
}

/// A known closing balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BalanceRow {
    /// The account.
    pub account: AccountId,
    /// The day.
    pub on: Day,
    /// The balance at its end.
    pub amount: Money,
}

/// A contact, on its local day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContactRow {
    /// The local day.
    pub on: Day,
    /// Whether the customer was reached ([`crate::domain::Reach::is_reached`]).
    pub is_reached: bool,
    /// Whether it was an attempt at all ([`crate::domain::Reach::is_attempt`]).
    pub is_attempt: bool,
    /// The minute of an outgoing call that was an attempt.
    pub dialled_at: Option<Minute>,
}

/// All rows of a customer, those dated after the day of interest too (they say when the profile gets stale).
/// `txns` and `contacts` are in order of their day (movements of a day in their sequence); the others in any order.
#[derive(Debug, Clone, Copy)]
pub struct ProfileRows<'a> {
    /// Undated facts.
    pub facts: &'a Facts,
    /// Accounts.
    pub accounts: &'a [AccountRow<'a>],
    /// Movements, by day.
    pub txns: &'a [TxnRow],
    /// Known balances.
    pub balances: &'a [BalanceRow],
    /// Contacts, by day.
    pub contacts: &'a [ContactRow],
}
