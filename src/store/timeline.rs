//! A customer's timeline: contacts, movements, changes of class, follow-ups and changes of what he allows and of his data
//! in one list, newest first.

use super::Result;
use super::changes::list_changes;
use super::remark::list_remarks;
use super::sql::Codes;
use crate::book::{ContactEntry, Event, TimelineEntry};
use crate::domain::{Cause, CustomerId, Dimension, FollowUpKind, FollowUpState, Moment, Now, Reach, Reason};
use rusqlite::{Connection, Row};

/// The newest `limit` entries up to the working time.
///
/// # Errors
/// When the file cannot be read.
pub fn list_timeline(
    conn: &Connection,
    customer: CustomerId,
    now: Now,
    limit: u32,
) -> Result<Vec<TimelineEntry>> {
    let mut entries = contacts(conn, customer, now, limit)?;
    entries.extend(movements(conn, customer, now, limit)?);
    entries.extend(changes(conn, customer, now, limit)?);
    entries.extend(follow_ups(conn, customer, now, limit)?);
    entries.extend(list_remarks(conn, customer, now, limit)?);
    entries.extend(imports(conn, customer, now)?);
    entries.extend(list_changes(conn, customer, now)?);
    entries.sort_by_key(|entry| std::cmp::Reverse((entry.on, entry.minute)));
    // How he came into the book stands whatever came after: data that nothing else tells of goes back to it.
    let beginning = entries.iter().rposition(|entry| entry.event == Event::Entered);
    let beginning = beginning.filter(|at| *at >= limit as usize).map(|at| entries.swap_remove(at));
    entries.truncate(limit as usize);
    entries.extend(beginning);
    Ok(entries)
}

fn contacts(conn: &Connection, customer: CustomerId, now: Now, limit: u32) -> Result<Vec<TimelineEntry>> {
    let mut statement = conn.prepare_cached(
        "SELECT id, at, channel, direction, reach, reply, result, reason, note, duration_s, deal_product, deal_amount,
                against_consent
         FROM contact WHERE customer_id = ?1 AND at <= ?2 ORDER BY at DESC, id DESC LIMIT ?3",
    )?;
    let rows = statement.query_map((customer, now.horizon(), limit), |row| {
        let at: Moment = row.get("at")?;
        let event = Event::Contact(Box::new(contact_of(row)?));
        Ok(TimelineEntry { on: now.zone.day(at), minute: Some(now.zone.minute(at)), event })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn contact_of(row: &Row<'_>) -> rusqlite::Result<ContactEntry> {
    let product: Option<String> = row.get("deal_product")?;
    let amount = row.get("deal_amount")?;
    Ok(ContactEntry {
        id: row.get("id")?,
        channel: row.get("channel")?,
        direction: row.get("direction")?,
        reach: row.code_or_none("reach")?.unwrap_or(Reach::Unknown),
        reply: row.code_or_none("reply")?,
        result: row.code_or_none("result")?,
        reason: row.code_or_none("reason")?,
        note: row.get("note")?,
        duration_s: row.get("duration_s")?,
        deal: product.map(|product| (product, amount)),
        against_consent: row.get("against_consent")?,
    })
}

fn movements(conn: &Connection, customer: CustomerId, now: Now, limit: u32) -> Result<Vec<TimelineEntry>> {
    let mut statement = conn.prepare_cached(
        "SELECT t.booked_on, t.amount, k.code, k.text, coalesce(t.counterparty, t.memo), t.account_id
         FROM txn t JOIN txn_kind k ON k.id = t.kind_id
         WHERE t.customer_id = ?1 AND t.booked_on <= ?2 ORDER BY t.booked_on DESC, t.id DESC LIMIT ?3",
    )?;
    let rows = statement.query_map((customer, now.day(), limit), |row| {
        let event = Event::Movement {
            amount: row.get(1)?,
            kind: row.get(2)?,
            text: row.get(3)?,
            detail: row.get(4)?,
            account: row.get(5)?,
        };
        Ok(TimelineEntry { on: row.get(0)?, minute: None, event })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn changes(conn: &Connection, customer: CustomerId, now: Now, limit: u32) -> Result<Vec<TimelineEntry>> {
    let mut statement = conn.prepare_cached(
        "SELECT changed_on, dimension, from_class, to_class, cause FROM class_change
         WHERE customer_id = ?1 AND changed_on <= ?2 ORDER BY changed_on DESC, id DESC LIMIT ?3",
    )?;
    let rows = statement.query_map((customer, now.day(), limit), |row| {
        let event = Event::ClassChanged {
            dimension: row.code_or_none("dimension")?.unwrap_or(Dimension::Value),
            from: row.get(2)?,
            to: row.get(3)?,
            cause: row.code_or_none("cause")?.unwrap_or(Cause::Time),
        };
        Ok(TimelineEntry { on: row.get(0)?, minute: None, event })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What was promised or planned, on the day it was made; the one proposed step is shown as the next contact only.
fn follow_ups(conn: &Connection, customer: CustomerId, now: Now, limit: u32) -> Result<Vec<TimelineEntry>> {
    let mut statement = conn.prepare_cached(
        "SELECT created_at, kind, reason, iif(closed_at > ?2, 'open', state) AS state, due_on, note FROM follow_up
         WHERE customer_id = ?1 AND created_at <= ?2 AND kind <> 'step' ORDER BY created_at DESC, id DESC LIMIT ?3",
    )?;
    let rows = statement.query_map((customer, now.horizon(), limit), |row| {
        let at: Moment = row.get(0)?;
        let event = Event::FollowUp {
            kind: row.code_or_none("kind")?.unwrap_or(FollowUpKind::Manual),
            reason: row.code_or_none("reason")?.unwrap_or(Reason::Manual),
            state: row.code_or_none("state")?.unwrap_or(FollowUpState::Open),
            due_on: row.get(4)?,
            note: row.get(5)?,
        };
        Ok(TimelineEntry { on: now.zone.day(at), minute: Some(now.zone.minute(at)), event })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The most imports that are told of: files come every day.
const IMPORTS: u32 = 20;

/// The files that brought rows of the customer and were not taken back. What only changed a row is not among them.
fn imports(conn: &Connection, customer: CustomerId, now: Now) -> Result<Vec<TimelineEntry>> {
    let mut statement = conn.prepare_cached(
        "WITH mine (import_id) AS (
             SELECT import_id FROM customer WHERE id = ?1
             UNION ALL SELECT import_id FROM account WHERE customer_id = ?1
             UNION ALL SELECT import_id FROM txn WHERE customer_id = ?1
             UNION ALL SELECT import_id FROM contact WHERE customer_id = ?1
             UNION ALL SELECT b.import_id FROM account a JOIN balance b ON b.account_id = a.id WHERE a.customer_id = ?1)
         SELECT g.at, i.kind, i.file_name, count(*) FROM mine
         JOIN import i ON i.id = mine.import_id JOIN journal_group g ON g.id = i.group_id
         WHERE i.undone_at IS NULL AND g.at <= ?2 GROUP BY i.id ORDER BY i.id DESC LIMIT ?3",
    )?;
    let rows = statement.query_map((customer, now.horizon(), IMPORTS), |row| {
        let at: Moment = row.get(0)?;
        let event = Event::Imported { kind: row.get(1)?, file: row.get(2)?, rows: row.get(3)? };
        Ok(TimelineEntry { on: now.zone.day(at), minute: Some(now.zone.minute(at)), event })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
