//! Reasons and dates of work in words. Amounts come in as text: their form belongs to the screens.

use super::playbook::{Playbook, Wait};
use super::reason::Due;
use super::situation::Held;
use crate::domain::{
    BestHour, Channel, Code, Consent, ConsentState, Day, FollowUpKind, ImportKind, Label, Minute, Money,
    Reason, Reply, SkipReason, When, mask,
};
use crate::lang::Lang;
use crate::tr;
use std::borrow::Cow;

/// A channel's name.
pub fn channel_text(lang: Lang, channel: Channel) -> Cow<'static, str> {
    lang.code_text(channel)
}

/// An absolute date: `12-01`, in another year than today's `2027-01-02`.
pub fn date_text(today: Day, day: Day) -> String {
    day.dated(today)
}

/// An absolute date with weekday and, if agreed, minute: `12-01 周二 15:30`.
pub fn moment_text(lang: Lang, today: Day, day: Day, minute: Option<Minute>) -> String {
    When { day, minute, half: None, channel: None }.canonical(lang, today)
}

/// How an amount is written; the screens and the command line pass their own form.
pub type AmountText = fn(Lang, Money) -> String;

/// A reason in words, for a row of a queue: `定期 80.0万到期`, `节奏到期, 每21天`.
pub fn reason_text(lang: Lang, due: &Due, today: Day, amount_text: AmountText) -> String {
    let amount = due.amount.map(|amount| amount_text(lang, amount.abs())).unwrap_or_default();
    let on = date_text(today, due.on);
    let figure = due.figure.unwrap_or(0);
    let kind = due.kind.map(|kind| lang.code_text(kind)).unwrap_or_default();
    let text = match due.reason {
        // The day of a step is when to act, never the day of what it is about.
        reason if matches!(due.kind, Some(FollowUpKind::Step | FollowUpKind::Manual)) => match reason {
            Reason::Step | Reason::Manual => lang.code_text(reason),
            _ => tr!(lang, "work.reason.stored", kind = kind, what = lang.code_text(reason)),
        },
        Reason::TdDue | Reason::WealthDue | Reason::LoanDue | Reason::InsuranceDue => {
            tr!(
                lang,
                "work.reason.due",
                what = lang.text(&format!("work.due.{}", due.reason.code())),
                amount = amount,
                on = on
            )
        }
        Reason::Outflow => tr!(lang, "work.reason.outflow", amount = amount),
        Reason::Inflow => tr!(lang, "work.reason.inflow", amount = amount),
        Reason::SalaryStop if due.figure.is_some() => tr!(lang, "work.reason.salary_stop", days = figure),
        Reason::AssetsDrop if due.figure.is_some() => {
            tr!(lang, "work.reason.assets_drop", percent = figure / 10_000, amount = amount)
        }
        Reason::TierEdge => tr!(lang, "work.reason.tier_edge", amount = amount),
        Reason::AtRisk | Reason::Dormant | Reason::Revived if due.on < today => {
            tr!(lang, "work.reason.since", what = lang.code_text(due.reason), on = on)
        }
        Reason::RiskExpiry | Reason::IdExpiry | Reason::Birthday | Reason::New30 => {
            tr!(lang, "work.reason.on", what = lang.code_text(due.reason), on = on)
        }
        Reason::Rhythm if due.figure.is_some() && due.on > today => {
            tr!(lang, "work.reason.rhythm_on", on = on, days = figure)
        }
        Reason::Rhythm if due.figure.is_some() => tr!(lang, "work.reason.rhythm", days = figure),
        _ if due.kind.is_some_and(|kind| kind.code() != due.reason.code()) => kind,
        _ => lang.code_text(due.reason),
    };
    // An amount that is not known leaves no gap, and no comma before it.
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" ,", ",")
}

/// How a contact went, in words: `电话 本人接通 考虑中`.
pub fn outcome_text(lang: Lang, outcome: &super::Outcome) -> String {
    outcome_label(*outcome).text(lang)
}

fn outcome_label(outcome: super::Outcome) -> Label {
    let reply = |reply| Label::of("work.reply").with("reply", Label::code(reply));
    let parts = [
        Some(Label::code(outcome.channel)),
        Some(Label::code(outcome.reach)),
        outcome.reply.map(reply),
        outcome.result.map(Label::code),
    ];
    Label::joined(parts.into_iter().flatten(), " ")
}

/// An answer to a message, not to be taken for a result or a reason: `reply: no`.
pub fn reply_text(lang: Lang, reply: Reply) -> Cow<'static, str> {
    tr!(lang, "work.reply", reply = lang.code_text(reply))
}

/// The label of a log in the undo line, the name masked: `记录 马** 电话 本人接通 考虑中`.
pub fn log_label(facts: &super::LogFacts, outcome: &super::Outcome) -> Label {
    Label::of("work.label.log").with("who", who(facts)).with("what", outcome_label(*outcome))
}

/// The label of a snooze in the undo line, the name masked: `推迟 马** 至 12-01`.
pub fn snooze_label(facts: &super::LogFacts, today: Day, when: When) -> Label {
    Label::of("work.label.snooze").with("who", who(facts)).with("at", Label::When(when, today))
}

fn who(facts: &super::LogFacts) -> String {
    if facts.name.is_empty() { facts.customer_no.clone() } else { mask::name(&facts.name) }
}

/// When a customer is reached best: `最易接通 10-11点 (7/9)`.
pub fn best_hour_text(lang: Lang, best: BestHour) -> String {
    let (from, tried) = (best.hour, best.tried);
    tr!(lang, "work.best_hour", from = from, to = from + 1, reached = tried.reached, dials = tried.dials)
        .into_owned()
}

/// A remark in words: why the customer was passed over, what was written.
pub fn remark_text(lang: Lang, skip: Option<SkipReason>, text: Option<&str>) -> String {
    let skip = skip.map(|why| tr!(lang, "work.skipped", why = lang.code_text(why)).into_owned());
    [skip, text.map(str::to_owned)].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// A file that brought rows of a customer: what it held, its name, how many rows.
pub fn import_text(lang: Lang, kind: ImportKind, file: &str, rows: u32) -> String {
    tr!(lang, "work.imported", kind = lang.code_text(kind), file = file, rows = rows).into_owned()
}

/// The fields that were edited: `备注, 电话`.
pub fn edited_text(lang: Lang, fields: &[&str]) -> String {
    let words: Vec<String> =
        fields.iter().map(|field| lang.text(&format!("edit.field.{field}")).into_owned()).collect();
    words.join(", ")
}

/// What is allowed on a channel: `电话 限时段 14:00-17:00`, `短信 暂停 到 12-01`.
pub fn consent_text(lang: Lang, consent: &Consent, today: Day) -> String {
    let detail = match consent.state {
        ConsentState::Window => consent.window.map(|(from, to)| format!("{from}-{to}")),
        ConsentState::NoUntil => consent.until_on.map(|until| date_text(today, until)),
        _ => None,
    };
    let words =
        [Some(lang.code_text(consent.channel)), Some(lang.code_text(consent.state)), detail.map(Cow::Owned)];
    words.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Why a customer is held back, in words.
pub fn held_text(lang: Lang, held: Held, today: Day) -> String {
    match held {
        Held::Never(channel) => tr!(lang, "work.held.never", channel = lang.code_text(channel)),
        Held::Until(channel, Some(until)) => {
            tr!(lang, "work.held.until", channel = lang.code_text(channel), on = date_text(today, until))
        }
        Held::Until(channel, None) => tr!(lang, "work.held.paused", channel = lang.code_text(channel)),
        Held::ServiceOnly(channel) => {
            tr!(lang, "work.held.service_only", channel = lang.code_text(channel))
        }
        Held::DeadNumber => tr!(lang, "work.held.dead_number"),
    }
    .into_owned()
}

/// Why a proposal falls on its day: `7天后`, `第2/3次`.
pub fn proposal_text(lang: Lang, proposal: &super::Proposal, today: Day, playbook: &Playbook) -> String {
    use super::log::Basis;
    let Some((day, _)) = proposal.at else { return lang.text("work.proposal.none").into_owned() };
    match proposal.basis {
        Basis::Try(count, of) => tr!(lang, "work.proposal.try", count = count, of = of),
        Basis::Rest(count) => {
            tr!(lang, "work.proposal.rest", count = count, days = playbook.limits.tries_rest)
        }
        Basis::Moved => tr!(lang, "work.proposal.moved"),
        Basis::OtherBank(on) => tr!(lang, "work.proposal.other_bank", on = date_text(today, on)),
        Basis::HardDate(reason, on) => {
            tr!(lang, "work.proposal.hard_date", what = lang.code_text(reason), on = date_text(today, on))
        }
        Basis::Playbook => match proposal.step.wait {
            Wait::Hours(hours) => tr!(lang, "work.proposal.hours", hours = hours),
            _ if day == today => tr!(lang, "work.proposal.today"),
            _ => tr!(lang, "work.proposal.days", days = day - today),
        },
    }
    .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::due;
    use crate::work::Band;

    #[test]
    fn a_reason_without_its_amount_leaves_no_gap() {
        let today = Day::parse_iso("2026-11-24").unwrap();
        let bare = due(Reason::WealthDue, Band::Hard, today);
        let text = |lang, due: &Due| reason_text(lang, due, today, |_, money| format!("{}", money.0 / 100));
        assert_eq!(text(Lang::Zh, &bare), "理财 11-24到期");
        assert_eq!(text(Lang::En, &bare), "wealth due 11-24");
        let known = Due { amount: Some(Money::main(500)), ..bare };
        assert_eq!(text(Lang::Zh, &known), "理财 500 11-24到期");
    }

    #[test]
    fn a_step_never_passes_its_own_day_off_as_that_of_what_it_is_about() {
        let today = Day::parse_iso("2026-11-24").unwrap();
        let step = |reason| {
            let due = Due { kind: Some(FollowUpKind::Step), ..due(reason, Band::Scored, today - 2) };
            reason_text(Lang::Zh, &due, today, |_, _| String::new())
        };
        assert_eq!(step(Reason::Step), "下一步");
        assert_eq!(step(Reason::TdDue), "下一步: 定期到期");
        assert_eq!(step(Reason::IdExpiry), "下一步: 证件到期");
        assert_eq!(step(Reason::Callback), "下一步: 约定回电");
    }

    #[test]
    fn a_rhythm_is_due_only_when_its_day_has_come() {
        let today = Day::parse_iso("2026-11-24").unwrap();
        let text = |on| {
            let rhythm = Due { figure: Some(90), ..due(Reason::Rhythm, Band::Scored, on) };
            reason_text(Lang::Zh, &rhythm, today, |_, _| String::new())
        };
        assert_eq!(text(today), "节奏到期, 每90天");
        assert_eq!(text(today + 5), "节奏 11-29, 每90天");
    }
}
