//! The state of one file's writing, and the way of a row through it.

use super::ends::End;
use super::ids::{Ids, Owned};
use super::overlay::Ground;
use super::{FileReport, UnknownOwner};
use crate::domain::{Day, ImportId, Now};
use crate::import::{CellFault, Fault, Field, Note, Remark, Row};
use crate::store::{Result, StoreError};
use rusqlite::Connection;
use rusqlite::types::Value;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What a row did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Inserted,
    Updated,
    Unchanged,
}

/// Why a row did nothing.
#[derive(Debug)]
pub(super) enum RowError {
    /// It is rejected; the rest goes on.
    Fault(CellFault),
    /// The book cannot be written.
    Store(StoreError),
}

impl RowError {
    pub(super) fn fault(field: Field, value: &str, fault: Fault) -> RowError {
        RowError::Fault(CellFault { field, value: value.to_owned(), fault })
    }
}

impl From<StoreError> for RowError {
    fn from(error: StoreError) -> RowError {
        RowError::Store(error)
    }
}

impl From<rusqlite::Error> for RowError {
    fn from(error: rusqlite::Error) -> RowError {
        RowError::Store(error.into())
    }
}

/// A kind of movement in the book.
#[derive(Debug, Clone, Copy)]
pub(super) struct KindRow {
    pub id: i64,
    pub is_unknown: bool,
}

/// The newest balance that a file told of an account.
#[derive(Debug, Clone, Copy)]
pub(super) struct Latest {
    pub on: Day,
    pub amount: i64,
}

/// Writes one file.
pub(super) struct Writer<'c> {
    pub conn: &'c Connection,
    pub import: ImportId,
    pub now: Now,
    pub who: &'c str,
    pub unknown_owner: UnknownOwner,
    /// Which book it is.
    pub ground: Ground,
    /// Customers and days whose movements were copied into the scratch book.
    pub copied_days: HashSet<(i64, i32)>,
    pub ids: &'c mut Ids,
    /// Customers whose rows changed, over all files.
    pub dirty: &'c mut HashSet<i64>,
    /// The row that is being written, and what is said about it.
    pub row: u64,
    pub notes: Vec<Note>,
    /// Rows of the book that this file spoke of already.
    pub touched: HashSet<i64>,
    /// The same for balances, which have no id.
    pub touched_balances: HashSet<(i64, i32)>,
    /// Rows that were made from a number alone.
    pub bare: HashSet<(&'static str, i64)>,
    /// How often the file had a row with this identity.
    pub twins: HashMap<u64, i64>,
    pub kinds: HashMap<Arc<str>, KindRow>,
    /// Products that the manager assigned, by the file's word.
    pub products: &'c HashMap<String, String>,
    pub latest: HashMap<i64, Latest>,
    /// Referrers that stand further down: row, customer, number.
    pub referrers: Vec<(u64, i64, String)>,
    /// What the newest contacts of the file ended, by customer.
    pub ends: HashMap<i64, End>,
    pub created_customers: u64,
    pub created_accounts: u64,
}

impl Writer<'_> {
    /// Writes a row.
    pub(super) fn write(&mut self, row: &Row) -> Result<Outcome, RowError> {
        match row {
            Row::Customer(row) => self.customer(row),
            Row::Account(row) => self.account(row),
            Row::Transaction(row) => self.transaction(row),
            Row::Balance(row) => self.balance(row),
            Row::Contact(row) => self.contact(row),
        }
    }

    /// What can only be done when the whole file is in.
    pub(super) fn finish(&mut self, report: &mut FileReport) -> Result<()> {
        self.resolve_referrers(report)?;
        self.raise_balances()?;
        self.apply_ends(report)?;
        report.created_customers = self.created_customers;
        report.created_accounts = self.created_accounts;
        Ok(())
    }

    /// Says something about the row.
    pub(super) fn remark(&mut self, field: Field, remark: Remark, value: &str) {
        self.notes.push(Note { row: self.row, field, remark, value: value.to_owned(), kept: None });
    }

    /// The n-th row of the file with this identity, from 0.
    pub(super) fn twin(&mut self, identity: u64) -> i64 {
        let count = self.twins.entry(identity).or_insert(0);
        *count += 1;
        *count - 1
    }

    /// The customer with a number, made if that is wanted.
    pub(super) fn owner(&mut self, number: &str) -> Result<i64, RowError> {
        if let Some(id) = self.ids.customer(number) {
            return Ok(id);
        }
        if self.ids.has_customer_with_zeros(number) {
            return Err(RowError::fault(Field::CustomerNo, number, Fault::LeadingZerosLost));
        }
        if self.unknown_owner == UnknownOwner::Reject {
            return Err(RowError::fault(Field::CustomerNo, number, Fault::UnknownCustomer));
        }
        let id = self.insert_bare_customer(number)?;
        self.created_customers += 1;
        Ok(id)
    }

    fn insert_bare_customer(&mut self, number: &str) -> Result<i64> {
        self.conn
            .prepare_cached("INSERT INTO customer (customer_no, entered_on, import_id) VALUES (?1, ?2, ?3)")?
            .execute((number, self.now.day(), self.import))?;
        let id = self.conn.last_insert_rowid();
        self.ids.add_customer(number, id);
        self.bare.insert(("customer", id));
        self.dirty.insert(id);
        Ok(id)
    }

    /// The account with a number. `customer` is the number of its owner, where the row says it.
    pub(super) fn account_of(&mut self, number: &str, customer: Option<&str>) -> Result<Owned, RowError> {
        if let Some(owned) = self.ids.account(number) {
            let differs = customer.is_some_and(|no| self.ids.customer(no) != Some(owned.customer));
            return if differs {
                Err(RowError::fault(Field::CustomerNo, customer.unwrap_or_default(), Fault::OwnerDiffers))
            } else {
                Ok(owned)
            };
        }
        if self.ids.has_account_with_zeros(number) {
            return Err(RowError::fault(Field::AccountNo, number, Fault::LeadingZerosLost));
        }
        match customer {
            Some(customer) if self.unknown_owner == UnknownOwner::Create => {
                let customer = self.owner(customer)?;
                Ok(self.insert_bare_account(number, customer)?)
            }
            _ => Err(RowError::fault(Field::AccountNo, number, Fault::UnknownAccount)),
        }
    }

    fn insert_bare_account(&mut self, number: &str, customer: i64) -> Result<Owned> {
        self.conn
            .prepare_cached(
                "INSERT INTO account (account_no, customer_id, product, import_id) VALUES (?1, ?2, 'unknown', ?3)",
            )?
            .execute((number, customer, self.import))?;
        let owned = Owned { account: self.conn.last_insert_rowid(), customer };
        self.ids.add_account(number, owned);
        self.bare.insert(("account", owned.account));
        self.created_accounts += 1;
        self.dirty.insert(customer);
        Ok(owned)
    }
}

/// A day as a column's value.
pub(super) fn day_value(day: Day) -> Value {
    Value::Integer(i64::from(day.0))
}
