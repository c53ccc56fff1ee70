//! Call (the call screen): who, why now, what to say, what was said, and the log of what came of it.
//!
//! Owns the stages of a log: a code of the panel, a second one where the customer was reached, then the form. The
//! same stages serve an SMS and an incoming call. Must not: plan or write; `work` and the store do.

mod choice;
mod command;
mod dial;
mod draft;
mod form;
mod pace;
mod save;
mod state;
mod turn;
mod update;
mod view;

pub use command::{Command, ROWS};
pub use dial::dial_failed;
pub use draft::resume;
pub use form::when_context;
pub use state::{After, Stage, State, Way};
pub use turn::{load, open, put_off, undone};
pub use update::{reply, run, timer};
pub use view::{script_lines, script_of};

use crate::app::draft::Draft;
use crate::app::mouse::Mouse;
use crate::app::{Ctx, Effects, Key, Model, Scope, Trail};
use crate::domain::CustomerId;
use crate::screens::{Behaviour, View};
use crate::ui::{Canvas, FrameAreas, Line, Motion};
use ratatui::layout::Rect;

/// What is asked of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// The customer's card.
    Card,
    /// What a log looks at.
    Facts,
    /// The access record.
    Access,
    /// The log.
    Save,
}

/// What happens here after a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Timer {
    /// The typing rested: what is wrong may be said.
    Rest,
}

/// The screen.
pub struct Call;

impl Behaviour for Call {
    fn scopes(&self, model: &Model) -> &'static [Scope] {
        match (model.call.stage, model.call.way) {
            (Stage::Results, _) if model.call.picked.is_some() => {
                &[Scope::CallPicked, Scope::CallResults, Scope::Call]
            }
            (Stage::Reach, way) if way.is_message() && model.call.picked.is_some() => {
                &[Scope::CallPicked, Scope::CallMessages, Scope::Call, Scope::Customer, Scope::App]
            }
            (Stage::Reach, _) if model.call.picked.is_some() => {
                &[Scope::CallPicked, Scope::CallReach, Scope::Call, Scope::Customer, Scope::App]
            }
            (Stage::Reach, _) if model.call.closed().is_some() => {
                &[Scope::CallClosed, Scope::Call, Scope::Customer, Scope::App]
            }
            (Stage::Reach, way) if way.is_message() => {
                &[Scope::CallMessages, Scope::Call, Scope::Customer, Scope::App]
            }
            (Stage::Reach, _) => &[Scope::CallReach, Scope::Call, Scope::Customer, Scope::App],
            (Stage::Results, _) => &[Scope::CallResults, Scope::Call],
            (Stage::Form, _) => &[Scope::CallForm, Scope::Call],
            (Stage::Ended, _) => &[Scope::CallEnd, Scope::App],
        }
    }

    fn head(&self, view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect) {
        view::head(view, canvas, row);
    }

    fn body(&self, view: &View<'_>, canvas: &mut Canvas<'_>, areas: &FrameAreas) {
        view::body(view, canvas, areas);
    }

    fn place(&self, view: &View<'_>) -> Line<'static> {
        view::counters(view)
    }

    fn entered(&self, model: &mut Model, ctx: &Ctx) -> Effects {
        turn::load(model, ctx)
    }

    fn selected(&self, model: &Model) -> Option<Trail> {
        self.selected_customer(model).map(|_| model.call.trail.clone())
    }

    fn selected_customer(&self, model: &Model) -> Option<CustomerId> {
        model.call.trail.customer().filter(|_| model.call.stage != Stage::Ended)
    }

    fn mouse(&self, model: &mut Model, mouse: Mouse, ctx: &Ctx) -> Effects {
        update::mouse(model, mouse, ctx)
    }

    fn motion(&self, model: &mut Model, motion: Motion, ctx: &Ctx) -> Effects {
        update::scroll(model, motion, ctx);
        Effects::none()
    }

    fn takes_text(&self, model: &Model) -> bool {
        model.call.stage == Stage::Form
    }

    fn input(&self, model: &mut Model, key: Key, ctx: &Ctx) -> Effects {
        update::input(model, key, ctx);
        Effects::none()
    }

    fn paste(&self, model: &mut Model, text: &str, ctx: &Ctx) -> bool {
        update::paste(model, text, ctx)
    }

    fn can_go_back(&self, model: &Model) -> bool {
        let is_later = matches!(model.call.stage, Stage::Form | Stage::Results);
        model.call.picked.is_some() || (is_later && !update::is_first_stage(model))
    }

    fn back(&self, model: &mut Model, _ctx: &Ctx) -> Effects {
        update::back(model);
        Effects::none()
    }

    fn drafts(&self, model: &Model) -> Vec<Draft> {
        draft::drafts(model)
    }

    fn has_unsaved(&self, model: &Model) -> bool {
        !draft::drafts(model).is_empty()
    }
}

#[cfg(test)]
mod tests;
