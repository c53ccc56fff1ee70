//! The JSON of every command, key by key: a key that is missing and one that nobody agreed to both fail here.
//!
//! A shape is written as the document itself, with a word for each value: `text`, `count`, `number`, `flag`, `money`,
//! `day`, `moment` or `any`, with `?` where null may stand. A list has the shape of its elements; an object with the
//! single key `*` may have any keys.

use super::{DAY, book, callbook, json};
use serde_json::{Map, Value, json};
use std::path::Path;

/// What differs between a value and its shape, with the place of each difference.
fn differences(value: &Value, shape: &Value, at: &str, found: &mut Vec<String>) {
    match (value, shape) {
        (Value::Object(value), Value::Object(shape)) => of_object(value, shape, at, found),
        (Value::Array(values), Value::Array(shape)) => {
            for value in values {
                differences(value, &shape[0], &format!("{at}[]"), found);
            }
        }
        (value, Value::String(word)) if is_a(value, word) => {}
        (value, shape) => found.push(format!("{at}: {value} is no {shape}")),
    }
}

fn of_object(value: &Map<String, Value>, shape: &Map<String, Value>, at: &str, found: &mut Vec<String>) {
    if let Some(any) = shape.get("*") {
        for (key, value) in value {
            differences(value, any, &format!("{at}.{key}"), found);
        }
        return;
    }
    found.extend(
        shape.keys().filter(|key| !value.contains_key(*key)).map(|key| format!("{at}.{key} missing")),
    );
    for (key, value) in value {
        match shape.get(key) {
            Some(shape) => differences(value, shape, &format!("{at}.{key}"), found),
            None => found.push(format!("{at}.{key} was not agreed")),
        }
    }
}

fn is_a(value: &Value, word: &str) -> bool {
    if let Some(word) = word.strip_suffix('?') {
        return value.is_null() || is_a(value, word);
    }
    let text = value.as_str().unwrap_or_default();
    match word {
        "any" => true,
        "text" => value.is_string(),
        "count" => value.is_u64(),
        "number" => value.is_number(),
        "flag" => value.is_boolean(),
        "money" => is_money(text),
        "day" => is_day(text),
        "moment" => text.split_once('T').is_some_and(|(day, time)| is_day(day) && time.ends_with("+08:00")),
        _ => false,
    }
}

/// `35550.70`: main units and two decimals.
fn is_money(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    digits
        .split_once('.')
        .is_some_and(|(main, cents)| is_number(main) && is_number(cents) && cents.len() == 2)
}

fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let lens: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    lens == [4, 2, 2] && parts.concat().bytes().all(|b| b.is_ascii_digit())
}

/// The command's document has exactly this shape.
#[track_caller]
fn require(document: &Value, shape: &Value) {
    let mut found = Vec::new();
    differences(document, shape, "", &mut found);
    found.dedup();
    assert!(found.is_empty(), "{found:#?}");
}

fn merged(one: Value, more: Value) -> Value {
    let (Value::Object(mut one), Value::Object(more)) = (one, more) else { panic!("objects") };
    one.extend(more);
    Value::Object(one)
}

fn customer() -> Value {
    json!({
        "customer_no": "text", "name": "text?", "assets": "money?", "last_contact_on": "day?",
        "next_contact_on": "day?", "flags": ["text"],
        "classes": {
            "value": "text", "lifecycle": "text", "behaviour": "text", "need": "text", "demographic": "text",
            "industry": "text",
        },
    })
}

fn change() -> Value {
    json!({
        "customer_no": "text", "dimension": "text", "from": "text", "to": "text", "on": "day", "cause": "text",
        "text": "text",
    })
}

/// Agreed words only: what a command without a shape of its own says.
fn plain() -> Value {
    json!({ "ok": "flag", "text": "text" })
}

const FLAGS: [&str; 7] = [
    "overridden",
    "watch",
    "no_next_contact",
    "number_invalid",
    "closed_channel",
    "risk_expired",
    "id_expired",
];

fn file(dir: &Path, name: &str, text: &str) -> String {
    let path = dir.join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn the_shapes_of_this_test_tell_right_from_wrong() {
    let shape = json!({ "on": "day", "items": [{ "money": "money?" }], "more": { "*": "count" } });
    let tell = |value: Value| {
        let mut found = Vec::new();
        differences(&value, &shape, "", &mut found);
        found.len()
    };
    assert_eq!(
        tell(json!({ "on": DAY, "items": [{ "money": null }, { "money": "-1.20" }], "more": { "a": 1 } })),
        0
    );
    assert_eq!(tell(json!({ "on": "24-11-26", "items": [{ "money": 1.2 }], "more": { "a": -1 } })), 3);
    assert_eq!(tell(json!({ "items": [{ "money": "1", "new": 1 }], "more": {}, "extra": 1 })), 4);
}

#[test]
fn classify_list_and_queue_have_the_agreed_keys() {
    let dir = tempfile::tempdir().unwrap();
    let db = book(&dir);
    let classify = json!({
        "as_of": "day", "customers": "count", "duration_ms": "count",
        "dimensions": [{
            "id": "text", "rule_version": "count",
            "classes": [{ "code": "text", "count": "count", "share": "number", "assets": "money" }],
        }],
        "changes": [change()],
    });
    require(&json(&db, &["classify", "--rebuild"]), &classify);
    let difference = json!({ "customer_no": "text?", "field": "text", "stored": "text", "rebuilt": "text" });
    // What was found by --verify has no other place.
    let verify = merged(classify.clone(), json!({ "ok": "flag", "differences": [difference] }));
    require(&json(&db, &["classify", "--verify"]), &verify);
    let day_later = json(&db, &["classify", "--as-of", "2024-12-26"]);
    assert!(!day_later["changes"].as_array().unwrap().is_empty());
    require(&day_later, &classify);

    let list = json(&db, &["list"]);
    require(&list, &json!({ "as_of": "day", "total": "count", "customers": [customer()] }));
    let customers = list["customers"].as_array().unwrap();
    let flags = customers.iter().flat_map(|customer| customer["flags"].as_array().unwrap());
    for flag in flags {
        assert!(FLAGS.contains(&flag.as_str().unwrap()), "{flag}");
    }
    let reason = json!({ "code": "text", "date": "day", "amount": "money?", "text": "text" });
    let item = json!({
        "customer_no": "text", "name": "text?", "score": "number", "reasons": [reason], "due_on": "day?",
        "suppressed": "text?",
    });
    let queue = json!({
        "as_of": "day", "queue": "text?", "total": "count", "suppressed_total": "count", "items": [item],
    });
    for args in [&["queue"][..], &["queue", "maturing"]] {
        let found = json(&db, args);
        assert!(!found["items"].as_array().unwrap().is_empty(), "{args:?}");
        require(&found, &queue);
    }
}

#[test]
fn who_died_is_a_closed_channel_and_who_left_stays_as_he_said() {
    let dir = tempfile::tempdir().unwrap();
    let db = dir.path().join("book.db");
    let people = "客户号,姓名,身故日期,离开日期\n1,李四,2024-10-01,\n2,王五,,2024-10-02\n3,赵六,,\n";
    json(&db, &["import", "customers", &file(dir.path(), "people.csv", people)]);
    let listed = json(&db, &["list", "--sort", "name"]);
    let flags = |no: &str| {
        let all = listed["customers"].as_array().unwrap();
        all.iter().find(|customer| customer["customer_no"] == no).unwrap()["flags"].clone()
    };
    assert_eq!((flags("1"), flags("2")), (json!(["closed_channel"]), json!([])));
    assert_eq!(flags("3"), json!([]));
}

#[test]
fn show_has_the_keys_of_list_and_those_of_the_card() {
    let dir = tempfile::tempdir().unwrap();
    let db = book(&dir);
    let pair = json!({ "used": "count", "allowed": "count" });
    let consent = json!({ "state": "text", "window": "text?", "until_on": "day?", "given_on": "day?", "wording": "text?" });
    let reason =
        json!({ "rule": "text?", "metric": "text?", "value": "any", "threshold": "any", "text": "text" });
    let shape = merged(
        customer(),
        json!({
            "metrics": { "*": "any" }, "reasons": { "*": [reason] }, "consent": { "*": consent },
            "holdings": [{
                "account_no": "text", "product": "text", "label": "text?", "status": "text", "balance": "money?",
                "opened_on": "day?", "closed_on": "day?", "maturity_on": "day?",
            }],
            "timeline": [{ "date": "day", "at": "moment?", "kind": "text", "text": "text" }],
            "follow_ups": [{
                "reason": "text", "kind": "text?", "date": "day", "due_on": "day", "at": "moment?", "channel": "text?",
                "amount": "money?", "text": "text",
            }],
            "budget": {
                "calls_today": pair, "messages_today": pair, "days_7": pair, "days_30": pair, "dials_today": pair,
                "dials_7": pair, "dials_30": pair,
            },
            // `--clear` prints phones in full, so there is a place where they stand masked.
            "phones": [{ "number": "text", "kind": "text", "state": "text", "primary": "flag" }],
        }),
    );
    let listed = json(&db, &["list"]);
    let numbers = listed["customers"].as_array().unwrap().iter().map(|c| c["customer_no"].as_str().unwrap());
    let queued = json(&db, &["queue", "callback", "--limit", "2"]);
    let queued = queued["items"].as_array().unwrap().iter().map(|item| item["customer_no"].as_str().unwrap());
    for no in queued.chain(numbers.take(6)) {
        require(&json(&db, &["show", no]), &shape);
    }
}

#[test]
fn reports_have_the_agreed_keys() {
    let dir = tempfile::tempdir().unwrap();
    let db = book(&dir);
    let class = json!({ "code": "text", "count": "count", "assets": "money" });
    let distribution = json!({ "dimension": "text", "days": [{ "on": "day", "classes": [class] }] });
    require(&json(&db, &["report", "distribution"]), &distribution);
    let moves = json(&db, &["report", "moves", "--dimension", "lifecycle"]);
    assert!(!moves["moves"].as_array().unwrap().is_empty());
    require(&moves, &json!({ "from": "day", "to": "day", "moves": [change()] }));
}

#[test]
fn log_and_undo_have_the_agreed_keys() {
    let dir = tempfile::tempdir().unwrap();
    let db = book(&dir);
    let customer = json(&db, &["queue", "--limit", "1"])["items"][0]["customer_no"].clone();
    let call =
        ["log", customer.as_str().unwrap(), "--channel", "branch", "--reach", "met", "--result", "callback"];
    let logged = json(&db, &[&call[..], &["--next", "2024-12-02 15:30"]].concat());
    let effect = json!({ "kind": "text", "text": "text" });
    let shape = json!({
        "contact_id": "count", "customer_no": "text", "effects": [effect], "class_changes": [change()],
        "next": { "on": "day", "at": "moment?", "channel": "text", "reason": "text" },
    });
    require(&logged, &shape);
    let shape = json!({
        "group": "count", "what": "text", "at": "moment", "restored": [effect], "class_changes": [change()],
    });
    require(&json(&db, &["undo"]), &shape);
    require(&json(&db, &["undo", "--redo"]), &shape);
}

#[test]
fn import_has_the_agreed_keys_and_says_what_nothing_else_does() {
    let dir = tempfile::tempdir().unwrap();
    let db = dir.path().join("book.db");
    let people =
        file(dir.path(), "people.csv", "客户号,姓名,生日,柜员号\n1,张三,1990-01-01,a\n2,李四,1990-02-30,b\n");
    let accounts = file(dir.path(), "accounts.csv", "账号,客户号,产品\nA,1,喝茶\nB,9,活期\n");
    let reject = json!({ "row": "count", "column": "text", "value": "text", "reason": "text" });
    let counts = json!({
        "file": "text", "encoding": "text", "rows": "count", "inserted": "count", "updated": "count",
        "unchanged": "count", "rejected": "count", "rejects": [reject],
    });
    // What the text says and a script could learn nowhere else: values kept against the file, words that were not
    // understood, columns that were left out, how ambiguous dates were read and since when, bare rows that were made.
    let told = json!({
        "kept": [{ "row": "count", "field": "text", "kept": "text?", "value": "text" }],
        "noted": [{ "remark": "text", "field": "text", "count": "count", "first_row": "count", "value": "text" }],
        "ignored": ["text"], "dates": "text?", "remembered_on": "day?", "created_customers": "count",
        "created_accounts": "count",
    });
    let shape = json!({ "kind": "text", "files": [merged(counts, told)], "import_id": "count?" });
    let report = json(&db, &["import", "customers", &people]);
    assert_eq!(report["files"][0]["rejects"].as_array().unwrap().len(), 1);
    require(&report, &shape);
    require(&json(&db, &["import", "accounts", &accounts, "--create-missing"]), &shape);
    require(&json(&db, &["import", "accounts", &accounts, "--dry-run"]), &shape);
    let listed = json!({
        "import_id": "count", "group": "count", "at": "moment", "kind": "text", "file": "text", "rows": "count",
        "inserted": "count", "updated": "count", "unchanged": "count", "rejected": "count", "who": "text",
        "undone": "flag",
    });
    require(&json(&db, &["import", "--list"]), &merged(plain(), json!({ "imports": [listed] })));
}

#[test]
fn what_has_no_shape_of_its_own_says_ok_and_its_text() {
    let dir = tempfile::tempdir().unwrap();
    let db = dir.path().join("demo.db");
    // Where the book is, and the recipe that makes it again.
    let recipe =
        json!({ "file": "text", "made": "flag", "customers": "count", "seed": "count", "as_of": "day" });
    require(&json(&db, &["demo", "--customers", "20", "--no-open"]), &merged(plain(), recipe));
    for args in [&["completions", "bash"][..], &["man"]] {
        require(&json(&db, args), &plain());
    }
    // What a report of a problem asks for, one by one.
    let details = json!({
        "version": "text", "sqlite": "text", "encryption": "flag", "db": "text", "config": "text",
        "terminal": { "is_terminal": "flag", "term": "text", "colorterm": "text", "size": "text?", "locale": "text?" },
        "checks": [{ "name": "text", "ok": "flag", "detail": "text" }],
    });
    require(&json(&db, &["doctor"]), &merged(plain(), details));
    let failed = callbook(&db, &["show", "nobody", "--json"]);
    assert!(failed.stdout.is_empty() && !failed.stderr.is_empty());
}
