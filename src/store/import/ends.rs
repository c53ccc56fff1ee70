//! What the newest contact of a customer ended: the customer died or left, or the number reaches nobody.
//!
//! The effects are those of a log (`work::log`), as far as a file can know them. Rows come in any order, so that it is
//! done behind the last one. Must not: touch what is older than another contact, or what a person entered.

use super::FileReport;
use super::customers::{DECEASED_ON, LEAVING_REASON, LEFT_ON, TABLE};
use super::merge::{Fresh, maybe};
use super::writer::{Writer, day_value};
use crate::domain::{Channel, Code, Day, Dimension, Direction, Moment, PhoneState, Reach, TalkResult};
use crate::import::{ContactRow, Field, Remark};
use crate::store::Result;
use rusqlite::named_params;
use rusqlite::types::Value;

/// What a contact ended.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Ended {
    Deceased,
    Gone(Option<String>),
    Number(PhoneState),
}

/// The newest contact of a customer in the file that ended something.
#[derive(Debug)]
pub(super) struct End {
    row: u64,
    at: Moment,
    word: &'static str,
    what: Ended,
}

fn ended(row: &ContactRow) -> Option<(Ended, &'static str)> {
    match (row.result, row.reach) {
        (Some(result @ TalkResult::Deceased), _) => Some((Ended::Deceased, result.code())),
        (Some(result @ TalkResult::Gone), _) => Some((Ended::Gone(row.note.clone()), result.code())),
        _ if row.channel != Channel::Phone || row.direction != Direction::Out => None,
        (_, reach @ Reach::Suspended) => Some((Ended::Number(PhoneState::Suspended), reach.code())),
        (_, reach @ (Reach::EmptyNumber | Reach::WrongPerson)) => {
            Some((Ended::Number(PhoneState::Invalid), reach.code()))
        }
        _ => None,
    }
}

impl Writer<'_> {
    /// Remembers what a new row ended.
    pub(super) fn remember_end(&mut self, customer: i64, row: &ContactRow) {
        let Some((what, word)) = ended(row).filter(|_| row.at <= self.now.at) else { return };
        let end = End { row: self.row, at: row.at, word, what };
        if self.ends.get(&customer).is_none_or(|known| known.at <= end.at) {
            self.ends.insert(customer, end);
        }
    }

    /// Makes what ended take effect where no later contact says otherwise.
    pub(super) fn apply_ends(&mut self, report: &mut FileReport) -> Result<()> {
        let mut ends: Vec<(i64, End)> = self.ends.drain().collect();
        ends.sort_by_key(|(_, end)| end.row);
        for (customer, end) in ends {
            if self.has_later_contact(customer, end.at)? {
                continue;
            }
            self.row = end.row;
            let day = self.now.zone.day(end.at);
            let has_changed = match &end.what {
                Ended::Deceased => self.end_customer(customer, &[(DECEASED_ON, day_value(day))])?,
                Ended::Gone(why) => self.leave(customer, day, why.as_deref())?,
                Ended::Number(state) => self.set_phone_state(customer, *state, day)?,
            };
            if has_changed {
                let field = if matches!(end.what, Ended::Number(_)) { Field::Reach } else { Field::Result };
                self.remark(field, Remark::TookEffect, end.word);
            }
            for note in self.notes.drain(..) {
                report.tally.remark(note);
            }
        }
        Ok(())
    }

    fn has_later_contact(&self, customer: i64, at: Moment) -> Result<bool> {
        for schema in ["main", self.ground.schema()] {
            let sql = format!(
                "SELECT 1 FROM {schema}.contact WHERE customer_id = ?1 AND at > ?2 AND at <= ?3 LIMIT 1"
            );
            if self.conn.prepare_cached(&sql)?.exists((customer, at, self.now.at))? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Fills columns of the customer that are empty and that nobody entered by hand; whether any was.
    fn end_customer(&mut self, customer: i64, columns: &[(usize, Value)]) -> Result<bool> {
        let stored = self.stored(&TABLE, customer)?;
        let mut fresh: Fresh = vec![None; TABLE.columns.len()];
        let mut changed = Vec::new();
        for (at, value) in columns {
            if stored.values[*at] == Value::Null && !stored.is_by_hand(TABLE.columns[*at].0) {
                fresh[*at] = Some(value.clone());
                changed.push(*at);
            }
        }
        if !changed.is_empty() {
            self.replace(&TABLE, &stored, &changed, &fresh)?;
        }
        Ok(!changed.is_empty())
    }

    /// Who left is lost, whatever the ledger says: a class set by hand, as a log sets it.
    fn leave(&mut self, customer: i64, day: Day, why: Option<&str>) -> Result<bool> {
        let mut columns = vec![(LEFT_ON, day_value(day))];
        columns.extend(maybe(why.map(str::to_owned)).map(|why| (LEAVING_REASON, why)));
        let has_left = self.end_customer(customer, &columns)?;
        if has_left {
            self.insert_lost(customer, why)?;
        }
        Ok(has_left)
    }

    fn insert_lost(&self, customer: i64, why: Option<&str>) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO class_override (customer_id, dimension, class, reason, author, from_on, created_at)
                 VALUES (:customer, :dimension, 'lost', :reason, :author, :from, :at)",
            )?
            .execute(named_params! {
                ":customer": customer, ":dimension": Dimension::Lifecycle,
                ":reason": why.unwrap_or(TalkResult::Gone.code()), ":author": self.who, ":from": self.now.day(),
                ":at": self.now.at,
            })?;
        self.leave_image("class_override", &self.conn.last_insert_rowid().to_string(), "null")
    }

    /// A file does not say which number was dialled: it is known where the customer has one that can be dialled.
    fn set_phone_state(&mut self, customer: i64, state: PhoneState, day: Day) -> Result<bool> {
        self.copy_belongings(customer)?;
        let mut statement = self.conn.prepare_cached(
            "SELECT id, state_on FROM phone WHERE customer_id = ?1 AND state NOT IN ('suspended', 'invalid') LIMIT 2",
        )?;
        let numbers: Vec<(i64, Option<Day>)> = statement
            .query_map([customer], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        drop(statement);
        match numbers[..] {
            [(phone, known_on)] if known_on.is_none_or(|on| on <= day) => {
                self.leave_before("phone", phone)?;
                self.conn
                    .prepare_cached("UPDATE phone SET state = ?1, state_on = ?2 WHERE id = ?3")?
                    .execute((state, day, phone))?;
                Ok(true)
            }
            [_, _] => {
                self.remark(Field::Reach, Remark::WhichNumber, state.code());
                Ok(false)
            }
            _ => Ok(false),
        }
    }
}
