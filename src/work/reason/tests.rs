use super::*;
use crate::domain::{Code, ConsentState, CustomerKind};
use crate::work::fixture::{TODAY, situation};
use crate::work::playbook::Nature;
use crate::work::situation::{
    ChannelConsent, ClassSince, History, Maturity, Movement, OpenFollowUp, Person, Rest, RestScope, Rows,
    Signals, spread_of,
};
use Channel::{Phone, Sms};
use ConsentState::{Never, NoUntil, ServiceOnly, Unknown, Window, Yes};
use proptest::prelude::*;

fn playbook() -> &'static Playbook {
    Playbook::embedded().unwrap()
}

fn reasons(situation: &Situation<'_>) -> Reasons {
    derive(situation, playbook())
}

fn codes(situation: &Situation<'_>) -> Vec<Reason> {
    reasons(situation).shown().map(|due| due.reason).collect()
}

fn reached(days_ago: i32) -> History {
    History {
        last_reached_on: Some(TODAY - days_ago),
        last_attempt_on: Some(TODAY - days_ago),
        ..History::default()
    }
}

fn with_reached(days_ago: i32) -> Situation<'static> {
    Situation { history: reached(days_ago), ..situation() }
}

fn maturity(days_ahead: i32) -> Maturity {
    Maturity {
        account: AccountId(9),
        reason: Reason::TdDue,
        on: TODAY + days_ahead,
        amount: Money::main(800_000),
    }
}

fn stored(kind: FollowUpKind, reason: Reason, days_ahead: i32, minute: Option<u32>) -> OpenFollowUp {
    OpenFollowUp {
        id: FollowUpId(1),
        kind,
        reason,
        due_on: TODAY + days_ahead,
        minute: minute.and_then(|m| Minute::new(m / 60, m % 60)),
        channel: Channel::Phone,
    }
}

#[test]
fn the_day_of_the_fixture_is_the_tuesday_of_the_drawings() {
    assert_eq!(TODAY.to_string(), "2026-11-24");
}

#[test]
fn rhythm_counts_from_the_last_contact_that_reached_the_customer() {
    let next = reasons(&with_reached(33)).next().unwrap();
    assert_eq!((next.reason, next.on), (Reason::Rhythm, TODAY - 12));
    assert!(reasons(&with_reached(33)).queues.contains(QueueName::Overdue));
    let attempted =
        Situation { history: History { last_attempt_on: Some(TODAY - 1), ..reached(33) }, ..situation() };
    assert_eq!(reasons(&attempted).next().unwrap().on, TODAY - 12, "an attempt does not restart it");
    let due = reasons(&with_reached(21));
    assert_eq!(due.queues.iter().collect::<Vec<_>>(), [QueueName::Due, QueueName::Rhythm]);
    assert!(reasons(&with_reached(20)).queues.is_empty());
}

#[test]
fn a_new_book_is_spread_evenly_over_the_rhythm_instead_of_overdue_at_once() {
    let mut days = [0u32; 70];
    for number in 0..6000 {
        let mut new = situation();
        new.value.code = "gold";
        new.person.entered_on = TODAY;
        new.person.spread = spread_of(&format!("{number:06}"));
        let ahead = reasons(&new).next().unwrap().on - TODAY;
        days[usize::try_from(ahead).unwrap()] += 1;
    }
    let day = |ahead: usize| TODAY + i32::try_from(ahead).unwrap();
    let is_sunday = |ahead: &usize| day(*ahead).after_sunday() != day(*ahead);
    let counts = (0..60).filter(|ahead| !is_sunday(ahead)).map(|ahead| days[ahead]);
    let (least, most) = (counts.clone().min().unwrap(), counts.max().unwrap());
    assert!(least > 70 && most < 170, "117 customers a working day, not {least} to {most}");
}

#[test]
fn a_maturity_is_listed_at_thirty_days_called_at_seven_texted_at_one_and_checked_after() {
    let at = |days_ahead: i32, last_reached: i32| {
        let maturities = [maturity(days_ahead)];
        let rows = Rows { maturities: &maturities, ..Rows::default() };
        let all = reasons(&Situation { rows, ..with_reached(last_reached) });
        let due = all.shown().find(|due| due.reason == Reason::TdDue).copied();
        due.map(|due| {
            (due.band, due.due_on - TODAY, due.channel.unwrap(), all.queues.contains(QueueName::Maturing))
        })
    };
    assert_eq!(at(31, 60), None);
    assert_eq!(at(30, 60), Some((Band::Scored, 23, Phone, true)), "listed");
    assert_eq!(at(20, 5), Some((Band::Scored, 13, Phone, false)), "spoken to since it was listed");
    assert_eq!(at(7, 60), Some((Band::Hard, 0, Phone, true)), "call");
    assert_eq!(at(2, 60), Some((Band::Hard, 0, Phone, true)), "still to call, and not overdue");
    assert_eq!(at(2, 1), Some((Band::Scored, 1, Sms, false)), "called, so the SMS is next");
    assert_eq!(at(1, 5), Some((Band::Hard, 0, Sms, true)), "SMS");
    assert_eq!(at(1, 60), Some((Band::Hard, 0, Phone, true)), "no SMS in place of the talk");
    assert_eq!(at(-1, 3), Some((Band::Hard, 0, Phone, true)), "check");
    assert_eq!(at(-3, 5), Some((Band::Hard, -2, Phone, true)), "the check is overdue");
    assert_eq!(at(-3, 1), None, "checked");
    assert_eq!(at(-9, 60), None, "too late to matter");
}

#[test]
fn reasons_come_by_band_then_date_and_the_first_is_the_next_contact() {
    let maturities = [maturity(2)];
    let movements = [Movement { on: TODAY - 6, amount: Money::main(125_000) }];
    let rows = Rows { maturities: &maturities, movements: &movements, ..Rows::default() };
    let ma = Situation { rows, ..with_reached(33) };
    assert_eq!(codes(&ma), [Reason::TdDue, Reason::Rhythm, Reason::Inflow]);
    let next = reasons(&ma).next().unwrap();
    assert_eq!((next.band, next.on, next.channel), (Band::Hard, TODAY, Channel::Phone));
    let promise = [stored(FollowUpKind::Callback, Reason::Callback, 0, Some(930))];
    let promised = Situation { rows: Rows { follow_ups: &promise, ..rows }, ..ma };
    assert_eq!(codes(&promised), [Reason::Callback, Reason::TdDue, Reason::Rhythm]);
    assert_eq!(reasons(&promised).next().unwrap().minute, Minute::new(15, 30));
    assert_eq!(reasons(&promised).count, 4);
}

#[test]
fn a_promise_of_a_later_day_is_no_work_yet() {
    let promise = [stored(FollowUpKind::Promise, Reason::Promise, 3, None)];
    let rows = Rows { follow_ups: &promise, ..Rows::default() };
    let all = reasons(&Situation { rows, ..with_reached(5) });
    assert_eq!((all.next().unwrap().on, all.queues), (TODAY + 3, QueueSet::EMPTY));
}

#[test]
fn the_open_step_sets_the_time_of_everything_that_is_not_hard() {
    let step = [stored(FollowUpKind::Step, Reason::Step, 3, None)];
    let rows = Rows { follow_ups: &step, ..Rows::default() };
    let dormant = Situation {
        rows,
        lifecycle: ClassSince { code: "dormant", since_on: Some(TODAY - 2) },
        ..with_reached(200)
    };
    let all = reasons(&dormant);
    assert_eq!((all.next().unwrap().on, all.queues), (TODAY + 3, QueueSet::EMPTY));
    let maturities = [maturity(2)];
    let hard = Situation { rows: Rows { maturities: &maturities, ..rows }, ..dormant };
    let next = reasons(&hard).next().unwrap();
    assert_eq!(
        (next.reason, next.on),
        (Reason::TdDue, TODAY),
        "a hard date does not wait for a step behind it"
    );
    let early = [stored(FollowUpKind::Step, Reason::Step, 0, Some(14 * 60 + 30))];
    let soon = Situation { rows: Rows { follow_ups: &early, ..hard.rows }, ..hard };
    let next = reasons(&soon).next().unwrap();
    assert_eq!((next.reason, next.on, next.minute), (Reason::TdDue, TODAY, Minute::new(14, 30)));
}

#[test]
fn a_step_and_the_derived_reason_it_is_about_are_one() {
    let step = [stored(FollowUpKind::Step, Reason::Rhythm, 3, None)];
    let customer = Situation { rows: Rows { follow_ups: &step, ..Rows::default() }, ..with_reached(200) };
    let all = reasons(&customer);
    let rhythm: Vec<_> = all.shown().filter(|due| due.reason == Reason::Rhythm).collect();
    assert_eq!(rhythm.len(), 1);
    assert_eq!(
        (rhythm[0].due_on, rhythm[0].proof),
        (TODAY + 3, Proof::Rhythm),
        "at the step's time, with the proof"
    );
    let step = [stored(FollowUpKind::Step, Reason::Survey, 0, None)];
    let customer = Situation { rows: Rows { follow_ups: &step, ..Rows::default() }, ..customer };
    let all = reasons(&customer);
    assert!(
        all.shown().any(|due| due.reason == Reason::Survey),
        "a step about something else stands for itself"
    );
}

#[test]
fn a_step_about_a_hard_date_is_no_hard_date_itself() {
    let step = [stored(FollowUpKind::Step, Reason::TdDue, -2, None)];
    let customer = Situation { rows: Rows { follow_ups: &step, ..Rows::default() }, ..with_reached(7) };
    let all = reasons(&customer);
    let first = all.first().unwrap();
    assert_eq!((first.kind, first.band, first.due_on), (Some(FollowUpKind::Step), Band::Scored, TODAY - 2));
    assert!(all.queues.contains(QueueName::Overdue) && !all.queues.contains(QueueName::Maturing));
}

#[test]
fn a_hard_date_that_passed_is_ordered_by_the_days_it_is_late() {
    let person = Person { id_document_until_on: Some(TODAY - 3), ..situation().person };
    let customer = Situation { person, ..with_reached(300) };
    let all = reasons(&customer);
    let id = all.shown().find(|due| due.reason == Reason::IdExpiry).unwrap();
    assert_eq!((id.band, id.on, id.due_on), (Band::Hard, TODAY - 3, TODAY - 2));
    assert_eq!(id.key_on(), id.due_on, "as late as the row says");
    let ahead = [maturity(2)];
    let all =
        reasons(&Situation { rows: Rows { maturities: &ahead, ..Rows::default() }, ..with_reached(300) });
    assert_eq!(all.first().unwrap().key_on(), TODAY + 2, "one that lies ahead by its own day");
}

#[test]
fn a_step_of_a_talk_that_began_the_rhythm_anew_stands_for_itself() {
    let step = [stored(FollowUpKind::Step, Reason::Rhythm, 0, None)];
    let customer = Situation { rows: Rows { follow_ups: &step, ..Rows::default() }, ..with_reached(7) };
    let all = reasons(&customer);
    let first = all.first().unwrap();
    assert_eq!((first.kind, first.on, first.due_on), (Some(FollowUpKind::Step), TODAY, TODAY));
    assert!(matches!(first.proof, Proof::FollowUp(_)));
    assert!(all.shown().any(|due| due.proof == Proof::Rhythm && due.due_on > TODAY), "the rhythm follows");
    assert!(all.queues.contains(QueueName::Due) && !all.queues.contains(QueueName::Rhythm));
}

#[test]
fn a_customer_logged_today_comes_back_today_only_by_a_promise_or_a_step_with_a_time() {
    let maturities = [maturity(2)];
    let mut logged = Situation {
        history: History { last_attempt_on: Some(TODAY), ..reached(300) },
        lifecycle: ClassSince { code: "at_risk", since_on: Some(TODAY - 1) },
        rows: Rows { maturities: &maturities, ..Rows::default() },
        ..situation()
    };
    assert!(reasons(&logged).queues.is_empty());
    assert!(reasons(&logged).shown().all(|due| due.due_on > TODAY));
    let step = [stored(FollowUpKind::Step, Reason::Step, 0, Some(15 * 60))];
    logged.rows.follow_ups = &step;
    assert_eq!(reasons(&logged).next().unwrap().on, TODAY);
    assert!(reasons(&logged).queues.contains(QueueName::Due));
    let promise = [stored(FollowUpKind::Promise, Reason::Promise, 0, None)];
    logged.rows.follow_ups = &promise;
    assert_eq!(reasons(&logged).first().unwrap().band, Band::Promised);
}

#[test]
fn class_signals_are_work_at_once_when_new_and_come_round_when_old() {
    let mut customer = Situation {
        lifecycle: ClassSince { code: "dormant", since_on: Some(TODAY - 1) },
        ..with_reached(250)
    };
    customer.value.code = "tail";
    let new = reasons(&customer);
    assert!(new.is_fresh && new.queues.contains(QueueName::Dormant));
    assert_eq!(new.shown().find(|d| d.reason == Reason::Dormant).unwrap().due_on, TODAY);
    customer.lifecycle.since_on = Some(TODAY - 60);
    let old = reasons(&customer);
    assert!(!old.is_fresh && old.queues.contains(QueueName::Dormant));
    customer.history = reached(30);
    let spoken = reasons(&customer);
    assert!(!spoken.queues.contains(QueueName::Dormant), "a talk rests it");
    let due = spoken.shown().find(|d| d.reason == Reason::Dormant).unwrap().due_on;
    assert!(due >= TODAY + 60 && due < TODAY + 150);
}

#[test]
fn figures_are_reasons_from_their_thresholds_on() {
    let with = |signals: Signals, lifecycle: &'static str| {
        let customer =
            Situation { signals, lifecycle: ClassSince { code: lifecycle, since_on: None }, ..situation() };
        codes(&customer).into_iter().filter(|reason| *reason != Reason::Rhythm).collect::<Vec<_>>()
    };
    let drop = Signals {
        assets_change_30d: Some(-200_000),
        assets_drop_30d: Some(Money::main(10_000)),
        ..Signals::default()
    };
    assert_eq!(with(drop, "mature"), [Reason::AssetsDrop]);
    assert_eq!(with(Signals { assets_change_30d: Some(-199_999), ..drop }, "mature"), []);
    assert_eq!(with(Signals { assets_drop_30d: Some(Money::main(9_999)), ..drop }, "mature"), []);
    let quiet = Signals { activity_drop_p: Some(49_999), ..Signals::default() };
    assert_eq!(with(quiet, "mature"), [Reason::ActivityDrop]);
    assert_eq!(with(quiet, "lost"), [], "said by the class already");
    assert_eq!(with(Signals { activity_drop_p: Some(50_000), ..quiet }, "mature"), []);
    let late = Signals { salary_missing_days: Some(3), ..Signals::default() };
    assert_eq!(with(late, "mature"), [Reason::SalaryStop]);
    assert_eq!(with(Signals { salary_missing_days: Some(91), ..late }, "mature"), [], "gone, not missing");
    let near = Signals {
        assets_avg: Some(Money::main(1_800_000)),
        next_tier_at: Some(Money::main(2_000_000)),
        ..Signals::default()
    };
    assert_eq!(with(near, "mature"), [Reason::TierEdge]);
    assert_eq!(with(Signals { assets_avg: Some(Money::main(1_799_999)), ..near }, "mature"), []);
    let holding = |units| with(Signals { assets: Some(Money::main(units)), ..near }, "mature");
    assert_eq!(holding(1_800_000), [Reason::TierEdge]);
    assert_eq!(holding(1_799_999), [], "who holds less than his average is on his way down");
}

#[test]
fn birthdays_expiries_and_first_talks_speak_up_on_their_days() {
    let on = |change: fn(&mut Situation<'static>)| {
        let mut customer = with_reached(19);
        change(&mut customer);
        let all = reasons(&customer);
        (all.first().unwrap().reason, all.first().unwrap().due_on - TODAY, all.first().unwrap().band)
    };
    let birth = |days: i32| (TODAY + days).in_year(1965);
    assert_eq!(birth(0).ymd().1, 11);
    assert_eq!(on(|c| c.person.birth_on = Some(TODAY.in_year(1965))), (Reason::Birthday, 0, Band::Scored));
    assert_eq!(on(|c| c.person.birth_on = Some((TODAY - 1).in_year(1965))).0, Reason::Rhythm);
    let firm = on(|c| {
        c.person.kind = CustomerKind::Firm;
        c.person.birth_on = Some(TODAY.in_year(2001));
    });
    assert_eq!(firm.0, Reason::Rhythm);
    assert_eq!(on(|c| c.person.id_document_until_on = Some(TODAY + 5)), (Reason::IdExpiry, 0, Band::Hard));
    assert_eq!(on(|c| c.person.risk_level_until_on = Some(TODAY - 2)), (Reason::RiskExpiry, -1, Band::Hard));
    assert_eq!(on(|c| c.person.risk_level_until_on = Some(TODAY - 40)).0, Reason::Rhythm);
    let assigned = on(|c| {
        c.history = History::default();
        c.person.entered_on = TODAY;
        c.person.assigned_on = Some(TODAY - 14);
        c.value.code = "none";
    });
    assert_eq!(assigned.0, Reason::NewAssigned);
    let just_assigned = on(|c| {
        c.history = History::default();
        c.person.entered_on = TODAY;
        c.person.assigned_on = Some(TODAY);
        c.value.code = "none";
    });
    assert_eq!(just_assigned.0, Reason::NewAssigned, "the first talk is planned at once");
    assert!((0..14).contains(&just_assigned.1));
    let month = on(|c| {
        c.lifecycle.code = "new";
        c.person.tenure_on = Some(TODAY - 30);
    });
    assert_eq!(month, (Reason::New30, 0, Band::Scored));
}

#[test]
fn an_allowed_channel_is_proposed_and_who_refused_and_allowed_none_is_held_back() {
    let closed = |states: &[(Channel, ConsentState)]| {
        let consents: Vec<ChannelConsent> = states
            .iter()
            .map(|(channel, state)| ChannelConsent {
                channel: *channel,
                state: *state,
                until_on: Some(TODAY + 1),
                window: None,
            })
            .collect();
        let rows = Rows { consents: &consents, ..Rows::default() };
        let all = reasons(&Situation { rows, ..with_reached(40) });
        (all.held(), all.next().map(|next| next.channel))
    };
    assert_eq!(closed(&[(Channel::Phone, Yes)]), (None, Some(Channel::Phone)));
    assert_eq!(closed(&[(Channel::Phone, Window)]), (None, Some(Channel::Phone)));
    let held = Held::Never(Channel::Phone);
    assert_eq!(closed(&[(Channel::Phone, Never)]), (Some(held), Some(Channel::Wecom)), "never asked there");
    for state in [Never, NoUntil, ServiceOnly] {
        let allowed = [(Channel::Phone, state), (Channel::Wecom, Yes)];
        assert_eq!(closed(&allowed), (None, Some(Channel::Wecom)), "{state}");
    }
    let asked = [(Channel::Phone, ServiceOnly), (Channel::Wecom, Unknown), (Channel::Sms, Yes)];
    assert_eq!(closed(&asked), (None, Some(Channel::Sms)), "what he allowed before what he was never asked");
    assert_eq!(closed(&[(Channel::Sms, Yes)]), (None, Some(Channel::Phone)), "the wanted one is open");
    let all = |state| {
        [Channel::Phone, Channel::Wecom, Channel::Sms, Channel::Branch].map(|channel| (channel, state))
    };
    assert_eq!(closed(&all(Never)), (Some(Held::Never(Channel::Phone)), None));
    let until = Some(Held::Until(Channel::Phone, Some(TODAY + 1)));
    assert_eq!(closed(&all(NoUntil)), (until, None));
    assert_eq!(closed(&all(ServiceOnly)), (Some(Held::ServiceOnly(Channel::Phone)), None));
    assert_eq!(playbook().reason(Reason::TdDue).nature, Nature::Notice, "allowed with service only");
}

#[test]
fn rests_move_reasons_and_a_complaint_stops_selling() {
    let rest = [Rest { scope: RestScope::One(Reason::Rhythm), until_on: TODAY + 90 }];
    let customer = Situation { rows: Rows { rests: &rest, ..Rows::default() }, ..with_reached(40) };
    assert_eq!(reasons(&customer).next().unwrap().on, TODAY + 90);
    assert!(reasons(&customer).queues.is_empty());
    let maturities = [maturity(2)];
    let selling = [Rest { scope: RestScope::Selling, until_on: TODAY + 30 }];
    let rows = Rows { rests: &selling, maturities: &maturities, ..Rows::default() };
    assert_eq!(codes(&Situation { rows, ..with_reached(40) }), [Reason::TdDue, Reason::Rhythm]);
    let complaint = [stored(FollowUpKind::Complaint, Reason::Complaint, 2, None)];
    let rows = Rows { follow_ups: &complaint, maturities: &maturities, ..Rows::default() };
    assert_eq!(codes(&Situation { rows, ..with_reached(40) }), [Reason::TdDue, Reason::Complaint]);
}

#[test]
fn nothing_is_proposed_for_who_died_and_only_what_is_recorded_for_who_left() {
    let promise = [stored(FollowUpKind::Callback, Reason::Callback, 0, None)];
    let mut customer =
        Situation { rows: Rows { follow_ups: &promise, ..Rows::default() }, ..with_reached(40) };
    customer.person.deceased_on = Some(TODAY);
    assert_eq!(reasons(&customer), Reasons::default());
    customer.person.deceased_on = None;
    customer.person.left_on = Some(TODAY);
    assert_eq!(codes(&customer), [Reason::Callback], "neither rhythm nor news, but what was promised");
    let none = Situation { rows: Rows::default(), ..customer };
    assert_eq!(reasons(&none), Reasons::default());
    let tomorrow = Person { left_on: Some(TODAY + 1), ..customer.person };
    let staying = Situation { rows: Rows::default(), person: tomorrow, ..customer };
    assert!(reasons(&staying).next().is_some(), "leaving tomorrow is not yet");
}

prop_compose! {
    fn any_follow_up()(
        id in 1i64..50, kind in 0..FollowUpKind::ALL.len(), days in -5i32..20, minute in prop::option::of(0i64..1440),
    ) -> OpenFollowUp {
        let kind = FollowUpKind::ALL[kind];
        let reason = match kind {
            FollowUpKind::Promise => Reason::Promise,
            FollowUpKind::Callback => Reason::Callback,
            FollowUpKind::Appointment => Reason::Appointment,
            FollowUpKind::Manual => Reason::Manual,
            FollowUpKind::Complaint => Reason::Complaint,
            FollowUpKind::Step => Reason::Step,
        };
        OpenFollowUp {
            id: FollowUpId(id), kind, reason, due_on: TODAY + days,
            minute: minute.and_then(Minute::from_number), channel: Channel::Phone,
        }
    }
}

proptest! {
    #[test]
    fn there_is_exactly_one_next_contact_and_it_is_the_first_of_the_order(
        follow_ups in prop::collection::vec(any_follow_up(), 0..5),
        due_in in prop::collection::vec(-10i32..40, 0..3),
        last_reached in prop::option::of(0i32..300),
        lifecycle in prop::sample::select(vec!["mature", "dormant", "at_risk", "revived", "new"]),
        since in 0i32..100,
        is_phone_closed in any::<bool>(),
    ) {
        let maturities: Vec<Maturity> = due_in.iter().map(|days| maturity(*days)).collect();
        let consent = [ChannelConsent { channel: Channel::Phone, state: ConsentState::Never, until_on: None, window: None }];
        let consents: &[ChannelConsent] = if is_phone_closed { &consent } else { &[] };
        let rows = Rows { maturities: &maturities, follow_ups: &follow_ups, consents, ..Rows::default() };
        let mut customer = Situation { rows, ..situation() };
        customer.lifecycle = ClassSince { code: lifecycle, since_on: Some(TODAY - since) };
        customer.history.last_reached_on = last_reached.map(|days| TODAY - days);
        customer.history.last_attempt_on = customer.history.last_reached_on;
        let all = reasons(&customer);
        let has_complaint = follow_ups.iter().any(|f| f.kind == FollowUpKind::Complaint);
        let next = all.next();
        prop_assert!(next.is_some(), "a class with a rhythm and an open channel always has a next contact");
        let shown: Vec<&Due> = all.shown().collect();
        prop_assert!(shown.is_sorted_by_key(|due| due.key()));
        prop_assert_eq!(shown.len(), usize::from(all.count).min(SHOWN));
        prop_assert_eq!(Some(shown[0].due_on), next.map(|next| next.on));
        prop_assert!(next.is_none_or(|next| !is_phone_closed || next.channel != Channel::Phone));
        prop_assert!(all.queues.contains(QueueName::Due) == (shown[0].due_on == TODAY));
        prop_assert!(all.queues.contains(QueueName::Overdue) == (shown[0].due_on < TODAY));
        let selling = |due: &&Due| due.kind.is_none() && playbook().reason(due.reason).nature == Nature::Selling;
        prop_assert!(!has_complaint || !shown.iter().any(selling));
    }
}

#[test]
fn an_appointment_is_confirmed_up_to_its_day_and_asked_about_afterwards() {
    for (days, reason) in [(2, Reason::Appointment), (0, Reason::Appointment), (-1, Reason::NoShow)] {
        // As an older book has it.
        let follow_ups = [stored(FollowUpKind::Appointment, Reason::Callback, days, None)];
        let customer =
            Situation { rows: Rows { follow_ups: &follow_ups, ..Rows::default() }, ..with_reached(1) };
        let first = reasons(&customer).next().unwrap();
        assert_eq!((first.reason, first.kind), (reason, Some(FollowUpKind::Appointment)));
    }
}
