//! Numbers, what the customer allows, and how much he was disturbed.

use super::collapse::Step;
use super::next::window;
use super::{Facts, Lines, Room, cell, evidence};
use crate::domain::{Channel, Consent, ConsentState, CustomerPhone};
use crate::lang::Lang;
use crate::screens::edit::FieldId;
use crate::tr;
use crate::ui::{Line, Role};
use crate::work::words::date_text;

/// The channels that every customer is asked about.
const ASKED: [Channel; 3] = [Channel::Phone, Channel::Sms, Channel::Wecom];

/// Consent and budget in one line.
pub(super) fn allowed(facts: &Facts<'_>, lines: &mut Lines) {
    let lang = facts.lang;
    let mut line = Line::new().with(tr!(lang, "card.consent"), Role::Dim);
    for channel in ASKED {
        let consent = facts.card.consents.iter().find(|consent| consent.channel == channel);
        let is_over = facts.card.customer.deceased_on.is_some_and(|on| on <= facts.today);
        let consent = consent.filter(|_| !is_over);
        let none = if is_over { ConsentState::Never } else { ConsentState::Unknown };
        let state = consent.map_or(none, |consent| consent.state);
        let words =
            consent.map_or_else(|| state_words(facts, state, None), |consent| consent_words(facts, consent));
        line = line
            .with(format!(" {} ", lang.code_text(channel)), Role::Dim)
            .with(words, state_role(state))
            .gap(1);
    }
    let budget = budget(facts);
    let line = if line.width() + 1 + budget.width() <= facts.width {
        lines.text(line.gap(1).join(budget))
    } else {
        lines.text(budget);
        lines.text(line)
    };
    line.channel = Some(Channel::Phone);
    line.proof = evidence::consent(facts, Channel::Phone);
}

pub(super) fn contacts(facts: &Facts<'_>, lines: &mut Lines) {
    let lang = facts.lang;
    lines.heading(tr!(lang, "card.contacts"), Line::new().with(tr!(lang, "card.edit_here"), Role::Dim));
    if facts.card.phones.is_empty() {
        lines.text(Line::new().with(tr!(lang, "card.no_phone"), Role::Warn));
    }
    let phones = &facts.card.phones;
    let is_collapsed = facts.is_collapsed(Step::Phones) && phones.len() > 1;
    let first = phones.iter().position(|phone| phone.is_primary).unwrap_or(0);
    for (at, phone) in phones.iter().enumerate() {
        if is_collapsed && at != first {
            continue;
        }
        let mut words = phone_line(facts, phone);
        if is_collapsed {
            words = words.gap(2).with(format!("+{}", phones.len() - 1), Role::Dim);
        }
        let line = lines.text(words);
        line.fields = vec![FieldId::Phones];
        line.proof = evidence::contact(facts, |contact| contact.channel == Channel::Phone)
            .or_else(|| evidence::data(facts, &[FieldId::Phones]));
    }
    let others = facts.card.consents.iter().map(|consent| consent.channel);
    for channel in ASKED.into_iter().chain(others.filter(|channel| !ASKED.contains(channel))) {
        let line = lines.text(consent_line(facts, channel));
        line.channel = Some(channel);
        line.proof = evidence::consent(facts, channel);
    }
    lines.text(budget(facts)).proof = evidence::contact(facts, |contact| contact.reach.is_reached());
}

fn label_columns(lang: Lang) -> u16 {
    if lang == Lang::Zh { 4 } else { 8 }
}

fn phone_line(facts: &Facts<'_>, phone: &CustomerPhone) -> Line<'static> {
    let lang = facts.lang;
    let role = if phone.is_usable() { Role::Text } else { Role::Shut };
    let mut line = cell(&lang.code_text(phone.kind), label_columns(lang), Role::Dim)
        .private(crate::ui::text::pad(&facts.number(&phone.number), 15), role)
        .with(lang.code_text(phone.state), if phone.is_usable() { Role::Dim } else { Role::Alert });
    if phone.is_primary {
        line = line.gap(2).with(tr!(lang, "card.primary"), Role::Dim);
    }
    match &phone.remark {
        Some(remark) => line.gap(2).private(remark.clone(), Role::Dim),
        None => line,
    }
}

fn consent_line(facts: &Facts<'_>, channel: Channel) -> Line<'static> {
    let lang = facts.lang;
    let name = cell(&lang.code_text(channel), label_columns(lang), Role::Dim);
    let Some(consent) = facts.card.consents.iter().find(|consent| consent.channel == channel) else {
        return name.with(lang.code_text(ConsentState::Unknown), Role::Dim);
    };
    let line = name
        .with(crate::ui::text::pad(&consent_words(facts, consent), 15), state_role(consent.state))
        .with(consent.given_on.to_string(), Role::Dim);
    match &consent.wording {
        Some(wording) => line.gap(2).private(format!("\"{wording}\""), Role::Dim),
        None => line,
    }
}

fn consent_words(facts: &Facts<'_>, consent: &Consent) -> String {
    let detail = match consent.state {
        ConsentState::Window => window(std::slice::from_ref(consent), consent.channel),
        ConsentState::NoUntil => consent.until_on.map(|until| date_text(facts.today, until)),
        _ => None,
    };
    state_words(facts, consent.state, detail)
}

fn state_words(facts: &Facts<'_>, state: ConsentState, detail: Option<String>) -> String {
    match (state, detail) {
        (ConsentState::Window, Some(window)) => window,
        (state, Some(detail)) => format!("{} {detail}", facts.lang.code_text(state)),
        (state, None) => facts.lang.code_text(state).into_owned(),
    }
}

fn state_role(state: ConsentState) -> Role {
    match state {
        ConsentState::Never | ConsentState::NoUntil => Role::Alert,
        ConsentState::ServiceOnly => Role::Warn,
        _ => Role::Text,
    }
}

/// `打扰 7天 0/2  30天 1/4  今天 电话 0/1 短信 0/1`
fn budget(facts: &Facts<'_>) -> Line<'static> {
    let lang = facts.lang;
    let (used, limits) = (facts.card.used, facts.card.limits);
    let share = |used: u16, most: u16| {
        let role = if used >= most { Role::Warn } else { Role::Text };
        (format!("{used}/{most}"), role)
    };
    let parts = [
        ("card.budget.week", share(used.week, limits.touch_week)),
        ("card.budget.month", share(used.month, limits.touch_month)),
        ("card.budget.calls", share(used.calls_today, limits.call_day)),
        ("card.budget.messages", share(used.messages_today, limits.message_day)),
    ];
    // Where the room is small, messages of the day stand back.
    let shown = if facts.room == Room::Narrow { 3 } else { parts.len() };
    let start = Line::new().with(tr!(lang, "card.budget.title"), Role::Dim);
    parts.into_iter().take(shown).fold(start, |line, (key, (words, role))| {
        line.with(format!(" {} ", lang.text(key)), Role::Dim).with(words, role)
    })
}
