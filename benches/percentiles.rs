//! From a key to the drawn screen of 120x36, at the 50th and 99th percentile: moving in Customers and in a queue, typing
//! in the search; and from a typed key to the screen with what it finds. The whole program but the terminal: the store
//! thread on a demo book of 100,000, the search thread, every answer drawn. `CALLBOOK_BENCH_MILLION=1` measures 1,000,000 too.

mod common;

use callbook::app::finder::SearchId;
use callbook::app::model::{Modes, Start};
use callbook::app::{Key, KeyCode, Msg};
use callbook::keymap::Keymap;
use callbook::lang::Lang;
use callbook::runtime::{Backing, Program, Searcher, Setup, Time};
use callbook::search::Found;
use callbook::settings::Settings;
use callbook::store::protocol::{Failure, Reply, RequestId};
use callbook::store::worker::{Surroundings, Worker};
use callbook::ui::Theme;
use callbook::work::Playbook;
use common::{book_file, first_day, million, now, open, remove_books};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;
use std::io::Write;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Between two keys: a fast typist, a held key.
const KEY_TIME: Duration = Duration::from_millis(30);
const MOVES: usize = 400;
const WORDS: [&str; 6] = ["zhangw", "liming", "8812", "wangx", "ouy", "zw 88"];
const ROUNDS: usize = 4;

enum Answer {
    Reply(RequestId, Result<Reply, Failure>),
    Found(SearchId, Option<Found>),
}

/// The program on its window.
struct Window {
    program: Program,
    terminal: Terminal<TestBackend>,
    answers: Receiver<Answer>,
}

impl Window {
    fn open(customers: u32) -> Option<Window> {
        let lang = callbook::lang::SharedLang::from(Lang::Zh);
        let around = Surroundings {
            now: Arc::new(|| now(first_day())),
            who: "bench".into(),
            window: "bench".into(),
            lang: lang.clone(),
            playbook: Playbook::embedded().ok()?,
        };
        let (sender, answers) = channel();
        let finds = sender.clone();
        // The receiver is gone only when the window is.
        let reply_to = Box::new(move |id, reply| drop(sender.send(Answer::Reply(id, reply))));
        let found_to = Box::new(move |id, found| drop(finds.send(Answer::Found(id, found))));
        let backing = Backing {
            desk: Box::new(Worker::spawn(open(customers)?, around, reply_to)),
            searcher: Searcher::spawn(found_to),
            drafts: None,
            memory: None,
            dial: None,
        };
        let setup = Setup {
            start: Start::Book(Modes::default()),
            book_path: String::new(),
            settings: Settings::default(),
            keymap: Keymap::embedded(),
            theme: Theme::plain(),
            lang,
            problems: Vec::new(),
            left_over: Vec::new(),
        };
        let program = Program::new(setup, Size::new(120, 36), Time::stepped(now(first_day())), backing);
        let Ok(terminal) = Terminal::new(TestBackend::new(120, 36));
        let mut window = Window { program, terminal, answers };
        window.settle();
        Some(window)
    }

    fn draw(&mut self) {
        let Ok(_) = self.program.draw(&mut self.terminal);
    }

    fn take(&mut self, answer: Answer) {
        match answer {
            Answer::Reply(id, reply) => self.program.answer(id, reply),
            Answer::Found(id, found) => self.program.found(id, found),
        }
    }

    /// Waits for every answer and draws it.
    fn settle(&mut self) {
        while self.program.outstanding() > 0
            && let Ok(answer) = self.answers.recv()
        {
            self.take(answer);
        }
        self.draw();
    }

    /// From the key to the frame that shows it.
    fn press(&mut self, code: KeyCode) -> Duration {
        let started = Instant::now();
        self.program.key(Key::plain(code));
        self.draw();
        started.elapsed()
    }

    /// The time until the next key: answers are drawn as they come, deadlines are kept.
    fn rest(&mut self) {
        let until = Instant::now() + KEY_TIME;
        while let Ok(answer) = self.answers.recv_timeout(until.saturating_duration_since(Instant::now())) {
            self.take(answer);
            self.draw();
        }
        self.program.time().step(KEY_TIME);
        if self.program.next_deadline().is_some_and(|at| at <= self.program.time().uptime()) {
            self.program.message(Msg::Tick);
            self.draw();
        }
    }

    /// Holds `j`.
    fn moving(&mut self, screen: char) -> Vec<Duration> {
        self.press(KeyCode::Char(screen));
        self.settle();
        let mut times = Vec::with_capacity(MOVES);
        for _ in 0..MOVES {
            times.push(self.press(KeyCode::Char('j')));
            self.rest();
        }
        times
    }

    /// Types words into the search and takes them out again: key to frame, and key to what it finds.
    fn searching(&mut self) -> (Vec<Duration>, Vec<Duration>) {
        let (mut typed, mut found) = (Vec::new(), Vec::new());
        self.press(KeyCode::Char('/'));
        self.settle();
        for word in std::iter::repeat_n(WORDS, ROUNDS).flatten() {
            let back = std::iter::repeat_n(KeyCode::Backspace, word.len());
            for code in word.chars().map(KeyCode::Char).chain(back) {
                let started = Instant::now();
                typed.push(self.press(code));
                self.settle();
                found.push(started.elapsed());
                self.rest();
            }
        }
        (typed, found)
    }
}

/// A line of the report, in milliseconds.
fn line(out: &mut impl Write, what: &str, mut times: Vec<Duration>) -> std::io::Result<()> {
    times.sort_unstable();
    let at = |percent: usize| {
        let place = (times.len() * percent / 100).min(times.len().saturating_sub(1));
        times.get(place).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    };
    let (middle, high, most) = (at(50), at(99), at(100));
    writeln!(
        out,
        "{what:<36} {:>5} keys   p50 {middle:>7.2} ms   p99 {high:>7.2} ms   max {most:>7.2} ms",
        times.len()
    )
}

fn measure(customers: u32) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{customers} customers")?;
    book_file(customers);
    let Some(mut window) = Window::open(customers) else { return writeln!(out, "  the book does not open") };
    line(&mut out, "  moving in Customers, key to frame", window.moving('2'))?;
    line(&mut out, "  moving in Queues, key to frame", window.moving('3'))?;
    let (typed, found) = window.searching();
    line(&mut out, "  searching, key to frame", typed)?;
    line(&mut out, "  searching, key to what it finds", found)
}

fn main() -> std::io::Result<()> {
    let done = std::iter::once(100_000).chain(million()).try_for_each(measure);
    remove_books();
    done
}
