//! Reading the digest of a customer from his rows: ordered scans over a span of ids, merged by customer.

use super::digest::{ConsentRow, Digest, FollowUpRow, NumberRow, OverrideRow, RestRow};
use super::rows::Cursor;
use crate::domain::{CustomerId, Day, Minute, Now, Zone};
use crate::store::Result;
use rusqlite::{CachedStatement, Connection, Row};
use std::ops::RangeInclusive;

/// Which consents are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Consents {
    /// Those that close a channel in some way: all that decides what is due.
    Closing,
    /// All of them, to be shown.
    All,
}

const CONSENTS: &str =
    "SELECT customer_id, channel, state, until_on, window_from_minute, window_to_minute, given_on FROM consent
     WHERE customer_id BETWEEN ?1 AND ?2 ORDER BY customer_id";
/// Served by the index `consent_closing`, whose condition this repeats.
const CLOSING_CONSENTS: &str =
    "SELECT customer_id, channel, state, until_on, window_from_minute, window_to_minute, given_on FROM consent
     WHERE state IN ('service_only', 'no_until', 'never') AND customer_id BETWEEN ?1 AND ?2
     ORDER BY customer_id";

/// The statements of the scan.
pub(super) struct OwnScan<'c> {
    people: CachedStatement<'c>,
    numbers: CachedStatement<'c>,
    consents: CachedStatement<'c>,
    follow_ups: CachedStatement<'c>,
    rests: CachedStatement<'c>,
    overrides: CachedStatement<'c>,
    tags: CachedStatement<'c>,
    skips: CachedStatement<'c>,
}

impl<'c> OwnScan<'c> {
    pub(super) fn prepare(conn: &'c Connection, consents: Consents) -> Result<OwnScan<'c>> {
        Ok(OwnScan {
            people: conn.prepare_cached(
                "SELECT id, customer_no, name, kind, birth_on, entered_on, assigned_on, opened_on, risk_level_until_on,
                        id_document_until_on, left_on, deceased_on
                 FROM customer WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
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
                "SELECT customer_id, id, kind, reason, due_on, due_minute, channel, note, created_at FROM follow_up
                 WHERE state = 'open' AND customer_id BETWEEN ?1 AND ?2 ORDER BY customer_id, id",
            )?,
            rests: conn.prepare_cached(
                "SELECT customer_id, reason, until_on, created_at FROM reason_rest
                 WHERE customer_id BETWEEN ?1 AND ?2 AND until_on > ?3 ORDER BY customer_id",
            )?,
            overrides: conn.prepare_cached(
                "SELECT customer_id, dimension, class, from_on, until_on FROM class_override
                 WHERE customer_id BETWEEN ?1 AND ?2 ORDER BY customer_id, id",
            )?,
            tags: conn.prepare_cached(
                "SELECT customer_id, tag FROM tag WHERE customer_id BETWEEN ?1 AND ?2 ORDER BY customer_id, id",
            )?,
            skips: conn.prepare_cached(
                "SELECT customer_id, at FROM remark WHERE skip IS NOT NULL AND customer_id BETWEEN ?1 AND ?2
                 AND at >= ?3 ORDER BY customer_id",
            )?,
        })
    }

    /// Starts at the first customer of the span. What ended before `day` is left out.
    pub(super) fn run<'s>(
        &'s mut self,
        span: &RangeInclusive<i64>,
        (day, zone): (Day, Zone),
    ) -> Result<OwnRows<'s>> {
        let (first, last) = (*span.start(), *span.end());
        Ok(OwnRows {
            people: Cursor::new(self.people.query((first, last))?),
            numbers: Cursor::new(self.numbers.query((first, last))?),
            consents: Cursor::new(self.consents.query((first, last))?),
            follow_ups: Cursor::new(self.follow_ups.query((first, last))?),
            rests: Cursor::new(self.rests.query((first, last, day))?),
            overrides: Cursor::new(self.overrides.query((first, last))?),
            tags: Cursor::new(self.tags.query((first, last))?),
            skips: Cursor::new(self.skips.query((first, last, zone.at(day, Minute::default())))?),
        })
    }
}

/// The follow-ups that are closed now and were still open at a working time.
pub(super) struct ClosedLater<'c>(CachedStatement<'c>);

impl<'c> ClosedLater<'c> {
    pub(super) fn prepare(conn: &'c Connection) -> Result<ClosedLater<'c>> {
        Ok(ClosedLater(conn.prepare_cached(
            "SELECT customer_id, id, kind, reason, due_on, due_minute, channel, note, created_at FROM follow_up
             WHERE state <> 'open' AND customer_id = ?1 AND closed_at > ?2",
        )?))
    }

    /// Those of a customer.
    pub(super) fn list(&mut self, id: CustomerId, now: Now) -> Result<Vec<FollowUpRow>> {
        let rows = self.0.query_map((id, now.horizon()), follow_up_of)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// Digests of one customer at a time, in ascending order of ids.
pub(super) struct OwnRows<'s> {
    people: Cursor<'s>,
    numbers: Cursor<'s>,
    consents: Cursor<'s>,
    follow_ups: Cursor<'s>,
    rests: Cursor<'s>,
    overrides: Cursor<'s>,
    tags: Cursor<'s>,
    skips: Cursor<'s>,
}

impl OwnRows<'_> {
    /// The digest of customer `id`, who must come after those asked for before.
    pub(super) fn read(&mut self, id: CustomerId) -> Result<Digest> {
        let mut digest = Digest::default();
        self.people.take(id, |row| fill(&mut digest, row))?;
        self.numbers.take(id, |row| {
            let (digits, state) = (text(row, 1)?, text(row, 2)?);
            digest.numbers.push(NumberRow { digits, state, is_primary: row.get(3)? });
            Ok(())
        })?;
        self.consents.take(id, |row| {
            digest.consents.push(consent_of(row)?);
            Ok(())
        })?;
        self.follow_ups.take(id, |row| {
            digest.follow_ups.push(follow_up_of(row)?);
            Ok(())
        })?;
        self.rests.take(id, |row| {
            digest.rests.push(RestRow {
                reason: text(row, 1)?,
                until_on: row.get(2)?,
                created_at: row.get(3)?,
            });
            Ok(())
        })?;
        self.overrides.take(id, |row| {
            let (dimension, class) = (text(row, 1)?, text(row, 2)?);
            let (from_on, until_on) = (row.get(3)?, row.get(4)?);
            digest.overrides.push(OverrideRow { dimension, class, from_on, until_on });
            Ok(())
        })?;
        self.tags.take(id, |row| {
            let tags = &mut digest.tags;
            if !tags.is_empty() {
                tags.push('\n');
            }
            tags.push_str(row.get_ref(1)?.as_str()?);
            Ok(())
        })?;
        self.skips.take(id, |row| {
            digest.skips.push(row.get(1)?);
            Ok(())
        })?;
        Ok(digest)
    }
}

/// A text of a row; empty for null.
fn text(row: &Row<'_>, place: usize) -> rusqlite::Result<String> {
    Ok(row.get_ref(place)?.as_str_or_null()?.unwrap_or_default().to_owned())
}

fn fill(digest: &mut Digest, row: &Row<'_>) -> rusqlite::Result<()> {
    digest.customer_no = text(row, 1)?;
    digest.name = text(row, 2)?;
    digest.is_firm = row.get_ref(3)?.as_str()? == "firm";
    digest.birth_on = row.get(4)?;
    digest.entered_on = row.get(5)?;
    digest.assigned_on = row.get(6)?;
    digest.opened_on = row.get(7)?;
    digest.risk_level_until_on = row.get(8)?;
    digest.id_document_until_on = row.get(9)?;
    digest.left_on = row.get(10)?;
    digest.deceased_on = row.get(11)?;
    Ok(())
}

fn consent_of(row: &Row<'_>) -> rusqlite::Result<ConsentRow> {
    let (from, to): (Option<i64>, Option<i64>) = (row.get(4)?, row.get(5)?);
    // The end of the day is a minute past the last one.
    let minute = |number: i64| Minute::from_number(number.min(1439));
    let window = from.and_then(minute).zip(to.and_then(minute));
    let (channel, state) = (text(row, 1)?, text(row, 2)?);
    Ok(ConsentRow { channel, state, until_on: row.get(3)?, window, given_on: row.get(6)? })
}

fn follow_up_of(row: &Row<'_>) -> rusqlite::Result<FollowUpRow> {
    Ok(FollowUpRow {
        id: row.get(1)?,
        kind: text(row, 2)?,
        reason: text(row, 3)?,
        due_on: row.get(4)?,
        minute: row.get(5)?,
        channel: text(row, 6)?,
        note: text(row, 7)?,
        created_at: row.get(8)?,
    })
}
