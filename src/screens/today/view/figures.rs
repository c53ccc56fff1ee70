//! The two lines above the sections: the portfolio and the age of its data; yesterday beside the usual range.

use crate::book::{CallFigures, UsualRange};
use crate::domain::{Money, secret};
use crate::lang::Lang;
use crate::screens::View;
use crate::tr;
use crate::ui::{Canvas, Line, Role, SizeClass, format, strip};
use ratatui::layout::Rect;

pub(super) fn draw(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let row = |y| strip(area.x + 1, y, area.width.saturating_sub(2));
    // The change goes before the last visit does.
    let (last, is_wide) = (last_visit(view), SizeClass::of(view.ctx.size) >= SizeClass::M);
    let change = view.model.today.board.assets_last.filter(|_| is_wide);
    let full = portfolio(view, change);
    let is_short = full.width() + 2 + last.width() > area.width.saturating_sub(2);
    both(canvas, row(area.y), &if is_short { portfolio(view, None) } else { full }, &last);
    // The usual range goes from the right where the line is short.
    let full = (0..=FIGURES.len()).rev().map(|usual| yesterday(view, usual));
    let fitting = full.into_iter().find(|line| line.width() <= area.width.saturating_sub(2));
    both(canvas, row(area.y + 1), &fitting.unwrap_or_else(|| yesterday(view, 0)), &month(view));
}

/// A line at the left; one at the right where both fit.
fn both(canvas: &mut Canvas<'_>, row: Rect, left: &Line<'_>, right: &Line<'_>) {
    let used = canvas.line(row, left);
    if used + 2 + right.width() <= row.width {
        canvas.line_right(row, right);
    }
}

/// With the assets that there were at the last visit, if they are to be compared with.
fn portfolio(view: &View<'_>, before: Option<Money>) -> Line<'static> {
    let (lang, board, facts) = (view.ctx.lang, &view.model.today.board, &view.model.book.today);
    let mut line = Line::new()
        .with(tr!(lang, "today.customers", count = format::count(i64::from(board.customers))), Role::Text)
        .gap(2)
        .with(tr!(lang, "today.assets"), Role::Dim)
        .gap(1)
        .private(format::amount_sum(lang, board.assets), Role::Text);
    if let Some(before) = before {
        let change = secret(format::amount_sum_change(lang, board.assets - before));
        line = line.with(tr!(lang, "today.assets_change", change = change), Role::Dim);
    }
    let day = view.ctx.now.day();
    let age = match facts.data_on {
        Some(on) if on.ymd().0 == day.ymd().0 => {
            let (on, age) = (format::month_day(on), format::day(lang, on, day));
            let age = if age == on { "" } else { &age };
            tr!(lang, "today.data_on", on = on, age = age)
        }
        Some(on) => tr!(lang, "today.data_on", on = on, age = ""),
        None => tr!(lang, "today.no_data"),
    };
    let is_old = facts.data_on.is_some_and(|on| day - on > OLD_DAYS);
    line.gap(2).with(age.trim_end().to_owned(), if is_old { Role::Warn } else { Role::Dim })
}

/// The figures of a day, in order.
const FIGURES: [&str; 4] = ["today.dialled", "today.reached", "today.appointments", "today.deals"];
/// Data older than so many days are marked.
const OLD_DAYS: i32 = 4;

fn last_visit(view: &View<'_>) -> Line<'static> {
    let (lang, zone) = (view.ctx.lang, view.ctx.now.zone);
    let Some(at) = view.model.book.today.last_visit else {
        return Line::new().with(tr!(lang, "today.first_visit"), Role::Dim);
    };
    let (on, minute) = (format::month_day(zone.day(at)), zone.minute(at));
    Line::new().with(tr!(lang, "today.last_visit", on = on, minute = minute), Role::Dim)
}

/// With the usual range at so many of the figures.
fn yesterday(view: &View<'_>, usual_at: usize) -> Line<'static> {
    let (lang, facts) = (view.ctx.lang, &view.model.book.today);
    let Some(on) = facts.yesterday_on else {
        let has_some = figure(&facts.month, 0) > 0;
        let key = if has_some { "today.no_calls_before" } else { "today.no_calls" };
        return Line::new().with(lang.text(key), Role::Dim);
    };
    let gap = if SizeClass::of(view.ctx.size) >= SizeClass::M { 3 } else { 2 };
    let name = match view.ctx.now.day() - on {
        1 => tr!(lang, "today.yesterday").into_owned(),
        _ => format::date_with_weekday(lang, on, view.ctx.now.day()),
    };
    let mut line = Line::new().with(name, Role::Dim);
    for (at, key) in FIGURES.into_iter().enumerate() {
        let number = figure(&facts.yesterday, at);
        line = line
            .gap(if at == 0 { 1 } else { gap })
            .with(lang.text(key), Role::Dim)
            .gap(1)
            .with(format::count(number), Role::Text)
            .with(usual(lang, facts.usual.as_ref().filter(|_| at < usual_at), at), Role::Dim);
    }
    line
}

fn usual(lang: Lang, usual: Option<&UsualRange>, at: usize) -> String {
    let Some(usual) = usual else { return String::new() };
    let range = format!("{}-{}", figure(&usual.from, at), figure(&usual.to, at));
    if at == 0 { tr!(lang, "today.usual", range = range).into_owned() } else { format!(" ({range})") }
}

fn figure(figures: &CallFigures, at: usize) -> i64 {
    [figures.dialled, figures.reached, figures.appointments, figures.deals]
        .get(at)
        .copied()
        .unwrap_or(0)
        .into()
}

fn month(view: &View<'_>) -> Line<'static> {
    let figures: Vec<String> =
        (0..4).map(|at| format::count(figure(&view.model.book.today.month, at))).collect();
    Line::new().with(tr!(view.ctx.lang, "today.month", figures = figures.join(" / ")), Role::Dim)
}
