//! `callbook log`: one contact, with everything it causes.

use super::args::code;
use super::changes::At;
use super::output::message;
use super::{Context, Failure, Outcome};
use crate::domain::text::{NOTE_CAP, clean, clean_line};
use crate::domain::when::{self, WhenContext};
use crate::domain::{Channel, CustomerId, Direction, Minute, Moment, Now, Reach, Reply, TalkResult};
use crate::store::customer::find_customer_id;
use crate::store::log::{Logged, find_log_facts, insert_log};
use crate::store::recompute::Rules;
use crate::store::{Access, Store};
use crate::tr;
use crate::work::log::{LogContext, LogDraft, NextDraft, Outcome as ContactOutcome, limits_against};
use crate::work::words::{log_label, outcome_text};
use crate::work::{LogFacts, LogPlan, Playbook, plan};
use serde_json::{Value, json};

/// Arguments of `log`.
#[derive(Debug, clap::Args)]
pub struct LogArgs {
    /// The customer number
    #[arg(value_name = "CUSTOMER")]
    customer: String,
    /// phone, sms, wecom, branch, visit, app, video, mail, event
    #[arg(long, value_name = "C", value_parser = code::<Channel>())]
    channel: Channel,
    /// How far it got: connected, no_answer, sent, met and so on
    #[arg(long, value_name = "CODE", value_parser = code::<Reach>())]
    reach: Reach,
    /// What a talk came to: thinking, callback, not_interested and so on
    #[arg(long, value_name = "CODE", value_parser = code::<TalkResult>())]
    result: Option<TalkResult>,
    /// The answer to a message: yes, ask, no, unsubscribed, called_back, none
    #[arg(long, value_name = "CODE", value_parser = code::<Reply>())]
    reply: Option<Reply>,
    /// Who started it: in (the customer) or out
    #[arg(long, value_name = "DIR", value_parser = code::<Direction>(), default_value = "out")]
    direction: Direction,
    /// A remark; with do_not_call the customer's words, with gone the reason
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
    /// The next contact instead of the proposed one: 3d, mon, 15:30, 12-01, T-7; "none" (无) for none
    #[arg(long, value_name = "WHEN")]
    next: Option<String>,
    /// When it was: 09:30 or 2026-11-24T09:30 (default: now)
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Length of the talk in seconds
    #[arg(long, value_name = "S")]
    duration: Option<u32>,
    /// Why it was made outside hours, over the budget or over the dial cap
    #[arg(long, value_name = "REASON", default_value = "")]
    over_limit: String,
}

/// Runs the command.
///
/// # Errors
/// An unknown customer, a date that cannot be read, codes that do not go together, or a book that cannot be written.
pub fn run(context: &Context, args: &LogArgs) -> Result<Outcome, Failure> {
    let mut store = context.open(Access::Write)?;
    let (actor, playbook, lang) = (context.actor(), context.playbook()?, context.lang);
    let now = actor.now;
    let rules = Rules::load(&store.conn, now.day(), context.rules).map_err(|error| context.failed(&error))?;
    let customer = find_customer(context, &store, &args.customer)?;
    let facts = find_log_facts(&store, &rules, playbook, now, customer)
        .map_err(|error| context.failed(&error))?
        .ok_or_else(|| no_customer(context, &args.customer))?;
    let draft = draft(context, args, &facts, now)?;
    let plan = plan(&facts.context(now, playbook), &draft).map_err(|problems| {
        let texts: Vec<_> = problems.iter().map(|problem| problem.text(lang)).collect();
        Failure::text(texts.join("; "), Some(lang.text("work.cli.not_logged").into_owned()))
    })?;
    require_within_limits(context, &facts.context(now, playbook), &draft)?;
    let at = At { context, rules: &rules, playbook, now };
    let before = at.find_row(&store, customer)?;
    let label = log_label(&facts, &draft.outcome);
    let logged =
        insert_log(&mut store, &actor, (customer, label), &plan).map_err(|error| context.failed(&error))?;
    let after = at.find_row(&store, customer)?;
    for warning in &plan.warnings {
        message(&warning.text(lang, now.day()));
    }
    let changes = at.class_changes(&facts.customer_no, (before.as_ref(), after.as_ref()));
    Ok(outcome(context, (&facts, &draft), (&plan, logged), (changes, playbook, now)))
}

fn find_customer(context: &Context, store: &Store, customer_no: &str) -> Result<CustomerId, Failure> {
    find_customer_id(&store.conn, customer_no)
        .map_err(|error| context.failed(&error))?
        .ok_or_else(|| no_customer(context, customer_no))
}

fn no_customer(context: &Context, customer_no: &str) -> Failure {
    let hint = context.lang.text("work.cli.no_customer_hint").into_owned();
    Failure::text(tr!(context.lang, "work.cli.no_customer", no = customer_no), Some(hint))
}

/// Whoever goes over hours, budget or cap says why.
fn require_within_limits(context: &Context, log: &LogContext<'_>, draft: &LogDraft) -> Result<(), Failure> {
    let standing = limits_against(log, draft);
    if standing.is_empty() || !draft.over_limit_reason.is_empty() {
        return Ok(());
    }
    let lang = context.lang;
    let words: Vec<_> =
        standing.iter().map(|obstacle| lang.text(&format!("work.obstacle.{}", obstacle.code()))).collect();
    let sentence = tr!(lang, "work.cli.over_limit", why = words.join("; "));
    Err(Failure::text(sentence, Some(lang.text("work.cli.over_limit_hint").into_owned())))
}

fn draft(context: &Context, args: &LogArgs, facts: &LogFacts, now: Now) -> Result<LogDraft, Failure> {
    let situation = facts.situation.view();
    let maturity = situation.rows.maturities.iter().map(|m| m.on).filter(|on| *on >= now.day()).min();
    let next = match args.next.as_deref() {
        None => NextDraft::Proposed,
        Some(text) if is_none(text) => NextDraft::Nothing,
        Some(text) => when::parse(text, &WhenContext { now, maturity })
            .map(NextDraft::At)
            .map_err(|error| Failure::text(error.text(context.lang), None))?,
    };
    let at = match &args.at {
        None => None,
        Some(text) => {
            let read = read_at(text, now);
            let sentence = || tr!(context.lang, "work.cli.bad_at", text = text);
            Some(read.ok_or_else(|| Failure::text(sentence(), None))?)
        }
    };
    let outcome = ContactOutcome {
        channel: args.channel,
        direction: args.direction,
        reach: args.reach,
        reply: args.reply,
        result: args.result,
    };
    Ok(LogDraft {
        next,
        at,
        note: clean(&args.note, NOTE_CAP),
        over_limit_reason: clean_line(&args.over_limit, NOTE_CAP),
        duration_s: args.duration,
        ..LogDraft::new(outcome)
    })
}

/// Whether no next contact is wanted.
fn is_none(text: &str) -> bool {
    matches!(text.trim().to_lowercase().as_str(), "none" | "无" | "不要")
}

/// `09:30` of the working day, or a date with a time.
fn read_at(text: &str, now: Now) -> Option<Moment> {
    if let Some(minute) = Minute::parse(text) {
        return Some(now.zone.at(now.day(), minute));
    }
    let (date, time) = text.split_once(['T', ' '])?;
    Some(now.zone.at(crate::domain::Day::parse_iso(date)?, Minute::parse(time)?))
}

fn outcome(
    context: &Context,
    (facts, draft): (&LogFacts, &LogDraft),
    (plan, logged): (&LogPlan, Logged),
    (changes, playbook, now): (Vec<Value>, &Playbook, Now),
) -> Outcome {
    let lang = context.lang;
    let texts: Vec<String> =
        plan.effects.iter().map(|effect| effect.text(lang, now.day(), &playbook.limits)).collect();
    let effects: Vec<Value> = plan
        .effects
        .iter()
        .zip(&texts)
        .map(|(effect, text)| json!({ "kind": effect.kind(), "text": text }))
        .collect();
    let next = plan.next.map(|next| {
        let at = next.minute.map(|minute| now.zone.rfc3339(now.zone.at(next.on, minute)));
        json!({ "on": next.on, "at": at, "channel": next.channel, "reason": next.reason })
    });
    let json = json!({
        "contact_id": logged.contact, "customer_no": facts.customer_no, "effects": effects, "next": next,
        "class_changes": changes,
    });
    let who = if facts.name.is_empty() { &facts.customer_no } else { &facts.name };
    let first = tr!(lang, "work.cli.logged", who = who, what = outcome_text(lang, &draft.outcome));
    let lines: Vec<String> = std::iter::once(first.into_owned()).chain(texts).collect();
    Outcome::both(lines.join("\n  "), json)
}
