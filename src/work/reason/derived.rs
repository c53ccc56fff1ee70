//! The derived reasons: dates with stages, signals of class and movements, the rhythm.

use super::Proof;
use super::collect::{Collector, Derived};
use crate::domain::{Channel, CustomerKind, Day, Money, Reason};
use crate::work::budget::is_message;
use crate::work::situation::ClassSince;

/// 20 % in 30 days (product.md), in millionths, and the least amount (classification.md, `at_risk`).
const DROP_RATIO: i64 = -200_000;
const DROP_AMOUNT: Money = Money(1_000_000);
/// `activity_drop_p` < 0.05.
const DROP_CHANCE: i64 = 50_000;
/// A salary is missing from the third day over its month; after three months it has gone, and is no news.
const SALARY_DAYS: i64 = 3;
const SALARY_GONE_DAYS: i64 = 90;
/// First talks with newly assigned customers are spread over this many days.
const ASSIGNED_SPREAD: i32 = 14;

/// Maturities, expiries, birthday, first talks.
pub(super) fn add_dated(to: &mut Collector<'_>) {
    let (situation, person) = (to.situation, &to.situation.person);
    for maturity in situation.rows.maturities {
        let dated = Dated {
            reason: maturity.reason,
            on: maturity.on,
            amount: Some(maturity.amount),
            proof: Proof::Account(maturity.account),
        };
        dated.add(to);
    }
    for (reason, on) in
        [(Reason::RiskExpiry, person.risk_level_until_on), (Reason::IdExpiry, person.id_document_until_on)]
    {
        add_on(to, reason, on);
    }
    let first_talk = person.assigned_on.filter(|assigned| !situation.is_reached_since(*assigned));
    let first_talk = first_talk.map(|assigned| assigned + spread(person.spread, ASSIGNED_SPREAD));
    match first_talk {
        // The first talk is planned from the day of the assignment on, though it is no work yet.
        Some(on) if on > situation.day => to.add(&Derived {
            reason: Reason::NewAssigned,
            on,
            due_on: on,
            until: None,
            is_open: false,
            channel: Channel::Phone,
            amount: None,
            figure: None,
            proof: Proof::Customer,
        }),
        _ => add_on(to, Reason::NewAssigned, first_talk),
    }
    if situation.lifecycle.code == "new" || situation.lifecycle.code == "growing" {
        let month = person.tenure_on.map(|since| since + 30);
        add_on(to, Reason::New30, month);
    }
    if person.kind == CustomerKind::Person
        && let Some(birth) = person.birth_on
    {
        let year = situation.day.ymd().0;
        let this_year = birth.in_year(year);
        let on = if this_year < situation.day { birth.in_year(year + 1) } else { this_year };
        if on - situation.day <= 31 {
            Dated { reason: Reason::Birthday, on, amount: None, proof: Proof::Customer }.add(to);
        }
    }
}

/// A dated reason of the customer's own row, if it has the date.
fn add_on(to: &mut Collector<'_>, reason: Reason, on: Option<Day>) {
    if let Some(on) = on {
        Dated { reason, on, amount: None, proof: Proof::Customer }.add(to);
    }
}

/// A number from 0 to `over` - 1.
fn spread(number: u32, over: i32) -> i32 {
    i32::try_from(number % u32::try_from(over.max(1)).unwrap_or(1)).unwrap_or(0)
}

/// A reason with a date and the stages of the playbook.
struct Dated {
    reason: Reason,
    on: Day,
    amount: Option<Money>,
    proof: Proof,
}

impl Dated {
    /// The stage of the day counts until somebody reached the customer in it; then the next one is awaited. A
    /// stage whose forerunner reached nobody keeps the forerunner's channel
    /// where it would only be a message (no SMS in place of the talk).
    fn add(&self, to: &mut Collector<'_>) {
        let (situation, day) = (to.situation, to.situation.day);
        let rule = to.playbook.reason(self.reason);
        let Some(current) = rule.stages.iter().rposition(|stage| self.on + stage.at <= day) else { return };
        let until = rule.stages.last().map(|last| self.on + last.at.max(0) + rule.tail);
        if until.is_some_and(|until| day > until) {
            return;
        }
        let stage = rule.stages[current];
        let is_done = situation.is_reached_since(self.on + stage.at);
        let mut channel = stage.channel;
        if let Some(before) = current.checked_sub(1).map(|at| rule.stages[at])
            && stage.channel.is_some_and(is_message)
            && before.channel.is_some()
            && !situation.is_reached_since(self.on + before.at)
        {
            channel = before.channel;
        }
        let (due_on, channel, is_open) = match channel {
            Some(channel) if !is_done => {
                let from = self.on + stage.at;
                (if day <= self.on { day } else { from.max(self.on) }, channel, true)
            }
            _ => match rule.stages.get(current + 1) {
                Some(next) => (self.on + next.at, next.channel.unwrap_or(Channel::Phone), !is_done),
                None => return,
            },
        };
        to.add(&Derived {
            reason: self.reason,
            on: self.on,
            due_on,
            until,
            is_open,
            channel,
            amount: self.amount,
            figure: None,
            proof: self.proof,
        });
    }
}

/// What the class, the figures and the movements say.
pub(super) fn add_signals(to: &mut Collector<'_>) {
    let situation = to.situation;
    let (lifecycle, signals) = (situation.lifecycle, situation.signals);
    let class_reason = match lifecycle.code {
        "at_risk" => Some(Reason::AtRisk),
        "dormant" => Some(Reason::Dormant),
        "revived" => Some(Reason::Revived),
        _ => None,
    };
    if let Some(reason) = class_reason {
        add_signal(to, &Signal { since: lifecycle.since_on, ..Signal::of(reason) });
    }
    add_movements(to);
    if let Some(days) =
        signals.salary_missing_days.filter(|days| (SALARY_DAYS..=SALARY_GONE_DAYS).contains(days))
    {
        let since = i32::try_from(days - SALARY_DAYS).ok().map(|days| situation.day - days);
        add_signal(to, &Signal { since, figure: Some(days), ..Signal::of(Reason::SalaryStop) });
    }
    let is_quiet = matches!(lifecycle.code, "dormant" | "lost" | "closed");
    if signals.assets_change_30d.is_some_and(|change| change <= DROP_RATIO)
        && signals.assets_drop_30d.is_some_and(|drop| drop >= DROP_AMOUNT)
    {
        let (amount, figure) = (signals.assets_drop_30d, signals.assets_change_30d);
        add_signal(to, &Signal { amount, figure, ..Signal::of(Reason::AssetsDrop) });
    }
    if !is_quiet && signals.activity_drop_p.is_some_and(|chance| chance < DROP_CHANCE) {
        add_signal(to, &Signal::of(Reason::ActivityDrop));
    }
    if let (false, missing @ Some(_)) = (is_quiet, signals.missing_to_next()) {
        add_signal(to, &Signal { amount: missing, ..Signal::of(Reason::TierEdge) });
    }
}

/// The newest large movement of each direction.
fn add_movements(to: &mut Collector<'_>) {
    let day = to.situation.day;
    let fresh_days = to.playbook.limits.fresh_days;
    for reason in [Reason::Outflow, Reason::Inflow] {
        let newest = (to.situation.rows.movements.iter())
            .filter(|m| (m.amount.0 < 0) == (reason == Reason::Outflow))
            .filter(|m| m.on <= day && day - m.on <= fresh_days && !to.situation.is_reached_since(m.on))
            .max_by_key(|m| (m.on, m.amount.abs()));
        if let Some(movement) = newest {
            let signal =
                Signal { since: Some(movement.on), amount: Some(movement.amount), ..Signal::of(reason) };
            add_signal(to, &Signal { proof: Proof::Movement, ..signal });
        }
    }
}

struct Signal {
    reason: Reason,
    since: Option<Day>,
    amount: Option<Money>,
    figure: Option<i64>,
    proof: Proof,
}

impl Signal {
    fn of(reason: Reason) -> Signal {
        Signal { reason, since: None, amount: None, figure: None, proof: Proof::Class }
    }
}

/// A state that lasts. News (the first days, nobody reached the customer since) is work of today. Older states
/// are open work, and their day to act comes round every so many days, another one for each customer. A talk
/// since the state began rests it for the same time.
fn add_signal(to: &mut Collector<'_>, signal: &Signal) {
    let (situation, day) = (to.situation, to.situation.day);
    let every = to.playbook.reason(signal.reason).every;
    let fresh_days = to.playbook.limits.fresh_days;
    let is_fresh =
        signal.since.is_some_and(|since| day - since <= fresh_days && !situation.is_reached_since(since));
    let (due_on, is_open) = if is_fresh {
        (day, true)
    } else {
        let rested = situation.history.last_reached_on.map_or(day, |on| (on + every).max(day));
        let phase = (rested.0 + spread(situation.person.spread, every)).rem_euclid(every);
        (if phase == 0 { rested } else { rested + (every - phase) }, rested <= day)
    };
    if is_fresh && matches!(signal.reason, Reason::SalaryStop | Reason::Outflow | Reason::Dormant) {
        to.mark_fresh();
    }
    to.add(&Derived {
        reason: signal.reason,
        on: signal.since.unwrap_or(day),
        due_on,
        until: None,
        is_open,
        channel: Channel::Phone,
        amount: signal.amount,
        figure: signal.figure,
        proof: signal.proof,
    });
}

/// The first talk of who was never reached: customers are spread over the period, those of a Sunday over the six days
/// after it.
fn first_talk_on(entry: Day, number: u32, rhythm: i32) -> Day {
    let on = entry + spread(number, rhythm);
    let rounds = number / u32::try_from(rhythm.max(1)).unwrap_or(1);
    if on.after_sunday() == on { on } else { on + 1 + spread(rounds, 6) }
}

/// The rhythm: from the last contact that reached the customer; never reached: spread over the first period.
pub(super) fn add_rhythm(to: &mut Collector<'_>) {
    let (situation, day) = (to.situation, to.situation.day);
    let (ClassSince { code: value, .. }, lifecycle) = (situation.value, situation.lifecycle.code);
    let Some(rhythm) = to.playbook.rhythm(value, lifecycle) else { return };
    let person = &situation.person;
    // Who would be due on a Sunday is due on the Monday, not late by then.
    let due_on = if let Some(reached) = situation.history.last_reached_on {
        (reached + rhythm).after_sunday()
    } else {
        let entry = person.assigned_on.map_or(person.entered_on, |on| on.max(person.entered_on));
        first_talk_on(entry.min(day), person.spread, rhythm)
    };
    to.add(&Derived {
        reason: Reason::Rhythm,
        on: due_on,
        due_on,
        until: None,
        is_open: due_on <= day,
        channel: Channel::Phone,
        amount: None,
        figure: Some(i64::from(rhythm)),
        proof: Proof::Rhythm,
    });
}
