//! What the keys of a text field mean: the same in every field.

use crate::app::key::Held;
use crate::app::{Key, KeyCode};
use crate::ui::widgets::input::Edit;

/// The edit that a key makes; `None` for a key that edits nothing.
pub fn edit_of(key: Key) -> Option<Edit> {
    Some(match (key.held, key.code) {
        (Held::Nothing, KeyCode::Char(ch)) => Edit::Insert(ch),
        (Held::Nothing, KeyCode::Backspace) => Edit::Backspace,
        (Held::Nothing, KeyCode::Delete) => Edit::Delete,
        (Held::Nothing, KeyCode::Left) => Edit::Left,
        (Held::Nothing, KeyCode::Right) => Edit::Right,
        (Held::Ctrl, KeyCode::Left) => Edit::WordLeft,
        (Held::Ctrl, KeyCode::Right) => Edit::WordRight,
        (Held::Nothing, KeyCode::Home) | (Held::Ctrl, KeyCode::Char('a')) => Edit::Start,
        (Held::Nothing, KeyCode::End) | (Held::Ctrl, KeyCode::Char('e')) => Edit::End,
        (Held::Ctrl, KeyCode::Char('w')) => Edit::DeleteWord,
        (Held::Ctrl, KeyCode::Char('u')) => Edit::DeleteToStart,
        (Held::Ctrl, KeyCode::Char('k')) => Edit::DeleteToEnd,
        _ => return None,
    })
}
