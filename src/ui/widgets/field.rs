//! A labelled field of a form: label, text inside `[ ]`, and its error on the line below.

use super::{Focus, TextInput};
use crate::ui::line::Secrecy;
use crate::ui::{Canvas, Role, strip, text};
use ratatui::layout::Rect;

/// A field to be drawn.
pub struct Field<'a> {
    /// The words before it.
    pub label: &'a str,
    /// The columns that the labels of this form take.
    pub label_width: u16,
    /// What was typed.
    pub input: &'a TextInput,
    /// What is wrong with it: what was read, what would be right.
    pub error: Option<&'a str>,
    /// Whether it has the caret.
    pub focus: Focus,
    /// Whether the veil hides what was typed.
    pub secrecy: Secrecy,
}

impl Field<'_> {
    /// Rows that the field takes: one more when there is an error.
    pub fn height(&self) -> u16 {
        if self.error.is_some() { 2 } else { 1 }
    }

    /// Draws the field at the top of `area`.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let label = text::pad(self.label, self.label_width);
        canvas.text(strip(area.x, area.y, self.label_width), &label, Role::Dim);
        let x = area.x + self.label_width + 1;
        let room = area.width.saturating_sub(self.label_width + 3);
        if room == 0 {
            return;
        }
        canvas.text(strip(x, area.y, 1), "[", Role::Dim);
        canvas.text(strip(x + 1 + room, area.y, 1), "]", Role::Dim);
        self.input.draw_as(canvas, Rect::new(x + 1, area.y, room, 1), (self.focus, self.secrecy));
        if let Some(error) = self.error {
            canvas.text(strip(x + 1, area.y + 1, room), &format!("! {error}"), Role::Alert);
        }
    }
}
