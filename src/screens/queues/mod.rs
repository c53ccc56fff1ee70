//! Queues (跟进): whom to contact today, in working order, with the reasons and the score of the selected one.
//!
//! Owns which queue is shown, its lines and the cursor. The lines are made when the book changes; a new order waits for
//! the next movement. Must not: decide the order itself (see `work::queue`).

mod layout;
mod list;
mod pane;
#[cfg(test)]
mod tests;
mod update;
mod view;

pub use update::{chosen, open, passed_over, reply, run, shows_held, timer, undone};

use crate::app::command::{Group, Row};
use crate::app::{self, Ctx, Effects, Model, Scope, Trail};
use crate::domain::CustomerId;
use crate::lang::Lang;
use crate::screens::{Behaviour, View};
use crate::ui::{Canvas, Cursor, FrameAreas, Line, Motion};
use list::{LineKey, QueueLines, Which};
use ratatui::layout::Rect;

/// Which part has the focus.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Part {
    /// The list.
    #[default]
    List,
    /// The pane about the selected customer.
    Pane,
}

/// What is shown here.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    which: Which,
    lines: QueueLines,
    /// The lines that the next movement brings, when they differ.
    fresh: Option<QueueLines>,
    cursor: Cursor<LineKey>,
    part: Part,
}

impl State {
    /// The customer under the cursor.
    fn customer(&self) -> Option<CustomerId> {
        match self.cursor.key()? {
            LineKey::Row(customer) => Some(customer),
            LineKey::Band(_) => None,
        }
    }

    /// Whether a row is still shown although the queue no longer has it.
    fn has_left(&self, customer: CustomerId) -> bool {
        self.fresh.as_ref().is_some_and(|fresh| !fresh.contains(customer))
    }
}

/// What can be done here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// Call the selected customer; from the pane open his card; in an empty queue go to the next one.
    Open,
    /// The queue before.
    Previous,
    /// The queue after.
    Next,
    /// The list.
    Left,
    /// The pane.
    Right,
}

/// What is asked of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {}

/// What happens here after a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Timer {}

/// What is chosen in row 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Choice {}

const fn here(id: &'static str, command: Command) -> Row {
    Row::new(id, app::Command::Queues(command), Scope::Queues, Group::Here)
}

/// The commands of this screen.
pub const ROWS: &[Row] = &[
    here("queues.open", Command::Open).weight(90),
    here("queues.previous", Command::Previous).weight(68).twin("queues.next"),
    here("queues.next", Command::Next),
    here("queues.left", Command::Left).weight(15).twin("queues.right"),
    here("queues.right", Command::Right),
];

/// The screen.
pub struct Queues;

impl Behaviour for Queues {
    fn scopes(&self, _model: &Model) -> &'static [Scope] {
        &[Scope::Queues, Scope::Customer, Scope::List, Scope::Tabs, Scope::App]
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
        update::take_in(model, ctx);
        Effects::none()
    }

    fn book_changed(&self, model: &mut Model, ctx: &Ctx) -> Effects {
        update::take_in(model, ctx);
        Effects::none()
    }

    fn resized(&self, model: &mut Model, ctx: &Ctx) {
        update::resized(model, ctx);
    }

    fn crumbs(&self, model: &Model, lang: Lang) -> String {
        update::crumbs(lang, model.queues.which)
    }

    fn selected(&self, model: &Model) -> Option<Trail> {
        update::trail(model)
    }

    fn motion(&self, model: &mut Model, motion: Motion, ctx: &Ctx) -> Effects {
        update::motion(model, motion, ctx);
        Effects::none()
    }
}
