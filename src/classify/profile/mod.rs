//! A customer's compact history: everything that the metrics need, of the rows dated up to one day.
//!
//! A profile made for a day gives exact metrics for every day from
//! then until [`Profile::stale_on`], because all its windows are kept as dated steps. Must not hold rows dated later.

mod balance;
mod blob;
mod build;
mod holdings;
mod rows;
pub(super) mod trail;

#[cfg(test)]
#[allow(
    clippy::cast_possible_wrap,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "small numbers of tests"
)]
pub(super) mod oracle;
#[cfg(test)]
mod tests;

pub use rows::{AccountRow, BalanceRow, ContactRow, Facts, ProfileRows, TxnRow};

use crate::domain::{AccountId, Day, Hours, Money, ProductKinds, Reason};
use serde::Serialize;
use trail::Trail;

/// A blob that is not a profile of this version.
#[derive(Debug, thiserror::Error)]
#[error("a stored profile cannot be read; `classify --rebuild` makes all of them again")]
pub enum ProfileError {
    /// It is not of the form.
    Form(#[from] crate::classify::blob::BlobError),
    /// It cannot be written.
    Write(#[from] postcard::Error),
}

/// A customer's history up to a day, in a few hundred bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Profile {
    pub(super) as_of: Day,
    pub(super) stale_on: Option<Day>,
    pub(super) facts: Facts,
    pub(super) holdings: Option<Holdings>,
    pub(super) assets: Option<AssetHistory>,
    pub(super) maturities: Vec<Maturity>,
    pub(super) activity: Activity,
    pub(super) flows: Trail<Flow>,
    pub(super) fees: Trail<i64>,
    pub(super) salary: Option<Salary>,
    pub(super) contacts: Trail<Touches>,
    pub(super) last_reached_on: Option<Day>,
    pub(super) hours: Hours,
    pub(super) first_on: Option<Day>,
}

/// The customer's accounts on the profile's day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(super) struct Holdings {
    /// Open accounts.
    pub accounts: u32,
    /// Different products among them.
    pub products: u32,
}

/// Assets over time, in minor units, and what stands beside them on the profile's day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct AssetHistory {
    /// Total assets as steps over the last 90 days; the oldest stands on the day 90 days back.
    pub recent: Trail<i64>,
    /// What was higher before: the last day of each value that nothing later exceeds, down to 364 days back.
    pub peaks: Trail<i64>,
    pub liabilities: i64,
    pub deposit: i64,
    pub wealth: i64,
    pub fund: i64,
    pub insurance: i64,
}

/// The customer's own movements.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct Activity {
    /// Days of the last 455 with active movements.
    pub days: Trail<ActiveDay>,
    /// The last active day before those.
    pub before_on: Option<Day>,
    /// The first active day ever.
    pub first_on: Option<Day>,
    /// The first movement of any kind.
    pub first_txn_on: Option<Day>,
}

/// A day with active movements. The amount is kept for the last 365 days only.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(super) struct ActiveDay {
    pub count: u32,
    pub amount: i64,
}

/// The flows of a day in minor units; the largest single ones as the rest beside them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(super) struct Flow {
    pub largest_in: i64,
    pub other_in: i64,
    pub largest_out: i64,
    pub other_out: i64,
}

/// Regular income.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Salary {
    pub last_on: Day,
    pub is_regular: bool,
}

/// The contacts of a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(super) struct Touches {
    pub reached: u32,
    pub attempts: u32,
}

/// An open holding that comes due, or did within the last 31 days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Maturity {
    /// The account.
    pub account: AccountId,
    /// Its product code.
    pub product: String,
    /// The day it comes due.
    pub on: Day,
    /// The balance, where known; what is owed for a loan.
    pub amount: Option<Money>,
}

impl Maturity {
    fn empty() -> Maturity {
        Maturity { account: AccountId(0), product: String::new(), on: Day(0), amount: None }
    }

    /// The follow-up reason that this maturity gives, if its product has one.
    pub fn reason(&self) -> Option<Reason> {
        ProductKinds::embedded().info(&self.product).due
    }
}

/// The movements between the customer and others on a day. All amounts are positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlowDay {
    /// The day.
    pub on: Day,
    /// Everything that came in.
    pub inflow: Money,
    /// Everything that went out.
    pub outflow: Money,
    /// The largest single movement in.
    pub largest_in: Money,
    /// The largest single movement out.
    pub largest_out: Money,
}

/// The balance of each account at the end of a day; accounts of which none is known are left out.
pub fn balances(rows: &ProfileRows, as_of: Day) -> Vec<(AccountId, Money)> {
    holdings::balances(rows, as_of)
}

impl Profile {
    /// The history of a customer up to `as_of`. Rows dated later do not exist; the first of them is `stale_on`.
    pub fn build(rows: &ProfileRows, as_of: Day) -> Profile {
        build::profile(rows, as_of)
    }

    /// Of nobody, as of a day that no book reaches: room to read a blob into.
    pub fn empty() -> Profile {
        Profile {
            as_of: Day(i32::MIN),
            stale_on: None,
            facts: Facts::default(),
            holdings: None,
            assets: None,
            maturities: Vec::new(),
            activity: Activity::default(),
            flows: Trail::default(),
            fees: Trail::default(),
            salary: None,
            contacts: Trail::default(),
            last_reached_on: None,
            hours: Hours::default(),
            first_on: None,
        }
    }

    /// The day it was made for: metrics hold from here on.
    pub fn as_of(&self) -> Day {
        self.as_of
    }

    /// The first day on which another row joins in: metrics hold until the day before.
    pub fn stale_on(&self) -> Option<Day> {
        self.stale_on
    }

    /// The undated facts.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Open holdings with a maturity from 31 days before `as_of` on, by day.
    pub fn maturities(&self) -> &[Maturity] {
        &self.maturities
    }

    /// The flows of the `days` days up to and including `day` (at most 30), newest first.
    pub fn flows(&self, day: Day, days: i32) -> impl Iterator<Item = FlowDay> {
        let from = day - days;
        self.flows.newest_first(self.as_of).take_while(move |(on, _)| *on > from).map(|(on, flow)| FlowDay {
            on,
            inflow: Money(flow.largest_in) + Money(flow.other_in),
            outflow: Money(flow.largest_out) + Money(flow.other_out),
            largest_in: Money(flow.largest_in),
            largest_out: Money(flow.largest_out),
        })
    }

    /// The day of the last contact that reached the customer.
    pub fn last_reached_on(&self) -> Option<Day> {
        self.last_reached_on
    }

    /// The day of the last attempt to contact the customer (of the last 30 days; reached ones as far back as kept).
    pub fn last_attempt_on(&self) -> Option<Day> {
        let recent = self.contacts.newest_first(self.as_of).next().map(|(day, _)| day);
        recent.max(self.last_reached_on)
    }

    /// Attempts of the last `days` days up to a day (of the last 30) that reached nobody.
    pub fn vain_attempts(&self, day: Day, days: i32) -> u32 {
        let near = self.contacts.newest_first(self.as_of).take_while(|(on, _)| *on > day - days);
        near.map(|(_, touches)| touches.attempts).sum()
    }

    /// Dials by the hour of the day, ever.
    pub fn hours(&self) -> Hours {
        self.hours
    }

    /// The day of the last active movement.
    pub fn last_active_on(&self) -> Option<Day> {
        self.activity.days.newest_first(self.as_of).next().map(|(day, _)| day).or(self.activity.before_on)
    }

    /// The day of the first active movement.
    pub fn first_active_on(&self) -> Option<Day> {
        self.activity.first_on
    }

    /// The day of the last salary or pension.
    pub fn last_salary_on(&self) -> Option<Day> {
        self.salary.map(|salary| salary.last_on)
    }

    /// The first account or movement: where tenure begins.
    pub fn first_on(&self) -> Option<Day> {
        self.first_on
    }
}
