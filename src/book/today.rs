//! What Today shows beside the book itself: what moved, how the days went, how old the data are.

use crate::domain::{Cause, CustomerId, Day, Dimension, Moment, Money};

/// Figures of a day or a month of outgoing calls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CallFigures {
    /// Dials.
    pub dialled: u32,
    /// Dials that reached the customer.
    pub reached: u32,
    /// Appointments made.
    pub appointments: u32,
    /// Deals made.
    pub deals: u32,
}

/// The middle half of the manager's own last working days, per figure: from and to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UsualRange {
    /// The lower quartiles.
    pub from: CallFigures,
    /// The upper quartiles.
    pub to: CallFigures,
}

/// A change of class since the last visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// Who.
    pub customer: CustomerId,
    /// In which dimension.
    pub dimension: Dimension,
    /// Code before.
    pub from: String,
    /// Code after.
    pub to: String,
    /// Since when.
    pub on: Day,
    /// Why.
    pub cause: Cause,
    /// His assets on that day.
    pub assets: Option<Money>,
}

/// A class on an earlier day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassThen {
    /// Its code.
    pub class: String,
    /// Customers in it.
    pub customers: u32,
    /// Their assets.
    pub assets: Money,
}

/// The value tiers of an earlier day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TiersThen {
    /// The day; `None` when there is none to compare with.
    pub on: Option<Day>,
    /// Its classes.
    pub classes: Vec<ClassThen>,
}

/// Everything of Today that is not in the book in memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TodayFacts {
    /// The last visit before today.
    pub last_visit: Option<Moment>,
    /// Its day.
    pub last_visit_on: Option<Day>,
    /// The newest movement or balance.
    pub data_on: Option<Day>,
    /// Tiers at the last visit.
    pub tiers_last: TiersThen,
    /// Tiers at the start of the month.
    pub tiers_month: TiersThen,
    /// Tiers on the day the stored classes belong to, to show before the book is there.
    pub tiers_now: TiersThen,
    /// Moves since the last visit in value and lifecycle, newest first.
    pub moves: Vec<Move>,
    /// The last day with calls before today; `None` when there is none.
    pub yesterday_on: Option<Day>,
    /// Its figures.
    pub yesterday: CallFigures,
    /// The usual range; `None` with fewer than five working days.
    pub usual: Option<UsualRange>,
    /// Today so far.
    pub today: CallFigures,
    /// This month so far.
    pub month: CallFigures,
}
