use super::*;
use crate::app::{Command as Any, Msg, Screen, update};
use crate::import::{Field, Preview, PreviewColumn};
use crate::snapshots;
use crate::store::Store;
use crate::store::import::ImportProgress;
use crate::store::protocol::{ImportReply, ImportRequest, Reply, Request, RequestId};
use crate::testing::{Play, ctx, tuesday, with_store};
use std::time::Duration;

const CUSTOMERS: &str = "客户号,姓名,手机,出生日期,暗号\n\
    A1,李明,13800138000,1980-01-31,x\n\
    A2,王芳,13900139000,1975-02-30,y\n\
    A3,周杰,13700137000,1990-12-01,z\n";

/// A file in GB18030 with one bad row, and the keys that type its path. The folder lives as long as the first value.
fn file(text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kunden.csv");
    std::fs::write(&path, encoding_rs::GB18030.encode(text).0).unwrap();
    let keys = format!("I<paste:{}>", path.display());
    (folder, keys)
}

fn store() -> Store {
    Store::open_in_memory(tuesday().clock).unwrap()
}

#[test]
fn a_file_is_looked_at_imported_and_taken_back() {
    let (_folder, path) = file(CUSTOMERS);
    let play = with_store(store).size(120, 36);
    let seen = play.see(&format!("{path}<enter>"));
    for words in
        ["GB18030", "customer_no 客户号", "没有这一天", "1975-02-30", "被拒 1 行", "李*", "138****8000"]
    {
        assert!(seen.contains(words), "{words} is not in\n{seen}");
    }
    assert!(!seen.contains("李明"), "names are masked:\n{seen}");
    let done = play.see(&format!("{path}<enter><enter>"));
    assert!(done.contains("已导入客户: 新增 2, 更新 0"), "{done}");
    assert!(done.contains("u 撤销"), "{done}");
    let undone = play.see(&format!("{path}<enter><enter>uy"));
    assert!(undone.contains("已撤销"), "{undone}");
    assert!(undone.contains("[客户]"), "the screen asks for a file again:\n{undone}");
    let typed = play.see(&format!("{path}<enter><enter>uyq"));
    assert!(typed.contains("[q ") && !typed.contains("kunden.csv  "), "typing names another file:\n{typed}");
}

#[test]
fn the_book_grows_with_an_import_and_shrinks_with_its_undo() {
    let (_folder, path) = file(CUSTOMERS);
    let play = with_store(store).size(120, 36);
    let once_more = path.trim_start_matches('I');
    let again = play.see(&format!("{path}<enter><enter><enter><up>{once_more}<enter>"));
    assert!(again.contains("没有新内容"), "{again}");
    let after_undo = play.see(&format!("{path}<enter><enter>uy<enter>"));
    let new = after_undo.lines().find(|line| line.contains("新增"));
    assert!(new.is_some_and(|line| line.trim_end().ends_with(" 2")), "{after_undo}");
}

#[test]
fn the_list_of_customers_grows_with_an_import() {
    let (_folder, path) = file(CUSTOMERS);
    let play = with_store(store).size(120, 36);
    let before = play.see("2");
    assert!(before.contains("还没有客户") && before.contains("I 导入文件"), "{before}");
    let path = path.trim_start_matches('I');
    let after =
        play.see(&format!("2<enter><paste:{}<enter><enter><esc>", path.trim_start_matches("<paste:")));
    assert!(after.contains("[2客户]") && after.contains("李明") && after.contains("周杰"), "{after}");
}

#[test]
fn the_screen_at_every_size() {
    let answer = |request: &Request| match request {
        Request::Import(ImportRequest::Preview(_)) => {
            Ok(Reply::Import(ImportReply::Preview(Box::new(preview()))))
        }
        request => crate::testing::empty_book(request),
    };
    snapshots!("import_file", Play::new(answer), "I<paste:~/a.csv>");
    snapshots!("import_columns", Play::new(answer), "I<paste:~/a.csv><enter>");
}

#[test]
fn a_missing_file_is_said_where_its_name_stands() {
    let seen = with_store(store).see("I<paste:/no/such/kunden.csv><enter>");
    assert!(seen.contains("没有 /no/such/kunden.csv 这个文件"), "{seen}");
    assert!(!seen.contains("os error"), "{seen}");
    let (_folder, path) = file(CUSTOMERS);
    let seen = with_store(store).size(160, 48).see(&format!("{path}/x<enter>"));
    assert!(seen.contains("这个文件") && !seen.contains("os error"), "{seen}");
}

#[test]
fn up_and_down_choose_the_kind_while_letters_are_text() {
    let seen = Play::new(crate::testing::empty_book).see("Ijk<down>");
    assert!(seen.contains("[账户]") && seen.contains("[jk"), "{seen}");
}

#[test]
fn tab_completes_a_path() {
    let (folder, _) = file(CUSTOMERS);
    let at = folder.path().display();
    let seen = with_store(store).size(160, 48).see(&format!("I<paste:{at}/ku><tab>"));
    assert!(seen.contains(&format!("{at}/kunden.csv")), "{seen}");
}

#[test]
fn a_column_is_left_out_and_read_as_something_else() {
    let (_folder, path) = file(CUSTOMERS);
    let play = with_store(store).size(120, 36);
    let seen = play.see(&format!("{path}<enter>g0"));
    assert!(seen.contains("还缺: customer_no"), "{seen}");
    assert!(!play.see(&format!("{path}<enter>g0<enter>")).contains("已导入"), "nothing can be written");
    let seen = play.see(&format!("{path}<enter>g0<space>"));
    assert!(seen.contains("customer_no 客户号") && seen.contains("手选"), "{seen}");
    let seen = play.see(&format!("{path}<enter>gjjj0<enter>"));
    assert!(seen.contains("新增 3"), "the bad day is not read any more:\n{seen}");
}

#[test]
fn the_first_run_leads_here() {
    let model = Model::new(
        crate::app::model::Start::Import(crate::app::model::Modes::default()),
        crate::settings::Settings::default(),
    );
    assert_eq!((model.nav.tab(), model.nav.current()), (Screen::Customers, Screen::Import));
}

fn preview() -> ImportPreview {
    let column = |heading: &str, field: Option<Field>, samples: [&str; 2]| PreviewColumn {
        heading: heading.to_owned(),
        field,
        by: if field.is_some() { crate::import::ColumnBy::Heading } else { crate::import::ColumnBy::Nothing },
        samples: samples.map(str::to_owned).to_vec(),
        empty: 0,
        faulty: 1,
    };
    ImportPreview {
        file: "a.csv".to_owned(),
        bytes: 2_516_582,
        kind: ImportKind::Customers,
        encoding: encoding_rs::GB18030,
        encoding_by: crate::import::EncodingBy::Strict,
        separator: crate::import::Separator::Comma,
        header_row: 1,
        found: Preview {
            rows: 61_872,
            readable: 61_844,
            columns: vec![
                column("编号甲", None, ["100482", "100731"]),
                column("姓名", Some(Field::Name), ["李*", "沈*"]),
                column("手机", Some(Field::Phone), ["138****8000", "139****9000"]),
            ],
            missing: vec![&[Field::CustomerNo]],
            tally: crate::import::Tally::default(),
            is_partial: false,
        },
    }
}

fn at_columns() -> (Model, Ctx) {
    let ctx = ctx();
    let mut model = Model::new(
        crate::app::model::Start::Import(crate::app::model::Modes::default()),
        crate::settings::Settings::default(),
    );
    model.import.path = TextInput::new("/a.csv");
    let mut complete = preview();
    complete.found.missing.clear();
    complete.found.columns[0].field = Some(Field::CustomerNo);
    let _ = update(&mut model, Msg::Command(Any::Import(Command::Read)), &ctx);
    let reply = Reply::Import(ImportReply::Preview(Box::new(complete)));
    let _ = update(&mut model, Msg::Reply(RequestId(1), Ok(reply)), &ctx);
    (model, ctx)
}

#[test]
fn progress_is_told_at_most_four_times_a_second_and_does_not_end_the_request() {
    let (mut model, ctx) = at_columns();
    let _ = update(&mut model, Msg::Command(Any::Import(Command::Write)), &ctx);
    let mut texts = Vec::new();
    for millis in [0, 100, 249, 250, 300, 500] {
        let later = Ctx { uptime: ctx.uptime + Duration::from_millis(millis), ..ctx };
        let running = ImportProgress { file: 0, bytes: millis, total_bytes: 500, rows: millis };
        let reply = Reply::Import(ImportReply::Running(running));
        let _ = update(&mut model, Msg::Reply(RequestId(3), Ok(reply)), &later);
        texts.push(model.status.current(later.uptime).map(|message| message.text.clone()));
    }
    texts.dedup();
    assert_eq!(texts.len(), 3, "{texts:?}");
    assert_eq!(texts[1].as_deref(), Some("导入客户 250/61,872 行 (50%)"));
    assert!(model.requests.is_awaiting(Ask::Import(Topic::Write)));
}

#[test]
fn escape_stops_a_writing_before_it_leaves() {
    let (mut model, ctx) = at_columns();
    let _ = update(&mut model, Msg::Command(Any::Import(Command::Write)), &ctx);
    let effects = update(&mut model, Msg::Command(Any::App(crate::app::command::AppCommand::Back)), &ctx);
    assert!(format!("{effects:?}").contains("Import(Stop)"), "{effects:?}");
    assert_eq!(model.nav.current(), Screen::Import);
    let stopped = Failure {
        kind: crate::store::protocol::FailureKind::Refused,
        sentence: String::new(),
        hint: None,
        cause: None,
    };
    let _ = update(&mut model, Msg::Reply(RequestId(3), Err(stopped)), &ctx);
    let text = model.status.current(ctx.uptime).map(|message| message.text.clone());
    assert_eq!(text.as_deref(), Some("导入已停止, 什么也没有写入"));
    assert!(model.import.writing.is_none());
}

#[test]
fn the_next_field_is_first_what_is_still_lacking_and_comes_round() {
    let mut shown = preview();
    let mut seen = Vec::new();
    for _ in 0..=Field::of_kind(ImportKind::Customers).len() {
        let next = change::next_field(&shown, 0);
        shown.found.columns[0].field = next;
        seen.push(next);
    }
    assert_eq!(seen[0], Some(Field::CustomerNo));
    assert!(seen.contains(&None), "leaving it out is among them");
    assert!(!seen.contains(&Some(Field::Name)), "another column has it");
    assert!(seen.contains(&Some(Field::Phone)), "several columns may be phones");
}

#[test]
fn keys_that_need_a_file_say_so_without_one() {
    let (mut model, ctx) = at_columns();
    model.import.step = Step::File;
    let _ = update(&mut model, Msg::Command(Any::Import(Command::NextEncoding)), &ctx);
    let text = model.status.current(ctx.uptime).map(|message| message.text.clone());
    assert_eq!(text.as_deref(), Some("先选一个文件"));
}

#[test]
fn quitting_while_an_import_is_written_asks_first() {
    use crate::app::command::AppCommand;
    let (mut model, ctx) = at_columns();
    let _ = update(&mut model, Msg::Command(Any::Import(Command::Write)), &ctx);
    let effects = update(&mut model, Msg::Command(Any::App(AppCommand::Quit)), &ctx);
    assert!(effects.0.is_empty() && model.overlays.top().is_some(), "{effects:?}");
    let effects = update(&mut model, Msg::Command(Any::App(AppCommand::QuitUnsaved)), &ctx);
    assert!(format!("{effects:?}").contains("Quit"), "{effects:?}");
}
