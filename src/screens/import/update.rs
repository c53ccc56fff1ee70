//! How the import screen changes: its commands and what they ask of the book.

use super::change::Turn;
use super::findings::Finding;
use super::{Command, KindBy, Part, State, Step, Topic, Writing, change, earlier, view};
use crate::app::{Ctx, Effects, Model, Screen, Topic as Ask};
use crate::import::{DateReading, Fault, Field, Plan, RejectGroup, typed_path};
use crate::overlays::Overlay;
use crate::overlays::chooser::Chooser;
use crate::overlays::picker::{PickOption, Picker};
use crate::screens::{self, Choice};
use crate::store::protocol::{ImportAsk, ImportRequest, Memory, Request, Term};
use crate::tr;
use crate::ui::Motion;
use crate::ui::format::count;

/// Runs a command of this screen.
pub fn run(model: &mut Model, command: Command, ctx: &Ctx) -> Effects {
    match command {
        Command::Open => open(model, ctx),
        Command::Complete => {
            let beginning = model.import.path.value().to_owned();
            ask(model, Topic::Paths, ImportRequest::Paths(beginning), ctx)
        }
        Command::NextKind | Command::PreviousKind => {
            let motion = if command == Command::NextKind { Motion::Down } else { Motion::Up };
            model.import.turn_kind(motion);
            Effects::none()
        }
        Command::Read => read(model, ctx),
        Command::NextPart => step_part(model, 1, ctx),
        Command::PreviousPart => step_part(model, 2, ctx),
        Command::Reasons => fold(model, ctx),
        Command::Look => look(model, ctx),
        Command::PickField => pick_field(model, ctx),
        Command::Export => {
            let request = ImportRequest::Rejects(Box::new(asked(&model.import, Memory::Leave)));
            model.requests.forget(Ask::Import(Topic::Trial));
            ask(model, Topic::Rejects, request, ctx)
        }
        Command::Write => write(model, ctx),
        Command::Another => {
            let kind = super::neighbour(model.import.plan.kind, Motion::Down);
            model.import = State::default();
            model.import.plan.kind = kind;
            Effects::none()
        }
        Command::Earlier => earlier::open(model, ctx),
        Command::Notes => earlier::notes(model, ctx),
        Command::UndoEarlier => earlier::undo(model, ctx),
        Command::NextField
        | Command::PreviousField
        | Command::LeaveOut
        | Command::NextValue
        | Command::PreviousValue
        | Command::NextEncoding
        | Command::NextSeparator
        | Command::HeaderDown
        | Command::HeaderUp => changed(model, command, ctx),
    }
}

fn open(model: &mut Model, ctx: &Ctx) -> Effects {
    if matches!(model.import.step, Step::Done | Step::Earlier) {
        model.import = State::default();
    }
    model.nav.open(Screen::Import);
    screens::entered(model, ctx)
}

pub fn ask(model: &mut Model, topic: Topic, request: ImportRequest, ctx: &Ctx) -> Effects {
    model.requests.ask(Ask::Import(topic), Request::Import(request), ctx)
}

fn asked(state: &State, memory: Memory) -> ImportAsk {
    ImportAsk {
        path: typed_path(state.path.value()),
        plan: state.plan.clone(),
        memory,
        unknown_owner: state.unknown_owner,
    }
}

/// The named file is read for the first time.
fn read(model: &mut Model, ctx: &Ctx) -> Effects {
    let state = &mut model.import;
    if state.path.value().trim().is_empty() {
        model.status.problem(tr!(ctx.lang, "import_screen.no_path"), ctx);
        return Effects::none();
    }
    let (kind, kind_by) = (state.plan.kind, state.kind_by);
    let path = std::mem::take(&mut state.path);
    *state = State { path, plan: Plan::new(kind), kind_by, ..State::default() };
    let memory = match kind_by {
        KindBy::Choice => Memory::Look,
        KindBy::Proposal => Memory::LookAndPropose,
    };
    preview(model, memory, ctx)
}

/// Asks what the file is read as now; what would happen follows from that.
pub fn preview(model: &mut Model, memory: Memory, ctx: &Ctx) -> Effects {
    model.import.trial = None;
    model.import.ahead = None;
    model.import.compared = None;
    model.requests.forget(Ask::Import(Topic::Trial));
    let request = ImportRequest::Preview(Box::new(asked(&model.import, memory)));
    ask(model, Topic::Preview, request, ctx)
}

/// Asks what would happen to the book.
pub fn try_it(model: &mut Model, ctx: &Ctx) -> Effects {
    model.import.compared = None;
    model.import.ahead = None;
    let request = ImportRequest::Try(Box::new(asked(&model.import, Memory::Leave)));
    ask(model, Topic::Trial, request, ctx)
}

fn changed(model: &mut Model, command: Command, ctx: &Ctx) -> Effects {
    let state = &mut model.import;
    let Some(shown) = state.preview.as_deref() else { return Effects::none() };
    let at = state.cursor.index();
    let turn = match command {
        Command::PreviousField | Command::PreviousValue => Turn::Back,
        _ => Turn::On,
    };
    let setting = match command {
        Command::NextValue | Command::PreviousValue => change::settings(state).get(state.setting).copied(),
        Command::NextEncoding => Some(change::Setting::Encoding),
        Command::NextSeparator => Some(change::Setting::Separator),
        _ => None,
    };
    match (command, setting) {
        (_, Some(setting)) => change::turn_value(state, setting, turn),
        (Command::NextField | Command::PreviousField, _) => {
            let field = change::turn_field(shown, at, turn);
            change::choose(&mut state.plan, at, field);
        }
        (Command::LeaveOut, _) => change::choose(&mut state.plan, at, None),
        (Command::HeaderDown, _) => change::move_header(&mut state.plan, shown, 1),
        _ => change::move_header(&mut state.plan, shown, -1),
    }
    preview(model, Memory::Leave, ctx)
}

/// Offers all fields for the column under the cursor.
fn pick_field(model: &mut Model, ctx: &Ctx) -> Effects {
    let state = &model.import;
    let Some(preview) = state.preview.as_deref() else { return Effects::none() };
    let at = state.cursor.index();
    let Some(column) = preview.found.columns.get(at) else { return Effects::none() };
    let fields = change::all_fields(preview, at);
    let selected = fields.iter().position(|field| *field == column.field).unwrap_or(0);
    let option = |field: &Option<Field>| {
        let others = preview.found.columns.iter().enumerate().filter(|(other, _)| *other != at);
        let has_it = field.and_then(|field| others.map(|(_, c)| c).find(|c| c.field == Some(field)));
        PickOption::new(view::field_text(ctx.lang, *field), has_it.map_or("", |c| c.heading.as_str()))
    };
    let title = tr!(ctx.lang, "import_screen.pick", column = column.heading).into_owned();
    let options = fields.iter().map(option).collect();
    let picker = Picker::new(Choice::ImportField, title, options, selected);
    model.overlays.push(Overlay::Picker(picker));
    Effects::none()
}

/// What the column under the cursor is read as was picked.
pub fn field_chosen(model: &mut Model, option: usize, ctx: &Ctx) -> Effects {
    let state = &mut model.import;
    let at = state.cursor.index();
    let Some(shown) = state.preview.as_deref().filter(|_| state.step == Step::Columns) else {
        return Effects::none();
    };
    let Some(field) = change::all_fields(shown, at).get(option).copied() else { return Effects::none() };
    change::choose(&mut state.plan, at, field);
    preview(model, Memory::Leave, ctx)
}

fn step_part(model: &mut Model, steps: usize, ctx: &Ctx) -> Effects {
    let state = &mut model.import;
    let mut all = vec![Part::Settings, Part::Columns];
    if !state.findings().is_empty() {
        all.push(Part::Findings);
    }
    let here = all.iter().position(|part| *part == state.part).unwrap_or(0);
    let steps = if steps == 1 { 1 } else { all.len() - 1 };
    state.part = all[(here + steps) % all.len()];
    settle(model, ctx);
    Effects::none()
}

/// Keeps the cursors inside what is there.
pub fn settle(model: &mut Model, ctx: &Ctx) {
    let state = &mut model.import;
    let rows = state.columns();
    let findings = state.findings();
    if findings.is_empty() && state.part == Part::Findings {
        state.part = Part::Columns;
    }
    let room = view::room(state, ctx);
    state.cursor.settle(&rows, room.table);
    state.finding.settle(&findings, room.findings);
    if state.finding.key().is_some_and(|finding| !finding.is_stop()) {
        state.finding.go_where(Motion::Down, &findings, room.findings, Finding::is_stop);
    }
    state.setting = state.setting.min(change::settings(state).len().saturating_sub(1));
}

/// A movement in the part that has the cursor.
pub fn moved(model: &mut Model, motion: Motion, ctx: &Ctx) {
    let room = view::room(&model.import, ctx);
    let state = &mut model.import;
    match (state.step, state.part) {
        (Step::File, _) => state.turn_kind(motion),
        (Step::Earlier, _) => earlier::moved(state, motion, room.earlier),
        (Step::Columns, Part::Settings) => {
            let last = change::settings(state).len().saturating_sub(1);
            state.setting = match motion {
                Motion::Down => (state.setting + 1).min(last),
                Motion::Up => state.setting.saturating_sub(1),
                Motion::First | Motion::PageUp => 0,
                Motion::Last | Motion::PageDown => last,
            };
        }
        (Step::Columns, Part::Columns) => {
            let rows = state.columns();
            state.cursor.go(motion, &rows, room.table);
        }
        (Step::Columns, Part::Findings) | (Step::Done, _) => {
            let findings = state.findings();
            state.finding.go_where(motion, &findings, room.findings, Finding::is_stop);
        }
    }
}

/// Unfolds the reason under the cursor, or all of them; folds what is unfolded.
fn fold(model: &mut Model, ctx: &Ctx) -> Effects {
    let state = &mut model.import;
    let Some(tally) = state.tally() else { return Effects::none() };
    let groups: Vec<_> = tally.reject_groups().iter().map(|g| (g.fault, g.column.clone())).collect();
    let under_cursor = match state.finding.key().filter(|_| state.part == Part::Findings) {
        Some(Finding::Reject(at) | Finding::Example(at, _)) => groups.get(at).cloned(),
        _ => None,
    };
    match under_cursor {
        Some(group) if !state.unfolded.remove(&group) => drop(state.unfolded.insert(group)),
        Some(_) => {}
        None if state.unfolded.is_empty() => state.unfolded.extend(groups),
        None => state.unfolded.clear(),
    }
    settle(model, ctx);
    Effects::none()
}

/// Goes to the setting of dates where some may have the day or the month first, and says so.
pub fn ask_for_the_order(model: &mut Model, ctx: &Ctx) -> bool {
    let state = &mut model.import;
    let is_unclear = |group: &&RejectGroup| group.fault == Fault::AmbiguousDate;
    let group = state.tally().and_then(|tally| tally.reject_groups().into_iter().find(is_unclear));
    let Some(group) = group.filter(|_| state.plan.dates == DateReading::Auto) else { return false };
    let value = group.examples.first().map_or("", |(_, value)| value.as_str());
    let text = tr!(ctx.lang, "import_screen.which_order", column = group.place(ctx.lang), value = value)
        .into_owned();
    let dates = change::settings(state).iter().position(|setting| *setting == change::Setting::Dates);
    state.part = Part::Settings;
    state.setting = dates.unwrap_or(state.setting);
    model.status.problem(text, ctx);
    true
}

/// Enter on a finding: a reason unfolds (or leads to the setting that mends it), a word is assigned.
fn look(model: &mut Model, ctx: &Ctx) -> Effects {
    let state = &mut model.import;
    let Some(Finding::Term(sort, at)) = state.finding.key() else {
        let fault = match (state.finding.key(), state.tally()) {
            (Some(Finding::Reject(at)), Some(tally)) => tally.reject_groups().get(at).map(|g| g.fault),
            _ => None,
        };
        let is_asked = state.step == Step::Columns && fault == Some(Fault::AmbiguousDate);
        return if is_asked && ask_for_the_order(model, ctx) { Effects::none() } else { fold(model, ctx) };
    };
    let text = state.tally().and_then(|tally| tally.remark_groups().get(at).map(|g| g.value.clone()));
    let Some(text) = text else { return Effects::none() };
    let title = tr!(ctx.lang, "import_screen.assign", text = text).into_owned();
    let options = sort.codes().iter().map(|code| sort.label(code, ctx.lang).to_owned()).collect();
    state.term = Some((sort, text));
    let chooser = Chooser { choice: Choice::ImportTerm, title, options, selected: 0 };
    model.overlays.push(Overlay::Chooser(chooser));
    Effects::none()
}

/// What the word means was chosen.
pub fn term_chosen(model: &mut Model, option: usize, ctx: &Ctx) -> Effects {
    let Some((sort, text)) = model.import.term.take() else { return Effects::none() };
    let Some(code) = sort.codes().get(option).map(|code| (*code).to_owned()) else { return Effects::none() };
    let request = Request::AssignTerm(Box::new(Term { sort, text, code }));
    model.requests.ask(Ask::Import(Topic::Term), request, ctx)
}

fn write(model: &mut Model, ctx: &Ctx) -> Effects {
    model.requests.forget(Ask::Import(Topic::Trial));
    model.import.writing = Some(Writing { since: ctx.uptime, told_at: None, is_stopping: false });
    let request = ImportRequest::Write(Box::new(asked(&model.import, Memory::Leave)));
    ask(model, Topic::Write, request, ctx)
}

/// Esc: stops a writing or a long look ahead, leaves the list of imports, or goes back to naming a file.
pub fn back(model: &mut Model, ctx: &Ctx) -> Effects {
    let state = &mut model.import;
    if state.step == Step::Earlier {
        earlier::leave(state);
        return Effects::none();
    }
    if state.writing.is_some() {
        return stop(model, ctx);
    }
    if let Some(ahead) = state.ahead.as_mut().filter(|ahead| ahead.is_long()) {
        ahead.is_stopped = true;
    } else {
        state.step = Step::File;
        state.trial = None;
        for topic in [Topic::Preview, Topic::Trial, Topic::Rejects] {
            model.requests.forget(Ask::Import(topic));
        }
    }
    ask(model, Topic::Stop, ImportRequest::Stop, ctx)
}

/// Stops a writing: nothing of it stays.
pub fn stop(model: &mut Model, ctx: &Ctx) -> Effects {
    if let Some(writing) = &mut model.import.writing {
        writing.is_stopping = true;
    }
    ask(model, Topic::Stop, ImportRequest::Stop, ctx)
}

/// A count as it is shown.
pub fn figure(number: u64) -> String {
    count(i64::try_from(number).unwrap_or(i64::MAX))
}
