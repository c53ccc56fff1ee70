//! Commands for the whole program.

use super::{Applies, Command, Group, Row};
use crate::app::scope::Scope;
use crate::app::{Ctx, Model, Screen};
use crate::screens::empty;
use crate::store::protocol::UndoWhich;
use crate::ui::Motion;

/// What works on every screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AppCommand {
    /// Ask for the end, and end unless something is unsaved.
    Quit,
    /// End although something is unsaved.
    QuitUnsaved,
    /// Say which key ends the program.
    PointToQuit,
    /// One step back.
    Back,
    /// Show the keys that work here.
    Help,
    /// Show all commands.
    Palette,
    /// Find a customer.
    Find,
    /// Show all messages.
    Messages,
    /// Hide or show what is private.
    Veil,
    /// Use the other language.
    SwitchLanguage,
    /// Stop until continued.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// Take the last action back.
    Undo,
    /// Bring the last undone action back.
    Redo,
    /// Take back what was asked about.
    UndoOffered(UndoWhich),
    /// Go on with the forms that an earlier run left.
    ResumeDrafts,
    /// Throw them away.
    DiscardDrafts,
    /// Classify everybody anew.
    Recompute,
    /// Open the example instead of an empty book.
    OpenDemo,
    /// Go to a tab.
    Tab(Screen),
    /// The next tab.
    NextTab,
    /// The previous tab.
    PreviousTab,
}

const fn app(id: &'static str, command: AppCommand) -> Row {
    Row::new(id, Command::App(command), Scope::App, Group::Anywhere)
}

const fn tab(id: &'static str, command: AppCommand) -> Row {
    Row::new(id, Command::App(command), Scope::Tabs, Group::Anywhere)
}

const fn motion(id: &'static str, motion: Motion) -> Row {
    Row::new(id, Command::Move(motion), Scope::List, Group::Move)
}

pub(super) const ROWS: &[Row] = &[
    motion("list.down", Motion::Down).weight(70).twin("list.up"),
    motion("list.up", Motion::Up),
    motion("list.page-down", Motion::PageDown).twin("list.page-up"),
    motion("list.page-up", Motion::PageUp),
    motion("list.first", Motion::First).twin("list.last"),
    motion("list.last", Motion::Last),
    tab("tab.today", AppCommand::Tab(Screen::Today)),
    tab("tab.customers", AppCommand::Tab(Screen::Customers)),
    tab("tab.queues", AppCommand::Tab(Screen::Queues)),
    tab("tab.next", AppCommand::NextTab).twin("tab.previous"),
    tab("tab.previous", AppCommand::PreviousTab),
    app("app.help", AppCommand::Help),
    app("app.palette", AppCommand::Palette).weight(10),
    app("app.find", AppCommand::Find).weight(35).aliases(&["find"]).when(has_book),
    app("app.messages", AppCommand::Messages).aliases(&["messages"]),
    app("app.veil", AppCommand::Veil).weight(12),
    app("app.back", AppCommand::Back).weight(20).when(has_somewhere_to_go_back),
    app("app.undo", AppCommand::Undo).weight(30).when(has_a_book).hinted(has_something_to_undo),
    app("app.redo", AppCommand::Redo).when(has_a_book),
    app("app.recompute", AppCommand::Recompute).when(has_a_book),
    app("app.demo", AppCommand::OpenDemo).aliases(&["demo"]).when(is_empty),
    app("app.language", AppCommand::SwitchLanguage).aliases(&["lang"]),
    app("app.redraw", AppCommand::Redraw),
    app("app.suspend", AppCommand::Suspend),
    Row::new("app.point-to-quit", Command::App(AppCommand::PointToQuit), Scope::App, Group::Unlisted),
    app("app.quit", AppCommand::Quit).aliases(&["q", "quit", "exit"]),
];

fn is_empty(model: &Model) -> Applies {
    if model.nav.tab() != Screen::FirstRun && empty::is_empty_book(model) {
        Ok(())
    } else {
        Err("reason.not_empty")
    }
}

/// In a book without customers mostly nothing was done yet.
fn has_something_to_undo(model: &Model, _ctx: &Ctx) -> bool {
    let has_entries = model.session.overview.as_ref().is_none_or(|overview| overview.has_entries);
    has_entries || !empty::is_empty_book(model)
}

fn has_a_book(model: &Model) -> Applies {
    if model.nav.tab() == Screen::FirstRun { Err("reason.no_book") } else { Ok(()) }
}

fn has_book(model: &Model) -> Applies {
    let has_none = model.nav.tab() == Screen::FirstRun || empty::is_empty_book(model);
    if has_none { Err("empty.no_customers") } else { Ok(()) }
}

fn has_somewhere_to_go_back(model: &Model) -> Applies {
    let mut nav = model.nav.clone();
    let can_stop = model.book.can_stop_inverting() || model.import.can_stop() || model.recompute.can_stop();
    if can_stop || nav.back() || model.nav.current().behaviour().can_go_back(model) {
        Ok(())
    } else {
        Err("reason.nothing_to_leave")
    }
}
