//! The one table of commands: id, scope, group, when it applies, weight. Keys, hints, help and the palette are made
//! from it, and a test holds it complete.
//!
//! Each screen owns its commands as an enum of its own and a slice of rows beside it; this module only joins them.

mod app;
mod customer;
pub mod hints;
mod row;

pub use app::AppCommand;
pub use customer::{CustomerCommand, run as run_customer};
pub use row::{Applies, Group, LISTED, Row};

use crate::overlays::OverlayCommand;
use crate::screens;
use crate::ui::Motion;

/// Something that a person can tell the program to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// For the whole program.
    App(AppCommand),
    /// On the customer under the cursor.
    Customer(CustomerCommand),
    /// A movement in whatever has the focus.
    Move(Motion),
    /// In the overlay on top.
    Overlay(OverlayCommand),
    /// At the first start.
    FirstRun(screens::first_run::Command),
    /// On Today.
    Today(screens::today::Command),
    /// On Customers.
    Customers(screens::customers::Command),
    /// In the filter line.
    Filter(screens::filter_line::Command),
    /// On Queues.
    Queues(screens::queues::Command),
    /// On the card.
    Card(screens::card::Command),
    /// In a form.
    Edit(screens::edit::Command),
    /// On the call screen.
    Call(screens::call::Command),
    /// On the import screen.
    Import(screens::import::Command),
}

/// Whether the book can be written at all.
///
/// # Errors
/// The reason, when it is open for reading only.
pub fn can_write(model: &crate::app::Model) -> Applies {
    if model.session.modes.read_only { Err("reason.read_only") } else { Ok(()) }
}

/// Every row of the table.
pub fn all() -> impl Iterator<Item = &'static Row> {
    let parts: [&'static [Row]; 12] = [
        app::ROWS,
        customer::ROWS,
        crate::overlays::ROWS,
        screens::first_run::ROWS,
        screens::today::ROWS,
        screens::customers::ROWS,
        screens::filter_line::ROWS,
        screens::queues::ROWS,
        screens::card::ROWS,
        screens::edit::ROWS,
        screens::call::ROWS,
        screens::import::ROWS,
    ];
    parts.into_iter().flatten()
}

/// The row of an id.
pub fn named(id: &str) -> Option<&'static Row> {
    all().find(|row| row.id == id)
}

/// The row of a command.
pub fn row(command: Command) -> Option<&'static Row> {
    all().find(|row| row.command == command)
}

#[cfg(test)]
mod tests;
