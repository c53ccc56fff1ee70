//! The queues of Today: how many, their assets, and whom each begins with.

use super::lines::found;
use crate::domain::Code;
use crate::lang::Lang;
use crate::screens::{View, reasons};
use crate::tr;
use crate::ui::{Canvas, Line, Role, SizeClass, format, text};
use ratatui::layout::Rect;

/// From this width on a queue's line names its first customer.
const FIRST_FROM: u16 = 38;
/// From this width on the columns have their full widths and heads.
const FULL: u16 = 46;

/// Widths of a queue's line: name, count, assets.
fn widths(lang: Lang, width: u16) -> [u16; 3] {
    match (width, lang) {
        (0..18, Lang::Zh) => [5, 4, 8],
        (0..18, Lang::En) => [6, 4, 7],
        (18..30, _) => [6, 4, 8],
        (30..FULL, Lang::Zh) => [7, 7, 8],
        (30..FULL, Lang::En) => [10, 5, 7],
        _ => [10, 8, 10],
    }
}

/// Blanks before the first customer.
fn first_gap(width: u16) -> u16 {
    if width < FULL { 1 } else { 2 }
}

/// The columns' heads of the queues, for the heading; only words where queues stand in pairs.
pub(super) fn heads(lang: Lang, class: SizeClass, width: u16) -> Line<'static> {
    if class < SizeClass::M {
        return Line::new().with(tr!(lang, "today.queue.short"), Role::Dim);
    }
    let width = width.saturating_sub(3);
    let [name, count, assets] = widths(lang, width);
    let gap = first_gap(width);
    let rest = width.saturating_sub(name + count + assets + gap);
    let assets_key = if width < FULL { "today.tier.assets" } else { "today.queue.assets" };
    let head = format!(
        "{}{}{}{}",
        text::pad_left(&tr!(lang, "today.tier.customers"), count),
        text::pad_left(&lang.text(assets_key), assets),
        " ".repeat(usize::from(gap)),
        text::pad(&tr!(lang, "today.queue.first"), rest)
    );
    Line::new().with(head.trim_start().to_owned(), Role::Head)
}

/// A count in so many columns: without its comma, or in ten thousands, before it touches the name or is cut.
fn short_count(lang: Lang, count: u32, columns: u16) -> String {
    let (full, plain) = (format::count(i64::from(count)), count.to_string());
    if count < 1000 || text::width(&full) < columns {
        return full;
    }
    if text::width(&plain) <= columns {
        return plain;
    }
    match lang {
        Lang::Zh => format!("{}万", count / 10_000),
        Lang::En => format!("{}k", count / 1000),
    }
}

pub(super) fn line(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect, at: usize) {
    let (lang, board) = (view.ctx.lang, &view.model.today.board);
    let [name_width, count, assets] = widths(lang, row.width);
    let Some(line) = board.queues.get(at) else { return };
    let key = line.queue.map_or("held", Code::code);
    let is_short = row.width < 30 && lang == Lang::En;
    let key = if is_short { format!("queues.short.{key}") } else { format!("queues.name.{key}") };
    let role = match (line.sum.customers, line.queue) {
        (0, _) => Role::Dim,
        (_, None) => Role::Shut,
        _ => Role::Text,
    };
    let text = Line::new()
        .with(text::pad(&lang.text(&key), name_width), role)
        .with(text::pad_left(&short_count(lang, line.sum.customers, count), count), role)
        .private(text::pad_left(&format::amount_sum(lang, line.sum.assets), assets), role);
    let text = match line.first.and_then(|first| found(view, first)) {
        Some((book, first)) if row.width >= FIRST_FROM => {
            let when = match line.queue {
                None => reasons::back_text(lang, book, first),
                Some(_) => book.dues(first).first().map(|due| reasons::due_text(lang, due, book.day)),
            };
            let when = when.unwrap_or_default();
            let gap = first_gap(row.width);
            let when = if when.is_empty() { when } else { format!(" {when}") };
            // A long name is cut, so that the date stands.
            let room = row.width.saturating_sub(name_width + count + assets + gap + text::width(&when));
            let name = text::cut(book.display_name(first), room).into_owned();
            text.gap(gap).private(name, role).with(when, Role::Dim)
        }
        _ => text,
    };
    canvas.line(row, &text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_of_large_books_are_never_cut() {
        let short = |count| short_count(Lang::Zh, count, 4);
        assert_eq!([7, 999, 2600, 12_345, 999_999].map(short), ["7", "999", "2600", "1万", "99万"]);
        assert_eq!(short_count(Lang::En, 12_345, 4), "12k");
        assert_eq!(short_count(Lang::Zh, 2600, 7), "2,600");
    }
}
