//! A pass over the whole book: chunks of customers on a few threads, each with a reading connection of its own.

use super::customer::{Classified, Evaluator, PassFacts, Wants};
use super::part::Part;
use super::people::{Consents, PeopleScan, States};
use super::rows::{KindTable, Scan};
use crate::classify::Profile;
use crate::domain::{Cause, CustomerId, Day, Now, Zone};
use crate::store::error::{Fault, StoreError};
use crate::store::{Result, Store};
use rusqlite::Connection;
use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;

/// Customers in a chunk: enough to make the statements' start-up small, few enough to share out evenly.
const CHUNK: i64 = 2048;
/// Books below this are not worth a second thread.
const ALONE_BELOW: i64 = 4096;

/// What a pass needs besides the facts for all customers.
pub(super) struct PassInput<'a> {
    pub facts: PassFacts<'a>,
    pub now: Now,
    /// Customers whose rows changed, and why.
    pub dirty: &'a HashMap<CustomerId, Cause>,
    /// Whether stored states count as they are, or as the record says they were on the day.
    pub states: States,
    /// Read the whole ledger in one scan: most profiles must be made anew.
    pub is_bulk: bool,
    /// Set from another thread to stop.
    pub stop: &'a AtomicBool,
}

/// The largest id of a customer.
fn last_id(conn: &Connection) -> Result<i64> {
    Ok(conn.query_row("SELECT coalesce(max(id), 0) FROM customer", [], |row| row.get(0))?)
}

/// Evaluates every customer and hands the chunks over in ascending order of ids.
pub(super) fn run(
    store: &Store,
    input: &PassInput<'_>,
    mut each: impl FnMut(Part) -> Result<()>,
) -> Result<()> {
    let last = last_id(&store.conn)?;
    let spans: Vec<RangeInclusive<i64>> =
        (0..=last / CHUNK).map(|n| n * CHUNK + 1..=((n + 1) * CHUNK)).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(4);
    if last < ALONE_BELOW || threads < 2 || store.is_in_memory() {
        let kinds = KindTable::load(&store.conn)?;
        for span in &spans {
            each(chunk(&store.conn, &kinds, input, span)?)?;
        }
        return Ok(());
    }
    run_threads(store, input, &spans, threads, each)
}

fn run_threads(
    store: &Store,
    input: &PassInput<'_>,
    spans: &[RangeInclusive<i64>],
    threads: usize,
    mut each: impl FnMut(Part) -> Result<()>,
) -> Result<()> {
    let next = AtomicUsize::new(0);
    let gone = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel::<(usize, Result<Part>)>(threads * 2);
        for _ in 0..threads {
            let reader = store.open_reader()?;
            let (sender, next, gone) = (sender.clone(), &next, &gone);
            scope.spawn(move || {
                let kinds = KindTable::load(&reader.conn);
                while !gone.load(Ordering::Relaxed) {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(span) = spans.get(at) else { return };
                    let outcome = match &kinds {
                        Ok(kinds) => chunk(&reader.conn, kinds, input, span),
                        Err(error) => Err(StoreError::new(error.fault.clone(), error.context.clone())),
                    };
                    if sender.send((at, outcome)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let mut waiting: HashMap<usize, Part> = HashMap::new();
        let mut wanted = 0;
        let result = receiver.iter().try_for_each(|(at, outcome)| {
            waiting.insert(at, outcome?);
            while let Some(ready) = waiting.remove(&wanted) {
                wanted += 1;
                each(ready)?;
            }
            Ok(())
        });
        gone.store(true, Ordering::Relaxed);
        drop(receiver);
        result
    })
}

fn chunk(
    conn: &Connection,
    kinds: &KindTable,
    input: &PassInput<'_>,
    span: &RangeInclusive<i64>,
) -> Result<Part> {
    let mut evaluator = Evaluator::new(input.facts);
    walk(conn, kinds, input, span, &mut evaluator)?;
    Ok(evaluator.part)
}

/// Evaluates the customers of a span; returns the last one's classes, if he exists. Profiles that must be made anew come
/// from one merged scan where most are, from single reads where few are.
pub(super) fn walk(
    conn: &Connection,
    kinds: &KindTable,
    input: &PassInput<'_>,
    span: &RangeInclusive<i64>,
    evaluator: &mut Evaluator<'_>,
) -> Result<Option<Classified>> {
    if input.stop.load(Ordering::Relaxed) {
        return Err(StoreError::new(Fault::Stopped, "classification"));
    }
    let consents = match input.facts.wants {
        Wants::Situations => Consents::All,
        Wants::Nothing | Wants::Rows => Consents::Closing,
    };
    let mut people = PeopleScan::prepare(conn, consents)?;
    let mut people = people.run(span, input.now, input.states, &input.facts.rules.classes)?;
    let zone = input.now.zone;
    let mut scan = Scan::prepare(conn)?;
    let mut bulk = if input.is_bulk { Some(scan.run(kinds, zone, span)?) } else { None };
    let mut last = None;
    while let Some((person, around)) = people.next()? {
        let dirty = input.dirty.get(&person.id).copied();
        let buffer = match &mut bulk {
            Some(rows) => Some(rows.read(person.id)?),
            None => None,
        };
        last = evaluator.take((person, around), dirty, |day| match buffer {
            Some(buffer) => Ok(buffer.profile(day)),
            None => single(conn, kinds, zone, person.id).map(|profile_of| profile_of(day)),
        })?;
    }
    Ok(last)
}

/// Reads the rows of one customer; the profile of any day can then be made from them.
fn single(
    conn: &Connection,
    kinds: &KindTable,
    zone: Zone,
    id: CustomerId,
) -> Result<impl FnOnce(Day) -> Profile> {
    let mut scan = Scan::prepare(conn)?;
    let rows = scan.run(kinds, zone, &(id.0..=id.0))?;
    let buffer = rows.take(id)?;
    Ok(move |day| buffer.profile(day))
}
