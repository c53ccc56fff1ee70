use super::clerk::Clerk;
use super::*;
use crate::domain::{Channel, CustomerId, Direction, Moment, Reach};
use crate::store::Access;
use crate::testing::{store_of, tuesday};
use crate::work::log::{LogDraft, Outcome};

const BOOK: &str =
    "INSERT INTO customer (id, customer_no, name, entered_on) VALUES (1, '100482', '马玉兰', {today} - 300);
    INSERT INTO phone (id, customer_id, number, is_primary) VALUES (5, 1, '15450000001', 1);";

fn around() -> Surroundings {
    Surroundings {
        now: Arc::new(tuesday),
        who: "张晓岚".to_owned(),
        window: "test".to_owned(),
        lang: Lang::Zh.into(),
        playbook: Playbook::embedded().unwrap(),
    }
}

/// What is left in the book once the hand that sent these requests was dropped before any of them was answered.
fn left(requests: Vec<Request>, sql: &str) -> (i64, Vec<u64>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    store_of(BOOK).conn.execute("VACUUM INTO ?", [path.to_str().unwrap()]).unwrap();
    let (sender, calls) = channel();
    for (at, request) in requests.into_iter().enumerate() {
        sender.send(Call::Ask(RequestId(at as u64), request)).unwrap();
    }
    drop(sender);
    let store = Store::open(&path, Access::Write, Moment(0)).unwrap();
    let (answer, answers) = channel();
    let reply_to: ReplyTo = Box::new(move |id, _| answer.send(id.0).unwrap());
    Clerk::new(store, around(), Shared { stop: Arc::new(AtomicBool::new(true)), ..Shared::default() })
        .serve(&calls, &reply_to);
    drop(reply_to);
    let store = Store::open(&path, Access::Read, Moment(0)).unwrap();
    (store.conn.query_row(sql, [], |row| row.get(0)).unwrap(), answers.iter().collect())
}

#[test]
fn what_was_saved_in_the_last_moment_is_in_the_book_though_the_recomputation_was_stopped() {
    let outcome = Outcome {
        channel: Channel::Phone,
        direction: Direction::Out,
        reach: Reach::NoAnswer,
        reply: None,
        result: None,
    };
    let log = Request::SaveLog(CustomerId(1), Box::new(LogDraft::new(outcome)));
    let found = left(vec![Request::Recompute, log], "SELECT count(*) FROM contact");
    assert_eq!(found, (1, vec![1]));
}

#[test]
fn nobody_waits_for_what_was_only_asked() {
    let found =
        left(vec![Request::FindCard(CustomerId(1)), Request::RecordLeaving], "SELECT count(*) FROM contact");
    assert_eq!(found, (0, vec![1]));
}

#[test]
fn while_another_window_writes_the_classes_are_there_and_unrecorded() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    store_of(BOOK).conn.execute("VACUUM INTO ?", [path.to_str().unwrap()]).unwrap();
    let store = Store::open(&path, Access::Write, Moment(0)).unwrap();
    let mut other = Store::open(&path, Access::Write, Moment(0)).unwrap();
    let lock = other.conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
    let (answer, answers) = channel();
    let reply_to: ReplyTo = Box::new(move |_, reply| {
        if !reply.as_ref().is_ok_and(Reply::is_interim) {
            answer.send(reply).unwrap();
        }
    });
    let mut worker = Worker::spawn(store, around(), reply_to);
    let mut recorded = |id| {
        worker.send(RequestId(id), Request::Recompute);
        match answers.recv().unwrap() {
            Ok(Reply::Recomputed(done)) => (done.book.len(), done.is_recorded),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(recorded(1), (1, false));
    drop(lock);
    assert_eq!(recorded(2), (1, true));
}

#[test]
fn what_writes_waits_for_another_window_and_what_reads_passes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    store_of(BOOK).conn.execute("VACUUM INTO ?", [path.to_str().unwrap()]).unwrap();
    let other = Store::open(&path, crate::store::Access::Write, Moment(0)).unwrap();
    other.conn.execute_batch("BEGIN IMMEDIATE").unwrap();
    let (sender, answers) = channel();
    let reply_to = move |id: RequestId, result: std::result::Result<Reply, Failure>| {
        let what = match result {
            Ok(Reply::Waits) => "waits",
            Ok(_) => "done",
            Err(_) => "failed",
        };
        let _ = sender.send((id.0, what));
    };
    let store = Store::open(&path, crate::store::Access::Write, Moment(0)).unwrap();
    let mut worker = Worker::spawn(store, around(), Box::new(reply_to));
    let next = || answers.recv_timeout(std::time::Duration::from_secs(60)).unwrap();
    worker.send(RequestId(1), Request::SaveRemark(CustomerId(1), "喜欢钓鱼".to_owned()));
    worker.send(RequestId(2), Request::FindOverview);
    assert_eq!((next(), next()), ((2, "done"), (1, "waits")));
    worker.send(RequestId(3), Request::RecordLeaving);
    other.conn.execute_batch("ROLLBACK").unwrap();
    assert_eq!((next(), next()), ((1, "done"), (3, "done")), "in the order in which they were asked");
}

#[test]
fn a_stopped_recomputation_ends_and_what_is_typed_then_is_saved_without_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    store_of(BOOK).conn.execute("VACUUM INTO ?", [path.to_str().unwrap()]).unwrap();
    let store = Store::open(&path, crate::store::Access::Write, Moment(0)).unwrap();
    let (sender, answers) = channel();
    let reply_to = move |id: RequestId, result: std::result::Result<Reply, Failure>| {
        let what = match result {
            Ok(Reply::Recomputing(progress)) => format!("{} of {}", progress.done, progress.all),
            Ok(Reply::Recomputed(_) | Reply::BookFound(_)) => "a book".to_owned(),
            Ok(_) => "done".to_owned(),
            Err(failure) => failure.sentence,
        };
        let _ = sender.send((id.0, what));
    };
    let worker = Worker::spawn(store, around(), Box::new(reply_to));
    let told = |requests: Vec<Request>, first: u64| -> Vec<(u64, String)> {
        let last = first + requests.len() as u64 - 1;
        // Asked for in this order, however fast the thread is.
        worker.shared.recompute_from.store(0, Ordering::Relaxed);
        let stops = requests.iter().position(|request| *request == Request::StopRecompute);
        if let Some(at) = stops {
            worker.shared.recompute_from.store(first + at as u64, Ordering::Relaxed);
        }
        for (id, request) in (first..).zip(requests) {
            worker.sender.as_ref().unwrap().send(Call::Ask(RequestId(id), request)).unwrap();
        }
        let mut told = Vec::new();
        while told.last().is_none_or(|(id, what): &(u64, String)| *id < last || what.contains(" of ")) {
            told.push(answers.recv_timeout(std::time::Duration::from_secs(60)).unwrap());
        }
        told
    };
    let one = |id, what: &str| (id, what.to_owned());
    let remark = Request::SaveRemark(CustomerId(1), "喜欢钓鱼".to_owned());
    let stopped = told(vec![Request::Recompute, Request::StopRecompute, remark], 1);
    assert_eq!(stopped, [one(1, "已停止, 什么也没有写入"), one(2, "done"), one(3, "done")]);
    let again = told(vec![Request::Recompute, Request::FindBook], 4);
    assert_eq!(again, [one(4, "1 of 1"), one(4, "a book"), one(5, "1 of 1"), one(5, "a book")]);
    let store = Store::open(&path, Access::Read, Moment(0)).unwrap();
    let on: i32 = store.conn.query_row("SELECT state_on FROM book", [], |row| row.get(0)).unwrap();
    assert_eq!(on, tuesday().day().0);
}

#[test]
fn what_is_kept_elsewhere_is_not_saved_any_more() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let other = Store::open(&path, Access::Create, Moment(0)).unwrap();
    other.conn.execute_batch(&BOOK.replace("{today}", &tuesday().day().0.to_string())).unwrap();
    other.conn.execute_batch("BEGIN IMMEDIATE").unwrap();
    let (sender, answers) = channel();
    let reply_to = move |_, result: std::result::Result<Reply, Failure>| {
        let _ = sender.send(matches!(result, Ok(Reply::Waits)));
    };
    let store = Store::open(&path, Access::Write, Moment(0)).unwrap();
    let mut worker = Worker::spawn(store, around(), Box::new(reply_to));
    worker.send(RequestId(1), Request::SaveRemark(CustomerId(1), "喜欢钓鱼".to_owned()));
    assert!(answers.recv().unwrap(), "it waits");
    worker.send(RequestId(2), Request::Abandon);
    other.conn.execute_batch("ROLLBACK").unwrap();
    drop(worker);
    let sql = "SELECT count(*) FROM remark";
    assert_eq!(other.conn.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
}

#[test]
fn the_note_that_the_program_is_left_waits_for_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let other = Store::open(&path, Access::Create, Moment(0)).unwrap();
    other.conn.execute_batch("BEGIN IMMEDIATE").unwrap();
    let (answer, answers) = channel();
    let reply_to: ReplyTo = Box::new(move |id, _| {
        let _ = answer.send(id.0);
    });
    let store = Store::open(&path, Access::Write, Moment(0)).unwrap();
    let mut worker = Worker::spawn(store, around(), reply_to);
    worker.send(RequestId(1), Request::RecordLeaving);
    drop(worker);
    assert_eq!(answers.iter().collect::<Vec<_>>(), Vec::<u64>::new());
}

/// Two windows on one book, and what the first is told without having asked.
struct Windows {
    mine: Worker,
    theirs: Worker,
    told: std::sync::mpsc::Receiver<(RequestId, std::result::Result<Reply, Failure>)>,
    _folder: tempfile::TempDir,
}

fn windows() -> Windows {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    store_of(BOOK).conn.execute("VACUUM INTO ?", [path.to_str().unwrap()]).unwrap();
    let open = |window: &str, reply_to: ReplyTo| {
        let store = Store::open(&path, Access::Write, Moment(0)).unwrap();
        Worker::spawn(store, Surroundings { window: window.to_owned(), ..around() }, reply_to)
    };
    let (answer, told) = channel();
    let mine = open("mine", Box::new(move |id, result| drop(answer.send((id, result)))));
    let theirs = open("theirs", Box::new(|_, _| ()));
    Windows { mine, theirs, told, _folder: folder }
}

impl Windows {
    /// The next thing that the first window hears of another one; its own answers before that are passed over.
    fn news(&self) -> crate::store::protocol::News {
        loop {
            let heard = self.told.recv_timeout(std::time::Duration::from_secs(60)).unwrap();
            if let (RequestId::NOBODYS, Ok(Reply::OthersWrote(news))) = heard {
                return *news;
            }
        }
    }
}

fn remark(text: &str) -> Request {
    Request::SaveRemark(CustomerId(1), text.to_owned())
}

#[test]
fn what_another_window_writes_is_told_by_customer_and_ones_own_is_not() {
    let mut windows = windows();
    windows.mine.send(RequestId(1), Request::Recompute);
    windows.mine.send(RequestId(2), remark("我写的"));
    windows
        .mine
        .send(RequestId(3), Request::RecordAccess(CustomerId(1), super::super::protocol::Access::CallScreen));
    windows.theirs.send(RequestId(1), Request::Recompute);
    windows
        .theirs
        .send(RequestId(2), Request::RecordAccess(CustomerId(1), super::super::protocol::Access::CallScreen));
    windows.theirs.send(RequestId(3), remark("他们写的"));
    let news = windows.news();
    let told: Vec<_> = news.doings.iter().map(|doing| (doing.window.as_str(), doing.customer)).collect();
    assert_eq!(told, [("theirs", Some(CustomerId(1)))], "a look at a number is nothing to tell");
    let rows = news.fresh.unwrap().rows;
    assert!(
        matches!(&rows[..], [crate::store::protocol::RowChange::Put(row)] if row.row.id == CustomerId(1))
    );

    windows.theirs.send(RequestId(4), Request::FindUndo(crate::store::protocol::UndoWhich::Undo));
    windows.theirs.send(RequestId(5), remark("又写了"));
    assert_eq!(windows.news().doings.len(), 1, "what was told is not told again");
}

#[test]
fn what_another_window_did_to_the_whole_book_is_told_as_such() {
    use crate::store::protocol::{Term, TermSort};
    let mut windows = windows();
    let term =
        Term { sort: TermSort::Product, text: "活期通".to_owned(), code: "current_account".to_owned() };
    windows.theirs.send(RequestId(1), Request::AssignTerm(Box::new(term)));
    let news = windows.news();
    assert_eq!((news.doings.len(), news.fresh), (1, None));
}
