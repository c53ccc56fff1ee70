//! The filter of Customers as text: `层级=贵宾 下次<=7d 资产>=20万 #标签`, `tier=gold next<=7d assets>=200k #tag`.
//!
//! Owns the little language: reading it in both languages at once into [`Filter`], saying what is wrong, completing
//! a word. Pure. Must not: know the screen.

mod complete;
mod parse;
mod words;

pub use complete::candidates;
pub use parse::{Problem, parse};
pub use words::{FlagWord, Subject};

use crate::book::{Book, ClassTable, Filter};
use crate::domain::Day;

/// What a filter is read against.
#[derive(Debug, Clone, Copy)]
pub struct Filtering<'a> {
    /// Names of the classes.
    pub classes: &'a ClassTable,
    /// Relative days count from here.
    pub today: Day,
}

impl Filtering<'_> {
    /// Of a book, on its day.
    pub fn of(book: &Book) -> Filtering<'_> {
        Filtering { classes: &book.classes, today: book.day }
    }
}

/// The text as it is kept: half width, one blank between conditions, no signs twice.
pub fn tidy(text: &str) -> String {
    parse::split(text).join(" ")
}

/// The text without its last condition.
pub fn without_last(text: &str) -> String {
    let words = parse::split(text);
    words[..words.len().saturating_sub(1)].join(" ")
}

/// The filter without its last condition; one that cannot be read lets everybody through.
pub fn before_last(text: &str, book: &Book) -> Filter {
    parse(&without_last(text), &Filtering::of(book)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
