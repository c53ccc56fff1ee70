//! A reason in columns: its date, its name, the amount or figure, and what proves it. The same on every screen.

use crate::book::{Book, Row};
use crate::domain::{Channel, Code, Day, Reason, secret};
use crate::lang::Lang;
use crate::screens::dossier;
use crate::tr;
use crate::ui::format;
use crate::work::{Due, Proof, words};

/// The texts of a reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReasonText {
    /// When: the minute of today, the hard date, the day it is about.
    pub date: String,
    /// What it is called.
    pub name: String,
    /// The amount, marked as secret, or the figure; blank without one.
    pub amount: String,
    /// The row that proves it, in words.
    pub proof: String,
}

/// The texts of a customer's reason.
pub fn text(lang: Lang, book: &Book, row: &Row, due: &Due) -> ReasonText {
    ReasonText {
        date: date(lang, due, book.day),
        name: name(lang, due),
        amount: amount(lang, due, book.day),
        proof: proof(lang, row, due, book.day),
    }
}

/// A reason in a sentence, its amount as in a column and marked as secret.
pub fn sentence(lang: Lang, due: &Due, today: Day) -> String {
    words::reason_text(lang, due, today, |lang, money| secret(format::amount(lang, money)))
}

/// The same where the room is small: what the follow-up is about, else the reason with its amount in short.
pub fn in_short(lang: Lang, book: &Book, row: &Row, due: &Due) -> String {
    match book.subject(row, due) {
        Some(subject) => format!("{}: {}", name(lang, due), secret(subject)),
        None if matches!(due.reason, Reason::RiskExpiry | Reason::IdExpiry) => {
            let on = words::date_text(book.day, due.on);
            tr!(lang, "work.reason.on", what = name(lang, due), on = on).into_owned()
        }
        None => {
            words::reason_text(lang, due, book.day, |lang, money| secret(format::amount_short(lang, money)))
        }
    }
}

/// What a reason is called; a stored follow-up by its own kind.
pub fn name(lang: Lang, due: &Due) -> String {
    match due.kind {
        Some(kind) => lang.code_text(kind).into_owned(),
        None => lang.text(&format!("reasons.name.{}", due.reason.code())).into_owned(),
    }
}

/// When, as a queue shows it: the minute, overdue, the hard date, the day to act.
pub fn due_text(lang: Lang, due: &Due, today: Day) -> String {
    match due.minute {
        Some(minute) if due.due_on == today => minute.to_string(),
        _ if due.due_on < today => format::due(lang, due.due_on, today),
        _ => format::day(lang, due.key_on(), today),
    }
}

/// When somebody who is held back comes back: `周六起`; `None` when nothing but the customer opens the channel.
pub fn back_text(lang: Lang, book: &Book, row: &Row) -> Option<String> {
    let on = format::day(lang, book.returns_on(row)?, book.day);
    Some(tr!(lang, "queues.back_on", on = on).into_owned())
}

fn date(lang: Lang, due: &Due, today: Day) -> String {
    match due.minute {
        // The minute of a step is when to act; what it is about has its own day.
        Some(minute) if due.kind.is_some() && due.due_on == today => minute.to_string(),
        _ if due.on == today => format::day(lang, due.on, today),
        _ if (1..7).contains(&(due.on - today)) => format::date_with_weekday(lang, due.on, today),
        _ => words::date_text(today, due.on),
    }
}

fn amount(lang: Lang, due: &Due, today: Day) -> String {
    let money = due.amount.unwrap_or_default();
    match due.reason {
        Reason::Inflow | Reason::Outflow => secret(format::amount_change(lang, money)),
        Reason::AssetsDrop => due.figure.map(|figure| format!("{}%", figure / 10_000)).unwrap_or_default(),
        Reason::SalaryStop => tr!(lang, "reasons.late", days = due.figure.unwrap_or(0)).into_owned(),
        Reason::Rhythm if due.due_on < today => {
            tr!(lang, "reasons.late", days = today - due.due_on).into_owned()
        }
        _ if due.amount.is_some() => secret(format::amount(lang, money)),
        _ => String::new(),
    }
}

fn proof(lang: Lang, row: &Row, due: &Due, today: Day) -> String {
    if let Some(held) = due.held {
        return words::held_text(lang, held, today);
    }
    let last = row.last_contact_on.map(|on| tr!(lang, "reasons.last", on = words::date_text(today, on)));
    let last = last.unwrap_or_else(|| tr!(lang, "reasons.never"));
    if let Some(seen) = dossier::signal_proof(lang, due) {
        return seen;
    }
    match (due.reason, due.proof) {
        (Reason::Rhythm, _) => tr!(lang, "reasons.rhythm", days = due.figure.unwrap_or(0), last = last),
        (Reason::AssetsDrop, _) => {
            let amount = secret(format::amount_short(lang, due.amount.unwrap_or_default().abs()));
            tr!(lang, "reasons.assets_drop", amount = amount)
        }
        (Reason::TierEdge, _) => tr!(lang, "reasons.tier_edge"),
        (_, Proof::FollowUp(_)) => tr!(lang, "reasons.follow_up", channel = channel(lang, due.channel)),
        (_, Proof::Account(_)) => tr!(lang, "reasons.account"),
        (_, Proof::Movement) => tr!(lang, "reasons.movement"),
        (_, Proof::Customer) => tr!(lang, "reasons.customer"),
        (_, Proof::Class) => tr!(lang, "reasons.class", since = words::date_text(today, due.on)),
        (_, Proof::Rhythm) => last,
    }
    .into_owned()
}

fn channel(lang: Lang, channel: Option<Channel>) -> String {
    channel.map(|channel| lang.code_text(channel).into_owned()).unwrap_or_default()
}
