//! How Queues changes: another queue, movements, a changed book taken in without a jump, and what Enter opens.

use super::layout::Areas;
use super::list::{LineKey, QueueLines, Which};
use super::{Choice, Command, Part, Timer, Topic};
use crate::app::{Ctx, Effects, Model, Screen, Trail};
use crate::book::QueueSum;
use crate::domain::{CustomerId, QueueName};
use crate::lang::Lang;
use crate::screens;
use crate::store::protocol::{Failure, Reply};
use crate::ui::Motion;

/// Runs a command of this screen.
pub fn run(model: &mut Model, command: Command, ctx: &Ctx) -> Effects {
    match command {
        Command::Open => return enter(model, ctx),
        Command::Previous => step(model, -1, ctx),
        Command::Next => step(model, 1, ctx),
        Command::Left => model.queues.part = Part::List,
        Command::Right if Areas::of(ctx.size).is_some_and(|areas| areas.pane.is_some()) => {
            model.queues.part = Part::Pane;
        }
        Command::Right => {}
    }
    Effects::none()
}

/// Takes an answer of the book.
pub fn reply(_model: &mut Model, topic: Topic, _result: Result<Reply, Failure>, _ctx: &Ctx) -> Effects {
    match topic {}
}

/// A timer has rung.
pub fn timer(_model: &mut Model, timer: Timer, _ctx: &Ctx) -> Effects {
    match timer {}
}

/// An option of a chooser was chosen.
pub fn chosen(_model: &mut Model, choice: Choice, _option: usize, _ctx: &Ctx) -> Effects {
    match choice {}
}

/// Opens this screen on a queue; `None` is what is held back.
pub fn open(model: &mut Model, queue: Option<QueueName>, ctx: &Ctx) -> Effects {
    model.nav.switch(Screen::Queues);
    show(model, queue.map_or(Which::Held, Which::One), ctx);
    screens::entered(model, ctx)
}

/// Shows a queue from its beginning.
fn show(model: &mut Model, which: Which, ctx: &Ctx) {
    let state = &mut model.queues;
    state.which = which;
    state.part = Part::List;
    state.fresh = None;
    state.lines = QueueLines::default();
    state.cursor = crate::ui::Cursor::default();
    take_in(model, ctx);
}

fn step(model: &mut Model, by: isize, ctx: &Ctx) {
    let all: Vec<Which> = Which::all().collect();
    let here = all.iter().position(|which| *which == model.queues.which).unwrap_or(0);
    let to = here.checked_add_signed(by).and_then(|to| all.get(to)).copied();
    if let Some(which) = to {
        show(model, which, ctx);
    }
}

/// Takes a changed book in. Nothing jumps: the rows keep their places until the next movement.
pub fn take_in(model: &mut Model, ctx: &Ctx) {
    let Some(book) = model.book.get() else { return };
    let fresh = QueueLines::of(book, model.queues.which, ctx.now.minute());
    let state = &mut model.queues;
    if state.customer().is_none() {
        adopt(model, fresh, ctx);
        return;
    }
    if state.lines.keys == fresh.keys {
        state.lines = fresh;
        state.fresh = None;
        return;
    }
    state.lines = state.lines.held_still(&fresh, state.customer());
    state.fresh = Some(fresh);
    settle(model, ctx);
}

/// Shows new lines; the selected customer stays selected and on his line.
fn adopt(model: &mut Model, lines: QueueLines, ctx: &Ctx) {
    model.queues.lines = lines;
    model.queues.fresh = None;
    settle(model, ctx);
}

/// Keeps the cursor on a customer inside the list.
fn settle(model: &mut Model, ctx: &Ctx) {
    let height = list_height(ctx);
    let state = &mut model.queues;
    state.cursor.settle(&state.lines.keys, height);
    if let Some(LineKey::Band(_)) = state.cursor.key() {
        state.cursor.go_where(Motion::Down, &state.lines.keys, height, is_row);
    }
}

/// Whether the list of those held back is shown.
pub fn shows_held(model: &Model) -> bool {
    model.queues.which == Which::Held
}

/// A customer was passed over: the new order is there at once, and the one that stood below him is selected.
pub fn passed_over(model: &mut Model, customer: CustomerId, ctx: &Ctx) {
    if model.queues.customer() != Some(customer) {
        return;
    }
    let below = model.queues.lines.customers().skip_while(|id| *id != customer).nth(1);
    take_order(model, below, ctx);
}

/// What was written for a customer was taken back: he stands in his place again, selected.
pub fn undone(model: &mut Model, customer: CustomerId, ctx: &Ctx) {
    if model.nav.current() == Screen::Queues {
        take_order(model, Some(customer), ctx);
    }
}

/// Shows the order that waits, with this customer selected.
fn take_order(model: &mut Model, selected: Option<CustomerId>, ctx: &Ctx) {
    if let Some(fresh) = model.queues.fresh.take() {
        adopt(model, fresh, ctx);
    }
    let (height, state) = (list_height(ctx), &mut model.queues);
    if let Some(selected) = selected {
        state.cursor.select(LineKey::Row(selected), &state.lines.keys, height);
    }
}

/// The window has another size.
pub fn resized(model: &mut Model, ctx: &Ctx) {
    settle(model, ctx);
    if Areas::of(ctx.size).is_none_or(|areas| areas.pane.is_none()) {
        model.queues.part = Part::List;
    }
}

fn is_row(key: LineKey) -> bool {
    matches!(key, LineKey::Row(_))
}

fn list_height(ctx: &Ctx) -> u16 {
    Areas::of(ctx.size).map_or(1, |areas| areas.list.height)
}

/// A movement; first it brings the order that waited for it.
pub fn motion(model: &mut Model, motion: Motion, ctx: &Ctx) {
    if let Some(fresh) = model.queues.fresh.take() {
        let has_left = model.queues.customer().is_some_and(|customer| !fresh.contains(customer));
        adopt(model, fresh, ctx);
        // The row below has come into the place of the one that left.
        if has_left && motion == Motion::Down {
            return;
        }
    }
    let height = list_height(ctx);
    let state = &mut model.queues;
    state.cursor.go_where(motion, &state.lines.keys, height, is_row);
}

/// The queue as a trail, at the selected customer.
pub fn trail(model: &Model) -> Option<Trail> {
    let state = &model.queues;
    let selected = state.customer()?;
    let customers: Vec<_> = state.lines.customers().collect();
    let at = customers.iter().position(|customer| *customer == selected)?;
    Some(Trail { crumbs: String::new(), customers, at })
}

/// `跟进 > 风险`
pub fn crumbs(lang: Lang, which: Which) -> String {
    let name = lang.text(&format!("queues.name.{}", which.name()));
    format!("{} > {name}", lang.text("screen.queues"))
}

fn enter(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(mut trail) = trail(model) else {
        if let Some((which, _)) = next_with_work(model) {
            show(model, which, ctx);
        }
        return Effects::none();
    };
    trail.crumbs = crumbs(ctx.lang, model.queues.which);
    if model.queues.part == Part::Pane || model.queues.which == Which::Held {
        return screens::card::open(model, trail, ctx);
    }
    screens::call::open(model, trail, screens::call::Way::Call, ctx)
}

/// The next queue after this one that has somebody, and what it comes to.
pub fn next_with_work(model: &Model) -> Option<(Which, QueueSum)> {
    let (sums, all, _) = model.book.get()?.queue_sums();
    let here = Which::all().position(|which| which == model.queues.which).unwrap_or(0);
    let ones = Which::all().filter_map(|which| match which {
        Which::One(queue) => Some((which, sums[queue as usize])),
        Which::All => Some((which, all)),
        Which::Held => None,
    });
    let ones: Vec<_> = ones.collect();
    let (before, after) = ones.split_at(here.min(ones.len()));
    after.iter().chain(before).find(|(which, sum)| *which != model.queues.which && sum.customers > 0).copied()
}
