//! Reading what the book in memory needs beside the profile: names, numbers, consents, open follow-ups, rests,
//! overrides. Ordered scans, merged by customer, over a span of ids.

use super::rows::Cursor;
use crate::domain::{
    CustomerId, CustomerKind, Day, Dimension, FollowUpId, FollowUpKind, Now, PhoneState, Reason,
};
use crate::store::Result;
use crate::store::sql::Codes;
use crate::work::{ChannelConsent, OpenFollowUp, Rest, RestScope};
use rusqlite::{CachedStatement, Connection, Row};
use std::ops::RangeInclusive;

/// A customer's own row, as far as the book in memory needs it.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub id: CustomerId,
    pub customer_no: String,
    pub name: Option<String>,
    pub kind: CustomerKind,
    pub birth_on: Option<Day>,
    pub entered_on: Day,
    pub assigned_on: Option<Day>,
    pub opened_on: Option<Day>,
    pub risk_level_until_on: Option<Day>,
    pub id_document_until_on: Option<Day>,
    pub left_on: Option<Day>,
    pub deceased_on: Option<Day>,
}

/// A class set by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Override {
    pub dimension: Dimension,
    pub class: String,
    pub from_on: Day,
    pub until_on: Option<Day>,
}

impl Override {
    pub(super) fn is_in_force(&self, day: Day) -> bool {
        self.from_on <= day && self.until_on.is_none_or(|until| day <= until)
    }
}

/// What was stored for a customer at the last recomputation.
#[derive(Debug, Clone)]
pub(super) struct StoredState {
    pub profile: Vec<u8>,
    pub stale_on: Option<Day>,
    pub first_on: Day,
    /// Class and since when, by dimension.
    pub classes: [(String, Day); 6],
}

impl StoredState {
    /// Starts going back to a day: a class that began later is not known to have begun.
    fn wind_back(&mut self, day: Day) {
        for (_, since) in &mut self.classes {
            if *since > day {
                *since = Day(i32::MIN);
            }
        }
    }

    /// Goes back over a change, the newest first: (dimension, from, to, on).
    fn wind_back_over(&mut self, (dimension, from, to, on): &(Dimension, String, String, Day), day: Day) {
        let (class, since) = &mut self.classes[dimension.index()];
        if *on > day {
            class.clone_from(from);
        } else if *since == Day(i32::MIN) {
            class.clone_from(to);
            *since = *on;
        }
    }

    /// What has no change before began with the first classification.
    fn settle(&mut self) {
        let first_on = self.first_on;
        self.classes
            .iter_mut()
            .filter(|(_, since)| *since == Day(i32::MIN))
            .for_each(|(_, since)| *since = first_on);
    }
}

/// A number, its state, whether it is the primary one.
#[derive(Debug, Clone)]
pub(super) struct Number {
    pub digits: String,
    pub state: PhoneState,
    pub is_primary: bool,
}

impl Number {
    pub(super) fn is_usable(&self) -> bool {
        matches!(self.state, PhoneState::Valid | PhoneState::Unverified)
    }
}

/// The rows around one customer; cleared and filled again for the next.
#[derive(Debug, Default)]
pub(super) struct Around {
    pub state: Option<StoredState>,
    pub numbers: Vec<Number>,
    pub consents: Vec<ChannelConsent>,
    pub follow_ups: Vec<OpenFollowUp>,
    pub rests: Vec<Rest>,
    pub overrides: Vec<Override>,
    pub tags: Vec<String>,
}

/// Which stored states a pass starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum States {
    /// None: everything is made anew.
    None,
    /// As stored.
    Stored,
    /// As the record of changes says they were at the end of a day that lies before the stored ones.
    RecordedOn(Day),
}

/// The statements of the scan.
pub(super) struct PeopleScan<'c> {
    people: CachedStatement<'c>,
    states: CachedStatement<'c>,
    numbers: CachedStatement<'c>,
    consents: CachedStatement<'c>,
    follow_ups: CachedStatement<'c>,
    rests: CachedStatement<'c>,
    overrides: CachedStatement<'c>,
    tags: CachedStatement<'c>,
    changes: CachedStatement<'c>,
}

impl<'c> PeopleScan<'c> {
    pub(super) fn prepare(conn: &'c Connection) -> Result<PeopleScan<'c>> {
        Ok(PeopleScan {
            people: conn.prepare_cached(
                "SELECT id, customer_no, name, kind, birth_on, entered_on, assigned_on, opened_on, risk_level_until_on,
                        id_document_until_on, left_on, deceased_on
                 FROM customer WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
            )?,
            states: conn.prepare_cached(
                "SELECT customer_id, profile, stale_on, first_on, value, value_since_on, lifecycle, lifecycle_since_on,
                        behaviour, behaviour_since_on, need, need_since_on, demographic, demographic_since_on,
                        industry, industry_since_on
                 FROM customer_state WHERE customer_id BETWEEN ?1 AND ?2 ORDER BY customer_id",
            )?,
            numbers: conn.prepare_cached(
                "SELECT customer_id, number, state, is_primary FROM phone
                 WHERE customer_id BETWEEN ?1 AND ?2 ORDER BY customer_id",
            )?,
            consents: conn.prepare_cached(
                "SELECT customer_id, channel, state, until_on FROM consent
                 WHERE customer_id BETWEEN ?1 AND ?2 AND given_on <= ?3 ORDER BY customer_id",
            )?,
            follow_ups: conn.prepare_cached(
                "SELECT customer_id, id, kind, reason, due_on, due_minute, channel FROM follow_up
                 WHERE state = 'open' AND customer_id BETWEEN ?1 AND ?2 AND created_at <= ?3
                 ORDER BY customer_id, id",
            )?,
            rests: conn.prepare_cached(
                "SELECT customer_id, reason, until_on FROM reason_rest
                 WHERE customer_id BETWEEN ?1 AND ?2 AND created_at <= ?3 AND until_on > ?4 ORDER BY customer_id",
            )?,
            overrides: conn.prepare_cached(
                "SELECT customer_id, dimension, class, from_on, until_on FROM class_override
                 WHERE customer_id BETWEEN ?1 AND ?2 ORDER BY customer_id, id",
            )?,
            tags: conn.prepare_cached(
                "SELECT customer_id, tag FROM tag WHERE customer_id BETWEEN ?1 AND ?2 ORDER BY customer_id, id",
            )?,
            changes: conn.prepare_cached(
                "SELECT customer_id, dimension, from_class, to_class, changed_on FROM class_change
                 WHERE customer_id BETWEEN ?1 AND ?2 ORDER BY customer_id, changed_on DESC, id DESC",
            )?,
        })
    }

    /// Starts at the first customer of the span. Rows later than the working time do not exist.
    pub(super) fn run<'s>(
        &'s mut self,
        span: &RangeInclusive<i64>,
        now: Now,
        states: States,
    ) -> Result<PeopleRows<'s>> {
        let (first, last) = (*span.start(), *span.end());
        let (day, at) = (now.day(), now.at);
        Ok(PeopleRows {
            people: self.people.query((first, last))?,
            states: Cursor::new(self.states.query((first, last))?),
            numbers: Cursor::new(self.numbers.query((first, last))?),
            consents: Cursor::new(self.consents.query((first, last, day))?),
            follow_ups: Cursor::new(self.follow_ups.query((first, last, at))?),
            rests: Cursor::new(self.rests.query((first, last, at, day))?),
            overrides: Cursor::new(self.overrides.query((first, last))?),
            tags: Cursor::new(self.tags.query((first, last))?),
            changes: match states {
                States::RecordedOn(_) => Some(Cursor::new(self.changes.query((first, last))?)),
                States::None | States::Stored => None,
            },
            states_of: states,
            around: Around::default(),
        })
    }
}

/// Customers with the rows around them, in order of id.
pub(super) struct PeopleRows<'s> {
    people: rusqlite::Rows<'s>,
    states: Cursor<'s>,
    numbers: Cursor<'s>,
    consents: Cursor<'s>,
    follow_ups: Cursor<'s>,
    rests: Cursor<'s>,
    overrides: Cursor<'s>,
    tags: Cursor<'s>,
    changes: Option<Cursor<'s>>,
    states_of: States,
    around: Around,
}

impl PeopleRows<'_> {
    /// The next customer.
    pub(super) fn next(&mut self) -> Result<Option<(Person, &mut Around)>> {
        let Some(row) = self.people.next()? else { return Ok(None) };
        let person = person_of(row)?;
        let (id, around) = (person.id, &mut self.around);
        around.state = None;
        around.numbers.clear();
        around.consents.clear();
        around.follow_ups.clear();
        around.rests.clear();
        around.overrides.clear();
        around.tags.clear();
        if self.states_of != States::None {
            self.states.take(id, |row| {
                around.state = Some(state_of(row)?);
                Ok(())
            })?;
        }
        if let (Some(changes), States::RecordedOn(day)) = (&mut self.changes, self.states_of) {
            around.state.as_mut().into_iter().for_each(|state| state.wind_back(day));
            changes.take(id, |row| {
                let change = (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
                around.state.as_mut().into_iter().for_each(|state| state.wind_back_over(&change, day));
                Ok(())
            })?;
            around.state.as_mut().into_iter().for_each(StoredState::settle);
        }
        self.numbers.take(id, |row| {
            around.numbers.push(Number {
                digits: row.get(1)?,
                state: row.code_or_none("state")?.unwrap_or(PhoneState::Unverified),
                is_primary: row.get(3)?,
            });
            Ok(())
        })?;
        self.consents.take(id, |row| {
            around.consents.extend(consent_of(row)?);
            Ok(())
        })?;
        self.follow_ups.take(id, |row| {
            around.follow_ups.extend(follow_up_of(row)?);
            Ok(())
        })?;
        self.rests.take(id, |row| {
            around.rests.extend(rest_of(row)?);
            Ok(())
        })?;
        self.overrides.take(id, |row| {
            around.overrides.push(Override {
                dimension: row.get(1)?,
                class: row.get(2)?,
                from_on: row.get(3)?,
                until_on: row.get(4)?,
            });
            Ok(())
        })?;
        self.tags.take(id, |row| {
            around.tags.push(row.get(1)?);
            Ok(())
        })?;
        Ok(Some((person, &mut self.around)))
    }
}

fn person_of(row: &Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person {
        id: row.get(0)?,
        customer_no: row.get(1)?,
        name: row.get(2)?,
        kind: row.code_or_none("kind")?.unwrap_or(CustomerKind::Person),
        birth_on: row.get(4)?,
        entered_on: row.get(5)?,
        assigned_on: row.get(6)?,
        opened_on: row.get(7)?,
        risk_level_until_on: row.get(8)?,
        id_document_until_on: row.get(9)?,
        left_on: row.get(10)?,
        deceased_on: row.get(11)?,
    })
}

fn state_of(row: &Row<'_>) -> rusqlite::Result<StoredState> {
    let class = |at: usize| -> rusqlite::Result<(String, Day)> { Ok((row.get(at)?, row.get(at + 1)?)) };
    Ok(StoredState {
        profile: row.get(1)?,
        stale_on: row.get(2)?,
        first_on: row.get(3)?,
        classes: [class(4)?, class(6)?, class(8)?, class(10)?, class(12)?, class(14)?],
    })
}

/// A consent on a channel this program knows.
fn consent_of(row: &Row<'_>) -> rusqlite::Result<Option<ChannelConsent>> {
    let (Some(channel), Some(state)) = (row.code_or_none("channel")?, row.code_or_none("state")?) else {
        return Ok(None);
    };
    Ok(Some(ChannelConsent { channel, state, until_on: row.get(3)? }))
}

fn follow_up_of(row: &Row<'_>) -> rusqlite::Result<Option<OpenFollowUp>> {
    let id: FollowUpId = row.get(1)?;
    let (Some(kind), Some(channel)) =
        (row.code_or_none::<FollowUpKind>("kind")?, row.code_or_none("channel")?)
    else {
        return Ok(None);
    };
    let reason = row.code_or_none("reason")?.unwrap_or(Reason::Manual);
    Ok(Some(OpenFollowUp { id, kind, reason, due_on: row.get(4)?, minute: row.get(5)?, channel }))
}

fn rest_of(row: &Row<'_>) -> rusqlite::Result<Option<Rest>> {
    let reason: String = row.get(1)?;
    let scope = match reason.as_str() {
        "*" => Some(RestScope::Selling),
        _ => row.code_or_none("reason")?.map(RestScope::One),
    };
    let until_on = row.get(2)?;
    Ok(scope.map(|scope| Rest { scope, until_on }))
}
