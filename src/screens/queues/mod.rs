//! Queues (跟进): whom to contact today, in working order, with the reasons and the score of the selected one.
//!
//! Owns which queue is shown, its lines and the cursor. The lines are made when the book changes; a new order waits for
//! the next movement. Must not: decide the order itself (see `work::queue`).

mod layout;
mod list;
mod pane;
mod tabs;
#[cfg(test)]
mod tests;
mod update;
mod view;

pub use update::{chosen, has_pane, open, passed_over, reply, run, set_filter, shows_held, timer, undone};
pub use view::band_key;

use crate::app::command::{Applies, Group, Row};
use crate::app::mouse::Mouse;
use crate::app::{self, Ctx, Effects, Key, Model, Scope, Trail};
use crate::book::Card;
use crate::domain::CustomerId;
use crate::lang::Lang;
use crate::screens::filter_line::{self, FilterLine};
use crate::screens::side::PaneWish;
use crate::screens::{Behaviour, View, empty};
use crate::ui::{Canvas, Cursor, FrameAreas, Line, Motion, SizeClass};
use list::{LineKey, QueueLines, QueueSpec, Which};
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
    spec: QueueSpec,
    /// The filter as it was typed.
    filter_text: String,
    /// The filter being typed.
    pub(in crate::screens) editing: Option<FilterLine>,
    lines: QueueLines,
    /// The lines that the next movement brings, when they differ.
    fresh: Option<QueueLines>,
    cursor: Cursor<LineKey>,
    part: Part,
    wish: PaneWish,
    /// The card of a customer; shown while he is the selected one.
    card: Option<Box<Card>>,
}

impl State {
    /// The customer under the cursor.
    fn customer(&self) -> Option<CustomerId> {
        match self.cursor.key()? {
            LineKey::Row(customer) => Some(customer),
            LineKey::Band(_) | LineKey::Held => None,
        }
    }

    /// His card, once it is there.
    fn selected_card(&self) -> Option<&Card> {
        let customer = self.customer()?;
        self.card.as_deref().filter(|card| card.customer.id == customer)
    }

    /// What Enter does.
    fn way(&self) -> Enter {
        match self.cursor.key() {
            Some(LineKey::Held) if self.lines.customers().next().is_some() => Enter::ShowHeld,
            Some(LineKey::Row(_)) if self.part == Part::Pane || self.spec.which == Which::Held => Enter::Card,
            Some(LineKey::Row(_)) => Enter::Call,
            _ if !self.filter_text.is_empty() => Enter::Widen,
            _ => Enter::GoOn,
        }
    }

    /// Whether a row is still shown although the queue no longer has it.
    fn has_left(&self, customer: CustomerId) -> bool {
        self.fresh.as_ref().is_some_and(|fresh| !fresh.contains(customer))
    }
}

/// What Enter does where the cursor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Enter {
    /// Call the selected customer.
    Call,
    /// Open his card.
    Card,
    /// List those held back.
    ShowHeld,
    /// Nobody is left: take the last condition off.
    Widen,
    /// Nobody is left: go to the next queue.
    GoOn,
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
    /// Type the filter.
    Filter,
    /// Take the filter off.
    ClearFilter,
    /// Choose the order.
    ChooseSort,
    /// The pane right, below, off.
    Pane,
}

/// What is asked of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// The card of the selected customer, for the pane.
    Card,
}

/// What happens here after a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Timer {
    /// The cursor has rested: the pane follows.
    Rest,
}

/// What is chosen in row 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Choice {
    /// The order.
    Sort,
}

const fn here(id: &'static str, command: Command) -> Row {
    Row::new(id, app::Command::Queues(command), Scope::Queues, Group::Here)
}

/// The commands of this screen.
pub const ROWS: &[Row] = &[
    here("queues.open", Command::Open).weight(90).hinted(leads_on).says(enter_hint),
    here("queues.previous", Command::Previous).weight(68).twin("queues.next"),
    here("queues.next", Command::Next),
    here("queues.left", Command::Left).weight(15).twin("queues.right"),
    here("queues.right", Command::Right),
    here("queues.filter", Command::Filter).weight(52).when(has_customers).hinted(has_list),
    here("queues.sort", Command::ChooseSort).weight(51).when(has_customers).hinted(has_list),
    here("queues.pane", Command::Pane).weight(49).when(has_customers).hinted(has_side),
    here("queues.clear-filter", Command::ClearFilter).weight(50).when(has_filter),
];

fn has_customers(model: &Model) -> Applies {
    if model.book.get().is_some_and(|book| !book.is_empty()) { Ok(()) } else { Err("empty.no_customers") }
}

/// In an empty queue Enter leads on as long as another one has somebody.
fn leads_on(model: &Model, _ctx: &Ctx) -> bool {
    model.queues.way() != Enter::GoOn || update::next_with_work(model).is_some()
}

fn enter_hint(model: &Model) -> &'static str {
    match model.queues.way() {
        Enter::Call => "hint",
        Enter::Card => "hint_card",
        Enter::ShowHeld => "hint_held",
        Enter::Widen => "hint_widen",
        Enter::GoOn => "hint_on",
    }
}

/// An empty queue has nothing to filter and nothing to order.
fn has_list(model: &Model, _ctx: &Ctx) -> bool {
    model.queues.lines.customers().next().is_some() || !model.queues.filter_text.is_empty()
}

/// The narrowest windows have no pane.
fn has_side(_model: &Model, ctx: &Ctx) -> bool {
    SizeClass::of(ctx.size) > SizeClass::Xs
}

fn has_filter(model: &Model) -> Applies {
    if model.queues.filter_text.is_empty() { Err("reason.no_filter") } else { Ok(()) }
}

/// The screen.
pub struct Queues;

impl Behaviour for Queues {
    fn scopes(&self, model: &Model) -> &'static [Scope] {
        match model.queues.editing {
            Some(_) => &[Scope::Filter],
            None if empty::is_empty_book(model) => empty::SCOPES,
            None => &[Scope::Queues, Scope::Customer, Scope::List, Scope::Tabs, Scope::App],
        }
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
        update::rest(model, ctx)
    }

    fn book_changed(&self, model: &mut Model, ctx: &Ctx) -> Effects {
        update::book_changed(model, ctx)
    }

    fn resized(&self, model: &mut Model, ctx: &Ctx) {
        update::resized(model, ctx);
    }

    fn crumbs(&self, model: &Model, lang: Lang) -> String {
        update::crumbs(lang, model.queues.spec.which)
    }

    fn selected(&self, model: &Model) -> Option<Trail> {
        update::trail(model)
    }

    fn mouse(&self, model: &mut Model, mouse: Mouse, ctx: &Ctx) -> Effects {
        update::mouse(model, mouse, ctx)
    }

    fn motion(&self, model: &mut Model, motion: Motion, ctx: &Ctx) -> Effects {
        update::motion(model, motion, ctx);
        update::rest(model, ctx)
    }

    fn selected_customer(&self, model: &Model) -> Option<CustomerId> {
        model.queues.customer()
    }

    fn takes_text(&self, model: &Model) -> bool {
        model.queues.editing.is_some()
    }

    fn input(&self, model: &mut Model, key: Key, ctx: &Ctx) -> Effects {
        filter_line::input(model, key, ctx)
    }

    fn paste(&self, model: &mut Model, text: &str, ctx: &Ctx) -> bool {
        filter_line::paste(model, text, ctx)
    }

    fn can_go_back(&self, model: &Model) -> bool {
        !model.queues.filter_text.is_empty() || model.queues.way() == Enter::GoOn
    }

    fn back(&self, model: &mut Model, ctx: &Ctx) -> Effects {
        update::back(model, ctx)
    }
}
