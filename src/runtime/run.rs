//! The loop: waits for the next event or deadline, takes in everything that is there, draws once.

use super::clock::AsOf;
use super::drafts::DraftFiles;
use super::program::{Backing, Dialler, Program, ReplyTo, Setup};
use super::searcher::Searcher;
use super::terminal::{self, Guard};
use super::time::Time;
use super::{dial, glyphs, input, signals};
use crate::app::finder::SearchId;
use crate::app::{DialFailure, Exit, Key, Mouse, Msg};
use crate::search::Found;
use crate::settings::{Glyphs, Memory, Settings};
use crate::store::protocol::{Desk, Failure, Reply, RequestId};
use anyhow::Context;
use ratatui::layout::Size;
use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};

/// What a program on the stage is started with.
pub struct Options {
    /// The program.
    pub setup: Setup,
    /// Where the working time comes from.
    pub as_of: AsOf,
    /// Makes whoever answers requests. Dropped when the program ends, and may drain then.
    pub connect: Box<dyn FnOnce(ReplyTo) -> Box<dyn Desk>>,
    /// Where half-typed forms go when the program is made to end.
    pub drafts: Option<DraftFiles>,
    /// Where settings are remembered.
    pub memory: Option<Memory>,
}

/// How a program ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// Why.
    pub exit: Exit,
    /// Where a first book is to be.
    pub place: String,
}

/// What can come in while the program runs.
pub enum Event {
    /// A key.
    Key(Key),
    /// The mouse.
    Mouse(Mouse),
    /// Pasted text.
    Paste(String),
    /// Another size of the window.
    Resize(Size),
    /// An answer of the book.
    Reply(RequestId, Result<Reply, Failure>),
    /// An answer of the search.
    Found(SearchId, Option<Found>),
    /// A number was not dialled.
    DialFailed(DialFailure),
    /// The system asks for the end, by this signal.
    Terminate(u8),
    /// The terminal is gone.
    HangUp,
    /// The system asks to stop for a while.
    Stop,
    /// The program goes on after a stop.
    Continue,
}

/// The terminal with everything that listens to it. Programs run on it one after the other.
pub struct Stage {
    guard: Guard,
    glyphs: Glyphs,
    sender: Sender<Event>,
    events: Receiver<Event>,
}

impl Stage {
    /// Takes the terminal. It is given back when the stage is dropped.
    pub fn open(settings: &Settings) -> anyhow::Result<Stage> {
        let (sender, events) = mpsc::channel();
        let guard = Guard::enter(settings.mouse).context("the terminal cannot be taken")?;
        let glyphs = match settings.glyphs {
            Glyphs::Auto if glyphs::are_narrow() => Glyphs::Lines,
            Glyphs::Auto => Glyphs::Ascii,
            chosen => chosen,
        };
        signals::spawn(&sender).context("cannot listen for signals")?;
        input::spawn(sender.clone());
        Ok(Stage { guard, glyphs, sender, events })
    }

    /// Runs a program until it ends, and says why it ended.
    pub fn run(&mut self, mut options: Options) -> anyhow::Result<Ended> {
        // A person's own choice stands, also one that was made on the way here.
        if options.setup.settings.glyphs == Glyphs::Auto {
            options.setup.settings.glyphs = self.glyphs;
        }
        let answers = self.sender.clone();
        let reply_to: ReplyTo = Box::new(move |id, result| {
            // The receiver is gone only when the stage is.
            let _ = answers.send(Event::Reply(id, result));
        });
        let desk = (options.connect)(reply_to);
        let finds = self.sender.clone();
        let searcher = Searcher::spawn(Box::new(move |id, found| drop(finds.send(Event::Found(id, found)))));
        let size = self.guard.terminal.size().context("the terminal does not tell its size")?;
        let mut program = Program::new(
            options.setup,
            size,
            Time::running(options.as_of),
            Backing {
                desk,
                searcher,
                drafts: options.drafts,
                memory: options.memory,
                dial: Some(self.dialler()),
            },
        );
        let exit = self.perform(&mut program);
        let place = program.model().first_run.path.clone();
        drop(program);
        self.forget_answers();
        Ok(Ended { exit, place })
    }

    fn dialler(&self) -> Dialler {
        let sender = self.sender.clone();
        Box::new(move |command| {
            let failures = sender.clone();
            dial::spawn(command, move |failure| drop(failures.send(Event::DialFailed(failure))));
        })
    }

    /// Gives the terminal back while `work` runs, for what prints its own progress.
    pub fn lend<T>(&mut self, work: impl FnOnce() -> T) -> anyhow::Result<T> {
        terminal::restore();
        let done = work();
        self.guard.reenter().context("the terminal cannot be taken again")?;
        Ok(done)
    }

    /// A terminal that refuses is one that is gone: what is half typed is kept, and the program ends.
    fn perform(&mut self, program: &mut Program) -> Exit {
        loop {
            if let Some(exit) = program.exit() {
                return exit;
            }
            if self.step(program).is_err() {
                program.message(Msg::Terminate(Exit::HangUp));
            }
        }
    }

    fn step(&mut self, program: &mut Program) -> io::Result<()> {
        self.fulfil_wishes(program)?;
        program.draw(&mut self.guard.terminal)?;
        self.wait(program)
    }

    /// Waits for an event or a deadline, then takes in everything that is already there.
    fn wait(&mut self, program: &mut Program) -> io::Result<()> {
        let now = program.time().uptime();
        let first = match program.next_deadline() {
            Some(at) => self.events.recv_timeout(at.0.saturating_sub(now.0)),
            None => self.events.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match first {
            Ok(event) => self.take(program, event)?,
            Err(RecvTimeoutError::Timeout) => program.message(Msg::Tick),
            Err(RecvTimeoutError::Disconnected) => program.message(Msg::Terminate(Exit::HangUp)),
        }
        while program.exit().is_none()
            && let Ok(event) = self.events.try_recv()
        {
            self.take(program, event)?;
        }
        Ok(())
    }

    fn take(&mut self, program: &mut Program, event: Event) -> io::Result<()> {
        match event {
            Event::Key(key) => program.key(key),
            Event::Mouse(mouse) => program.message(Msg::Mouse(mouse)),
            Event::Paste(text) => program.paste(text),
            Event::Resize(size) => program.resize(size),
            Event::Reply(id, result) => program.answer(id, result),
            Event::Found(id, found) => program.found(id, found),
            Event::DialFailed(failure) => program.message(Msg::DialFailed(failure)),
            Event::Terminate(signal) => program.message(Msg::Terminate(Exit::Signal(signal))),
            Event::HangUp => program.message(Msg::Terminate(Exit::HangUp)),
            Event::Stop => self.stop(program)?,
            Event::Continue => self.come_back(program)?,
        }
        Ok(())
    }

    fn fulfil_wishes(&mut self, program: &mut Program) -> io::Result<()> {
        let wishes = program.take_wishes();
        if wishes.suspend {
            self.stop(program)?;
        }
        if wishes.redraw {
            self.guard.forget()?;
        }
        Ok(())
    }

    fn stop(&mut self, program: &mut Program) -> io::Result<()> {
        terminal::restore();
        signals::stop();
        self.come_back(program)
    }

    fn come_back(&mut self, program: &mut Program) -> io::Result<()> {
        self.guard.reenter()?;
        let size = self.guard.terminal.size()?;
        program.resize(size);
        Ok(())
    }

    /// Answers to a program that is over must not reach the next one, whose requests count from 1 again.
    fn forget_answers(&mut self) {
        let waiting: Vec<Event> = self.events.try_iter().collect();
        for event in waiting.into_iter().filter(|event| !matches!(event, Event::Reply(..) | Event::Found(..)))
        {
            // Both ends are this stage's own.
            let _ = self.sender.send(event);
        }
    }
}
