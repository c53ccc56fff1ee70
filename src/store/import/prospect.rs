//! What an import would make of the customers it touches: on the scratch book where it was tried they are classified
//! as the recomputation after the writing will do it.
//!
//! Owns how the scratch book is laid over the real one, so that nothing but the touched customers' own rows is copied.
//! Must not: run on the real book.

use crate::book::Book;
use crate::domain::Now;
use crate::import::Stop;
use crate::store::recompute::{self, Watch};
use crate::store::{Fault, Progress, Result, Store};
use crate::work::Playbook;
use rusqlite::Connection;

/// Tables that an import changes row by row: what it wrote goes before what the book has.
const OVERLAID: [&str; 9] =
    ["account", "phone", "tag", "consent", "contact", "follow_up", "reason_rest", "remark", "class_override"];
/// Tables that no import changes.
const UNTOUCHED: [&str; 3] = ["customer_state", "customer_digest", "class_change"];

impl Watch for Stop {
    fn is_stopped(&self) -> bool {
        self.is_asked()
    }
}

/// Looks ahead on a scratch book on which an import was tried: hands the touched customers over piece by piece, as they
/// would stand, with how many are through. Stopped, it just ends.
pub(super) fn look_ahead(
    scratch: &Store,
    around: (&Playbook, Now),
    stop: &Stop,
    each: impl FnMut(Book, Progress),
) -> Result<()> {
    lay_over(&scratch.conn)?;
    match recompute::foresee(scratch, around, stop, each) {
        Err(error) if error.fault == Fault::Stopped => Ok(()),
        done => done,
    }
}

/// Makes the names of the tables mean the book after the import, of the touched customers.
fn lay_over(conn: &Connection) -> Result<()> {
    conn.execute_batch(
        "BEGIN;
         DELETE FROM customer WHERE id NOT IN (SELECT customer_id FROM customer_dirty);
         INSERT OR IGNORE INTO customer SELECT * FROM book.customer
             WHERE id IN (SELECT customer_id FROM customer_dirty);
         INSERT OR IGNORE INTO rule_set_version SELECT * FROM book.rule_set_version;
         UPDATE main.book SET state_on = (SELECT state_on FROM book.book);
         COMMIT;
         CREATE TEMP VIEW balance AS
             SELECT * FROM main.balance UNION ALL SELECT * FROM book.balance b WHERE NOT EXISTS
             (SELECT 1 FROM main.balance m WHERE m.account_id = b.account_id AND m.balance_on = b.balance_on);",
    )?;
    for table in OVERLAID {
        conn.execute_batch(&format!(
            "CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} UNION ALL
                 SELECT * FROM book.{table} b WHERE NOT EXISTS (SELECT 1 FROM main.{table} m WHERE m.id = b.id)"
        ))?;
    }
    for table in UNTOUCHED {
        conn.execute_batch(&format!("CREATE TEMP VIEW {table} AS SELECT * FROM book.{table}"))?;
    }
    // Movements never change: of those that both have, the book's are read.
    let first: i64 = conn.query_row("SELECT coalesce(max(id), 0) + 1 FROM book.txn", [], |row| row.get(0))?;
    conn.execute_batch(&format!(
        "CREATE TEMP VIEW txn AS SELECT * FROM book.txn UNION ALL SELECT * FROM main.txn WHERE id >= {first}"
    ))?;
    Ok(())
}
