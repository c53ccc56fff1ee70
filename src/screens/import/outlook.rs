//! What an import would do to classes, money and queues: the touched customers as they would stand, beside the book as
//! it is. They come piece by piece, and what is known so far is shown.

use crate::app::{Ctx, Uptime};
use crate::book::{Book, ClassIx, Row};
use crate::domain::{Code, Dimension, QueueName, Reason};
use crate::store::protocol::Progress;
use crate::work::Due;
use std::time::Duration;

/// From here on it is told how far it is, and Esc stops it.
const PATIENCE: Duration = Duration::from_secs(2);
/// What is shown changes at most this often.
const BETWEEN_TELLINGS: Duration = Duration::from_millis(250);

/// What happens to money, as the line of the outlook names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyEvent {
    /// A large sum went out.
    Out,
    /// A large sum came in.
    In,
    /// A salary that should have come did not.
    SalaryStop,
    /// Something comes due.
    Due,
}

impl MoneyEvent {
    /// All of them, in the order in which they are named.
    pub const ALL: [MoneyEvent; 4] =
        [MoneyEvent::Out, MoneyEvent::In, MoneyEvent::SalaryStop, MoneyEvent::Due];

    fn of(reason: Reason) -> Option<MoneyEvent> {
        Some(match reason {
            Reason::Outflow => MoneyEvent::Out,
            Reason::Inflow => MoneyEvent::In,
            Reason::SalaryStop => MoneyEvent::SalaryStop,
            Reason::TdDue | Reason::WealthDue | Reason::LoanDue | Reason::InsuranceDue => MoneyEvent::Due,
            _ => return None,
        })
    }
}

/// The difference.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outlook {
    /// Customers who would be new in the book.
    pub new: usize,
    /// Customers who would rise a tier.
    pub up: usize,
    /// Customers who would fall a tier.
    pub down: usize,
    lifecycle: Vec<(ClassIx, i64)>,
    money: [u32; 4],
    queues: Vec<(QueueName, i64)>,
}

impl Outlook {
    /// Classes of the lifecycle that would gain or lose customers whom the book has already.
    pub fn lifecycle(&self) -> impl Iterator<Item = (ClassIx, i64)> {
        self.lifecycle.iter().copied().filter(|(_, change)| *change != 0)
    }

    /// What would be new about money, by customers.
    pub fn money(&self) -> impl Iterator<Item = (MoneyEvent, u32)> {
        MoneyEvent::ALL.into_iter().zip(self.money).filter(|(_, count)| *count != 0)
    }

    /// Queues that would gain or lose customers.
    pub fn queues(&self) -> impl Iterator<Item = (QueueName, i64)> {
        self.queues.iter().copied().filter(|(_, change)| *change != 0)
    }

    /// Adds customers as they would stand.
    fn add(&mut self, book: &Book, after: &Book) {
        if self.queues.is_empty() {
            self.queues = QueueName::ALL.iter().map(|queue| (*queue, 0)).collect();
            self.lifecycle = after.classes.all_of(Dimension::Lifecycle).map(|class| (class, 0)).collect();
        }
        for row in after.rows() {
            let before = book.find(row.id);
            for (queue, change) in &mut self.queues {
                let was_in = before.is_some_and(|before| !before.is_held && before.queues.contains(*queue));
                let is_in = !row.is_held && row.queues.contains(*queue);
                *change += i64::from(is_in) - i64::from(was_in);
            }
            let known = before.map(|before| book.dues(before)).unwrap_or_default();
            for event in MoneyEvent::ALL {
                let is_new = after.dues(row).iter().any(|due| is_news(due, event, known));
                self.money[event as usize] += u32::from(is_new);
            }
            match before {
                Some(before) => self.add_moves(before, row),
                None => self.new += 1,
            }
        }
    }

    fn add_moves(&mut self, before: &Row, row: &Row) {
        // The best tier stands first.
        match row.class(Dimension::Value).cmp(&before.class(Dimension::Value)) {
            std::cmp::Ordering::Less => self.up += 1,
            std::cmp::Ordering::Greater => self.down += 1,
            std::cmp::Ordering::Equal => {}
        }
        for (class, change) in &mut self.lifecycle {
            *change += i64::from(row.class(Dimension::Lifecycle) == *class)
                - i64::from(before.class(Dimension::Lifecycle) == *class);
        }
    }
}

/// Whether a reason is such an event and is not among those that the book knows. A salary that is late is one event,
/// however late it is.
fn is_news(due: &Due, event: MoneyEvent, known: &[Due]) -> bool {
    let is_same = |old: &Due| {
        old.reason == due.reason
            && (event == MoneyEvent::SalaryStop || (old.on, old.amount) == (due.on, due.amount))
    };
    MoneyEvent::of(due.reason) == Some(event) && !known.iter().any(is_same)
}

/// How far looking ahead is, with what is known so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ahead {
    since: Uptime,
    known: (Outlook, Progress),
    shown: (Outlook, Progress),
    shown_at: Uptime,
    /// Esc was pressed: there comes no more.
    pub is_stopped: bool,
}

impl Ahead {
    /// At its beginning.
    pub fn new(ctx: &Ctx) -> Ahead {
        let nothing = (Outlook::default(), Progress { done: 0, all: 0 });
        Ahead {
            since: ctx.uptime,
            known: nothing.clone(),
            shown: nothing,
            shown_at: ctx.uptime,
            is_stopped: false,
        }
    }

    /// Takes in more customers.
    pub fn add(&mut self, book: &Book, after: &Book, progress: Progress, ctx: &Ctx) {
        self.known.0.add(book, after);
        self.known.1 = progress;
        let is_over = progress.done == progress.all;
        if is_over || ctx.uptime >= self.shown_at + BETWEEN_TELLINGS {
            (self.shown, self.shown_at) = (self.known.clone(), ctx.uptime);
        }
    }

    /// What is known.
    pub fn outlook(&self) -> &Outlook {
        &self.shown.0
    }

    /// How many customers are through.
    pub fn progress(&self) -> Progress {
        self.shown.1
    }

    /// How long it has taken so far.
    pub fn elapsed(&self) -> Duration {
        self.shown_at.0.saturating_sub(self.since.0)
    }

    /// Whether everybody is through.
    pub fn is_over(&self) -> bool {
        let progress = self.shown.1;
        progress.done == progress.all && progress.all > 0
    }

    /// Whether it takes so long that it is told how far it is.
    pub fn is_long(&self) -> bool {
        !self.is_over() && !self.is_stopped && self.elapsed() >= PATIENCE
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Day;
    use crate::testing::{ctx, small_book};

    fn at(millis: u64) -> Ctx {
        Ctx { uptime: Uptime::millis(millis), ..ctx() }
    }

    fn looked(book: &Book, after: &Book) -> Outlook {
        let mut ahead = Ahead::new(&ctx());
        ahead.add(book, after, Progress { done: 1, all: 1 }, &ctx());
        ahead.outlook().clone()
    }

    #[test]
    fn the_same_book_has_no_outlook_and_a_smaller_one_has_new_customers() {
        let book = small_book();
        let same = looked(&book, &book);
        assert_eq!((same.new, same.up, same.down), (0, 0, 0));
        assert_eq!((same.lifecycle().count(), same.money().count(), same.queues().count()), (0, 0, 0));
        let mut smaller = book.clone();
        let gone = book.rows()[0];
        smaller.remove(gone.id);
        let outlook = looked(&smaller, &book);
        assert_eq!((outlook.new, outlook.up, outlook.down), (1, 0, 0));
        let queued = if gone.is_held { 0 } else { gone.queues.iter().count() };
        assert_eq!(outlook.queues().count(), queued);
    }

    #[test]
    fn money_is_news_once() {
        let book = small_book();
        let (row, due) = (book.rows().iter())
            .find_map(|row| Some((row, *book.dues(row).iter().find(|due| due.reason == Reason::Inflow)?)))
            .unwrap();
        let news = |due: &Due| is_news(due, MoneyEvent::In, book.dues(row));
        assert!(!news(&due), "the book knows it");
        assert!(news(&Due { on: due.on + 1, ..due }), "another movement");
        assert!(!is_news(&Due { on: due.on + 1, ..due }, MoneyEvent::Out, &[]));
        let late = Due { reason: Reason::SalaryStop, ..due };
        let later = Due { on: Day(0), ..late };
        assert!(!is_news(&later, MoneyEvent::SalaryStop, &[late]), "it is still the same");
    }

    #[test]
    fn what_is_known_is_shown_four_times_a_second_and_in_the_end_whole() {
        let book = small_book();
        let mut ahead = Ahead::new(&at(0));
        ahead.add(&Book::new(book.day, book.classes.clone()), &book, Progress { done: 1, all: 9 }, &at(100));
        assert_eq!((ahead.outlook().new, ahead.is_long()), (0, false));
        ahead.add(&book, &book, Progress { done: 2, all: 9 }, &at(2_100));
        assert_eq!((ahead.outlook().new, ahead.progress().done), (book.len(), 2));
        assert!(ahead.is_long() && !ahead.is_over());
        ahead.add(&book, &book, Progress { done: 9, all: 9 }, &at(2_101));
        assert_eq!((ahead.progress().percent(), ahead.is_long(), ahead.is_over()), (100, false, true));
    }
}
