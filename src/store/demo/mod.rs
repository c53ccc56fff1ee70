//! Writing the fictional book: one transaction, rows only, no row journal; and making its file.
//!
//! Owns the demo's file: built beside its place and moved there whole, so that a stopped run leaves nothing half
//! made. Must not invent anything itself: rows come from `demo`, classes from the recomputation that follows.

mod insert;

#[cfg(test)]
mod tests;

use super::error::{Fault, StoreError};
use super::journal::{ActionInfo, ActionKind, Actor, insert_group};
use super::recompute::{Recording, Request, Unwatched, recompute};
use super::{Access, Result, Store};
use crate::demo::{self, Recipe, rows::DemoCustomer, rows::Move};
use crate::domain::kinds::TxnKinds;
use crate::domain::{Label, Minute, Moment, Now};
use crate::lang::Lang;
use crate::work::Playbook;
use insert::Inserter;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Customers handed over at a time, and how many such batches may wait.
const BATCH: u32 = 64;
const WAITING: usize = 8;
/// Working days on which the fictional manager opened the workstation.
const VISITS: usize = 60;

/// Told the number of customers written so far; answers whether to go on.
pub type Progress<'a> = &'a mut dyn FnMut(u32) -> ControlFlow<()>;

/// What to write and in whose name.
#[derive(Debug, Clone)]
pub struct Making<'a> {
    /// The book.
    pub recipe: &'a Recipe,
    /// Who and when, for the one journal group.
    pub actor: &'a Actor,
    /// What the group did, in the language of the screen.
    pub label: Label,
}

/// Writes the book's rows into an empty book, in one transaction; classes are not computed here.
///
/// # Errors
/// [`Fault::Stopped`] when `progress` says so (nothing is written then), or what the database says.
pub fn write(conn: &mut Connection, making: &Making, progress: Progress) -> Result<()> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let indexes = drop_indexes(&tx)?;
    write_frame(&tx, making)?;
    write_customers(&tx, making, progress)?;
    for sql in indexes {
        tx.execute_batch(&sql)?;
    }
    tx.commit()?;
    Ok(())
}

/// The recipe of a demo book; `None` for a real one.
///
/// # Errors
/// When the file cannot be read.
pub fn find_recipe(conn: &Connection) -> Result<Option<Recipe>> {
    let text: Option<Option<String>> =
        conn.query_row("SELECT demo FROM book", [], |row| row.get(0)).optional()?;
    Ok(text.flatten().and_then(|text| Recipe::from_json(&text)))
}

/// Makes the demo book's file, or makes it afresh: a file that is there must be a demo book. The old file stays
/// until the new one is whole. Whoever has the old one open must close it first.
///
/// # Errors
/// [`Fault::Refused`] when another book stands there; [`Fault::Stopped`]; what the database or the disk says.
pub fn make(path: &Path, making: &Making, progress: Progress) -> Result<Store> {
    let now = making.actor.now.clock;
    require_demo(path, now)?;
    let fresh = beside(path, ".new");
    remove_book(&fresh)?;
    let made = fill(&fresh, making, progress);
    if let Err(error) = made {
        remove_book(&fresh)?;
        return Err(error);
    }
    remove_book(path)?;
    std::fs::rename(&fresh, path).map_err(|error| disk(path, error))?;
    Store::open(path, Access::Write, now)
}

/// Classifies a new book on the days of its past and on the working day, so that it opens with a history. A book made
/// for a day after the clock's has its whole history too: what is recorded of it is as fictional as its rows.
///
/// # Errors
/// As [`recompute`].
pub fn classify(store: &mut Store, playbook: &Playbook, recipe: &Recipe, now: Now) -> Result<()> {
    for day in demo::days_to_classify(recipe) {
        let end = Moment(now.zone.at(day + 1, Minute::default()).0 - 1);
        let at = if day == now.day() { now.at } else { end };
        let now = Now { at, clock: now.clock.max(at), ..now };
        let request = Request { now, records: Recording::Allowed, rules: None, watch: &Unwatched };
        recompute(store, playbook, &request)?;
    }
    Ok(())
}

/// A file that is there must be a demo book.
fn require_demo(path: &Path, now: Moment) -> Result<()> {
    if !path.exists() {
        return Ok(());
    }
    let store = Store::open(path, Access::Read, now)?;
    match find_recipe(&store.conn)? {
        Some(_) => Ok(()),
        None => Err(StoreError::new(Fault::Refused(path.display().to_string()), "make a demo book")),
    }
}

/// Fills a file that nobody else knows and that is thrown away when this fails: no journal, no waiting for the
/// disk before the end, and room in memory for the indexes. The checks of codes cost half the time (an ephemeral
/// table for each list and row); the tests write the same rows with them.
fn fill(fresh: &Path, making: &Making, progress: Progress) -> Result<()> {
    let mut store = Store::open(fresh, Access::Create, making.actor.now.clock)?;
    let conn = &mut store.conn;
    conn.pragma_update_and_check(None, "journal_mode", "OFF", |_| Ok(()))?;
    conn.pragma_update(None, "synchronous", "OFF")?;
    conn.pragma_update(None, "cache_size", -65_536)?;
    conn.pragma_update(None, "ignore_check_constraints", true)?;
    write(conn, making, progress)?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    drop(store);
    std::fs::File::open(fresh).and_then(|file| file.sync_all()).map_err(|error| disk(fresh, error))
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Removes a book with its side files.
fn remove_book(path: &Path) -> Result<()> {
    for file in [path.to_owned(), beside(path, "-wal"), beside(path, "-shm")] {
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(disk(&file, error)),
            _ => {}
        }
    }
    Ok(())
}

fn disk(path: &Path, error: std::io::Error) -> StoreError {
    StoreError {
        fault: Fault::ReadOnly,
        context: format!("replace {}", path.display()),
        source: Some(Box::new(error)),
    }
}

/// Takes the secondary indexes away and gives the statements that bring them back.
fn drop_indexes(tx: &Transaction) -> Result<Vec<String>> {
    let found: Vec<(String, String)> = tx
        .prepare(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name",
        )?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (name, _) in &found {
        tx.execute_batch(&format!("DROP INDEX \"{name}\""))?;
    }
    Ok(found.into_iter().map(|(_, sql)| sql).collect())
}

/// The book's recipe, its one journal group, the kinds of movements and the past visits.
fn write_frame(tx: &Transaction, making: &Making) -> Result<()> {
    let Making { recipe, actor, label } = making;
    tx.execute("UPDATE book SET demo = ?", [recipe.to_json()])?;
    let info = ActionInfo { kind: ActionKind::Demo, label: label.clone(), customer: None };
    insert_group(tx, actor, &info, None)?;
    let kinds = TxnKinds::embedded();
    let mut insert = tx.prepare("INSERT INTO txn_kind (id, code, text) VALUES (?,?,?)")?;
    for (id, kind) in (1i64..).zip(Move::ALL) {
        insert.execute(params![
            id,
            kind.code(),
            kinds.label(kind.code(), Lang::Zh).unwrap_or(kind.code())
        ])?;
    }
    let mut insert = tx.prepare("INSERT INTO visit (opened_on, opened_at, left_at) VALUES (?,?,?)")?;
    for visit in demo::visits(recipe, VISITS) {
        insert.execute(params![visit.on, visit.opened_at, visit.left_at])?;
    }
    Ok(())
}

/// Customers made on a thread of their own, written here in their order.
fn write_customers(tx: &Transaction, making: &Making, progress: Progress) -> Result<()> {
    let mut inserter = Inserter::new(tx, &making.actor.who)?;
    let (sender, receiver) = sync_channel(WAITING);
    let recipe = *making.recipe;
    std::thread::scope(|scope| {
        scope.spawn(move || generate(&recipe, &sender));
        receive(receiver, &mut inserter, progress)
    })
}

/// Sends all customers; ends early when nobody listens any more.
fn generate(recipe: &Recipe, sender: &SyncSender<Vec<DemoCustomer>>) {
    let mut first = 0;
    while first < recipe.customers {
        let end = recipe.customers.min(first + BATCH);
        let batch = (first..end).map(|index| demo::generate_customer(recipe, index)).collect();
        if sender.send(batch).is_err() {
            return;
        }
        first = end;
    }
}

/// Writes what comes. The receiver is dropped on the way out, so that a stop also ends the other thread.
fn receive(receiver: Receiver<Vec<DemoCustomer>>, inserter: &mut Inserter, progress: Progress) -> Result<()> {
    let mut written = 0;
    for batch in receiver {
        for customer in &batch {
            inserter.insert(customer)?;
        }
        written += u32::try_from(batch.len()).unwrap_or(0);
        if progress(written).is_break() {
            return Err(StoreError::new(Fault::Stopped, "make a demo book"));
        }
    }
    Ok(())
}
