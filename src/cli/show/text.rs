//! A customer as people read him: the sections of his card one below the other, days named by their dates.

use super::Shown;
use crate::book::{Flag, deceased_text};
use crate::classify::Metric;
use crate::cli::table::Table;
use crate::domain::{CustomerKind, Dimension};
use crate::screens::card::details::{self, Numbers, Room, Section};
use crate::screens::card::timeline::{self, Filter};
use crate::screens::customers::columns;
use crate::tr;
use crate::ui::{self, text};
use crate::work::words::{held_text, reason_text};
use crossterm::terminal;
use std::io::IsTerminal;

/// The columns of text that goes to no terminal.
const COLUMNS: u16 = 100;
/// The most columns of a reason.
const WHY: u16 = 72;
/// The most lines of the timeline that are written out.
const EVENTS: usize = 40;

impl Shown<'_> {
    /// The whole card.
    pub(super) fn text(&self) -> String {
        let width = columns_of_output();
        let sections = [Section::Metrics, Section::Holdings, Section::Contacts, Section::Person];
        let parts = [self.head(), self.next(), self.classes(width)]
            .into_iter()
            .chain(sections.into_iter().map(|section| self.section(section, width)))
            .chain(std::iter::once(self.timeline(width)));
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
    }

    /// Who he is, and below it that he died or left.
    fn head(&self) -> String {
        let (lang, row, customer) = (self.context.lang, self.row(), &self.card.customer);
        let label = |dimension| self.book.classes.label(dimension, row.class(dimension), lang);
        let is_named = customer.display_name() != customer.customer_no;
        let age =
            self.card.metrics.value(Metric::Age).map(|age| tr!(lang, "card.age", age = age).into_owned());
        let firm = (customer.kind == CustomerKind::Firm).then(|| lang.code_text(customer.kind).into_owned());
        let gender = customer.about.gender.map(|gender| lang.code_text(gender).into_owned());
        let state = if row.flags.contains(Flag::Deceased) {
            deceased_text(lang).into_owned()
        } else {
            label(Dimension::Lifecycle)
        };
        let words = [
            is_named.then(|| customer.display_name().to_owned()),
            Some(customer.customer_no.clone()),
            firm,
            gender,
            age,
            Some(label(Dimension::Value)),
            Some(state),
            Some(columns::assets(row, lang)),
        ];
        let first = words.into_iter().flatten().collect::<Vec<_>>().join("  ");
        std::iter::once(first)
            .chain(self.over().iter().map(|over| format!("! {over}")))
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// That the customer died, that he left and why.
    fn over(&self) -> Vec<String> {
        let (lang, customer) = (self.context.lang, &self.card.customer);
        let deceased = customer.deceased_on.map(|on| tr!(lang, "call.closed.deceased", on = on).into_owned());
        let left = customer.left_on.map(|on| {
            let why = customer.leaving_reason.as_deref().unwrap_or_default();
            format!("{}  {why}", tr!(lang, "call.closed.left", on = on)).trim_end().to_owned()
        });
        deceased.into_iter().chain(left).collect()
    }

    /// The next contact and every reason for one.
    fn next(&self) -> String {
        let (lang, row, today) = (self.context.lang, self.row(), self.book.day);
        let when = row.next.map(|next| {
            let minute = next.minute.map(|minute| format!(" {minute}")).unwrap_or_default();
            format!("{}{minute}  {}", next.on, lang.code_text(next.channel))
        });
        let none = if row.is_held { "card.held" } else { "card.no_next" };
        let mut table = Table::bare().left("").left("");
        let when = when.unwrap_or_else(|| lang.text(none).into_owned());
        table.heading(format!("{}  {when}", lang.text("card.next")));
        for due in &self.card.row.dues {
            let held = due.held.map(|held| format!("  x {}", held_text(lang, held, today)));
            let words = reason_text(lang, due, today, ui::format::amount);
            let minute = due.minute.map(|minute| format!(" {minute}")).unwrap_or_default();
            table.row([format!("{}{minute}", due.due_on), format!("{words}{}", held.unwrap_or_default())]);
        }
        table.text()
    }

    /// Every class with the day it began, its reason, and what would move it.
    fn classes(&self, width: u16) -> String {
        let facts = self.facts(width);
        let lang = self.context.lang;
        let version = self.card.classes.iter().map(|class| class.rule_version).max().unwrap_or(0);
        let rules = tr!(lang, "card.rules", version = version);
        let mut table = Table::bare().left("").left("").left("").left("");
        table.heading(format!("{}  {rules}", lang.text("card.classes")));
        for class in &self.card.classes {
            let words = std::iter::once(details::why(&facts, class)).chain(details::moves(&facts, class));
            let mut lead = Some([
                lang.code_text(class.dimension).into_owned(),
                self.book.classes.label_of_code(class.dimension, &class.class, lang),
                class.since_on.to_string(),
            ]);
            for line in words.flat_map(|words| text::wrap(&words, WHY)) {
                let [dimension, label, since] = lead.take().unwrap_or_default();
                table.row([dimension, label, since, line]);
            }
        }
        table.text()
    }

    fn facts(&self, width: u16) -> details::Facts<'_> {
        details::Facts {
            card: &self.card,
            book: Some(self.book),
            lang: self.context.lang,
            today: self.book.day,
            width: width - 2,
            room: Room::Wide,
            numbers: if self.context.clear.is_some() { Numbers::Clear } else { Numbers::Masked },
            collapsed: details::Collapsed::default(),
        }
    }

    /// A section of the card, its lines under its heading.
    fn section(&self, section: Section, width: u16) -> String {
        let facts = self.facts(width);
        let lines = details::lines(&facts, &[section]).into_iter().map(|line| match line.shown {
            // The end of that heading names a key.
            details::Shown::Heading(name, _) if section == Section::Contacts => name,
            details::Shown::Heading(name, tail) => format!("{name}  {}", plain(&tail)).trim_end().to_owned(),
            details::Shown::Text(line) => format!("  {}", plain(&line)).trim_end().to_owned(),
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// What happened, newest first.
    fn timeline(&self, width: u16) -> String {
        let lang = self.context.lang;
        let facts = timeline::Facts {
            entries: &self.card.timeline,
            filter: Filter::All,
            book: Some(self.book),
            lang,
            today: self.book.day,
            width: width - 2,
            room: Room::Wide,
        };
        let lines = timeline::lines(&facts);
        let name = lang.text("card.timeline");
        if lines.is_empty() {
            return format!("{name}  {}", lang.text("card.no_entries"));
        }
        let shown =
            lines.iter().take(EVENTS).map(|line| format!("  {}", plain(&line.line)).trim_end().to_owned());
        let more = lines.len().saturating_sub(EVENTS);
        let rest = (more > 0).then(|| format!("  {}", tr!(lang, "cli.show.more", count = more)));
        std::iter::once(name.into_owned()).chain(shown).chain(rest).collect::<Vec<_>>().join("\n")
    }
}

fn plain(line: &ui::Line<'_>) -> String {
    line.0.iter().map(|span| text::drawable(&span.text)).collect()
}

/// As wide as the terminal, within what reads well.
fn columns_of_output() -> u16 {
    let terminal = std::io::stdout().is_terminal().then(terminal::size).and_then(Result::ok);
    terminal.map_or(COLUMNS, |(columns, _)| columns.clamp(60, 120))
}
