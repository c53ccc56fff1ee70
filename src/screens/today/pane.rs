//! What the pane of wide windows says of the customer to call first, from his card: who he is, what was said, what he
//! holds, what to say. Worded when the card comes; the view only draws it.

use super::layout::Extent;
use super::sections::Section;
use crate::app::{Ctx, Model};
use crate::book::{Card, Event};
use crate::domain::{AccountStatus, CustomerKind, Day, Dimension, Holding, Money, Reason};
use crate::lang::Lang;
use crate::screens::{call, dossier};
use crate::tr;
use crate::ui::{Line, Role, format, text};
use crate::work::words::date_text;

/// So many of the last contacts are shown.
const CONTACTS: usize = 3;
/// So many holdings are shown, those that end first.
const HOLDINGS: usize = 6;
/// Columns of a date and of a product.
const DATE: u16 = 11;
const PRODUCT: u16 = 14;

/// The words of the pane.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pane {
    /// `女 61岁`; blank for firms.
    pub person: String,
    contacts: Vec<Line<'static>>,
    holdings: Vec<Line<'static>>,
    script: Vec<Line<'static>>,
    /// What he has in all.
    assets: String,
    /// The reason and class that the script is for.
    matter: String,
}

impl Pane {
    /// The words for a card in so many columns; without a pane only who he is.
    pub fn of(card: &Card, model: &Model, ctx: &Ctx, columns: Option<u16>) -> Pane {
        let (lang, today) = (ctx.lang, ctx.now.day());
        let person = person(lang, card, today);
        let Some(columns) = columns else { return Pane { person, ..Pane::default() } };
        let is_over = card.customer.deceased_on.is_some();
        let script = if is_over {
            Vec::new()
        } else {
            call::script_lines(card, model, ctx, columns.saturating_sub(1))
        };
        Pane {
            person,
            contacts: contacts(lang, card, today, columns.saturating_sub(3)),
            holdings: holdings(lang, card, today),
            script,
            assets: card.row.row.assets.map(|assets| format::amount(lang, assets)).unwrap_or_default(),
            matter: matter(lang, card, model),
        }
    }

    /// How much it says of a customer with so many reasons.
    pub fn extent(&self, reasons: usize) -> Extent {
        Extent {
            reasons,
            contacts: self.contacts.len(),
            holdings: self.holdings.len(),
            script: self.script.len(),
        }
    }

    /// A line of a section.
    pub fn line(&self, section: Section, at: usize) -> Option<&Line<'static>> {
        match section {
            Section::Contacts => self.contacts.get(at),
            Section::Holdings => self.holdings.get(at),
            Section::Script => self.script.get(at),
            _ => None,
        }
    }

    /// What stands at the right of a section's heading.
    pub fn tail(&self, section: Section) -> Line<'static> {
        match section {
            Section::Holdings => Line::new().private(self.assets.clone(), Role::Dim),
            Section::Script => Line::new().with(self.matter.clone(), Role::Dim),
            _ => Line::new(),
        }
    }
}

fn person(lang: Lang, card: &Card, today: Day) -> String {
    let about = &card.customer.about;
    let birth = about.birth_on.filter(|_| card.customer.kind == CustomerKind::Person);
    let age = birth.map(|on| tr!(lang, "call.age", years = on.years_until(today)).into_owned());
    let gender = about.gender.map(|gender| lang.code_text(gender).into_owned());
    gender.into_iter().chain(age).collect::<Vec<_>>().join(" ")
}

fn matter(lang: Lang, card: &Card, model: &Model) -> String {
    let reason = card.row.dues.first().map_or(Reason::Rhythm, |due| due.reason);
    let row = &card.row.row;
    let class = model
        .book
        .get()
        .map(|book| book.classes.short(Dimension::Lifecycle, row.class(Dimension::Lifecycle), lang));
    format!("{} {}", lang.code_text(reason), class.unwrap_or_default()).trim_end().to_owned()
}

/// What he allows, then the last contacts, each with what was noted.
fn contacts(lang: Lang, card: &Card, today: Day, width: u16) -> Vec<Line<'static>> {
    let all = card.timeline.iter().filter_map(|entry| match &entry.event {
        Event::Contact(contact) => Some((entry.on, contact)),
        _ => None,
    });
    let mut lines = vec![dossier::consent_in(lang, today, card, width)];
    for (on, contact) in all.take(CONTACTS) {
        let words = dossier::contact_text(lang, on, contact, today);
        lines.push(Line::new().with(words, Role::Text));
        let note = dossier::quoted(contact.note.as_deref());
        let note = text::wrap(&note, width.saturating_sub(2)).into_iter().filter(|line| !line.is_empty());
        lines.extend(note.map(|line| Line::new().gap(2).with(line, Role::Dim)));
    }
    lines
}

/// What he holds: what ends first, then the rest.
fn holdings(lang: Lang, card: &Card, today: Day) -> Vec<Line<'static>> {
    let is_worth = |holding: &&Holding| {
        let has_money = holding.balance.is_some_and(|money| money != Money::ZERO);
        holding.status != AccountStatus::Closed && (has_money || holding.maturity_on.is_some())
    };
    let mut held: Vec<&Holding> = card.holdings.iter().filter(is_worth).collect();
    held.sort_by_key(|holding| (holding.maturity_on.is_none(), holding.maturity_on));
    let line = |holding: &Holding| {
        let due = holding.maturity_on.map(|on| date_text(today, on)).unwrap_or_default();
        let balance = holding.balance.map(|money| format::amount(lang, money)).unwrap_or_default();
        let rate = holding.rate_bp.map(dossier::rate).unwrap_or_default();
        Line::new()
            .with(text::pad(&due, DATE), Role::Text)
            .with(text::pad(&dossier::product(lang, holding), PRODUCT), Role::Text)
            .private(text::pad_left(&balance, 9), Role::Text)
            .with(format!("  {rate}"), Role::Dim)
    };
    held.into_iter().take(HOLDINGS).map(line).collect()
}
