//! What people changed of a customer, read back from the journal: what he allows on a channel, and his own data. Actions
//! that were taken back are not told of.
//!
//! Rows that came without a journal (a file, the demo book) begin with what their oldest image says of itself. Must not:
//! write; that is `journal`'s.

use super::Result;
use super::journal::{IS_UNDONE, row_as_json};
use crate::book::{Event, TimelineEntry};
use crate::domain::{Channel, Code, Consent, ConsentState, CustomerId, Day, Minute, Moment, Now};
use rusqlite::Connection;
use serde_json::{Map, Value};

/// The columns that hold data of a customer, with the field of the form that shows them. The state of a number and the end
/// of a relationship follow from contacts, which have entries of their own.
const FIELDS: [(&str, &str, &str); 20] = [
    ("customer", "customer_no", "customer_no"),
    ("customer", "name", "name"),
    ("customer", "kind", "kind"),
    ("customer", "gender", "gender"),
    ("customer", "birth_on", "birth_on"),
    ("customer", "region", "region"),
    ("customer", "industry", "industry"),
    ("customer", "occupation", "occupation"),
    ("customer", "income_year", "income"),
    ("customer", "firm_size", "firm_size"),
    ("customer", "risk_level", "risk_level"),
    ("customer", "risk_level_until_on", "risk_until"),
    ("customer", "id_document_until_on", "id_until"),
    ("customer", "opened_on", "opened_on"),
    ("customer", "referred_by_id", "referred_by"),
    ("customer", "remark", "remark"),
    ("phone", "number", "phones"),
    ("phone", "kind", "phones"),
    ("phone", "is_primary", "phones"),
    ("phone", "remark", "phones"),
];

/// A journalled change of one row.
struct Change {
    at: Moment,
    /// A person's action that stands: neither an undo nor undone.
    is_live: bool,
    before: Option<Map<String, Value>>,
    after: Option<Map<String, Value>>,
}

/// Changes of consent and of the customer's own data up to the working time, and how he came into the book; unsorted.
///
/// # Errors
/// When the file cannot be read.
pub fn list_changes(conn: &Connection, customer: CustomerId, now: Now) -> Result<Vec<TimelineEntry>> {
    let mut entries = Vec::new();
    for row_id in ids(conn, "SELECT id FROM consent WHERE customer_id = ?1", customer)? {
        consents(conn, row_id, now, &mut entries)?;
    }
    edits(conn, ("customer", customer.0), now, &mut entries)?;
    for row_id in ids(conn, "SELECT id FROM phone WHERE customer_id = ?1", customer)? {
        edits(conn, ("phone", row_id), now, &mut entries)?;
    }
    let mut statement = conn.prepare_cached("SELECT entered_on FROM customer WHERE id = ?1")?;
    let on: Day = statement.query_row([customer], |row| row.get(0))?;
    // Who is there for his accounts may be entered later than the working day.
    if on <= now.day() {
        entries.push(TimelineEntry { on, minute: None, event: Event::Entered });
    }
    Ok(entries)
}

fn ids(conn: &Connection, sql: &str, customer: CustomerId) -> Result<Vec<i64>> {
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map([customer], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The journalled changes of a row, newest first.
fn changes_of(conn: &Connection, table: &str, row_id: i64) -> Result<Vec<Change>> {
    let sql = format!(
        "SELECT g.at, g.undoes_id IS NULL AND NOT {IS_UNDONE}, j.payload
         FROM journal j JOIN journal_group g ON g.id = j.group_id
         WHERE j.table_name = ?1 AND j.row_id = ?2 ORDER BY j.seq DESC"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement.query_map((table, row_id), |row| {
        let payload: Option<String> = row.get(2)?;
        let mut images: Map<String, Value> =
            payload.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let mut image = |name: &str| match images.remove(name) {
            Some(Value::Object(image)) => Some(image),
            _ => None,
        };
        Ok(Change { at: row.get(0)?, is_live: row.get(1)?, before: image("before"), after: image("after") })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What was allowed after each change of a consent, from its row of today backwards.
fn consents(conn: &Connection, row_id: i64, now: Now, entries: &mut Vec<TimelineEntry>) -> Result<()> {
    let Some(mut image) = row_as_json(conn, "consent", row_id)? else { return Ok(()) };
    let mut is_made_here = false;
    for change in changes_of(conn, "consent", row_id)? {
        image.extend(change.after.unwrap_or_default());
        if change.is_live && change.at <= now.at {
            entries.extend(consent_of(&image).map(|consent| TimelineEntry {
                on: now.zone.day(change.at),
                minute: Some(now.zone.minute(change.at)),
                event: Event::ConsentChanged(Box::new(consent)),
            }));
        }
        is_made_here = change.before.is_none();
        image.extend(change.before.unwrap_or_default());
    }
    let first = consent_of(&image).filter(|consent| !is_made_here && consent.given_on <= now.day());
    entries.extend(first.map(|consent| TimelineEntry {
        on: consent.given_on,
        minute: None,
        event: Event::ConsentChanged(Box::new(consent)),
    }));
    Ok(())
}

/// A consent as a row of the journal holds it.
fn consent_of(image: &Map<String, Value>) -> Option<Consent> {
    let number = |name: &str| image.get(name).and_then(Value::as_i64);
    let text = |name: &str| image.get(name).and_then(Value::as_str);
    let day = |name: &str| number(name).and_then(|day| i32::try_from(day).ok()).map(Day);
    // The end of the day is a minute past the last one.
    let minute = |name: &str| number(name).and_then(|minute| Minute::from_number(minute.min(1439)));
    Some(Consent {
        channel: Channel::from_code(text("channel")?)?,
        state: ConsentState::from_code(text("state")?)?,
        window: Option::zip(minute("window_from_minute"), minute("window_to_minute")),
        until_on: day("until_on"),
        given_on: day("given_on")?,
        wording: text("wording").map(str::to_owned),
    })
}

/// Which fields were changed, by action. That a row is new is no change.
fn edits(
    conn: &Connection,
    (table, row_id): (&str, i64),
    now: Now,
    entries: &mut Vec<TimelineEntry>,
) -> Result<()> {
    let field = |column: &String| {
        FIELDS.iter().find(|(of, name, _)| *of == table && name == column).map(|(.., field)| *field)
    };
    for change in changes_of(conn, table, row_id)? {
        let mut fields: Vec<&str> = change.before.unwrap_or_default().keys().filter_map(field).collect();
        fields.dedup();
        if change.is_live && change.at <= now.at && change.after.is_some() && !fields.is_empty() {
            entries.push(TimelineEntry {
                on: now.zone.day(change.at),
                minute: Some(now.zone.minute(change.at)),
                event: Event::Edited(fields),
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use crate::store::consent::save_consents;
    use crate::store::journal::{Action, ActionInfo, ActionKind, Actor, UndoWhich, offer_undo, undo};
    use crate::testing::{store_of, tuesday};
    use crate::work::ConsentChange;

    const ME: CustomerId = CustomerId(1);

    fn book() -> Store {
        store_of(
            "INSERT INTO customer (id, customer_no, name, entered_on) VALUES (1, '100482', '马玉兰', {today} - 900);
             INSERT INTO consent (customer_id, channel, state, given_on, wording)
               VALUES (1, 'phone', 'never', {today} - 9, '别再打')",
        )
    }

    fn actor() -> Actor {
        Actor { who: "张晓岚".into(), window: "test".into(), now: tuesday() }
    }

    fn told(store: &Store) -> Vec<Event> {
        let mut entries = list_changes(&store.conn, ME, tuesday()).unwrap();
        entries.sort_by_key(|entry| (entry.on, entry.minute));
        entries.into_iter().map(|entry| entry.event).collect()
    }

    fn said(state: ConsentState, wording: &str) -> Consent {
        let given_on = tuesday().day();
        let wording = Some(wording.to_owned());
        Consent { channel: Channel::Phone, state, window: None, until_on: None, given_on, wording }
    }

    fn save(store: &mut Store, is: Consent) {
        let was = crate::store::customer::list_consents(&store.conn, ME).unwrap().pop();
        save_consents(&mut store.conn, &actor(), ME, &[ConsentChange { was, is }]).unwrap();
    }

    fn take_back(store: &mut Store, which: UndoWhich) {
        let offer = offer_undo(&store.conn, &actor(), which).unwrap();
        undo(&mut store.conn, &actor(), &offer).unwrap();
    }

    #[test]
    fn every_change_of_consent_is_told_with_what_it_was_after_it_and_goes_with_undo() {
        let mut store = book();
        let (shut, open) = (said(ConsentState::Never, "别再打"), said(ConsentState::Yes, "可以打了"));
        let shut = Consent { given_on: tuesday().day() - 9, ..shut };
        let entry = |consent: &Consent| Event::ConsentChanged(Box::new(consent.clone()));
        assert_eq!(told(&store), [Event::Entered, entry(&shut)]);
        save(&mut store, open.clone());
        assert_eq!(told(&store), [Event::Entered, entry(&shut), entry(&open)]);
        take_back(&mut store, UndoWhich::Undo);
        assert_eq!(told(&store), [Event::Entered, entry(&shut)]);
        take_back(&mut store, UndoWhich::Redo);
        assert_eq!(told(&store), [Event::Entered, entry(&shut), entry(&open)]);
    }

    #[test]
    fn an_edit_is_told_by_its_fields_and_a_state_that_a_call_sets_is_not() {
        let mut store = book();
        let info = ActionInfo { kind: ActionKind::Edit, label: "".into(), customer: Some(ME) };
        let mut action = Action::begin(&mut store.conn, &actor(), &info).unwrap();
        action.update("customer", 1, &[("remark", &"太太管钱"), ("row_version", &2)]).unwrap();
        let phone = action.insert("phone", &[("customer_id", &1), ("number", &"13800001234")]).unwrap();
        action.update("phone", phone, &[("state", &"valid")]).unwrap();
        action.commit().unwrap();
        assert!(told(&store).contains(&Event::Edited(vec!["remark"])), "{:?}", told(&store));
        assert_eq!(told(&store).len(), 3);
    }
}
