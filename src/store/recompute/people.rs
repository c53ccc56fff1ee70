//! Going through customers in order of id, each with his stored state and with what the book in memory needs of his own
//! rows: out of his digest, else out of the rows.

use super::ahead::Ahead;
use super::digest;
use super::own_rows::{ClosedLater, Consents, OwnRows, OwnScan};
use super::person::{Around, Person, Recorded, StoredState};
use super::rows::Cursor;
use crate::book::{ClassIx, ClassTable};
use crate::domain::{Cause, Code, CustomerId, Day, Dimension, Now};
use crate::store::Result;
use crate::store::error::{Fault, StoreError};
use rusqlite::types::{FromSqlResult, ValueRef};
use rusqlite::{CachedStatement, Connection, Row};
use std::collections::HashMap;
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

/// Where a pass finds a customer's own rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// In the digests; in the rows of those who have none or changed, one by one.
    Digests,
    /// In the rows of all.
    Rows,
    /// In the rows of all, with every consent there is.
    All,
}

/// How customers are gone through.
#[derive(Clone, Copy)]
pub(super) struct Going<'a> {
    pub now: Now,
    /// The first day of the pass: what ended before it is no part of a digest.
    pub first_day: Day,
    pub states: States,
    pub reading: Reading,
    /// Customers whose rows changed.
    pub dirty: &'a HashMap<CustomerId, Cause>,
    /// Customers with rows that are not there yet at the working time.
    pub ahead: &'a Ahead,
    /// Where classes are placed.
    pub table: &'a ClassTable,
}

/// The statements of the scan.
pub(super) struct PeopleScan<'c> {
    ids: CachedStatement<'c>,
    states: CachedStatement<'c>,
    changes: CachedStatement<'c>,
    digests: CachedStatement<'c>,
    own: OwnScan<'c>,
    closed_later: ClosedLater<'c>,
}

impl<'c> PeopleScan<'c> {
    pub(super) fn prepare(conn: &'c Connection, reading: Reading) -> Result<PeopleScan<'c>> {
        let consents = if reading == Reading::All { Consents::All } else { Consents::Closing };
        Ok(PeopleScan {
            ids: conn.prepare_cached("SELECT id FROM customer WHERE id BETWEEN ?1 AND ?2 ORDER BY id")?,
            states: conn.prepare_cached(
                "SELECT customer_id, profile, stale_on, first_on, value, value_since_on, lifecycle, lifecycle_since_on,
                        behaviour, behaviour_since_on, need, need_since_on, demographic, demographic_since_on,
                        industry, industry_since_on
                 FROM customer_state WHERE customer_id BETWEEN ?1 AND ?2 ORDER BY customer_id",
            )?,
            changes: conn.prepare_cached(
                "SELECT customer_id, dimension, from_class, to_class, changed_on FROM class_change
                 WHERE customer_id BETWEEN ?1 AND ?2 ORDER BY customer_id, changed_on DESC, id DESC",
            )?,
            digests: conn.prepare_cached(
                "SELECT customer_id, digest FROM customer_digest
                 WHERE customer_id BETWEEN ?1 AND ?2 ORDER BY customer_id",
            )?,
            own: OwnScan::prepare(conn, consents)?,
            closed_later: ClosedLater::prepare(conn)?,
        })
    }

    /// Starts at the first customer of the span.
    pub(super) fn run<'s>(
        &'s mut self,
        span: &RangeInclusive<i64>,
        going: Going<'s>,
    ) -> Result<PeopleRows<'s, 'c>> {
        let ends = (*span.start(), *span.end());
        let source = match going.reading {
            Reading::Digests => {
                Source::Digests { digests: Cursor::new(self.digests.query(ends)?), own: &mut self.own }
            }
            Reading::Rows | Reading::All => {
                Source::Rows(Box::new(self.own.run(span, (going.first_day, going.now.zone))?))
            }
        };
        Ok(PeopleRows {
            ids: self.ids.query(ends)?,
            states: Cursor::new(self.states.query(ends)?),
            changes: match going.states {
                States::RecordedOn(_) => Some(Cursor::new(self.changes.query(ends)?)),
                States::None | States::Stored => None,
            },
            source,
            closed_later: &mut self.closed_later,
            going,
            codes: Codes::default(),
            person: Person::default(),
            around: Around::default(),
        })
    }
}

/// Where the own rows come from.
enum Source<'s, 'c> {
    Digests { digests: Cursor<'s>, own: &'s mut OwnScan<'c> },
    Rows(Box<OwnRows<'s>>),
}

/// Customers with the rows around them, in order of id.
pub(super) struct PeopleRows<'s, 'c> {
    ids: rusqlite::Rows<'s>,
    states: Cursor<'s>,
    changes: Option<Cursor<'s>>,
    source: Source<'s, 'c>,
    closed_later: &'s mut ClosedLater<'c>,
    going: Going<'s>,
    codes: Codes,
    person: Person,
    around: Around,
}

impl PeopleRows<'_, '_> {
    /// The next customer.
    pub(super) fn next(&mut self) -> Result<Option<(&Person, &mut Around)>> {
        let Some(row) = self.ids.next()? else { return Ok(None) };
        let id = row.get(0)?;
        self.around.clear();
        self.read_state(id)?;
        self.read_own(id)?;
        Ok(Some((&self.person, &mut self.around)))
    }

    fn read_state(&mut self, id: CustomerId) -> Result<()> {
        let (around, codes, table) = (&mut self.around, &mut self.codes, self.going.table);
        if self.going.states == States::None {
            return Ok(());
        }
        self.states.take(id, |row| {
            around.profile.extend_from_slice(row.get_ref(1)?.as_blob()?);
            around.state = Some(state_of(row, (table, &mut *codes))?);
            Ok(())
        })?;
        if let (Some(changes), Some(state), States::RecordedOn(day)) =
            (&mut self.changes, &mut around.state, self.going.states)
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

    fn read_own(&mut self, id: CustomerId) -> Result<()> {
        let Going { now, first_day, table, dirty, ahead, reading, .. } = self.going;
        let (person, around) = (&mut self.person, &mut self.around);
        let mut fresh = match &mut self.source {
            Source::Rows(rows) => rows.read(id)?,
            Source::Digests { digests, own } => {
                let (mut is_placed, is_changed) = (false, dirty.contains_key(&id));
                digests.take(id, |row| {
                    let digest = row.get_ref(1)?.as_blob()?;
                    is_placed =
                        !is_changed && digest::place(digest, (id, now), table, (person, around)).is_ok();
                    Ok(())
                })?;
                if is_placed {
                    return Ok(());
                }
                around.clear_own();
                own.run(&(id.0..=id.0), (first_day, now.zone))?.read(id)?
            }
        };
        if ahead.contains(id) {
            fresh.follow_ups.extend(self.closed_later.list(id, now)?);
            fresh.follow_ups.sort_by_key(|follow_up| follow_up.id);
        }
        let fresh = fresh.to_bytes().unwrap_or_default();
        digest::place(&fresh, (id, now), table, (person, around))
            .map_err(|_| StoreError::new(Fault::Damaged, format!("customer {}", id.0)))?;
        around.new_digest = (reading != Reading::All).then_some(fresh);
        Ok(())
    }
}

/// The class code met last in each dimension, and its place: many customers share one.
#[derive(Default)]
struct Codes([(Vec<u8>, Option<ClassIx>); 6]);

impl Codes {
    fn place(
        &mut self,
        dimension: Dimension,
        code: ValueRef<'_>,
        table: &ClassTable,
    ) -> FromSqlResult<ClassIx> {
        let (last, place) = &mut self.0[dimension.index()];
        let bytes = code.as_bytes()?;
        match place {
            Some(place) if last == bytes => Ok(*place),
            _ => {
                let found = table.place(dimension, code.as_str()?);
                last.clear();
                last.extend_from_slice(bytes);
                Ok(*place.insert(found))
            }
        }
    }
}

fn state_of(row: &Row<'_>, (table, codes): (&ClassTable, &mut Codes)) -> rusqlite::Result<StoredState> {
    let mut classes = [(ClassIx::UNCLASSIFIED, Day(0)); 6];
    for (at, dimension) in Dimension::ALL.iter().enumerate() {
        let column = 4 + 2 * at;
        let class = codes.place(*dimension, row.get_ref(column)?, table)?;
        classes[at] = (class, row.get(column + 1)?);
    }
    Ok(StoredState { stale_on: row.get(2)?, first_on: row.get(3)?, classes })
}
