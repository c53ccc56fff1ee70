use super::*;
use crate::app::command::{AppCommand, Command};
use crate::app::model::{Modes, Start};
use crate::app::{Msg, update};
use crate::settings::Settings;
use crate::store::protocol::{FailureKind, Overview, RequestId};
use crate::testing::{ctx, small_book, small_facts};

/// A program whose book of yesterday's classes is being recomputed; the overview has been answered.
fn starting(state_on: Option<Day>) -> Model {
    let mut model = Model::new(Start::Book(Modes::default()), Settings::default());
    model.session.overview = Some(Overview { has_customers: true, state_on, ..Overview::default() });
    let _ = recompute(&mut model, &ctx());
    model
}

fn at(millis: u64) -> Ctx {
    Ctx { uptime: Uptime::millis(millis), ..ctx() }
}

fn book_of(day: Day) -> Recomputed {
    let mut book = small_book();
    book.day = day;
    Recomputed { book, today: small_facts(), rule_versions: [7; 6], changes: 5, is_recorded: true }
}

fn hear(model: &mut Model, id: u64, reply: Reply, ctx: &Ctx) -> Effects {
    update(model, Msg::Reply(RequestId(id), Ok(reply)), ctx)
}

fn far(model: &mut Model, done: u64, ctx: &Ctx) -> String {
    let progress = Progress { done, all: 1_000_000 };
    let _ = hear(model, 1, Reply::Recomputing(progress), ctx);
    let (text, offer) = line(model, ctx);
    format!("{text}{}", if offer.is_some() { " | Esc" } else { "" })
}

fn escape(model: &mut Model, ctx: &Ctx) -> Effects {
    update(model, Msg::Command(Command::App(AppCommand::Back)), ctx)
}

fn end(model: &mut Model, id: u64, ctx: &Ctx) -> Effects {
    let failure =
        Failure { kind: FailureKind::Refused, sentence: "已停止。".to_owned(), hint: None, cause: None };
    update(model, Msg::Reply(RequestId(id), Err(failure)), ctx)
}

fn requests(effects: &Effects) -> Vec<&Request> {
    let asked = effects.0.iter().filter_map(|effect| match effect {
        Effect::Store(_, request) => Some(request),
        _ => None,
    });
    asked
        .filter(|request| matches!(request, Request::Recompute | Request::FindBook | Request::StopRecompute))
        .collect()
}

fn id_of(effects: &Effects) -> u64 {
    let found = effects.0.iter().find_map(|effect| match effect {
        Effect::Store(id, Request::Recompute) => Some(id.0),
        _ => None,
    });
    found.unwrap()
}

fn said(model: &Model, ctx: &Ctx) -> Option<String> {
    model.status.current(ctx.uptime).map(|message| message.text.clone())
}

#[test]
fn over_two_seconds_count_share_and_time_left_are_told_four_times_a_second() {
    let mut model = starting(Some(ctx().now.day() - 1));
    assert_eq!(far(&mut model, 100_000, &at(1_000)), "重算 11-24");
    assert!(!model.recompute.can_stop());
    assert_eq!(far(&mut model, 400_000, &at(5_000)), "重算 11-24 400,000/1,000,000 户 (40%)  约 6 秒 | Esc");
    let soon = far(&mut model, 420_000, &at(5_249));
    assert_eq!(soon, "重算 11-24 400,000/1,000,000 户 (40%)  约 6 秒 | Esc");
    assert!(far(&mut model, 420_000, &at(5_250)).contains("(42%)"));
}

#[test]
fn escape_stops_it_and_the_book_is_read_as_it_was_classified_last() {
    let yesterday = ctx().now.day() - 1;
    let mut model = starting(Some(yesterday));
    far(&mut model, 400_000, &at(5_000));
    assert_eq!(requests(&escape(&mut model, &at(5_100))), [&Request::StopRecompute]);
    assert_eq!(line(&model, &at(5_200)).0, "正在停止");
    assert_eq!(requests(&end(&mut model, 1, &at(5_300))), [&Request::FindBook]);
    assert_eq!(line(&model, &at(5_400)).0, "读取 11-23 的类别");
    let _ = hear(&mut model, 3, Reply::BookFound(Box::new(book_of(yesterday))), &at(6_000));
    assert_eq!(said(&model, &at(6_100)).as_deref(), Some("已停止, 类别还是 11-23 的; F5 按 11-24 重算"));
    assert_eq!(mark(&model, Lang::Zh).as_deref(), Some("类别 11-23"));
    assert_eq!(model.book.day(), Some(yesterday));
}

#[test]
fn a_stopped_one_is_not_begun_again_by_itself_until_the_next_day() {
    let yesterday = ctx().now.day() - 1;
    let mut model = starting(Some(yesterday));
    let _ = hear(&mut model, 1, Reply::Recomputed(Box::new(book_of(yesterday))), &at(500));
    let effects = update(&mut model, Msg::Tick, &at(600));
    assert_eq!(requests(&effects), [&Request::Recompute], "a new day");
    let id = id_of(&effects);
    far_of(&mut model, id, &at(9_000));
    assert_eq!(requests(&escape(&mut model, &at(9_100))), [&Request::StopRecompute]);
    let effects = end(&mut model, id, &at(9_200));
    assert_eq!(requests(&effects), Vec::<&Request>::new(), "the book that there is stays");
    assert_eq!(requests(&update(&mut model, Msg::Tick, &at(60_000))), Vec::<&Request>::new());
    let tomorrow = Ctx {
        now: crate::domain::Now { at: crate::domain::Moment(ctx().now.at.0 + 86_400), ..ctx().now },
        ..at(99_000)
    };
    assert_eq!(requests(&update(&mut model, Msg::Tick, &tomorrow)), [&Request::Recompute]);
    assert_eq!(mark(&model, Lang::Zh), None, "one goes on");
}

fn far_of(model: &mut Model, id: u64, ctx: &Ctx) {
    let _ = hear(model, id, Reply::Recomputing(Progress { done: 1, all: 2 }), ctx);
}

#[test]
fn f5_goes_on_after_a_stop_and_is_not_begun_twice() {
    let today = ctx().now.day();
    let mut model = starting(Some(today));
    far_of(&mut model, 1, &at(3_000));
    let _ = escape(&mut model, &at(3_100));
    let effects = end(&mut model, 1, &at(3_200));
    assert_eq!(requests(&effects), Vec::<&Request>::new(), "nothing is there that would be faster");
    assert_eq!(said(&model, &at(3_300)).as_deref(), Some("已停止, 类别还没有算出来; F5 重算"));
    let f5 = || Msg::Command(Command::App(AppCommand::Recompute));
    assert_eq!(requests(&update(&mut model, f5(), &at(4_000))), [&Request::Recompute]);
    assert_eq!(requests(&update(&mut model, f5(), &at(4_100))), Vec::<&Request>::new());
    let _ = hear(&mut model, 3, Reply::Recomputed(Box::new(book_of(today))), &at(5_000));
    assert!(said(&model, &at(5_100)).is_some_and(|text| text.starts_with("已按 11-24 重算")));
    assert_eq!(mark(&model, Lang::Zh), None);
}

#[test]
fn escape_first_takes_back_what_went_wrong() {
    let mut model = starting(None);
    far_of(&mut model, 1, &at(3_000));
    model.status.problem("磁盘已满", &at(3_000));
    assert_eq!(requests(&escape(&mut model, &at(3_100))), Vec::<&Request>::new());
    assert_eq!(requests(&escape(&mut model, &at(3_200))), [&Request::StopRecompute]);
}
