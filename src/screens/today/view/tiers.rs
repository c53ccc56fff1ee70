//! The value tiers: letter, name, bar, customers and assets with their shares, movements.

use crate::domain::{Dimension, Money};
use crate::screens::View;
use crate::screens::today::board::TierLine;
use crate::ui::widgets::heading as draw_heading;
use crate::ui::{Canvas, Line, Role, format, text};
use ratatui::layout::Rect;

const NAME: u16 = 11;
const COUNT: u16 = 7;
const SHARE: u16 = 7;
const ASSETS: u16 = 9;
const MOVES: u16 = 8;
/// Least and greatest width of the bar.
const BAR: [u16; 2] = [6, 40];

/// Which columns fit, dropped in this order: bar, movement of the month, share of assets.
#[derive(Clone, Copy)]
struct Columns {
    bar: u16,
    month: u16,
    asset_share: u16,
}

impl Columns {
    fn of(width: u16) -> Columns {
        let least = NAME + COUNT + SHARE + ASSETS + MOVES;
        let spare = width.saturating_sub(least);
        let month = if spare >= SHARE + MOVES { MOVES } else { 0 };
        let asset_share = if spare >= SHARE { SHARE } else { 0 };
        let bar = spare.saturating_sub(month + asset_share + 1).min(BAR[1]);
        let bar = if bar < BAR[0] { 0 } else { bar + 1 };
        Columns { bar, month, asset_share }
    }
}

pub(super) fn heading(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect) {
    let lang = view.ctx.lang;
    let columns = Columns::of(row.width.saturating_sub(3));
    let head = |key: &str, width: u16| text::pad_left(&lang.text(key), width);
    let mut tail = head("today.tier.customers", COUNT);
    tail += &head("today.tier.share", SHARE);
    tail += &head("today.tier.assets", ASSETS);
    tail += &head("today.tier.share", columns.asset_share);
    tail += &head("today.tier.since_last", MOVES);
    tail += &head("today.tier.since_month", columns.month);
    let tail = Line::new().with(tail, Role::Head);
    draw_heading(canvas, row, &lang.text("today.section.tiers"), &tail);
}

pub(super) fn tier(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect, at: usize) {
    let (lang, board) = (view.ctx.lang, &view.model.today.board);
    let (Some(tier), Some(classes)) = (board.tiers.get(at), classes(view)) else { return };
    let class = tier.now.class;
    let role = if class.0 < 6 { Role::Class(class.0 + 1) } else { Role::Dim };
    let letter = classes.letter(Dimension::Value, class);
    let name = classes.short(Dimension::Value, class, lang);
    let columns = Columns::of(row.width);
    let mut line = Line::new()
        .with(format!("{letter} "), role)
        .with(text::pad(&name, NAME - 2), role)
        .with(bar(tier, board.customers, columns.bar), role);
    line = figures(line, tier, [i64::from(board.customers), board.assets.0], view, columns);
    canvas.line(row, &line);
}

pub(super) fn total(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect) {
    let (lang, board) = (view.ctx.lang, &view.model.today.board);
    let columns = Columns::of(row.width);
    let sum = |of: fn(&TierLine) -> Option<i64>| board.tiers.iter().map(of).sum::<Option<i64>>();
    let line = Line::new()
        .with(text::pad(&format!("  {}", lang.text("today.tier.total")), NAME + columns.bar), Role::Dim)
        .with(text::pad_left(&format::count(i64::from(board.customers)), COUNT), Role::Text)
        .gap(SHARE)
        .private(text::pad_left(&format::amount_sum(lang, board.assets), ASSETS), Role::Text)
        .gap(columns.asset_share)
        .with(moves(sum(|tier| tier.since_last), MOVES), Role::Text)
        .with(moves(sum(|tier| tier.since_month), columns.month), Role::Text);
    canvas.line(row, &line);
}

/// All tiers in one line: `P 9  D 38`.
pub(super) fn stacked(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect) {
    let Some(classes) = classes(view) else { return };
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
        if let Some(change) = tier.since_last.filter(|change| *change != 0) {
            line = line.with(format!(" ({})", format::moves(change)), Role::Dim);
        }
    }
    canvas.line(row, &line);
}

fn classes<'a>(view: &View<'a>) -> Option<&'a crate::book::ClassTable> {
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
        .with(text::pad_left(&share(customers, all[0]), SHARE), Role::Dim)
        .private(text::pad_left(&format::amount_sum(lang, tier.now.assets), ASSETS), Role::Text)
        .with(text::pad_left(&share(tier.now.assets.0, all[1]), columns.asset_share), Role::Dim)
        .with(moves(tier.since_last, MOVES), Role::Text)
        .with(moves(tier.since_month, columns.month), Role::Text)
}

/// A movement; blank where there is nothing to compare with.
fn moves(number: Option<i64>, width: u16) -> String {
    text::pad_left(&number.map(format::moves).unwrap_or_default(), width)
}

fn share(part: i64, all: i64) -> String {
    // Counts and sums of a branch are far below 2^53 minor units; a share is rounded anyway.
    #[allow(clippy::cast_precision_loss)]
    let ratio = part as f64 / all as f64;
    if all == 0 { String::new() } else { format::share(ratio) }
}

/// `=` for the share of the customers; whoever is there has at least one.
fn bar(tier: &TierLine, all: u32, width: u16) -> String {
    let (Some(room), true) = (width.checked_sub(1), all > 0) else { return String::new() };
    let length = u64::from(tier.now.customers) * u64::from(room) / u64::from(all);
    let least = u64::from(tier.now.customers > 0);
    let length = usize::try_from(length.max(least)).unwrap_or(0);
    text::pad(&"=".repeat(length), width)
}

/// The assets of a row, `?` when nobody knows.
pub(super) fn assets(lang: crate::lang::Lang, assets: Option<Money>) -> String {
    assets.map_or_else(|| format::UNKNOWN.to_owned(), |assets| format::amount(lang, assets))
}
