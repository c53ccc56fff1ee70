//! The rows of the five kinds, read and checked. `None` means: the file says nothing, what is there stays.

use crate::domain::customer::About;
use crate::domain::{
    AccountStatus, Channel, ConsentState, CustomerKind, Day, Direction, Moment, Money, PhoneKind, Reach,
    Reply, TalkResult,
};
use std::sync::Arc;

/// A row of any kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// A customer.
    Customer(Box<CustomerRow>),
    /// An account.
    Account(Box<AccountRow>),
    /// A movement.
    Transaction(Box<TransactionRow>),
    /// A balance.
    Balance(BalanceRow),
    /// A contact.
    Contact(Box<ContactRow>),
}

/// A customer as a file knows him.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CustomerRow {
    /// The bank's number.
    pub customer_no: String,
    /// Name.
    pub name: Option<String>,
    /// Person or firm.
    pub kind: Option<CustomerKind>,
    /// Everything else that a person also edits (`referred_by` stays empty: see `referred_by_no`).
    pub about: About,
    /// The number of the customer who referred him.
    pub referred_by_no: Option<String>,
    /// Assigned to this manager.
    pub assigned_on: Option<Day>,
    /// Left the bank.
    pub left_on: Option<Day>,
    /// Why.
    pub leaving_reason: Option<String>,
    /// Died.
    pub deceased_on: Option<Day>,
    /// Numbers, normalised, the first one first.
    pub phones: Vec<(String, PhoneKind)>,
    /// Tags.
    pub tags: Vec<String>,
    /// What he allows.
    pub consents: Vec<(Channel, ConsentState)>,
}

/// An account as a file knows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountRow {
    /// Its number.
    pub account_no: String,
    /// The owner's number.
    pub customer_no: Option<String>,
    /// The file's word for the product.
    pub product_text: Option<String>,
    /// The product's own name.
    pub label: Option<String>,
    /// Opened.
    pub opened_on: Option<Day>,
    /// Closed.
    pub closed_on: Option<Day>,
    /// State, `Unknown` for a word that no table has.
    pub status: Option<AccountStatus>,
    /// The file's word for the state.
    pub status_text: Option<String>,
    /// Balance.
    pub balance: Option<Money>,
    /// The balance's day.
    pub balance_on: Option<Day>,
    /// Matures.
    pub maturity_on: Option<Day>,
    /// Rate in hundredths of a percent a year.
    pub rate_bp: Option<i64>,
    /// Whether it renews itself.
    pub renews: Option<bool>,
    /// `R1` to `R5`.
    pub product_risk: Option<String>,
}

/// A movement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionRow {
    /// The bank's number of the movement.
    pub transaction_no: Option<String>,
    /// The account, where the file says so.
    pub account_no: Option<String>,
    /// The customer, where the file says so. One of the two is there.
    pub customer_no: Option<String>,
    /// Booked.
    pub booked_on: Day,
    /// Signed: + in, - out.
    pub amount: Money,
    /// The file's word for the kind; empty when it says nothing.
    pub kind: Arc<str>,
    /// The account's balance behind it.
    pub balance_after: Option<Money>,
    /// The other party.
    pub counterparty: Option<String>,
    /// The booking's text.
    pub memo: Option<String>,
}

/// A known balance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BalanceRow {
    /// The account.
    pub account_no: String,
    /// The day.
    pub balance_on: Day,
    /// The closing balance.
    pub amount: Money,
}

/// A contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactRow {
    /// The customer.
    pub customer_no: String,
    /// When.
    pub at: Moment,
    /// The way.
    pub channel: Channel,
    /// Who started it.
    pub direction: Direction,
    /// How far it got.
    pub reach: Reach,
    /// What came back on a message.
    pub reply: Option<Reply>,
    /// What came of a talk.
    pub result: Option<TalkResult>,
    /// Why the customer was contacted: a reason's code or the file's words.
    pub reason: Option<String>,
    /// Note.
    pub note: Option<String>,
    /// Seconds.
    pub duration_s: Option<i64>,
}
