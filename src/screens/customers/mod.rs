//! Customers (客户): every customer in groups, ordered and filtered, with what is known of the selected one.
//!
//! Owns the specification of the list, its lines, the cursor and the filter as text. The lines are made in `update`
//! when the book or the specification changes. Must not: change the book.

pub mod columns;
pub mod filter;
mod layout;
mod lines;
mod pane;
#[cfg(test)]
mod tests;
mod update;
mod view;

pub use update::{chosen, has_pane, open_filtered, open_listed, reply, run, set_filter, timer};

use crate::app::command::{Applies, Group, Row};
use crate::app::mouse::Mouse;
use crate::app::{Ctx, Effects, Key, Model, Scope, Trail};
use crate::book::{Card, ViewSpec};
use crate::domain::{CustomerId, Dimension};
use crate::lang::Lang;
use crate::screens::filter_line::{self, FilterLine};
use crate::screens::side::PaneWish;
use crate::screens::{Behaviour, View, empty};
use crate::ui::{Canvas, Cursor, FrameAreas, Line, Motion, SizeClass};
use lines::{LineKey, Lines};
use ratatui::layout::Rect;

/// What is shown here.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// Grouping, order, filter, folded groups.
    spec: ViewSpec,
    /// The filter as it was typed.
    filter_text: String,
    /// A list that was opened from elsewhere: what it is called, and who is in it.
    listed: Option<(String, Vec<CustomerId>)>,
    /// The filter being typed.
    pub(in crate::screens) editing: Option<FilterLine>,
    lines: Lines,
    cursor: Cursor<LineKey>,
    wish: PaneWish,
    /// The card of a customer; shown while he is the selected one.
    card: Option<Box<Card>>,
}

impl Default for State {
    fn default() -> State {
        State {
            spec: ViewSpec { group: Some(Dimension::Value), ..ViewSpec::default() },
            filter_text: String::new(),
            listed: None,
            editing: None,
            lines: Lines::default(),
            cursor: Cursor::default(),
            wish: PaneWish::default(),
            card: None,
        }
    }
}

impl State {
    /// The customer under the cursor.
    fn customer(&self) -> Option<CustomerId> {
        match self.cursor.key()? {
            LineKey::Customer(id) => Some(id),
            LineKey::Group(_) => None,
        }
    }

    /// Whether not everybody is shown.
    fn is_narrowed(&self) -> bool {
        self.listed.is_some() || !self.filter_text.is_empty()
    }

    /// His card, once it is there.
    fn selected_card(&self) -> Option<&Card> {
        let customer = self.customer()?;
        self.card.as_deref().filter(|card| card.customer.id == customer)
    }
}

/// What can be done here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// The customer's card; on a heading fold; in an empty list take the last condition off.
    Open,
    /// Choose the groups.
    ChooseGroup,
    /// Choose the order.
    ChooseSort,
    /// Type the filter.
    Filter,
    /// Take the filter off.
    ClearFilter,
    /// Fold the group of the cursor, or unfold it.
    Fold,
    /// Fold all groups, or unfold them.
    FoldAll,
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
    /// The groups.
    Group,
    /// The order.
    Sort,
}

const fn here(id: &'static str, command: Command) -> Row {
    Row::new(id, crate::app::Command::Customers(command), Scope::Customers, Group::Here)
}

/// The commands of this screen.
pub const ROWS: &[Row] = &[
    here("customers.open", Command::Open).weight(85).when(has_customers).says(enter_hint),
    here("customers.filter", Command::Filter).weight(78).when(has_customers),
    here("customers.sort", Command::ChooseSort).weight(76).when(has_customers),
    here("customers.group", Command::ChooseGroup).weight(74).when(has_customers),
    here("customers.fold", Command::Fold).weight(58).when(has_groups),
    here("customers.fold-all", Command::FoldAll).when(has_groups),
    here("customers.pane", Command::Pane).weight(72).when(has_customers).hinted(has_side),
    here("customers.clear-filter", Command::ClearFilter).weight(50).when(has_filter),
];

fn has_customers(model: &Model) -> Applies {
    if model.book.get().is_some_and(|book| !book.is_empty()) { Ok(()) } else { Err("empty.no_customers") }
}

fn has_groups(model: &Model) -> Applies {
    has_customers(model)?;
    let has_lines = !model.customers.lines.keys.is_empty();
    if model.customers.spec.group.is_some() && has_lines { Ok(()) } else { Err("reason.no_groups") }
}

/// What Enter does where the cursor is.
fn enter_hint(model: &Model) -> &'static str {
    match model.customers.cursor.key() {
        Some(LineKey::Customer(_)) => "hint",
        Some(LineKey::Group(_)) => "hint_fold",
        None if model.customers.filter_text.is_empty() => "hint_all",
        None => "hint_widen",
    }
}

/// The narrowest windows have no pane.
fn has_side(_model: &Model, ctx: &Ctx) -> bool {
    SizeClass::of(ctx.size) > SizeClass::Xs
}

fn has_filter(model: &Model) -> Applies {
    if model.customers.is_narrowed() { Ok(()) } else { Err("reason.no_filter") }
}

/// The screen.
pub struct Customers;

impl Behaviour for Customers {
    fn scopes(&self, model: &Model) -> &'static [Scope] {
        match model.customers.editing {
            Some(_) => &[Scope::Filter],
            None if empty::is_empty_book(model) => empty::SCOPES,
            None => &[Scope::Customers, Scope::Customer, Scope::List, Scope::Tabs, Scope::App],
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
        update::rest(model, ctx)
    }

    fn book_changed(&self, model: &mut Model, ctx: &Ctx) -> Effects {
        update::book_changed(model, ctx)
    }

    fn resized(&self, model: &mut Model, ctx: &Ctx) {
        update::settle(model, ctx);
    }

    fn selected(&self, model: &Model) -> Option<Trail> {
        update::trail(model)
    }

    fn crumbs(&self, model: &Model, lang: Lang) -> String {
        update::crumbs(model, lang)
    }

    fn selected_customer(&self, model: &Model) -> Option<CustomerId> {
        model.customers.customer()
    }

    fn mouse(&self, model: &mut Model, mouse: Mouse, ctx: &Ctx) -> Effects {
        update::mouse(model, mouse, ctx)
    }

    fn motion(&self, model: &mut Model, motion: Motion, ctx: &Ctx) -> Effects {
        update::motion(model, motion, ctx)
    }

    fn takes_text(&self, model: &Model) -> bool {
        model.customers.editing.is_some()
    }

    fn input(&self, model: &mut Model, key: Key, ctx: &Ctx) -> Effects {
        filter_line::input(model, key, ctx)
    }

    fn paste(&self, model: &mut Model, text: &str, ctx: &Ctx) -> bool {
        filter_line::paste(model, text, ctx)
    }

    fn can_go_back(&self, model: &Model) -> bool {
        model.customers.is_narrowed()
    }

    fn back(&self, model: &mut Model, ctx: &Ctx) -> Effects {
        update::clear_filter(model, ctx)
    }
}
