//! Card (the customer's card): who he is, what is next and why, his classes with their why, what he holds, and beside
//! it everything that happened.
//!
//! The loaded card is dropped with the customer: what is shown is his or nothing.

pub mod details;
mod layout;
pub mod timeline;
mod update;
mod view;

pub use update::{edit_section, open, reply, run, show_number, timer};

use crate::app::command::{Command as Any, Group, Row};
use crate::app::mouse::Mouse;
use crate::app::{Ctx, Effects, Model, Scope, Trail};
use crate::book::Card as Loaded;
use crate::domain::{Channel, CustomerId, Dimension};
use crate::screens::{Behaviour, View};
use crate::ui::{Canvas, Cursor, FrameAreas, Line, Motion};
use details::LineId;
use ratatui::layout::Rect;
use timeline::{Filter, LineKey};

/// A part of the screen that keys go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Pane {
    /// The sections, or the first of them.
    #[default]
    Left,
    /// The rest of the sections, in wide windows.
    Middle,
    /// What happened.
    Timeline,
}

/// What is shown here.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// Whom it is about, and the list he was opened from.
    pub trail: Trail,
    card: Option<Box<Loaded>>,
    focus: Pane,
    left: Cursor<LineId>,
    middle: Cursor<LineId>,
    timeline: Cursor<LineKey>,
    filter: Filter,
    clear: Option<CustomerId>,
}

impl State {
    /// The loaded card of a customer; `None` while another one's, or none, is loaded.
    pub fn loaded(&self, customer: CustomerId) -> Option<&Loaded> {
        self.card.as_deref().filter(|card| card.customer.id == customer)
    }

    /// Whether a customer's number may be shown in clear just now.
    pub fn shows_number_of(&self, customer: CustomerId) -> bool {
        self.clear == Some(customer)
    }
}

/// What can be done here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// Go to what proves the line under the cursor.
    Prove,
    /// The pane to the left.
    PaneLeft,
    /// The pane to the right.
    PaneRight,
    /// The customer before this one.
    Previous,
    /// The customer after this one.
    Next,
    /// Show other entries of the timeline.
    Filter,
}

/// What is asked of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// The card.
    Load,
    /// The note that a number was looked at.
    Access,
}

/// What happens here after a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Timer {
    /// The number is masked again.
    Mask,
}

const fn row(id: &'static str, command: Command) -> Row {
    Row::new(id, Any::Card(command), Scope::Card, Group::Here)
}

/// The commands of this screen.
pub const ROWS: &[Row] = &[
    row("card.prove", Command::Prove).weight(56).hinted(has_card),
    row("card.left", Command::PaneLeft).weight(40).twin("card.right").hinted(has_card),
    row("card.right", Command::PaneRight),
    row("card.previous", Command::Previous).weight(50).twin("card.next"),
    row("card.next", Command::Next),
    row("card.filter", Command::Filter).weight(45).hinted(has_card),
];

fn has_card(model: &Model, _ctx: &Ctx) -> bool {
    model.card.card.is_some()
}

/// The screen.
pub struct Card;

impl Behaviour for Card {
    fn scopes(&self, _model: &Model) -> &'static [Scope] {
        &[Scope::Card, Scope::Customer, Scope::List, Scope::Tabs, Scope::App]
    }

    fn head(&self, view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect) {
        view::head(view, canvas, row);
    }

    fn body(&self, view: &View<'_>, canvas: &mut Canvas<'_>, areas: &FrameAreas) {
        view::body(view, canvas, areas);
    }

    fn place(&self, view: &View<'_>) -> Line<'static> {
        view::place(view)
    }

    fn entered(&self, model: &mut Model, ctx: &Ctx) -> Effects {
        update::load(model, ctx)
    }

    fn book_changed(&self, model: &mut Model, ctx: &Ctx) -> Effects {
        update::book_changed(model, ctx)
    }

    fn resized(&self, model: &mut Model, ctx: &Ctx) {
        update::settle(model, ctx);
    }

    fn selected(&self, model: &Model) -> Option<Trail> {
        self.selected_customer(model).map(|_| model.card.trail.clone())
    }

    fn selected_customer(&self, model: &Model) -> Option<CustomerId> {
        let customer = model.card.trail.customer()?;
        // After the undo of a new customer he is in the book no longer.
        let is_gone = model.book.get().is_some_and(|book| book.find(customer).is_none());
        (!is_gone).then_some(customer)
    }

    fn mouse(&self, model: &mut Model, mouse: Mouse, ctx: &Ctx) -> Effects {
        update::mouse(model, mouse, ctx)
    }

    fn motion(&self, model: &mut Model, motion: Motion, ctx: &Ctx) -> Effects {
        update::motion(model, motion, ctx);
        Effects::none()
    }
}

/// The channel of the consent under the cursor.
pub fn channel_under_cursor(model: &Model, ctx: &Ctx) -> Option<Channel> {
    update::line_under_cursor(model, ctx)?.channel
}

/// The dimension of the class under the cursor.
pub fn dimension_under_cursor(model: &Model, ctx: &Ctx) -> Option<Dimension> {
    update::line_under_cursor(model, ctx)?.dimension
}

#[cfg(test)]
mod tests;
