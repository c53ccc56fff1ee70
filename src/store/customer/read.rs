//! Reading customers with their phones, tags, consents and holdings.

use crate::domain::{
    About, Consent, ConsentState, Customer, CustomerId, CustomerKind, CustomerPhone, Day, Holding, Minute,
    PhoneKind, PhoneState, mask,
};
use crate::store::sql::Codes;
use crate::store::{Fault, Result, StoreError};
use rusqlite::{Connection, OptionalExtension, Row};

const COLUMNS: &str = "id, customer_no, name, kind, gender, birth_on, region, industry, occupation, income_year,
    firm_size, segment, risk_level, risk_level_until_on, id_document_until_on, referred_by_id, opened_on, remark,
    entered_on, assigned_on, left_on, leaving_reason, deceased_on, hand_edited, row_version";

fn customer_of(row: &Row<'_>) -> rusqlite::Result<Customer> {
    let hand_edited: String = row.get("hand_edited")?;
    Ok(Customer {
        id: row.get("id")?,
        customer_no: row.get("customer_no")?,
        name: row.get("name")?,
        kind: row.code_or_none("kind")?.unwrap_or(CustomerKind::Person),
        about: about_of(row)?,
        entered_on: row.get("entered_on")?,
        assigned_on: row.get("assigned_on")?,
        left_on: row.get("left_on")?,
        leaving_reason: row.get("leaving_reason")?,
        deceased_on: row.get("deceased_on")?,
        hand_edited: hand_edited.split(',').filter(|field| !field.is_empty()).map(str::to_owned).collect(),
        row_version: row.get("row_version")?,
    })
}

fn about_of(row: &Row<'_>) -> rusqlite::Result<About> {
    Ok(About {
        gender: row.code_or_none("gender")?,
        birth_on: row.get("birth_on")?,
        region: row.get("region")?,
        industry: row.get("industry")?,
        occupation: row.get("occupation")?,
        income_year: row.get("income_year")?,
        firm_size: row.get("firm_size")?,
        segment: row.get("segment")?,
        risk_level: row.code_or_none("risk_level")?,
        risk_level_until_on: row.get("risk_level_until_on")?,
        id_document_until_on: row.get("id_document_until_on")?,
        referred_by: row.get("referred_by_id")?,
        opened_on: row.get("opened_on")?,
        remark: row.get("remark")?,
    })
}

/// The customer with this id.
///
/// # Errors
/// `NoSuch` when there is none.
pub fn find_customer(conn: &Connection, id: CustomerId) -> Result<Customer> {
    let sql = format!("SELECT {COLUMNS} FROM customer WHERE id = ?1");
    let found = conn.prepare_cached(&sql)?.query_row([id], customer_of).optional()?;
    found.ok_or_else(|| StoreError::new(Fault::NoSuch(format!("customer {id}")), "find_customer"))
}

/// The id of a customer number.
///
/// # Errors
/// When the file cannot be read.
pub fn find_customer_id(conn: &Connection, customer_no: &str) -> Result<Option<CustomerId>> {
    let mut statement = conn.prepare_cached("SELECT id FROM customer WHERE customer_no = ?1")?;
    Ok(statement.query_row([customer_no], |row| row.get(0)).optional()?)
}

/// How many customers the book has.
///
/// # Errors
/// When the file cannot be read.
pub fn count_customers(conn: &Connection) -> Result<i64> {
    Ok(conn.prepare_cached("SELECT count(*) FROM customer")?.query_row([], |row| row.get(0))?)
}

/// Whether the book has any customer.
///
/// # Errors
/// When the file cannot be read.
pub fn has_customers(conn: &Connection) -> Result<bool> {
    Ok(conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM customer)")?.query_row([], |row| row.get(0))?)
}

/// The numbers of a customer, the primary one first.
///
/// # Errors
/// When the file cannot be read.
pub fn list_phones(conn: &Connection, customer: CustomerId) -> Result<Vec<CustomerPhone>> {
    let mut statement = conn.prepare_cached(
        "SELECT id, number, kind, state, is_primary, remark FROM phone WHERE customer_id = ?1
         ORDER BY is_primary DESC, state IN ('suspended', 'invalid'), id",
    )?;
    let rows = statement.query_map([customer], |row| {
        Ok(CustomerPhone {
            id: row.get("id")?,
            number: row.get("number")?,
            kind: row.code_or_none("kind")?.unwrap_or(PhoneKind::Other),
            state: row.code_or_none("state")?.unwrap_or(PhoneState::Unverified),
            is_primary: row.get("is_primary")?,
            remark: row.get("remark")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The tags of a customer, in order of entry.
///
/// # Errors
/// When the file cannot be read.
pub fn list_tags(conn: &Connection, customer: CustomerId) -> Result<Vec<String>> {
    let mut statement = conn.prepare_cached("SELECT tag FROM tag WHERE customer_id = ?1 ORDER BY id")?;
    let rows = statement.query_map([customer], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What a customer allows, per channel with a row.
///
/// # Errors
/// When the file cannot be read.
pub fn list_consents(conn: &Connection, customer: CustomerId) -> Result<Vec<Consent>> {
    let mut statement = conn.prepare_cached(
        "SELECT channel, state, window_from_minute, window_to_minute, until_on, given_on, wording
         FROM consent WHERE customer_id = ?1 ORDER BY id",
    )?;
    let rows = statement.query_map([customer], |row| {
        let from: Option<i64> = row.get("window_from_minute")?;
        let to: Option<i64> = row.get("window_to_minute")?;
        // The end of the day is a minute past the last one.
        let minute = |number: i64| Minute::from_number(number.min(1439));
        let (from, to) = (from.and_then(minute), to.and_then(minute));
        Ok(Consent {
            channel: row.get("channel")?,
            state: row.code_or_none("state")?.unwrap_or(ConsentState::Unknown),
            window: Option::zip(from, to),
            until_on: row.get("until_on")?,
            given_on: row.get("given_on")?,
            wording: row.get("wording")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The holdings of a customer that were open on a day, with the balance last known by then.
///
/// # Errors
/// When the file cannot be read.
pub fn list_holdings(conn: &Connection, customer: CustomerId, day: Day) -> Result<Vec<Holding>> {
    let mut statement = conn.prepare_cached(
        "SELECT id, account_no, product, coalesce(label, CASE product WHEN 'unknown' THEN product_text END) AS label, opened_on, closed_on, status,
                balance, balance_on, maturity_on, rate_bp, renews, product_risk
         FROM account WHERE customer_id = ?1 AND coalesce(opened_on, ?2) <= ?2 ORDER BY id",
    )?;
    let rows = statement.query_map((customer, day), |row| {
        Ok(Holding {
            id: row.get("id")?,
            account_no: row.get("account_no")?,
            product: row.get("product")?,
            label: row.get("label")?,
            opened_on: row.get("opened_on")?,
            closed_on: row.get("closed_on")?,
            status: row.get("status")?,
            balance: row.get("balance")?,
            maturity_on: row.get("maturity_on")?,
            rate_bp: row.get("rate_bp")?,
            renews: row.get("renews")?,
            product_risk: row.get("product_risk")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The customer as labels of the journal name him: the name masked, else the number.
///
/// # Errors
/// `NoSuch` when he is not there.
pub fn find_masked_name(conn: &Connection, customer: CustomerId) -> Result<String> {
    let mut statement = conn.prepare_cached("SELECT name, customer_no FROM customer WHERE id = ?1")?;
    let found: Option<(Option<String>, String)> =
        statement.query_row([customer], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let (name, number) = found.ok_or_else(|| {
        StoreError::new(Fault::NoSuch(format!("customer {}", customer.0)), "find_masked_name")
    })?;
    Ok(name.filter(|name| !name.is_empty()).map_or(number, |name| mask::name(&name)))
}
