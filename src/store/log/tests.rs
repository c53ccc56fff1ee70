use super::*;
use crate::domain::{Channel, Code, Day, Direction, Minute, Moment, Reach, Reason, TalkResult, When, Zone};
use crate::store::journal::{UndoWhich, offer_undo, undo};
use crate::work::log::{LogDraft, NextDraft, Outcome};

const TODAY: Day = Day(20_781);
const CUSTOMER: CustomerId = CustomerId(1);

fn playbook() -> &'static Playbook {
    Playbook::embedded().unwrap()
}

fn now(days: i32, hour: u32) -> Now {
    let at = Zone::CHINA.at(TODAY + days, Minute::new(hour, 0).unwrap());
    Now { at, clock: at, zone: Zone::CHINA }
}

fn actor(days: i32, hour: u32) -> Actor {
    Actor { who: "me".into(), window: "a".into(), now: now(days, hour) }
}

/// One customer with an account, two numbers, a promise of today and one of a later day.
fn book() -> Store {
    let store = Store::open_in_memory(Moment(0)).unwrap();
    store
        .conn
        .execute_batch(&format!(
            "INSERT INTO customer (id, customer_no, name, entered_on) VALUES (1, '100482', '马玉兰', {entered});
             INSERT INTO phone (id, customer_id, number, is_primary) VALUES (5, 1, '15450000001', 1), (6, 1, '15450000002', 0);
             INSERT INTO account (id, account_no, customer_id, product, opened_on, balance, balance_on)
               VALUES (1, 'A1', 1, 'time_deposit', {entered}, 30000000, {entered});
             INSERT INTO follow_up (id, customer_id, kind, reason, due_on, channel, created_at)
               VALUES (1, 1, 'promise', 'promise', {today}, 'phone', 0),
                      (2, 1, 'promise', 'promise', {later}, 'phone', 0);",
            entered = TODAY.0 - 300,
            today = TODAY.0,
            later = TODAY.0 + 9,
        ))
        .unwrap();
    store
}

fn facts(store: &Store, now: Now) -> LogFacts {
    let rules = Rules::load(&store.conn, now.day(), None).unwrap();
    find_log_facts(store, &rules, playbook(), now, CUSTOMER).unwrap().unwrap()
}

fn call(reach: Reach, result: Option<TalkResult>) -> LogDraft {
    let channel = Channel::Phone;
    let mut draft = LogDraft::new(Outcome { channel, direction: Direction::Out, reach, reply: None, result });
    if result == Some(TalkResult::Gone) {
        draft.details.leaving_reason = "搬去外地".into();
    }
    draft
}

fn log(store: &mut Store, actor: &Actor, draft: &LogDraft) -> (LogPlan, Logged) {
    let facts = facts(store, actor.now);
    let plan = plan(&facts.context(actor.now, playbook()), draft).unwrap();
    let logged = insert_log(store, actor, (CUSTOMER, "log".into()), &plan).unwrap();
    (plan, logged)
}

/// All rows of the tables that a log writes, as text.
fn rows(store: &Store) -> Vec<String> {
    let mut all = Vec::new();
    for table in ["class_override", "contact", "follow_up", "phone", "consent", "customer", "reason_rest"] {
        let mut statement = store.conn.prepare(&format!("SELECT * FROM {table} ORDER BY id")).unwrap();
        let width = statement.column_count();
        let texts = statement
            .query_map([], |row| {
                let cells: Vec<String> = (0..width)
                    .map(|at| Ok(format!("{:?}", row.get_ref(at)?)))
                    .collect::<rusqlite::Result<_>>()?;
                Ok(format!("{table} {}", cells.join(" ")))
            })
            .unwrap();
        all.extend(texts.map(rusqlite::Result::unwrap));
    }
    all
}

#[test]
fn a_log_is_one_group_that_undo_takes_back_and_redo_brings_back() {
    let mut store = book();
    let before = rows(&store);
    let mut draft = call(Reach::Connected, Some(TalkResult::DoNotCall));
    draft.note = "别再打了".into();
    log(&mut store, &actor(0, 10), &draft);
    let after = rows(&store);
    assert_ne!(before, after);
    let offer = offer_undo(&store.conn, &actor(0, 11), UndoWhich::Undo).unwrap();
    undo(&mut store.conn, &actor(0, 11), &offer).unwrap();
    assert_eq!(rows(&store), before);
    let offer = offer_undo(&store.conn, &actor(0, 11), UndoWhich::Redo).unwrap();
    undo(&mut store.conn, &actor(0, 11), &offer).unwrap();
    assert_eq!(rows(&store), after);
}

#[test]
fn the_next_contact_of_the_plan_is_what_the_book_shows_afterwards() {
    for result in TalkResult::ALL {
        let mut store = book();
        let mut draft = call(Reach::Connected, Some(*result));
        if matches!(result, TalkResult::Appointment | TalkResult::Callback | TalkResult::Later) {
            let minute = Minute::new(15, 30);
            draft.next = NextDraft::At(When { day: TODAY + 1, minute, half: None, channel: None });
        }
        let (plan, _) = log(&mut store, &actor(0, 10), &draft);
        let later = facts(&store, now(0, 11));
        let shown = crate::work::derive(&later.situation.view(), playbook()).next();
        assert_eq!(shown, plan.next, "{result}");
    }
    for reach in Reach::of_channel(Channel::Phone, Direction::Out).iter().filter(|reach| !reach.is_talk()) {
        let mut store = book();
        let (plan, _) = log(&mut store, &actor(0, 10), &call(*reach, None));
        let later = facts(&store, now(0, 11));
        let shown = crate::work::derive(&later.situation.view(), playbook()).next();
        assert_eq!(shown, plan.next, "{reach}");
    }
}

#[test]
fn a_log_is_seen_from_its_minute_on_and_before_it_all_is_as_it_was() {
    let at = |hour: u32, second: i64| {
        let now = now(0, hour);
        Now { at: Moment(now.at.0 + second), ..now }
    };
    let seen = |store: &Store, now: Now| {
        let facts = facts(store, now);
        let situation = facts.situation.view();
        let open: Vec<i64> = situation.rows.follow_ups.iter().map(|f| f.id.0).collect();
        (situation.history.last_attempt_on, open, facts.touches.len())
    };
    let mut store = book();
    let late = Actor { now: at(10, 59), ..actor(0, 10) };
    log(&mut store, &late, &call(Reach::Connected, Some(TalkResult::Thinking)));
    let after = (Some(TODAY), vec![2, 3], 1);
    for now in [at(10, 0), at(10, 59), at(11, 0)] {
        assert_eq!(seen(&store, now), after);
    }
    assert_eq!(seen(&store, at(9, 0)), (None, vec![1, 2], 0));
}

#[test]
fn who_left_is_lost_from_that_day_on_and_undo_brings_him_back() {
    let mut store = book();
    let class = |store: &Store| {
        let rules = Rules::load(&store.conn, TODAY, None).unwrap();
        let found = find_situation(store, &rules, playbook(), now(0, 11), CUSTOMER).unwrap().unwrap();
        let lifecycle = found.0.row.class(Dimension::Lifecycle);
        rules.classes.code(Dimension::Lifecycle, lifecycle).to_owned()
    };
    let before = class(&store);
    log(&mut store, &actor(0, 10), &call(Reach::Connected, Some(TalkResult::Gone)));
    assert_eq!(class(&store), "lost");
    let offer = offer_undo(&store.conn, &actor(0, 11), UndoWhich::Undo).unwrap();
    undo(&mut store.conn, &actor(0, 11), &offer).unwrap();
    assert_eq!(class(&store), before);
}

#[test]
fn a_log_closes_the_promise_of_today_and_keeps_the_later_one() {
    let mut store = book();
    let (_, logged) = log(&mut store, &actor(0, 10), &call(Reach::Connected, Some(TalkResult::Thinking)));
    let open = crate::store::follow_up::list_follow_ups(&store.conn, CUSTOMER, now(0, 10).at).unwrap();
    let due: Vec<_> = open.iter().map(|f| (f.open.kind.code(), f.open.due_on - TODAY)).collect();
    assert_eq!(due, [("step", 7), ("promise", 9)]);
    let (state, closed_by): (String, ContactId) = store
        .conn
        .query_row("SELECT state, closed_by_id FROM follow_up WHERE id = 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    assert_eq!((state.as_str(), closed_by), ("done", logged.contact));
}

#[test]
fn dead_numbers_are_not_dialled_again_and_the_other_one_is() {
    let mut store = book();
    log(&mut store, &actor(0, 10), &call(Reach::EmptyNumber, None));
    let facts = facts(&store, now(1, 10));
    let context = facts.context(now(1, 10), playbook());
    let plan = plan(&context, &call(Reach::WrongPerson, None)).unwrap();
    assert_eq!(plan.contact.phone.map(|phone| phone.0), Some(6));
    insert_log(&mut store, &actor(1, 10), (CUSTOMER, "log".into()), &plan).unwrap();
    let later = self::facts(&store, now(2, 10));
    assert!(later.situation.view().history.is_phone_dead);
}

#[test]
fn a_closed_channel_stays_closed_for_the_next_day() {
    let mut store = book();
    log(&mut store, &actor(0, 10), &call(Reach::Connected, Some(TalkResult::DoNotCall)));
    let later = facts(&store, now(30, 10));
    let reasons = crate::work::derive(&later.situation.view(), playbook());
    assert_eq!(reasons.next().map(|next| next.channel), Some(Channel::Wecom));
}

#[test]
fn a_second_window_that_closed_the_promise_first_is_a_conflict_and_writes_nothing() {
    let mut store = book();
    let facts = facts(&store, now(0, 10));
    let plan = plan(&facts.context(now(0, 10), playbook()), &call(Reach::NoAnswer, None)).unwrap();
    store.conn.execute("UPDATE follow_up SET state = 'cancelled' WHERE id = 1", []).unwrap();
    let before = rows(&store);
    let error = insert_log(&mut store, &actor(0, 10), (CUSTOMER, "log".into()), &plan).unwrap_err();
    assert_eq!(error.fault, crate::store::Fault::Conflict);
    assert_eq!(rows(&store), before);
}

#[test]
fn touches_count_towards_the_budget_and_a_snooze_moves_what_is_due() {
    let mut store = book();
    log(&mut store, &actor(0, 9), &call(Reach::Connected, Some(TalkResult::Thinking)));
    log(&mut store, &actor(0, 10), &call(Reach::NoAnswer, None));
    let facts = facts(&store, now(0, 11));
    let used = crate::work::Used::count(&facts.touches, TODAY, None, &playbook().limits);
    assert_eq!((used.week, used.dials[0]), (0, 1), "the first call kept a promise");
    let facts = self::facts(&store, now(7, 11));
    let context = facts.context(now(7, 11), playbook());
    let when = When { day: TODAY + 12, minute: None, half: None, channel: None };
    let plan = snooze(&context, when).unwrap();
    insert_snooze(&mut store, &actor(7, 11), (CUSTOMER, "snooze".into()), &plan).unwrap();
    let later = self::facts(&store, now(7, 12));
    let next = crate::work::derive(&later.situation.view(), playbook()).next().unwrap();
    assert_eq!(Some(next), plan.next);
    assert_eq!((next.on - TODAY, next.reason), (9, Reason::Promise), "what was promised for later stays");
}
