use super::*;
use crate::domain::{AccountId, Code, ConsentState, FollowUpId};
use crate::work::budget::Obstacle;
use crate::work::fixture::{TODAY, now, situation};
use crate::work::playbook::Nature;
use crate::work::reason::{Band, derive};
use crate::work::situation::{ChannelConsent, ClassSince, History, Maturity, OpenFollowUp, Rows};
use Channel::{Phone, Sms, Wecom};
use FollowUpState::{Done, Replaced};
use TalkResult as R;

fn playbook() -> &'static Playbook {
    Playbook::embedded().unwrap()
}

const PHONE: [PhoneFact; 1] = [PhoneFact { id: PhoneId(5), state: PhoneState::Unverified }];

/// Tuesday 10:06, last reached 33 days ago, rhythm overdue.
fn context() -> LogContext<'static> {
    let mut situation = situation();
    situation.history = History {
        last_reached_on: Some(TODAY - 33),
        last_attempt_on: Some(TODAY - 33),
        ..History::default()
    };
    LogContext { now: now(10, 6), situation, phones: &PHONE, touches: &[], playbook: playbook() }
}

fn call(reach: Reach, result: Option<TalkResult>) -> LogDraft {
    let mut draft = LogDraft::new(Outcome {
        channel: Channel::Phone,
        direction: Direction::Out,
        reach,
        reply: None,
        result,
    });
    if result == Some(TalkResult::Gone) {
        draft.details.leaving_reason = "搬去外地".into();
    }
    draft
}

fn typed(draft: LogDraft, days: i32, minute: Option<(u32, u32)>) -> LogDraft {
    let minute = minute.and_then(|(hour, minute)| Minute::new(hour, minute));
    LogDraft { next: NextDraft::At(When { day: TODAY + days, minute, half: None, channel: None }), ..draft }
}

fn follow_up(id: i64, kind: FollowUpKind, days: i32, minute: Option<(u32, u32)>) -> OpenFollowUp {
    let reason = Reason::from_code(kind.code()).unwrap_or(Reason::NoShow);
    OpenFollowUp {
        id: FollowUpId(id),
        kind,
        reason,
        due_on: TODAY + days,
        minute: minute.and_then(|(hour, minute)| Minute::new(hour, minute)),
        channel: Channel::Phone,
    }
}

fn vain(days_ago: i32, hour: u32) -> Touch {
    Touch {
        on: TODAY - days_ago,
        minute: Minute::new(hour, 0).unwrap(),
        channel: Channel::Phone,
        direction: Direction::Out,
        reach: Reach::NoAnswer,
        was_promised: false,
        is_service: false,
        phone: Some(PhoneId(5)),
    }
}

/// Days ahead, minute, channel of the proposal.
fn step(context: &LogContext<'_>, draft: &LogDraft) -> Option<(i32, Option<String>, Channel)> {
    let proposal = propose(context, draft);
    let (day, minute) = proposal.at?;
    Some((day - TODAY, minute.map(|minute| minute.to_string()), proposal.channel?))
}

#[test]
fn every_row_of_the_reach_table_proposes_and_causes_what_it_says() {
    let at = |text: &str| Some(text.to_owned());
    let rows = [
        (Reach::ThirdParty, Some((0, at("14:30"), Phone)), None),
        (Reach::NoAnswer, Some((0, at("14:30"), Phone)), None),
        (Reach::Busy, Some((0, at("11:06"), Phone)), None),
        (Reach::Declined, Some((3, None, Sms)), None),
        (Reach::SwitchedOff, Some((1, None, Phone)), None),
        (Reach::Unreachable, Some((1, None, Phone)), None),
        (Reach::Voicemail, Some((1, None, Sms)), None),
        (Reach::Suspended, Some((30, None, Phone)), Some(PhoneState::Suspended)),
        (Reach::EmptyNumber, Some((1, None, Wecom)), Some(PhoneState::Invalid)),
        (Reach::WrongPerson, Some((1, None, Wecom)), Some(PhoneState::Invalid)),
        (Reach::NotDialled, None, None),
    ];
    for (reach, proposed, state) in rows {
        let draft = call(reach, None);
        assert_eq!(step(&context(), &draft), proposed, "{reach}");
        let plan = plan(&context(), &draft).unwrap();
        assert_eq!(plan.phone.map(|(_, state)| state), state, "{reach}");
        let opened = plan.open.iter().map(|f| (f.due_on - TODAY, f.channel)).next();
        assert_eq!(opened, proposed.as_ref().map(|(days, _, channel)| (*days, *channel)), "{reach}");
        let next = plan.next.unwrap();
        match proposed {
            Some((days, _, channel)) => {
                assert_eq!((next.on - TODAY, next.channel), (days, channel), "{reach}");
            }
            None => assert_eq!((next.on - TODAY, next.reason), (-12, Reason::Rhythm), "back to the queue"),
        }
    }
}

#[test]
fn every_row_of_the_result_table_proposes_and_causes_what_it_says() {
    let rows = [
        (R::Interested, Some((3, Channel::Phone)), FollowUpKind::Step),
        (R::Material, Some((0, Channel::Sms)), FollowUpKind::Promise),
        (R::Thinking, Some((7, Channel::Phone)), FollowUpKind::Step),
        (R::Complaint, Some((2, Channel::Phone)), FollowUpKind::Complaint),
        (R::Verify, Some((2, Channel::Phone)), FollowUpKind::Step),
        (R::OtherBank, Some((30, Channel::Phone)), FollowUpKind::Step),
        (R::Deal, None, FollowUpKind::Step),
        (R::Served, None, FollowUpKind::Step),
        (R::NotInterested, None, FollowUpKind::Step),
        (R::DoNotCall, None, FollowUpKind::Step),
        (R::Gone, None, FollowUpKind::Step),
        (R::Deceased, None, FollowUpKind::Step),
    ];
    for (result, proposed, kind) in rows {
        let plan = plan(&context(), &call(Reach::Connected, Some(result))).unwrap();
        let opened = plan.open.first().map(|f| (f.due_on - TODAY, f.channel));
        assert_eq!(opened, proposed, "{result}");
        assert!(plan.open.iter().all(|f| f.kind == kind), "{result}");
        assert_eq!(plan.phone, Some((PhoneId(5), PhoneState::Valid)), "{result}");
    }
    let asking = [
        (R::Appointment, FollowUpKind::Appointment, Channel::Branch),
        (R::Callback, FollowUpKind::Callback, Channel::Phone),
        (R::Later, FollowUpKind::Step, Channel::Phone),
    ];
    for (result, kind, channel) in asking {
        let draft = call(Reach::Connected, Some(result));
        assert_eq!(plan(&context(), &draft).unwrap_err(), [FieldProblem::NextMissing(result)]);
        let plan = plan(&context(), &typed(draft, 2, Some((15, 30)))).unwrap();
        let opened = &plan.open[0];
        assert_eq!((opened.kind, opened.channel, opened.due_on), (kind, channel, TODAY + 2), "{result}");
        assert_eq!(opened.minute.map(|m| m.to_string()).as_deref(), Some("15:30"));
    }
}

#[test]
fn a_callback_of_today_is_the_first_thing_to_do_at_its_minute() {
    let draft = typed(call(Reach::Connected, Some(TalkResult::Callback)), 0, Some((15, 30)));
    let next = plan(&context(), &draft).unwrap().next.unwrap();
    assert_eq!(
        (next.band, next.on, next.minute, next.reason),
        (Band::Promised, TODAY, Minute::new(15, 30), Reason::Callback)
    );
}

#[test]
fn refusals_and_service_rest_what_they_should() {
    let refused = plan(&context(), &call(Reach::Connected, Some(TalkResult::NotInterested))).unwrap();
    assert_eq!(refused.rests, [NewRest { scope: RestScope::One(Reason::Rhythm), until_on: TODAY + 90 }]);
    assert_eq!(refused.next.unwrap().on, TODAY + 90);
    let served = plan(&context(), &call(Reach::Connected, Some(TalkResult::Served))).unwrap();
    assert_eq!(served.rests, [NewRest { scope: RestScope::Selling, until_on: TODAY + 30 }]);
    assert!(served.contact.is_service);
    assert_eq!(served.next.unwrap().on, TODAY + 30);
}

#[test]
fn a_refusal_rests_the_open_reason_although_its_day_lies_ahead() {
    let mut context = context();
    context.situation.lifecycle = ClassSince { code: "dormant", since_on: None };
    context.situation.history.last_reached_on = None;
    context.situation.person.entered_on = TODAY;
    let plan = plan(&context, &call(Reach::Connected, Some(TalkResult::NotInterested))).unwrap();
    assert_eq!(plan.contact.reason, Some(Reason::Dormant));
    assert_eq!(plan.rests, [NewRest { scope: RestScope::One(Reason::Dormant), until_on: TODAY + 90 }]);
}

#[test]
fn do_not_call_closes_the_phone_at_once_and_the_next_contact_avoids_it() {
    let mut draft = call(Reach::Connected, Some(TalkResult::DoNotCall));
    draft.note = "别再打了".into();
    let plan = plan(&context(), &draft).unwrap();
    let consent = plan.consent.clone().unwrap();
    assert_eq!((consent.channel, consent.state), (Channel::Phone, ConsentState::Never));
    assert_eq!(consent.wording.as_deref(), Some("别再打了"));
    let next = plan.next.unwrap();
    assert_eq!((next.band, next.channel), (Band::Held, Channel::Wecom));
    assert!(plan.effects.contains(&Effect::ChannelClosed(Channel::Phone)));
    let mut phone = typed(draft, 3, None);
    if let NextDraft::At(when) = &mut phone.next {
        when.channel = Some(Channel::Phone);
    }
    assert_eq!(super::plan(&context(), &phone).unwrap_err(), [FieldProblem::NextClosed(Channel::Phone)]);
}

#[test]
fn who_leaves_has_a_reason_here_or_in_the_note() {
    let mut draft = call(Reach::Connected, Some(TalkResult::Gone));
    draft.details.leaving_reason.clear();
    assert_eq!(plan(&context(), &draft).unwrap_err(), [FieldProblem::LeavingMissing]);
    draft.note = "搬去外地".into();
    assert_eq!(
        plan(&context(), &draft).unwrap().customer,
        Some(CustomerChange::Left(TODAY, Some("搬去外地".into())))
    );
}

#[test]
fn what_was_done_against_the_customers_will_is_recorded_and_marked() {
    let consent = |state| [ChannelConsent { channel: Channel::Phone, state, until_on: None, window: None }];
    let (service, never) = (consent(ConsentState::ServiceOnly), consent(ConsentState::Never));
    let marked = |consents: &[ChannelConsent], ended: Option<Day>, reach, result| {
        let mut context = context();
        context.situation.rows = Rows { consents, ..Rows::default() };
        context.situation.person.deceased_on = ended;
        let plan = plan(&context, &call(reach, result)).unwrap();
        let effect = plan.effects.iter().find(|effect| effect.kind().starts_with("against")).copied();
        assert_eq!(plan.contact.against_consent, effect.is_some());
        assert!(effect.is_none_or(|effect| effect.is_heavy()));
        effect
    };
    let thinking = (Reach::Connected, Some(TalkResult::Thinking));
    let served = (Reach::Connected, Some(TalkResult::Served));
    let phone = Channel::Phone;
    for (consents, ended, (reach, result), effect) in [
        (&[][..], None, thinking, None),
        (&[][..], Some(TODAY - 1), thinking, Some(Effect::AgainstEnd)),
        (&[][..], Some(TODAY - 1), (Reach::NoAnswer, None), Some(Effect::AgainstEnd)),
        (&never[..], None, served, Some(Effect::AgainstConsent(phone))),
        (&service[..], None, served, None),
        (&service[..], None, (Reach::NoAnswer, None), None),
        (&service[..], None, thinking, Some(Effect::AgainstService(phone))),
    ] {
        assert_eq!(marked(consents, ended, reach, result), effect, "{reach:?} {result:?}");
    }
}

#[test]
fn death_and_leaving_end_what_was_planned_and_only_death_forbids_a_new_date() {
    let follow_ups = [
        follow_up(1, FollowUpKind::Promise, 5, None),
        follow_up(2, FollowUpKind::Complaint, 1, None),
        follow_up(3, FollowUpKind::Step, 0, None),
    ];
    let mut context = context();
    context.situation.rows = Rows { follow_ups: &follow_ups, ..Rows::default() };
    for result in [TalkResult::Deceased, TalkResult::Gone] {
        let mut draft = call(Reach::Connected, Some(result));
        draft.details.leaving_reason = "搬去外地".into();
        let plan = plan(&context, &draft).unwrap();
        assert_eq!(plan.next, None);
        assert!(plan.open.is_empty());
        assert_eq!(plan.close.len(), 3);
        assert!(plan.close.iter().all(|(_, state)| *state == FollowUpState::Cancelled));
        let expected = match result {
            TalkResult::Deceased => CustomerChange::Deceased(TODAY),
            _ => CustomerChange::Left(TODAY, Some("搬去外地".into())),
        };
        assert_eq!(plan.customer, Some(expected));
        let typed = super::plan(&context, &typed(draft, 3, None));
        match result {
            TalkResult::Deceased => assert_eq!(typed.unwrap_err(), [FieldProblem::NextAfterEnd]),
            _ => assert_eq!(typed.unwrap().next.map(|next| next.on), Some(TODAY + 3)),
        }
    }
}

#[test]
fn of_who_left_the_channels_stay_open_and_nothing_but_what_is_agreed_is_proposed() {
    let mut context = context();
    context.situation.person.left_on = Some(TODAY - 5);
    assert_eq!(context.situation.closed(Channel::Phone, Nature::Selling), None);
    let tried = plan(&context, &call(Reach::NoAnswer, None)).unwrap();
    assert!(tried.open.is_empty() && tried.next.is_none(), "no step");
    assert!(!tried.contact.against_consent);
    let agreed =
        plan(&context, &typed(call(Reach::Connected, Some(TalkResult::Appointment)), 3, Some((10, 0))));
    assert_eq!(agreed.unwrap().next.map(|next| next.on), Some(TODAY + 3));
}

#[test]
fn a_log_closes_what_was_due_replaces_the_step_and_leaves_the_rest() {
    let follow_ups = [
        follow_up(1, FollowUpKind::Promise, -2, None),
        follow_up(2, FollowUpKind::Callback, 0, Some((9, 30))),
        follow_up(3, FollowUpKind::Callback, 0, Some((15, 30))),
        follow_up(4, FollowUpKind::Promise, 4, None),
        follow_up(5, FollowUpKind::Complaint, -1, None),
        follow_up(6, FollowUpKind::Step, 9, None),
        follow_up(7, FollowUpKind::Manual, 0, None),
    ];
    let mut context = context();
    context.situation.rows = Rows { follow_ups: &follow_ups, ..Rows::default() };
    let closed = |reach, result| {
        let mut close = plan(&context, &call(reach, result)).unwrap().close;
        close.sort();
        close.into_iter().map(|(id, state)| (id.0, state)).collect::<Vec<_>>()
    };
    let reached = closed(Reach::Connected, Some(TalkResult::Thinking));
    assert_eq!(reached, [(1, Done), (2, Done), (6, Replaced), (7, Done)]);
    let unreached = closed(Reach::NoAnswer, None);
    assert_eq!(unreached, [(1, Replaced), (2, Replaced), (6, Replaced), (7, Replaced)]);
    assert_eq!(closed(Reach::NotDialled, None), []);
    let served = closed(Reach::Connected, Some(TalkResult::Served));
    assert!(served.contains(&(5, Done)), "the complaint is answered");
    let plan = plan(&context, &call(Reach::Connected, Some(TalkResult::Thinking))).unwrap();
    assert!(plan.contact.was_promised);
    assert_eq!(plan.contact.reason, Some(Reason::Promise));
    assert_eq!(plan.next.unwrap().minute, Minute::new(15, 30), "the later promise of today comes first");
}

#[test]
fn a_contact_before_the_promised_minute_does_not_keep_the_promise() {
    let follow_ups = [follow_up(2, FollowUpKind::Callback, 0, Some((10, 15)))];
    let mut context = context();
    context.situation.rows = Rows { follow_ups: &follow_ups, ..Rows::default() };
    let plan = plan(&context, &call(Reach::NoAnswer, None)).unwrap();
    assert!(!plan.contact.was_promised && plan.close.is_empty());
    assert_eq!(plan.contact.reason, Some(Reason::Rhythm));
    assert_eq!(plan.next.unwrap().minute, Minute::new(10, 15));
}

#[test]
fn a_promise_that_reached_nobody_is_retried_as_a_promise() {
    let follow_ups = [follow_up(2, FollowUpKind::Callback, 0, Some((9, 30)))];
    let mut context = context();
    context.situation.rows = Rows { follow_ups: &follow_ups, ..Rows::default() };
    let plan = plan(&context, &call(Reach::NoAnswer, None)).unwrap();
    assert_eq!((plan.open[0].kind, plan.open[0].reason), (FollowUpKind::Step, Reason::Callback));
    assert_eq!(plan.next.unwrap().band, Band::Promised);
}

#[test]
fn three_vain_tries_bring_a_rest_and_the_cap_moves_a_retry() {
    let draft = call(Reach::NoAnswer, None);
    let with = |touches: &[Touch]| {
        let context = LogContext { touches, ..context() };
        let proposal = propose(&context, &draft);
        (proposal.at.map(|(day, minute)| (day - TODAY, minute.map(|m| m.to_string()))), proposal.basis)
    };
    let at = |days: i32, text: &str| Some((days, Some(text.to_owned())));
    assert_eq!(with(&[]), (at(0, "14:30"), Basis::Try(1, 3)));
    assert_eq!(with(&[vain(1, 10)]), (at(0, "14:30"), Basis::Try(2, 3)));
    assert_eq!(with(&[vain(0, 9)]), (at(1, "09:30"), Basis::Moved), "two dials a day");
    assert_eq!(with(&[vain(2, 9), vain(1, 10)]), (Some((14, None)), Basis::Rest(3)));
    let talk = Touch { reach: Reach::Connected, ..vain(1, 15) };
    assert_eq!(with(&[vain(2, 9), vain(1, 10), talk]).1, Basis::Try(1, 3), "a talk begins anew");
    assert_eq!(with(&[vain(20, 9), vain(16, 10)]).1, Basis::Try(1, 3));
}

#[test]
fn a_proposal_never_lies_behind_a_hard_date_and_a_typed_one_is_warned_of() {
    let maturities =
        [Maturity { account: AccountId(1), reason: Reason::TdDue, on: TODAY + 2, amount: Money::main(1) }];
    let mut context = context();
    context.situation.rows.maturities = &maturities;
    let draft = call(Reach::Connected, Some(TalkResult::Thinking));
    let proposal = propose(&context, &draft);
    assert_eq!(proposal.at, Some((TODAY + 1, None)));
    assert_eq!(proposal.basis, Basis::HardDate(Reason::TdDue, TODAY + 2));
    assert_eq!(plan(&context, &draft).unwrap().next.unwrap().on, TODAY + 1);
    let typed = plan(&context, &typed(draft, 7, None)).unwrap();
    let warning = Warning::HardDateBefore { reason: Reason::TdDue, on: TODAY + 2, next_on: TODAY + 7 };
    assert_eq!(typed.warnings, [warning]);
    assert_eq!(typed.next.unwrap().on, TODAY + 1, "the hard date still comes first");
}

#[test]
fn a_log_against_consent_is_recorded_and_marked() {
    let consents = [ChannelConsent {
        channel: Channel::Phone,
        state: ConsentState::Never,
        until_on: None,
        window: None,
    }];
    let mut context = context();
    context.situation.rows.consents = &consents;
    let plan = plan(&context, &call(Reach::NoAnswer, None)).unwrap();
    assert!(plan.contact.against_consent);
    assert_eq!(plan.open[0].channel, Channel::Wecom, "and is not proposed again");
    assert!(plan.effects.contains(&Effect::AgainstConsent(Channel::Phone)));
    let mut incoming = call(Reach::Connected, Some(TalkResult::Thinking));
    incoming.outcome.direction = Direction::In;
    assert!(!super::plan(&context, &incoming).unwrap().contact.against_consent);
}

#[test]
fn drafts_that_make_no_sense_name_their_field() {
    let problems = |draft: &LogDraft| plan(&context(), draft).unwrap_err();
    assert_eq!(problems(&call(Reach::Connected, None)), [FieldProblem::ResultMissing]);
    assert_eq!(problems(&call(Reach::NoAnswer, Some(TalkResult::Deal))), [FieldProblem::ResultWithoutTalk]);
    let sent = call(Reach::Sent, None);
    assert_eq!(problems(&sent)[0].field(), LogField::Reach);
    let past = typed(call(Reach::NoAnswer, None), 0, Some((10, 5)));
    assert_eq!(problems(&past), [FieldProblem::NextPast]);
    let future = LogDraft { at: Some(Moment(now(10, 7).at.0)), ..call(Reach::NoAnswer, None) };
    assert_eq!(problems(&future), [FieldProblem::AtFuture]);
    let other = LogDraft { phone: Some(PhoneId(99)), ..call(Reach::NoAnswer, None) };
    assert_eq!(problems(&other), [FieldProblem::UnknownPhone]);
}

#[test]
fn messages_have_replies_and_an_unsubscription_closes_their_channel() {
    let sms = |reach, reply| {
        LogDraft::new(Outcome {
            channel: Channel::Sms,
            direction: Direction::Out,
            reach,
            reply,
            result: None,
        })
    };
    let sent = plan(&context(), &sms(Reach::Sent, None)).unwrap();
    assert_eq!(sent.next.unwrap().on, TODAY + 21, "it reached him, so the rhythm begins anew");
    let asked = plan(&context(), &sms(Reach::Delivered, Some(Reply::Ask))).unwrap();
    assert_eq!((asked.open[0].due_on, asked.open[0].channel), (TODAY + 1, Channel::Phone));
    let closed = plan(&context(), &sms(Reach::Delivered, Some(Reply::Unsubscribed))).unwrap();
    assert_eq!(closed.consent.unwrap().channel, Channel::Sms);
    let refused = plan(&context(), &sms(Reach::Delivered, Some(Reply::No))).unwrap();
    assert_eq!(refused.rests[0].scope, RestScope::One(Reason::Rhythm));
}

#[test]
fn what_came_of_selling_counts_whatever_it_was_made_for() {
    let mut context = context();
    context.situation.person.risk_level_until_on = Some(TODAY + 5);
    let contact = |result| plan(&context, &call(Reach::Connected, Some(result))).unwrap().contact;
    assert_eq!(contact(TalkResult::Deal).reason, Some(Reason::RiskExpiry));
    for result in TalkResult::ALL.iter().copied().filter(|result| result.is_selling()) {
        let mut draft = typed(call(Reach::Connected, Some(result)), 2, Some((15, 0)));
        draft.over_limit_reason = "x".into();
        assert!(!plan(&context, &draft).unwrap().contact.is_service, "{result}");
    }
    assert!(contact(TalkResult::Served).is_service && contact(TalkResult::Verify).is_service);
    let touch = Touch { reach: Reach::Connected, ..vain(0, 9) };
    let context = LogContext { touches: &[touch], ..context };
    let second = call(Reach::Connected, Some(TalkResult::Deal));
    assert_eq!(limits_against(&context, &second), [Obstacle::Day]);
}

#[test]
fn a_refused_service_reason_comes_again_on_its_hard_date() {
    let rest = |days: i32| {
        let mut context = context();
        context.situation.person.risk_level_until_on = Some(TODAY + days);
        let plan = plan(&context, &call(Reach::Connected, Some(TalkResult::NotInterested))).unwrap();
        (plan.contact.reason, plan.rests[0].scope, plan.rests[0].until_on - TODAY)
    };
    let expiry = (Some(Reason::RiskExpiry), RestScope::One(Reason::RiskExpiry));
    assert_eq!(rest(5), (expiry.0, expiry.1, 5));
    assert_eq!(rest(-5), (expiry.0, expiry.1, 90), "past it there is nothing to be in time for");
}

#[test]
fn the_budget_of_the_effects_counts_this_contact() {
    let plan = plan(&context(), &call(Reach::Connected, Some(TalkResult::Thinking))).unwrap();
    let used = plan.effects.iter().find_map(|effect| match effect {
        Effect::Budget(used) => Some(*used),
        _ => None,
    });
    assert_eq!(used.map(|used| (used.week, used.month, used.calls_today)), Some((1, 1, 1)));
    let late = LogContext { now: now(21, 0), ..context() };
    let plan = super::plan(&late, &call(Reach::Connected, Some(TalkResult::Thinking))).unwrap();
    assert_eq!(plan.warnings, [Warning::Limit(Obstacle::Hours)]);
}

#[test]
fn the_next_contact_of_a_plan_is_what_the_book_derives_the_day_after() {
    let draft = call(Reach::Connected, Some(TalkResult::Thinking));
    let plan = plan(&context(), &draft).unwrap();
    let stored = [OpenFollowUp {
        id: FollowUpId(77),
        kind: plan.open[0].kind,
        reason: plan.open[0].reason,
        due_on: plan.open[0].due_on,
        minute: plan.open[0].minute,
        channel: plan.open[0].channel,
    }];
    let mut tomorrow = context().situation;
    tomorrow.day = TODAY + 1;
    tomorrow.rows.follow_ups = &stored;
    tomorrow.history.last_reached_on = Some(TODAY);
    tomorrow.history.last_attempt_on = Some(TODAY);
    assert_eq!(derive(&tomorrow, playbook()).next(), plan.next);
    for lang in [crate::lang::Lang::Zh, crate::lang::Lang::En] {
        for effect in &plan.effects {
            let text = effect.text(lang, TODAY, &playbook().limits);
            assert!(!text.contains("work.") && !text.contains('%'), "{text}");
        }
    }
}

#[test]
fn a_customer_who_wants_the_afternoon_is_not_called_in_the_morning_without_a_reason() {
    let at = |hour| Minute::new(hour, 0).unwrap();
    let consents = [ChannelConsent {
        channel: Phone,
        state: ConsentState::Window,
        until_on: None,
        window: Some((at(14), at(17))),
    }];
    let mut morning = context();
    morning.situation.rows.consents = &consents;
    let draft = call(Reach::Busy, None);
    assert_eq!(limits_against(&morning, &draft), [Obstacle::Window]);
    assert_eq!(
        step(&morning, &draft),
        Some((0, Some("14:00".into()), Phone)),
        "the proposal moves into the time"
    );
    let afternoon = LogContext { now: now(15, 0), ..morning };
    assert_eq!(limits_against(&afternoon, &draft), []);
    let late = LogContext { now: now(16, 30), ..morning };
    assert_eq!(step(&late, &draft), Some((1, Some("14:00".into()), Phone)), "after it, tomorrow's");
}

#[test]
fn a_number_that_is_not_the_customers_proposes_a_step_and_no_callback() {
    let follow_ups = [follow_up(2, FollowUpKind::Callback, 0, Some((9, 30)))];
    let mut context = context();
    context.situation.rows = Rows { follow_ups: &follow_ups, ..Rows::default() };
    for reach in [Reach::WrongPerson, Reach::EmptyNumber] {
        let plan = plan(&context, &call(reach, None)).unwrap();
        assert_eq!((plan.open[0].kind, plan.open[0].reason), (FollowUpKind::Step, Reason::Step), "{reach}");
        assert_ne!(plan.next.unwrap().reason, Reason::Callback, "{reach}");
    }
}

#[test]
fn an_appointment_is_one_and_what_reaches_nobody_on_its_day_asks_why() {
    let plan = plan(&context(), &typed(call(Reach::Connected, Some(R::Appointment)), 2, None)).unwrap();
    assert_eq!((plan.open[0].kind, plan.open[0].reason), (FollowUpKind::Appointment, Reason::Appointment));
    assert_eq!(plan.next.unwrap().reason, Reason::Appointment);
    let follow_ups = [follow_up(2, FollowUpKind::Appointment, 0, None)];
    let mut context = context();
    context.situation.rows = Rows { follow_ups: &follow_ups, ..Rows::default() };
    let retry = super::plan(&context, &call(Reach::NoAnswer, None)).unwrap();
    assert_eq!(retry.open[0].reason, Reason::NoShow);
}

#[test]
fn who_was_not_dialled_is_back_in_the_queue_with_what_was_due() {
    let plan = plan(&context(), &call(Reach::NotDialled, None)).unwrap();
    assert!(plan.close.is_empty() && plan.open.is_empty());
    assert_eq!(plan.effects[0], Effect::BackInQueue);
    assert!(!plan.effects.iter().any(|effect| matches!(effect, Effect::Next { .. })));
}

#[test]
fn a_promised_call_needs_its_minute() {
    let promised = |minute| typed(call(Reach::Connected, Some(R::Callback)), 1, minute);
    let found = plan(&context(), &promised(None)).unwrap_err();
    assert_eq!(found, [FieldProblem::MinuteMissing(R::Callback)]);
    assert!(found[0].text(crate::lang::Lang::Zh).contains("明天15:30"));
    assert!(plan(&context(), &promised(Some((15, 30)))).is_ok());
}

#[test]
fn a_complaint_says_that_selling_stops() {
    let plan = plan(&context(), &call(Reach::Connected, Some(R::Complaint))).unwrap();
    assert_eq!(plan.effects[0], Effect::SellingStops);
}

#[test]
fn no_next_contact_is_proposed_for_a_sunday_but_a_typed_one_stays() {
    // The 24th is a Tuesday: in five days it is Sunday.
    let on = |days_ahead: i32| {
        let day = TODAY + days_ahead;
        let at = crate::domain::Zone::CHINA.at(day, Minute::new(15, 0).unwrap());
        let now = crate::domain::Now { at, clock: at, zone: crate::domain::Zone::CHINA };
        let mut context = LogContext { now, ..context() };
        context.situation.day = day;
        context
    };
    let proposed = |ahead: i32, draft: &LogDraft| propose(&on(ahead), draft).at.unwrap();
    let saturday = proposed(4, &call(Reach::NoAnswer, None));
    assert_eq!((saturday.0 - TODAY, saturday.1), (6, Minute::new(9, 30)), "Monday morning");
    let off = proposed(4, &call(Reach::SwitchedOff, None));
    assert_eq!(off.0 - TODAY, 6);
    for ahead in 0..14 {
        for result in [R::Thinking, R::Interested, R::Verify, R::Complaint] {
            let (day, _) = proposed(ahead, &call(Reach::Connected, Some(result)));
            assert_eq!(day.after_sunday(), day, "{result} on {ahead}");
        }
    }
    let sunday = proposed(5, &call(Reach::Busy, None));
    assert_eq!(sunday.0 - TODAY, 5, "who works on a Sunday goes on that day");
    let draft = typed(call(Reach::NoAnswer, None), 5, None);
    assert_eq!(plan(&context(), &draft).unwrap().next.unwrap().on, TODAY + 5);
}
