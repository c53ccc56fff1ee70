use super::list::{LineKey, QueueLines, QueueSpec, Which};
use super::{Command, State, update};
use crate::app::model::{Modes, Start};
use crate::app::{Effects, Model, Screen};
use crate::domain::{CustomerId, QueueName};
use crate::settings::Settings;
use crate::snapshots;
use crate::store::protocol::{Fresh, Recomputed, Reply, RowChange};
use crate::testing::{
    Play, before_the_book, ctx, small_answers, small_book, small_facts, small_row, store_of, tuesday,
    with_store,
};
use crate::ui::Motion;
use crate::work::Band;

fn lines(which: Which) -> QueueLines {
    QueueLines::of(&small_book(), &QueueSpec { which, ..QueueSpec::default() }, tuesday().minute())
}

fn ids(lines: &QueueLines) -> Vec<i64> {
    lines.customers().map(|customer| customer.0).collect()
}

#[test]
fn queues_in_every_size() {
    snapshots!("queues", Play::new(small_answers), "3jjjj");
}

#[test]
fn one_queue_and_the_held_back_in_every_size() {
    snapshots!("queues_at_risk", Play::new(small_answers), "3]]]]]");
    snapshots!("queues_held", Play::new(small_answers), "3]]]]]]]]]]");
}

#[test]
fn an_empty_queue_says_so_and_where_enter_goes() {
    snapshots!("queues_done", Play::new(small_answers), "3]]]]]]]]]");
    let text = Play::new(small_answers).see("3]]]]]]]]]<enter>");
    assert!(text.contains("[全部 10]"), "{text}");
}

#[test]
fn before_the_book_there_are_no_rows() {
    let text = Play::new(before_the_book).see("3");
    assert!(!text.contains("陈国华") && !text.contains("还没有客户"), "{text}");
}

#[test]
fn bands_have_headings_and_what_is_held_back_is_a_list_of_its_own() {
    let all = lines(Which::All);
    assert_eq!(ids(&all), [5, 2, 4, 6, 12, 1, 3, 7, 8, 9]);
    let bands: Vec<_> = all.keys.iter().filter(|key| matches!(key, LineKey::Band(_))).collect();
    assert_eq!(
        bands,
        [&LineKey::Band(Band::Promised), &LineKey::Band(Band::Hard), &LineKey::Band(Band::Scored)]
    );
    assert_eq!(all.band_at(5), Some((Band::Hard, 3)));
    assert_eq!(ids(&lines(Which::Held)), [10]);
    assert_eq!(ids(&lines(Which::One(QueueName::Birthday))), [] as [i64; 0], "its only member is held back");
}

/// Queues open on the small book, with the cursor on a customer.
fn model(on: i64) -> Model {
    let mut model = Model::new(Start::Book(Modes::default()), Settings::default());
    let done = Recomputed {
        book: small_book(),
        today: small_facts(),
        rule_versions: [1; 6],
        changes: 0,
        is_recorded: true,
    };
    let _ = crate::app::recompute::answered(&mut model, Ok(Reply::Recomputed(Box::new(done))), &ctx());
    model.nav.switch(Screen::Queues);
    while model.queues.customer() != Some(CustomerId(on)) {
        update::motion(&mut model, Motion::Down, &ctx());
    }
    model
}

/// A write changes a customer's row: his reasons are gone, so he leaves every queue.
fn finish(model: &mut Model, id: i64) {
    let mut row = small_row(id);
    row.dues.clear();
    row.row.next = None;
    row.row.queues = crate::work::QueueSet::EMPTY;
    put(model, row);
}

fn put(model: &mut Model, row: crate::book::NewRow) {
    let fresh = Fresh { rows: vec![RowChange::Put(Box::new(row))], today: small_facts() };
    let _: Effects = crate::app::book::absorb(model, fresh, &ctx());
}

#[test]
fn a_selected_row_that_left_the_queue_stays_until_the_cursor_moves() {
    let mut model = model(12);
    let before = model.queues.cursor;
    finish(&mut model, 12);
    assert_eq!(model.queues.customer(), Some(CustomerId(12)));
    assert_eq!(model.queues.cursor.index(), before.index());
    assert!(model.queues.has_left(CustomerId(12)));
    update::motion(&mut model, Motion::Down, &ctx());
    assert_eq!(model.queues.customer(), Some(CustomerId(1)), "the one that was below");
    assert!(!model.queues.lines.contains(CustomerId(12)));
}

#[test]
fn another_row_that_leaves_goes_at_once_and_the_selected_one_keeps_its_customer() {
    let mut model = model(12);
    finish(&mut model, 2);
    assert_eq!(model.queues.customer(), Some(CustomerId(12)));
    assert!(!model.queues.lines.contains(CustomerId(2)));
    assert_eq!(ids(&model.queues.lines), [5, 4, 6, 12, 1, 3, 7, 8, 9]);
}

#[test]
fn a_new_order_waits_for_the_next_movement() {
    let mut model = model(3);
    let mut promised = small_row(9);
    promised.dues = small_row(5).dues;
    put(&mut model, promised);
    assert_eq!(ids(&model.queues.lines), [5, 2, 4, 6, 12, 1, 3, 7, 8, 9], "nothing moves by itself");
    update::motion(&mut model, Motion::Down, &ctx());
    assert_eq!(ids(&model.queues.lines)[..2], [9, 5], "now he is among the promised");
    assert_eq!(model.queues.customer(), Some(CustomerId(7)), "one below the selected one");
}

#[test]
fn a_band_without_rows_loses_its_heading() {
    let mut model = model(3);
    for id in [6, 12, 1] {
        finish(&mut model, id);
    }
    assert!(!model.queues.lines.keys.contains(&LineKey::Band(Band::Hard)));
}

#[test]
fn enter_calls_with_the_queue_as_trail_and_from_the_pane_opens_the_card() {
    let mut model = model(3);
    let _ = update::run(&mut model, Command::Open, &ctx());
    assert_eq!(model.nav.current(), Screen::Call);
    assert_eq!(model.call.trail.customer(), Some(CustomerId(3)));
    assert_eq!(model.call.trail.crumbs, "跟进 > 全部");
    assert_eq!(model.call.trail.customers.len(), 10);
    model.nav.switch(Screen::Queues);
    let _ = update::run(&mut model, Command::Right, &ctx());
    let _ = update::run(&mut model, Command::Open, &ctx());
    assert_eq!(model.nav.current(), Screen::Card);
}

#[test]
fn a_narrow_window_has_no_pane_to_go_to() {
    let narrow = crate::app::Ctx { size: ratatui::layout::Size::new(60, 16), ..ctx() };
    let mut model = model(3);
    let _ = update::run(&mut model, Command::Right, &narrow);
    let _ = update::run(&mut model, Command::Open, &narrow);
    assert_eq!(model.nav.current(), Screen::Call);
}

#[test]
fn the_score_is_a_multiple_of_the_median() {
    let lines = lines(Which::All);
    let book = small_book();
    let state = State { lines: lines.clone(), ..State::default() };
    let scored: Vec<f64> = lines
        .customers()
        .filter_map(|customer| book.find(customer))
        .map(|row| super::view::score(&state, row, book.dues(row).first().map(|due| due.band)))
        .filter(|text| !text.is_empty())
        .map(|text| text.trim_end_matches('x').parse().unwrap())
        .collect();
    assert_eq!(scored.len(), 4);
    assert!(scored.is_sorted_by(|a, b| a >= b), "{scored:?}");
    assert!(scored.contains(&1.0), "one of them is the median: {scored:?}");
}

/// Three customers who are called by rhythm, in the order of their assets.
fn three() -> Play {
    with_store(|| {
        store_of(
            "INSERT INTO customer (id, customer_no, name, entered_on) VALUES
               (1, '100482', '马玉兰', {today} - 400), (2, '100483', '陈国华', {today} - 400),
               (3, '100484', '夏春生', {today} - 400);
             INSERT INTO phone (customer_id, number, state, is_primary) VALUES
               (1, '15450000001', 'valid', 1), (2, '15450000002', 'valid', 1), (3, '15450000003', 'valid', 1);
             INSERT INTO account (account_no, customer_id, product, opened_on, balance, balance_on) VALUES
               ('1', 1, 'current_deposit', {today} - 900, 90000000, {today}),
               ('2', 2, 'current_deposit', {today} - 900, 80000000, {today}),
               ('3', 3, 'current_deposit', {today} - 900, 70000000, {today});
             INSERT INTO follow_up (customer_id, kind, reason, due_on, channel, note, created_at) VALUES
               (1, 'promise', 'promise', {today}, 'phone', '发利率表', 0),
               (2, 'promise', 'promise', {today}, 'phone', NULL, 0),
               (3, 'promise', 'promise', {today}, 'phone', NULL, 0);",
        )
    })
}

/// The names of the list, top to bottom, with the one under the cursor marked.
fn listed(text: &str) -> Vec<String> {
    let names = ["马玉兰", "陈国华", "夏春生"];
    let rows = text.lines().skip(3).take_while(|line| !line.contains("--- 1"));
    let name = |line: &str| {
        let name = names.iter().find(|name| line.contains(*name))?;
        Some(if line.starts_with('>') { format!(">{name}") } else { (*name).to_owned() })
    };
    rows.filter_map(name).take(3).collect()
}

#[test]
fn who_is_skipped_comes_at_the_end_of_the_day_and_the_next_one_is_there() {
    assert_eq!(listed(&three().see("3")), [">马玉兰", "陈国华", "夏春生"]);
    assert!(three().see("3n").contains("跳过  1 稍后"), "why is asked");
    let english = three().lang(crate::lang::Lang::En).see("3n");
    assert!(english.contains("7 no cause") && english.contains("8 other"), "all eight fit: {english}");
    let text = three().see("3n4");
    assert_eq!(listed(&text), [">陈国华", "夏春生", "马玉兰"], "{text}");
    assert!(text.contains("3 已跳过 1") && text.contains("已跳过 马玉兰"), "{text}");
    assert_eq!(listed(&three().see("3n4n<enter>")), [">夏春生", "马玉兰", "陈国华"]);
    assert_eq!(listed(&three().see("3n<esc>")), [">马玉兰", "陈国华", "夏春生"]);
}

#[test]
fn a_skip_is_taken_back_and_stands_in_the_timeline() {
    let text = three().see("3n4u");
    assert!(text.contains("已撤销") && !text.contains("3 已跳过"), "{text}");
    let text = three().size(120, 36).see("3n4jj<f3>");
    assert!(text.contains("跳过 等回复"), "{text}");
}

#[test]
fn on_the_call_screen_a_skip_brings_the_next_customer() {
    let text = three().see("3<enter>n1");
    assert!(text.contains("陈国华") && text.contains("2/3"), "{text}");
    assert!(three().see("3<enter>1n").contains("暂无意向"), "after a code it is a result");
}

#[test]
fn what_is_held_back_cannot_be_skipped() {
    let text = Play::new(small_answers).see("3]]]]]]]]]]n");
    assert!(text.contains("! "), "{text}");
}

#[test]
fn a_remark_is_written_kept_in_the_timeline_and_taken_back() {
    let text = three().size(120, 36).see("3r太太管钱<enter><f3>");
    assert!(text.contains("记事") && text.contains("太太管钱"), "{text}");
    let text = three().size(120, 36).see("3r太太管钱<enter>u<f3>");
    assert!(!text.contains("太太管钱\""), "{text}");
    let text = three().see("3r<enter>");
    assert!(text.contains("先写一句"), "{text}");
    assert!(three().see("3r太太<c-q>").contains("没有保存"), "a remark being written is asked about");
}

#[test]
fn the_filter_of_customers_works_in_the_queues_too() {
    let small = || Play::new(small_answers);
    let text = small().see("3f层级=钻石<enter>");
    assert!(text.contains("[全部 3/10]") && text.contains("筛选 层级=钻石"), "{text}");
    assert!(!text.contains("夏春生"), "{text}");
    assert!(small().see("3f层级=钻石<enter>F").contains("[全部 10]"), "F takes it off");
    assert!(small().see("3f层级=钻石<enter><esc>").contains("[全部 10]"), "and Esc");
    assert!(small().see("3f层级=钻石<esc>").contains("[全部 10]"), "Esc while typing leaves it as it was");
    assert!(small().see("3f层级=铂金<wait:1s>").contains("! "), "what cannot be read is named");
    let text = small().see("3f资产>=9亿<enter>");
    assert!(text.contains("没有人") || text.contains("Enter"), "{text}");
    assert!(
        small().see("3f资产>=9亿<enter><enter>").contains("[全部 10]"),
        "Enter takes the last condition off"
    );
}

#[test]
fn another_order_has_no_bands_and_the_same_again_turns_it_round() {
    let names = |keys: &str| {
        let text = Play::new(small_answers).size(120, 36).see(keys);
        let rows = text.lines().skip(3).map(|line| line.chars().skip(9).take(6).collect::<String>());
        (text.contains("硬期限"), rows.take(3).collect::<Vec<_>>())
    };
    let (has_bands, assets) = names("3o2");
    assert!(!has_bands && assets[0].contains("宋立诚"), "{assets:?}");
    let (_, turned) = names("3o2o2");
    assert!(!turned[0].contains("宋立诚"), "{turned:?}");
    assert!(names("3o2o1").0, "the first choice is the working order");
}

#[test]
fn the_line_of_those_held_back_is_the_last_stop_and_opens_their_list() {
    let text = Play::new(small_answers).see("3G");
    let held = text.lines().find(|line| line.contains("x 暂缓 1")).unwrap_or_default();
    assert!(held.starts_with('>') && held.contains("温如玉 12-01起"), "{text}");
    let text = Play::new(small_answers).see("3G<enter>");
    assert!(text.contains("[暂缓 1]") && text.contains("12-01"), "{text}");
}

#[test]
fn the_pane_shows_what_the_card_knows_after_a_rest() {
    let text = three().size(120, 36).see("3<wait:1s>");
    assert!(text.contains("发利率表"), "what was promised: {text}");
    assert!(text.contains("打扰与同意") && text.contains("7天 0/2"), "{text}");
    assert!(text.contains("怎么说") && text.contains("全文在通话屏"), "{text}");
    let text = three().see("3<wait:1s>");
    assert!(text.contains("承诺: 发利率表"), "the row names it as well: {text}");
}

#[test]
fn enter_is_hinted_by_what_it_does() {
    let small = || Play::new(small_answers);
    for (keys, words) in [
        ("3", "Enter 通话"),
        ("3l", "Enter 卡片"),
        ("3G", "Enter 看全部"),
        ("3]]]]]]]]]]", "Enter 卡片"),
        ("3]]]]]]]]]", "Enter 下一队列"),
        ("3f资产>=9亿<enter>", "Enter 去末条件"),
    ] {
        let hints = small().hints(keys);
        assert!(hints.contains(words), "{keys}: {hints}");
    }
    let empty = small().hints("3]]]]]]]]]");
    assert!(!empty.contains("o 排序") && !empty.contains("f 筛选"), "{empty}");
}

#[test]
fn an_empty_queue_counts_the_day_and_is_left_by_escape() {
    let text = Play::new(small_answers).see("3]]]]]]]]]");
    assert!(text.contains("今日已拨打") && text.contains("Esc    回今日"), "{text}");
    let text = Play::new(small_answers).see("3]]]]]]]]]<esc>");
    assert!(text.contains("[1今日]"), "{text}");
}

#[test]
fn the_names_of_the_queues_stay_when_the_list_is_ordered_or_filtered() {
    let head = |keys: &str| {
        let text = Play::new(small_answers).see(keys);
        text.lines().nth(1).unwrap_or_default().to_owned()
    };
    let ordered = head("3o2");
    assert!(ordered.contains("[全部 10]") && ordered.contains("逾期"), "{ordered}");
    assert!(ordered.contains("排序 资产"), "{ordered}");
    let filtered = head("3f层级=钻石<enter>");
    assert!(filtered.contains("[全部 3/10]") && filtered.contains("回电"), "{filtered}");
}

#[test]
fn another_order_begins_at_its_first_row() {
    let text = Play::new(small_answers).see("3jjjo4");
    assert!(text.lines().nth(3).is_some_and(|line| line.starts_with('>')), "{text}");
}

#[test]
fn the_pane_goes_right_below_and_off() {
    let text = |keys: &str| Play::new(small_answers).size(120, 36).see(keys);
    assert!(text("3").contains("打扰与同意") || text("3").contains("为什么现在"));
    let below = text("3v");
    assert!(!below.contains("为什么现在") && below.contains("100"), "{below}");
    assert!(text("3vv").lines().filter(|line| line.contains("陈国华")).count() == 1);
    let narrow = Play::new(small_answers).size(60, 16).see("3v");
    assert!(narrow.contains("! 窗口不到 80 列"), "{narrow}");
}

#[test]
fn the_state_has_a_mark_where_no_column_says_it() {
    let line = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.contains(name) && !line.contains("户数"));
        line.unwrap_or_default().split('|').next().unwrap_or_default().trim_end().to_owned()
    };
    let text = Play::new(small_answers).size(120, 36).see("3");
    for (name, mark) in [("沈立群", 'R'), ("方敏", 'Z'), ("姚丽娟", 'N')] {
        assert!(line(&text, name).ends_with(mark), "{name}: {text}");
    }
    let help = Play::new(small_answers).size(120, 36).see("3?");
    assert!(help.contains("流失风险 (没有状态列时)"), "{help}");
}

#[test]
fn the_pane_lists_those_held_back_while_the_cursor_is_on_their_line() {
    let text = Play::new(small_answers).size(120, 36).see("3G");
    let pane: Vec<&str> = text.lines().filter_map(|line| line.split('|').nth(1)).collect();
    assert!(pane.iter().any(|line| line.contains("12-01起") && line.contains("电话暂停至 12-01")), "{text}");
}

#[test]
fn reasons_keep_their_room_before_the_last_contact_does() {
    let text = Play::new(small_answers).size(160, 48).lang(crate::lang::Lang::En).see("3");
    let list = || text.lines().filter_map(|line| line.split('|').next());
    assert!(list().all(|line| !line.contains("~ +")), "{text}");
}

#[test]
fn a_long_reason_is_cut_and_the_number_of_the_others_stays() {
    let text = Play::new(small_answers).size(100, 30).lang(crate::lang::Lang::En).see("3");
    let cut = text.lines().filter(|line| line.contains('~') && line.contains(" +"));
    assert!(cut.count() > 0 || !text.contains('~'), "{text}");
}
