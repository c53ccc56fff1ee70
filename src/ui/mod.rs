//! What the screens are drawn with: measuring text, colour roles, the canvas, numbers and dates in words, widgets.
//!
//! Below the program's model: nothing here knows a screen, a command or a request. Must not: read the clock, do I/O,
//! name a colour outside `theme`.

pub mod canvas;
pub mod format;
pub mod layout;
pub mod line;
pub mod scroll;
pub mod text;
pub mod theme;
pub mod widgets;

pub use canvas::{Canvas, strip};
pub use layout::{FrameAreas, SizeClass};
pub use line::Line;
pub use scroll::{Cursor, Motion};
pub use theme::{Role, Theme};
