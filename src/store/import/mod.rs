//! Writing imports: who owns what, what is new, what stays; one transaction, one group, one undo.
//!
//! Owns the identity of rows and the merge rules: an empty cell keeps what is there, a field edited by hand keeps
//! the manager's value, an older balance never replaces a newer one, the same file again changes nothing. Files
//! are read and checked on a thread of their own (`crate::import`). Must not: parse cells.

mod accounts;
mod blocked;
mod consents;
mod contacts;
pub mod counter;
mod customers;
pub mod desk;
mod ends;
mod ids;
mod images;
mod ledger;
mod list;
mod memory;
mod merge;
mod overlay;
mod prospect;
mod removed;
mod run;
mod steps;
pub mod terms;
mod undo;
mod writer;

pub use list::{ImportNotes, ImportedFile, find_notes, list_imports, offer_undo_import};
pub use steps::{GoesOn, Steps};
pub(super) use undo::{Way, invert_import};

use super::StoreError;
use super::journal::Actor;
use crate::domain::{GroupId, ImportId, ImportKind, Label};
use crate::import::{DateReading, ImportError, Reject, Sheet, Tally};
use crate::lang::Lang;
use rusqlite::Connection;

/// What happens to the rows of an unknown owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UnknownOwner {
    /// They are rejected.
    #[default]
    Reject,
    /// A bare customer (and account) is made from the numbers.
    Create,
}

/// Whether it is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Everything is written.
    #[default]
    Write,
    /// Everything is done but the commit: the report says what would happen.
    DryRun,
    /// The same on a scratch book over the real one (`Store::open_scratch`), without the real one's lock.
    Scratch,
}

/// What to import: files of one kind, understood and with all needed fields.
#[derive(Debug)]
pub struct ImportJob {
    /// The files, in order.
    pub sheets: Vec<Sheet>,
    /// What happens to the rows of an unknown owner.
    pub unknown_owner: UnknownOwner,
    /// Whether it is meant.
    pub mode: Mode,
    /// What the undo line says.
    pub label: Label,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportProgress {
    /// Which file, from 0.
    pub file: usize,
    /// Bytes read of all files (packed as they are).
    pub bytes: u64,
    /// Bytes of all files.
    pub total_bytes: u64,
    /// Rows written so far, of all files.
    pub rows: u64,
}

impl ImportProgress {
    /// The share of the bytes that is read, in whole percent.
    pub fn percent(&self) -> u64 {
        (self.bytes * 100).checked_div(self.total_bytes).unwrap_or(100).min(100)
    }
}

/// Who watches an import: gets progress and rejects, and can stop it.
pub trait Watch {
    /// After some thousand rows.
    fn progress(&mut self, _progress: &ImportProgress) {}

    /// For every rejected row, with its cells where they are wanted.
    fn rejected(&mut self, _sheet: &Sheet, _reject: &Reject, _cells: &[String]) {}

    /// Whether rejected rows are to come with their cells.
    fn wants_cells(&self) -> bool {
        false
    }

    /// Asked often; `true` rolls everything back.
    fn is_stopped(&self) -> bool {
        false
    }
}

/// Nobody watches.
impl Watch for () {}

/// What became of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileReport {
    /// Its name.
    pub file: String,
    /// Its encoding's name.
    pub encoding: String,
    /// Where the encoding that was found out does not fit: in how many places, and the line of the first.
    pub unfit: Option<(u64, u64)>,
    /// Rows below the headings.
    pub rows: u64,
    /// New rows.
    pub inserted: u64,
    /// Rows that changed something.
    pub updated: u64,
    /// Rows that the book had already.
    pub unchanged: u64,
    /// The order of day and month that was found out.
    pub date_order: Option<DateReading>,
    /// Columns that were ignored.
    pub ignored: Vec<String>,
    /// Bare customers made for unknown numbers.
    pub created_customers: u64,
    /// Bare accounts made for unknown numbers.
    pub created_accounts: u64,
    /// Rejects and remarks.
    pub tally: Tally,
}

/// What became of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportReport {
    /// What was imported.
    pub kind: ImportKind,
    /// The (first) import and its group; `None` when nothing was written: a dry run, or nothing new.
    pub written: Option<(ImportId, GroupId)>,
    /// The files.
    pub files: Vec<FileReport>,
    /// Customers whose rows changed.
    pub customers: u64,
}

impl ImportReport {
    /// Rows of all files that were rejected.
    pub fn rejected(&self) -> u64 {
        self.files.iter().map(|file| file.tally.rejected()).sum()
    }

    /// Rows of all files that the book has already.
    pub fn unchanged(&self) -> u64 {
        self.files.iter().map(|file| file.unchanged).sum()
    }

    /// Whether rows were rejected and none brings anything new.
    pub fn has_only_rejects(&self) -> bool {
        let has_news = self.files.iter().any(FileReport::has_news);
        !has_news && self.rejected() > 0
    }
}

impl FileReport {
    /// Whether a row is new or changes what is there.
    pub fn has_news(&self) -> bool {
        self.inserted + self.updated > 0
    }
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportFailure {
    /// A file cannot be read.
    #[error(transparent)]
    File(#[from] ImportError),
    /// The book cannot be written, or the import was stopped.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ImportFailure {
    /// What is wrong.
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            ImportFailure::File(error) => error.sentence(lang),
            ImportFailure::Store(error) => error.sentence(lang),
        }
    }

    /// What to do.
    pub fn hint(&self, lang: Lang) -> Option<String> {
        match self {
            ImportFailure::File(error) => Some(error.hint(lang)),
            ImportFailure::Store(error) => error.hint(lang),
        }
    }
}

impl From<rusqlite::Error> for ImportFailure {
    fn from(error: rusqlite::Error) -> ImportFailure {
        ImportFailure::Store(error.into())
    }
}

/// Imports files of one kind, in one transaction. A rejected row is counted and the rest goes in; an error (or a
/// stop) leaves the book as it was.
///
/// # Errors
/// `File` when a file lacks needed columns or cannot be read on; `Store` when the book cannot be written;
/// `Store` with `Stopped` when the watcher said so.
pub fn import_sheets(
    conn: &mut Connection,
    actor: &Actor,
    job: &ImportJob,
    watch: &mut dyn Watch,
) -> Result<ImportReport, ImportFailure> {
    run::run(conn, actor, job, watch)
}

impl crate::store::Store {
    /// [`import_sheets`] into this book.
    ///
    /// # Errors
    /// As there.
    pub fn import(
        &mut self,
        actor: &Actor,
        job: &ImportJob,
        watch: &mut dyn Watch,
    ) -> Result<ImportReport, ImportFailure> {
        import_sheets(&mut self.conn, actor, job, watch)
    }
}

#[cfg(test)]
mod tests;
