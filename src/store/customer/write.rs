//! Writing customers by hand: a new one, an edit of one, with numbers and tags.

use super::{find_customer, list_phones, list_tags};
use crate::domain::{About, Cause, Customer, CustomerId, CustomerKind, PhoneKind};
use crate::store::journal::{Action, Column};
use crate::store::{Fault, Result, StoreError};
use rusqlite::ToSql;

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
    let mut columns = columns(fields);
    // Who is added by hand is a new customer of the manager from that day on.
    columns.extend([("entered_on", &entered as &dyn ToSql), ("assigned_on", &entered)]);
    let id = action.insert("customer", &columns)?;
    let customer = CustomerId(id);
    replace_phones(action, customer, &fields.phones)?;
    replace_tags(action, customer, &fields.tags)?;
    action.touch(customer, Cause::Edit)?;
    Ok(customer)
}

/// The columns that a form fills, each with its value.
fn columns(fields: &CustomerFields) -> Vec<Column<'_>> {
    let about = &fields.about;
    vec![
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
    ]
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
    let numbers = list_phones(action.conn(), id)?;
    let has_new_phones = numbers.len() != fields.phones.len()
        || fields.phones.iter().any(|(number, _)| !numbers.iter().any(|phone| phone.number == *number));
    let tags = list_tags(action.conn(), id)?;
    let has_new_tags = tags.len() != fields.tags.len() || fields.tags.iter().any(|tag| !tags.contains(tag));
    let others = [("phone", has_new_phones), ("tag", has_new_tags)];
    let hand_edited = hand_edited(&old, others, fields);
    let version = old.row_version + 1;
    let mut columns = columns(fields);
    columns.extend([("hand_edited", &hand_edited as &dyn ToSql), ("row_version", &version)]);
    action.update("customer", id.0, &columns)?;
    replace_phones(action, id, &fields.phones)?;
    replace_tags(action, id, &fields.tags)?;
    action.touch(id, Cause::Edit)
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
