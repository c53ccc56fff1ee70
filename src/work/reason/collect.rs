//! Takes reasons in one by one: rests, the open step, today's log, channels and bands apply to each.

use super::{Band, Due, Proof, Reasons};
use crate::domain::{Channel, Day, FollowUpKind, Minute, Money, Reason};
use crate::work::playbook::{Nature, Playbook};
use crate::work::queue::queue_of;
use crate::work::situation::{Held, OpenFollowUp, RestScope, Situation};

/// Hard dates are in band 1 this many days ahead.
const HARD_DAYS: i32 = 7;

/// A derived reason before the rules that hold for all of them.
pub(super) struct Derived {
    pub reason: Reason,
    /// The date it is about.
    pub on: Day,
    /// The day to act.
    pub due_on: Day,
    /// The last day on which it still makes sense.
    pub until: Option<Day>,
    /// Whether it is work now, even if its day to act lies ahead.
    pub is_open: bool,
    pub channel: Channel,
    pub amount: Option<Money>,
    pub figure: Option<i64>,
    pub proof: Proof,
}

pub(super) struct Collector<'s> {
    pub situation: &'s Situation<'s>,
    pub playbook: &'s Playbook,
    reasons: Reasons,
    /// The proposed step, if it lies ahead (or today with a minute).
    step: Option<&'s OpenFollowUp>,
    /// The proposed step, until a derived reason turns out to be what it is about.
    unexplained: Option<&'s OpenFollowUp>,
    /// A contact was tried today.
    is_logged_today: bool,
    /// A complaint is open: selling stops.
    has_complaint: bool,
}

/// Whether a reason has a date that cannot be moved: maturities, expiries, complaints.
pub fn is_hard(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::TdDue
            | Reason::WealthDue
            | Reason::LoanDue
            | Reason::InsuranceDue
            | Reason::Complaint
            | Reason::RiskExpiry
            | Reason::IdExpiry
    )
}

fn is_promise(reason: Reason) -> bool {
    matches!(reason, Reason::Callback | Reason::Promise | Reason::Appointment | Reason::NoShow)
}

impl<'s> Collector<'s> {
    pub fn new(situation: &'s Situation<'s>, playbook: &'s Playbook) -> Self {
        let follow_ups = situation.rows.follow_ups;
        let is_ahead = |f: &&OpenFollowUp| {
            f.kind == FollowUpKind::Step
                && (f.due_on > situation.day || f.due_on == situation.day && f.minute.is_some())
        };
        Collector {
            situation,
            playbook,
            reasons: Reasons::default(),
            step: follow_ups.iter().find(is_ahead),
            unexplained: follow_ups.iter().find(|f| f.kind == FollowUpKind::Step),
            is_logged_today: situation.history.last_attempt_on == Some(situation.day),
            has_complaint: follow_ups.iter().any(|f| f.kind == FollowUpKind::Complaint),
        }
    }

    /// The reasons; a step that no derived reason explains stands for itself.
    pub fn finish(mut self) -> Reasons {
        if let Some(step) = self.unexplained.take() {
            self.push_stored(step);
        }
        self.reasons
    }

    pub fn mark_fresh(&mut self) {
        self.reasons.is_fresh = true;
    }

    /// A stored follow-up: its date stands as decided.
    pub fn add_stored(&mut self, follow_up: &OpenFollowUp) {
        if self.unexplained.is_none_or(|step| step.id != follow_up.id) {
            self.push_stored(follow_up);
        }
    }

    fn push_stored(&mut self, follow_up: &OpenFollowUp) {
        // An appointment is confirmed up to its day; afterwards it is asked why nobody came.
        let reason = match follow_up.kind {
            FollowUpKind::Appointment if follow_up.due_on < self.situation.day => Reason::NoShow,
            FollowUpKind::Appointment => Reason::Appointment,
            _ => follow_up.reason,
        };
        let due = Due {
            reason,
            kind: Some(follow_up.kind),
            band: Band::Scored,
            on: follow_up.due_on,
            due_on: follow_up.due_on,
            minute: follow_up.minute,
            amount: None,
            figure: None,
            channel: Some(follow_up.channel),
            held: None,
            proof: Proof::FollowUp(follow_up.id),
            is_open: follow_up.due_on <= self.situation.day,
        };
        self.push(due);
    }

    /// A derived reason: a rest moves it, a log of today ends it for the day, an open step sets its time.
    pub fn add(&mut self, new: &Derived) {
        let day = self.situation.day;
        let nature = self.playbook.reason(new.reason).nature;
        if self.has_complaint && nature == Nature::Selling {
            return;
        }
        let (mut due_on, mut is_open) = (new.due_on, new.is_open);
        if let Some(until) = self.rest_until(new.reason, nature)
            && until > due_on.max(day)
        {
            (due_on, is_open) = (until, false);
        }
        let (mut minute, mut channel): (Option<Minute>, Channel) = (None, new.channel);
        if let Some(step) = self.explain_step(new) {
            return self.push_derived(new, (step.due_on, step.minute), step.channel, step.due_on <= day);
        }
        let step = self.step.filter(|step| !is_hard(new.reason) || step.due_on <= new.on);
        if let Some(step) = step {
            is_open = is_open && step.due_on <= day;
        }
        if let Some(step) = step.filter(|step| step.due_on >= due_on) {
            (due_on, minute, channel) = (step.due_on, step.minute, step.channel);
        } else if self.is_logged_today {
            (due_on, is_open) = (due_on.max(day + 1), is_open && step.is_some());
        }
        if new.until.is_some_and(|until| due_on > until) {
            return;
        }
        self.push_derived(new, (due_on, minute), channel, is_open);
    }

    /// The step that was proposed for this very reason: they are one, at the step's time. A rhythm that a talk has begun
    /// anew comes round later than the step of that talk and is no reason for it: the step stands for itself.
    fn explain_step(&mut self, new: &Derived) -> Option<&'s OpenFollowUp> {
        let is_about = |step: &mut &OpenFollowUp| {
            step.reason == new.reason
                && (!is_hard(new.reason) || step.due_on <= new.on)
                && (new.reason != Reason::Rhythm || new.due_on <= step.due_on)
        };
        self.unexplained.take_if(is_about)
    }

    fn push_derived(
        &mut self,
        new: &Derived,
        (due_on, minute): (Day, Option<Minute>),
        channel: Channel,
        is_open: bool,
    ) {
        self.push(Due {
            reason: new.reason,
            kind: None,
            band: Band::Scored,
            on: new.on,
            due_on,
            minute,
            amount: new.amount,
            figure: new.figure,
            channel: Some(channel),
            held: None,
            proof: new.proof,
            is_open,
        });
    }

    fn rest_until(&self, reason: Reason, nature: Nature) -> Option<Day> {
        let covers = |scope: RestScope| match scope {
            RestScope::One(one) => one == reason,
            RestScope::Selling => nature == Nature::Selling,
        };
        self.situation.rows.rests.iter().filter(|rest| covers(rest.scope)).map(|rest| rest.until_on).max()
    }

    fn push(&mut self, mut due: Due) {
        let nature = self.playbook.reason(due.reason).nature;
        let wanted = due.channel.unwrap_or(Channel::Phone);
        due.channel = self.situation.open_channel(wanted, nature);
        // Who expressly allowed another channel is not held back for the one that is closed; who was never asked is: a
        // refusal is no invitation to try elsewhere.
        due.held = match due.channel {
            Some(channel) if channel == wanted || self.situation.is_allowed(channel) => None,
            Some(_) => self.situation.closed(wanted, nature),
            None => self.situation.closed(wanted, nature).or(Some(Held::DeadNumber)),
        };
        due.band = self.band(&due);
        // A step about a rhythm or a maturity is not itself what has come round; a promise is, however it is stored.
        let is_itself = due.kind.is_none() || is_promise(due.reason);
        if due.is_open
            && is_itself
            && let Some(queue) = queue_of(due.reason)
        {
            self.reasons.queues.insert(queue);
        }
        self.reasons.insert(due);
    }

    fn band(&self, due: &Due) -> Band {
        let day = self.situation.day;
        if due.held.is_some() {
            Band::Held
        } else if due.due_on > day {
            Band::Scored
        } else if is_promise(due.reason) {
            Band::Promised
        } else if due.is_hard() && due.on <= day + HARD_DAYS {
            Band::Hard
        } else {
            Band::Scored
        }
    }
}
