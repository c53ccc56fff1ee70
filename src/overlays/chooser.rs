//! A choice in row 2: `排序 > 1 层级  2 资产  3 上次`. The first ten have a digit.

use crate::app::{Key, KeyCode};
use crate::screens::Choice;
use crate::ui::Motion;

/// The choice and its options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chooser {
    /// What is chosen; the module that owns it is told the place of the option.
    pub choice: Choice,
    /// The words before the options.
    pub title: String,
    /// The options.
    pub options: Vec<String>,
    /// The selected option.
    pub selected: usize,
}

impl Chooser {
    /// Moves to another option.
    pub fn motion(&mut self, motion: Motion) {
        let last = self.options.len().saturating_sub(1);
        self.selected = match motion {
            Motion::Down => (self.selected + 1).min(last),
            Motion::Up => self.selected.saturating_sub(1),
            Motion::First | Motion::PageUp => 0,
            Motion::Last | Motion::PageDown => last,
        };
    }

    /// Selects the option with this digit (1-9, 0 is the tenth). Returns whether there is one.
    pub fn select_by_key(&mut self, key: Key) -> bool {
        let KeyCode::Char(ch) = key.code else { return false };
        let Some(digit) = ch.to_digit(10) else { return false };
        let at = (digit as usize + 9) % 10;
        let is_there = at < self.options.len();
        if is_there {
            self.selected = at;
        }
        is_there
    }
}
