//! Queues: which of them a customer is in, and in what order a queue is worked (design: foresight, Queue order).

use super::reason::Band;
use crate::domain::{Code, CustomerId, Day, Minute, QueueName, Reason};

/// The queues a customer is in, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QueueSet(pub u16);

impl QueueSet {
    /// In no queue.
    pub const EMPTY: QueueSet = QueueSet(0);

    /// Adds a queue.
    pub fn insert(&mut self, queue: QueueName) {
        self.0 |= 1 << queue as u16;
    }

    /// Whether the customer is in a queue.
    pub fn contains(self, queue: QueueName) -> bool {
        self.0 & (1 << queue as u16) != 0
    }

    /// Whether the customer is in no queue at all.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The queues, in their order.
    pub fn iter(self) -> impl Iterator<Item = QueueName> {
        QueueName::ALL.iter().copied().filter(move |queue| self.contains(*queue))
    }
}

/// The queue a reason belongs to; the others are found under due and overdue only.
pub fn queue_of(reason: Reason) -> Option<QueueName> {
    Some(match reason {
        Reason::Callback | Reason::Promise | Reason::Appointment | Reason::NoShow => QueueName::Callback,
        Reason::TdDue | Reason::WealthDue | Reason::LoanDue | Reason::InsuranceDue => QueueName::Maturing,
        Reason::AtRisk | Reason::AssetsDrop | Reason::Outflow | Reason::SalaryStop | Reason::ActivityDrop => {
            QueueName::AtRisk
        }
        Reason::Rhythm => QueueName::Rhythm,
        Reason::Dormant | Reason::Revived => QueueName::Dormant,
        Reason::NewAssigned | Reason::New30 => QueueName::New,
        Reason::Birthday => QueueName::Birthday,
        _ => return None,
    })
}

/// What a queue is ordered by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QueueEntry {
    /// The customer.
    pub customer: CustomerId,
    /// Band of the first reason.
    pub band: Band,
    /// What the band is ordered by: hard date or due date.
    pub key_on: Day,
    /// The minute of the next contact, if it has one.
    pub minute: Option<Minute>,
    /// The day of the next contact.
    pub due_on: Day,
    /// Score, for band 2.
    pub score: f64,
    /// Older last contacts come first among equals; none is oldest.
    pub last_contact_on: Option<Day>,
}

impl QueueEntry {
    /// Whether its minute of today has not come yet: it is shown, but the next customer is another one.
    pub fn is_waiting(&self, day: Day, minute: Minute) -> bool {
        self.due_on == day && self.minute.is_some_and(|at| at > minute)
    }

    /// The order in which a queue is worked at a minute of a day: bands; in band 0 what has come first, then by
    /// time; in band 1 by hard date; in band 2 by score; who was passed over last, by time; what waits for its minute last in its band.
    pub fn compare(&self, other: &QueueEntry, day: Day, minute: Minute) -> std::cmp::Ordering {
        let time = |entry: &QueueEntry| (entry.key_on, entry.minute.map_or(1440, Minute::number));
        let waits = |entry: &QueueEntry| entry.is_waiting(day, minute);
        self.band
            .cmp(&other.band)
            .then(waits(self).cmp(&waits(other)))
            .then_with(|| match self.band {
                Band::Promised | Band::Hard | Band::Skipped => time(self).cmp(&time(other)),
                Band::Scored | Band::Held => other.score.total_cmp(&self.score),
            })
            .then(self.last_contact_on.cmp(&other.last_contact_on))
            .then(self.customer.cmp(&other.customer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: i64, band: Band, minute: Option<u32>, score: f64) -> QueueEntry {
        QueueEntry {
            customer: CustomerId(id),
            band,
            key_on: Day(100),
            minute: minute.and_then(|m| Minute::new(m / 60, m % 60)),
            due_on: Day(100),
            score,
            last_contact_on: None,
        }
    }

    #[test]
    fn bands_come_before_scores_and_what_waits_for_its_minute_comes_last_in_its_band() {
        let now = Minute::new(10, 0).unwrap();
        let mut queue = [
            entry(1, Band::Scored, None, 9.0),
            entry(2, Band::Scored, Some(15 * 60), 99.0),
            entry(3, Band::Held, None, 50.0),
            entry(4, Band::Promised, Some(15 * 60), 0.0),
            entry(5, Band::Promised, Some(9 * 60), 0.0),
            entry(6, Band::Promised, None, 0.0),
            entry(7, Band::Hard, None, 0.0),
            entry(8, Band::Scored, None, 12.0),
        ];
        queue.sort_by(|a, b| a.compare(b, Day(100), now));
        assert_eq!(queue.map(|e| e.customer.0), [5, 6, 4, 7, 8, 1, 2, 3]);
    }

    #[test]
    fn a_set_holds_every_queue_once() {
        let mut set = QueueSet::EMPTY;
        for queue in [QueueName::Birthday, QueueName::Overdue, QueueName::Birthday] {
            set.insert(queue);
        }
        assert_eq!(set.iter().collect::<Vec<_>>(), [QueueName::Overdue, QueueName::Birthday]);
        assert!(!set.contains(QueueName::Due));
    }
}
