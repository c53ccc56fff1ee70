use super::command::{AppCommand, Command};
use super::model::{Modes, Start};
use super::*;
use crate::book::TodayFacts;
use crate::domain::{Day, GroupId};
use crate::settings::Settings;
use crate::store::protocol::{ActionKind, Fresh, Overview, Reply, Request, RequestId, UndoOffer, UndoWhich};
use crate::testing::{Play, ctx, small_answers};
use crate::ui::canvas::Veil;
use std::time::Duration;

fn model() -> Model {
    Model::new(Start::Book(Modes::default()), Settings::default())
}

fn later(seconds: u64) -> Ctx {
    Ctx { uptime: Uptime(Duration::from_secs(seconds)), ..ctx() }
}

fn found(day: i32) -> Reply {
    Reply::OverviewFound(Box::new(Overview { state_on: Some(Day(day)), ..Overview::default() }))
}

#[test]
fn a_late_answer_is_dropped() {
    let mut model = model();
    let first = model.requests.ask(Topic::Overview, Request::FindOverview, &ctx());
    let second = model.requests.ask(Topic::Overview, Request::FindOverview, &ctx());
    assert_ne!(first, second);
    let _ = update(&mut model, Msg::Reply(RequestId(2), Ok(found(7))), &ctx());
    let _ = update(&mut model, Msg::Reply(RequestId(1), Ok(found(3))), &ctx());
    assert_eq!(model.session.overview.and_then(|overview| overview.state_on), Some(Day(7)));
    assert!(!model.requests.is_awaiting(Topic::Overview));
}

#[test]
fn an_answer_moves_neither_route_nor_overlays() {
    let mut model = model();
    let _ = model.requests.ask(Topic::Overview, Request::FindOverview, &ctx());
    let _ = update(&mut model, Msg::Command(Command::App(AppCommand::Help)), &ctx());
    let nav = model.nav.clone();
    let _ = update(&mut model, Msg::Reply(RequestId(1), Ok(found(7))), &ctx());
    assert_eq!(model.nav, nav);
    assert_eq!(model.overlays.iter().count(), 1);
}

#[test]
fn after_200_ms_the_status_line_says_that_something_is_awaited() {
    let mut model = model();
    let _ = model.requests.ask(Topic::Overview, Request::FindOverview, &ctx());
    assert!(!model.requests.is_slow(Uptime::millis(199)));
    assert!(model.requests.is_slow(Uptime::millis(200)));
    assert_eq!(update::next_deadline(&model, &ctx()), Some(Uptime::millis(200)));
}

#[test]
fn a_done_message_stands_8_seconds_and_a_problem_until_the_next_action() {
    let mut model = model();
    model.status.done("saved", &ctx());
    assert!(model.status.current(later(7).uptime).is_some());
    assert!(model.status.current(later(8).uptime).is_none());
    model.status.problem("wrong", &ctx());
    assert!(model.status.current(later(600).uptime).is_some());
    let _ = update(&mut model, Msg::Command(Command::App(AppCommand::Redraw)), &later(601));
    assert!(model.status.current(later(601).uptime).is_none());
    assert_eq!(model.status.said().len(), 2, "all are kept");
}

#[test]
fn the_veil_falls_after_three_minutes_and_the_first_key_only_lifts_it() {
    let mut model = model();
    let _ = update(&mut model, Msg::Tick, &later(179));
    assert_eq!(model.session.veil, Veil::Off);
    let _ = update(&mut model, Msg::Tick, &later(180));
    assert_eq!(model.session.veil, Veil::On);
    let _ = update(&mut model, Msg::Command(Command::App(AppCommand::Help)), &later(200));
    assert_eq!(model.session.veil, Veil::Off);
    assert!(model.overlays.top().is_none(), "the key did nothing else");
    let _ = update(&mut model, Msg::Command(Command::App(AppCommand::Help)), &later(201));
    assert!(model.overlays.top().is_some());
}

#[test]
fn a_veil_that_was_asked_for_stays_until_it_is_taken_off() {
    let mut model = model();
    let _ = update(&mut model, Msg::Command(Command::App(AppCommand::Veil)), &ctx());
    let _ = update(&mut model, Msg::Command(Command::App(AppCommand::Redraw)), &later(1));
    assert_eq!(model.session.veil, Veil::On);
}

#[test]
fn quitting_ends_at_once_when_nothing_is_unsaved() {
    let effects = update(&mut model(), Msg::Command(Command::App(AppCommand::Quit)), &ctx());
    assert_eq!(effects.0.last(), Some(&Effect::Quit(Exit::Asked)));
}

#[test]
fn the_next_deadline_is_never_in_the_past() {
    let mut model = model();
    let _ = model.requests.ask(Topic::Overview, Request::FindOverview, &ctx());
    model.status.done("saved", &ctx());
    for seconds in [0, 1, 100, 1000] {
        let at = update::next_deadline(&model, &later(seconds));
        assert!(at > Some(later(seconds).uptime));
    }
}

#[test]
fn a_command_that_cannot_work_says_why() {
    let mut model = model();
    let _ = update(&mut model, Msg::Command(Command::App(AppCommand::Back)), &ctx());
    let message = model.status.current(ctx().uptime).map(|message| message.text.clone());
    assert_eq!(message.as_deref(), Some("已经在最外一层"));
}

#[test]
fn a_click_on_a_tab_goes_there_and_under_an_overlay_does_nothing() {
    let click = |x| Msg::Mouse(Mouse::Click(ratatui::layout::Position { x, y: 0 }));
    let mut model = model();
    let _ = update(&mut model, click(9), &ctx());
    assert_eq!(model.nav.tab(), Screen::Customers);
    let _ = update(&mut model, click(60), &ctx());
    assert_eq!(model.nav.tab(), Screen::Customers);
    let _ = update(&mut model, Msg::Command(Command::App(AppCommand::Help)), &ctx());
    let _ = update(&mut model, click(2), &ctx());
    assert_eq!(model.nav.tab(), Screen::Customers);
}

#[test]
fn another_language_reaches_every_part_and_is_remembered() {
    use crate::lang::Lang;
    let mut model = model();
    model.card.trail.crumbs = "跟进 > 风险".to_owned();
    model.nav.switch(Screen::Queues);
    let effects = update(&mut model, Msg::Command(Command::App(AppCommand::SwitchLanguage)), &ctx());
    let wanted = [Effect::SwitchLang(Lang::En), Effect::Remember(effect::Remembered::Lang(Lang::En))];
    assert_eq!(effects.0[..2], wanted);
    assert_eq!(
        model.status.current(ctx().uptime).map(|said| said.text.as_str()),
        Some("English from now on, also at the next start")
    );
    assert_eq!(model.card.trail.crumbs, "Queues > all");
}

/// The requests about undo among effects: asked for, or done.
fn undo_requests(effects: &Effects) -> Vec<(RequestId, &'static str)> {
    let told = effects.0.iter().filter_map(|effect| match effect {
        Effect::Store(id, Request::FindUndo(UndoWhich::Undo)) => Some((*id, "find")),
        Effect::Store(id, Request::FindUndo(UndoWhich::Redo)) => Some((*id, "find redo")),
        Effect::Store(id, Request::Undo(_)) => Some((*id, "undo")),
        _ => None,
    });
    told.collect()
}

fn offer(asks: bool) -> UndoOffer {
    UndoOffer {
        group: GroupId(1),
        inverts: GroupId(1),
        kind: ActionKind::Log,
        label: "log".into(),
        customer: None,
        at: ctx().now.at,
        asks,
        is_elsewhere: false,
    }
}

#[test]
fn every_undo_that_is_typed_while_one_is_under_way_acts_after_it_in_order() {
    let mut model = model();
    let press = |model: &mut Model, command| update(model, Msg::Command(Command::App(command)), &ctx());
    let mut asked = undo_requests(&press(&mut model, AppCommand::Undo));
    for command in [AppCommand::Undo, AppCommand::Redo] {
        assert_eq!(undo_requests(&press(&mut model, command)), [], "it waits");
    }
    let mut done = Vec::new();
    while let Some((id, what)) = asked.pop() {
        done.push(what);
        let fresh = Fresh { rows: Vec::new(), today: TodayFacts::default() };
        let reply = match what {
            "undo" => Reply::Undone(Box::new(offer(false)), Box::new(fresh)),
            _ => Reply::UndoFound(Box::new(offer(false))),
        };
        asked = undo_requests(&update(&mut model, Msg::Reply(id, Ok(reply)), &ctx()));
    }
    assert_eq!(done, ["find", "undo", "find", "undo", "find redo", "undo"]);
}

#[test]
fn a_question_about_an_undo_ends_what_was_asked_behind_it() {
    let mut model = model();
    let undo = || Msg::Command(Command::App(AppCommand::Undo));
    let asked = undo_requests(&update(&mut model, undo(), &ctx()));
    let _ = update(&mut model, undo(), &ctx());
    let effects =
        update(&mut model, Msg::Reply(asked[0].0, Ok(Reply::UndoFound(Box::new(offer(true))))), &ctx());
    assert_eq!(undo_requests(&effects), []);
    assert!(model.overlays.top().is_some());
}

#[test]
fn a_recomputation_that_was_asked_for_tells_what_came_of_it_and_the_one_of_the_start_does_not() {
    let play = Play::new(small_answers);
    let told = "分类变动";
    assert!(!play.see("3").contains(told));
    assert!(play.see("3<f5>").contains("已按 11-24 重算"), "{}", play.see("3<f5>"));
}
