//! The one way the model changes: a message in, effects out. Pure.

use super::book;
use super::command::{self, AppCommand, Command};
use super::ctx::{Ctx, Uptime};
use super::draft;
use super::effect::{Beginning, Effect, Effects, Exit};
use super::key::Key;
use super::leave;
use super::model::Model;
use super::msg::Msg;
use super::nav::Screen;
use super::others;
use super::recompute;
use super::requests::Topic;
use super::status::{Mark, Offer};
use crate::overlays::{self, Overlay};
use crate::screens;
use crate::settings::Remembered;
use crate::store::protocol::{Failure, Reply, UndoWhich};
use crate::tr;
use crate::ui::canvas::Veil;
use crate::ui::layout::FrameAreas;
use std::time::Duration;

/// Without a key for so long, the veil falls by itself.
const REST_BEFORE_VEIL: Duration = Duration::from_secs(180);

/// What the program does first.
pub fn start(model: &mut Model, ctx: &Ctx) -> Effects {
    draft::offer(model, ctx);
    let entered = screens::entered(model, ctx);
    if model.nav.current() == Screen::FirstRun {
        return entered;
    }
    let begun = entered.and(recompute::recompute(model, ctx));
    if model.session.begins_by_hand { begun.and(screens::edit::add(model, ctx)) } else { begun }
}

/// Takes in one message.
pub fn update(model: &mut Model, msg: Msg, ctx: &Ctx) -> Effects {
    let before = model.nav.current();
    let answer = match &msg {
        Msg::Reply(_, result) => Some(result.is_ok()),
        _ => None,
    };
    let effects = take_in(model, msg, ctx);
    let effects = match answer {
        Some(is_ok) if leave::is_due(model, is_ok) => effects.and(run_app(model, AppCommand::Quit, ctx)),
        _ => effects,
    };
    if model.nav.current() == before { effects } else { effects.and(before.behaviour().left(model, ctx)) }
}

fn take_in(model: &mut Model, msg: Msg, ctx: &Ctx) -> Effects {
    if is_from_person(&msg) {
        model.session.last_key = ctx.uptime;
        if std::mem::take(&mut model.session.veiled_by_rest) {
            model.session.veil = Veil::Off;
            return Effects::none();
        }
        if !matches!(msg, Msg::Pending(_)) {
            model.session.pending.clear();
        }
        if FrameAreas::of(ctx.size).is_none() && !acts_unseen(model, &msg) {
            return Effects::none();
        }
        if leave::stays(model, &msg) {
            return Effects::none();
        }
    }
    match msg {
        Msg::Command(command) => run_if_it_applies(model, command, ctx),
        Msg::Input(key) => input(model, key, ctx),
        Msg::Pending(key) => {
            model.session.pending.push(key);
            Effects::none()
        }
        Msg::Unbound(key) => unbound(model, key, ctx),
        Msg::Mouse(mouse) => screens::mouse(model, mouse, ctx),
        Msg::Paste(text) => paste(model, &text, ctx),
        Msg::Resized => screens::resized(model, ctx),
        Msg::Reply(id, Ok(Reply::Waits)) => {
            model.requests.waits(id);
            Effects::none()
        }
        Msg::Reply(_, Ok(Reply::OthersWrote(news))) => others::absorb(model, *news, ctx),
        Msg::Reply(id, result) => {
            let is_interim = result.as_ref().is_ok_and(Reply::is_interim);
            let topic = if is_interim { model.requests.topic(id) } else { model.requests.settle(id) };
            topic.map_or_else(Effects::none, |topic| reply(model, topic, result, ctx))
        }
        Msg::Found(id, found) => {
            overlays::search::found(model, id, found);
            Effects::none()
        }
        Msg::DialFailed(failure) => {
            screens::call::dial_failed(model, &failure, ctx);
            Effects::none()
        }
        Msg::Tick => tick(model, ctx),
        Msg::Terminate(exit) => {
            Effects::from(Effect::KeepDrafts(draft::collect(model))).and(Effect::Quit(exit).into())
        }
    }
}

/// When something changes by itself next, if ever.
pub fn next_deadline(model: &Model, ctx: &Ctx) -> Option<Uptime> {
    let to_minute = 60 - ctx.now.at.0.rem_euclid(60).unsigned_abs();
    let veil = (model.session.veil == Veil::Off).then(|| model.session.last_key + REST_BEFORE_VEIL);
    [
        Some(ctx.uptime + Duration::from_secs(to_minute)),
        veil,
        model.requests.next_deadline(),
        model.timers.next_deadline(),
        model.book.next_deadline(ctx.uptime),
        model.status.next_deadline(ctx.uptime),
    ]
    .into_iter()
    .flatten()
    .filter(|at| *at > ctx.uptime)
    .min()
}

/// Whether anything that was typed would be lost by leaving.
pub fn has_unsaved(model: &Model) -> bool {
    let screens =
        [Screen::Today, Screen::Customers, Screen::Queues, Screen::Card, Screen::Call, Screen::Edit];
    let has_remarks = !model.session.remarks.is_empty();
    has_remarks
        || model.overlays.has_unsaved()
        || screens.iter().any(|screen| screen.behaviour().has_unsaved(model))
}

fn is_from_person(msg: &Msg) -> bool {
    matches!(
        msg,
        Msg::Command(_) | Msg::Input(_) | Msg::Pending(_) | Msg::Unbound(_) | Msg::Mouse(_) | Msg::Paste(_)
    )
}

/// What still acts in a window that is too small to show anything: leaving it, as long as nothing needs a question.
fn acts_unseen(model: &Model, msg: &Msg) -> bool {
    match msg {
        Msg::Command(Command::App(AppCommand::Quit)) => quits_at_once(model),
        Msg::Command(Command::App(AppCommand::Suspend | AppCommand::Redraw | AppCommand::Veil)) => true,
        _ => false,
    }
}

/// Whether Ctrl-Q ends the program without a question.
pub fn quits_at_once(model: &Model) -> bool {
    let goes_on = model.import.is_writing() || model.book.is_inverting() || model.requests.is_saving();
    !goes_on && !has_unsaved(model)
}

fn run_if_it_applies(model: &mut Model, command: Command, ctx: &Ctx) -> Effects {
    let had_problem = model.status.next_action();
    let is_back = command == Command::App(AppCommand::Back);
    if had_problem && is_back && model.recompute.can_stop() {
        // What went wrong stood where it says that Esc stops: it goes first.
        return Effects::none();
    }
    let applies = command::row(command).map_or(Ok(()), |row| (row.applies)(model));
    match applies {
        Ok(()) => run(model, command, ctx),
        // Where nothing is left to leave, Esc takes back what the status line says.
        Err(_) if had_problem && is_back => Effects::none(),
        Err(reason) => {
            model.status.problem(ctx.lang.text(reason), ctx);
            Effects::none()
        }
    }
}

/// Runs a command. Overlays call this for what was chosen in them.
pub fn run(model: &mut Model, command: Command, ctx: &Ctx) -> Effects {
    match command {
        Command::App(command) => run_app(model, command, ctx),
        Command::Customer(command) => command::run_customer(model, command, ctx),
        Command::Move(motion) => match model.overlays.top_mut() {
            Some(overlay) => {
                overlay.motion(motion, ctx);
                Effects::none()
            }
            None => model.nav.current().behaviour().motion(model, motion, ctx),
        },
        Command::Overlay(command) => overlays::run(model, command, ctx),
        Command::FirstRun(command) => screens::first_run::run(model, command, ctx),
        Command::Today(command) => screens::today::run(model, command, ctx),
        Command::Customers(command) => screens::customers::run(model, command, ctx),
        Command::Filter(command) => screens::filter_line::run(model, command, ctx),
        Command::Queues(command) => screens::queues::run(model, command, ctx),
        Command::Card(command) => screens::card::run(model, command, ctx),
        Command::Edit(command) => screens::edit::run(model, command, ctx),
        Command::Call(command) => screens::call::run(model, command, ctx),
        Command::Import(command) => screens::import::run(model, command, ctx),
    }
}

fn run_app(model: &mut Model, command: AppCommand, ctx: &Ctx) -> Effects {
    match command {
        AppCommand::Quit if model.import.is_writing() => {
            model.overlays.push(Overlay::Dialog(overlays::dialog::quit_importing(ctx.lang)));
            Effects::none()
        }
        AppCommand::Quit if model.book.is_inverting() => {
            model.overlays.push(Overlay::Dialog(overlays::dialog::quit_undoing(ctx.lang)));
            Effects::none()
        }
        AppCommand::Quit if model.requests.is_saving() => leave::ask(model, ctx),
        AppCommand::QuitUnsaved if model.requests.is_saving() => leave::at_once(model, ctx),
        AppCommand::Quit if has_unsaved(model) => {
            model.overlays.push(Overlay::Dialog(overlays::dialog::quit_unsaved(ctx.lang)));
            Effects::none()
        }
        AppCommand::Quit | AppCommand::QuitUnsaved => {
            let left = model.nav.current().behaviour().left(model, ctx);
            left.and(Effect::Quit(Exit::Asked).into())
        }
        AppCommand::PointToQuit => say(model, "status.quit_key", ctx),
        AppCommand::Back => back(model, ctx),
        AppCommand::Help => open(model, Overlay::Help(overlays::help::Help::default())),
        AppCommand::Palette => {
            let palette = overlays::palette::Palette::new(model, ctx.lang);
            open(model, Overlay::Palette(palette))
        }
        AppCommand::Find => overlays::search::open(model, ""),
        AppCommand::Messages => open(model, Overlay::Messages(overlays::messages::Messages::default())),
        AppCommand::Veil => toggle_veil(model),
        AppCommand::SwitchLanguage => switch_language(model, ctx),
        AppCommand::Suspend => Effect::Suspend.into(),
        AppCommand::Redraw => Effect::Redraw.into(),
        AppCommand::Undo => book::ask_undo(model, UndoWhich::Undo, ctx),
        AppCommand::Redo => book::ask_undo(model, UndoWhich::Redo, ctx),
        AppCommand::UndoOffered(which) => book::undo_offered(model, which, ctx),
        AppCommand::ResumeDrafts => draft::resume(model, ctx),
        AppCommand::DiscardDrafts => draft::discard(model, ctx),
        AppCommand::Recompute => recompute::recompute_by_hand(model, ctx),
        AppCommand::OpenDemo if !quits_at_once(model) => say(model, "status.unsaved_first", ctx),
        AppCommand::OpenDemo => {
            // The example lies where it always does, whatever this book's place is.
            model.first_run.path.clear();
            Effect::Quit(Exit::Begin(Beginning::Demo)).into()
        }
        AppCommand::Tab(screen) => go_to_tab(model, screen, ctx),
        AppCommand::NextTab => step_tab(model, 1, ctx),
        AppCommand::PreviousTab => step_tab(model, Screen::TABS.len() - 1, ctx),
    }
}

fn say(model: &mut Model, key: &str, ctx: &Ctx) -> Effects {
    model.status.note(ctx.lang.text(key), ctx);
    Effects::none()
}

fn open(model: &mut Model, overlay: Overlay) -> Effects {
    model.overlays.push(overlay);
    Effects::none()
}

fn toggle_veil(model: &mut Model) -> Effects {
    model.session.veil = match model.session.veil {
        Veil::Off => Veil::On,
        Veil::On => Veil::Off,
    };
    Effects::none()
}

fn go_to_tab(model: &mut Model, screen: Screen, ctx: &Ctx) -> Effects {
    model.nav.switch(screen);
    screens::entered(model, ctx)
}

fn step_tab(model: &mut Model, step: usize, ctx: &Ctx) -> Effects {
    let here = Screen::TABS.iter().position(|tab| *tab == model.nav.tab()).unwrap_or(0);
    go_to_tab(model, Screen::TABS[(here + step) % Screen::TABS.len()], ctx)
}

/// Everything that stands in words of the former language is said anew.
fn switch_language(model: &mut Model, ctx: &Ctx) -> Effects {
    let ctx = Ctx { lang: ctx.lang.other(), ..*ctx };
    model.status.note(tr!(ctx.lang, "status.language"), &ctx);
    let switched = Effects(vec![Effect::SwitchLang(ctx.lang), Effect::Remember(Remembered::Lang(ctx.lang))]);
    switched.and(screens::reworded(model, &ctx))
}

/// Esc: first what the screen itself can take back, then the screen.
fn back(model: &mut Model, ctx: &Ctx) -> Effects {
    if model.book.can_stop_inverting() {
        return book::stop_inverting(model, ctx);
    }
    if model.import.can_stop() {
        return screens::import::stop(model, ctx);
    }
    if model.recompute.can_stop() && model.status.current(ctx.uptime).is_none() {
        return recompute::stop(model, ctx);
    }
    let behaviour = model.nav.current().behaviour();
    if behaviour.can_go_back(model) {
        return behaviour.back(model, ctx);
    }
    if model.nav.back() { screens::entered(model, ctx) } else { Effects::none() }
}

fn input(model: &mut Model, key: Key, ctx: &Ctx) -> Effects {
    if model.overlays.top().is_some() {
        return overlays::input(model, key, ctx);
    }
    model.nav.current().behaviour().input(model, key, ctx)
}

/// A key without a meaning: a choice of a dialog, or text of an input method that is on.
fn unbound(model: &mut Model, key: Key, ctx: &Ctx) -> Effects {
    model.status.next_action();
    if model.overlays.top().is_some() {
        return overlays::input(model, key, ctx);
    }
    match key.typed() {
        Some(ch) if !ch.is_ascii() => model.nav.current().behaviour().foreign_text(model, ch, ctx),
        _ => Effects::none(),
    }
}

fn paste(model: &mut Model, text: &str, ctx: &Ctx) -> Effects {
    let taken = match model.overlays.top_mut() {
        Some(Overlay::Search(_)) => return overlays::search::paste(model, text),
        Some(overlay) => overlay.paste(text),
        None => model.nav.current().behaviour().paste(model, text, ctx),
    };
    if !taken {
        model.status.problem(tr!(ctx.lang, "status.paste_ignored"), ctx);
    }
    Effects::none()
}

fn reply(model: &mut Model, topic: Topic, result: Result<Reply, Failure>, ctx: &Ctx) -> Effects {
    match topic {
        Topic::Overview => {
            match result {
                Ok(Reply::OverviewFound(overview)) => {
                    if model.book.get().is_none() {
                        model.book.today = overview.today.clone();
                    }
                    model.session.overview = Some(*overview);
                    return screens::book_changed(model, ctx);
                }
                Ok(_) => {}
                Err(failure) => fail(model, failure, ctx),
            }
            Effects::none()
        }
        Topic::Book => recompute::answered(model, result, ctx),
        Topic::StopBook | Topic::Abandon => Effects::none(),
        Topic::Undo(which) => book::undo_answered(model, which, result, ctx),
        Topic::Today(topic) => screens::today::reply(model, topic, result, ctx),
        Topic::Customers(topic) => screens::customers::reply(model, topic, result, ctx),
        Topic::Queues(topic) => screens::queues::reply(model, topic, result, ctx),
        Topic::Card(topic) => screens::card::reply(model, topic, result, ctx),
        Topic::Edit(topic) => screens::edit::reply(model, topic, result, ctx),
        Topic::Skip => screens::skip::reply(model, result, ctx),
        Topic::Remark => overlays::remark::reply(model, result, ctx),
        Topic::Snooze(topic) => overlays::snooze::reply(model, topic, result, ctx),
        Topic::Call(topic) => screens::call::reply(model, topic, result, ctx),
        Topic::Import(topic) => screens::import::reply(model, topic, result, ctx),
    }
}

/// Shows what could not be done: in the status line, with the hint as its offer.
pub fn fail(model: &mut Model, failure: Failure, ctx: &Ctx) {
    model.status.say(Mark::Problem, failure.sentence, failure.hint.map(Offer::Other), ctx);
}

fn tick(model: &mut Model, ctx: &Ctx) -> Effects {
    if model.session.veil == Veil::Off && model.session.last_key + REST_BEFORE_VEIL <= ctx.uptime {
        model.session.veil = Veil::On;
        model.session.veiled_by_rest = true;
    }
    let midnight = book::tick(model, ctx);
    let due = model.timers.take_due(ctx.uptime);
    due.into_iter().fold(midnight, |effects, timer| effects.and(screens::timer(model, timer, ctx)))
}
