//! How Customers looks: row 2, the table with its groups, the empty states.

use super::columns::{self, Col};
use super::filter;
use super::layout::{self, Areas};
use super::lines::LineKey;
use super::{State, pane};
use crate::book::{Book, Group};
use crate::domain::Dimension;
use crate::screens::filter_line::FilterLine;
use crate::screens::side::Side;
use crate::screens::{View, empty, filter_line};
use crate::tr;
use crate::ui::widgets::list::GUTTER;
use crate::ui::widgets::table::{self, Placed};
use crate::ui::widgets::{Focus, List};
use crate::ui::{Canvas, FrameAreas, Line, Role, SizeClass, format, strip, text};
use ratatui::layout::Rect;

/// Draws row 2: grouping, order, filter; at the right how many are shown and what they have.
pub fn head(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect) {
    let inner = Rect { x: row.x + 1, width: row.width - 2, ..row };
    let Some(book) = view.model.book.get().filter(|book| !book.is_empty()) else {
        canvas.text(inner, &tr!(view.ctx.lang, "customers.head"), Role::Head);
        return;
    };
    let state = &view.model.customers;
    // Counts of what was readable before would stand beside what cannot be read.
    let is_read = state.editing.as_ref().is_none_or(FilterLine::is_read);
    let right = if is_read { shown_of_all(view, state, book) } else { Line::new() };
    canvas.line_right(inner, &right);
    let room = Rect { width: inner.width.saturating_sub(right.width() + 2), ..inner };
    match &state.editing {
        Some(line) => filter_line::draw(view, canvas, room, line),
        None => drop(canvas.line(room, &what_is_shown(view, state))),
    }
}

fn what_is_shown(view: &View<'_>, state: &State) -> Line<'static> {
    let lang = view.ctx.lang;
    let none = || tr!(lang, "customers.group.none");
    let group = state.spec.group.map_or_else(none, |dimension| lang.code_text(dimension));
    let sort = lang.text(&format!("customers.sort.{}", state.spec.sort.code()));
    let turned = if state.spec.is_reversed { tr!(lang, "customers.reversed") } else { "".into() };
    let line = Line::new()
        .with(format!("{} ", tr!(lang, "customers.group_label")), Role::Dim)
        .with(group, Role::Text)
        .with(format!("   {} ", tr!(lang, "customers.sort_label")), Role::Dim)
        .with(format!("{sort}{turned}"), Role::Text);
    let line = match &state.listed {
        Some((name, _)) => line
            .with(format!("   {} ", tr!(lang, "customers.listed_label")), Role::Dim)
            .with(name.clone(), Role::Text),
        None => line,
    };
    if state.filter_text.is_empty() {
        return line;
    }
    line.with(format!("   {} ", tr!(lang, "customers.filter_label")), Role::Dim)
        .with(state.filter_text.clone(), Role::Text)
}

fn shown_of_all(view: &View<'_>, state: &State, book: &Book) -> Line<'static> {
    let lang = view.ctx.lang;
    let all = i64::try_from(book.len()).unwrap_or(i64::MAX);
    let shown = i64::from(state.lines.view.customers);
    let counts = if shown == all {
        format::count(all)
    } else {
        format!("{}/{}", format::count(shown), format::count(all))
    };
    Line::new()
        .with(tr!(lang, "customers.count", count = counts), Role::Text)
        .gap(2)
        .private(format::amount_sum(lang, state.lines.view.assets), Role::Text)
}

/// The cursor's place: `第 6/41 户`.
pub fn place(view: &View<'_>) -> Line<'static> {
    let state = &view.model.customers;
    match state.lines.ordinal(state.cursor.index()) {
        Some(at) => {
            let at = format::count(i64::try_from(at).unwrap_or(i64::MAX));
            let of = format::count(i64::from(state.lines.view.customers));
            Line::new().with(tr!(view.ctx.lang, "customers.place", at = at, of = of), Role::Text)
        }
        None => Line::new(),
    }
}

/// Draws the body.
pub fn body(view: &View<'_>, canvas: &mut Canvas<'_>, frame: &FrameAreas) {
    let state = &view.model.customers;
    let Some(book) = view.model.book.get() else { return empty::no_customers(view, canvas, frame.body) };
    if book.is_empty() {
        return empty::no_customers(view, canvas, frame.body);
    }
    let Some(areas) = layout::areas(view.ctx.size, state.wish) else { return };
    let width = areas.list.width.saturating_sub(GUTTER + 1);
    let columns = columns::placed(width, SizeClass::of(view.ctx.size), state.spec.group, view.ctx.lang);
    heads(view, canvas, areas.heads, &columns);
    if state.lines.view.customers == 0 {
        nobody(view, canvas, areas.list);
    } else {
        let table = Table { view, book, state, columns: &columns };
        table.draw(canvas, areas.list);
    }
    draw_pane(view, canvas, &areas);
}

fn draw_pane(view: &View<'_>, canvas: &mut Canvas<'_>, areas: &Areas) {
    let Some((side, area)) = areas.pane else { return };
    if side == Side::Right {
        for y in area.y..area.bottom() {
            canvas.rule(strip(area.x - 1, y, 1), '|', Role::Dim);
        }
    }
    pane::draw(view, canvas, side, area);
}

/// The heads of the columns; while a filter is typed what is wrong with it, or what can be typed.
fn heads(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect, columns: &[Placed<Col>]) {
    let lang = view.ctx.lang;
    let inner = Rect { x: row.x + GUTTER, width: row.width - GUTTER - 1, ..row };
    let Some(line) = &view.model.customers.editing else {
        return table::draw_head(canvas, inner, columns, |col| columns::name(columns, col, lang));
    };
    filter_line::draw_help(view, canvas, inner, line);
}

/// The filter lets nobody through: what Enter does about it, and whom that brings back.
fn nobody(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let lang = view.ctx.lang;
    let count = view.model.book.get().map_or(0, |book| {
        let filter = filter::before_last(&view.model.customers.filter_text, book);
        book.rows().iter().filter(|row| filter.matches(book, row)).count()
    });
    let row = |line: u16| strip(area.x + 1, area.y + line, area.width.saturating_sub(2));
    canvas.text(row(0), &tr!(lang, "customers.nobody"), Role::Text);
    let how = Line::new().with("> Enter", Role::Key).with(
        tr!(
            lang,
            "customers.last_condition",
            count = format::count(i64::try_from(count).unwrap_or(i64::MAX))
        ),
        Role::Text,
    );
    canvas.line(row(1), &how);
}

struct Table<'a> {
    view: &'a View<'a>,
    book: &'a Book,
    state: &'a State,
    columns: &'a [Placed<Col>],
}

/// Widths of the parts of a heading, the same for all groups.
#[derive(Clone, Copy)]
struct HeadingWidths {
    label: u16,
    count: u16,
}

/// Columns of a heading before the name, of its assets and its share.
const LETTERS: u16 = 4;
const SUM: u16 = 8;
const SHARE: u16 = 6;

impl Table<'_> {
    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let (lines, cursor) = (&self.state.lines, &self.state.cursor);
        let widths = self.heading_widths(area.width.saturating_sub(GUTTER + 1));
        let list = List { area, rows: &lines.keys, cursor, focus: Focus::On };
        list.draw(canvas, |canvas, row, key| match key {
            LineKey::Group(class) => {
                let group = lines.group(class)?;
                canvas.line(short_of_edge(row), &self.heading(group, widths));
                None
            }
            LineKey::Customer(id) => {
                let customer = self.book.find(id)?;
                table::draw_row(canvas, row, self.columns, |col| {
                    columns::cell(self.columns, col, (self.book, customer), self.view.ctx.lang)
                });
                self.view.model.book.is_fresh(id, self.view.ctx.uptime).then_some('~')
            }
        });
        let first = cursor.window(lines.keys.len(), area.height).start;
        // The last row of its group stands under it instead: a heading without rows tells nothing.
        if !lines.is_heading(first)
            && !lines.is_heading(first + 1)
            && let Some(group) = lines.group_of(first)
        {
            let row = strip(area.x, area.y, area.width);
            canvas.clear(row);
            let inner = Rect { x: row.x + GUTTER, width: row.width - GUTTER, ..row };
            canvas.line(short_of_edge(inner), &self.heading(group, widths));
        }
    }

    /// The names get what the figures behind them leave of the row.
    fn heading_widths(&self, room: u16) -> HeadingWidths {
        let groups = &self.state.lines.view.groups;
        let widest = |width: &dyn Fn(&Group) -> u16| groups.iter().map(width).max().unwrap_or(0);
        let count = widest(&|group| text::width(&self.counts(group)));
        let moved = widest(&|group| {
            let moved = since_last(self.view, self.book, (self.dimension(), group));
            moved.map_or(0, |moved| text::width(&moved) + 1)
        });
        let figures = LETTERS + count + SUM + SHARE + 3 + moved;
        let label = widest(&|group| text::width(&self.label(group)));
        HeadingWidths { label: label.min(room.saturating_sub(figures)), count }
    }

    fn dimension(&self) -> Dimension {
        self.state.spec.group.unwrap_or(Dimension::Value)
    }

    fn label(&self, group: &Group) -> String {
        self.book.classes.label(self.dimension(), group.shown.class, self.view.ctx.lang)
    }

    fn counts(&self, group: &Group) -> String {
        let (shown, all) = (format::count(group.shown.customers.into()), format::count(group.all.into()));
        if self.state.spec.filter.is_empty() { all } else { format!("{shown}/{all}") }
    }

    /// `- P 私人银行  2/9  1,948万  41.1% 较上次 0`
    fn heading(&self, group: &Group, widths: HeadingWidths) -> Line<'static> {
        let lang = self.view.ctx.lang;
        let class = group.shown.class;
        let letter = self.book.classes.letter(self.dimension(), class);
        let role = if class.0 < 6 { Role::Class(class.0 + 1) } else { Role::Dim };
        let share = format::part_of(group.shown.assets.0, self.state.lines.view.assets.0);
        let sum = format::amount_sum(lang, group.shown.assets);
        let moved = since_last(self.view, self.book, (self.dimension(), group));
        let line = Line::new()
            .with(if group.is_folded { "+ " } else { "- " }, Role::Dim)
            .with(format!("{letter} "), role)
            .with(text::pad(&self.label(group), widths.label), Role::Head)
            .with(format!(" {}", text::pad_left(&self.counts(group), widths.count)), Role::Text)
            .private(format!(" {}", text::pad_left(&sum, SUM)), Role::Text)
            .with(format!(" {}", text::pad_left(&share, SHARE)), Role::Dim);
        match moved {
            Some(moved) => line.with(format!(" {moved}"), Role::Dim),
            None => line,
        }
    }
}

/// How many more than at the last visit.
pub fn since_last(view: &View<'_>, book: &Book, (dimension, group): (Dimension, &Group)) -> Option<String> {
    let last = view.model.book.today.last_of(dimension);
    last.on?;
    let code = book.classes.code(dimension, group.shown.class);
    let then = last.classes.iter().find(|class| class.class == code).map_or(0, |class| class.customers);
    let moves = format::moves(i64::from(group.all) - i64::from(then));
    Some(tr!(view.ctx.lang, "customers.since_last", moves = moves).into_owned())
}

fn short_of_edge(row: Rect) -> Rect {
    Rect { width: row.width.saturating_sub(1), ..row }
}
