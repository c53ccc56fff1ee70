//! What an import would make of the customers it touches: on the scratch book where it was tried they are copied
//! whole and classified, as the recomputation after the writing will do it.
//!
//! Owns how many that may be. Must not: run on the real book.

use crate::book::Book;
use crate::domain::Now;
use crate::import::Stop;
use crate::store::recompute::{self, Recording, Unwatched};
use crate::store::{Result, Store};
use crate::work::Playbook;
use rusqlite::Connection;

/// The most customers, and movements of them, that are looked at.
const MOST_CUSTOMERS: u64 = 5_000;
const MOST_MOVEMENTS: u64 = 1_000_000;

/// What they would be.
#[derive(Debug, Clone, PartialEq)]
pub enum Prospect {
    /// The touched customers as they would stand in the book.
    Book(Box<Book>),
    /// So many customers, or their movements, are too many to look ahead.
    TooMany(u64),
}

/// Looks ahead on a scratch book on which an import was tried; `None` when it was stopped.
pub(super) fn look_ahead(
    scratch: &mut Store,
    playbook: &Playbook,
    now: Now,
    stop: &Stop,
) -> Result<Option<Prospect>> {
    let count = |sql: &str| -> Result<u64> {
        let count: i64 = scratch.conn.query_row(sql, [], |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    };
    let customers = count("SELECT count(*) FROM customer_dirty")?;
    let movements =
        "SELECT count(*) FROM book.txn WHERE customer_id IN (SELECT customer_id FROM customer_dirty)";
    if customers > MOST_CUSTOMERS || count(movements)? > MOST_MOVEMENTS {
        return Ok(Some(Prospect::TooMany(customers)));
    }
    if !complete(&scratch.conn, stop)? {
        return Ok(None);
    }
    let request = recompute::Request { now, records: Recording::Never, rules: None, watch: &Unwatched };
    let done = recompute::recompute(scratch, playbook, &request)?;
    Ok((!stop.is_asked()).then(|| Prospect::Book(Box::new(done.book))))
}

/// Leaves only the touched customers, with all their rows; `false` when it was stopped.
fn complete(conn: &Connection, stop: &Stop) -> Result<bool> {
    conn.execute_batch(
        "BEGIN;
         DELETE FROM customer WHERE id NOT IN (SELECT customer_id FROM customer_dirty);
         INSERT OR IGNORE INTO customer SELECT * FROM book.customer
             WHERE id IN (SELECT customer_id FROM customer_dirty);
         INSERT OR IGNORE INTO rule_set_version SELECT * FROM book.rule_set_version;
         UPDATE book SET state_on = (SELECT state_on FROM book.book);
         COMMIT;",
    )?;
    for table in owned_tables(conn)? {
        if stop.is_asked() {
            return Ok(false);
        }
        conn.execute_batch(&format!(
            "BEGIN;
             DELETE FROM {table} WHERE customer_id NOT IN (SELECT customer_id FROM customer_dirty);
             INSERT OR IGNORE INTO {table} SELECT * FROM book.{table}
                 WHERE customer_id IN (SELECT customer_id FROM customer_dirty);
             COMMIT;"
        ))?;
    }
    conn.execute_batch(
        "INSERT OR IGNORE INTO balance SELECT * FROM book.balance WHERE account_id IN (SELECT id FROM account)",
    )?;
    Ok(true)
}

/// Every table whose rows belong to a customer, but the record of who looked at what.
fn owned_tables(conn: &Connection) -> Result<Vec<String>> {
    let mut statement = conn.prepare(
        "SELECT t.name FROM main.sqlite_master t JOIN pragma_table_info(t.name) c ON c.name = 'customer_id'
         WHERE t.type = 'table' AND t.name NOT IN ('customer_dirty', 'access', 'journal_group') ORDER BY t.name",
    )?;
    let names = statement.query_map([], |row| row.get(0))?;
    Ok(names.collect::<rusqlite::Result<_>>()?)
}
