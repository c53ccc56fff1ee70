//! The law of the incremental engine: whatever happens in whatever order, the stored state equals a full rebuild.

use super::people::States;
use super::*;
use crate::domain::Code;
use crate::domain::{Dimension, Minute, Moment, Zone};
use crate::store::journal::{Action, ActionInfo, ActionKind, Actor, UndoWhich, offer_undo, undo};
use proptest::prelude::*;
use std::collections::BTreeSet;

const START: Day = Day(20_000);

fn now(day: Day) -> Now {
    let at = Zone::CHINA.at(day, Minute::new(10, 0).unwrap());
    Now { at, clock: Zone::CHINA.at(day + 4000, Minute::default()), zone: Zone::CHINA }
}

fn playbook() -> &'static Playbook {
    Playbook::embedded().unwrap()
}

fn actor(day: Day) -> Actor {
    Actor { who: "me".into(), window: "a".into(), now: now(day) }
}

fn run(store: &mut Store, day: Day, records: Recording) -> Recomputed {
    let request = Request { now: now(day), records, rules: None, watch: &Unwatched };
    recompute(store, playbook(), &request).unwrap()
}

fn differences(store: &Store, day: Day) -> Vec<Difference> {
    let request = Request { now: now(day), records: Recording::Never, rules: None, watch: &Unwatched };
    verify(store, playbook(), &request).unwrap()
}

/// Three customers with an account each, a ledger of two years for the first two.
fn book() -> Store {
    let store = Store::open_in_memory(Moment(0)).unwrap();
    store.conn.execute_batch("INSERT INTO txn_kind (id, code, text) VALUES (1, 'card_purchase', 'card_purchase'), (2, 'salary_in', 'salary_in'), (3, 'interest', 'interest')").unwrap();
    for id in 1..=3i64 {
        let opened = START.0 - 900 + 300 * i32::try_from(id).unwrap();
        store
            .conn
            .execute(
                "INSERT INTO customer (id, customer_no, name, entered_on, birth_on) VALUES (?1, ?2, ?3, ?4, 4000)",
                (id, format!("c{id}"), format!("客户{id}"), opened),
            )
            .unwrap();
        store
            .conn
            .execute(
                "INSERT INTO account (id, account_no, customer_id, product, opened_on, balance, balance_on)
                 VALUES (?1, ?2, ?1, 'current_account', ?3, ?4, ?3)",
                (id, format!("a{id}"), opened, 3_000_000 * id),
            )
            .unwrap();
        for step in 0..40 * (3 - id) {
            insert_txn(
                &store,
                id,
                Day(START.0 - 800 + 10 * i32::try_from(step).unwrap()),
                100_000 - 70_000 * (step % 3),
                1 + step % 3,
            );
        }
    }
    store
}

fn insert_txn(store: &Store, customer: i64, day: Day, amount: i64, kind: i64) {
    store
        .conn
        .execute(
            "INSERT INTO txn (customer_id, account_id, booked_on, amount, kind_id) VALUES (?1, ?1, ?2, ?3, ?4)",
            (customer, day, amount, kind),
        )
        .unwrap();
    super::super::journal::mark_dirty(&store.conn, CustomerId(customer), Cause::Import).unwrap();
}

#[derive(Debug, Clone)]
enum Step {
    Days(i32),
    Movement {
        customer: i64,
        in_days: i32,
        amount: i64,
        kind: i64,
    },
    Balance {
        customer: i64,
        in_days: i32,
        amount: i64,
    },
    Contact {
        customer: i64,
        is_reached: bool,
    },
    Birth {
        customer: i64,
        day: i32,
    },
    Override {
        customer: i64,
        days: i32,
    },
    Close {
        customer: i64,
        in_days: i32,
    },
    /// A row of the customer's own changes, without a mark that he is to be classified anew.
    Own {
        customer: i64,
        what: OwnRow,
        in_days: i32,
    },
    Undo,
    Redo,
}

#[derive(Debug, Clone, Copy)]
enum OwnRow {
    Phone,
    DeadPhone,
    Consent,
    FollowUp,
    Rest,
    Skip,
    Name,
}

const OWN_ROWS: [OwnRow; 7] = [
    OwnRow::Phone,
    OwnRow::DeadPhone,
    OwnRow::Consent,
    OwnRow::FollowUp,
    OwnRow::Rest,
    OwnRow::Skip,
    OwnRow::Name,
];

/// Changes a row as people's actions do; what is already there is left.
fn change_own(store: &mut Store, day: Day, customer: i64, (what, on): (OwnRow, Day)) {
    let info = ActionInfo { kind: ActionKind::Edit, label: "own".into(), customer: None };
    let dead: Option<i64> = store
        .conn
        .query_row("SELECT min(id) FROM phone WHERE customer_id = ?1", [customer], |row| row.get(0))
        .unwrap();
    let mut action = Action::begin(&mut store.conn, &actor(day), &info).unwrap();
    let (at, until, text) = (now(on).at, on + 20, format!("15450000{}", on.0));
    // A row that is there already, or none to change, is no failure of the law.
    let _ = match what {
        OwnRow::Phone => action.insert("phone", &[("customer_id", &customer), ("number", &text)]).map(drop),
        OwnRow::DeadPhone => match dead {
            Some(id) => action.update("phone", id, &[("state", &"invalid")]).map(drop),
            None => Ok(()),
        },
        OwnRow::Consent => action
            .insert(
                "consent",
                &[("customer_id", &customer), ("channel", &"phone"), ("state", &"never"), ("given_on", &on)],
            )
            .map(drop),
        OwnRow::FollowUp => action
            .insert(
                "follow_up",
                &[
                    ("customer_id", &customer),
                    ("kind", &"promise"),
                    ("reason", &"promise"),
                    ("due_on", &until),
                    ("channel", &"phone"),
                    ("note", &text),
                    ("created_at", &at),
                ],
            )
            .map(drop),
        OwnRow::Rest => action
            .insert(
                "reason_rest",
                &[("customer_id", &customer), ("reason", &"*"), ("until_on", &until), ("created_at", &at)],
            )
            .map(drop),
        OwnRow::Skip => {
            action.insert("remark", &[("customer_id", &customer), ("at", &at), ("skip", &"later")]).map(drop)
        }
        OwnRow::Name => action.update("customer", customer, &[("name", &text)]).map(drop),
    };
    action.commit().unwrap();
}

fn step() -> impl Strategy<Value = Step> {
    let customer = 1..=3i64;
    prop_oneof![
        4 => (1..40i32).prop_map(Step::Days),
        1 => (90..400i32).prop_map(Step::Days),
        4 => (customer.clone(), -60..30i32, -9_000_000..9_000_000i64, 1..=3i64)
            .prop_map(|(customer, in_days, amount, kind)| Step::Movement { customer, in_days, amount, kind }),
        2 => (customer.clone(), -40..20i32, 0..900_000_000i64)
            .prop_map(|(customer, in_days, amount)| Step::Balance { customer, in_days, amount }),
        2 => (customer.clone(), any::<bool>()).prop_map(|(customer, is_reached)| Step::Contact { customer, is_reached }),
        1 => (customer.clone(), -3000..18_000i32).prop_map(|(customer, day)| Step::Birth { customer, day }),
        1 => (customer.clone(), 0..60i32).prop_map(|(customer, days)| Step::Override { customer, days }),
        6 => (customer.clone(), 0..OWN_ROWS.len(), -30..30i32)
            .prop_map(|(customer, what, in_days)| Step::Own { customer, what: OWN_ROWS[what], in_days }),
        1 => (customer, -5..20i32).prop_map(|(customer, in_days)| Step::Close { customer, in_days }),
        2 => Just(Step::Undo),
        1 => Just(Step::Redo),
    ]
}

fn act(store: &mut Store, day: Day, work: impl FnOnce(&mut Action<'_>) -> CustomerId) -> Vec<CustomerId> {
    let info = ActionInfo { kind: ActionKind::Edit, label: "step".into(), customer: None };
    let mut action = Action::begin(&mut store.conn, &actor(day), &info).unwrap();
    let customer = work(&mut action);
    action.touch(customer, Cause::Edit).unwrap();
    action.commit().unwrap();
    vec![customer]
}

/// Does a step; the customers to refresh, and the day it is afterwards.
fn take(store: &mut Store, day: Day, step: &Step) -> (Vec<CustomerId>, Day) {
    let touched = match *step {
        Step::Days(days) => return (Vec::new(), day + days),
        Step::Movement { customer, in_days, amount, kind } => {
            insert_txn(store, customer, day + in_days, amount, kind);
            vec![CustomerId(customer)]
        }
        Step::Balance { customer, in_days, amount } => {
            let sql = "INSERT INTO balance (account_id, balance_on, amount) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
            store.conn.execute(sql, (customer, day + in_days, amount)).unwrap();
            super::super::journal::mark_dirty(&store.conn, CustomerId(customer), Cause::Import).unwrap();
            vec![CustomerId(customer)]
        }
        Step::Contact { customer, is_reached } => act(store, day, |action| {
            let (at, reach) = (now(day).at, if is_reached { "connected" } else { "no_answer" });
            let columns: &[crate::store::journal::Column<'_>] = &[
                ("customer_id", &customer),
                ("at", &at),
                ("channel", &"phone"),
                ("direction", &"out"),
                ("reach", &reach),
                ("recorded_at", &at),
            ];
            action.insert("contact", columns).unwrap();
            CustomerId(customer)
        }),
        Step::Birth { customer, day: birth } => act(store, day, |action| {
            action.update("customer", customer, &[("birth_on", &birth)]).unwrap();
            CustomerId(customer)
        }),
        Step::Override { customer, days } => act(store, day, |action| {
            let until = day + days;
            let columns: &[crate::store::journal::Column<'_>] = &[
                ("customer_id", &customer),
                ("dimension", &"value"),
                ("class", &"private"),
                ("reason", &"knows better"),
                ("author", &"me"),
                ("from_on", &day),
                ("until_on", &until),
                ("created_at", &0i64),
            ];
            action.insert("class_override", columns).unwrap();
            CustomerId(customer)
        }),
        Step::Close { customer, in_days } => act(store, day, |action| {
            let on = day + in_days;
            action.update("account", customer, &[("closed_on", &on)]).unwrap();
            CustomerId(customer)
        }),
        Step::Own { customer, what, in_days } => {
            change_own(store, day, customer, (what, day + in_days));
            Vec::new()
        }
        Step::Undo | Step::Redo => {
            let which = if matches!(step, Step::Undo) { UndoWhich::Undo } else { UndoWhich::Redo };
            let Ok(offer) = offer_undo(&store.conn, &actor(day), which) else { return (Vec::new(), day) };
            undo(&mut store.conn, &actor(day), &offer).unwrap().customers
        }
    };
    (touched, day)
}

/// Class codes of every customer in the book, by id.
fn classes(book: &Book) -> Vec<(i64, Vec<String>)> {
    let codes = |row: &crate::book::Row| {
        customer::OWN.iter().map(|d| book.classes.code(*d, row.class(*d)).to_owned()).collect()
    };
    book.rows().iter().map(|row| (row.id.0, codes(row))).collect()
}

/// Everything that a book holds of its customers, apart from what depends on all others.
fn whole(book: &Book) -> Vec<String> {
    use crate::book::TextOf;
    let texts = [TextOf::CustomerNo, TextOf::Name, TextOf::Phones, TextOf::Tags, TextOf::Subjects];
    let of_row = |row: &crate::book::Row| {
        let texts = texts.map(|which| book.text(row, which));
        let own = customer::OWN.map(|dimension| row.class(dimension));
        let figures = (row.assets, row.assets_avg, row.change_90d, row.last_contact_on, row.rfm_input);
        let work =
            (row.next, row.queues, row.flags, row.is_held, row.is_skipped, row.score_inputs, row.hours);
        format!("{:?} {own:?} {figures:?} {work:?} {texts:?} {:?}", row.id, book.dues(row))
    };
    book.rows().iter().map(of_row).collect()
}

/// What the stored states give when the rows are read instead of the digests.
fn without_digests(store: &mut Store, day: Day) -> Book {
    store.conn.execute_batch("SAVEPOINT kept; DELETE FROM customer_digest").unwrap();
    let book = run(store, day, Recording::Never).book;
    store.conn.execute_batch("ROLLBACK TO kept; RELEASE kept").unwrap();
    book
}

/// What a fresh computation gives that knows no stored state.
fn from_scratch(store: &Store, day: Day) -> Book {
    let rules = Rules::load(&store.conn, day, None).unwrap();
    let days = [day];
    let facts = PassFacts { rules: &rules, playbook: playbook(), days: &days, wants: Wants::Rows };
    let dirty = HashMap::new();
    let input = PassInput {
        facts,
        now: now(day),
        dirty: &dirty,
        ahead: &Ahead::default(),
        states: States::None,
        is_bulk: true,
        watch: &Unwatched,
    };
    let mut gathered = Gathered::new(facts);
    pass::run(store, &input, |part| {
        gathered.add(part);
        Ok(())
    })
    .unwrap();
    gathered.close();
    gathered.finish(now(day).minute()).book
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn the_incremental_state_equals_a_full_rebuild(steps in proptest::collection::vec(step(), 1..14)) {
        let mut store = book();
        let mut day = START;
        let mut current = run(&mut store, day, Recording::Allowed);
        for step in &steps {
            let (touched, next) = take(&mut store, day, step);
            if next > day || matches!(step, Step::Own { .. }) {
                day = next;
                current = run(&mut store, day, Recording::Allowed);
            } else {
                for change in refresh(&mut store, playbook(), now(day), &current.engine, &touched).unwrap() {
                    match change {
                        RowChange::Put(row) => drop(current.book.put(&row)),
                        RowChange::Gone(id) => current.book.remove(id),
                    }
                }
            }
            prop_assert_eq!(differences(&store, day), Vec::new(), "after {:?}", step);
            prop_assert_eq!(classes(&current.book), classes(&from_scratch(&store, day)), "after {:?}", step);
            prop_assert_eq!(whole(&current.book), whole(&without_digests(&mut store, day)), "after {:?}", step);
        }
    }
}

#[test]
fn missed_days_get_their_distributions_and_a_change_carries_its_day() {
    let mut store = book();
    run(&mut store, START, Recording::Allowed);
    let after = run(&mut store, START + 30, Recording::Allowed);
    assert_eq!(after.recorded.len(), 30);
    let days: i64 = store
        .conn
        .query_row("SELECT count(DISTINCT day) FROM class_day WHERE dimension = 'behaviour'", [], |r| {
            r.get(0)
        })
        .unwrap();
    assert_eq!(days, 31);
    let sums: i64 = store
        .conn
        .query_row(
            "SELECT min(total) FROM (SELECT sum(customers) AS total FROM class_day GROUP BY dimension, day)",
            [],
            |r| r.get(0),
        )
        .unwrap();
    assert_eq!(sums, 3, "every day and dimension counts every customer");
}

#[test]
fn an_earlier_day_is_computed_in_memory_and_nothing_is_written() {
    let mut store = book();
    run(&mut store, START, Recording::Allowed);
    run(&mut store, START + 60, Recording::Allowed);
    let before = store.conn.total_changes();
    let earlier = run(&mut store, START + 10, Recording::Allowed);
    assert_eq!(store.conn.total_changes(), before);
    assert_eq!(state_on(&store.conn).unwrap(), Some(START + 60));
    assert_eq!(classes(&earlier.book), classes(&from_scratch(&store, START + 10)));
}

#[test]
fn a_class_that_is_back_on_its_own_day_goes_on_since_it_began() {
    let day = START + 37;
    for is_whole in [false, true] {
        let mut store = book();
        let mut current = run(&mut store, day, Recording::Allowed);
        for step in [Step::Close { customer: 1, in_days: 0 }, Step::Undo] {
            let (touched, _) = take(&mut store, day, &step);
            if is_whole {
                current = run(&mut store, day, Recording::Allowed);
            } else {
                for change in refresh(&mut store, playbook(), now(day), &current.engine, &touched).unwrap() {
                    let RowChange::Put(row) = change else { panic!("nobody goes") };
                    current.book.put(&row);
                }
            }
            let expected = whole(&without_digests(&mut store, day));
            assert_eq!(whole(&current.book), expected, "after {step:?}, of everybody: {is_whole}");
        }
    }
}

/// Wants an end when it has been asked so often whether to go on.
struct StopAt {
    asked: std::sync::atomic::AtomicU32,
    at: u32,
}

impl Watch for StopAt {
    fn is_stopped(&self) -> bool {
        self.asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed) >= self.at
    }
}

/// Every row that a recomputation writes.
fn derived(store: &Store) -> Vec<String> {
    let tables = ["book", "customer_state", "customer_digest", "customer_dirty", "class_change", "class_day"];
    let of_table = |table: &str| {
        let mut statement = store.conn.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2")).unwrap();
        let columns = statement.column_count();
        let row_text = |row: &rusqlite::Row<'_>| -> rusqlite::Result<String> {
            let values: rusqlite::Result<Vec<_>> =
                (0..columns).map(|at| row.get_ref(at).map(|value| format!("{value:?}"))).collect();
            Ok(format!("{table} {}", values?.join(" ")))
        };
        statement.query_map([], row_text).unwrap().collect::<rusqlite::Result<Vec<_>>>().unwrap()
    };
    tables.iter().flat_map(|table| of_table(table)).collect()
}

#[test]
fn a_recomputation_stopped_at_any_moment_leaves_a_whole_day() {
    for days in [1, 30] {
        let mut stops = 0;
        loop {
            let (mut store, day) = (book(), START + days);
            run(&mut store, START, Recording::Allowed);
            insert_txn(&store, 3, START, 9_000_000, 1);
            let before = derived(&store);
            let watch = StopAt { asked: 0.into(), at: stops };
            let request = Request { now: now(day), records: Recording::Allowed, rules: None, watch: &watch };
            let Err(error) = recompute(&mut store, playbook(), &request) else { break };
            assert_eq!(error.fault, crate::store::Fault::Stopped);
            let on = state_on(&store.conn).unwrap().unwrap();
            if on == START {
                assert_eq!(derived(&store), before, "after {stops} looks");
            } else {
                assert_eq!(differences(&store, on), [], "after {stops} looks");
            }
            stops += 1;
        }
        assert!(stops > 2, "{stops}");
    }
}

#[test]
fn after_a_stopped_day_single_customers_are_those_of_today_and_nothing_says_so_of_the_book() {
    let mut store = book();
    run(&mut store, START, Recording::Allowed);
    let day = START + 1;
    let engine = Engine::without_book(&store, now(day)).unwrap();
    let (touched, _) = take(&mut store, day, &Step::Override { customer: 3, days: 5 });
    let changed = refresh(&mut store, playbook(), now(day), &engine, &touched).unwrap();
    let RowChange::Put(row) = &changed[0] else { panic!("nobody goes") };
    assert_eq!(engine.rules.classes.code(Dimension::Value, row.row.class(Dimension::Value)), "private");
    assert_eq!(state_on(&store.conn).unwrap(), Some(START));
    let whole_book = run(&mut store, day, Recording::Allowed).book;
    assert_eq!(differences(&store, day), []);
    assert_eq!(classes(&whole_book), classes(&from_scratch(&store, day)));
}

#[test]
fn a_change_taken_back_on_its_day_leaves_no_trace() {
    let mut store = book();
    let current = run(&mut store, START, Recording::Allowed);
    run(&mut store, START + 1, Recording::Allowed);
    let count = |store: &Store| -> i64 {
        store
            .conn
            .query_row("SELECT count(*) FROM class_change WHERE dimension = 'value'", [], |r| r.get(0))
            .unwrap()
    };
    let since = |store: &Store| -> i32 {
        store
            .conn
            .query_row("SELECT value_since_on FROM customer_state WHERE customer_id = 3", [], |r| r.get(0))
            .unwrap()
    };
    let (changes, began) = (count(&store), since(&store));
    let day = START + 1;
    let (touched, _) = take(&mut store, day, &Step::Override { customer: 3, days: 5 });
    refresh(&mut store, playbook(), now(day), &current.engine, &touched).unwrap();
    assert_eq!(count(&store), changes + 1);
    let (touched, _) = take(&mut store, day, &Step::Undo);
    refresh(&mut store, playbook(), now(day), &current.engine, &touched).unwrap();
    assert_eq!((count(&store), since(&store)), (changes, began));
}

#[test]
fn a_contact_of_a_later_minute_is_not_there_yet_and_is_once_its_minute_has_come() {
    let mut store = book();
    let at = |hour| Now { at: Zone::CHINA.at(START, Minute::new(hour, 0).unwrap()), ..now(START) };
    store
        .conn
        .execute(
            "INSERT INTO contact (customer_id, at, channel, direction, reach, result, recorded_at)
             VALUES (1, ?1, 'phone', 'out', 'connected', 'thinking', 0)",
            [at(10).at.0 + 30],
        )
        .unwrap();
    super::super::journal::mark_dirty(&store.conn, CustomerId(1), Cause::Edit).unwrap();
    let mut last = |hour| {
        let request = Request { now: at(hour), records: Recording::Allowed, rules: None, watch: &Unwatched };
        let book = recompute(&mut store, playbook(), &request).unwrap().book;
        let request = Request { now: at(hour), records: Recording::Never, rules: None, watch: &Unwatched };
        assert_eq!(verify(&store, playbook(), &request).unwrap(), []);
        book.rows().iter().find(|row| row.id == CustomerId(1)).unwrap().last_contact_on
    };
    assert_eq!(
        [last(11), last(9), last(9), last(10), last(9), last(11)],
        [Some(START), None, None, Some(START), None, Some(START)]
    );
}

#[test]
fn verify_names_a_field_that_was_tampered_with() {
    let mut store = book();
    run(&mut store, START, Recording::Allowed);
    store.conn.execute("UPDATE customer_state SET lifecycle = 'growing' WHERE customer_id = 1", []).unwrap();
    let found = differences(&store, START);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].customer, found[0].field.as_str()), (Some(CustomerId(1)), "lifecycle"));
    store.conn.execute("UPDATE account SET balance = balance + 100 WHERE customer_id = 2", []).unwrap();
    assert!(differences(&store, START).iter().any(|d| d.customer == Some(CustomerId(2))));
}

/// Behaviour follows from the whole book and is no move of a day that is not recorded.
const DIMENSIONS: [Dimension; 5] =
    [Dimension::Value, Dimension::Lifecycle, Dimension::Need, Dimension::Demographic, Dimension::Industry];

#[test]
fn a_day_that_may_not_be_recorded_still_tells_who_moves() {
    let mut store = book();
    run(&mut store, START, Recording::Allowed);
    let later = START + 400;
    let told = run(&mut store, later, Recording::Never);
    let moves = |list: &[Move]| -> BTreeSet<(CustomerId, &str, String, String)> {
        list.iter().map(|m| (m.customer, m.dimension.code(), m.from.clone(), m.to.clone())).collect()
    };
    assert!(!told.unrecorded.is_empty() && told.changes >= told.unrecorded.len());
    assert_eq!(state_on(&store.conn).unwrap(), Some(START), "nothing was written");
    let before = run(&mut store, START, Recording::Never);
    assert_eq!(before.unrecorded, [], "on the stored day nothing moved");
    let expected = told.book.rows().iter().flat_map(|row| {
        let was = before.book.find(row.id).unwrap();
        DIMENSIONS.into_iter().filter_map(move |dimension| {
            let (from, to) = (was.class(dimension), row.class(dimension));
            (from != to).then_some((row.id, dimension, from, to))
        })
    });
    let code = |dimension, class| told.book.classes.code(dimension, class).to_owned();
    let expected: BTreeSet<_> =
        expected.map(|(id, d, from, to)| (id, d.code(), code(d, from), code(d, to))).collect();
    assert_eq!(moves(&told.unrecorded), expected);
}
