//! How Card looks.

use super::details::{DetailLine, Room, Shown};
use super::layout::{Layout, Place, layout};
use super::timeline::{self, Part};
use super::{Pane, update};
use crate::book::{Book, Flag, Row, TextOf, deceased_text};
use crate::classify::Metric;
use crate::domain::{Dimension, mask, phone};
use crate::screens::{View, empty};
use crate::tr;
use crate::ui::widgets::heading;
use crate::ui::{Canvas, FrameAreas, Line, Role, strip};
use ratatui::layout::Rect;

/// Draws row 2: who it is, and where in the list he was opened from.
pub fn head(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect) {
    let trail = &view.model.card.trail;
    let Some(customer) = trail.customer() else { return };
    let Some((book, found)) = view.model.book.find(customer) else { return };
    let crumbs = crumbs(view);
    let right = crumbs.width();
    canvas.line_right(strip(row.x, row.y, row.width - 1), &crumbs);
    let room = (row.width - 2).saturating_sub(right + 2);
    // Where the room is short, what stands elsewhere on the card goes first; name and number of the phone stay.
    let mut lines = (0..HEAD_PARTS).map(|drop| who(view, (book, found), drop));
    let line = lines.find(|line| line.width() <= room);
    let line = line.unwrap_or_else(|| who(view, (book, found), HEAD_PARTS));
    canvas.line(strip(row.x + 1, row.y, room), &line);
}

fn crumbs(view: &View<'_>) -> Line<'static> {
    let trail = &view.model.card.trail;
    let (at, of) = trail.place();
    let place = tr!(view.ctx.lang, "card.place", at = at, of = of);
    let is_short = view.ctx.size.width < 100;
    match (trail.crumbs.as_str(), trail.customers.len()) {
        (_, 0 | 1) => Line::new().with(trail.crumbs.clone(), Role::Dim),
        ("", _) => Line::new().with(place.into_owned(), Role::Dim),
        (crumbs, _) if is_short => {
            let last = crumbs.rsplit(" > ").next().unwrap_or_default();
            Line::new().with(format!("{last} {at}/{of}"), Role::Dim)
        }
        (crumbs, _) => Line::new().with(format!("{crumbs} > {place}"), Role::Dim),
    }
}

/// Parts of the head that may be left out: the key to the number, the customer's number, gender and age, the state.
const HEAD_PARTS: usize = 4;

/// `沈立群  100731   男 47岁   财富  风险   139****2618  p 显示`, without the first `drop` of [`HEAD_PARTS`].
fn who(view: &View<'_>, (book, row): (&Book, &Row), drop: usize) -> Line<'static> {
    let lang = view.ctx.lang;
    let name = book.display_name(row).to_owned();
    let number = book.text(row, TextOf::CustomerNo).to_owned();
    let mut line = Line::new().private(name.clone(), Role::Head);
    if name != number && drop < 2 {
        line = line.gap(2).private(number, Role::Dim);
    }
    if let Some(card) = view.model.card.loaded(row.id) {
        let about = &card.customer.about;
        let gender = about.gender.map(|gender| lang.code_text(gender).into_owned());
        let age = card.metrics.value(Metric::Age).map(|age| tr!(lang, "card.age", age = age).into_owned());
        let firm = matches!(card.customer.kind, crate::domain::CustomerKind::Firm)
            .then(|| lang.code_text(card.customer.kind).into_owned());
        let words: Vec<String> = [firm, gender, age].into_iter().flatten().collect();
        if !words.is_empty() && drop < 3 {
            line = line.gap(if drop == 0 { 3 } else { 2 }).with(words.join(" "), Role::Text);
        }
    }
    let value = row.class(Dimension::Value);
    let lifecycle = row.class(Dimension::Lifecycle);
    line = line
        .gap(if drop == 0 { 3 } else { 2 })
        .with(book.classes.label(Dimension::Value, value, lang), Role::Class(value.0.saturating_add(1)));
    let is_deceased = row.flags.contains(Flag::Deceased);
    if is_deceased {
        line = line.gap(2).with(deceased_text(lang), Role::Alert);
    } else if drop < 4 {
        line = line.gap(2).with(book.classes.label(Dimension::Lifecycle, lifecycle, lang), Role::Text);
    }
    let flags = row.flags.letters();
    if !flags.is_empty() {
        let role = if row.flags.contains(Flag::Overdue) { Role::Alert } else { Role::Warn };
        line = line.gap(2).with(flags, role);
    }
    with_number(view, (book, row), line, drop)
}

fn with_number(
    view: &View<'_>,
    (book, row): (&Book, &Row),
    line: Line<'static>,
    drop: usize,
) -> Line<'static> {
    let number = book.text(row, TextOf::Phone);
    let gap = if drop == 0 { 3 } else { 2 };
    if row.flags.contains(Flag::Deceased) {
        return line;
    }
    if number.is_empty() {
        return line.gap(gap).with(tr!(view.ctx.lang, "card.no_phone"), Role::Warn);
    }
    if view.model.card.shows_number_of(row.id) {
        return line.gap(gap).private(phone::grouped(number), Role::Head);
    }
    let line = line.gap(gap).private(mask::phone(number), Role::Text);
    if drop > 0 {
        return line;
    }
    line.gap(2).with("p", Role::Key).with(format!(" {}", tr!(view.ctx.lang, "card.show")), Role::Dim)
}

/// Draws the body.
pub fn body(view: &View<'_>, canvas: &mut Canvas<'_>, areas: &FrameAreas) {
    let model = view.model;
    let Some(customer) = model.card.trail.customer() else {
        return empty::no_customers(view, canvas, areas.body);
    };
    if model.book.get().is_some() && model.book.find(customer).is_none() {
        let words = tr!(view.ctx.lang, "card.gone");
        canvas.text(strip(areas.body.x + 1, areas.body.y, areas.body.width - 2), &words, Role::Text);
        return;
    }
    if model.card.loaded(customer).is_none() {
        return;
    }
    let Some(Layout { panes, rules, room }) = layout(view.ctx.size, model.card.focus) else { return };
    for x in rules {
        for y in areas.body.y..areas.body.bottom() {
            canvas.rule(strip(x, y, 1), '|', Role::Dim);
        }
    }
    for place in panes {
        match place.pane {
            Pane::Timeline => draw_timeline(view, canvas, &place, room),
            Pane::Left | Pane::Middle => draw_sections(view, canvas, &place),
        }
    }
}

fn draw_sections(view: &View<'_>, canvas: &mut Canvas<'_>, place: &Place) {
    let Some(lines) = update::detail_lines(view.model, view.ctx, place) else { return };
    let state = &view.model.card;
    let cursor = if place.pane == Pane::Middle { &state.middle } else { &state.left };
    let area = place.area;
    for (y, at) in (area.y..area.bottom()).zip(cursor.window(lines.len(), area.height)) {
        let row = Rect { y, height: 1, ..area };
        match &lines[at].shown {
            // A heading under which nothing can stand says what else is below.
            Shown::Heading(..) if y + 1 == area.bottom() => below(view, canvas, row, &lines[at..]),
            Shown::Heading(name, tail) => heading(canvas, row, name, tail),
            Shown::Text(line) => {
                canvas.line(strip(row.x + 1, y, row.width.saturating_sub(2)), line);
            }
        }
        if cursor.key() == Some(lines[at].id) {
            mark(view, canvas, row, place.pane);
        }
    }
}

/// `下面还有 分类与原因, 资料`
fn below(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect, lines: &[DetailLine]) {
    let names: Vec<&str> = lines
        .iter()
        .filter_map(|line| match &line.shown {
            Shown::Heading(name, _) => Some(name.as_str()),
            Shown::Text(_) => None,
        })
        .collect();
    let words = tr!(view.ctx.lang, "card.below", names = names.join(", "));
    canvas.text(strip(row.x + 1, row.y, row.width.saturating_sub(2)), &words, Role::Dim);
}

fn draw_timeline(view: &View<'_>, canvas: &mut Canvas<'_>, place: &Place, room: Room) {
    let Some(lines) = update::time_lines(view.model, view.ctx, place) else { return };
    let lang = view.ctx.lang;
    let state = &view.model.card;
    let area = place.area;
    let top = Rect { y: area.y.saturating_sub(1), height: 1, ..area };
    let (.., count) = timeline::shown(&lines, 0..0);
    let mut tail = Line::new().with(format!("{} {count}", lang.text(state.filter.text_key())), Role::Text);
    if room == Room::Wide {
        let next = lang.text(state.filter.next().text_key());
        tail = tail.gap(2).with("f", Role::Key).with(format!(" {next}"), Role::Dim);
    }
    heading(canvas, top, &tr!(lang, "card.timeline"), &tail);
    if lines.is_empty() && area.height > 0 {
        canvas.text(strip(area.x + 1, area.y, area.width - 2), &tr!(lang, "card.no_entries"), Role::Dim);
    }
    let cursor = &state.timeline;
    for (y, at) in (area.y..area.bottom()).zip(cursor.window(lines.len(), area.height)) {
        let row = Rect { y, height: 1, ..area };
        let line = &lines[at];
        if line.key.part == Part::Year {
            let year = line.line.0.first().map(|span| span.text.clone()).unwrap_or_default();
            heading(canvas, row, &year, &Line::new());
        } else {
            canvas.line(strip(row.x + 1, y, row.width.saturating_sub(2)), &line.line);
        }
        if cursor.key() == Some(line.key) {
            mark(view, canvas, row, Pane::Timeline);
        }
    }
}

/// The cursor: `>` and reverse in the pane with the focus, bold in the others.
fn mark(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect, pane: Pane) {
    if view.model.card.focus == pane {
        canvas.text(strip(row.x, row.y, 1), ">", Role::Text);
        canvas.focus(Rect { width: row.width.saturating_sub(1), ..row });
    } else {
        canvas.focus_off(row);
    }
}

/// The part of the timeline that is shown: `往来 1-32/41`.
pub fn place(view: &View<'_>) -> Line<'static> {
    let places = layout(view.ctx.size, view.model.card.focus);
    let place = places.and_then(|l| l.panes.into_iter().find(|place| place.pane == Pane::Timeline));
    let Some(place) = place else { return Line::new() };
    let Some(lines) = update::time_lines(view.model, view.ctx, &place) else { return Line::new() };
    let window = view.model.card.timeline.window(lines.len(), place.area.height);
    if lines.is_empty() {
        return Line::new();
    }
    let (from, to, of) = timeline::shown(&lines, window);
    let shown = tr!(view.ctx.lang, "card.shown", from = from, to = to, of = of);
    Line::new().with(shown, Role::Dim)
}
