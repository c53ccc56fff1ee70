//! The loop: waits for the next event or deadline, takes in everything that is there, draws once.

use super::clock::AsOf;
use super::program::{Program, ReplyTo, Setup};
use super::terminal::{self, Guard};
use super::time::Time;
use super::{input, signals};
use crate::app::{Exit, Key, Msg};
use crate::settings::Switch;
use crate::store::protocol::{Desk, Failure, Reply, RequestId};
use anyhow::Context;
use ratatui::layout::Size;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};

/// What the full-screen program is started with.
pub struct Options {
    /// The program.
    pub setup: Setup,
    /// Where the working time comes from.
    pub as_of: AsOf,
    /// Makes whoever answers requests. It is dropped, and may drain, after the terminal is given back.
    pub connect: Box<dyn FnOnce(ReplyTo) -> Box<dyn Desk>>,
}

/// What can come in while the program runs.
pub enum Event {
    /// A key.
    Key(Key),
    /// Pasted text.
    Paste(String),
    /// Another size of the window.
    Resize(Size),
    /// An answer of the book.
    Reply(RequestId, Result<Reply, Failure>),
    /// The system asks for the end, by this signal.
    Terminate(u8),
    /// The terminal is gone.
    HangUp,
    /// The system asks to stop for a while.
    Stop,
    /// The program goes on after a stop.
    Continue,
}

/// Runs the full-screen program until it ends, and says why it ended.
pub fn run(options: Options) -> anyhow::Result<Exit> {
    let (sender, events) = mpsc::channel();
    let answers = sender.clone();
    let reply_to: ReplyTo = Box::new(move |id, result| {
        // The receiver is gone only when the program is over.
        let _ = answers.send(Event::Reply(id, result));
    });
    let desk = (options.connect)(reply_to);
    let mouse = options.setup.settings.mouse;
    let guard = enter(mouse)?;
    signals::spawn(&sender).context("cannot listen for signals")?;
    let size = guard.terminal.size().context("the terminal does not tell its size")?;
    input::spawn(sender);
    let program = Program::new(options.setup, size, Time::running(options.as_of), desk);
    Session { program, guard, events }.run()
}

fn enter(mouse: Switch) -> anyhow::Result<Guard> {
    Guard::enter(mouse).context("the screens need a terminal; with --keys and --print they run without one")
}

struct Session {
    program: Program,
    guard: Guard,
    events: Receiver<Event>,
}

impl Session {
    fn run(mut self) -> anyhow::Result<Exit> {
        loop {
            self.fulfil_wishes()?;
            if let Some(exit) = self.program.exit() {
                return Ok(exit);
            }
            if self.program.draw(&mut self.guard.terminal).is_err() {
                return Ok(Exit::HangUp);
            }
            self.wait()?;
        }
    }

    /// Waits for an event or a deadline, then takes in everything that is already there.
    fn wait(&mut self) -> anyhow::Result<()> {
        let now = self.program.time().uptime();
        let first = match self.program.next_deadline() {
            Some(at) => self.events.recv_timeout(at.0.saturating_sub(now.0)),
            None => self.events.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match first {
            Ok(event) => self.take(event)?,
            Err(RecvTimeoutError::Timeout) => self.program.message(Msg::Tick),
            Err(RecvTimeoutError::Disconnected) => self.program.message(Msg::Terminate(Exit::HangUp)),
        }
        while self.program.exit().is_none()
            && let Ok(event) = self.events.try_recv()
        {
            self.take(event)?;
        }
        Ok(())
    }

    fn take(&mut self, event: Event) -> anyhow::Result<()> {
        match event {
            Event::Key(key) => self.program.key(key),
            Event::Paste(text) => self.program.message(Msg::Paste(text)),
            Event::Resize(size) => self.program.resize(size),
            Event::Reply(id, result) => self.program.answer(id, result),
            Event::Terminate(signal) => self.program.message(Msg::Terminate(Exit::Signal(signal))),
            Event::HangUp => self.program.message(Msg::Terminate(Exit::HangUp)),
            Event::Stop => self.stop()?,
            Event::Continue => self.come_back()?,
        }
        Ok(())
    }

    fn fulfil_wishes(&mut self) -> anyhow::Result<()> {
        let wishes = self.program.take_wishes();
        if wishes.suspend {
            self.stop()?;
        }
        if wishes.redraw {
            self.guard.terminal.clear()?;
        }
        Ok(())
    }

    fn stop(&mut self) -> anyhow::Result<()> {
        terminal::restore();
        signals::stop();
        self.come_back()
    }

    fn come_back(&mut self) -> anyhow::Result<()> {
        self.guard.reenter().context("the terminal cannot be taken again")?;
        let size = self.guard.terminal.size()?;
        self.program.resize(size);
        Ok(())
    }
}
