//! What the book in memory needs of a customer's own rows (who he is, numbers, consents, open follow-ups, rests,
//! overrides, tags, skips), in one small blob, so that a pass reads one row of a customer instead of those of nine tables.
//!
//! Owns the form of the blob in `customer_digest`. It holds for every later working time: what begins or ends at a moment
//! is kept with it and looked at when the digest is used. An action deletes the digest of whose rows it changes, an import
//! marks the customer as changed; without a digest the rows are read. Must not: hold anything that is derived.

use super::person::{Around, Override, Person};
use crate::book::ClassTable;
use crate::domain::{
    Code, CustomerId, CustomerKind, Day, Dimension, FollowUpId, FollowUpKind, Minute, Moment, Now,
    PhoneState, Reason,
};
use crate::work::{ChannelConsent, OpenFollowUp, Rest, RestScope};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The form of the blob. Counts up when the form changes: for older blobs the rows are read.
const FORM: u8 = 1;

/// A customer's own rows. Codes are kept as their texts: an unknown one is passed over when the digest is used.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Digest<'a> {
    #[serde(borrow)]
    pub customer_no: Cow<'a, str>,
    #[serde(borrow)]
    pub name: Cow<'a, str>,
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
    #[serde(borrow)]
    pub numbers: Vec<NumberRow<'a>>,
    #[serde(borrow)]
    pub consents: Vec<ConsentRow<'a>>,
    #[serde(borrow)]
    pub follow_ups: Vec<FollowUpRow<'a>>,
    #[serde(borrow)]
    pub rests: Vec<RestRow<'a>>,
    #[serde(borrow)]
    pub overrides: Vec<OverrideRow<'a>>,
    /// One a line.
    #[serde(borrow)]
    pub tags: Cow<'a, str>,
    /// When he was passed over, from the day on that the digest was made for.
    pub skips: Vec<Moment>,
}

/// A number.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct NumberRow<'a> {
    #[serde(borrow)]
    pub digits: Cow<'a, str>,
    #[serde(borrow)]
    pub state: Cow<'a, str>,
    pub is_primary: bool,
}

/// A consent; without those that close nothing where only what is due matters.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ConsentRow<'a> {
    #[serde(borrow)]
    pub channel: Cow<'a, str>,
    #[serde(borrow)]
    pub state: Cow<'a, str>,
    pub until_on: Option<Day>,
    pub window: Option<(Minute, Minute)>,
    pub given_on: Day,
}

/// An open follow-up.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct FollowUpRow<'a> {
    pub id: FollowUpId,
    #[serde(borrow)]
    pub kind: Cow<'a, str>,
    #[serde(borrow)]
    pub reason: Cow<'a, str>,
    pub due_on: Day,
    pub minute: Option<Minute>,
    #[serde(borrow)]
    pub channel: Cow<'a, str>,
    #[serde(borrow)]
    pub note: Cow<'a, str>,
    pub created_at: Moment,
}

/// A rest that ends after the day that the digest was made for.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct RestRow<'a> {
    #[serde(borrow)]
    pub reason: Cow<'a, str>,
    pub until_on: Day,
    pub created_at: Moment,
}

/// A class set by hand.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct OverrideRow<'a> {
    #[serde(borrow)]
    pub dimension: Cow<'a, str>,
    #[serde(borrow)]
    pub class: Cow<'a, str>,
    pub from_on: Day,
    pub until_on: Option<Day>,
}

impl Digest<'_> {
    /// As a blob.
    pub(super) fn to_bytes(&self) -> Option<Vec<u8>> {
        postcard::to_extend(&(FORM, self), Vec::with_capacity(96)).ok()
    }

    /// From a blob; `None` for anything that this version did not write.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Digest<'_>> {
        let (form, rest) = bytes.split_first()?;
        if *form == FORM { postcard::from_bytes(rest).ok() } else { None }
    }

    /// Puts the customer as of a working time into buffers that are empty. What is later does not exist.
    pub(super) fn place(&self, id: CustomerId, now: Now, table: &ClassTable, to: (&mut Person, &mut Around)) {
        let (person, around) = to;
        self.place_person(id, person);
        for number in &self.numbers {
            let state = PhoneState::from_code(&number.state).unwrap_or(PhoneState::Unverified);
            around.numbers.push(&number.digits, state, number.is_primary);
        }
        let day = now.day();
        let given = self.consents.iter().filter(|consent| consent.given_on <= day);
        around.consents.extend(given.filter_map(ConsentRow::consent));
        for row in self.follow_ups.iter().filter(|row| row.created_at <= now.at) {
            let Some(follow_up) = row.follow_up() else { continue };
            if !row.note.is_empty() {
                around.push_subject(follow_up.id, &row.note);
            }
            around.follow_ups.push(follow_up);
        }
        let lasting = self.rests.iter().filter(|rest| rest.created_at <= now.at && rest.until_on > day);
        around.rests.extend(lasting.filter_map(RestRow::rest));
        around.overrides.extend(self.overrides.iter().filter_map(|row| row.by_hand(table)));
        around.tags.push_str(&self.tags);
        let since = now.zone.at(day, Minute::default());
        around.is_skipped = self.skips.iter().any(|at| (since..=now.at).contains(at));
    }

    fn place_person(&self, id: CustomerId, person: &mut Person) {
        person.id = id;
        person.customer_no.clear();
        person.customer_no.push_str(&self.customer_no);
        person.name.clear();
        person.name.push_str(&self.name);
        person.kind = if self.is_firm { CustomerKind::Firm } else { CustomerKind::Person };
        person.birth_on = self.birth_on;
        person.entered_on = self.entered_on.unwrap_or(Day(0));
        person.assigned_on = self.assigned_on;
        person.opened_on = self.opened_on;
        person.risk_level_until_on = self.risk_level_until_on;
        person.id_document_until_on = self.id_document_until_on;
        person.left_on = self.left_on;
        person.deceased_on = self.deceased_on;
    }
}

/// Whether a stored digest says something else at a working time than one made anew.
pub(super) fn differ(stored: &[u8], fresh: &[u8], now: Now, table: &ClassTable) -> bool {
    let placed = |bytes: &[u8]| {
        let (mut person, mut around) = (Person::default(), Around::default());
        Digest::from_bytes(bytes)?.place(CustomerId(0), now, table, (&mut person, &mut around));
        Some((person, around))
    };
    match (placed(stored), placed(fresh)) {
        (Some(stored), Some(fresh)) => stored != fresh,
        // A blob of another form is not used.
        _ => false,
    }
}

impl ConsentRow<'_> {
    /// A consent on a channel this program knows.
    fn consent(&self) -> Option<ChannelConsent> {
        let (channel, state) = (Code::from_code(&self.channel)?, Code::from_code(&self.state)?);
        Some(ChannelConsent { channel, state, until_on: self.until_on, window: self.window })
    }
}

impl FollowUpRow<'_> {
    fn follow_up(&self) -> Option<OpenFollowUp> {
        Some(OpenFollowUp {
            id: self.id,
            kind: FollowUpKind::from_code(&self.kind)?,
            reason: Reason::from_code(&self.reason).unwrap_or(Reason::Manual),
            due_on: self.due_on,
            minute: self.minute,
            channel: Code::from_code(&self.channel)?,
        })
    }
}

impl RestRow<'_> {
    fn rest(&self) -> Option<Rest> {
        let scope = match &*self.reason {
            "*" => RestScope::Selling,
            code => RestScope::One(Reason::from_code(code)?),
        };
        Some(Rest { scope, until_on: self.until_on })
    }
}

impl OverrideRow<'_> {
    fn by_hand(&self, table: &ClassTable) -> Option<Override> {
        let dimension = Dimension::from_code(&self.dimension)?;
        let class = table.place(dimension, &self.class);
        Some(Override { dimension, class, from_on: self.from_on, until_on: self.until_on })
    }
}
