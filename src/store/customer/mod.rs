//! Customers with their phones, tags, consents and holdings: SQL, rows to domain, writes through an action.

use super::Result;
use super::error::{Fault, StoreError};
use super::journal::Action;
use super::protocol::ClassByHand;
use super::sql::Codes;
use crate::domain::{
    About, Cause, Consent, ConsentState, Customer, CustomerId, CustomerKind, CustomerPhone, Day, Holding,
    Minute, PhoneKind, PhoneState,
};
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

/// The editable part of a customer, as checked by the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerFields {
    /// The bank's number.
    pub customer_no: String,
    /// Name.
    pub name: Option<String>,
    /// Person or firm.
    pub kind: CustomerKind,
    /// Everything else.
    pub about: About,
    /// Numbers, the first one primary.
    pub phones: Vec<(String, PhoneKind)>,
    /// Tags.
    pub tags: Vec<String>,
}

/// Adds a customer by hand.
///
/// # Errors
/// `Refused` when the number is taken.
pub fn insert_customer(action: &mut Action<'_>, fields: &CustomerFields) -> Result<CustomerId> {
    let entered = action.actor().now.day();
    let about = &fields.about;
    let id = action.insert(
        "customer",
        &[
            ("customer_no", &fields.customer_no),
            ("name", &fields.name),
            ("kind", &fields.kind),
            ("gender", &about.gender),
            ("birth_on", &about.birth_on),
            ("region", &about.region),
            ("industry", &about.industry),
            ("occupation", &about.occupation),
            ("income_year", &about.income_year),
            ("firm_size", &about.firm_size),
            ("segment", &about.segment),
            ("risk_level", &about.risk_level),
            ("risk_level_until_on", &about.risk_level_until_on),
            ("id_document_until_on", &about.id_document_until_on),
            ("referred_by_id", &about.referred_by),
            ("opened_on", &about.opened_on),
            ("remark", &about.remark),
            ("entered_on", &entered),
        ],
    )?;
    let customer = CustomerId(id);
    replace_phones(action, customer, &fields.phones)?;
    replace_tags(action, customer, &fields.tags)?;
    action.touch(customer, Cause::Edit)?;
    Ok(customer)
}

/// Changes a customer to the fields of a form that read version `read_version` of him.
///
/// # Errors
/// `Conflict` when another window changed him since; `Refused` when the number is taken.
pub fn update_customer(
    action: &mut Action<'_>,
    id: CustomerId,
    read_version: i64,
    fields: &CustomerFields,
) -> Result<()> {
    let old = find_customer(action.conn(), id)?;
    if old.row_version != read_version {
        return Err(StoreError::new(Fault::Conflict, "update_customer"));
    }
    let about = &fields.about;
    let numbers = list_phones(action.conn(), id)?;
    let has_new_phones = numbers.len() != fields.phones.len()
        || fields.phones.iter().any(|(number, _)| !numbers.iter().any(|phone| phone.number == *number));
    let tags = list_tags(action.conn(), id)?;
    let has_new_tags = tags.len() != fields.tags.len() || fields.tags.iter().any(|tag| !tags.contains(tag));
    let others = [("phone", has_new_phones), ("tag", has_new_tags)];
    let hand_edited = hand_edited(&old, others, fields);
    let version = old.row_version + 1;
    action.update(
        "customer",
        id.0,
        &[
            ("customer_no", &fields.customer_no),
            ("name", &fields.name),
            ("kind", &fields.kind),
            ("gender", &about.gender),
            ("birth_on", &about.birth_on),
            ("region", &about.region),
            ("industry", &about.industry),
            ("occupation", &about.occupation),
            ("income_year", &about.income_year),
            ("firm_size", &about.firm_size),
            ("segment", &about.segment),
            ("risk_level", &about.risk_level),
            ("risk_level_until_on", &about.risk_level_until_on),
            ("id_document_until_on", &about.id_document_until_on),
            ("referred_by_id", &about.referred_by),
            ("opened_on", &about.opened_on),
            ("remark", &about.remark),
            ("hand_edited", &hand_edited),
            ("row_version", &version),
        ],
    )?;
    replace_phones(action, id, &fields.phones)?;
    replace_tags(action, id, &fields.tags)?;
    action.touch(id, Cause::Edit)
}

/// Sets a class by hand from the working day on, ending what was set in that dimension before; without a class it only
/// ends that.
///
/// # Errors
/// `Refused` when the end lies before the working day.
pub fn set_class(action: &mut Action<'_>, by_hand: &ClassByHand) -> Result<()> {
    let (day, at) = (action.actor().now.day(), action.actor().now.clock);
    let mut statement = action.conn().prepare(
        "SELECT id, from_on FROM class_override
         WHERE customer_id = ?1 AND dimension = ?2 AND coalesce(until_on, ?3) >= ?3",
    )?;
    let standing: Vec<(i64, Day)> = statement
        .query_map((by_hand.customer, by_hand.dimension, day), |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    drop(statement);
    for (id, from_on) in standing {
        if from_on < day {
            action.update("class_override", id, &[("until_on", &(day - 1))])?;
        } else {
            action.delete("class_override", id)?;
        }
    }
    if let Some(class) = &by_hand.class {
        let author = action.actor().who.clone();
        action.insert(
            "class_override",
            &[
                ("customer_id", &by_hand.customer),
                ("dimension", &by_hand.dimension),
                ("class", class),
                ("reason", &by_hand.reason),
                ("author", &author),
                ("from_on", &day),
                ("until_on", &by_hand.until_on),
                ("created_at", &at),
            ],
        )?;
    }
    Ok(())
}

/// The fields that are by hand after this edit: those before, and those that it changes.
fn hand_edited(old: &Customer, others: [(&'static str, bool); 2], new: &CustomerFields) -> String {
    let (a, b) = (&old.about, &new.about);
    let changed = [
        ("name", old.name != new.name),
        ("kind", old.kind != new.kind),
        ("gender", a.gender != b.gender),
        ("birth_on", a.birth_on != b.birth_on),
        ("region", a.region != b.region),
        ("industry", a.industry != b.industry),
        ("occupation", a.occupation != b.occupation),
        ("income_year", a.income_year != b.income_year),
        ("firm_size", a.firm_size != b.firm_size),
        ("segment", a.segment != b.segment),
        ("risk_level", a.risk_level != b.risk_level),
        ("risk_level_until_on", a.risk_level_until_on != b.risk_level_until_on),
        ("id_document_until_on", a.id_document_until_on != b.id_document_until_on),
        ("referred_by_id", a.referred_by != b.referred_by),
        ("opened_on", a.opened_on != b.opened_on),
        ("remark", a.remark != b.remark),
    ];
    let mut fields = old.hand_edited.clone();
    for (field, is_changed) in changed.into_iter().chain(others) {
        if is_changed && !fields.iter().any(|f| f == field) {
            fields.push(field.to_owned());
        }
    }
    fields.join(",")
}

/// Adds the numbers that are new, deletes those that are gone, keeps the state of the others. The first of the
/// list becomes the primary one.
fn replace_phones(
    action: &mut Action<'_>,
    customer: CustomerId,
    wanted: &[(String, PhoneKind)],
) -> Result<()> {
    let have = list_phones(action.conn(), customer)?;
    for phone in &have {
        let place = wanted.iter().position(|(number, _)| *number == phone.number);
        match place {
            None => action.delete("phone", phone.id.0)?,
            Some(at) => {
                let is_primary = i64::from(at == 0);
                action.update(
                    "phone",
                    phone.id.0,
                    &[("is_primary", &is_primary), ("kind", &wanted[at].1)],
                )?;
            }
        }
    }
    for (at, (number, kind)) in wanted.iter().enumerate() {
        if !have.iter().any(|phone| phone.number == *number) {
            let is_primary = i64::from(at == 0);
            action.insert(
                "phone",
                &[
                    ("customer_id", &customer),
                    ("number", number),
                    ("kind", kind),
                    ("is_primary", &is_primary),
                ],
            )?;
        }
    }
    Ok(())
}

fn replace_tags(action: &mut Action<'_>, customer: CustomerId, wanted: &[String]) -> Result<()> {
    let mut statement = action.conn().prepare("SELECT id, tag FROM tag WHERE customer_id = ?1")?;
    let have: Vec<(i64, String)> = statement
        .query_map([customer], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    drop(statement);
    for (id, _) in have.iter().filter(|(_, tag)| !wanted.contains(tag)) {
        action.delete("tag", *id)?;
    }
    for tag in wanted.iter().filter(|tag| !have.iter().any(|(_, have)| have == *tag)) {
        action.insert("tag", &[("customer_id", &customer), ("tag", tag)])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
