//! The program on a screen in memory: plays a script of keys and gives back what would be seen. Snapshot tests,
//! pictures and bug reports all use this.
//!
//! Time is stepped, so the same script gives the same screen: every key takes [`KEY_TIME`], a wait takes what it
//! says, and every request is answered before the next step.

use super::program::{Backing, Program, ReplyTo, Setup};
use super::script::{self, Step};
use super::searcher::Searcher;
use super::time::Time;
use crate::app::draft::{self, Draft};
use crate::app::finder::SearchId;
use crate::app::{Exit, Msg};
use crate::domain::Now;
use crate::lang::Lang;
use crate::search::Found;
use crate::store::protocol::{Desk, Failure, Reply, RequestId};
use crate::tr;
use crate::ui::text;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::{Position, Size};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;
use unicode_width::UnicodeWidthChar;

pub use super::script::{ScriptError, parse_size};

/// The time that a key takes.
pub const KEY_TIME: Duration = Duration::from_millis(50);

/// So long an answer may take before the run is given up.
const LONGEST_ANSWER: Duration = Duration::from_secs(120);

/// Why a script could not be played.
#[derive(Debug)]
pub enum PlayError {
    /// The script cannot be read.
    Script(ScriptError),
    /// The book did not answer.
    NoAnswer,
}

impl PlayError {
    /// What is wrong, in a sentence.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            PlayError::Script(error) => error.text(lang),
            PlayError::NoAnswer => {
                tr!(lang, "script.no_answer", seconds = LONGEST_ANSWER.as_secs()).into_owned()
            }
        }
    }
}

impl From<ScriptError> for PlayError {
    fn from(error: ScriptError) -> PlayError {
        PlayError::Script(error)
    }
}

/// What is seen at the end of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screen {
    /// Every line in its full width.
    pub lines: Vec<String>,
    /// Where the hardware cursor stands, from 0; `None` when it is hidden.
    pub caret: Option<Position>,
    /// Why the program ended, if the script ended it. The lines are then the last ones shown.
    pub exit: Option<Exit>,
    /// What is half-typed, as it would be kept if the program were made to end.
    pub unsaved: Vec<Draft>,
    width: u16,
}

impl Screen {
    /// The lines that break the law of widths: each takes exactly the columns of the window, and none has a character
    /// whose width differs from terminal to terminal, or an emoji.
    pub fn misaligned(&self) -> Vec<&str> {
        let unsure =
            |ch: char| ch.width() != ch.width_cjk() || matches!(ch, '\u{2600}'..='\u{27bf}' | '\u{1f000}'..);
        let breaks = |line: &&String| text::width(line) != self.width || line.chars().any(unsure);
        self.lines.iter().filter(breaks).map(String::as_str).collect()
    }

    /// The lines as one text.
    pub fn text(&self) -> String {
        self.lines.join("\n")
    }
}

/// Plays `keys` on a window of `size` from the moment `start`; `connect` makes whoever answers requests.
pub fn play(
    setup: Setup,
    size: Size,
    start: Now,
    keys: &str,
    connect: impl FnOnce(ReplyTo) -> Box<dyn Desk>,
) -> Result<Screen, PlayError> {
    let steps = script::parse(keys)?;
    let (sender, answers) = mpsc::channel();
    let finds = sender.clone();
    // The receiver is gone only when the run is over.
    let desk = connect(Box::new(move |id, result| drop(sender.send(Answer::Reply(id, result)))));
    let searcher = Searcher::spawn(Box::new(move |id, found| drop(finds.send(Answer::Found(id, found)))));
    let program = Program::new(
        setup,
        size,
        Time::stepped(start),
        Backing { desk, searcher, drafts: None, memory: None, dial: None },
    );
    let Ok(terminal) = Terminal::new(TestBackend::new(size.width, size.height));
    let mut player = Player { program, terminal, answers };
    player.settle()?;
    for step in steps {
        if player.program.exit().is_some() {
            break;
        }
        player.take(step)?;
    }
    Ok(player.screen())
}

/// What can come in.
enum Answer {
    /// Of the book.
    Reply(RequestId, Result<Reply, Failure>),
    /// Of the search.
    Found(SearchId, Option<Found>),
}

struct Player {
    program: Program,
    terminal: Terminal<TestBackend>,
    answers: Receiver<Answer>,
}

impl Player {
    fn take(&mut self, step: Step) -> Result<(), PlayError> {
        let mut pass = KEY_TIME;
        match step {
            Step::Key(key) => self.program.key(key),
            Step::Mouse(mouse) => self.program.message(Msg::Mouse(mouse)),
            Step::Paste(text) => self.program.paste(text),
            Step::Resize(size) => {
                self.terminal.backend_mut().resize(size.width, size.height);
                self.program.resize(size);
            }
            Step::Wait(time) => pass = time,
        }
        self.settle()?;
        self.pass(pass)?;
        let Ok(_) = self.program.draw(&mut self.terminal);
        Ok(())
    }

    /// Waits for every answer.
    fn settle(&mut self) -> Result<(), PlayError> {
        while self.program.outstanding() > 0 {
            match self.answers.recv_timeout(LONGEST_ANSWER) {
                Ok(Answer::Reply(id, result)) => self.program.answer(id, result),
                Ok(Answer::Found(id, found)) => self.program.found(id, found),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    return Err(PlayError::NoAnswer);
                }
            }
        }
        if self.program.exit().is_none() {
            let Ok(_) = self.program.draw(&mut self.terminal);
        }
        Ok(())
    }

    /// Lets time pass, ringing at each deadline on the way.
    fn pass(&mut self, mut left: Duration) -> Result<(), PlayError> {
        while let Some(at) = self.program.next_deadline() {
            let wait = at.0.saturating_sub(self.program.time().uptime().0);
            if wait > left {
                break;
            }
            left -= wait;
            self.program.time().step(wait);
            self.program.message(Msg::Tick);
            self.settle()?;
        }
        self.program.time().step(left);
        Ok(())
    }

    /// What the program draws now. The backend's own cells do not serve: unlike a terminal, it keeps what stood under
    /// the second half of a wide character.
    fn screen(mut self) -> Screen {
        let exit = self.program.exit();
        let Ok(frame) = self.program.draw(&mut self.terminal);
        let width = frame.area.width;
        let lines = frame.buffer.content.chunks(usize::from(width.max(1))).map(line).collect();
        let backend = self.terminal.backend();
        let caret = backend.cursor_visible().then(|| backend.cursor_position());
        let unsaved = draft::collect(self.program.model());
        Screen { lines, caret, exit, unsaved, width }
    }
}

/// The text of a row of cells: the cell after a wide character is not a character of its own.
fn line(cells: &[ratatui::buffer::Cell]) -> String {
    let mut text = String::new();
    let mut covered = 0;
    for cell in cells {
        if covered > 0 {
            covered -= 1;
            continue;
        }
        covered = text::width(cell.symbol()).saturating_sub(1);
        text.push_str(cell.symbol());
    }
    text
}
