//! Which entry of the timeline stands behind a line that no single row of the book proves: the movement that weighs most
//! in a figure, the last one of an account, the talk in which something was said, the file that brought the data.

use super::Facts;
use crate::book::{ContactEntry, Event, TimelineEntry};
use crate::domain::{AccountId, Channel, Dimension, Money};
use crate::screens::card::timeline::{self, EntryKey};

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

/// The talk in which the customer said what he allows on a channel: on that day, in those words if they were noted.
pub(super) fn consent(facts: &Facts<'_>, channel: Channel) -> Option<EntryKey> {
    let consent = facts.card.consents.iter().find(|consent| consent.channel == channel)?;
    let of_day = |entry: &TimelineEntry| match &entry.event {
        Event::Contact(contact) if entry.on == consent.given_on => Some(contact.note.clone()),
        _ => None,
    };
    let words = |entry: &TimelineEntry| of_day(entry).is_some_and(|note| note == consent.wording);
    let entries = &facts.card.timeline;
    timeline::find(entries, words).or_else(|| timeline::find(entries, |entry| of_day(entry).is_some()))
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
        Dimension::Demographic | Dimension::Industry => None,
    }
    .or_else(|| import(facts))
}
