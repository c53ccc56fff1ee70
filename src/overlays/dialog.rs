//! A question or an error: what happened, what it means for what was typed, what to do. The safe answer is
//! preselected, every answer has a letter.

use crate::app::command::{AppCommand, Command};
use crate::app::draft::Draft;
use crate::app::{Key, KeyCode};
use crate::lang::Lang;
use crate::store::protocol::{Failure, UndoWhich};
use crate::tr;
use crate::ui::Motion;

/// What a dialog is about; it decides the sign in its title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DialogKind {
    /// Something that undo cannot take back.
    Question,
    /// Something went wrong.
    Error,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its letter.
    pub key: char,
    /// Its words.
    pub words: String,
    /// What it runs; `None` only closes.
    pub command: Option<Command>,
}

/// A dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dialog {
    /// What it is about.
    pub kind: DialogKind,
    /// A few words in the frame.
    pub title: String,
    /// The text; each entry is a paragraph.
    pub lines: Vec<String>,
    /// The technical cause, shown with `d`.
    pub cause: Option<String>,
    /// Whether the cause is shown.
    pub details: bool,
    /// The answers, at least one.
    pub answers: Vec<Answer>,
    /// The selected answer.
    pub selected: usize,
}

impl Dialog {
    /// A question; the first answer is the safe one and preselected.
    pub fn question(title: impl Into<String>, lines: Vec<String>, answers: Vec<Answer>) -> Dialog {
        Dialog {
            kind: DialogKind::Question,
            title: title.into(),
            lines,
            cause: None,
            details: false,
            answers,
            selected: 0,
        }
    }

    /// An error; `kept` says what happened to what was typed.
    pub fn error(lang: Lang, failure: Failure, kept: Option<String>, answers: Vec<Answer>) -> Dialog {
        let title = failure.title(lang).into_owned();
        let lines = [Some(failure.sentence), kept, failure.hint].into_iter().flatten().collect();
        let mut dialog = Dialog::question(title, lines, answers);
        dialog.kind = DialogKind::Error;
        dialog.cause = failure.cause;
        dialog
    }

    /// Moves to another answer.
    pub fn motion(&mut self, motion: Motion) {
        let count = self.answers.len().max(1);
        self.selected = match motion {
            Motion::Down => (self.selected + 1) % count,
            Motion::Up => (self.selected + count - 1) % count,
            Motion::First | Motion::PageUp => 0,
            Motion::Last | Motion::PageDown => count - 1,
        };
    }

    /// Selects the answer with this letter; `d` shows the cause. Returns whether an answer was chosen.
    pub fn select_by_key(&mut self, key: Key) -> bool {
        let KeyCode::Char(ch) = key.code else { return false };
        if let Some(at) = self.answers.iter().position(|answer| answer.key == ch) {
            self.selected = at;
            return true;
        }
        if ch == 'd' && self.cause.is_some() {
            self.details = !self.details;
        }
        false
    }

    /// What the selected answer runs.
    pub fn selected_command(&self) -> Option<Command> {
        self.answers.get(self.selected)?.command
    }
}

/// Asks before quitting with unsaved text.
pub fn quit_unsaved(lang: Lang) -> Dialog {
    quit(lang, &tr!(lang, "dialog.unsaved"), &tr!(lang, "dialog.unsaved_text"))
}

/// Asks before quitting while an import is written.
pub fn quit_importing(lang: Lang) -> Dialog {
    quit(lang, &tr!(lang, "dialog.importing"), &tr!(lang, "dialog.importing_text"))
}

/// Asks before leaving while an import is taken back.
pub fn quit_undoing(lang: Lang) -> Dialog {
    quit(lang, &tr!(lang, "dialog.undoing"), &tr!(lang, "dialog.undoing_text"))
}

/// Asks before leaving while something is being saved that no form holds.
pub fn quit_saving(lang: Lang) -> Dialog {
    quit(lang, &tr!(lang, "dialog.saving"), &tr!(lang, "dialog.saving_text"))
}

fn quit(lang: Lang, title: &str, line: &str) -> Dialog {
    let stay = Answer { key: 's', words: tr!(lang, "dialog.stay").into_owned(), command: None };
    let quit = Answer {
        key: 'q',
        words: tr!(lang, "dialog.quit_anyway").into_owned(),
        command: Some(Command::App(AppCommand::QuitUnsaved)),
    };
    Dialog::question(title, vec![line.to_owned()], vec![stay, quit])
}

/// Asks before taking back something older, or of another window.
pub fn undo(lang: Lang, line: String, which: UndoWhich) -> Dialog {
    let (title, key) = match which {
        UndoWhich::Undo => ("dialog.undo", "dialog.undo_it"),
        UndoWhich::Redo => ("dialog.redo", "dialog.redo_it"),
    };
    let stay = Answer { key: 'n', words: tr!(lang, "dialog.leave_it").into_owned(), command: None };
    let undo = Answer {
        key: 'y',
        words: lang.text(key).into_owned(),
        command: Some(Command::App(AppCommand::UndoOffered(which))),
    };
    Dialog::question(lang.text(title), vec![line], vec![stay, undo])
}

/// Asks whether half-typed forms of an earlier run go on. Esc decides nothing: the next start asks again.
pub fn left_over(lang: Lang, drafts: &[Draft]) -> Dialog {
    let answer = |key: char, words: &str, command: AppCommand| Answer {
        key,
        words: lang.text(words).into_owned(),
        command: Some(Command::App(command)),
    };
    let what: Vec<String> = drafts.iter().map(|draft| draft.words(lang)).collect();
    let lines = vec![
        tr!(lang, "draft.offer", what = what.join(", ")).into_owned(),
        tr!(lang, "draft.how").into_owned(),
    ];
    let answers = vec![
        answer('c', "draft.resume", AppCommand::ResumeDrafts),
        answer('x', "draft.discard", AppCommand::DiscardDrafts),
    ];
    Dialog::question(tr!(lang, "draft.title"), lines, answers)
}
