//! The recomputation: classes, changes, distributions and the book in memory, for a working day.
//!
//! A day forward evaluates the stored profiles of all customers; only customers whose rows changed, or of whom a row
//! dated later joins in, are made anew from the ledger. Derived rows belong to `book.state_on`: a later day advances
//! and records, the same day is used as it is, an earlier one is computed in memory only.

mod customer;
mod days;
mod pass;
mod people;
mod rows;
mod rules;
mod verify;
mod write;

pub use rules::Rules;
pub use verify::{Difference, verify};

use super::{Result, Store};
use crate::book::{Book, ClassIx, Distribution, NewRow};
use crate::classify::rfm::Edges;
use crate::classify::{Metrics, Profile};
use crate::domain::{Cause, Code, CustomerId, Day, Dimension, Money, Now};
use crate::work::{OwnedSituation, Playbook};
use customer::{Change, OnDay, Outcome, PassFacts, Wants};
use pass::PassInput;
use people::States;
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashMap;
use std::sync::atomic::AtomicBool;

/// How a recomputation is to be done.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Working time.
    pub now: Now,
    /// Whether derived rows may be written (the workstation and `classify`).
    pub records: Recording,
    /// Version of the rules instead of those in force.
    pub rules: Option<u32>,
    /// Set from another thread to stop; nothing is left half done.
    pub stop: &'a AtomicBool,
}

/// Whether a recomputation leaves its results in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recording {
    /// Never: every command but `classify`.
    Never,
    /// Where the working day allows it.
    Allowed,
    /// Drop all derived rows first and begin again at the working day.
    Rebuild,
}

/// What a customer is classified with between two recomputations.
#[derive(Debug, Clone)]
pub struct Engine {
    /// The rules in force.
    pub rules: Rules,
    /// The edges of the RFM scores over the whole book.
    pub edges: Option<Edges>,
}

/// What became of a customer's row in the book.
#[derive(Debug, Clone, PartialEq)]
pub enum RowChange {
    /// It is new or changed.
    Put(Box<NewRow>),
    /// The customer is gone (his creation was undone).
    Gone(CustomerId),
}

/// What came out.
#[derive(Debug)]
pub struct Recomputed {
    /// The book of the working day.
    pub book: Book,
    /// What single customers are classified with until the next recomputation.
    pub engine: Engine,
    /// Days that were advanced and recorded.
    pub recorded: Vec<Day>,
    /// Customers whose profile was made anew.
    pub rebuilt: usize,
    /// Changes of class that were recorded.
    pub changes: usize,
}

/// The day the derived rows belong to.
///
/// # Errors
/// When the file cannot be read.
pub fn state_on(conn: &Connection) -> Result<Option<Day>> {
    Ok(conn.query_row("SELECT state_on FROM book", [], |row| row.get(0))?)
}

/// Recomputes for the working day.
///
/// # Errors
/// `Stopped`, `Busy` when another window writes, and the file's own troubles.
pub fn recompute(store: &mut Store, playbook: &Playbook, request: &Request<'_>) -> Result<Recomputed> {
    let day = request.now.day();
    let stored = state_on(&store.conn)?;
    let may_record = request.records != Recording::Never
        && request.rules.is_none()
        && day <= request.now.zone.day(request.now.clock)
        && (request.records == Recording::Rebuild || stored.is_none_or(|on| on <= day));
    if may_record {
        record(store, playbook, request, stored)
    } else {
        compute(store, playbook, request, stored)
    }
}

/// Computes in memory; nothing is written.
fn compute(
    store: &Store,
    playbook: &Playbook,
    request: &Request<'_>,
    stored: Option<Day>,
) -> Result<Recomputed> {
    let day = request.now.day();
    let rules = Rules::load(&store.conn, day, request.rules)?;
    let dirty = dirty_customers(&store.conn)?;
    let states = match stored {
        _ if request.rules.is_some() => States::None,
        Some(on) if on <= day => States::Stored,
        Some(_) => States::RecordedOn(day),
        None => States::None,
    };
    let is_bulk = states != States::Stored || is_much(store, &dirty)?;
    let days = [day];
    let facts = PassFacts { rules: &rules, playbook, days: &days, wants: Wants::Rows };
    let input = PassInput { facts, now: request.now, dirty: &dirty, states, is_bulk, stop: request.stop };
    let mut gathered = Gathered::new(&rules, &days);
    pass::run(store, &input, |outcomes| {
        gathered.add(outcomes);
        Ok(())
    })?;
    Ok(gathered.finish(rules, Vec::new(), 0))
}

/// Advances the derived rows to the working day, in one transaction per block of days.
fn record(
    store: &mut Store,
    playbook: &Playbook,
    request: &Request<'_>,
    stored: Option<Day>,
) -> Result<Recomputed> {
    let day = request.now.day();
    let stored = if request.records == Recording::Rebuild {
        drop_derived(&mut store.conn)?;
        None
    } else {
        stored
    };
    rules::insert_built_in(&store.conn, request.now.clock)?;
    let all_days = days::to_advance(stored, day);
    let mut recorded = Vec::new();
    let mut changes = 0;
    let mut blocks = all_days.chunks(days::BLOCK).peekable();
    while let Some(block) = blocks.next() {
        let is_last = blocks.peek().is_none();
        let (mut done, count) = record_block(store, playbook, request, block, is_last)?;
        recorded.extend(block.iter().copied().filter(|d| stored.is_none_or(|on| on < *d)));
        changes += count;
        if is_last {
            done.recorded = recorded;
            done.changes = changes;
            return Ok(done);
        }
    }
    compute(store, playbook, request, stored)
}

fn record_block(
    store: &mut Store,
    playbook: &Playbook,
    request: &Request<'_>,
    block: &[Day],
    is_last: bool,
) -> Result<(Recomputed, usize)> {
    let last = block.last().copied().unwrap_or(request.now.day());
    let rules = Rules::load(&store.conn, last, None)?;
    store.conn.execute_batch("BEGIN IMMEDIATE")?;
    let result = (|| {
        let dirty = dirty_customers(&store.conn)?;
        let is_first = count_states(&store.conn)? == 0;
        let is_bulk = is_first || is_much(store, &dirty)?;
        let states = if is_first { States::None } else { States::Stored };
        let wants = if is_last { Wants::Rows } else { Wants::Nothing };
        let facts = PassFacts { rules: &rules, playbook, days: block, wants };
        let input = PassInput { facts, now: request.now, dirty: &dirty, states, is_bulk, stop: request.stop };
        let mut gathered = Gathered::new(&rules, block);
        let mut changes = 0;
        pass::run(store, &input, |outcomes| {
            for outcome in &outcomes {
                changes += outcome.changes.len();
                write::outcome(&store.conn, &rules, outcome)?;
            }
            gathered.add(outcomes);
            Ok(())
        })?;
        gathered.write(&store.conn, &rules)?;
        write::finish(&store.conn, dirty.keys().copied(), last)?;
        Ok((gathered, changes))
    })();
    match result {
        Ok((gathered, changes)) => {
            store.conn.execute_batch("COMMIT")?;
            Ok((gathered.finish(rules.clone(), Vec::new(), changes), changes))
        }
        Err(error) => {
            store.conn.execute_batch("ROLLBACK")?;
            Err(error)
        }
    }
}

fn dirty_customers(conn: &Connection) -> Result<HashMap<CustomerId, Cause>> {
    let mut statement = conn.prepare_cached("SELECT customer_id, cause FROM customer_dirty")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn count_states(conn: &Connection) -> Result<i64> {
    let found: Option<i64> =
        conn.query_row("SELECT 1 FROM customer_state LIMIT 1", [], |row| row.get(0)).optional()?;
    Ok(found.unwrap_or(0))
}

/// Whether so many customers changed that one scan of the ledger is cheaper than reading them one by one.
fn is_much(store: &Store, dirty: &HashMap<CustomerId, Cause>) -> Result<bool> {
    let all = super::customer::count_customers(&store.conn)?;
    Ok(i64::try_from(dirty.len()).unwrap_or(i64::MAX) > all / 8)
}

fn drop_derived(conn: &mut Connection) -> Result<()> {
    let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    tx.execute_batch(
        "DELETE FROM customer_state; DELETE FROM class_change; DELETE FROM class_day; DELETE FROM customer_dirty;
         UPDATE book SET state_on = NULL;",
    )?;
    tx.commit()?;
    Ok(())
}

/// What a pass comes to, over all customers.
struct Gathered<'a> {
    days: &'a [Day],
    book: Book,
    /// Per day of the pass, per dimension.
    sums: Vec<[Distribution; 6]>,
    /// Per customer: the RFM input of each day, and the behaviour stored last.
    customers: Vec<(CustomerId, Option<String>, Vec<Option<OnDay>>)>,
    rebuilt: usize,
}

impl<'a> Gathered<'a> {
    fn new(rules: &Rules, days: &'a [Day]) -> Gathered<'a> {
        let empty = || Dimension::ALL.iter().map(|d| Distribution::empty(&rules.classes, *d));
        let sums = days
            .iter()
            .map(|_| {
                let mut all = empty();
                std::array::from_fn(|_| all.next().unwrap_or_default())
            })
            .collect();
        let day = days.last().copied().unwrap_or(Day(0));
        let book = Book::new(day, rules.classes.clone());
        Gathered { days, book, sums, customers: Vec::new(), rebuilt: 0 }
    }

    fn add(&mut self, outcomes: Vec<Outcome>) {
        for outcome in outcomes {
            for (sums, on_day) in self.sums.iter_mut().zip(&outcome.days) {
                let Some(on_day) = on_day else { continue };
                for dimension in customer::OWN {
                    let class = on_day.classes[dimension.index()];
                    sums[dimension.index()].add(class, on_day.assets);
                }
            }
            self.rebuilt += usize::from(outcome.rebuilt.is_some());
            if let Some(row) = &outcome.row {
                self.book.put(row);
            }
            self.customers.push((outcome.id, outcome.stored_behaviour, outcome.days));
        }
    }

    fn edges(&self, at: usize) -> Option<Edges> {
        let inputs = self.customers.iter().filter_map(|(_, _, days)| days.get(at).copied().flatten()?.rfm);
        Edges::of(inputs)
    }

    /// Writes the distributions of all days, and the behaviour where a month ends.
    fn write(&mut self, conn: &Connection, rules: &Rules) -> Result<()> {
        for (at, day) in self.days.iter().copied().enumerate() {
            let edges = self.edges(at);
            let is_month_end = day == day.month_end();
            for (id, stored, days) in &mut self.customers {
                let Some(on_day) = days.get(at).copied().flatten() else { continue };
                let (class, _) = rules.behaviour_of(edges.as_ref(), on_day.rfm);
                self.sums[at][Dimension::Behaviour.index()].add(class, on_day.assets);
                let code = rules.classes.code(Dimension::Behaviour, class);
                let is_first = stored.is_none();
                if is_first || is_month_end && stored.as_deref() != Some(code) {
                    let change = behaviour_change(*id, stored.take(), class, (day, on_day.assets));
                    write::behaviour(conn, rules, &change, is_first)?;
                    *stored = Some(code.to_owned());
                }
            }
            for dimension in Dimension::ALL {
                write::distribution(conn, rules, (day, *dimension), &self.sums[at][dimension.index()])?;
            }
        }
        Ok(())
    }

    fn finish(mut self, rules: Rules, recorded: Vec<Day>, changes: usize) -> Recomputed {
        let edges = self.edges(self.days.len().saturating_sub(1));
        self.book.set_behaviour(|row| rules.behaviour_of(edges.as_ref(), row.rfm_input));
        self.book.score_all();
        Recomputed {
            book: self.book,
            engine: Engine { rules, edges },
            recorded,
            rebuilt: self.rebuilt,
            changes,
        }
    }
}

fn behaviour_change(
    customer: CustomerId,
    from: Option<String>,
    to: ClassIx,
    (on, assets): (Day, Option<Money>),
) -> Change {
    let from = from.unwrap_or_else(|| crate::domain::UNCLASSIFIED.to_owned());
    Change { customer, dimension: Dimension::Behaviour, from, to, on, cause: Cause::Time, assets }
}

/// Reclassifies the customers whose rows changed, on a day whose book is there already. Scores of behaviour are taken
/// from the edges of the book.
///
/// # Errors
/// As [`recompute`].
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
        let Some(outcome) = pass::one(store, &engine.rules, playbook, now, (*id, Wants::Rows))? else {
            changed.push(RowChange::Gone(*id));
            continue;
        };
        if records {
            let tx = store.conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            write::outcome(&tx, &engine.rules, &outcome)?;
            tx.prepare_cached("DELETE FROM customer_dirty WHERE customer_id = ?1")?.execute([id])?;
            tx.commit()?;
        }
        if let Some(mut row) = outcome.row {
            let (class, scores) = engine.rules.behaviour_of(engine.edges.as_ref(), row.row.rfm_input);
            row.row.classes[Dimension::Behaviour.index()] = class;
            row.row.rfm = scores;
            changed.push(RowChange::Put(Box::new(row)));
        }
    }
    Ok(changed)
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
    let outcome = pass::one(store, rules, playbook, now, (customer, Wants::Situations))?;
    Ok(outcome.and_then(|outcome| Option::zip(outcome.row, outcome.situation)))
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
    let Some(outcome) = pass::one(store, &engine.rules, playbook, now, (id, Wants::Situations))? else {
        return Ok(None);
    };
    let (Some(mut row), Some((mut metrics, profile))) = (outcome.row, outcome.figures) else {
        return Ok(None);
    };
    let behaviour = Dimension::Behaviour.index();
    (row.row.classes[behaviour], row.row.rfm) =
        engine.rules.behaviour_of(engine.edges.as_ref(), row.row.rfm_input);
    if let Some(edges) = &engine.edges {
        edges.set_scores(&mut metrics);
    }
    let mut classes = outcome.classes;
    classes[behaviour].0 = row.row.classes[behaviour];
    let classes = std::array::from_fn(|at| {
        let (class, since) = classes[at];
        (engine.rules.classes.code(Dimension::ALL[at], class).to_owned(), since.max(outcome.first_on))
    });
    Ok(Some(Examined { row, metrics, profile, classes }))
}

#[cfg(test)]
mod tests;
