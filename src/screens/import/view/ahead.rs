//! What an import would make of the customers: tiers, lifecycle, money, queues; how far looking ahead is.

use super::super::outlook::{Ahead, MoneyEvent, Outlook};
use super::super::update::figure;
use super::super::{State, Step, Topic};
use super::is_checking;
use crate::domain::Dimension;
use crate::lang::Lang;
use crate::screens::View;
use crate::tr;
use crate::ui::text::pad;
use crate::ui::widgets::heading;
use crate::ui::{Canvas, Line, Role, format, strip};
use ratatui::layout::Rect;

/// Columns of the labels.
const LABEL: u16 = 10;
/// Rows of the figures in a narrow window.
const ROWS: u16 = 3;
/// Narrow windows with a lower body have none of it.
const LEAST_BODY: u16 = 18;

/// The rows that it takes in a narrow window with a body of this height.
pub fn rows(state: &State, body: u16) -> u16 {
    if state.step != Step::Columns || state.report().is_none() || body < LEAST_BODY {
        return 0;
    }
    if state.ahead.as_ref().is_some_and(says_figures) { ROWS } else { 1 }
}

/// Whether there are figures and they are shown: once they are all there, or take long.
fn says_figures(ahead: &Ahead) -> bool {
    ahead.progress().all > 0 && (ahead.is_over() || ahead.is_long() || ahead.is_stopped)
}

/// A line of it: what it is about, and its figures one by one.
struct Said {
    label: String,
    parts: Vec<String>,
}

/// The lines one below the other under a heading, in a pane of this width.
pub fn in_pane(view: &View<'_>, width: u16) -> Vec<Line<'static>> {
    let room = usize::from(width.saturating_sub(LABEL));
    let mut lines: Vec<Line<'static>> = progress(view).into_iter().collect();
    for said in said(view) {
        let mut label = pad(&said.label, LABEL);
        for text in wrapped(&said.parts, room) {
            lines.push(Line::new().with(label, Role::Dim).with(text, Role::Text));
            label = pad("", LABEL);
        }
    }
    lines
}

/// Draws the heading of the pane.
pub fn pane_heading(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect) {
    let lang = view.ctx.lang;
    let tail = Line::new().with(lang.text("import_screen.ahead.estimate"), Role::Dim);
    heading(canvas, row, &lang.text("import_screen.ahead.heading"), &tail);
}

/// The same one after the other, in `rows` lines of a narrow window.
pub fn in_lines(view: &View<'_>, width: u16, rows: u16) -> Vec<Line<'static>> {
    let name = Line::new().with(view.ctx.lang.text("import_screen.ahead.heading"), Role::Head);
    let mut lines = vec![match progress(view) {
        Some(line) => name.gap(2).join(line),
        None => name,
    }];
    for said in said(view) {
        let line =
            Line::new().with(format!("{} ", said.label), Role::Dim).with(said.parts.join("  "), Role::Text);
        match lines.last_mut().filter(|last| last.width() + line.width() + 5 < width) {
            Some(last) => *last = std::mem::take(last).gap(3).join(line),
            None => lines.push(line),
        }
    }
    lines.resize_with(usize::from(rows), Line::new);
    lines
}

/// The parts in lines of this width, two blanks between them.
fn wrapped(parts: &[String], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        let fits = |line: &&mut String| {
            usize::from(crate::ui::text::width(line)) + 2 + usize::from(crate::ui::text::width(part)) <= width
        };
        match lines.last_mut().filter(fits) {
            Some(line) => *line = format!("{line}  {part}"),
            None => lines.push(part.clone()),
        }
    }
    lines
}

/// How far it is where that takes long, that it was stopped, or why there is nothing to say.
fn progress(view: &View<'_>) -> Option<Line<'static>> {
    let (lang, model) = (view.ctx.lang, view.model);
    let plain = |key: &str| Some(Line::new().with(lang.text(key), Role::Dim));
    if model.book.get().is_none() {
        return plain("import_screen.ahead.no_book");
    }
    let is_under_way = is_checking(view, Topic::Trial);
    let Some(ahead) = model.import.ahead.as_ref().filter(|ahead| ahead.progress().all > 0) else {
        let is_looking = is_under_way && model.import.ahead.as_ref().is_none_or(|ahead| !ahead.is_stopped);
        return plain(if is_looking { "import_screen.ahead.looking" } else { "import_screen.ahead.nothing" });
    };
    let (progress, counts) = (ahead.progress(), counts(ahead));
    if ahead.is_over() {
        return None;
    }
    if ahead.is_stopped {
        let text = tr!(lang, "import_screen.ahead.stopped", done = counts.0, all = counts.1);
        return Some(Line::new().with(text, Role::Warn));
    }
    if !ahead.is_long() {
        return plain("import_screen.ahead.looking");
    }
    let left = format::time_left(lang, ahead.elapsed(), progress.percent());
    let percent = progress.percent();
    let text =
        tr!(lang, "import_screen.ahead.far", done = counts.0, all = counts.1, percent = percent, left = left);
    Some(Line::new().with(text, Role::Text).gap(2).with(lang.text("import_screen.stop"), Role::Dim))
}

fn counts(ahead: &Ahead) -> (String, String) {
    (figure(ahead.progress().done), figure(ahead.progress().all))
}

/// What is known.
fn said(view: &View<'_>) -> Vec<Said> {
    let ahead = view.model.import.ahead.as_ref();
    ahead.filter(|ahead| says_figures(ahead)).map_or_else(Vec::new, |ahead| said_of(view, ahead.outlook()))
}

fn said_of(view: &View<'_>, outlook: &Outlook) -> Vec<Said> {
    let lang = view.ctx.lang;
    let classes = view.model.book.get().map(|book| &book.classes);
    let count = |number: usize| figure(number as u64);
    let value = [
        ("import_screen.ahead.up", outlook.up),
        ("import_screen.ahead.down", outlook.down),
        ("import_screen.ahead.new", outlook.new),
    ];
    let value = value.iter().map(|(key, number)| format!("{} {}", lang.text(key), count(*number)));
    let lifecycle = outlook.lifecycle().map(|(class, change)| {
        let name = classes.map(|classes| classes.short(Dimension::Lifecycle, class, lang));
        format!("{} {}", name.unwrap_or_default(), signed(change))
    });
    let money = outlook
        .money()
        .map(|(event, number)| format!("{} {}", event_text(event, lang), figure(number.into())));
    let queues =
        outlook.queues().map(|(queue, change)| format!("{} {}", lang.code_text(queue), signed(change)));
    let same = || vec![lang.text("import_screen.ahead.same").into_owned()];
    let line = |key: &str, parts: Vec<String>| {
        let parts = if parts.is_empty() { same() } else { parts };
        Said { label: lang.text(key).into_owned(), parts }
    };
    let mut lines = vec![
        line("import_screen.ahead.value", value.collect()),
        line("import_screen.ahead.lifecycle", lifecycle.collect()),
        line("import_screen.ahead.money", money.collect()),
        line("import_screen.ahead.queues", queues.collect()),
    ];
    // Of customers who are all new only what they would be is news.
    lines.retain(|said| said.parts != same() || outlook.new == 0);
    lines
}

fn signed(change: i64) -> String {
    format!("{}{}", if change < 0 { '-' } else { '+' }, figure(change.unsigned_abs()))
}

fn event_text(event: MoneyEvent, lang: Lang) -> String {
    let key = match event {
        MoneyEvent::Out => "import_screen.ahead.event.out",
        MoneyEvent::In => "import_screen.ahead.event.in",
        MoneyEvent::SalaryStop => "import_screen.ahead.event.salary_stop",
        MoneyEvent::Due => "import_screen.ahead.event.due",
    };
    lang.text(key).into_owned()
}

/// Draws lines below each other, as many as fit.
pub fn draw_lines(canvas: &mut Canvas<'_>, area: Rect, lines: &[Line<'static>]) {
    for (y, line) in (area.y..area.bottom()).zip(lines).filter(|(_, line)| !line.is_empty()) {
        canvas.line(strip(area.x + 1, y, area.width.saturating_sub(2)), line);
    }
}
