//! `callbook import` as a process: what it prints, what it leaves, and real data where it is at hand.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "tests")]

use serde_json::Value;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

struct Desk {
    dir: tempfile::TempDir,
}

impl Desk {
    fn new() -> Desk {
        Desk { dir: tempfile::tempdir().unwrap() }
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    fn run(&self, lang: &str, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_callbook"))
            .arg("--db")
            .arg(self.dir.path().join("book.db"))
            .args(["--lang", lang])
            .args(args)
            .env("CALLBOOK_AS_OF", "2026-11-24")
            .env("CALLBOOK_UTC_OFFSET", "+08:00")
            .output()
            .unwrap()
    }

    fn json(&self, args: &[&str]) -> Value {
        let output = self.run("en", &[&["--json"], args].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn import(&self, kind: &str, path: &Path) -> Value {
        self.json(&["import", kind, path.to_str().unwrap()])
    }
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// A file of the shared data, unpacked; `None` (and a message) where there is none.
fn shared(path: &str) -> Option<String> {
    let root = std::env::var_os("CALLBOOK_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let path = root.join("data").join(path);
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!("skipped: there is no {}", path.display());
        return None;
    };
    let mut text = String::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).unwrap();
    } else {
        text = String::from_utf8(bytes).unwrap();
    }
    Some(text)
}

#[test]
fn an_import_of_nothing_but_rejected_rows_says_so() {
    let desk = Desk::new();
    let file = desk.file("people.csv", "客户号,生日\n1,1990-02-30\n2,x\n");
    for (lang, words) in
        [("en", "nothing could be imported: 2 rejected"), ("zh", "没有能导入的行: 被拒 2 行")]
    {
        let output = desk.run(lang, &["import", "customers", file.to_str().unwrap()]);
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(said.contains(words) && !said.contains("没有新内容"), "{said}");
    }
}

#[test]
fn the_report_has_the_shape_that_scripts_rely_on() {
    let desk = Desk::new();
    let file = desk.file("people.csv", "客户号,姓名,生日,柜员号\n1,张三,1990-01-01,a\n2,李四,1990-02-30,b\n");
    let report = desk.import("customers", &file);
    assert_eq!(keys(&report), ["files", "import_id", "kind"]);
    assert_eq!((&report["kind"], &report["import_id"]), (&"customers".into(), &1.into()));
    let one = &report["files"][0];
    for key in ["encoding", "file", "inserted", "rejected", "rejects", "rows", "unchanged", "updated"] {
        assert!(keys(one).contains(&key), "{key}");
    }
    assert_eq!((&one["file"], &one["encoding"]), (&"people.csv".into(), &"UTF-8".into()));
    let counts =
        ["rows", "inserted", "updated", "unchanged", "rejected"].map(|key| one[key].as_u64().unwrap());
    assert_eq!(counts, [2, 1, 0, 0, 1]);
    assert_eq!(
        one["rejects"],
        serde_json::json!([{ "row": 3, "column": "生日", "value": "1990-02-30", "reason": "no_such_day" }])
    );
    let again = desk.import("customers", &file);
    assert_eq!((&again["files"][0]["unchanged"], &again["import_id"]), (&1.into(), &Value::Null));
}

#[test]
fn people_are_told_in_both_languages_and_rejects_go_to_a_file() {
    let desk = Desk::new();
    let file = desk.file("p.csv", "编码,姓名,手机\n1,张三,12345\n2,李四,1\n3,王五,\n");
    let missing = desk.run("zh", &["import", "customers", file.to_str().unwrap()]);
    let said = String::from_utf8(missing.stderr).unwrap();
    assert_eq!(missing.status.code(), Some(1));
    assert!(
        said.contains("没有找到 customer_no (客户号)") && said.contains("--map customer_no=编码"),
        "{said}"
    );

    let rejects = desk.dir.path().join("rejects.csv");
    let args = [
        "import",
        "customers",
        file.to_str().unwrap(),
        "--map",
        "customer_no=编码",
        "--rejects",
        rejects.to_str().unwrap(),
    ];
    let english = String::from_utf8(desk.run("en", &[&args[..], &["--dry-run"]].concat()).stdout).unwrap();
    assert!(english.contains("rejected 2 rows  手机: not a phone number  (first row 2: 12345)"), "{english}");
    assert!(english.contains("nothing was written"), "{english}");
    assert!(!desk.dir.path().join("book.db").exists(), "a dry run makes no book");
    let chinese = String::from_utf8(desk.run("zh", &args).stdout).unwrap();
    assert!(chinese.contains("新增 1  更新 0  未变 0  被拒 2"), "{chinese}");
    let listed = std::fs::read_to_string(rejects).unwrap();
    assert_eq!(listed.lines().count(), 3);
    assert!(listed.contains("3,手机,1,不是电话号码,2,李四,1"), "{listed}");

    let undone = String::from_utf8(desk.run("zh", &["undo", "--yes"]).stdout).unwrap();
    assert!(undone.contains("导入客户 p.csv"), "{undone}");
    assert_eq!(desk.run("zh", &["import", "pets", "x.csv"]).status.code(), Some(2));
    assert_eq!(desk.run("zh", &["import", "customers", "none.csv"]).status.code(), Some(1));
}

#[test]
fn dates_units_and_rows_to_skip_are_said_on_the_command_line() {
    let desk = Desk::new();
    desk.run("zh", &["import", "customers", desk.file("c.csv", "客户号\n1\n").to_str().unwrap()]);
    let file = desk.file("t.csv", "报表\n客户号,日期,金额\n(号),(日),(万元)\n1,31/12/2024,1.5\n");
    let args = ["import", "transactions", file.to_str().unwrap(), "--skip", "1", "--header-row", "2"];
    let more = ["--dates", "day-first", "--unit", "ten-thousand"];
    let said = String::from_utf8(desk.run("zh", &[&args[..], &more].concat()).stdout).unwrap();
    assert!(said.contains("新增 1  更新 0  未变 0  被拒 0"), "{said}");
    let wrong = desk.run("zh", &[&args[..], &["--dates", "sideways"]].concat());
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8(wrong.stderr).unwrap().contains("one of auto, day_first"));
}

#[test]
fn a_packed_file_and_a_pipe_are_read_as_they_are() {
    let desk = Desk::new();
    let (gb, _, _) = encoding_rs::GB18030.encode("客户号\t姓名\r\n0012\t欧阳娜\r\n");
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(&gb).unwrap();
    let file = desk.file("p.csv.gz", packer.finish().unwrap());
    let report = desk.import("customers", &file);
    assert_eq!(
        (&report["files"][0]["encoding"], &report["files"][0]["inserted"]),
        (&"gb18030".into(), &1.into())
    );

    let mut piped = Command::new(env!("CARGO_BIN_EXE_callbook"))
        .arg("--db")
        .arg(desk.dir.path().join("book.db"))
        .args(["--json", "import", "customers", "/dev/stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    piped.stdin.take().unwrap().write_all(&gb).unwrap();
    let output = piped.wait_with_output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["files"][0]["unchanged"], 1);
}

#[test]
fn strings_that_break_programs_are_names_like_others() {
    let Some(strings) = shared("naughty-strings/blns.txt") else { return };
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["customer_no", "name", "remark"]).unwrap();
    for (at, line) in strings.lines().enumerate() {
        writer.write_record([&at.to_string(), line, line]).unwrap();
    }
    let desk = Desk::new();
    let file = desk.file("naughty.csv", writer.into_inner().unwrap());
    let one = desk.import("customers", &file)["files"][0].clone();
    let rows = strings.lines().count() as u64;
    assert_eq!(one["rows"], rows);
    let reasons = one["rejects"].as_array().unwrap().iter().map(|reject| &reject["reason"]);
    assert!(reasons.into_iter().all(|reason| reason == "too_long"), "{}", one["rejects"]);
    assert!(one["inserted"].as_u64().unwrap() > rows - 20);
    assert_eq!(desk.import("customers", &file)["files"][0]["updated"], 0);
}

#[test]
fn a_real_bank_goes_in_without_a_reject() {
    let desk = Desk::new();
    for (kind, rows) in
        [("customers", 5_369), ("accounts", 6_074), ("balances", 20_000), ("transactions", 20_000)]
    {
        let Some(text) = shared(&format!("berka/{kind}.csv.gz")) else { return };
        let slice: Vec<&str> = text.lines().take(rows + 1).collect();
        let file = desk.file(&format!("{kind}.csv"), slice.join("\n"));
        let one = desk.import(kind, &file)["files"][0].clone();
        assert_eq!(
            (&one["inserted"], &one["rejected"]),
            (&rows.into(), &0.into()),
            "{kind}: {}",
            one["rejects"]
        );
        assert_eq!(desk.import(kind, &file)["files"][0]["unchanged"], rows, "{kind}");
    }
}

#[test]
fn the_report_tells_what_was_kept_and_noted() {
    let desk = Desk::new();
    desk.import("customers", &desk.file("people.csv", "客户号,姓名\n1,张三\n2,李四\n"));
    let accounts = desk.file("accounts.csv", "账号,客户号,产品\nA,1,喝茶\nB,2,喝茶\n");
    let noted = desk.import("accounts", &accounts)["files"][0]["noted"].clone();
    assert_eq!(noted[0]["remark"], "unknown_word");
    assert_eq!(
        (&noted[0]["field"], &noted[0]["count"], &noted[0]["first_row"], &noted[0]["value"]),
        (&Value::from("product"), &Value::from(2), &Value::from(2), &Value::from("喝茶"))
    );
    assert_eq!(desk.import("accounts", &accounts)["files"][0]["kept"], Value::Array(Vec::new()));
}

#[test]
fn a_file_is_read_as_such_files_were_read_before() {
    let desk = Desk::new();
    let text = "编号甲,称呼,建档\n1,张三,03/04/2020\n";
    let first = desk.file("first.csv", text);
    let path = first.to_str().unwrap();
    assert_eq!(desk.run("en", &["import", "customers", path]).status.code(), Some(1), "no column is known");
    let map = ["--map", "customer_no=编号甲", "--map", "opened_on=建档", "--dates", "day_first"];
    desk.json(&[&["import", "customers", path], &map[..]].concat());
    let second = desk.file("second.csv", text.replace("1,张三", "2,李四"));
    let report = desk.import("customers", &second);
    assert_eq!(report["files"][0]["remembered_on"], "2026-11-24");
    assert_eq!(report["files"][0]["inserted"], 1);
    let path = second.to_str().unwrap();
    let said = desk.run("en", &["import", "customers", path, "--dry-run"]);
    assert!(String::from_utf8(said.stdout).unwrap().contains("read as such files were on 2026-11-24"));
    let anew = desk.run("en", &["import", "customers", path, "--no-memory"]);
    assert_eq!(anew.status.code(), Some(1), "everything is found out anew");
}

#[test]
fn imports_are_listed_and_one_of_them_is_taken_back_by_its_number() {
    let desk = Desk::new();
    desk.import("customers", &desk.file("one.csv", "客户号\n1\n"));
    desk.import("customers", &desk.file("two.csv", "客户号\n2\n"));
    let listed = || desk.json(&["import", "--list"])["imports"].clone();
    let first = listed();
    assert_eq!((&first[0]["file"], &first[1]["file"]), (&Value::from("two.csv"), &Value::from("one.csv")));
    assert_eq!((&first[1]["rows"], &first[1]["undone"]), (&Value::from(1), &Value::Bool(false)));
    let number = first[1]["import_id"].to_string();
    let undone = desk.json(&["undo", "--import", &number]);
    assert_eq!(undone["group"], first[1]["group"]);
    assert_eq!(listed()[1]["undone"], true);
    assert_eq!(desk.json(&["list"])["customers"][0]["customer_no"], "2", "the later one stays");
    let again = desk.run("en", &["undo", "--import", &number]);
    assert_eq!(again.status.code(), Some(1));
    let said = String::from_utf8(desk.run("en", &["import", "--list"]).stdout).unwrap();
    assert!(said.contains("two.csv") && said.trim_end().ends_with("undone"), "{said}");
}

#[test]
fn dates_that_may_be_two_days_name_the_option_that_settles_them() {
    let desk = Desk::new();
    let unclear = desk.file("unclear.csv", "客户号,生日\n1,01/02/1990\n");
    for lang in ["zh", "en"] {
        let said = desk.run(lang, &["import", "customers", unclear.to_str().unwrap()]).stdout;
        assert!(String::from_utf8(said).unwrap().contains("--dates day_first"));
    }
    let clear = desk.file("clear.csv", "客户号,生日\n1,01/02/1990\n2,20.11.1991\n");
    let report = desk.import("customers", &clear);
    assert_eq!(
        (&report["files"][0]["dates"], &report["files"][0]["inserted"]),
        (&"day_first".into(), &2.into())
    );
}
