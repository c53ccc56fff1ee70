//! Numbers to row ids, in memory: every row of a file asks, a million answers take some 80 MB.

use crate::store::Result;
use rusqlite::Connection;
use std::collections::HashMap;

/// An account and its owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Owned {
    pub account: i64,
    pub customer: i64,
}

/// The numbers of the book.
#[derive(Debug, Default)]
pub(super) struct Ids {
    customers: HashMap<Box<str>, i64>,
    accounts: HashMap<Box<str>, Owned>,
    /// Numbers that begin with zeros, by the rest of them: what a spreadsheet makes of them.
    bare_customers: HashMap<Box<str>, Box<str>>,
    bare_accounts: HashMap<Box<str>, Box<str>>,
}

impl Ids {
    /// All numbers of the book in `schema`.
    pub(super) fn load(conn: &Connection, schema: &str) -> Result<Ids> {
        let mut ids = Ids::default();
        let mut statement = conn.prepare(&format!("SELECT customer_no, id FROM {schema}.customer"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            ids.add_customer(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?, row.get(1)?);
        }
        let mut statement =
            conn.prepare(&format!("SELECT account_no, id, customer_id FROM {schema}.account"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let owned = Owned { account: row.get(1)?, customer: row.get(2)? };
            ids.add_account(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?, owned);
        }
        Ok(ids)
    }

    pub(super) fn customer(&self, number: &str) -> Option<i64> {
        self.customers.get(number).copied()
    }

    pub(super) fn account(&self, number: &str) -> Option<Owned> {
        self.accounts.get(number).copied()
    }

    pub(super) fn add_customer(&mut self, number: &str, id: i64) {
        if number.starts_with('0') {
            self.bare_customers.insert(bare(number).into(), number.into());
        }
        self.customers.insert(number.into(), id);
    }

    pub(super) fn add_account(&mut self, number: &str, owned: Owned) {
        if number.starts_with('0') {
            self.bare_accounts.insert(bare(number).into(), number.into());
        }
        self.accounts.insert(number.into(), owned);
    }

    /// Whether the book has this customer's number with zeros before it.
    pub(super) fn has_customer_with_zeros(&self, number: &str) -> bool {
        self.bare_customers.get(number).is_some_and(|full| **full != *number)
    }

    /// Whether the book has this account's number with zeros before it.
    pub(super) fn has_account_with_zeros(&self, number: &str) -> bool {
        self.bare_accounts.get(number).is_some_and(|full| **full != *number)
    }
}

fn bare(number: &str) -> &str {
    number.trim_start_matches('0')
}
