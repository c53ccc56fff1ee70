//! Taking an import back, and bringing it back.
//!
//! Undo: what it changed gets its image back (and leaves the other image in its place), what it inserted is put
//! aside and deleted. Redo goes the same way in the other direction, so that both restore the very same rows.

use super::blocked::require_unblocked;
use super::images::{swap_added, swap_images};
use super::removed::{put_aside, put_back};
use super::steps::Steps;
use crate::domain::{Cause, GroupId, ImportId};
use crate::store::journal::Action;
use crate::store::{Fault, Result, StoreError};
use rusqlite::Connection;

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Way {
    /// The import goes.
    Undo,
    /// The import comes back.
    Redo,
}

/// Tables that imports insert into, owners before what they own.
pub(super) const TABLES: [&str; 8] =
    ["customer", "account", "phone", "tag", "consent", "txn", "balance", "contact"];

/// Inverts an import's group inside `action`; how many rows changed.
///
/// # Errors
/// `Blocked` when a later live action or import stands on its rows; `Stopped` when whoever watches says so.
pub(in crate::store) fn invert_import(
    action: &mut Action<'_>,
    group: GroupId,
    way: Way,
    steps: &mut Steps<'_>,
) -> Result<u64> {
    let conn = action.conn();
    // Customers refer to each other: checked at the commit.
    conn.pragma_update(None, "defer_foreign_keys", true)?;
    let imports = ids_of(conn, group, way)?;
    let mut rows = 0;
    steps.expect(conn, group, if way == Way::Undo { 2 } else { 1 })?;
    match way {
        Way::Undo => {
            require_unblocked(conn, group)?;
            mark_dirty(conn, group)?;
            for import in imports.iter().rev() {
                rows += swap_images(conn, *import, way, steps)?;
                rows += put_aside(conn, *import, steps)?;
                swap_added(conn, *import, way)?;
            }
        }
        Way::Redo => {
            for import in &imports {
                swap_added(conn, *import, way)?;
                rows += put_back(conn, *import, steps)?;
                rows += swap_images(conn, *import, way, steps)?;
            }
            mark_dirty(conn, group)?;
        }
    }
    let undone_at = (way == Way::Undo).then_some(action.actor().now.clock);
    conn.prepare_cached("UPDATE import SET undone_at = ?1 WHERE group_id = ?2")?
        .execute((undone_at, group))?;
    Ok(rows)
}

/// The group's imports that stand (to undo them) or are undone (to redo them).
fn ids_of(conn: &Connection, group: GroupId, way: Way) -> Result<Vec<ImportId>> {
    let sql = "SELECT id FROM import WHERE group_id = ?1 AND (undone_at IS NOT NULL) = ?2 ORDER BY id";
    let mut statement = conn.prepare_cached(sql)?;
    let ids: Vec<ImportId> =
        statement.query_map((group, way == Way::Redo), |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    if ids.is_empty() {
        return Err(StoreError::new(Fault::NothingToUndo, format!("imports of group {group}")));
    }
    Ok(ids)
}

/// Marks every customer of whom the import touched a row. Those who go leave no mark.
fn mark_dirty(conn: &Connection, group: GroupId) -> Result<()> {
    let owners = [
        "SELECT id FROM customer WHERE import_id IN mine",
        "SELECT customer_id FROM account WHERE import_id IN mine",
        "SELECT customer_id FROM phone WHERE import_id IN mine",
        "SELECT customer_id FROM tag WHERE import_id IN mine",
        "SELECT customer_id FROM consent WHERE import_id IN mine",
        "SELECT customer_id FROM txn WHERE import_id IN mine",
        "SELECT customer_id FROM contact WHERE import_id IN mine",
        "SELECT customer_id FROM account WHERE id IN (SELECT account_id FROM balance WHERE import_id IN mine)",
        "SELECT CAST(row_key AS INTEGER) FROM import_before WHERE import_id IN mine AND table_name = 'customer'",
        "SELECT customer_id FROM account WHERE id IN (SELECT CASE table_name
             WHEN 'account' THEN CAST(row_key AS INTEGER) ELSE json_extract(row_key, '$[0]') END
             FROM import_before WHERE import_id IN mine AND table_name IN ('account', 'balance'))",
        "SELECT customer_id FROM txn WHERE id IN (SELECT CAST(row_key AS INTEGER) FROM import_before
             WHERE import_id IN mine AND table_name = 'txn')",
        "SELECT customer_id FROM contact WHERE id IN (SELECT CAST(row_key AS INTEGER) FROM import_before
             WHERE import_id IN mine AND table_name = 'contact')",
        "SELECT customer_id FROM consent WHERE id IN (SELECT CAST(row_key AS INTEGER) FROM import_before
             WHERE import_id IN mine AND table_name = 'consent')",
        "SELECT customer_id FROM phone WHERE id IN (SELECT CAST(row_key AS INTEGER) FROM import_before
             WHERE import_id IN mine AND table_name = 'phone')",
    ];
    for owner in owners {
        let sql = format!(
            "WITH mine AS (SELECT id FROM import WHERE group_id = ?1)
             INSERT INTO customer_dirty (customer_id, cause) SELECT DISTINCT id, ?2 FROM customer WHERE id IN ({owner})
             ON CONFLICT DO NOTHING"
        );
        conn.prepare_cached(&sql)?.execute((group, Cause::Import))?;
    }
    Ok(())
}
