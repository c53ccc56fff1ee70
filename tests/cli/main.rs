//! The commands that read, from outside, on a small demo book: exit status and JSON.

#![allow(clippy::unwrap_used, reason = "tests")]

mod failures;
mod shapes;
mod texts;

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A past date: derived rows are recorded only for days that the clock has reached.
const DAY: &str = "2024-11-26";

fn callbook(db: &Path, args: &[&str]) -> Output {
    callbook_in("en", db, args)
}

fn callbook_in(lang: &str, db: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_callbook"))
        .args(args)
        .args(["--lang", lang, "--db"])
        .arg(db)
        .env("CALLBOOK_AS_OF", DAY)
        .stdin(Stdio::null())
        .env("CALLBOOK_UTC_OFFSET", "+08:00")
        .output()
        .unwrap()
}

fn json(db: &Path, args: &[&str]) -> Value {
    let output = callbook(db, &[args, &["--json"]].concat());
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn book(dir: &tempfile::TempDir) -> PathBuf {
    let db = dir.path().join("demo.db");
    json(&db, &["demo", "--customers", "60", "--no-open"]);
    db
}

fn counts(document: &Value) -> Vec<(String, i64)> {
    let dimensions = document["dimensions"].as_array().unwrap();
    let sum = |d: &Value| d["classes"].as_array().unwrap().iter().map(|c| c["count"].as_i64().unwrap()).sum();
    dimensions.iter().map(|d| (d["id"].as_str().unwrap().to_owned(), sum(d))).collect()
}

#[test]
fn every_dimension_counts_every_customer_and_the_state_verifies() {
    let dir = tempfile::tempdir().unwrap();
    let db = book(&dir);
    let classified = json(&db, &["classify"]);
    assert_eq!(classified["as_of"], DAY);
    for (dimension, count) in counts(&classified) {
        assert_eq!(count, classified["customers"].as_i64().unwrap(), "{dimension}");
    }
    let verified = json(&db, &["classify", "--verify"]);
    assert_eq!(verified["ok"], true);
    assert_eq!(verified["differences"], Value::Array(Vec::new()));
    assert_eq!(verified["dimensions"], classified["dimensions"], "it counts the classes too");
}

#[test]
fn a_state_of_a_later_day_verifies_on_an_earlier_one_too() {
    let dir = tempfile::tempdir().unwrap();
    let db = book(&dir);
    json(&db, &["classify", "--as-of", "2024-12-26"]);
    assert_eq!(json(&db, &["classify", "--verify"])["ok"], true);
}

#[test]
fn moves_until_a_day_after_the_clock_are_told_though_not_recorded() {
    let dir = tempfile::tempdir().unwrap();
    let db = book(&dir);
    json(&db, &["classify"]);
    let later = |args: &[&str]| json(&db, &[args, &["--as-of", "2999-01-01"]].concat());
    let told = later(&["report", "moves", "--dimension", "lifecycle", "--from", "2025-01-01"]);
    let moves = told["moves"].as_array().unwrap();
    assert!(moves.iter().any(|one| one["to"] == "lost"), "{moves:?}");
    let need = later(&["report", "moves", "--dimension", "need", "--from", "2025-01-01"]);
    assert!(need["moves"].as_array().unwrap().iter().all(|one| one["dimension"] == "need"));
}

#[test]
fn list_filters_by_class_and_show_explains_each_of_them() {
    let dir = tempfile::tempdir().unwrap();
    let db = book(&dir);
    let all = json(&db, &["list"]);
    assert_eq!(all["total"], 60);
    let mature = json(&db, &["list", "--class", "lifecycle:mature", "--limit", "3"]);
    let customers = mature["customers"].as_array().unwrap();
    assert!(!customers.is_empty() && customers.len() <= 3);
    for customer in customers {
        assert_eq!(customer["classes"]["lifecycle"], "mature");
        let no = customer["customer_no"].as_str().unwrap();
        let shown = json(&db, &["show", no]);
        assert_eq!(shown["classes"], customer["classes"]);
        assert_eq!(shown["metrics"]["assets"], customer["assets"]);
        for dimension in ["value", "lifecycle", "behaviour", "need", "demographic", "industry"] {
            assert!(!shown["reasons"][dimension].as_array().unwrap().is_empty(), "{dimension} has no reason");
        }
        assert_eq!(shown["consent"].as_object().unwrap().len(), 9, "every channel");
        assert!(shown["consent"]["mail"]["state"].is_string());
        for phone in shown["phones"].as_array().unwrap() {
            assert!(phone["number"].as_str().unwrap().contains("****"), "{phone}");
        }
    }
}

#[test]
fn clear_text_needs_a_reason_and_leaves_a_row_in_the_journal() {
    let dir = tempfile::tempdir().unwrap();
    let db = book(&dir);
    let listed = json(&db, &["list"]);
    let customers = listed["customers"].as_array().unwrap().iter();
    let numbers: Vec<&str> = customers.filter_map(|c| c["customer_no"].as_str()).collect();
    let journal = |db: &Path| json(db, &["doctor"])["checks"][4]["detail"].clone();
    let before = journal(&db);
    let shown = json(&db, &["show", numbers[0], "--clear", "called back"]);
    assert!(!shown["phones"].to_string().contains("****"));
    assert_ne!(journal(&db), before);
}

#[test]
fn finding_ranks_an_exact_number_first() {
    let dir = tempfile::tempdir().unwrap();
    let db = book(&dir);
    let any = json(&db, &["list", "--limit", "1", "--sort", "name"]);
    let no = any["customers"][0]["customer_no"].clone();
    let found = json(&db, &["list", "--find", no.as_str().unwrap()]);
    assert_eq!(found["customers"][0]["customer_no"], no);
}

#[test]
fn an_order_begins_with_the_least_and_with_desc_with_the_greatest() {
    let dir = tempfile::tempdir().unwrap();
    let db = book(&dir);
    let numbers = |args: &[&str], field: &str| -> Vec<Value> {
        let listed = json(&db, &[&["list"], args].concat());
        listed["customers"].as_array().unwrap().iter().map(|c| c[field].clone()).collect()
    };
    let assets: Vec<f64> = numbers(&["--sort", "assets"], "assets")
        .iter()
        .filter_map(|assets| assets.as_str()?.parse().ok())
        .collect();
    assert!(assets.is_sorted() && assets.first() < assets.last());
    assert_eq!(numbers(&[], "customer_no"), numbers(&["--sort", "assets:desc"], "customer_no"));
    let met: Vec<Value> = numbers(&["--sort", "last_contact"], "last_contact_on");
    let met: Vec<&str> = met.iter().filter_map(Value::as_str).collect();
    assert!(met.is_sorted() && !met.is_empty());
    for (key, field) in [("name", "name"), ("assets", "assets"), ("last_contact", "last_contact_on")] {
        let (least, greatest) =
            (numbers(&["--sort", key], field), numbers(&["--sort", &format!("{key}:desc")], field));
        let known = |all: &[Value]| all.iter().filter(|value| !value.is_null()).cloned().collect::<Vec<_>>();
        let mut turned = known(&greatest);
        turned.reverse();
        assert_eq!(known(&least), turned, "{key}");
        assert!(
            greatest[known(&greatest).len()..].iter().all(Value::is_null),
            "what is unknown is last: {key}"
        );
    }
    let assets = numbers(&["--sort", "assets"], "assets");
    assert!(assets.last().is_some_and(Value::is_null) && !assets[0].is_null());
}

#[test]
fn reports_cover_the_recorded_days() {
    let dir = tempfile::tempdir().unwrap();
    let db = book(&dir);
    let report = json(&db, &["report", "distribution", "--dimension", "lifecycle"]);
    let days = report["days"].as_array().unwrap();
    assert!(days.len() > 24, "two years of month ends: {}", days.len());
    assert_eq!(days.last().unwrap()["on"], DAY);
    for day in days {
        let codes: Vec<&str> =
            day["classes"].as_array().unwrap().iter().filter_map(|c| c["code"].as_str()).collect();
        assert_eq!(codes.last(), Some(&"unclassified"), "{codes:?}");
        let place = |code| codes.iter().position(|c| *c == code);
        assert!(place("prospect") < place("dormant") && place("new") < place("mature"), "{codes:?}");
    }
    let turned = callbook(&db, &["report", "moves", "--from", "2024-02-01", "--to", "2024-01-01"]);
    assert_eq!(turned.status.code(), Some(1));
    let moves = json(&db, &["report", "moves", "--dimension", "lifecycle", "--from", "2024-01-01"]);
    for change in moves["moves"].as_array().unwrap() {
        assert_ne!(change["from"], change["to"]);
        assert_eq!(change["dimension"], "lifecycle");
    }
}

#[test]
fn what_cannot_be_done_ends_1_with_a_sentence_and_wrong_usage_ends_2() {
    let dir = tempfile::tempdir().unwrap();
    let db = book(&dir);
    for args in [
        &["show", "nobody"][..],
        &["undo"],
        &["show", "nobody", "--json"],
        &["undo", "--import", "7", "--json"],
    ] {
        let output = callbook(&db, args);
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        assert!(!output.stderr.is_empty() && output.stdout.is_empty(), "{args:?}");
    }
    assert_eq!(callbook(&db, &["frobnicate"]).status.code(), Some(2));
    for args in [
        &["list", "--group", "colour"][..],
        &["list", "--class", "value:royal"],
        &["list", "--sort", "foo"],
        &["list", "--class", "foo:bar"],
        &["list", "--class", "foo"],
        &["list", "--as-of", "tomorrow"],
        &["--keys", "j", "--print", "wide"],
        &["--keys", "<nokey>", "--print", "80x24"],
        &["import", "customers", "x.csv", "--encoding", "foo"],
        &["import", "customers", "x.csv", "--map", "name"],
        &["import", "customers", "x.csv", "--map", "colour=x"],
    ] {
        let output = callbook(&db, args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(!output.stderr.is_empty() && output.stdout.is_empty(), "{args:?}");
    }
    let sorted = callbook(&db, &["list", "--sort", "foo"]).stderr;
    assert!(String::from_utf8_lossy(&sorted).contains("last_contact"), "the orders are named");
    let shown = callbook(&db, &["show", "1", "--clear", " "]);
    assert_eq!((shown.status.code(), shown.stdout.len()), (Some(2), 0));
    for version in ["0", "9"] {
        let output = callbook(&db, &["list", "--rules", version]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(1) && said.lines().count() == 2, "{version}: {said}");
    }
    let missing = callbook(&dir.path().join("none.db"), &["list"]);
    assert_eq!(missing.status.code(), Some(1));
}

#[test]
fn completions_and_the_manual_name_every_command() {
    let dir = tempfile::tempdir().unwrap();
    let nowhere = dir.path().join("none.db");
    for args in [&["completions", "bash"][..], &["man"]] {
        let output = callbook(&nowhere, args);
        let text = String::from_utf8(output.stdout).unwrap();
        for command in
            ["demo", "import", "classify", "list", "show", "queue", "log", "undo", "doctor", "report"]
        {
            assert!(text.contains(command), "{args:?} lacks {command}");
        }
    }
}
