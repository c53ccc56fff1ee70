//! The first start: there is no book yet. Offers the demo, an import, or a first customer by hand; the language, the place
//! of the file, and plain glyphs for a terminal that does not keep columns.

mod view;

use crate::app::command::{Command as Any, Group, Row};
use crate::app::effect::{Beginning, Remembered};
use crate::app::{Ctx, Effect, Effects, Exit, Key, Model, Scope, edit_of};
use crate::screens::{Behaviour, View};
use crate::settings::Glyphs;
use crate::tr;
use crate::ui::widgets::TextInput;
use crate::ui::{Canvas, FrameAreas, Motion};
use ratatui::layout::Rect;

/// Which way is selected.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    selected: usize,
    /// Where the book would be.
    pub path: String,
    /// Another place while it is typed.
    typed: Option<TextInput>,
}

/// What can be done here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// Begin in the selected way.
    Choose,
    /// Begin in this way.
    Begin(Beginning),
    /// Name another place for the file.
    ChangePlace,
    /// Take the place that was typed.
    TakePlace,
    /// Draw rules and bars in ASCII.
    PlainGlyphs,
}

/// The ways, in the order of their numbers from 1.
const WAYS: [Beginning; 3] = [Beginning::Demo, Beginning::Import, Beginning::ByHand];

/// The name of a book in a folder.
const FILE: &str = "book.db";

const fn row(id: &'static str, command: Command) -> Row {
    Row::new(id, Any::FirstRun(command), Scope::FirstRun, Group::Here)
}

/// The commands of this screen.
pub const ROWS: &[Row] = &[
    row("first-run.choose", Command::Choose).weight(90),
    row("first-run.demo", Command::Begin(Beginning::Demo)).aliases(&["demo"]),
    row("first-run.import", Command::Begin(Beginning::Import)),
    row("first-run.by-hand", Command::Begin(Beginning::ByHand)),
    row("first-run.place", Command::ChangePlace).weight(60),
    row("first-run.plain-glyphs", Command::PlainGlyphs).weight(50),
    Row::new("first-run.take-place", Any::FirstRun(Command::TakePlace), Scope::FirstRunPlace, Group::Here)
        .weight(90),
];

/// Runs a command of this screen.
pub fn run(model: &mut Model, command: Command, ctx: &Ctx) -> Effects {
    let state = &mut model.first_run;
    match command {
        Command::Choose => begin(WAYS[state.selected % WAYS.len()]),
        Command::Begin(beginning) => begin(beginning),
        Command::ChangePlace => {
            state.typed = Some(TextInput::new(&state.path));
            Effects::none()
        }
        Command::TakePlace => {
            take_place(model, ctx);
            Effects::none()
        }
        Command::PlainGlyphs => {
            model.session.settings.glyphs = Glyphs::Ascii;
            model.status.note(tr!(ctx.lang, "first_run.plain_glyphs"), ctx);
            Effect::Remember(Remembered::AsciiGlyphs).into()
        }
    }
}

fn begin(way: Beginning) -> Effects {
    Effect::Quit(Exit::Begin(way)).into()
}

fn take_place(model: &mut Model, ctx: &Ctx) {
    let Some(typed) = &model.first_run.typed else { return };
    match file_of(typed.value()) {
        Some(path) => {
            model.first_run.path = path;
            model.first_run.typed = None;
        }
        None => model.status.problem(tr!(ctx.lang, "first_run.no_place"), ctx),
    }
}

/// The file that a typed place means: a name ending in `.db` is the file, anything else its folder.
fn file_of(typed: &str) -> Option<String> {
    let place = typed.trim();
    let is_file = std::path::Path::new(place).extension().is_some_and(|end| end.eq_ignore_ascii_case("db"));
    match place {
        "" => None,
        file if is_file => Some(file.to_owned()),
        folder => Some(format!("{}/{FILE}", folder.trim_end_matches('/'))),
    }
}

/// The screen.
pub struct FirstRun;

impl Behaviour for FirstRun {
    fn scopes(&self, model: &Model) -> &'static [Scope] {
        match model.first_run.typed {
            Some(_) => &[Scope::FirstRunPlace],
            None => &[Scope::FirstRun, Scope::List, Scope::App],
        }
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

    fn takes_text(&self, model: &Model) -> bool {
        model.first_run.typed.is_some()
    }

    fn input(&self, model: &mut Model, key: Key, _ctx: &Ctx) -> Effects {
        if let (Some(typed), Some(edit)) = (&mut model.first_run.typed, edit_of(key)) {
            typed.edit(edit);
        }
        Effects::none()
    }

    fn paste(&self, model: &mut Model, text: &str, _ctx: &Ctx) -> bool {
        model.first_run.typed.as_mut().map(|typed| typed.paste(text)).is_some()
    }

    fn can_go_back(&self, model: &Model) -> bool {
        model.first_run.typed.is_some()
    }

    fn back(&self, model: &mut Model, _ctx: &Ctx) -> Effects {
        model.first_run.typed = None;
        Effects::none()
    }
}

#[cfg(test)]
mod tests;
