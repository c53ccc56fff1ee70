//! Passing a customer over (`n`): why, chosen in row 2; noted in the book, so that he comes at the end of the day's
//! queues; then the next customer.
//!
//! Owns the eight reasons on the screen. Must not: decide where the customer stands afterwards (see `work::queue`).

use super::{Choice, call, queues};
use crate::app::update::fail;
use crate::app::{Ctx, Effects, Model, Topic, book};
use crate::domain::{Code, CustomerId, SkipReason, secret};
use crate::overlays::Overlay;
use crate::overlays::chooser::Chooser;
use crate::store::protocol::{Failure, Reply, Request, RowChange};
use crate::tr;

/// Asks why a customer is passed over.
pub fn open(model: &mut Model, customer: CustomerId, ctx: &Ctx) -> Effects {
    let short = |why: &SkipReason| ctx.lang.text(&format!("skip_short.{why}")).into_owned();
    model.overlays.push(Overlay::Chooser(Chooser {
        choice: Choice::Skip(customer),
        title: tr!(ctx.lang, "skip_form.title").into_owned(),
        options: SkipReason::ALL.iter().map(short).collect(),
        selected: 0,
    }));
    Effects::none()
}

/// A reason was chosen.
pub fn chosen(model: &mut Model, customer: CustomerId, option: usize, ctx: &Ctx) -> Effects {
    match SkipReason::ALL.get(option) {
        Some(why) if !model.requests.is_awaiting(Topic::Skip) => {
            model.requests.ask(Topic::Skip, Request::Skip(customer, *why), ctx)
        }
        _ => Effects::none(),
    }
}

/// The book has noted it.
pub fn reply(model: &mut Model, result: Result<Reply, Failure>, ctx: &Ctx) -> Effects {
    let fresh = match result {
        Ok(Reply::Skipped(fresh)) => fresh,
        Ok(_) => return Effects::none(),
        Err(failure) => {
            fail(model, failure, ctx);
            return Effects::none();
        }
    };
    let Some(RowChange::Put(row)) = fresh.rows.first() else { return book::absorb(model, *fresh, ctx) };
    let (customer, name) = (row.row.id, row.display_name().to_owned());
    let text = tr!(ctx.lang, "skip_form.saved", name = secret(name));
    model.status.undoable(text, ctx);
    let effects = book::absorb(model, *fresh, ctx);
    queues::passed_over(model, customer, ctx);
    effects.and(call::put_off(model, customer, ctx))
}
