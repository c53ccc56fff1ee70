//! What a card or a row of a list says, in words that several screens use: proofs, consent, budget, contacts, marks.
//!
//! Pure. Must not: decide what is shown where.

use super::View;
use crate::book::{Book, Card, ContactEntry, Event, Flag, LineProof, Row, StateMark, TextOf};
use crate::domain::kinds::TxnKinds;
use crate::domain::{
    Channel, Code, ConsentState, Day, Dimension, Direction, Holding, ProductKinds, Reason, mask, phone,
    secret,
};
use crate::lang::Lang;
use crate::tr;
use crate::ui::{Line, Role, format};
use crate::work::words::{channel_text, date_text, reply_text};
use crate::work::{Due, Limits, Proof, Used};
use std::borrow::Cow;

/// The row that proves a reason.
pub fn proof(lang: Lang, book: &Book, card: &Card, due: &Due) -> Option<String> {
    let today = book.day;
    match due.proof {
        Proof::Account(id) => {
            let holding = card.holdings.iter().find(|holding| holding.id == id)?;
            let tail = tr!(lang, "call.why.tail", tail = secret(mask::account_tail(&holding.account_no)));
            Some(format!("{tail}  {}", holding_text(lang, holding)))
        }
        Proof::FollowUp(_) => card.row.subject(due).map(secret),
        Proof::Rhythm => {
            let last = card.row.row.last_contact_on.map(|on| date_text(today, on));
            let last = last.unwrap_or_else(|| lang.text("call.why.never").into_owned());
            let class = card.row.row.class(Dimension::Value);
            let class = book.classes.short(Dimension::Value, class, lang);
            let days = due.figure.unwrap_or(0);
            Some(tr!(lang, "call.why.rhythm", class = class, days = days, last = last).into_owned())
        }
        Proof::Class if due.reason == Reason::AssetsDrop => {
            let amount = secret(format::amount_short(lang, due.amount?.abs()));
            Some(tr!(lang, "reasons.assets_drop", amount = amount).into_owned())
        }
        Proof::Class => signal_proof(lang, due).or_else(|| class_proof(lang, card, due)),
        Proof::Movement => card.timeline.iter().find_map(|entry| match &entry.event {
            Event::Movement { amount, kind, text, detail, .. }
                if entry.on == due.on && Some(*amount) == due.amount =>
            {
                Some(movement_text(lang, kind, text, detail.as_deref()))
            }
            _ => None,
        }),
        Proof::Customer if due.reason == Reason::RiskExpiry => {
            let level = card.customer.about.risk_level?;
            Some(tr!(lang, "call.why.risk", level = lang.code_text(level)).into_owned())
        }
        Proof::Customer => None,
    }
}

/// A holding in words: `一年期存单  1.45%  未约转存`.
pub fn holding_text(lang: Lang, holding: &Holding) -> String {
    let mut parts = vec![product(lang, holding)];
    parts.extend(holding.rate_bp.map(rate));
    parts.extend(holding.renews.map(|renews| {
        let key = if renews { "call.why.renews" } else { "call.why.renews_not" };
        lang.text(key).into_owned()
    }));
    parts.join("  ")
}

/// A movement in words: its kind, then counterparty or memo, which is secret.
fn movement_text(lang: Lang, kind: &str, text: &str, detail: Option<&str>) -> String {
    let kind = TxnKinds::embedded().label(kind, lang).unwrap_or(text).to_owned();
    [Some(kind), detail.map(secret)].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The row behind a line of money.
pub fn line_proof(lang: Lang, proof: &LineProof) -> String {
    match proof {
        LineProof::Holding(holding) => holding_text(lang, holding),
        LineProof::Movement { kind, text, detail } => movement_text(lang, kind, text, detail.as_deref()),
    }
}

/// What was seen, where a reason is no class of the customer.
pub fn signal_proof(lang: Lang, due: &Due) -> Option<String> {
    match due.reason {
        Reason::SalaryStop => Some(tr!(lang, "reasons.salary_stop", days = due.figure?).into_owned()),
        Reason::ActivityDrop => Some(lang.text("reasons.activity_drop").into_owned()),
        _ => None,
    }
}

/// The rule behind a reason of the customer's state.
fn class_proof(lang: Lang, card: &Card, due: &Due) -> Option<String> {
    if !matches!(due.reason, Reason::AtRisk | Reason::Dormant | Reason::Revived) {
        return None;
    }
    let class = card.classes.iter().find(|class| class.dimension == Dimension::Lifecycle)?;
    class.explanation.reasons.first().map(|reason| reason.text(lang).to_owned())
}

/// What a mark stands for.
pub fn flag_words(lang: Lang, flag: Flag) -> Cow<'static, str> {
    lang.text(match flag {
        Flag::Overdue => "queues.flag.overdue",
        Flag::MoneyDue => "queues.flag.money_due",
        Flag::Watch => "queues.flag.watch",
        Flag::Edge => "queues.flag.edge",
        Flag::Overridden => "queues.flag.overridden",
        Flag::ClosedChannel => "queues.flag.closed_channel",
        Flag::NumberInvalid => "queues.flag.number_invalid",
        Flag::RiskExpired => "queues.flag.risk_expired",
        Flag::IdExpired => "queues.flag.id_expired",
        Flag::NoNextContact => "queues.flag.no_next_contact",
        Flag::Birthday => "queues.flag.birthday",
        Flag::Deceased => "queues.flag.deceased",
        Flag::Left => "queues.flag.left",
    })
}

/// A customer's number, masked, with the key that shows it where there is room; in clear once that was pressed.
pub fn number(view: &View<'_>, (book, row): (&Book, &Row), width: u16) -> Line<'static> {
    let number = book.text(row, TextOf::Phone);
    if number.is_empty() || row.flags.contains(Flag::Deceased) {
        return Line::new();
    }
    if view.model.card.shows_number_of(row.id) {
        return Line::new().private(phone::grouped(number), Role::Head);
    }
    let how = Line::new().gap(2).with("p", Role::Key);
    let how = how.with(format!(" {}", tr!(view.ctx.lang, "card.show")), Role::Dim);
    Line::new().private(mask::phone(number), Role::Text).join_if_fits(how, width)
}

/// What a customer allows: `电话 是  短信 仅服务  企微 是`.
pub fn consent(lang: Lang, today: Day, card: &Card) -> Line<'static> {
    consent_in(lang, today, card, u16::MAX)
}

/// The same in so many columns: what does not fit whole is left out.
pub fn consent_in(lang: Lang, today: Day, card: &Card, width: u16) -> Line<'static> {
    [Channel::Phone, Channel::Sms, Channel::Wecom].into_iter().fold(Line::new(), |line, channel| {
        let known = card.consents.iter().find(|consent| consent.channel == channel);
        let state = known.map_or(ConsentState::Unknown, |consent| consent.state);
        let until = known.and_then(|consent| consent.until_on).filter(|_| state == ConsentState::NoUntil);
        let until = until.map(|on| format!(" {}", date_text(today, on)));
        let hours = known.and_then(|consent| consent.window).filter(|_| state == ConsentState::Window);
        let hours = hours.map(|(from, to)| format!(" {from}-{to}"));
        let until = until.or(hours).unwrap_or_default();
        let is_closed = known.is_some_and(|consent| consent.is_closed(today));
        let role = if is_closed { Role::Shut } else { Role::Text };
        let words = format!("{} {}{until}", lang.code_text(channel), lang.text(&state.text_key()));
        let gap = if line.is_empty() { 0 } else { 2 };
        line.join_if_fits(Line::new().gap(gap).with(words, role), width)
    })
}

/// `7天 0/2  30天 0/4`; what is used up is marked.
pub fn budget(lang: Lang, used: &Used, limits: &Limits) -> Line<'static> {
    let role = |used: u16, cap: u16| if used >= cap { Role::Warn } else { Role::Text };
    let week = tr!(lang, "call.past.week", used = used.week, cap = limits.touch_week);
    let month = tr!(lang, "call.past.month", used = used.month, cap = limits.touch_month);
    Line::new()
        .with(week.into_owned(), role(used.week, limits.touch_week))
        .gap(2)
        .with(month.into_owned(), role(used.month, limits.touch_month))
}

/// A former contact in words: `10-22 电话 本人接通 考虑中 6分钟`.
pub fn contact_text(lang: Lang, on: Day, contact: &ContactEntry, today: Day) -> String {
    format!("{} {}", format::past_day(on, today), contact_words(lang, contact))
}

/// The same without its day.
pub fn contact_words(lang: Lang, contact: &ContactEntry) -> String {
    let mut parts = vec![channel_text(lang, contact.channel).into_owned()];
    if (contact.channel, contact.direction) == (Channel::Phone, Direction::In) {
        parts.push(tr!(lang, "call.incoming").into_owned());
    } else {
        parts.push(lang.code_text(contact.reach).into_owned());
    }
    parts.extend(contact.result.map(|result| lang.code_text(result).into_owned()));
    parts.extend(contact.reply.map(|reply| reply_text(lang, reply).into_owned()));
    if let Some((product, amount)) = &contact.deal {
        parts.push(ProductKinds::embedded().label(product, lang).unwrap_or(product).to_owned());
        parts.extend(amount.map(|amount| secret(format::amount_short(lang, amount))));
    }
    parts.extend(contact.duration_s.map(|seconds| duration(lang, seconds).into_owned()));
    parts.join(" ")
}

/// How long a talk was: rounded to minutes from one minute on, else in seconds.
pub fn duration(lang: Lang, seconds: u32) -> Cow<'static, str> {
    if seconds < 60 {
        tr!(lang, "card.event.seconds", count = seconds)
    } else {
        tr!(lang, "card.event.minutes", count = (seconds + 30) / 60)
    }
}

/// A note between quotation marks, all of it secret (see [`Line::private`]); blank without one.
pub fn quoted(note: Option<&str>) -> String {
    note.map(|note| secret(format!("\"{note}\""))).unwrap_or_default()
}

/// A holding's product in words.
pub fn product(lang: Lang, holding: &Holding) -> String {
    let label = holding.label.clone();
    label.unwrap_or_else(|| {
        ProductKinds::embedded().label(&holding.product, lang).unwrap_or(&holding.product).to_owned()
    })
}

/// `1.45%` from hundredths of a percent.
pub fn rate(bp: i64) -> String {
    format!("{}.{:02}%", bp / 100, bp % 100)
}

/// The marks of a customer in so many columns of a list whose columns say his state: the first of them.
pub fn flags(row: &Row, room: u16) -> Line<'static> {
    in_roles(&row.flags.letters(), room)
}

/// The same in a list that says his state nowhere else: it has a mark of its own.
pub fn flags_and_state(book: &Book, row: &Row, room: u16) -> Line<'static> {
    let mut letters = row.flags.letters();
    letters.extend(state_mark(book, row).map(StateMark::letter));
    in_roles(&letters, room)
}

/// The mark of a customer's state; none of who died.
pub fn state_mark(book: &Book, row: &Row) -> Option<StateMark> {
    let code = book.classes.code(Dimension::Lifecycle, row.class(Dimension::Lifecycle));
    StateMark::of_code(code).filter(|_| !row.flags.contains(Flag::Deceased))
}

/// Marks, each in its role.
fn in_roles(letters: &str, room: u16) -> Line<'static> {
    letters.chars().take(usize::from(room)).fold(Line::new(), |line, letter| {
        let role = match letter {
            '!' | '?' => Role::Alert,
            'w' => Role::Warn,
            'x' => Role::Shut,
            _ => Role::Text,
        };
        line.with(letter.to_string(), role)
    })
}
