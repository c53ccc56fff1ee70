//! Laying a row of a file over a row of the book: what is empty stays, what was edited by hand stays, what
//! changes leaves its image behind.

use super::writer::{Outcome, RowError, Writer};
use crate::domain::{Day, Money};
use crate::import::{Fault, Field, Note, Remark, Sort};
use crate::store::Result;
use crate::store::journal::row_as_json;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, ToSql, params_from_iter};

/// A table that files fill: its columns with the fields they come from.
pub(super) struct Table {
    pub name: &'static str,
    pub columns: &'static [(&'static str, Field)],
    /// Whether it has `hand_edited` and `row_version`.
    pub is_edited: bool,
}

/// A row as the book has it.
pub(super) struct Stored {
    pub id: i64,
    pub values: Vec<Value>,
    hand_edited: String,
    version: i64,
    /// Written by this very import.
    is_own: bool,
}

impl Stored {
    pub(super) fn is_by_hand(&self, column: &str) -> bool {
        self.hand_edited.split(',').any(|field| field == column)
    }
}

/// What a file says, in the order of the table's columns; `None`: nothing.
pub(super) type Fresh = Vec<Option<Value>>;

impl Writer<'_> {
    /// A row with the table's columns.
    pub(super) fn stored(&self, table: &Table, id: i64) -> Result<Stored> {
        self.copy_row(table.name, id)?;
        let names: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
        let edited = if table.is_edited { "hand_edited, row_version" } else { "'', 0" };
        let sql =
            format!("SELECT import_id, {edited}, {} FROM {} WHERE id = ?1", names.join(", "), table.name);
        let mut statement = self.conn.prepare_cached(&sql)?;
        Ok(statement.query_row([id], |row| {
            let import: Option<i64> = row.get(0)?;
            let values = (0..names.len()).map(|at| row.get(at + 3)).collect::<rusqlite::Result<_>>()?;
            Ok(Stored {
                id,
                values,
                hand_edited: row.get(1)?,
                version: row.get(2)?,
                is_own: import == Some(self.import.0),
            })
        })?)
    }

    /// Inserts a row with some more columns; its id.
    pub(super) fn insert(&self, table: &Table, fresh: &Fresh, more: &[(&str, Value)]) -> Result<i64> {
        let names: Vec<&str> =
            table.columns.iter().map(|(name, _)| *name).chain(more.iter().map(|(name, _)| *name)).collect();
        let marks: Vec<String> = (1..=names.len()).map(|n| format!("?{n}")).collect();
        let sql = format!("INSERT INTO {} ({}) VALUES ({})", table.name, names.join(", "), marks.join(", "));
        let null = Value::Null;
        let values = fresh.iter().map(|v| v.as_ref().unwrap_or(&null)).chain(more.iter().map(|(_, v)| v));
        self.conn.prepare_cached(&sql)?.execute(params_from_iter(values))?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Lays what the file says over a stored row.
    pub(super) fn merge(
        &mut self,
        table: &Table,
        stored: &Stored,
        fresh: &Fresh,
    ) -> Result<Outcome, RowError> {
        let is_repeat = self.is_repeat(stored);
        let mut changed: Vec<usize> = Vec::new();
        for (at, value) in fresh.iter().enumerate() {
            let Some(value) = value.as_ref().filter(|value| **value != stored.values[at]) else { continue };
            let (column, field) = table.columns[at];
            if stored.is_by_hand(column) {
                self.keep(field, value, &stored.values[at])?;
            } else if is_repeat && stored.values[at] != Value::Null && !self.is_default(table, stored, at) {
                return Err(RowError::fault(field, &self.shown(field, value)?, Fault::RepeatsRow));
            } else {
                changed.push(at);
            }
        }
        if changed.is_empty() {
            return Ok(Outcome::Unchanged);
        }
        self.replace(table, stored, &changed, fresh)?;
        Ok(Outcome::Updated)
    }

    /// Whether an earlier row of this file was already laid over (or was) this row.
    fn is_repeat(&mut self, stored: &Stored) -> bool {
        !self.touched.insert(stored.id) || stored.is_own
    }

    /// A column that every row has, holding what nobody said: a bare row that the file made itself.
    fn is_default(&self, table: &Table, stored: &Stored, at: usize) -> bool {
        stored.is_own
            && self.bare.contains(&(table.name, stored.id))
            && matches!(&stored.values[at], Value::Text(text) if matches!(text.as_str(), "person" | "unknown" | "open"))
    }

    /// Writes columns of a row, after leaving its image.
    pub(super) fn replace(
        &mut self,
        table: &Table,
        stored: &Stored,
        changed: &[usize],
        fresh: &Fresh,
    ) -> Result<()> {
        if !stored.is_own {
            self.leave_before(table.name, stored.id)?;
        }
        let mut sets: Vec<String> =
            changed.iter().zip(1..).map(|(at, n)| format!("{} = ?{n}", table.columns[*at].0)).collect();
        let mut values: Vec<&dyn ToSql> = changed.iter().map(|at| &fresh[*at] as &dyn ToSql).collect();
        let version = stored.version + 1;
        if table.is_edited {
            values.push(&version);
            sets.push(format!("row_version = ?{}", values.len()));
        }
        values.push(&stored.id);
        let sql = format!("UPDATE {} SET {} WHERE id = ?{}", table.name, sets.join(", "), values.len());
        self.conn.prepare_cached(&sql)?.execute(values.as_slice())?;
        Ok(())
    }

    /// Keeps a row's image, to be written back when the import is undone.
    pub(super) fn leave_before(&self, table: &str, id: i64) -> Result<()> {
        let row = row_as_json(self.conn, table, id)?.unwrap_or_default();
        self.leave_image(table, &id.to_string(), &serde_json::to_string(&row)?)
    }

    /// Keeps an image: of a row with any key, or `null` for one that was not there.
    pub(super) fn leave_image(&self, table: &str, key: &str, image: &str) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO import_before (import_id, table_name, row_key, before) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute((self.import, table, key, image))?;
        Ok(())
    }

    /// Reports a value that stays because the manager entered it.
    fn keep(&mut self, field: Field, value: &Value, kept: &Value) -> Result<()> {
        let (value, kept) = (self.shown(field, value)?, Some(self.shown(field, kept)?));
        self.notes.push(Note { row: self.row, field, remark: Remark::Kept, value, kept });
        Ok(())
    }

    /// A value for a report, as a person would write it.
    fn shown(&self, field: Field, value: &Value) -> Result<String> {
        Ok(match (field, value) {
            (_, Value::Null | Value::Blob(_)) => String::new(),
            (Field::ReferredBy, Value::Integer(id)) => {
                self.copy_row("customer", *id)?;
                let mut statement =
                    self.conn.prepare_cached("SELECT customer_no FROM customer WHERE id = ?1")?;
                statement.query_row([id], |row| row.get(0)).optional()?.unwrap_or_default()
            }
            (_, Value::Integer(number)) if field.sort() == Sort::Day => {
                Day(i32::try_from(*number).unwrap_or(i32::MAX)).to_string()
            }
            (_, Value::Integer(number)) if field.sort() == Sort::Money => Money(*number).to_string(),
            (_, Value::Integer(number)) => number.to_string(),
            (_, Value::Real(number)) => number.to_string(),
            (_, Value::Text(text)) => text.clone(),
        })
    }
}

/// An optional value of any sort as a column's value.
pub(super) fn maybe<T: Into<Value>>(value: Option<T>) -> Option<Value> {
    value.map(Into::into)
}
