//! The lines of the list as the cursor knows them: headings by class, customers by id, and where groups begin.
//!
//! Made anew whenever the book or the specification changes, never while drawing.

use crate::book::{Book, ClassIx, Group, Line, View, ViewSpec};
use crate::domain::CustomerId;

/// A line, the same before and after a change of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKey {
    /// The heading of a group.
    Group(ClassIx),
    /// A customer.
    Customer(CustomerId),
}

/// Where a group begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Head {
    /// The line of its heading.
    line: usize,
    /// Its place among the groups.
    group: usize,
    /// Customers of the groups before it, folded ones included.
    before: usize,
}

/// The lines of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines {
    /// Groups and sums.
    pub view: View,
    /// One key per line.
    pub keys: Vec<LineKey>,
    heads: Vec<Head>,
}

impl Lines {
    /// The lines of a book for a specification.
    pub fn of(book: &Book, spec: &ViewSpec) -> Lines {
        let view = View::of(book, spec);
        let mut keys = Vec::with_capacity(view.lines.len());
        let mut heads = Vec::new();
        let mut before = 0;
        for (at, line) in view.lines.iter().enumerate() {
            let key = match line {
                Line::Group(group) => {
                    heads.push(Head { line: at, group: *group, before });
                    before += view.groups[*group].shown.customers as usize;
                    Some(LineKey::Group(view.groups[*group].shown.class))
                }
                Line::Row(row) => book.row(*row).map(|row| LineKey::Customer(row.id)),
            };
            keys.extend(key);
        }
        Lines { view, keys, heads }
    }

    /// Whether a line is a heading.
    pub fn is_heading(&self, line: usize) -> bool {
        matches!(self.keys.get(line), Some(LineKey::Group(_)))
    }

    /// The group that a line belongs to; `None` in a list without groups.
    pub fn group_of(&self, line: usize) -> Option<&Group> {
        self.view.groups.get(self.head_of(line)?.group)
    }

    /// The group of a class.
    pub fn group(&self, class: ClassIx) -> Option<&Group> {
        self.view.groups.iter().find(|group| group.shown.class == class)
    }

    /// The first customer's line.
    pub fn first_customer(&self) -> Option<LineKey> {
        self.keys.iter().copied().find(|key| matches!(key, LineKey::Customer(_)))
    }

    /// Which customer of all shown ones a line is, from 1; `None` on a heading.
    pub fn ordinal(&self, line: usize) -> Option<usize> {
        match (self.keys.get(line)?, self.head_of(line)) {
            (LineKey::Group(_), _) => None,
            (LineKey::Customer(_), Some(head)) => Some(head.before + line - head.line),
            (LineKey::Customer(_), None) => Some(line + 1),
        }
    }

    /// The customers of the lines, top to bottom.
    pub fn customers(&self) -> impl Iterator<Item = CustomerId> {
        self.keys.iter().filter_map(|key| match key {
            LineKey::Customer(id) => Some(*id),
            LineKey::Group(_) => None,
        })
    }

    /// Headings up to and with a line.
    pub fn headings_to(&self, line: usize) -> usize {
        self.heads.partition_point(|head| head.line <= line)
    }

    fn head_of(&self, line: usize) -> Option<&Head> {
        self.heads.get(self.headings_to(line).checked_sub(1)?)
    }
}
