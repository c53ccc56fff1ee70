//! Where the pane beside a list stands: right of it, below it, nowhere. Shared by Customers and Queues.

use crate::ui::SizeClass;
use ratatui::layout::Size;

/// Where the pane is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PaneWish {
    /// Where this size has it.
    #[default]
    Usual,
    /// At the right, where that fits.
    Right,
    /// Below.
    Below,
    /// Nowhere.
    Off,
}

/// Where the pane stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Right of the list.
    Right,
    /// Below it.
    Below,
}

impl Side {
    /// Where a window of this class has the pane; the narrowest have none.
    pub fn of(class: SizeClass, wish: PaneWish) -> Option<Side> {
        match (class, wish) {
            (SizeClass::Xs, _) | (_, PaneWish::Off) => None,
            (SizeClass::S, _) | (_, PaneWish::Below) => Some(Side::Below),
            (SizeClass::M | SizeClass::L, _) => Some(Side::Right),
        }
    }
}

impl PaneWish {
    /// The next one in a window of this size: right, below, off. The narrowest have no pane to wish for.
    pub fn next(self, size: Size) -> PaneWish {
        let class = SizeClass::of(size);
        match (class, Side::of(class, self)) {
            (SizeClass::Xs, _) => self,
            (_, Some(Side::Right)) => PaneWish::Below,
            (_, Some(Side::Below)) => PaneWish::Off,
            (_, None) => PaneWish::Right,
        }
    }
}
