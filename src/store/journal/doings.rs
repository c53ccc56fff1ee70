//! Actions as other windows see them: who did what since when, and to whom.
//!
//! Must not: change anything.

use super::ActionKind;
use super::undo::{customer_of, journal_rows};
use crate::domain::{CustomerId, GroupId, Label};
use crate::store::{Codes, Result};
use rusqlite::Connection;
use std::collections::BTreeSet;

/// An action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doing {
    /// Its group.
    pub group: GroupId,
    /// Its sort; of an undo or redo the sort of what was taken back or brought back.
    pub kind: ActionKind,
    /// Whether it took something back or brought it back.
    pub is_undo: bool,
    /// What it did, names masked.
    pub label: Label,
    /// The customer it was about, if one.
    pub customer: Option<CustomerId>,
    /// In which window it was done.
    pub window: String,
}

/// The newest action's group; 0 before there is any.
///
/// # Errors
/// The file's own troubles.
pub fn newest_group(conn: &Connection) -> Result<GroupId> {
    let sql = "SELECT coalesce(max(id), 0) FROM journal_group";
    Ok(conn.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// The actions after a group, the oldest first.
///
/// # Errors
/// The file's own troubles.
pub fn list_doings(conn: &Connection, after: GroupId) -> Result<Vec<Doing>> {
    // An undo takes an action back, a redo that undo.
    let mut statement = conn.prepare_cached(
        "SELECT g.id, coalesce(far.kind, near.kind, g.kind) AS sort, g.undoes_id IS NOT NULL, g.label, g.customer_id,
            g.window
         FROM journal_group g
         LEFT JOIN journal_group near ON near.id = g.undoes_id
         LEFT JOIN journal_group far ON far.id = near.undoes_id
         WHERE g.id > ?1 ORDER BY g.id",
    )?;
    let rows = statement.query_map([after], |row| {
        Ok(Doing {
            group: row.get(0)?,
            kind: row.code_or_none("sort")?.unwrap_or(ActionKind::Edit),
            is_undo: row.get(2)?,
            label: row.get(3)?,
            customer: row.get(4)?,
            window: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The customers whose rows an action changed; of an import none, its rows are not journalled.
///
/// # Errors
/// The file's own troubles.
pub fn customers_of_group(conn: &Connection, group: GroupId) -> Result<Vec<CustomerId>> {
    let mut customers = BTreeSet::new();
    for row in journal_rows(conn, group)? {
        customers.extend(customer_of(conn, &row)?);
    }
    Ok(customers.into_iter().map(CustomerId).collect())
}
