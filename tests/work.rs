//! Working a queue from outside: `queue`, `log`, `undo`, in the shapes that scripts rely on.

#![allow(clippy::unwrap_used, reason = "tests")]

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const DAY: &str = "2026-11-24";

struct Book {
    db: PathBuf,
    _dir: tempfile::TempDir,
}

impl Book {
    fn new() -> Book {
        let dir = tempfile::tempdir().unwrap();
        let book = Book { db: dir.path().join("demo.db"), _dir: dir };
        assert!(book.run(&["demo", "--no-open", "--customers", "150", "--as-of", DAY]).status.success());
        book
    }

    fn run(&self, args: &[&str]) -> Output {
        run(&self.db, args)
    }

    fn json(&self, args: &[&str]) -> Value {
        let output = self.run(&[args, &["--json", "--as-of", DAY]].concat());
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn numbers(&self, queue: &str) -> Vec<String> {
        let items = self.json(&["queue", queue]);
        items["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|i| i["customer_no"].as_str().unwrap().to_owned())
            .collect()
    }
}

fn run(db: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_callbook"))
        .args(args)
        .args(["--lang", "zh", "--db"])
        .arg(db)
        .env("CALLBOOK_UTC_OFFSET", "+08:00")
        .output()
        .unwrap()
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn a_queue_has_the_written_shape_and_a_log_takes_the_customer_out_of_it_until_undone() {
    let book = Book::new();
    let queue = book.json(&["queue"]);
    let shape = BTreeSet::from(["as_of", "queue", "total", "suppressed_total", "items"]);
    assert_eq!((keys(&queue), &queue["queue"], &queue["as_of"]), (shape, &Value::Null, &Value::from(DAY)));
    let items = queue["items"].as_array().unwrap();
    let count = |key: &str| usize::try_from(queue[key].as_u64().unwrap()).unwrap();
    assert_eq!(items.len(), count("total") + count("suppressed_total"));
    let shape = BTreeSet::from(["customer_no", "name", "score", "reasons", "due_on", "suppressed"]);
    assert_eq!(keys(&items[0]), shape);
    assert_eq!(keys(&items[0]["reasons"][0]), BTreeSet::from(["code", "date", "amount", "text"]));
    assert!(items.iter().all(|item| (1..=3).contains(&item["reasons"].as_array().unwrap().len())));

    let customer = book.numbers("at_risk").remove(0);
    let call =
        ["log", customer.as_str(), "--channel", "phone", "--reach", "connected", "--result", "thinking"];
    let logged = book.json(&call);
    let shape = BTreeSet::from(["contact_id", "customer_no", "effects", "next", "class_changes"]);
    assert_eq!((keys(&logged), logged["customer_no"].as_str()), (shape, Some(customer.as_str())));
    assert_eq!(keys(&logged["next"]), BTreeSet::from(["on", "at", "channel", "reason"]));
    assert!(!book.numbers("at_risk").contains(&customer));
    assert_eq!(book.json(&["classify", "--verify"])["differences"], Value::Array(Vec::new()));
    book.json(&["undo"]);
    assert!(book.numbers("at_risk").contains(&customer));
    assert_eq!(book.json(&["classify", "--verify"])["differences"], Value::Array(Vec::new()));
}

#[test]
fn a_callback_is_the_next_contact_at_its_minute_and_do_not_call_holds_the_customer_back() {
    let book = Book::new();
    let at_risk = book.numbers("at_risk");
    let [first, second] = [at_risk[0].as_str(), at_risk[1].as_str()];
    let call = |customer, result| {
        ["log", customer, "--channel", "phone", "--reach", "connected", "--result", result]
    };
    let logged = book.json(&[call(first, "callback").as_slice(), &["--next", "15:30"]].concat());
    assert_eq!(logged["next"]["at"], "2026-11-24T15:30:00+08:00");
    assert_eq!(logged["next"]["reason"], "callback");
    assert!(book.numbers("callback").iter().any(|customer| customer == first));
    let logged = book.json(&call(second, "do_not_call"));
    assert_ne!(logged["next"]["channel"], "phone");
    let items = book.json(&["queue"]);
    let is_workable = |item: &&Value| item["customer_no"] == second && item["suppressed"].is_null();
    assert_eq!(items["items"].as_array().unwrap().iter().find(is_workable), None);
}

#[test]
fn a_second_talk_of_a_day_and_a_call_at_night_need_a_reason() {
    let book = Book::new();
    let customer = book.numbers("at_risk").remove(0);
    let call =
        ["log", customer.as_str(), "--channel", "phone", "--reach", "connected", "--result", "thinking"];
    let refused = |more: &[&str], word: &str| {
        let output = book.run(&[call.as_slice(), &["--as-of", DAY], more].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains(word) && said.contains("--over-limit"), "{said}");
    };
    book.json(&call);
    refused(&[], "打扰次数");
    refused(&["--at", "08:30"], "时段");
    let logged = book.json(&[call.as_slice(), &["--over-limit", "客户要求"]].concat());
    assert_eq!(logged["customer_no"].as_str(), Some(customer.as_str()));
}

#[test]
fn the_class_that_a_log_changed_comes_back_with_the_undo_and_is_named_both_times() {
    let book = Book::new();
    let customer = book.numbers("at_risk").remove(0);
    let gone = ["log", &customer, "--channel", "phone", "--reach", "connected", "--result", "gone"];
    let moves = |answer: &Value| -> Vec<(String, String)> {
        let change = |change: &Value| (change["from"].to_string(), change["to"].to_string());
        answer["class_changes"].as_array().unwrap().iter().map(change).collect()
    };
    let there = moves(&book.json(&[gone.as_slice(), &["--note", "搬去外地"]].concat()));
    assert!(there.iter().any(|(_, to)| to == "\"lost\""), "{there:?}");
    let back = moves(&book.json(&["undo"]));
    assert_eq!(back, there.into_iter().map(|(from, to)| (to, from)).collect::<Vec<_>>());
}

#[test]
fn what_cannot_be_logged_is_said_and_leaves_nothing_behind() {
    let book = Book::new();
    let customer = book.numbers("at_risk").remove(0);
    let phone = ["log", customer.as_str(), "--channel", "phone", "--as-of", DAY];
    for (more, status) in [
        (&["--reach", "connected"][..], 1),
        (&["--reach", "sent"][..], 1),
        (&["--reach", "busy", "--next", "3x"][..], 1),
        (&["--reach", "busy", "--at", "23:59"][..], 1),
        (&["--reach", "bsy"][..], 2),
    ] {
        let output = book.run(&[phone.as_slice(), more].concat());
        assert_eq!(output.status.code(), Some(status), "{more:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{more:?}");
    }
    let unknown = book.run(&["log", "no-such", "--channel", "phone", "--reach", "busy"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("no-such"));
    assert!(book.numbers("at_risk").contains(&customer));
}
