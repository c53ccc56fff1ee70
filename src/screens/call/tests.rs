use super::form::{Field, Form, outcome};
use super::*;
use crate::app::model::{Modes, Start};
use crate::app::{Effect, Msg, Screen, Topic as AnyTopic, update};
use crate::domain::{Channel, Code, CustomerId, Day, Direction, Money, Now, Reach, Reply, TalkResult};
use crate::keymap::Keymap;
use crate::lang::Lang;
use crate::settings::Settings;
use crate::snapshots;
use crate::store::log::find_log_facts;
use crate::store::protocol::{Failure, FailureKind, Reply as BookReply, Request};
use crate::store::recompute::Rules;
use crate::store::{Access as StoreAccess, Store};
use crate::testing::{Play, ctx, store_of, tuesday, with_store};
use crate::work::{LogFacts, NextDraft, Playbook};

/// Three customers by assets: one with a deposit due on Thursday, one whose phone is closed, one who died.
const BOOK: &str = "
    INSERT INTO customer (id, customer_no, name, gender, birth_on, risk_level, risk_level_until_on, entered_on, deceased_on) VALUES
      (1, '100482', '马玉兰', 'female', {today} - 22400, 'C2', {today} + 120, {today} - 400, NULL),
      (2, '100483', '陈国华', 'male', {today} - 16000, NULL, NULL, {today} - 400, NULL),
      (3, '100484', '夏春生', 'male', NULL, NULL, NULL, {today} - 400, {today} - 3);
    INSERT INTO phone (id, customer_id, number, state, is_primary) VALUES
      (1, 1, '15450000001', 'valid', 1), (2, 2, '15450000002', 'unverified', 1), (3, 3, '15450000003', 'valid', 1);
    INSERT INTO account (id, account_no, customer_id, product, label, opened_on, balance, balance_on, maturity_on, rate_bp, renews) VALUES
      (1, '6217000000003391', 1, 'time_deposit', '定期 一年', {today} - 363, 80000000, {today}, {today} + 2, 145, 0),
      (2, '6217000000000075', 1, 'current_deposit', '活期', {today} - 900, 26400000, {today}, NULL, NULL, NULL),
      (3, '6217000000000080', 2, 'current_deposit', '活期', {today} - 900, 6000000, {today}, NULL, NULL, NULL);
    INSERT INTO contact (id, customer_id, at, channel, direction, reach, result, note, duration_s, recorded_at) VALUES
      (1, 1, ({today} - 33) * 86400 + 9060, 'phone', 'out', 'connected', 'thinking', '等女儿回来商量, 月底前再打', 360, 0),
      (2, 1, ({today} - 70) * 86400 + 9000, 'phone', 'out', 'no_answer', NULL, NULL, NULL, 0),
      (3, 1, ({today} - 71) * 86400 + 9000, 'phone', 'out', 'connected', 'interested', NULL, 120, 0);
    INSERT INTO follow_up (id, customer_id, kind, reason, due_on, channel, note, created_at) VALUES
      (1, 1, 'promise', 'promise', {today} + 6, 'phone', '发大额存单利率表', ({today} - 33) * 86400);
    INSERT INTO consent (customer_id, channel, state, given_on, wording) VALUES
      (1, 'phone', 'yes', {today} - 300, NULL), (2, 'phone', 'never', {today} - 30, '别再打了');
";

fn book() -> Store {
    store_of(BOOK)
}

/// The call screen on the first customer of the list, after these keys.
fn call() -> Play {
    with_store(book)
}

fn facts() -> LogFacts {
    let store = book();
    let rules = Rules::load(&store.conn, tuesday().day(), None).unwrap();
    find_log_facts(&store, &rules, playbook(), tuesday(), CustomerId(1)).unwrap().unwrap()
}

fn playbook() -> &'static Playbook {
    Playbook::embedded().unwrap()
}

/// The call screen open on customer 1, as after the book has answered.
fn opened(way: Way) -> Model {
    let mut model = Model::new(Start::Book(Modes::default()), Settings::default());
    let trail = Trail { crumbs: String::new(), customers: vec![CustomerId(1), CustomerId(2)], at: 0 };
    let _ = open(&mut model, trail, way, &ctx());
    let _ = reply(&mut model, Topic::Facts, Ok(BookReply::LogFactsFound(Box::new(facts()))), &ctx());
    model
}

fn press(model: &mut Model, keys: &str) -> Vec<Effect> {
    let keymap = Keymap::embedded();
    let mut effects = Effects::none();
    for key in crate::testing::keys(keys) {
        let msg = crate::keymap::translate(&keymap, model, key);
        effects = effects.and(update(model, msg, &ctx()));
    }
    effects.0
}

/// The draft that keys send to the book.
fn saved(keys: &str) -> crate::work::LogDraft {
    let mut model = opened(Way::Call);
    let effects = press(&mut model, keys);
    let drafts: Vec<_> = effects
        .into_iter()
        .filter_map(|effect| match effect {
            Effect::Store(_, Request::SaveLog(CustomerId(1), draft)) => Some(*draft),
            _ => None,
        })
        .collect();
    assert_eq!(drafts.len(), 1, "{keys} saves once");
    drafts.into_iter().next().unwrap()
}

#[test]
fn every_reach_key_and_enter_logs_its_code_with_the_proposal() {
    for reach in Reach::of_channel(Channel::Phone, Direction::Out).iter().filter(|r| **r != Reach::Connected)
    {
        let key = reach.key().unwrap();
        let draft = saved(&format!("{key}<enter>"));
        assert_eq!(draft.outcome, outcome(Way::Call, *reach), "{key}");
        assert_eq!(draft.next, NextDraft::Proposed, "{key}");
    }
}

#[test]
fn every_result_has_its_letter_and_the_first_ten_a_digit() {
    let digits = "1234567890".chars().map(Some).chain(std::iter::repeat(None));
    for (result, digit) in TalkResult::ALL.iter().zip(digits) {
        for key in [Some(result.key()), digit].into_iter().flatten() {
            let asks = matches!(result, TalkResult::Appointment | TalkResult::Later | TalkResult::Callback);
            let typed = match result {
                TalkResult::Gone => "搬去外地",
                _ if asks => "3d 15:30",
                _ => "",
            };
            let draft = saved(&format!("1{key}{typed}<enter>"));
            assert_eq!(draft.outcome.result, Some(*result), "{key}");
            assert_eq!(draft.outcome.reach, Reach::Connected, "{key}");
        }
    }
}

/// Keys from the script into the panel and to the code at a place: Down past the end begins with the eleventh.
fn walked(model: &mut Model, at: usize) {
    for _ in 0..200 {
        if model.call.picked == Some(at) {
            return;
        }
        press(model, if model.call.picked.is_none_or(|picked| picked < at) { "<down>" } else { "<up>" });
    }
    panic!("{at} is not reached");
}

#[test]
fn every_code_of_every_panel_can_be_chosen_with_up_down_and_enter() {
    for (way, start, stage) in [
        (Way::Call, "", Stage::Reach),
        (Way::Message, "<esc>", Stage::Reach),
        (Way::Call, "1", Stage::Results),
        (Way::Incoming, "", Stage::Results),
    ] {
        for (at, (_, code)) in choice::codes(stage, way).into_iter().enumerate() {
            let mut model = opened(way);
            press(&mut model, start);
            assert_eq!(model.call.stage, stage);
            walked(&mut model, at);
            press(&mut model, "<enter>");
            let outcome = model.call.form.as_ref().map(|form| form.outcome);
            match code {
                Command::Reach(Reach::Connected) => assert_eq!(model.call.stage, Stage::Results),
                Command::Reach(reach) => assert_eq!(outcome.map(|of| of.reach), Some(reach)),
                Command::Result(result) => assert_eq!(outcome.and_then(|of| of.result), Some(result)),
                Command::Reply(reply) => assert_eq!(outcome.and_then(|of| of.reply), Some(reply)),
                other => panic!("{other:?} is no code"),
            }
            assert_eq!(model.call.picked, None, "a new choice begins anew");
        }
    }
}

#[test]
fn up_and_down_move_the_script_and_go_on_into_the_panel_where_it_ends() {
    /// The rows of the script that are shown, of how many; the code under the cursor.
    fn seen(keys: &str) -> ((usize, usize, usize), Option<String>) {
        let text = call().see(&format!("2<enter>c{keys}"));
        let head = text.lines().find(|line| line.contains("怎么说")).unwrap();
        let figures: Vec<usize> =
            head.rsplit(' ').find(|word| word.contains('/')).map_or(Vec::new(), |word| {
                word.split(['-', '/']).filter_map(|figure| figure.parse().ok()).collect()
            });
        let panel = text.split("接通了吗").nth(1).unwrap();
        let under = panel.split('>').nth(1).map(|rest| rest.chars().take(1).collect());
        ((figures[0], figures[1], figures[2]), under)
    }
    let ((first, last, lines), under) = seen("");
    let hidden = lines - last;
    assert!(hidden > 0 && first == 1 && under.is_none(), "the script is longer than its room");
    let end = "<down>".repeat(hidden);
    let at_end = (1 + hidden, lines, lines);
    assert_eq!(seen(&end), (at_end, None));
    assert_eq!(seen(&format!("{end}<down>")), (at_end, Some("w".into())), "the first that has no digit");
    assert_eq!(seen(&format!("{end}<down><down><down>")), (at_end, None), "out of the panel again");
    assert_eq!(seen("<down><up>"), ((1, last, lines), None));
    assert_eq!(seen("<up>"), ((1, last, lines), Some("x".into())), "before its start the last");
    assert_eq!(seen("<up><up>").1, Some("w".into()));
    assert_eq!(seen("<up><esc>"), ((1, last, lines), None), "Esc is one step back");
    let (paged, under) = seen("<up><pagedown>");
    assert!(paged.0 > 1 && under.is_some(), "pages are of the script");
}

#[test]
fn enter_dials_unless_a_code_is_under_the_cursor_and_the_hints_say_so() {
    let hints = |keys: &str| call().hints(&format!("2<enter>c{keys}"));
    assert!(hints("").contains("Enter 拨号"), "{}", hints(""));
    assert!(hints("<up>").contains("Enter 选定") && !hints("<up>").contains("拨号"), "{}", hints("<up>"));
    let mut model = opened(Way::Call);
    assert!(press(&mut model, "1<enter>").is_empty());
    assert_eq!(model.call.stage, Stage::Results, "nothing was chosen");
}

#[test]
fn objections_are_answered_before_it_is_said_how_far_the_call_got() {
    for (keys, stage) in [(";1", Stage::Reach), ("1;1", Stage::Results), ("；１", Stage::Reach)] {
        let play = call().screen(&format!("2<enter>c{keys}"));
        assert!(play.lines.iter().any(|line| line.contains("没时间")), "{keys} {stage:?}");
        let mut model = opened(Way::Call);
        press(&mut model, keys);
        assert_eq!(model.call.stage, stage, "{keys}");
    }
}

#[test]
fn the_number_to_dial_stands_whole_whatever_else_the_row_holds() {
    let long = || {
        let store = book();
        store
            .conn
            .execute("UPDATE customer SET name = '欧阳雪梅司徒慕容钟离皇甫令狐轩辕宇文长孙' WHERE id = 1", [])
            .unwrap();
        store
    };
    for (columns, rows) in crate::testing::SIZES {
        for lang in [Lang::Zh, Lang::En] {
            for play in [call(), with_store(long)] {
                let screen = play.size(columns, rows).lang(lang).screen("2<enter>c");
                assert!(
                    screen.lines[1].contains("154 5000 0001"),
                    "{columns} {}: {}",
                    lang.code(),
                    screen.lines[1]
                );
            }
        }
    }
}

#[test]
fn up_and_down_step_the_next_contact_and_move_from_a_note() {
    let next = |keys: &str| match saved(keys).next {
        NextDraft::At(when) => when.day - tuesday().day(),
        other => panic!("{keys}: {other:?}"),
    };
    assert_eq!(next("1k<c-u>3d<up><enter>"), 4);
    assert_eq!(next("1k<c-u>3d<pageup><enter>"), 10);
    assert_eq!(next("1k<c-u>3d<tab><up><down><enter>"), 2, "from the note to the date, and a day back");
}

#[test]
fn full_width_digits_are_codes_too() {
    assert_eq!(saved("３<enter>").outcome.reach, Reach::NoAnswer);
}

#[test]
fn what_a_code_asks_for_goes_into_the_draft() {
    let draft = saved("1d<tab>大额存单<tab>50万<tab>已签<enter>");
    assert_eq!(draft.details.deal_product, "大额存单");
    assert_eq!(draft.details.deal_amount, Some(Money::main(500_000)));
    assert_eq!(draft.note, "已签");
    let draft = saved("1o<tab>某行<tab>2.10%<tab>12-24<enter>");
    assert_eq!((draft.details.other_bank.as_str(), draft.details.other_rate_bp), ("某行", Some(210)));
    assert_eq!(draft.details.other_due_on, Day::parse_iso("2026-12-24"));
    assert_eq!(saved("1g搬去外地<enter>").details.leaving_reason, "搬去外地");
}

#[test]
fn a_typed_time_replaces_the_proposal() {
    let draft = saved("1b15:30<enter>");
    let NextDraft::At(when) = draft.next else { panic!("{draft:?}") };
    assert_eq!((when.day, when.minute.map(|m| m.to_string())), (tuesday().day(), Some("15:30".to_owned())));
    assert_eq!(saved("1k<backspace><enter>").next, NextDraft::Nothing, "a proposal that was wiped out");
}

#[test]
fn a_second_code_by_mistake_is_refused_and_has_the_caret() {
    let mut model = opened(Way::Call);
    let effects = press(&mut model, "1kk<enter>");
    assert!(effects.is_empty(), "{effects:?}");
    let form = model.call.form.as_ref().unwrap();
    assert_eq!((form.field(), form.shows_problems), (Some(Field::Next), true));
}

#[test]
fn escape_goes_back_one_stage_and_keeps_what_was_typed() {
    let mut model = opened(Way::Call);
    press(&mut model, "1o<tab>某行<tab><tab><tab>想比较");
    assert!(Call.has_unsaved(&model));
    press(&mut model, "<esc>");
    assert_eq!(model.call.stage, Stage::Results);
    press(&mut model, "k<tab>");
    assert_eq!(model.call.form.as_mut().unwrap().input_mut().unwrap().value(), "想比较");
    press(&mut model, "<esc><esc>");
    assert_eq!((model.call.stage, model.nav.current()), (Stage::Reach, Screen::Call));
    press(&mut model, "<esc>");
    assert_eq!(model.nav.current(), Screen::Today);
}

#[test]
fn only_an_upper_case_z_is_a_death() {
    let mut model = opened(Way::Call);
    press(&mut model, "1z");
    assert_eq!(model.call.stage, Stage::Results);
    assert!(model.status.current(ctx().uptime).is_some_and(|message| message.text.contains('Z')));
}

#[test]
fn enter_right_after_a_log_does_nothing_until_it_is_let_go() {
    let mut model = opened(Way::Call);
    press(&mut model, "3");
    model.call.saved_at = Some(ctx().uptime);
    let repeat = |model: &mut Model, millis: u64| {
        let later = Ctx { uptime: crate::app::Uptime::millis(millis), ..ctx() };
        let key = Keymap::embedded();
        let msg = crate::keymap::translate(&key, model, crate::app::Key::plain(crate::app::KeyCode::Enter));
        update(model, msg, &later)
    };
    for millis in [30, 400, 800, 1200] {
        assert!(repeat(&mut model, millis).0.is_empty(), "{millis}: held down all the time");
    }
    assert!(!repeat(&mut model, 1800).0.is_empty());
}

#[test]
fn a_failed_save_leaves_the_form_with_all_that_was_typed() {
    let mut model = opened(Way::Call);
    let asked = press(&mut model, "1k<tab>女儿周五回来<enter>");
    let [Effect::Store(id, _)] = asked[..] else { panic!("{asked:?}") };
    let failure = Failure {
        kind: FailureKind::NotSaved,
        sentence: "磁盘已满".to_owned(),
        hint: None,
        cause: Some("SQLITE_FULL".to_owned()),
    };
    let before = model.call.form.clone();
    let _ = update(&mut model, Msg::Reply(id, Err(failure)), &ctx());
    assert_eq!((model.call.stage, &model.call.form), (Stage::Form, &before));
    assert!(model.overlays.top().is_some(), "it is said why");
    let again = press(&mut model, "r");
    assert!(matches!(again[..], [Effect::Store(_, Request::SaveLog(..))]), "{again:?}");
}

#[test]
fn a_message_starts_with_sent_and_its_panel_has_the_other_codes() {
    let mut model = opened(Way::Message);
    assert_eq!(model.call.form.as_ref().map(|form| form.outcome.reach), Some(Reach::Sent));
    press(&mut model, "<esc>t");
    let form = model.call.form.as_ref().unwrap();
    assert_eq!(form.outcome.reply, Some(Reply::Unsubscribed));
    assert_eq!(form.outcome.channel, Channel::Sms);
}

#[test]
fn a_wecom_message_is_logged_like_an_sms_with_words_and_channel_of_its_own() {
    let mut model = opened(Way::Wecom);
    press(&mut model, "<esc>y");
    let form = model.call.form.as_ref().unwrap();
    assert_eq!((form.outcome.channel, form.outcome.reply), (Channel::Wecom, Some(Reply::Yes)));
    let text = call().size(120, 36).see("2/100482<enter>M<esc>");
    assert!(text.contains("企微怎么写") && text.contains("企微怎样了"), "{text}");
    assert!(!text.contains("短信怎") && !text.contains("字数"), "the length and the words of an SMS: {text}");
}

#[test]
fn an_incoming_call_goes_straight_to_the_results() {
    let mut model = opened(Way::Incoming);
    assert_eq!(model.call.stage, Stage::Results);
    press(&mut model, "s");
    let form = model.call.form.as_ref().unwrap();
    assert_eq!((form.outcome.direction, form.outcome.reach), (Direction::In, Reach::Connected));
    press(&mut model, "<esc><esc>");
    assert_eq!(model.nav.current(), Screen::Today);
}

#[test]
fn outside_the_hours_a_reason_is_asked_for() {
    let facts = facts();
    let late = Now { at: crate::domain::Moment(tuesday().at.0 + 12 * 3600), ..tuesday() };
    let context = facts.context(late, playbook());
    let mut form = Form::new(outcome(Way::Call, Reach::NoAnswer), &context, None, Lang::Zh);
    let problems = form.assess(&context, Lang::Zh).problems;
    assert_eq!(problems.first().map(|(field, _)| *field), Some(Field::OverLimit));
    form.select(Field::OverLimit);
    form.input_mut().unwrap().paste("客户约的");
    let (draft, _) = form.assess(&context, Lang::Zh).ready.unwrap();
    assert_eq!(draft.over_limit_reason, "客户约的");
}

#[test]
fn the_answer_of_another_customer_is_late_and_dropped() {
    let mut model = opened(Way::Call);
    assert!(model.requests.is_awaiting(AnyTopic::Call(Topic::Card)));
    let _ = super::put_off(&mut model, CustomerId(1), &ctx());
    assert!(model.call.facts.is_none(), "the facts of the former customer are gone");
    assert_eq!(model.call.trail.customer(), Some(CustomerId(2)));
}

#[test]
fn a_log_is_written_and_the_next_customer_is_there_and_undo_brings_him_back() {
    let text = call().see("2c3<enter>");
    assert!(text.contains("已记 马玉兰: 无人接听; 下次 11-24 周二 14:30 电话"), "{text}");
    assert!(text.contains("陈国华") && text.contains("2/"), "{text}");
    let text = call().see("2c3<enter>u");
    assert!(text.contains("已撤销") && text.contains("马玉兰") && text.contains("接通了吗"), "{text}");
    let text = call().see("2c3<enter>uU");
    assert!(text.contains("已重做"), "{text}");
}

#[test]
fn what_was_logged_is_there_after_a_restart_and_can_still_be_undone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("book.db");
    let now = tuesday();
    let made = Store::open(&path, StoreAccess::Create, now.clock).unwrap();
    made.conn.execute_batch(&BOOK.replace("{today}", &now.day().0.to_string())).unwrap();
    drop(made);
    let opened = path.clone();
    let play = with_store(move || Store::open(&opened, StoreAccess::Write, now.clock).unwrap());
    play.screen("2c1k<tab>女儿周五回来<enter>");
    let text = play.see("2c");
    assert!(text.contains("考虑中") && text.contains("女儿周五回来"), "{text}");
    let text = play.see("2cu<wait:1s>");
    assert!(!text.contains("女儿周五回来"), "{text}");
}

#[test]
fn a_closed_channel_has_no_panel_but_its_wording() {
    let text = call().see("2cn1");
    assert!(text.contains("不能打电话") && text.contains("别再打了"), "{text}");
    assert!(!text.contains("接通了吗"), "{text}");
    assert!(call().see("2cn13").contains("不能打电话"), "codes do nothing");
    assert!(call().see("2cn1i").contains("客户来电"), "what comes in can be logged");
}

#[test]
fn snooze_says_what_is_wrong_and_what_it_does_and_is_one_undo() {
    let text = call().see("2s3x<wait:1s>");
    assert!(text.contains("! 看不懂 \"3x\""), "{text}");
    let text = call().see("2s3d<enter>");
    assert!(text.contains("已推迟 马玉兰 到 11-27 周五 电话"), "{text}");
    assert!(call().see("2s3d<enter>u").contains("已撤销 推迟"), "one step");
    assert!(call().see("2s3d<esc>").contains("[2客户]"));
}

#[test]
fn the_screen_at_every_size() {
    snapshots!("reach", call(), "2c");
    snapshots!("results", call(), "2c1");
    snapshots!("form", call(), "2c1o");
    snapshots!("conflict", call(), "2c1k12-05<wait:1s>");
    snapshots!("closed", call(), "2cn1");
    snapshots!("ended", call(), "2cn1n1n1");
    snapshots!("message", call(), "2m<esc>");
    snapshots!("snooze", call(), "2s");
}

#[test]
fn the_last_row_offers_the_keys_of_the_call() {
    insta::assert_snapshot!("hints_reach", call().hints("2c"));
    insta::assert_snapshot!("hints_results", call().hints("2c1"));
    insta::assert_snapshot!("hints_form", call().hints("2c1k"));
}

#[test]
fn enter_dials_by_the_persons_command_with_the_digits_as_one_argument() {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let dial = |command: &[&str]| super::dial::dial_command(&words(command), "0571-8888 1234; rm");
    assert_eq!(dial(&["phone", "--to={number}", "-q"]), Some(words(&["phone", "--to=057188881234", "-q"])));
    assert_eq!(dial(&["phone"]), Some(words(&["phone", "057188881234"])));
    assert_eq!(dial(&[]), None, "without a command it is dialled by hand");
    assert!(call().see("2c<enter>").contains("154 5000 0001"), "then the number is said");
    let mut model = opened(Way::Call);
    super::dial_failed(&mut model, &crate::app::DialFailure::NotStarted("No such file".into()), &ctx());
    let said = model.status.current(ctx().uptime).map(|message| message.text.clone()).unwrap_or_default();
    assert!(said.contains("No such file") && said.contains("手拨"), "{said}");
}

#[test]
fn an_objection_shows_its_answer_and_is_kept_with_the_log() {
    let text = call().see("2c1;3");
    assert!(text.contains("\"别家更高\"") && text.contains("问哪家"), "{text}");
    assert!(call().see("2c1;9").contains("只有 6 条异议"));
    let text = call().size(120, 36).see("2c1;1;3k<tab>周五回来<enter>u<wait:1s>");
    assert!(text.contains("已撤销"), "{text}");
    let text = call().size(160, 48).see("2c1;1;3k<tab>周五回来<enter><esc><f3><wait:1s>");
    assert!(text.contains("周五回来; 异议: 没时间, 别家更高"), "{text}");
}

#[test]
fn after_three_refusals_in_a_row_a_warm_customer_is_offered() {
    let mut model = opened(Way::Call);
    let refuse = |model: &mut Model, result: TalkResult| {
        let context = facts();
        let context = context.context(tuesday(), playbook());
        let outcome = crate::work::Outcome { result: Some(result), ..outcome(Way::Call, Reach::Connected) };
        model.call.form = Some(Form::new(outcome, &context, None, Lang::Zh));
        super::pace::count_refusals(model);
    };
    for _ in 0..3 {
        assert!(!model.call.offers_warm());
        refuse(&mut model, TalkResult::NotInterested);
    }
    assert!(model.call.offers_warm());
    refuse(&mut model, TalkResult::Interested);
    assert!(!model.call.offers_warm(), "a talk that was none ends the row");
}

#[test]
fn a_book_that_is_read_only_logs_nothing_and_says_so() {
    let mut model = opened(Way::Call);
    model.session.modes.read_only = true;
    let reach = crate::app::Command::Call(Command::Reach(Reach::NoAnswer));
    let _ = update(&mut model, Msg::Command(reach), &ctx());
    assert_eq!(model.call.stage, Stage::Reach);
    let said = model.status.current(ctx().uptime).map(|message| message.text.clone()).unwrap_or_default();
    assert!(said.contains("只读"), "{said}");
}

#[test]
fn who_died_has_neither_script_nor_number_nor_panel_and_nothing_is_offered_to_him() {
    let text = call().size(120, 36).see("2cn1n1");
    assert!(text.contains("夏春生") && text.contains("身故") && text.contains("不再联系"), "{text}");
    for gone in ["接通了吗", "您好", "0003"] {
        assert!(!text.contains(gone), "{gone}: {text}");
    }
    for keys in ["2cn1n1s", "2cn1n1m"] {
        assert!(call().see(keys).contains("客户已身故, 一切联系停止"), "{keys}");
    }
}

#[test]
fn a_channel_that_was_closed_without_words_quotes_none() {
    let play = with_store(|| store_of(&BOOK.replace("'别再打了'", "NULL")));
    let text = play.see("2cn1");
    assert!(text.contains("不能打电话") && !text.contains("客户说"), "{text}");
}

#[test]
fn in_a_narrow_window_what_was_logged_is_cut_in_its_middle_and_the_offer_stands_whole() {
    let text = call().size(60, 16).see("2c3<enter>");
    assert!(text.contains("已记 马玉兰") && text.contains("u 撤销"), "{text}");
}

#[test]
fn who_left_is_lost_with_the_reason_and_without_one_nothing_is_saved() {
    let text = call().size(120, 36).see("2c1g<enter>");
    assert!(text.contains("写明为什么离开") && !text.contains("已记"), "{text}");
    let text = call().size(120, 36).see("2c1g搬去外地<enter><esc><f3>");
    assert!(text.contains("人工: 搬去外地") && !text.contains("gone"), "{text}");
}

#[test]
fn where_nobody_must_be_called_the_codes_say_why_and_the_number_is_masked() {
    for keys in ["2cn13", "2cn1<enter>", "2cn1x"] {
        let screen = call().screen(keys);
        assert!(screen.lines[22].contains("没有记下"), "{keys}: {}", screen.lines[22]);
        assert!(screen.lines[1].contains("154****0002"), "{}", screen.lines[1]);
    }
    let text = call().see("2cn1");
    assert!(text.contains("m 短信"), "the way that is open is named: {text}");
}

#[test]
fn a_phone_for_service_only_has_a_panel_in_which_selling_is_shut_and_marked() {
    let play = with_store(|| {
        store_of(
            &BOOK.replace("'never', {today} - 30, '别再打了'", "'service_only', {today} - 30, '有事再打'"),
        )
    });
    let text = play.see("2cn1");
    assert!(text.contains("! 电话仅限服务") && text.contains("3 无人接听"), "{text}");
    assert!(!text.contains("不能打电话") && text.contains("不谈产品"), "{text}");
    let text = play.see("2cn11");
    assert!(
        text.contains("d 成交 x") && text.contains("s 服务已告知") && !text.contains("s 服务已告知 x"),
        "{text}"
    );
    let effects = |key: &str| play.clone().size(120, 36).see(&format!("2cn11{key}"));
    assert!(effects("k").contains("仅限服务, 这是营销"), "{}", effects("k"));
    assert!(!effects("s").contains("照实记下"), "{}", effects("s"));
}

/// A log of the first customer, half typed; then the card of the second.
const HALF: &str = "2/100482<enter>c1k<tab>只记了一半<f3>/100483<enter>";

#[test]
fn a_log_that_was_begun_waits_while_another_customer_is_logged_and_goes_on_with_him() {
    let see = |keys: &str| call().size(120, 36).see(&format!("{HALF}{keys}"));
    let other = see("i");
    assert!(other.contains("陈国华") && other.contains("马玉兰 的记录没记完"), "{other}");
    assert!(!other.contains("只记了一半"), "nothing of the one is shown to the other: {other}");
    let logged = see("is<enter>/100482<enter>c");
    assert!(logged.contains("[只记了一半") && logged.contains("本人接通, 考虑中 -"), "{logged}");
    let saved = see("i<esc>/100482<enter>c<enter>");
    assert!(saved.contains("+ 已记 马玉兰: 本人接通, 考虑中"), "{saved}");
    assert!(!see("i<esc>/100482<enter>c<enter><esc>/100482<enter>c").contains("[只记了一半"), "it is done");
}

#[test]
fn every_log_that_was_begun_outlives_the_window_and_quitting_asks() {
    let screen = call().screen(&format!("{HALF}isk<tab>第二个"));
    let whom: Vec<_> = screen.unsaved.iter().map(|draft| draft.customer).collect();
    assert_eq!(whom, [Some(CustomerId(2)), Some(CustomerId(1))]);
    let again = call().left_over(screen.unsaved).size(120, 36);
    assert!(again.see("<enter>").contains("[第二个"), "{}", again.see("<enter>"));
    assert!(again.see("<enter><esc><esc><esc>2/100482<enter>c").contains("[只记了一半"));
    assert!(call().see(&format!("{HALF}<c-q>")).contains("还没有保存"));
}

#[test]
fn a_message_shows_the_text_of_the_reason_and_its_length_and_no_word_of_the_phone() {
    let text = call().size(120, 36).see("2/100482<enter>m");
    assert!(text.contains("短信怎么写") && text.contains("定期到期  字数 39/70 = 1条"), "{text}");
    assert!(text.contains("马女士您好，您在本行的一笔业务11月26日到期"), "{text}");
    for spoken in ["现在说话方便吗", "不是本人", "异议", "800,000", "80.0万，"] {
        assert!(!text.contains(spoken), "{spoken} in {text}");
    }
    let none = call().size(120, 36).see("2/100483<enter>m");
    assert!(none.contains("没有备好的短信") && !none.contains("现在说话方便吗"), "{none}");
    assert!(call().see("2/100482<enter>m<esc>c").contains("怎么说"), "c has the words of the phone again");
}

#[test]
fn who_died_is_offered_no_call_message_or_delay_anywhere() {
    let number = "100484";
    let hints = with_store(book).size(160, 48).hints(&format!("2/{number}<enter>"));
    for offered in ["通话", "推迟", "短信", "call", "snooze", "SMS", "显示号码"] {
        assert!(!hints.contains(offered), "{offered}: {hints}");
    }
    let play = with_store(book).size(120, 36);
    for keys in ["c", "m", "s", "p", ":customer.call<enter>"] {
        let text = play.see(&format!("2/{number}<enter>{keys}"));
        assert!(text.contains("客户已身故"), "{keys}: {text}");
    }
    assert!(play.see(&format!("2/{number}<enter>i")).contains("结果是"), "what he said is logged");
}

#[test]
fn who_left_can_be_called_as_his_consent_says_and_the_panel_says_that_he_left() {
    let left = || store_of(&format!("{BOOK} UPDATE customer SET left_on = {{today}} - 5 WHERE id <= 2;"));
    let play = with_store(left).size(120, 36);
    let open = play.see("2/100482<enter>c");
    assert!(open.contains("接通了吗") && open.contains("! 客户已销户或迁出 (11-19)"), "{open}");
    let shut = play.see("2/100483<enter>c");
    assert!(shut.contains("别再打了") && !shut.contains("接通了吗"), "{shut}");
    let gone = with_store(book).size(120, 36).see("2/100482<enter>c1g搬去外地");
    assert!(gone.contains("转流失, 不再提议联系; 渠道照旧"), "{gone}");
}

#[test]
fn a_promised_call_asks_for_its_minute_and_blames_nobody_before_a_key_was_pressed() {
    let text = call().size(120, 36).see("2c1b");
    assert!(text.contains("填几点, 如 15:30 明天15:30 周三9:00") && !text.contains("! 约定回电"), "{text}");
    assert!(call().size(120, 36).see("2c1b<tab>").contains("! 约定回电要写几点"), "leaving the field");
    for typed in ["15:30", "明天15:30", "周三9:00"] {
        let text = call().size(120, 36).see(&format!("2c1b{typed}<wait:1s>"));
        assert!(!text.contains("! "), "{typed}: {text}");
    }
}

#[test]
fn who_has_no_number_is_said_to_have_none_and_dialling_is_not_offered() {
    let play = with_store(|| store_of(&format!("{BOOK} DELETE FROM phone;"))).size(120, 36);
    let text = play.see("2c");
    assert!(text.contains("没有号码 (e 填)") && !text.contains("Enter 拨号"), "{text}");
    let text = play.see("2c<enter>");
    assert!(text.contains("! 没有号码: 按 e"), "{text}");
    assert!(
        play.see("2ce").contains("编辑资料") || play.see("2ce").contains("修改客户"),
        "{}",
        play.see("2ce")
    );
}

#[test]
fn a_click_takes_the_caret_to_a_field_of_the_log() {
    let typed = call().size(120, 36);
    let text = typed.see("2c1k");
    let line = text.lines().position(|line| line.trim_start().starts_with("备注")).unwrap();
    let text = typed.see(&format!("2c1k<click:20,{line}>女儿"));
    assert!(text.lines().nth(line).is_some_and(|line| line.contains("[女儿")), "{text}");
}
