//! Loading a customer's card: his rows, his figures of the day, why he is in his classes, his timeline.

use super::contact::list_touches;
use super::customer::{find_customer, list_consents, list_holdings, list_phones, list_tags};
use super::error::{Fault, StoreError};
use super::recompute::{Engine, examine, list_balances};
use super::timeline::list_timeline;
use super::{Result, Store};
use crate::book::{ByHand, Card, CardClass};
use crate::classify::explain::{Explained, explain};
use crate::domain::{Code, CustomerId, Day, Dimension, Now};
use crate::work::{Playbook, Used};
use rusqlite::{Connection, OptionalExtension};

/// Entries of the timeline that a card loads: years of a private customer, so that what proves a line is among them.
const TIMELINE: u32 = 2_000;

/// The card of a customer on the working day.
///
/// # Errors
/// `NoSuch` when there is no such customer on that day.
pub fn find_card(
    store: &Store,
    engine: &Engine,
    playbook: &Playbook,
    now: Now,
    id: CustomerId,
) -> Result<Card> {
    let conn = &store.conn;
    let customer = find_customer(conn, id)?;
    let Some(examined) = examine(store, engine, playbook, now, id)? else {
        return Err(StoreError::new(Fault::NoSuch(customer.customer_no), "find_card"));
    };
    let day = now.day();
    let mut classes = Vec::with_capacity(Dimension::ALL.len());
    for dimension in Dimension::ALL {
        let explained = Explained {
            set: engine.rules.book.set(*dimension),
            metrics: &examined.metrics,
            facts: examined.profile.facts(),
            edges: engine.edges.as_ref(),
        };
        let (class, since_on) = &examined.classes[dimension.index()];
        classes.push(CardClass {
            dimension: *dimension,
            class: class.clone(),
            since_on: *since_on,
            by_hand: find_override(conn, id, *dimension, day)?,
            explanation: explain(&explained),
            rule_version: engine.rules.book.rules(*dimension).version,
        });
    }
    let touches = list_touches(conn, id, now)?;
    let mut holdings = list_holdings(conn, id, day)?;
    let balances = list_balances(conn, id, now)?;
    for holding in &mut holdings {
        // What the account itself says may be older than its movements.
        let found = balances.iter().find(|(account, _)| *account == holding.id);
        holding.balance = found.map(|(_, balance)| *balance);
    }
    Ok(Card {
        row: Box::new(examined.row),
        customer,
        phones: list_phones(conn, id)?,
        tags: list_tags(conn, id)?,
        consents: list_consents(conn, id)?,
        holdings,
        metrics: examined.metrics,
        facts: examined.profile.facts().clone(),
        used: Used::count(&touches, day, None, &playbook.limits),
        limits: playbook.limits,
        classes,
        timeline: list_timeline(conn, id, now, TIMELINE)?,
    })
}

/// The class set by hand that is in force on a day: the first of several.
pub(super) fn find_override(
    conn: &Connection,
    id: CustomerId,
    dimension: Dimension,
    day: Day,
) -> Result<Option<ByHand>> {
    let mut statement = conn.prepare_cached(
        "SELECT reason, author, until_on FROM class_override
         WHERE customer_id = ?1 AND dimension = ?2 AND from_on <= ?3 AND coalesce(until_on, ?3) >= ?3
         ORDER BY id LIMIT 1",
    )?;
    let row = statement.query_row((id, dimension, day), |row| {
        Ok(ByHand { reason: row.get(0)?, author: row.get(1)?, until_on: row.get(2)? })
    });
    Ok(row.optional()?)
}
