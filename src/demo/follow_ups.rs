//! What a touch leaves to do: steps, call-backs, appointments, complaints, rests, and their end at the next touch.

use super::calendar;
use super::contacts::Setting;
use super::dice::Dice;
use super::rows::{FollowUp, Rest, Touch};
use super::story::Pace;
use super::words;
use crate::domain::{
    Channel, Day, Direction, FollowUpKind, FollowUpState, Minute, Moment, Reach, Reason, TalkResult, Zone,
};

/// The contacts of a customer and what hangs on them.
#[derive(Default)]
pub struct Relations {
    /// Touches in order of time.
    pub contacts: Vec<Touch>,
    /// What is and was due.
    pub follow_ups: Vec<FollowUp>,
    /// Reasons at rest.
    pub rests: Vec<Rest>,
    /// Nothing happens any more: death, or moved away.
    pub is_over: bool,
    /// The day on which "do not call" was said.
    pub phone_closed_on: Option<Day>,
    /// No messages wanted.
    pub is_wecom_closed: bool,
    /// The dead number was dialled.
    pub found_dead: bool,
}

/// What follows a touch.
pub enum Consequence {
    /// The next touch is due on a day.
    DueOn(Day),
    /// Only the rhythm.
    Nothing,
}

/// What a result leads to.
struct Next {
    kind: FollowUpKind,
    days: i32,
    channel: Channel,
    has_minute: bool,
}

/// Books a touch with everything it causes, and says when the next one is due.
pub fn after(setting: &Setting, touch: Touch, relations: &mut Relations, dice: &mut Dice) -> Consequence {
    let day = setting.zone.day(touch.at);
    let place = relations.contacts.len();
    close_open(relations, place, &touch);
    let ended_at = Moment(touch.at.0 + touch.duration_s.unwrap_or(30));
    let result = touch.result;
    let reach = touch.reach;
    let reason = touch.reason.unwrap_or(Reason::Rhythm);
    note_end(relations, &touch, day);
    relations.contacts.push(touch);
    if let Some(result) = result {
        rest(result, reason, relations, (place, day, ended_at));
    }
    let next = match result {
        Some(result) => after_result(result, dice),
        None => after_attempt(reach, dice),
    };
    let Some(next) = next.filter(|_| !relations.is_over && setting.life.pace == Pace::Full) else {
        return Consequence::Nothing;
    };
    let due_on = calendar::workday_from(day + next.days);
    relations.follow_ups.push(FollowUp {
        kind: next.kind,
        reason: reason_of(next.kind),
        due_on,
        due_minute: if next.has_minute { some_minute(dice) } else { None },
        channel: next.channel,
        state: FollowUpState::Open,
        note: wording(next.kind, dice),
        contact: Some(place),
        closed_by: None,
        created_at: ended_at,
        closed_at: None,
    });
    Consequence::DueOn(due_on)
}

/// Why a follow-up is there, as a log writes it: the next step of a talk is about no hard date of its own.
fn reason_of(kind: FollowUpKind) -> Reason {
    match kind {
        FollowUpKind::Callback => Reason::Callback,
        FollowUpKind::Appointment => Reason::Appointment,
        FollowUpKind::Complaint => Reason::Complaint,
        FollowUpKind::Promise => Reason::Promise,
        FollowUpKind::Manual => Reason::Manual,
        FollowUpKind::Step => Reason::Step,
    }
}

/// The moment of a local day and its minutes since midnight.
pub fn moment(zone: Zone, day: Day, minutes: i64) -> Moment {
    Moment(i64::from(day.0) * 86_400 + minutes * 60 - i64::from(zone.0))
}

/// What was agreed; steps need no words.
fn wording(kind: FollowUpKind, dice: &mut Dice) -> Option<&'static str> {
    match kind {
        FollowUpKind::Promise | FollowUpKind::Callback => Some(words::word(dice, "promise")),
        FollowUpKind::Appointment => Some(words::word(dice, "appointment")),
        _ => None,
    }
}

/// A minute in the hours of calls, in steps of a quarter of an hour.
fn some_minute(dice: &mut Dice) -> Option<Minute> {
    let (first, last) = dice.weighted([(9, (37, 45)), (11, (58, 71))]);
    Minute::from_number(dice.range(first, last) * 15)
}

/// A touch closes what was due up to its day and replaces the step.
fn close_open(relations: &mut Relations, place: usize, touch: &Touch) {
    let closed_at = Moment(touch.at.0 + touch.duration_s.unwrap_or(30));
    for follow_up in relations.follow_ups.iter_mut().filter(|f| f.state == FollowUpState::Open) {
        follow_up.state = match follow_up.kind {
            FollowUpKind::Step => FollowUpState::Replaced,
            _ => FollowUpState::Done,
        };
        follow_up.closed_by = Some(place);
        follow_up.closed_at = Some(closed_at);
    }
}

/// Nobody waits for a customer who has gone.
pub fn cancel_open(relations: &mut Relations) {
    for follow_up in relations.follow_ups.iter_mut().filter(|f| f.state == FollowUpState::Open) {
        follow_up.state = FollowUpState::Cancelled;
        follow_up.closed_at = Some(follow_up.created_at);
    }
}

/// What a touch closes for good.
fn note_end(relations: &mut Relations, touch: &Touch, day: Day) {
    relations.is_over |= matches!(touch.result, Some(TalkResult::Deceased | TalkResult::Gone));
    relations.found_dead |= touch.reach == Reach::EmptyNumber;
    relations.is_wecom_closed |= touch.channel == Channel::Wecom && touch.reach == Reach::Rejected;
    if touch.result == Some(TalkResult::DoNotCall) {
        relations.phone_closed_on.get_or_insert(day);
    }
}

/// "Not interested" rests the reason for 90 days, "served" all selling for 30.
fn rest(result: TalkResult, reason: Reason, relations: &mut Relations, made: (usize, Day, Moment)) {
    let (contact, day, created_at) = made;
    let (reason, days) = match result {
        TalkResult::NotInterested => (crate::domain::Code::code(reason), 90),
        TalkResult::Served => ("*", 30),
        _ => return,
    };
    relations.rests.push(Rest { reason, until_on: day + days, contact, created_at });
}

fn after_result(result: TalkResult, dice: &mut Dice) -> Option<Next> {
    let step = |days, channel| Next { kind: FollowUpKind::Step, days, channel, has_minute: false };
    match result {
        TalkResult::Appointment => Some(Next {
            kind: FollowUpKind::Appointment,
            days: dice.days(1, 8),
            channel: Channel::Branch,
            has_minute: true,
        }),
        TalkResult::Callback => Some(Next {
            kind: FollowUpKind::Callback,
            days: dice.days(1, 3),
            channel: Channel::Phone,
            has_minute: true,
        }),
        TalkResult::Interested => Some(step(3, Channel::Phone)),
        TalkResult::Thinking => Some(step(7, Channel::Phone)),
        TalkResult::Material | TalkResult::Verify => Some(step(2, Channel::Phone)),
        TalkResult::Later => Some(step(dice.days(10, 45), Channel::Phone)),
        TalkResult::Complaint => {
            Some(Next { kind: FollowUpKind::Complaint, days: 2, channel: Channel::Phone, has_minute: false })
        }
        _ => None,
    }
}

fn after_attempt(reach: Reach, dice: &mut Dice) -> Option<Next> {
    let days = match reach {
        Reach::Declined => 3,
        Reach::NoAnswer
        | Reach::Busy
        | Reach::ThirdParty
        | Reach::SwitchedOff
        | Reach::Unreachable
        | Reach::Voicemail
        | Reach::NoShow => 1,
        _ => return None,
    };
    // After the second or third try a manager lets it rest: most retries come, not all.
    dice.chance(620).then_some(Next {
        kind: FollowUpKind::Step,
        days,
        channel: Channel::Phone,
        has_minute: false,
    })
}

/// A talk some days ago that promised something for the working date.
pub fn promise_today(setting: &Setting, relations: &mut Relations, dice: &mut Dice) {
    if relations.phone_closed_on.is_some() {
        return;
    }
    let today = setting.life.today;
    let day = calendar::workday_until(today - 1 - dice.days(0, 3));
    let at = moment(setting.zone, day, dice.range(9 * 60, 17 * 60));
    if day < setting.identity.entered_on || relations.contacts.last().is_some_and(|last| last.at >= at) {
        return;
    }
    let direction = dice.pick([Direction::In, Direction::Out, Direction::Out]);
    let length = dice.range(40, 400);
    let touch = Touch {
        at,
        channel: Channel::Phone,
        direction,
        reach: Reach::Connected,
        reply: None,
        result: Some(TalkResult::Callback),
        reason: (direction == Direction::Out).then_some(Reason::Rhythm),
        note: Some(words::word(dice, "note.callback").replace("{d}", "今天")),
        duration_s: Some(length),
        is_by_phone: true,
        is_service: false,
        deal: None,
        elsewhere: None,
    };
    let place = relations.contacts.len();
    close_open(relations, place, &touch);
    relations.contacts.push(touch);
    let (kind, channel) = dice.weighted([
        (55, (FollowUpKind::Callback, Channel::Phone)),
        (25, (FollowUpKind::Promise, Channel::Phone)),
        (20, (FollowUpKind::Appointment, Channel::Branch)),
    ]);
    relations.follow_ups.push(FollowUp {
        kind,
        reason: reason_of(kind),
        due_on: today + dice.weighted([(70, 0), (15, 1), (10, 3), (5, -1)]),
        due_minute: if kind == FollowUpKind::Promise { None } else { some_minute(dice) },
        channel,
        state: FollowUpState::Open,
        note: wording(kind, dice),
        contact: Some(place),
        closed_by: None,
        created_at: Moment(at.0 + length),
        closed_at: None,
    });
}
