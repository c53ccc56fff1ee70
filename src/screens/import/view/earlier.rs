//! The imports of the book, the newest first, and what is known of the one under the cursor.

use super::super::update::figure;
use super::{notice, room};
use crate::import::Fault;
use crate::lang::Lang;
use crate::screens::View;
use crate::store::protocol::{ImportNotes, ImportedFile};
use crate::tr;
use crate::ui::widgets::list::List;
use crate::ui::widgets::table::{Align, Column, Drop, draw_head, draw_row, fit};
use crate::ui::widgets::{Focus, heading};
use crate::ui::{Canvas, Line, Role, strip};
use ratatui::layout::Rect;
use std::borrow::Cow;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Id {
    At,
    Kind,
    File,
    Rows,
    Inserted,
    Updated,
    Rejected,
    Who,
    State,
}

const COLUMNS: [Column<Id>; 9] = [
    Column { id: Id::At, widths: [16, 16, 16], drop: Drop::Never, align: Align::Left },
    Column { id: Id::Kind, widths: [8, 8, 12], drop: Drop::Never, align: Align::Left },
    Column { id: Id::File, widths: [12, 24, 48], drop: Drop::Never, align: Align::Left },
    Column { id: Id::Rows, widths: [7, 9, 11], drop: Drop::Nth(2), align: Align::Right },
    Column { id: Id::Inserted, widths: [7, 9, 11], drop: Drop::Never, align: Align::Right },
    Column { id: Id::Updated, widths: [7, 9, 11], drop: Drop::Nth(3), align: Align::Right },
    Column { id: Id::Rejected, widths: [6, 8, 9], drop: Drop::Nth(4), align: Align::Right },
    Column { id: Id::Who, widths: [8, 8, 12], drop: Drop::Nth(1), align: Align::Left },
    Column { id: Id::State, widths: [6, 6, 9], drop: Drop::Nth(5), align: Align::Left },
];

pub fn draw(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let (lang, state) = (view.ctx.lang, &view.model.import);
    let Some(files) = state.earlier.files() else { return };
    let name = tr!(lang, "import_screen.earlier.heading", count = files.len());
    heading(canvas, area, &name, &Line::new());
    if files.is_empty() {
        notice(canvas, Rect { y: area.y + 1, ..area }, &lang.text("import_screen.earlier.none"), Role::Dim);
        return;
    }
    let placed = fit(&COLUMNS, area.width.saturating_sub(4));
    draw_head(canvas, strip(area.x + 2, area.y + 1, area.width - 4), &placed, |id| head(lang, id));
    let rows = state.earlier.rows();
    let height = room(state, view.ctx).earlier;
    let list = Rect { y: area.y + 2, height, ..area };
    List { area: list, rows: &rows, cursor: &state.earlier.cursor, focus: Focus::On }.draw(
        canvas,
        |canvas, row, id| {
            let file = files.iter().find(|file| file.id == id)?;
            draw_row(canvas, Rect { width: row.width.saturating_sub(2), ..row }, &placed, |id| {
                cell(view, file, id)
            });
            None
        },
    );
    let below = area.y + 2 + height;
    let rest = Rect { y: below, height: area.bottom().saturating_sub(below), ..area };
    if let Some(notes) = state.earlier.notes() {
        draw_notes(view, canvas, rest, notes);
    }
}

fn head(lang: Lang, id: Id) -> Cow<'static, str> {
    lang.text(match id {
        Id::At => "import_screen.earlier.at",
        Id::Kind => "import_screen.kind",
        Id::File => "import_screen.file",
        Id::Rows => "import_screen.earlier.rows",
        Id::Inserted => "import_screen.inserted",
        Id::Updated => "import_screen.updated",
        Id::Rejected => "import_screen.rejected",
        Id::Who => "import_screen.earlier.who",
        Id::State => "import_screen.earlier.state",
    })
}

fn cell(view: &View<'_>, file: &ImportedFile, id: Id) -> Line<'static> {
    let (lang, zone) = (view.ctx.lang, view.ctx.now.zone);
    let role = if file.is_undone { Role::Shut } else { Role::Text };
    let number = |count: i64| figure(u64::try_from(count).unwrap_or(0));
    let text = match id {
        Id::At => format!("{} {}", zone.day(file.at), zone.minute(file.at)),
        Id::Kind => lang.code_text(file.kind).into_owned(),
        Id::File => file.file.clone(),
        Id::Rows => number(file.rows),
        Id::Inserted => number(file.inserted),
        Id::Updated => number(file.updated),
        Id::Rejected => number(file.rejected),
        Id::Who => file.who.clone(),
        Id::State if file.is_undone => lang.text("import_screen.earlier.undone").into_owned(),
        Id::State => String::new(),
    };
    Line::new().with(text, role)
}

/// Rejected rows by reason, and the fields whose values stayed.
fn draw_notes(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect, notes: &ImportNotes) {
    let lang = view.ctx.lang;
    heading(canvas, area, &lang.text("import_screen.earlier.notes"), &Line::new());
    let inner = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    if notes.rejects.is_empty() && notes.kept.is_empty() {
        notice(canvas, inner, &lang.text("import_screen.earlier.no_notes"), Role::Dim);
        return;
    }
    let reject = |(fault, column, count, row): &(Fault, String, u64, u64)| {
        let reason = lang.code_text(*fault);
        tr!(
            lang,
            "import_screen.earlier.reject",
            count = figure(*count),
            column = column,
            reason = reason,
            row = row
        )
    };
    let kept = |(row, field): &(u64, crate::import::Field)| {
        tr!(lang, "import_screen.earlier.kept", row = row, field = lang.code_text(*field))
    };
    let lines: Vec<_> = notes.rejects.iter().map(reject).chain(notes.kept.iter().map(kept)).collect();
    let room = usize::from(inner.height);
    let shown = if lines.len() > room { room.saturating_sub(1) } else { lines.len() };
    for (y, line) in (inner.y..inner.bottom()).zip(&lines[..shown]) {
        canvas.text(strip(inner.x + 2, y, inner.width.saturating_sub(4)), line, Role::Text);
    }
    if shown < lines.len() {
        let more = tr!(lang, "import_screen.more", count = lines.len() - shown);
        canvas.text(strip(inner.x + 2, inner.bottom() - 1, inner.width.saturating_sub(4)), &more, Role::Dim);
    }
}
