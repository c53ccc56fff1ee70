//! A scrolling list: draws only the rows in the window, with the cursor's `>` and the mark's `*` in the first two
//! columns.

use crate::ui::scroll::Cursor;
use crate::ui::{Canvas, Role, strip};
use ratatui::layout::Rect;

/// Whether a pane has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// Keys go here: the cursor's row is reversed.
    On,
    /// The cursor's row is bold.
    Off,
}

/// The columns before a row's text: cursor and mark.
pub const GUTTER: u16 = 2;

/// A list to be drawn.
pub struct List<'a, K> {
    /// Where.
    pub area: Rect,
    /// Every row's key, in order.
    pub rows: &'a [K],
    /// What is selected and shown.
    pub cursor: &'a Cursor<K>,
    /// Whether it has the focus.
    pub focus: Focus,
}

impl<K: Copy + Eq> List<'_, K> {
    /// Draws the visible rows: `draw` gets each row's area without the gutter and returns the sign of column 2
    /// (`*` marked, `+` new, `~` changed).
    pub fn draw(
        &self,
        canvas: &mut Canvas<'_>,
        mut draw: impl FnMut(&mut Canvas<'_>, Rect, K) -> Option<char>,
    ) {
        let window = self.cursor.window(self.rows.len(), self.area.height);
        for (y, index) in (self.area.y..self.area.bottom()).zip(window) {
            let row = Rect { y, height: 1, ..self.area };
            let inner = Rect { x: row.x + GUTTER, width: row.width.saturating_sub(GUTTER), ..row };
            if let Some(sign) = draw(canvas, inner, self.rows[index]) {
                let role = if sign == '*' { Role::Mark } else { Role::Fresh };
                canvas.text(strip(row.x + 1, y, 1), sign.encode_utf8(&mut [0; 4]), role);
            }
            if index == self.cursor.index() {
                canvas.text(strip(row.x, y, 1), ">", Role::Text);
                match self.focus {
                    Focus::On => canvas.focus(row),
                    Focus::Off => canvas.focus_off(row),
                }
            }
        }
    }
}
