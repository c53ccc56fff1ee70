//! How the search looks: the text, the hits in columns with what matched, and what can be typed.

use super::{ROWS, Search};
use crate::app::recompute::is_stopped;
use crate::book::{Book, Flag, Row, deceased_text};
use crate::domain::{Dimension, mask};
use crate::lang::Lang;
use crate::screens::View;
use crate::search::Hit;
use crate::tr;
use crate::ui::layout::FrameAreas;
use crate::ui::widgets::table::{self, Align, Column, Drop, fit};
use crate::ui::widgets::{Focus, List, boxed};
use crate::ui::{Canvas, Line, Role, SizeClass, format, strip, text};
use ratatui::layout::Rect;

/// A column of the hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Col {
    Name,
    Tier,
    State,
    Assets,
    Next,
    Phone,
    Match,
}

const fn column(id: Col, widths: [u16; 3], drop: Drop, align: Align) -> Column<Col> {
    Column { id, widths, drop, align }
}

/// The columns; English classes need more room to be told apart.
fn columns(lang: Lang) -> [Column<Col>; 7] {
    let (tier, state) = match lang {
        Lang::Zh => ([4, 4, 7], [4, 4, 9]),
        Lang::En => ([7, 7, 8], [7, 8, 9]),
    };
    [
        column(Col::Name, [8, 12, 16], Drop::Never, Align::Left),
        column(Col::Tier, tier, Drop::Nth(3), Align::Left),
        column(Col::State, state, Drop::Nth(4), Align::Left),
        column(Col::Assets, [7, 8, 8], Drop::Nth(2), Align::Right),
        column(Col::Next, [10, 10, 10], Drop::Nth(5), Align::Left),
        column(Col::Phone, [11, 11, 11], Drop::Nth(1), Align::Left),
        column(Col::Match, [14, 17, 40], Drop::Never, Align::Left),
    ]
}

/// Draws the search over row 2 and what is below.
pub fn draw(search: &Search, view: &View<'_>, canvas: &mut Canvas<'_>, areas: &FrameAreas) {
    let lang = view.ctx.lang;
    let (rows, cursor) = search.rows();
    let outer = areas.tall_body();
    let most = if SizeClass::of(view.ctx.size) >= SizeClass::M { 96 } else { 78 };
    let width = outer.width.min(most + 2) - 2;
    let count = u16::try_from(rows.len()).unwrap_or(u16::MAX).clamp(1, ROWS.min(outer.height - 4));
    let place = Rect { x: outer.x + (outer.width - width) / 2, width, height: count + 4, ..outer };
    if outer.width - width <= 2 {
        // Nothing of the list below stands beside the box.
        canvas.clear(Rect { x: outer.x, width: outer.width, ..place });
    }
    let title = Line::new().with(tr!(lang, "find.title"), Role::Head);
    let area = boxed(canvas, place, &title, "");
    field(search, lang, canvas, area);
    let list = Rect { x: area.x - 1, y: area.y + 1, width: area.width + 1, height: count };
    match view.model.book.get() {
        Some(book) if !rows.is_empty() => {
            let columns = fit(&columns(lang), list.width.saturating_sub(2));
            List { area: list, rows, cursor, focus: Focus::On }.draw(canvas, |canvas, row, customer| {
                let customer_row = book.find(customer)?;
                let hit = search.hit(customer);
                let room = columns.last().map_or(0, |column| column.width);
                table::draw_row(canvas, row, &columns, |col| {
                    cell((col, room), book, customer_row, hit, lang)
                });
                None
            });
        }
        book => {
            let words = match book {
                None if is_stopped(view.model) => tr!(lang, "find.stopped"),
                None => tr!(lang, "find.loading"),
                Some(_) => nothing(search, lang),
            };
            canvas.text(strip(area.x, list.y, area.width), &words, Role::Dim);
        }
    }
    foot(canvas, strip(area.x, area.bottom() - 1, area.width), lang);
}

fn nothing(search: &Search, lang: Lang) -> std::borrow::Cow<'static, str> {
    match (search.query.value().trim(), search.total()) {
        ("", _) => tr!(lang, "find.none_opened"),
        (text, Some(0)) => tr!(lang, "find.nobody", text = text),
        _ => "".into(),
    }
}

fn field(search: &Search, lang: Lang, canvas: &mut Canvas<'_>, area: Rect) {
    let total = match (search.query.value().trim(), search.total()) {
        ("", _) => tr!(lang, "find.recent"),
        (_, Some(total)) => {
            tr!(lang, "find.count", count = format::count(i64::try_from(total).unwrap_or(i64::MAX)))
        }
        (_, None) => "".into(),
    };
    canvas.text(strip(area.x, area.y, 2), "/ ", Role::Key);
    canvas.right(strip(area.x, area.y, area.width), &total, Role::Dim);
    let width = area.width.saturating_sub(3 + text::width(&total));
    search.query.draw(canvas, Rect { x: area.x + 2, width, height: 1, ..area }, Focus::On);
}

/// `可输: 姓名 拼音 ...          Enter 卡片  Esc 关闭`
fn foot(canvas: &mut Canvas<'_>, row: Rect, lang: Lang) {
    let keys = tr!(lang, "find.keys");
    let room = row.width.saturating_sub(text::width(&keys) + 2);
    let how = tr!(lang, "find.how");
    let how = if text::width(&how) <= room { how } else { tr!(lang, "find.how_short") };
    canvas.text(Rect { width: room, ..row }, &how, Role::Dim);
    canvas.right(row, &keys, Role::Dim);
}

/// What stands in a column; what matched has so many columns.
fn cell((col, room): (Col, u16), book: &Book, row: &Row, hit: Option<&Hit>, lang: Lang) -> Line<'static> {
    let class = |dimension| Line::plain(book.classes.short(dimension, row.class(dimension), lang));
    match col {
        Col::Name => name(book.display_name(row), hit),
        Col::Tier => class(Dimension::Value),
        Col::State if row.flags.contains(Flag::Deceased) => Line::new().with(deceased_text(lang), Role::Shut),
        Col::State => class(Dimension::Lifecycle),
        Col::Assets => {
            let assets = row.assets.map(|assets| format::amount(lang, assets)).unwrap_or_default();
            Line::new().private(assets, Role::Text)
        }
        Col::Next => next(book, row, lang),
        Col::Phone => {
            let number = book.text(row, crate::book::TextOf::Phone);
            let masked = if number.is_empty() { String::new() } else { mask::phone(number) };
            Line::new().private(masked, Role::Text)
        }
        Col::Match => hit.map(|hit| matches(hit, lang, room)).unwrap_or_default(),
    }
}

fn next(book: &Book, row: &Row, lang: Lang) -> Line<'static> {
    let Some(next) = row.next else { return Line::new() };
    let role = if next.on < book.day { Role::Alert } else { Role::Text };
    Line::new().with(format::due(lang, next.on, book.day), role)
}

/// The name with the matched characters underlined.
fn name(name: &str, hit: Option<&Hit>) -> Line<'static> {
    let is_marked = |at: usize| hit.is_some_and(|hit| hit.marks.iter().any(|mark| mark.contains(&at)));
    pieces(name.chars().enumerate().map(|(at, ch)| (ch, is_marked(at))))
}

/// `首字母 [cg]h`, one after the other for several words; of a long key the part that matched.
fn matches(hit: &Hit, lang: Lang, room: u16) -> Line<'static> {
    hit.matches.iter().fold(Line::new(), |line, found| {
        let line = if line.is_empty() { line } else { line.gap(1) };
        let line = line.with(format!("{} ", found.field.text(lang)), Role::Dim);
        let key = around_match(&found.key, room.saturating_sub(line.width()));
        let mut is_inside = false;
        let marked = key.chars().map(|ch| {
            is_inside |= ch == '[';
            let marked = (ch, is_inside);
            is_inside &= ch != ']';
            marked
        });
        let marked = pieces(marked);
        line.join(marked)
    })
}

/// A key in so many columns, so that its last bracket shows: where the end would be cut off, the beginning goes.
fn around_match(key: &str, room: u16) -> std::borrow::Cow<'_, str> {
    let until = key.rfind(']').map_or(0, |at| at + 1);
    if text::width(key) <= room || text::width(&key[..until]) < room {
        return key.into();
    }
    let (shown, rest) = key.split_at(until);
    let shown = text::tail(shown, room.saturating_sub(u16::from(!rest.is_empty())));
    format!("{shown}{rest}").into()
}

/// Characters in pieces, the marked ones in the role of a match.
fn pieces(chars: impl Iterator<Item = (char, bool)>) -> Line<'static> {
    let mut runs: Vec<(String, bool)> = Vec::new();
    for (ch, is_marked) in chars {
        match runs.last_mut() {
            Some((run, marked)) if *marked == is_marked => run.push(ch),
            _ => runs.push((ch.to_string(), is_marked)),
        }
    }
    runs.into_iter().fold(Line::new(), |line, (run, is_marked)| {
        line.private(run, if is_marked { Role::Match } else { Role::Text })
    })
}
