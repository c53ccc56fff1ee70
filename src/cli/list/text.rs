//! The list as people read it: a line of sums, then a table, under a heading for each class where it is grouped.

use super::Listed;
use crate::book::{Flag, Row, TextOf, deceased_text};
use crate::cli::table::Table;
use crate::domain::{Dimension, Money};
use crate::lang::Lang;
use crate::screens::customers::columns;
use crate::screens::dossier;
use crate::tr;
use crate::ui::format;
use crate::work::NextContact;

impl Listed<'_> {
    /// The whole list in a language.
    pub(super) fn text(&self, lang: Lang) -> String {
        let book = self.book;
        let (all, assets) = (count(self.rows.len()), sum(lang, self.rows.iter().copied()));
        let mut head = tr!(lang, "cli.list.total", count = all, day = book.day, assets = assets).into_owned();
        if self.shown < self.rows.len() {
            head.push_str(&tr!(lang, "cli.list.shown", count = count(self.shown)));
        }
        if self.shown == 0 {
            return head;
        }
        format!("{head}\n\n{}", self.table(lang).text())
    }

    fn table(&self, lang: Lang) -> Table {
        let head = |key: &str| lang.text(&format!("cli.column.{key}")).into_owned();
        let mut table = Table::new()
            .left(head("customer_no"))
            .left(head("name"))
            .left(if self.group == Some(Dimension::Value) { String::new() } else { head("tier") })
            .left(if self.group == Some(Dimension::Lifecycle) { String::new() } else { head("state") })
            .right(head("assets"))
            .right(head("change"))
            .left(head("last"))
            .left(head("next"))
            .left(head("marks"));
        let mut class = None;
        for row in &self.rows[..self.shown] {
            if let Some(dimension) = self.group.filter(|dimension| class != Some(row.class(*dimension))) {
                class = Some(row.class(dimension));
                table.heading(self.heading(dimension, row, lang));
            }
            table.row(self.cells(row, lang));
        }
        table
    }

    /// `财富  161户 13.4%  资产 1.51亿 31.3%`
    fn heading(&self, dimension: Dimension, first: &Row, lang: Lang) -> String {
        let class = first.class(dimension);
        let of_class = || self.rows.iter().copied().filter(|row| row.class(dimension) == class);
        let customers = of_class().count();
        tr!(
            lang,
            "cli.list.group",
            class = self.book.classes.label(dimension, class, lang),
            count = count(customers),
            share = format::part_of(whole(customers), whole(self.rows.len())),
            assets = sum(lang, of_class()),
            assets_share = format::part_of(assets(of_class()).0, assets(self.rows.iter().copied()).0)
        )
        .into_owned()
    }

    fn cells(&self, row: &Row, lang: Lang) -> Vec<String> {
        let book = self.book;
        let class = |dimension| match self.group {
            Some(group) if group == dimension => String::new(),
            _ => book.classes.label(dimension, row.class(dimension), lang),
        };
        let state = if row.flags.contains(Flag::Deceased) {
            deceased_text(lang).into_owned()
        } else {
            class(Dimension::Lifecycle)
        };
        vec![
            book.text(row, TextOf::CustomerNo).to_owned(),
            book.text(row, TextOf::Name).to_owned(),
            class(Dimension::Value),
            state,
            columns::assets(row, lang),
            columns::change(row),
            row.last_contact_on.map(|on| on.to_string()).unwrap_or_default(),
            row.next.map(next).unwrap_or_default(),
            flags(row, lang),
        ]
    }
}

/// `2026-12-01`, with its minute `2026-12-01 15:30`.
fn next(next: NextContact) -> String {
    let minute = next.minute.map(|minute| format!(" {minute}"));
    format!("{}{}", next.on, minute.unwrap_or_default())
}

/// The marks in words. That somebody died stands in the column of the state.
fn flags(row: &Row, lang: Lang) -> String {
    let flags = row.flags.iter().filter(|flag| *flag != Flag::Deceased);
    flags.map(|flag| dossier::flag_words(lang, flag)).collect::<Vec<_>>().join("; ")
}

fn count(number: usize) -> String {
    format::count(whole(number))
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn assets<'r>(rows: impl Iterator<Item = &'r Row>) -> Money {
    rows.filter_map(|row| row.assets).sum()
}

fn sum<'r>(lang: Lang, rows: impl Iterator<Item = &'r Row>) -> String {
    format::amount_sum(lang, assets(rows))
}
