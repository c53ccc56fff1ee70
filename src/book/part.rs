//! Rows on their way into a book, packed on another thread, with texts and reasons of their own.

use super::row::Span;
use super::{Book, NewRow, Row, RowIx};
use crate::domain::Minute;
use crate::work::Due;

/// Rows of customers in ascending order of ids.
#[derive(Debug, Clone, Default)]
pub struct Part {
    rows: Vec<Row>,
    text: String,
    dues: Vec<Due>,
}

impl Part {
    /// Puts a customer after the last one.
    pub fn put(&mut self, new: &NewRow) {
        self.rows.push(new.pack(&mut self.text, &mut self.dues));
    }

    /// Empties it but keeps the room.
    pub fn clear(&mut self) {
        self.rows.clear();
        self.text.clear();
        self.dues.clear();
    }
}

impl Book {
    /// Puts the rows of customers in whom the book does not have, whose ids are above all it has.
    pub fn join(&mut self, part: &Part) {
        self.queue_sums.take();
        self.agenda.forget();
        let (text, dues) = (Span::place(self.text.len()), Span::place(self.dues.len()));
        self.text.push_str(&part.text);
        self.dues.extend_from_slice(&part.dues);
        let first = self.rows.len();
        self.rows.extend(part.rows.iter().map(|row| row.moved(text, dues)));
        self.by_id.extend((first..self.rows.len()).map(RowIx::at));
    }

    /// Makes what every screen begins with, so that nobody waits for it then.
    pub fn prepare(&self, minute: Minute) {
        self.queue_sums();
        self.agenda(minute);
    }

    /// Gives back the room that a growing book has taken in advance.
    pub fn shrink(&mut self) {
        self.rows.shrink_to_fit();
        self.by_id.shrink_to_fit();
        self.text.shrink_to_fit();
        self.dues.shrink_to_fit();
    }
}
