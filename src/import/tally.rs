//! Counting what was rejected and remarked on, by reason, with a few examples: never a wall of rows.

use super::fault::{Fault, Note, Reject, Remark, order_of, place};
use super::fields::Field;
use crate::lang::Lang;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// How many rejects and kept values are held in full.
pub const HELD: usize = 100;
/// How many examples a group shows.
const EXAMPLES: usize = 5;

/// Rejects with the same reason in the same column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectGroup {
    /// Why.
    pub fault: Fault,
    /// Where.
    pub column: String,
    /// What the column is read as; `None` where the fault is of the row as a whole.
    pub field: Option<Field>,
    /// Whether the file has such a column.
    pub has_column: bool,
    /// How many.
    pub count: u64,
    /// The first of them: row and value.
    pub examples: Vec<(u64, String)>,
}

impl RejectGroup {
    /// The column for a person, as [`Reject::place`].
    pub fn place(&self, lang: Lang) -> Cow<'_, str> {
        place(&self.column, self.field.filter(|_| !self.has_column), lang)
    }
}

/// Remarks of the same sort about the same field (and word).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemarkGroup {
    /// What.
    pub remark: Remark,
    /// Which field.
    pub field: Field,
    /// The first value (for unknown words: the word).
    pub value: String,
    /// The row of the first.
    pub first_row: u64,
    /// How many.
    pub count: u64,
}

/// What was counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    rejected: u64,
    held: Vec<Reject>,
    kept: Vec<Note>,
    rejects: BTreeMap<(usize, String), RejectGroup>,
    remarks: BTreeMap<(usize, usize, String), RemarkGroup>,
}

/// The most unknown words that are counted one by one.
const WORDS: usize = 500;

impl Tally {
    /// Counts a rejected row.
    pub fn reject(&mut self, reject: Reject) {
        self.rejected += 1;
        let key = (order_of(reject.fault), reject.column.clone());
        let group = self.rejects.entry(key).or_insert_with(|| RejectGroup {
            fault: reject.fault,
            column: reject.column.clone(),
            field: reject.field,
            has_column: reject.has_column,
            count: 0,
            examples: Vec::new(),
        });
        group.count += 1;
        if group.examples.len() < EXAMPLES {
            group.examples.push((reject.row, reject.value.clone()));
        }
        if self.held.len() < HELD {
            self.held.push(reject);
        }
    }

    /// Counts a remark.
    pub fn remark(&mut self, note: Note) {
        let is_word = note.remark == Remark::UnknownWord && self.remarks.len() < WORDS;
        let word = if is_word { note.value.clone() } else { String::new() };
        let key = (note.remark as usize, note.field as usize, word);
        let group = self.remarks.entry(key).or_insert_with(|| RemarkGroup {
            remark: note.remark,
            field: note.field,
            value: note.value.clone(),
            first_row: note.row,
            count: 0,
        });
        group.count += 1;
        if note.kept.is_some() && self.kept.len() < HELD {
            self.kept.push(note);
        }
    }

    /// How many rows were rejected.
    pub fn rejected(&self) -> u64 {
        self.rejected
    }

    /// The first hundred rejects.
    pub fn held(&self) -> &[Reject] {
        &self.held
    }

    /// The first hundred values that stayed although the file says otherwise.
    pub fn kept(&self) -> &[Note] {
        &self.kept
    }

    /// Rejects by reason, the largest group first.
    pub fn reject_groups(&self) -> Vec<&RejectGroup> {
        let mut groups: Vec<&RejectGroup> = self.rejects.values().collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group.count));
        groups
    }

    /// Remarks by sort, the largest group of a sort first.
    pub fn remark_groups(&self) -> Vec<&RemarkGroup> {
        let mut groups: Vec<&RemarkGroup> = self.remarks.values().collect();
        groups.sort_by_key(|group| (group.remark, std::cmp::Reverse(group.count)));
        groups
    }

    /// Rows whose date lies after the working day.
    pub fn future(&self) -> u64 {
        self.remarks.values().filter(|g| g.remark == Remark::FutureDate).map(|g| g.count).sum()
    }
}
