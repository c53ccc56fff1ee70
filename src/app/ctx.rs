//! What an update may know of the world: the time, the language, the window's size.

use crate::domain::Now;
use crate::lang::Lang;
use ratatui::layout::Size;
use std::ops::Add;
use std::time::Duration;

/// Time since the program started; it never goes back and knows nothing of dates. For timers and messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Uptime(pub Duration);

impl Uptime {
    /// A number of milliseconds after the start.
    pub fn millis(millis: u64) -> Uptime {
        Uptime(Duration::from_millis(millis))
    }
}

impl Add<Duration> for Uptime {
    type Output = Uptime;
    fn add(self, wait: Duration) -> Uptime {
        Uptime(self.0.saturating_add(wait))
    }
}

/// The surroundings of one update or one drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ctx {
    /// Working time and true clock.
    pub now: Now,
    /// Time since the start.
    pub uptime: Uptime,
    /// The language of the screens.
    pub lang: Lang,
    /// The window.
    pub size: Size,
}
