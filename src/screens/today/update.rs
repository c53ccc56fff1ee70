//! How Today changes: the board made anew, movements over its stops, and what Enter opens.

use super::board::Board;
use super::layout::{Layout, pane_of};
use super::pane::Pane;
use super::sections::{Item, Section};
use super::stop::{self, Side, Stop, Target};
use super::{Command, Topic};
use crate::app::effect::{Beginning, Exit};
use crate::app::mouse::Mouse;
use crate::app::{self, Ctx, Effect, Effects, Model, Screen, Trail};
use crate::book::{ClassIx, MoveAsked, TodayAsk};
use crate::domain::{CustomerId, Dimension, Minute};
use crate::lang::Lang;
use crate::overlays::Overlay;
use crate::overlays::dialog::{Answer, Dialog};
use crate::screens;
use crate::store::protocol::{Failure, Reply, Request};
use crate::tr;
use crate::ui::Motion;
use crate::work::{Band, Due, Playbook};
use ratatui::layout::Rect;

/// Lines of each kind that are proved: more than a window has.
const PROVED: usize = 60;

/// Runs a command of this screen.
pub fn run(model: &mut Model, command: Command, ctx: &Ctx) -> Effects {
    match command {
        Command::Open => return open(model, ctx),
        Command::Left => go(model, ctx, |stops, cursor| stop::beside(stops, cursor, Side::Left)),
        Command::Right => go(model, ctx, |stops, cursor| stop::beside(stops, cursor, Side::Right)),
        Command::PreviousSection => {
            go(model, ctx, |stops, cursor| stop::next_section(stops, cursor, Side::Left));
        }
        Command::NextSection => {
            go(model, ctx, |stops, cursor| stop::next_section(stops, cursor, Side::Right));
        }
        Command::AskDemo if model.session.overview.as_ref().is_some_and(|overview| overview.has_entries) => {
            model.overlays.push(Overlay::Dialog(ask_demo(ctx.lang)));
        }
        Command::AskDemo | Command::RemakeDemo => {
            return Effect::Quit(Exit::Begin(Beginning::DemoAfresh)).into();
        }
    }
    Effects::none()
}

/// Takes an answer of the book: that the leaving was noted, or that it could not be.
pub fn reply(model: &mut Model, topic: Topic, result: Result<Reply, Failure>, ctx: &Ctx) -> Effects {
    match (topic, result) {
        (Topic::Proofs, Ok(Reply::ProofsFound(proofs))) => model.today.proofs = *proofs,
        (Topic::Card, Ok(Reply::CardFound(card))) => {
            model.today.card = Some(card);
            remake_pane(model, ctx);
        }
        (Topic::Leaving | Topic::Proofs | Topic::Card, Ok(_)) => {}
        (Topic::Leaving | Topic::Proofs | Topic::Card, Err(failure)) => {
            app::update::fail(model, failure, ctx);
        }
    }
    Effects::none()
}

/// Makes the figures anew, from the book or from what is stored.
pub fn refresh(model: &mut Model, ctx: &Ctx) {
    let facts = &model.book.today;
    model.today.board = match (model.book.get(), &model.session.overview) {
        (Some(book), _) => Board::of(book, facts, ctx.now.minute()),
        (None, Some(overview)) => Board::stored(facts, &overview.classes),
        (None, None) => Board::default(),
    };
    remake_pane(model, ctx);
    settle(model, ctx);
}

/// Words the pane about the first customer anew, from his card once it is there.
pub fn remake_pane(model: &mut Model, ctx: &Ctx) {
    let today = &model.today;
    let card = today.card.as_deref().filter(|card| Some(card.row.row.id) == today.board.first);
    let pane = card.map(|card| Pane::of(card, model, ctx, pane_of(ctx.size)));
    model.today.pane = pane.unwrap_or_default();
}

/// Asks for the card of the customer to call first, while Today is shown.
pub fn ask_for_card(model: &mut Model, ctx: &Ctx) -> Effects {
    match model.today.board.first {
        Some(first) if model.nav.current() == Screen::Today && model.today.board.has_book => {
            model.requests.ask(app::Topic::Today(Topic::Card), Request::FindCard(first), ctx)
        }
        _ => Effects::none(),
    }
}

/// Asks what proves the lines that a window can show, while Today is shown.
pub fn ask_for_proofs(model: &mut Model, ctx: &Ctx) -> Effects {
    let board = &model.today.board;
    if model.nav.current() != Screen::Today || !board.has_book {
        return Effects::none();
    }
    let shown = layout(model, ctx).shared_moves(PROVED).into_iter().filter_map(|item| match item {
        Item::Move(at) => board.moves.get(at),
        _ => None,
    });
    let moves = shown.map(|line| MoveAsked {
        customer: line.customer,
        dimension: line.dimension,
        from: line.from.clone(),
    });
    let first = board.first.and_then(|first| model.book.find(first));
    let first = first.into_iter().flat_map(|(book, row)| book.dues(row).iter().map(|due| (row.id, *due)));
    let dues = board.money.iter().take(PROVED).map(|line| (line.customer, line.due)).chain(first);
    let ask = TodayAsk { moves: moves.collect(), dues: dues.collect() };
    if ask == TodayAsk::default() {
        return Effects::none();
    }
    model.requests.ask(app::Topic::Today(Topic::Proofs), Request::FindProofs(Box::new(ask)), ctx)
}

/// Notes the moment from which "since the last visit" counts.
pub fn record_leaving(model: &mut Model, ctx: &Ctx) -> Effects {
    if model.session.modes.read_only {
        return Effects::none();
    }
    model.requests.ask(app::Topic::Today(Topic::Leaving), Request::RecordLeaving, ctx)
}

/// The layout of the window for what the model holds.
pub fn layout<'a>(model: &'a Model, ctx: &Ctx) -> Layout<'a> {
    let board = &model.today.board;
    let first = board.first.and_then(|first| model.book.find(first));
    let reasons = first.map_or(0, |(book, row)| book.dues(row).len());
    Layout::new(board, model.today.pane.extent(reasons), ctx.size)
}

/// A movement by lines.
pub fn motion(model: &mut Model, motion: Motion, ctx: &Ctx) {
    go(model, ctx, |stops, cursor| stop::moved_by(stops, cursor, motion));
}

fn go(model: &mut Model, ctx: &Ctx, to: impl FnOnce(&[(Stop, Rect)], Stop) -> Option<Stop>) {
    let stops = stop::stops(&layout(model, ctx).spots(), &model.today.board);
    if let Some(stop) = to(&stops, model.today.cursor) {
        model.today.cursor = stop;
    }
}

/// When calls are allowed again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenAgain {
    /// Later today.
    Today(Minute),
    /// Tomorrow.
    Tomorrow(Minute),
}

impl OpenAgain {
    /// `09:00起可拨`
    pub fn text(self, lang: Lang) -> String {
        match self {
            OpenAgain::Today(at) => tr!(lang, "today.open_from", at = at),
            OpenAgain::Tomorrow(at) => tr!(lang, "today.open_tomorrow", at = at),
        }
        .into_owned()
    }
}

/// When a customer may be called, if not now. A call that was promised for a minute outside the hours is kept then.
pub fn open_again(model: &Model, ctx: &Ctx, customer: CustomerId) -> Option<OpenAgain> {
    let limits = &Playbook::embedded().ok()?.limits;
    let (day, minute) = (ctx.now.day(), ctx.now.minute());
    let (book, row) = model.book.find(customer)?;
    let is_agreed = |due: &Due| {
        let agreed = due.minute.filter(|at| !limits.is_open_at(*at) && *at <= minute);
        due.band == Band::Promised && due.due_on == day && agreed.is_some()
    };
    if limits.is_open_at(minute) || book.dues(row).first().is_some_and(is_agreed) {
        return None;
    }
    let from = limits.hours_from;
    Some(if minute < from { OpenAgain::Today(from) } else { OpenAgain::Tomorrow(from) })
}

/// The mouse: a click goes to the line under it. Today fits its window, so the wheel has nothing to scroll.
pub fn mouse(model: &mut Model, mouse: Mouse, ctx: &Ctx) -> Effects {
    if let Mouse::Click(at) = mouse {
        go(model, ctx, |stops, _| stops.iter().find(|(_, place)| place.contains(at)).map(|(stop, _)| *stop));
    }
    Effects::none()
}

/// The customer whom the cursor's line names, in his list. A line of several names nobody.
pub fn trail(model: &Model) -> Option<Trail> {
    match model.today.cursor.target(&model.today.board) {
        _ if matches!(model.today.cursor, Stop::Rest(_)) => None,
        Target::Card(_, customers, at) | Target::Call(customers, at) => {
            Some(Trail { crumbs: String::new(), customers, at })
        }
        _ => None,
    }
}

/// Brings the cursor to a line that is shown: what its line is about, no other one, is what keys act on.
pub fn settle(model: &mut Model, ctx: &Ctx) {
    let stops = stop::stops(&layout(model, ctx).spots(), &model.today.board);
    if let Some((shown, _)) = stops.get(stop::place(&stops, model.today.cursor)) {
        model.today.cursor = *shown;
    }
}

fn open(model: &mut Model, ctx: &Ctx) -> Effects {
    match model.today.cursor.target(&model.today.board) {
        Target::None => Effects::none(),
        Target::Customers(class) => open_customers(model, class, ctx),
        Target::Queue(queue) => screens::queues::open(model, queue, ctx),
        Target::List(section, customers) => {
            let label = crumbs(ctx.lang, section);
            screens::customers::open_listed(model, label, customers, ctx)
        }
        Target::Card(section, customers, at) => {
            let crumbs = crumbs(ctx.lang, section);
            screens::card::open(model, Trail { crumbs, customers, at }, ctx)
        }
        Target::Call(customers, at) => {
            let crumbs = tr!(ctx.lang, "today.crumbs_queue").into_owned();
            let closed = customers.get(at).and_then(|customer| open_again(model, ctx, *customer));
            if let Some(open) = closed {
                model.status.note(tr!(ctx.lang, "today.too_early", when = open.text(ctx.lang)), ctx);
                return screens::card::open(model, Trail { crumbs, customers, at }, ctx);
            }
            screens::call::open(model, Trail { crumbs, customers, at }, screens::call::Way::Call, ctx)
        }
    }
}

/// Customers, of one tier where one is named.
fn open_customers(model: &mut Model, class: Option<ClassIx>, ctx: &Ctx) -> Effects {
    let Some((book, class)) = model.book.get().zip(class) else {
        model.nav.follow(Screen::Customers);
        return screens::entered(model, ctx);
    };
    // In the filter a name is one word.
    let name = book.classes.label(Dimension::Value, class, ctx.lang).replace(' ', "_");
    let filter = tr!(ctx.lang, "today.tier_filter", tier = name).into_owned();
    screens::customers::open_filtered(model, filter, ctx)
}

fn crumbs(lang: Lang, section: Section) -> String {
    let name = lang.text(section_key(section));
    format!("{} > {name}", lang.text("screen.today"))
}

/// The name of a section in the language files.
pub fn section_key(section: Section) -> &'static str {
    match section {
        Section::Tiers => "today.section.tiers",
        Section::Moves => "today.section.moves",
        Section::Money => "today.section.money",
        Section::Promised => "today.section.promised",
        Section::Queues => "today.section.queues",
        Section::Edges => "today.section.edges",
        Section::Faults => "today.section.faults",
        Section::First => "today.section.first",
        Section::Contacts => "today.section.contacts",
        Section::Holdings => "call.past.holdings",
        Section::Script => "call.script.head",
        Section::After => "today.section.after",
    }
}

fn ask_demo(lang: Lang) -> Dialog {
    let keep = Answer { key: 'n', words: tr!(lang, "today.demo.keep").into_owned(), command: None };
    let remake = Answer {
        key: 'y',
        words: tr!(lang, "today.demo.remake").into_owned(),
        command: Some(app::Command::Today(Command::RemakeDemo)),
    };
    let lines = vec![tr!(lang, "today.demo.what").into_owned()];
    Dialog::question(tr!(lang, "today.demo.title"), lines, vec![keep, remake])
}
