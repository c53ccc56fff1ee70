//! How Queues changes: another queue, movements, a changed book taken in without a jump, and what Enter opens.

use super::layout::Areas;
use super::list::{LineKey, QueueLines, Which};
use super::{Choice, Command, Enter, Part, Timer, Topic, view};
use crate::app::mouse::{Mouse, TURN};
use crate::app::{self, Ctx, Effects, Model, Screen, Trail};
use crate::book::{Filter, QueueSum, SortKey};
use crate::domain::{CustomerId, QueueName};
use crate::lang::Lang;
use crate::overlays::Overlay;
use crate::overlays::chooser::Chooser;
use crate::screens;
use crate::screens::customers::filter::{self, Filtering};
use crate::screens::filter_line::FilterLine;
use crate::store::protocol::{Failure, Reply, Request};
use crate::tr;
use crate::ui::Motion;
use std::time::Duration;

/// So long the cursor rests before the pane asks for the card.
const REST: Duration = Duration::from_millis(40);

/// Runs a command of this screen.
pub fn run(model: &mut Model, command: Command, ctx: &Ctx) -> Effects {
    match command {
        Command::Open => return enter(model, ctx),
        Command::Previous => return step(model, -1, ctx),
        Command::Next => return step(model, 1, ctx),
        Command::Left => model.queues.part = Part::List,
        Command::Right if has_pane(model, ctx) => model.queues.part = Part::Pane,
        Command::Right => {}
        Command::Pane => return turn_pane(model, ctx),
        Command::Filter => model.queues.editing = Some(FilterLine::new(&model.queues.filter_text)),
        Command::ClearFilter => return set_filter(model, String::new(), ctx),
        Command::ChooseSort => choose_sort(model, ctx),
    }
    Effects::none()
}

/// The parts of the body with the pane where it is wanted.
fn areas(model: &Model, ctx: &Ctx) -> Option<Areas> {
    Areas::of(ctx.size, model.queues.wish)
}

/// Whether the pane is there.
pub fn has_pane(model: &Model, ctx: &Ctx) -> bool {
    areas(model, ctx).is_some_and(|areas| areas.pane.is_some())
}

fn turn_pane(model: &mut Model, ctx: &Ctx) -> Effects {
    let next = model.queues.wish.next(ctx.size);
    if next == model.queues.wish {
        model.status.problem(ctx.lang.text("customers.no_pane"), ctx);
        return Effects::none();
    }
    model.queues.wish = next;
    resized(model, ctx);
    rest(model, ctx)
}

/// Takes an answer of the book.
pub fn reply(model: &mut Model, topic: Topic, result: Result<Reply, Failure>, ctx: &Ctx) -> Effects {
    match (topic, result) {
        (Topic::Card, Ok(Reply::CardFound(card))) => model.queues.card = Some(card),
        (Topic::Card, Ok(_)) => {}
        (Topic::Card, Err(failure)) => app::update::fail(model, failure, ctx),
    }
    Effects::none()
}

/// A timer has rung.
pub fn timer(model: &mut Model, timer: Timer, ctx: &Ctx) -> Effects {
    match timer {
        Timer::Rest => ask_for_card(model, ctx),
    }
}

/// The cursor has come to rest, or moved: the pane asks after a moment.
pub fn rest(model: &mut Model, ctx: &Ctx) -> Effects {
    if model.nav.current() == Screen::Queues {
        model.timers.start(app::Timer::Queues(Timer::Rest), REST, ctx);
    }
    Effects::none()
}

fn ask_for_card(model: &mut Model, ctx: &Ctx) -> Effects {
    match model.queues.customer() {
        Some(customer) if has_pane(model, ctx) && model.queues.selected_card().is_none() => {
            model.requests.ask(app::Topic::Queues(Topic::Card), Request::FindCard(customer), ctx)
        }
        _ => Effects::none(),
    }
}

/// An option of a chooser was chosen.
pub fn chosen(model: &mut Model, choice: Choice, option: usize, ctx: &Ctx) -> Effects {
    match choice {
        Choice::Sort => {
            let spec = &mut model.queues.spec;
            let sort = option.checked_sub(1).and_then(|at| SortKey::ALL.get(at)).copied();
            // The same once more turns it round.
            spec.is_reversed = sort.is_some() && sort == spec.sort && !spec.is_reversed;
            spec.sort = sort;
        }
    }
    // Another order is worked from its beginning.
    model.queues.cursor = crate::ui::Cursor::default();
    remake(model, ctx)
}

fn choose_sort(model: &mut Model, ctx: &Ctx) {
    let keys = SortKey::ALL.iter().map(|key| ctx.lang.text(&format!("customers.sort.{}", key.code())));
    let options = std::iter::once(ctx.lang.text("queues.sort.work")).chain(keys);
    let sort = model.queues.spec.sort;
    let selected =
        sort.and_then(|sort| SortKey::ALL.iter().position(|key| *key == sort)).map_or(0, |at| at + 1);
    model.overlays.push(Overlay::Chooser(Chooser {
        choice: screens::Choice::Queues(Choice::Sort),
        title: tr!(ctx.lang, "customers.choose_sort").into_owned(),
        options: options.map(std::borrow::Cow::into_owned).collect(),
        selected,
    }));
}

/// Uses a filter that can be read; one that cannot is left.
pub fn set_filter(model: &mut Model, text: String, ctx: &Ctx) -> Effects {
    let read =
        model.book.get().map_or(Ok(Filter::default()), |book| filter::parse(&text, &Filtering::of(book)));
    match read {
        Ok(filter) => {
            model.queues.filter_text = text;
            model.queues.spec.filter = filter;
            remake(model, ctx)
        }
        Err(problem) => {
            let classes = model.book.get().map(|book| &book.classes);
            model.status.problem(problem.text(ctx.lang, classes), ctx);
            Effects::none()
        }
    }
}

/// Shows the lines of a changed specification at once; the selected customer stays selected if he is still there.
fn remake(model: &mut Model, ctx: &Ctx) -> Effects {
    if let Some(book) = model.book.get() {
        let lines = QueueLines::of(book, &model.queues.spec, ctx.now.minute());
        adopt(model, lines, ctx);
    }
    rest(model, ctx)
}

/// The book has changed: lines anew without a jump, days of the filter count from its day, the pane asks again.
pub fn book_changed(model: &mut Model, ctx: &Ctx) -> Effects {
    if let Some(book) = model.book.get()
        && let Ok(read) = filter::parse(&model.queues.filter_text, &Filtering::of(book))
    {
        model.queues.spec.filter = read;
    }
    model.queues.card = None;
    take_in(model, ctx);
    rest(model, ctx)
}

/// Opens this screen on a queue; `None` is what is held back.
pub fn open(model: &mut Model, queue: Option<QueueName>, ctx: &Ctx) -> Effects {
    model.nav.follow(Screen::Queues);
    show(model, queue.map_or(Which::Held, Which::One), ctx);
    screens::entered(model, ctx)
}

/// Shows a queue from its beginning.
fn show(model: &mut Model, which: Which, ctx: &Ctx) {
    let state = &mut model.queues;
    state.spec.which = which;
    state.part = Part::List;
    state.fresh = None;
    state.lines = QueueLines::default();
    state.cursor = crate::ui::Cursor::default();
    take_in(model, ctx);
}

fn step(model: &mut Model, by: isize, ctx: &Ctx) -> Effects {
    let all: Vec<Which> = Which::all().collect();
    let here = all.iter().position(|which| *which == model.queues.spec.which).unwrap_or(0);
    let to = here.checked_add_signed(by).and_then(|to| all.get(to)).copied();
    if let Some(which) = to {
        show(model, which, ctx);
    }
    rest(model, ctx)
}

/// Takes a changed book in. Nothing jumps: the rows keep their places until the next movement.
pub fn take_in(model: &mut Model, ctx: &Ctx) {
    let Some(book) = model.book.get() else { return };
    let fresh = QueueLines::of(book, &model.queues.spec, ctx.now.minute());
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
    let height = list_height(model, ctx);
    let state = &mut model.queues;
    state.cursor.settle(&state.lines.keys, height);
    if let Some(LineKey::Band(_)) = state.cursor.key() {
        state.cursor.go_where(Motion::Down, &state.lines.keys, height, is_row);
    }
}

/// Whether the list of those held back is shown.
pub fn shows_held(model: &Model) -> bool {
    model.queues.spec.which == Which::Held
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
    let (height, state) = (list_height(model, ctx), &mut model.queues);
    if let Some(selected) = selected {
        state.cursor.select(LineKey::Row(selected), &state.lines.keys, height);
    }
}

/// The window has another size.
pub fn resized(model: &mut Model, ctx: &Ctx) {
    settle(model, ctx);
    if !has_pane(model, ctx) {
        model.queues.part = Part::List;
    }
}

fn is_row(key: LineKey) -> bool {
    !matches!(key, LineKey::Band(_))
}

fn list_height(model: &Model, ctx: &Ctx) -> u16 {
    areas(model, ctx).map_or(1, |areas| areas.list.height)
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
    let height = list_height(model, ctx);
    let state = &mut model.queues;
    state.cursor.go_where(motion, &state.lines.keys, height, is_row);
}

/// The mouse: a click selects a customer or goes into the pane, the wheel scrolls and leaves the selection where it is.
pub fn mouse(model: &mut Model, mouse: Mouse, ctx: &Ctx) -> Effects {
    if let Mouse::Click(at) = mouse
        && let Some(which) = view::queue_at(model, ctx, at)
    {
        show(model, which, ctx);
        return rest(model, ctx);
    }
    let Some(areas) = areas(model, ctx) else { return Effects::none() };
    let state = &mut model.queues;
    let list = areas.list;
    match mouse {
        Mouse::Click(at) if list.contains(at) => {
            let mut cursor = state.cursor;
            cursor.click(at.y - list.y, &state.lines.keys, list.height);
            if cursor.key().is_some_and(is_row) {
                state.cursor = cursor;
                state.part = Part::List;
            }
            return rest(model, ctx);
        }
        Mouse::Click(at) if areas.pane.is_some_and(|(_, pane)| pane.contains(at)) => state.part = Part::Pane,
        Mouse::Wheel(at, turn) if list.contains(at) => {
            state.cursor.wheel(turn.motion(), TURN, state.lines.keys.len(), list.height);
        }
        _ => {}
    }
    Effects::none()
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
    let way = model.queues.way();
    match (way, trail(model)) {
        (Enter::Call, Some(trail)) => {
            let trail = Trail { crumbs: crumbs(ctx.lang, model.queues.spec.which), ..trail };
            screens::call::open(model, trail, screens::call::Way::Call, ctx)
        }
        (Enter::Card, Some(trail)) => {
            let trail = Trail { crumbs: crumbs(ctx.lang, model.queues.spec.which), ..trail };
            screens::card::open(model, trail, ctx)
        }
        (Enter::Call | Enter::Card, None) => Effects::none(),
        (Enter::ShowHeld, _) => {
            show(model, Which::Held, ctx);
            rest(model, ctx)
        }
        (Enter::Widen, _) => {
            let text = filter::without_last(&model.queues.filter_text);
            set_filter(model, text, ctx)
        }
        (Enter::GoOn, _) => {
            if let Some((which, _)) = next_with_work(model) {
                show(model, which, ctx);
            }
            rest(model, ctx)
        }
    }
}

/// Esc: the filter goes; an empty queue is left for Today.
pub fn back(model: &mut Model, ctx: &Ctx) -> Effects {
    if !model.queues.filter_text.is_empty() {
        return set_filter(model, String::new(), ctx);
    }
    model.nav.switch(Screen::Today);
    screens::entered(model, ctx)
}

/// The next queue after this one that has somebody, and what it comes to.
pub fn next_with_work(model: &Model) -> Option<(Which, QueueSum)> {
    let (sums, all, _) = model.book.get()?.queue_sums();
    let here = Which::all().position(|which| which == model.queues.spec.which).unwrap_or(0);
    let ones = Which::all().filter_map(|which| match which {
        Which::One(queue) => Some((which, sums[queue as usize])),
        Which::All => Some((which, all)),
        Which::Held => None,
    });
    let ones: Vec<_> = ones.collect();
    let (before, after) = ones.split_at(here.min(ones.len()));
    after
        .iter()
        .chain(before)
        .find(|(which, sum)| *which != model.queues.spec.which && sum.customers > 0)
        .copied()
}
