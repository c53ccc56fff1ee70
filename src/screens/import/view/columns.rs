//! The table of columns: what each is read as, and what stands in it.

use super::super::update::figure;
use super::super::{Command, Part, Topic};
use super::{field_text, is_checking};
use crate::app::command::Command as Any;
use crate::import::{ColumnBy, PreviewColumn};
use crate::lang::Lang;
use crate::screens::View;
use crate::tr;
use crate::ui::widgets::list::List;
use crate::ui::widgets::table::{Align, Column, Drop, draw_head, draw_row, fit};
use crate::ui::widgets::{Focus, heading};
use crate::ui::{Canvas, Line, Role, strip};
use ratatui::layout::Rect;
use std::borrow::Cow;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Id {
    Heading,
    First,
    Second,
    Field,
    By,
    Empty,
    Faulty,
}

const COLUMNS: [Column<Id>; 7] = [
    Column { id: Id::Heading, widths: [12, 18, 24], drop: Drop::Never, align: Align::Left },
    Column { id: Id::First, widths: [12, 18, 24], drop: Drop::Never, align: Align::Left },
    Column { id: Id::Second, widths: [16, 18, 24], drop: Drop::Nth(2), align: Align::Left },
    Column { id: Id::Field, widths: [18, 26, 34], drop: Drop::Never, align: Align::Left },
    Column { id: Id::By, widths: [10, 10, 12], drop: Drop::Nth(1), align: Align::Left },
    Column { id: Id::Empty, widths: [7, 7, 9], drop: Drop::Nth(3), align: Align::Right },
    Column { id: Id::Faulty, widths: [7, 7, 9], drop: Drop::Never, align: Align::Right },
];

/// Draws the table with its heading, `rows` columns at once.
pub fn draw(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect, rows: u16) {
    let (lang, state) = (view.ctx.lang, &view.model.import);
    let Some(preview) = &state.preview else { return };
    let columns = &preview.found.columns;
    let known = columns.iter().filter(|column| column.field.is_some()).count();
    let name = tr!(lang, "import_screen.columns", known = known, all = columns.len());
    let tail = if is_checking(view, Topic::Preview) {
        Line::new().with(lang.text("import_screen.checking"), Role::Warn)
    } else {
        keys(view, &[Command::NextField, Command::PickField, Command::LeaveOut])
    };
    heading(canvas, strip(area.x, area.y, area.width), &name, &tail);
    let placed = fit(&COLUMNS, area.width.saturating_sub(4));
    draw_head(canvas, strip(area.x + 2, area.y + 1, area.width - 4), &placed, |id| head(lang, id));
    let keys = state.columns();
    let list = Rect { y: area.y + 2, height: rows, ..area };
    let focus = if state.part == Part::Columns { Focus::On } else { Focus::Off };
    List { area: list, rows: &keys, cursor: &state.cursor, focus }.draw(canvas, |canvas, row, at| {
        let room = Rect { width: row.width.saturating_sub(2), ..row };
        draw_row(canvas, room, &placed, |id| cell(lang, &columns[at], id));
        None
    });
}

fn head(lang: Lang, id: Id) -> Cow<'static, str> {
    lang.text(match id {
        Id::Heading => "import_screen.column.heading",
        Id::First => "import_screen.column.first",
        Id::Second => "import_screen.column.second",
        Id::Field => "import_screen.column.field",
        Id::By => "import_screen.column.by",
        Id::Empty => "import_screen.column.empty",
        Id::Faulty => "import_screen.column.faulty",
    })
}

fn cell(lang: Lang, column: &PreviewColumn, id: Id) -> Line<'static> {
    let sample =
        |at: usize| Line::new().private(column.samples.get(at).cloned().unwrap_or_default(), Role::Text);
    let number = |count: u64, role: Role| Line::new().with(figure(count), role);
    match id {
        Id::Heading => Line::plain(column.heading.clone()),
        Id::First => sample(0),
        Id::Second => sample(1),
        Id::Field => {
            let role = if column.field.is_some() { Role::Text } else { Role::Dim };
            Line::new().with(field_text(lang, column.field), role)
        }
        Id::By => Line::new().with(by_text(lang, column.by), Role::Dim),
        Id::Empty => number(column.empty, Role::Dim),
        Id::Faulty if column.faulty > 0 => number(column.faulty, Role::Alert),
        Id::Faulty => number(0, Role::Dim),
    }
}

fn by_text(lang: Lang, by: ColumnBy) -> Cow<'static, str> {
    match by {
        ColumnBy::Heading => lang.text("import_screen.by.heading"),
        ColumnBy::Values => lang.text("import_screen.by.values"),
        ColumnBy::Choice => lang.text("import_screen.by.choice"),
        ColumnBy::Nothing => Cow::Borrowed(""),
    }
}

/// Keys with the words of their commands, as they are bound.
pub fn keys(view: &View<'_>, commands: &[Command]) -> Line<'static> {
    let lang = view.ctx.lang;
    let scopes = crate::app::scope::active(view.model);
    let rows = commands.iter().filter_map(|command| crate::app::command::row(Any::Import(*command)));
    let mut line = Line::new();
    for row in rows {
        let Some(keys) = view.keys.hint_keys(row, &scopes, lang) else { continue };
        let gap = if line.is_empty() { 0 } else { 2 };
        line =
            line.gap(gap).with(keys, Role::Key).with(format!(" {}", row.hint(view.model, lang)), Role::Dim);
    }
    line
}
