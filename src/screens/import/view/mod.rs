//! How the import screen looks: one drawing per step.

mod columns;
mod file;
mod panes;

use super::{State, Step};
use crate::screens::View;
use crate::tr;
use crate::ui::{Canvas, Line, Role, SizeClass, strip};
use ratatui::layout::{Rect, Size};

/// Rows above and below the table of columns that are always kept for the rest.
const REST: u16 = 11;
/// Rows of the frame and of the lines over the table.
const FRAME: u16 = 4 + 3;

/// The rows of the table of columns in a window of this size.
pub fn table_height(size: Size, columns: usize) -> u16 {
    let room = size.height.saturating_sub(FRAME + REST).max(3);
    u16::try_from(columns).unwrap_or(u16::MAX).min(room)
}

/// Draws row 2: what is done, to which file.
pub fn head(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect) {
    let (lang, state) = (view.ctx.lang, &view.model.import);
    let title = match state.step {
        Step::File => "import_screen.title.file",
        Step::Columns => "import_screen.title.columns",
        Step::Done => "import_screen.title.done",
    };
    let mut line = Line::new().with(lang.text(title), Role::Head);
    if let (Some(preview), true) = (&state.preview, state.step != Step::File) {
        line = line
            .gap(3)
            .with(lang.code_text(state.plan.kind), Role::Text)
            .gap(3)
            .with(preview.file.clone(), Role::Text)
            .gap(2)
            .with(size_text(preview.bytes), Role::Dim);
    }
    if state.step != Step::Done {
        line = line.gap(3).with(lang.text("import_screen.unwritten"), Role::Dim);
    }
    canvas.line(strip(row.x + 1, row.y, row.width - 2), &line);
}

/// Draws the body.
pub fn body(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    match view.model.import.step {
        Step::File => file::draw(view, canvas, area),
        Step::Columns => {
            let table = columns::draw(view, canvas, area);
            below(
                view,
                canvas,
                Rect { y: area.y + table, height: area.height.saturating_sub(table), ..area },
            );
        }
        Step::Done => below(view, canvas, Rect { y: area.y + 1, height: area.height - 1, ..area }),
    }
}

/// What would happen (or happened) and what is rejected: beside each other where there is room.
fn below(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    if SizeClass::of(view.ctx.size) >= SizeClass::M {
        let left = area.width * 6 / 10;
        panes::rejects(view, canvas, Rect { width: left, ..area });
        let right = Rect { x: area.x + left + 2, width: area.width - left - 2, ..area };
        for y in area.top()..area.bottom() {
            canvas.rule(strip(area.x + left, y, 1), '|', Role::Dim);
        }
        panes::outcome(view, canvas, right);
    } else {
        let used = panes::outcome(view, canvas, area) + 1;
        let rest = Rect { y: area.y + used, height: area.height.saturating_sub(used), ..area };
        panes::rejects(view, canvas, rest);
    }
}

/// What the trial or the writing reports of the file.
fn report(state: &State) -> Option<&crate::store::import::FileReport> {
    let report = match state.step {
        Step::Done => state.written.as_deref(),
        Step::File | Step::Columns => state.trial.as_deref(),
    };
    report?.files.first()
}

/// The rejects and remarks that are known: first what the file alone says, then with the book.
fn tally(state: &State) -> Option<&crate::import::Tally> {
    let of_preview = || state.preview.as_ref().map(|preview| &preview.found.tally);
    // Without a needed column every row is rejected, which says nothing.
    let is_complete = state.preview.as_ref().is_some_and(|preview| preview.found.missing.is_empty());
    report(state).map(|file| &file.tally).or_else(of_preview).filter(|_| is_complete)
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
fn field_text(lang: crate::lang::Lang, field: Option<crate::import::Field>) -> String {
    match field {
        Some(field) if lang == crate::lang::Lang::Zh => format!("{field} {}", lang.code_text(field)),
        Some(field) => lang.code_text(field).into_owned(),
        None => tr!(lang, "import_screen.left_out").into_owned(),
    }
}
