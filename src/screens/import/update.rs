//! How the import screen changes: its commands, the checks it asks for, the progress of a writing.

use super::{Command, Reasons, State, Step, Topic, Writing, change, view};
use crate::app::status::Mark;
use crate::app::{Ctx, Effects, Model, Screen, Topic as Ask, book};
use crate::domain::GroupId;
use crate::import::typed_path;
use crate::screens;
use crate::store::import::{ImportProgress, ImportReport};
use crate::store::protocol::{Failure, ImportAsk, ImportPreview, ImportReply, ImportRequest, Reply, Request};
use crate::tr;
use crate::ui::format::count;
use crate::ui::widgets::TextInput;
use std::time::Duration;

/// The status line tells of a writing at most this often.
const BETWEEN_TELLINGS: Duration = Duration::from_millis(250);

/// Runs a command of this screen.
pub fn run(model: &mut Model, command: Command, ctx: &Ctx) -> Effects {
    match command {
        Command::Open => open(model, ctx),
        Command::Complete => {
            let beginning = model.import.path.value().to_owned();
            ask(model, Topic::Paths, ImportRequest::Paths(beginning), ctx)
        }
        Command::Read => read(model, ctx),
        Command::Reasons => {
            model.import.reasons = match model.import.reasons {
                Reasons::Folded => Reasons::Open,
                Reasons::Open => Reasons::Folded,
            };
            Effects::none()
        }
        Command::Write => write(model, ctx),
        Command::Another => {
            let kind = super::neighbour(model.import.plan.kind, crate::ui::Motion::Down);
            model.import = State::default();
            model.import.plan.kind = kind;
            Effects::none()
        }
        Command::NextField
        | Command::LeaveOut
        | Command::NextEncoding
        | Command::NextSeparator
        | Command::HeaderDown
        | Command::HeaderUp => changed(model, command, ctx),
    }
}

fn open(model: &mut Model, ctx: &Ctx) -> Effects {
    if model.import.step == Step::Done {
        model.import = State::default();
    }
    model.nav.open(Screen::Import);
    screens::entered(model, ctx)
}

fn ask(model: &mut Model, topic: Topic, request: ImportRequest, ctx: &Ctx) -> Effects {
    model.requests.ask(Ask::Import(topic), Request::Import(request), ctx)
}

fn asked(state: &State) -> ImportAsk {
    ImportAsk { path: typed_path(state.path.value()), plan: state.plan.clone() }
}

/// The named file is read for the first time.
fn read(model: &mut Model, ctx: &Ctx) -> Effects {
    let state = &mut model.import;
    if state.path.value().trim().is_empty() {
        model.status.problem(tr!(ctx.lang, "import_screen.no_path"), ctx);
        return Effects::none();
    }
    state.plan = crate::import::Plan::new(state.plan.kind);
    state.trouble = None;
    state.paths.clear();
    preview(model, ctx)
}

/// Asks what the file is read as now; what would happen follows from that.
fn preview(model: &mut Model, ctx: &Ctx) -> Effects {
    model.import.trial = None;
    model.requests.forget(Ask::Import(Topic::Trial));
    let request = ImportRequest::Preview(Box::new(asked(&model.import)));
    ask(model, Topic::Preview, request, ctx)
}

fn changed(model: &mut Model, command: Command, ctx: &Ctx) -> Effects {
    let state = &mut model.import;
    let Some(preview_now) = state.preview.as_deref() else { return Effects::none() };
    let at = state.cursor.index();
    match command {
        Command::NextField => {
            let field = change::next_field(preview_now, at);
            change::choose(&mut state.plan, at, field);
        }
        Command::LeaveOut => change::choose(&mut state.plan, at, None),
        Command::NextEncoding => change::next_encoding(&mut state.plan, preview_now),
        Command::NextSeparator => {
            change::next_separator(&mut state.plan, preview_now);
            state.plan.choices.clear();
        }
        Command::HeaderDown => change::move_header(&mut state.plan, preview_now, 1),
        _ => change::move_header(&mut state.plan, preview_now, -1),
    }
    preview(model, ctx)
}

fn write(model: &mut Model, ctx: &Ctx) -> Effects {
    model.requests.forget(Ask::Import(Topic::Trial));
    model.import.writing = Some(Writing { told_at: None, is_stopping: false });
    let request = ImportRequest::Write(Box::new(asked(&model.import)));
    ask(model, Topic::Write, request, ctx)
}

/// Esc: stops a writing, or goes back to naming a file.
pub fn back(model: &mut Model, ctx: &Ctx) -> Effects {
    if let Some(writing) = &mut model.import.writing {
        writing.is_stopping = true;
    } else {
        model.import.step = Step::File;
        model.import.trial = None;
        for topic in [Topic::Preview, Topic::Trial] {
            model.requests.forget(Ask::Import(topic));
        }
    }
    ask(model, Topic::Stop, ImportRequest::Stop, ctx)
}

/// An import was taken back, or came back: what was said about it here no longer holds.
pub fn inverted(model: &mut Model, group: GroupId) {
    let state = &mut model.import;
    let is_it = |report: &ImportReport| report.written.is_some_and(|(_, written)| written == group);
    if state.step == Step::Done && state.written.as_deref().is_some_and(is_it) {
        state.step = Step::File;
        state.written = None;
        // The same file may be meant again, or another: typing replaces it.
        state.path = TextInput::proposal(state.path.value());
    }
}

/// Takes an answer of the book.
pub fn reply(model: &mut Model, topic: Topic, result: Result<Reply, Failure>, ctx: &Ctx) -> Effects {
    match (topic, result) {
        (Topic::Paths, Ok(Reply::Import(ImportReply::Paths(paths)))) => completed(model, paths, ctx),
        (Topic::Preview, Ok(Reply::Import(ImportReply::Preview(found)))) => {
            return previewed(model, found, ctx);
        }
        (Topic::Preview, Err(failure)) => return unreadable(model, failure, ctx),
        (Topic::Trial, Ok(Reply::Import(ImportReply::Running(progress)))) => {
            model.import.compared = Some(progress.percent());
        }
        (Topic::Trial, Ok(Reply::Import(ImportReply::Tried(report)))) => model.import.trial = Some(report),
        (Topic::Write, Ok(Reply::Import(ImportReply::Running(progress)))) => tell(model, progress, ctx),
        (Topic::Write, Ok(Reply::Import(ImportReply::Written(report)))) => {
            return written(model, report, ctx);
        }
        (Topic::Write, Err(failure)) => return not_written(model, failure, ctx),
        (Topic::Trial | Topic::Paths, Err(failure)) => crate::app::update::fail(model, failure, ctx),
        _ => {}
    }
    Effects::none()
}

fn completed(model: &mut Model, paths: Vec<String>, ctx: &Ctx) {
    let Some(first) = paths.first() else {
        model.status.problem(tr!(ctx.lang, "import_screen.no_such_beginning"), ctx);
        return;
    };
    let common = paths.iter().skip(1).fold(first.as_str(), |common, path| shared_start(common, path));
    model.import.path = TextInput::new(common);
    model.import.trouble = None;
    model.import.paths = if paths.len() > 1 { paths } else { Vec::new() };
}

/// What two texts begin with alike.
fn shared_start<'t>(one: &'t str, other: &str) -> &'t str {
    let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b);
    &one[..same.map(|(ch, _)| ch.len_utf8()).sum()]
}

fn previewed(model: &mut Model, found: Box<ImportPreview>, ctx: &Ctx) -> Effects {
    let state = &mut model.import;
    let is_first = state.step == Step::File;
    let is_complete = found.found.missing.is_empty();
    let unknown = found.found.columns.iter().position(|column| column.field.is_none());
    state.preview = Some(found);
    state.read_plan = state.plan.clone();
    state.step = Step::Columns;
    let rows = state.columns();
    let height = view::table_height(ctx.size, rows.len());
    state.cursor.settle(&rows, height);
    if is_first {
        state.cursor.select(unknown.unwrap_or(0), &rows, height);
    }
    if is_complete { try_it(model, ctx) } else { Effects::none() }
}

fn try_it(model: &mut Model, ctx: &Ctx) -> Effects {
    model.import.compared = None;
    let request = ImportRequest::Try(Box::new(asked(&model.import)));
    ask(model, Topic::Trial, request, ctx)
}

/// A first file stays to be corrected; a change that makes a file unreadable is taken back.
fn unreadable(model: &mut Model, failure: Failure, ctx: &Ctx) -> Effects {
    let state = &mut model.import;
    if state.step == Step::File {
        state.trouble = Some(failure);
        return Effects::none();
    }
    state.plan = state.read_plan.clone();
    crate::app::update::fail(model, failure, ctx);
    let is_complete = model.import.preview.as_ref().is_some_and(|preview| preview.found.missing.is_empty());
    if is_complete { try_it(model, ctx) } else { Effects::none() }
}

fn tell(model: &mut Model, progress: ImportProgress, ctx: &Ctx) {
    let state = &mut model.import;
    let Some(writing) = &mut state.writing else { return };
    if writing.told_at.is_some_and(|told| ctx.uptime < told + BETWEEN_TELLINGS) || writing.is_stopping {
        return;
    }
    writing.told_at = Some(ctx.uptime);
    let all = state.preview.as_ref().map_or(progress.rows, |preview| preview.found.rows);
    let text = tr!(
        ctx.lang,
        "import_screen.running",
        kind = ctx.lang.code_text(state.plan.kind),
        rows = figure(progress.rows),
        all = figure(all),
        percent = progress.percent()
    );
    let offer = tr!(ctx.lang, "import_screen.stop").into_owned();
    model.status.say(Mark::Working, text.into_owned(), Some(offer), ctx);
}

fn written(model: &mut Model, report: Box<ImportReport>, ctx: &Ctx) -> Effects {
    let lang = ctx.lang;
    let has_written = report.written.is_some();
    let (inserted, updated) = report
        .files
        .iter()
        .fold((0, 0), |(inserted, updated), file| (inserted + file.inserted, updated + file.updated));
    let text = if has_written {
        let kind = lang.code_text(report.kind);
        let (inserted, updated) = (figure(inserted), figure(updated));
        tr!(lang, "import_screen.written", kind = kind, inserted = inserted, updated = updated)
    } else {
        tr!(lang, "import_screen.nothing_new")
    };
    let offer = has_written.then(|| tr!(lang, "import_screen.undo").into_owned());
    model.status.say(Mark::Done, text.into_owned(), offer, ctx);
    model.import.writing = None;
    model.import.written = Some(report);
    model.import.step = Step::Done;
    if has_written { book::recompute(model, ctx) } else { Effects::none() }
}

fn not_written(model: &mut Model, failure: Failure, ctx: &Ctx) -> Effects {
    let was_stopped = model.import.writing.take().is_some_and(|writing| writing.is_stopping);
    if was_stopped {
        model.status.undone(tr!(ctx.lang, "import_screen.stopped"), ctx);
    } else {
        crate::app::update::fail(model, failure, ctx);
    }
    if model.import.trial.is_none() { try_it(model, ctx) } else { Effects::none() }
}

/// A count as it is shown.
pub fn figure(number: u64) -> String {
    count(i64::try_from(number).unwrap_or(i64::MAX))
}
