//! How Queues looks: the row of queues, column heads, bands and rows, what is held back, the pane.

use super::layout::{Areas, Col, Needs, columns, without_score};
use super::list::{LineKey, QueueLines, QueueSpec, Which};
use super::tabs::Tabs;
use super::{Part, State, pane, tabs, update};
use crate::app::{Ctx, Model};
use crate::book::{Book, Row};
use crate::domain::{CustomerId, Dimension};
use crate::lang::Lang;
use crate::screens::customers::filter;
use crate::screens::side::Side;
use crate::screens::{View, dossier, empty, filter_line, reasons};
use crate::tr;
use crate::ui::widgets::table::{draw_head, draw_row};
use crate::ui::widgets::{Focus, List, Placed, heading};
use crate::ui::{Canvas, FrameAreas, Line, Role, SizeClass, format, strip, text};
use crate::work::{Band, words};
use ratatui::layout::{Position, Rect};
use std::borrow::Cow;

/// Draws row 2: the filter while it is typed; what is filtered and how it is ordered; else the row of queues.
pub fn head(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect) {
    let (lang, state) = (view.ctx.lang, &view.model.queues);
    let inner = strip(row.x + 1, row.y, row.width - 2);
    let Some(book) = view.model.book.get().filter(|book| !book.is_empty()) else {
        canvas.text(inner, &tr!(lang, "queues.head"), Role::Head);
        return;
    };
    if let Some(line) = &state.editing {
        return filter_line::draw(view, canvas, inner, line);
    }
    let changed = what_is_changed(lang, state);
    let room = room_of_changes(&changed, inner.width);
    let tabs = tabs_of(view.model, (book, lang), inner.width);
    let [from, until] = tabs.place(state.spec.which);
    let rest = if room == 0 { 0 } else { room + 2 };
    let used = canvas.line(strip(inner.x, row.y, inner.width - rest), &tabs.line);
    canvas.focus(strip(inner.x + from, row.y, until - from));
    canvas.line(strip(inner.x + used + 2, row.y, room), &changed);
}

/// The queues keep at least half of the row.
fn room_of_changes(changed: &Line<'_>, width: u16) -> u16 {
    changed.width().min(width / 2)
}

fn tabs_of(model: &Model, (book, lang): (&Book, Lang), width: u16) -> Tabs {
    let state = &model.queues;
    let room = room_of_changes(&what_is_changed(lang, state), width);
    let rest = if room == 0 { 0 } else { room + 2 };
    let shown = state.lines.customers().count();
    let shown = (!state.filter_text.is_empty()).then(|| u32::try_from(shown).unwrap_or(u32::MAX));
    tabs::fitting(lang, (state.spec.which, shown), &book.queue_sums(), width - rest)
}

/// The queue whose name stands at a place of row 2.
pub fn queue_at(model: &Model, ctx: &Ctx, at: Position) -> Option<Which> {
    let book = model.book.get().filter(|book| !book.is_empty() && model.queues.editing.is_none())?;
    let row = FrameAreas::of(ctx.size)?.head;
    let column = at.x.checked_sub(row.x + 1).filter(|_| at.y == row.y)?;
    tabs_of(model, (book, ctx.lang), row.width - 2).at(column)
}

/// `排序 资产  筛选 层级=钻石`; nothing in the order of the work without a filter.
fn what_is_changed(lang: Lang, state: &State) -> Line<'static> {
    let mut line = Line::new();
    if let Some(sort) = state.spec.sort {
        let turned = if state.spec.is_reversed { tr!(lang, "customers.reversed") } else { "".into() };
        let name = lang.text(&format!("customers.sort.{}", sort.code()));
        line = line
            .with(format!("{} ", tr!(lang, "customers.sort_label")), Role::Dim)
            .with(format!("{name}{turned}"), Role::Text);
    }
    if state.filter_text.is_empty() {
        return line;
    }
    line.gap(if state.spec.sort.is_some() { 2 } else { 0 })
        .with(format!("{} ", tr!(lang, "customers.filter_label")), Role::Dim)
        .with(state.filter_text.clone(), Role::Text)
}

/// Draws the body.
pub fn body(view: &View<'_>, canvas: &mut Canvas<'_>, areas: &FrameAreas) {
    let Some(book) = view.model.book.get() else {
        return empty::no_customers(view, canvas, areas.body);
    };
    if book.is_empty() {
        return empty::no_customers(view, canvas, areas.body);
    }
    let state = &view.model.queues;
    let Some(parts) = Areas::of(view.ctx.size, state.wish) else { return };
    let class = SizeClass::of(view.ctx.size);
    // Cursor and mark at the left, a blank column at the right.
    let (longest_name, has_other_year) = (state.lines.longest_name, state.lines.has_other_year);
    let needs = Needs { longest_name, has_other_year, lang: view.ctx.lang };
    let placed = columns(parts.list.width.saturating_sub(3), class, needs);
    let head = Rect { x: parts.head.x + 2, width: parts.head.width.saturating_sub(2), ..parts.head };
    match &state.editing {
        Some(line) => filter_line::draw_help(view, canvas, head, line),
        None => draw_head(canvas, head, &placed, |col| col_name(&placed, col, view.ctx.lang)),
    }
    if state.lines.customers().next().is_none() {
        nothing_left(view, canvas, parts.list);
    } else {
        list(view, canvas, book, &parts, &placed);
    }
    held_line(view, canvas, book, parts.held);
    panes(view, canvas, &parts);
}

/// The pane about the selected customer, and in the widest windows that with what to say.
fn panes(view: &View<'_>, canvas: &mut Canvas<'_>, parts: &Areas) {
    let beside = parts.pane.filter(|(side, _)| *side == Side::Right).map(|(_, area)| area);
    for area in beside.into_iter().chain(parts.script) {
        for y in area.top()..area.bottom() {
            canvas.rule(strip(area.x - 1, y, 1), '|', Role::Dim);
        }
    }
    let Some((side, area)) = parts.pane else { return };
    let queues = &view.model.queues;
    if let (Some(LineKey::Held), Some(book)) = (queues.cursor.key(), view.model.book.get()) {
        return pane::draw_held(view, canvas, area, book);
    }
    let selected = queues.customer();
    let Some(about) = selected.and_then(|customer| view.model.book.find(customer)) else { return };
    pane::draw(view, canvas, (side, area), (about, parts.script.is_some()));
    if let Some(area) = parts.script {
        pane::draw_script(view, canvas, area, about);
    }
}

/// The head of a column, that of the marks short where it is narrow.
fn col_name(placed: &[Placed<Col>], col: Col, lang: Lang) -> Cow<'static, str> {
    let name = full_name(col, lang);
    match col {
        Col::Flags if text::width(&name) > width_of(placed, col) => tr!(lang, "queues.column.flags_short"),
        _ => name,
    }
}

fn full_name(col: Col, lang: Lang) -> Cow<'static, str> {
    lang.text(match col {
        Col::Due => "queues.column.due",
        Col::Name => "queues.column.name",
        Col::Tier => "queues.column.tier",
        Col::Assets => "queues.column.assets",
        Col::Why => "queues.column.why",
        Col::Last => "queues.column.last",
        Col::Score => "queues.column.score",
        Col::Flags => "queues.column.flags",
    })
}

fn list(view: &View<'_>, canvas: &mut Canvas<'_>, book: &Book, parts: &Areas, placed: &[Placed<Col>]) {
    let state = &view.model.queues;
    let focus = if state.part == Part::List { Focus::On } else { Focus::Off };
    let keys = state.lines.scrolling();
    let list = List { area: parts.list, rows: keys, cursor: &state.cursor, focus };
    list.draw(canvas, |canvas, area, key| {
        match key {
            LineKey::Band(band) => {
                let place = state.lines.keys.iter().position(|other| *other == key).unwrap_or(0);
                let count = state.lines.band_at(place).map_or(0, |(_, count)| count);
                let row = Rect { x: area.x - 2, width: area.width + 2, ..area };
                band_heading(view, canvas, row, (band, count));
            }
            LineKey::Row(customer) => row(view, canvas, book, (area, customer), placed),
            LineKey::Held => {}
        }
        fresh_sign(view, key)
    });
    // The heading of the band stays on top; the cursor keeps two rows to the edge.
    let top = state.cursor.window(keys.len(), parts.list.height).start;
    if let (Some(LineKey::Row(_)), Some(LineKey::Row(_)), Some(band)) =
        (keys.get(top), keys.get(top + 1), state.lines.band_at(top))
        && state.cursor.index() > top
    {
        let row = Rect { height: 1, ..parts.list };
        canvas.clear(row);
        band_heading(view, canvas, row, band);
    }
}

fn fresh_sign(view: &View<'_>, key: LineKey) -> Option<char> {
    match key {
        LineKey::Row(customer) if view.model.book.is_fresh(customer, view.ctx.uptime) => Some('~'),
        _ => None,
    }
}

/// What a band is called, in the language files.
pub fn band_key(band: Band) -> &'static str {
    match band {
        Band::Promised => "queues.band.promised",
        Band::Hard => "queues.band.hard",
        Band::Scored => "queues.band.scored",
        Band::Skipped => "queues.band.skipped",
        Band::Held => "queues.band.held",
    }
}

fn band_heading(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect, (band, count): (Band, usize)) {
    let lang = view.ctx.lang;
    let tail = match band {
        Band::Promised => "queues.band.promised_tail",
        Band::Hard => "queues.band.hard_tail",
        Band::Scored if SizeClass::of(view.ctx.size) >= SizeClass::M => "queues.band.scored_tail",
        Band::Scored => "queues.band.scored_short",
        Band::Skipped => "queues.band.skipped_tail",
        Band::Held => "queues.band.held_tail",
    };
    let count = format::count(i64::try_from(count).unwrap_or(0));
    let title = format!("{} {} {count}", band.mark(), lang.text(band_key(band)));
    heading(canvas, row, &title, &Line::new().with(lang.text(tail), Role::Dim));
}

fn row(
    view: &View<'_>,
    canvas: &mut Canvas<'_>,
    book: &Book,
    (area, customer): (Rect, CustomerId),
    placed: &[Placed<Col>],
) {
    let Some(row) = book.find(customer) else { return };
    let state = &view.model.queues;
    let has_left = state.has_left(customer);
    let is_unscored = score(state, row, book.dues(row).first().map(|due| due.band)).is_empty();
    let wider = if is_unscored { without_score(placed) } else { Vec::new() };
    let placed = if is_unscored { &wider } else { placed };
    draw_row(canvas, area, placed, |col| cell(view, book, row, (col, width_of(placed, col))));
    if has_left {
        canvas.patch(area, Role::Shut);
    }
}

fn width_of(placed: &[Placed<Col>], col: Col) -> u16 {
    placed.iter().find(|column| column.id == col).map_or(0, |column| column.width)
}

/// What stands in a column of such a width.
fn cell(view: &View<'_>, book: &Book, row: &Row, (col, room): (Col, u16)) -> Line<'static> {
    let (lang, state) = (view.ctx.lang, &view.model.queues);
    let due = book.dues(row).first();
    match col {
        Col::Due if state.spec.which == Which::Held => match book.returns_on(row) {
            Some(on) => Line::plain(format::day(lang, on, book.day)),
            None => Line::new().with(tr!(lang, "queues.no_return"), Role::Dim),
        },
        Col::Due => due.map_or_else(Line::new, |due| {
            let role = if due.due_on < book.day { Role::Alert } else { Role::Text };
            Line::new().with(reasons::due_text(lang, due, book.day), role)
        }),
        Col::Name => Line::new().private(book.display_name(row).to_owned(), Role::Text),
        Col::Tier => {
            let class = row.class(Dimension::Value);
            let role = if class.0 < 6 { Role::Class(class.0 + 1) } else { Role::Dim };
            Line::new().with(book.classes.short(Dimension::Value, class, lang), role)
        }
        Col::Assets => {
            let assets = row.assets.map(|assets| format::amount(lang, assets));
            Line::new().private(assets.unwrap_or_else(|| format::UNKNOWN.to_owned()), Role::Text)
        }
        Col::Why if state.has_left(row.id) => Line::new().with(tr!(lang, "queues.has_left"), Role::Shut),
        Col::Why => why(lang, book, row, room),
        Col::Last => match row.last_contact_on {
            Some(on) => Line::plain(format::day(lang, on, book.day)),
            None => Line::new().with(tr!(lang, "customers.never"), Role::Dim),
        },
        Col::Score => Line::plain(score(state, row, due.map(|due| due.band))),
        Col::Flags => dossier::flags_and_state(book, row, room),
    }
}

/// The first reason in words, cut to the room, and how many more there are.
fn why(lang: Lang, book: &Book, row: &Row, room: u16) -> Line<'static> {
    let dues = book.dues(row);
    let Some(first) = dues.first() else { return Line::new() };
    if let Some(held) = first.held {
        let text = format!("{}: {}", reasons::name(lang, first), words::held_text(lang, held, book.day));
        return Line::new().with(text, Role::Shut);
    }
    let text = reasons::in_short(lang, book, row, first);
    let more = if dues.len() > 1 { format!(" +{}", dues.len() - 1) } else { String::new() };
    let text = text::cut(&text, room.saturating_sub(text::width(&more))).into_owned();
    Line::new().with(text, Role::Text).with(more, Role::Dim)
}

/// A multiple of the queue's median, for the band that is ordered by it.
pub fn score(state: &State, row: &Row, band: Option<Band>) -> String {
    if band != Some(Band::Scored) || state.lines.middle.score <= 0.0 {
        return String::new();
    }
    format!("{:.1}x", row.score / state.lines.middle.score)
}

/// What is held back, pinned in the last line: the first few with the day they come back.
fn held_line(view: &View<'_>, canvas: &mut Canvas<'_>, book: &Book, row: Rect) {
    let (lang, lines) = (view.ctx.lang, &view.model.queues.lines);
    if lines.held_count == 0 {
        return;
    }
    let count = format::count(i64::try_from(lines.held_count).unwrap_or(0));
    let title = format!("x {} {count}", lang.text("queues.band.held"));
    let more = Line::new().gap(2).with(tr!(lang, "queues.held_enter"), Role::Dim);
    let room = row.width.saturating_sub(text::width(&title) + more.width() + 6);
    let mut tail = Line::new();
    for one in lines.held.iter().filter_map(|customer| book.find(*customer)) {
        let back = reasons::back_text(lang, book, one);
        let next = Line::new()
            .gap(if tail.is_empty() { 0 } else { 2 })
            .private(book.display_name(one).to_owned(), Role::Shut)
            .gap(u16::from(back.is_some()))
            .with(back.unwrap_or_default(), Role::Shut);
        if tail.width() + next.width() > room {
            break;
        }
        tail = tail.join(next);
    }
    heading(canvas, row, &title, &tail.join(more));
    if view.model.queues.cursor.key() == Some(LineKey::Held) && lines.customers().next().is_some() {
        canvas.text(strip(row.x, row.y, 1), ">", Role::Text);
        canvas.focus(row);
    }
}

/// The queue is empty: why, and where Enter goes.
fn nothing_left(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let (lang, model) = (view.ctx.lang, view.model);
    let name = |which: Which| lang.text(&format!("queues.name.{}", which.name()));
    let done = model.book.today.today;
    if !model.queues.filter_text.is_empty() {
        let row = |y: u16| strip(area.x + 1, area.y + y, area.width.saturating_sub(2));
        canvas.text(row(0), &tr!(lang, "customers.nobody"), Role::Text);
        let how = Line::new().with("> Enter", Role::Key);
        let count = model.book.get().map_or(0, |book| {
            let before = filter::before_last(&model.queues.filter_text, book);
            let spec = QueueSpec { filter: before, ..model.queues.spec.clone() };
            QueueLines::of(book, &spec, view.ctx.now.minute()).customers().count()
        });
        let count = format::count(i64::try_from(count).unwrap_or(i64::MAX));
        canvas.line(row(1), &how.with(tr!(lang, "customers.last_condition", count = count), Role::Text));
        return;
    }
    let is_held = model.queues.spec.which == Which::Held;
    let mut lines = vec![match model.queues.spec.which {
        Which::Held => tr!(lang, "queues.none_held").into_owned(),
        which => tr!(lang, "queues.none", queue = name(which)).into_owned(),
    }];
    if !is_held {
        lines.push(
            tr!(
                lang,
                "queues.done_today",
                dialled = done.dialled,
                reached = done.reached,
                appointments = done.appointments
            )
            .into_owned(),
        );
    }
    for (y, text) in (area.y..area.bottom()).zip(&lines) {
        canvas.text(strip(area.x + 1, y, area.width.saturating_sub(2)), text, Role::Text);
    }
    let go_on = update::next_with_work(model).map(|(next, sum)| {
        Line::new()
            .with("> ", Role::Text)
            .with("Enter", Role::Key)
            .gap(2)
            .with(tr!(lang, "queues.go_on", queue = name(next), count = sum.customers), Role::Text)
            .gap(1)
            .private(format::amount_sum(lang, sum.assets), Role::Text)
    });
    let leave =
        Line::new().gap(2).with("Esc", Role::Key).gap(4).with(tr!(lang, "queues.to_today"), Role::Text);
    let y = area.y + u16::try_from(lines.len()).unwrap_or(0);
    for (y, line) in (y..area.bottom()).zip(go_on.into_iter().chain([leave])) {
        canvas.line(strip(area.x + 1, y, area.width.saturating_sub(2)), &line);
    }
}

/// The place in the queue, and who waits for the next movement: `第 5/87 户`, `+3 新`.
pub fn place(view: &View<'_>) -> Line<'static> {
    let (lang, state) = (view.ctx.lang, &view.model.queues);
    let all = state.lines.customers().count();
    let selected = state.customer();
    let Some(at) = selected.and_then(|selected| state.lines.customers().position(|id| id == selected)) else {
        return Line::new();
    };
    let new = state.fresh.as_ref().map_or(0, |fresh| fresh.count_missing_in(&state.lines));
    let line = if new > 0 {
        Line::new().with(tr!(lang, "queues.new", count = new), Role::Fresh).gap(2)
    } else {
        Line::new()
    };
    line.with(tr!(lang, "queues.place", at = at + 1, all = all), Role::Text)
}
