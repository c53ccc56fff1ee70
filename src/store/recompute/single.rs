//! Single customers between two recomputations: a row made anew after a write, a situation to work with, all figures to
//! look at. Scores of behaviour are taken from the edges of the book.

use super::ahead::Ahead;
use super::customer::{Classified, Evaluator, PassFacts, Wants};
use super::part::{Looked, Part, Write};
use super::pass::{self, PassInput};
use super::people::States;
use super::rows::KindTable;
use super::watch::Unwatched;
use super::{Engine, RowChange, Rules, state_on, write};
use crate::book::NewRow;
use crate::classify::{Metrics, Profile};
use crate::domain::{Cause, Code, CustomerId, Day, Dimension, Now};
use crate::store::{Result, Store};
use crate::work::{OwnedSituation, Playbook};
use rusqlite::OptionalExtension;
use std::collections::HashMap;

/// One customer on the working day.
struct Single {
    row: NewRow,
    write: Option<Write>,
    looked: Option<Box<Looked>>,
    classified: Classified,
}

/// Evaluates one customer, his profile made anew; `None` when he is gone or not there yet.
fn single(
    store: &Store,
    rules: &Rules,
    playbook: &Playbook,
    now: Now,
    (id, wants): (CustomerId, Wants),
) -> Result<Option<Single>> {
    let days = [now.day()];
    let facts = PassFacts { rules, playbook, days: &days, wants };
    let cause = store
        .conn
        .prepare_cached("SELECT cause FROM customer_dirty WHERE customer_id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    let dirty = HashMap::from([(id, cause.unwrap_or(Cause::Edit))]);
    let ahead = Ahead::find(&store.conn, now, id)?;
    let states = match state_on(&store.conn)? {
        Some(on) if on <= now.day() => States::Stored,
        Some(_) => States::RecordedOn(now.day()),
        None => States::None,
    };
    let input =
        PassInput { facts, now, dirty: &dirty, ahead: &ahead, states, is_bulk: false, watch: &Unwatched };
    let kinds = KindTable::load(&store.conn)?;
    let mut evaluator = Evaluator::new(facts, Part::new(&facts));
    let classified = pass::walk(&store.conn, &kinds, &input, &(id.0..=id.0), &mut evaluator)?;
    let (row, mut part) = (evaluator.scratch.row, evaluator.part);
    let (write, looked) = (part.writes.pop(), part.looked);
    Ok(classified.map(|classified| Single { row, write, looked, classified }))
}

/// A customer's row on the working day, but for the behaviour, which needs the whole book; `None` when he is not there.
pub(super) fn row(
    store: &Store,
    rules: &Rules,
    playbook: &Playbook,
    (now, id): (Now, CustomerId),
) -> Result<Option<NewRow>> {
    Ok(single(store, rules, playbook, now, (id, Wants::Rows))?.map(|found| found.row))
}

/// Reclassifies the customers whose rows changed, on a day whose book is there already.
///
/// # Errors
/// As [`super::recompute`].
pub fn refresh(
    store: &mut Store,
    playbook: &Playbook,
    now: Now,
    engine: &Engine,
    customers: &[CustomerId],
) -> Result<Vec<RowChange>> {
    let records = state_on(&store.conn)? == Some(now.day());
    let mut changed = Vec::new();
    for id in customers {
        let Some(mut found) = single(store, &engine.rules, playbook, now, (*id, Wants::Rows))? else {
            changed.push(RowChange::Gone(*id));
            continue;
        };
        if records {
            let tx = store.conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            let is_back = match &found.write {
                Some(write) => write::state(&tx, &engine.rules, write)?,
                None => false,
            };
            tx.prepare_cached("DELETE FROM customer_dirty WHERE customer_id = ?1")?.execute([id])?;
            Ahead::find(&tx, now, *id)?.mark(&tx)?;
            tx.commit()?;
            // Since when a class goes on that is back on its own day was found out by the writing.
            if is_back && let Some(again) = single(store, &engine.rules, playbook, now, (*id, Wants::Rows))? {
                found = again;
            }
        }
        found.set_behaviour(engine);
        changed.push(RowChange::Put(Box::new(found.row)));
    }
    Ok(changed)
}

impl Single {
    fn set_behaviour(&mut self, engine: &Engine) {
        let row = &mut self.row.row;
        let (class, scores) = match &engine.edges {
            Some(edges) => engine.rules.behaviour_of(Some(edges), row.rfm_input),
            None => (self.classified.classes[Dimension::Behaviour.index()].0, None),
        };
        row.classes[Dimension::Behaviour.index()] = class;
        row.rfm = scores;
    }
}

/// A customer's row and the situation it was derived from, on the working day; `None` when he is not there (yet).
/// Nothing is written. The row has no behaviour: that needs the whole book.
///
/// # Errors
/// When the file cannot be read.
pub fn find_situation(
    store: &Store,
    rules: &Rules,
    playbook: &Playbook,
    now: Now,
    customer: CustomerId,
) -> Result<Option<(NewRow, OwnedSituation)>> {
    let found = single(store, rules, playbook, now, (customer, Wants::Situations))?;
    Ok(found.and_then(|found| Some((found.row, found.looked?.situation))))
}

/// A customer on the working day, with everything his classes come from.
#[derive(Debug, Clone)]
pub struct Examined {
    /// His row, behaviour included.
    pub row: NewRow,
    /// His figures, RFM scores included.
    pub metrics: Metrics,
    /// His history.
    pub profile: Profile,
    /// Class code and since when, by dimension.
    pub classes: [(String, Day); 6],
}

/// Classifies one customer for looking at; nothing is written. `None` when he does not exist on that day.
///
/// # Errors
/// When the file cannot be read.
pub fn examine(
    store: &Store,
    engine: &Engine,
    playbook: &Playbook,
    now: Now,
    id: CustomerId,
) -> Result<Option<Examined>> {
    let Some(mut found) = single(store, &engine.rules, playbook, now, (id, Wants::Situations))? else {
        return Ok(None);
    };
    found.set_behaviour(engine);
    let Some(looked) = found.looked else { return Ok(None) };
    let Looked { mut metrics, profile, .. } = *looked;
    if let Some(edges) = &engine.edges {
        edges.set_scores(&mut metrics);
    }
    let Classified { classes, first_on } = found.classified;
    let classes = std::array::from_fn(|at| {
        let dimension = Dimension::ALL[at];
        let code = engine.rules.classes.code(dimension, found.row.row.class(dimension));
        (code.to_owned(), classes[at].1.max(first_on))
    });
    Ok(Some(Examined { row: found.row, metrics, profile, classes }))
}
