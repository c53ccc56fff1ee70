//! What the program asks of the book and what comes back. Plain data: no type of the database appears here.
//!
//! A request is imperative and carries all it needs; a reply is what was found or done. Ids tie them together.

pub use super::Progress;
use super::customer::CustomerFields;
pub use super::import::counter::{ImportAsk, ImportPreview, ImportReply, ImportRequest, Memory};
pub use super::import::terms::{Term, TermSort};
pub use super::import::{ImportNotes, ImportedFile};
pub use super::journal::UndoWhich;
pub use super::journal::{ActionKind, Doing, UndoOffer};
pub use super::recompute::RowChange;
use crate::book::{Book, Card, ClassTable, TodayAsk, TodayFacts, TodayProofs};
use crate::domain::{CustomerId, Day, Dimension, ImportId, SkipReason, When};
use crate::lang::Lang;
use crate::tr;
use crate::work::{ConsentChange, LogDraft, LogFacts, NextContact};
use std::borrow::Cow;

/// A request's number within a run, rising.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u64);

impl RequestId {
    /// What is told without having been asked for.
    pub const NOBODYS: RequestId = RequestId(0);
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// What can be shown before the book is recomputed: how many customers, the stored figures of Today.
    FindOverview,
    /// Classify everybody for the working day; brings the book.
    Recompute,
    /// The book as it was classified last; nothing is written.
    FindBook,
    /// End what goes on for the two above.
    StopRecompute,
    /// A customer's card.
    FindCard(CustomerId),
    /// What proves the lines of Today that can be seen.
    FindProofs(Box<TodayAsk>),
    /// Note that a customer's number was looked at.
    RecordAccess(CustomerId, Access),
    /// Note that Today was left.
    RecordLeaving,
    /// Add a customer, or change the one with this id as read in this version.
    SaveCustomer(Option<(CustomerId, i64)>, Box<CustomerFields>),
    /// Set a class by hand.
    SetClass(Box<ClassByHand>),
    /// Change what a customer allows, by channel.
    SaveConsents(CustomerId, Vec<ConsentChange>),
    /// What logging a contact with a customer looks at.
    FindLogFacts(CustomerId),
    /// Log a contact. It is planned anew on what the book says then.
    SaveLog(CustomerId, Box<LogDraft>),
    /// Put off what is due with a customer.
    Snooze(CustomerId, When),
    /// Pass a customer over: he goes to the end of the day's queues.
    Skip(CustomerId, SkipReason),
    /// Write something about a customer that is no contact.
    SaveRemark(CustomerId, String),
    /// What `u` or `U` would take back.
    FindUndo(UndoWhich),
    /// Take it back.
    Undo(Box<UndoOffer>),
    /// Save nothing any more: what waited for that is kept elsewhere.
    Abandon,
    /// Something about an import.
    Import(ImportRequest),
    /// What a word of files means from now on.
    AssignTerm(Box<Term>),
    /// The imports of the book.
    FindImports,
    /// What is known of an import's rejected and kept rows.
    FindImportNotes(ImportId),
    /// What taking one of them back would do.
    FindImportUndo(ImportId),
}

impl Request {
    /// Whether answering it needs the book's lock (an import has its own way to it).
    pub fn writes(&self) -> bool {
        match self {
            Request::FindOverview
            | Request::FindBook
            | Request::StopRecompute
            | Request::Abandon
            | Request::FindCard(_)
            | Request::FindProofs(_)
            | Request::FindLogFacts(_)
            | Request::FindUndo(_)
            | Request::FindImports
            | Request::FindImportNotes(_)
            | Request::FindImportUndo(_)
            | Request::Import(_) => false,
            Request::Recompute
            | Request::RecordAccess(..)
            | Request::RecordLeaving
            | Request::SaveCustomer(..)
            | Request::SetClass(_)
            | Request::SaveConsents(..)
            | Request::SaveLog(..)
            | Request::Snooze(..)
            | Request::Skip(..)
            | Request::SaveRemark(..)
            | Request::AssignTerm(_)
            | Request::Undo(_) => true,
        }
    }

    /// Whether something would be lost if nobody answered it: all that writes, but what every start does again.
    pub fn saves(&self) -> bool {
        self.writes() && *self != Request::Recompute
    }

    /// Whether the program waits for it before it ends: all that saves, but the note that it is left.
    pub fn holds_up_the_end(&self) -> bool {
        self.saves() && *self != Request::RecordLeaving
    }
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// To [`Request::FindOverview`].
    OverviewFound(Box<Overview>),
    /// To [`Request::Recompute`].
    Recomputed(Box<Recomputed>),
    /// To [`Request::FindBook`].
    BookFound(Box<Recomputed>),
    /// To both, before the answer: how many customers are through, each percent once.
    Recomputing(Progress),
    /// To [`Request::FindCard`].
    CardFound(Box<Card>),
    /// To [`Request::FindProofs`].
    ProofsFound(Box<TodayProofs>),
    /// To requests that only leave a note.
    Recorded,
    /// To [`Request::SaveCustomer`]: whom it is about, and what changed.
    CustomerSaved(CustomerId, Box<Fresh>),
    /// To [`Request::SetClass`].
    ClassSet(Box<Fresh>),
    /// To [`Request::SaveConsents`]: what changed.
    ConsentsSaved(Box<Fresh>),
    /// To [`Request::FindLogFacts`].
    LogFactsFound(Box<LogFacts>),
    /// To [`Request::SaveLog`]: the one next contact afterwards, and what changed.
    LogSaved(Option<NextContact>, Box<Fresh>),
    /// To [`Request::Snooze`]: the same.
    Snoozed(Option<NextContact>, Box<Fresh>),
    /// To [`Request::Skip`]: what changed.
    Skipped(Box<Fresh>),
    /// To [`Request::SaveRemark`]: the same.
    RemarkSaved(Box<Fresh>),
    /// To [`Request::AssignTerm`]: how many customers have the word in the book.
    TermAssigned(usize),
    /// To [`Request::FindImports`]: the newest first.
    ImportsFound(Vec<ImportedFile>),
    /// To [`Request::FindImportNotes`].
    ImportNotesFound(Box<ImportNotes>),
    /// To [`Request::FindUndo`] and [`Request::FindImportUndo`].
    UndoFound(Box<UndoOffer>),
    /// To [`Request::Undo`]: what was taken back, and what changed.
    Undone(Box<UndoOffer>, Box<Fresh>),
    /// To [`Request::Import`]; some are not the last answer.
    Import(ImportReply),
    /// To whatever writes, before its answer: another window writes, and this waits for it.
    Waits,
    /// To nobody's request ([`RequestId::NOBODYS`]): another window has written.
    OthersWrote(Box<News>),
}

impl Reply {
    /// Whether this is no request's answer: that is still being worked on, or nothing was asked.
    pub fn is_interim(&self) -> bool {
        match self {
            Reply::Waits | Reply::Recomputing(_) | Reply::OthersWrote(_) => true,
            Reply::Import(answer) => answer.is_interim(),
            _ => false,
        }
    }
}

/// The book as a whole.
#[derive(Debug, Clone, Default, PartialEq)]
#[allow(clippy::struct_excessive_bools, reason = "each says one thing of the book, none excludes another")]
pub struct Overview {
    /// Whether there are any customers.
    pub has_customers: bool,
    /// The day the stored classes belong to.
    pub state_on: Option<Day>,
    /// Whether the customers are fictional.
    pub is_demo: bool,
    /// Whether it is a demo of an earlier day, which offers to make itself afresh.
    pub is_demo_stale: bool,
    /// Whether a person wrote anything in it.
    pub has_entries: bool,
    /// Names of the classes.
    pub classes: ClassTable,
    /// Stored figures of Today.
    pub today: TodayFacts,
}

/// The book of the working day.
#[derive(Debug, Clone, PartialEq)]
pub struct Recomputed {
    /// Every customer.
    pub book: Book,
    /// Today's figures after it.
    pub today: TodayFacts,
    /// Versions of the rules, by dimension.
    pub rule_versions: [u32; 6],
    /// Changes of class.
    pub changes: usize,
    /// Whether they could be recorded; while another window writes they cannot.
    pub is_recorded: bool,
}

/// What a write changed in the book.
#[derive(Debug, Clone, PartialEq)]
pub struct Fresh {
    /// Rows that are new, changed or gone.
    pub rows: Vec<RowChange>,
    /// Today's figures after it.
    pub today: TodayFacts,
}

/// What another window did.
#[derive(Debug, Clone, PartialEq)]
pub struct News {
    /// Its actions, the oldest first.
    pub doings: Vec<Doing>,
    /// What they changed; `None` where that is the whole book.
    pub fresh: Option<Fresh>,
}

/// Why a number was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// The call screen was opened.
    CallScreen,
    /// The number was shown on a card.
    ShowNumber,
}

/// A class to be set by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassByHand {
    /// Whose.
    pub customer: CustomerId,
    /// In which dimension.
    pub dimension: Dimension,
    /// The class code; `None` ends what was set before.
    pub class: Option<String>,
    /// Why.
    pub reason: String,
    /// Up to this day; `None`: until ended.
    pub until_on: Option<Day>,
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
/// callback that it was made with, in any order: one per request, and interim ones before it where the work is long.
pub trait Desk {
    /// Hands a request over; never blocks.
    fn send(&mut self, id: RequestId, request: Request);
}
