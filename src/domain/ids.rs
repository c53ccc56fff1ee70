//! Row ids as types of their own, so that a customer's id is never taken for an account's.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}", self.0)
            }
        }
    )+};
}

ids! {
    /// A row of `customer`.
    CustomerId,
    /// A row of `phone`.
    PhoneId,
    /// A row of `account`.
    AccountId,
    /// A row of `txn`.
    TxnId,
    /// A row of `contact`.
    ContactId,
    /// A row of `follow_up`.
    FollowUpId,
    /// A row of `class_override`.
    OverrideId,
    /// A row of `rule_set_version`.
    RuleVersionId,
    /// A row of `import`.
    ImportId,
    /// A row of `journal_group`: one action of a person, the unit of undo.
    GroupId,
}
