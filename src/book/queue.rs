//! Queues over the whole book: who is in them, in working order, and what they come to.

use super::{Book, Row, RowIx};
use crate::domain::{CustomerId, Day, Minute, Money, QueueName};
use crate::work::{Band, Factors, Held, QueueEntry, QueueSet};
use std::sync::{Arc, Mutex, PoisonError};

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
    /// Who he is.
    pub customer: CustomerId,
    /// The queues he is in.
    pub queues: QueueSet,
    /// The band he is worked in.
    pub band: Band,
}

/// What the scores of a queue are compared with: those in the middle of the band that is worked by score.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Middle {
    /// The factors; `None` when nobody is in that band.
    pub factors: Option<Factors>,
    /// The score.
    pub score: f64,
}

/// All queues as one, in working order: what every screen begins with.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Agenda {
    /// Who is in it.
    pub list: QueueList,
    /// What their scores are compared with.
    pub middle: Middle,
    made_at: Minute,
    /// The minute at which somebody's time comes, and with it another order.
    turns_at: Option<Minute>,
}

impl Agenda {
    fn holds_at(&self, minute: Minute) -> bool {
        self.made_at <= minute && self.turns_at.is_none_or(|turns| minute < turns)
    }
}

/// The agenda that was made last. It follows from the rest of the book, so that it makes no difference between books.
#[derive(Debug, Default)]
pub(super) struct LastAgenda(Mutex<Option<Arc<Agenda>>>);

impl LastAgenda {
    /// A row has changed.
    pub(super) fn forget(&mut self) {
        *self.0.get_mut().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Clone for LastAgenda {
    fn clone(&self) -> LastAgenda {
        LastAgenda(Mutex::new(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()))
    }
}

impl PartialEq for LastAgenda {
    fn eq(&self, _: &LastAgenda) -> bool {
        true
    }
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
        let mut entries: Vec<(QueueEntry, RowIx, QueueSet)> = Vec::new();
        let mut held: Vec<(QueueEntry, RowIx, QueueSet)> = Vec::new();
        for (place, row) in self.rows().iter().enumerate() {
            let is_in = queue.map_or(!row.queues.is_empty(), |queue| row.queues.contains(queue));
            let Some(due) = self.dues(row).first().filter(|_| is_in) else { continue };
            let target = if row.is_held { &mut held } else { &mut entries };
            target.push((entry(row, due), RowIx::at(place), row.queues));
        }
        // Everything that is asked of many is kept beside them: in working order their rows lie all over.
        let order = |list: &mut Vec<(QueueEntry, RowIx, QueueSet)>| {
            list.sort_unstable_by(|(a, ..), (b, ..)| a.compare(b, self.day, minute));
            let queued = list.iter().map(|(entry, at, queues)| QueueRow {
                at: *at,
                customer: entry.customer,
                queues: *queues,
                band: entry.band,
            });
            queued.collect()
        };
        let (rows, mut held): (Vec<QueueRow>, Vec<QueueRow>) = (order(&mut entries), order(&mut held));
        // Who comes back soonest stands first.
        held.sort_by_key(|queued| {
            let until = self.row(queued.at).and_then(|row| self.returns_on(row));
            (until.is_none(), until)
        });
        QueueList { rows, held }
    }

    /// All queues as one at a minute of the day. It is made anew when a row has changed or somebody's time has come.
    pub fn agenda(&self, minute: Minute) -> Arc<Agenda> {
        let mut last = self.agenda.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some(agenda) if agenda.holds_at(minute) => Arc::clone(agenda),
            _ => Arc::clone(last.insert(Arc::new(self.make_agenda(minute)))),
        }
    }

    fn make_agenda(&self, minute: Minute) -> Agenda {
        let list = self.queue(None, minute);
        let later = |row: &Row| {
            let due = self.dues(row).first().filter(|due| due.due_on == self.day)?;
            due.minute.filter(|at| *at > minute)
        };
        let turns_at = self.rows().iter().filter(|row| !row.queues.is_empty()).filter_map(later).min();
        Agenda { middle: self.middle(&list.rows), list, made_at: minute, turns_at }
    }

    /// What the scores of customers are compared with.
    pub fn middle(&self, queue: &[QueueRow]) -> Middle {
        let scored = queue.iter().filter(|queued| queued.band == Band::Scored);
        let mut places: Vec<RowIx> = scored.map(|queued| queued.at).collect();
        places.sort_unstable();
        let rows = || places.iter().filter_map(|at| self.row(*at));
        let factors: Vec<Factors> = rows().map(|row| self.factors(row)).collect();
        let mut scores: Vec<f64> = rows().map(|row| row.score).collect();
        let middle = scores.len() / 2;
        let score =
            if scores.is_empty() { 0.0 } else { *scores.select_nth_unstable_by(middle, f64::total_cmp).1 };
        Middle { factors: (!factors.is_empty()).then(|| Factors::median(&factors)), score }
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
