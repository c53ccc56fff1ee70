//! Customers, phones and holdings.

use super::codes;

codes! {
    /// A natural person or a firm.
    "customer_kind" CustomerKind { Person = "person", Firm = "firm" }

    /// Gender as the bank's file says.
    "gender" Gender { Female = "female", Male = "male" }

    /// The customer's own risk class, by questionnaire.
    "risk_level" RiskLevel { C1 = "C1", C2 = "C2", C3 = "C3", C4 = "C4", C5 = "C5" }

    /// What sort of number it is.
    "phone_kind" PhoneKind { Mobile = "mobile", Landline = "landline", Work = "work", Other = "other" }

    /// What calls have shown of a number.
    "phone_state" PhoneState { Unverified = "unverified", Valid = "valid", Suspended = "suspended", Invalid = "invalid" }

    /// The state of an account as mapped from the file's own words.
    "account_status" AccountStatus { Open = "open", Closed = "closed", Frozen = "frozen", Unknown = "unknown" }

    /// The five kinds of import.
    "import_kind" ImportKind {
        Customers = "customers", Accounts = "accounts", Transactions = "transactions",
        Balances = "balances", Contacts = "contacts",
    }
}
