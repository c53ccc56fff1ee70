//! What an import would do to classes and queues: the touched customers as they would stand, beside the book as it is.

use crate::book::{Book, ClassIx};
use crate::domain::{Code, Dimension, QueueName};
use crate::store::protocol::Prospect;

/// The difference.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outlook {
    /// Customers who would be new in the book.
    pub new: usize,
    /// Customers who would rise a tier.
    pub up: usize,
    /// Customers who would fall a tier.
    pub down: usize,
    /// Classes of the lifecycle that would gain or lose customers whom the book has already.
    pub lifecycle: Vec<(ClassIx, i64)>,
    /// Queues that would gain or lose customers.
    pub queues: Vec<(QueueName, i64)>,
}

/// What is known about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ahead {
    /// This much.
    Outlook(Outlook),
    /// So many customers are too many to look ahead.
    TooMany(u64),
}

/// Compares.
pub fn compare(book: &Book, prospect: &Prospect) -> Ahead {
    let after = match prospect {
        Prospect::TooMany(customers) => return Ahead::TooMany(*customers),
        Prospect::Book(after) => after,
    };
    let mut outlook = Outlook::default();
    let mut lifecycle: Vec<(ClassIx, i64)> =
        after.classes.all_of(Dimension::Lifecycle).map(|class| (class, 0)).collect();
    let mut queues: Vec<(QueueName, i64)> = QueueName::ALL.iter().map(|queue| (*queue, 0)).collect();
    for row in after.rows() {
        let before = book.find(row.id);
        for (queue, change) in &mut queues {
            let was_in = before.is_some_and(|before| !before.is_held && before.queues.contains(*queue));
            let is_in = !row.is_held && row.queues.contains(*queue);
            *change += i64::from(is_in) - i64::from(was_in);
        }
        let Some(before) = before else {
            outlook.new += 1;
            continue;
        };
        // The best tier stands first.
        match row.class(Dimension::Value).cmp(&before.class(Dimension::Value)) {
            std::cmp::Ordering::Less => outlook.up += 1,
            std::cmp::Ordering::Greater => outlook.down += 1,
            std::cmp::Ordering::Equal => {}
        }
        for (class, change) in &mut lifecycle {
            *change += i64::from(row.class(Dimension::Lifecycle) == *class)
                - i64::from(before.class(Dimension::Lifecycle) == *class);
        }
    }
    outlook.lifecycle = lifecycle.into_iter().filter(|(_, change)| *change != 0).collect();
    outlook.queues = queues.into_iter().filter(|(_, change)| *change != 0).collect();
    Ahead::Outlook(outlook)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::small_book;

    #[test]
    fn the_same_book_has_no_outlook_and_a_smaller_one_has_new_customers() {
        let book = small_book();
        let after = Prospect::Book(Box::new(book.clone()));
        assert_eq!(compare(&book, &after), Ahead::Outlook(Outlook::default()));
        let mut smaller = book.clone();
        let gone = book.rows()[0];
        smaller.remove(gone.id);
        let Ahead::Outlook(outlook) = compare(&smaller, &after) else { panic!() };
        assert_eq!((outlook.new, outlook.up, outlook.down), (1, 0, 0));
        let queued = if gone.is_held { 0 } else { gone.queues.iter().count() };
        assert_eq!(outlook.queues.len(), queued);
        assert_eq!(compare(&book, &Prospect::TooMany(9)), Ahead::TooMany(9));
    }
}
