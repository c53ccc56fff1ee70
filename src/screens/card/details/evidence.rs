//! Which entry of the timeline stands behind a line that no single row of the book proves: the movement that weighs most
//! in a figure, the last one of an account, the talk in which something was said, the file that brought the data.

use super::Facts;
use crate::book::{ContactEntry, Event, TimelineEntry};
use crate::domain::{AccountId, Channel, Dimension, ImportKind, Money};
use crate::screens::card::timeline::{self, EntryKey};
use crate::screens::edit::FieldId;

/// A direction of movements.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    In,
    Out,
    Any,
}

/// The largest movement of the last days.
pub(super) fn largest(facts: &Facts<'_>, flow: Flow, days: i32) -> Option<EntryKey> {
    let near = facts.card.timeline.iter().filter(|entry| entry.on > facts.today - days);
    let amounts = near.filter_map(|entry| match &entry.event {
        Event::Movement { amount, .. } => Some(*amount),
        _ => None,
    });
    let fits = |amount: &Money| match flow {
        Flow::In => amount.0 > 0,
        Flow::Out => amount.0 < 0,
        Flow::Any => true,
    };
    let most = amounts.filter(fits).max_by_key(|amount| amount.abs())?;
    timeline::find(
        &facts.card.timeline,
        |entry| matches!(&entry.event, Event::Movement { amount, .. } if *amount == most),
    )
}

/// The last movement.
pub(super) fn last_movement(facts: &Facts<'_>) -> Option<EntryKey> {
    timeline::find(&facts.card.timeline, |entry| matches!(entry.event, Event::Movement { .. }))
}

/// The last movement of an account.
pub(super) fn last_of_account(facts: &Facts<'_>, id: AccountId) -> Option<EntryKey> {
    timeline::find(
        &facts.card.timeline,
        |entry| matches!(&entry.event, Event::Movement { account, .. } if *account == Some(id)),
    )
}

/// The last contact for which something holds.
pub(super) fn contact(facts: &Facts<'_>, holds: impl Fn(&ContactEntry) -> bool) -> Option<EntryKey> {
    let is_it = |entry: &TimelineEntry| matches!(&entry.event, Event::Contact(contact) if holds(contact));
    timeline::find(&facts.card.timeline, is_it)
}

/// The entry with which the customer's word on a channel came into force.
pub(super) fn consent(facts: &Facts<'_>, channel: Channel) -> Option<EntryKey> {
    timeline::find(
        &facts.card.timeline,
        |entry| matches!(&entry.event, Event::ConsentChanged(consent) if consent.channel == channel),
    )
}

/// What data rest on: the last edit of one of these fields, else the file that brought the customer, else that he came
/// into the book.
pub(super) fn data(facts: &Facts<'_>, fields: &[FieldId]) -> Option<EntryKey> {
    let entries = &facts.card.timeline;
    let is_of = |name: &&str| fields.iter().any(|field| field.name() == *name);
    let edit =
        |entry: &TimelineEntry| matches!(&entry.event, Event::Edited(edited) if edited.iter().any(is_of));
    let brought =
        |entry: &TimelineEntry| matches!(entry.event, Event::Imported { kind: ImportKind::Customers, .. });
    timeline::find(entries, edit).or_else(|| timeline::find(entries, brought)).or_else(|| beginning(facts))
}

/// That he came into the book.
fn beginning(facts: &Facts<'_>) -> Option<EntryKey> {
    timeline::find(&facts.card.timeline, |entry| entry.event == Event::Entered)
}

/// The file that brought data of the customer last.
pub(super) fn import(facts: &Facts<'_>) -> Option<EntryKey> {
    timeline::find(&facts.card.timeline, |entry| matches!(entry.event, Event::Imported { .. }))
}

/// What a class without a change rests on: its own kind of data.
pub(super) fn class(facts: &Facts<'_>, dimension: Dimension) -> Option<EntryKey> {
    match dimension {
        Dimension::Value | Dimension::Need => largest(facts, Flow::Any, 30).or_else(|| last_movement(facts)),
        Dimension::Lifecycle | Dimension::Behaviour => last_movement(facts),
        // These rest on his data.
        Dimension::Demographic | Dimension::Industry => return None,
    }
    .or_else(|| import(facts))
}
