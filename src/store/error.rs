//! What can go wrong with a book, as a person is told it: a kind, a sentence, a hint. The cause stays attached.

use crate::domain::{Day, Label};
use crate::lang::Lang;
use crate::tr;
use crate::work::{ConsentProblem, FieldProblem};
use std::path::PathBuf;

/// What kind of trouble it is; decides the sentence and what can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// There is no such file.
    Missing(PathBuf),
    /// The file is no callbook book (another program's, or not a database).
    Foreign(PathBuf),
    /// A folder stands where the book should be.
    Folder(PathBuf),
    /// The file is there and must not be read.
    Unreadable(PathBuf),
    /// Written by a newer callbook; reading is possible.
    Newer {
        /// Version of the file.
        found: i64,
        /// Newest version this program writes.
        known: i64,
    },
    /// Another window holds the write lock.
    Busy,
    /// The disk is full.
    Full,
    /// The file or its folder cannot be written.
    ReadOnly,
    /// The file is damaged.
    Damaged,
    /// Somebody else changed the row since it was read.
    Conflict,
    /// A later action stands on the same rows; its label.
    Blocked(Label),
    /// There is nothing to undo.
    NothingToUndo,
    /// There is nothing to redo.
    NothingToRedo,
    /// A row that was named does not exist; what was named.
    NoSuch(String),
    /// No rule set has this version.
    NoRules {
        /// Version that was asked for.
        version: u32,
        /// Newest version that there is.
        newest: u32,
    },
    /// The value breaks a rule of the schema; which.
    Refused(String),
    /// What was said of a contact cannot be logged so.
    Unfit(FieldProblem),
    /// What a customer allows cannot change so; seen on this day.
    Consent(ConsentProblem, Day),
    /// A long job was stopped by the user.
    Stopped,
    /// Anything else.
    Other,
}

/// An error of the store, with what the database said.
#[derive(Debug, thiserror::Error)]
#[error("{fault:?}: {context}")]
pub struct StoreError {
    /// What kind of trouble.
    pub fault: Fault,
    /// What was being done.
    pub context: String,
    /// What the database said.
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl StoreError {
    /// An error without a database message.
    pub fn new(fault: Fault, context: impl Into<String>) -> StoreError {
        StoreError { fault, context: context.into(), source: None }
    }

    /// One sentence for a person.
    pub fn sentence(&self, lang: Lang) -> String {
        let text = match &self.fault {
            Fault::Missing(path) => tr!(lang, "store.missing", path = path.display()),
            Fault::Foreign(path) => tr!(lang, "store.foreign", path = path.display()),
            Fault::Folder(path) => tr!(lang, "store.folder", path = path.display()),
            Fault::Unreadable(path) => tr!(lang, "store.unreadable", path = path.display()),
            Fault::Newer { found, known } => tr!(lang, "store.newer", found = found, known = known),
            Fault::Busy => tr!(lang, "store.busy"),
            Fault::Full => tr!(lang, "store.full"),
            Fault::ReadOnly => tr!(lang, "store.read_only"),
            Fault::Damaged => tr!(lang, "store.damaged"),
            Fault::Conflict => tr!(lang, "store.conflict"),
            Fault::Blocked(label) => tr!(lang, "store.blocked", label = label.text(lang)),
            Fault::NothingToUndo => tr!(lang, "store.nothing_to_undo"),
            Fault::NothingToRedo => tr!(lang, "store.nothing_to_redo"),
            Fault::NoSuch(what) => tr!(lang, "store.no_such", what = thing(what, lang)),
            Fault::NoRules { version, .. } => tr!(lang, "store.no_rules", version = version),
            Fault::Refused(what) => tr!(lang, "store.refused", what = what),
            Fault::Unfit(problem) => problem.text(lang),
            Fault::Consent(problem, today) => problem.text(lang, *today).into(),
            Fault::Stopped => tr!(lang, "store.stopped"),
            Fault::Other => tr!(lang, "store.other", what = self.context),
        };
        text.into_owned()
    }

    /// Whether the sentence says of the book only that something is wrong with it, not which file it is.
    pub fn is_about_the_file(&self) -> bool {
        matches!(
            self.fault,
            Fault::Busy | Fault::Full | Fault::ReadOnly | Fault::Damaged | Fault::Newer { .. }
        )
    }

    /// What to do next, where there is something.
    pub fn hint(&self, lang: Lang) -> Option<String> {
        if let Fault::NoRules { newest, .. } = self.fault {
            return Some(tr!(lang, "store.hint.no_rules", newest = newest).into_owned());
        }
        let key = match &self.fault {
            Fault::Missing(_) => "store.hint.missing",
            Fault::Foreign(_) => "store.hint.foreign",
            Fault::Folder(_) => "store.hint.folder",
            Fault::Unreadable(_) => "store.hint.unreadable",
            Fault::Newer { .. } => "store.hint.newer",
            Fault::Busy => "store.hint.busy",
            Fault::Full => "store.hint.full",
            Fault::ReadOnly => "store.hint.read_only",
            Fault::Damaged => "store.hint.damaged",
            Fault::Conflict => "store.hint.conflict",
            Fault::Blocked(_) => "store.hint.blocked",
            Fault::NothingToRedo => "store.hint.nothing_to_redo",
            Fault::NoSuch(what) if what.starts_with("import") => "store.hint.no_import",
            _ => return None,
        };
        Some(lang.text(key).into_owned())
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        use rusqlite::ErrorCode;
        let fault = match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Fault::Busy,
            Some(ErrorCode::DiskFull) => Fault::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                Fault::ReadOnly
            }
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Fault::Damaged,
            Some(ErrorCode::OperationInterrupted) => Fault::Stopped,
            Some(ErrorCode::ConstraintViolation) => Fault::Refused(error.to_string()),
            _ => Fault::Other,
        };
        StoreError { fault, context: error.to_string(), source: Some(Box::new(error)) }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> StoreError {
        StoreError { fault: Fault::Damaged, context: error.to_string(), source: Some(Box::new(error)) }
    }
}

impl From<crate::classify::ProfileError> for StoreError {
    fn from(error: crate::classify::ProfileError) -> StoreError {
        StoreError { fault: Fault::Damaged, context: error.to_string(), source: Some(Box::new(error)) }
    }
}

/// What a thing is called that is not there: `import 7` with its first word in the language, where that has one.
fn thing(what: &str, lang: Lang) -> String {
    let (word, rest) = what.split_once(' ').unwrap_or((what, ""));
    let key = format!("store.thing.{word}");
    let name = lang.text(&key);
    if name == key { what.to_owned() } else { format!("{name} {rest}").trim_end().to_owned() }
}
