//! The fields of the five kinds of import: their codes, which of them a file must have, what sort of cell each is.
//!
//! Owns no names of headings (those are in `assets/import/headings.toml`).

use crate::domain::{ImportKind, codes::codes};

codes! {
    /// What a column of a file is read as.
    "import_field" Field {
        CustomerNo = "customer_no", Name = "name", CustomerKind = "customer_kind", Gender = "gender",
        BirthOn = "birth_on", Phone = "phone", Region = "region", Industry = "industry",
        Occupation = "occupation", IncomeYear = "income_year", FirmSize = "firm_size", Segment = "segment",
        RiskLevel = "risk_level", RiskLevelUntilOn = "risk_level_until_on",
        IdDocumentUntilOn = "id_document_until_on", ReferredBy = "referred_by", OpenedOn = "opened_on",
        AssignedOn = "assigned_on", LeftOn = "left_on", LeavingReason = "leaving_reason",
        DeceasedOn = "deceased_on", Remark = "remark", Tags = "tags",
        ConsentPhone = "consent_phone", ConsentSms = "consent_sms", ConsentWecom = "consent_wecom",
        ConsentMail = "consent_mail",
        AccountNo = "account_no", Product = "product", Label = "label", ClosedOn = "closed_on",
        Status = "status", Balance = "balance", BalanceOn = "balance_on", MaturityOn = "maturity_on",
        Rate = "rate", Renews = "renews", ProductRisk = "product_risk",
        TransactionNo = "transaction_no", BookedOn = "booked_on", Amount = "amount", AmountIn = "amount_in",
        AmountOut = "amount_out", Direction = "direction", Kind = "kind", BalanceAfter = "balance_after",
        Counterparty = "counterparty", Memo = "memo",
        At = "at", Time = "time", Channel = "channel", Reach = "reach", Reply = "reply", Result = "result",
        Reason = "reason", Note = "note", Duration = "duration",
    }
}

/// How many fields there are.
pub(crate) const FIELD_COUNT: usize = Field::Duration as usize + 1;

/// What sort of cell a field has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A number that names something: kept as written.
    Number,
    /// A line of text.
    Text,
    /// A text of several lines.
    Note,
    /// A civil date.
    Day,
    /// An amount of money.
    Money,
    /// One or more phone numbers.
    Phone,
    /// A word that a table maps to a code.
    Word,
    /// A plain count, rate or time.
    Figure,
}

impl Field {
    /// The fields of a kind, in the order in which they are offered.
    pub fn of_kind(kind: ImportKind) -> &'static [Field] {
        use Field as F;
        match kind {
            ImportKind::Customers => &[
                F::CustomerNo,
                F::Name,
                F::Phone,
                F::CustomerKind,
                F::Gender,
                F::BirthOn,
                F::Region,
                F::Industry,
                F::Occupation,
                F::IncomeYear,
                F::FirmSize,
                F::Segment,
                F::RiskLevel,
                F::RiskLevelUntilOn,
                F::IdDocumentUntilOn,
                F::ReferredBy,
                F::OpenedOn,
                F::AssignedOn,
                F::LeftOn,
                F::LeavingReason,
                F::DeceasedOn,
                F::Tags,
                F::Remark,
                F::ConsentPhone,
                F::ConsentSms,
                F::ConsentWecom,
                F::ConsentMail,
            ],
            ImportKind::Accounts => &[
                F::AccountNo,
                F::CustomerNo,
                F::Product,
                F::Label,
                F::OpenedOn,
                F::ClosedOn,
                F::Status,
                F::Balance,
                F::BalanceOn,
                F::MaturityOn,
                F::Rate,
                F::Renews,
                F::ProductRisk,
            ],
            ImportKind::Transactions => &[
                F::TransactionNo,
                F::AccountNo,
                F::CustomerNo,
                F::BookedOn,
                F::Amount,
                F::AmountIn,
                F::AmountOut,
                F::Direction,
                F::Kind,
                F::BalanceAfter,
                F::Counterparty,
                F::Memo,
            ],
            ImportKind::Balances => &[F::AccountNo, F::BalanceOn, F::Balance],
            ImportKind::Contacts => &[
                F::CustomerNo,
                F::At,
                F::Time,
                F::Channel,
                F::Direction,
                F::Reach,
                F::Reply,
                F::Result,
                F::Reason,
                F::Note,
                F::Duration,
            ],
        }
    }

    /// What a file of a kind must have: of each group at least one field.
    pub fn required(kind: ImportKind) -> &'static [&'static [Field]] {
        match kind {
            ImportKind::Customers => &[&[Field::CustomerNo]],
            ImportKind::Accounts => &[&[Field::AccountNo], &[Field::CustomerNo]],
            ImportKind::Transactions => &[
                &[Field::AccountNo, Field::CustomerNo],
                &[Field::BookedOn],
                &[Field::Amount, Field::AmountIn, Field::AmountOut],
            ],
            ImportKind::Balances => &[&[Field::AccountNo], &[Field::BalanceOn], &[Field::Balance]],
            ImportKind::Contacts => &[&[Field::CustomerNo], &[Field::At], &[Field::Channel]],
        }
    }

    /// Whether several columns may be read as this field.
    pub fn is_multiple(self) -> bool {
        matches!(self, Field::Phone | Field::Tags)
    }

    /// Its sort of cell.
    pub fn sort(self) -> Sort {
        use Field as F;
        match self {
            F::CustomerNo | F::AccountNo | F::TransactionNo | F::ReferredBy => Sort::Number,
            F::Phone => Sort::Phone,
            F::Note | F::Remark => Sort::Note,
            F::BirthOn
            | F::RiskLevelUntilOn
            | F::IdDocumentUntilOn
            | F::OpenedOn
            | F::AssignedOn
            | F::LeftOn
            | F::DeceasedOn
            | F::ClosedOn
            | F::BalanceOn
            | F::MaturityOn
            | F::BookedOn => Sort::Day,
            F::IncomeYear | F::Balance | F::Amount | F::AmountIn | F::AmountOut | F::BalanceAfter => {
                Sort::Money
            }
            F::FirmSize | F::Rate | F::At | F::Time | F::Duration => Sort::Figure,
            F::CustomerKind
            | F::Gender
            | F::RiskLevel
            | F::ConsentPhone
            | F::ConsentSms
            | F::ConsentWecom
            | F::ConsentMail
            | F::Product
            | F::Status
            | F::Renews
            | F::ProductRisk
            | F::Direction
            | F::Kind
            | F::Channel
            | F::Reach
            | F::Reply
            | F::Result => Sort::Word,
            F::Name
            | F::Region
            | F::Industry
            | F::Occupation
            | F::Segment
            | F::LeavingReason
            | F::Tags
            | F::Label
            | F::Counterparty
            | F::Memo
            | F::Reason => Sort::Text,
        }
    }
}
