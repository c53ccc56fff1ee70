//! The value tiers: letter, name, bar, customers and assets with their shares, movements.

use crate::book::ClassTable;
use crate::domain::{Dimension, Money};
use crate::lang::Lang;
use crate::screens::View;
use crate::screens::today::board::TierLine;
use crate::screens::today::update;
use crate::ui::widgets::heading as draw_heading;
use crate::ui::{Canvas, Line, Role, format, strip, text};
use ratatui::layout::Rect;

const NAME: u16 = 11;
const COUNT: u16 = 7;
const SHARE: u16 = 7;
const ASSETS: u16 = 9;
/// Least and greatest width of the bar.
const BAR: [u16; 2] = [6, 40];

/// Which columns fit, dropped in this order: bar, movement of the month, share of assets. The figures end at the right
/// edge, under their heads.
#[derive(Clone, Copy)]
struct Columns {
    /// The bar with a blank after it.
    bar: u16,
    /// Blanks before the figures.
    gap: u16,
    moves: u16,
    month: u16,
    asset_share: u16,
}

impl Columns {
    fn of(width: u16, lang: Lang) -> Columns {
        let moves = if lang == Lang::En { 8 } else { 7 };
        let spare = width.saturating_sub(NAME + COUNT + SHARE + ASSETS + moves);
        let month = if spare >= SHARE + moves { moves } else { 0 };
        let asset_share = if spare >= SHARE { SHARE } else { 0 };
        let left = spare - month - asset_share;
        let bar = if left > BAR[0] { (left - 1).min(BAR[1]) + 1 } else { 0 };
        Columns { bar, gap: left - bar, moves, month, asset_share }
    }

    /// Columns before the figures.
    fn before(self) -> u16 {
        NAME + self.bar + self.gap
    }
}

pub(super) fn heading(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect) {
    let lang = view.ctx.lang;
    let columns = Columns::of(row.width.saturating_sub(3), lang);
    let head = |key: &str, width: u16| text::pad_left(&lang.text(key), width);
    let mut tail = head("today.tier.customers", COUNT);
    tail += &head("today.tier.share", SHARE);
    tail += &head("today.tier.assets", ASSETS);
    tail += &head("today.tier.share", columns.asset_share);
    tail += &head("today.tier.since_last", columns.moves);
    tail += &head("today.tier.since_month", columns.month);
    let tail = Line::new().with(tail.trim_start().to_owned(), Role::Head);
    let mut name = lang.text("today.section.tiers").into_owned();
    if let (Some(folded), Some(classes)) = (update::layout(view.model, view.ctx).folded_tier(), classes(view))
    {
        let class = classes.short(Dimension::Value, folded.now.class, lang);
        name = format!("{name}  {class} {}", format::count(i64::from(folded.now.customers)));
    }
    draw_heading(canvas, row, &name, &tail);
}

pub(super) fn tier(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect, at: usize) {
    let (lang, board) = (view.ctx.lang, &view.model.today.board);
    let (Some(tier), Some(classes)) = (board.tiers.get(at), classes(view)) else { return };
    let class = tier.now.class;
    let role = if class.0 < 6 { Role::Class(class.0 + 1) } else { Role::Dim };
    let letter = classes.letter(Dimension::Value, class);
    let name = classes.short(Dimension::Value, class, lang);
    let columns = Columns::of(row.width, lang);
    let line = Line::new()
        .with(format!("{letter} "), role)
        .with(text::pad(&name, NAME - 2), role)
        .gap(columns.bar + columns.gap);
    let line = figures(line, tier, [i64::from(board.customers), board.assets.0], view, columns);
    canvas.line(row, &line);
    let largest = board.tiers.iter().map(|tier| tier.now.customers).max().unwrap_or(0);
    let bar = bar(tier.now.customers, largest, columns.bar.saturating_sub(1));
    canvas.rule(strip(row.x + NAME, row.y, bar), '=', role);
}

pub(super) fn total(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect) {
    let (lang, board) = (view.ctx.lang, &view.model.today.board);
    let columns = Columns::of(row.width, lang);
    let sum = |of: fn(&TierLine) -> Option<i64>| board.tiers.iter().map(of).sum::<Option<i64>>();
    let line = Line::new()
        .with(text::pad(&format!("  {}", lang.text("today.tier.total")), columns.before()), Role::Dim)
        .with(text::pad_left(&format::count(i64::from(board.customers)), COUNT), Role::Text)
        .gap(SHARE)
        .private(text::pad_left(&format::amount_sum(lang, board.assets), ASSETS), Role::Text)
        .gap(columns.asset_share)
        .with(moves(sum(|tier| tier.since_last), columns.moves), Role::Text)
        .with(moves(sum(|tier| tier.since_month), columns.month), Role::Text);
    canvas.line(row, &line);
}

/// All tiers in one line: `P 9  D 38 (+1)`; without the changes where they do not all fit.
pub(super) fn stacked(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect) {
    let Some(classes) = classes(view) else { return };
    let with = |change: fn(&TierLine) -> Option<i64>| all_in_a_line(view, classes, change);
    let full = with(|tier| tier.since_last.filter(|change| *change != 0));
    let line = if full.width() <= row.width { full } else { with(|_| None) };
    canvas.line(row, &line);
}

fn all_in_a_line(
    view: &View<'_>,
    classes: &ClassTable,
    change_of: fn(&TierLine) -> Option<i64>,
) -> Line<'static> {
    let name = view.ctx.lang.text("today.section.tiers_short");
    let mut line = Line::new().with(name, Role::Head);
    for tier in &view.model.today.board.tiers {
        let class = tier.now.class;
        let role = if class.0 < 6 { Role::Class(class.0 + 1) } else { Role::Dim };
        let letter = classes.letter(Dimension::Value, class);
        line = line
            .gap(2)
            .with(letter.to_string(), role)
            .gap(1)
            .with(format::count(i64::from(tier.now.customers)), Role::Text);
        if let Some(change) = change_of(tier) {
            line = line.with(format!(" ({})", format::moves(change)), Role::Dim);
        }
    }
    line
}

fn classes<'a>(view: &View<'a>) -> Option<&'a ClassTable> {
    let stored = view.model.session.overview.as_ref().map(|overview| &overview.classes);
    view.model.book.get().map(|book| &book.classes).or(stored)
}

fn figures<'a>(
    line: Line<'a>,
    tier: &TierLine,
    all: [i64; 2],
    view: &View<'_>,
    columns: Columns,
) -> Line<'a> {
    let lang = view.ctx.lang;
    let customers = i64::from(tier.now.customers);
    line.with(text::pad_left(&format::count(customers), COUNT), Role::Text)
        .with(text::pad_left(&format::part_of(customers, all[0]), SHARE), Role::Dim)
        .private(text::pad_left(&format::amount_sum(lang, tier.now.assets), ASSETS), Role::Text)
        .with(text::pad_left(&format::part_of(tier.now.assets.0, all[1]), columns.asset_share), Role::Dim)
        .with(moves(tier.since_last, columns.moves), Role::Text)
        .with(moves(tier.since_month, columns.month), Role::Text)
}

/// A movement; blank where there is nothing to compare with.
fn moves(number: Option<i64>, width: u16) -> String {
    text::pad_left(&number.map(format::moves).unwrap_or_default(), width)
}

/// The length of a tier's bar beside that of the largest one; whoever is there has at least one column.
fn bar(customers: u32, largest: u32, room: u16) -> u16 {
    if customers == 0 || largest == 0 || room == 0 {
        return 0;
    }
    let (customers, largest) = (u64::from(customers), u64::from(largest));
    let length = (customers * u64::from(room) + largest / 2) / largest;
    u16::try_from(length).unwrap_or(room).clamp(1, room)
}

/// The assets of a row, `?` when nobody knows.
pub(super) fn assets(lang: crate::lang::Lang, assets: Option<Money>) -> String {
    assets.map_or_else(|| format::UNKNOWN.to_owned(), |assets| format::amount(lang, assets))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_tier_fills_its_bar_and_the_smallest_is_seen() {
        let lengths: Vec<u16> =
            [9, 38, 164, 287, 402, 348, 0].map(|customers| bar(customers, 402, 23)).into();
        assert_eq!(lengths, [1, 2, 9, 16, 23, 20, 0]);
        assert_eq!((bar(5, 5, 0), bar(0, 0, 9)), (0, 0));
    }

    #[test]
    fn columns_take_the_whole_width_at_any_size() {
        for width in 40..240 {
            for lang in [Lang::Zh, Lang::En] {
                let columns = Columns::of(width, lang);
                let figures = COUNT + SHARE + ASSETS + columns.asset_share + columns.moves + columns.month;
                let all = columns.before() + figures;
                assert!(all == width.max(NAME + COUNT + SHARE + ASSETS + columns.moves), "{width}: {all}");
                assert!(columns.bar == 0 || (BAR[0] + 1..=BAR[1] + 1).contains(&columns.bar), "{width}");
            }
        }
    }
}
