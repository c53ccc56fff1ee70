//! Why a whole file cannot be read, in sentences with the next step.

use super::encoding::encodings;
use super::fields::Field;
use crate::domain::ImportKind;
use crate::lang::{Lang, io_text};
use crate::tr;
use std::path::PathBuf;

/// A file that cannot be imported as it is.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It cannot be opened or read.
    #[error("cannot read {file}: {source}")]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// It is a folder.
    #[error("{0} is a folder")]
    Folder(PathBuf),
    /// A spreadsheet file, not a text table.
    #[error("{0} is a workbook")]
    Workbook(String),
    /// Something else than a text table: a picture, a page, bytes without meaning.
    #[error("{file} is {what}")]
    NoTable {
        /// The file.
        file: String,
        /// What it is; empty when nobody knows.
        what: &'static str,
    },
    /// A packed file that ends early or is damaged.
    #[error("{0} is damaged")]
    Torn(String),
    /// It unpacks to far more than any table, or is larger than the limit.
    #[error("{file} is larger than {limit} bytes unpacked")]
    TooLarge {
        /// The file.
        file: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// It has no row at all, or no heading row where it should be.
    #[error("{0} has no rows")]
    Empty(String),
    /// A row goes on and on: a quote is never closed.
    #[error("{file}: row {row} never ends")]
    EndlessRow {
        /// The file.
        file: String,
        /// The row where it begins.
        row: u64,
    },
    /// A list of rejected rows cannot be written beside the file.
    #[error("cannot write beside {file}: {source}")]
    Unwritable {
        /// The file, or the list itself.
        file: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Somebody stopped the reading.
    #[error("stopped")]
    Stopped,
    /// Columns that the kind needs were not found.
    #[error("{file}: no column for {missing:?}")]
    MissingFields {
        /// The file.
        file: String,
        /// What was to be read.
        kind: ImportKind,
        /// Of each group one field is needed.
        missing: Vec<&'static [Field]>,
        /// The headings that are there.
        found: Vec<String>,
        /// The encoding that it was read with, where that may be why no heading is known.
        garbled_as: Option<&'static str>,
    },
    /// A name on the left of `--map` that is no field of the kind.
    #[error("no field {name}")]
    NoSuchField {
        /// What was written.
        name: String,
        /// The kind.
        kind: ImportKind,
    },
    /// A name on the right of `--map` that is no column of the file.
    #[error("{file}: no column {name}")]
    NoSuchColumn {
        /// The file.
        file: String,
        /// What was written.
        name: String,
        /// The headings that are there.
        found: Vec<String>,
    },
}

impl ImportError {
    /// What is wrong.
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            ImportError::Unreadable { file, source } => match source.kind() {
                std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => {
                    tr!(lang, "import.error.not_there", file = file.display())
                }
                std::io::ErrorKind::PermissionDenied => {
                    tr!(lang, "import.error.not_allowed", file = file.display())
                }
                _ => tr!(lang, "import.error.unreadable", file = file.display(), why = io_text(lang, source)),
            },
            ImportError::Folder(file) => tr!(lang, "import.error.folder", file = file.display()),
            ImportError::Workbook(file) => tr!(lang, "import.error.workbook", file = file),
            ImportError::NoTable { file, what: "" } => tr!(lang, "import.error.no_text", file = file),
            ImportError::NoTable { file, what } => {
                tr!(lang, "import.error.no_table", file = file, what = what)
            }
            ImportError::Torn(file) => tr!(lang, "import.error.torn", file = file),
            ImportError::TooLarge { file, limit } => {
                tr!(lang, "import.error.too_large", file = file, limit = limit / (1024 * 1024))
            }
            ImportError::Empty(file) => tr!(lang, "import.error.empty", file = file),
            ImportError::EndlessRow { file, row } => {
                tr!(lang, "import.error.endless_row", file = file, row = row)
            }
            ImportError::Unwritable { file, source } => {
                let folder = file.parent().unwrap_or(file);
                tr!(lang, "import.error.unwritable", folder = folder.display(), why = io_text(lang, source))
            }
            ImportError::Stopped => tr!(lang, "import.error.stopped"),
            ImportError::MissingFields { file, kind, missing, .. } => {
                let names: Vec<String> = missing.iter().map(|group| alternatives(lang, group)).collect();
                let names = names.join(&lang.text("import.and"));
                tr!(
                    lang,
                    "import.error.missing_fields",
                    file = file,
                    kind = lang.code_text(*kind),
                    names = names
                )
            }
            ImportError::NoSuchField { name, kind } => {
                tr!(lang, "import.error.no_such_field", name = name, kind = lang.code_text(*kind))
            }
            ImportError::NoSuchColumn { file, name, .. } => {
                tr!(lang, "import.error.no_such_column", file = file, name = name)
            }
        }
        .into_owned()
    }

    /// What to do.
    pub fn hint(&self, lang: Lang) -> String {
        match self {
            ImportError::Unreadable { .. } => lang.text("import.hint.unreadable"),
            ImportError::Folder(_) => lang.text("import.hint.folder"),
            ImportError::Workbook(_) => lang.text("import.hint.workbook"),
            ImportError::NoTable { .. } => lang.text("import.hint.no_table"),
            ImportError::Torn(_) => lang.text("import.hint.torn"),
            ImportError::TooLarge { .. } => lang.text("import.hint.too_large"),
            ImportError::Empty(_) => lang.text("import.hint.empty"),
            ImportError::EndlessRow { .. } => lang.text("import.hint.endless_row"),
            ImportError::Unwritable { .. } => lang.text("import.hint.unwritable"),
            ImportError::Stopped => lang.text("import.hint.stopped"),
            ImportError::MissingFields { found, garbled_as: Some(encoding), .. } => {
                let names: Vec<String> = encodings().iter().map(|e| e.name().to_lowercase()).collect();
                let (found, names) = (some_of(lang, found), names.join(", "));
                tr!(lang, "import.hint.garbled", found = found, encoding = encoding, names = names)
            }
            ImportError::MissingFields { missing, found, .. } => {
                let example = missing.first().and_then(|group| group.first()).copied();
                let column: String =
                    found.first().map_or("...", String::as_str).chars().take(NAMED_CHARS).collect();
                let map = format!("--map {}={}", example.unwrap_or(Field::CustomerNo), quoted(&column));
                tr!(lang, "import.hint.missing_fields", found = some_of(lang, found), map = map)
            }
            ImportError::NoSuchField { kind, .. } => {
                let fields: Vec<String> = Field::of_kind(*kind).iter().map(ToString::to_string).collect();
                tr!(lang, "import.hint.no_such_field", fields = fields.join(" "))
            }
            ImportError::NoSuchColumn { found, .. } => {
                tr!(lang, "import.hint.no_such_column", found = some_of(lang, found))
            }
        }
        .into_owned()
    }
}

/// "account_no (账号) or customer_no (客户号)".
fn alternatives(lang: Lang, group: &[Field]) -> String {
    let names: Vec<String> = group.iter().map(|f| format!("{f} ({})", lang.code_text(*f))).collect();
    names.join(&lang.text("import.or"))
}

/// The most columns, and the most characters of each, that a hint names.
const NAMED: usize = 12;
const NAMED_CHARS: usize = 20;

/// The first columns, shortened.
fn some_of(lang: Lang, found: &[String]) -> String {
    let short = |name: &String| name.chars().take(NAMED_CHARS).collect::<String>();
    let named = found.iter().take(NAMED).map(short).collect::<Vec<_>>().join(" | ");
    match found.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} | {}", tr!(lang, "import.more_columns", count = more)),
    }
}

fn quoted(column: &str) -> String {
    if column.contains(char::is_whitespace) { format!("'{column}'") } else { column.to_owned() }
}
