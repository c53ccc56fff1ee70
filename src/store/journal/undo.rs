//! Undo and redo: the inverse of a group, replayed as a new group.
//!
//! A group is undone while an undo of it stands that was not itself undone (redone).

use super::doings::customers_of_group;
use super::{Action, ActionInfo, ActionKind, Actor};
use crate::domain::{Cause, CustomerId, GroupId, Label, Moment};
use crate::store::error::{Fault, StoreError};
use crate::store::import::terms::customers_with_kind;
use crate::store::import::{Steps, Way, invert_import};
use crate::store::{Result, sql::Codes};
use rusqlite::{Connection, OptionalExtension, ToSql, named_params};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// How the windows of the command line begin.
pub const COMMAND_WINDOW: &str = "cli-";

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UndoWhich {
    /// Take the newest live action back.
    Undo,
    /// Take the newest undo back.
    Redo,
}

/// What would be taken back, before anything is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoOffer {
    /// The action it is about (for a redo: the action that comes back).
    pub group: GroupId,
    /// The group that would be inverted (the action, or its undo).
    pub inverts: GroupId,
    /// Sort of the action.
    pub kind: ActionKind,
    /// What it did.
    pub label: Label,
    /// The customer it was about.
    pub customer: Option<CustomerId>,
    /// Working time of the action.
    pub at: Moment,
    /// Whether to ask first: it is from another day, another window, or an import.
    pub asks: bool,
    /// Whether another window did it.
    pub is_elsewhere: bool,
}

/// A row that an undo changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Its table.
    pub table: String,
    /// Its id.
    pub row_id: i64,
    /// Whether the row is there now.
    pub is_present: bool,
}

/// What an undo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// What it was about.
    pub offer: UndoOffer,
    /// The new group.
    pub group: GroupId,
    /// The rows, in the order they changed; empty for an import, which has too many.
    pub restored: Vec<Restored>,
    /// How many rows changed.
    pub rows: u64,
    /// The customers whose rows changed; empty for an import (they are marked for the classification).
    pub customers: Vec<CustomerId>,
}

/// What `u` (or `U`) would take back now.
///
/// # Errors
/// `NothingToUndo`, `NothingToRedo`.
pub fn offer_undo(conn: &Connection, actor: &Actor, which: UndoWhich) -> Result<UndoOffer> {
    let (candidate, nothing) = match which {
        UndoWhich::Undo => (newest_live(conn)?.map(|g| (g, g)), Fault::NothingToUndo),
        UndoWhich::Redo => (newest_redoable(conn)?, Fault::NothingToRedo),
    };
    let (group, inverts) = candidate.ok_or_else(|| StoreError::new(nothing, "no group qualifies"))?;
    describe(conn, actor, group, inverts)
}

/// What taking back one certain action would do (an import from the list of imports).
///
/// # Errors
/// `NothingToUndo` when it is undone already.
pub fn offer_undo_of(conn: &Connection, actor: &Actor, group: GroupId) -> Result<UndoOffer> {
    let sql = format!("SELECT 1 FROM journal_group g WHERE g.id = ?1 AND {BY_A_PERSON} AND NOT {IS_UNDONE}");
    if !conn.prepare_cached(&sql)?.exists([group])? {
        return Err(StoreError::new(Fault::NothingToUndo, format!("group {group}")));
    }
    describe(conn, actor, group, group)
}

/// Live actions are those that no standing undo covers.
pub(crate) const IS_UNDONE: &str = "EXISTS (SELECT 1 FROM journal_group u WHERE u.undoes_id = g.id
    AND NOT EXISTS (SELECT 1 FROM journal_group r WHERE r.undoes_id = u.id))";
const BY_A_PERSON: &str = "g.kind NOT IN ('undo', 'demo', 'access')";

/// Whether a person ever wrote anything in the book, undone or not.
///
/// # Errors
/// The file's own troubles.
pub fn has_entries(conn: &Connection) -> Result<bool> {
    let sql = format!("SELECT 1 FROM journal_group g WHERE {BY_A_PERSON} LIMIT 1");
    Ok(conn.prepare_cached(&sql)?.exists([])?)
}

fn newest_live(conn: &Connection) -> Result<Option<GroupId>> {
    let sql = format!(
        "SELECT g.id FROM journal_group g WHERE {BY_A_PERSON} AND NOT {IS_UNDONE} ORDER BY g.id DESC LIMIT 1"
    );
    Ok(conn.prepare_cached(&sql)?.query_row([], |row| row.get(0)).optional()?)
}

/// The newest undo of an action, if it stands and nothing new was done since: (action, its undo).
fn newest_redoable(conn: &Connection) -> Result<Option<(GroupId, GroupId)>> {
    let sql = format!(
        "SELECT u.undoes_id, u.id FROM journal_group u JOIN journal_group a ON a.id = u.undoes_id
         WHERE u.kind = 'undo' AND a.kind <> 'undo'
           AND NOT EXISTS (SELECT 1 FROM journal_group r WHERE r.undoes_id = u.id)
           AND NOT EXISTS (SELECT 1 FROM journal_group g WHERE g.id > u.id AND {BY_A_PERSON})
         ORDER BY u.id DESC LIMIT 1"
    );
    Ok(conn.prepare_cached(&sql)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

fn describe(conn: &Connection, actor: &Actor, group: GroupId, inverts: GroupId) -> Result<UndoOffer> {
    // What is brought back was taken back by somebody, somewhere: that is what a question would be about.
    let mut statement = conn.prepare_cached(
        "SELECT done.kind, done.label, done.customer_id, last.at, last.window
         FROM journal_group done, journal_group last WHERE done.id = ?1 AND last.id = ?2",
    )?;
    let offer = statement.query_row([group, inverts], |row| {
        let kind = row.code_or_none("kind")?.unwrap_or(ActionKind::Edit);
        let at: Moment = row.get("at")?;
        let window: String = row.get("window")?;
        let same_day = actor.now.zone.day(at) == actor.now.day();
        let is_elsewhere = !is_own_window(&window, actor);
        Ok(UndoOffer {
            group,
            inverts,
            kind,
            label: row.get("label")?,
            customer: row.get("customer_id")?,
            at,
            asks: !same_day || is_elsewhere || kind == ActionKind::Import,
            is_elsewhere,
        })
    })?;
    Ok(offer)
}

/// Every run of the command line is a window of its own; together they are one.
fn is_own_window(window: &str, actor: &Actor) -> bool {
    let is_command = |window: &str| window.starts_with(COMMAND_WINDOW);
    window == actor.window || (is_command(window) && is_command(&actor.window))
}

/// Takes the offered group back, as a new group. The offer is looked up again inside the transaction.
///
/// # Errors
/// `Blocked` when a later live action stands on the same rows, `NothingToUndo`, and the file's own troubles.
pub fn undo(conn: &mut Connection, actor: &Actor, offer: &UndoOffer) -> Result<Undone> {
    undo_watched(conn, actor, offer, &mut Steps::unwatched())
}

/// The same with somebody who watches an import go, or come back, and can stop it; then nothing of it is left.
///
/// # Errors
/// As [`undo`]; `Stopped`.
pub fn undo_watched(
    conn: &mut Connection,
    actor: &Actor,
    offer: &UndoOffer,
    steps: &mut Steps<'_>,
) -> Result<Undone> {
    let info = ActionInfo { kind: ActionKind::Undo, label: offer.label.clone(), customer: offer.customer };
    let mut action = Action::begin_group(conn, actor, &info, Some(offer.inverts))?;
    if offer.kind == ActionKind::Import {
        let way = if offer.inverts == offer.group { Way::Undo } else { Way::Redo };
        let rows = invert_import(&mut action, offer.group, way, steps)?;
        let group = action.commit()?;
        return Ok(Undone { offer: offer.clone(), group, restored: Vec::new(), rows, customers: Vec::new() });
    }
    require_unblocked(action.conn(), offer)?;
    let rows = journal_rows(action.conn(), offer.inverts)?;
    let mut restored = Vec::with_capacity(rows.len());
    let mut customers = BTreeSet::new();
    for row in rows.iter().rev() {
        if row.table == "txn_kind" {
            customers
                .extend(customers_with_kind(action.conn(), row.row_id)?.iter().map(|customer| customer.0));
        }
        customers.extend(customer_of(action.conn(), row)?);
        restored.push(invert(&mut action, row)?);
    }
    let customers: Vec<CustomerId> = customers.into_iter().map(CustomerId).collect();
    for customer in &customers {
        if exists(action.conn(), *customer)? {
            action.touch(*customer, Cause::Edit)?;
        }
    }
    let group = action.commit()?;
    let rows = restored.len() as u64;
    Ok(Undone { offer: offer.clone(), group, restored, rows, customers })
}

/// The customers whose rows taking an offer back would change; none for an import, which has too many.
///
/// # Errors
/// The file's own troubles.
pub fn customers_of(conn: &Connection, offer: &UndoOffer) -> Result<Vec<CustomerId>> {
    if offer.kind == ActionKind::Import {
        return Ok(Vec::new());
    }
    customers_of_group(conn, offer.inverts)
}

pub(super) struct JournalRow {
    kind: String,
    table: &'static str,
    row_id: i64,
    before: Option<Map<String, Value>>,
    after: Option<Map<String, Value>>,
}

/// Tables that actions write; anything else in a journal is refused.
pub const TABLES: &[&str] = &[
    "setting",
    "txn_kind",
    "customer",
    "phone",
    "tag",
    "consent",
    "account",
    "contact",
    "follow_up",
    "reason_rest",
    "remark",
    "rule_set_version",
    "class_override",
];

/// Tables with rows of a customer that no action writes: the program derives them, or keeps them of who looked at him.
pub(crate) const UNJOURNALLED: [&str; 4] = ["customer_state", "customer_dirty", "class_change", "access"];

pub(super) fn journal_rows(conn: &Connection, group: GroupId) -> Result<Vec<JournalRow>> {
    let mut statement = conn.prepare_cached(
        "SELECT kind, table_name, row_id, payload FROM journal WHERE group_id = ?1 ORDER BY seq",
    )?;
    let mut rows = statement.query([group])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let name: String = row.get(1)?;
        let table = TABLES.iter().copied().find(|table| *table == name);
        let table =
            table.ok_or_else(|| StoreError::new(Fault::Damaged, format!("journal names table {name}")))?;
        let payload: Option<String> = row.get(3)?;
        let payload = payload.ok_or_else(|| StoreError::new(Fault::NothingToUndo, "its data was erased"))?;
        let mut payload: Map<String, Value> = serde_json::from_str(&payload)?;
        let mut part = |name: &str| match payload.remove(name) {
            Some(Value::Object(object)) => Some(object),
            _ => None,
        };
        found.push(JournalRow {
            kind: row.get(0)?,
            table,
            row_id: row.get(2)?,
            before: part("before"),
            after: part("after"),
        });
    }
    Ok(found)
}

/// Refuses when a later action that still stands changed one of the same rows.
fn require_unblocked(conn: &Connection, offer: &UndoOffer) -> Result<()> {
    let sql = format!(
        "SELECT g.label FROM journal mine JOIN journal later
             ON later.table_name = mine.table_name AND later.row_id = mine.row_id
         JOIN journal_group g ON g.id = later.group_id
         WHERE mine.group_id = :inverts AND g.id > :inverts AND {BY_A_PERSON} AND NOT {IS_UNDONE} LIMIT 1"
    );
    let blocking: Option<Label> = conn
        .prepare_cached(&sql)?
        .query_row(named_params! { ":inverts": offer.inverts }, |row| row.get(0))
        .optional()?;
    match blocking {
        Some(label) => Err(StoreError::new(Fault::Blocked(label), "undo")),
        None => Ok(()),
    }
}

fn invert(action: &mut Action<'_>, row: &JournalRow) -> Result<Restored> {
    match (row.kind.as_str(), &row.before) {
        ("insert", _) => {
            if row.table == "customer" {
                forget_unjournalled(action.conn(), row.row_id)?;
            }
            action.delete(row.table, row.row_id)?;
        }
        ("delete", Some(before)) => {
            with_columns(before, |columns| action.insert(row.table, columns).map(|_| ()))?;
        }
        ("update", Some(before)) => {
            with_columns(before, |columns| action.update(row.table, row.row_id, columns).map(|_| ()))?;
        }
        (kind, _) => return Err(StoreError::new(Fault::Damaged, format!("journal row of kind {kind}"))),
    }
    Ok(Restored { table: row.table.to_owned(), row_id: row.row_id, is_present: row.kind != "insert" })
}

/// Calls `write` with a JSON row as SQL columns.
fn with_columns<T>(
    row: &Map<String, Value>,
    write: impl FnOnce(&[super::Column<'_>]) -> Result<T>,
) -> Result<T> {
    let values: Vec<(&'static str, rusqlite::types::Value)> =
        row.iter().filter_map(|(name, value)| column_name(name).map(|name| (name, sql_of(value)))).collect();
    let columns: Vec<super::Column<'_>> =
        values.iter().map(|(name, value)| (*name, value as &dyn ToSql)).collect();
    write(&columns)
}

/// A JSON value as a column's value.
pub(crate) fn sql_of(value: &Value) -> rusqlite::types::Value {
    match value {
        Value::Null => rusqlite::types::Value::Null,
        Value::Bool(flag) => i64::from(*flag).into(),
        Value::Number(number) => match number.as_i64() {
            Some(integer) => integer.into(),
            None => number.as_f64().unwrap_or_default().into(),
        },
        Value::String(text) => text.clone().into(),
        other => other.to_string().into(),
    }
}

/// The schema's own spelling of a column name: what is written into SQL never comes from the journal's text.
fn column_name(name: &str) -> Option<&'static str> {
    use std::sync::LazyLock;
    static NAMES: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
        include_str!("../../../schema.sql")
            .lines()
            .filter_map(|line| line.split_whitespace().next())
            .filter(|word| word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'))
            .collect()
    });
    NAMES.get(name).copied()
}

pub(super) fn customer_of(conn: &Connection, row: &JournalRow) -> Result<Option<i64>> {
    if row.table == "customer" {
        return Ok(Some(row.row_id));
    }
    let known = [&row.before, &row.after].into_iter().flatten().find_map(|r| r.get("customer_id")?.as_i64());
    if known.is_some() {
        return Ok(known);
    }
    let now = super::row_as_json(conn, row.table, row.row_id)?;
    Ok(now.and_then(|r| r.get("customer_id")?.as_i64()))
}

fn exists(conn: &Connection, customer: CustomerId) -> Result<bool> {
    Ok(conn.prepare_cached("SELECT 1 FROM customer WHERE id = ?1")?.exists([customer])?)
}

/// A customer whose creation is undone leaves no row that no action wrote: what was derived, and who looked at him.
/// They refer to him, so they go first.
fn forget_unjournalled(conn: &Connection, customer: i64) -> Result<()> {
    for table in UNJOURNALLED {
        conn.prepare_cached(&format!("DELETE FROM {table} WHERE customer_id = ?1"))?.execute([customer])?;
    }
    Ok(())
}
