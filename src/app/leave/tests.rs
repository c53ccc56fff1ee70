use super::*;
use crate::app::ctx::Uptime;
use crate::app::model::{Modes, Start};
use crate::app::{Trail, update};
use crate::domain::{CustomerId, SkipReason};
use crate::overlays::remark;
use crate::settings::Settings;
use crate::store::protocol::{Failure, FailureKind, Reply, RequestId};
use crate::testing::{ctx, keys, small_answers};

fn at(millis: u64) -> Ctx {
    Ctx { uptime: Uptime::millis(millis), ..ctx() }
}

/// A program with a book, in which a remark was typed and is being saved: its request.
fn saving() -> (Model, RequestId) {
    let mut model = Model::new(Start::Book(Modes::default()), Settings::default());
    let done = small_answers(&Request::Recompute).unwrap();
    let _ = crate::app::recompute::answered(&mut model, Ok(done), &ctx());
    let _ = remark::open(&mut model, &Trail::single(CustomerId(1)), &ctx());
    for key in keys("hi") {
        remark::input(&mut model, key);
    }
    let asked = remark::save(&mut model, &ctx());
    let id = asked.0.iter().find_map(|effect| match effect {
        Effect::Store(id, Request::SaveRemark(..)) => Some(*id),
        _ => None,
    });
    (model, id.unwrap())
}

fn quit(model: &mut Model, millis: u64) -> Effects {
    update(model, Msg::Command(Command::App(AppCommand::Quit)), &at(millis))
}

fn ends(effects: &Effects) -> bool {
    effects.0.contains(&Effect::Quit(Exit::Asked))
}

fn saved(model: &mut Model, id: RequestId) -> Effects {
    let fresh = crate::store::protocol::Fresh { rows: Vec::new(), today: crate::testing::small_facts() };
    update(model, Msg::Reply(id, Ok(Reply::RemarkSaved(Box::new(fresh)))), &at(900))
}

#[test]
fn leaving_waits_for_what_is_being_saved_and_says_for_whom() {
    let (mut model, id) = saving();
    assert!(!ends(&quit(&mut model, 100)));
    assert_eq!(line(&model, &at(300)).0, "正在写入, 存好就退出");
    let _ = update(&mut model, Msg::Reply(id, Ok(Reply::Waits)), &at(400));
    assert_eq!(line(&model, &at(500)).0, "等另一个窗口写完, 存好就退出");
    assert!(ends(&saved(&mut model, id)), "it is saved");
}

#[test]
fn asked_once_more_it_keeps_a_draft_and_saves_nothing_behind_that() {
    let (mut model, _) = saving();
    let _ = quit(&mut model, 100);
    let effects = quit(&mut model, 500);
    let Effect::KeepDrafts(drafts) = &effects.0[0] else { panic!("{effects:?}") };
    assert_eq!(drafts[0].texts[0].1, "hi");
    assert!(matches!(effects.0[1], Effect::Store(_, Request::Abandon)), "{effects:?}");
    assert!(ends(&effects));
}

#[test]
fn what_no_draft_can_hold_is_asked_about() {
    let (mut model, _) = saving();
    let skip = Request::Skip(CustomerId(1), SkipReason::Later);
    let _ = model.requests.ask(Topic::Skip, skip, &ctx());
    let _ = quit(&mut model, 100);
    assert!(!ends(&quit(&mut model, 500)));
    assert!(matches!(model.overlays.top(), Some(Overlay::Dialog(_))));
    let anyway = Msg::Command(Command::App(AppCommand::QuitUnsaved));
    assert!(ends(&update(&mut model, anyway, &at(600))));
}

#[test]
fn any_other_key_stays_and_so_does_what_could_not_be_saved() {
    let (mut model, id) = saving();
    let _ = quit(&mut model, 100);
    let close = Msg::Command(Command::Overlay(OverlayCommand::Close));
    assert_eq!(update(&mut model, close, &at(200)), Effects::none());
    assert!(!model.session.is_leaving && model.overlays.top().is_some(), "Esc does nothing but that");
    let _ = quit(&mut model, 300);
    let failure =
        Failure { kind: FailureKind::NotSaved, sentence: "磁盘已满".to_owned(), hint: None, cause: None };
    let effects = update(&mut model, Msg::Reply(id, Err(failure)), &at(400));
    assert!(!ends(&effects) && !model.session.is_leaving, "what went wrong is to be seen");
}
