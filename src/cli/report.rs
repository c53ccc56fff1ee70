//! `callbook report`: figures over time.

use super::classify::move_json;
use super::list::{open_recomputed, parse_dimension};
use super::table::Table;
use super::{Context, Failure, Outcome};
use crate::book::{Book, ClassTable, ClassThen, Move, TextOf};
use crate::domain::when::has_short_year;
use crate::domain::{Code, Day, Dimension, Money, UNCLASSIFIED};
use crate::lang::Lang;
use crate::store::today::{DayOfClasses, list_distribution, list_moves_of};
use crate::tr;
use crate::ui::format;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

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
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Up to this day (default: the working day)
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
}

impl Span {
    /// First and last day.
    fn days(&self, context: &Context) -> Result<(Day, Day), Failure> {
        let today = context.now().day();
        let read = |option, text: &Option<String>| {
            text.as_deref().map(|text| read_day(context, option, text)).transpose()
        };
        let from = read("--from", &self.from)?.unwrap_or(Day(0));
        let to = read("--to", &self.to)?.unwrap_or(today).min(today);
        if from > to {
            let text = tr!(context.lang, "cli.report.turned", from = from, to = to).into_owned();
            return Err(Failure::text(text, Some(context.lang.text("cli.report.turned_hint").into_owned())));
        }
        Ok((from, to))
    }
}

fn read_day(context: &Context, option: &str, text: &str) -> Result<Day, Failure> {
    Day::parse_iso(text).ok_or_else(|| {
        let sentence = if has_short_year(text) {
            tr!(context.lang, "cli.short_year", option = option, text = text)
        } else {
            tr!(context.lang, "cli.bad_day", option = option, text = text)
        };
        Failure::usage(sentence, None)
    })
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
    let days = span.days(context)?;
    let (store, done) = open_recomputed(context)?;
    let mut days = list_distribution(&store.conn, span.dimension, days).map_err(|e| context.failed(&e))?;
    for day in &mut days {
        rank(&mut day.classes, &done.book.classes, span.dimension);
    }
    let text =
        Over { days: &days, classes: &done.book.classes, dimension: span.dimension }.text(context.lang);
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
    let (from, to) = span.days(context)?;
    let (store, done) = open_recomputed(context)?;
    let recorded = list_moves_of(&store.conn, span.dimension, (from, to)).map_err(|e| context.failed(&e))?;
    // Of a working date after the clock's nothing is recorded, and what moves until then is told all the same.
    let is_asked = |one: &&Move| one.dimension == span.dimension && (from..=to).contains(&one.on);
    let moves: Vec<Move> = done.unrecorded.iter().filter(is_asked).cloned().chain(recorded).collect();
    let text = moves_text(context, &done.book, (span.dimension, from, to), &moves);
    let moves: Vec<Value> = moves.iter().map(|change| move_json(context, &done.book, change)).collect();
    Ok(Outcome::both(text, json!({ "from": from, "to": to, "moves": moves })))
}

/// Who moved, newest first.
fn moves_text(
    context: &Context,
    book: &Book,
    (dimension, from, to): (Dimension, Day, Day),
    moves: &[Move],
) -> String {
    let lang = context.lang;
    let (name, count) = (lang.code_text(dimension), format::count(i64::try_from(moves.len()).unwrap_or(0)));
    let first = if from == Day(0) { moves.last().map_or(to, |change| change.on) } else { from };
    let head = tr!(lang, "cli.report.moves", dimension = name, count = count, from = first, to = to);
    if moves.is_empty() {
        return head.into_owned();
    }
    let mut table = Table::new()
        .left(lang.text("cli.column.day"))
        .left(lang.text("cli.column.customer_no"))
        .left(lang.text("cli.column.name"))
        .left(lang.text("cli.column.move"))
        .left(lang.text("cli.column.cause"));
    for change in moves {
        let row = book.find(change.customer);
        let text_of = |what| row.map(|row| book.text(row, what).to_owned()).unwrap_or_default();
        let label = |code: &str| book.classes.label_of_code(dimension, code, lang);
        table.row([
            change.on.to_string(),
            text_of(TextOf::CustomerNo),
            text_of(TextOf::Name),
            format!("{} > {}", label(&change.from), label(&change.to)),
            lang.code_text(change.cause).into_owned(),
        ]);
    }
    format!("{head}\n\n{}", table.text())
}

/// The classes of a dimension over some days.
struct Over<'a> {
    days: &'a [DayOfClasses],
    classes: &'a ClassTable,
    dimension: Dimension,
}

impl Over<'_> {
    /// Customers, and below them assets: a row for each day, a column for each class that ever had anybody.
    fn text(&self, lang: Lang) -> String {
        let name = lang.code_text(self.dimension);
        let part = |key: &str, cell: &dyn Fn(&ClassThen) -> String| {
            format!("{name}  {}\n\n{}", lang.text(key), self.table(lang, cell))
        };
        let customers = part("cli.column.customers", &|then| format::count(i64::from(then.customers)));
        let assets = part("cli.column.assets", &|then| format::amount_sum(lang, then.assets));
        if self.days.is_empty() {
            return format!("{name}  {}", lang.text("cli.report.no_day"));
        }
        format!("{customers}\n\n{assets}")
    }

    fn table(&self, lang: Lang, cell: &dyn Fn(&ClassThen) -> String) -> String {
        let mut codes: Vec<&str> = Vec::new();
        for class in self.days.iter().flat_map(|day| &day.classes).filter(|class| class.customers > 0) {
            if !codes.contains(&class.class.as_str()) {
                codes.push(&class.class);
            }
        }
        codes.sort_by_key(|code| (*code == UNCLASSIFIED, self.classes.place(self.dimension, code)));
        let labels = codes.iter().map(|code| self.classes.label_of_code(self.dimension, code, lang));
        let table = Table::new().left(lang.text("cli.column.day"));
        let mut table = labels.fold(table, Table::right);
        for day in self.days {
            let of_class = |code: &&str| {
                let then = day.classes.iter().find(|then| then.class == **code);
                then.map_or_else(|| "0".to_owned(), cell)
            };
            let cells = codes.iter().map(of_class);
            table.row(std::iter::once(day.on.to_string()).chain(cells).collect::<Vec<_>>());
        }
        table.text()
    }
}
