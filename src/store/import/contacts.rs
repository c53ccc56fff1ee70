//! Contacts: identity is customer, time, channel, direction and the place among their twins.

use super::merge::{Fresh, Table, maybe};
use super::writer::{Outcome, RowError, Writer};
use crate::domain::Code;
use crate::import::{ContactRow, Field};
use crate::store::Result;
use rusqlite::OptionalExtension;
use rusqlite::types::Value;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

const TABLE: Table = Table {
    name: "contact",
    columns: &[
        ("reach", Field::Reach),
        ("reply", Field::Reply),
        ("result", Field::Result),
        ("reason", Field::Reason),
        ("note", Field::Note),
        ("duration_s", Field::Duration),
    ],
    is_edited: false,
};

fn fresh(row: &ContactRow) -> Fresh {
    vec![
        Some(Value::Text(row.reach.code().to_owned())),
        maybe(row.reply.map(|c| c.code().to_owned())),
        maybe(row.result.map(|c| c.code().to_owned())),
        maybe(row.reason.clone()),
        maybe(row.note.clone()),
        maybe(row.duration_s),
    ]
}

impl Writer<'_> {
    pub(super) fn contact(&mut self, row: &ContactRow) -> Result<Outcome, RowError> {
        let customer = self.owner(&row.customer_no)?;
        self.copy_contacts(customer, row.at)?;
        let mut hasher = DefaultHasher::new();
        (customer, row.at, row.channel, row.direction).hash(&mut hasher);
        let twin = self.twin(hasher.finish());
        let known: Option<i64> = self
            .conn
            .prepare_cached(
                "SELECT id FROM contact WHERE customer_id = ?1 AND at = ?2 AND channel = ?3 AND direction = ?4
                 AND twin = ?5",
            )?
            .query_row((customer, row.at, row.channel, row.direction, twin), |row| row.get(0))
            .optional()?;
        let outcome = if let Some(id) = known {
            let stored = self.stored(&TABLE, id)?;
            self.merge(&TABLE, &stored, &fresh(row))?
        } else {
            self.insert(&TABLE, &fresh(row), &self.contact_identity(customer, row, twin))?;
            Outcome::Inserted
        };
        if outcome != Outcome::Unchanged {
            self.dirty.insert(customer);
            self.honour_refusal(customer, row)?;
            self.remember_end(customer, row);
        }
        Ok(outcome)
    }

    fn contact_identity(&self, customer: i64, row: &ContactRow, twin: i64) -> [(&'static str, Value); 7] {
        [
            ("customer_id", Value::Integer(customer)),
            ("at", Value::Integer(row.at.0)),
            ("channel", Value::Text(row.channel.code().to_owned())),
            ("direction", Value::Text(row.direction.code().to_owned())),
            ("recorded_at", Value::Integer(self.now.clock.0)),
            ("twin", Value::Integer(twin)),
            ("import_id", Value::Integer(self.import.0)),
        ]
    }
}
