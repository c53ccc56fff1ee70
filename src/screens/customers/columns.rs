//! The columns of Customers and what stands in them.

use crate::book::{Book, Flag, Row, TextOf, deceased_text};
use crate::domain::{Day, Dimension, mask};
use crate::lang::Lang;
use crate::screens::dossier;
use crate::tr;
use crate::ui::widgets::table::{Align, Column, Drop, Placed, fit};
use crate::ui::{Line, Role, SizeClass, format, text};
use std::borrow::Cow;

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Col {
    /// Name, else number.
    Name,
    /// Class of the lifecycle.
    State,
    /// Value tier.
    Tier,
    /// Assets.
    Assets,
    /// Change over 90 days.
    Change,
    /// Last contact.
    Last,
    /// Next contact.
    Next,
    /// The number to call, masked.
    Phone,
    /// Marks.
    Flags,
    /// R, F and M.
    Rfm,
    /// Class of need.
    Need,
}

const fn column(id: Col, widths: [u16; 3], drop: Drop, align: Align) -> Column<Col> {
    Column { id, widths, drop, align }
}

/// The columns for a width: without that of the grouping, those of the widest class only there.
pub fn placed(width: u16, class: SizeClass, group: Option<Dimension>, lang: Lang) -> Vec<Placed<Col>> {
    use Align::{Left, Right};
    let state = match lang {
        Lang::Zh => [4, 4, 9],
        Lang::En => [7, 7, 9],
    };
    let all = [
        column(Col::Name, [8, 12, 20], Drop::Never, Left),
        column(Col::Tier, state, Drop::Nth(5), Left),
        column(Col::State, state, Drop::Nth(7), Left),
        column(Col::Assets, [7, 8, 9], Drop::Nth(8), Right),
        column(Col::Change, [5, 6, 6], Drop::Nth(3), Right),
        column(Col::Last, [6, 8, 8], Drop::Nth(4), Left),
        column(Col::Next, [10, 10, 11], Drop::Never, Left),
        column(Col::Phone, [11, 11, 13], Drop::Nth(2), Left),
        column(Col::Flags, [2, 3, 7], Drop::Nth(6), Left),
        column(Col::Rfm, [3, 3, 3], Drop::Nth(1), Left),
        column(Col::Need, [8, 8, 8], Drop::Nth(1), Left),
    ];
    let is_shown = |column: &Column<Col>| match column.id {
        Col::Tier => group != Some(Dimension::Value),
        Col::State => group != Some(Dimension::Lifecycle),
        Col::Rfm => class == SizeClass::L,
        Col::Need => class == SizeClass::L && group != Some(Dimension::Need),
        _ => true,
    };
    let shown: Vec<Column<Col>> = all.into_iter().filter(is_shown).collect();
    fit(&shown, width)
}

/// The head of a column, short where it is narrow.
pub fn name(columns: &[Placed<Col>], col: Col, lang: Lang) -> Cow<'static, str> {
    let width = width_of(columns, col);
    let name = full_name(col, lang);
    match col {
        Col::Flags if text::width(&name) > width => tr!(lang, "customers.column.flags_short"),
        _ => name,
    }
}

fn width_of(columns: &[Placed<Col>], col: Col) -> u16 {
    columns.iter().find(|column| column.id == col).map_or(0, |column| column.width)
}

fn full_name(col: Col, lang: Lang) -> Cow<'static, str> {
    lang.text(match col {
        Col::Name => "customers.column.name",
        Col::State => "customers.column.state",
        Col::Tier => "customers.column.tier",
        Col::Assets => "customers.column.assets",
        Col::Change => "customers.column.change",
        Col::Last => "customers.column.last",
        Col::Next => "customers.column.next",
        Col::Phone => "customers.column.phone",
        Col::Flags => "customers.column.flags",
        Col::Rfm => "customers.column.rfm",
        Col::Need => "customers.column.need",
    })
}

/// What stands in one of these columns.
pub fn cell(columns: &[Placed<Col>], col: Col, (book, row): (&Book, &Row), lang: Lang) -> Line<'static> {
    match col {
        Col::Name => Line::new().private(book.display_name(row).to_owned(), Role::Text),
        Col::State if row.flags.contains(Flag::Deceased) => Line::new().with(deceased_text(lang), Role::Shut),
        Col::State => class(book, row, Dimension::Lifecycle, lang),
        Col::Tier => class(book, row, Dimension::Value, lang),
        Col::Need => class(book, row, Dimension::Need, lang),
        Col::Assets => Line::new().private(assets(row, lang), Role::Text),
        Col::Change => Line::plain(change(row)),
        Col::Last => last(row, book.day, lang),
        Col::Next => next(row, book.day, lang),
        Col::Phone => Line::new().private(phone(book, row), Role::Text),
        Col::Flags => dossier::flags(row, width_of(columns, col)),
        Col::Rfm => Line::plain(rfm(row)),
    }
}

fn class(book: &Book, row: &Row, dimension: Dimension, lang: Lang) -> Line<'static> {
    let class = row.class(dimension);
    let label = book.classes.short(dimension, class, lang);
    let role = match dimension {
        Dimension::Value if class.0 < 6 => Role::Class(class.0 + 1),
        _ => Role::Text,
    };
    Line::new().with(label, role)
}

/// Assets, `?` when nobody knows.
pub fn assets(row: &Row, lang: Lang) -> String {
    row.assets.map_or_else(|| format::UNKNOWN.to_owned(), |assets| format::amount(lang, assets))
}

/// The change of assets over 90 days; blank where there is nothing to compare.
pub fn change(row: &Row) -> String {
    row.change_90d.map(ratio).map(format::change).unwrap_or_default()
}

/// Millionths as a ratio.
fn ratio(millionths: i64) -> f64 {
    // Changes of assets are far below 2^53 millionths, or shown as large anyway.
    #[allow(clippy::cast_precision_loss)]
    let ratio = millionths as f64 / 1_000_000.0;
    ratio
}

fn last(row: &Row, today: Day, lang: Lang) -> Line<'static> {
    match row.last_contact_on {
        Some(day) => Line::plain(format::day(lang, day, today)),
        None => Line::new().with(tr!(lang, "customers.never"), Role::Dim),
    }
}

/// The next contact as it lies to today.
pub fn next(row: &Row, today: Day, lang: Lang) -> Line<'static> {
    let Some(next) = row.next else { return Line::new() };
    let role = if next.on < today { Role::Alert } else { Role::Text };
    let text = match next.minute {
        Some(minute) if next.on == today => minute.to_string(),
        _ => format::due(lang, next.on, today),
    };
    Line::new().with(text, role)
}

/// The number to call, masked.
pub fn phone(book: &Book, row: &Row) -> String {
    match book.text(row, TextOf::Phone) {
        "" => String::new(),
        number => mask::phone(number),
    }
}

/// `545`; blank without any active transaction.
pub fn rfm(row: &Row) -> String {
    row.rfm.map(|scores| scores.iter().map(u8::to_string).collect()).unwrap_or_default()
}
