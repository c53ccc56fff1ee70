//! Why now: the reasons of a customer on a day, the one next contact among them, and the queues that follow.
//!
//! Owns the derivation (product.md, "Follow-up reasons", "Next contact", "Rhythm"). Stored follow-ups come in
//! with the [`Situation`]; everything else is derived and stored nowhere. Allocates nothing, so that a whole book
//! passes at every recomputation. Must not: decide the order inside a queue (see `score`, `queue`).

mod collect;
mod derived;
#[cfg(test)]
mod tests;

use super::playbook::Playbook;
use super::queue::QueueSet;
use super::situation::{Held, Situation};
use crate::domain::{AccountId, Channel, Day, FollowUpId, FollowUpKind, Minute, Money, QueueName, Reason};
use collect::Collector;
pub use collect::is_hard;

/// Queue bands, worked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Band {
    /// 0: promised and due.
    Promised,
    /// 1: a hard date within seven days, or just past.
    Hard,
    /// 2: by score.
    Scored,
    /// 3: passed over today, whatever the reason. Only queues know it.
    Skipped,
    /// X: held back.
    Held,
}

impl Band {
    /// `0`, `1`, `2`, `x`.
    pub fn mark(self) -> char {
        match self {
            Band::Promised => '0',
            Band::Hard => '1',
            Band::Scored => '2',
            Band::Skipped => '3',
            Band::Held => 'x',
        }
    }
}

/// The row that proves a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// A stored follow-up.
    FollowUp(FollowUpId),
    /// A holding.
    Account(AccountId),
    /// A movement of the reason's date.
    Movement,
    /// The customer's own row.
    Customer,
    /// The class or a metric: see why the customer is in it.
    Class,
    /// The contact that the rhythm counts from, or the entry into the book.
    Rhythm,
}

impl Proof {
    fn id(self) -> i64 {
        match self {
            Proof::FollowUp(id) => id.0,
            Proof::Account(id) => id.0,
            _ => 0,
        }
    }
}

/// A reason on a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Due {
    /// Why.
    pub reason: Reason,
    /// What it is stored as; `None` for a derived one.
    pub kind: Option<FollowUpKind>,
    /// Its band on the day.
    pub band: Band,
    /// The date it is about (maturity, birthday, first day of the class, movement).
    pub on: Day,
    /// The day to act: before the working day only for what is overdue.
    pub due_on: Day,
    /// The minute to act, if agreed.
    pub minute: Option<Minute>,
    /// The amount it is about.
    pub amount: Option<Money>,
    /// A figure for its words: rhythm in days, change in millionths, missing days.
    pub figure: Option<i64>,
    /// How to act: an open channel; `None` when all are closed.
    pub channel: Option<Channel>,
    /// Why it is held back, with band X.
    pub held: Option<Held>,
    /// What proves it.
    pub proof: Proof,
    /// Whether it is work now: due, or a state that lasts and may be worked before its day comes round.
    pub is_open: bool,
}

impl Due {
    /// What its band is ordered by: the day to act; in band 1 the hard date, as long as it lies ahead.
    pub fn key_on(&self) -> Day {
        if self.band == Band::Hard { self.on.max(self.due_on) } else { self.due_on }
    }

    /// Whether it has a date that cannot be moved. The date of a step is only when to act, whatever it is about.
    pub fn is_hard(&self) -> bool {
        is_hard(self.reason) && matches!(self.kind, None | Some(FollowUpKind::Complaint))
    }

    fn key(&self) -> (Band, Day, i64, Reason, i64) {
        let minute = self.minute.map_or(1440, Minute::number);
        (self.band, self.key_on(), minute, self.reason, self.proof.id())
    }
}

/// The one visible next contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextContact {
    /// Its band.
    pub band: Band,
    /// The day.
    pub on: Day,
    /// The minute, if agreed.
    pub minute: Option<Minute>,
    /// The first reason.
    pub reason: Reason,
    /// Stored as this, if stored.
    pub kind: Option<FollowUpKind>,
    /// How.
    pub channel: Channel,
}

/// How many reasons are shown.
pub const SHOWN: usize = 3;

/// The reasons of a customer on a day: the first three in order, how many there are, and the queues.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Reasons {
    top: [Option<Due>; SHOWN],
    /// How many reasons there are in all.
    pub count: u16,
    /// The queues the customer is in.
    pub queues: QueueSet,
    /// Whether there is news of the last days: salary missing, large outflow, first dormant days.
    pub is_fresh: bool,
}

impl Reasons {
    /// The first reasons in order, at most [`SHOWN`].
    pub fn shown(&self) -> impl Iterator<Item = &Due> {
        self.top.iter().flatten()
    }

    /// The first reason.
    pub fn first(&self) -> Option<&Due> {
        self.top[0].as_ref()
    }

    /// The one visible next contact; `None` without a reason or with all channels closed.
    pub fn next(&self) -> Option<NextContact> {
        let first = self.first()?;
        Some(NextContact {
            band: first.band,
            on: first.due_on,
            minute: first.minute,
            reason: first.reason,
            kind: first.kind,
            channel: first.channel?,
        })
    }

    /// Why the customer is held back, when every reason is.
    pub fn held(&self) -> Option<Held> {
        self.first().filter(|first| first.band == Band::Held).and_then(|first| first.held)
    }

    fn insert(&mut self, due: Due) {
        self.count += 1;
        let mut moving = Some(due);
        for slot in &mut self.top {
            match (&moving, &slot) {
                (Some(new), Some(old)) if new.key() < old.key() => std::mem::swap(slot, &mut moving),
                (Some(_), None) => std::mem::swap(slot, &mut moving),
                _ => {}
            }
        }
    }
}

/// The reasons of a customer on the situation's day. Empty when the customer died; of who left only what is recorded.
pub fn derive(situation: &Situation<'_>, playbook: &Playbook) -> Reasons {
    if situation.is_over() {
        return Reasons::default();
    }
    let mut collector = Collector::new(situation, playbook);
    for follow_up in situation.rows.follow_ups {
        collector.add_stored(follow_up);
    }
    if !situation.has_left() {
        derived::add_dated(&mut collector);
        derived::add_signals(&mut collector);
        derived::add_rhythm(&mut collector);
    }
    let mut reasons = collector.finish();
    if let Some(first) = reasons.first() {
        if first.due_on < situation.day {
            reasons.queues.insert(QueueName::Overdue);
        } else if first.due_on == situation.day {
            reasons.queues.insert(QueueName::Due);
        }
    }
    reasons
}
