//! Queues (跟进): its slice of the model, its commands, what it asks of the book.

mod update;
mod view;

pub use update::{chosen, open, reply, run, timer};

use crate::app::command::Row;
use crate::app::{Model, Scope};
use crate::screens::{Behaviour, View};
use crate::ui::{Canvas, FrameAreas};
use ratatui::layout::Rect;

/// What is shown here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {}

/// What can be done here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {}

/// What is asked of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {}

/// What happens here after a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Timer {}

/// What is chosen in row 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Choice {}

/// The commands of this screen.
pub const ROWS: &[Row] = &[];

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
}
