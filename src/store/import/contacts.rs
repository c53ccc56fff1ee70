//! Contacts: identity is customer, time, channel, direction and the place among their twins.

use super::merge::{Fresh, Table, maybe};
use super::writer::{Outcome, RowError, Writer};
use crate::domain::{Channel, Code, ConsentState, Reply, TalkResult};
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

    /// A refusal in the file closes its channel, unless the book knows something of that channel already.
    fn honour_refusal(&self, customer: i64, row: &ContactRow) -> Result<()> {
        let channel = match (row.result, row.reply) {
            (Some(TalkResult::DoNotCall), _) => Channel::Phone,
            (_, Some(Reply::Unsubscribed)) => row.channel,
            _ => return Ok(()),
        };
        self.copy_consent(customer, channel)?;
        let given_on = self.now.zone.day(row.at);
        self.conn
            .prepare_cached(
                "INSERT INTO consent (customer_id, channel, state, given_on, wording, import_id)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (customer_id, channel) DO NOTHING",
            )?
            .execute((customer, channel, ConsentState::Never, given_on, &row.note, self.import))?;
        Ok(())
    }
}
