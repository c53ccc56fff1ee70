//! The imports of a book, newest first, and undoing one of them.

use crate::domain::{GroupId, ImportId, ImportKind, Moment};
use crate::store::journal::{Actor, UndoOffer, offer_undo_of};
use crate::store::{Fault, Result, StoreError};
use rusqlite::{Connection, OptionalExtension};

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
    /// Rejected rows.
    pub rejected: i64,
    /// Whether it was taken back.
    pub is_undone: bool,
}

/// Every imported file, newest first.
///
/// # Errors
/// When the book cannot be read.
pub fn list_imports(conn: &Connection) -> Result<Vec<ImportedFile>> {
    let mut statement = conn.prepare_cached(
        "SELECT i.id, i.group_id, i.kind, i.file_name, g.at, i.row_count, i.inserted, i.updated, i.rejected,
             i.undone_at IS NOT NULL
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
            rejected: row.get(8)?,
            is_undone: row.get(9)?,
        })
    })?;
    Ok(files.collect::<rusqlite::Result<_>>()?)
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
    let group = group.ok_or_else(|| StoreError::new(Fault::NoSuch(format!("import {import}")), "undo"))?;
    offer_undo_of(conn, actor, group)
}
