//! Columns of a table: which fit into a width, and how wide each becomes.
//!
//! Every column has a least, an ideal and a greatest width and a rank in which it is dropped. First the columns that
//! do not fit at their least widths go, in rank order; then the rest grow to their ideal and on to their greatest.

use crate::ui::line::Line;
use crate::ui::{Canvas, Role, strip};
use ratatui::layout::Rect;

/// Which side a column's text stands at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Figures.
    Right,
}

/// When a column goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drop {
    /// Never.
    Never,
    /// As the n-th, 1 first.
    Nth(u8),
}

/// A column. `C` is the screen's own name for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column<C> {
    /// Which.
    pub id: C,
    /// Least, ideal and greatest width.
    pub widths: [u16; 3],
    /// When it goes.
    pub drop: Drop,
    /// Where its text stands.
    pub align: Align,
}

/// A column that fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed<C> {
    /// Which.
    pub id: C,
    /// From the left edge of the row.
    pub x: u16,
    /// In columns.
    pub width: u16,
    /// Where its text stands.
    pub align: Align,
}

/// Blank columns between two.
const GAP: u16 = 1;

/// The columns that fit into `width`, with their places. Columns that are never dropped stay even when they overflow.
pub fn fit<C: Copy>(columns: &[Column<C>], width: u16) -> Vec<Placed<C>> {
    let mut kept: Vec<Column<C>> = columns.to_vec();
    while total(&kept, 0) > width {
        let Some(first) = first_to_go(&kept) else { break };
        kept.remove(first);
    }
    let mut widths: Vec<u16> = kept.iter().map(|column| column.widths[0]).collect();
    let mut spare = width.saturating_sub(total(&kept, 0));
    for goal in [1, 2] {
        grow(&kept, goal, &mut widths, &mut spare);
    }
    let mut x = 0;
    kept.iter()
        .zip(widths)
        .map(|(column, width)| {
            let placed = Placed { id: column.id, x, width, align: column.align };
            x += width + GAP;
            placed
        })
        .collect()
}

fn total<C>(columns: &[Column<C>], goal: usize) -> u16 {
    let gaps = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX) * GAP;
    columns.iter().map(|column| column.widths[goal]).sum::<u16>() + gaps
}

fn first_to_go<C>(columns: &[Column<C>]) -> Option<usize> {
    let rank = |column: &Column<C>| match column.drop {
        Drop::Nth(n) => Some(n),
        Drop::Never => None,
    };
    let ranked = columns.iter().enumerate().filter_map(|(at, column)| Some((rank(column)?, at)));
    ranked.min().map(|(_, at)| at)
}

/// Hands out `spare` one column at a time, round and round, until each has reached its goal.
fn grow<C>(columns: &[Column<C>], goal: usize, widths: &mut [u16], spare: &mut u16) {
    loop {
        let mut grown = false;
        for (column, width) in columns.iter().zip(widths.iter_mut()) {
            if *spare > 0 && *width < column.widths[goal] {
                *width += 1;
                *spare -= 1;
                grown = true;
            }
        }
        if !grown {
            return;
        }
    }
}

/// Draws the texts of one row.
pub fn draw_row<'t, C: Copy>(
    canvas: &mut Canvas<'_>,
    area: Rect,
    columns: &[Placed<C>],
    mut text: impl FnMut(C) -> Line<'t>,
) {
    for column in columns {
        let line = text(column.id);
        let room = column.width.min(area.width.saturating_sub(column.x));
        match column.align {
            Align::Left => drop(canvas.line(strip(area.x + column.x, area.y, room), &line)),
            Align::Right => canvas.line_right(strip(area.x + column.x, area.y, room), &line),
        }
    }
}

/// Draws the column heads.
pub fn draw_head<'t, C: Copy>(
    canvas: &mut Canvas<'_>,
    area: Rect,
    columns: &[Placed<C>],
    mut name: impl FnMut(C) -> std::borrow::Cow<'t, str>,
) {
    draw_row(canvas, area, columns, |id| Line::new().with(name(id), Role::Head));
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column<char>; 4] = [
        Column { id: 'n', widths: [8, 12, 20], drop: Drop::Never, align: Align::Left },
        Column { id: 'a', widths: [7, 8, 9], drop: Drop::Nth(2), align: Align::Right },
        Column { id: 't', widths: [4, 4, 8], drop: Drop::Nth(1), align: Align::Left },
        Column { id: 'd', widths: [7, 8, 11], drop: Drop::Never, align: Align::Left },
    ];

    fn shown(width: u16) -> String {
        let texts: Vec<String> =
            fit(&COLUMNS, width).iter().map(|c| format!("{}{}", c.id, c.width)).collect();
        texts.join(" ")
    }

    #[test]
    fn columns_go_in_their_order_and_the_rest_grow() {
        assert_eq!(shown(29), "n8 a7 t4 d7");
        assert_eq!(shown(28), "n10 a8 d8", "t goes first, the others take its room");
        assert_eq!(shown(22), "n13 d8");
        assert_eq!(shown(10), "n8 d7", "those never dropped stay");
    }

    #[test]
    fn no_column_grows_past_its_greatest_width() {
        assert_eq!(shown(200), "n20 a9 t8 d11");
    }

    #[test]
    fn every_placed_column_lies_inside_the_width() {
        for width in 16..80 {
            for column in fit(&COLUMNS, width) {
                assert!(column.x + column.width <= width, "{width}: {column:?}");
            }
        }
    }
}
