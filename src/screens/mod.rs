//! The screens: each a folder with its slice of the model, its commands, its update and its view.
//!
//! [`Behaviour`] is what the frame asks of every screen; everything else of a screen is its own. A view draws from
//! borrowed data: no I/O, no clock, no change of the model.

pub mod call;
pub mod card;
pub mod customers;
pub mod dossier;
pub mod edit;
pub mod empty;
pub mod filter_line;
pub mod first_run;
pub mod frame;
pub mod import;
pub mod queues;
pub mod reasons;
pub mod side;
pub mod skip;
pub mod step;
pub mod today;

use crate::app::command::{AppCommand, Command};
use crate::app::draft::Draft;
use crate::app::mouse::Mouse;
use crate::app::{Ctx, Effects, Key, Model, Scope, Screen, Timer, Topic, Trail};
use crate::domain::CustomerId;
use crate::keymap::Keymap;
use crate::lang::Lang;
use crate::overlays;
use crate::store::protocol::Request;
use crate::tr;
use crate::ui::{Canvas, FrameAreas, Line, Motion};
use ratatui::layout::Rect;

/// What a view may look at.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The state.
    pub model: &'a Model,
    /// Time, language, size.
    pub ctx: &'a Ctx,
    /// The keys that are bound, for hints and empty states.
    pub keys: &'a Keymap,
}

/// What the frame asks of a screen. The defaults are those of a screen that only shows something.
pub trait Behaviour {
    /// The scopes whose keys work here, innermost first; `Always` comes by itself.
    fn scopes(&self, model: &Model) -> &'static [Scope];

    /// Draws row 2.
    fn head(&self, view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect);

    /// Draws the body. Screens whose body starts in row 2 leave `head` empty and use [`FrameAreas::tall_body`].
    fn body(&self, view: &View<'_>, canvas: &mut Canvas<'_>, areas: &FrameAreas);

    /// What stands at the right of the status line: `第 6/41 户`.
    fn place(&self, _view: &View<'_>) -> Line<'static> {
        Line::new()
    }

    /// The screen has become the current one: ask for what it shows.
    fn entered(&self, _model: &mut Model, _ctx: &Ctx) -> Effects {
        Effects::none()
    }

    /// Another screen has taken its place, or the program ends.
    fn left(&self, _model: &mut Model, _ctx: &Ctx) -> Effects {
        Effects::none()
    }

    /// The book, or a row of it, has changed: make lines anew, keep the cursor on its customer.
    fn book_changed(&self, _model: &mut Model, _ctx: &Ctx) -> Effects {
        Effects::none()
    }

    /// The window has another size: keep cursors inside.
    fn resized(&self, _model: &mut Model, _ctx: &Ctx) {}

    /// The customer under the cursor, with the list he stands in; `None` when there is none. Commands for a customer
    /// (`c`, F3, ...) work on him.
    fn selected(&self, _model: &Model) -> Option<Trail> {
        None
    }

    /// What a list of this screen is called on what is opened from it: `跟进 > 风险`.
    fn crumbs(&self, _model: &Model, _lang: Lang) -> String {
        String::new()
    }

    /// Who that is; asked at every drawing.
    fn selected_customer(&self, model: &Model) -> Option<CustomerId> {
        self.selected(model)?.customer()
    }

    /// A movement in what has the focus.
    fn motion(&self, _model: &mut Model, _motion: Motion, _ctx: &Ctx) -> Effects {
        Effects::none()
    }

    /// The mouse over the body: a click focuses ([`Cursor::click`]), the wheel scrolls without moving the selection
    /// ([`Cursor::wheel`]).
    fn mouse(&self, _model: &mut Model, _mouse: Mouse, _ctx: &Ctx) -> Effects {
        Effects::none()
    }

    /// Whether a field of the screen has the caret.
    fn takes_text(&self, _model: &Model) -> bool {
        false
    }

    /// A key for that field.
    fn input(&self, _model: &mut Model, _key: Key, _ctx: &Ctx) -> Effects {
        Effects::none()
    }

    /// Pasted text for that field; `false` when no field has the caret.
    fn paste(&self, _model: &mut Model, _text: &str, _ctx: &Ctx) -> bool {
        false
    }

    /// A character from an input method outside of fields. It runs nothing: where customers are listed it opens the
    /// search with it, elsewhere it is pointed out.
    fn foreign_text(&self, model: &mut Model, ch: char, ctx: &Ctx) -> Effects {
        if matches!(model.nav.current(), Screen::Today | Screen::Customers | Screen::Queues) {
            return overlays::search::open(model, ch.encode_utf8(&mut [0; 4]));
        }
        model.status.problem(tr!(ctx.lang, "status.input_method"), ctx);
        Effects::none()
    }

    /// Whether Esc has something to take back here before it leaves the screen.
    fn can_go_back(&self, _model: &Model) -> bool {
        false
    }

    /// Takes that back.
    fn back(&self, _model: &mut Model, _ctx: &Ctx) -> Effects {
        Effects::none()
    }

    /// What of the forms here is worth keeping when the program is made to end, the one in front first.
    fn drafts(&self, _model: &Model) -> Vec<Draft> {
        Vec::new()
    }

    /// Whether something typed here would be lost by quitting.
    fn has_unsaved(&self, _model: &Model) -> bool {
        false
    }
}

impl Screen {
    /// What this screen does.
    pub fn behaviour(self) -> &'static dyn Behaviour {
        match self {
            Screen::FirstRun => &first_run::FirstRun,
            Screen::Today => &today::Today,
            Screen::Customers => &customers::Customers,
            Screen::Queues => &queues::Queues,
            Screen::Card => &card::Card,
            Screen::Call => &call::Call,
            Screen::Edit => &edit::Edit,
            Screen::Import => &import::Import,
        }
    }
}

/// The current screen was just come to.
pub fn entered(model: &mut Model, ctx: &Ctx) -> Effects {
    let screen = model.nav.current();
    let opened = match screen {
        Screen::Card => model.card.trail.customer(),
        Screen::Call => model.call.trail.customer(),
        _ => None,
    };
    if let Some(customer) = opened {
        model.finder.note_opened(customer);
    }
    let overview = match screen {
        Screen::FirstRun => Effects::none(),
        _ => model.requests.ask(Topic::Overview, Request::FindOverview, ctx),
    };
    overview.and(screen.behaviour().entered(model, ctx))
}

/// Something was done with the mouse: overlays first, then the tabs, then the screen.
pub fn mouse(model: &mut Model, mouse: Mouse, ctx: &Ctx) -> Effects {
    if let Some(overlay) = model.overlays.top_mut() {
        match mouse {
            Mouse::Click(at) => overlay.click(at, ctx),
            Mouse::Wheel(_, turn) => overlay.wheel(turn, ctx),
        }
        return Effects::none();
    }
    if let Mouse::Click(at) = mouse
        && at.y == 0
    {
        return match frame::tab_at(model, ctx, at.x) {
            Some(tab) => crate::app::update::run(model, Command::App(AppCommand::Tab(tab)), ctx),
            None => Effects::none(),
        };
    }
    model.nav.current().behaviour().mouse(model, mouse, ctx)
}

/// Whether there is a place for the whole number of the selected customer: the panes can be off.
pub fn has_number(model: &Model, ctx: &Ctx) -> bool {
    match model.nav.current() {
        Screen::Customers => customers::has_pane(model, ctx),
        Screen::Queues => queues::has_pane(model, ctx),
        Screen::Card => true,
        _ => false,
    }
}

/// The window has another size.
pub fn resized(model: &mut Model, ctx: &Ctx) -> Effects {
    for screen in [Screen::Today, Screen::Customers, Screen::Queues, Screen::Card, Screen::Call] {
        screen.behaviour().resized(model, ctx);
    }
    Effects::none()
}

/// The book, or a row of it, has changed.
pub fn book_changed(model: &mut Model, ctx: &Ctx) -> Effects {
    let screens = [Screen::Today, Screen::Customers, Screen::Queues, Screen::Card, Screen::Call];
    screens
        .iter()
        .fold(Effects::none(), |effects, screen| effects.and(screen.behaviour().book_changed(model, ctx)))
}

/// The language was switched: what screens keep in words is made anew.
pub fn reworded(model: &mut Model, ctx: &Ctx) -> Effects {
    edit::reworded(model, ctx);
    let crumbs = model.nav.tab().behaviour().crumbs(model, ctx.lang);
    let trails = [&mut model.card.trail, &mut model.call.trail];
    for trail in trails.into_iter().filter(|trail| !trail.crumbs.is_empty()) {
        trail.crumbs.clone_from(&crumbs);
    }
    book_changed(model, ctx)
}

/// What a [`crate::overlays::chooser::Chooser`] is about; the module that owns it is told what was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Choice {
    /// A choice of Customers.
    Customers(customers::Choice),
    /// A choice of Queues.
    Queues(queues::Choice),
    /// Why this customer is passed over.
    Skip(CustomerId),
    /// What a word of a file means.
    ImportTerm,
    /// What a column of a file is read as.
    ImportField,
}

/// An option was chosen.
pub fn chosen(model: &mut Model, choice: Choice, option: usize, ctx: &Ctx) -> Effects {
    match choice {
        Choice::Customers(choice) => customers::chosen(model, choice, option, ctx),
        Choice::Queues(choice) => queues::chosen(model, choice, option, ctx),
        Choice::Skip(customer) => skip::chosen(model, customer, option, ctx),
        Choice::ImportTerm => import::term_chosen(model, option, ctx),
        Choice::ImportField => import::field_chosen(model, option, ctx),
    }
}

/// A timer has rung.
pub fn timer(model: &mut Model, timer: Timer, ctx: &Ctx) -> Effects {
    match timer {
        Timer::Customers(timer) => customers::timer(model, timer, ctx),
        Timer::Filter(timer) => filter_line::timer(model, timer),
        Timer::Queues(timer) => queues::timer(model, timer, ctx),
        Timer::Card(timer) => card::timer(model, timer, ctx),
        Timer::Edit(timer) => edit::timer(model, timer, ctx),
        Timer::Snooze(timer) => crate::overlays::snooze::timer(model, timer),
        Timer::Call(timer) => call::timer(model, timer, ctx),
    }
}

#[cfg(test)]
mod tests;
