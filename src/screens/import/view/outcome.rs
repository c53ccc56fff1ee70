//! What would happen, or happened: rows, new, changed, rejected.

use super::super::findings::count_kept;
use super::super::outlook::{Ahead, Outlook};
use super::super::update::figure;
use super::super::{Command, State, Step, Topic};
use super::columns::keys;
use super::{field_text, is_checking, notice};
use crate::app::Topic as Ask;
use crate::book::ClassIx;
use crate::domain::{Dimension, QueueName};
use crate::lang::Lang;
use crate::screens::View;
use crate::store::import::FileReport;
use crate::tr;
use crate::ui::widgets::heading;
use crate::ui::{Canvas, Line, Role, SizeClass, strip};
use ratatui::layout::Rect;
use std::borrow::Cow;

/// Columns of the labels of what is ahead.
const LABEL: u16 = 10;

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
    let is_wide = SizeClass::of(view.ctx.size) >= SizeClass::M;
    let mut lines = if is_wide { in_column(lang, file) } else { in_lines(lang, file, area.width) };
    if is_wide && view.model.import.step == Step::Columns {
        lines.pop();
        let used = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        let y = area.y.saturating_add(used);
        if y < area.bottom() {
            let tail = Line::new().with(lang.text("import_screen.ahead.estimate"), Role::Dim);
            let row = Rect { x: area.x, y, height: 1, ..area };
            heading(canvas, row, &lang.text("import_screen.ahead.heading"), &tail);
        }
        lines.push(Line::new());
        lines.extend(ahead(view));
        lines.push(Line::new());
    }
    lines.extend(last_lines(view, file));
    for (y, line) in (area.y..area.bottom()).zip(&lines).filter(|(_, line)| !line.is_empty()) {
        canvas.line(strip(area.x + 1, y, area.width.saturating_sub(2)), line);
    }
}

/// What would become of the customers.
fn ahead(view: &View<'_>) -> Vec<Line<'static>> {
    let (lang, model) = (view.ctx.lang, view.model);
    let dim = |text: Cow<'static, str>| vec![Line::new().with(text, Role::Dim)];
    match &model.import.ahead {
        None if is_checking(view, Topic::Trial) => dim(lang.text("import_screen.ahead.looking")),
        None => dim(lang.text("import_screen.ahead.nothing")),
        Some(Ahead::TooMany(customers)) => {
            dim(tr!(lang, "import_screen.ahead.too_many", customers = figure(*customers)))
        }
        Some(Ahead::Outlook(outlook)) => outlook_lines(view, outlook),
    }
}

fn outlook_lines(view: &View<'_>, outlook: &Outlook) -> Vec<Line<'static>> {
    let lang = view.ctx.lang;
    let classes = view.model.book.get().map(|book| &book.classes);
    let labelled = |key: &str, text: String| {
        let label = crate::ui::text::pad(&lang.text(key), LABEL);
        Line::new().with(label, Role::Dim).with(text, Role::Text)
    };
    let counts = [
        ("import_screen.ahead.up", outlook.up),
        ("import_screen.ahead.down", outlook.down),
        ("import_screen.ahead.new", outlook.new),
    ];
    let value = counts.map(|(key, count)| format!("{} {count}", lang.text(key))).join("  ");
    let class = |(class, change): &(ClassIx, i64)| {
        let name = classes.map(|classes| classes.short(Dimension::Lifecycle, *class, lang));
        format!("{} {change:+}", name.unwrap_or_default())
    };
    let queue = |(queue, change): &(QueueName, i64)| format!("{} {change:+}", lang.code_text(*queue));
    let joined = |parts: Vec<String>| {
        if parts.is_empty() { lang.text("import_screen.ahead.same").into_owned() } else { parts.join("  ") }
    };
    vec![
        labelled("import_screen.ahead.value", value),
        labelled("import_screen.ahead.lifecycle", joined(outlook.lifecycle.iter().map(class).collect())),
        labelled("import_screen.ahead.queues", joined(outlook.queues.iter().map(queue).collect())),
    ]
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
