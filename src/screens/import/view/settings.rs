//! What is set for the file as a whole: encoding, separator, headings, dates, unit, unknown customers, what was kept.

use super::super::change::{self, Setting};
use super::super::{Part, State};
use crate::import::{DateReading, EncodingBy, Separator};
use crate::lang::Lang;
use crate::screens::View;
use crate::store::import::UnknownOwner;
use crate::tr;
use crate::ui::{Canvas, Line, Role, strip};
use ratatui::layout::Rect;

/// A setting in its place.
pub struct Cell {
    /// Which.
    pub at: usize,
    /// Its words and value.
    line: Line<'static>,
}

/// Blank columns between two settings.
const GAP: u16 = 2;

/// The settings in lines of this width.
pub fn flow(lang: Lang, state: &State, settings: &[Setting], width: u16) -> Vec<Vec<Cell>> {
    let mut lines: Vec<Vec<Cell>> = vec![Vec::new()];
    let mut used = 0;
    for (at, setting) in settings.iter().enumerate() {
        let line = cell(lang, state, *setting);
        if used > 0 && used + line.width() > width {
            lines.push(Vec::new());
            used = 0;
        }
        used += line.width() + GAP;
        if let Some(last) = lines.last_mut() {
            last.push(Cell { at, line });
        }
    }
    lines
}

/// Draws them at the top of `area`.
pub fn draw(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let state = &view.model.import;
    let lines = flow(view.ctx.lang, state, &change::settings(state), area.width.saturating_sub(2));
    for (y, cells) in (area.y..area.bottom()).zip(&lines) {
        let mut x = area.x + 1;
        for cell in cells {
            let used = canvas.line(strip(x, y, area.right().saturating_sub(x)), &cell.line);
            if state.part == Part::Settings && cell.at == state.setting {
                canvas.focus(Rect::new(x, y, used, 1));
                canvas.text(strip(x - 1, y, 1), ">", Role::Text);
            }
            x += used + GAP;
        }
    }
}

fn cell(lang: Lang, state: &State, setting: Setting) -> Line<'static> {
    let label = lang.text(match setting {
        Setting::Encoding => "import_screen.set.encoding",
        Setting::Separator => "import_screen.set.separator",
        Setting::HeaderRow => "import_screen.set.header",
        Setting::Skip => "import_screen.set.skip",
        Setting::Dates => "import_screen.set.dates",
        Setting::Unit => "import_screen.set.unit",
        Setting::Owners => "import_screen.set.owners",
        Setting::Memory => "import_screen.set.memory",
    });
    Line::new().with(label, Role::Dim).with(format!(" [{}]", value(lang, state, setting)), Role::Text)
}

fn value(lang: Lang, state: &State, setting: Setting) -> String {
    let Some(preview) = state.preview.as_deref() else { return String::new() };
    match setting {
        Setting::Encoding => {
            let by = match preview.encoding_by {
                EncodingBy::Guess => lang.text("import_screen.guessed"),
                EncodingBy::Mark | EncodingBy::Strict | EncodingBy::Choice => std::borrow::Cow::Borrowed(""),
            };
            format!("{}{by}", preview.encoding.name().to_uppercase())
        }
        Setting::Separator => separator_text(lang, preview.separator),
        Setting::HeaderRow if preview.header_row == 0 => lang.text("import_screen.no_header").into_owned(),
        Setting::HeaderRow => preview.header_row.to_string(),
        Setting::Skip => state.plan.skip.to_string(),
        Setting::Dates => dates_text(lang, state.plan.dates, preview.date_order),
        Setting::Unit => match preview.unit {
            Some(unit) => lang.text(&format!("import_screen.unit.{}", unit.code())).into_owned(),
            None => lang.text("import_screen.unit.by_heading").into_owned(),
        },
        Setting::Owners => match state.unknown_owner {
            UnknownOwner::Reject => lang.text("import_screen.owners.reject").into_owned(),
            UnknownOwner::Create => lang.text("import_screen.owners.create").into_owned(),
        },
        Setting::Memory => {
            let is_used = state.memory.as_ref().is_some_and(|memory| memory.plan == state.plan);
            let on = state.memory.as_ref().map(|memory| memory.on.to_string()).unwrap_or_default();
            let key = if is_used { "import_screen.memory.used" } else { "import_screen.memory.unused" };
            tr!(lang, key, on = on).into_owned()
        }
    }
}

/// How dates are read; where it was found out, what was found.
fn dates_text(lang: Lang, reading: DateReading, found: Option<DateReading>) -> String {
    let name = |reading: DateReading| lang.text(&format!("import_screen.dates.{}", reading.code()));
    match found.filter(|_| reading == DateReading::Auto) {
        Some(order) => tr!(lang, "import_screen.dates.found", order = name(order)).into_owned(),
        None => name(reading).into_owned(),
    }
}

fn separator_text(lang: Lang, separator: Separator) -> String {
    let key = match separator {
        Separator::Comma => "import_screen.separator.comma",
        Separator::Tab => "import_screen.separator.tab",
        Separator::Semicolon => "import_screen.separator.semicolon",
        Separator::Bar => "import_screen.separator.bar",
    };
    lang.text(key).into_owned()
}
