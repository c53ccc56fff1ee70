//! From a checked draft to everything it causes.

use super::check::{is_end, problems};
use super::effect::{Effect, Warning};
use super::propose::{Proposal, closes, next_hard_date, open_after, propose, usable_phone};
use super::{
    CustomerChange, FieldProblem, LogContext, LogDraft, LogPlan, NewContact, NewFollowUp, NewRest, NextDraft,
    Outcome,
};
use crate::domain::{
    Channel, Consent, ConsentState, Day, Direction, FollowUpId, FollowUpKind, FollowUpState, PhoneId,
    PhoneState, Reach, Reason, Reply, TalkResult,
};
use crate::work::budget::{Attempt, Obstacle, Touch, Used};
use crate::work::playbook::Nature;
use crate::work::reason::{Due, NextContact, derive, is_hard};
use crate::work::situation::{ChannelConsent, Held, OpenFollowUp, Rest, RestScope, Situation};

/// Checks a draft and says everything it causes; the problems in the order of the form when it cannot be logged.
pub fn plan(context: &LogContext<'_>, draft: &LogDraft) -> Result<LogPlan, Vec<FieldProblem>> {
    let found = problems(draft, context);
    if !found.is_empty() {
        return Err(found);
    }
    let outcome = draft.outcome;
    let close = closings(context, outcome);
    let contact = contact(context, draft, &close);
    let open = openings(context, draft, &close).map_err(|problem| vec![problem])?;
    let mut plan = LogPlan {
        phone: phone_change(outcome, contact.phone, context),
        consent: closes(outcome).map(|channel| Consent {
            channel,
            state: ConsentState::Never,
            window: None,
            until_on: None,
            given_on: context.situation.day,
            wording: contact.note.clone(),
        }),
        customer: customer_change(context, draft),
        rests: rests(context, outcome, contact.reason),
        close,
        open,
        contact,
        next: None,
        effects: Vec::new(),
        warnings: Vec::new(),
    };
    let touches = touches_after(context, &plan.contact);
    plan.next = next_after(context, &plan);
    plan.effects = effects(context, &plan, &touches);
    plan.warnings = warnings(context, draft, &plan);
    Ok(plan)
}

fn contact(context: &LogContext<'_>, draft: &LogDraft, close: &[(FollowUpId, FollowUpState)]) -> NewContact {
    let (situation, outcome) = (&context.situation, draft.outcome);
    let is_out = outcome.direction == Direction::Out;
    let (day, minute) = (situation.day, context.now.minute());
    let is_now = |due: &&Due| due.is_open && !(due.due_on == day && due.minute.is_some_and(|at| at > minute));
    let reasons = derive(situation, context.playbook);
    let first = reasons.shown().find(is_now).map(|due| due.reason);
    let reason = draft.reason.or(first.filter(|_| is_out));
    let keeps = |f: &&OpenFollowUp| is_promise(f.reason) && close.iter().any(|(id, _)| *id == f.id);
    let nature = reason.map(|reason| context.playbook.reason(reason).nature);
    let is_phone = outcome.channel == Channel::Phone;
    NewContact {
        at: draft.at.unwrap_or(context.now.at),
        outcome,
        reason,
        note: text(&draft.note),
        duration_s: draft.duration_s,
        phone: draft.phone.or_else(|| if is_phone { usable_phone(context) } else { None }),
        was_promised: is_out && situation.rows.follow_ups.iter().any(|f| keeps(&f)),
        is_service: is_service(outcome.result, nature),
        against_consent: is_out
            && outcome.reach.is_attempt()
            && is_unwanted(situation, outcome, nature.unwrap_or(Nature::Selling)),
        over_limit_reason: text(&draft.over_limit_reason),
        details: draft.details.clone(),
    }
}

/// Whether a contact is service, and so free of the budget: by what came of it, else by why it was made.
fn is_service(result: Option<TalkResult>, nature: Option<Nature>) -> bool {
    match result {
        Some(TalkResult::Served | TalkResult::Complaint) => true,
        Some(result) if result.is_selling() => false,
        _ => nature == Some(Nature::Service),
    }
}

/// Whether the customer did not want this: all contact had stopped, the channel was closed, or it was open for service
/// only and the talk came to something that is selling.
fn is_unwanted(situation: &Situation<'_>, outcome: Outcome, nature: Nature) -> bool {
    situation.is_over()
        || match situation.closed(outcome.channel, nature) {
            Some(Held::ServiceOnly(_)) => outcome.result.is_some_and(TalkResult::is_selling),
            held => held.is_some(),
        }
}

fn text(typed: &str) -> Option<String> {
    Some(typed.trim()).filter(|typed| !typed.is_empty()).map(str::to_owned)
}

fn is_promise(reason: Reason) -> bool {
    matches!(reason, Reason::Callback | Reason::Promise | Reason::Appointment | Reason::NoShow)
}

/// What ends: everything, when the customer died or left; else what was due today or earlier, and the step. Promises
/// with a later minute, later dates and complaints stay; a complaint ends when it was answered ("served").
fn closings(context: &LogContext<'_>, outcome: Outcome) -> Vec<(FollowUpId, FollowUpState)> {
    let follow_ups = context.situation.rows.follow_ups.iter();
    if is_end(outcome.result) {
        return follow_ups.map(|f| (f.id, FollowUpState::Cancelled)).collect();
    }
    if !outcome.reach.is_attempt() {
        return Vec::new();
    }
    let done = if outcome.reach.is_reached() { FollowUpState::Done } else { FollowUpState::Replaced };
    follow_ups
        .filter_map(|f| match f.kind {
            FollowUpKind::Step if is_due(context, f) => Some((f.id, done)),
            FollowUpKind::Step => Some((f.id, FollowUpState::Replaced)),
            FollowUpKind::Complaint => {
                (outcome.result == Some(TalkResult::Served)).then_some((f.id, FollowUpState::Done))
            }
            _ => is_due(context, f).then_some((f.id, done)),
        })
        .collect()
}

fn is_due(context: &LogContext<'_>, follow_up: &OpenFollowUp) -> bool {
    let (day, minute) = (context.now.day(), context.now.minute());
    follow_up.due_on < day || follow_up.due_on == day && follow_up.minute.is_none_or(|at| at <= minute)
}

/// What begins: the next contact as proposed or typed. A complaint is answered even where none was wanted.
fn openings(
    context: &LogContext<'_>,
    draft: &LogDraft,
    close: &[(FollowUpId, FollowUpState)],
) -> Result<Vec<NewFollowUp>, FieldProblem> {
    let outcome = draft.outcome;
    let proposal = propose(context, draft);
    if outcome.result == Some(TalkResult::Deceased) || context.situation.is_over() {
        return Ok(Vec::new());
    }
    let is_complaint = proposal.step.kind == FollowUpKind::Complaint;
    let next = match draft.next {
        NextDraft::Nothing if !is_complaint => None,
        NextDraft::Nothing | NextDraft::Proposed => proposed(&proposal, draft),
        NextDraft::At(when) => {
            let wanted = when.channel.or(proposal.step.channel).unwrap_or(Channel::Phone);
            let channel = open_after(context, outcome, wanted).ok_or(FieldProblem::NextClosed(wanted))?;
            if when.channel.is_some_and(|typed| typed != channel) {
                return Err(FieldProblem::NextClosed(wanted));
            }
            Some(NewFollowUp {
                kind: proposal.step.kind,
                reason: reason_of(proposal.step.kind),
                due_on: when.day,
                minute: when.due_minute(),
                channel,
                note: promised(proposal.step.kind, draft),
            })
        }
    };
    Ok(next.map(|next| inherit(context, close, outcome, next)).into_iter().collect())
}

fn proposed(proposal: &Proposal, draft: &LogDraft) -> Option<NewFollowUp> {
    let ((due_on, minute), channel) = (proposal.at?, proposal.channel?);
    let kind = proposal.step.kind;
    let no_show = draft.outcome.reach == Reach::NoShow;
    let reason = if no_show { Reason::NoShow } else { reason_of(kind) };
    Some(NewFollowUp { kind, reason, due_on, minute, channel, note: promised(kind, draft) })
}

fn reason_of(kind: FollowUpKind) -> Reason {
    match kind {
        FollowUpKind::Promise => Reason::Promise,
        FollowUpKind::Callback => Reason::Callback,
        FollowUpKind::Appointment => Reason::Appointment,
        FollowUpKind::Manual => Reason::Manual,
        FollowUpKind::Complaint => Reason::Complaint,
        FollowUpKind::Step => Reason::Step,
    }
}

/// The remark goes along with what was promised, so that it is there when it is due.
fn promised(kind: FollowUpKind, draft: &LogDraft) -> Option<String> {
    if kind == FollowUpKind::Step { None } else { text(&draft.note) }
}

/// A retry of a promise that reached nobody is still that promise: it keeps the reason, and so its band. A number that
/// is not the customer's was no try: what follows is a step to find another one.
fn inherit(
    context: &LogContext<'_>,
    close: &[(FollowUpId, FollowUpState)],
    outcome: Outcome,
    mut next: NewFollowUp,
) -> NewFollowUp {
    let was_closed = |f: &&OpenFollowUp| close.iter().any(|(id, _)| *id == f.id);
    let is_not_his = matches!(outcome.reach, Reach::EmptyNumber | Reach::WrongPerson);
    if next.kind == FollowUpKind::Step && !outcome.reach.is_reached() && !is_not_his {
        let follow_ups = context.situation.rows.follow_ups.iter();
        let kept = follow_ups.filter(was_closed).map(retry_reason).filter(|reason| is_promise(*reason)).min();
        next.reason = kept.unwrap_or(next.reason);
    }
    next
}

/// What a retry of a follow-up is about: who cannot be reached for his appointment may not have come.
fn retry_reason(follow_up: &OpenFollowUp) -> Reason {
    match follow_up.kind {
        FollowUpKind::Appointment => Reason::NoShow,
        _ => follow_up.reason,
    }
}

fn phone_change(
    outcome: Outcome,
    phone: Option<PhoneId>,
    context: &LogContext<'_>,
) -> Option<(PhoneId, PhoneState)> {
    if outcome.channel != Channel::Phone {
        return None;
    }
    let state = match (outcome.direction, outcome.reach) {
        (Direction::Out, Reach::Connected) => PhoneState::Valid,
        (_, Reach::Suspended) => PhoneState::Suspended,
        (_, Reach::EmptyNumber | Reach::WrongPerson) => PhoneState::Invalid,
        _ => return None,
    };
    let fact = context.phones.iter().find(|fact| Some(fact.id) == phone)?;
    (fact.state != state).then_some((fact.id, state))
}

fn customer_change(context: &LogContext<'_>, draft: &LogDraft) -> Option<CustomerChange> {
    let day = context.situation.day;
    match draft.outcome.result? {
        TalkResult::Gone => {
            Some(CustomerChange::Left(day, text(&draft.details.leaving_reason).or_else(|| text(&draft.note))))
        }
        TalkResult::Deceased => Some(CustomerChange::Deceased(day)),
        _ => None,
    }
}

/// "Not interested" (also as an answer) rests the reason of the contact, "served" all selling.
fn rests(context: &LogContext<'_>, outcome: Outcome, reason: Option<Reason>) -> Vec<NewRest> {
    let (day, limits) = (context.situation.day, &context.playbook.limits);
    let is_refusal = outcome.result == Some(TalkResult::NotInterested) || outcome.reply == Some(Reply::No);
    if is_refusal {
        // A stored follow-up ends with the log; the derived reasons behind it are what must rest.
        let reasons = derive(&context.situation, context.playbook);
        let derived = reasons.shown().find(|due| due.kind.is_none() && due.is_open).map(|due| due.reason);
        let is_stored = |reason: &Reason| {
            is_promise(*reason) || matches!(reason, Reason::Step | Reason::Manual | Reason::Complaint)
        };
        let refused = reason.filter(|reason| !is_stored(reason)).or(derived).unwrap_or(Reason::Rhythm);
        let until_on = day + limits.rest_refused;
        let until_on = hard_service_date(context, refused).map_or(until_on, |hard| until_on.min(hard));
        vec![NewRest { scope: RestScope::One(refused), until_on }]
    } else if outcome.result == Some(TalkResult::Served) {
        vec![NewRest { scope: RestScope::Selling, until_on: day + limits.rest_served }]
    } else {
        Vec::new()
    }
}

/// The date ahead that a reason of service is about and that does not wait: what runs out is told in time.
fn hard_service_date(context: &LogContext<'_>, reason: Reason) -> Option<Day> {
    let is_service = context.playbook.reason(reason).nature == Nature::Service;
    let reasons = derive(&context.situation, context.playbook);
    let due = reasons.shown().find(|due| due.kind.is_none() && due.reason == reason)?;
    (is_service && is_hard(reason) && due.on > context.situation.day).then_some(due.on)
}

fn touches_after(context: &LogContext<'_>, contact: &NewContact) -> Vec<Touch> {
    let zone = context.now.zone;
    let touch = Touch {
        on: zone.day(contact.at),
        minute: zone.minute(contact.at),
        channel: contact.outcome.channel,
        direction: contact.outcome.direction,
        reach: contact.outcome.reach,
        was_promised: contact.was_promised,
        is_service: contact.is_service,
        phone: contact.phone,
    };
    context.touches.iter().copied().chain([touch]).collect()
}

/// The next contact when everything of the plan stands: derived by the same rules as ever.
fn next_after(context: &LogContext<'_>, plan: &LogPlan) -> Option<NextContact> {
    let before = &context.situation;
    let mut after = *before;
    let kept =
        before.rows.follow_ups.iter().filter(|f| !plan.close.iter().any(|(id, _)| *id == f.id)).copied();
    // New rows get the highest ids, as they will in the store.
    let new = plan.open.iter().zip(0..).map(|(f, at)| f.as_open(FollowUpId(i64::MAX - 16 + at)));
    let follow_ups: Vec<OpenFollowUp> = kept.chain(new).collect();
    let new_rests = plan.rests.iter().map(|rest| Rest { scope: rest.scope, until_on: rest.until_on });
    let rests: Vec<Rest> = before.rows.rests.iter().copied().chain(new_rests).collect();
    let new_consent = plan.consent.iter().map(ChannelConsent::from);
    let consents: Vec<ChannelConsent> = new_consent.chain(before.rows.consents.iter().copied()).collect();
    (after.rows.follow_ups, after.rows.rests, after.rows.consents) = (&follow_ups, &rests, &consents);
    let (on, reach) = (context.now.zone.day(plan.contact.at), plan.contact.outcome.reach);
    if reach.is_attempt() {
        after.history.last_attempt_on = after.history.last_attempt_on.max(Some(on));
    }
    if reach.is_reached() {
        after.history.last_reached_on = after.history.last_reached_on.max(Some(on));
    }
    after.history.is_phone_dead = is_dead_after(context, plan);
    match plan.customer {
        Some(CustomerChange::Left(on, _)) => after.person.left_on = Some(on),
        Some(CustomerChange::Deceased(on)) => after.person.deceased_on = Some(on),
        None => {}
    }
    derive(&after, context.playbook).next()
}

fn is_dead_after(context: &LogContext<'_>, plan: &LogPlan) -> bool {
    let state = |id: PhoneId, before: PhoneState| match plan.phone {
        Some((changed, state)) if changed == id => state,
        _ => before,
    };
    !context.phones.is_empty()
        && context.phones.iter().all(|phone| state(phone.id, phone.state) == PhoneState::Invalid)
}

fn effects(context: &LogContext<'_>, plan: &LogPlan, touches: &[Touch]) -> Vec<Effect> {
    let day = context.situation.day;
    let mut effects = Vec::new();
    match &plan.customer {
        Some(CustomerChange::Left(..)) => effects.push(Effect::Left),
        Some(CustomerChange::Deceased(_)) => effects.push(Effect::Deceased),
        None => {}
    }
    effects.extend(plan.consent.as_ref().map(|consent| Effect::ChannelClosed(consent.channel)));
    if plan.open.iter().any(|f| f.kind == FollowUpKind::Complaint) {
        effects.push(Effect::SellingStops);
    }
    effects.push(match plan.next {
        Some(next) if plan.contact.outcome.is_back_in_queue(next.on, day) => Effect::BackInQueue,
        Some(next) => {
            Effect::Next { on: next.on, minute: next.minute, channel: next.channel, reason: next.reason }
        }
        None => Effect::NoNext,
    });
    let used = Used::count(touches, day, None, &context.playbook.limits);
    if plan.contact.outcome.reach.is_attempt() {
        effects.push(Effect::Budget(used));
    }
    for (id, state) in &plan.close {
        if let Some(f) = context.situation.rows.follow_ups.iter().find(|f| f.id == *id) {
            effects.push(Effect::FollowUpClosed { kind: f.kind, due_on: f.due_on, state: *state });
        }
    }
    // A step of the time of the next contact is no second one.
    let is_next = |next: NextContact, f: &NewFollowUp| {
        (next.on, next.minute) == (f.due_on, f.minute)
            && (next.kind == Some(f.kind) || f.kind == FollowUpKind::Step)
    };
    let besides = plan.open.iter().filter(|f| plan.next.is_none_or(|next| !is_next(next, f)));
    effects.extend(besides.map(|f| Effect::FollowUpOpened {
        kind: f.kind,
        due_on: f.due_on,
        minute: f.minute,
    }));
    effects.extend(plan.phone.map(|(_, state)| Effect::Phone(state)));
    effects.extend(plan.rests.iter().map(|rest| Effect::Rest { scope: rest.scope, until_on: rest.until_on }));
    if plan.contact.against_consent {
        let channel = plan.contact.outcome.channel;
        effects.push(match context.situation.closed(channel, Nature::Selling) {
            _ if context.situation.is_over() => Effect::AgainstEnd,
            Some(Held::ServiceOnly(_)) => Effect::AgainstService(channel),
            _ => Effect::AgainstConsent(channel),
        });
    }
    effects
}

fn warnings(context: &LogContext<'_>, draft: &LogDraft, plan: &LogPlan) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let typed: Option<Day> = match draft.next {
        NextDraft::At(when) => Some(when.day),
        _ => None,
    };
    if let (Some(day), Some((reason, hard))) = (typed, next_hard_date(context))
        && day > hard
    {
        warnings.push(Warning::HardDateBefore { reason, on: hard, next_on: day });
    }
    warnings.extend(obstacles_of(context, &plan.contact).into_iter().map(Warning::Limit));
    warnings
}

/// The obstacles that somebody who makes this contact all the same has to explain: what reached nobody uses none of
/// the budget.
pub fn limits_against(context: &LogContext<'_>, draft: &LogDraft) -> Vec<Obstacle> {
    let is_reached = draft.outcome.reach.is_reached();
    let counts = |obstacle: &Obstacle| match obstacle {
        Obstacle::Day | Obstacle::Week | Obstacle::Month => is_reached,
        Obstacle::Window | Obstacle::Hours | Obstacle::Dials => true,
    };
    let contact = contact(context, draft, &closings(context, draft.outcome));
    obstacles_of(context, &contact).into_iter().filter(counts).collect()
}

fn obstacles_of(context: &LogContext<'_>, contact: &NewContact) -> Vec<Obstacle> {
    if contact.outcome.direction != Direction::Out || !contact.outcome.reach.is_attempt() {
        return Vec::new();
    }
    let (zone, limits) = (context.now.zone, &context.playbook.limits);
    let used = Used::count(context.touches, zone.day(contact.at), contact.phone, limits);
    let attempt = Attempt {
        channel: contact.outcome.channel,
        minute: zone.minute(contact.at),
        is_free: contact.was_promised || contact.is_service,
    };
    let mut found = used.obstacles(limits, attempt);
    let window = context.situation.window(attempt.channel).filter(|_| !contact.was_promised);
    if window.is_some_and(|(from, to)| !(from..to).contains(&attempt.minute)) {
        found.insert(0, Obstacle::Window);
    }
    found
}
