//! What Today shows beside the book itself: what moved, how the days went, how old the data are.

use crate::domain::{Cause, CustomerId, Day, Dimension, Holding, Moment, Money};
use crate::work::{Due, Proof};

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

impl std::ops::AddAssign for CallFigures {
    fn add_assign(&mut self, more: CallFigures) {
        self.dialled += more.dialled;
        self.reached += more.reached;
        self.appointments += more.appointments;
        self.deals += more.deals;
    }
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

/// The classes of a dimension on an earlier day.
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
    /// The classes of every dimension at the last visit.
    pub classes_last: [TiersThen; 6],
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

impl TodayFacts {
    /// The classes of a dimension at the last visit.
    pub fn last_of(&self, dimension: Dimension) -> &TiersThen {
        &self.classes_last[dimension.index()]
    }
}

/// The lines of Today whose proof is asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TodayAsk {
    /// Who moved.
    pub moves: Vec<MoveAsked>,
    /// Money that comes due, or moved.
    pub dues: Vec<(CustomerId, Due)>,
}

/// A move whose rule is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveAsked {
    /// Who.
    pub customer: CustomerId,
    /// In which dimension.
    pub dimension: Dimension,
    /// The class he left.
    pub from: String,
}

/// Why a customer moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MoveProof {
    /// The condition that decided, with value and threshold.
    Rule(crate::classify::explain::Reason),
    /// The class was set by hand, for this reason in somebody's words.
    ByHand(String),
}

/// What proves the lines of Today.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TodayProofs {
    /// The rules of moves.
    pub moves: Vec<(MoveAsked, MoveProof)>,
    /// The rows behind money, by customer, kind of proof and day.
    pub lines: Vec<(CustomerId, Proof, Day, LineProof)>,
}

impl TodayProofs {
    /// What decided a customer's move.
    pub fn of_move(&self, customer: CustomerId, dimension: Dimension) -> Option<&MoveProof> {
        let is_his = |asked: &MoveAsked| (asked.customer, asked.dimension) == (customer, dimension);
        self.moves.iter().find(|(asked, _)| is_his(asked)).map(|(_, why)| why)
    }

    /// The row behind a customer's money.
    pub fn of_line(&self, customer: CustomerId, due: &Due) -> Option<&LineProof> {
        let found = self
            .lines
            .iter()
            .find(|(whose, proof, on, _)| *whose == customer && *proof == due.proof && *on == due.on);
        found.map(|(.., line)| line)
    }
}

/// The row behind a line of money.
#[derive(Debug, Clone, PartialEq)]
pub enum LineProof {
    /// A holding that comes due.
    Holding(Box<Holding>),
    /// A movement.
    Movement {
        /// Code of its kind.
        kind: String,
        /// The kind as the file says.
        text: String,
        /// Counterparty or memo.
        detail: Option<String>,
    },
}
