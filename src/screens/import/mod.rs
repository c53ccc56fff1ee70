//! Import (导入): name a file, look at how its columns are read and what would happen, write it.
//!
//! Owns what was typed and chosen. Nothing is written before the last Enter; every change is checked anew in the
//! background, and only the newest check counts. Must not: read files.

mod change;
mod update;
mod view;

pub use update::{inverted, reply, run};

use crate::app::command::{Applies, Command as Any, Group, Row};
use crate::app::{Ctx, Effects, Key, Model, Scope, Topic as Ask, Uptime, edit_of};
use crate::domain::{Code, ImportKind};
use crate::import::Plan;
use crate::screens::{Behaviour, View};
use crate::store::import::ImportReport;
use crate::store::protocol::{Failure, ImportPreview};
use crate::tr;
use crate::ui::widgets::TextInput;
use crate::ui::{Canvas, Cursor, FrameAreas, Line, Motion, Role};
use ratatui::layout::Rect;

/// How far one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The kind and the file are named.
    File,
    /// Columns and what would happen.
    Columns,
    /// It is written.
    Done,
}

/// Whether reasons show more than their first row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reasons {
    Folded,
    Open,
}

/// A writing that goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Writing {
    /// When the status line last told about it.
    told_at: Option<Uptime>,
    /// Whether Esc was pressed.
    is_stopping: bool,
}

/// What is shown here.
#[derive(Debug, Clone)]
pub struct State {
    step: Step,
    path: TextInput,
    /// How the typed path can go on, when there are several ways.
    paths: Vec<String>,
    /// Why the file cannot be read.
    trouble: Option<Failure>,
    plan: Plan,
    /// The plan of what is shown.
    read_plan: Plan,
    preview: Option<Box<ImportPreview>>,
    /// What would happen to the book.
    trial: Option<Box<ImportReport>>,
    /// How much of the file is compared with the book, in percent, while that goes on.
    compared: Option<u64>,
    cursor: Cursor<usize>,
    reasons: Reasons,
    writing: Option<Writing>,
    written: Option<Box<ImportReport>>,
}

impl Default for State {
    fn default() -> State {
        State {
            step: Step::File,
            path: TextInput::default(),
            paths: Vec::new(),
            trouble: None,
            plan: Plan::new(ImportKind::Customers),
            read_plan: Plan::new(ImportKind::Customers),
            preview: None,
            trial: None,
            compared: None,
            cursor: Cursor::default(),
            reasons: Reasons::Folded,
            writing: None,
            written: None,
        }
    }
}

impl State {
    /// Whether an import is being written.
    pub fn is_writing(&self) -> bool {
        self.writing.is_some()
    }

    fn columns(&self) -> Vec<usize> {
        (0..self.preview.as_ref().map_or(0, |preview| preview.found.columns.len())).collect()
    }
}

/// What can be done here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// Come here.
    Open,
    /// Go on with the typed path as far as it is clear.
    Complete,
    /// Read the named file.
    Read,
    /// Read the column as the next field.
    NextField,
    /// Leave the column out.
    LeaveOut,
    /// The next encoding.
    NextEncoding,
    /// The next separator.
    NextSeparator,
    /// The headings stand one row lower.
    HeaderDown,
    /// The headings stand one row higher.
    HeaderUp,
    /// More or fewer rows of each reason.
    Reasons,
    /// Write it.
    Write,
    /// Go on with another file.
    Another,
}

/// What is asked of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// How a path can go on.
    Paths,
    /// What the file is read as.
    Preview,
    /// What would happen.
    Trial,
    /// The writing.
    Write,
    /// Its end.
    Stop,
}

const fn here(id: &'static str, command: Command, scope: Scope) -> Row {
    Row::new(id, Any::Import(command), scope, Group::Here)
}

const fn on_columns(id: &'static str, command: Command) -> Row {
    here(id, command, Scope::Import).when(has_columns)
}

/// The commands of this screen.
pub const ROWS: &[Row] = &[
    Row::new("import.open", Any::Import(Command::Open), Scope::App, Group::Anywhere)
        .when(has_a_book)
        .aliases(&["import"]),
    here("import.read", Command::Read, Scope::ImportFile).weight(90),
    here("import.complete", Command::Complete, Scope::ImportFile).weight(80),
    on_columns("import.write", Command::Write).weight(95).when(can_write),
    on_columns("import.next-field", Command::NextField).weight(90),
    on_columns("import.leave-out", Command::LeaveOut).weight(85),
    on_columns("import.reasons", Command::Reasons).weight(65),
    on_columns("import.encoding", Command::NextEncoding).weight(64),
    on_columns("import.separator", Command::NextSeparator).weight(63),
    on_columns("import.header-down", Command::HeaderDown).weight(62).twin("import.header-up"),
    on_columns("import.header-up", Command::HeaderUp),
    here("import.another", Command::Another, Scope::ImportDone).weight(90),
];

fn has_a_book(model: &Model) -> Applies {
    if model.nav.tab() == crate::app::Screen::FirstRun { Err("reason.no_book") } else { Ok(()) }
}

fn has_columns(model: &Model) -> Applies {
    let state = &model.import;
    match state.step {
        _ if state.writing.is_some() => Err("reason.import_runs"),
        Step::Columns => Ok(()),
        Step::File | Step::Done => Err("reason.no_file"),
    }
}

fn can_write(model: &Model) -> Applies {
    has_columns(model)?;
    let is_complete = |preview: &ImportPreview| preview.found.missing.is_empty();
    if model.requests.is_awaiting(Ask::Import(Topic::Preview)) {
        return Err("reason.import_checks");
    }
    match model.import.preview.as_deref() {
        Some(preview) if is_complete(preview) => Ok(()),
        _ => Err("reason.import_incomplete"),
    }
}

/// The screen.
pub struct Import;

impl Behaviour for Import {
    fn scopes(&self, model: &Model) -> &'static [Scope] {
        match model.import.step {
            Step::File => &[Scope::ImportFile],
            Step::Columns => &[Scope::Import, Scope::List, Scope::Tabs, Scope::App],
            Step::Done => &[Scope::ImportDone, Scope::Tabs, Scope::App],
        }
    }

    fn head(&self, view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect) {
        view::head(view, canvas, row);
    }

    fn body(&self, view: &View<'_>, canvas: &mut Canvas<'_>, areas: &FrameAreas) {
        view::body(view, canvas, areas.body);
    }

    fn place(&self, view: &View<'_>) -> Line<'static> {
        let state = &view.model.import;
        let all = state.columns().len();
        if state.step != Step::Columns || all == 0 {
            return Line::new();
        }
        let at = state.cursor.index() + 1;
        Line::new().with(tr!(view.ctx.lang, "import_screen.place", at = at, all = all), Role::Dim)
    }

    fn motion(&self, model: &mut Model, motion: Motion, ctx: &Ctx) -> Effects {
        let state = &mut model.import;
        match state.step {
            Step::File => state.plan.kind = neighbour(state.plan.kind, motion),
            Step::Columns => {
                let rows = state.columns();
                state.cursor.go(motion, &rows, view::table_height(ctx.size, rows.len()));
            }
            Step::Done => {}
        }
        Effects::none()
    }

    fn takes_text(&self, model: &Model) -> bool {
        model.import.step == Step::File
    }

    fn input(&self, model: &mut Model, key: Key, _ctx: &Ctx) -> Effects {
        let state = &mut model.import;
        if edit_of(key).is_some_and(|edit| state.path.edit(edit)) {
            state.trouble = None;
            state.paths.clear();
        }
        Effects::none()
    }

    fn paste(&self, model: &mut Model, text: &str, _ctx: &Ctx) -> bool {
        let state = &mut model.import;
        if state.step != Step::File {
            return false;
        }
        state.trouble = None;
        state.paths.clear();
        state.path.paste(text);
        true
    }

    fn can_go_back(&self, model: &Model) -> bool {
        model.import.writing.is_some() || model.import.step == Step::Columns
    }

    fn back(&self, model: &mut Model, ctx: &Ctx) -> Effects {
        update::back(model, ctx)
    }
}

/// The kind before or after another, in a ring.
fn neighbour(kind: ImportKind, motion: Motion) -> ImportKind {
    let all = ImportKind::ALL;
    let here = all.iter().position(|known| *known == kind).unwrap_or(0);
    let there = match motion {
        Motion::Down | Motion::PageDown => (here + 1) % all.len(),
        Motion::Up | Motion::PageUp => (here + all.len() - 1) % all.len(),
        Motion::First => 0,
        Motion::Last => all.len() - 1,
    };
    all[there]
}

#[cfg(test)]
mod tests;
