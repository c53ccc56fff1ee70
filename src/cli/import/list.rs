//! `callbook import --list`: the files that were imported, newest first.

use super::report::grouped;
use crate::cli::{Context, Failure, Outcome};
use crate::domain::Code;
use crate::store::Access;
use crate::store::import::{ImportedFile, list_imports};
use crate::tr;
use serde_json::{Value, json};

/// Runs it.
///
/// # Errors
/// A book that is not there or cannot be read.
pub fn run(context: &Context) -> Result<Outcome, Failure> {
    let store = context.open(Access::Read)?;
    let files = list_imports(&store.conn).map_err(|error| context.failed(&error))?;
    let mut lines: Vec<String> = files.iter().map(|file| line(context, file)).collect();
    if lines.is_empty() {
        lines.push(context.lang.text("import.list.none").into_owned());
    }
    let files: Vec<Value> = files.iter().map(|file| file_json(context, file)).collect();
    let text = lines.join("\n");
    let json = json!({ "ok": true, "text": text, "imports": files });
    Ok(Outcome::both(text, json))
}

fn line(context: &Context, file: &ImportedFile) -> String {
    let (lang, zone) = (context.lang, context.now().zone);
    let count = |number: i64| grouped(u64::try_from(number).unwrap_or(0));
    let at = format!("{} {}", zone.day(file.at), zone.minute(file.at));
    let counts = tr!(
        lang,
        "import.list.counts",
        rows = count(file.rows),
        inserted = count(file.inserted),
        updated = count(file.updated),
        rejected = count(file.rejected)
    );
    let undone = if file.is_undone { lang.text("import.list.undone") } else { "".into() };
    let (id, kind) = (file.id.0, lang.code_text(file.kind));
    format!("{id:>4}  {at}  {kind}  {}  {counts}  {}  {undone}", file.file, file.who).trim_end().to_owned()
}

fn file_json(context: &Context, file: &ImportedFile) -> Value {
    json!({
        "import_id": file.id.0, "group": file.group.0, "at": context.now().zone.rfc3339(file.at),
        "kind": file.kind.code(), "file": file.file, "rows": file.rows, "inserted": file.inserted,
        "updated": file.updated, "unchanged": file.unchanged, "rejected": file.rejected, "who": file.who,
        "undone": file.is_undone,
    })
}
