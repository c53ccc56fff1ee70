//! What people read on the command line: tables that stand straight, amounts as on the screens, words for codes.

use super::{book, callbook_in, json};
use callbook::ui::text::width;
use std::path::Path;

/// What a command prints, in a language.
fn said(db: &Path, lang: &str, args: &[&str]) -> String {
    let output = callbook_in(lang, db, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The columns at which the words of a line begin, where two blanks part them.
fn starts(line: &str) -> Vec<u16> {
    let mut starts = Vec::new();
    let mut at = 0;
    for part in line.split("  ") {
        let word = part.trim_start();
        if !word.is_empty() {
            starts.push(at + width(part) - width(word));
        }
        at += width(part) + 2;
    }
    starts
}

fn file(dir: &Path, name: &str, text: &str) -> String {
    let path = dir.join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_list_stands_in_straight_columns_with_amounts_as_on_the_screens() {
    let dir = tempfile::tempdir().unwrap();
    let db = book(&dir);
    for (lang, name, units) in [("zh", "姓名", ["万", "亿"]), ("en", "Name", ["k ", "M "])] {
        let text = said(&db, lang, &["list", "--limit", "20"]);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].starts_with("2024-11-26  60"), "{}", lines[0]);
        assert_eq!((lines[1], lines.len()), ("", 23));
        let name_at = starts(lines[2])[1];
        assert!(lines[2].contains(name) && name_at == 10, "{}", lines[2]);
        for line in &lines[3..] {
            assert_eq!(starts(line)[..2], [0, name_at], "{line}");
            assert!(units.iter().any(|unit| line.contains(unit)), "{line}");
        }
    }
}

#[test]
fn a_grouped_list_says_of_each_class_how_many_it_has_and_what_share() {
    let dir = tempfile::tempdir().unwrap();
    let db = book(&dir);
    let text = said(&db, "en", &["list", "--group", "value"]);
    let classes = json(&db, &["classify"])["dimensions"][0]["classes"].clone();
    let mut at = 0;
    for class in classes.as_array().unwrap() {
        let count = class["count"].as_u64().unwrap();
        let share = format!("{:.1}%", class["share"].as_f64().unwrap() * 100.0);
        let words = format!("  {count} customer{} {share}  assets ", if count == 1 { "" } else { "s" });
        let found = text[at..].find(&words);
        assert!(count == 0 || found.is_some(), "{class}: {words} is missing or out of order");
        at += found.unwrap_or(0);
    }
    let headings = text.lines().skip(3).filter(|line| !line.starts_with(' ')).count();
    let rows = text.lines().skip(3).filter(|line| line.starts_with("  6")).count();
    assert_eq!(
        (headings, rows),
        (classes.as_array().unwrap().iter().filter(|c| c["count"] != 0).count(), 60)
    );
}

#[test]
fn who_has_no_name_is_named_once_by_number() {
    let dir = tempfile::tempdir().unwrap();
    let db = dir.path().join("book.db");
    json(&db, &["import", "customers", &file(dir.path(), "people.csv", "客户号\n70011\n70012\n")]);
    for lang in ["zh", "en"] {
        for args in [&["list"][..], &["list", "--group", "value"], &["show", "70011"]] {
            let text = said(&db, lang, args);
            assert_eq!(text.matches("70011").count(), 1, "{args:?}\n{text}");
        }
    }
    let queued = json(&db, &["queue"]);
    if queued["total"] != 0 {
        assert_eq!(said(&db, "zh", &["queue"]).matches("70011").count(), 1);
    }
}

#[test]
fn a_queue_stands_under_its_bands_with_every_reason() {
    let dir = tempfile::tempdir().unwrap();
    let db = book(&dir);
    let queue = json(&db, &["queue"]);
    let items = queue["items"].as_array().unwrap();
    let text = said(&db, "en", &["queue"]);
    let rows: Vec<&str> = text.lines().skip(3).filter(|line| line.starts_with("  ")).collect();
    assert_eq!(rows.len(), items.len());
    for (row, item) in rows.iter().zip(items) {
        assert!(row.contains(item["customer_no"].as_str().unwrap()), "{row}");
        for reason in item["reasons"].as_array().unwrap() {
            assert!(row.contains(reason["text"].as_str().unwrap()), "{row}");
        }
    }
    let bands: Vec<&str> = text.lines().skip(3).filter(|line| !line.starts_with(' ')).collect();
    let known = ["promised", "hard dates", "by score", "passed over", "held back"];
    let places: Vec<usize> = bands.iter().map(|band| known.iter().position(|k| k == band).unwrap()).collect();
    assert!(!places.is_empty() && places.is_sorted(), "{bands:?}");
}

#[test]
fn what_was_set_by_hand_is_told_in_words_and_every_section_of_the_card_is_there() {
    let dir = tempfile::tempdir().unwrap();
    let db = book(&dir);
    let listed = json(&db, &["list", "--class", "lifecycle:mature", "--limit", "1"]);
    let no = listed["customers"][0]["customer_no"].as_str().unwrap();
    json(
        &db,
        &[
            "log",
            no,
            "--channel",
            "phone",
            "--reach",
            "connected",
            "--result",
            "gone",
            "--note",
            "moved away",
        ],
    );
    for (lang, words) in [
        ("zh", ["人工: ", "分类与原因", "指标", "持有产品", "电话与同意", "资料", "往来", "下次联系"]),
        (
            "en",
            [
                "by hand: ",
                "Classes and why",
                "Figures",
                "Holdings",
                "Numbers and consent",
                "Data",
                "Timeline",
                "Next",
            ],
        ),
    ] {
        let text = said(&db, lang, &["show", no]);
        for word in words {
            assert!(text.contains(word), "{word}\n{text}");
        }
        assert!(!text.contains(" gone ") && !text.contains(" o "), "{text}");
        assert!(text.lines().all(|line| width(line) <= 130), "{text}");
    }
}

#[test]
fn reports_are_tables_of_customers_and_of_assets() {
    let dir = tempfile::tempdir().unwrap();
    let db = book(&dir);
    for (lang, day) in [("zh", "日期"), ("en", "Day")] {
        let text = said(&db, lang, &["report", "distribution", "--from", "2024-11-01"]);
        let heads: Vec<&str> = text.lines().filter(|line| line.starts_with(day)).collect();
        assert_eq!(heads.len(), 2, "{text}");
        assert_eq!(starts(heads[0]).len(), starts(text.lines().last().unwrap()).len(), "{text}");
        let moves = said(&db, lang, &["report", "moves", "--from", "2024-01-01"]);
        let rows = moves.lines().skip(3);
        for row in rows {
            assert!(row.starts_with("2024-") && starts(row).len() == 5 && row.contains(" > "), "{row}");
        }
        let none = said(&db, lang, &["report", "distribution", "--to", "1999-01-01"]);
        assert_eq!(none.lines().count(), 1, "{none}");
    }
}

#[test]
fn what_an_undo_is_about_is_told_in_the_language_of_whoever_asks() {
    let dir = tempfile::tempdir().unwrap();
    let db = book(&dir);
    let listed = json(&db, &["list", "--class", "lifecycle:mature", "--limit", "1"]);
    let no = listed["customers"][0]["customer_no"].as_str().unwrap();
    let talk = ["log", no, "--channel", "branch", "--reach", "met", "--result", "thinking"];
    assert!(callbook_in("zh", &db, &talk).status.success());
    let later = ["--as-of", "2024-11-27"];
    let asked = |lang: &str| {
        let output = callbook_in(lang, &db, &[&["undo"], &later[..]].concat());
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    };
    let (zh, en) = (asked("zh"), asked("en"));
    assert!(zh.contains("记录") && zh.contains("已见面 考虑中"), "{zh}");
    assert!(en.contains("log ") && en.contains("met thinking"), "{en}");
    let name = listed["customers"][0]["name"].as_str().unwrap();
    assert!(en.contains(name) && !en.contains("**") && !en.contains("已见面"), "his own book: {en}");
    let undone = json(&db, &["undo", "--yes"]);
    let what = undone["what"].as_str().unwrap();
    assert!(what.contains("met thinking") && what.contains(name), "{undone}");
    assert_eq!(json(&db, &["doctor"])["ok"], true, "the journal's chain holds");
}
