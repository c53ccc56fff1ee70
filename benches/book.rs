//! The book at 1,000 and 100,000 customers: opening, the first figures, a day forward, a full classification, the lines
//! of a list, a key to a drawn screen. `CALLBOOK_BENCH_MILLION=1` adds 1,000,000 (the demo book takes minutes to make).

mod common;

use callbook::app::model::{Modes, Start};
use callbook::app::{Key, KeyCode};
use callbook::book::{Book, View, ViewSpec};
use callbook::domain::{Dimension, Minute};
use callbook::keymap::Keymap;
use callbook::lang::Lang;
use callbook::runtime::{Backing, Program, Searcher, Setup, Time};
use callbook::settings::Settings;
use callbook::store::protocol::{Desk, Overview, Recomputed, Reply, Request, RequestId};
use callbook::store::recompute::Recording;
use callbook::store::worker::{Surroundings, Worker};
use callbook::ui::Theme;
use callbook::work::Playbook;
use common::{book_file, classify, first_day, million, now, open, remove_books};
use divan::Bencher;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;
use std::cell::RefCell;
use std::sync::mpsc::channel;

fn sizes() -> Vec<u32> {
    [1_000, 100_000].into_iter().chain(million()).collect()
}

fn book(customers: u32) -> Option<Book> {
    classify(&mut open(customers)?, first_day(), Recording::Never).map(|done| done.book)
}

/// From opening the file to the stored figures of Today: what the first screen waits for.
#[divan::bench(args = sizes(), sample_count = 10)]
fn first_screen(bencher: Bencher, customers: u32) {
    book_file(customers);
    bencher.bench_local(|| {
        let store = open(customers)?;
        let around = Surroundings {
            now: std::sync::Arc::new(|| now(first_day())),
            who: "bench".into(),
            window: "bench".into(),
            lang: Lang::Zh.into(),
            playbook: Playbook::embedded().ok()?,
        };
        let (sender, replies) = channel();
        let mut worker = Worker::spawn(store, around, Box::new(move |_, reply| drop(sender.send(reply))));
        worker.send(RequestId(1), Request::FindOverview);
        replies.recv().ok()
    });
}

/// The book of a day that is stored already.
#[divan::bench(args = sizes(), sample_count = 5, sample_size = 1)]
fn same_day(bencher: Bencher, customers: u32) {
    let Some(mut store) = open(customers) else { return };
    bencher.bench_local(|| classify(&mut store, first_day(), Recording::Never));
}

/// One day forward, recorded.
#[divan::bench(args = sizes(), sample_count = 5, sample_size = 1)]
fn day_forward(bencher: Bencher, customers: u32) {
    let Some(mut store) = open(customers) else { return };
    let day = RefCell::new(first_day());
    bencher.bench_local(|| {
        *day.borrow_mut() = *day.borrow() + 1;
        classify(&mut store, *day.borrow(), Recording::Allowed)
    });
}

/// Everything anew from the ledger, recorded.
#[divan::bench(args = sizes(), sample_count = 3, sample_size = 1)]
fn full_classification(bencher: Bencher, customers: u32) {
    let Some(mut store) = open(customers) else { return };
    bencher.bench_local(|| classify(&mut store, first_day() + 20, Recording::Rebuild));
}

/// The lines of Customers: groups, sums, order.
#[divan::bench(args = sizes())]
fn lines_of_customers(bencher: Bencher, customers: u32) {
    let Some(book) = book(customers) else { return };
    let spec = ViewSpec { group: Some(Dimension::Value), ..ViewSpec::default() };
    bencher.bench_local(|| View::of(&book, &spec));
}

/// Every queue merged, in working order.
#[divan::bench(args = sizes())]
fn merged_queue(bencher: Bencher, customers: u32) {
    let Some(book) = book(customers) else { return };
    bencher.bench_local(|| book.queue(None, Minute::default()));
}

/// Answers from one recomputed book.
struct Answers {
    book: Book,
    reply_to: callbook::runtime::ReplyTo,
}

impl Desk for Answers {
    fn send(&mut self, id: RequestId, request: Request) {
        let reply = match request {
            Request::FindOverview => {
                Reply::OverviewFound(Box::new(Overview { has_customers: true, ..Overview::default() }))
            }
            Request::Recompute => Reply::Recomputed(Box::new(Recomputed {
                book: self.book.clone(),
                today: callbook::book::TodayFacts::default(),
                rule_versions: [1; 6],
                is_recorded: true,
                changes: 0,
            })),
            _ => Reply::Recorded,
        };
        (self.reply_to)(id, Ok(reply));
    }
}

/// `j` on Customers, to the drawn screen of 120x36.
#[divan::bench(args = sizes())]
fn key_to_frame(bencher: Bencher, customers: u32) {
    let Some(book) = book(customers) else { return };
    let (sender, replies) = channel();
    let reply_to: callbook::runtime::ReplyTo = Box::new(move |id, reply| drop(sender.send((id, reply))));
    let setup = Setup {
        start: Start::Book(Modes::default()),
        book_path: String::new(),
        settings: Settings::default(),
        keymap: Keymap::embedded(),
        theme: Theme::plain(),
        lang: Lang::Zh.into(),
        problems: Vec::new(),
        left_over: Vec::new(),
    };
    let size = Size::new(120, 36);
    let time = Time::stepped(now(first_day()));
    let desk = Box::new(Answers { book, reply_to });
    let backing = Backing {
        desk,
        searcher: Searcher::spawn(Box::new(|_, _| {})),
        drafts: None,
        memory: None,
        dial: None,
    };
    let mut program = Program::new(setup, size, time, backing);
    let Ok(mut terminal) = Terminal::new(TestBackend::new(120, 36));
    let mut press = |code: char| {
        program.key(Key::plain(KeyCode::Char(code)));
        while let Ok((id, reply)) = replies.try_recv() {
            program.answer(id, reply);
        }
        program.draw(&mut terminal).is_ok()
    };
    press('2');
    bencher.bench_local(|| press('j'));
}

fn main() {
    divan::main();
    remove_books();
}
