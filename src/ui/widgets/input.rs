//! One line of typed text with a caret. A proposal in it is preselected: typing replaces it, arrows keep it.
//!
//! Text is cleaned where it enters: no control characters, no direction marks, at most [`MAX_CHARS`].

use crate::ui::line::Secrecy;
use crate::ui::{Canvas, Line, Role, strip, text};
use ratatui::layout::Rect;
use tui_input::{Input, InputRequest};
use unicode_segmentation::UnicodeSegmentation;

/// The longest text that is taken.
pub const MAX_CHARS: usize = 500;

/// An edit of the text, as the keys of a field mean it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Edit {
    /// A typed character.
    Insert(char),
    /// The character before the caret.
    Backspace,
    /// The character after it.
    Delete,
    /// The word before it.
    DeleteWord,
    /// Everything before it.
    DeleteToStart,
    /// Everything after it.
    DeleteToEnd,
    /// Caret one to the left.
    Left,
    /// Caret one to the right.
    Right,
    /// Caret one word to the left.
    WordLeft,
    /// Caret one word to the right.
    WordRight,
    /// Caret to the start.
    Start,
    /// Caret to the end.
    End,
}

/// The text and its caret.
#[derive(Debug, Clone, Default)]
pub struct TextInput {
    input: Input,
    proposed: bool,
}

impl TextInput {
    /// A text to be edited, with the caret at its end.
    pub fn new(value: &str) -> TextInput {
        TextInput { input: Input::new(clean(value)), proposed: false }
    }

    /// A preselected text.
    pub fn proposal(value: &str) -> TextInput {
        TextInput { proposed: true, ..TextInput::new(value) }
    }

    /// The text.
    pub fn value(&self) -> &str {
        self.input.value()
    }

    /// Whether the text is still the untouched proposal.
    pub fn is_proposed(&self) -> bool {
        self.proposed
    }

    /// Applies an edit. Returns whether the text changed.
    pub fn edit(&mut self, edit: Edit) -> bool {
        let before = self.value().to_owned();
        if std::mem::take(&mut self.proposed) && replaces(edit) {
            self.input.reset();
        }
        let full = self.value().chars().count() >= MAX_CHARS;
        if let Some(request) = request(edit).filter(|_| !(full && matches!(edit, Edit::Insert(_)))) {
            self.input.handle(request);
        }
        self.value() != before
    }

    /// Replaces the text by one that was made of it, such as the next date; the caret stands at its end.
    pub fn replace(&mut self, value: &str) {
        *self = TextInput::new(value);
    }

    /// Puts pasted text at the caret, as one line.
    pub fn paste(&mut self, pasted: &str) {
        let one_line = pasted.replace(['\n', '\t'], " ");
        for ch in one_line.trim().chars() {
            self.edit(Edit::Insert(ch));
        }
    }

    /// Draws the text scrolled so that the caret shows, and puts the hardware cursor there when `focused`. What
    /// is typed is mostly about a customer, so the veil hides it.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, focused: super::Focus) {
        self.draw_as(canvas, area, (focused, Secrecy::Private));
    }

    /// The same where the veil hides it or not: dates, rates and words of the program stay readable.
    pub fn draw_as(&self, canvas: &mut Canvas<'_>, area: Rect, (focused, secrecy): (super::Focus, Secrecy)) {
        let caret = u16::try_from(self.input.visual_cursor()).unwrap_or(u16::MAX);
        let (shown, start) = window(self.value(), caret, area.width);
        let shown = text::head(shown, area.width);
        let visible = match secrecy {
            Secrecy::Private => Line::new().private(shown, Role::Input),
            Secrecy::Open => Line::new().with(shown, Role::Input),
        };
        let used = canvas.line(strip(area.x, area.y, area.width), &visible);
        if self.proposed {
            canvas.focus(Rect { width: used, height: 1, ..area });
        }
        if focused == super::Focus::On {
            canvas.set_caret(area.x + (caret - start).min(area.width.saturating_sub(1)), area.y);
        }
    }
}

impl PartialEq for TextInput {
    fn eq(&self, other: &TextInput) -> bool {
        self.value() == other.value()
            && self.input.cursor() == other.input.cursor()
            && self.proposed == other.proposed
    }
}

impl Eq for TextInput {}

fn replaces(edit: Edit) -> bool {
    matches!(edit, Edit::Insert(_) | Edit::Backspace | Edit::Delete | Edit::DeleteWord | Edit::DeleteToStart)
}

fn request(edit: Edit) -> Option<InputRequest> {
    Some(match edit {
        Edit::Insert(ch) => InputRequest::InsertChar(allowed(ch)?),
        Edit::Backspace => InputRequest::DeletePrevChar,
        Edit::Delete => InputRequest::DeleteNextChar,
        Edit::DeleteWord => InputRequest::DeletePrevWord,
        Edit::DeleteToStart => InputRequest::DeleteFromStart,
        Edit::DeleteToEnd => InputRequest::DeleteTillEnd,
        Edit::Left => InputRequest::GoToPrevChar,
        Edit::Right => InputRequest::GoToNextChar,
        Edit::WordLeft => InputRequest::GoToPrevWord,
        Edit::WordRight => InputRequest::GoToNextWord,
        Edit::Start => InputRequest::GoToStart,
        Edit::End => InputRequest::GoToEnd,
    })
}

fn allowed(ch: char) -> Option<char> {
    let direction = matches!(ch, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}');
    (!ch.is_control() && !direction).then_some(ch)
}

fn clean(value: &str) -> String {
    value.chars().filter_map(allowed).take(MAX_CHARS).collect()
}

/// The part of `value` to show in `columns` so that the caret's column is inside, and the column it starts at.
fn window(value: &str, caret: u16, columns: u16) -> (&str, u16) {
    let mut start = 0;
    for (at, cluster) in value.grapheme_indices(true) {
        if caret - start < columns.max(1) {
            return (&value[at..], start);
        }
        start += text::width(cluster);
    }
    ("", start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(input: &mut TextInput, text: &str) {
        for ch in text.chars() {
            input.edit(Edit::Insert(ch));
        }
    }

    #[test]
    fn typing_replaces_a_proposal_and_arrows_keep_it() {
        let mut input = TextInput::proposal("12-01");
        typed(&mut input, "3d");
        assert_eq!(input.value(), "3d");
        let mut input = TextInput::proposal("12-01");
        input.edit(Edit::Left);
        typed(&mut input, "1");
        assert_eq!(input.value(), "12-011");
        assert!(!input.is_proposed());
    }

    #[test]
    fn the_caret_moves_by_whole_characters() {
        let mut input = TextInput::new("马玉兰");
        input.edit(Edit::Left);
        input.edit(Edit::Backspace);
        assert_eq!(input.value(), "马兰");
    }

    #[test]
    fn control_and_direction_characters_never_get_in() {
        let mut input = TextInput::new("a\u{202e}b");
        typed(&mut input, "\u{7}c\u{2028}");
        assert_eq!(input.value(), "abc");
        input.paste(" one\ntwo\t ");
        assert_eq!(input.value(), "abcone two");
    }

    #[test]
    fn text_has_a_greatest_length() {
        let mut input = TextInput::new(&"x".repeat(MAX_CHARS + 10));
        typed(&mut input, "y");
        assert_eq!(input.value().len(), MAX_CHARS);
    }

    #[test]
    fn a_long_text_scrolls_so_that_the_caret_shows() {
        assert_eq!(window("abcdef", 3, 10), ("abcdef", 0));
        assert_eq!(window("abcdef", 6, 4), ("def", 3));
        assert_eq!(window("马玉兰x", 6, 4), ("兰x", 4));
    }
}
