//! What the book in memory needs of a customer's own rows (who he is, numbers, consents, open follow-ups, rests,
//! overrides, tags, skips), in one small blob, so that a pass reads one row of a customer instead of those of nine tables.
//!
//! Owns the form of the blob in `customer_digest`. It holds for every later working time: what begins or ends at a moment
//! is kept with it and looked at when the digest is used. An action deletes the digest of whose rows it changes, an import
//! marks the customer as changed; without a digest the rows are read. Must not: hold anything that is derived.

use super::person::{Around, Override, Person};
use crate::book::ClassTable;
use crate::classify::blob::{Blob, BlobError};
use crate::domain::{
    Code, CustomerId, CustomerKind, Day, Dimension, FollowUpId, FollowUpKind, Minute, Moment, Now,
    PhoneState, Reason,
};
use crate::work::{ChannelConsent, OpenFollowUp, Rest, RestScope};
use serde::Serialize;

/// The form of the blob. Counts up when the form changes: for older blobs the rows are read.
const FORM: u8 = 1;

/// A customer's own rows, as they are written; [`place`] reads them in this order. Codes are kept as their texts: an
/// unknown one is passed over when the digest is used.
#[derive(Debug, Default, Serialize)]
pub(super) struct Digest {
    pub customer_no: String,
    pub name: String,
    pub is_firm: bool,
    pub birth_on: Option<Day>,
    /// Every row of a customer has it.
    pub entered_on: Option<Day>,
    pub assigned_on: Option<Day>,
    pub opened_on: Option<Day>,
    pub risk_level_until_on: Option<Day>,
    pub id_document_until_on: Option<Day>,
    pub left_on: Option<Day>,
    pub deceased_on: Option<Day>,
    pub numbers: Vec<NumberRow>,
    pub consents: Vec<ConsentRow>,
    pub follow_ups: Vec<FollowUpRow>,
    pub rests: Vec<RestRow>,
    pub overrides: Vec<OverrideRow>,
    /// One a line.
    pub tags: String,
    /// When he was passed over, from the day on that the digest was made for.
    pub skips: Vec<Moment>,
}

/// A number.
#[derive(Debug, Serialize)]
pub(super) struct NumberRow {
    pub digits: String,
    pub state: String,
    pub is_primary: bool,
}

/// A consent; without those that close nothing where only what is due matters.
#[derive(Debug, Serialize)]
pub(super) struct ConsentRow {
    pub channel: String,
    pub state: String,
    pub until_on: Option<Day>,
    pub window: Option<(Minute, Minute)>,
    pub given_on: Day,
}

/// An open follow-up.
#[derive(Debug, Serialize)]
pub(super) struct FollowUpRow {
    pub id: FollowUpId,
    pub kind: String,
    pub reason: String,
    pub due_on: Day,
    pub minute: Option<Minute>,
    pub channel: String,
    pub note: String,
    pub created_at: Moment,
}

/// A rest that ends after the day that the digest was made for.
#[derive(Debug, Serialize)]
pub(super) struct RestRow {
    pub reason: String,
    pub until_on: Day,
    pub created_at: Moment,
}

/// A class set by hand.
#[derive(Debug, Serialize)]
pub(super) struct OverrideRow {
    pub dimension: String,
    pub class: String,
    pub from_on: Day,
    pub until_on: Option<Day>,
}

impl Digest {
    /// As a blob; `None` only when there is no memory for it.
    pub(super) fn to_bytes(&self) -> Option<Vec<u8>> {
        postcard::to_extend(&(FORM, self), Vec::with_capacity(96)).ok()
    }
}

/// Puts the customer of a blob as of a working time into buffers that are empty. What is later does not exist.
pub(super) fn place(
    bytes: &[u8],
    (id, now): (CustomerId, Now),
    table: &ClassTable,
    (person, around): (&mut Person, &mut Around),
) -> Result<(), BlobError> {
    let mut blob = Blob::new(bytes);
    if blob.piece::<u8>()? != FORM {
        return Err(BlobError);
    }
    person.id = id;
    place_person(&mut blob, person)?;
    for _ in 0..blob.count()? {
        let (digits, state): (&str, &str) = blob.piece()?;
        let state = PhoneState::from_code(state).unwrap_or(PhoneState::Unverified);
        around.numbers.push(digits, state, blob.piece()?);
    }
    for _ in 0..blob.count()? {
        place_consent(&mut blob, now, around)?;
    }
    for _ in 0..blob.count()? {
        place_follow_up(&mut blob, now, around)?;
    }
    for _ in 0..blob.count()? {
        place_rest(&mut blob, now, around)?;
    }
    for _ in 0..blob.count()? {
        place_override(&mut blob, table, around)?;
    }
    around.tags.push_str(blob.piece()?);
    let since = now.zone.at(now.day(), Minute::default());
    for _ in 0..blob.count()? {
        around.is_skipped |= (since..=now.horizon()).contains(&blob.piece()?);
    }
    Ok(())
}

fn place_person(blob: &mut Blob<'_>, person: &mut Person) -> Result<(), BlobError> {
    person.customer_no.clear();
    person.customer_no.push_str(blob.piece()?);
    person.name.clear();
    person.name.push_str(blob.piece()?);
    person.kind = if blob.piece()? { CustomerKind::Firm } else { CustomerKind::Person };
    person.birth_on = blob.piece()?;
    person.entered_on = blob.piece::<Option<Day>>()?.unwrap_or(Day(0));
    person.assigned_on = blob.piece()?;
    person.opened_on = blob.piece()?;
    person.risk_level_until_on = blob.piece()?;
    person.id_document_until_on = blob.piece()?;
    person.left_on = blob.piece()?;
    person.deceased_on = blob.piece()?;
    Ok(())
}

/// A consent on a channel this program knows.
fn place_consent(blob: &mut Blob<'_>, now: Now, around: &mut Around) -> Result<(), BlobError> {
    let (channel, state): (&str, &str) = blob.piece()?;
    let (until_on, window) = blob.piece()?;
    let given_on: Day = blob.piece()?;
    if given_on <= now.day()
        && let (Some(channel), Some(state)) = (Code::from_code(channel), Code::from_code(state))
    {
        around.consents.push(ChannelConsent { channel, state, until_on, window });
    }
    Ok(())
}

fn place_follow_up(blob: &mut Blob<'_>, now: Now, around: &mut Around) -> Result<(), BlobError> {
    let id: FollowUpId = blob.piece()?;
    let (kind, reason): (&str, &str) = blob.piece()?;
    let (due_on, minute) = blob.piece()?;
    let (channel, note): (&str, &str) = blob.piece()?;
    let created_at: Moment = blob.piece()?;
    if created_at <= now.horizon()
        && let (Some(kind), Some(channel)) = (FollowUpKind::from_code(kind), Code::from_code(channel))
    {
        let reason = Reason::from_code(reason).unwrap_or(Reason::Manual);
        if !note.is_empty() {
            around.push_subject(id, note);
        }
        around.follow_ups.push(OpenFollowUp { id, kind, reason, due_on, minute, channel });
    }
    Ok(())
}

fn place_rest(blob: &mut Blob<'_>, now: Now, around: &mut Around) -> Result<(), BlobError> {
    let reason: &str = blob.piece()?;
    let (until_on, created_at): (Day, Moment) = blob.piece()?;
    if created_at <= now.horizon() && until_on > now.day() {
        let scope = match reason {
            "*" => Some(RestScope::Selling),
            code => Reason::from_code(code).map(RestScope::One),
        };
        around.rests.extend(scope.map(|scope| Rest { scope, until_on }));
    }
    Ok(())
}

fn place_override(blob: &mut Blob<'_>, table: &ClassTable, around: &mut Around) -> Result<(), BlobError> {
    let (dimension, class): (&str, &str) = blob.piece()?;
    let (from_on, until_on) = blob.piece()?;
    if let Some(dimension) = Dimension::from_code(dimension) {
        let class = table.place(dimension, class);
        around.overrides.push(Override { dimension, class, from_on, until_on });
    }
    Ok(())
}

/// Whether a stored digest says something else at a working time than one made anew.
pub(super) fn differ(stored: &[u8], fresh: &[u8], now: Now, table: &ClassTable) -> bool {
    let placed = |bytes: &[u8]| {
        let (mut person, mut around) = (Person::default(), Around::default());
        place(bytes, (CustomerId(0), now), table, (&mut person, &mut around)).ok()?;
        Some((person, around))
    };
    match (placed(stored), placed(fresh)) {
        (Some(stored), Some(fresh)) => stored != fresh,
        // A blob of another form is not used.
        _ => false,
    }
}
