//! Queues over the whole book: who is in them, in working order, and what they come to.

use super::{Book, Row, RowIx};
use crate::domain::{Day, Minute, Money, QueueName};
use crate::work::{Band, Held, QueueEntry};

/// A queue in working order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct QueueList {
    /// Workable customers, the first to call first.
    pub rows: Vec<QueueRow>,
    /// Customers held back.
    pub held: Vec<QueueRow>,
}

/// A customer in a queue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QueueRow {
    /// His row.
    pub at: RowIx,
    /// The band he is worked in.
    pub band: Band,
}

/// What a queue comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct QueueSum {
    /// Workable customers.
    pub customers: u32,
    /// Their assets: what is at stake.
    pub assets: Money,
}

fn entry(row: &Row, due: &crate::work::Due) -> QueueEntry {
    let is_later = row.is_skipped && due.band != Band::Held;
    QueueEntry {
        customer: row.id,
        band: if is_later { Band::Skipped } else { due.band },
        key_on: due.key_on(),
        minute: due.minute,
        due_on: due.due_on,
        score: row.score,
        last_contact_on: row.last_contact_on,
    }
}

/// Every queue, all of them together, what is held back.
pub(super) type QueueSums = ([QueueSum; 9], QueueSum, QueueSum);

impl Book {
    /// A queue in working order at a minute of the day; `None` merges all of them.
    pub fn queue(&self, queue: Option<QueueName>, minute: Minute) -> QueueList {
        let mut entries: Vec<(QueueEntry, RowIx)> = Vec::new();
        let mut held: Vec<(QueueEntry, RowIx)> = Vec::new();
        for (place, row) in self.rows().iter().enumerate() {
            let is_in = queue.map_or(!row.queues.is_empty(), |queue| row.queues.contains(queue));
            let Some(due) = self.dues(row).first().filter(|_| is_in) else { continue };
            let target = if row.is_held { &mut held } else { &mut entries };
            target.push((entry(row, due), RowIx::at(place)));
        }
        let order = |list: &mut Vec<(QueueEntry, RowIx)>| {
            list.sort_unstable_by(|(a, _), (b, _)| a.compare(b, self.day, minute));
            list.iter().map(|(entry, at)| QueueRow { at: *at, band: entry.band }).collect()
        };
        let (rows, mut held): (Vec<QueueRow>, Vec<QueueRow>) = (order(&mut entries), order(&mut held));
        // Who comes back soonest stands first.
        held.sort_by_key(|queued| {
            let until = self.row(queued.at).and_then(|row| self.returns_on(row));
            (until.is_none(), until)
        });
        QueueList { rows, held }
    }

    /// The day on which somebody who is held back comes back, if his channel opens again by itself.
    pub fn returns_on(&self, row: &Row) -> Option<Day> {
        match self.dues(row).first()?.held? {
            Held::Until(_, until) => until,
            _ => None,
        }
    }

    /// Count and assets of every queue, and of what is held back, in one pass.
    /// Screens ask with every frame: the answer is kept until a row changes.
    pub fn queue_sums(&self) -> ([QueueSum; 9], QueueSum, QueueSum) {
        *self.queue_sums.get_or_init(|| self.make_queue_sums())
    }

    fn make_queue_sums(&self) -> QueueSums {
        let (mut sums, mut all, mut held) =
            ([QueueSum::default(); 9], QueueSum::default(), QueueSum::default());
        for row in self.rows().iter().filter(|row| !row.queues.is_empty()) {
            if row.is_held {
                held.add(row);
                continue;
            }
            all.add(row);
            for queue in row.queues.iter() {
                sums[queue as usize].add(row);
            }
        }
        (sums, all, held)
    }
}

impl QueueSum {
    fn add(&mut self, row: &Row) {
        self.customers += 1;
        self.assets += row.assets.unwrap_or(Money::ZERO);
    }
}
