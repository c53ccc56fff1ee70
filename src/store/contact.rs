//! Contacts: writing one, and the touches that budget and caps look at.

use super::Result;
use super::journal::Action;
use super::sql::Codes;
use crate::domain::{ContactId, CustomerId, Direction, Minute, Moment, Now, Reach};
use crate::work::Touch;
use crate::work::log::NewContact;
use rusqlite::{Connection, Row};

/// Adds a contact as part of an action.
///
/// # Errors
/// `Refused` when reach and channel do not go together.
pub fn insert_contact(
    action: &mut Action<'_>,
    customer: CustomerId,
    contact: &NewContact,
) -> Result<ContactId> {
    let recorded_at = action.actor().now.clock;
    let (outcome, details) = (contact.outcome, &contact.details);
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let (was_promised, is_service, against_consent) =
        (contact.was_promised, contact.is_service, contact.against_consent);
    let id = action.insert(
        "contact",
        &[
            ("customer_id", &customer),
            ("at", &contact.at),
            ("channel", &outcome.channel),
            ("direction", &outcome.direction),
            ("reach", &outcome.reach),
            ("reply", &outcome.reply),
            ("result", &outcome.result),
            ("reason", &contact.reason),
            ("note", &contact.note),
            ("duration_s", &contact.duration_s),
            ("phone_id", &contact.phone),
            ("was_promised", &was_promised),
            ("is_service", &is_service),
            ("against_consent", &against_consent),
            ("over_limit_reason", &contact.over_limit_reason),
            ("deal_product", &text(&details.deal_product)),
            ("deal_amount", &details.deal_amount),
            ("other_bank", &text(&details.other_bank)),
            ("other_rate_bp", &details.other_rate_bp),
            ("other_due_on", &details.other_due_on),
            ("recorded_at", &recorded_at),
        ],
    )?;
    Ok(ContactId(id))
}

/// The contacts of the 30 days up to the working time, oldest first.
///
/// # Errors
/// When the file cannot be read.
pub fn list_touches(conn: &Connection, customer: CustomerId, now: Now) -> Result<Vec<Touch>> {
    let since = now.zone.at(now.day() - 29, Minute::default());
    let mut statement = conn.prepare_cached(
        "SELECT at, channel, direction, reach, was_promised, is_service, phone_id FROM contact
         WHERE customer_id = ?1 AND at BETWEEN ?2 AND ?3 ORDER BY at, id",
    )?;
    let rows = statement.query_map((customer, since, now.horizon()), |row| touch_of(row, now))?;
    let touches: Vec<Option<Touch>> = rows.collect::<rusqlite::Result<_>>()?;
    Ok(touches.into_iter().flatten().collect())
}

fn touch_of(row: &Row<'_>, now: Now) -> rusqlite::Result<Option<Touch>> {
    let at: Moment = row.get("at")?;
    let (Some(channel), Some(reach)) = (row.code_or_none("channel")?, row.code_or_none::<Reach>("reach")?)
    else {
        return Ok(None);
    };
    Ok(Some(Touch {
        on: now.zone.day(at),
        minute: now.zone.minute(at),
        channel,
        direction: row.code_or_none("direction")?.unwrap_or(Direction::Out),
        reach,
        was_promised: row.get("was_promised")?,
        is_service: row.get("is_service")?,
        phone: row.get("phone_id")?,
    }))
}
