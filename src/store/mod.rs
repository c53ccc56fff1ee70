//! The book on disk: one SQLite file. The only place that names rusqlite.
//!
//! Owns opening, migrations, the journal with undo, one file per aggregate (SQL, row to domain, tests) and the
//! recomputation. Must not: know of screens, keys or the clock.

pub mod card;
mod changes;
pub mod consent;
pub mod contact;
pub mod customer;
pub mod demo;
pub mod doctor;
pub mod error;
pub mod follow_up;
pub mod import;
pub mod journal;
pub mod log;
mod migrate;
pub mod open;
mod progress;
pub mod proofs;
pub mod protocol;
pub mod recompute;
pub mod remark;
mod sql;
pub mod timeline;
pub mod today;
pub mod worker;

pub use error::{Fault, StoreError};
pub use open::{Access, Store};
pub use progress::Progress;
pub use sql::Codes;

/// What store functions return.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;
