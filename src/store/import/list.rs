//! The imports of a book, newest first, and undoing one of them.

use crate::domain::{Code, GroupId, ImportId, ImportKind, Moment};
use crate::import::{Fault, Field, Note, RejectGroup, Tally};
use crate::store::journal::{Actor, UndoOffer, offer_undo_of};
use crate::store::{Result, StoreError};
use rusqlite::{Connection, OptionalExtension};
use serde_json::{Value, json};

/// A file that was imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedFile {
    /// Row id.
    pub id: ImportId,
    /// Its journal group; the files of one import share it.
    pub group: GroupId,
    /// What it held.
    pub kind: ImportKind,
    /// Its name.
    pub file: String,
    /// Working time of the import.
    pub at: Moment,
    /// Rows below the headings.
    pub rows: i64,
    /// New rows.
    pub inserted: i64,
    /// Changed rows.
    pub updated: i64,
    /// Rows that the book had already.
    pub unchanged: i64,
    /// Rejected rows.
    pub rejected: i64,
    /// Who imported it.
    pub who: String,
    /// Whether it was taken back.
    pub is_undone: bool,
}

/// Every imported file, newest first.
///
/// # Errors
/// When the book cannot be read.
pub fn list_imports(conn: &Connection) -> Result<Vec<ImportedFile>> {
    let mut statement = conn.prepare_cached(
        "SELECT i.id, i.group_id, i.kind, i.file_name, g.at, i.row_count, i.inserted, i.updated,
             i.unchanged, i.rejected, g.who, i.undone_at IS NOT NULL
         FROM import i JOIN journal_group g ON g.id = i.group_id ORDER BY i.id DESC",
    )?;
    let files = statement.query_map([], |row| {
        Ok(ImportedFile {
            id: row.get(0)?,
            group: row.get(1)?,
            kind: row.get(2)?,
            file: row.get(3)?,
            at: row.get(4)?,
            rows: row.get(5)?,
            inserted: row.get(6)?,
            updated: row.get(7)?,
            unchanged: row.get(8)?,
            rejected: row.get(9)?,
            who: row.get(10)?,
            is_undone: row.get(11)?,
        })
    })?;
    Ok(files.collect::<rusqlite::Result<_>>()?)
}

/// What the journal keeps of an import's rejected rows and kept values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportNotes {
    /// Rejected rows by reason: reason, column, count, first row.
    pub rejects: Vec<(Fault, String, u64, u64)>,
    /// Values that the manager had entered and that stayed: row and field.
    pub kept: Vec<(u64, Field)>,
}

/// The most reasons, and kept values, that the journal keeps of a file.
const NOTED: usize = 50;

/// As the journal keeps it. Values stay out: they are people's data.
pub(super) fn notes_of(tally: &Tally) -> Value {
    let reject = |group: &&RejectGroup| {
        let first = group.examples.first().map_or(0, |(row, _)| *row);
        json!([group.fault.code(), group.column, group.count, first])
    };
    let kept = |note: &Note| json!([note.row, note.field.code()]);
    json!({
        "rejects": tally.reject_groups().iter().take(NOTED).map(reject).collect::<Vec<_>>(),
        "kept": tally.kept().iter().take(NOTED).map(kept).collect::<Vec<_>>(),
    })
}

/// What the journal keeps of an import; nothing where it was erased.
///
/// # Errors
/// When the book cannot be read.
pub fn find_notes(conn: &Connection, import: ImportId) -> Result<ImportNotes> {
    let payload: Option<Option<String>> = conn
        .prepare_cached(
            "SELECT payload FROM journal WHERE table_name = 'import' AND row_id = ?1 AND kind = 'note'
             ORDER BY seq LIMIT 1",
        )?
        .query_row([import], |row| row.get(0))
        .optional()?;
    let Some(payload) = payload.flatten() else { return Ok(ImportNotes::default()) };
    let mut payload: Value = serde_json::from_str(&payload)?;
    let notes = payload["notes"].take();
    let list = |name: &str| notes[name].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let number = |value: &Value| value.as_u64().unwrap_or_default();
    let reject = |row: &Value| {
        Some((Fault::from_code(row[0].as_str()?)?, text(&row[1]), number(&row[2]), number(&row[3])))
    };
    let kept = |row: &Value| Some((number(&row[0]), Field::from_code(row[1].as_str()?)?));
    Ok(ImportNotes {
        rejects: list("rejects").iter().filter_map(reject).collect(),
        kept: list("kept").iter().filter_map(kept).collect(),
    })
}

/// What undoing an import (with the other files of its group) would do; `journal::undo` does it.
///
/// # Errors
/// `NoSuch` for an unknown import, `NothingToUndo` when it is undone already.
pub fn offer_undo_import(conn: &Connection, actor: &Actor, import: ImportId) -> Result<UndoOffer> {
    let group: Option<GroupId> = conn
        .prepare_cached("SELECT group_id FROM import WHERE id = ?1")?
        .query_row([import], |row| row.get(0))
        .optional()?;
    let group = group
        .ok_or_else(|| StoreError::new(crate::store::Fault::NoSuch(format!("import {import}")), "undo"))?;
    offer_undo_of(conn, actor, group)
}
