//! Files as people have them, read through the whole way from bytes to rows.

use super::*;
use crate::domain::{
    Channel, Code, Day, Direction, Gender, ImportKind, Money, Reach, Reply, TalkResult, Zone,
};
use crate::lang::Lang;

const TODAY: &str = "2026-11-24";

fn today() -> Day {
    Day::parse_iso(TODAY).unwrap()
}

fn sheet(kind: ImportKind, bytes: impl AsRef<[u8]>) -> Sheet {
    Sheet::open(Source::of_bytes("test.csv", bytes.as_ref()), &Plan::new(kind)).unwrap()
}

fn read(sheet: &Sheet) -> Vec<Checked> {
    let mut rows = sheet.rows(today(), Zone::CHINA, Progress::default()).unwrap();
    std::iter::from_fn(|| rows.next_row().unwrap()).collect()
}

fn rows(kind: ImportKind, text: &str) -> Vec<Row> {
    read(&sheet(kind, text)).into_iter().map(|c| c.row.unwrap()).collect()
}

/// Row, column, reason of each reject.
fn rejects(kind: ImportKind, text: &str) -> Vec<(u64, String, Fault)> {
    let checked = read(&sheet(kind, text));
    checked.into_iter().filter_map(|c| c.row.err()).map(|r| (r.row, r.column, r.fault)).collect()
}

fn customer(text: &str) -> CustomerRow {
    match rows(ImportKind::Customers, text).remove(0) {
        Row::Customer(row) => *row,
        other => panic!("{other:?}"),
    }
}

fn transactions(text: &str) -> Vec<TransactionRow> {
    let is_one = |row| match row {
        Row::Transaction(row) => *row,
        other => panic!("{other:?}"),
    };
    rows(ImportKind::Transactions, text).into_iter().map(is_one).collect()
}

fn contact(text: &str) -> ContactRow {
    match rows(ImportKind::Contacts, text).remove(0) {
        Row::Contact(row) => *row,
        other => panic!("{other:?}"),
    }
}

const BOOK: &str =
    "客户号,姓名,手机,性别,出生日期\n0012,欧阳娜,138 0013 8000,女,1970/12/13\n7,㐀𠮷,,男,1945年2月4日\n";

#[test]
fn the_same_table_reads_alike_in_every_encoding_and_separator() {
    let expected = rows(ImportKind::Customers, BOOK);
    assert_eq!(expected.len(), 2);
    let gb = encoding_rs::GB18030.encode(BOOK).0.into_owned();
    let tabs: Vec<u8> =
        format!("\u{feff}{}", BOOK.replace(',', "\t")).encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big_endian: Vec<u8> = BOOK.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packer, &gb).unwrap();
    for (what, bytes) in [
        ("mark", [b"\xef\xbb\xbf", BOOK.as_bytes()].concat()),
        ("gb18030", gb),
        ("gzip", packer.finish().unwrap()),
        ("unicode text", tabs),
        ("utf-16be", big_endian),
        ("semicolon", BOOK.replace(',', ";").into_bytes()),
        ("bar, crlf", BOOK.replace(',', "|").replace('\n', "\r\n").into_bytes()),
        ("old mac", BOOK.replace('\n', "\r").into_bytes()),
        ("sep line", format!("sep=;\r\n{}", BOOK.replace(',', ";")).into_bytes()),
        ("title rows", format!("客户清单,,,,\n\n{BOOK}").into_bytes()),
        ("quoted", BOOK.replace("欧阳娜", "\"欧阳娜\"").into_bytes()),
    ] {
        let found: Vec<Row> =
            read(&sheet(ImportKind::Customers, bytes)).into_iter().map(|c| c.row.unwrap()).collect();
        assert_eq!(found, expected, "{what}");
    }
}

#[test]
fn customers_are_read_with_all_they_have() {
    let row = customer(
        "客户号,姓名,手机,家庭电话,客户类型,年收入(万元),标签,短信许可,风险等级,风评到期日,证件到期日,推荐人\n\
         =\"0012\",\u{202e}张三,+86 138-0013-8000/13900139000,0571-87654321,个人,12.5,高端、VIP;高端,否,C3,2027.1.2,长期,7\n",
    );
    assert_eq!((row.customer_no.as_str(), row.name.as_deref()), ("0012", Some("张三")));
    let numbers: Vec<&str> = row.phones.iter().map(|(n, _)| n.as_str()).collect();
    assert_eq!(numbers, ["13800138000", "13900139000", "0571-87654321"]);
    assert_eq!(row.about.income_year, Some(Money::main(125_000)));
    assert_eq!(row.tags, ["高端", "VIP"]);
    assert_eq!(row.consents, [(Channel::Sms, crate::domain::ConsentState::Never)]);
    assert_eq!(row.about.id_document_until_on.unwrap().to_string(), "9999-12-31");
    assert_eq!(row.referred_by_no.as_deref(), Some("7"));
}

#[test]
fn blanks_say_nothing_but_a_person_may_be_called_null() {
    let row = customer("customer_no,name,phone,gender,birth_date\n1,Null,无,-,0000-00-00\n");
    assert_eq!(row.name.as_deref(), Some("Null"));
    assert_eq!((row.phones.len(), row.about.gender, row.about.birth_on), (0, None, None));
}

#[test]
fn amounts_get_their_sign_from_columns_words_or_themselves() {
    let amounts = |text: &str| transactions(text).iter().map(|t| t.amount.0).collect::<Vec<_>>();
    assert_eq!(amounts("账号,日期,金额\nA,2024-01-02,-5\nA,2024-01-02,5\n"), [-500, 500]);
    assert_eq!(
        amounts("账号,日期,金额,借贷\nA,2024-01-02,5,借\nA,2024-01-02,5,C\nA,2024-01-02,-5,D\n"),
        [-500, 500, -500]
    );
    assert_eq!(
        amounts("账号,日期,收入,支出\nA,2024-01-02,5.00,\nA,2024-01-02,,7\nA,2024-01-02,0.00,7\n"),
        [500, -700, -700]
    );
    // The heading says nothing, the values do.
    assert_eq!(
        amounts("账号,日期,金额,标记\nA,2024-01-02,5,D\nA,2024-01-02,5,C\nA,2024-01-02,1,D\n"),
        [-500, 500, -100]
    );
}

#[test]
fn contacts_are_read_in_words_and_codes() {
    let row = contact(
        "客户号,联系时间,渠道,方向,接通情况,结果,记录,时长\n1,2024/1/2 15:30,电话,呼出,本人接通,考虑中,\"下周\n再说\",2:05\n",
    );
    assert_eq!((row.channel, row.direction, row.reach), (Channel::Phone, Direction::Out, Reach::Connected));
    assert_eq!((row.result, row.duration_s), (Some(TalkResult::Thinking), Some(125)));
    assert_eq!(
        (row.note.as_deref(), Zone::CHINA.rfc3339(row.at)),
        (Some("下周\n再说"), "2024-01-02T15:30:00+08:00".to_owned())
    );
    let row = contact("customer_no,date,time,channel,reach,reply\n1,20240102,9:05,sms,delivered,yes\n");
    assert_eq!((row.reach, row.reply), (Reach::Delivered, Some(Reply::Yes)));
    let row = contact("customer_no,date,channel,result,note\n1,2024-01-02,visit,hm,see you\n");
    assert_eq!((row.reach, row.result, row.note.as_deref()), (Reach::Met, None, Some("hm\nsee you")));
}

#[test]
fn each_fault_is_named_with_row_and_column() {
    use ImportKind as K;
    let long = "x".repeat(201);
    for (kind, text, row, column, fault) in [
        (K::Customers, "客户号,姓名\n1,a\n,b\n", 3, "客户号", Fault::MissingValue),
        (K::Customers, "客户号,姓名\n1,a\n2,b,c\n", 3, "#3", Fault::TooManyCells),
        (K::Customers, "客户号,姓名\n6.21700E+18,a\n", 2, "客户号", Fault::ExcelLostDigits),
        (K::Customers, "客户号,姓名\n1,#NAME?\n", 2, "姓名", Fault::ExcelError),
        (K::Customers, "客户号,手机\n1,12345\n", 2, "手机", Fault::NotAPhone),
        (K::Customers, "客户号,手机\n1,1.38E+10\n", 2, "手机", Fault::ExcelLostDigits),
        (K::Customers, "客户号,生日\n\n1,2023-02-29\n", 3, "生日", Fault::NoSuchDay),
        (K::Customers, "客户号,生日\n1,9.2.2024\n", 2, "生日", Fault::AmbiguousDate),
        (K::Customers, "客户号,生日\n1,1024-01-01\n", 2, "生日", Fault::DayOutOfRange),
        (K::Customers, "客户号,人数\n1,many\n", 2, "人数", Fault::NotANumber),
        (K::Customers, &format!("客户号,备注,姓名\n1,\"a\nb\",c\n2,,{long}\n"), 3, "姓名", Fault::TooLong),
        (K::Transactions, "账号,日期,金额\nA,2024-01-02,\"1,2OO.00\"\n", 2, "金额", Fault::LetterInAmount),
        (K::Transactions, "账号,日期,金额\nA,2024-01-02,1.005\n", 2, "金额", Fault::NotAnAmount),
        (K::Transactions, "账号,日期,金额\nA,,1\n", 2, "日期", Fault::MissingValue),
        (K::Transactions, "账号,日期,金额\nA,2024-01-02,\n", 2, "金额", Fault::MissingValue),
        (K::Transactions, "账号,日期,金额\n,2024-01-02,1\n", 2, "账号", Fault::MissingValue),
        (K::Transactions, "账号,日期,金额,借贷\nA,2024-01-02,-1,贷\n", 2, "金额", Fault::SignContradicts),
        (K::Transactions, "账号,日期,金额,借贷\nA,2024-01-02,1,?\n", 2, "借贷", Fault::UnknownCode),
        (K::Contacts, "客户号,时间,渠道\n1,2024-01-02 25:00,电话\n", 2, "时间", Fault::NotATime),
        (K::Contacts, "客户号,时间,渠道\n1,2024-01-02,飞鸽\n", 2, "渠道", Fault::UnknownCode),
        (
            K::Contacts,
            "客户号,时间,渠道,接通情况\n1,2024-01-02,短信,占线\n",
            2,
            "接通情况",
            Fault::ReachNotOfChannel,
        ),
    ] {
        assert_eq!(rejects(kind, text), [(row, column.to_owned(), fault)], "{text}");
    }
}

#[test]
fn a_column_of_damaged_card_numbers_is_refused_and_single_zeros_are_not() {
    let damaged = "账号,客户号\n6217001234567890000,1\n6217001234567910000,1\n6217001234567920000,1\n";
    assert_eq!(rejects(ImportKind::Accounts, damaged).len(), 3);
    let sound = damaged.replace("920000", "920113");
    assert_eq!(rejects(ImportKind::Accounts, &sound), []);
}

#[test]
fn a_quote_that_never_closes_is_said_and_eats_no_memory() {
    let mut text = "客户号,姓名\n1,\"张三\n".to_owned();
    for number in 2..400 {
        std::fmt::Write::write_fmt(&mut text, format_args!("{number},李四\n")).unwrap();
    }
    let found = rejects(ImportKind::Customers, &text);
    assert_eq!((found.len(), found[0].2), (1, Fault::QuoteNotClosed));
    let endless = format!("客户号,姓名\n1,\"{}\n", "李四,\n".repeat(1_000_000));
    let sheet = sheet(ImportKind::Customers, endless);
    let mut rows = sheet.rows(today(), Zone::CHINA, Progress::default()).unwrap();
    let error = rows.next_row().unwrap_err();
    assert!(matches!(error, ImportError::EndlessRow { row: 2, .. }), "{error:?}");
}

#[test]
fn a_quote_that_is_open_at_the_end_loses_no_row_silently() {
    for text in [
        "客户号,姓名\n1,\"张三\n2,李四\n",
        "客户号,姓名\n1,\"张三",
        "客户号,姓名\n0,a\n1,\"张三\n2,\"\"李四\"\"",
    ] {
        let found = rejects(ImportKind::Customers, text);
        assert_eq!(found.last().map(|(_, _, fault)| *fault), Some(Fault::QuoteNotClosed), "{text}");
    }
    for text in ["客户号,姓名\n1,\"张三\"", "客户号,姓名\n1,\"张\n三\"\n", "客户号,姓名\n1,5\" 管\n2,b"]
    {
        assert_eq!(rejects(ImportKind::Customers, text), [], "{text}");
    }
}

#[test]
fn what_is_no_table_is_said_to_be_none() {
    let dir = tempfile::tempdir().unwrap();
    let open = |name: &str, bytes: &[u8]| {
        let path = dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let sheet = Source::open(&path).and_then(|s| Sheet::open(s, &Plan::new(ImportKind::Customers)));
        sheet.map_or_else(|error| error.sentence(Lang::En) + &error.hint(Lang::Zh), |_| String::new())
    };
    assert!(open("a.csv", b"%PDF-1.7\n").contains("is PDF, not a table"));
    assert!(open("a.xls", b"\xef\xbb\xbf \r\n<HTML><table>").contains("is HTML, not a table"));
    assert!(open("b.csv", &[0; 400]).contains("is no text"));
    assert!(open("c.csv", &(0..=255).collect::<Vec<u8>>().repeat(9)).contains("is no text"));
    let packed = {
        use flate2::{Compression, write::GzEncoder};
        use std::io::Write as _;
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all("客户号,姓名\n1,张三\n".repeat(5000).as_bytes()).unwrap();
        packer.finish().unwrap()
    };
    assert!(open("d.csv.gz", &packed[..packed.len() / 2]).contains("cannot be unpacked"));
    assert!(
        open("e.csv.gz", &[&packed[..20], &[7; 30], &packed[50..]].concat()).contains("cannot be unpacked")
    );
}

#[test]
fn a_hint_names_few_columns_of_a_wide_file() {
    let text = (0..200).map(|n| format!("列{n}{}", "长".repeat(40))).collect::<Vec<_>>().join(",");
    let error = sheet(ImportKind::Customers, text + "\n").require_fields().unwrap_err();
    let hint = error.hint(Lang::Zh);
    assert!(hint.contains("另有 188 列") && hint.chars().count() < 500, "{hint}");
}

#[test]
fn ragged_and_blank_rows_are_no_trouble() {
    let found = rows(ImportKind::Customers, "客户号,姓名,手机\n\n1,a\n , ,\n2,b,,,\n3\n");
    assert_eq!(found.len(), 3);
}

#[test]
fn columns_are_chosen_by_heading_place_and_word() {
    let text = "编码,叫什么,第三\n1,张三,13800138000\n";
    let missing =
        Sheet::open(Source::of_bytes("x.csv", text.as_bytes()), &Plan::new(ImportKind::Customers)).unwrap();
    let error = missing.require_fields().unwrap_err();
    assert!(error.sentence(Lang::Zh).contains("customer_no (客户号)"), "{}", error.sentence(Lang::Zh));
    assert!(error.hint(Lang::En).contains("--map customer_no=编码"), "{}", error.hint(Lang::En));

    let mut plan = Plan::new(ImportKind::Customers);
    for choice in ["customer_no=编码", "姓名=叫什么", "phone=#3"] {
        plan.choices.push(ColumnChoice::parse(ImportKind::Customers, choice).unwrap());
    }
    let sheet = missing.again(&plan).unwrap();
    sheet.require_fields().unwrap();
    let Row::Customer(row) = read(&sheet).remove(0).row.unwrap() else { panic!() };
    assert_eq!((row.name.as_deref(), row.phones.len()), (Some("张三"), 1));

    assert!(matches!(
        ColumnChoice::parse(ImportKind::Customers, "colour=x"),
        Err(ImportError::NoSuchField { .. })
    ));
    plan.choices.push(ColumnChoice::parse(ImportKind::Customers, "region=nowhere").unwrap());
    assert!(matches!(sheet.again(&plan), Err(ImportError::NoSuchColumn { .. })));
}

#[test]
fn unmapped_columns_are_named_and_unknown_words_counted() {
    let sheet = sheet(ImportKind::Customers, "客户号,柜员号,性别\n1,A1,女\n2,A2,x\n3,A3,x\n");
    assert_eq!(sheet.ignored(), ["柜员号"]);
    let preview = Preview::of(&sheet, today(), Zone::CHINA, |_| false).unwrap();
    let remarks = preview.tally.remark_groups();
    assert_eq!((remarks[0].value.as_str(), remarks[0].count, remarks[0].first_row), ("x", 2, 3));
    assert_eq!((preview.rows, preview.readable), (3, 3));
}

#[test]
fn a_preview_masks_people_and_counts_columns() {
    let text = "客户号,姓名,手机,账号\n1,欧阳娜,13800138000,6217001234567890\n2,,1,\n3,张三,,\n";
    let preview = Preview::of(&sheet(ImportKind::Customers, text), today(), Zone::CHINA, |_| false).unwrap();
    let samples: Vec<&str> =
        preview.columns.iter().map(|c| c.samples.first().map_or("", String::as_str)).collect();
    assert_eq!(samples, ["1", "欧阳**", "138****8000", "6217****7890"]);
    assert_eq!((preview.columns[1].empty, preview.columns[2].faulty, preview.columns[2].empty), (1, 1, 1));
    assert_eq!(preview.columns[1].by, ColumnBy::Heading);
    assert_eq!(preview.columns[3].field, None);
    assert_eq!(preview.tally.rejected(), 1);
}

#[test]
fn a_wrong_encoding_can_be_changed_and_is_remarked_on() {
    let gb = encoding_rs::GB18030.encode(BOOK).0.into_owned();
    let mut plan = Plan::new(ImportKind::Customers);
    plan.encoding = encoding_named("utf-8");
    let wrong = Sheet::open(Source::of_bytes("x.csv", gb), &plan).unwrap();
    assert!(wrong.require_fields().is_err());
    assert_eq!(wrong.encoding_by, EncodingBy::Choice);
    plan.encoding = encoding_named("gbk");
    let right = wrong.again(&plan).unwrap();
    right.require_fields().unwrap();
    let broken = sheet(ImportKind::Customers, "customer_no,name\n1,a\u{fffd}b\n");
    assert_eq!(read(&broken)[0].notes[0].remark, Remark::UnreadableText);
}

#[test]
fn workbooks_folders_and_missing_files_are_refused_with_a_hint() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(Source::open(dir.path()), Err(ImportError::Folder(_))));
    assert!(matches!(Source::open(&dir.path().join("none.csv")), Err(ImportError::Unreadable { .. })));
    let book = dir.path().join("book.xlsx");
    std::fs::write(&book, b"PK\x03\x04rest").unwrap();
    let error = Source::open(&book).unwrap_err();
    assert!(error.hint(Lang::En).contains("CSV"), "{error:?}");
    let empty = Source::of_bytes("empty.csv", b"\n\n".as_slice());
    assert!(matches!(Sheet::open(empty, &Plan::new(ImportKind::Customers)), Err(ImportError::Empty(_))));
}

#[test]
fn every_field_fault_and_remark_has_words() {
    fn check<C: Code>() {
        for code in C::ALL {
            for lang in [Lang::Zh, Lang::En] {
                let key = code.text_key();
                assert!(!lang.code_text(*code).ends_with(&key), "{} has no {key}", lang.code());
            }
        }
    }
    check::<Field>();
    check::<Fault>();
    check::<Remark>();
    assert_eq!(Field::ALL.len(), super::fields::FIELD_COUNT);
}

#[test]
fn gender_alone_is_recognised_by_its_values() {
    let row = customer("客户号,xb\n1,女\n2,男\n3,女\n");
    assert_eq!(row.about.gender, Some(Gender::Female));
}

proptest::proptest! {
    #[test]
    fn no_bytes_bring_the_reader_down(bytes: Vec<u8>) {
        for kind in ImportKind::ALL {
            let source = Source::of_bytes("x", bytes.clone());
            if let Ok(sheet) = Sheet::open(source, &Plan::new(*kind)) {
                let _ = Preview::of(&sheet, today(), Zone::CHINA, |_| false);
            }
        }
    }

    #[test]
    fn no_cells_bring_the_checks_down(cells in proptest::collection::vec("[^\r\n,\"]{0,20}", 12)) {
        let headings = [
            "customer_no,name,phone,gender,birth_on,income_year,firm_size,risk_level,tags,opened_on,remark,consent_sms",
            "account_no,customer_no,product,status,balance,balance_on,maturity_on,rate,renews,product_risk,label,closed_on",
            "transaction_no,account_no,customer_no,date,amount,direction,kind,balance_after,counterparty,memo,amount_in,amount_out",
            "account_no,date,balance,a,b,c,d,e,f,g,h,i",
            "customer_no,at,time,channel,direction,reach,reply,result,reason,note,duration,x",
        ];
        for (kind, heading) in ImportKind::ALL.iter().zip(headings) {
            let text = format!("{heading}\n{}\n", cells.join(","));
            if let Ok(sheet) = Sheet::open(Source::of_bytes("x", text.into_bytes()), &Plan::new(*kind)) {
                let _ = Preview::of(&sheet, today(), Zone::CHINA, |_| false);
            }
        }
    }
}

#[test]
fn a_column_of_dates_is_read_in_the_one_order_that_it_allows() {
    let days = |dates: &[&str]| -> Vec<Result<String, Fault>> {
        let rows: Vec<String> =
            dates.iter().enumerate().map(|(at, date)| format!("{at},A,{date},1,{date}")).collect();
        let text = format!("流水号;账号;日期;金额;摘要\n{}\n", rows.join("\n")).replace(',', ";");
        let checked = read(&sheet(ImportKind::Transactions, text));
        let day = |row: Row| match row {
            Row::Transaction(row) => row.booked_on.to_string(),
            other => panic!("{other:?}"),
        };
        checked.into_iter().map(|c| c.row.map(day).map_err(|reject| reject.fault)).collect()
    };
    let ok =
        |days: &[&str]| -> Vec<Result<String, Fault>> { days.iter().map(|d| Ok((*d).to_owned())).collect() };
    let day_first = ok(&["2026-02-01", "2026-11-20", "2026-12-31"]);
    assert_eq!(days(&["01/02/2026", "20/11/2026", "31.12.2026"]), day_first);
    assert_eq!(days(&["2/1/2026", "11/20/2026", "12/31/2026"]), day_first);
    // A day that there is not settles nothing, and is said.
    assert_eq!(days(&["01/02/2026", "31/31/2026"]), [Err(Fault::AmbiguousDate), Err(Fault::NoSuchDay)]);
    // Both orders in one column: only what can be one day goes in.
    assert_eq!(
        days(&["20/11/2026", "11/20/2026", "01/02/2026", "04/04/2026"]),
        [
            Ok("2026-11-20".to_owned()),
            Ok("2026-11-20".to_owned()),
            Err(Fault::AmbiguousDate),
            Ok("2026-04-04".to_owned())
        ]
    );
    // What settles it may stand far below the first rows.
    let mut long = vec!["01/02/2026"; 5_000];
    long.push("13/01/2026");
    assert!(days(&long).iter().all(Result::is_ok));
}

#[test]
fn the_order_that_was_found_is_told_where_all_columns_have_it() {
    let text = "客户号,生日,开户日期\n1,20/11/1980,01/02/2020\n2,01/02/1980,02/01/2020\n";
    assert_eq!(sheet(ImportKind::Customers, text).date_order(), None, "one column allows both");
    let text = text.replace("02/01/2020", "31/01/2020");
    let found = sheet(ImportKind::Customers, &text);
    assert_eq!(found.date_order(), Some(DateReading::DayFirst));
    assert_eq!(read(&found).iter().filter(|c| c.row.is_ok()).count(), 2);
    let plan = Plan { dates: DateReading::MonthFirst, ..Plan::new(ImportKind::Customers) };
    let chosen = found.again(&plan).unwrap();
    assert_eq!(chosen.date_order(), None, "what was chosen is not found");
    assert_eq!(read(&chosen).iter().filter(|c| c.row.is_ok()).count(), 0);
}

#[test]
fn a_count_with_a_decimal_comma_is_no_tenfold_count() {
    let text = "客户号;员工人数\n1;1,5\n2;1,500\n3;1.5\n";
    let found: Vec<_> = read(&sheet(ImportKind::Customers, text))
        .into_iter()
        .map(|c| match c.row {
            Ok(Row::Customer(row)) => Ok(row.about.firm_size),
            Ok(other) => panic!("{other:?}"),
            Err(reject) => Err(reject.fault),
        })
        .collect();
    assert_eq!(found, [Err(Fault::NotWhole), Ok(Some(1_500)), Err(Fault::NotWhole)]);
}

#[test]
fn the_day_and_the_time_of_a_contact_may_stand_in_two_columns_in_any_order() {
    let expected = contact("客户号,联系时间,渠道\n7,2026-11-15 09:30,到店\n").at;
    for text in [
        "客户号,日期,时间,渠道\n7,2026-11-15,09:30,到店\n",
        "客户号,时间,日期,渠道\n7,9:30:00,2026-11-15,到店\n",
        "客户号,通话时间,渠道,通话日期\n7,上午9:30,到店,2026/11/15\n",
        "customer no,date,call time,channel\n7,2026-11-15,09:30,branch\n",
    ] {
        assert_eq!(contact(text).at, expected, "{text}");
    }
    let whole = "客户号,日期,时间,渠道\n7,2026-11-15,2026-11-15 09:30,到店\n";
    assert_ne!(contact(whole).at, expected, "a whole moment is no time of day");
}

#[test]
fn a_word_for_the_reach_counts_in_the_column_of_the_result_and_the_other_way_round() {
    let read = |text: &str| {
        let row = contact(text);
        (row.reach, row.result, row.reply, row.note)
    };
    let head = "客户号,时间,渠道,结果\n";
    for (row, expected) in [
        ("7,2026-11-02,短信,未送达", (Reach::Undeliverable, None, None, None)),
        ("7,2026-11-02,短信,发送失败", (Reach::Undeliverable, None, None, None)),
        ("7,2026-11-02,电话,无人接听", (Reach::NoAnswer, None, None, None)),
        ("7,2026-11-02,到店,爽约", (Reach::NoShow, None, None, None)),
        ("7,2026-11-02,短信,退订", (Reach::Sent, None, Some(Reply::Unsubscribed), None)),
        ("7,2026-11-02,电话,有意向", (Reach::Connected, Some(TalkResult::Interested), None, None)),
    ] {
        assert_eq!(read(&format!("{head}{row}\n")), expected, "{row}");
    }
    let other = read("客户号,时间,渠道,联系结果\n7,2026-11-02,电话,不再来电\n");
    assert_eq!(other, (Reach::Connected, Some(TalkResult::DoNotCall), None, None));
}

#[test]
fn a_reject_names_a_missing_column_in_the_readers_language() {
    let checked = read(&sheet(ImportKind::Contacts, "客户号,时间,渠道,结果\n7,2026-11-02,电话,\n"));
    let reject = checked.into_iter().find_map(|c| c.row.err()).unwrap();
    assert_eq!(reject.line(Lang::Zh), "第 2 行 接通情况 : 缺少这一项");
    assert_eq!(reject.place(Lang::En), Lang::En.code_text(Field::Reach));
    let checked = read(&sheet(ImportKind::Contacts, "客户号,时间,渠道,reach\n7,2026-11-02,电话,\n"));
    let reject = checked.into_iter().find_map(|c| c.row.err()).unwrap();
    assert_eq!(reject.place(Lang::Zh), "reach", "as it stands in the file");
}

#[test]
fn a_file_without_headings_loses_no_row() {
    let text = "0012,欧阳娜,13800138000\n7,张三,13900139000\n9,李四,13700137000\n";
    let found = sheet(ImportKind::Customers, text);
    assert_eq!(found.dialect.header_row, 0);
    let headings: Vec<_> = found.columns.iter().map(|c| (c.heading.as_str(), c.field)).collect();
    assert_eq!(headings, [("#1", None), ("#2", None), ("#3", Some(Field::Phone))]);
    let mut plan = Plan::new(ImportKind::Customers);
    plan.choices = vec![ColumnChoice { column: "#1".into(), field: Some(Field::CustomerNo) }];
    for (text, header_row) in
        [(text.to_owned(), None), (format!("sep=,\n{text}"), None), (text.to_owned(), Some(0))]
    {
        let plan = Plan { header_row, ..plan.clone() };
        let sheet = Sheet::open(Source::of_bytes("t.csv", text.as_bytes()), &plan).unwrap();
        let numbers: Vec<String> = read(&sheet)
            .into_iter()
            .map(|c| match c.row.unwrap() {
                Row::Customer(row) => row.customer_no,
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(numbers, ["0012", "7", "9"], "{text}");
    }
    let unknown = sheet(ImportKind::Customers, "代号,称呼\n1,张三\n");
    assert_eq!(unknown.dialect.header_row, 1, "words are headings, known or not");
}

#[test]
fn numbers_that_a_spreadsheet_damaged_are_rejected_and_rows_of_totals_too() {
    let text = "客户号,姓名\n1E+05,甲\n110105194912310000,乙\n合计,2\n1.0,丙\n";
    let numbers =
        |text: &str| rejects(ImportKind::Customers, text).into_iter().map(|r| (r.0, r.2)).collect::<Vec<_>>();
    assert_eq!(
        numbers(text),
        [(2, Fault::ExcelLostDigits), (3, Fault::ExcelLostDigits), (4, Fault::TotalRow)]
    );
    let whole = read(&sheet(ImportKind::Customers, text)).pop().unwrap();
    assert_eq!(whole.notes.iter().map(|n| n.remark).collect::<Vec<_>>(), [Remark::DecimalNumber]);
    let others = "客户号,姓名\n110105194912310000,乙\n110105194912310018,丙\n";
    assert_eq!(numbers(others), [], "the column keeps its tails");
}

#[test]
fn a_file_whose_headings_are_known_in_another_encoding_only_is_read_in_that() {
    let big5 = encoding_rs::BIG5.encode("客戶號,姓名,地區\n1,張三,臺北\n2,李四,高雄\n").0;
    let found = sheet(ImportKind::Customers, &big5[..]);
    assert_eq!((found.encoding.name(), found.encoding_by), ("Big5", EncodingBy::Guess));
    assert_eq!(found.columns[1].field, Some(Field::Name));
    let unknown = encoding_rs::BIG5.encode("代號,稱呼\n1,張三\n2,李四\n").0;
    let error = sheet(ImportKind::Customers, &unknown[..]).require_fields().unwrap_err();
    assert!(error.hint(Lang::Zh).contains("--encoding"), "{}", error.hint(Lang::Zh));
    let plain = sheet(ImportKind::Customers, "code,called\n1,x\n").require_fields().unwrap_err();
    assert!(plain.hint(Lang::Zh).contains("--map"), "{}", plain.hint(Lang::Zh));
}

#[test]
fn the_headings_say_which_kind_of_rows_a_file_has() {
    use ImportKind as K;
    for (headings, kind) in [
        ("账号,客户号,产品,余额,余额日期,到期日", Some(K::Accounts)),
        ("账号,日期,余额", Some(K::Balances)),
        ("流水号,账号,日期,金额,交易种类", Some(K::Transactions)),
        ("客户号,日期,时间,渠道,接通情况", Some(K::Contacts)),
        ("客户号,姓名,手机", None),
        ("客户号", None),
        ("甲,乙", None),
    ] {
        assert_eq!(sheet(K::Customers, format!("{headings}\n")).likelier_kind(), kind, "{headings}");
    }
    assert_eq!(sheet(K::Balances, "客户号,姓名,手机,性别\n").likelier_kind(), Some(K::Customers));
}
