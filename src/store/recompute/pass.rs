//! A pass over the whole book: chunks of customers on a few threads, each with a reading connection of its own.

use super::ahead::Ahead;
use super::customer::{Classified, Evaluator, PassFacts, Wants};
use super::part::Part;
use super::people::{Going, PeopleScan, Reading, States};
use super::rows::{KindTable, Scan};
use super::watch::{Watch, go_on};
use crate::classify::Profile;
use crate::domain::{Cause, CustomerId, Day, Now};
use crate::store::error::StoreError;
use crate::store::{Result, Store};
use rusqlite::Connection;
use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Mutex, MutexGuard, PoisonError};

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
    /// Customers with rows that are not there yet at the working time; they are among the dirty ones too.
    pub ahead: &'a Ahead,
    /// Whether stored states count as they are, or as the record says they were on the day.
    pub states: States,
    /// Read the whole ledger in one scan: most profiles must be made anew.
    pub is_bulk: bool,
    /// Who may stop it.
    pub watch: &'a dyn Watch,
}

impl<'a> PassInput<'a> {
    fn going(&self, reading: Reading) -> Going<'a> {
        Going {
            now: self.now,
            first_day: self.facts.days.first().copied().unwrap_or(self.now.day()),
            states: self.states,
            reading,
            dirty: self.dirty,
            ahead: self.ahead,
            table: &self.facts.rules.classes,
        }
    }
}

/// The largest id of a customer.
fn last_id(conn: &Connection) -> Result<i64> {
    Ok(conn.query_row("SELECT coalesce(max(id), 0) FROM customer", [], |row| row.get(0))?)
}

/// Pages that a thread of a pass keeps, in KiB: it goes through the file once and comes back to nothing.
const READER_CACHE: i64 = 2048;

/// Evaluates every customer and hands the chunks over in ascending order of ids. A part is emptied and used again.
pub(super) fn run(
    store: &Store,
    input: &PassInput<'_>,
    mut each: impl FnMut(&mut Part) -> Result<()>,
) -> Result<()> {
    let last = last_id(&store.conn)?;
    let spans: Vec<RangeInclusive<i64>> =
        (0..=last / CHUNK).map(|n| n * CHUNK + 1..=((n + 1) * CHUNK)).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(4);
    if last < ALONE_BELOW || threads < 2 || store.is_in_memory() {
        let kinds = KindTable::load(&store.conn)?;
        let mut part = Part::new(&input.facts);
        for span in &spans {
            part = chunk(&store.conn, &kinds, input, (span, part))?;
            each(&mut part)?;
            part.clear(&input.facts);
        }
        return Ok(());
    }
    run_threads(store, input, (&spans, threads), each)
}

/// What the threads of a pass share.
struct Shared<'a> {
    spans: &'a [RangeInclusive<i64>],
    next: AtomicUsize,
    /// Nobody waits for parts any more.
    gone: AtomicBool,
    /// Emptied parts: their room is taken once instead of for every chunk.
    spare: Mutex<Vec<Part>>,
}

impl Shared<'_> {
    fn next_span(&self) -> Option<(usize, &RangeInclusive<i64>)> {
        let at = self.next.fetch_add(1, Ordering::Relaxed);
        let span = self.spans.get(at)?;
        (!self.gone.load(Ordering::Relaxed)).then_some((at, span))
    }

    fn spare(&self) -> MutexGuard<'_, Vec<Part>> {
        self.spare.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Evaluates chunks until there are no more, and sends them.
    fn work(&self, reader: &Store, input: &PassInput<'_>, sender: &SyncSender<(usize, Result<Part>)>) {
        let kinds = KindTable::load(&reader.conn);
        while let Some((at, span)) = self.next_span() {
            let spare = self.spare().pop();
            let part = spare.unwrap_or_else(|| Part::new(&input.facts));
            let done = match &kinds {
                Ok(kinds) => chunk(&reader.conn, kinds, input, (span, part)),
                Err(error) => Err(StoreError::new(error.fault.clone(), error.context.clone())),
            };
            if sender.send((at, done)).is_err() {
                return;
            }
        }
    }
}

fn run_threads(
    store: &Store,
    input: &PassInput<'_>,
    (spans, threads): (&[RangeInclusive<i64>], usize),
    mut each: impl FnMut(&mut Part) -> Result<()>,
) -> Result<()> {
    let (next, gone, spare) = (AtomicUsize::new(0), AtomicBool::new(false), Mutex::default());
    let shared = Shared { spans, next, gone, spare };
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(threads * 2);
        for _ in 0..threads {
            let reader = store.open_reader()?;
            reader.conn.pragma_update(None, "cache_size", -READER_CACHE)?;
            let (sender, shared) = (sender.clone(), &shared);
            scope.spawn(move || shared.work(&reader, input, &sender));
        }
        drop(sender);
        let mut waiting: HashMap<usize, Part> = HashMap::new();
        let mut wanted = 0;
        let result = receiver.iter().try_for_each(|(at, done)| {
            waiting.insert(at, done?);
            while let Some(mut ready) = waiting.remove(&wanted) {
                wanted += 1;
                each(&mut ready)?;
                ready.clear(&input.facts);
                shared.spare().push(ready);
            }
            Ok(())
        });
        shared.gone.store(true, Ordering::Relaxed);
        drop(receiver);
        result
    })
}

fn chunk(
    conn: &Connection,
    kinds: &KindTable,
    input: &PassInput<'_>,
    (span, part): (&RangeInclusive<i64>, Part),
) -> Result<Part> {
    let mut evaluator = Evaluator::new(input.facts, part);
    walk(conn, kinds, input, span, &mut evaluator)?;
    Ok(evaluator.part)
}

/// Where the own rows of a span's customers are looked for. A span without any digest is read like one that changed.
fn reading(conn: &Connection, input: &PassInput<'_>, span: &RangeInclusive<i64>) -> Result<Reading> {
    if input.facts.wants == Wants::Situations {
        return Ok(Reading::All);
    }
    if input.is_bulk || input.states != States::Stored {
        return Ok(Reading::Rows);
    }
    let mut any =
        conn.prepare_cached("SELECT 1 FROM customer_digest WHERE customer_id BETWEEN ?1 AND ?2 LIMIT 1")?;
    Ok(if any.exists((span.start(), span.end()))? { Reading::Digests } else { Reading::Rows })
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
    go_on(input.watch)?;
    let reading = reading(conn, input, span)?;
    let mut people = PeopleScan::prepare(conn, reading)?;
    let mut people = people.run(span, input.going(reading))?;
    let mut scan = Scan::prepare(conn)?;
    let mut bulk = if input.is_bulk { Some(scan.run(kinds, input.now, span)?) } else { None };
    let mut last = None;
    while let Some((person, around)) = people.next()? {
        let dirty = input.dirty.get(&person.id).copied();
        let buffer = match &mut bulk {
            Some(rows) => Some(rows.read(person.id)?),
            None => None,
        };
        last = evaluator.take((person, around), dirty, |day| match buffer {
            Some(buffer) => Ok(buffer.profile(day)),
            None => single(conn, kinds, input.now, person.id).map(|profile_of| profile_of(day)),
        })?;
    }
    Ok(last)
}

/// Reads the rows of one customer; the profile of any day can then be made from them.
fn single(
    conn: &Connection,
    kinds: &KindTable,
    now: Now,
    id: CustomerId,
) -> Result<impl FnOnce(Day) -> Profile> {
    let mut scan = Scan::prepare(conn)?;
    let rows = scan.run(kinds, now, &(id.0..=id.0))?;
    let buffer = rows.take(id)?;
    Ok(move |day| buffer.profile(day))
}
