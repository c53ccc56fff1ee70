//! The recomputation: classes, changes, distributions and the book in memory, for a working day.
//!
//! A day forward evaluates the stored profiles of all customers; only customers whose rows changed, or of whom a row
//! dated later joins in, are made anew from the ledger. Derived rows belong to `book.state_on`: a later day advances
//! and records, the same day is used as it is, an earlier one is computed in memory only.

mod ahead;
mod customer;
mod days;
mod digest;
mod foresee;
mod gathered;
mod own_rows;
mod part;
mod pass;
mod people;
mod person;
mod rows;
mod rules;
mod single;
mod situation;
mod verify;
mod watch;
mod write;

pub use foresee::foresee;
pub use rows::list_balances;
pub use rules::Rules;
pub use single::{Examined, examine, find_situation, refresh};
pub use verify::{Difference, verify};
pub use watch::{Unwatched, Watch};

use super::customer::count_customers;
use super::{Result, Store};
use crate::book::{Book, Move, NewRow};
use crate::classify::rfm::Edges;
use crate::domain::{Cause, CustomerId, Day, Now};
use crate::work::Playbook;
use ahead::Ahead;
use customer::{PassFacts, Wants};
use gathered::Gathered;
use pass::PassInput;
use people::States;
use rusqlite::{Connection, OptionalExtension};
use std::cmp::Reverse;
use std::collections::HashMap;
use watch::{Tally, go_on};

/// How a recomputation is to be done.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// Working time.
    pub now: Now,
    /// Whether derived rows may be written (the workstation and `classify`).
    pub records: Recording,
    /// Version of the rules instead of those in force.
    pub rules: Option<u32>,
    /// Who stops it, and is told how far it is.
    pub watch: &'a dyn Watch,
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
    /// The edges of the RFM scores over the whole book; without them the behaviour that was stored last counts.
    pub edges: Option<Edges>,
}

impl Engine {
    /// What single customers are classified with before the whole book is.
    ///
    /// # Errors
    /// When the file cannot be read, or holds rules that do not.
    pub fn without_book(store: &Store, now: Now) -> Result<Engine> {
        Ok(Engine { rules: Rules::load(&store.conn, now.day(), None)?, edges: None })
    }
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
    /// Changes of class since the stored day.
    pub changes: usize,
    /// Moves in every dimension but behaviour since the stored day, where nothing may be recorded (a working date after the
    /// clock's).
    pub unrecorded: Vec<Move>,
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
    // A demo book made for a day after the clock's belongs to that day: there its state is kept up.
    let may_record = request.records != Recording::Never
        && request.rules.is_none()
        && (day <= request.now.zone.day(request.now.clock) || stored == Some(day))
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
    let (dirty, ahead) = changed_customers(&store.conn, request.now)?;
    let states = match stored {
        _ if request.rules.is_some() => States::None,
        Some(on) if on <= day => States::Stored,
        Some(_) => States::RecordedOn(day),
        None => States::None,
    };
    let is_bulk = states != States::Stored || is_much(store, &dirty)?;
    let days = [day];
    let facts = PassFacts { rules: &rules, playbook, days: &days, wants: Wants::Rows };
    let input = PassInput {
        facts,
        now: request.now,
        dirty: &dirty,
        ahead: &ahead,
        states,
        is_bulk,
        watch: request.watch,
    };
    let mut tally = Tally::new(request.watch, count(store)?, 1);
    let mut gathered = Gathered::new(facts);
    let is_later = states == States::Stored && stored.is_some_and(|on| on < day);
    let (mut unrecorded, mut changes) = (Vec::new(), 0);
    pass::run(store, &input, |part| {
        if is_later {
            changes += part.writes.iter().map(|write| write.changes.len()).sum::<usize>();
            unrecorded.extend(part.writes.iter().flat_map(|write| moves_of(write, &rules)));
        }
        gathered.add(part);
        tally.add(part.met.len());
        Ok(())
    })?;
    gathered.close();
    unrecorded.sort_by_key(|one| Reverse(one.assets));
    Ok(Recomputed { changes, unrecorded, ..gathered.finish(request.now.minute()) })
}

/// The changes of a customer as moves.
fn moves_of<'a>(write: &'a part::Write, rules: &'a Rules) -> impl Iterator<Item = Move> + 'a {
    write.changes.iter().map(|change| Move {
        customer: change.customer,
        dimension: change.dimension,
        from: rules.classes.code(change.dimension, change.from).to_owned(),
        to: rules.classes.code(change.dimension, change.to).to_owned(),
        on: change.on,
        cause: change.cause,
        assets: change.assets,
    })
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
    let mut tally = Tally::new(request.watch, count(store)?, blocks.len());
    while let Some(days) = blocks.next() {
        let is_last = blocks.peek().is_none();
        let block = Block { days, is_last, request, playbook };
        let (mut done, count) = record_block(store, &block, &mut tally)?;
        recorded.extend(days.iter().copied().filter(|d| stored.is_none_or(|on| on < *d)));
        changes += count;
        if is_last {
            done.recorded = recorded;
            done.changes = changes;
            return Ok(done);
        }
    }
    compute(store, playbook, request, stored)
}

/// Days that are recorded in one transaction.
struct Block<'a> {
    days: &'a [Day],
    /// The book is made of the last one.
    is_last: bool,
    request: &'a Request<'a>,
    playbook: &'a Playbook,
}

fn record_block(store: &mut Store, block: &Block<'_>, tally: &mut Tally<'_>) -> Result<(Recomputed, usize)> {
    let now = block.request.now;
    let last = block.days.last().copied().unwrap_or(now.day());
    let rules = Rules::load(&store.conn, last, None)?;
    let wants = if block.is_last { Wants::Rows } else { Wants::Nothing };
    let facts = PassFacts { rules: &rules, playbook: block.playbook, days: block.days, wants };
    store.conn.execute_batch("BEGIN IMMEDIATE")?;
    match write_block(store, block, facts, tally) {
        Ok(mut written) => {
            store.conn.execute_batch("COMMIT")?;
            if block.is_last {
                for id in written.returned {
                    // Since when a class goes on that is back on its own day was found out by the writing.
                    written.gathered.put(single::row(store, &rules, block.playbook, (now, id))?);
                }
            }
            Ok((written.gathered.finish(now.minute()), written.changes))
        }
        Err(error) => {
            store.conn.execute_batch("ROLLBACK")?;
            Err(error)
        }
    }
}

/// What the writing of a block came to.
struct Written<'a> {
    gathered: Gathered<'a>,
    changes: usize,
    /// Customers with a class that is back on its own day.
    returned: Vec<CustomerId>,
}

fn write_block<'a>(
    store: &Store,
    block: &Block<'_>,
    facts: PassFacts<'a>,
    tally: &mut Tally<'_>,
) -> Result<Written<'a>> {
    let (now, watch) = (block.request.now, block.request.watch);
    let (dirty, ahead) = changed_customers(&store.conn, now)?;
    let is_first = count_states(&store.conn)? == 0;
    let is_bulk = is_first || is_much(store, &dirty)?;
    let states = if is_first { States::None } else { States::Stored };
    let input = PassInput { facts, now, dirty: &dirty, ahead: &ahead, states, is_bulk, watch };
    let mut written = Written { gathered: Gathered::new(facts), changes: 0, returned: Vec::new() };
    pass::run(store, &input, |part| {
        for write in &part.writes {
            written.changes += write.changes.len();
            if write::state(&store.conn, facts.rules, write)? {
                written.returned.push(write.id);
            }
        }
        written.gathered.add(part);
        tally.add(part.met.len());
        Ok(())
    })?;
    written.gathered.close();
    written.gathered.write(&store.conn, watch)?;
    write::finish(&store.conn, dirty.keys().copied(), facts.days.last().copied().unwrap_or(now.day()))?;
    ahead.mark(&store.conn)?;
    go_on(watch)?;
    Ok(written)
}

/// Customers whose stored profile and digest do not hold; and of these, who has rows that are not there yet.
fn changed_customers(conn: &Connection, now: Now) -> Result<(HashMap<CustomerId, Cause>, Ahead)> {
    let mut statement = conn.prepare_cached("SELECT customer_id, cause FROM customer_dirty")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut dirty: HashMap<CustomerId, Cause> = rows.collect::<rusqlite::Result<_>>()?;
    let ahead = Ahead::load(conn, now)?;
    ahead.join(&mut dirty);
    Ok((dirty, ahead))
}

fn count_states(conn: &Connection) -> Result<i64> {
    let found: Option<i64> =
        conn.query_row("SELECT 1 FROM customer_state LIMIT 1", [], |row| row.get(0)).optional()?;
    Ok(found.unwrap_or(0))
}

/// Everybody whom a pass meets, at most.
fn count(store: &Store) -> Result<u64> {
    Ok(count_customers(&store.conn)?.unsigned_abs())
}

/// Whether so many customers changed that one scan of the ledger is cheaper than reading them one by one.
fn is_much(store: &Store, dirty: &HashMap<CustomerId, Cause>) -> Result<bool> {
    if dirty.is_empty() {
        return Ok(false);
    }
    let all = count_customers(&store.conn)?;
    Ok(i64::try_from(dirty.len()).unwrap_or(i64::MAX) > all / 8)
}

fn drop_derived(conn: &mut Connection) -> Result<()> {
    let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    tx.execute_batch(
        "DELETE FROM customer_state; DELETE FROM customer_digest; DELETE FROM class_change; DELETE FROM class_day;
         DELETE FROM customer_dirty;
         UPDATE book SET state_on = NULL;",
    )?;
    tx.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests;
