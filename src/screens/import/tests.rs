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
    assert!(typed.contains("[q "), "typing names another file:\n{typed}");
}

#[test]
fn the_book_grows_with_an_import_and_shrinks_with_its_undo() {
    let (_folder, path) = file(CUSTOMERS);
    let play = with_store(store).size(120, 36);
    let once_more = path.trim_start_matches('I');
    let again = play.see(&format!("{path}<enter><enter><enter><up>{once_more}<enter>"));
    assert!(again.contains("没有能导入的行: 被拒 1 行, 已有 2 行"), "{again}");
    let after_undo = play.see(&format!("{path}<enter><enter>uy<enter>"));
    let new = after_undo.lines().find(|line| line.contains("新增"));
    assert!(new.is_some_and(|line| line.trim_end().ends_with(" 2")), "{after_undo}");
}

#[test]
fn rows_that_are_all_rejected_are_no_old_news() {
    let (_folder, path) = file("客户号,生日\n1,1990-02-30\n2,x\n");
    let play = with_store(store).size(120, 36);
    let looked = play.see(&format!("{path}<enter>"));
    assert!(looked.contains("没有能导入的行: 被拒 2 行") && !looked.contains(" 0 行 ]"), "{looked}");
    let pressed = play.see(&format!("{path}<enter><enter>"));
    assert!(pressed.contains("! 每一行都被拒了") && pressed.contains("尚未写入"), "{pressed}");
}

#[test]
fn the_list_of_customers_grows_with_an_import() {
    let (_folder, path) = file(CUSTOMERS);
    let play = with_store(store).size(120, 36);
    let before = play.see("2");
    assert!(before.contains("还没有客户") && before.contains("Enter  导入文件"), "{before}");
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
fn findings_at_every_size() {
    let answer = |request: &Request| match request {
        Request::Import(ImportRequest::Preview(_)) => {
            let mut complete = preview();
            complete.found.missing.clear();
            complete.found.columns[0].field = Some(Field::CustomerNo);
            Ok(Reply::Import(ImportReply::Preview(Box::new(complete))))
        }
        Request::Import(ImportRequest::Try(_)) => Ok(Reply::Import(ImportReply::Tried(Box::new(report())))),
        request => crate::testing::empty_book(request),
    };
    snapshots!("import_findings", Play::new(answer), "I<paste:~/a.csv><enter>z<tab>j");
}

/// A desk with the small book, in which the import makes half of its customers rise, and as many new.
fn foreseeing() -> Play {
    use crate::domain::{CustomerId, Dimension};
    let answer = |request: &Request| match request {
        Request::Import(ImportRequest::Preview(_)) => {
            let mut complete = preview();
            complete.found.missing.clear();
            complete.found.columns[0].field = Some(Field::CustomerNo);
            Ok(Reply::Import(ImportReply::Preview(Box::new(complete))))
        }
        Request::Import(ImportRequest::Try(_)) => Ok(Reply::Import(ImportReply::Tried(Box::new(report())))),
        request => crate::testing::small_answers(request),
    };
    let told = |request: &Request| {
        if !matches!(request, Request::Import(ImportRequest::Try(_))) {
            return Vec::new();
        }
        let before = crate::testing::small_book();
        let mut after = crate::book::Book::new(before.day, before.classes.clone());
        for (nth, row) in before.rows().iter().enumerate() {
            let mut new = crate::book::NewRow::new(row.id);
            new.row = *row;
            new.dues = before.dues(row).to_vec();
            match nth % 3 {
                0 => new.row.id = CustomerId(row.id.0 + 1_000),
                1 => new.row.classes[Dimension::Value.index()] = crate::book::ClassIx(0),
                _ => new.row.classes[Dimension::Lifecycle.index()] = crate::book::ClassIx(6),
            }
            after.put(&new);
        }
        let all = after.len() as u64;
        let foreseen = ImportReply::Foreseen(Box::new(after), crate::store::Progress { done: all, all });
        [ImportReply::Counted(Box::new(report())), foreseen].map(Reply::Import).to_vec()
    };
    Play::new(answer).telling(told)
}

#[test]
fn what_becomes_of_the_customers_stands_there_at_every_size() {
    snapshots!("import_ahead", foreseeing(), "2I<paste:~/a.csv><enter>");
}

#[test]
fn a_long_look_ahead_says_how_far_it_is_and_escape_stops_it() {
    use crate::app::command::AppCommand;
    let (mut model, ctx) = at_columns();
    let _ = crate::app::recompute::recompute(&mut model, &ctx);
    let done = crate::testing::small_answers(&Request::Recompute).unwrap();
    let _ = crate::app::recompute::answered(&mut model, Ok(done), &ctx);
    let tell = |model: &mut Model, reply, millis| {
        let _ = update(model, Msg::Reply(RequestId(2), Ok(Reply::Import(reply))), &later(&ctx, millis));
    };
    tell(&mut model, ImportReply::Counted(Box::new(report())), 100);
    let piece = |done| {
        let book = crate::testing::small_book();
        ImportReply::Foreseen(Box::new(book), crate::store::Progress { done, all: 100_000 })
    };
    tell(&mut model, piece(1_000), 500);
    assert!(!model.import.ahead.as_ref().unwrap().is_long(), "what is over soon is not told");
    tell(&mut model, piece(40_000), 4_100);
    let ahead = model.import.ahead.clone().unwrap();
    assert_eq!((ahead.is_long(), ahead.progress().percent()), (true, 40));
    let effects = update(&mut model, Msg::Command(Any::App(AppCommand::Back)), &later(&ctx, 4_200));
    assert!(format!("{effects:?}").contains("Import(Stop)"), "{effects:?}");
    assert_eq!(model.import.step, Step::Columns, "the file is still there");
    tell(&mut model, ImportReply::Tried(Box::new(report())), 4_300);
    let ahead = model.import.ahead.clone().unwrap();
    assert_eq!((ahead.is_stopped, ahead.progress().done), (true, 40_000), "what is known is kept");
    let _ = update(&mut model, Msg::Command(Any::App(AppCommand::Back)), &later(&ctx, 4_400));
    assert_eq!(model.import.step, Step::File);
}

#[test]
fn hints_of_the_import() {
    let (_folder, path) = ledger();
    let play = with_store(one_customer);
    insta::assert_snapshot!("hints_import_columns", play.hints(&format!("{path}<enter>")));
    insta::assert_snapshot!("hints_import_settings", play.hints(&format!("{path}<enter><s-tab>")));
    insta::assert_snapshot!("hints_import_findings", play.hints(&format!("{path}<enter><tab>")));
    insta::assert_snapshot!("hints_import_earlier", play.hints(":imports<enter>"));
}

fn report() -> ImportReport {
    use crate::import::{Fault, Note, Reject, Remark, Tally};
    let mut tally = Tally::default();
    for (row, column, field, value, fault) in [
        (1204, "手机", Field::Phone, "6.21700E+18", Fault::ExcelLostDigits),
        (1205, "手机", Field::Phone, "6.21700E+18", Fault::ExcelLostDigits),
        (8830, "交易金额", Field::Amount, "1,2OO.00", Fault::LetterInAmount),
    ] {
        let (column, value) = (column.to_owned(), value.to_owned());
        tally.reject(Reject { row, column, field: Some(field), has_column: true, value, fault });
    }
    let note = |row, field, remark, value: &str, kept: Option<&str>| Note {
        row,
        field,
        remark,
        value: value.to_owned(),
        kept: kept.map(str::to_owned),
    };
    tally.remark(note(9, Field::Kind, Remark::UnknownWord, "TR31", None));
    tally.remark(note(9, Field::Product, Remark::UnknownWord, "月月盈", None));
    tally.remark(note(11, Field::Name, Remark::Kept, "张三", Some("张叁")));
    let file = crate::store::import::FileReport {
        file: "a.csv".to_owned(),
        encoding: "GB18030".to_owned(),
        unfit: None,
        rows: 61_872,
        inserted: 61_803,
        updated: 0,
        unchanged: 66,
        date_order: None,
        ignored: Vec::new(),
        created_customers: 0,
        created_accounts: 0,
        tally,
    };
    ImportReport { kind: ImportKind::Customers, written: None, files: vec![file], customers: 812 }
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
        unit: Some(crate::import::Unit::Yuan),
        date_order: None,
        plan: Plan::new(ImportKind::Customers),
        remembered: None,
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
        let next = change::turn_field(&shown, 0, change::Turn::On);
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

const LEDGER: &str = "客户号,日期,金额,交易种类\n\
    A1,2026-11-02,-5,喝茶\nA1,2026-11-03,7,喝茶\nA1,2026-11-31,1,利息\nA9,2026-11-03,1,利息\nA8,2026-11-03,1,利息\n";

/// A book with a customer.
fn one_customer() -> Store {
    crate::testing::store_of(
        "INSERT INTO customer (id, customer_no, name, entered_on) VALUES (1, 'A1', '李明', {today})",
    )
}

fn ledger() -> (tempfile::TempDir, String) {
    let (folder, keys) = file(LEDGER);
    (folder, keys.replacen('I', "I<down><down>", 1))
}

#[test]
fn rejects_are_grouped_by_reason_and_unfold() {
    let (_folder, path) = ledger();
    let play = with_store(one_customer).size(120, 36);
    let folded = play.see(&format!("{path}<enter>"));
    assert!(folded.contains("被拒 3 行") && folded.contains("A9") && !folded.contains("A8"), "{folded}");
    let unfolded = play.see(&format!("{path}<enter>z"));
    assert!(unfolded.contains("A8"), "{unfolded}");
    let one = play.see(&format!("{path}<enter><tab><enter>"));
    assert!(one.contains("A8") && one.contains("第 1/"), "Enter on a reason unfolds it:\n{one}");
}

#[test]
fn rejected_rows_are_written_to_a_file_that_can_be_mended_and_imported() {
    let (folder, path) = ledger();
    let play = with_store(one_customer).size(120, 36);
    let seen = play.see(&format!("{path}<enter>x"));
    assert!(seen.contains("3 行被拒的写进了"), "{seen}");
    let listed = folder.path().join("kunden.被拒.csv");
    let text = std::fs::read_to_string(&listed).unwrap();
    assert!(
        text.starts_with("\u{feff}被拒行,被拒列,被拒原值,被拒原因,客户号,日期,金额,交易种类\n"),
        "{text}"
    );
    assert!(text.contains("4,日期,2026-11-31,没有这一天,A1,2026-11-31,1,利息\n"), "{text}");
    std::fs::write(&listed, text.replace(",2026-11-31,1", ",2026-11-30,1").replace(",A9,", ",A1,")).unwrap();
    let again = play.see(&format!("I<down><down><paste:{}><enter>", listed.display()));
    assert!(again.contains("被拒 1 行") && again.contains("4/8"), "{again}");
    // What is there already is never replaced.
    let _ = play.see(&format!("{path}<enter>x"));
    assert!(folder.path().join("kunden.被拒-2.csv").exists());
}

#[test]
fn a_word_that_nobody_knows_is_given_a_meaning_that_stays() {
    let (_folder, path) = ledger();
    let play = with_store(one_customer).size(120, 36);
    let seen = play.see(&format!("{path}<enter>"));
    assert!(seen.contains("不认识的交易种类 1") && seen.contains("暂按 主动交易 计"), "{seen}");
    let asked = play.see(&format!("{path}<enter><tab>G<enter>"));
    assert!(asked.contains("喝茶 记为"), "{asked}");
    let known = play.see(&format!("{path}<enter><tab>G<enter>4"));
    assert!(!known.contains("不认识的交易种类") && known.contains("已记住这个词的意思"), "{known}");
    let undone = play.see(&format!("{path}<enter><tab>G<enter>4u"));
    assert!(undone.contains("不认识的交易种类 1"), "{undone}");
}

#[test]
fn how_a_file_was_read_is_offered_for_the_next_one() {
    let (_folder, path) = file("编号,姓名\nA1,李明\nA2,王芳\n");
    let play = with_store(store).size(120, 36);
    let first = play.see(&format!("{path}<enter>"));
    assert!(first.contains("还缺") && !first.contains("已记住的对应"), "{first}");
    let again = path.replacen('I', ":import<enter>", 1);
    let keys = format!("{path}<enter><space><enter><esc>{again}<enter>");
    let second = play.see(&keys);
    assert!(second.contains("已记住的对应 [2026-11-24 用]") && second.contains("手选"), "{second}");
    assert!(second.contains("没有新内容"), "{second}");
    let off = play.see(&format!("{keys}<s-tab>G<space>"));
    assert!(off.contains("不用]") && off.contains("还缺"), "{off}");
}

#[test]
fn unknown_customers_are_made_where_that_is_chosen() {
    let (_folder, path) = ledger();
    let seen = with_store(one_customer).size(120, 36).see(&format!("{path}<enter><s-tab>G<space>"));
    assert!(seen.contains("没有的客户 [新建]") && seen.contains("新建空白客户"), "{seen}");
    assert!(seen.contains("被拒 1 行"), "{seen}");
}

#[test]
fn dates_and_units_are_chosen_for_the_whole_file() {
    let (_folder, path) = file("客户号,日期,金额\nA1,03/11/2026,1.5\n");
    let path = path.replacen('I', "I<down><down>", 1);
    let play = with_store(one_customer).size(120, 36);
    assert!(play.see(&format!("{path}<enter>")).contains("被拒 1 行"));
    let seen = play.see(&format!("{path}<enter><space>l<space><space>"));
    assert!(seen.contains("日期 [日/月/年]") && seen.contains("金额 [万元]"), "{seen}");
    assert!(seen.contains("没有被拒的行"), "{seen}");
}

#[test]
fn earlier_imports_are_listed_and_one_of_them_is_taken_back() {
    let (_folder, path) = file(CUSTOMERS);
    let play = with_store(store).size(120, 36);
    let keys = format!("{path}<enter><enter>H");
    let listed = play.see(&keys);
    assert!(listed.contains("1 个文件, 新的在前") && listed.contains("kunden.csv"), "{listed}");
    let notes = play.see(&format!("{keys}<enter>"));
    assert!(notes.contains("1 行  出生日期: 没有这一天 (首行 3)"), "{notes}");
    let undone = play.see(&format!("{keys}uy"));
    assert!(undone.contains("已撤销 导入客户") && undone.contains(" 已撤销"), "{undone}");
    assert!(play.see(":imports<enter>").contains("还没有导入过文件"));
}

#[test]
fn files_that_make_no_sense_get_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let wide: Vec<String> = (0..200).map(|n| format!("c{n}")).collect();
    let wide = format!("客户号,{}\n{}\n", wide.join(","), "1,".repeat(200));
    let naughty = "客户号,姓名\n1,\u{202e}\u{0}\u{1b}[31m\u{feff}Ṱ̺̺̕o͞ ̷i̲̬\n2,\"<script>\n'; DROP TABLE\"\n3,👩‍👩‍👧‍👦\n";
    let cases: [(&str, Vec<u8>, &str); 9] = [
        ("empty", Vec::new(), "没有表头行"),
        ("header", "客户号,姓名\n".into(), "没有新内容"),
        ("one", "客户号\n1\n2\n".into(), "新增"),
        ("zeros", vec![0; 300], "不是文字"),
        ("odd", [&[0xff, 0xfe][..], &[b'a', 0, b'\n', 0, b'b', 0, b'c']].concat(), "还缺"),
        ("wide", wide.into_bytes(), "新增"),
        ("date", "客户号,生日\n1,20261131\n".into(), "没有这一天"),
        ("huge", format!("客户号,姓名\n1,{}\n", "长".repeat(300_000)).into_bytes(), "文字太长"),
        ("naughty", naughty.into(), "新增"),
    ];
    let play = with_store(store);
    for (name, bytes, words) in cases {
        let path = folder.path().join(format!("{name}.csv"));
        std::fs::write(&path, bytes).unwrap();
        for (columns, rows) in [(60, 16), (80, 24), (160, 48)] {
            let seen = play.clone().size(columns, rows).see(&format!("I<paste:{}><enter>", path.display()));
            assert!(seen.contains(words) || rows == 16, "{name}: {words} is not in\n{seen}");
        }
    }
    let seen = play.see(&format!("I<paste:{}><enter>", folder.path().display()));
    assert!(seen.contains("是文件夹"), "{seen}");
}

#[test]
fn escape_stops_a_reading_and_stays_at_the_name() {
    use crate::app::command::AppCommand;
    let (mut model, ctx) = at_columns();
    model.import.step = Step::File;
    let _ = update(&mut model, Msg::Command(Any::Import(Command::Read)), &ctx);
    let running = ImportProgress { file: 0, bytes: 38, total_bytes: 100, rows: 0 };
    let id = RequestId(3);
    let _ = update(&mut model, Msg::Reply(id, Ok(Reply::Import(ImportReply::Running(running)))), &ctx);
    assert_eq!(model.import.compared, Some(38));
    let effects = update(&mut model, Msg::Command(Any::App(AppCommand::Back)), &ctx);
    assert!(format!("{effects:?}").contains("Import(Stop)"), "{effects:?}");
    assert_eq!((model.nav.current(), model.import.step), (Screen::Import, Step::File));
    let late = Reply::Import(ImportReply::Preview(Box::new(preview())));
    let _ = update(&mut model, Msg::Reply(id, Ok(late)), &ctx);
    assert_eq!(model.import.step, Step::File, "what was stopped comes too late");
}

#[test]
fn dates_that_may_be_two_days_ask_for_the_setting_that_settles_them() {
    let (_folder, path) = file("客户号,生日\n1,01/02/1990\n2,03/04/1991\n");
    let play = with_store(store).size(120, 36);
    let asked = play.see(&format!("{path}<enter>"));
    assert!(asked.contains("生日 分不清日和月 (如 01/02/1990)") && asked.contains(">日期 [自动]"), "{asked}");
    let chosen = play.see(&format!("{path}<enter><space>"));
    assert!(chosen.contains("日期 [日/月/年]") && chosen.contains("没有被拒的行"), "{chosen}");
    // From the line of the reason, too.
    let again = play.see(&format!("{path}<enter><tab><tab><enter>"));
    assert!(again.contains(">日期 [自动]"), "{again}");
}

#[test]
fn an_order_of_dates_that_was_found_out_is_shown() {
    let (_folder, path) = file("客户号,生日\n1,01/02/1990\n2,13/04/1991\n");
    let seen = with_store(store).size(120, 36).see(&format!("{path}<enter>"));
    assert!(seen.contains("日期 [自动: 日/月/年]"), "{seen}");
}

#[test]
fn fields_are_gone_through_both_ways_and_picked_by_typing() {
    let (_folder, path) = file(CUSTOMERS);
    let play = with_store(store).size(120, 36);
    let at = format!("{path}<enter>G");
    let row = |keys: &str| {
        let seen = play.see(&format!("{at}{keys}"));
        seen.lines().find(|line| line.contains("暗号")).unwrap_or_default().to_owned()
    };
    assert!(
        row("<space>").contains("phone 电话") && row("<space><backspace>").contains("不导入"),
        "there and back"
    );
    assert!(row("<backspace>").contains("consent_mail"), "the last field: {}", row("<backspace>"));
    let picked = row("=beizhu<enter>");
    assert!(picked.contains("remark 备注") && picked.contains("手选"), "{picked}");
    let box_of = play.see(&format!("{at}=xingming"));
    assert!(
        box_of.contains("暗号 读作") && box_of.contains("name 姓名") && box_of.contains("1 项"),
        "{box_of}"
    );
    let taken = play.see(&format!("{at}=xingming<enter>"));
    assert_eq!(taken.matches("name 姓名").count(), 1, "the other column gave it away:\n{taken}");
    assert!(play.see(&format!("{at}=zzzz<enter>")).contains("列的对应"), "nothing fits, nothing changes");
    let set = play.see(&format!("{path}<enter><s-tab>llll<backspace>"));
    assert!(set.contains("日期 [1904 序号]"), "{set}");
}

#[test]
fn values_of_rejected_rows_are_masked_as_the_samples_are_and_whole_in_the_file() {
    let text = "账号,客户号,产品\n6217001234563391,N9,活期\n6217001234563391,A1,活期,李明明\n";
    let (folder, path) = file(text);
    let path = path.replacen('I', "I<down>", 1);
    let play = with_store(one_customer).size(120, 36);
    let seen = play.see(&format!("{path}<enter>z"));
    assert!(seen.contains("没有这个客户") && seen.contains("****"), "{seen}");
    assert!(!seen.contains("李明明") && !seen.contains("6217001234563391"), "{seen}");
    let long = "李明".repeat(101);
    let (_other, names) = file(&format!("客户号,姓名\n1,{long}\n"));
    let seen = with_store(store).size(120, 36).see(&format!("{names}<enter>"));
    assert!(seen.contains("文字太长") && seen.contains("李**") && !seen.contains("李明"), "{seen}");
    let _ = play.see(&format!("{path}<enter>x"));
    let list = std::fs::read_dir(folder.path()).unwrap().flatten().map(|entry| entry.path());
    let list = list.into_iter().find(|path| path.to_string_lossy().contains("被拒")).unwrap();
    assert!(std::fs::read_to_string(list).unwrap().contains("李明明"));
}

/// A model that takes an import back, as request 2.
fn taking_back() -> (Model, Ctx) {
    use crate::app::command::AppCommand;
    let ctx = ctx();
    let mut model = Model::new(
        crate::app::model::Start::Import(crate::app::model::Modes::default()),
        crate::settings::Settings::default(),
    );
    let offer = crate::store::protocol::UndoOffer {
        group: crate::domain::GroupId(7),
        inverts: crate::domain::GroupId(7),
        kind: crate::store::protocol::ActionKind::Import,
        label: "导入交易 a.csv".into(),
        customer: None,
        at: ctx.now.at,
        asks: false,
        is_elsewhere: false,
    };
    let _ = update(&mut model, Msg::Command(Any::App(AppCommand::Undo)), &ctx);
    let found = Reply::UndoFound(Box::new(offer));
    let effects = update(&mut model, Msg::Reply(RequestId(1), Ok(found)), &ctx);
    assert!(format!("{effects:?}").contains("Undo("), "{effects:?}");
    (model, ctx)
}

fn later(ctx: &Ctx, millis: u64) -> Ctx {
    Ctx { uptime: ctx.uptime + Duration::from_millis(millis), ..*ctx }
}

fn told(model: &mut Model, rows: u64, ctx: &Ctx) -> Option<String> {
    let progress = crate::store::protocol::Progress { done: rows, all: 800_000 };
    let reply = Reply::Import(ImportReply::Inverting(progress));
    let _ = update(model, Msg::Reply(RequestId(2), Ok(reply)), ctx);
    model.status.current(ctx.uptime).map(|message| message.text.clone())
}

#[test]
fn taking_an_import_back_tells_count_share_and_time_left() {
    let (mut model, ctx) = taking_back();
    assert_eq!(told(&mut model, 8_000, &later(&ctx, 100)), None, "what is over soon is not told");
    let text = told(&mut model, 320_000, &later(&ctx, 4_000));
    assert_eq!(text.as_deref(), Some("撤销导入 320,000/800,000 行 (40%)  约 6 秒"));
    let soon = told(&mut model, 400_000, &later(&ctx, 4_100));
    assert_eq!(soon, text, "at most four times a second");
    // What would end it says why it does not work now.
    let _ = update(&mut model, Msg::Command(Any::Import(Command::Read)), &later(&ctx, 4_200));
    let text = model.status.current(ctx.uptime).map(|message| message.text.clone());
    assert_eq!(text.as_deref(), Some("正在撤销或重做一次导入"));
}

#[test]
fn escape_stops_taking_an_import_back_and_leaving_asks_first() {
    use crate::app::command::AppCommand;
    let (mut model, ctx) = taking_back();
    let _ = told(&mut model, 320_000, &later(&ctx, 4_000));
    let effects = update(&mut model, Msg::Command(Any::App(AppCommand::Quit)), &ctx);
    assert!(effects.0.is_empty() && model.overlays.pop().is_some(), "{effects:?}");
    let effects = update(&mut model, Msg::Command(Any::App(AppCommand::Back)), &ctx);
    assert!(format!("{effects:?}").contains("Import(Stop)"), "{effects:?}");
    let stopped = crate::store::protocol::Failure {
        kind: crate::store::protocol::FailureKind::Refused,
        sentence: "已停止".to_owned(),
        hint: None,
        cause: None,
    };
    let _ = update(&mut model, Msg::Reply(RequestId(2), Err(stopped)), &ctx);
    let message = model.status.current(ctx.uptime).cloned().unwrap();
    assert_eq!((message.text.as_str(), message.offer), ("已停止, 什么也没有改变", None));
    assert!(!model.book.is_inverting());
}

#[test]
fn the_arrows_choose_the_kind_that_the_headings_propose_only_where_nobody_did() {
    let (_folder, path) = file("账号,日期,余额\nA1,2026-11-01,5\n");
    let play = with_store(store).size(120, 36);
    assert!(play.see("I<right><down><left>").contains("[账户]"), "{}", play.see("I<right><down><left>"));
    assert!(play.hints("I").contains("种类"), "{}", play.hints("I"));
    let proposed = play.see(&format!("{path}<enter>"));
    assert!(proposed.contains("已按余额读") && proposed.contains("balance_on"), "{proposed}");
    let keys = path.replacen('I', "I<down>", 1);
    let chosen = play.see(&format!("{keys}<enter>"));
    assert!(!chosen.contains("已按"), "somebody said accounts:\n{chosen}");
}

#[test]
fn esc_stops_a_writing_on_every_screen_and_the_key_of_imports_leads_back_to_it() {
    let ctx = ctx();
    let mut model = Model::new(
        crate::app::model::Start::Import(crate::app::model::Modes::default()),
        crate::settings::Settings::default(),
    );
    model.nav.switch(Screen::Today);
    model.import.step = Step::Columns;
    model.import.writing = Some(Writing { since: Uptime(Duration::ZERO), told_at: None, is_stopping: false });
    drop(update(&mut model, Msg::Command(Any::Import(Command::Open)), &ctx));
    assert_eq!(model.nav.current(), Screen::Import);
    assert!(model.import.can_stop(), "looking at it does not stop it");
    model.nav.switch(Screen::Today);
    let stopped = update(&mut model, Msg::Command(Any::App(crate::app::command::AppCommand::Back)), &ctx);
    let is_stop = |effect: &crate::app::Effect| {
        matches!(effect, crate::app::Effect::Store(_, Request::Import(ImportRequest::Stop)))
    };
    assert!(stopped.0.iter().any(is_stop), "{stopped:?}");
    assert!(model.import.writing.is_some_and(|writing| writing.is_stopping) && !model.import.can_stop());
}
