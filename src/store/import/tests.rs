//! Imports into a real book in memory: identity, merging, undo and redo.

use super::*;
use crate::domain::{GroupId, ImportKind, Moment, Now, Zone};
use crate::import::{Fault, Plan, Remark, Sheet, Source};
use crate::store::journal::{
    Action, ActionInfo, ActionKind, Actor, UndoOffer, UndoWhich, offer_undo, undo, verify_chain,
};
use crate::store::{Fault as StoreFault, Store};
use rusqlite::Connection;
use std::collections::BTreeMap;

const ZONE: Zone = Zone::CHINA;
/// 2026-11-24 10:00 in China.
const NOW: Moment = Moment(1_795_485_600);

fn actor() -> Actor {
    Actor { who: "tester".into(), window: "w1".into(), now: Now { at: NOW, clock: NOW, zone: ZONE } }
}

fn book() -> Store {
    Store::open_in_memory(NOW).unwrap()
}

fn job(kind: ImportKind, texts: &[&str]) -> ImportJob {
    let sheet =
        |text: &&str| Sheet::open(Source::of_bytes("t.csv", text.as_bytes()), &Plan::new(kind)).unwrap();
    ImportJob {
        sheets: texts.iter().map(sheet).collect(),
        unknown_owner: UnknownOwner::Reject,
        mode: Mode::Write,
        label: format!("import of {}", crate::domain::Code::code(kind)).into(),
    }
}

fn import(store: &mut Store, kind: ImportKind, text: &str) -> FileReport {
    let mut report = import_sheets(&mut store.conn, &actor(), &job(kind, &[text]), &mut ()).unwrap();
    report.files.remove(0)
}

/// New, updated, unchanged, rejected.
fn counts(report: &FileReport) -> (u64, u64, u64, u64) {
    (report.inserted, report.updated, report.unchanged, report.tally.rejected())
}

fn faults(report: &FileReport) -> Vec<(u64, Fault)> {
    report.tally.held().iter().map(|r| (r.row, r.fault)).collect()
}

fn remarks(report: &FileReport) -> Vec<Remark> {
    report.tally.remark_groups().iter().map(|g| g.remark).collect()
}

fn value<T: rusqlite::types::FromSql>(store: &Store, sql: &str) -> T {
    store.conn.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// Every row of every table that imports write, as text.
fn dump(conn: &Connection) -> BTreeMap<&'static str, Vec<String>> {
    let tables = [
        "customer",
        "phone",
        "tag",
        "consent",
        "account",
        "txn_kind",
        "txn",
        "balance",
        "contact",
        "follow_up",
    ];
    let rows = |table: &&'static str| {
        let mut statement = conn.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2")).unwrap();
        let width = statement.column_count();
        let text = |row: &rusqlite::Row<'_>| {
            (0..width).map(|at| Ok(format!("{:?}", row.get_ref(at)?))).collect::<rusqlite::Result<Vec<_>>>()
        };
        let rows: Vec<_> = statement.query_map([], text).unwrap().map(|r| r.unwrap().join("|")).collect();
        (*table, rows)
    };
    tables.iter().map(rows).collect()
}

const CUSTOMERS: &str = "客户号,姓名,手机,性别,标签,推荐人,短信许可\n\
    0012,欧阳娜,13800138000,女,高端,7,是\n7,张三,0571-87654321,男,,,\n9,李四,,,,,否\n";
const ACCOUNTS: &str = "账号,客户号,产品,余额,余额日期,状态,到期日\n\
    A1,0012,活期,100.00,2026-11-01,正常,\nA2,7,整存整取,5000,2026-11-01,正常,2027-01-01\n";
const TRANSACTIONS: &str = "流水号,账号,日期,金额,交易种类,摘要\n\
    1,A1,2026-11-02,-5,cash_withdrawal,\n2,A1,2026-11-03,7.50,打赏,谢谢\n3,A2,2026-11-03,1,interest,\n";
const LEDGER: &str = "客户号,日期,金额,交易种类,摘要\n\
    7,2026-11-02,-5,cash_withdrawal,x\n7,2026-11-02,-5,cash_withdrawal,x\n7,2026-11-02,-5,cash_withdrawal,y\n";
const BALANCES: &str = "账号,日期,余额\nA1,2026-10-31,80\nA1,2026-11-20,300\nA2,2026-11-01,4000\n";
const CONTACTS: &str = "客户号,时间,渠道,接通情况,结果,记录\n\
    7,2026-11-02 15:30,电话,本人接通,考虑中,再说\n9,2026-11-02,短信,已送达,,\n7,2026-11-03 09:00,电话,接通,不再来电,勿扰\n";

fn full_book() -> Store {
    let mut store = book();
    for (kind, text) in all() {
        let report = import(&mut store, kind, text);
        assert_eq!(report.tally.rejected(), 0, "{kind}: {:?}", report.tally.held());
    }
    store
}

fn all() -> [(ImportKind, &'static str); 6] {
    [
        (ImportKind::Customers, CUSTOMERS),
        (ImportKind::Accounts, ACCOUNTS),
        (ImportKind::Transactions, TRANSACTIONS),
        (ImportKind::Transactions, LEDGER),
        (ImportKind::Balances, BALANCES),
        (ImportKind::Contacts, CONTACTS),
    ]
}

#[test]
fn the_five_kinds_go_in_and_hang_together() {
    let store = full_book();
    let referrer: String = value(
        &store,
        "SELECT r.customer_no FROM customer c JOIN customer r ON r.id = c.referred_by_id WHERE c.customer_no = '0012'",
    );
    assert_eq!(referrer, "7");
    assert_eq!(
        value::<String>(&store, "SELECT product FROM account WHERE account_no = 'A2'"),
        "time_deposit"
    );
    assert_eq!(
        value::<String>(&store, "SELECT product_text FROM account WHERE account_no = 'A2'"),
        "整存整取"
    );
    assert_eq!(value::<String>(&store, "SELECT code FROM txn_kind WHERE text = '打赏'"), "unknown");
    assert_eq!(value::<i64>(&store, "SELECT count(*) FROM txn"), 6);
    assert_eq!(value::<i64>(&store, "SELECT is_primary FROM phone WHERE number = '13800138000'"), 1);
    // The newer balance became the account's own, the older one stays known.
    assert_eq!(value::<i64>(&store, "SELECT balance FROM account WHERE account_no = 'A1'"), 30_000);
    assert_eq!(value::<i64>(&store, "SELECT balance FROM account WHERE account_no = 'A2'"), 500_000);
    assert_eq!(value::<i64>(&store, "SELECT count(*) FROM balance WHERE amount = 10000"), 1);
    // A refusal in the contacts closes the channel.
    assert_eq!(value::<String>(&store, "SELECT state FROM consent WHERE channel = 'phone'"), "never");
    assert_eq!(value::<i64>(&store, "SELECT count(*) FROM customer_dirty WHERE cause = 'import'"), 3);
    assert_eq!(verify_chain(&store.conn).unwrap(), None);
}

#[test]
fn the_same_file_again_changes_nothing() {
    let mut store = full_book();
    let before = dump(&store.conn);
    let groups: i64 = value(&store, "SELECT count(*) FROM journal_group");
    for (kind, text) in all() {
        let report = import(&mut store, kind, text);
        assert_eq!(counts(&report), (0, 0, report.rows, 0), "{kind}");
    }
    assert_eq!(dump(&store.conn), before);
    assert_eq!(
        value::<i64>(&store, "SELECT count(*) FROM journal_group"),
        groups,
        "nothing to undo was made"
    );
}

#[test]
fn overlapping_files_and_true_twins_both_come_out_right() {
    let mut store = full_book();
    let later = "客户号,日期,金额,交易种类,摘要\n\
        7,2026-11-02,-5,cash_withdrawal,x\n7,2026-11-02,-5,cash_withdrawal,x\n7,2026-11-02,-5,cash_withdrawal,x\n\
        7,2026-11-04,-5,cash_withdrawal,x\n";
    assert_eq!(counts(&import(&mut store, ImportKind::Transactions, later)), (2, 0, 2, 0));
    // Two overlapping files in one go.
    let mut other = book();
    import(&mut other, ImportKind::Customers, CUSTOMERS);
    let both = job(ImportKind::Transactions, &[LEDGER, later]);
    let report = import_sheets(&mut other.conn, &actor(), &both, &mut ()).unwrap();
    assert_eq!(report.files.iter().map(|f| f.inserted).collect::<Vec<_>>(), [3, 2]);
    assert_eq!(value::<i64>(&other, "SELECT count(*) FROM txn"), 5);
    assert_eq!(value::<i64>(&other, "SELECT count(*) FROM journal_group"), 2, "one group for both files");
}

#[test]
fn an_empty_cell_keeps_and_a_full_one_replaces() {
    let mut store = full_book();
    let text = "客户号,姓名,手机,性别\n7,,13900139000,\n9,李四四,,男\n";
    assert_eq!(counts(&import(&mut store, ImportKind::Customers, text)), (0, 2, 0, 0));
    assert_eq!(value::<String>(&store, "SELECT name FROM customer WHERE customer_no = '7'"), "张三");
    assert_eq!(value::<String>(&store, "SELECT name FROM customer WHERE customer_no = '9'"), "李四四");
    assert_eq!(value::<i64>(&store, "SELECT count(*) FROM phone WHERE customer_id = 2"), 2);
    assert_eq!(value::<i64>(&store, "SELECT count(*) FROM customer"), 3, "who is missing in the file stays");
}

#[test]
fn what_the_manager_entered_is_kept_and_reported() {
    let mut store = full_book();
    store
        .conn
        .execute_batch("UPDATE customer SET name = '张叁', hand_edited = 'name' WHERE customer_no = '7'")
        .unwrap();
    let report = import(&mut store, ImportKind::Customers, "客户号,姓名,性别\n7,张三三,女\n");
    assert_eq!(counts(&report), (0, 1, 0, 0));
    assert_eq!(value::<String>(&store, "SELECT name FROM customer WHERE customer_no = '7'"), "张叁");
    let kept = &report.tally.kept()[0];
    assert_eq!((kept.kept.as_deref(), kept.value.as_str()), (Some("张叁"), "张三三"));
}

#[test]
fn numbers_and_tags_that_the_manager_entered_are_kept_and_told_with_both_values() {
    let mut store = full_book();
    let sql = "UPDATE customer SET birth_on = 10, hand_edited = 'phone,tag,birth_on,gender' WHERE customer_no = '0012'";
    store.conn.execute_batch(sql).unwrap();
    let text = "客户号,手机,标签,出生日期,性别\n0012,13900139000,白金,1980-01-31,男\n";
    let report = import(&mut store, ImportKind::Customers, text);
    assert_eq!(counts(&report), (0, 0, 1, 0));
    let kept: Vec<_> = report
        .tally
        .kept()
        .iter()
        .map(|n| (n.kept.as_deref().unwrap_or_default(), n.value.as_str()))
        .collect();
    let expected =
        [("female", "male"), ("1970-01-11", "1980-01-31"), ("138****8000", "139****9000"), ("高端", "白金")];
    assert_eq!(kept, expected);
    assert_eq!(
        value::<i64>(
            &store,
            "SELECT count(*) FROM phone JOIN customer c ON c.id = customer_id WHERE customer_no = '0012'"
        ),
        1
    );
    let same = import(&mut store, ImportKind::Customers, "客户号,手机,标签\n0012,13800138000,高端\n");
    assert_eq!(same.tally.kept().len(), 0, "what agrees is not told");
}

#[test]
fn an_older_balance_never_replaces_a_newer_one() {
    let mut store = full_book();
    let report = import(&mut store, ImportKind::Accounts, "账号,客户号,余额,余额日期\nA2,7,1,2026-10-01\n");
    assert_eq!((counts(&report), remarks(&report)), ((0, 0, 1, 0), vec![Remark::OlderBalance]));
    let newer = "账号,客户号,余额,余额日期\nA2,7,6000,2026-11-10\n";
    assert_eq!(counts(&import(&mut store, ImportKind::Accounts, newer)), (0, 1, 0, 0));
    assert_eq!(value::<i64>(&store, "SELECT balance FROM account WHERE account_no = 'A2'"), 600_000);
    let stepped = "流水号,账号,日期,金额,交易后余额\n9,A2,2026-11-15,1,6001\n10,A2,2026-11-12,1,1\n";
    import(&mut store, ImportKind::Transactions, stepped);
    assert_eq!(value::<i64>(&store, "SELECT balance FROM account WHERE account_no = 'A2'"), 600_100);
}

#[test]
fn rows_from_the_future_are_taken_reported_and_raise_no_balance() {
    let mut store = full_book();
    let report = import(&mut store, ImportKind::Balances, "账号,日期,余额\nA2,2026-12-24,1\n");
    assert_eq!((counts(&report), report.tally.future()), ((1, 0, 0, 0), 1));
    assert_eq!(value::<i64>(&store, "SELECT balance FROM account WHERE account_no = 'A2'"), 500_000);
}

#[test]
fn unknown_owners_are_rejected_or_made() {
    let mut store = full_book();
    let text = "账号,客户号,日期,金额\nA9,8,2026-11-02,1\nA1,7,2026-11-02,1\nA1,0012,2026-11-02,1\n";
    let report = import(&mut store, ImportKind::Transactions, text);
    assert_eq!(faults(&report), [(2, Fault::UnknownAccount), (3, Fault::OwnerDiffers)]);
    let report =
        import(&mut store, ImportKind::Contacts, "客户号,时间,渠道\n8,2026-11-02,到店\n12,2026-11-02,到店\n");
    assert_eq!(faults(&report), [(2, Fault::UnknownCustomer), (3, Fault::LeadingZerosLost)]);
    let mut job = job(ImportKind::Transactions, &[text]);
    job.unknown_owner = UnknownOwner::Create;
    let report = import_sheets(&mut store.conn, &actor(), &job, &mut ()).unwrap().files.remove(0);
    assert_eq!((report.created_customers, report.created_accounts, report.inserted), (1, 1, 1));
}

#[test]
fn rows_that_contradict_an_earlier_row_of_the_file_are_rejected_each_time() {
    let mut store = full_book();
    let text = "客户号,姓名\n7,甲\n7,乙\n8,丙\n8,丁\n8,丙\n";
    let report = import(&mut store, ImportKind::Customers, text);
    assert_eq!(
        (counts(&report), faults(&report)),
        ((1, 1, 1, 2), vec![(3, Fault::RepeatsRow), (5, Fault::RepeatsRow)])
    );
    assert_eq!(counts(&import(&mut store, ImportKind::Customers, text)), (0, 0, 3, 2));
    let text = "账号,日期,余额\nA1,2026-10-01,1\nA1,2026-10-01,2\n";
    assert_eq!(counts(&import(&mut store, ImportKind::Balances, text)), (1, 0, 0, 1));
    assert_eq!(counts(&import(&mut store, ImportKind::Balances, text)), (0, 0, 1, 1));
    let taken = "流水号,账号,日期,金额\n1,A2,2026-11-02,-5\n";
    assert_eq!(faults(&import(&mut store, ImportKind::Transactions, taken)), [(2, Fault::NumberTaken)]);
}

#[test]
fn a_dry_run_says_it_all_and_writes_nothing() {
    let mut store = full_book();
    let before = dump(&store.conn);
    let mut job = job(ImportKind::Customers, &["客户号,姓名\n7,甲\n10,乙\n,丙\n"]);
    job.mode = Mode::DryRun;
    let report = import_sheets(&mut store.conn, &actor(), &job, &mut ()).unwrap();
    assert_eq!(counts(&report.files[0]), (1, 1, 0, 1));
    assert_eq!((report.written, dump(&store.conn)), (None, before));
}

struct Stopper;

impl Watch for Stopper {
    fn is_stopped(&self) -> bool {
        true
    }
}

#[test]
fn a_stopped_import_leaves_nothing() {
    let mut store = full_book();
    let before = dump(&store.conn);
    let job = job(ImportKind::Customers, &["客户号,姓名\n10,乙\n"]);
    let error = import_sheets(&mut store.conn, &actor(), &job, &mut Stopper).unwrap_err();
    assert!(
        matches!(error, ImportFailure::Store(StoreError { fault: StoreFault::Stopped, .. })),
        "{error:?}"
    );
    assert_eq!(dump(&store.conn), before);
}

fn take_back(store: &mut Store, which: UndoWhich) -> crate::store::Result<GroupId> {
    let offer = offer_undo(&store.conn, &actor(), which)?;
    undo(&mut store.conn, &actor(), &offer).map(|undone| undone.group)
}

#[test]
fn undo_restores_the_exact_rows_step_by_step_and_redo_brings_them_back() {
    let mut store = book();
    let mut states = vec![dump(&store.conn)];
    let changes = [
        (ImportKind::Customers, "客户号,姓名,手机,短信许可\n7,张三丰,13700137000,否\n9,李四,,是\n"),
        (
            ImportKind::Accounts,
            "账号,客户号,余额,余额日期,状态\nA1,0012,1,2026-11-22,冻结\nA3,9,1,2026-11-22,\n",
        ),
        (ImportKind::Transactions, "流水号,账号,日期,金额,交易种类\n2,A1,2026-11-03,8,打赏\n"),
        (ImportKind::Balances, "账号,日期,余额\nA1,2026-10-31,81\nA2,2026-11-22,4\n"),
        (ImportKind::Contacts, "客户号,时间,渠道,接通情况,回复\n9,2026-11-02,短信,未送达,无回复\n"),
    ];
    for (kind, text) in all().into_iter().chain(changes) {
        let report = import(&mut store, kind, text);
        assert_eq!(report.tally.rejected(), 0, "{kind}: {:?}", report.tally.held());
        states.push(dump(&store.conn));
    }
    let steps = states.len() - 1;
    for _ in 0..2 {
        for step in (0..steps).rev() {
            take_back(&mut store, UndoWhich::Undo).unwrap();
            assert_eq!(dump(&store.conn), states[step], "undo to {step}");
        }
        for (step, state) in states.iter().enumerate().skip(1) {
            take_back(&mut store, UndoWhich::Redo).unwrap();
            assert_eq!(&dump(&store.conn), state, "redo to {step}");
        }
    }
    assert_eq!(value::<i64>(&store, "SELECT count(*) FROM import_undone"), 0);
    assert_eq!(value::<i64>(&store, "SELECT count(*) FROM import WHERE undone_at IS NOT NULL"), 0);
    assert_eq!(verify_chain(&store.conn).unwrap(), None);
}

#[test]
fn an_import_under_a_later_action_is_not_undone_and_the_action_is_named() {
    let mut store = book();
    import(&mut store, ImportKind::Customers, CUSTOMERS);
    let before = dump(&store.conn);
    let group = GroupId(value(&store, "SELECT max(id) FROM journal_group"));
    let blocked = |store: &mut Store| {
        let mut offer = offer_undo(&store.conn, &actor(), UndoWhich::Undo).unwrap();
        (offer.group, offer.inverts, offer.kind) = (group, group, ActionKind::Import);
        match undo(&mut store.conn, &actor(), &offer).unwrap_err().fault {
            StoreFault::Blocked(label) => label,
            other => panic!("{other:?}"),
        }
    };
    import(&mut store, ImportKind::Accounts, ACCOUNTS);
    assert_eq!(blocked(&mut store), "import of accounts".into());
    take_back(&mut store, UndoWhich::Undo).unwrap();

    let info = ActionInfo { kind: ActionKind::Edit, label: "name of 张**".into(), customer: None };
    let mut action = Action::begin(&mut store.conn, &actor(), &info).unwrap();
    action.update("customer", 1, &[("name", &"x")]).unwrap();
    action.commit().unwrap();
    assert_eq!(blocked(&mut store), "name of 张**".into());
    take_back(&mut store, UndoWhich::Undo).unwrap();

    let mut action =
        Action::begin(&mut store.conn, &actor(), &ActionInfo { label: "tag".into(), ..info }).unwrap();
    action.insert("tag", &[("customer_id", &2), ("tag", &"VIP")]).unwrap();
    action.commit().unwrap();
    assert_eq!(blocked(&mut store), "tag".into());
    take_back(&mut store, UndoWhich::Undo).unwrap();
    assert_eq!(dump(&store.conn), before);

    import(&mut store, ImportKind::Customers, "客户号,姓名\n7,别名\n");
    assert_eq!(blocked(&mut store), "import of customers".into());
    take_back(&mut store, UndoWhich::Undo).unwrap();
    take_back(&mut store, UndoWhich::Undo).unwrap();
    assert_eq!(value::<i64>(&store, "SELECT count(*) FROM customer"), 0);
}

#[test]
fn an_import_whose_new_customers_were_only_looked_at_is_taken_back_and_brought_back() {
    let mut store = book();
    let empty = dump(&store.conn);
    import(&mut store, ImportKind::Customers, CUSTOMERS);
    let full = dump(&store.conn);
    let looked =
        "INSERT INTO access (customer_id, at, what) VALUES (1, 1, 'call_screen'), (2, 2, 'show_number')";
    store.conn.execute_batch(looked).unwrap();
    take_back(&mut store, UndoWhich::Undo).unwrap();
    assert_eq!(dump(&store.conn), empty);
    assert_eq!(value::<i64>(&store, "SELECT count(*) FROM access"), 0);
    take_back(&mut store, UndoWhich::Redo).unwrap();
    assert_eq!(dump(&store.conn), full);
}

#[test]
fn an_import_that_makes_an_older_customer_refer_to_a_new_one_is_undone_before_the_older_import() {
    let mut store = book();
    import(&mut store, ImportKind::Customers, "客户号,姓名\n3,丙\n");
    let (first, before) = (GroupId(value(&store, "SELECT max(id) FROM journal_group")), dump(&store.conn));
    import(&mut store, ImportKind::Customers, "客户号,姓名,推荐人\n3,丙,1\n1,甲,\n");
    let offer = UndoOffer {
        group: first,
        inverts: first,
        ..offer_undo(&store.conn, &actor(), UndoWhich::Undo).unwrap()
    };
    let error = undo(&mut store.conn, &actor(), &offer).unwrap_err();
    assert_eq!(
        error.fault,
        StoreFault::Blocked("import of customers".into()),
        "the newer one stands on the older"
    );
    take_back(&mut store, UndoWhich::Undo).unwrap();
    assert_eq!(dump(&store.conn), before);
    take_back(&mut store, UndoWhich::Undo).unwrap();
    assert_eq!(value::<i64>(&store, "SELECT count(*) FROM customer"), 0);
}

#[test]
fn an_import_is_undone_from_the_list_and_only_once() {
    let mut store = full_book();
    let files = list_imports(&store.conn).unwrap();
    assert_eq!(files.iter().map(|f| f.kind).next(), Some(ImportKind::Contacts));
    let ledger =
        files.iter().find(|f| f.kind == ImportKind::Transactions && f.inserted == 3 && f.id.0 == 4).unwrap();
    let offer = offer_undo_import(&store.conn, &actor(), ledger.id).unwrap();
    assert!(offer.asks);
    assert_eq!(undo(&mut store.conn, &actor(), &offer).unwrap().rows, 3);
    assert_eq!(value::<i64>(&store, "SELECT count(*) FROM txn"), 3);
    let once_more = undo(&mut store.conn, &actor(), &offer).unwrap_err();
    assert_eq!(once_more.fault, StoreFault::NothingToUndo);
    assert!(offer_undo_import(&store.conn, &actor(), ledger.id).is_err());
    assert!(list_imports(&store.conn).unwrap().iter().any(|f| f.is_undone && f.id == ledger.id));
}

#[test]
fn the_timeline_tells_which_files_brought_rows_of_a_customer() {
    use crate::book::Event;
    use ImportKind as K;
    let mut store = full_book();
    let customer = crate::store::customer::find_customer_id(&store.conn, "7").unwrap().unwrap();
    let files = |store: &Store| -> Vec<(ImportKind, u32)> {
        let entries = crate::store::timeline::list_timeline(&store.conn, customer, actor().now, 100).unwrap();
        let file = |event: &Event| match event {
            Event::Imported { kind, rows, .. } => Some((*kind, *rows)),
            _ => None,
        };
        let mut files: Vec<_> = entries.iter().filter_map(|entry| file(&entry.event)).collect();
        files.sort_unstable();
        files
    };
    let all = [
        (K::Customers, 1),
        (K::Accounts, 1),
        (K::Transactions, 1),
        (K::Transactions, 3),
        (K::Balances, 1),
        (K::Contacts, 2),
    ];
    assert_eq!(files(&store), all);
    let offer = offer_undo(&store.conn, &actor(), UndoWhich::Undo).unwrap();
    undo(&mut store.conn, &actor(), &offer).unwrap();
    assert_eq!(files(&store), all[..5], "what was taken back is not told");
}

#[test]
fn every_look_up_goes_through_an_index() {
    let store = book();
    for sql in [
        "SELECT id FROM txn WHERE customer_id = 1 AND booked_on = 2 AND account_id IS 3 AND amount = 4
         AND kind_id = 5 AND counterparty IS NULL AND memo IS NULL AND twin = 8 AND transaction_no IS NULL",
        "SELECT id FROM contact WHERE customer_id = 1 AND at = 2 AND channel = 'sms' AND direction = 'out' AND twin = 0",
        "SELECT id FROM txn WHERE transaction_no = '1'",
        "DELETE FROM txn WHERE import_id = 1",
    ] {
        let plan: String = store
            .conn
            .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
            .unwrap()
            .query_map([], |row| row.get::<_, String>(3))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        assert!(plan.starts_with("SEARCH"), "{sql}: {plan}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(40))]

    /// Rows of few customers, days and amounts, so that twins and overlaps are common.
    #[test]
    fn importing_twice_is_importing_once(
        ledger in proptest::collection::vec((0..3u8, 1..4u8, -2..3i8, 0..3u8), 0..30),
        people in proptest::collection::vec((0..4u8, "[甲乙]?", "(1380013800[0-3])?", "[女男]?"), 0..12),
        cut in 0..30usize,
    ) {
        let mut once = book();
        import(&mut once, ImportKind::Customers, CUSTOMERS);
        let numbers = ["0012", "7", "9", "10"];
        let person = |(who, name, phone, gender): &(u8, String, String, String)| {
            format!("{},{name},{phone},{gender}\n", numbers[usize::from(*who)])
        };
        let customers: String =
            std::iter::once("客户号,姓名,手机,性别\n".to_owned()).chain(people.iter().map(person)).collect();
        let line = |(who, day, amount, memo): &(u8, u8, i8, u8)| {
            format!("{},2026-11-0{day},{amount},cash_deposit,{memo}\n", numbers[usize::from(*who)])
        };
        let heading = "客户号,日期,金额,交易种类,摘要\n";
        let whole: String = std::iter::once(heading.to_owned()).chain(ledger.iter().map(line)).collect();
        let cut = cut.min(ledger.len());
        let part: String = std::iter::once(heading.to_owned()).chain(ledger[..cut].iter().map(line)).collect();
        for (kind, text) in [(ImportKind::Customers, &customers), (ImportKind::Transactions, &whole)] {
            import(&mut once, kind, text);
        }
        let first = dump(&once.conn);
        for (kind, text) in
            [(ImportKind::Customers, &customers), (ImportKind::Transactions, &whole), (ImportKind::Transactions, &part)]
        {
            let report = import(&mut once, kind, text);
            proptest::prop_assert_eq!(report.inserted + report.updated, 0);
        }
        proptest::prop_assert_eq!(dump(&once.conn), first);
        proptest::prop_assert_eq!(value::<i64>(&once, "SELECT count(*) FROM txn"), i64::try_from(ledger.len()).unwrap());
    }
}

#[test]
fn a_channel_that_the_customer_closed_after_an_import_is_not_opened_by_the_next() {
    let mut store = book();
    let file = |state: &str| format!("customer_no,consent_phone,consent_sms\n1,{state},{state}\n");
    import(&mut store, ImportKind::Customers, &file("yes"));
    let info = ActionInfo { kind: ActionKind::Log, label: "log".into(), customer: None };
    let mut action = Action::begin(&mut store.conn, &actor(), &info).unwrap();
    let id: i64 = action
        .conn()
        .query_row("SELECT id FROM consent WHERE channel = 'phone'", [], |row| row.get(0))
        .unwrap();
    action.update("consent", id, &[("state", &"never")]).unwrap();
    action.commit().unwrap();
    let state = |store: &Store, channel: &str| -> String {
        let sql = "SELECT state FROM consent WHERE channel = ?1";
        store.conn.query_row(sql, [channel], |row| row.get(0)).unwrap()
    };
    import(&mut store, ImportKind::Customers, &file("yes"));
    assert_eq!(state(&store, "phone"), "never");
    import(&mut store, ImportKind::Customers, &file("service_only"));
    assert_eq!(state(&store, "phone"), "never");
    assert_eq!(state(&store, "sms"), "service_only", "what only files said follows them");
}

const ONE: &str = "INSERT INTO customer (id, customer_no, entered_on) VALUES (1, '1', 1);";

fn one_customer(more: &str) -> Store {
    let store = book();
    store.conn.execute_batch(&format!("{ONE} {more}")).unwrap();
    store
}

fn consent_of(store: &Store, channel: &str) -> String {
    let sql = "SELECT coalesce((SELECT state FROM consent WHERE channel = ?1), '')";
    store.conn.query_row(sql, [channel], |row| row.get(0)).unwrap()
}

/// As a person changes it on the screen.
fn consent_by_hand(store: &mut Store, state: &str, given_on: i64) {
    let info = ActionInfo { kind: ActionKind::Edit, label: "consent".into(), customer: None };
    let mut action = Action::begin(&mut store.conn, &actor(), &info).unwrap();
    action.update("consent", 1, &[("state", &state), ("given_on", &given_on)]).unwrap();
    action.commit().unwrap();
}

const CONSENTS: &str = "INSERT INTO consent (id, customer_id, channel, state, given_on) VALUES
    (1, 1, 'phone', 'yes', 19500), (2, 1, 'sms', 'yes', 19500);";
const REFUSALS: &str = "客户号,时间,渠道,接通情况,结果,回复\n\
    1,2026-11-20,电话,本人接通,不再来电,\n1,2026-11-21,短信,已送达,,退订\n";

#[test]
fn a_refusal_in_a_file_closes_a_channel_that_was_open_and_undo_opens_it_again() {
    let mut store = one_customer(CONSENTS);
    let before = dump(&store.conn);
    import(&mut store, ImportKind::Contacts, REFUSALS);
    assert_eq!((consent_of(&store, "phone"), consent_of(&store, "sms")), ("never".into(), "never".into()));
    assert_eq!(value::<i64>(&store, "SELECT given_on FROM consent WHERE channel = 'phone'"), 20_777);
    take_back(&mut store, UndoWhich::Undo).unwrap();
    assert_eq!(dump(&store.conn), before);
    let closed = "客户号,电话许可,短信许可\n1,勿扰,退订\n";
    assert_eq!(counts(&import(&mut store, ImportKind::Customers, closed)), (0, 1, 0, 0));
    assert_eq!((consent_of(&store, "phone"), consent_of(&store, "sms")), ("never".into(), "never".into()));
    assert_eq!(counts(&import(&mut store, ImportKind::Customers, closed)), (0, 0, 1, 0));
}

#[test]
fn a_file_does_not_open_what_the_customer_refused_in_a_contact_whatever_comes_first() {
    let open = "客户号,电话许可,短信许可\n1,是,是\n";
    for order in
        [[ImportKind::Customers, ImportKind::Contacts], [ImportKind::Contacts, ImportKind::Customers]]
    {
        let mut store = one_customer("");
        for kind in order {
            import(&mut store, kind, if kind == ImportKind::Contacts { REFUSALS } else { open });
        }
        assert_eq!(
            (consent_of(&store, "phone"), consent_of(&store, "sms")),
            ("never".into(), "never".into())
        );
        let again = import(&mut store, ImportKind::Customers, open);
        assert_eq!((counts(&again), remarks(&again)), ((0, 0, 1, 0), vec![Remark::RefusalKept; 2]));
    }
}

#[test]
fn what_the_customer_opened_again_by_hand_is_closed_by_a_newer_refusal_only() {
    let mut store = one_customer(
        "INSERT INTO consent VALUES (1, 1, 'phone', 'never', NULL, NULL, NULL, 19500, NULL, NULL);",
    );
    consent_by_hand(&mut store, "yes", 20_778);
    import(&mut store, ImportKind::Contacts, REFUSALS);
    assert_eq!(consent_of(&store, "phone"), "yes", "the refusal is a day older");
    let known = import(&mut store, ImportKind::Customers, "客户号,电话许可\n1,勿扰\n");
    assert_eq!(
        (consent_of(&store, "phone").as_str(), remarks(&known)),
        ("yes", vec![Remark::Kept]),
        "no news"
    );
    import(&mut store, ImportKind::Customers, "客户号,电话许可\n1,仅服务\n");
    assert_eq!(consent_of(&store, "phone"), "service_only", "that is news");
    import(&mut store, ImportKind::Contacts, &REFUSALS.replace("11-20", "11-22"));
    assert_eq!(consent_of(&store, "phone"), "never");
}

#[test]
fn a_trial_tells_of_consents_what_the_writing_does() {
    let path = tempfile::tempdir().unwrap();
    let path = path.path().join("book.db");
    let mut store = Store::open(&path, crate::store::Access::Create, NOW).unwrap();
    store.conn.execute_batch(&format!("{ONE} {CONSENTS}")).unwrap();
    consent_by_hand(&mut store, "never", 20_778);
    let text = "客户号,电话许可,短信许可\n1,是,否\n";
    let mut trial = Store::open_scratch(&path, NOW).unwrap();
    let mut job = job(ImportKind::Customers, &[text]);
    job.mode = Mode::Scratch;
    let tried = import_sheets(&mut trial.conn, &actor(), &job, &mut ()).unwrap().files.remove(0);
    let written = import(&mut store, ImportKind::Customers, text);
    assert_eq!((counts(&tried), remarks(&tried)), (counts(&written), remarks(&written)));
    assert_eq!((counts(&tried), remarks(&tried)), ((0, 1, 0, 0), vec![Remark::RefusalKept]));
}

#[test]
fn the_newest_contact_of_a_file_ends_what_it_ended_and_undo_brings_it_back() {
    let people =
        "INSERT INTO customer (id, customer_no, entered_on) VALUES (2, '2', 1), (3, '3', 1), (4, '4', 1);
        INSERT INTO phone (id, customer_id, number, is_primary) VALUES (1, 3, '13800138000', 1),
            (2, 4, '13800138001', 1), (3, 4, '13800138002', 0);";
    let mut store = one_customer(people);
    let before = dump(&store.conn);
    let file = "客户号,时间,渠道,接通情况,结果,记录\n1,2026-11-20,电话,本人接通,客户身故,家人告知\n\
        2,2026-11-19,电话,本人接通,已销户迁出,去了外地\n3,2026-11-19,电话,空号,,\n4,2026-11-19,电话,空号,,\n";
    let report = import(&mut store, ImportKind::Contacts, file);
    assert_eq!(remarks(&report), [Remark::TookEffect, Remark::TookEffect, Remark::WhichNumber]);
    assert_eq!(value::<i64>(&store, "SELECT deceased_on FROM customer WHERE id = 1"), 20_777);
    let left: String = value(&store, "SELECT left_on || leaving_reason FROM customer WHERE id = 2");
    assert_eq!(left, "20776去了外地");
    assert_eq!(value::<String>(&store, "SELECT class FROM class_override WHERE customer_id = 2"), "lost");
    let states: String = value(&store, "SELECT group_concat(state) FROM phone");
    assert_eq!(states, "invalid,unverified,unverified", "of two numbers it is not known which");
    let after = dump(&store.conn);
    for _ in 0..2 {
        take_back(&mut store, UndoWhich::Undo).unwrap();
        assert_eq!(
            (dump(&store.conn), value(&store, "SELECT count(*) FROM class_override")),
            (before.clone(), 0i64)
        );
        take_back(&mut store, UndoWhich::Redo).unwrap();
        assert_eq!(
            (dump(&store.conn), value(&store, "SELECT count(*) FROM class_override")),
            (after.clone(), 1i64)
        );
    }
}

#[test]
fn a_contact_that_is_not_the_newest_ends_nothing_wherever_it_stands() {
    let mut store = one_customer("INSERT INTO phone (id, customer_id, number) VALUES (1, 1, '13800138000');");
    let file = "客户号,时间,渠道,接通情况,结果\n1,2026-11-20,电话,无人接听,\n1,2026-11-19,电话,空号,\n\
        1,2026-11-18,电话,本人接通,客户身故\n";
    import(&mut store, ImportKind::Contacts, file);
    import(&mut store, ImportKind::Contacts, "客户号,时间,渠道,接通情况,结果\n1,2026-11-17,电话,空号,\n");
    assert_eq!(value::<String>(&store, "SELECT state FROM phone"), "unverified");
    assert_eq!(value::<i64>(&store, "SELECT count(*) FROM customer WHERE deceased_on IS NOT NULL"), 0);
}

#[test]
fn an_accounts_own_balance_that_a_file_replaces_is_kept_but_is_no_row_of_that_file() {
    let mut store = book();
    import(&mut store, ImportKind::Customers, CUSTOMERS);
    let mut states = vec![dump(&store.conn)];
    let balances = "账号,日期,余额\nA1,2026-11-10,3000\nA2,2026-11-10,51000\n";
    for (kind, text) in [(ImportKind::Accounts, ACCOUNTS), (ImportKind::Balances, balances)] {
        import(&mut store, kind, text);
        states.push(dump(&store.conn));
    }
    assert_eq!(
        value::<i64>(&store, "SELECT count(*) FROM balance"),
        4,
        "two of the file, two that were replaced"
    );
    let last: i64 = value(&store, "SELECT max(id) FROM import");
    assert_eq!(value::<i64>(&store, &format!("SELECT count(*) FROM balance WHERE import_id = {last}")), 2);
    for _ in 0..2 {
        for state in states[..2].iter().rev() {
            take_back(&mut store, UndoWhich::Undo).unwrap();
            assert_eq!(&dump(&store.conn), state);
        }
        for state in &states[1..] {
            take_back(&mut store, UndoWhich::Redo).unwrap();
            assert_eq!(&dump(&store.conn), state);
        }
    }
}
