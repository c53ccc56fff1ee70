//! What touches the outside world besides the book: the clock, the terminal, signals, and the loop that feeds the
//! model and runs its effects.
//!
//! [`Stage`] runs the full-screen program; [`headless::play`] plays a script of keys through the same program on a
//! screen in memory. Unix-only code stands behind `cfg(unix)`.

pub mod clock;
mod dial;
mod drafts;
mod glyphs;
pub mod headless;
mod input;
mod program;
mod run;
pub mod script;
mod searcher;
mod signals;
mod terminal;
mod time;

pub use drafts::DraftFiles;
pub use program::{Backing, Program, ReplyTo, Setup};
pub use run::{Ended, Options, Stage};
pub use searcher::Searcher;
pub use time::Time;
