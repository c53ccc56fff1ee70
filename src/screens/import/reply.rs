//! The book's answers on the import screen: what a file is read as, what would happen, how far a writing is.

use super::outlook::Ahead;
use super::update::{ask_for_the_order, figure, settle, try_it};
use super::{Kept, Part, Step, Topic, earlier, view};
use crate::app::status::{Mark, Offer};
use crate::app::update::fail;
use crate::app::{Ctx, Effects, Model, recompute};
use crate::store::import::{ImportProgress, ImportReport};
use crate::store::protocol::{Failure, ImportPreview, ImportReply, Reply};
use crate::tr;
use crate::ui::format::time_left;
use crate::ui::widgets::TextInput;
use std::path::Path;
use std::time::Duration;

/// The status line tells of a writing at most this often.
const BETWEEN_TELLINGS: Duration = Duration::from_millis(250);

/// Takes an answer of the book.
pub fn reply(model: &mut Model, topic: Topic, result: Result<Reply, Failure>, ctx: &Ctx) -> Effects {
    match (topic, result) {
        (topic, Ok(Reply::Import(answer))) => return answered(model, topic, answer, ctx),
        (Topic::Term, Ok(Reply::TermAssigned(customers))) => return assigned(model, customers, ctx),
        (Topic::Earlier, Ok(Reply::ImportsFound(files))) => {
            let height = view::room(&model.import, ctx).earlier;
            earlier::listed(model, files, height);
        }
        (Topic::Notes, Ok(Reply::ImportNotesFound(notes))) => earlier::noted(&mut model.import, *notes),
        (Topic::Preview, Err(failure)) => return unreadable(model, failure, ctx),
        (Topic::Write, Err(failure)) => return not_written(model, failure, ctx),
        (Topic::Rejects, Err(failure)) => {
            fail(model, failure, ctx);
            return try_again(model, ctx);
        }
        (_, Ok(_)) | (Topic::Stop, Err(_)) => {}
        (_, Err(failure)) => fail(model, failure, ctx),
    }
    Effects::none()
}

fn answered(model: &mut Model, topic: Topic, answer: ImportReply, ctx: &Ctx) -> Effects {
    match (topic, answer) {
        (Topic::Paths, ImportReply::Paths(paths)) => completed(model, paths, ctx),
        (Topic::Preview, ImportReply::Preview(found)) => return previewed(model, found, ctx),
        (Topic::Preview | Topic::Trial, ImportReply::Running(progress)) => {
            model.import.compared = Some(progress.percent());
        }
        (Topic::Trial, ImportReply::Counted(report)) => {
            model.import.trial = Some(report);
            model.import.ahead = Some(Ahead::new(ctx));
            settle(model, ctx);
        }
        (Topic::Trial, ImportReply::Foreseen(after, progress)) => {
            if let (Some(ahead), Some(book)) = (&mut model.import.ahead, model.book.get()) {
                ahead.add(book, &after, progress, ctx);
            }
        }
        (Topic::Trial, ImportReply::Tried(report)) => {
            model.import.trial = Some(report);
            settle(model, ctx);
        }
        (Topic::Rejects, ImportReply::RejectsSaved(path, rows)) => {
            return rejects_saved(model, &path, rows, ctx);
        }
        (Topic::Write, ImportReply::Running(progress)) => tell(model, progress, ctx),
        (Topic::Write, ImportReply::Written(report)) => return written(model, report, ctx),
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
    if let Some(on) = found.remembered {
        state.memory = Some(Kept { plan: found.plan.clone(), on });
    }
    let proposed = Some(found.plan.kind).filter(|kind| is_first && *kind != state.plan.kind);
    state.plan = found.plan.clone();
    state.read_plan = state.plan.clone();
    state.preview = Some(found);
    state.step = Step::Columns;
    settle(model, ctx);
    if let Some(kind) = proposed {
        let text = tr!(ctx.lang, "import_screen.proposed", kind = ctx.lang.code_text(kind)).into_owned();
        model.status.note(text, ctx);
    }
    if is_first {
        let state = &mut model.import;
        state.part = Part::Columns;
        let (rows, height) = (state.columns(), view::room(state, ctx).table);
        state.cursor.select(unknown.unwrap_or(0), &rows, height);
        if is_complete {
            ask_for_the_order(model, ctx);
        }
    }
    if is_complete { try_it(model, ctx) } else { Effects::none() }
}

/// A first file stays to be corrected; a change that makes a file unreadable is taken back.
fn unreadable(model: &mut Model, failure: Failure, ctx: &Ctx) -> Effects {
    let state = &mut model.import;
    if state.step == Step::File {
        state.trouble = Some(failure);
        return Effects::none();
    }
    state.plan = state.read_plan.clone();
    fail(model, failure, ctx);
    let is_complete = model.import.preview.as_ref().is_some_and(|preview| preview.found.missing.is_empty());
    if is_complete { try_it(model, ctx) } else { Effects::none() }
}

/// A word has a meaning now: what would happen changes with it, and the classes of those who have it already.
fn assigned(model: &mut Model, customers: usize, ctx: &Ctx) -> Effects {
    model.status.undoable(tr!(ctx.lang, "import_screen.assigned"), ctx);
    let tried = if model.import.step == Step::Columns { try_it(model, ctx) } else { Effects::none() };
    if customers > 0 { tried.and(recompute::recompute(model, ctx)) } else { tried }
}

fn rejects_saved(model: &mut Model, path: &Path, rows: u64, ctx: &Ctx) -> Effects {
    let text = tr!(ctx.lang, "import_screen.exported", rows = figure(rows), path = path.display());
    model.status.done(text, ctx);
    try_again(model, ctx)
}

/// A trial that the writing of rejects has stopped begins anew.
fn try_again(model: &mut Model, ctx: &Ctx) -> Effects {
    let is_lacking = model.import.step == Step::Columns && model.import.trial.is_none();
    if is_lacking { try_it(model, ctx) } else { Effects::none() }
}

fn tell(model: &mut Model, progress: ImportProgress, ctx: &Ctx) {
    let state = &mut model.import;
    let Some(writing) = &mut state.writing else { return };
    if writing.told_at.is_some_and(|told| ctx.uptime < told + BETWEEN_TELLINGS) || writing.is_stopping {
        return;
    }
    writing.told_at = Some(ctx.uptime);
    let since = writing.since;
    let all = state.preview.as_ref().map_or(progress.rows, |preview| preview.found.rows);
    let text = tr!(
        ctx.lang,
        "import_screen.running",
        kind = ctx.lang.code_text(state.plan.kind),
        rows = figure(progress.rows),
        all = figure(all),
        percent = progress.percent(),
        left = time_left(ctx.lang, ctx.uptime.0.saturating_sub(since.0), progress.percent())
    );
    let offer = Offer::Other(tr!(ctx.lang, "import_screen.stop").into_owned());
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
    } else if report.has_only_rejects() {
        let (rows, unchanged) = (figure(report.rejected()), figure(report.unchanged()));
        tr!(lang, "import_screen.nothing_fit", rows = rows, unchanged = unchanged)
    } else {
        tr!(lang, "import_screen.nothing_new")
    };
    let mark = if report.has_only_rejects() { Mark::Problem } else { Mark::Done };
    let offer = has_written.then_some(Offer::Undo);
    model.status.say(mark, text.into_owned(), offer, ctx);
    model.import.writing = None;
    model.import.written = Some(report);
    model.import.step = Step::Done;
    settle(model, ctx);
    if has_written { recompute::recompute(model, ctx) } else { Effects::none() }
}

fn not_written(model: &mut Model, failure: Failure, ctx: &Ctx) -> Effects {
    let was_stopped = model.import.writing.take().is_some_and(|writing| writing.is_stopping);
    if was_stopped {
        let text = tr!(ctx.lang, "import_screen.stopped").into_owned();
        model.status.say(Mark::Undone, text, None, ctx);
    } else {
        fail(model, failure, ctx);
    }
    if model.import.trial.is_none() { try_it(model, ctx) } else { Effects::none() }
}
