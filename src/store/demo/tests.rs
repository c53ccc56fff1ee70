use super::*;
use crate::domain::{Day, Minute, Now, Zone};
use crate::store::journal::Actor;
use sha2::{Digest, Sha256};

fn actor() -> Actor {
    let day = Day::from_ymd(2026, 11, 24).unwrap();
    let at = Zone::CHINA.at(day, Minute::new(10, 0).unwrap());
    Actor {
        who: "示例".to_owned(), window: "test".to_owned(), now: Now { at, clock: at, zone: Zone::CHINA }
    }
}

fn recipe(customers: u32) -> Recipe {
    Recipe::new(customers, demo::DEFAULT_SEED, actor().now.day(), Zone::CHINA)
}

fn go_on(_: u32) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn written(customers: u32) -> Store {
    let actor = actor();
    let mut store = Store::open_in_memory(actor.now.clock).unwrap();
    let making = Making { recipe: &recipe(customers), actor: &actor, label: "demo".into() };
    write(&mut store.conn, &making, &mut go_on).unwrap();
    store
}

fn count(store: &Store, sql: &str) -> i64 {
    store.conn.query_row(sql, [], |row| row.get(0)).unwrap()
}

fn schema(store: &Store) -> Vec<String> {
    let mut statement =
        store.conn.prepare("SELECT name || coalesce(sql, '') FROM sqlite_master ORDER BY 1").unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// All rows of all tables, table by table.
fn digest(store: &Store) -> Vec<u8> {
    let mut hasher = Sha256::new();
    let tables = [
        "book",
        "visit",
        "customer",
        "phone",
        "tag",
        "consent",
        "account",
        "txn_kind",
        "txn",
        "balance",
        "contact",
        "follow_up",
        "reason_rest",
        "class_override",
        "journal_group",
    ];
    for table in tables {
        let mut statement = store.conn.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                hasher.update(format!("{:?}|", row.get_ref(column).unwrap()));
            }
        }
    }
    hasher.finalize().to_vec()
}

#[test]
fn every_row_satisfies_the_schema_and_no_row_is_journalled() {
    let store = written(300);
    assert_eq!(count(&store, "SELECT count(*) FROM customer"), 300);
    assert_eq!(count(&store, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    assert_eq!(count(&store, "SELECT count(*) FROM journal_group WHERE kind = 'demo'"), 1);
    assert_eq!(count(&store, "SELECT count(*) FROM journal"), 0);
    assert_eq!(count(&store, "SELECT count(*) FROM phone WHERE is_primary"), 300);
    for table in ["txn", "contact", "follow_up", "reason_rest", "balance", "consent", "tag", "visit"] {
        assert!(count(&store, &format!("SELECT count(*) FROM {table}")) > 0, "{table}");
    }
    assert_eq!(find_recipe(&store.conn).unwrap(), Some(recipe(300)));
    assert_eq!(
        count(
            &store,
            "SELECT count(*) FROM txn JOIN account ON account.id = account_id
                       WHERE account.customer_id <> txn.customer_id"
        ),
        0
    );
}

#[test]
fn the_indexes_are_back_after_the_rows() {
    let fresh = Store::open_in_memory(actor().now.clock).unwrap();
    assert_eq!(schema(&fresh), schema(&written(20)));
}

#[test]
fn the_same_recipe_writes_the_same_book() {
    assert_eq!(digest(&written(150)), digest(&written(150)));
}

#[test]
fn a_stopped_run_leaves_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("demo.db");
    let actor = actor();
    let making = Making { recipe: &recipe(500), actor: &actor, label: "demo".into() };
    let error = make(&path, &making, &mut |_| ControlFlow::Break(())).unwrap_err();
    assert_eq!(error.fault, Fault::Stopped);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn a_demo_book_is_made_afresh_but_another_book_never() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("demo.db");
    let actor = actor();
    drop(
        make(&path, &Making { recipe: &recipe(10), actor: &actor, label: "demo".into() }, &mut go_on)
            .unwrap(),
    );
    let later = recipe(12).remade(actor.now.day() + 2);
    let store =
        make(&path, &Making { recipe: &later, actor: &actor, label: "demo".into() }, &mut go_on).unwrap();
    assert_eq!(find_recipe(&store.conn).unwrap(), Some(later));
    assert_eq!(count(&store, "SELECT count(*) FROM customer"), 12);
    drop(store);

    let real = dir.path().join("book.db");
    drop(Store::open(&real, Access::Create, actor.now.clock).unwrap());
    let before = std::fs::read(&real).unwrap();
    let error =
        make(&real, &Making { recipe: &later, actor: &actor, label: "demo".into() }, &mut go_on).unwrap_err();
    assert!(matches!(error.fault, Fault::Refused(_)));
    assert_eq!(std::fs::read(&real).unwrap(), before);
}

#[test]
fn a_new_book_has_a_past_and_its_state_agrees_with_a_rebuild() {
    let mut store = written(80);
    let (now, playbook) = (actor().now, Playbook::embedded().unwrap());
    classify(&mut store, playbook, &recipe(80), now).unwrap();
    assert_eq!(count(&store, "SELECT state_on FROM book"), i64::from(now.day().0));
    assert!(count(&store, "SELECT count(DISTINCT day) FROM class_day") > 60);
    assert!(count(&store, "SELECT count(*) FROM class_change WHERE dimension = 'value'") > 10);
    let request = Request { now, records: Recording::Never, rules: None, watch: &Unwatched };
    assert_eq!(crate::store::recompute::verify(&store, playbook, &request).unwrap(), []);
}

#[test]
fn a_book_of_a_day_that_the_clock_has_not_reached_has_its_history_too() {
    let mut store = written(40);
    let now = actor().now;
    let early = Now { clock: Moment(now.at.0 - 2 * 86_400), ..now };
    classify(&mut store, Playbook::embedded().unwrap(), &recipe(40), early).unwrap();
    assert_eq!(count(&store, "SELECT state_on FROM book"), i64::from(now.day().0));
    assert_eq!(count(&store, "SELECT max(day) FROM class_day"), i64::from(now.day().0));
    store.conn.execute("INSERT INTO customer_dirty (customer_id, cause) VALUES (1, 'edit')", []).unwrap();
    let request = Request { now: early, records: Recording::Allowed, rules: None, watch: &Unwatched };
    recompute(&mut store, Playbook::embedded().unwrap(), &request).unwrap();
    assert_eq!(count(&store, "SELECT count(*) FROM customer_dirty"), 0, "its state is kept up on that day");
}
