//! `callbook classify`: computes every class for the working day, records changes, or verifies the stored state.

use super::table::Table;
use super::{Context, Failure, Outcome};
use crate::book::{Book, Distribution, Move, TextOf};
use crate::domain::{Code, CustomerId, Day, Dimension};
use crate::lang::Lang;
use crate::store::recompute::{Difference, Recomputed, Recording, Request, Unwatched, recompute, verify};
use crate::store::{Access, Store, today};
use crate::tr;
use crate::ui::format;
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

/// Every dimension as a table: class, customers, assets, each with its share.
fn text(context: &Context, done: &Recomputed) -> String {
    let (lang, book) = (context.lang, &done.book);
    let count = |number: usize| format::count(i64::try_from(number).unwrap_or(i64::MAX));
    let (customers, changes) = (count(book.len()), count(done.changes));
    let mut text =
        tr!(lang, "cli.classify.done", day = book.day, customers = customers, changes = changes).into_owned();
    for dimension in Dimension::ALL {
        let distribution = Distribution::of(book, *dimension, book.rows());
        let _ = write!(text, "\n\n{}", distribution_text(book, *dimension, &distribution, lang));
    }
    text
}

fn distribution_text(book: &Book, dimension: Dimension, all: &Distribution, lang: Lang) -> String {
    let share = || lang.text("cli.column.share");
    let mut table = Table::new()
        .left(lang.code_text(dimension))
        .right(lang.text("cli.column.customers"))
        .right(share())
        .right(lang.text("cli.column.assets"))
        .right(share());
    for sum in all.classes.iter().filter(|sum| sum.customers > 0) {
        table.row([
            book.classes.label(dimension, sum.class, lang),
            format::count(i64::from(sum.customers)),
            format::part_of(i64::from(sum.customers), i64::from(all.customers())),
            format::amount_sum(lang, sum.assets),
            format::part_of(sum.assets.0, all.assets().0),
        ]);
    }
    table.text()
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
