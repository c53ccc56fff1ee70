//! The program without a terminal: takes events in, runs effects, draws on any backend. The full-screen loop and the
//! headless run both drive this.

use super::drafts::DraftFiles;
use super::searcher::Searcher;
use super::time::Time;
use crate::app::draft::Draft;
use crate::app::finder::{SearchId, SearchRequest};
use crate::app::model::Start;
use crate::app::{self, Ctx, Effect, Effects, Exit, Key, Model, Msg, Uptime};
use crate::keymap::{self, Keymap};
use crate::lang::{SharedLang, io_text};
use crate::screens::{View, frame};
use crate::search::Found;
use crate::settings::{self, Memory, Remembered, Settings};
use crate::store::protocol::{Desk, Failure, Reply, RequestId};
use crate::tr;
use crate::ui::canvas::{Glyphs, Manner};
use crate::ui::{Canvas, Theme};
use ratatui::backend::Backend;
use ratatui::layout::Size;
use ratatui::{CompletedFrame, Terminal};
use std::collections::VecDeque;

/// Where whoever answers requests puts the answers.
pub type ReplyTo = Box<dyn Fn(RequestId, Result<Reply, Failure>) + Send + Sync>;

/// What a program is made with.
pub struct Setup {
    /// What there is when it starts.
    pub start: Start,
    /// Where a first book would be, for the first start.
    pub book_path: String,
    /// What the person set.
    pub settings: Settings,
    /// The keys.
    pub keymap: Keymap,
    /// The colours.
    pub theme: Theme,
    /// The language, shared with those who answer requests.
    pub lang: SharedLang,
    /// What was wrong with settings and keys; shown at the start.
    pub problems: Vec<String>,
    /// Half-typed forms that earlier runs left.
    pub left_over: Vec<Draft>,
}

/// Who works for the program.
pub struct Backing {
    /// Answers requests.
    pub desk: Box<dyn Desk>,
    /// Finds customers.
    pub searcher: Searcher,
    /// Where half-typed forms go when the program is made to end; nowhere without a terminal.
    pub drafts: Option<DraftFiles>,
    /// Where settings are remembered; nowhere without a terminal.
    pub memory: Option<Memory>,
    /// Starts the program that dials; without a terminal nothing is dialled.
    pub dial: Option<Dialler>,
}

/// Starts the program that dials.
pub type Dialler = Box<dyn Fn(Vec<String>)>;

/// The model with everything that surrounds it.
pub struct Program {
    model: Model,
    keymap: Keymap,
    theme: Theme,
    lang: SharedLang,
    size: Size,
    time: Time,
    desk: Box<dyn Desk>,
    searcher: Searcher,
    drafts: Option<DraftFiles>,
    memory: Option<Memory>,
    dial: Option<Dialler>,
    outstanding: usize,
    exit: Option<Exit>,
    wishes: Wishes,
    waiting: VecDeque<Typed>,
}

/// What a person types.
enum Typed {
    Key(Key),
    Paste(String),
}

/// What the program asks of its terminal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Give it back and stop.
    pub suspend: bool,
    /// Draw everything anew.
    pub redraw: bool,
}

impl Program {
    /// A program at its start; its first requests are sent.
    pub fn new(setup: Setup, size: Size, time: Time, backing: Backing) -> Program {
        let mut model = Model::new(setup.start, setup.settings);
        model.first_run.path = setup.book_path;
        model.session.left_over = setup.left_over;
        let mut program = Program {
            model,
            keymap: setup.keymap,
            theme: setup.theme,
            lang: setup.lang,
            size,
            time,
            desk: backing.desk,
            searcher: backing.searcher,
            drafts: backing.drafts,
            memory: backing.memory,
            dial: backing.dial,
            outstanding: 0,
            exit: None,
            wishes: Wishes::default(),
            waiting: VecDeque::new(),
        };
        let ctx = program.ctx();
        for problem in setup.problems {
            program.model.status.problem(problem, &ctx);
        }
        let effects = app::update::start(&mut program.model, &ctx);
        program.perform(effects);
        program
    }

    /// A key was pressed.
    pub fn key(&mut self, key: Key) {
        self.typed(Typed::Key(key));
    }

    /// Text was pasted.
    pub fn paste(&mut self, text: String) {
        self.typed(Typed::Paste(text));
    }

    /// What is typed while something else is about to take the place of what is shown waits for it, in order. Where
    /// that takes long it acts on what is shown.
    fn typed(&mut self, typed: Typed) {
        self.waiting.push_back(typed);
        self.take_typed();
    }

    fn take_typed(&mut self) {
        while self.exit.is_none()
            && !self.model.requests.is_turning(self.time.uptime())
            && let Some(typed) = self.waiting.pop_front()
        {
            let msg = match typed {
                Typed::Key(key) => keymap::translate(&self.keymap, &self.model, key),
                Typed::Paste(text) => Msg::Paste(text),
            };
            self.take_in(msg);
        }
    }

    /// The window has another size.
    pub fn resize(&mut self, size: Size) {
        self.size = size;
        self.message(Msg::Resized);
    }

    /// An answer came.
    pub fn answer(&mut self, id: RequestId, result: Result<Reply, Failure>) {
        if !result.as_ref().is_ok_and(Reply::is_interim) {
            self.outstanding = self.outstanding.saturating_sub(1);
        }
        self.message(Msg::Reply(id, result));
    }

    /// The search answered.
    pub fn found(&mut self, id: SearchId, found: Option<Found>) {
        self.outstanding = self.outstanding.saturating_sub(1);
        self.message(Msg::Found(id, found));
    }

    /// Anything else that happened.
    pub fn message(&mut self, msg: Msg) {
        self.take_in(msg);
        self.take_typed();
    }

    fn take_in(&mut self, msg: Msg) {
        let ctx = self.ctx();
        let effects = app::update(&mut self.model, msg, &ctx);
        self.perform(effects);
    }

    /// When something changes by itself next.
    pub fn next_deadline(&self) -> Option<Uptime> {
        app::update::next_deadline(&self.model, &self.ctx())
    }

    /// Requests that have not been answered.
    pub fn outstanding(&self) -> usize {
        self.outstanding
    }

    /// Why the program has ended, once it has.
    pub fn exit(&self) -> Option<Exit> {
        self.exit
    }

    /// What is wished of the terminal; each wish is told once.
    pub fn take_wishes(&mut self) -> Wishes {
        std::mem::take(&mut self.wishes)
    }

    /// The time it runs by.
    pub fn time(&mut self) -> &mut Time {
        &mut self.time
    }

    /// The state, for tests and for what the caller saves at the end.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Draws the screen.
    pub fn draw<'t, B: Backend>(
        &self,
        terminal: &'t mut Terminal<B>,
    ) -> Result<CompletedFrame<'t>, B::Error> {
        terminal.draw(|frame| {
            // The size that is drawn is the frame's own: a window may have changed since the last event.
            let ctx = Ctx { size: frame.area().as_size(), ..self.ctx() };
            let view = View { model: &self.model, ctx: &ctx, keys: &self.keymap };
            let mut canvas = Canvas::new(frame.buffer_mut(), &self.theme, self.manner());
            frame::draw(&view, &mut canvas);
            if let Some(caret) = canvas.caret() {
                frame.set_cursor_position(caret);
            }
        })
    }

    fn manner(&self) -> Manner {
        let glyphs = match self.model.session.settings.glyphs {
            settings::Glyphs::Lines => Glyphs::Lines,
            settings::Glyphs::Auto | settings::Glyphs::Ascii => Glyphs::Ascii,
        };
        Manner { veil: self.model.session.veil, glyphs }
    }

    fn ctx(&self) -> Ctx {
        Ctx { now: self.time.now(), uptime: self.time.uptime(), lang: self.lang.now(), size: self.size }
    }

    fn remember(&mut self, what: &Remembered) {
        let Some(Err(error)) = self.memory.as_ref().map(|memory| memory.remember(what)) else { return };
        let ctx = self.ctx();
        self.model
            .status
            .problem(tr!(ctx.lang, "settings.not_remembered", why = io_text(ctx.lang, &error)), &ctx);
    }

    fn perform(&mut self, effects: Effects) {
        for effect in effects.0 {
            match effect {
                Effect::Store(id, request) => {
                    self.outstanding += 1;
                    self.desk.send(id, request);
                }
                Effect::Search(request) => {
                    self.outstanding += usize::from(matches!(request, SearchRequest::Find(..)));
                    self.searcher.send(request);
                }
                Effect::Dial(command) => {
                    if let Some(dial) = &self.dial {
                        dial(command);
                    }
                }
                Effect::SwitchLang(lang) => self.lang.switch(lang),
                Effect::Remember(what) => self.remember(&what),
                Effect::KeepDrafts(drafts) => {
                    if let Some(files) = &self.drafts {
                        // Nobody is there any more to be told that it did not work.
                        let _ = files.keep(&drafts);
                    }
                }
                Effect::ForgetDrafts => self.drafts.iter_mut().for_each(DraftFiles::forget),
                Effect::Suspend => self.wishes.suspend = true,
                Effect::Redraw => self.wishes.redraw = true,
                Effect::Quit(exit) => self.exit = Some(exit),
            }
        }
    }
}

#[cfg(test)]
mod tests;
