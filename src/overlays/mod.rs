//! What lies over a screen: one stack, one frame. A new overlay is one variant here and one module.
//!
//! Owns which overlay gets keys, how it closes, and what a choice in it runs. Must not: hold state of a screen.

pub mod chooser;
pub mod dialog;
pub mod help;
pub mod messages;
pub mod narrowed;
pub mod palette;
pub mod picker;
pub mod remark;
pub mod search;
pub mod snooze;
pub mod view;

use crate::app::command::{Command, Group, Row};
use crate::app::mouse::Turn;
use crate::app::{Ctx, Effects, Key, Model, Scope};
use crate::ui::Motion;
use crate::ui::layout::FrameAreas;
use ratatui::layout::Position;

/// One overlay.
#[derive(Debug, Clone, PartialEq)]
pub enum Overlay {
    /// The keys that work here.
    Help(help::Help),
    /// All commands.
    Palette(palette::Palette),
    /// Finding a customer.
    Search(search::Search),
    /// A question or an error.
    Dialog(dialog::Dialog),
    /// What the status line said.
    Messages(messages::Messages),
    /// A choice in row 2.
    Chooser(chooser::Chooser),
    /// A choice from a list that typing narrows.
    Picker(picker::Picker),
    /// When a customer is put off to.
    Snooze(snooze::Snooze),
    /// A remark about a customer.
    Remark(remark::Remark),
}

/// The stack; the last one gets the keys.
#[derive(Debug, Clone, Default)]
pub struct Overlays(Vec<Overlay>);

impl Overlays {
    /// Opens an overlay over what is there. One of the same kind is replaced.
    pub fn push(&mut self, overlay: Overlay) {
        let kind = std::mem::discriminant(&overlay);
        self.0.retain(|open| std::mem::discriminant(open) != kind);
        self.0.push(overlay);
    }

    /// Closes the one on top.
    pub fn pop(&mut self) -> Option<Overlay> {
        self.0.pop()
    }

    /// The one on top.
    pub fn top(&self) -> Option<&Overlay> {
        self.0.last()
    }

    /// The one on top, to be changed.
    pub fn top_mut(&mut self) -> Option<&mut Overlay> {
        self.0.last_mut()
    }

    /// The search, if it is open.
    pub fn search_mut(&mut self) -> Option<&mut search::Search> {
        self.0.iter_mut().find_map(|overlay| match overlay {
            Overlay::Search(search) => Some(search),
            _ => None,
        })
    }

    /// The topmost overlay that `pick` takes, to be changed.
    pub fn find_mut<T>(&mut self, pick: impl Fn(&mut Overlay) -> Option<&mut T>) -> Option<&mut T> {
        self.0.iter_mut().rev().find_map(pick)
    }

    /// Closes those for which something holds, wherever they lie.
    pub fn close(&mut self, holds: impl Fn(&Overlay) -> bool) {
        self.0.retain(|open| !holds(open));
    }

    /// Whether something typed in one of them would be lost.
    pub fn has_unsaved(&self) -> bool {
        self.0.iter().any(|open| match open {
            Overlay::Snooze(form) => !form.input.is_proposed(),
            Overlay::Remark(form) => !form.input.value().is_empty(),
            _ => false,
        })
    }

    /// All, the lowest first.
    pub fn iter(&self) -> impl Iterator<Item = &Overlay> {
        self.0.iter()
    }
}

/// What can be done in an overlay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OverlayCommand {
    /// Close it; nothing was chosen.
    Close,
    /// Take what is selected.
    Choose,
    /// Write what was typed.
    Save,
}

/// The commands of overlays.
pub const ROWS: &[Row] = &[
    Row::new("overlay.choose", Command::Overlay(OverlayCommand::Choose), Scope::Overlay, Group::Move)
        .weight(90),
    Row::new("overlay.save", Command::Overlay(OverlayCommand::Save), Scope::Entry, Group::Move).weight(90),
    Row::new("overlay.close", Command::Overlay(OverlayCommand::Close), Scope::Overlay, Group::Move)
        .weight(80),
];

impl Overlay {
    /// The scopes whose keys work in it.
    pub fn scopes(&self) -> &'static [Scope] {
        match self {
            Overlay::Help(_) => &[Scope::Filtered, Scope::Overlay],
            Overlay::Palette(_) | Overlay::Search(_) | Overlay::Picker(_) => {
                &[Scope::Picker, Scope::Filtered, Scope::Overlay]
            }
            Overlay::Snooze(_) => &[Scope::Entry, Scope::Filtered, Scope::Overlay],
            Overlay::Remark(_) => &[Scope::Entry, Scope::Overlay],
            Overlay::Messages(_) => &[Scope::List, Scope::Overlay],
            Overlay::Dialog(_) | Overlay::Chooser(_) => &[Scope::Dialog, Scope::Overlay],
        }
    }

    /// Whether characters go into a text.
    pub fn takes_text(&self) -> bool {
        matches!(
            self,
            Overlay::Palette(_)
                | Overlay::Picker(_)
                | Overlay::Help(_)
                | Overlay::Search(_)
                | Overlay::Snooze(_)
                | Overlay::Remark(_)
        )
    }

    /// Moves in it.
    pub fn motion(&mut self, motion: Motion, ctx: &Ctx) {
        match self {
            Overlay::Help(help) => help.motion(motion, ctx),
            Overlay::Palette(palette) => palette.motion(motion, ctx),
            Overlay::Picker(picker) => picker.motion(motion, ctx),
            Overlay::Search(search) => search.motion(motion),
            Overlay::Dialog(dialog) => dialog.motion(motion),
            Overlay::Messages(messages) => messages.motion(motion, ctx),
            Overlay::Chooser(chooser) => chooser.motion(motion),
            Overlay::Snooze(snooze) => snooze.motion(motion, ctx),
            Overlay::Remark(_) => {}
        }
    }

    /// The wheel: lists scroll and leave the selection where it is; what has none moves as by keys.
    pub fn wheel(&mut self, turn: Turn, ctx: &Ctx) {
        match self {
            Overlay::Palette(palette) => palette.list.wheel(turn.motion()),
            Overlay::Picker(picker) => picker.list.wheel(turn.motion()),
            Overlay::Search(search) => search.wheel(turn.motion()),
            Overlay::Help(_) | Overlay::Messages(_) => self.motion(turn.motion(), ctx),
            Overlay::Dialog(_) | Overlay::Chooser(_) | Overlay::Snooze(_) | Overlay::Remark(_) => {}
        }
    }

    /// Selects what was clicked, where it is a list: all of them begin below the box's edge and the field.
    pub fn click(&mut self, at: Position, ctx: &Ctx) {
        let top = FrameAreas::of(ctx.size).map(|areas| areas.tall_body().y + 2);
        let Some(line) = top.and_then(|top| at.y.checked_sub(top)) else { return };
        match self {
            Overlay::Palette(palette) => palette.list.click(line),
            Overlay::Picker(picker) => picker.list.click(line),
            Overlay::Search(search) => search.click(line),
            _ => {}
        }
    }

    /// Takes pasted text; `false` when it has no field.
    pub fn paste(&mut self, text: &str) -> bool {
        match self {
            Overlay::Help(help) => help.filter.paste(text),
            Overlay::Palette(palette) => palette.paste(text),
            Overlay::Picker(picker) => picker.paste(text),
            Overlay::Search(search) => search.query.paste(text),
            Overlay::Snooze(snooze) => snooze.paste(text),
            Overlay::Remark(remark) => remark.input.paste(text),
            Overlay::Dialog(_) | Overlay::Messages(_) | Overlay::Chooser(_) => return false,
        }
        true
    }
}

/// Runs a command in the overlay on top.
pub fn run(model: &mut Model, command: OverlayCommand, ctx: &Ctx) -> Effects {
    match command {
        OverlayCommand::Close => {
            if let Some(Overlay::Remark(form)) = model.overlays.pop() {
                remark::put_aside(model, form, ctx);
            }
            Effects::none()
        }
        OverlayCommand::Choose => choose(model, ctx),
        OverlayCommand::Save => save(model, ctx),
    }
}

/// A key for the overlay on top that is no command.
pub fn input(model: &mut Model, key: Key, ctx: &Ctx) -> Effects {
    match model.overlays.top_mut() {
        Some(Overlay::Help(help)) => help.input(key),
        Some(Overlay::Palette(palette)) => palette.input(key),
        Some(Overlay::Picker(picker)) => picker.input(key),
        Some(Overlay::Search(_)) => return search::input(model, key),
        Some(Overlay::Dialog(dialog)) => {
            if dialog.select_by_key(key) {
                return choose(model, ctx);
            }
        }
        Some(Overlay::Chooser(chooser)) => {
            if chooser.select_by_key(key) {
                return choose(model, ctx);
            }
        }
        Some(Overlay::Snooze(_)) => snooze::input(model, key, ctx),
        Some(Overlay::Remark(_)) => remark::input(model, key),
        Some(Overlay::Messages(_)) | None => {}
    }
    Effects::none()
}

/// Writes what was typed into the overlay on top; it stays until the book has it.
fn save(model: &mut Model, ctx: &Ctx) -> Effects {
    match model.overlays.top() {
        Some(Overlay::Snooze(_)) => snooze::save(model, ctx),
        Some(Overlay::Remark(_)) => remark::save(model, ctx),
        _ => Effects::none(),
    }
}

/// Closes the overlay on top and runs what was selected in it. A command that cannot work now keeps the palette open
/// and says why.
fn choose(model: &mut Model, ctx: &Ctx) -> Effects {
    if let Some(Overlay::Palette(palette)) = model.overlays.top()
        && let Some(reason) = palette.selected_reason()
    {
        let reason = reason.to_owned();
        model.status.problem(reason, ctx);
        return Effects::none();
    }
    match model.overlays.pop() {
        Some(Overlay::Palette(palette)) => match palette.selected() {
            Some(command) => crate::app::update::run(model, command, ctx),
            None => Effects::none(),
        },
        Some(Overlay::Search(search)) => match search.trail(ctx.lang) {
            Some(trail) => crate::screens::card::open(model, trail, ctx),
            None => Effects::none(),
        },
        Some(Overlay::Dialog(dialog)) => match dialog.selected_command() {
            Some(command) => crate::app::update::run(model, command, ctx),
            None => Effects::none(),
        },
        Some(Overlay::Picker(picker)) => match picker.selected() {
            Some(option) => crate::screens::chosen(model, picker.choice, option, ctx),
            None => Effects::none(),
        },
        Some(Overlay::Chooser(chooser)) => {
            crate::screens::chosen(model, chooser.choice, chooser.selected, ctx)
        }
        Some(Overlay::Help(_) | Overlay::Messages(_) | Overlay::Snooze(_) | Overlay::Remark(_)) | None => {
            Effects::none()
        }
    }
}
