//! Whether something later stands on an import's rows: then it cannot be undone, and that something is named.

use crate::domain::GroupId;
use crate::domain::Label;
use crate::store::{Fault, Result, StoreError};
use rusqlite::{Connection, OptionalExtension};

/// Rows of others that refer to rows of an import: the table, its column, the table referred to.
const REFERENCES: [(&str, &str, &str); 16] = [
    ("account", "customer_id", "customer"),
    ("txn", "customer_id", "customer"),
    ("contact", "customer_id", "customer"),
    ("phone", "customer_id", "customer"),
    ("tag", "customer_id", "customer"),
    ("consent", "customer_id", "customer"),
    ("customer", "referred_by_id", "customer"),
    ("follow_up", "customer_id", "customer"),
    ("reason_rest", "customer_id", "customer"),
    ("class_override", "customer_id", "customer"),
    ("remark", "customer_id", "customer"),
    ("balance", "account_id", "account"),
    ("txn", "account_id", "account"),
    ("contact", "phone_id", "phone"),
    ("follow_up", "contact_id", "contact"),
    ("reason_rest", "contact_id", "contact"),
];

/// Tables whose rows a person's later action may have changed.
const EDITED: [&str; 7] = ["customer", "phone", "tag", "consent", "account", "contact", "class_override"];

/// The group `g` is live: no undo of it stands. `schema` is where the journal is.
pub(super) fn is_live(schema: &str) -> String {
    format!(
        "NOT EXISTS (SELECT 1 FROM {schema}.journal_group u WHERE u.undoes_id = g.id
             AND NOT EXISTS (SELECT 1 FROM {schema}.journal_group r WHERE r.undoes_id = u.id))"
    )
}

const MINE: &str = "WITH mine AS (SELECT id FROM import WHERE group_id = ?1)";

/// # Errors
/// `Blocked` with the label of what stands on the import's rows.
pub(super) fn require_unblocked(conn: &Connection, group: GroupId) -> Result<()> {
    let blocking = match later_edit(conn, group)? {
        Some(label) => Some(label),
        None => match later_import(conn, group)? {
            Some(label) => Some(label),
            None => later_reference(conn, group)?,
        },
    };
    blocking.map_or(Ok(()), |label| Err(StoreError::new(Fault::Blocked(label), "undo an import")))
}

/// A later action of a person that changed a row which the import wrote.
fn later_edit(conn: &Connection, group: GroupId) -> Result<Option<Label>> {
    let is_live = is_live("main");
    for table in EDITED {
        let inserted = match table {
            "class_override" => "0",
            _ => "j.row_id IN (SELECT id FROM {table} WHERE import_id IN mine)",
        };
        let inserted = inserted.replace("{table}", table);
        let sql = format!(
            "{MINE} SELECT g.label FROM journal j JOIN journal_group g ON g.id = j.group_id
             WHERE j.group_id > ?1 AND j.table_name = '{table}' AND g.kind <> 'undo' AND {is_live}
               AND ({inserted}
                    OR j.row_id IN (SELECT CAST(row_key AS INTEGER) FROM import_before
                                    WHERE import_id IN mine AND table_name = '{table}'))
             ORDER BY g.id DESC LIMIT 1"
        );
        let label = conn.prepare_cached(&sql)?.query_row([group], |row| row.get(0)).optional()?;
        if label.is_some() {
            return Ok(label);
        }
    }
    Ok(None)
}

/// A later import that changed a row which this one wrote.
fn later_import(conn: &Connection, group: GroupId) -> Result<Option<Label>> {
    let later =
        "FROM import_before b JOIN import i ON i.id = b.import_id JOIN journal_group g ON g.id = i.group_id
        WHERE i.group_id > ?1 AND i.undone_at IS NULL AND b.table_name <> 'txn_kind'";
    let changed = format!(
        "{MINE} SELECT g.label {later} AND EXISTS (SELECT 1 FROM import_before m WHERE m.import_id IN mine
             AND m.table_name = b.table_name AND m.row_key = b.row_key) LIMIT 1"
    );
    let mut queries = vec![changed];
    for table in ["customer", "account", "phone", "consent", "txn", "contact"] {
        queries.push(format!(
            "{MINE} SELECT g.label {later} AND b.table_name = '{table}'
             AND CAST(b.row_key AS INTEGER) IN (SELECT id FROM {table} WHERE import_id IN mine) LIMIT 1"
        ));
    }
    queries.push(format!(
        "{MINE} SELECT g.label {later} AND b.table_name = 'balance' AND EXISTS (SELECT 1 FROM balance x
             WHERE x.account_id = json_extract(b.row_key, '$[0]') AND x.balance_on = json_extract(b.row_key, '$[1]')
               AND x.import_id IN mine) LIMIT 1"
    ));
    for sql in queries {
        let label = conn.prepare_cached(&sql)?.query_row([group], |row| row.get(0)).optional()?;
        if label.is_some() {
            return Ok(label);
        }
    }
    Ok(None)
}

/// A row of somebody else's that refers to a row which would go.
fn later_reference(conn: &Connection, group: GroupId) -> Result<Option<Label>> {
    for (table, column, owner) in REFERENCES {
        let has_import = !matches!(table, "follow_up" | "reason_rest" | "class_override" | "remark");
        let (import, others) = if has_import {
            ("x.import_id", "AND (x.import_id IS NULL OR x.import_id NOT IN mine)")
        } else {
            ("NULL", "")
        };
        // What the import itself made refer to a row of its own is written back before the row goes.
        let own = match table {
            "customer" | "class_override" => format!(
                "AND x.id NOT IN (SELECT CAST(row_key AS INTEGER) FROM import_before
                     WHERE import_id IN mine AND table_name = '{table}')"
            ),
            "balance" => "AND NOT EXISTS (SELECT 1 FROM import_before m WHERE m.import_id IN mine
                 AND m.table_name = 'balance' AND m.row_key = json_array(x.account_id, x.balance_on))"
                .to_owned(),
            _ => String::new(),
        };
        let id = if table == "balance" { "0" } else { "x.id" };
        let sql = format!(
            "{MINE} SELECT {id}, {import} FROM {table} x
             WHERE x.{column} IN (SELECT id FROM {owner} WHERE import_id IN mine) {others} {own} LIMIT 1"
        );
        let found: Option<(i64, Option<i64>)> =
            conn.prepare_cached(&sql)?.query_row([group], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        if let Some((id, import)) = found {
            return name_of(conn, table, id, import).map(Some);
        }
    }
    Ok(None)
}

/// What made a row: its import, or the action in the journal; its table's name when neither is known.
fn name_of(conn: &Connection, table: &str, id: i64, import: Option<i64>) -> Result<Label> {
    let label: Option<Label> = match import {
        Some(import) => conn
            .prepare_cached(
                "SELECT g.label FROM import i JOIN journal_group g ON g.id = i.group_id WHERE i.id = ?1",
            )?
            .query_row([import], |row| row.get(0))
            .optional()?,
        None => conn
            .prepare_cached(
                "SELECT g.label FROM journal j JOIN journal_group g ON g.id = j.group_id
                 WHERE j.table_name = ?1 AND j.row_id = ?2 ORDER BY j.seq DESC LIMIT 1",
            )?
            .query_row((table, id), |row| row.get(0))
            .optional()?,
    };
    Ok(label.unwrap_or_else(|| Label::of(&format!("store.thing.{table}"))))
}
