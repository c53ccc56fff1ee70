//! How overlays look: each in the one box, or in row 2.

use super::chooser::Chooser;
use super::dialog::{Dialog, DialogKind};
use super::help::{self, Help};
use super::messages::Messages;
use super::remark::Remark;
use super::snooze::{Prospect, Snooze};
use super::{Overlay, Overlays, palette, picker, search};
use crate::domain::secret;
use crate::screens::View;
use crate::tr;
use crate::ui::layout::{FrameAreas, centred};
use crate::ui::line::Secrecy;
use crate::ui::widgets::{Focus, boxed};
use crate::ui::{Canvas, Line, Role, strip, text};
use ratatui::layout::Rect;

/// Draws the stack, the lowest first.
pub fn draw(overlays: &Overlays, view: &View<'_>, canvas: &mut Canvas<'_>, areas: &FrameAreas) {
    for overlay in overlays.iter() {
        match overlay {
            Overlay::Help(help) => draw_help(help, view, canvas, areas),
            Overlay::Palette(palette) => palette::view::draw(palette, view, canvas, areas),
            Overlay::Picker(picker) => picker::view::draw(picker, view, canvas, areas),
            Overlay::Search(search) => search::view::draw(search, view, canvas, areas),
            Overlay::Dialog(dialog) => draw_dialog(dialog, view, canvas, areas),
            Overlay::Messages(messages) => draw_messages(messages, view, canvas, areas),
            Overlay::Chooser(chooser) => draw_chooser(chooser, canvas, areas),
            Overlay::Snooze(snooze) => draw_snooze(snooze, view, canvas, areas),
            Overlay::Remark(remark) => draw_remark(remark, view, canvas, areas),
        }
    }
}

fn head(text: impl Into<String>) -> Line<'static> {
    Line::new().with(text.into(), Role::Head)
}

fn draw_help(help: &Help, view: &View<'_>, canvas: &mut Canvas<'_>, areas: &FrameAreas) {
    let lang = view.ctx.lang;
    let groups = help::entries(view.model, view.keys, lang, help.filter.value());
    let columns: u16 = match areas.body.width {
        110.. => 3,
        78.. => 2,
        _ => 1,
    };
    let width = (columns * 39 + 2).max(58).min(areas.body.width - 2);
    let column = (width - 4) / columns;
    let lines = help_lines(&groups, columns, column - 1);
    let longest = lines.iter().map(Vec::len).max().unwrap_or(0);
    let height = u16::try_from(longest).unwrap_or(u16::MAX).saturating_add(3);
    let outer = Rect { height: areas.body.height + 1, ..areas.tall_body() };
    let screen = lang.text(&format!("screen.{}", view.model.nav.current().name()));
    let title = head(tr!(lang, "help.title", screen = screen));
    let area = boxed(canvas, centred(outer, width, height), &title, &tr!(lang, "help.tail"));
    canvas.text(strip(area.x, area.y, 2), "/ ", Role::Key);
    help.filter.draw_as(
        canvas,
        Rect { x: area.x + 2, width: area.width - 2, height: 1, ..area },
        (Focus::On, Secrecy::Open),
    );
    let shown = usize::from(area.height - 1);
    let top = help.top.min(longest.saturating_sub(shown));
    for (x, column_lines) in (area.x..).step_by(usize::from(column)).zip(&lines) {
        for (y, line) in (area.y + 1..area.bottom()).zip(column_lines.iter().skip(top)) {
            canvas.line(strip(x, y, column - 1), line);
        }
    }
    if longest > top + shown {
        let more = tr!(lang, "help.more", count = longest - top - shown);
        canvas.right(strip(area.x, area.bottom(), area.width), &format!(" {more} "), Role::Dim);
    }
}

/// The lines of help in columns of about the same length and of such a width, groups in one piece.
fn help_lines(groups: &[help::Section], columns: u16, width: u16) -> Vec<Vec<Line<'static>>> {
    let groups: Vec<(&str, Vec<Line<'static>>)> = groups
        .iter()
        .map(|(title, entries)| {
            (title.as_str(), entries.iter().flat_map(|entry| help_entry(entry, width)).collect())
        })
        .collect();
    let total: usize = groups.iter().map(|(_, entries)| entries.len() + 1).sum();
    let share = total.div_ceil(usize::from(columns)).max(1);
    let mut lines: Vec<Vec<Line<'static>>> = vec![Vec::new()];
    for (title, entries) in groups {
        let last = lines.len() - 1;
        let is_full = lines[last].len() + entries.len().div_ceil(2) > share && !lines[last].is_empty();
        if is_full && lines.len() < usize::from(columns) {
            lines.push(Vec::new());
        }
        let last = lines.len() - 1;
        lines[last].push(head(title));
        lines[last].extend(entries);
    }
    lines
}

/// Columns of a key in help, with a blank on either side.
const HELP_KEYS: u16 = 12;

/// A command in help: its words run on under themselves where they are longer than the column.
fn help_entry(entry: &help::Entry, width: u16) -> Vec<Line<'static>> {
    let keys = format!(" {} ", text::pad(&entry.keys, HELP_KEYS - 1));
    let words = text::wrap(&entry.words, width.saturating_sub(text::width(&keys)));
    let below = " ".repeat(usize::from(text::width(&keys)));
    let starts = std::iter::once(keys).chain(std::iter::repeat(below));
    starts
        .zip(words)
        .map(|(start, words)| Line::new().with(start, Role::Key).with(words, Role::Text))
        .collect()
}

fn draw_dialog(dialog: &Dialog, view: &View<'_>, canvas: &mut Canvas<'_>, areas: &FrameAreas) {
    let width = 66.min(areas.body.width - 4);
    let inner = width - 4;
    let mut lines: Vec<String> = dialog.lines.iter().flat_map(|line| text::wrap(line, inner)).collect();
    if let Some(cause) = dialog.cause.as_ref().filter(|_| dialog.details) {
        lines.push(String::new());
        lines.extend(text::wrap(cause, inner));
    }
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(4);
    let title = match dialog.kind {
        DialogKind::Question => head(dialog.title.clone()),
        DialogKind::Error => Line::new().with(format!("! {}", dialog.title), Role::Alert),
    };
    let area = boxed(canvas, centred(areas.body, width, height), &title, "");
    let last = area.bottom().saturating_sub(1);
    for (y, line) in (area.y..last).zip(&lines) {
        canvas.text(strip(area.x, y, area.width), line, Role::Text);
    }
    let mut x = area.x;
    for (at, answer) in dialog.answers.iter().enumerate() {
        let sign = if at == dialog.selected { "> " } else { "  " };
        let line = Line::new()
            .with(sign, Role::Text)
            .with(answer.key.to_string(), Role::Key)
            .with(format!(" {}", answer.words), Role::Text);
        let used = canvas.line(strip(x, last, area.right().saturating_sub(x)), &line);
        if at == dialog.selected {
            canvas.focus(Rect::new(x, last, used, 1));
        }
        x += used + 3;
    }
    if dialog.cause.is_some() {
        canvas.right(
            strip(x, last, area.right().saturating_sub(x)),
            &tr!(view.ctx.lang, "dialog.details"),
            Role::Dim,
        );
    }
}

fn draw_messages(messages: &Messages, view: &View<'_>, canvas: &mut Canvas<'_>, areas: &FrameAreas) {
    let lang = view.ctx.lang;
    let said = view.model.status.said();
    let rows = u16::try_from(said.len()).unwrap_or(u16::MAX).clamp(1, areas.body.height - 2);
    let outer = Rect { width: areas.body.width - 4, x: 2, height: rows + 2, ..areas.body };
    let area = boxed(canvas, outer, &head(tr!(lang, "messages.title")), "");
    if said.is_empty() {
        canvas.text(strip(area.x, area.y, area.width), &tr!(lang, "messages.none"), Role::Dim);
    }
    let top = messages.top.min(said.len().saturating_sub(usize::from(area.height)));
    for (y, message) in (area.y..area.bottom()).zip(said.iter().skip(top)) {
        let line = Line::new()
            .with(format!("{}  {} ", message.at, message.mark.sign()), Role::Dim)
            .with(message.text.as_str(), Role::Text);
        canvas.line(strip(area.x, y, area.width), &line);
    }
}

fn draw_chooser(chooser: &Chooser, canvas: &mut Canvas<'_>, areas: &FrameAreas) {
    let row = areas.head;
    canvas.clear(row);
    let mut x = row.x + 1;
    x += canvas.text(strip(x, row.y, row.width - 2), &chooser.title, Role::Head) + 1;
    let spaced = |at: usize, space: &str| {
        let digit = if at < 10 { ((at + 1) % 10).to_string() } else { " ".to_owned() };
        Line::new().with(digit, Role::Key).with(format!("{space}{}", chooser.options[at]), Role::Text)
    };
    let room = row.right().saturating_sub(x + 1);
    let all = |space: &str, gap: u16| -> u16 {
        (0..chooser.options.len()).map(|at| spaced(at, space).width() + gap).sum::<u16>().saturating_sub(gap)
    };
    // Where not all fit, blanks go first.
    let (space, gap) = match room {
        room if all(" ", 2) < room => (" ", 2),
        room if all(" ", 1) <= room => (" ", 1),
        _ => ("", 1),
    };
    x += gap - 1;
    let room = room.saturating_sub(gap - 1);
    let option = |at: usize| spaced(at, space);
    let columns = |from: usize| -> u16 { (from..=chooser.selected).map(|at| option(at).width() + gap).sum() };
    // Then those before go until the selected one shows.
    let first = (0..chooser.selected).find(|from| columns(*from) <= room).unwrap_or(chooser.selected);
    if first > 0 {
        // In the blank before the first that is shown.
        canvas.text(strip(x - 1, row.y, 1), "<", Role::Dim);
    }
    for at in first..chooser.options.len() {
        let used = canvas.line(strip(x, row.y, row.right().saturating_sub(x + 1)), &option(at));
        if at == chooser.selected {
            canvas.focus(Rect::new(x, row.y, used, 1));
        }
        x += used + gap;
    }
}

/// The form at the bottom of the body: one line of text.
fn draw_remark(remark: &Remark, view: &View<'_>, canvas: &mut Canvas<'_>, areas: &FrameAreas) {
    let lang = view.ctx.lang;
    let width = areas.body.width.min(80).saturating_sub(2);
    let x = areas.body.x + (areas.body.width - width) / 2;
    let outer = Rect { x, y: areas.body.bottom().saturating_sub(3), width, height: 3 };
    let title = tr!(lang, "remark_form.title", name = secret(&remark.name)).into_owned();
    let name = Line::new().with(title, Role::Head);
    let area = boxed(canvas, outer, &name, &tr!(lang, "remark_form.tail"));
    canvas.text(strip(area.x, area.y, 1), "[", Role::Dim);
    canvas.text(strip(area.right() - 1, area.y, 1), "]", Role::Dim);
    remark.input.draw(canvas, strip(area.x + 1, area.y, area.width.saturating_sub(2)), Focus::On);
}

/// As many words of a text as fit into so many columns; no word is cut.
fn whole_words(words: &str, columns: u16) -> String {
    words.split(' ').fold(String::new(), |line, word| {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if text::width(&longer) <= columns { longer } else { line }
    })
}

/// The form at the bottom of the body: when, and what Enter will do or what is wrong.
fn draw_snooze(snooze: &Snooze, view: &View<'_>, canvas: &mut Canvas<'_>, areas: &FrameAreas) {
    let lang = view.ctx.lang;
    let width = areas.body.width.min(80).saturating_sub(2);
    let x = areas.body.x + (areas.body.width - width) / 2;
    let outer = Rect { x, y: areas.body.bottom().saturating_sub(4), width, height: 4 };
    let title = tr!(lang, "snooze.title", name = secret(&snooze.name)).into_owned();
    let name = Line::new().with(title, Role::Head);
    let area = boxed(canvas, outer, &name, &tr!(lang, "snooze.tail"));
    let field = tr!(lang, "snooze.field");
    let used = canvas.text(strip(area.x, area.y, area.width), &field, Role::Dim) + 1;
    let room = if area.width < 60 { 16 } else { 26 }.min(area.width.saturating_sub(used + 2));
    let place = Rect { x: area.x + used, width: room + 2, height: 1, ..area };
    canvas.text(strip(place.x, place.y, 1), "[", Role::Dim);
    canvas.text(strip(place.right() - 1, place.y, 1), "]", Role::Dim);
    snooze.input.draw_as(canvas, strip(place.x + 1, place.y, room), (Focus::On, Secrecy::Open));
    let after = place.right() + 2;
    let rest = area.right().saturating_sub(after);
    canvas.text(strip(after, area.y, rest), &whole_words(&tr!(lang, "snooze.grammar"), rest), Role::Dim);
    let row = strip(area.x, area.y + 1, area.width);
    match snooze.prospect(view.ctx) {
        Prospect::Ready { effect, warning, .. } => {
            let warning = warning.map(|words| Line::new().with(format!("! {words}  "), Role::Alert));
            canvas.line(row, &warning.unwrap_or_default().with(effect, Role::Text));
        }
        Prospect::Wrong(problem) if snooze.shows_problem => {
            canvas.text(row, &format!("! {problem}"), Role::Alert);
        }
        Prospect::Wrong(_) | Prospect::Unknown => {}
    }
}
