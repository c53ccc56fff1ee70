//! `callbook classify`: computes every class for the working day, records changes, or verifies the stored state.

use super::{Context, Failure, Outcome};
use crate::book::{Book, Distribution, Move, TextOf};
use crate::domain::{Code, CustomerId, Day, Dimension};
use crate::store::recompute::{Difference, Recomputed, Recording, Request, Unwatched, recompute, verify};
use crate::store::{Access, Store, today};
use crate::tr;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::time::Instant;

/// Arguments of `classify`.
#[derive(Debug, clap::Args)]
pub struct ClassifyArgs {
    /// Compare the stored state with a full rebuild, field by field; exit 1 if they differ
    #[arg(long, conflicts_with = "rebuild")]
    verify: bool,
    /// Drop all derived rows and start again at the working day
    #[arg(long)]
    rebuild: bool,
}

/// Differences listed by `--verify`.
const SHOWN: usize = 20;

/// Runs the command.
///
/// # Errors
/// A book that cannot be opened or written.
pub fn run(context: &Context, args: &ClassifyArgs) -> Result<Outcome, Failure> {
    let mut store = context.open(Access::Write)?;
    let records = if args.rebuild { Recording::Rebuild } else { Recording::Allowed };
    let request = Request { now: context.now(), records, rules: context.rules, watch: &Unwatched };
    let playbook = context.playbook()?;
    let started = Instant::now();
    // The incremental state is what a classification leaves, so what was edited since is taken in first.
    let done = recompute(&mut store, playbook, &request).map_err(|e| context.failed(&e))?;
    let duration = started.elapsed().as_millis();
    let moves = moves(context, &store, &done)?;
    let mut document = document(context, &done, &moves, duration);
    if args.verify {
        let found = verify(&store, playbook, &request).map_err(|e| context.failed(&e))?;
        document["ok"] = found.is_empty().into();
        document["differences"] = found.iter().map(|one| difference_json(&done.book, one)).collect();
        let text = differences_text(context, &done.book, &found);
        return Ok(Outcome { is_bad: !found.is_empty(), ..Outcome::both(text, document) });
    }
    Ok(Outcome::both(text(context, &done), document))
}

/// The moves of the days that were advanced, recorded or not.
fn moves(context: &Context, store: &Store, done: &Recomputed) -> Result<Vec<Move>, Failure> {
    let today = context.now().day();
    let first = done.recorded.first().copied().unwrap_or(today + 1);
    let recorded = today::list_moves(&store.conn, first - 1, today).map_err(|e| context.failed(&e))?;
    let unrecorded = done.unrecorded.iter().filter(|one| today::is_told(one.dimension)).cloned();
    Ok(unrecorded.chain(recorded).collect())
}

/// How many fields differ, and the first of them.
fn differences_text(context: &Context, book: &Book, found: &[Difference]) -> String {
    let mut text = tr!(context.lang, "cli.classify.differences", count = found.len()).into_owned();
    for difference in found.iter().take(SHOWN) {
        let customer = customer_no(book, difference.customer).unwrap_or_default();
        let Difference { field, stored, rebuilt, .. } = difference;
        let _ = write!(text, "\n  {customer} {field}: {stored} / {rebuilt}");
    }
    text
}

fn difference_json(book: &Book, one: &Difference) -> Value {
    json!({
        "customer_no": customer_no(book, one.customer), "field": one.field, "stored": one.stored,
        "rebuilt": one.rebuilt,
    })
}

fn customer_no(book: &Book, customer: Option<CustomerId>) -> Option<&str> {
    book.find(customer?).map(|row| book.text(row, TextOf::CustomerNo))
}

fn text(context: &Context, done: &Recomputed) -> String {
    let lang = context.lang;
    let (day, customers) = (done.book.day, done.book.len());
    let mut text =
        tr!(lang, "cli.classify.done", day = day, customers = customers, changes = done.changes).into_owned();
    for dimension in Dimension::ALL {
        let _ = write!(text, "\n{}", lang.code_text(*dimension));
        for sum in &Distribution::of(&done.book, *dimension, done.book.rows()).classes {
            if sum.customers > 0 {
                let label = done.book.classes.label(*dimension, sum.class, lang);
                let _ = write!(text, "  {label} {}", sum.customers);
            }
        }
    }
    text
}

fn document(context: &Context, done: &Recomputed, moves: &[Move], duration: u128) -> Value {
    let dimensions: Vec<Value> =
        Dimension::ALL.iter().map(|d| dimension_json(&done.book, *d, done)).collect();
    let changes: Vec<Value> = moves.iter().map(|m| move_json(context, &done.book, m)).collect();
    json!({
        "as_of": done.book.day, "customers": done.book.len(), "duration_ms": u64::try_from(duration).unwrap_or(0),
        "dimensions": dimensions, "changes": changes,
    })
}

fn dimension_json(book: &Book, dimension: Dimension, done: &Recomputed) -> Value {
    let distribution = Distribution::of(book, dimension, book.rows());
    let all = f64::from(distribution.customers().max(1));
    let classes: Vec<Value> = distribution
        .classes
        .iter()
        .map(|sum| {
            json!({
                "code": book.classes.code(dimension, sum.class), "count": sum.customers,
                "share": f64::from(sum.customers) / all, "assets": sum.assets,
            })
        })
        .collect();
    json!({ "id": dimension.code(), "rule_version": done.engine.rules.book.rules(dimension).version, "classes": classes })
}

/// A move with its words, as in `classify` and `report moves`.
pub fn move_json(context: &Context, book: &Book, change: &Move) -> Value {
    json!({
        "customer_no": customer_no(book, Some(change.customer)), "dimension": change.dimension.code(), "from": change.from, "to": change.to,
        "on": change.on, "cause": change.cause.code(), "text": move_text(context, book, change),
    })
}

/// A move in words: dimension, from, to, why.
pub fn move_text(context: &Context, book: &Book, change: &Move) -> String {
    let lang = context.lang;
    let label = |code: &str| book.classes.label_of_code(change.dimension, code, lang);
    let day: Day = change.on;
    tr!(
        lang,
        "cli.move",
        dimension = lang.code_text(change.dimension),
        from = label(&change.from),
        to = label(&change.to),
        day = day,
        cause = lang.code_text(change.cause)
    )
    .into_owned()
}
