//! Tables on paper: columns aligned by what their texts take on the screen, a Chinese character two cells. Pure.
//!
//! Unlike the tables of the screens they have no width to fit into: a column is as wide as its widest cell.

use crate::ui::text;
use crate::ui::widgets::table::Align;
use std::borrow::Cow;

/// A table under construction.
#[derive(Debug, Default)]
pub struct Table {
    columns: Vec<(String, Align)>,
    lines: Vec<Line>,
    is_bare: bool,
}

#[derive(Debug)]
enum Line {
    /// A line over the rows that follow, as wide as it is.
    Heading(String),
    Row(Vec<String>),
}

/// The blanks between two columns.
const GAP: &str = "  ";

impl Table {
    /// A table without columns.
    pub fn new() -> Table {
        Table::default()
    }

    /// A table whose columns need no heads.
    pub fn bare() -> Table {
        Table { is_bare: true, ..Table::default() }
    }

    /// The table with a column more, its texts at the left.
    pub fn left(mut self, head: impl Into<String>) -> Table {
        self.columns.push((head.into(), Align::Left));
        self
    }

    /// The table with a column more, its figures at the right.
    pub fn right(mut self, head: impl Into<String>) -> Table {
        self.columns.push((head.into(), Align::Right));
        self
    }

    /// Adds a line over the rows that follow; the rows under it stand in a little.
    pub fn heading(&mut self, words: impl Into<String>) {
        self.lines.push(Line::Heading(words.into()));
    }

    /// Adds a row, one cell for each column.
    pub fn row(&mut self, cells: impl Into<Vec<String>>) {
        self.lines.push(Line::Row(cells.into()));
    }

    /// The lines, without one at the end. Columns in which no row has anything are left out; a table without rows is
    /// its headings alone.
    pub fn text(&self) -> String {
        let widths = self.widths();
        let has_rows = widths.iter().any(|width| *width > 0);
        let indent = if self.lines.iter().any(|line| matches!(line, Line::Heading(_))) { GAP } else { "" };
        let heads: Vec<String> = self.columns.iter().map(|(head, _)| head.clone()).collect();
        let head = (has_rows && !self.is_bare).then(|| self.line(&heads, &widths, indent));
        let lines = self.lines.iter().map(|line| match line {
            Line::Heading(words) => words.clone(),
            Line::Row(cells) => self.line(cells, &widths, indent),
        });
        head.into_iter().chain(lines).collect::<Vec<_>>().join("\n")
    }

    /// The width of each column; 0 of one without anything in it.
    fn widths(&self) -> Vec<u16> {
        let mut widths = vec![0; self.columns.len()];
        for line in &self.lines {
            let Line::Row(cells) = line else { continue };
            for (width, cell) in widths.iter_mut().zip(cells) {
                *width = text::width(&text::drawable(cell)).max(*width);
            }
        }
        for (width, (head, _)) in widths.iter_mut().zip(&self.columns) {
            if *width > 0 && !self.is_bare {
                *width = text::width(head).max(*width);
            }
        }
        widths
    }

    fn line(&self, cells: &[String], widths: &[u16], indent: &str) -> String {
        let mut line = String::from(indent);
        for ((cell, width), (_, align)) in cells.iter().zip(widths).zip(&self.columns) {
            if *width == 0 {
                continue;
            }
            if line.len() > indent.len() {
                line.push_str(GAP);
            }
            let cell: Cow<'_, str> = text::drawable(cell);
            line.push_str(&match align {
                Align::Left => text::pad(&cell, *width),
                Align::Right => text::pad_left(&cell, *width),
            });
        }
        line.truncate(line.trim_end().len());
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn columns_stand_under_their_heads_whatever_the_width_of_a_character() {
        let mut table = Table::new().left("姓名").right("Assets").left("why");
        table.row(cells(&["尉迟家栋", "1.5万", "x"]));
        table.row(cells(&["Li", "236.4万", ""]));
        assert_eq!(table.text(), "姓名       Assets  why\n尉迟家栋    1.5万  x\nLi        236.4万");
        for line in table.text().lines() {
            assert!(text::width(line) <= 23, "{line}");
        }
    }

    #[test]
    fn an_empty_column_is_left_out_and_rows_stand_in_under_headings() {
        let mut table = Table::new().left("no").left("name").right("n");
        table.heading("Wealth  2");
        table.row(cells(&["7", "", "10"]));
        table.row(cells(&["8", "", "9"]));
        assert_eq!(table.text(), "  no   n\nWealth  2\n  7   10\n  8    9");
        assert_eq!(Table::new().left("no").text(), "");
    }

    #[test]
    fn a_bare_table_has_rows_only_and_no_control_character_gets_through() {
        let mut table = Table::bare().left("").left("");
        table.row(cells(&["a\u{1b}[31m", "b"]));
        assert_eq!(table.text(), "a [31m  b");
    }
}
