//! Snoozing a customer: what is due now moves to a later time.
//!
//! Stored follow-ups that are due are moved. Derived reasons are not stored, so the open step sets their time; a
//! hard date before the new time is left only by a rest. Who has no next contact at all gets a follow-up by hand on
//! that day. Must not: write, read the clock.

use super::log::{FieldProblem, LogContext, NewFollowUp, NewRest};
use super::reason::{NextContact, Proof, derive};
use super::situation::{OpenFollowUp, Rest, RestScope};
use crate::domain::{Channel, Day, FollowUpId, FollowUpKind, FollowUpState, Minute, Reason, When};

/// What a snooze does. The store writes it as one group.
#[derive(Debug, Clone, PartialEq)]
pub struct SnoozePlan {
    /// Follow-ups that move.
    pub moves: Vec<Move>,
    /// Follow-ups that end: a step that the new one replaces.
    pub close: Vec<(FollowUpId, FollowUpState)>,
    /// The step that sets the time of the derived reasons, or the follow-up of who had nothing to put off.
    pub open: Option<NewFollowUp>,
    /// Hard dates before the new time that rest.
    pub rests: Vec<NewRest>,
    /// The one next contact afterwards.
    pub next: Option<NextContact>,
}

impl SnoozePlan {
    /// Whether there was nothing to put off, so that a follow-up begins.
    pub fn is_new(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.kind == FollowUpKind::Manual)
    }
}

/// A follow-up that moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// Its row.
    pub id: FollowUpId,
    /// Its new day.
    pub due_on: Day,
    /// Its new minute.
    pub minute: Option<Minute>,
    /// How from now on.
    pub channel: Channel,
}

/// Plans a snooze to a later time.
///
/// # Errors
/// The time lies in the past, all contact stops, the channel is closed, or nothing would change by it.
pub fn snooze(context: &LogContext<'_>, when: When) -> Result<SnoozePlan, FieldProblem> {
    let situation = &context.situation;
    let (day, minute) = (context.now.day(), when.due_minute());
    if situation.is_over() {
        return Err(FieldProblem::NextAfterEnd);
    }
    let is_ahead = when.day > day || when.day == day && minute.is_some_and(|at| at > context.now.minute());
    if !is_ahead {
        return Err(FieldProblem::NextPast);
    }
    let reasons = derive(situation, context.playbook);
    let first = reasons.first().map(|due| due.proof);
    let nature = context.playbook.reason(Reason::Step).nature;
    let channel_for = |wanted: Channel| {
        let wanted = when.channel.unwrap_or(wanted);
        situation.open_channel(wanted, nature).ok_or(FieldProblem::NextClosed(wanted))
    };
    let mut moves = Vec::new();
    for follow_up in situation.rows.follow_ups {
        if is_due(follow_up, context) || first == Some(Proof::FollowUp(follow_up.id)) {
            let channel = channel_for(follow_up.channel)?;
            moves.push(Move { id: follow_up.id, due_on: when.day, minute, channel });
        }
    }
    let step = situation.rows.follow_ups.iter().find(|f| f.kind == FollowUpKind::Step);
    let moves_step = step.is_some_and(|step| moves.iter().any(|moved| moved.id == step.id));
    let derived = || reasons.shown().filter(|due| due.kind.is_none() && due.due_on <= when.day);
    let (mut close, mut open) = (Vec::new(), None);
    let new =
        |kind, reason, channel| NewFollowUp { kind, reason, due_on: when.day, minute, channel, note: None };
    if !moves_step && derived().next().is_some() {
        close.extend(step.map(|step| (step.id, FollowUpState::Replaced)));
        let channel = channel_for(derived().find_map(|due| due.channel).unwrap_or(Channel::Phone))?;
        open = Some(new(FollowUpKind::Step, Reason::Step, channel));
    } else if moves.is_empty() && reasons.next().is_none() {
        open = Some(new(FollowUpKind::Manual, Reason::Manual, channel_for(Channel::Phone)?));
    }
    let rests = derived()
        .filter(|due| due.is_hard() && due.on < when.day)
        .map(|due| NewRest { scope: RestScope::One(due.reason), until_on: when.day })
        .collect();
    let mut plan = SnoozePlan { moves, close, open, rests, next: None };
    plan.next = next_after(context, &plan);
    let changes = !plan.moves.is_empty() || plan.open.is_some() || !plan.rests.is_empty();
    match plan.next {
        Some(next) if !changes => Err(FieldProblem::NextLater(next.on)),
        _ => Ok(plan),
    }
}

fn is_due(follow_up: &OpenFollowUp, context: &LogContext<'_>) -> bool {
    let (day, now) = (context.now.day(), context.now.minute());
    follow_up.due_on < day || follow_up.due_on == day && follow_up.minute.is_none_or(|at| at <= now)
}

fn next_after(context: &LogContext<'_>, plan: &SnoozePlan) -> Option<NextContact> {
    let mut after = context.situation;
    let rows = after.rows;
    let is_kept = |f: &&OpenFollowUp| !plan.close.iter().any(|(id, _)| *id == f.id);
    let moved = |f: &OpenFollowUp| match plan.moves.iter().find(|m| m.id == f.id) {
        Some(to) => OpenFollowUp { due_on: to.due_on, minute: to.minute, channel: to.channel, ..*f },
        None => *f,
    };
    let new = plan.open.iter().map(|f| f.as_open(FollowUpId(i64::MAX)));
    let follow_ups: Vec<OpenFollowUp> =
        rows.follow_ups.iter().filter(is_kept).map(moved).chain(new).collect();
    let new = plan.rests.iter().map(|rest| Rest { scope: rest.scope, until_on: rest.until_on });
    let rests: Vec<Rest> = rows.rests.iter().copied().chain(new).collect();
    (after.rows.follow_ups, after.rows.rests) = (&follow_ups, &rests);
    derive(&after, context.playbook).next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ConsentState;
    use crate::domain::{AccountId, Money};
    use crate::work::fixture::{TODAY, now, situation};
    use crate::work::situation::{ChannelConsent, ClassSince, FALLBACK, History, Maturity};
    use crate::work::{Playbook, Situation};

    fn context<'a>(situation: &Situation<'a>) -> LogContext<'a> {
        let playbook = Playbook::embedded().unwrap();
        LogContext { now: now(10, 6), situation: *situation, phones: &[], touches: &[], playbook }
    }

    fn dormant() -> Situation<'static> {
        let history = History { last_reached_on: Some(TODAY - 300), ..History::default() };
        let lifecycle = ClassSince { code: "dormant", since_on: Some(TODAY - 3) };
        Situation { lifecycle, history, ..situation() }
    }

    fn to(days: i32, minute: Option<(u32, u32)>) -> When {
        let minute = minute.and_then(|(hour, minute)| Minute::new(hour, minute));
        When { day: TODAY + days, minute, half: None, channel: None }
    }

    #[test]
    fn derived_reasons_wait_for_the_new_time_of_today_or_later() {
        for when in [to(3, None), to(0, Some((15, 0)))] {
            let plan = snooze(&context(&dormant()), when).unwrap();
            let next = plan.next.unwrap();
            assert_eq!((next.on, next.minute), (when.day, when.minute));
            assert!(plan.moves.is_empty() && plan.rests.is_empty());
        }
        assert_eq!(snooze(&context(&dormant()), to(0, Some((10, 6)))).unwrap_err(), FieldProblem::NextPast);
    }

    #[test]
    fn what_is_due_moves_and_what_is_promised_for_later_stays() {
        let follow_up = |id, kind, days, hour: Option<u32>| OpenFollowUp {
            id: FollowUpId(id),
            kind,
            reason: Reason::Promise,
            due_on: TODAY + days,
            minute: hour.and_then(|hour| Minute::new(hour, 0)),
            channel: Channel::Phone,
        };
        let rows = [
            follow_up(1, FollowUpKind::Promise, -1, None),
            follow_up(2, FollowUpKind::Callback, 0, Some(15)),
            follow_up(3, FollowUpKind::Step, 5, None),
        ];
        let mut customer = dormant();
        customer.rows.follow_ups = &rows;
        let plan = snooze(&context(&customer), to(1, None)).unwrap();
        assert_eq!(plan.moves.iter().map(|m| m.id.0).collect::<Vec<_>>(), [1]);
        assert_eq!(plan.next.unwrap().minute, Minute::new(15, 0));
        assert_eq!(plan.open, None, "the step lies behind the new time already");
    }

    #[test]
    fn who_comes_later_anyway_is_not_put_off_to_an_earlier_day() {
        let history = History { last_reached_on: Some(TODAY - 1), ..History::default() };
        let customer = Situation { history, ..situation() };
        let next = derive(&customer, Playbook::embedded().unwrap()).next().unwrap();
        let problem = snooze(&context(&customer), to(1, None)).unwrap_err();
        assert_eq!(problem, FieldProblem::NextLater(next.on));
        let after = to(next.on - TODAY + 1, None);
        assert_eq!(snooze(&context(&customer), after).unwrap().next.unwrap().on, after.day);
    }

    #[test]
    fn who_has_no_next_contact_gets_a_follow_up_by_hand_on_that_day() {
        let mut prospect = situation();
        prospect.value.code = "none";
        let plan = snooze(&context(&prospect), to(3, None)).unwrap();
        let open = plan.open.clone().unwrap();
        assert_eq!((open.kind, open.reason, open.due_on), (FollowUpKind::Manual, Reason::Manual, TODAY + 3));
        assert_eq!(plan.next.map(|next| (next.on, next.channel)), Some((TODAY + 3, Channel::Phone)));
        assert!(plan.is_new() && !snooze(&context(&dormant()), to(3, None)).unwrap().is_new());
        let never =
            |channel| ChannelConsent { channel, state: ConsentState::Never, until_on: None, window: None };
        let closed = FALLBACK.map(never);
        prospect.rows.consents = &closed;
        let problem = snooze(&context(&prospect), to(3, None)).unwrap_err();
        assert_eq!(problem, FieldProblem::NextClosed(Channel::Phone));
    }

    #[test]
    fn a_hard_date_before_the_new_time_rests() {
        let due =
            [Maturity { account: AccountId(1), reason: Reason::TdDue, on: TODAY + 2, amount: Money(1) }];
        let mut customer = dormant();
        customer.rows.maturities = &due;
        let plan = snooze(&context(&customer), to(4, None)).unwrap();
        assert_eq!(plan.rests, [NewRest { scope: RestScope::One(Reason::TdDue), until_on: TODAY + 4 }]);
        assert_eq!(plan.next.unwrap().on, TODAY + 4);
        let plan = snooze(&context(&customer), to(1, None)).unwrap();
        assert_eq!((plan.rests.len(), plan.next.unwrap().on), (0, TODAY + 1));
    }
}
