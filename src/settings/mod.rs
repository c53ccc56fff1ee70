//! What the person set: `config.toml` in the configuration directory over the embedded defaults.
//!
//! All problems of the file are reported at once, each with its key, and the defaults stand in for what is wrong. Must
//! not: touch the book, or refuse to start because of a setting.

mod load;
mod remember;

pub use load::{FILE, Loaded, Problem, Wrong, at, config_dir, line_of, load, parse};
pub use remember::{Memory, Remembered};

use crate::lang::Lang;

/// The colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ThemeChoice {
    /// Dark, unless the terminal says that it is light (`COLORFGBG`).
    #[default]
    Auto,
    /// For dark terminals.
    Dark,
    /// For light terminals.
    Light,
    /// For dark terminals, in the terminal's own 16 colours only.
    Dark16,
    /// For light terminals, in the terminal's own 16 colours only.
    Light16,
    /// No colours.
    Plain,
}

/// The glyphs of rules and bars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Glyphs {
    /// Lines where the terminal shows them one column wide; the runtime asks it and settles this.
    #[default]
    Auto,
    /// Always ASCII.
    Ascii,
    /// Always lines.
    Lines,
}

/// Whether something is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Switch {
    /// It is.
    On,
    /// It is not.
    #[default]
    Off,
}

/// How the number stands on the call screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NumberShown {
    /// In clear, grouped 3-4-4.
    #[default]
    Shown,
    /// Masked as everywhere else.
    Masked,
}

/// Everything that can be set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The language of the screens; `None` follows the locale.
    pub lang: Option<Lang>,
    /// The colours.
    pub theme: ThemeChoice,
    /// The glyphs.
    pub glyphs: Glyphs,
    /// Whether clicks and the wheel are taken.
    pub mouse: Switch,
    /// The book to use when none is named; `None`: the one in the data directory. May begin with `~/`.
    pub book: Option<String>,
    /// The branch, for the first row.
    pub branch: String,
    /// The account manager, for the first row.
    pub manager: String,
    /// The call screen.
    pub call: CallSettings,
}

/// What can be set about calls.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallSettings {
    /// How the number stands there.
    pub number: NumberShown,
    /// The program that dials, with its arguments; `{number}` stands for the digits, else they come last. Empty: the
    /// number is shown to be dialled by hand.
    pub command: Vec<String>,
}

#[cfg(test)]
mod tests;
