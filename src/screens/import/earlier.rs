//! The imports of the book: when, what, how many rows, who; one of them is taken back from here.

use super::{State, Step, Topic};
use crate::app::{Ctx, Effects, Model, Topic as Ask};
use crate::domain::{GroupId, ImportId};
use crate::store::import::ImportReport;
use crate::store::protocol::{ImportNotes, ImportedFile, Request, UndoWhich};
use crate::ui::widgets::TextInput;
use crate::ui::{Cursor, Motion};

/// What is shown of them.
#[derive(Debug, Clone, Default)]
pub struct Earlier {
    files: Option<Vec<ImportedFile>>,
    pub cursor: Cursor<ImportId>,
    notes: Option<(ImportId, ImportNotes)>,
    /// Where one came from.
    from: Option<Step>,
}

impl Earlier {
    /// All of them, the newest first; `None` before they are there.
    pub fn files(&self) -> Option<&[ImportedFile]> {
        self.files.as_deref()
    }

    /// Their ids.
    pub fn rows(&self) -> Vec<ImportId> {
        self.files.iter().flatten().map(|file| file.id).collect()
    }

    /// The one under the cursor.
    pub fn selected(&self) -> Option<&ImportedFile> {
        let id = self.cursor.key()?;
        self.files.as_ref()?.iter().find(|file| file.id == id)
    }

    /// What is known of its rejected and kept rows, once that was asked.
    pub fn notes(&self) -> Option<&ImportNotes> {
        let (id, notes) = self.notes.as_ref()?;
        (Some(*id) == self.cursor.key()).then_some(notes)
    }
}

/// Opens the list.
pub fn open(model: &mut Model, ctx: &Ctx) -> Effects {
    if model.nav.current() != crate::app::Screen::Import {
        model.nav.open(crate::app::Screen::Import);
    }
    let state = &mut model.import;
    if state.step != Step::Earlier {
        state.earlier.from = Some(state.step);
    }
    state.step = Step::Earlier;
    ask(model, ctx)
}

/// Goes back to where one came from.
pub fn leave(state: &mut State) {
    state.step = state.earlier.from.take().unwrap_or(Step::File);
}

fn ask(model: &mut Model, ctx: &Ctx) -> Effects {
    model.requests.ask(Ask::Import(Topic::Earlier), Request::FindImports, ctx)
}

/// Takes the list.
pub fn listed(model: &mut Model, files: Vec<ImportedFile>, height: u16) {
    let earlier = &mut model.import.earlier;
    earlier.files = Some(files);
    let rows = earlier.rows();
    earlier.cursor.settle(&rows, height);
}

/// Takes what is known of the import under the cursor.
pub fn noted(state: &mut State, notes: ImportNotes) {
    state.earlier.notes = state.earlier.cursor.key().map(|id| (id, notes));
}

/// Moves in the list.
pub fn moved(state: &mut State, motion: Motion, height: u16) {
    let rows = state.earlier.rows();
    state.earlier.cursor.go(motion, &rows, height);
}

/// Asks what is known of the import under the cursor; once it is shown, hides it.
pub fn notes(model: &mut Model, ctx: &Ctx) -> Effects {
    if model.import.earlier.notes().is_some() {
        model.import.earlier.notes = None;
        return Effects::none();
    }
    match model.import.earlier.cursor.key() {
        Some(id) => model.requests.ask(Ask::Import(Topic::Notes), Request::FindImportNotes(id), ctx),
        None => Effects::none(),
    }
}

/// Asks what taking the import under the cursor back would do; the answer is a question.
pub fn undo(model: &mut Model, ctx: &Ctx) -> Effects {
    match model.import.earlier.cursor.key() {
        Some(id) => model.requests.ask(Ask::Undo(UndoWhich::Undo), Request::FindImportUndo(id), ctx),
        None => Effects::none(),
    }
}

/// An import was taken back, or came back: what was said about it here no longer holds.
pub fn inverted(model: &mut Model, group: GroupId, ctx: &Ctx) -> Effects {
    let state = &mut model.import;
    let is_it = |report: &ImportReport| report.written.is_some_and(|(_, written)| written == group);
    if state.step == Step::Done && state.written.as_deref().is_some_and(is_it) {
        state.step = Step::File;
        state.written = None;
        // The same file may be meant again, or another: typing replaces it.
        state.path = TextInput::proposal(state.path.value());
    }
    if state.step == Step::Earlier { ask(model, ctx) } else { Effects::none() }
}

/// A setting of the book was taken back, or came back: what a file would do may have changed.
pub fn setting_inverted(model: &mut Model, ctx: &Ctx) -> Effects {
    let is_tried = model.import.step == Step::Columns && model.import.trial.is_some();
    if is_tried { super::update::try_it(model, ctx) } else { Effects::none() }
}
