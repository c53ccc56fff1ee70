//! Everything that the status line said, newest first.

use crate::app::Ctx;
use crate::ui::Motion;
use crate::ui::scroll::scrolled;

/// How far it is scrolled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Messages {
    /// The first shown message.
    pub top: usize,
}

impl Messages {
    /// Scrolls. The view stops at the end of what there is.
    pub fn motion(&mut self, motion: Motion, ctx: &Ctx) {
        self.top = scrolled(self.top, motion, usize::MAX / 2, ctx.size.height / 2);
    }
}
