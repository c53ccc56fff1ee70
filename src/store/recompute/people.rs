//! Reading what the book in memory needs beside the profile: names, numbers, consents, open follow-ups, rests,
//! overrides. Ordered scans, merged by customer, over a span of ids.

use super::person::{Around, Override, Person, Recorded, StoredState};
use super::rows::Cursor;
use crate::book::{ClassIx, ClassTable};
use crate::domain::{Code, CustomerKind, Day, Dimension, FollowUpKind, Minute, Now, PhoneState, Reason};
use crate::store::Result;
use crate::store::sql::Codes;
use crate::work::{ChannelConsent, OpenFollowUp, Rest, RestScope};
use rusqlite::{CachedStatement, Connection, Row};
use std::ops::RangeInclusive;

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

/// Which consents a pass reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Consents {
    /// Those that close a channel in some way: all that decides what is due.
    Closing,
    /// All of them, to be shown.
    All,
}

const CONSENTS: &str =
    "SELECT customer_id, channel, state, until_on, window_from_minute, window_to_minute FROM consent
     WHERE customer_id BETWEEN ?1 AND ?2 AND given_on <= ?3 ORDER BY customer_id";
/// Served by the index `consent_closing`, whose condition this repeats.
const CLOSING_CONSENTS: &str =
    "SELECT customer_id, channel, state, until_on, window_from_minute, window_to_minute FROM consent
     WHERE state IN ('service_only', 'no_until', 'never') AND customer_id BETWEEN ?1 AND ?2 AND given_on <= ?3
     ORDER BY customer_id";

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
    skips: CachedStatement<'c>,
}

impl<'c> PeopleScan<'c> {
    pub(super) fn prepare(conn: &'c Connection, consents: Consents) -> Result<PeopleScan<'c>> {
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
            consents: conn.prepare_cached(match consents {
                Consents::Closing => CLOSING_CONSENTS,
                Consents::All => CONSENTS,
            })?,
            follow_ups: conn.prepare_cached(
                "SELECT customer_id, id, kind, reason, due_on, due_minute, channel, note FROM follow_up
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
            skips: conn.prepare_cached(
                "SELECT customer_id FROM remark WHERE skip IS NOT NULL AND customer_id BETWEEN ?1 AND ?2
                 AND at BETWEEN ?3 AND ?4 ORDER BY customer_id",
            )?,
            changes: conn.prepare_cached(
                "SELECT customer_id, dimension, from_class, to_class, changed_on FROM class_change
                 WHERE customer_id BETWEEN ?1 AND ?2 ORDER BY customer_id, changed_on DESC, id DESC",
            )?,
        })
    }

    /// Starts at the first customer of the span. Rows later than the working time do not exist; classes are placed in
    /// `table`.
    pub(super) fn run<'s>(
        &'s mut self,
        span: &RangeInclusive<i64>,
        now: Now,
        states: States,
        table: &'s ClassTable,
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
            skips: Cursor::new(self.skips.query((first, last, now.zone.at(day, Minute::default()), at))?),
            states_of: states,
            table,
            person: Person::default(),
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
    skips: Cursor<'s>,
    states_of: States,
    table: &'s ClassTable,
    person: Person,
    around: Around,
}

impl PeopleRows<'_> {
    /// The next customer.
    pub(super) fn next(&mut self) -> Result<Option<(&Person, &mut Around)>> {
        let Some(row) = self.people.next()? else { return Ok(None) };
        fill(&mut self.person, row)?;
        self.around.clear();
        self.read_state()?;
        self.read_channels()?;
        self.read_work()?;
        Ok(Some((&self.person, &mut self.around)))
    }

    fn read_state(&mut self) -> Result<()> {
        let (id, around, table) = (self.person.id, &mut self.around, self.table);
        if self.states_of == States::None {
            return Ok(());
        }
        self.states.take(id, |row| {
            around.profile.extend_from_slice(row.get_ref(1)?.as_blob()?);
            around.state = Some(state_of(row, table)?);
            Ok(())
        })?;
        if let (Some(changes), Some(state), States::RecordedOn(day)) =
            (&mut self.changes, &mut around.state, self.states_of)
        {
            state.wind_back(day);
            changes.take(id, |row| {
                let change =
                    Recorded { dimension: row.get(1)?, from: row.get(2)?, to: row.get(3)?, on: row.get(4)? };
                state.wind_back_over(&change, day, table);
                Ok(())
            })?;
            state.settle();
        }
        Ok(())
    }

    fn read_channels(&mut self) -> Result<()> {
        let (id, around) = (self.person.id, &mut self.around);
        self.numbers.take(id, |row| {
            let state = row.code_at(2)?.unwrap_or(PhoneState::Unverified);
            around.numbers.push(row.get_ref(1)?.as_str()?, state, row.get(3)?);
            Ok(())
        })?;
        self.consents.take(id, |row| {
            around.consents.extend(consent_of(row)?);
            Ok(())
        })?;
        Ok(())
    }

    fn read_work(&mut self) -> Result<()> {
        let (id, around, table) = (self.person.id, &mut self.around, self.table);
        self.follow_ups.take(id, |row| {
            if let Some(follow_up) = follow_up_of(row)? {
                if let Some(words) = row.get_ref(7)?.as_str_or_null()? {
                    around.push_subject(follow_up.id, words);
                }
                around.follow_ups.push(follow_up);
            }
            Ok(())
        })?;
        self.rests.take(id, |row| {
            around.rests.extend(rest_of(row)?);
            Ok(())
        })?;
        self.overrides.take(id, |row| {
            let dimension = row.get(1)?;
            let class = table.place(dimension, row.get_ref(2)?.as_str()?);
            around.overrides.push(Override { dimension, class, from_on: row.get(3)?, until_on: row.get(4)? });
            Ok(())
        })?;
        self.skips.take(id, |_| {
            around.is_skipped = true;
            Ok(())
        })?;
        self.tags.take(id, |row| {
            around.push_tag(row.get_ref(1)?.as_str()?);
            Ok(())
        })?;
        Ok(())
    }
}

fn fill(person: &mut Person, row: &Row<'_>) -> rusqlite::Result<()> {
    person.id = row.get(0)?;
    person.customer_no.clear();
    person.customer_no.push_str(row.get_ref(1)?.as_str()?);
    person.name.clear();
    person.name.push_str(row.get_ref(2)?.as_str_or_null()?.unwrap_or_default());
    person.kind = row.code_at(3)?.unwrap_or(CustomerKind::Person);
    person.birth_on = row.get(4)?;
    person.entered_on = row.get(5)?;
    person.assigned_on = row.get(6)?;
    person.opened_on = row.get(7)?;
    person.risk_level_until_on = row.get(8)?;
    person.id_document_until_on = row.get(9)?;
    person.left_on = row.get(10)?;
    person.deceased_on = row.get(11)?;
    Ok(())
}

fn state_of(row: &Row<'_>, table: &ClassTable) -> rusqlite::Result<StoredState> {
    let mut classes = [(ClassIx::UNCLASSIFIED, Day(0)); 6];
    for (at, dimension) in Dimension::ALL.iter().enumerate() {
        let column = 4 + 2 * at;
        classes[at] = (table.place(*dimension, row.get_ref(column)?.as_str()?), row.get(column + 1)?);
    }
    Ok(StoredState { stale_on: row.get(2)?, first_on: row.get(3)?, classes })
}

/// A consent on a channel this program knows.
fn consent_of(row: &Row<'_>) -> rusqlite::Result<Option<ChannelConsent>> {
    let (Some(channel), Some(state)) = (row.code_at(1)?, row.code_at(2)?) else { return Ok(None) };
    let (from, to): (Option<i64>, Option<i64>) = (row.get(4)?, row.get(5)?);
    // The end of the day is a minute past the last one.
    let minute = |number: i64| Minute::from_number(number.min(1439));
    let window = from.and_then(minute).zip(to.and_then(minute));
    Ok(Some(ChannelConsent { channel, state, until_on: row.get(3)?, window }))
}

fn follow_up_of(row: &Row<'_>) -> rusqlite::Result<Option<OpenFollowUp>> {
    let (Some(kind), Some(channel)) = (row.code_at::<FollowUpKind>(2)?, row.code_at(6)?) else {
        return Ok(None);
    };
    let reason = row.code_at(3)?.unwrap_or(Reason::Manual);
    let (due_on, minute) = (row.get(4)?, row.get(5)?);
    Ok(Some(OpenFollowUp { id: row.get(1)?, kind, reason, due_on, minute, channel }))
}

fn rest_of(row: &Row<'_>) -> rusqlite::Result<Option<Rest>> {
    let scope = match row.get_ref(1)?.as_str()? {
        "*" => Some(RestScope::Selling),
        code => Reason::from_code(code).map(RestScope::One),
    };
    let until_on = row.get(2)?;
    Ok(scope.map(|scope| Rest { scope, until_on }))
}
