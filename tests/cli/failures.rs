//! What cannot be done is told in the language of the person: what, where, what next. Never a trace or a number of the
//! system, and nothing on stdout.

use super::{book, callbook, callbook_in, json};
use std::path::Path;

/// Sentence and hint of a command that fails, in a language.
fn failed(db: &Path, lang: &str, args: &[&str]) -> (i32, String) {
    let output = callbook_in(lang, db, args);
    assert!(output.stdout.is_empty(), "{args:?}");
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|ch| ('\u{4e00}'..='\u{9fff}').contains(&ch))
}

#[test]
fn every_failure_is_told_in_the_language_with_its_place_and_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name);
    let good = book(&dir);
    std::fs::write(path("notes.db"), "these are notes").unwrap();
    std::fs::write(path("empty.db"), "").unwrap();
    std::fs::write(path("p.csv"), "客户号,姓名\n1,张三\n").unwrap();
    let file = path("p.csv").to_str().unwrap().to_owned();
    let folder = dir.path().to_str().unwrap().to_owned();
    let (missing, notes, empty) = (path("none.db"), path("notes.db"), path("empty.db"));
    let cases: &[(&Path, &[&str], i32, &str)] = &[
        (dir.path(), &["list"], 1, &folder),
        (dir.path(), &["import", "customers", &file], 1, &folder),
        (dir.path(), &["demo", "--no-open"], 1, &folder),
        (&missing, &["list"], 1, "none.db"),
        (&notes, &["list"], 1, "notes.db"),
        (&empty, &["list"], 1, "empty.db"),
        (&good, &[], 1, "--print"),
        (&good, &["list", "--as-of", "tomorrow"], 2, "tomorrow"),
        (&good, &["list", "--class", "value:royal"], 2, "value:royal"),
        (&good, &["list", "--rules", "9"], 1, "9"),
        (&good, &["show", "nobody"], 1, "nobody"),
        (&good, &["undo", "--import", "7"], 1, "7"),
        (&good, &["report", "moves", "--from", "soon"], 2, "soon"),
        (&good, &["report", "moves", "--from", "26-12-01"], 2, "2026-12-01"),
        (&good, &["list", "--as-of", "26-12-01"], 2, "2026-12-01"),
        (&good, &["report", "moves", "--from", "2024-02-01", "--to", "2024-01-01"], 1, "2024-02-01"),
        (&good, &["import", "customers", "nope.csv"], 1, "nope.csv"),
        (&good, &["import", "customers", &folder], 1, &folder),
        (&good, &["import", "customers", &file, "--encoding", "foo"], 2, "foo"),
        (&good, &["import", "customers", &file, "--map", "colour=x"], 2, "colour"),
        (&good, &["import", "customers", &file, "--rejects", &folder], 1, &folder),
        (&good, &["--keys", "<nokey>", "--print", "80x24"], 2, "<nokey>"),
        (&good, &["--keys", "j", "--print", "wide"], 2, "wide"),
    ];
    for (db, args, status, named) in cases {
        for lang in ["zh", "en"] {
            let (code, said) = failed(db, lang, args);
            assert_eq!(code, *status, "{args:?}: {said}");
            assert!(said.contains(named), "{args:?} does not name {named}: {said}");
            assert!((1..=2).contains(&said.lines().count()), "{args:?}: {said}");
            assert!(!said.contains("os error") && !said.contains("I/O"), "{args:?}: {said}");
            assert!(said.lines().all(|line| is_chinese(line) == (lang == "zh")), "{args:?}: {said}");
        }
    }
}

#[test]
fn doctor_says_what_the_workstation_says_of_broken_settings_and_keys_and_ends_1() {
    let dir = tempfile::tempdir().unwrap();
    let db = book(&dir);
    let config = dir.path().to_str().unwrap().to_owned();
    let doctor = |lang: &str| callbook_in(lang, &db, &["doctor", "--config", &config]);
    assert_eq!(doctor("zh").status.code(), Some(0));
    std::fs::write(dir.path().join("config.toml"), "branch = 'x'\ntheme = 'pink'\ncolour = 1\n").unwrap();
    std::fs::write(dir.path().join("keymap.toml"), "[list]\nx = 'list.fly'\n").unwrap();
    for (lang, sentences) in [
        (
            "zh",
            [
                "config.toml 第 2 行: theme 只能是 auto, dark",
                "第 3 行: 没有 colour",
                "keymap.toml 第 2 行: 没有 list.fly",
            ],
        ),
        (
            "en",
            [
                "config.toml line 2: theme can be auto, dark",
                "line 3: there is no setting colour",
                "keymap.toml line 2: there is no command list.fly",
            ],
        ),
    ] {
        let output = doctor(lang);
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(1), "{said}");
        for sentence in sentences {
            assert!(said.contains(sentence), "{sentence}\n{said}");
        }
        let screen = callbook_in(lang, &db, &["--config", &config, "--keys", "", "--print", "160x24"]);
        let screen = String::from_utf8(screen.stdout).unwrap();
        assert!(sentences.iter().any(|sentence| screen.contains(sentence)), "{screen}");
    }
    let output = callbook(&db, &["doctor", "--config", &config, "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let bad = document["checks"].as_array().unwrap().iter().filter(|check| check["ok"] == false);
    let names: Vec<_> = bad.map(|check| check["name"].as_str().unwrap()).collect();
    assert_eq!((&document["ok"], names), (&false.into(), vec!["settings", "settings", "keymap"]));
    std::fs::write(dir.path().join("config.toml"), "theme = \n").unwrap();
    let said = String::from_utf8(doctor("en").stdout).unwrap();
    assert!(said.contains("config.toml line 1: is not TOML"), "{said}");
}

#[test]
fn doctor_tells_a_book_that_cannot_be_opened_as_a_failed_check() {
    let dir = tempfile::tempdir().unwrap();
    let notes = dir.path().join("notes.db");
    std::fs::write(&notes, "these are notes").unwrap();
    let output = callbook(&notes, &["doctor", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let file = document["checks"].as_array().unwrap().iter().find(|check| check["name"] == "file").unwrap();
    assert!(file["ok"] == false && file["detail"].as_str().unwrap().contains("notes.db"), "{file}");
    let good = json(&book(&dir), &["doctor"]);
    assert!(good["checks"].as_array().unwrap().iter().all(|check| check["ok"] == true));
}
