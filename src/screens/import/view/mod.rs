//! How the import screen looks: one drawing per step.

mod ahead;
mod columns;
mod earlier;
mod file;
mod findings;
mod outcome;
mod room;
mod settings;

pub use room::{Room, room};

use super::{Part, Step};
use crate::screens::View;
use crate::tr;
use crate::ui::{Canvas, Line, Role, SizeClass, strip};
use ratatui::layout::Rect;

/// Draws row 2: what is done, to which file.
pub fn head(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect) {
    let (lang, state) = (view.ctx.lang, &view.model.import);
    let title = match state.step {
        Step::File => "import_screen.title.file",
        Step::Columns => "import_screen.title.columns",
        Step::Done => "import_screen.title.done",
        Step::Earlier => "import_screen.title.earlier",
    };
    let mut line = Line::new().with(lang.text(title), Role::Head);
    let has_file = matches!(state.step, Step::Columns | Step::Done);
    if let (Some(preview), true) = (&state.preview, has_file) {
        line = line
            .gap(3)
            .with(lang.code_text(state.plan.kind), Role::Text)
            .gap(3)
            .with(preview.file.clone(), Role::Text)
            .gap(2)
            .with(size_text(preview.bytes), Role::Dim);
    }
    if matches!(state.step, Step::File | Step::Columns) {
        line = line.gap(3).with(lang.text("import_screen.unwritten"), Role::Dim);
    }
    canvas.line(strip(row.x + 1, row.y, row.width - 2), &line);
}

/// What stands at the right of the status line: where the cursor is.
pub fn place(view: &View<'_>) -> Line<'static> {
    let (lang, state) = (view.ctx.lang, &view.model.import);
    let text = match (state.step, state.part) {
        (Step::Columns, Part::Columns) if state.preview.is_some() => {
            let (at, all) = (state.cursor.index() + 1, state.columns().len());
            tr!(lang, "import_screen.place", at = at, all = all)
        }
        (Step::Columns, Part::Findings) | (Step::Done, _) if !state.findings().is_empty() => {
            findings::place_text(lang, &state.findings(), state.finding.index())
        }
        _ => return Line::new(),
    };
    Line::new().with(text, Role::Dim)
}

/// Draws the body.
pub fn body(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let state = &view.model.import;
    let room = room(state, view.ctx);
    match state.step {
        Step::File => file::draw(view, canvas, area),
        Step::Columns if room.is_findings_only => findings::draw(view, canvas, area, room.findings),
        Step::Columns => {
            settings::draw(view, canvas, Rect { height: room.settings, ..area });
            let table = Rect { y: area.y + room.settings, height: room.table + 2, ..area };
            columns::draw(view, canvas, table, room.table);
            let y = table.bottom();
            below(view, canvas, Rect { y, height: area.bottom().saturating_sub(y), ..area }, room);
        }
        Step::Done => below(view, canvas, Rect { y: area.y + 1, height: area.height - 1, ..area }, room),
        Step::Earlier => earlier::draw(view, canvas, area),
    }
}

/// What would happen (or happened) and what is found in the rows: beside each other where there is room.
fn below(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect, room: Room) {
    if SizeClass::of(view.ctx.size) >= SizeClass::M {
        let left = area.width * 6 / 10;
        findings::draw(view, canvas, Rect { width: left, ..area }, room.findings);
        let right = Rect { x: area.x + left + 2, width: area.width - left - 2, ..area };
        for y in area.top()..area.bottom() {
            canvas.rule(strip(area.x + left, y, 1), '|', Role::Dim);
        }
        outcome::draw(view, canvas, right);
    } else {
        let used = room.figures.min(area.height);
        outcome::draw(view, canvas, Rect { height: used, ..area });
        let rest = Rect { y: area.y + used, height: area.height - used, ..area };
        findings::draw(view, canvas, rest, room.findings);
    }
}

/// A size for people: `2.4 MB`.
fn size_text(bytes: u64) -> String {
    let (unit, name) = match bytes {
        0..1024 => return format!("{bytes} B"),
        1024..1_048_576 => (1024, "KB"),
        1_048_576..1_073_741_824 => (1_048_576, "MB"),
        _ => (1_073_741_824, "GB"),
    };
    format!("{}.{} {name}", bytes / unit, bytes % unit * 10 / unit)
}

/// Whether something is being looked at in the background.
fn is_checking(view: &View<'_>, topic: super::Topic) -> bool {
    view.model.requests.is_awaiting(crate::app::Topic::Import(topic))
}

/// A notice of one line; returns the rows it took.
fn notice(canvas: &mut Canvas<'_>, area: Rect, text: &str, role: Role) -> u16 {
    let lines = crate::ui::text::wrap(text, area.width.saturating_sub(2));
    let mut used = 0;
    for (y, line) in (area.top()..area.bottom()).zip(&lines) {
        canvas.text(strip(area.x + 1, y, area.width - 2), line, role);
        used += 1;
    }
    used
}

/// The field's words, with its code where the words are of another language.
pub fn field_text(lang: crate::lang::Lang, field: Option<crate::import::Field>) -> String {
    match field {
        Some(field) if lang == crate::lang::Lang::Zh => format!("{field} {}", lang.code_text(field)),
        Some(field) => lang.code_text(field).into_owned(),
        None => tr!(lang, "import_screen.left_out").into_owned(),
    }
}
