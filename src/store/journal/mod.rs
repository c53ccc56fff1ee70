//! Actions of people: one transaction, one group, one journal row per changed row, chained by hash.
//!
//! An [`Action`] is the only way for people's changes into the tables. It owns what undo needs: before and after of
//! each row. Must not be used for derived rows, nor row by row for imports and the demo book (see `schema.sql`).

mod chain;
mod doings;
mod undo;

pub use chain::verify_chain;
pub use doings::{Doing, customers_of_group, list_doings, newest_group};
pub use undo::{
    COMMAND_WINDOW, Restored, TABLES, UndoOffer, UndoWhich, Undone, customers_of, has_entries, offer_undo,
    offer_undo_of, undo, undo_watched,
};
pub(crate) use undo::{IS_UNDONE, UNJOURNALLED, sql_of};

use super::Result;
use super::error::{Fault, StoreError};
use crate::domain::{Cause, Code, CustomerId, GroupId, Label, Moment, Now};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, ToSql, Transaction, TransactionBehavior, named_params};
use serde_json::{Map, Value, json};

crate::domain::codes::codes! {
    /// What sort of action a group was.
    "action" ActionKind {
        Log = "log", Edit = "edit", Snooze = "snooze", Bulk = "bulk", Rules = "rules", Override = "override",
        Setting = "setting", Import = "import", Demo = "demo", Access = "access", Undo = "undo",
    }
}

/// Who acts, when and in which window; the same for all actions of a running program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The manager's name, or the account's.
    pub who: String,
    /// Distinguishes running windows.
    pub window: String,
    /// Working time and clock.
    pub now: Now,
}

/// What an action is, for the journal and for the undo line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionInfo {
    /// Its sort.
    pub kind: ActionKind,
    /// What it did, names masked.
    pub label: Label,
    /// The customer it is about, if one.
    pub customer: Option<CustomerId>,
}

/// A value of a column by name, for [`Action::insert`] and [`Action::update`].
pub type Column<'a> = (&'static str, &'a dyn ToSql);

/// An open action. Dropped without [`Action::commit`] it leaves nothing behind.
pub struct Action<'conn> {
    tx: Transaction<'conn>,
    group: GroupId,
    actor: Actor,
    chain: chain::Chain,
}

impl<'conn> Action<'conn> {
    /// Takes the write lock and opens a group.
    ///
    /// # Errors
    /// `Busy` when another window keeps writing, and whatever the file says.
    pub fn begin(conn: &'conn mut Connection, actor: &Actor, info: &ActionInfo) -> Result<Action<'conn>> {
        Action::begin_group(conn, actor, info, None)
    }

    fn begin_group(
        conn: &'conn mut Connection,
        actor: &Actor,
        info: &ActionInfo,
        undoes: Option<GroupId>,
    ) -> Result<Action<'conn>> {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let group = insert_group(&tx, actor, info, undoes)?;
        let chain = chain::Chain::resume(&tx)?;
        Ok(Action { tx, group, actor: actor.clone(), chain })
    }

    /// The group's id.
    pub fn group(&self) -> GroupId {
        self.group
    }

    /// Who acts and when.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The connection inside the transaction, for reading.
    pub fn conn(&self) -> &Connection {
        &self.tx
    }

    /// Inserts a row and journals it; the new row's id.
    ///
    /// # Errors
    /// `Refused` when a rule of the schema is broken.
    pub fn insert(&mut self, table: &'static str, columns: &[Column<'_>]) -> Result<i64> {
        let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
        let marks: Vec<String> = (1..=columns.len()).map(|n| format!("?{n}")).collect();
        let sql = format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), marks.join(", "));
        let values: Vec<&dyn ToSql> = columns.iter().map(|(_, value)| *value).collect();
        self.tx.prepare_cached(&sql)?.execute(values.as_slice())?;
        let id = self.tx.last_insert_rowid();
        let after = self.row(table, id)?;
        self.forget_digest(table, id, after.as_ref())?;
        self.record("insert", table, id, &json!({ "after": after }))?;
        Ok(id)
    }

    /// Changes columns of a row and journals what really changed; whether anything did.
    ///
    /// # Errors
    /// `NoSuch` when the row is gone, `Refused` when a rule of the schema is broken.
    pub fn update(&mut self, table: &'static str, id: i64, columns: &[Column<'_>]) -> Result<bool> {
        let before = self.row(table, id)?;
        let Some(before) = before else {
            return Err(StoreError::new(Fault::NoSuch(format!("{table} {id}")), "update"));
        };
        let sets: Vec<String> =
            columns.iter().zip(1..).map(|((name, _), n)| format!("{name} = ?{n}")).collect();
        let sql = format!("UPDATE {table} SET {} WHERE id = ?{}", sets.join(", "), columns.len() + 1);
        let mut values: Vec<&dyn ToSql> = columns.iter().map(|(_, value)| *value).collect();
        values.push(&id);
        self.tx.prepare_cached(&sql)?.execute(values.as_slice())?;
        let after = self.row(table, id)?.unwrap_or_default();
        let changed: Vec<String> =
            before.keys().filter(|key| before.get(*key) != after.get(*key)).cloned().collect();
        if changed.is_empty() {
            return Ok(false);
        }
        let only = |row: &Map<String, Value>| -> Map<String, Value> {
            row.iter().filter(|(key, _)| changed.contains(key)).map(|(k, v)| (k.clone(), v.clone())).collect()
        };
        self.forget_digest(table, id, Some(&before))?;
        self.forget_digest(table, id, Some(&after))?;
        self.record("update", table, id, &json!({ "before": only(&before), "after": only(&after) }))?;
        Ok(true)
    }

    /// Deletes a row and journals what it was.
    ///
    /// # Errors
    /// `NoSuch` when the row is gone, `Refused` when others refer to it.
    pub fn delete(&mut self, table: &'static str, id: i64) -> Result<()> {
        let before = self.row(table, id)?;
        if before.is_none() {
            return Err(StoreError::new(Fault::NoSuch(format!("{table} {id}")), "delete"));
        }
        self.tx.prepare_cached(&format!("DELETE FROM {table} WHERE id = ?1"))?.execute([id])?;
        self.forget_digest(table, id, before.as_ref())?;
        self.record("delete", table, id, &json!({ "before": before }))
    }

    /// Journals in one row what was done in bulk (an imported file), whatever the number of its rows.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(crate) fn note(&mut self, table: &'static str, id: i64, payload: &Value) -> Result<()> {
        let payload = payload.to_string();
        let entry = chain::Entry { group: self.group, kind: "note", table, row_id: id, payload: &payload };
        self.chain.append(&self.tx, &self.actor, &entry)
    }

    /// Marks a customer for reclassification: call it whenever a row of his changes.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn touch(&self, customer: CustomerId, cause: Cause) -> Result<()> {
        mark_dirty(&self.tx, customer, cause)
    }

    /// Makes it so.
    ///
    /// # Errors
    /// `Full`, `Busy` and the like; then nothing was written.
    pub fn commit(self) -> Result<GroupId> {
        self.tx.commit()?;
        Ok(self.group)
    }

    /// What the book in memory keeps of a customer's own rows does not outlive a change of one.
    fn forget_digest(&self, table: &str, id: i64, row: Option<&Map<String, Value>>) -> Result<()> {
        let owner =
            if table == "customer" { Some(id) } else { row.and_then(|r| r.get("customer_id")?.as_i64()) };
        if let Some(owner) = owner {
            self.tx.prepare_cached("DELETE FROM customer_digest WHERE customer_id = ?1")?.execute([owner])?;
        }
        Ok(())
    }

    fn row(&self, table: &str, id: i64) -> Result<Option<Map<String, Value>>> {
        row_as_json(&self.tx, table, id)
    }

    fn record(&mut self, kind: &str, table: &str, row_id: i64, images: &Value) -> Result<()> {
        let payload = images.to_string();
        let entry = chain::Entry { group: self.group, kind, table, row_id, payload: &payload };
        self.chain.append(&self.tx, &self.actor, &entry)
    }
}

/// Opens a group row without journal rows, for imports and the demo book.
pub(crate) fn insert_group(
    conn: &Connection,
    actor: &Actor,
    info: &ActionInfo,
    undoes: Option<GroupId>,
) -> Result<GroupId> {
    conn.prepare_cached(
        "INSERT INTO journal_group (kind, label, customer_id, who, window, at, recorded_at, undoes_id)
         VALUES (:kind, :label, :customer, :who, :window, :at, :recorded, :undoes)",
    )?
    .execute(named_params! {
        ":kind": info.kind.code(), ":label": info.label, ":customer": info.customer, ":who": actor.who,
        ":window": actor.window, ":at": actor.now.at, ":recorded": actor.now.clock, ":undoes": undoes,
    })?;
    Ok(GroupId(conn.last_insert_rowid()))
}

/// When the last action of a span was done, by working time; `None` without one.
///
/// # Errors
/// When the file cannot be read.
pub fn find_last_action(conn: &Connection, from: Moment, until: Moment) -> Result<Option<Moment>> {
    let mut statement =
        conn.prepare_cached("SELECT max(at) FROM journal_group WHERE at >= ?1 AND at < ?2")?;
    Ok(statement.query_row((from, until), |row| row.get(0))?)
}

/// Marks a customer for reclassification; the first cause of several stays.
pub(crate) fn mark_dirty(conn: &Connection, customer: CustomerId, cause: Cause) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO customer_dirty (customer_id, cause) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
    )?
    .execute((customer, cause))?;
    Ok(())
}

/// A row with all its columns; `None` when it is not there. Journalled tables hold no blobs.
pub(crate) fn row_as_json(conn: &Connection, table: &str, id: i64) -> Result<Option<Map<String, Value>>> {
    let mut statement = conn.prepare_cached(&format!("SELECT * FROM {table} WHERE id = ?1"))?;
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let row = statement
        .query_row([id], |row| {
            let mut object = Map::new();
            for (at, name) in names.iter().enumerate() {
                object.insert(name.clone(), json_of(row.get_ref(at)?));
            }
            Ok(object)
        })
        .optional()?;
    Ok(row)
}

/// A column's value as JSON; blobs become null.
pub(crate) fn json_of(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Integer(number) => Value::from(number),
        ValueRef::Real(number) => Value::from(number),
        ValueRef::Text(text) => Value::from(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Null | ValueRef::Blob(_) => Value::Null,
    }
}

#[cfg(test)]
mod tests;
