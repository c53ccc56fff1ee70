//! How Card changes: its commands and the answers of the book.

use super::details::{self, DetailLine, Numbers, Section};
use super::layout::{Layout, Place, layout};
use super::timeline::{self, EntryKey, Filter, LineKey, Part, TimeLine};
use super::{Command, Pane, Timer, Topic};
use crate::app::mouse::{Mouse, TURN};
use crate::app::{Ctx, Effects, Model, Screen, Timer as AnyTimer, Topic as AnyTopic, Trail};
use crate::book::Event;
use crate::domain::{CustomerId, Dimension};
use crate::screens;
use crate::screens::edit::FieldId;
use crate::store::protocol::{Access, Failure, Reply, Request};
use crate::tr;
use crate::ui::{Cursor, Motion};
use std::time::Duration;

/// So long a number stays in clear.
const SHOWN_FOR: Duration = Duration::from_secs(15);
/// Columns beside the text of a pane: the cursor's, and a blank one.
const EDGES: u16 = 2;

/// Opens it on the customer of a trail.
pub fn open(model: &mut Model, trail: Trail, ctx: &Ctx) -> Effects {
    show(model, trail);
    model.nav.open(Screen::Card);
    screens::entered(model, ctx)
}

/// Takes another customer: nothing of the former one stays.
fn show(model: &mut Model, trail: Trail) {
    let state = &mut model.card;
    if state.trail.customer() != trail.customer() {
        let filter = state.filter;
        *state = super::State { filter, ..super::State::default() };
        model.timers.stop(AnyTimer::Card(Timer::Mask));
    }
    model.card.trail = trail;
}

/// Asks for the card.
pub fn load(model: &mut Model, ctx: &Ctx) -> Effects {
    match model.card.trail.customer() {
        Some(customer) => model.requests.ask(AnyTopic::Card(Topic::Load), Request::FindCard(customer), ctx),
        None => Effects::none(),
    }
}

/// The book has changed: the card is loaded anew where it can be seen.
pub fn book_changed(model: &mut Model, ctx: &Ctx) -> Effects {
    let Some(customer) = model.card.trail.customer() else { return Effects::none() };
    if model.book.get().is_some() && model.book.find(customer).is_none() {
        model.card.card = None;
        return Effects::none();
    }
    if model.nav.current() == Screen::Card { load(model, ctx) } else { Effects::none() }
}

/// Runs a command of this screen.
pub fn run(model: &mut Model, command: Command, ctx: &Ctx) -> Effects {
    match command {
        Command::Prove => prove(model, ctx),
        Command::PaneLeft => step_pane(model, -1, ctx),
        Command::PaneRight => step_pane(model, 1, ctx),
        Command::Previous => return step_customer(model, -1, ctx),
        Command::Next => return step_customer(model, 1, ctx),
        Command::Filter => {
            model.card.filter = model.card.filter.next();
            model.card.timeline = Cursor::default();
            settle(model, ctx);
        }
    }
    Effects::none()
}

fn step_customer(model: &mut Model, by: isize, ctx: &Ctx) -> Effects {
    let mut trail = model.card.trail.clone();
    if !trail.step(by) {
        let key = if by < 0 { "card.first" } else { "card.last" };
        model.status.note(ctx.lang.text(key), ctx);
        return Effects::none();
    }
    show(model, trail);
    load(model, ctx)
}

fn step_pane(model: &mut Model, by: isize, ctx: &Ctx) {
    let Some(Layout { panes, .. }) = layout(ctx.size, model.card.focus) else { return };
    let here = panes.iter().position(|place| place.pane == model.card.focus).unwrap_or(0);
    if let Some(place) = here.checked_add_signed(by).and_then(|at| panes.get(at)) {
        model.card.focus = place.pane;
        settle(model, ctx);
    }
}

fn prove(model: &mut Model, ctx: &Ctx) {
    if model.card.focus == Pane::Timeline {
        return follow(model, ctx);
    }
    let Some(line) = line_under_cursor(model, ctx) else { return };
    if let Some(proof) = line.proof {
        return go_to(model, proof, ctx);
    }
    let shows = |field: FieldId| move |line: &DetailLine| line.fields.contains(&field);
    if line.rests_on.is_some_and(|field| select_line(model, shows(field), ctx)) {
        return;
    }
    // What nothing else tells of came with him.
    let beginning = model.card.trail.customer().and_then(|customer| model.card.loaded(customer));
    match beginning.and_then(|card| timeline::find(&card.timeline, |entry| entry.event == Event::Entered)) {
        Some(entry) => go_to(model, entry, ctx),
        None => model.status.note(tr!(ctx.lang, "card.no_proof"), ctx),
    }
}

/// Opens what changes the section under the cursor: a class is set by hand, consent has a form of its own, the rest is in
/// the form of the customer, at the field of the line. (The next contact has a key of its own.)
pub fn edit_section(model: &mut Model, trail: &Trail, ctx: &Ctx) -> Effects {
    let Some(customer) = trail.customer() else { return Effects::none() };
    let line = if model.card.focus == Pane::Timeline { None } else { line_under_cursor(model, ctx) };
    let Some(line) = line else { return screens::edit::edit(model, customer, None, ctx) };
    if let Some(channel) = line.channel {
        return screens::edit::set_consent(model, customer, channel, ctx);
    }
    match line.id.section {
        Section::Classes => screens::edit::set_class(model, customer, line.dimension, ctx),
        _ => screens::edit::edit(model, customer, line.fields.first().copied(), ctx),
    }
}

/// Puts the cursor on an entry of the timeline; a filter that hides it is taken off.
fn go_to(model: &mut Model, entry: EntryKey, ctx: &Ctx) {
    let Some(customer) = model.card.trail.customer() else { return };
    let Some(card) = model.card.loaded(customer) else { return };
    let is_hidden =
        timeline::entry(&card.timeline, entry).is_none_or(|entry| !model.card.filter.shows(&entry.event));
    if is_hidden {
        model.card.filter = Filter::All;
    }
    select_entry(model, entry, ctx);
}

/// Enter on an entry of the timeline: to the line that it proves; else to the entries of its kind alone, and back.
fn follow(model: &mut Model, ctx: &Ctx) {
    let Some(customer) = model.card.trail.customer() else { return };
    let (Some(card), Some(key)) = (model.card.loaded(customer), model.card.timeline.key()) else { return };
    let Some(found) = timeline::entry(&card.timeline, key.entry) else { return };
    let (kind, dimension) = (Filter::of(&found.event), dimension_of(&found.event));
    let proves = |line: &DetailLine| {
        line.proof == Some(key.entry) || dimension.is_some_and(|of| line.dimension == Some(of))
    };
    if select_line(model, proves, ctx) {
        return;
    }
    if kind == Filter::All {
        model.status.note(tr!(ctx.lang, "card.no_match"), ctx);
        return;
    }
    model.card.filter = if model.card.filter == kind { Filter::All } else { kind };
    select_entry(model, key.entry, ctx);
}

fn dimension_of(event: &Event) -> Option<Dimension> {
    match event {
        Event::ClassChanged { dimension, .. } => Some(*dimension),
        _ => None,
    }
}

/// Puts the cursor on the first line of the sections for which something holds.
fn select_line(model: &mut Model, holds: impl Fn(&DetailLine) -> bool, ctx: &Ctx) -> bool {
    for pane in [Pane::Left, Pane::Middle] {
        let before = std::mem::replace(&mut model.card.focus, pane);
        // What is collapsed now stands in full once the cursor is there.
        let found = place(model, pane, ctx).and_then(|place| {
            let facts = detail_facts(model, ctx, &place)?;
            let id = details::lines(&facts, place.sections).iter().find(|line| holds(line))?.id;
            let height = place.area.height;
            let lines = details::fitted(&facts, place.sections, (height, Some(id.section)));
            Some((id, lines.iter().map(|line| line.id).collect::<Vec<_>>(), height))
        });
        if let Some((id, keys, height)) = found {
            let cursor = if pane == Pane::Middle { &mut model.card.middle } else { &mut model.card.left };
            cursor.select(id, &keys, height);
            return true;
        }
        model.card.focus = before;
    }
    false
}

fn select_entry(model: &mut Model, entry: EntryKey, ctx: &Ctx) {
    model.card.focus = Pane::Timeline;
    let Some(place) = place(model, Pane::Timeline, ctx) else { return };
    let Some(facts) = time_facts(model, ctx, &place) else { return };
    let keys: Vec<_> = timeline::lines(&facts).iter().map(|line| line.key).collect();
    if let Some(key) = timeline::line_of(&facts, entry) {
        model.card.timeline.select(key, &keys, place.area.height);
    }
}

/// The line of a section under the cursor; `None` in the timeline.
pub fn line_under_cursor(model: &Model, ctx: &Ctx) -> Option<DetailLine> {
    let focus = model.card.focus;
    let cursor = if focus == Pane::Middle { &model.card.middle } else { &model.card.left };
    let lines = detail_lines(model, ctx, &place(model, focus, ctx)?)?;
    lines.into_iter().find(|line| Some(line.id) == cursor.key())
}

/// Moves in the pane with the focus.
pub fn motion(model: &mut Model, motion: Motion, ctx: &Ctx) {
    let Some(place) = place(model, model.card.focus, ctx) else { return };
    let height = place.area.height;
    if place.pane == Pane::Timeline {
        let Some(lines) = time_lines(model, ctx, &place) else { return };
        let keys: Vec<_> = lines.iter().map(|line| line.key).collect();
        model.card.timeline.go_where(motion, &keys, height, |key| key.part != Part::Year);
        return;
    }
    let Some(lines) = detail_lines(model, ctx, &place) else { return };
    let keys: Vec<_> = lines.iter().map(|line| line.id).collect();
    let cursor = if place.pane == Pane::Middle { &mut model.card.middle } else { &mut model.card.left };
    let before = cursor.key().map(|id| id.section);
    cursor.go_where(motion, &keys, height, |id| lines.iter().any(|line| line.id == id && line.is_stop()));
    let now = cursor.key().map(|id| id.section);
    if now != before {
        enter_section(model, ctx, (&place, motion));
    }
}

/// The section that the cursor came to stands in full now; from below it is entered at its end.
fn enter_section(model: &mut Model, ctx: &Ctx, (place, motion): (&Place, Motion)) {
    let Some(lines) = detail_lines(model, ctx, place) else { return };
    let keys: Vec<_> = lines.iter().map(|line| line.id).collect();
    let cursor = if place.pane == Pane::Middle { &mut model.card.middle } else { &mut model.card.left };
    let Some(key) = cursor.key() else { return };
    let last = lines.iter().rfind(|line| line.id.section == key.section && line.is_stop());
    match (motion, last) {
        (Motion::Up | Motion::Last, Some(last)) => cursor.select(last.id, &keys, place.area.height),
        _ => cursor.settle(&keys, place.area.height),
    }
}

/// The mouse: a click takes the keys into a pane and selects the line, the wheel scrolls the pane under it and leaves the
/// selection where it is.
pub fn mouse(model: &mut Model, mouse: Mouse, ctx: &Ctx) -> Effects {
    let (Mouse::Click(at) | Mouse::Wheel(at, _)) = mouse;
    let panes = layout(ctx.size, model.card.focus).map(|layout| layout.panes).unwrap_or_default();
    let Some(place) = panes.into_iter().find(|place| place.area.contains(at)) else { return Effects::none() };
    let (line, height) = (at.y - place.area.y, place.area.height);
    if place.pane == Pane::Timeline {
        let keys: Vec<_> = time_lines(model, ctx, &place).unwrap_or_default().iter().map(|l| l.key).collect();
        let is_stop = |key: LineKey| key.part != Part::Year;
        point(&mut model.card.timeline, mouse, (line, height), &keys, is_stop);
    } else {
        let lines = detail_lines(model, ctx, &place).unwrap_or_default();
        let keys: Vec<_> = lines.iter().map(|line| line.id).collect();
        let is_stop = |id| lines.iter().any(|line| line.id == id && line.is_stop());
        let cursor = if place.pane == Pane::Middle { &mut model.card.middle } else { &mut model.card.left };
        point(cursor, mouse, (line, height), &keys, is_stop);
    }
    if matches!(mouse, Mouse::Click(_)) && model.card.focus != place.pane {
        model.card.focus = place.pane;
        settle(model, ctx);
    }
    Effects::none()
}

fn point<K: Copy + Eq>(
    cursor: &mut Cursor<K>,
    mouse: Mouse,
    (line, height): (u16, u16),
    keys: &[K],
    is_stop: impl Fn(K) -> bool,
) {
    match mouse {
        Mouse::Wheel(_, turn) => cursor.wheel(turn.motion(), TURN, keys.len(), height),
        Mouse::Click(_) => {
            let mut there = *cursor;
            there.click(line, keys, height);
            if there.key().is_some_and(is_stop) {
                *cursor = there;
            }
        }
    }
}

/// Puts every cursor on a line that is there, after lines or sizes have changed.
pub fn settle(model: &mut Model, ctx: &Ctx) {
    let Some(layout) = layout(ctx.size, model.card.focus) else { return };
    if !layout.panes.iter().any(|place| place.pane == model.card.focus) {
        model.card.focus = Pane::Left;
    }
    for place in layout.panes {
        let height = place.area.height;
        if place.pane == Pane::Timeline {
            let Some(lines) = time_lines(model, ctx, &place) else { continue };
            let keys: Vec<_> = lines.iter().map(|line| line.key).collect();
            let cursor = &mut model.card.timeline;
            if cursor.key().is_none() {
                cursor.go_where(Motion::First, &keys, height, |key| key.part != Part::Year);
            }
            cursor.settle(&keys, height);
            continue;
        }
        let Some(lines) = detail_lines(model, ctx, &place) else { continue };
        let keys: Vec<_> = lines.iter().map(|line| line.id).collect();
        let cursor = if place.pane == Pane::Middle { &mut model.card.middle } else { &mut model.card.left };
        if cursor.key().is_none_or(|key| !keys.contains(&key)) {
            // At first the cursor stands on the first reason, not on what is allowed above it, however many lines that takes.
            let is_start = |line: &DetailLine| line.is_stop() && line.id.section != Section::Allowed;
            let start = lines.iter().position(is_start);
            *cursor = Cursor::default();
            if let Some(start) = start {
                cursor.select(keys[start], &keys, height);
            }
        }
        cursor.settle(&keys, height);
    }
}

fn place(model: &Model, pane: Pane, ctx: &Ctx) -> Option<Place> {
    layout(ctx.size, model.card.focus)?.panes.into_iter().find(|place| place.pane == pane)
}

/// The lines of a pane of sections, fitted to its height; `None` before the card is there.
pub fn detail_lines(model: &Model, ctx: &Ctx, place: &Place) -> Option<Vec<DetailLine>> {
    let cursor = if place.pane == Pane::Middle { &model.card.middle } else { &model.card.left };
    let open = cursor.key().map(|id| id.section);
    Some(details::fitted(&detail_facts(model, ctx, place)?, place.sections, (place.area.height, open)))
}

fn detail_facts<'a>(model: &'a Model, ctx: &Ctx, place: &Place) -> Option<details::Facts<'a>> {
    let customer = model.card.trail.customer()?;
    let room = layout(ctx.size, model.card.focus)?.room;
    let numbers = if model.card.shows_number_of(customer) { Numbers::Clear } else { Numbers::Masked };
    Some(details::Facts {
        card: model.card.loaded(customer)?,
        book: model.book.get(),
        lang: ctx.lang,
        today: ctx.now.day(),
        width: place.area.width.saturating_sub(EDGES),
        room,
        numbers,
        collapsed: details::Collapsed::default(),
    })
}

/// The lines of the timeline; `None` before the card is there.
pub fn time_lines(model: &Model, ctx: &Ctx, place: &Place) -> Option<Vec<TimeLine>> {
    Some(timeline::lines(&time_facts(model, ctx, place)?))
}

fn time_facts<'a>(model: &'a Model, ctx: &Ctx, place: &Place) -> Option<timeline::Facts<'a>> {
    let customer = model.card.trail.customer()?;
    Some(timeline::Facts {
        entries: &model.card.loaded(customer)?.timeline,
        filter: model.card.filter,
        book: model.book.get(),
        lang: ctx.lang,
        today: ctx.now.day(),
        width: place.area.width.saturating_sub(EDGES),
        room: layout(ctx.size, model.card.focus)?.room,
    })
}

/// Shows a customer's number in clear for a while; that is noted in the book.
pub fn show_number(model: &mut Model, customer: CustomerId, ctx: &Ctx) -> Effects {
    if model.card.shows_number_of(customer) {
        model.card.clear = None;
        model.timers.stop(AnyTimer::Card(Timer::Mask));
        return Effects::none();
    }
    model.card.clear = Some(customer);
    model.timers.start(AnyTimer::Card(Timer::Mask), SHOWN_FOR, ctx);
    let request = Request::RecordAccess(customer, Access::ShowNumber);
    model.requests.ask(AnyTopic::Card(Topic::Access), request, ctx)
}

/// Takes an answer of the book.
pub fn reply(model: &mut Model, topic: Topic, result: Result<Reply, Failure>, ctx: &Ctx) -> Effects {
    match (topic, result) {
        (Topic::Load, Ok(Reply::CardFound(card))) => {
            if model.card.trail.customer() == Some(card.customer.id) {
                model.card.card = Some(card);
                settle(model, ctx);
            }
        }
        (Topic::Load | Topic::Access, Ok(_)) => {}
        (Topic::Load | Topic::Access, Err(failure)) => crate::app::update::fail(model, failure, ctx),
    }
    Effects::none()
}

/// A timer has rung.
pub fn timer(model: &mut Model, timer: Timer, _ctx: &Ctx) -> Effects {
    match timer {
        Timer::Mask => model.card.clear = None,
    }
    Effects::none()
}
