//! The cursor of a list: the selected row by its key, and the first row shown.
//!
//! Two laws: the cursor keeps [`MARGIN`] rows to the edges while it moves, and when rows come and go around it the
//! selected row keeps its line on the screen.

use std::ops::Range;

/// Rows between cursor and edge.
pub const MARGIN: usize = 2;

/// A movement in a list or a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Motion {
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// A page less one row up.
    PageUp,
    /// A page less one row down.
    PageDown,
    /// The first row.
    First,
    /// The last row.
    Last,
}

/// Which row is selected and what part of the list is shown. `K` identifies a row across reloads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor<K> {
    key: Option<K>,
    index: usize,
    top: usize,
    /// Whether the wheel has taken the shown part away from the selected row.
    adrift: bool,
}

impl<K> Default for Cursor<K> {
    fn default() -> Cursor<K> {
        Cursor { key: None, index: 0, top: 0, adrift: false }
    }
}

impl<K: Copy + Eq> Cursor<K> {
    /// The selected row's key; `None` before the first rows arrive, or when there are none.
    pub fn key(&self) -> Option<K> {
        self.key
    }

    /// The selected row's place in the list, from 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Moves within `rows`, shown in `height` lines.
    pub fn go(&mut self, motion: Motion, rows: &[K], height: u16) {
        self.go_where(motion, rows, height, |_| true);
    }

    /// Moves to the next row that is a stop. Stays where there is none in that direction.
    pub fn go_where(&mut self, motion: Motion, rows: &[K], height: u16, is_stop: impl Fn(K) -> bool) {
        let Some(last) = rows.len().checked_sub(1) else { return };
        let page = usize::from(height).saturating_sub(1).max(1);
        let here = self.index.min(last);
        let (target, step): (usize, isize) = match motion {
            Motion::Up => (here.saturating_sub(1), -1),
            Motion::PageUp => (here.saturating_sub(page), -1),
            Motion::Down => ((here + 1).min(last), 1),
            Motion::PageDown => ((here + page).min(last), 1),
            Motion::First => (0, 1),
            Motion::Last => (last, -1),
        };
        let found = nearest_stop(rows, target, step, &is_stop)
            .or_else(|| nearest_stop(rows, target, -step, &is_stop).filter(|_| target != here));
        self.put(found.unwrap_or(here), rows, height);
    }

    /// Selects a key; a key that is not there leaves the cursor alone.
    pub fn select(&mut self, key: K, rows: &[K], height: u16) {
        if let Some(index) = rows.iter().position(|row| *row == key) {
            self.put(index, rows, height);
        }
    }

    /// Takes new rows: the selected key stays selected and on its line. Where it is gone, its neighbour is selected.
    pub fn settle(&mut self, rows: &[K], height: u16) {
        let line = self.index.saturating_sub(self.top);
        let index = self.key.and_then(|key| rows.iter().position(|row| *row == key));
        self.index = index.unwrap_or(self.index).min(rows.len().saturating_sub(1));
        self.key = rows.get(self.index).copied();
        self.adrift = false;
        self.top = self.index.saturating_sub(line).min(rows.len().saturating_sub(usize::from(height)));
        self.show(rows.len(), height);
    }

    /// Scrolls by `rows` without moving the selection; the next movement brings it back.
    pub fn wheel(&mut self, turn: Motion, rows: usize, len: usize, height: u16) {
        let last = len.saturating_sub(usize::from(height));
        self.adrift = true;
        self.top = match turn {
            Motion::Up | Motion::PageUp | Motion::First => self.top.saturating_sub(rows),
            Motion::Down | Motion::PageDown | Motion::Last => (self.top + rows).min(last),
        };
    }

    /// Selects the row on a line of the list, from 0. A line without a row does nothing.
    pub fn click(&mut self, line: u16, rows: &[K], height: u16) {
        let at = self.window(rows.len(), height).start + usize::from(line);
        if line < height && at < rows.len() {
            self.put(at, rows, height);
        }
    }

    /// The rows to draw in `height` lines.
    pub fn window(&self, len: usize, height: u16) -> Range<usize> {
        let mut shown = *self;
        if !self.adrift {
            shown.show(len, height);
        }
        shown.top = shown.top.min(len.saturating_sub(usize::from(height)));
        shown.top..len.min(shown.top + usize::from(height))
    }

    fn put(&mut self, index: usize, rows: &[K], height: u16) {
        self.adrift = false;
        self.index = index;
        self.key = rows.get(index).copied();
        self.show(rows.len(), height);
    }

    /// Moves the first shown row just enough that the cursor keeps its margin.
    fn show(&mut self, len: usize, height: u16) {
        let height = usize::from(height).max(1);
        let margin = MARGIN.min(height.saturating_sub(1) / 2);
        let highest = self.index.saturating_sub(margin);
        let lowest = (self.index + margin + 1).saturating_sub(height);
        self.top = self.top.clamp(lowest, highest).min(len.saturating_sub(height));
    }
}

fn nearest_stop<K: Copy>(rows: &[K], from: usize, step: isize, is_stop: impl Fn(K) -> bool) -> Option<usize> {
    std::iter::successors(Some(from), |at| at.checked_add_signed(step))
        .take_while(|at| *at < rows.len())
        .find(|at| is_stop(rows[*at]))
}

/// The first line of a text pane that scrolls without a cursor, moved by `motion`.
pub fn scrolled(top: usize, motion: Motion, lines: usize, height: u16) -> usize {
    let page = usize::from(height).saturating_sub(1).max(1);
    let last = lines.saturating_sub(usize::from(height));
    let top = top.min(last);
    match motion {
        Motion::Up => top.saturating_sub(1),
        Motion::Down => (top + 1).min(last),
        Motion::PageUp => top.saturating_sub(page),
        Motion::PageDown => (top + page).min(last),
        Motion::First => 0,
        Motion::Last => last,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(cursor: &Cursor<u32>, len: usize, height: u16) -> usize {
        cursor.index() - cursor.window(len, height).start
    }

    #[test]
    fn two_rows_stay_between_the_cursor_and_the_edge() {
        let rows: Vec<u32> = (0..30).collect();
        let mut cursor = Cursor::default();
        cursor.settle(&rows, 10);
        for _ in 0..9 {
            cursor.go(Motion::Down, &rows, 10);
        }
        assert_eq!(cursor.key(), Some(9));
        assert_eq!(line(&cursor, 30, 10), 7);
        cursor.go(Motion::Up, &rows, 10);
        assert_eq!(line(&cursor, 30, 10), 6, "moving back does not scroll");
        cursor.go(Motion::Last, &rows, 10);
        assert_eq!(line(&cursor, 30, 10), 9, "the end has no margin");
    }

    #[test]
    fn the_selected_row_keeps_its_line_when_rows_come_above_it() {
        let rows: Vec<u32> = (10..60).collect();
        let mut cursor = Cursor::default();
        cursor.settle(&rows, 10);
        cursor.select(30, &rows, 10);
        let before = line(&cursor, rows.len(), 10);
        let more: Vec<u32> = (0..60).collect();
        cursor.settle(&more, 10);
        assert_eq!(cursor.key(), Some(30));
        assert_eq!(line(&cursor, more.len(), 10), before);
    }

    #[test]
    fn when_the_selected_row_goes_its_neighbour_is_selected() {
        let mut cursor = Cursor::default();
        cursor.settle(&[1, 2, 3], 10);
        cursor.select(2, &[1, 2, 3], 10);
        cursor.settle(&[1, 3], 10);
        assert_eq!(cursor.key(), Some(3));
        cursor.settle(&[], 10);
        assert_eq!(cursor.key(), None);
        cursor.go(Motion::Down, &[], 10);
        assert_eq!(cursor.key(), None);
    }

    #[test]
    fn rows_that_are_no_stops_are_passed_over() {
        let rows = [100, 1, 200, 2, 300];
        let stop = |row: u32| row < 100;
        let mut cursor = Cursor::default();
        cursor.go_where(Motion::First, &rows, 5, stop);
        assert_eq!(cursor.key(), Some(1));
        cursor.go_where(Motion::Down, &rows, 5, stop);
        assert_eq!(cursor.key(), Some(2));
        cursor.go_where(Motion::Down, &rows, 5, stop);
        assert_eq!(cursor.key(), Some(2));
        cursor.go_where(Motion::Last, &rows, 5, stop);
        assert_eq!(cursor.key(), Some(2));
    }

    #[test]
    fn the_wheel_scrolls_without_moving_the_selection_and_a_key_brings_it_back() {
        let rows: Vec<u32> = (0..30).collect();
        let mut cursor = Cursor::default();
        cursor.settle(&rows, 10);
        cursor.wheel(Motion::Down, 15, 30, 10);
        assert_eq!((cursor.key(), cursor.window(30, 10)), (Some(0), 15..25));
        cursor.wheel(Motion::Down, 15, 30, 10);
        assert_eq!(cursor.window(30, 10), 20..30);
        cursor.go(Motion::Down, &rows, 10);
        assert_eq!((cursor.key(), cursor.window(30, 10)), (Some(1), 0..10));
    }

    #[test]
    fn a_click_selects_the_row_on_its_line() {
        let rows: Vec<u32> = (0..30).collect();
        let mut cursor = Cursor::default();
        cursor.settle(&rows, 10);
        cursor.wheel(Motion::Down, 5, 30, 10);
        cursor.click(4, &rows, 10);
        assert_eq!((cursor.key(), cursor.window(30, 10).start), (Some(9), 5));
        cursor.click(12, &rows, 10);
        assert_eq!(cursor.key(), Some(9));
    }

    proptest! {
        #[test]
        fn the_cursor_is_always_inside_its_window(
            moves in prop::collection::vec(0u8..6, 0..40), len in 1usize..50, height in 1u16..20
        ) {
            let rows: Vec<u32> = (0..50).take(len).collect();
            let mut cursor = Cursor::default();
            cursor.settle(&rows, height);
            for code in moves {
                let motion = [Motion::Up, Motion::Down, Motion::PageUp, Motion::PageDown, Motion::First, Motion::Last];
                cursor.go(motion[usize::from(code)], &rows, height);
                let window = cursor.window(len, height);
                prop_assert!(window.contains(&cursor.index()));
                prop_assert_eq!(window.len(), len.min(usize::from(height)));
            }
        }
    }
}
