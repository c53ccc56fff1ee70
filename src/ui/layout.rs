//! The rows of the frame and the size classes. Shared by views and by updates that need a list's height.

use ratatui::layout::{Rect, Size};

/// The smallest window that is drawn.
pub const SMALLEST: Size = Size { width: 60, height: 16 };

/// How much room the window has, by columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SizeClass {
    /// 60-79: no pane, short tabs, columns down to those never dropped.
    Xs,
    /// 80-99: tables full width, the pane docks below.
    S,
    /// 100-159: the pane stands right.
    M,
    /// 160 and more: a third pane.
    L,
}

impl SizeClass {
    /// The class of a window.
    pub fn of(size: Size) -> SizeClass {
        match size.width {
            0..80 => SizeClass::Xs,
            80..100 => SizeClass::S,
            100..160 => SizeClass::M,
            _ => SizeClass::L,
        }
    }
}

/// The rows of the frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrameAreas {
    /// Row 1.
    pub tabs: Rect,
    /// Row 2: what this screen shows now. Screens whose body starts in row 2 draw over it.
    pub head: Rect,
    /// Row 3 to the last but two.
    pub body: Rect,
    /// Last row but one.
    pub status: Rect,
    /// Last row.
    pub hints: Rect,
}

impl FrameAreas {
    /// The frame of a window; `None` below [`SMALLEST`].
    pub fn of(size: Size) -> Option<FrameAreas> {
        if size.width < SMALLEST.width || size.height < SMALLEST.height {
            return None;
        }
        let row = |y| Rect::new(0, y, size.width, 1);
        Some(FrameAreas {
            tabs: row(0),
            head: row(1),
            body: Rect::new(0, 2, size.width, size.height - 4),
            status: row(size.height - 2),
            hints: row(size.height - 1),
        })
    }

    /// Head and body in one, for the screens whose body starts in row 2.
    pub fn tall_body(&self) -> Rect {
        Rect { y: self.head.y, height: self.body.height + 1, ..self.body }
    }
}

/// A box of `width` x `height` in the middle of `area`, never larger than it.
pub fn centred(area: Rect, width: u16, height: u16) -> Rect {
    let width = width.min(area.width);
    let height = height.min(area.height);
    Rect::new(area.x + (area.width - width) / 2, area.y + (area.height - height) / 2, width, height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_has_20_rows_at_24_and_32_at_36() {
        for (height, rows) in [(24, 20), (36, 32), (16, 12)] {
            let areas = FrameAreas::of(Size::new(80, height)).unwrap();
            assert_eq!(areas.body.height, rows);
            assert_eq!(areas.body.bottom(), areas.status.y);
            assert_eq!(areas.hints.y, height - 1);
        }
    }

    #[test]
    fn below_the_smallest_window_there_is_no_frame() {
        for (width, height) in [(59, 16), (60, 15), (0, 0)] {
            assert_eq!(FrameAreas::of(Size::new(width, height)), None);
        }
    }
}
