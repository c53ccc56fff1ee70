//! Today (今日): what the book looks like this morning and where to begin. Every line is a stop, Enter does its work.
//!
//! Owns the board of figures, made when the book changes, and the cursor on it. Must not: compute in the view.

mod board;
mod fit;
mod layout;
mod pane;
mod sections;
mod stop;
#[cfg(test)]
mod tests;
mod update;
mod view;

pub use update::{reply, run};

use crate::app::command::{Applies, Group, Row};
use crate::app::mouse::Mouse;
use crate::app::{self, Ctx, Effects, Model, Scope, Trail};
use crate::book::{Card, TodayProofs};
use crate::screens::{Behaviour, View, empty};
use crate::ui::{Canvas, FrameAreas, Line, Motion};
use board::Board;
use pane::Pane;
use ratatui::layout::Rect;
use stop::Stop;

/// What is shown here.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    board: Board,
    cursor: Stop,
    /// What proves the lines; those of before until the new ones are there.
    proofs: TodayProofs,
    /// The card of the customer to call first; that of the one before until his is there.
    card: Option<Box<Card>>,
    /// What it says in the pane of wide windows.
    pane: Pane,
}

/// What can be done here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// What the line of the cursor is about.
    Open,
    /// The pane to the left.
    Left,
    /// The pane to the right.
    Right,
    /// The section after.
    NextSection,
    /// The section before.
    PreviousSection,
    /// Ask whether the demo is to be made afresh.
    AskDemo,
    /// Make the demo afresh.
    RemakeDemo,
}

/// What is asked of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// The note that Today was left.
    Leaving,
    /// What proves the lines.
    Proofs,
    /// The card of the customer to call first.
    Card,
}

const fn here(id: &'static str, command: Command) -> Row {
    Row::new(id, app::Command::Today(command), Scope::Today, Group::Here)
}

/// The commands of this screen.
pub const ROWS: &[Row] = &[
    here("today.open", Command::Open).weight(90).says(enter_hint),
    here("today.left", Command::Left).weight(66).twin("today.right"),
    here("today.right", Command::Right),
    here("today.previous-section", Command::PreviousSection).weight(64).twin("today.next-section"),
    here("today.next-section", Command::NextSection),
    here("today.demo", Command::AskDemo).weight(88).when(is_demo_stale),
];

fn is_demo_stale(model: &Model) -> Applies {
    match &model.session.overview {
        Some(overview) if overview.is_demo_stale => Ok(()),
        _ => Err("reason.demo_of_today"),
    }
}

/// On the customer who is proposed first Enter starts the work.
fn enter_hint(model: &Model) -> &'static str {
    let target = model.today.cursor.target(&model.today.board);
    if matches!(target, stop::Target::Call(..)) { "hint_start" } else { "hint" }
}

/// The screen.
pub struct Today;

impl Behaviour for Today {
    fn scopes(&self, model: &Model) -> &'static [Scope] {
        if empty::is_empty_book(model) {
            return empty::SCOPES;
        }
        &[Scope::Today, Scope::Customer, Scope::List, Scope::Tabs, Scope::App]
    }

    /// The body starts in row 2.
    fn head(&self, _view: &View<'_>, _canvas: &mut Canvas<'_>, _row: Rect) {}

    fn body(&self, view: &View<'_>, canvas: &mut Canvas<'_>, areas: &FrameAreas) {
        view::body(view, canvas, areas);
    }

    fn place(&self, view: &View<'_>) -> Line<'static> {
        view::rules(view)
    }

    fn entered(&self, model: &mut Model, ctx: &Ctx) -> Effects {
        update::refresh(model, ctx);
        update::ask_for_proofs(model, ctx).and(update::ask_for_card(model, ctx))
    }

    fn book_changed(&self, model: &mut Model, ctx: &Ctx) -> Effects {
        update::refresh(model, ctx);
        update::ask_for_proofs(model, ctx).and(update::ask_for_card(model, ctx))
    }

    fn resized(&self, model: &mut Model, ctx: &Ctx) {
        update::remake_pane(model, ctx);
        update::settle(model, ctx);
    }

    fn left(&self, model: &mut Model, ctx: &Ctx) -> Effects {
        update::record_leaving(model, ctx)
    }

    fn selected(&self, model: &Model) -> Option<Trail> {
        update::trail(model)
    }

    fn mouse(&self, model: &mut Model, mouse: Mouse, ctx: &Ctx) -> Effects {
        update::mouse(model, mouse, ctx)
    }

    fn motion(&self, model: &mut Model, motion: Motion, ctx: &Ctx) -> Effects {
        update::motion(model, motion, ctx);
        Effects::none()
    }
}
