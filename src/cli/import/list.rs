//! `callbook import --list`: the files that were imported, newest first.

use crate::cli::table::Table;
use crate::cli::{Context, Failure, Outcome};
use crate::domain::Code;
use crate::screens::card::details::author;
use crate::store::Access;
use crate::store::import::{ImportedFile, list_imports};
use crate::ui::format;
use serde_json::{Value, json};

/// Runs it.
///
/// # Errors
/// A book that is not there or cannot be read.
pub fn run(context: &Context) -> Result<Outcome, Failure> {
    let store = context.open(Access::Read)?;
    let files = list_imports(&store.conn).map_err(|error| context.failed(&error))?;
    let text = match files.as_slice() {
        [] => context.lang.text("import.list.none").into_owned(),
        files => table(context, files).text(),
    };
    let files: Vec<Value> = files.iter().map(|file| file_json(context, file)).collect();
    let json = json!({ "ok": true, "text": text, "imports": files });
    Ok(Outcome::both(text, json))
}

fn table(context: &Context, files: &[ImportedFile]) -> Table {
    let (lang, zone) = (context.lang, context.now().zone);
    let head = |key: &str| lang.text(&format!("import.list.{key}")).into_owned();
    let count = |number: i64| format::count(number);
    let mut table = Table::new()
        .right(head("number"))
        .left(head("at"))
        .left(head("kind"))
        .left(head("file"))
        .right(head("rows"))
        .right(head("inserted"))
        .right(head("updated"))
        .right(head("rejected"))
        .left(head("who"))
        .left("");
    for file in files {
        table.row([
            file.id.0.to_string(),
            format!("{} {}", zone.day(file.at), zone.minute(file.at)),
            lang.code_text(file.kind).into_owned(),
            file.file.clone(),
            count(file.rows),
            count(file.inserted),
            count(file.updated),
            count(file.rejected),
            author(lang, &file.who).into_owned(),
            if file.is_undone { head("undone") } else { String::new() },
        ]);
    }
    table
}

fn file_json(context: &Context, file: &ImportedFile) -> Value {
    json!({
        "import_id": file.id.0, "group": file.group.0, "at": context.now().zone.rfc3339(file.at),
        "kind": file.kind.code(), "file": file.file, "rows": file.rows, "inserted": file.inserted,
        "updated": file.updated, "unchanged": file.unchanged, "rejected": file.rejected, "who": file.who,
        "undone": file.is_undone,
    })
}
