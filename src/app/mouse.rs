//! What the mouse does, when it is on: a click focuses, the wheel scrolls.

use crate::ui::Motion;
use ratatui::layout::Position;

/// One thing done with the mouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mouse {
    /// A click with the left button.
    Click(Position),
    /// The wheel, turned over a place.
    Wheel(Position, Turn),
}

/// Which way the wheel was turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Towards the start.
    Up,
    /// Towards the end.
    Down,
}

impl Turn {
    /// The direction as a movement.
    pub fn motion(self) -> Motion {
        match self {
            Turn::Up => Motion::Up,
            Turn::Down => Motion::Down,
        }
    }
}

/// Rows that one turn scrolls.
pub const TURN: usize = 3;
