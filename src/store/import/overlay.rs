//! Trying an import out without the book's lock: on a scratch book in memory over the real one
//! (`Store::open_scratch`), into which every row is copied before the writer looks at it.
//!
//! Owns which rows that are. The counts of a trial are therefore those of the writing itself, made by the same code.
//! Must not: write the real book.

use super::writer::Writer;
use crate::domain::{Channel, Day, Moment};
use crate::store::Result;
use rusqlite::{Connection, Params};

/// Which book a writer writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    /// The real one.
    Book,
    /// A scratch book over it.
    Scratch,
}

impl Ground {
    /// Where the rows are that the book had before.
    pub(super) fn schema(self) -> &'static str {
        match self {
            Ground::Book => "main",
            Ground::Scratch => "book",
        }
    }

    /// Copies what every import looks at, and makes new rows get ids that no row of the book has.
    pub(super) fn prepare(self, conn: &Connection) -> Result<()> {
        if self == Ground::Book {
            return Ok(());
        }
        conn.execute_batch(
            "INSERT INTO import SELECT * FROM book.import;
             INSERT INTO journal_group SELECT * FROM book.journal_group ORDER BY id DESC LIMIT 1;
             INSERT INTO txn_kind SELECT * FROM book.txn_kind;
             INSERT INTO customer (id, customer_no, entered_on) SELECT max(id) + 1, '', 0 FROM book.customer;
             INSERT INTO account (id, account_no, customer_id, product) SELECT max(id) + 1, '', 0, '' FROM book.account;
             INSERT INTO phone (id, customer_id, number) SELECT max(id) + 1, 0, '' FROM book.phone;
             INSERT INTO tag (id, customer_id, tag) SELECT max(id) + 1, 0, '' FROM book.tag;
             INSERT INTO consent (id, customer_id, channel, state, given_on)
                 SELECT max(id) + 1, 0, 'phone', 'unknown', 0 FROM book.consent;
             INSERT INTO txn (id, customer_id, booked_on, amount, kind_id) SELECT max(id) + 1, 0, 0, 0, 0 FROM book.txn;
             INSERT INTO contact (id, customer_id, at, channel, direction, reach, recorded_at)
                 SELECT max(id) + 1, 0, 0, 'phone', 'in', 'connected', 0 FROM book.contact;
             INSERT INTO class_override (id, customer_id, dimension, class, reason, author, from_on, created_at)
                 SELECT max(id) + 1, 0, 'value', '', '', '', 0, 0 FROM book.class_override;",
        )?;
        Ok(())
    }
}

impl Writer<'_> {
    fn copy(&self, sql: &str, which: impl Params) -> Result<()> {
        if self.ground == Ground::Scratch {
            self.conn.prepare_cached(sql)?.execute(which)?;
        }
        Ok(())
    }

    /// A row that is looked at by its id.
    pub(super) fn copy_row(&self, table: &str, id: i64) -> Result<()> {
        if self.ground == Ground::Book {
            return Ok(());
        }
        self.copy(&format!("INSERT OR IGNORE INTO {table} SELECT * FROM book.{table} WHERE id = ?1"), [id])
    }

    /// Numbers, tags and consents of a customer.
    pub(super) fn copy_belongings(&self, customer: i64) -> Result<()> {
        for table in ["phone", "tag", "consent"] {
            if self.ground == Ground::Scratch {
                let sql = format!(
                    "INSERT OR IGNORE INTO {table} SELECT * FROM book.{table} WHERE customer_id = ?1"
                );
                self.copy(&sql, [customer])?;
            }
        }
        Ok(())
    }

    /// The movement with a number.
    pub(super) fn copy_numbered(&self, number: &str) -> Result<()> {
        self.copy("INSERT OR IGNORE INTO txn SELECT * FROM book.txn WHERE transaction_no = ?1", [number])
    }

    /// The movements of a customer on a day.
    pub(super) fn copy_day(&mut self, customer: i64, day: Day) -> Result<()> {
        if self.ground == Ground::Scratch && self.copied_days.insert((customer, day.0)) {
            let sql =
                "INSERT OR IGNORE INTO txn SELECT * FROM book.txn WHERE customer_id = ?1 AND booked_on = ?2";
            self.copy(sql, (customer, day))?;
        }
        Ok(())
    }

    /// The balance of an account on a day.
    pub(super) fn copy_balance(&self, account: i64, day: Day) -> Result<()> {
        let sql = "INSERT OR IGNORE INTO balance SELECT * FROM book.balance WHERE account_id = ?1 AND balance_on = ?2";
        self.copy(sql, (account, day))
    }

    /// The contacts of a customer at a moment.
    pub(super) fn copy_contacts(&self, customer: i64, at: Moment) -> Result<()> {
        let sql =
            "INSERT OR IGNORE INTO contact SELECT * FROM book.contact WHERE customer_id = ?1 AND at = ?2";
        self.copy(sql, (customer, at))
    }

    /// What a customer allows on a channel.
    pub(super) fn copy_consent(&self, customer: i64, channel: Channel) -> Result<()> {
        let sql = "INSERT OR IGNORE INTO consent SELECT * FROM book.consent WHERE customer_id = ?1 AND channel = ?2";
        self.copy(sql, (customer, channel))
    }
}
