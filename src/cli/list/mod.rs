//! `callbook list`: the customers of the book, grouped, filtered, found, sorted.

mod text;

use crate::book::{Book, ClassIx, Filter, Row, SortKey, TextOf, View, ViewSpec};
use crate::cli::{Context, Failure, Outcome};
use crate::domain::{Code, Dimension, UNCLASSIFIED};
use crate::store::recompute::{Recomputed, Recording, Request, Unwatched, recompute};
use crate::store::{Access, Store};
use crate::tr;
use serde_json::{Map, Value, json};

/// Arguments of `list`.
#[derive(Debug, clap::Args)]
pub struct ListArgs {
    /// Group by a dimension: value, lifecycle, behaviour, need, demographic, industry
    #[arg(long, value_name = "DIM", value_parser = parse_dimension)]
    group: Option<Dimension>,
    /// Only this class; several of one dimension are alternatives
    #[arg(long = "class", value_name = "DIM:CODE")]
    classes: Vec<String>,
    /// Only customers found by this text, the best match first
    #[arg(long, value_name = "TEXT")]
    find: Option<String>,
    /// Order: name, tier, assets, change, last_contact, next_contact; the least first, with :desc the greatest first
    #[arg(long, value_name = "KEY[:desc]", value_parser = parse_order, default_value = "assets:desc")]
    sort: Order,
    /// At most so many
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

/// An order of customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Order {
    key: SortKey,
    /// The key's natural order turned round.
    is_reversed: bool,
}

fn parse_order(text: &str) -> Result<Order, String> {
    let (name, way) = text.split_once(':').unwrap_or((text, "asc"));
    let key = SortKey::from_code(name).filter(|_| matches!(way, "asc" | "desc"));
    let key = key.ok_or_else(|| {
        let all: Vec<&str> = SortKey::ALL.iter().map(|key| key.code()).collect();
        format!("no order {text}: one of {}, or one of them with :desc", all.join(", "))
    })?;
    Ok(Order { key, is_reversed: key.begins_with_greatest() != (way == "desc") })
}

/// Reads the name of a dimension.
pub fn parse_dimension(text: &str) -> Result<Dimension, String> {
    Dimension::from_code(text).ok_or_else(|| {
        let all: Vec<&str> = Dimension::ALL.iter().map(|d| d.code()).collect();
        format!("no dimension {text}: one of {}", all.join(", "))
    })
}

/// The book of the working day, computed in memory where it is not stored. Nothing is written.
///
/// # Errors
/// A book that cannot be opened.
pub fn open_book(context: &Context) -> Result<(Store, Book), Failure> {
    open_recomputed(context).map(|(store, done)| (store, done.book))
}

/// The same with what single customers are classified with.
///
/// # Errors
/// A book that cannot be opened.
pub fn open_recomputed(context: &Context) -> Result<(Store, Recomputed), Failure> {
    let mut store = context.open(Access::Read)?;
    let request =
        Request { now: context.now(), records: Recording::Never, rules: context.rules, watch: &Unwatched };
    let done = recompute(&mut store, context.playbook()?, &request).map_err(|e| context.failed(&e))?;
    Ok((store, done))
}

/// Runs the command.
///
/// # Errors
/// A class or order that does not exist, or a book that cannot be opened.
pub fn run(context: &Context, args: &ListArgs) -> Result<Outcome, Failure> {
    let (_, book) = open_book(context)?;
    let spec = spec(context, &book, args)?;
    let mut rows: Vec<&Row> = match &args.find {
        Some(text) => found(&book, text, &spec.filter),
        None => View::of(&book, &spec).rows().filter_map(|at| book.row(at)).collect(),
    };
    if let Some(dimension) = args.group {
        // Found by text, the best match stays first in its class.
        rows.sort_by_key(|row| row.class(dimension));
    }
    let shown = rows.len().min(args.limit.unwrap_or(usize::MAX));
    let listed = Listed { book: &book, rows, shown, group: args.group };
    Ok(Outcome::both(listed.text(context.lang), listed.json()))
}

/// Who is listed.
struct Listed<'b> {
    book: &'b Book,
    /// All of them, in order.
    rows: Vec<&'b Row>,
    /// How many are written out.
    shown: usize,
    /// The dimension of the groups.
    group: Option<Dimension>,
}

impl Listed<'_> {
    fn json(&self) -> Value {
        let row = |row: &&Row| Value::Object(row_json(self.book, row));
        let customers: Vec<Value> = self.rows[..self.shown].iter().map(row).collect();
        json!({ "as_of": self.book.day, "total": self.rows.len(), "customers": customers })
    }
}

fn spec(context: &Context, book: &Book, args: &ListArgs) -> Result<ViewSpec, Failure> {
    let Order { key, is_reversed } = args.sort;
    let mut filter = Filter::default();
    for text in &args.classes {
        let (dimension, class) = parse_class(context, book, text)?;
        match filter.classes.iter_mut().find(|(d, _)| *d == dimension) {
            Some((_, classes)) => classes.push(class),
            None => filter.classes.push((dimension, vec![class])),
        }
    }
    Ok(ViewSpec { group: args.group, sort: key, is_reversed, filter, folded: Vec::new() })
}

fn parse_class(context: &Context, book: &Book, text: &str) -> Result<(Dimension, ClassIx), Failure> {
    let no_class = |known: String| {
        let sentence = tr!(context.lang, "cli.list.no_class", text = text);
        let hint = tr!(context.lang, "cli.list.known", known = known).into_owned();
        Failure { status: 2, ..Failure::text(sentence, Some(hint)) }
    };
    let (dimension, code) = text.split_once(':').unwrap_or((text, ""));
    let dimension = Dimension::from_code(dimension).ok_or_else(|| {
        let all: Vec<&str> = Dimension::ALL.iter().map(|d| d.code()).collect();
        no_class(all.join(" "))
    })?;
    match book.classes.place(dimension, code) {
        ClassIx::UNCLASSIFIED if code != UNCLASSIFIED => {
            let known: Vec<&str> = book.classes.of(dimension).iter().map(|c| c.code.as_str()).collect();
            Err(no_class(known.join(" ")))
        }
        class => Ok((dimension, class)),
    }
}

fn found<'b>(book: &'b Book, text: &str, filter: &Filter) -> Vec<&'b Row> {
    let index = crate::search::Index::build(book.rows().iter().map(|row| book.search_row(row)));
    let hits = index.search(text, usize::MAX, &mut || false);
    let hits = hits.map(|found| found.hits).unwrap_or_default();
    hits.iter().filter_map(|hit| book.find(hit.id)).filter(|row| filter.matches(book, row)).collect()
}

/// The fields of a customer in `list` and `show`.
pub fn row_json(book: &Book, row: &Row) -> Map<String, Value> {
    let classes: Map<String, Value> = Dimension::ALL
        .iter()
        .map(|d| (d.code().to_owned(), book.classes.code(*d, row.class(*d)).into()))
        .collect();
    let name = Some(book.text(row, TextOf::Name)).filter(|name| !name.is_empty());
    let fields = json!({
        "customer_no": book.text(row, TextOf::CustomerNo), "name": name, "classes": classes, "assets": row.assets,
        "last_contact_on": row.last_contact_on, "next_contact_on": row.next.map(|next| next.on), "flags": row.flags.codes(),
    });
    match fields {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
