//! The first start: there is no book yet. Offers the demo, an import, or an empty book, and the language.

mod view;

use crate::app::command::{Command as Any, Group, Row};
use crate::app::effect::Beginning;
use crate::app::{Ctx, Effect, Effects, Exit, Model, Scope};
use crate::screens::{Behaviour, View};
use crate::ui::{Canvas, FrameAreas, Motion};
use ratatui::layout::Rect;

/// Which way is selected.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    selected: usize,
    /// Where the book would be.
    pub path: String,
}

/// What can be done here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// Begin in the selected way.
    Choose,
    /// Begin in this way.
    Begin(Beginning),
}

/// The ways, in the order of their numbers from 1.
const WAYS: [Beginning; 3] = [Beginning::Demo, Beginning::Import, Beginning::Empty];

const fn row(id: &'static str, command: Command) -> Row {
    Row::new(id, Any::FirstRun(command), Scope::FirstRun, Group::Here)
}

/// The commands of this screen.
pub const ROWS: &[Row] = &[
    row("first-run.choose", Command::Choose).weight(90),
    row("first-run.demo", Command::Begin(Beginning::Demo)).aliases(&["demo"]),
    row("first-run.import", Command::Begin(Beginning::Import)),
    row("first-run.empty", Command::Begin(Beginning::Empty)),
];

/// Runs a command of this screen.
pub fn run(model: &mut Model, command: Command, _ctx: &Ctx) -> Effects {
    let beginning = match command {
        Command::Choose => WAYS[model.first_run.selected % WAYS.len()],
        Command::Begin(beginning) => beginning,
    };
    Effect::Quit(Exit::Begin(beginning)).into()
}

/// The screen.
pub struct FirstRun;

impl Behaviour for FirstRun {
    fn scopes(&self, _model: &Model) -> &'static [Scope] {
        &[Scope::FirstRun, Scope::List, Scope::App]
    }

    fn head(&self, _view: &View<'_>, _canvas: &mut Canvas<'_>, _row: Rect) {}

    fn body(&self, view: &View<'_>, canvas: &mut Canvas<'_>, areas: &FrameAreas) {
        view::body(view, canvas, areas.tall_body());
    }

    fn motion(&self, model: &mut Model, motion: Motion, _ctx: &Ctx) -> Effects {
        let selected = &mut model.first_run.selected;
        *selected = match motion {
            Motion::Up => selected.saturating_sub(1),
            Motion::Down => (*selected + 1).min(WAYS.len() - 1),
            Motion::First | Motion::PageUp => 0,
            Motion::Last | Motion::PageDown => WAYS.len() - 1,
        };
        Effects::none()
    }
}
