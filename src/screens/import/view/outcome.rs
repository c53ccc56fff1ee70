//! What would happen, or happened: rows, new, changed, rejected.

use super::super::findings::count_kept;
use super::super::update::figure;
use super::super::{Command, State, Step, Topic};
use super::columns::keys;
use super::room::FRAME;
use super::{ahead, field_text, is_checking, notice};
use crate::app::Topic as Ask;
use crate::lang::Lang;
use crate::screens::View;
use crate::store::import::FileReport;
use crate::tr;
use crate::ui::widgets::heading;
use crate::ui::{Canvas, Line, Role, SizeClass, strip};
use ratatui::layout::Rect;
use std::borrow::Cow;

/// Draws the figures.
pub fn draw(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let (lang, state) = (view.ctx.lang, &view.model.import);
    let name = match state.step {
        Step::Done => "import_screen.happened",
        _ => "import_screen.will_happen",
    };
    heading(canvas, area, &lang.text(name), &Line::new());
    let inner = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    if let Some(file) = state.report() {
        figures(view, canvas, inner, file);
        return;
    }
    let missing = state.preview.as_ref().map_or(&[][..], |preview| preview.found.missing.as_slice());
    if missing.is_empty() {
        let checking = is_checking(view, Topic::Trial) || is_checking(view, Topic::Preview);
        let text = match state.compared.filter(|_| checking) {
            Some(percent) => tr!(lang, "import_screen.compared", percent = percent),
            None if checking => tr!(lang, "import_screen.comparing"),
            None => tr!(lang, "import_screen.not_compared"),
        };
        notice(canvas, inner, &text, Role::Dim);
        return;
    }
    let or = lang.text("import.or");
    let groups = missing
        .iter()
        .map(|group| group.iter().map(|field| field_text(lang, Some(*field))).collect::<Vec<_>>().join(&or));
    let names = groups.collect::<Vec<_>>().join(", ");
    notice(canvas, inner, &tr!(lang, "import_screen.missing", fields = names), Role::Alert);
}

/// The figures that are said: the last ones only where there are some.
fn pairs(file: &FileReport) -> impl Iterator<Item = (&'static str, u64)> {
    let all = [
        ("import_screen.rows", file.rows),
        ("import_screen.inserted", file.inserted),
        ("import_screen.updated", file.updated),
        ("import_screen.unchanged", file.unchanged),
        ("import_screen.rejected", file.tally.rejected()),
        ("import_screen.kept", count_kept(&file.tally)),
        ("import_screen.created_customers", file.created_customers),
        ("import_screen.created_accounts", file.created_accounts),
    ];
    all.into_iter().enumerate().filter(|(at, (_, number))| *at < 5 || *number > 0).map(|(_, pair)| pair)
}

/// The figures one below the other.
fn in_column(lang: Lang, file: &FileReport) -> Vec<Line<'static>> {
    let line = |(key, number): (&'static str, u64)| {
        let label = crate::ui::text::pad(&lang.text(key), 24);
        let number = crate::ui::text::pad_left(&figure(number), 12);
        Line::new().with(label, Role::Dim).with(number, Role::Text)
    };
    pairs(file).map(line).chain([Line::new()]).collect()
}

/// The figures one after the other, in lines of this width.
fn in_lines(lang: Lang, file: &FileReport, width: u16) -> Vec<Line<'static>> {
    let mut lines: Vec<Line<'static>> = Vec::new();
    for (key, number) in pairs(file) {
        let pair =
            Line::new().with(lang.text(key), Role::Dim).with(format!(" {}", figure(number)), Role::Text);
        match lines.last_mut().filter(|line| line.width() + pair.width() + 5 < width) {
            Some(line) => *line = std::mem::take(line).gap(3).join(pair),
            None => lines.push(pair),
        }
    }
    lines
}

/// The lines that all of it takes in a narrow window, with its heading.
pub fn height(lang: Lang, state: &State, width: u16) -> u16 {
    let lines = state.report().map_or(1, |file| in_lines(lang, file, width).len());
    u16::try_from(lines).unwrap_or(1) + 3
}

fn figures(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect, file: &FileReport) {
    let lang = view.ctx.lang;
    let last = last_lines(view, file);
    if SizeClass::of(view.ctx.size) < SizeClass::M {
        let body = view.ctx.size.height.saturating_sub(FRAME);
        let rows = ahead::rows(&view.model.import, body);
        let mut lines = in_lines(lang, file, area.width);
        if rows > 0 {
            lines.extend(ahead::in_lines(view, area.width, rows));
        }
        lines.extend(last);
        return ahead::draw_lines(canvas, area, &lines);
    }
    let is_ahead = view.model.import.step == Step::Columns;
    let below = if is_ahead { ahead::in_pane(view, area.width.saturating_sub(2)) } else { Vec::new() };
    let least = below.len() + last.len() + usize::from(is_ahead);
    let mut lines = in_column(lang, file);
    if lines.len() + least + 1 > usize::from(area.height) {
        // What is to be done next is seen in every window.
        lines = in_lines(lang, file, area.width);
    }
    if is_ahead {
        lines.retain(|line| !line.is_empty());
        let row = area.y.saturating_add(u16::try_from(lines.len()).unwrap_or(u16::MAX));
        if row < area.bottom() {
            ahead::pane_heading(view, canvas, strip(area.x, row, area.width));
        }
        lines.push(Line::new());
        lines.extend(below);
        if lines.len() + last.len() < usize::from(area.height) {
            lines.push(Line::new());
        }
    }
    lines.extend(last);
    ahead::draw_lines(canvas, area, &lines);
}

/// What to do next: write it, or take it back; and what came of it.
fn last_lines(view: &View<'_>, file: &FileReport) -> Vec<Line<'static>> {
    let (lang, model) = (view.ctx.lang, view.model);
    if model.import.step != Step::Done {
        let said = match (file.has_news(), file.tally.rejected()) {
            (true, _) => Line::new().with(lang.text("import_screen.one_undo"), Role::Dim),
            (false, 0) => Line::new().with(lang.text("import_screen.nothing_new"), Role::Dim),
            (false, rejected) => {
                let (rows, unchanged) = (figure(rejected), figure(file.unchanged));
                let text = tr!(lang, "import_screen.nothing_fits", rows = rows, unchanged = unchanged);
                Line::new().with(text, Role::Alert)
            }
        };
        let is_empty = !file.has_news() && file.tally.rejected() > 0;
        if model.import.writing.is_some() || is_empty {
            return vec![said];
        }
        let rows = figure(file.inserted + file.updated);
        let rows = tr!(lang, "import_screen.button_rows", rows = rows);
        let button = Line::new()
            .with("[ ", Role::Dim)
            .join(keys(view, &[Command::Write]))
            .with(format!(" {rows} "), Role::Dim)
            .with("]", Role::Dim);
        return vec![said, button];
    }
    let classes = if model.requests.is_awaiting(Ask::Book) {
        lang.text("import_screen.recomputing")
    } else if crate::app::recompute::is_stopped(model) {
        lang.text("import_screen.recompute_stopped")
    } else {
        changes(view)
    };
    vec![Line::new().with(classes, Role::Text), keys(view, &[Command::Another])]
}

/// What the recomputation after the import changed. Of a working date after the clock's nothing is recorded, so that
/// its changes are not the import's alone.
fn changes(view: &View<'_>) -> Cow<'static, str> {
    let now = view.ctx.now;
    if now.day() > now.zone.day(now.clock) {
        return tr!(view.ctx.lang, "import_screen.reclassified");
    }
    tr!(view.ctx.lang, "import_screen.changes", count = view.model.book.changes)
}
