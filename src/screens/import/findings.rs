//! The lines about single rows of the file: what is rejected, by reason; words that nobody knows; what else is worth
//! a look. Reasons unfold, words can be assigned.
//!
//! Owns which lines there are and in which order. Must not: draw.

use crate::import::{Fault, Field, Remark, RemarkGroup, Tally};
use crate::store::protocol::TermSort;
use std::collections::HashSet;

/// A line. The numbers are places in the lists of the tally.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// Rows rejected for one reason in one column.
    Reject(usize),
    /// One of them: its reason, and its place among the examples.
    Example(usize, usize),
    /// A heading over words that nobody knows.
    Terms(TermSort),
    /// Such a word.
    Term(TermSort, usize),
    /// A heading over the rest.
    Others,
    /// Something worth saying.
    Remark(usize),
    /// A value that stays because the manager entered it.
    Kept(usize),
}

impl Finding {
    /// Whether the cursor stops here.
    pub fn is_stop(self) -> bool {
        !matches!(self, Finding::Terms(_) | Finding::Others)
    }
}

/// The reasons that are unfolded: fault and column.
pub type Unfolded = HashSet<(Fault, String)>;

/// The sort of a remark's word, where it can be assigned.
pub fn term_sort(group: &RemarkGroup) -> Option<TermSort> {
    match (group.remark, group.field) {
        (Remark::UnknownWord, Field::Kind) => Some(TermSort::Kind),
        (Remark::UnknownWord, Field::Product) => Some(TermSort::Product),
        _ => None,
    }
}

/// All lines.
pub fn list(tally: &Tally, unfolded: &Unfolded) -> Vec<Finding> {
    let mut lines = Vec::new();
    for (at, group) in tally.reject_groups().iter().enumerate() {
        lines.push(Finding::Reject(at));
        // What stands in the first row is said in the line of the reason.
        if unfolded.contains(&(group.fault, group.column.clone())) {
            lines.extend((1..group.examples.len()).map(|example| Finding::Example(at, example)));
        }
    }
    let remarks = tally.remark_groups();
    for sort in [TermSort::Kind, TermSort::Product] {
        let terms: Vec<Finding> = (0..remarks.len())
            .filter(|at| term_sort(remarks[*at]) == Some(sort))
            .map(|at| Finding::Term(sort, at))
            .collect();
        if !terms.is_empty() {
            lines.push(Finding::Terms(sort));
            lines.extend(terms);
        }
    }
    let is_other = |group: &RemarkGroup| term_sort(group).is_none() && group.remark != Remark::Kept;
    let others = (0..remarks.len()).filter(|at| is_other(remarks[*at])).map(Finding::Remark);
    let others: Vec<Finding> = others.chain((0..tally.kept().len()).map(Finding::Kept)).collect();
    if !others.is_empty() {
        lines.push(Finding::Others);
        lines.extend(others);
    }
    lines
}

/// How many words of a sort nobody knows.
pub fn count_terms(tally: &Tally, sort: TermSort) -> usize {
    tally.remark_groups().iter().filter(|group| term_sort(group) == Some(sort)).count()
}

/// How many values stay because the manager entered them.
pub fn count_kept(tally: &Tally) -> u64 {
    tally.remark_groups().iter().filter(|g| g.remark == Remark::Kept).map(|g| g.count).sum()
}
