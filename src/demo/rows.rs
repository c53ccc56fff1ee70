//! The rows of one fictional customer, as the schema has them, with places in lists instead of row ids.
//!
//! `store::demo` turns places into ids. Money is in minor units (fen), days and moments as everywhere.

use crate::domain::{
    Channel, ConsentState, CustomerKind, Day, Dimension, Direction, FollowUpKind, FollowUpState, Gender,
    Minute, Moment, PhoneKind, PhoneState, Reach, Reason, Reply, RiskLevel, TalkResult,
};
use serde::Serialize;

/// A customer with everything that belongs to him.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DemoCustomer {
    /// Place in the book, from 0; the row id is one more.
    pub index: u32,
    /// The customer himself.
    pub identity: Identity,
    /// Numbers; the first is the primary one.
    pub phones: Vec<Phone>,
    /// Free words.
    pub tags: Vec<&'static str>,
    /// What is known about channels.
    pub consents: Vec<Consent>,
    /// Accounts and holdings; the first is the current account, if there is any.
    pub accounts: Vec<Account>,
    /// Movements in order of day.
    pub movements: Vec<Movement>,
    /// Known values of funds and wealth products.
    pub balances: Vec<Balance>,
    /// Touches in order of time.
    pub contacts: Vec<Touch>,
    /// What is due, and what was.
    pub follow_ups: Vec<FollowUp>,
    /// Reasons at rest.
    pub rests: Vec<Rest>,
    /// A class set by hand.
    pub overrides: Vec<Override>,
}

/// The row of `customer`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Identity {
    /// Eight digits, rising with the index.
    pub customer_no: String,
    /// Person or firm.
    pub kind: CustomerKind,
    /// Full name.
    pub name: String,
    /// Persons only.
    pub gender: Option<Gender>,
    /// Persons only.
    pub birth_on: Option<Day>,
    /// District or town.
    pub region: &'static str,
    /// Section of the national list, as its text.
    pub industry: Option<&'static str>,
    /// Occupation.
    pub occupation: Option<&'static str>,
    /// Fen a year.
    pub income_year: Option<i64>,
    /// Employees; firms only.
    pub firm_size: Option<i64>,
    /// The bank's own group.
    pub segment: Option<&'static str>,
    /// Risk class by questionnaire.
    pub risk_level: Option<RiskLevel>,
    /// Its last day.
    pub risk_level_until_on: Option<Day>,
    /// Last day of the ID document.
    pub id_document_until_on: Option<Day>,
    /// Index of the customer who referred this one; always a smaller index.
    pub referred_by: Option<u32>,
    /// Relationship since; none for prospects.
    pub opened_on: Option<Day>,
    /// Entered the book.
    pub entered_on: Day,
    /// Assigned to this manager, if later.
    pub assigned_on: Option<Day>,
    /// Closed everything.
    pub left_on: Option<Day>,
    /// Why.
    pub leaving_reason: Option<&'static str>,
    /// Day of death.
    pub deceased_on: Option<Day>,
    /// What the manager keeps in mind.
    pub remark: Option<&'static str>,
}

/// A row of `phone`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Phone {
    /// Normalised digits.
    pub number: String,
    /// Sort of number.
    pub kind: PhoneKind,
    /// What calls have shown.
    pub state: PhoneState,
    /// Since when.
    pub state_on: Option<Day>,
}

/// A row of `consent`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Consent {
    /// Channel.
    pub channel: Channel,
    /// What is allowed.
    pub state: ConsentState,
    /// Both ends of a window.
    pub window: Option<(Minute, Minute)>,
    /// End of a pause.
    pub until_on: Option<Day>,
    /// Since when.
    pub given_on: Day,
    /// The customer's words.
    pub wording: &'static str,
}

/// A row of `account`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Account {
    /// Product code of `domain::kinds`.
    pub product: &'static str,
    /// Its own name.
    pub label: Option<&'static str>,
    /// First day.
    pub opened_on: Day,
    /// Day of closing.
    pub closed_on: Option<Day>,
    /// Last balance (what is owed, for loans and credit cards).
    pub balance: i64,
    /// Its day.
    pub balance_on: Day,
    /// Maturity.
    pub maturity_on: Option<Day>,
    /// Hundredths of a percent a year.
    pub rate_bp: Option<i64>,
    /// Renews by itself.
    pub renews: Option<bool>,
    /// R1 to R3.
    pub product_risk: Option<&'static str>,
}

/// A kind of movement that the demo makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "each is the code of domain::kinds that `code` gives")]
pub enum Move {
    CashDeposit,
    CashWithdrawal,
    CardPurchase,
    Refund,
    TransferIn,
    TransferOut,
    ProductPurchase,
    ProductRedemption,
    ProductMaturity,
    Interest,
    Fee,
    StandingOrder,
    HouseholdOut,
    InsuranceOut,
    LoanPaymentOut,
    SalaryIn,
    PensionIn,
}

impl Move {
    /// Every kind, in the order of their row ids.
    pub const ALL: [Move; 17] = [
        Move::CashDeposit,
        Move::CashWithdrawal,
        Move::CardPurchase,
        Move::Refund,
        Move::TransferIn,
        Move::TransferOut,
        Move::ProductPurchase,
        Move::ProductRedemption,
        Move::ProductMaturity,
        Move::Interest,
        Move::Fee,
        Move::StandingOrder,
        Move::HouseholdOut,
        Move::InsuranceOut,
        Move::LoanPaymentOut,
        Move::SalaryIn,
        Move::PensionIn,
    ];

    /// The code in `domain::kinds`.
    pub fn code(self) -> &'static str {
        match self {
            Move::CashDeposit => "cash_deposit",
            Move::CashWithdrawal => "cash_withdrawal",
            Move::CardPurchase => "card_purchase",
            Move::Refund => "refund",
            Move::TransferIn => "transfer_in",
            Move::TransferOut => "transfer_out",
            Move::ProductPurchase => "product_purchase",
            Move::ProductRedemption => "product_redemption",
            Move::ProductMaturity => "product_maturity",
            Move::Interest => "interest",
            Move::Fee => "fee",
            Move::StandingOrder => "standing_order",
            Move::HouseholdOut => "household_out",
            Move::InsuranceOut => "insurance_out",
            Move::LoanPaymentOut => "loan_payment_out",
            Move::SalaryIn => "salary_in",
            Move::PensionIn => "pension_in",
        }
    }
}

/// A row of `txn`, on the current account.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Movement {
    /// Day.
    pub booked_on: Day,
    /// Fen, signed.
    pub amount: i64,
    /// Kind.
    pub kind: Move,
    /// The account's balance after it.
    pub balance_after: i64,
    /// The other side.
    pub counterparty: Option<&'static str>,
    /// Text.
    pub memo: Option<&'static str>,
    /// The n-th such row, from 0.
    pub twin: i64,
}

/// A row of `balance`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Balance {
    /// Place of the account.
    pub account: usize,
    /// Day.
    pub balance_on: Day,
    /// Fen.
    pub amount: i64,
}

/// A row of `contact`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Touch {
    /// When.
    pub at: Moment,
    /// Channel.
    pub channel: Channel,
    /// Direction.
    pub direction: Direction,
    /// How far it got.
    pub reach: Reach,
    /// Replies to messages.
    pub reply: Option<Reply>,
    /// What came of a talk.
    pub result: Option<TalkResult>,
    /// Why the customer was contacted.
    pub reason: Option<Reason>,
    /// What the manager wrote.
    pub note: Option<String>,
    /// Seconds.
    pub duration_s: Option<i64>,
    /// Whether the primary phone was used.
    pub is_by_phone: bool,
    /// No selling.
    pub is_service: bool,
    /// What was sold, and for how much.
    pub deal: Option<(&'static str, i64)>,
    /// Money elsewhere: rate in hundredths of a percent, and its due day.
    pub elsewhere: Option<(i64, Day)>,
}

/// A row of `follow_up`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FollowUp {
    /// Kind.
    pub kind: FollowUpKind,
    /// Reason.
    pub reason: Reason,
    /// Due.
    pub due_on: Day,
    /// Minute, for call-backs and appointments.
    pub due_minute: Option<Minute>,
    /// Channel.
    pub channel: Channel,
    /// Open or done.
    pub state: FollowUpState,
    /// What it is about.
    pub note: Option<&'static str>,
    /// Place of the contact that made it.
    pub contact: Option<usize>,
    /// Place of the contact that closed it.
    pub closed_by: Option<usize>,
    /// When it was made.
    pub created_at: Moment,
    /// When it was closed.
    pub closed_at: Option<Moment>,
}

/// A row of `reason_rest`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rest {
    /// Reason code, or `*` for all selling.
    pub reason: &'static str,
    /// Last day.
    pub until_on: Day,
    /// Place of the contact that made it.
    pub contact: usize,
    /// When it was made.
    pub created_at: Moment,
}

/// A row of `class_override`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Override {
    /// Dimension.
    pub dimension: Dimension,
    /// Class code of the built-in rules.
    pub class: &'static str,
    /// Why.
    pub reason: &'static str,
    /// First day.
    pub from_on: Day,
    /// Last day, if it ends by itself.
    pub until_on: Option<Day>,
    /// When it was set.
    pub created_at: Moment,
}
