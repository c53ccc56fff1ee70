//! What the program asks of the book and what comes back. Plain data: no type of the database appears here.
//!
//! A request is imperative and carries all it needs; a reply is what was found or done. Ids tie them together.

use crate::lang::Lang;
use crate::tr;
use std::borrow::Cow;

/// A request's number within a run, rising.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u64);

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// How many customers the book has, and whose book it is.
    FindOverview,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// To [`Request::FindOverview`].
    OverviewFound(Overview),
}

/// The book as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overview {
    /// Customers in the book.
    pub customers: u64,
}

/// What kind of thing went wrong, for the wording of the dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureKind {
    /// A write did not happen; what was typed is kept.
    NotSaved,
    /// Somebody else changed the same thing first.
    Conflict,
    /// Something could not be read or found.
    NotFound,
    /// What was asked makes no sense for the book.
    Refused,
}

/// An error for a person: a sentence, what to do next, and the technical cause for `d`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What kind.
    pub kind: FailureKind,
    /// What happened, one sentence in the language of the screen.
    pub sentence: String,
    /// What to do next.
    pub hint: Option<String>,
    /// The technical cause, shown only when asked for.
    pub cause: Option<String>,
}

impl Failure {
    /// The title of a dialog about it.
    pub fn title(&self, lang: Lang) -> Cow<'static, str> {
        match self.kind {
            FailureKind::NotSaved => tr!(lang, "failure.not_saved"),
            FailureKind::Conflict => tr!(lang, "failure.conflict"),
            FailureKind::NotFound => tr!(lang, "failure.not_found"),
            FailureKind::Refused => tr!(lang, "failure.refused"),
        }
    }
}

/// Whoever answers requests: the store's worker, or a table of answers in a test. Replies come back through the
/// callback that it was made with, in any order, one per request.
pub trait Desk {
    /// Hands a request over; never blocks.
    fn send(&mut self, id: RequestId, request: Request);
}
