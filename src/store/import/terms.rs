//! What the words of files mean where the built-in tables do not say: kinds of movements and products, as the manager
//! assigned them. Kept with the book, journalled, and applied to what is there and to every later import.

use crate::domain::kinds::{ProductKinds, TxnKinds, UNKNOWN_KIND};
use crate::domain::{Cause, CustomerId, Label};
use crate::lang::Lang;
use crate::store::journal::{Action, ActionInfo, ActionKind, Actor};
use crate::store::{Fault, Result, StoreError};
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashMap;

/// What sort of word it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TermSort {
    /// A kind of movement.
    Kind,
    /// A product.
    Product,
}

impl TermSort {
    /// The codes that a word can mean, in the order of the table.
    pub fn codes(self) -> Vec<&'static str> {
        match self {
            TermSort::Kind => TxnKinds::embedded().codes().collect(),
            TermSort::Product => ProductKinds::embedded().codes().collect(),
        }
    }

    /// The words of a code.
    pub fn label(self, code: &str, lang: Lang) -> &'static str {
        let label = match self {
            TermSort::Kind => TxnKinds::embedded().label(code, lang),
            TermSort::Product => ProductKinds::embedded().label(code, lang),
        };
        label.unwrap_or_default()
    }
}

/// A word and what it is to mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its sort.
    pub sort: TermSort,
    /// The file's word.
    pub text: String,
    /// The code it means.
    pub code: String,
}

const PRODUCT: &str = "product.";

/// The products that were assigned, by the file's word.
pub(super) fn load_products(conn: &Connection, schema: &str) -> Result<HashMap<String, String>> {
    let sql = format!("SELECT substr(key, 9), value FROM {schema}.setting WHERE substr(key, 1, 8) = ?1");
    let mut statement = conn.prepare(&sql)?;
    let words = statement.query_map([PRODUCT], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(words.collect::<rusqlite::Result<_>>()?)
}

/// Assigns a word, as one action; how many customers have it in the book.
///
/// # Errors
/// `NoSuch` for a code that no table has, and when the book cannot be written.
pub fn assign_term(conn: &mut Connection, actor: &Actor, term: &Term) -> Result<usize> {
    if !term.sort.codes().contains(&term.code.as_str()) {
        return Err(StoreError::new(Fault::NoSuch(term.code.clone()), "assign a word"));
    }
    let (key, code) = match term.sort {
        TermSort::Kind => ("journal.assign_kind", Label::TxnKind(term.code.clone())),
        TermSort::Product => ("journal.assign_product", Label::Product(term.code.clone())),
    };
    let label = Label::of(key).with("text", term.text.as_str()).with("code", code);
    let info = ActionInfo { kind: ActionKind::Setting, label, customer: None };
    let mut action = Action::begin(conn, actor, &info)?;
    let customers = match term.sort {
        TermSort::Kind => assign_kind(&mut action, term)?,
        TermSort::Product => assign_product(&mut action, term)?,
    };
    for customer in &customers {
        action.touch(*customer, Cause::DataCorrection)?;
    }
    action.commit()?;
    Ok(customers.len())
}

fn assign_kind(action: &mut Action<'_>, term: &Term) -> Result<Vec<CustomerId>> {
    let known: Option<i64> = action
        .conn()
        .prepare_cached("SELECT id FROM txn_kind WHERE text = ?1")?
        .query_row([&term.text], |row| row.get(0))
        .optional()?;
    let Some(id) = known else {
        action.insert("txn_kind", &[("code", &term.code), ("text", &term.text)])?;
        return Ok(Vec::new());
    };
    action.update("txn_kind", id, &[("code", &term.code)])?;
    customers_with_kind(action.conn(), id)
}

/// The customers who have movements of a kind.
pub(in crate::store) fn customers_with_kind(conn: &Connection, kind: i64) -> Result<Vec<CustomerId>> {
    let mut statement = conn.prepare_cached("SELECT DISTINCT customer_id FROM txn WHERE kind_id = ?1")?;
    let customers = statement.query_map([kind], |row| row.get(0))?;
    Ok(customers.collect::<rusqlite::Result<_>>()?)
}

fn assign_product(action: &mut Action<'_>, term: &Term) -> Result<Vec<CustomerId>> {
    let key = format!("{PRODUCT}{}", term.text);
    let known: Option<i64> = action
        .conn()
        .prepare_cached("SELECT id FROM setting WHERE key = ?1")?
        .query_row([&key], |row| row.get(0))
        .optional()?;
    match known {
        Some(id) => action.update("setting", id, &[("value", &term.code)]).map(drop)?,
        None => action.insert("setting", &[("key", &key), ("value", &term.code)]).map(drop)?,
    }
    let mut statement = action.conn().prepare(
        "SELECT id, customer_id FROM account WHERE product_text = ?1 AND product = ?2 ORDER BY id",
    )?;
    let accounts: Vec<(i64, CustomerId)> = statement
        .query_map((&term.text, UNKNOWN_KIND), |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    drop(statement);
    let mut customers: Vec<CustomerId> = Vec::new();
    for (account, customer) in accounts {
        action.update("account", account, &[("product", &term.code)])?;
        customers.push(customer);
    }
    customers.sort_unstable();
    customers.dedup();
    Ok(customers)
}
