//! How Customers changes: its commands, the answers of the book, the lines made anew with the cursor kept.

use super::filter::{self, Filtering};
use super::lines::{LineKey, Lines};
use super::{Choice, Command, State, Timer, Topic, layout};
use crate::app::mouse::{Mouse, TURN};
use crate::app::{self, Ctx, Effects, Model, Screen, Trail};
use crate::book::{ClassIx, Filter, SortKey};
use crate::domain::{Code, CustomerId, Dimension};
use crate::lang::Lang;
use crate::overlays::Overlay;
use crate::overlays::chooser::Chooser;
use crate::screens;
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
        Command::Open => return open(model, ctx),
        Command::ChooseGroup => choose_group(model, ctx),
        Command::ChooseSort => choose_sort(model, ctx),
        Command::Filter => {
            model.customers.editing = Some(FilterLine::new(&model.customers.filter_text));
        }
        Command::ClearFilter => return clear_filter(model, ctx),
        Command::Fold => return fold(model, ctx),
        Command::FoldAll => return fold_all(model, ctx),
        Command::Pane => return turn_pane(model, ctx),
    }
    Effects::none()
}

fn turn_pane(model: &mut Model, ctx: &Ctx) -> Effects {
    let next = model.customers.wish.next(ctx.size);
    if next == model.customers.wish {
        model.status.problem(ctx.lang.text("customers.no_pane"), ctx);
        return Effects::none();
    }
    model.customers.wish = next;
    settle(model, ctx);
    rest(model, ctx)
}

/// Opens this screen with a filter, as text in either language.
pub fn open_filtered(model: &mut Model, text: String, ctx: &Ctx) -> Effects {
    model.nav.follow(Screen::Customers);
    model.customers.listed = None;
    let effects = set_filter(model, text, ctx);
    effects.and(screens::entered(model, ctx))
}

/// Opens this screen on a list of customers, under a name.
pub fn open_listed(model: &mut Model, name: String, mut customers: Vec<CustomerId>, ctx: &Ctx) -> Effects {
    customers.sort_unstable();
    model.customers.listed = Some((name, customers));
    model.nav.follow(Screen::Customers);
    let effects = set_filter(model, String::new(), ctx);
    effects.and(screens::entered(model, ctx))
}

/// Shows everybody again.
pub fn clear_filter(model: &mut Model, ctx: &Ctx) -> Effects {
    model.customers.listed = None;
    set_filter(model, String::new(), ctx)
}

/// Takes an answer of the book.
pub fn reply(model: &mut Model, topic: Topic, result: Result<Reply, Failure>, ctx: &Ctx) -> Effects {
    match (topic, result) {
        (Topic::Card, Ok(Reply::CardFound(card))) => model.customers.card = Some(card),
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

/// An option of a chooser was chosen.
pub fn chosen(model: &mut Model, choice: Choice, option: usize, ctx: &Ctx) -> Effects {
    let spec = &mut model.customers.spec;
    match choice {
        Choice::Group => {
            spec.group = Dimension::ALL.get(option).copied();
            spec.folded.clear();
        }
        Choice::Sort => {
            let Some(sort) = SortKey::ALL.get(option).copied() else { return Effects::none() };
            // The same once more turns it round.
            spec.is_reversed = sort == spec.sort && !spec.is_reversed;
            spec.sort = sort;
        }
    }
    remake(model, ctx);
    rest(model, ctx)
}

/// The mouse over the list: a click selects, the wheel scrolls and leaves the selection where it is.
pub fn mouse(model: &mut Model, mouse: Mouse, ctx: &Ctx) -> Effects {
    let state = &mut model.customers;
    let Some(layout::Areas { list, .. }) = layout::areas(ctx.size, state.wish) else {
        return Effects::none();
    };
    match mouse {
        Mouse::Click(at) if list.contains(at) => {
            state.cursor.click(at.y - list.y, &state.lines.keys, list.height);
            rest(model, ctx)
        }
        Mouse::Wheel(at, turn) if list.contains(at) => {
            state.cursor.wheel(turn.motion(), TURN, state.lines.keys.len(), list.height);
            Effects::none()
        }
        _ => Effects::none(),
    }
}

/// A movement of the cursor.
pub fn motion(model: &mut Model, motion: Motion, ctx: &Ctx) -> Effects {
    let height = list_height(&model.customers, ctx);
    let State { cursor, lines, .. } = &mut model.customers;
    cursor.go(motion, &lines.keys, height);
    rest(model, ctx)
}

/// The book has changed: lines anew, the cursor stays on its customer, the pane asks again.
pub fn book_changed(model: &mut Model, ctx: &Ctx) -> Effects {
    if let Some(book) = model.book.get()
        && let Ok(parsed) = filter::parse(&model.customers.filter_text, &Filtering::of(book))
    {
        // Days of the filter count from today.
        model.customers.spec.filter = Filter { only: listed(model), ..parsed };
    }
    remake(model, ctx);
    model.customers.card = None;
    rest(model, ctx)
}

/// Keeps the cursor inside a window of another size.
pub fn settle(model: &mut Model, ctx: &Ctx) {
    let height = list_height(&model.customers, ctx);
    let State { cursor, lines, .. } = &mut model.customers;
    cursor.settle(&lines.keys, height);
}

/// The list as a trail, with the cursor's customer.
pub fn trail(model: &Model) -> Option<Trail> {
    let state = &model.customers;
    let customer = state.customer()?;
    let customers: Vec<_> = state.lines.customers().collect();
    let line = state.cursor.index();
    let at = line.checked_sub(state.lines.headings_to(line))?;
    if customers.get(at) != Some(&customer) {
        return Some(Trail::single(customer));
    }
    Some(Trail { crumbs: String::new(), customers, at })
}

/// The cursor has come to rest, or moved: the pane asks after a moment.
pub fn rest(model: &mut Model, ctx: &Ctx) -> Effects {
    if model.nav.current() == Screen::Customers {
        model.timers.start(app::Timer::Customers(Timer::Rest), REST, ctx);
    }
    Effects::none()
}

/// `客户 > 钻石`: the screen and the group of the cursor.
pub fn crumbs(model: &Model, lang: Lang) -> String {
    let state = &model.customers;
    let screen = lang.text("screen.customers").into_owned();
    let group = || {
        let class = state.lines.group_of(state.cursor.index())?.shown.class;
        Some(model.book.get()?.classes.label(state.spec.group?, class, lang))
    };
    match group() {
        Some(group) => format!("{screen} > {group}"),
        None => screen,
    }
}

fn listed(model: &Model) -> Option<Vec<CustomerId>> {
    model.customers.listed.as_ref().map(|(_, customers)| customers.clone())
}

/// Uses a filter that can be read; one that cannot is left.
pub fn set_filter(model: &mut Model, text: String, ctx: &Ctx) -> Effects {
    let parsed = match model.book.get() {
        Some(book) => filter::parse(&text, &Filtering::of(book)),
        None => Ok(crate::book::Filter::default()),
    };
    match parsed {
        Ok(parsed) => {
            model.customers.filter_text = text;
            model.customers.spec.filter = Filter { only: listed(model), ..parsed };
            remake(model, ctx);
            rest(model, ctx)
        }
        Err(problem) => {
            let classes = model.book.get().map(|book| &book.classes);
            model.status.problem(problem.text(ctx.lang, classes), ctx);
            Effects::none()
        }
    }
}

/// Whether the pane is there.
pub fn has_pane(model: &Model, ctx: &Ctx) -> bool {
    layout::areas(ctx.size, model.customers.wish).is_some_and(|areas| areas.pane.is_some())
}

fn ask_for_card(model: &mut Model, ctx: &Ctx) -> Effects {
    match model.customers.customer() {
        Some(customer) if has_pane(model, ctx) && model.customers.selected_card().is_none() => {
            model.requests.ask(app::Topic::Customers(Topic::Card), Request::FindCard(customer), ctx)
        }
        _ => Effects::none(),
    }
}

fn list_height(state: &State, ctx: &Ctx) -> u16 {
    layout::areas(ctx.size, state.wish).map_or(1, |areas| areas.list.height)
}

/// Makes the lines anew.
fn remake(model: &mut Model, ctx: &Ctx) {
    let Some(book) = model.book.get() else { return };
    let height = list_height(&model.customers, ctx);
    let state = &mut model.customers;
    state.lines = Lines::of(book, &state.spec);
    let is_first_time = state.cursor.key().is_none();
    let hidden = state.customer().filter(|_| !state.spec.folded.is_empty()).and_then(|customer| {
        let class = book.find(customer)?.class(state.spec.group?);
        state.spec.folded.contains(&class).then_some(LineKey::Group(class))
    });
    state.cursor.settle(&state.lines.keys, height);
    let wanted = if is_first_time { state.lines.first_customer() } else { hidden };
    if let Some(key) = wanted {
        state.cursor.select(key, &state.lines.keys, height);
    }
}

fn open(model: &mut Model, ctx: &Ctx) -> Effects {
    match (model.customers.cursor.key(), trail(model)) {
        (_, Some(trail)) => {
            let trail = Trail { crumbs: crumbs(model, ctx.lang), ..trail };
            screens::card::open(model, trail, ctx)
        }
        (Some(LineKey::Group(_)), None) => fold(model, ctx),
        _ => {
            if model.customers.filter_text.is_empty() {
                return clear_filter(model, ctx);
            }
            let shorter = filter::without_last(&model.customers.filter_text);
            set_filter(model, shorter, ctx)
        }
    }
}

fn fold(model: &mut Model, ctx: &Ctx) -> Effects {
    let state = &mut model.customers;
    let Some(class) = state.lines.group_of(state.cursor.index()).map(|group| group.shown.class) else {
        return Effects::none();
    };
    match state.spec.folded.iter().position(|folded| *folded == class) {
        Some(at) => drop(state.spec.folded.remove(at)),
        None => state.spec.folded.push(class),
    }
    remake(model, ctx);
    rest(model, ctx)
}

fn fold_all(model: &mut Model, ctx: &Ctx) -> Effects {
    let state = &mut model.customers;
    let all: Vec<ClassIx> = state.lines.view.groups.iter().map(|group| group.shown.class).collect();
    let is_any_open = all.iter().any(|class| !state.spec.folded.contains(class));
    state.spec.folded = if is_any_open { all } else { Vec::new() };
    remake(model, ctx);
    rest(model, ctx)
}

fn choose_group(model: &mut Model, ctx: &Ctx) {
    let lang = ctx.lang;
    let named =
        |dimension: &Dimension| lang.text(&format!("customers.group.{}", dimension.code())).into_owned();
    let none = tr!(lang, "customers.group.none").into_owned();
    let options: Vec<String> = Dimension::ALL.iter().map(named).chain([none]).collect();
    let group = model.customers.spec.group;
    let selected = Dimension::ALL.iter().position(|dimension| Some(*dimension) == group);
    let selected = selected.unwrap_or(options.len() - 1);
    open_chooser(model, Choice::Group, tr!(lang, "customers.choose_group").into_owned(), (options, selected));
}

fn choose_sort(model: &mut Model, ctx: &Ctx) {
    let lang = ctx.lang;
    let options =
        SortKey::ALL.iter().map(|key| lang.text(&format!("customers.sort.{}", key.code())).into_owned());
    let selected = SortKey::ALL.iter().position(|key| *key == model.customers.spec.sort).unwrap_or(0);
    let options = (options.collect(), selected);
    open_chooser(model, Choice::Sort, tr!(lang, "customers.choose_sort").into_owned(), options);
}

fn open_chooser(model: &mut Model, choice: Choice, title: String, (options, selected): (Vec<String>, usize)) {
    let choice = screens::Choice::Customers(choice);
    model.overlays.push(Overlay::Chooser(Chooser { choice, title, options, selected }));
}
