//! The next contact: when and how, and the reasons with what proves them.

use super::{Facts, Lines, cell};
use crate::book::{CardClass, Event};
use crate::domain::{Channel, Consent, ConsentState, Dimension, Holding, Minute, Reason, mask, secret};
use crate::screens::card::timeline::{self, EntryKey};
use crate::screens::dossier;
use crate::tr;
use crate::ui::{Line, Role, format, text};
use crate::work::words::held_text;
use crate::work::{Due, Proof};

pub(super) fn next(facts: &Facts<'_>, lines: &mut Lines) {
    let lang = facts.lang;
    lines.heading(tr!(lang, "card.next"), tail(facts));
    let dues = &facts.card.row.dues;
    if dues.is_empty() {
        lines.text(Line::new().with(tr!(lang, "card.no_reason"), Role::Dim));
    }
    let cells: Vec<Cells> = dues.iter().map(|due| cells(facts, due)).collect();
    let columns = Columns::of(&cells);
    for ((number, due), cells) in (1..).zip(dues).zip(cells) {
        let lead = Line::new().with(format!("{number} "), Role::Key).join(columns.line(cells));
        let (words, role) = match due.held {
            Some(held) => (format!("x {}", held_text(lang, held, facts.today)), Role::Shut),
            None => (with_its_day(facts, due, number, detail(facts, due)), Role::Dim),
        };
        let first = lines.hanging(lead, &words, (facts.width, role));
        let proof = proof(facts, due);
        for line in &mut lines.lines[first..] {
            line.proof = proof;
        }
    }
}

/// When and how: `今天 电话 14:00-17:00`.
fn tail(facts: &Facts<'_>) -> Line<'static> {
    let lang = facts.lang;
    let row = &facts.card.row.row;
    let Some(next) = row.next else {
        let key = if row.is_held { "card.held" } else { "card.no_next" };
        return Line::new().with(lang.text(key), Role::Shut);
    };
    let role = if next.on < facts.today { Role::Alert } else { Role::Text };
    let mut line = Line::new().with(format::due(lang, next.on, facts.today), role);
    if let Some(minute) = next.minute {
        line = line.with(format!(" {minute}"), Role::Text);
    }
    line = line.with(format!(" {}", lang.code_text(next.channel)), Role::Text);
    match window(&facts.card.consents, next.channel) {
        Some(window) => line.with(format!(" {window}"), Role::Dim),
        None => line,
    }
}

/// The hours in which a customer wants to be contacted: `14:00-17:00`.
pub(super) fn window(consents: &[Consent], channel: Channel) -> Option<String> {
    let consent = consents.iter().find(|consent| consent.channel == channel)?;
    let (from, to) = consent.window.filter(|_| consent.state == ConsentState::Window)?;
    let short = |minute: Minute| minute.to_string();
    Some(format!("{}-{}", short(from), short(to)))
}

/// When, what and how much.
struct Cells {
    on: (String, Role),
    name: String,
    amount: String,
}

fn cells(facts: &Facts<'_>, due: &Due) -> Cells {
    let lang = facts.lang;
    let late = due.due_on < facts.today;
    let on = if late { format::due(lang, due.due_on, facts.today) } else { facts.day(due.on) };
    let amount = due.amount.map(|amount| match due.reason {
        Reason::Outflow | Reason::AssetsDrop => format::amount_change(lang, -amount.abs()),
        Reason::Inflow => format::amount_change(lang, amount.abs()),
        _ => format::amount(lang, amount.abs()),
    });
    Cells {
        on: (on, if late { Role::Alert } else { Role::Text }),
        name: lang.code_text(due.reason).into_owned(),
        amount: amount.unwrap_or_default(),
    }
}

/// Columns as wide as what stands in them; where nothing does, there is none.
struct Columns {
    on: u16,
    name: u16,
    amount: u16,
}

impl Columns {
    fn of(cells: &[Cells]) -> Columns {
        let widest =
            |of: fn(&Cells) -> &str| cells.iter().map(|cells| text::width(of(cells))).max().unwrap_or(0);
        Columns {
            on: widest(|cells| &cells.on.0),
            name: widest(|cells| &cells.name),
            amount: widest(|cells| &cells.amount),
        }
    }

    fn line(&self, Cells { on: (on, role), name, amount }: Cells) -> Line<'static> {
        let line = cell(&on, self.on, role).join(cell(&name, self.name, Role::Text));
        if self.amount == 0 {
            return line.gap(1);
        }
        line.gap(1).private(text::pad_left(&amount, self.amount), Role::Text).gap(2)
    }
}

/// The first reason gives the next contact its day: where its own date is another one, it says so.
fn with_its_day(facts: &Facts<'_>, due: &Due, number: usize, words: String) -> String {
    let next = facts.card.row.row.next.filter(|next| number == 1 && next.on != due.on);
    let Some(next) = next.filter(|_| due.due_on >= facts.today) else { return words };
    let on = format::due(facts.lang, next.on, facts.today);
    let act = tr!(facts.lang, "card.act_on", on = on);
    if words.is_empty() { act.into_owned() } else { format!("{words}; {act}") }
}

/// What stands behind a reason, in a few words.
fn detail(facts: &Facts<'_>, due: &Due) -> String {
    let lang = facts.lang;
    match due.reason {
        Reason::AssetsDrop | Reason::SalaryStop | Reason::ActivityDrop | Reason::Rhythm => {
            let known = facts.book.and_then(|book| dossier::proof(lang, book, facts.card, due));
            return known.unwrap_or_default();
        }
        _ => {}
    }
    match due.proof {
        Proof::Account(id) => {
            let found = facts.card.holdings.iter().find(|holding| holding.id == id);
            found.map(|holding| holding_words(facts, holding)).unwrap_or_default()
        }
        Proof::Movement | Proof::FollowUp(_) => proof(facts, due)
            .and_then(|key| timeline::entry(&facts.card.timeline, key))
            .and_then(|entry| match &entry.event {
                Event::Movement { detail, .. } => detail.as_ref().map(secret),
                Event::FollowUp { note, .. } => note.as_ref().map(secret),
                _ => None,
            })
            .unwrap_or_default(),
        Proof::Class => class_of(facts, due.reason)
            .and_then(|class| class.explanation.reasons.first())
            .map(|reason| reason.text(lang).to_owned())
            .unwrap_or_default(),
        Proof::Customer | Proof::Rhythm => String::new(),
    }
}

/// A holding in a few words: its own name, the end of its number, its interest.
fn holding_words(facts: &Facts<'_>, holding: &Holding) -> String {
    let lang = facts.lang;
    let name = holding.label.clone().unwrap_or_default();
    let tail =
        tr!(lang, "card.account_tail", tail = secret(mask::account_tail(&holding.account_no))).into_owned();
    let rate = holding.rate_bp.map(super::metrics::rate).unwrap_or_default();
    let renews = holding.renews.map(|renews| {
        let key = if renews { "card.renews" } else { "card.ends" };
        lang.text(key).into_owned()
    });
    let parts = [name, tail, rate, renews.unwrap_or_default()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn class_of<'a>(facts: &Facts<'a>, reason: Reason) -> Option<&'a CardClass> {
    let dimension = match reason {
        Reason::TierEdge | Reason::TierWatch => Dimension::Value,
        _ => Dimension::Lifecycle,
    };
    facts.card.classes.iter().find(|class| class.dimension == dimension)
}

/// The entry of the timeline that proves a reason.
fn proof(facts: &Facts<'_>, due: &Due) -> Option<EntryKey> {
    let entries = &facts.card.timeline;
    match due.proof {
        Proof::Movement => timeline::find(entries, |entry| {
            let is_amount = |money: crate::domain::Money| due.amount.is_none_or(|of| of.abs() == money.abs());
            entry.on == due.on && matches!(&entry.event, Event::Movement { amount, .. } if is_amount(*amount))
        }),
        Proof::FollowUp(_) => timeline::find(entries, |entry| {
            matches!(&entry.event, Event::FollowUp { kind, due_on, .. }
                if Some(*kind) == due.kind && *due_on == due.on)
        }),
        Proof::Account(id) => {
            let holding = facts.card.holdings.iter().find(|holding| holding.id == id)?;
            super::metrics::opened(facts, holding).or_else(|| super::evidence::last_of_account(facts, id))
        }
        Proof::Class => {
            let dimension = class_of(facts, due.reason)?.dimension;
            super::classes::change(facts, dimension).or_else(|| super::evidence::class(facts, dimension))
        }
        Proof::Rhythm => timeline::find(
            entries,
            |entry| matches!(&entry.event, Event::Contact(contact) if contact.reach.is_reached()),
        ),
        Proof::Customer => super::evidence::import(facts),
    }
}
