//! `callbook queue`: a queue, or all of them merged, in working order.

use super::args::code;
use super::list::open_book;
use super::table::Table;
use super::{Context, Failure, Outcome};
use crate::book::{Book, QueueRow, Row, TextOf};
use crate::domain::{Code, Dimension, QueueName};
use crate::lang::Lang;
use crate::screens::customers::columns;
use crate::screens::queues::band_key;
use crate::tr;
use crate::ui::format;
use crate::work::words::{held_text, reason_text};
use crate::work::{Band, Due};
use serde_json::{Value, json};

/// Arguments of `queue`.
#[derive(Debug, clap::Args)]
pub struct QueueArgs {
    /// overdue, callback, due, maturing, at_risk, rhythm, dormant, new, birthday; without it all of them
    #[arg(value_name = "NAME", value_parser = code::<QueueName>())]
    name: Option<QueueName>,
    /// At most so many
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

/// Runs the command.
///
/// # Errors
/// A book that cannot be opened.
pub fn run(context: &Context, args: &QueueArgs) -> Result<Outcome, Failure> {
    let (_, book) = open_book(context)?;
    let queue = book.queue(args.name, context.now().minute());
    let limit = args.limit.unwrap_or(usize::MAX);
    let rows = queue.rows.iter().chain(&queue.held).take(limit);
    let items: Vec<Item<'_>> = rows.filter_map(|row| Item::of(&book, *row)).collect();
    let lang = context.lang;
    let json = json!({
        "as_of": book.day, "queue": args.name.map(Code::code), "total": queue.rows.len(),
        "suppressed_total": queue.held.len(),
        "items": items.iter().map(|item| item.json(lang)).collect::<Vec<_>>(),
    });
    let head = tr!(
        lang,
        "work.cli.queue",
        day = book.day,
        queue = args.name.map_or_else(|| lang.text("work.cli.all_queues"), |name| lang.code_text(name)),
        count = queue.rows.len(),
        held = queue.held.len()
    );
    let text =
        if items.is_empty() { head.into_owned() } else { format!("{head}\n\n{}", table(&items, lang)) };
    Ok(Outcome::both(text, json))
}

/// The customers under the headings of their bands, as on the screen.
fn table(items: &[Item<'_>], lang: Lang) -> String {
    let head = |key: &str| lang.text(&format!("cli.column.{key}")).into_owned();
    let mut table = Table::new()
        .left(head("due"))
        .left(head("customer_no"))
        .left(head("name"))
        .left(head("tier"))
        .right(head("assets"))
        .left(head("why"));
    let mut band = None;
    for item in items {
        if band != Some(item.band) {
            band = Some(item.band);
            table.heading(lang.text(band_key(item.band)));
        }
        table.row(item.cells(lang));
    }
    table.text()
}

/// A customer in a queue.
struct Item<'b> {
    book: &'b Book,
    row: &'b Row,
    dues: &'b [Due],
    band: Band,
}

impl<'b> Item<'b> {
    fn of(book: &'b Book, row: QueueRow) -> Option<Item<'b>> {
        let found = book.row(row.at)?;
        Some(Item { book, row: found, dues: book.dues(found), band: row.band })
    }

    fn reason(&self, lang: Lang, due: &Due) -> String {
        reason_text(lang, due, self.book.day, format::amount)
    }

    fn held(&self, lang: Lang) -> Option<String> {
        let held = self.dues.first()?.held?;
        Some(held_text(lang, held, self.book.day))
    }

    fn json(&self, lang: Lang) -> Value {
        let name = Some(self.book.text(self.row, TextOf::Name)).filter(|name| !name.is_empty());
        let reason = |due: &Due| json!({ "code": due.reason, "date": due.on, "amount": due.amount, "text": self.reason(lang, due) });
        json!({
            "customer_no": self.book.text(self.row, TextOf::CustomerNo), "name": name,
            "score": (self.row.score * 100.0).round() / 100.0,
            "reasons": self.dues.iter().map(reason).collect::<Vec<_>>(),
            "due_on": self.dues.first().map(|due| due.due_on), "suppressed": self.held(lang),
        })
    }

    fn cells(&self, lang: Lang) -> Vec<String> {
        let (book, row) = (self.book, self.row);
        let due = self.dues.first().map(|due| match due.minute {
            Some(minute) => format!("{} {minute}", due.due_on),
            None => due.due_on.to_string(),
        });
        let reasons = self.dues.iter().map(|due| self.reason(lang, due));
        let held = self.held(lang).map(|held| format!("x {held}"));
        let why: Vec<String> = held.into_iter().chain(reasons).collect();
        vec![
            due.unwrap_or_default(),
            book.text(row, TextOf::CustomerNo).to_owned(),
            book.text(row, TextOf::Name).to_owned(),
            book.classes.label(Dimension::Value, row.class(Dimension::Value), lang),
            columns::assets(row, lang),
            why.join("; "),
        ]
    }
}
