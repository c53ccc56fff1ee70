//! The pane while the cursor is on a heading: what the group comes to.

use crate::book::Group;
use crate::screens::View;
use crate::screens::customers::{lines::LineKey, view::since_last};
use crate::tr;
use crate::ui::widgets::heading;
use crate::ui::{Canvas, Line, Role, format, strip, text};
use ratatui::layout::Rect;

/// Draws the group under the cursor; without one, what to do.
pub fn draw(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let (lang, state) = (view.ctx.lang, &view.model.customers);
    let group = match state.cursor.key() {
        Some(LineKey::Group(class)) => state.lines.group(class),
        _ => None,
    };
    let top = strip(area.x, area.y, area.width);
    let (Some(group), Some(dimension), Some(book)) = (group, state.spec.group, view.model.book.get()) else {
        return heading(canvas, top, &tr!(lang, "customers.pane.none"), &Line::new());
    };
    let name = book.classes.label(dimension, group.shown.class, lang);
    heading(canvas, top, &name, &Line::new().with(lang.code_text(dimension), Role::Dim));
    let mut lines = sums(view, group);
    lines.extend(since_last(view, book, (dimension, group)).map(|moved| Line::new().with(moved, Role::Dim)));
    for (y, line) in (area.y + 1..area.bottom()).zip(&lines) {
        canvas.line(strip(area.x + 1, y, area.width.saturating_sub(2)), line);
    }
}

/// Customers and assets with their shares of what is shown, and the average.
fn sums(view: &View<'_>, group: &Group) -> Vec<Line<'static>> {
    let (lang, state) = (view.ctx.lang, &view.model.customers);
    let all = &state.lines.view;
    let labels = ["customers.pane.group_count", "customers.column.assets", "customers.pane.group_average"];
    let labels = labels.map(|key| lang.text(key));
    let columns = labels.iter().map(|label| text::width(label)).max().unwrap_or(0) + 2;
    let [count, assets, average] =
        labels.map(|label| Line::new().with(text::pad(&label, columns), Role::Dim));
    let (shown, whole) = (group.shown.customers, group.all);
    let number = match format::count(shown.into()) {
        shown if group.shown.customers == whole => shown,
        shown => format!("{shown}/{}", format::count(whole.into())),
    };
    let share = |part: i64, whole: i64| {
        let share = format::part_of(part, whole);
        tr!(lang, "customers.pane.group_share", share = share).into_owned()
    };
    let mut lines = vec![count.with(number, Role::Text)];
    if all.customers > 0 {
        let of_all = share(i64::from(shown), i64::from(all.customers));
        lines = lines.into_iter().map(|line| line.gap(2).with(of_all.clone(), Role::Dim)).collect();
    }
    let sum = format::amount_sum(lang, group.shown.assets);
    let assets = assets.private(sum, Role::Text);
    let has_assets = all.assets.0 > 0;
    lines.push(if has_assets {
        assets.gap(2).with(share(group.shown.assets.0, all.assets.0), Role::Dim)
    } else {
        assets
    });
    if shown > 0 {
        let each = crate::domain::Money(group.shown.assets.0 / i64::from(shown));
        lines.push(average.private(format::amount(lang, each), Role::Text));
    }
    lines
}
