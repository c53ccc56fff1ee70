//! What another window or a command wrote: a late reply that nobody asked for.
//!
//! Takes it in as every write is taken in: rows by their customers, no focus, route, scroll or typed text is touched.
//! Where it is about the customer whom the screen shows, or about the whole book, the status line says so.

use super::ctx::Ctx;
use super::effect::Effects;
use super::model::Model;
use super::nav::Screen;
use super::requests::Topic;
use super::{book, recompute};
use crate::domain::CustomerId;
use crate::screens;
use crate::store::protocol::{Doing, News, Request};
use crate::tr;

/// Takes it in.
pub(super) fn absorb(model: &mut Model, news: News, ctx: &Ctx) -> Effects {
    let News { doings, fresh } = news;
    let is_whole_book = fresh.is_none();
    let effects = match fresh {
        Some(fresh) => book::absorb(model, fresh, ctx),
        // An import has too many customers to be told one by one.
        None => recompute::recompute(model, ctx),
    };
    let shown = shown_customer(model);
    let is_of_shown = |doing: &&Doing| shown.is_some() && doing.customer == shown;
    let told = doings.iter().rfind(is_of_shown).or_else(|| doings.last().filter(|_| is_whole_book));
    if let Some(doing) = told {
        say(model, doing, ctx);
    }
    let overview = model.requests.ask(Topic::Overview, Request::FindOverview, ctx);
    let call =
        if model.nav.current() == Screen::Call { screens::call::load(model, ctx) } else { Effects::none() };
    effects.and(overview).and(call)
}

/// The customer whom the screen is about: what is begun for him may no longer be what is wanted.
fn shown_customer(model: &Model) -> Option<CustomerId> {
    match model.nav.current() {
        Screen::Card | Screen::Call => model.nav.current().behaviour().selected_customer(model),
        Screen::Edit => model.edit.customer(),
        _ => None,
    }
}

/// What may be done twice stands until the next action.
fn say(model: &mut Model, doing: &Doing, ctx: &Ctx) {
    let what = book::named(model, doing.customer, &doing.label.text(ctx.lang));
    let key = if doing.is_undo { "status.others_undid" } else { "status.others_did" };
    let text = tr!(ctx.lang, key, what = what);
    match model.nav.current() {
        Screen::Call | Screen::Edit => model.status.problem(text, ctx),
        _ => model.status.note(text, ctx),
    }
}

#[cfg(test)]
mod tests;
