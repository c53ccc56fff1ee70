//! Import (导入): name a file, look at how its columns are read and what would happen, write it.
//!
//! Owns what was typed and chosen. Nothing is written before the last Enter; every change is checked anew in the
//! background, and only the newest check counts. Must not: read files.

mod change;
mod earlier;
mod findings;
mod outlook;
mod reply;
mod rows;
mod update;
mod view;

pub use earlier::{inverted, setting_inverted};
pub use reply::reply;
pub use rows::ROWS;
pub use update::{field_chosen, run, stop, term_chosen};

use crate::app::{Ctx, Effects, Key, KeyCode, Model, Scope, Topic as Ask, Uptime, edit_of};
use crate::domain::{Code, Day, ImportKind};
use crate::import::{Plan, Tally};
use crate::lang::Lang;
use crate::screens::{Behaviour, View};
use crate::store::import::{FileReport, ImportReport, UnknownOwner};
use crate::store::protocol::{Failure, ImportPreview, TermSort};
use crate::tr;
use crate::ui::widgets::TextInput;
use crate::ui::{Canvas, Cursor, FrameAreas, Line, Motion};
use earlier::Earlier;
use findings::{Finding, Unfolded};
use outlook::Ahead;
use ratatui::layout::Rect;
use std::borrow::Cow;

/// How far one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The kind and the file are named.
    File,
    /// Columns and what would happen.
    Columns,
    /// It is written.
    Done,
    /// The imports of the book are looked at.
    Earlier,
}

/// What the cursor is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Encoding, separator and what else is set for the whole file.
    Settings,
    /// The table of columns.
    Columns,
    /// Rejected rows, unknown words, remarks.
    Findings,
}

/// How such files were read before.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Kept {
    plan: Plan,
    on: Day,
}

/// A writing that goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Writing {
    since: Uptime,
    /// When the status line last told about it.
    told_at: Option<Uptime>,
    /// Whether Esc was pressed.
    is_stopping: bool,
}

/// Who says what a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum KindBy {
    /// Nobody: the headings may say better.
    Proposal,
    /// Somebody chose it.
    Choice,
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
    kind_by: KindBy,
    /// The plan of what is shown.
    read_plan: Plan,
    preview: Option<Box<ImportPreview>>,
    /// What would happen to the book.
    trial: Option<Box<ImportReport>>,
    /// What it would make of the customers.
    ahead: Option<Ahead>,
    /// How much of the file is compared with the book, in percent, while that goes on.
    compared: Option<u64>,
    part: Part,
    cursor: Cursor<usize>,
    setting: usize,
    finding: Cursor<Finding>,
    unfolded: Unfolded,
    /// What happens to the rows of an unknown owner.
    unknown_owner: UnknownOwner,
    /// How such files were read before, if they were.
    memory: Option<Kept>,
    /// The word that is being assigned.
    term: Option<(TermSort, String)>,
    writing: Option<Writing>,
    written: Option<Box<ImportReport>>,
    earlier: Earlier,
}

impl Default for State {
    fn default() -> State {
        State {
            step: Step::File,
            path: TextInput::default(),
            paths: Vec::new(),
            trouble: None,
            plan: Plan::new(ImportKind::Customers),
            kind_by: KindBy::Proposal,
            read_plan: Plan::new(ImportKind::Customers),
            preview: None,
            trial: None,
            ahead: None,
            compared: None,
            part: Part::Columns,
            cursor: Cursor::default(),
            setting: 0,
            finding: Cursor::default(),
            unfolded: Unfolded::new(),
            unknown_owner: UnknownOwner::Reject,
            memory: None,
            term: None,
            writing: None,
            written: None,
            earlier: Earlier::default(),
        }
    }
}

impl State {
    /// Whether an import is being written.
    pub fn is_writing(&self) -> bool {
        self.writing.is_some()
    }

    /// Somebody chose the next kind, or the one before.
    fn turn_kind(&mut self, motion: Motion) {
        self.plan.kind = neighbour(self.plan.kind, motion);
        self.kind_by = KindBy::Choice;
    }

    /// Whether a writing goes on that nobody stopped yet: Esc stops it on every screen.
    pub fn can_stop(&self) -> bool {
        self.writing.is_some_and(|writing| !writing.is_stopping)
    }

    /// What the trial or the writing reports of the file.
    fn report(&self) -> Option<&FileReport> {
        let report = if self.step == Step::Done { &self.written } else { &self.trial };
        report.as_deref()?.files.first()
    }

    /// The rejects and remarks that are known: first what the file alone says, then with the book.
    fn tally(&self) -> Option<&Tally> {
        // Without a needed column every row is rejected, which says nothing.
        let preview = self.preview.as_deref().filter(|preview| preview.found.missing.is_empty())?;
        Some(self.report().map_or(&preview.found.tally, |file| &file.tally))
    }

    fn findings(&self) -> Vec<Finding> {
        self.tally().map_or_else(Vec::new, |tally| findings::list(tally, &self.unfolded))
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
    /// The file holds the next kind of rows.
    NextKind,
    /// The kind before.
    PreviousKind,
    /// Go on with the typed path as far as it is clear.
    Complete,
    /// Read the named file.
    Read,
    /// Read the column as the next field.
    NextField,
    /// Read the column as the field before.
    PreviousField,
    /// Choose from all fields what the column is read as.
    PickField,
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
    /// The next thing with stops: settings, columns, findings.
    NextPart,
    /// The one before.
    PreviousPart,
    /// The next value of the setting.
    NextValue,
    /// The value of the setting before.
    PreviousValue,
    /// More or fewer rows of the reason, or of all.
    Reasons,
    /// More rows of the reason, or what the word means.
    Look,
    /// Write the rejected rows to a file.
    Export,
    /// Write it.
    Write,
    /// Go on with another file.
    Another,
    /// The imports of the book.
    Earlier,
    /// What is known of the import under the cursor.
    Notes,
    /// Take the import under the cursor back.
    UndoEarlier,
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
    /// The file of rejected rows.
    Rejects,
    /// What a word means.
    Term,
    /// The imports of the book.
    Earlier,
    /// What is known of one of them.
    Notes,
}

/// The screen.
pub struct Import;

impl Behaviour for Import {
    fn scopes(&self, model: &Model) -> &'static [Scope] {
        match model.import.step {
            Step::File => &[Scope::ImportFile],
            Step::Columns => match model.import.part {
                Part::Settings => &[
                    Scope::ImportSettings,
                    Scope::Import,
                    Scope::ImportRejects,
                    Scope::List,
                    Scope::Tabs,
                    Scope::App,
                ],
                Part::Columns => &[Scope::Import, Scope::ImportRejects, Scope::List, Scope::Tabs, Scope::App],
                Part::Findings => &[
                    Scope::ImportFindings,
                    Scope::Import,
                    Scope::ImportRejects,
                    Scope::List,
                    Scope::Tabs,
                    Scope::App,
                ],
            },
            Step::Done => &[Scope::ImportDone, Scope::ImportRejects, Scope::List, Scope::Tabs, Scope::App],
            Step::Earlier => &[Scope::ImportEarlier, Scope::List, Scope::Tabs, Scope::App],
        }
    }

    fn head(&self, view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect) {
        view::head(view, canvas, row);
    }

    fn body(&self, view: &View<'_>, canvas: &mut Canvas<'_>, areas: &FrameAreas) {
        view::body(view, canvas, areas.body);
    }

    fn place(&self, view: &View<'_>) -> Line<'static> {
        view::place(view)
    }

    fn motion(&self, model: &mut Model, motion: Motion, ctx: &Ctx) -> Effects {
        update::moved(model, motion, ctx);
        Effects::none()
    }

    fn takes_text(&self, model: &Model) -> bool {
        model.import.step == Step::File
    }

    fn input(&self, model: &mut Model, key: Key, _ctx: &Ctx) -> Effects {
        let state = &mut model.import;
        // The caret has nowhere to go: the arrows choose among the kinds that stand side by side above.
        match key.code {
            KeyCode::Right if state.path.value().is_empty() => state.turn_kind(Motion::Down),
            KeyCode::Left if state.path.value().is_empty() => state.turn_kind(Motion::Up),
            _ => {}
        }
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
        let is_reading = model.requests.is_awaiting(Ask::Import(Topic::Preview));
        is_reading
            || model.import.writing.is_some()
            || matches!(model.import.step, Step::Columns | Step::Earlier)
    }

    fn back(&self, model: &mut Model, ctx: &Ctx) -> Effects {
        update::back(model, ctx)
    }
}

/// What the status line says while a file is read and checked, with the share where it is known.
pub fn checking_text(model: &Model, lang: Lang) -> Cow<'static, str> {
    match model.import.compared {
        Some(percent) => tr!(lang, "import_screen.checks", percent = percent),
        None => lang.text("import_screen.checking"),
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
