//! The words of the business: ids, days, money, codes, customers, contacts. Types and rules only.
//!
//! Must not: do I/O, read the clock, name SQL, a screen or a package of the user interface.

pub mod codes;
pub mod customer;
pub mod day;
pub mod hours;
pub mod idcard;
pub mod ids;
pub mod kinds;
pub mod label;
pub mod mask;
pub mod money;
pub mod name;
pub mod phone;
pub mod secret;
pub mod text;
pub mod when;

pub use codes::*;
pub use customer::{About, Consent, Customer, CustomerPhone, Holding};
pub use day::{Day, Minute, Moment, Now, Zone};
pub use hours::{BestHour, Hours, Tried};
pub use ids::*;
pub use kinds::{
    ProductClass, ProductGroup, ProductInfo, ProductKinds, TxnKindInfo, TxnKinds, TxnRole, UNKNOWN_KIND,
};
pub use label::Label;
pub use money::Money;
pub use phone::Phone;
pub use secret::secret;
pub use when::{HalfDay, When, WhenContext, WhenError};
