//! The command table of Import: what can be done where, and when.
//!
//! Owns no state. Must not: act.

use super::{Command, Part, Step, Topic};
use crate::app::command::{Applies, Command as Any, Group, Row};
use crate::app::{Model, Scope, Topic as Ask};
use crate::screens::empty;
use crate::store::protocol::ImportPreview;

const fn here(id: &'static str, command: Command, scope: Scope) -> Row {
    Row::new(id, Any::Import(command), scope, Group::Here)
}

const fn on_file(id: &'static str, command: Command) -> Row {
    here(id, command, Scope::Import).when(has_columns)
}

/// The commands of this screen.
pub const ROWS: &[Row] = &[
    Row::new("import.open", Any::Import(Command::Open), Scope::App, Group::Anywhere)
        .when(can_open)
        .weight(95)
        .hinted(|model, _| empty::is_empty_book(model))
        .aliases(&["import"]),
    Row::new("import.earlier", Any::Import(Command::Earlier), Scope::App, Group::Anywhere)
        .when(has_a_book)
        .aliases(&["imports"]),
    here("import.read", Command::Read, Scope::ImportFile).weight(90).when(is_quiet),
    here("import.complete", Command::Complete, Scope::ImportFile).weight(80).when(is_quiet),
    here("import.next-kind", Command::NextKind, Scope::ImportFile)
        .weight(85)
        .twin("import.previous-kind")
        .when(is_quiet),
    here("import.previous-kind", Command::PreviousKind, Scope::ImportFile).when(is_quiet),
    on_file("import.write", Command::Write).weight(95).when(can_write),
    on_file("import.next-part", Command::NextPart).weight(92).twin("import.previous-part"),
    on_file("import.previous-part", Command::PreviousPart),
    on_file("import.next-field", Command::NextField).weight(90).when(is_on_columns),
    on_file("import.previous-field", Command::PreviousField).when(is_on_columns),
    on_file("import.pick-field", Command::PickField).weight(61).when(is_on_columns),
    on_file("import.leave-out", Command::LeaveOut).weight(85).when(is_on_columns),
    here("import.next-value", Command::NextValue, Scope::ImportSettings).weight(90).when(has_columns),
    here("import.previous-value", Command::PreviousValue, Scope::ImportSettings).when(has_columns),
    here("import.look", Command::Look, Scope::ImportFindings).weight(90).when(has_findings),
    on_file("import.reasons", Command::Reasons).weight(65).when(has_rejects),
    here("import.export", Command::Export, Scope::ImportRejects).weight(66).when(has_rejects),
    on_file("import.encoding", Command::NextEncoding).weight(64),
    on_file("import.separator", Command::NextSeparator).weight(63),
    on_file("import.header-down", Command::HeaderDown).weight(62).twin("import.header-up"),
    on_file("import.header-up", Command::HeaderUp),
    here("import.another", Command::Another, Scope::ImportDone).weight(90),
    here("import.notes", Command::Notes, Scope::ImportEarlier).weight(90).when(has_earlier),
    here("import.undo", Command::UndoEarlier, Scope::ImportEarlier).weight(85).when(has_earlier),
];

/// Nothing about imports goes on that a request about them would end.
fn is_quiet(model: &Model) -> Applies {
    if model.import.writing.is_some() {
        Err("reason.import_runs")
    } else if model.book.is_inverting() {
        Err("reason.undo_runs")
    } else {
        Ok(())
    }
}

fn has_a_book(model: &Model) -> Applies {
    is_quiet(model)?;
    if model.nav.tab() == crate::app::Screen::FirstRun { Err("reason.no_book") } else { Ok(()) }
}

/// A writing that goes on is looked at; else as for everything about imports.
fn can_open(model: &Model) -> Applies {
    if model.import.is_writing() { Ok(()) } else { has_a_book(model) }
}

fn has_columns(model: &Model) -> Applies {
    is_quiet(model)?;
    match model.import.step {
        Step::Columns => Ok(()),
        Step::File | Step::Done | Step::Earlier => Err("reason.no_file"),
    }
}

fn is_on_columns(model: &Model) -> Applies {
    has_columns(model)?;
    if model.import.part == Part::Columns { Ok(()) } else { Err("reason.import_no_column") }
}

fn has_findings(model: &Model) -> Applies {
    if model.import.findings().is_empty() { Err("reason.import_no_findings") } else { Ok(()) }
}

fn has_rejects(model: &Model) -> Applies {
    is_quiet(model)?;
    let has_some = model.import.tally().is_some_and(|tally| tally.rejected() > 0);
    if has_some { Ok(()) } else { Err("reason.import_no_rejects") }
}

fn has_earlier(model: &Model) -> Applies {
    if model.import.earlier.selected().is_some() { Ok(()) } else { Err("reason.import_none") }
}

fn can_write(model: &Model) -> Applies {
    has_columns(model)?;
    let is_complete = |preview: &ImportPreview| preview.found.missing.is_empty();
    if model.requests.is_awaiting(Ask::Import(Topic::Preview)) {
        return Err("reason.import_checks");
    }
    // A file that brings nothing is written all the same: it is known as read. One of rejects alone is not.
    let is_refused = model.import.report().is_some_and(|file| !file.has_news() && file.tally.rejected() > 0);
    match model.import.preview.as_deref() {
        Some(_) if is_refused => Err("reason.import_all_rejected"),
        Some(preview) if is_complete(preview) => Ok(()),
        _ => Err("reason.import_incomplete"),
    }
}
