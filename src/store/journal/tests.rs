use super::*;
use crate::domain::{Moment, Zone};
use crate::store::Store;
use std::fmt::Write as _;

fn actor(day: i64, window: &str) -> Actor {
    let at = Moment(day * 86_400);
    Actor { who: "me".into(), window: window.into(), now: Now { at, clock: at, zone: Zone::CHINA } }
}

fn info(kind: ActionKind, label: &str) -> ActionInfo {
    ActionInfo { kind, label: label.into(), customer: None }
}

fn book() -> Store {
    Store::open_in_memory(Moment(0)).unwrap()
}

/// Every row of the tables that people write, as text.
fn dump(conn: &Connection) -> String {
    let mut out = String::new();
    for table in ["customer", "tag", "contact", "follow_up"] {
        let mut statement = conn.prepare(&format!("SELECT id FROM {table} ORDER BY id")).unwrap();
        let ids: Vec<i64> = statement.query_map([], |r| r.get(0)).unwrap().map(|r| r.unwrap()).collect();
        for id in ids {
            writeln!(out, "{table} {:?}", row_as_json(conn, table, id).unwrap()).unwrap();
        }
    }
    out
}

fn add_customer(store: &mut Store, actor: &Actor, no: &str) -> i64 {
    let mut action =
        Action::begin(&mut store.conn, actor, &info(ActionKind::Edit, &format!("add {no}"))).unwrap();
    let id = action.insert("customer", &[("customer_no", &no), ("entered_on", &1i64)]).unwrap();
    action.touch(CustomerId(id), Cause::Edit).unwrap();
    action.commit().unwrap();
    id
}

fn rename(store: &mut Store, actor: &Actor, id: i64, name: &str) {
    let mut action =
        Action::begin(&mut store.conn, actor, &info(ActionKind::Edit, &format!("rename {name}"))).unwrap();
    assert!(action.update("customer", id, &[("name", &name)]).unwrap());
    action.commit().unwrap();
}

fn undo_once(store: &mut Store, actor: &Actor, which: UndoWhich) -> Undone {
    let offer = offer_undo(&store.conn, actor, which).unwrap();
    undo(&mut store.conn, actor, &offer).unwrap()
}

#[test]
fn undo_restores_every_state_on_the_way_back_and_redo_on_the_way_forth() {
    let (mut store, me) = (book(), actor(5, "a"));
    let mut states = vec![dump(&store.conn)];
    let id = add_customer(&mut store, &me, "100");
    states.push(dump(&store.conn));
    rename(&mut store, &me, id, "马");
    states.push(dump(&store.conn));
    let mut action = Action::begin(&mut store.conn, &me, &info(ActionKind::Edit, "tags")).unwrap();
    action.insert("tag", &[("customer_id", &id), ("tag", &"a")]).unwrap();
    let second = action.insert("tag", &[("customer_id", &id), ("tag", &"b")]).unwrap();
    action.delete("tag", second).unwrap();
    action.commit().unwrap();
    states.push(dump(&store.conn));

    for state in states.iter().rev().skip(1) {
        undo_once(&mut store, &me, UndoWhich::Undo);
        assert_eq!(&dump(&store.conn), state);
    }
    assert_eq!(offer_undo(&store.conn, &me, UndoWhich::Undo).unwrap_err().fault, Fault::NothingToUndo);
    for state in &states[1..] {
        undo_once(&mut store, &me, UndoWhich::Redo);
        assert_eq!(&dump(&store.conn), state);
    }
    assert_eq!(offer_undo(&store.conn, &me, UndoWhich::Redo).unwrap_err().fault, Fault::NothingToRedo);
    undo_once(&mut store, &me, UndoWhich::Undo);
    assert_eq!(&dump(&store.conn), &states[2], "a redone action can be undone again");
    assert_eq!(verify_chain(&store.conn).unwrap(), None);
}

#[test]
fn something_new_ends_redo() {
    let (mut store, me) = (book(), actor(5, "a"));
    let id = add_customer(&mut store, &me, "100");
    rename(&mut store, &me, id, "马");
    undo_once(&mut store, &me, UndoWhich::Undo);
    rename(&mut store, &me, id, "宋");
    assert_eq!(offer_undo(&store.conn, &me, UndoWhich::Redo).unwrap_err().fault, Fault::NothingToRedo);
}

#[test]
fn older_days_and_other_windows_ask_first() {
    let mut store = book();
    add_customer(&mut store, &actor(5, "a"), "100");
    let asks = |actor: &Actor| offer_undo(&store.conn, actor, UndoWhich::Undo).unwrap().asks;
    assert!(!asks(&actor(5, "a")));
    assert!(asks(&actor(6, "a")));
    assert!(asks(&actor(5, "b")));
    assert!(asks(&actor(5, "cli-7")));
}

#[test]
fn runs_of_the_command_line_are_one_window() {
    let mut store = book();
    add_customer(&mut store, &actor(5, "cli-7"), "100");
    let asks = |actor: &Actor| offer_undo(&store.conn, actor, UndoWhich::Undo).unwrap().asks;
    assert!(!asks(&actor(5, "cli-8")));
    assert!(asks(&actor(6, "cli-8")));
    assert!(asks(&actor(5, "a")));
}

#[test]
fn an_undo_under_a_later_action_is_refused_by_name() {
    let (mut store, me) = (book(), actor(5, "a"));
    let id = add_customer(&mut store, &me, "100");
    rename(&mut store, &me, id, "马");
    let mut offer = offer_undo(&store.conn, &me, UndoWhich::Undo).unwrap();
    offer.group = GroupId(1);
    offer.inverts = GroupId(1);
    let before = dump(&store.conn);
    let error = undo(&mut store.conn, &me, &offer).unwrap_err();
    assert_eq!(error.fault, Fault::Blocked("rename 马".into()));
    assert_eq!(dump(&store.conn), before);
}

#[test]
fn an_action_that_is_not_committed_leaves_nothing() {
    let (mut store, me) = (book(), actor(5, "a"));
    let mut action = Action::begin(&mut store.conn, &me, &info(ActionKind::Edit, "x")).unwrap();
    action.insert("customer", &[("customer_no", &"1"), ("entered_on", &1i64)]).unwrap();
    drop(action);
    assert_eq!(dump(&store.conn), "");
    assert_eq!(offer_undo(&store.conn, &me, UndoWhich::Undo).unwrap_err().fault, Fault::NothingToUndo);
}

#[test]
fn a_changed_or_missing_journal_row_breaks_the_chain_and_an_erased_payload_does_not() {
    let (mut store, me) = (book(), actor(5, "a"));
    let id = add_customer(&mut store, &me, "100");
    rename(&mut store, &me, id, "马");
    rename(&mut store, &me, id, "宋");
    store.conn.execute("UPDATE journal SET payload = NULL WHERE seq = 1", []).unwrap();
    assert_eq!(verify_chain(&store.conn).unwrap(), None);
    store.conn.execute("UPDATE journal SET payload = '{}' WHERE seq = 2", []).unwrap();
    assert_eq!(verify_chain(&store.conn).unwrap(), Some(2));
    store.conn.execute("DELETE FROM journal WHERE seq = 2", []).unwrap();
    assert_eq!(verify_chain(&store.conn).unwrap(), Some(3));
}

#[test]
fn bringing_back_what_was_taken_back_in_this_window_today_asks_nothing_however_old_it_is() {
    let mut store = book();
    add_customer(&mut store, &actor(5, "other"), "100");
    let today = actor(9, "a");
    assert!(offer_undo(&store.conn, &today, UndoWhich::Undo).unwrap().asks);
    undo_once(&mut store, &today, UndoWhich::Undo);
    assert!(!offer_undo(&store.conn, &today, UndoWhich::Redo).unwrap().asks);
    assert!(offer_undo(&store.conn, &actor(10, "a"), UndoWhich::Redo).unwrap().asks);
}

#[test]
fn a_customer_who_was_looked_at_can_still_be_taken_back_with_what_came_before_and_brought_back() {
    let (mut store, me) = (book(), actor(5, "a"));
    let first = add_customer(&mut store, &me, "100");
    let id = add_customer(&mut store, &me, "200");
    for table in
        ["access (customer_id, at, what) VALUES (?1, 1, 'call_screen')", "customer_digest VALUES (?1, x'00')"]
    {
        store.conn.execute(&format!("INSERT INTO {table}"), [id]).unwrap();
    }
    let both = dump(&store.conn);
    assert_eq!(undo_once(&mut store, &me, UndoWhich::Undo).restored[0].row_id, id);
    assert_eq!(undo_once(&mut store, &me, UndoWhich::Undo).restored[0].row_id, first);
    assert_eq!(dump(&store.conn), "");
    undo_once(&mut store, &me, UndoWhich::Redo);
    undo_once(&mut store, &me, UndoWhich::Redo);
    assert_eq!(dump(&store.conn), both);
}

/// A new table with a column `customer_id` is either written by actions or known to be forgotten with the customer.
#[test]
fn every_table_that_refers_to_customers_is_journalled_or_forgotten_with_them() {
    let store = book();
    let sql = "SELECT t.name FROM sqlite_master t JOIN pragma_foreign_key_list(t.name) k
               WHERE t.type = 'table' AND k.\"table\" = 'customer' AND k.on_delete <> 'CASCADE' GROUP BY t.name";
    let mut statement = store.conn.prepare(sql).unwrap();
    let names: Vec<String> = statement.query_map([], |r| r.get(0)).unwrap().map(|r| r.unwrap()).collect();
    let by_imports = ["txn"];
    for name in names {
        let is_known = [TABLES, &UNJOURNALLED, &by_imports].iter().any(|list| list.contains(&name.as_str()));
        assert!(is_known, "{name}");
    }
}
