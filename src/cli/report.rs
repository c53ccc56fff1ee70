//! `callbook report`: figures over time.

use super::classify::{move_json, move_text};
use super::list::{open_recomputed, parse_dimension};
use super::{Context, Failure, Outcome};
use crate::book::{ClassTable, ClassThen, Move};
use crate::domain::{Code, Day, Dimension, Money, UNCLASSIFIED};
use crate::store::today::{DayOfClasses, list_distribution, list_moves_of};
use crate::tr;
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Arguments of `report`.
#[derive(Debug, Args)]
pub struct ReportArgs {
    #[command(subcommand)]
    which: Which,
}

#[derive(Debug, Subcommand)]
enum Which {
    /// Customers and assets by class, day by day
    Distribution(Span),
    /// Who changed class
    Moves(Span),
}

/// A dimension and the days looked at.
#[derive(Debug, Args)]
struct Span {
    /// value, lifecycle, behaviour, need, demographic, industry
    #[arg(long, value_name = "DIM", default_value = "value", value_parser = parse_dimension)]
    dimension: Dimension,
    /// From this day on
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    from: Option<Day>,
    /// Up to this day (default: the working day)
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    to: Option<Day>,
}

fn parse_day(text: &str) -> Result<Day, String> {
    Day::parse_iso(text).ok_or_else(|| format!("{text} is no date: write 2026-11-24"))
}

impl Span {
    /// First and last day.
    fn days(&self, context: &Context) -> Result<(Day, Day), Failure> {
        let today = context.now().day();
        let (from, to) = (self.from.unwrap_or(Day(0)), self.to.unwrap_or(today).min(today));
        if from > to {
            let text = tr!(context.lang, "cli.report.turned", from = from, to = to).into_owned();
            return Err(Failure::text(text, None));
        }
        Ok((from, to))
    }
}

/// Runs the command.
///
/// # Errors
/// A book that cannot be opened.
pub fn run(context: &Context, args: &ReportArgs) -> Result<Outcome, Failure> {
    match &args.which {
        Which::Distribution(span) => distribution(context, span),
        Which::Moves(span) => moves(context, span),
    }
}

fn distribution(context: &Context, span: &Span) -> Result<Outcome, Failure> {
    let (store, done) = open_recomputed(context)?;
    let mut days = list_distribution(&store.conn, span.dimension, span.days(context)?)
        .map_err(|e| context.failed(&e))?;
    for day in &mut days {
        rank(&mut day.classes, &done.book.classes, span.dimension);
    }
    let lang = context.lang;
    let mut text = lang.code_text(span.dimension).into_owned();
    for day in &days {
        let _ = write!(text, "\n{}", day.on);
        for class in day.classes.iter().filter(|class| class.customers > 0) {
            let label = done.book.classes.label_of_code(span.dimension, &class.class, lang);
            let _ = write!(text, "  {label} {}", class.customers);
        }
    }
    let json =
        json!({ "dimension": span.dimension.code(), "days": days.iter().map(day_json).collect::<Vec<_>>() });
    Ok(Outcome::both(text, json))
}

/// The classes of a day in the order of the rules, those of former rules behind them; unclassified is last, and there
/// even when nobody is.
fn rank(classes: &mut Vec<ClassThen>, table: &ClassTable, dimension: Dimension) {
    if !classes.iter().any(|class| class.class == UNCLASSIFIED) {
        classes.push(ClassThen { class: UNCLASSIFIED.to_owned(), customers: 0, assets: Money::ZERO });
    }
    classes.sort_by_key(|class| (class.class == UNCLASSIFIED, table.place(dimension, &class.class)));
}

fn day_json(day: &DayOfClasses) -> Value {
    let class =
        |c: &crate::book::ClassThen| json!({ "code": c.class, "count": c.customers, "assets": c.assets });
    json!({ "on": day.on, "classes": day.classes.iter().map(class).collect::<Vec<_>>() })
}

fn moves(context: &Context, span: &Span) -> Result<Outcome, Failure> {
    let (store, done) = open_recomputed(context)?;
    let (from, to) = span.days(context)?;
    let recorded = list_moves_of(&store.conn, span.dimension, (from, to)).map_err(|e| context.failed(&e))?;
    // Of a working date after the clock's nothing is recorded, and what moves until then is told all the same.
    let is_asked = |one: &&Move| one.dimension == span.dimension && (from..=to).contains(&one.on);
    let moves: Vec<Move> = done.unrecorded.iter().filter(is_asked).cloned().chain(recorded).collect();
    let lines: Vec<String> = moves
        .iter()
        .map(|change| {
            let name = done.book.find(change.customer).map_or("", |row| done.book.display_name(row));
            format!("{name}  {}", move_text(context, &done.book, change))
        })
        .collect();
    let head = tr!(context.lang, "cli.report.moves", count = moves.len(), from = from, to = to).into_owned();
    let text = std::iter::once(head).chain(lines).collect::<Vec<_>>().join("\n");
    let moves: Vec<Value> = moves.iter().map(|change| move_json(context, &done.book, change)).collect();
    Ok(Outcome::both(text, json!({ "from": from, "to": to, "moves": moves })))
}
