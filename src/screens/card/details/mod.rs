//! What a card says of a customer, as lines in sections: the next contact and its reasons, classes with their why,
//! figures, holdings, numbers and consent, his own data.
//!
//! Pure: from a loaded card to lines for a width. The update moves the cursor over the same lines that the view draws.

mod classes;
mod collapse;
mod contacts;
mod evidence;
mod metrics;
mod next;
mod person;

pub use classes::{author, moves, why};

pub use collapse::{Collapsed, fitted};

use super::timeline::EntryKey;
use crate::book::{Book, Card};
use crate::domain::{Channel, Day, Dimension, Money, mask, phone};
use crate::lang::Lang;
use crate::screens::edit::FieldId;
use crate::ui::{Line, Role, format, text};
use collapse::Step;

/// A part of the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Section {
    /// Consent and budget in one line, where the room is small.
    Allowed,
    /// The next contact.
    Next,
    /// Classes.
    Classes,
    /// Figures.
    Metrics,
    /// Holdings.
    Holdings,
    /// Numbers and consent.
    Contacts,
    /// His own data.
    Person,
}

/// A line by its section and place there, so that the cursor finds it again after a reload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LineId {
    /// The section.
    pub section: Section,
    /// From 0, the heading.
    pub at: u16,
}

/// What a line looks like.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    /// A section's heading with its tail.
    Heading(String, Line<'static>),
    /// Text.
    Text(Line<'static>),
}

/// A line of the card.
#[derive(Debug, Clone, PartialEq)]
pub struct DetailLine {
    /// Which.
    pub id: LineId,
    /// How it looks.
    pub shown: Shown,
    /// The entry of the timeline that proves it.
    pub proof: Option<EntryKey>,
    /// The field of the customer's data that it rests on, where it is no entry.
    pub rests_on: Option<FieldId>,
    /// The dimension it speaks of.
    pub dimension: Option<Dimension>,
    /// The channel whose consent it shows.
    pub channel: Option<Channel>,
    /// The fields of the form that it shows, in their order.
    pub fields: Vec<FieldId>,
}

impl DetailLine {
    /// Whether the cursor stops here.
    pub fn is_stop(&self) -> bool {
        matches!(self.shown, Shown::Text(_))
    }
}

/// How much room there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// Every figure, sentences in full.
    Wide,
    /// One line for each thing.
    Narrow,
}

/// Whether numbers are shown in clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbers {
    /// `138****1234`
    Masked,
    /// `138 1234 1234`
    Clear,
}

/// What lines are made from.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// The customer.
    pub card: &'a Card,
    /// For the names of classes and other customers.
    pub book: Option<&'a Book>,
    /// The language.
    pub lang: Lang,
    /// The working day.
    pub today: Day,
    /// Columns for text.
    pub width: u16,
    /// How much is said.
    pub room: Room,
    /// How numbers are shown.
    pub numbers: Numbers,
    /// What stands in one line where the room is short.
    pub collapsed: Collapsed,
}

impl Facts<'_> {
    fn is_collapsed(&self, step: Step) -> bool {
        self.collapsed.has(step)
    }

    fn class_name(&self, dimension: Dimension, code: &str) -> String {
        match self.book {
            Some(book) => book.classes.label_of_code(dimension, code, self.lang),
            None => code.to_owned(),
        }
    }

    /// The same where the whole name takes more than so many columns: its short form.
    fn class_name_in(&self, dimension: Dimension, code: &str, columns: u16) -> String {
        let name = self.class_name(dimension, code);
        match self.book.filter(|_| text::width(&name) > columns) {
            Some(book) => book.classes.short(dimension, book.classes.place(dimension, code), self.lang),
            None => name,
        }
    }

    fn amount(&self, money: Option<Money>) -> String {
        money.map_or_else(|| format::UNKNOWN.to_owned(), |money| format::amount(self.lang, money))
    }

    fn day(&self, day: Day) -> String {
        format::day(self.lang, day, self.today)
    }

    /// A number as it may be shown now.
    pub fn number(&self, number: &str) -> String {
        match self.numbers {
            Numbers::Masked => mask::phone(number),
            Numbers::Clear => phone::grouped(number),
        }
    }
}

/// The lines of some sections, in order.
pub fn lines(facts: &Facts<'_>, sections: &[Section]) -> Vec<DetailLine> {
    sections
        .iter()
        .flat_map(|section| {
            let mut lines = Lines { section: *section, lines: Vec::new() };
            match section {
                Section::Allowed => contacts::allowed(facts, &mut lines),
                Section::Next => next::next(facts, &mut lines),
                Section::Classes => classes::classes(facts, &mut lines),
                Section::Metrics => metrics::metrics(facts, &mut lines),
                Section::Holdings => metrics::holdings(facts, &mut lines),
                Section::Contacts => contacts::contacts(facts, &mut lines),
                Section::Person => person::person(facts, &mut lines),
            }
            lines.lines
        })
        .collect()
}

/// Lines of a section under construction.
struct Lines {
    section: Section,
    lines: Vec<DetailLine>,
}

impl Lines {
    fn heading(&mut self, name: impl Into<String>, tail: Line<'static>) {
        self.push(Shown::Heading(name.into(), tail));
    }

    fn text(&mut self, line: Line<'static>) -> &mut DetailLine {
        self.push(Shown::Text(line))
    }

    fn push(&mut self, shown: Shown) -> &mut DetailLine {
        let at = u16::try_from(self.lines.len()).unwrap_or(u16::MAX);
        let id = LineId { section: self.section, at };
        self.lines.push(DetailLine {
            id,
            shown,
            proof: None,
            rests_on: None,
            dimension: None,
            channel: None,
            fields: Vec::new(),
        });
        let last = self.lines.len() - 1;
        &mut self.lines[last]
    }

    /// `lead` and then a text behind it, broken to the width under itself. What is secret in it is marked.
    fn hanging(&mut self, lead: Line<'static>, words: &str, (width, role): (u16, Role)) -> usize {
        let mut indent = lead.width();
        let first = self.lines.len();
        let room = width.saturating_sub(indent);
        let mut lead = Some(lead);
        if room < LEAST && text::width(words) > room {
            // Behind so long a lead there is no room for words: they stand below it.
            lead.take().map(|lead| self.text(lead));
            indent = BELOW;
        }
        for part in text::wrap(words, width.saturating_sub(indent)) {
            let line = lead.take().unwrap_or_else(|| Line::new().gap(indent));
            self.text(line.with(part, role));
        }
        first
    }
}

/// Fewer columns are no room for words.
const LEAST: u16 = 16;
/// Words that stand below their lead begin here.
const BELOW: u16 = 4;

/// A word in a column of its own.
fn cell(words: &str, columns: u16, role: Role) -> Line<'static> {
    Line::new().with(format!("{} ", text::pad(words, columns)), role)
}
