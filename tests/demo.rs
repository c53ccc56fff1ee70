//! The `demo` command from outside: makes, keeps, refuses.

#![allow(clippy::unwrap_used, reason = "tests")]

use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};

fn demo(db: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_callbook"))
        .args(["demo", "--no-open", "--as-of", "2026-11-24", "--lang", "en", "--db"])
        .arg(db)
        .args(more)
        .env("CALLBOOK_UTC_OFFSET", "+08:00")
        .output()
        .unwrap()
}

fn json(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_demo_book_is_made_once_and_then_kept() {
    let dir = tempfile::tempdir().unwrap();
    let db = dir.path().join("demo.db");
    let first = json(&demo(&db, &["--customers", "30", "--json"]));
    assert_eq!((&first["made"], &first["customers"]), (&Value::Bool(true), &Value::from(30)));
    let size = std::fs::metadata(&db).unwrap().len();
    let again = json(&demo(&db, &["--customers", "99", "--json"]));
    assert_eq!((&again["made"], &again["customers"]), (&Value::Bool(false), &Value::from(30)));
    assert!(again["text"].as_str().unwrap().contains("--db"), "{again}");
    assert_eq!(std::fs::metadata(&db).unwrap().len(), size);
}

#[test]
fn a_file_that_is_no_demo_book_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let db = dir.path().join("notes.txt");
    let notes = "my notes, not a book\n".repeat(300);
    std::fs::write(&db, &notes).unwrap();
    let output = demo(&db, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty() && !output.stderr.is_empty());
    assert_eq!(std::fs::read_to_string(&db).unwrap(), notes);
}

#[test]
fn a_senseless_number_of_customers_is_wrong_usage() {
    let dir = tempfile::tempdir().unwrap();
    for number in ["0", "1000001", "many"] {
        assert_eq!(
            demo(&dir.path().join("x.db"), &["--customers", number]).status.code(),
            Some(2),
            "{number}"
        );
    }
}
