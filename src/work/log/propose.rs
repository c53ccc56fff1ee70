//! The preselected next contact: the playbook's step for the outcome, within hours, caps, consent and hard dates.

use super::{LogContext, LogDraft, Outcome};
use crate::domain::{
    Channel, ConsentState, Day, FollowUpKind, Minute, PhoneId, PhoneState, Reach, Reason, Reply, TalkResult,
};
use crate::work::budget::{Touch, Used};
use crate::work::playbook::{Step, Wait};
use crate::work::reason::is_hard;
use crate::work::situation::ChannelConsent;

/// Money at another bank is asked for this many days before it comes due there.
const OTHER_BANK_LEAD: i32 = 7;

/// The preselected next contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposal {
    /// The playbook's step; its wait `Ask` means that the person must say when.
    pub step: Step,
    /// The day and minute, if there is one.
    pub at: Option<(Day, Option<Minute>)>,
    /// How: an open channel; `None` when there is no step or all channels are closed.
    pub channel: Option<Channel>,
    /// Why just then.
    pub basis: Basis,
}

/// Why a proposal falls on its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The playbook's wait.
    Playbook,
    /// The n-th vain try of so many.
    Try(u16, u16),
    /// So many vain tries: a rest.
    Rest(u16),
    /// Moved by hours or the dial cap.
    Moved,
    /// Before the money comes due at the other bank.
    OtherBank(Day),
    /// A hard date lies before the playbook's day.
    HardDate(Reason, Day),
}

/// The proposal for a draft, made now; of its fields only the codes and the other bank's due date count.
pub fn propose(context: &LogContext<'_>, draft: &LogDraft) -> Proposal {
    let outcome = draft.outcome;
    let step = step_of(context, outcome);
    let (at, basis) =
        match draft.details.other_due_on.filter(|_| outcome.result == Some(TalkResult::OtherBank)) {
            Some(due_on) => (
                Some(((due_on - OTHER_BANK_LEAD).max(context.now.day() + 1), None)),
                Basis::OtherBank(due_on),
            ),
            None => wait(context, outcome, step.wait),
        };
    let wanted = step.channel.unwrap_or(Channel::Phone);
    let (at, basis) = in_window(context, wanted, at, basis);
    let at = at.map(|(day, minute)| (off_sunday(context, day), minute));
    let (at, basis) = before_hard_date(context, at, basis);
    let channel = at.and_then(|_| open_after(context, outcome, wanted));
    Proposal { step, at: at.filter(|_| channel.is_some()), channel, basis }
}

/// The playbook's step. What the customer said counts before how far the contact got; a message that got
/// through and was not answered yet, and one whose fate is open, propose nothing.
fn step_of(context: &LogContext<'_>, outcome: Outcome) -> Step {
    if context.situation.is_over() {
        return Step::NONE;
    }
    let step = match (outcome.result, outcome.reply) {
        (Some(result), _) => context.playbook.after_result(result),
        (None, Some(reply)) => context.playbook.after_reply(reply),
        (None, None) => context.playbook.after_reach(outcome.reach),
    };
    // Who left is met again only by what was agreed with him.
    if context.situation.has_left() && step.kind == FollowUpKind::Step { Step::NONE } else { step }
}

type At = Option<(Day, Option<Minute>)>;

fn wait(context: &LogContext<'_>, outcome: Outcome, wait: Wait) -> (At, Basis) {
    let limits = &context.playbook.limits;
    let (day, minute) = (context.now.day(), context.now.minute());
    let wanted = match wait {
        Wait::None | Wait::Ask => return (None, Basis::Playbook),
        Wait::Days(days) => return (Some((day + days, None)), Basis::Playbook),
        Wait::HalfDay => limits.half_day_after(day, minute),
        Wait::Hours(hours) => match Minute::from_number(minute.number() + hours * 60) {
            Some(later) => (day, later),
            None => limits.half_day_after(day, minute),
        },
    };
    let mut basis = Basis::Playbook;
    if outcome.reach == Reach::NoAnswer {
        let tries = Used::count(context.touches, day, None, limits).tries + 1;
        if tries >= limits.tries {
            return (Some((day + limits.tries_rest, None)), Basis::Rest(tries));
        }
        basis = Basis::Try(tries, limits.tries);
    }
    let moved = limits.next_dial(wanted.0, wanted.1, &vain_days(context));
    if moved != wanted {
        basis = Basis::Moved;
    }
    (Some((moved.0, Some(moved.1))), basis)
}

/// Days of the vain dials to the first usable number, with the one that is being logged.
fn vain_days(context: &LogContext<'_>) -> Vec<Day> {
    let phone = usable_phone(context);
    let is_same = |touch: &&Touch| phone.is_none() || touch.phone == phone;
    let before = context.touches.iter().filter(|touch| touch.is_vain_dial()).filter(is_same);
    before.map(|touch| touch.on).chain([context.now.day()]).collect()
}

/// The number that a call uses: the first that is neither suspended nor invalid.
pub(super) fn usable_phone(context: &LogContext<'_>) -> Option<PhoneId> {
    let is_usable = |state| matches!(state, PhoneState::Valid | PhoneState::Unverified);
    context.phones.iter().find(|phone| is_usable(phone.state)).map(|phone| phone.id)
}

/// A time outside of what the customer wants moves to the next such time.
fn in_window(context: &LogContext<'_>, channel: Channel, at: At, basis: Basis) -> (At, Basis) {
    match (at, context.situation.window(channel)) {
        (Some((day, Some(minute))), Some((from, _))) if minute < from => {
            (Some((day, Some(from))), Basis::Moved)
        }
        (Some((day, Some(minute))), Some((from, to))) if minute >= to => {
            (Some((day + 1, Some(from))), Basis::Moved)
        }
        _ => (at, basis),
    }
}

/// What is proposed for a Sunday is proposed for the Monday after it; who works on one may go on that day.
fn off_sunday(context: &LogContext<'_>, day: Day) -> Day {
    if day == context.now.day() { day } else { day.after_sunday() }
}

/// A proposal never lies behind a hard date: then it falls on the day before it, tomorrow at the earliest.
fn before_hard_date(context: &LogContext<'_>, at: At, basis: Basis) -> (At, Basis) {
    let today = context.now.day();
    match (at, next_hard_date(context)) {
        (Some((day, _)), Some((reason, hard))) if day > hard => {
            let before = (hard - 1).max(today + 1);
            // The Saturday before, where there is one: the Monday may be the hard date itself.
            let is_sunday = before.after_sunday() != before;
            let before = if is_sunday && before - 1 > today { before - 1 } else { before };
            (Some((before, None)), Basis::HardDate(reason, hard))
        }
        _ => (at, basis),
    }
}

/// The customer's next date that cannot be moved, after today.
pub(super) fn next_hard_date(context: &LogContext<'_>) -> Option<(Reason, Day)> {
    let situation = &context.situation;
    let maturities = situation.rows.maturities.iter().map(|m| (m.reason, Some(m.on)));
    let expiries = [
        (Reason::RiskExpiry, situation.person.risk_level_until_on),
        (Reason::IdExpiry, situation.person.id_document_until_on),
    ];
    let complaints = situation.rows.follow_ups.iter().map(|f| (f.reason, Some(f.due_on)));
    (maturities.chain(expiries).chain(complaints))
        .filter_map(|(reason, on)| on.map(|on| (reason, on)))
        .filter(|(reason, on)| is_hard(*reason) && *on > situation.day)
        .min_by_key(|(_, on)| *on)
}

/// The channel to use after an outcome: the wanted one or another open one, with what the outcome closes.
pub(super) fn open_after(context: &LogContext<'_>, outcome: Outcome, wanted: Channel) -> Option<Channel> {
    let mut situation = context.situation;
    situation.history.is_phone_dead = is_phone_dead_after(context, outcome);
    let never =
        |channel| ChannelConsent { channel, state: ConsentState::Never, until_on: None, window: None };
    let closed = closes(outcome).map(never);
    let consents: Vec<ChannelConsent> =
        closed.into_iter().chain(situation.rows.consents.iter().copied()).collect();
    situation.rows.consents = &consents;
    situation.open_channel(wanted, context.playbook.reason(Reason::Step).nature)
}

/// The channel that an outcome closes for good.
pub(super) fn closes(outcome: Outcome) -> Option<Channel> {
    if outcome.result == Some(TalkResult::DoNotCall) {
        Some(Channel::Phone)
    } else if outcome.reply == Some(Reply::Unsubscribed) {
        Some(outcome.channel)
    } else {
        None
    }
}

fn is_phone_dead_after(context: &LogContext<'_>, outcome: Outcome) -> bool {
    if !matches!(outcome.reach, Reach::EmptyNumber | Reach::WrongPerson) {
        return context.situation.history.is_phone_dead;
    }
    let used = usable_phone(context);
    !context.phones.iter().any(|phone| phone.state != PhoneState::Invalid && Some(phone.id) != used)
}
