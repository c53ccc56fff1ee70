//! What a stretch of customers comes to: rows for the book, sums, and the few whose state must be written.
//!
//! Made on the threads of a pass, so that the thread that writes only joins and stores. Must not: hold anything per
//! customer that the book or the next step does not need.

use super::customer::PassFacts;
use crate::book::{self, ClassIx, Distribution};
use crate::classify::rfm::RfmInput;
use crate::classify::{Metrics, Profile};
use crate::domain::{Cause, CustomerId, Day, Dimension, Money};
use crate::work::OwnedSituation;

/// A change of class found in the pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Change {
    pub customer: CustomerId,
    pub dimension: Dimension,
    pub from: ClassIx,
    pub to: ClassIx,
    pub on: Day,
    pub cause: Cause,
    pub assets: Option<Money>,
}

/// A customer on one day of the pass, as far as his behaviour among all needs it. There is one per customer and day, so
/// what is missing has no room of its own.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    assets: Money,
    rfm: RfmInput,
    has_assets: bool,
    has_rfm: bool,
    exists: bool,
}

impl Seen {
    /// A day on which the customer does not exist yet.
    pub(super) const NOT_YET: Seen = Seen {
        assets: Money::ZERO,
        rfm: RfmInput::NOTHING,
        has_assets: false,
        has_rfm: false,
        exists: false,
    };

    pub(super) fn new(assets: Option<Money>, rfm: Option<RfmInput>) -> Seen {
        Seen {
            assets: assets.unwrap_or(Money::ZERO),
            rfm: rfm.unwrap_or(RfmInput::NOTHING),
            has_assets: assets.is_some(),
            has_rfm: rfm.is_some(),
            exists: true,
        }
    }

    pub(super) fn exists(&self) -> bool {
        self.exists
    }

    pub(super) fn assets(&self) -> Option<Money> {
        self.has_assets.then_some(self.assets)
    }

    pub(super) fn rfm(&self) -> Option<RfmInput> {
        self.has_rfm.then_some(self.rfm)
    }
}

/// A customer whom the pass met.
#[derive(Debug, Clone, Copy)]
pub(super) struct Met {
    pub id: CustomerId,
    /// The behaviour stored last; `None` at the first classification.
    pub behaviour: Option<ClassIx>,
}

/// What is to be stored of a customer whose profile was made anew or whose classes changed.
pub(super) struct Write {
    pub id: CustomerId,
    pub changes: Vec<Change>,
    /// The blob and the day on which it becomes stale, when the profile was made anew.
    pub rebuilt: Option<(Vec<u8>, Option<Day>)>,
    /// What was made anew of his own rows.
    pub digest: Option<Vec<u8>>,
    /// Class and since when; behaviour as stored.
    pub classes: [(ClassIx, Day); 6],
    pub first_on: Day,
}

/// A customer looked at for himself: his row, the situation it was derived from, his figures.
pub(super) struct Looked {
    pub situation: OwnedSituation,
    pub metrics: Metrics,
    pub profile: Profile,
}

/// The sums of a day, by dimension.
pub(super) type DaySums = [Distribution; 6];

/// What a stretch of customers comes to.
pub(super) struct Part {
    pub rows: book::Part,
    /// Per day of the pass.
    pub sums: Vec<DaySums>,
    pub met: Vec<Met>,
    /// As many per customer met as the pass has days.
    pub seen: Vec<Seen>,
    pub writes: Vec<Write>,
    /// Of the last customer, where situations are wanted.
    pub looked: Option<Box<Looked>>,
}

impl Part {
    pub(super) fn new(facts: &PassFacts<'_>) -> Part {
        Part {
            rows: book::Part::default(),
            sums: empty_sums(facts),
            met: Vec::new(),
            seen: Vec::new(),
            writes: Vec::new(),
            looked: None,
        }
    }

    /// Empties everything but keeps the room.
    pub(super) fn clear(&mut self, facts: &PassFacts<'_>) {
        self.rows.clear();
        self.sums = empty_sums(facts);
        self.met.clear();
        self.seen.clear();
        self.writes.clear();
        self.looked = None;
    }
}

/// Nobody in any class, for every day of a pass.
pub(super) fn empty_sums(facts: &PassFacts<'_>) -> Vec<DaySums> {
    let of_day = |_: &Day| {
        std::array::from_fn(|at| Distribution::empty(&facts.rules.classes, crate::domain::Code::ALL[at]))
    };
    facts.days.iter().map(of_day).collect()
}
