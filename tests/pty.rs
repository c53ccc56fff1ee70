//! The real binary on a real terminal: it draws, ends as told, and gives the terminal back.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// So long anything may take before a test gives up; nothing is asserted about time itself.
const PATIENCE: Duration = Duration::from_secs(20);

/// What sets the modes, and what gives them back.
const MODES: [(&str, &str); 3] =
    [("\x1b[?1049h", "\x1b[?1049l"), ("\x1b[?2004h", "\x1b[?2004l"), ("\x1b[?25l", "\x1b[?25h")];

struct Window {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    written: Arc<Mutex<Vec<u8>>>,
    size: (u16, u16),
    dir: Option<tempfile::TempDir>,
}

/// A terminal with the program on it.
type Started = (Box<dyn MasterPty + Send>, Box<dyn Child + Send + Sync>);

/// Starts the program on `book.db` of a directory, on a terminal of its own.
fn spawn(dir: &Path, columns: u16, rows: u16) -> Started {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_callbook"));
    command.args(["--lang", "zh", "--db"]);
    command.arg(dir.join("book.db"));
    command.arg("--config");
    command.arg(dir);
    run(command, columns, rows)
}

fn run(mut command: CommandBuilder, columns: u16, rows: u16) -> Started {
    let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).unwrap();
    command.env("TERM", "xterm-256color");
    let child = pair.slave.spawn_command(command).unwrap();
    (pair.master, child)
}

impl Window {
    /// Without a book.
    fn open(columns: u16, rows: u16) -> Window {
        Window::open_in(tempfile::tempdir().unwrap(), columns, rows)
    }

    /// On the book of a directory, or where one would be.
    fn open_in(dir: tempfile::TempDir, columns: u16, rows: u16) -> Window {
        let started = spawn(dir.path(), columns, rows);
        let mut window = Window::of(started, columns, rows);
        window.dir = Some(dir);
        window
    }

    /// With a command of its own.
    fn run(command: CommandBuilder, columns: u16, rows: u16) -> Window {
        Window::of(run(command, columns, rows), columns, rows)
    }

    fn of((master, child): Started, columns: u16, rows: u16) -> Window {
        let written = Arc::new(Mutex::new(Vec::new()));
        let (mut reader, copy) = (master.try_clone_reader().unwrap(), Arc::clone(&written));
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                copy.lock().unwrap().extend_from_slice(&bytes[..count]);
            }
        });
        let writer = master.take_writer().unwrap();
        Window { master, writer, child, written, size: (columns, rows), dir: None }
    }

    fn keys(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    fn screen(&self) -> String {
        let count = |n| NonZero::new(n).unwrap();
        let mut parser = vt100::Parser::new(count(self.size.1), count(self.size.0), 0);
        parser.process(&self.written.lock().unwrap());
        parser.screen().contents()
    }

    fn wait_for(&self, text: &str) {
        let start = Instant::now();
        while !self.screen().contains(text) {
            assert!(start.elapsed() < PATIENCE, "{text} never came:\n{}", self.screen());
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn end(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                // What was written last may still be on its way.
                thread::sleep(Duration::from_millis(100));
                return status.exit_code();
            }
            assert!(start.elapsed() < PATIENCE, "it does not end:\n{}", self.screen());
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// The directory of the book, which outlives the window.
    fn into_dir(mut self) -> tempfile::TempDir {
        self.dir.take().unwrap()
    }

    fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap().to_string();
        assert!(std::process::Command::new("kill").args([name, &id]).status().unwrap().success());
    }

    /// Every mode that was set has been given back after it.
    fn assert_restored(&self) {
        let written = String::from_utf8_lossy(&self.written.lock().unwrap()).into_owned();
        for (set, reset) in MODES {
            let last_set = written.rfind(set).unwrap_or_else(|| panic!("{set:?} was never set"));
            assert!(written.rfind(reset) > Some(last_set), "{reset:?} does not follow {set:?}");
        }
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn it_draws_and_ctrl_q_gives_the_terminal_back() {
    let mut window = Window::open(80, 24);
    window.wait_for("从哪里开始");
    window.wait_for("? 帮助");
    window.keys("\x11");
    assert_eq!(window.end(), 0);
    window.assert_restored();
}

#[test]
fn a_book_can_be_begun_by_hand_and_its_first_customer_is_there() {
    let mut window = Window::open(80, 24);
    window.wait_for("从哪里开始");
    window.keys("3");
    window.wait_for("新增客户");
    window.keys("100001\t林一\r");
    window.wait_for("已新增 林一");
    window.keys("\x11");
    assert_eq!(window.end(), 0);
    window.assert_restored();
}

/// The language and the place of the book that are chosen at the first start hold at the next one too.
#[test]
fn what_is_chosen_at_the_first_start_is_remembered() {
    let elsewhere = tempfile::tempdir().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let home = |command: &mut CommandBuilder| {
        for name in ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"] {
            command.env(name, dir.path());
        }
    };
    let config = dir.path().join("callbook");
    let start = || {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_callbook"));
        command.arg("--config");
        command.arg(&config);
        command.env("LANG", "zh_CN.UTF-8");
        home(&mut command);
        Window::run(command, 80, 24)
    };
    let mut window = start();
    window.wait_for("从哪里开始");
    window.keys("L");
    window.wait_for("Where to begin");
    window.keys(&format!("d\x15{}/branch\r3", elsewhere.path().display()));
    window.wait_for("New customer");
    window.keys("\x11");
    assert_eq!(window.end(), 0);
    assert!(elsewhere.path().join("branch/book.db").exists());
    // There is still no customer: the ways to begin are there again, for the same file.
    let mut next = start();
    next.wait_for("Where to begin");
    next.wait_for("branch/book.db");
    next.keys("3");
    next.wait_for("New customer");
    next.keys("100001\tLin\r");
    next.wait_for("added");
    next.keys("\x11");
    assert_eq!(next.end(), 0);
    let mut next = start();
    next.wait_for("[1 Today]");
    next.keys("\x11");
    assert_eq!(next.end(), 0);
}

#[test]
fn a_place_that_cannot_be_used_is_told_and_another_can_be_chosen() {
    let mut window = Window::open(120, 36);
    window.wait_for("从哪里开始");
    window.keys("d\x15/dev/null/x\r3");
    window.wait_for("! ");
    window.wait_for("从哪里开始");
    window.keys("\x11");
    assert_eq!(window.end(), 0);
}

#[test]
fn a_signal_that_ends_the_program_has_its_status_and_gives_the_terminal_back() {
    for (signal, status) in [("-TERM", 143), ("-QUIT", 131), ("-INT", 130)] {
        let mut window = Window::open(80, 24);
        window.wait_for("从哪里开始");
        window.signal(signal);
        assert_eq!(window.end(), status);
        window.assert_restored();
    }
}

#[test]
fn a_hang_up_ends_the_program() {
    let mut window = Window::open(80, 24);
    window.wait_for("从哪里开始");
    window.signal("-HUP");
    assert_eq!(window.end(), 129);
}

#[test]
fn when_the_terminal_dies_the_program_ends_without_a_panic() {
    let dir = tempfile::tempdir().unwrap();
    let (master, mut child) = spawn(dir.path(), 80, 24);
    let mut reader = master.try_clone_reader().unwrap();
    let (mut seen, mut bytes) = (Vec::new(), [0; 4096]);
    while !String::from_utf8_lossy(&seen).contains("Ctrl-Q") {
        let count = reader.read(&mut bytes).unwrap();
        seen.extend_from_slice(&bytes[..count]);
    }
    drop((reader, master));
    assert_eq!(child.wait().unwrap().exit_code(), 129);
}

#[test]
fn the_window_can_change_its_size_at_any_moment() {
    let mut window = Window::open(80, 24);
    window.wait_for("从哪里开始");
    for (columns, rows) in [(100, 30), (40, 10), (70, 20)] {
        window.size = (columns, rows);
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        window.written.lock().unwrap().clear();
        window.master.resize(size).unwrap();
        let expected = if columns < 60 { "需要至少 60 列 16 行" } else { "从哪里开始" };
        window.wait_for(expected);
    }
    window.keys("\x11");
    assert_eq!(window.end(), 0);
}

#[test]
fn after_a_stop_it_draws_again_and_goes_on() {
    let mut window = Window::open(80, 24);
    window.wait_for("从哪里开始");
    window.keys("\x1a");
    let start = Instant::now();
    while !String::from_utf8_lossy(&window.written.lock().unwrap()).contains("\x1b[?1049l") {
        assert!(start.elapsed() < PATIENCE, "Ctrl-Z does not give the terminal back");
        thread::sleep(Duration::from_millis(20));
    }
    window.written.lock().unwrap().clear();
    window.signal("-CONT");
    window.wait_for("从哪里开始");
    window.keys("\x11");
    assert_eq!(window.end(), 0);
    window.assert_restored();
}

/// A directory with a small book of fictional customers.
fn small_book() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let mut make = std::process::Command::new(env!("CARGO_BIN_EXE_callbook"));
    make.args(["demo", "--no-open", "--customers", "20", "--db"]).arg(dir.path().join("book.db"));
    assert!(make.output().unwrap().status.success());
    dir
}

/// Whatever ends the program while something is half typed, the next start offers it, and nothing is left once it is
/// taken.
#[test]
fn what_is_half_typed_when_the_program_is_ended_is_offered_at_the_next_start() {
    let mut dir = small_book();
    for (signal, status) in [("-TERM", 143), ("-HUP", 129), ("-QUIT", 131)] {
        let mut window = Window::open_in(dir, 80, 24);
        window.wait_for("[1今日]");
        window.wait_for("已按");
        window.keys("2a770077\t");
        window.wait_for("770077");
        window.signal(signal);
        assert_eq!(window.end(), status);
        dir = window.into_dir();
        assert!(dir.path().join("book.db.draft").exists(), "{signal} leaves no draft");

        let mut next = Window::open_in(dir, 80, 24);
        next.wait_for("上次结束时没有保存: 新客户");
        next.keys("\r");
        next.wait_for("770077");
        next.keys("\x11");
        next.wait_for("没有保存");
        next.keys("q");
        assert_eq!(next.end(), 0);
        dir = next.into_dir();
        assert!(!dir.path().join("book.db.draft").exists(), "the draft was taken");
    }
}

#[test]
fn a_form_that_stood_in_a_window_that_was_closed_is_offered_too() {
    let dir = small_book();
    // The library types <c-d> into a terminal whose writer is dropped; no real window does.
    std::fs::write(dir.path().join("keymap.toml"), "[form]\n\"<c-d>\" = \"\"\n").unwrap();
    let (master, mut child) = spawn(dir.path(), 80, 24);
    let (mut reader, mut writer) = (master.try_clone_reader().unwrap(), master.take_writer().unwrap());
    let mut screen = vt100::Parser::new(NonZero::new(24).unwrap(), NonZero::new(80).unwrap(), 0);
    for (text, keys) in [("[1今日]", "2a770077"), ("770077", "")] {
        let mut bytes = [0; 4096];
        while !screen.screen().contents().contains(text) {
            let count = reader.read(&mut bytes).unwrap();
            screen.process(&bytes[..count]);
        }
        writer.write_all(keys.as_bytes()).unwrap();
    }
    drop((writer, reader, master));
    assert_eq!(child.wait().unwrap().exit_code(), 129);
    let mut next = Window::open_in(dir, 80, 24);
    next.wait_for("上次结束时没有保存: 新客户");
    next.keys("x");
    next.wait_for("已丢弃 新客户");
    next.keys("\x11");
    assert_eq!(next.end(), 0);
}

/// Two windows on one book: what is written in one stands in the other, which is left where it is.
#[test]
fn what_one_window_writes_stands_in_the_other_without_a_key() {
    let dir = small_book();
    let window = || {
        let window = Window::of(spawn(dir.path(), 120, 36), 120, 36);
        window.wait_for("[1今日]");
        window.wait_for("已按");
        window
    };
    let (mut mine, mut theirs) = (window(), window());
    mine.keys("2\r");
    mine.wait_for("往来 1-");
    theirs.keys("2r");
    theirs.wait_for("记事");
    theirs.keys("隔壁窗口写的\r");
    mine.wait_for("另一窗口刚写了: 记事");
    mine.wait_for("隔壁窗口写的");
    for window in [&mut mine, &mut theirs] {
        window.keys("\x11");
        assert_eq!(window.end(), 0);
    }
}
