//! Imports on a thread of their own: who waits for whom, and that a check needs no lock.

use crate::domain::{ImportKind, Moment, Now, Zone};
use crate::import::{Plan, Sheet, Source};
use crate::lang::Lang;
use crate::store::import::{FileReport, ImportJob, Mode, UnknownOwner, import_sheets};
use crate::store::journal::Actor;
use crate::store::protocol::{
    Desk, ImportAsk, ImportReply, ImportRequest, Memory, Reply, Request, RequestId,
};
use crate::store::worker::{Surroundings, Worker};
use crate::store::{Access, Store};
use crate::testing::tuesday;
use crate::work::Playbook;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

const CUSTOMERS: &str =
    "客户号,姓名,手机,标签,短信许可,推荐人\n1,张三,13800138000,高端,否,2\n2,李四,,,,\n3,,,,,\n";
const ACCOUNTS: &str = "账号,客户号,产品,余额,余额日期\nA,1,活期,100,2026-11-01\nB,2,定期,50,2026-11-02\n";
const TRANSACTIONS: &str = "流水号,账号,日期,金额,交易种类,余额\n1,A,2026-11-02,-5,打赏,95\n2,A,2026-11-03,7,利息,\n,B,2026-11-03,7,,\n,B,2026-11-03,7,,\n";
const BALANCES: &str = "账号,日期,余额\nA,2026-10-01,1\nB,2026-11-20,2\n";
const CONTACTS: &str =
    "客户号,时间,渠道,接通情况,结果\n1,2026-11-02 15:30,电话,接通,不再来电\n2,2026-11-02,短信,已送达,\n";

const ALL: [(ImportKind, &str); 5] = [
    (ImportKind::Customers, CUSTOMERS),
    (ImportKind::Accounts, ACCOUNTS),
    (ImportKind::Transactions, TRANSACTIONS),
    (ImportKind::Balances, BALANCES),
    (ImportKind::Contacts, CONTACTS),
];

fn actor() -> Actor {
    Actor { who: "tester".into(), window: "w1".into(), now: tuesday() }
}

fn import(store: &mut Store, kind: ImportKind, text: &str, mode: Mode) -> FileReport {
    let sheet = Sheet::open(Source::of_bytes("t.csv", text.as_bytes()), &Plan::new(kind)).unwrap();
    let job = ImportJob { sheets: vec![sheet], unknown_owner: UnknownOwner::Create, mode, label: "".into() };
    import_sheets(&mut store.conn, &actor(), &job, &mut ()).unwrap().files.remove(0)
}

fn full_book(path: &Path) -> Store {
    let mut store = Store::open(path, Access::Create, Moment(0)).unwrap();
    for (kind, text) in ALL {
        import(&mut store, kind, text, Mode::Write);
    }
    store
}

/// Files that change [`full_book`].
const CHANGED: [(ImportKind, &str); 5] = [
    (
        ImportKind::Customers,
        "客户号,姓名,手机,标签,短信许可,推荐人\n1,张三丰,13900139000,新,是,3\n9,王五,,,,1\n",
    ),
    (
        ImportKind::Accounts,
        "账号,客户号,产品,余额,余额日期\nA,1,活期,80,2026-11-09\nB,1,定期,1,\nC,4,定期,,\n",
    ),
    (
        ImportKind::Transactions,
        "流水号,账号,日期,金额,交易种类,余额\n1,B,2026-11-02,-5,打赏,\n2,A,2026-11-03,8,利息,9\n,B,2026-11-03,7,,\n,B,2026-11-03,7,,\n,B,2026-11-03,7,,\n7,A,2026-11-30,1,喝茶,1\n",
    ),
    (ImportKind::Balances, "账号,日期,余额\nA,2026-10-01,2\nB,2026-11-21,3\nB,2026-11-20,2\n"),
    (
        ImportKind::Contacts,
        "客户号,时间,渠道,接通情况,结果\n1,2026-11-02 15:30,电话,接通,考虑中\n2,2026-11-03,短信,已送达,\n2,2026-11-03,短信,已送达,\n",
    ),
];

#[test]
fn a_trial_counts_as_the_writing_does_and_needs_no_lock() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let mut store = full_book(&path);
    for (kind, text) in ALL.into_iter().chain(CHANGED) {
        let expected = import(&mut store, kind, text, Mode::DryRun);
        let mut other = Store::open(&path, Access::Write, Moment(0)).unwrap();
        let lock = other.conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
        let mut scratch = Store::open_scratch(&path, Moment(0)).unwrap();
        assert_eq!(import(&mut scratch, kind, text, Mode::Scratch), expected, "{kind}: {text}");
        drop(lock);
    }
}

type Answers = Receiver<(RequestId, bool)>;

/// A worker on a book in a file, and its answers: whose, and whether the request was done.
fn worker(path: &Path) -> (Worker, Answers) {
    let store = Store::open(path, Access::Create, Moment(0)).unwrap();
    let now = Now { at: tuesday().at, clock: tuesday().clock, zone: Zone::CHINA };
    let around = Surroundings {
        now: Arc::new(move || now),
        who: "tester".to_owned(),
        window: "w1".to_owned(),
        lang: Lang::Zh.into(),
        playbook: Playbook::embedded().unwrap(),
    };
    let (sender, answers) = channel();
    let reply_to = move |id, result: Result<Reply, _>| {
        if !matches!(&result, Ok(reply) if reply.is_interim()) {
            let _ = sender.send((id, result.is_ok()));
        }
    };
    (Worker::spawn(store, around, Box::new(reply_to)), answers)
}

fn next(answers: &Answers) -> (u64, bool) {
    let (id, is_done) = answers.recv_timeout(Duration::from_secs(60)).unwrap();
    (id.0, is_done)
}

/// A file that has no end before somebody writes it.
#[cfg(unix)]
fn pipe(folder: &Path) -> PathBuf {
    let path = folder.join("pipe.csv");
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    path
}

fn ask(path: &Path) -> ImportAsk {
    ImportAsk {
        path: path.to_owned(),
        plan: Plan::new(ImportKind::Customers),
        memory: Memory::Look,
        unknown_owner: UnknownOwner::Reject,
    }
}

#[cfg(unix)]
#[test]
fn reading_a_file_keeps_nobody_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = pipe(folder.path());
    let (mut worker, answers) = worker(&folder.path().join("book.db"));
    worker.send(RequestId(1), Request::Import(ImportRequest::Preview(Box::new(ask(&pipe)))));
    worker.send(RequestId(2), Request::Recompute);
    worker.send(RequestId(3), Request::FindOverview);
    assert_eq!((next(&answers), next(&answers)), ((2, true), (3, true)));
    std::fs::write(&pipe, CUSTOMERS).unwrap();
    assert_eq!(next(&answers), (1, true));
}

#[cfg(unix)]
#[test]
fn while_an_import_is_written_reading_goes_on_and_writing_waits() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = pipe(folder.path());
    let (mut worker, answers) = worker(&folder.path().join("book.db"));
    worker.send(RequestId(1), Request::Import(ImportRequest::Write(Box::new(ask(&pipe)))));
    worker.send(RequestId(2), Request::RecordLeaving);
    worker.send(RequestId(3), Request::FindOverview);
    assert_eq!(next(&answers), (3, true));
    std::fs::write(&pipe, CUSTOMERS).unwrap();
    let mut rest = [next(&answers), next(&answers)];
    rest.sort_unstable();
    assert_eq!(rest, [(1, true), (2, true)]);
}

/// A file that takes a while.
fn many() -> String {
    let rows: Vec<String> = (0..200_000).map(|n| format!("{n},张三")).collect();
    format!("客户号,姓名\n{}\n", rows.join("\n"))
}

#[test]
fn a_newer_request_stops_an_older_one_and_nothing_of_it_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("many.csv");
    std::fs::write(&file, many()).unwrap();
    let path = folder.path().join("book.db");
    let (mut worker, answers) = worker(&path);
    worker.send(RequestId(1), Request::Import(ImportRequest::Write(Box::new(ask(&file)))));
    worker.send(RequestId(2), Request::Import(ImportRequest::Stop));
    assert_eq!((next(&answers), next(&answers)), ((1, false), (2, true)));
    drop(worker);
    let store = Store::open(&path, Access::Read, Moment(0)).unwrap();
    let customers: i64 = store.conn.query_row("SELECT count(*) FROM customer", [], |row| row.get(0)).unwrap();
    assert_eq!(customers, 0);
}

#[test]
fn quitting_takes_a_writing_back_whole() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("many.csv");
    std::fs::write(&file, many()).unwrap();
    let path = folder.path().join("book.db");
    let (mut worker, answers) = worker(&path);
    worker.send(RequestId(1), Request::Import(ImportRequest::Write(Box::new(ask(&file)))));
    drop(worker);
    assert_eq!(next(&answers), (1, false));
    let store = Store::open(&path, Access::Read, Moment(0)).unwrap();
    let customers: i64 = store.conn.query_row("SELECT count(*) FROM customer", [], |row| row.get(0)).unwrap();
    assert_eq!(customers, 0);
}

#[test]
fn a_file_that_did_not_change_is_not_read_whole_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.csv");
    std::fs::write(&file, CUSTOMERS).unwrap();
    let mut store = Store::open_in_memory(Moment(0)).unwrap();
    let mut known = None;
    let mut preview = |known: &mut Option<Sheet>| {
        let mut counter = super::Counter {
            place: super::Place::Memory(&mut store.conn),
            actor: actor(),
            lang: Lang::Zh,
            stop: crate::import::Stop::never(),
            report: &|_| (),
            playbook: Playbook::embedded().unwrap(),
            known,
        };
        match counter.answer(ImportRequest::Preview(Box::new(ask(&file)))).unwrap() {
            ImportReply::Preview(found) => found.found.rows,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(preview(&mut known), 3);
    let hash = known.as_mut().map(|sheet| std::mem::replace(&mut sheet.scan.sha256, "kept".to_owned()));
    assert_eq!(preview(&mut known), 3);
    assert_eq!(known.as_ref().map(|sheet| sheet.scan.sha256.as_str()), Some("kept"));
    std::fs::write(&file, format!("{CUSTOMERS}4,,,,,\n")).unwrap();
    assert_eq!(preview(&mut known), 4);
    assert_ne!(known.map(|sheet| sheet.scan.sha256), hash, "the changed file was read anew");
}

#[test]
fn a_product_that_was_assigned_counts_at_once_and_at_every_later_import() {
    use crate::store::import::terms::{Term, TermSort, assign_term};
    use crate::store::journal::{UndoWhich, offer_undo, undo};
    let mut store = Store::open_in_memory(Moment(0)).unwrap();
    import(&mut store, ImportKind::Customers, CUSTOMERS, Mode::Write);
    let text = "账号,客户号,产品\nX,1,月月盈\n";
    import(&mut store, ImportKind::Accounts, text, Mode::Write);
    let product = |store: &Store, no: &str| -> String {
        store
            .conn
            .query_row("SELECT product FROM account WHERE account_no = ?1", [no], |row| row.get(0))
            .unwrap()
    };
    assert_eq!(product(&store, "X"), "unknown");
    let term = Term { sort: TermSort::Product, text: "月月盈".to_owned(), code: "wealth".to_owned() };
    assert_eq!(assign_term(&mut store.conn, &actor(), &term).unwrap(), 1);
    assert_eq!(product(&store, "X"), "wealth");
    let again =
        import(&mut store, ImportKind::Accounts, "账号,客户号,产品\nX,1,月月盈\nY,1,月月盈\n", Mode::Write);
    assert_eq!((again.inserted, again.updated, again.tally.remark_groups().len()), (1, 0, 0));
    assert_eq!(product(&store, "Y"), "wealth");
    let wrong = Term { code: "nothing".to_owned(), ..term };
    assert!(assign_term(&mut store.conn, &actor(), &wrong).is_err());
    let offer = offer_undo(&store.conn, &actor(), UndoWhich::Undo).unwrap();
    undo(&mut store.conn, &actor(), &offer).unwrap();
    let offer = offer_undo(&store.conn, &actor(), UndoWhich::Undo).unwrap();
    undo(&mut store.conn, &actor(), &offer).unwrap();
    assert_eq!(product(&store, "X"), "unknown");
}

#[test]
fn a_kind_that_was_assigned_marks_those_who_have_it() {
    use crate::store::import::terms::{Term, TermSort, assign_term};
    use crate::store::journal::{UndoWhich, offer_undo, undo};
    let mut store = Store::open_in_memory(Moment(0)).unwrap();
    import(&mut store, ImportKind::Customers, CUSTOMERS, Mode::Write);
    import(&mut store, ImportKind::Accounts, ACCOUNTS, Mode::Write);
    import(&mut store, ImportKind::Transactions, TRANSACTIONS, Mode::Write);
    let dirty = |store: &Store| -> i64 {
        store.conn.query_row("SELECT count(*) FROM customer_dirty", [], |row| row.get(0)).unwrap()
    };
    store.conn.execute("DELETE FROM customer_dirty", []).unwrap();
    let term = Term { sort: TermSort::Kind, text: "打赏".to_owned(), code: "fee".to_owned() };
    assert_eq!(assign_term(&mut store.conn, &actor(), &term).unwrap(), 1);
    assert_eq!(dirty(&store), 1);
    store.conn.execute("DELETE FROM customer_dirty", []).unwrap();
    let offer = offer_undo(&store.conn, &actor(), UndoWhich::Undo).unwrap();
    undo(&mut store.conn, &actor(), &offer).unwrap();
    assert_eq!(dirty(&store), 1, "an undo changes what they are too");
    let code: String =
        store.conn.query_row("SELECT code FROM txn_kind WHERE text = '打赏'", [], |row| row.get(0)).unwrap();
    assert_eq!(code, "unknown");
}

/// What is told on the way to the answer to a request.
fn told_of(path: &Path, request: ImportRequest) -> Vec<ImportReply> {
    let told = std::cell::RefCell::new(Vec::new());
    let mut counter = super::Counter {
        place: super::Place::File(path),
        actor: actor(),
        lang: Lang::Zh,
        stop: crate::import::Stop::never(),
        report: &|reply| told.borrow_mut().push(reply),
        playbook: Playbook::embedded().unwrap(),
        known: &mut None,
    };
    counter.answer(request).unwrap();
    told.take().into_iter().filter(|reply| !matches!(reply, ImportReply::Running(_))).collect()
}

#[test]
fn a_trial_says_what_customers_would_be_as_the_writing_makes_them() {
    use crate::book::TextOf;
    use crate::store::recompute::{self, Recording, Unwatched};
    let playbook = Playbook::embedded().unwrap();
    let request =
        recompute::Request { now: tuesday(), records: Recording::Allowed, rules: None, watch: &Unwatched };
    let balances = (ImportKind::Balances, "账号,日期,余额\nA,2026-11-23,9000000\nB,2026-10-23,1\n");
    for (kind, text) in CHANGED.into_iter().chain([balances]) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("book.db");
        let mut store = full_book(&path);
        recompute::recompute(&mut store, playbook, &request).unwrap();
        let file = folder.path().join("a.csv");
        std::fs::write(&file, text).unwrap();
        let ask = ImportAsk { plan: Plan::new(kind), ..ask(&file) };
        let told = told_of(&path, ImportRequest::Try(Box::new(ask.clone())));
        let [ImportReply::Counted(report), ImportReply::Foreseen(ahead, progress)] = told.as_slice() else {
            panic!("{kind}: {told:?}")
        };
        assert_eq!(progress.done, progress.all);
        told_of(&path, ImportRequest::Write(Box::new(ask)));
        assert_eq!(ahead.len() as u64, report.customers, "only those who are touched, {kind}");
        let after = recompute::recompute(&mut store, playbook, &request).unwrap().book;
        for row in ahead.rows() {
            let no = ahead.text(row, TextOf::CustomerNo);
            let real = after.rows().iter().find(|real| after.text(real, TextOf::CustomerNo) == no).unwrap();
            let own = |row: &crate::book::Row| {
                (row.classes[0], row.classes[1], row.assets, row.is_held, row.last_contact_on)
            };
            assert_eq!(own(row), own(real), "{kind}");
            // When somebody new is talked to first follows from the id, which the writing gives.
            if row.id == real.id {
                let dues = (ahead.dues(row), after.dues(real));
                assert_eq!((row.next, row.queues, dues.0), (real.next, real.queues, dues.1), "{kind}");
            }
            for which in [TextOf::Name, TextOf::Phones, TextOf::Tags] {
                assert_eq!(ahead.text(row, which), after.text(real, which), "{kind}");
            }
        }
    }
}

/// The offer to take the newest import of a book back.
fn offer(path: &Path) -> crate::store::journal::UndoOffer {
    let store = Store::open(path, Access::Read, Moment(0)).unwrap();
    crate::store::import::offer_undo_import(&store.conn, &actor(), crate::domain::ImportId(1)).unwrap()
}

fn count_customers(path: &Path) -> i64 {
    let store = Store::open(path, Access::Read, Moment(0)).unwrap();
    store.conn.query_row("SELECT count(*) FROM customer", [], |row| row.get(0)).unwrap()
}

#[test]
fn an_import_goes_while_others_read_and_a_stop_leaves_it_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let mut store = Store::open(&path, Access::Create, Moment(0)).unwrap();
    import(&mut store, ImportKind::Customers, &many(), Mode::Write);
    drop(store);
    let offer = offer(&path);
    let (mut worker, answers) = worker(&path);
    worker.send(RequestId(1), Request::Undo(Box::new(offer.clone())));
    worker.send(RequestId(2), Request::FindImports);
    assert_eq!(next(&answers), (2, true), "reading goes on");
    worker.send(RequestId(3), Request::Import(ImportRequest::Stop));
    assert_eq!((next(&answers), next(&answers)), ((1, false), (3, true)));
    assert_eq!(count_customers(&path), 200_000, "nothing half done");
    worker.send(RequestId(4), Request::Undo(Box::new(offer)));
    worker.send(RequestId(5), Request::RecordLeaving);
    let mut rest = [next(&answers), next(&answers)];
    rest.sort_unstable();
    assert_eq!(rest, [(4, true), (5, true)], "what writes waits for its end");
    assert_eq!(count_customers(&path), 0);
}

#[test]
fn taking_an_import_back_tells_how_far_it_is_up_to_the_last_row() {
    use crate::store::Progress;
    use crate::store::import::Steps;
    use crate::store::journal::{UndoWhich, offer_undo, undo_watched};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let mut store = full_book(&path);
    for _ in ALL {
        for which in [UndoWhich::Undo, UndoWhich::Redo, UndoWhich::Undo] {
            let offer = offer_undo(&store.conn, &actor(), which).unwrap();
            let mut told: Vec<Progress> = Vec::new();
            let mut goes_on = |progress| {
                told.push(progress);
                true
            };
            undo_watched(&mut store.conn, &actor(), &offer, &mut Steps::watched(&mut goes_on)).unwrap();
            assert!(told.is_sorted_by_key(|progress| progress.done));
            assert_eq!(told.last().map(Progress::percent), Some(100), "{:?}", offer.label);
        }
    }
}
