//! Leaving the program while something is still being saved: it waits for that and says so; asked once more it keeps what
//! is typed for the next start and ends. Any other key stays.

use super::command::{AppCommand, Command};
use super::ctx::Ctx;
use super::draft;
use super::effect::{Effect, Effects, Exit};
use super::model::Model;
use super::msg::Msg;
use super::requests::Topic;
use super::status::Offer;
use crate::overlays::{Overlay, OverlayCommand, dialog};
use crate::store::protocol::Request;
use crate::tr;
use std::borrow::Cow;

/// Ctrl-Q while something is being saved.
pub(super) fn ask(model: &mut Model, ctx: &Ctx) -> Effects {
    if !std::mem::replace(&mut model.session.is_leaving, true) {
        return Effects::none();
    }
    // What no form holds would be gone.
    if model.requests.count_saving() > draft::collect(model).len() {
        model.session.is_leaving = false;
        model.overlays.push(Overlay::Dialog(dialog::quit_saving(ctx.lang)));
        return Effects::none();
    }
    at_once(model, ctx)
}

/// Ends without waiting: forms are kept for the next start, and what they hold is not saved any more.
pub(super) fn at_once(model: &mut Model, ctx: &Ctx) -> Effects {
    let kept = Effect::KeepDrafts(draft::collect(model));
    let abandoned = model.requests.ask(Topic::Abandon, Request::Abandon, ctx);
    Effects::from(kept).and(abandoned).and(Effect::Quit(Exit::Asked).into())
}

/// A key that asks for something else stays; Esc does nothing but that. Whether the message is done with.
pub(super) fn stays(model: &mut Model, msg: &Msg) -> bool {
    let asks_again = matches!(msg, Msg::Command(Command::App(AppCommand::Quit | AppCommand::QuitUnsaved)));
    if asks_again || !std::mem::take(&mut model.session.is_leaving) {
        return false;
    }
    let is_esc = [Command::App(AppCommand::Back), Command::Overlay(OverlayCommand::Close)];
    matches!(msg, Msg::Command(command) if is_esc.contains(command))
}

/// Whether everything is saved that was waited for, so that the program ends now. What could not be saved is to be seen.
pub(super) fn is_due(model: &mut Model, was_saved: bool) -> bool {
    if !model.session.is_leaving || was_saved && model.requests.is_saving() {
        return false;
    }
    model.session.is_leaving = false;
    was_saved
}

/// What the status line says meanwhile, and what can be done.
pub fn line(model: &Model, ctx: &Ctx) -> (Cow<'static, str>, Option<Offer>) {
    let waits = model.requests.is_waiting_for_window();
    let key = if waits { "status.leaving_waits" } else { "status.leaving" };
    (ctx.lang.text(key), Some(Offer::Other(tr!(ctx.lang, "status.leave_now").into_owned())))
}

#[cfg(test)]
mod tests;
