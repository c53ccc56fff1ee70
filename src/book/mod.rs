//! The book in memory: one compact row per customer, with its class in every dimension, its next contact and reasons.
//!
//! Owns what lists, groups, sums and queues are made of; the screens and the command line read it. Built by the
//! recomputation, changed row by row after a log or an edit. Pure. Must not: hold what only a card needs.

mod card;
mod classes;
mod filter;
mod part;
mod queue;
mod row;
mod score;
mod timeline;
mod today;
mod totals;
mod view;

pub use card::{ByHand, Card, CardClass};
pub use classes::{ClassIx, ClassName, ClassTable};
pub use filter::Filter;
pub use part::Part;
pub use queue::{Agenda, Middle, QueueList, QueueRow, QueueSum};
pub use row::{Flag, Flags, NewRow, Row, RowIx, ScoreInputs, StateMark, TextOf, deceased_text};
pub use timeline::{ContactEntry, Event, TimelineEntry};
pub use today::{
    CallFigures, ClassThen, LineProof, Move, MoveAsked, MoveProof, TiersThen, TodayAsk, TodayFacts,
    TodayProofs, UsualRange,
};
pub use totals::{ClassSum, Distribution};
pub use view::{Group, Line, SortKey, View, ViewSpec};

use crate::domain::{CustomerId, Day, Dimension, Minute};
use crate::work::{Baseline, Due};
use std::sync::OnceLock;

/// Everything lists are made of, for one working day.
#[derive(Debug, Clone, PartialEq)]
pub struct Book {
    /// The working day it was made for.
    pub day: Day,
    /// Names and order of the classes.
    pub classes: ClassTable,
    /// What scores are compared with.
    pub baseline: Baseline,
    /// The minute of the day that scores belong to.
    pub scored_at: Minute,
    rows: Vec<Row>,
    /// The places of the rows in order of the customers' ids.
    by_id: Vec<RowIx>,
    text: String,
    dues: Vec<Due>,
    queue_sums: OnceLock<queue::QueueSums>,
    agenda: queue::LastAgenda,
}

impl Book {
    /// An empty book.
    pub fn new(day: Day, classes: ClassTable) -> Book {
        Book {
            day,
            classes,
            baseline: Baseline::default(),
            scored_at: Minute::default(),
            rows: Vec::new(),
            by_id: Vec::new(),
            text: String::new(),
            dues: Vec::new(),
            queue_sums: OnceLock::new(),
            agenda: queue::LastAgenda::default(),
        }
    }

    /// How many customers.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows, in order of entry.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    fn rows_mut(&mut self) -> &mut [Row] {
        self.agenda.forget();
        &mut self.rows
    }

    /// The row at a place.
    pub fn row(&self, at: RowIx) -> Option<&Row> {
        self.rows.get(at.place())
    }

    /// The row of a customer.
    pub fn find(&self, customer: CustomerId) -> Option<&Row> {
        self.row(self.place_of(customer)?)
    }

    /// The place of a customer's row.
    pub fn place_of(&self, customer: CustomerId) -> Option<RowIx> {
        self.slot_of(customer).ok().map(|slot| self.by_id[slot])
    }

    /// Where a customer stands in `by_id`, or would stand.
    fn slot_of(&self, customer: CustomerId) -> Result<usize, usize> {
        self.by_id.binary_search_by_key(&customer, |at| self.rows[at.place()].id)
    }

    /// A text of a row.
    pub fn text(&self, row: &Row, which: TextOf) -> &str {
        row.text(&self.text, which)
    }

    /// The name, else the customer number.
    pub fn display_name(&self, row: &Row) -> &str {
        match self.text(row, TextOf::Name) {
            "" => self.text(row, TextOf::CustomerNo),
            name => name,
        }
    }

    /// A row as the search takes it; of equals customers due today come first, closed ones last.
    pub fn search_row(&self, row: &Row) -> crate::search::Row {
        let lines = |which| {
            let text = self.text(row, which);
            text.split('\n').filter(|line| !line.is_empty()).map(str::to_owned).collect()
        };
        crate::search::Row {
            id: row.id,
            name: self.text(row, TextOf::Name).to_owned(),
            customer_no: self.text(row, TextOf::CustomerNo).to_owned(),
            phones: lines(TextOf::Phones),
            tags: lines(TextOf::Tags),
            bonus: match row.next {
                _ if self.classes.code(Dimension::Lifecycle, row.class(Dimension::Lifecycle)) == "closed" => {
                    0
                }
                Some(next) if next.on <= self.day => 2,
                _ => 1,
            },
        }
    }

    /// Why the customer is to be contacted, the first reason first.
    pub fn dues(&self, row: &Row) -> &[Due] {
        self.dues.get(row.dues.range()).unwrap_or_default()
    }

    /// What the follow-up behind a reason is about, in the words it was noted in.
    pub fn subject(&self, row: &Row, due: &Due) -> Option<&str> {
        row::subject_in(self.text(row, TextOf::Subjects), due)
    }

    /// Puts a row in: a new customer at the end, a known one in his place.
    pub fn put(&mut self, new: &NewRow) -> RowIx {
        self.queue_sums.take();
        self.agenda.forget();
        let row = new.pack(&mut self.text, &mut self.dues);
        match self.slot_of(row.id) {
            Ok(slot) => {
                let at = self.by_id[slot];
                self.rows[at.place()] = row;
                at
            }
            Err(slot) => {
                let at = RowIx::at(self.rows.len());
                self.by_id.insert(slot, at);
                self.rows.push(row);
                at
            }
        }
    }

    /// Sets the behaviour of every row at once, after the scores of the whole book are known.
    pub fn set_behaviour(&mut self, mut behaviour_of: impl FnMut(&Row) -> (ClassIx, Option<[u8; 3]>)) {
        for row in &mut self.rows {
            let (class, scores) = behaviour_of(row);
            row.classes[crate::domain::Dimension::Behaviour.index()] = class;
            row.rfm = scores;
        }
    }

    /// Takes the row of a customer out (his creation was undone).
    pub fn remove(&mut self, customer: CustomerId) {
        let Ok(slot) = self.slot_of(customer) else { return };
        self.queue_sums.take();
        self.agenda.forget();
        let gone = self.by_id.remove(slot);
        self.rows.remove(gone.place());
        self.by_id.iter_mut().filter(|at| **at > gone).for_each(|at| at.0 -= 1);
    }
}

#[cfg(test)]
mod tests;
