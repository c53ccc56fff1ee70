//! A customer as stored, with his numbers, tags, consents and holdings.

use super::{
    AccountId, AccountStatus, Channel, ConsentState, CustomerId, CustomerKind, Day, Gender, Minute, Money,
    PhoneId, PhoneKind, PhoneState, RiskLevel,
};

/// A row of `customer`. Fields as in schema.sql.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    /// Row id.
    pub id: CustomerId,
    /// The bank's number, exactly as imported.
    pub customer_no: String,
    /// Name; a customer without one is shown by his number.
    pub name: Option<String>,
    /// Person or firm.
    pub kind: CustomerKind,
    /// What the bank knows of him, all optional.
    pub about: About,
    /// Entered this book.
    pub entered_on: Day,
    /// Assigned to this manager, if later than entered.
    pub assigned_on: Option<Day>,
    /// Left the bank.
    pub left_on: Option<Day>,
    /// Why he left.
    pub leaving_reason: Option<String>,
    /// Died.
    pub deceased_on: Option<Day>,
    /// Fields changed by hand after their last import.
    pub hand_edited: Vec<String>,
    /// Counts changes; an update names the version it read.
    pub row_version: i64,
}

impl Customer {
    /// What lists and headings call him: the name, else the number.
    pub fn display_name(&self) -> &str {
        self.name.as_deref().filter(|name| !name.is_empty()).unwrap_or(&self.customer_no)
    }
}

/// The facts of a customer that a person edits and an import fills.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// As the bank's file says.
    pub gender: Option<Gender>,
    /// Birth date; a firm's founding.
    pub birth_on: Option<Day>,
    /// Region as text.
    pub region: Option<String>,
    /// Industry as text or section letter.
    pub industry: Option<String>,
    /// Occupation.
    pub occupation: Option<String>,
    /// Income a year.
    pub income_year: Option<Money>,
    /// Employees.
    pub firm_size: Option<i64>,
    /// The bank's own segment.
    pub segment: Option<String>,
    /// Risk questionnaire.
    pub risk_level: Option<RiskLevel>,
    /// Valid until.
    pub risk_level_until_on: Option<Day>,
    /// ID document valid until.
    pub id_document_until_on: Option<Day>,
    /// Who referred him.
    pub referred_by: Option<CustomerId>,
    /// Relationship since, as the bank says.
    pub opened_on: Option<Day>,
    /// Free remark.
    pub remark: Option<String>,
}

/// A row of `phone`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerPhone {
    /// Row id.
    pub id: PhoneId,
    /// Normalised number.
    pub number: String,
    /// What sort of number.
    pub kind: PhoneKind,
    /// What calls have shown.
    pub state: PhoneState,
    /// The one to call first.
    pub is_primary: bool,
    /// Whose it is, when to call.
    pub remark: Option<String>,
}

impl CustomerPhone {
    /// Whether it may be dialled at all.
    pub fn is_usable(&self) -> bool {
        matches!(self.state, PhoneState::Valid | PhoneState::Unverified)
    }
}

/// A row of `consent`; a channel without a row is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// Which way of contact.
    pub channel: Channel,
    /// What is allowed.
    pub state: ConsentState,
    /// For `window`: from and to, minutes of the day.
    pub window: Option<(Minute, Minute)>,
    /// For `no_until`: closed up to this day.
    pub until_on: Option<Day>,
    /// When the customer said so.
    pub given_on: Day,
    /// In his words.
    pub wording: Option<String>,
}

impl Consent {
    /// Whether the channel is closed on a day: a hard stop on acts.
    pub fn is_closed(&self, day: Day) -> bool {
        match self.state {
            ConsentState::Never => true,
            ConsentState::NoUntil => self.until_on.is_none_or(|until| day < until),
            _ => false,
        }
    }
}

/// A row of `account`: a holding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// Row id.
    pub id: AccountId,
    /// The bank's number.
    pub account_no: String,
    /// Mapped product kind.
    pub product: String,
    /// The product's own name, or what the file said of an unknown kind.
    pub label: Option<String>,
    /// Opened.
    pub opened_on: Option<Day>,
    /// Closed.
    pub closed_on: Option<Day>,
    /// State.
    pub status: AccountStatus,
    /// Balance on the working day, where known.
    pub balance: Option<Money>,
    /// Maturity.
    pub maturity_on: Option<Day>,
    /// Interest, hundredths of a percent a year.
    pub rate_bp: Option<i64>,
    /// Whether it renews by itself, where known.
    pub renews: Option<bool>,
    /// Risk of the product, R1-R5.
    pub product_risk: Option<String>,
}
