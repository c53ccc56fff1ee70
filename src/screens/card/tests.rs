//! The timeline of a card as lines; what the whole card shows is tested by keys.

use super::details::Room;
use super::timeline::{self, EntryKey, Facts, Filter, Part};
use crate::book::{Event, TimelineEntry};
use crate::domain::{Cause, Day, Dimension, Money};
use crate::lang::Lang;
use crate::snapshots;
use crate::store::Store;
use crate::testing::{Play, store_of, with_store};

const TODAY: Day = Day(20_781);

fn movement(days_ago: i32, amount: i64) -> TimelineEntry {
    let event = Event::Movement {
        amount: Money::main(amount),
        kind: "card_purchase".to_owned(),
        text: "消费".to_owned(),
        detail: Some("超市".to_owned()),
        account: None,
    };
    TimelineEntry { on: TODAY - days_ago, minute: None, event }
}

fn change(days_ago: i32) -> TimelineEntry {
    let event = Event::ClassChanged {
        dimension: Dimension::Value,
        from: "gold".to_owned(),
        to: "wealth".to_owned(),
        cause: Cause::Time,
    };
    TimelineEntry { on: TODAY - days_ago, minute: None, event }
}

fn facts(entries: &[TimelineEntry], filter: Filter) -> Facts<'_> {
    Facts { entries, filter, book: None, lang: Lang::Zh, today: TODAY, width: 60, room: Room::Wide }
}

fn words(entries: &[TimelineEntry], filter: Filter) -> Vec<String> {
    let text =
        |line: &timeline::TimeLine| line.line.0.iter().map(|span| span.text.as_ref()).collect::<String>();
    timeline::lines(&facts(entries, filter)).iter().map(|line| text(line).trim_end().to_owned()).collect()
}

#[test]
fn small_movements_of_one_kind_and_month_stand_together_and_large_ones_alone() {
    let entries = [movement(2, -30), movement(3, -50), movement(4, -90_000), movement(5, -20)];
    assert_eq!(
        words(&entries, Filter::All),
        [
            "11-22       刷卡消费 -80 超市 等 2 笔",
            "11-20       刷卡消费 -9.0万 超市",
            "11-19       刷卡消费 -20 超市",
        ]
    );
    assert_eq!(words(&entries, Filter::Money).len(), 4, "asked for alone, each has its line");
}

#[test]
fn an_entry_keeps_its_key_when_newer_ones_come() {
    let before = [change(5), movement(40, -30)];
    let after = [movement(0, -10), change(5), movement(40, -30)];
    let key = timeline::find(&before, |entry| entry.on == TODAY - 5);
    assert_eq!(key, Some(EntryKey(1)));
    assert_eq!(timeline::find(&after, |entry| entry.on == TODAY - 5), key);
    assert_eq!(key.and_then(|key| timeline::entry(&after, key)), Some(&change(5)));
    assert_eq!(timeline::entry(&after, EntryKey(3)), None);
}

#[test]
fn an_entry_taken_together_with_newer_ones_is_found_in_their_line() {
    let entries = [movement(2, -30), movement(3, -50), change(9)];
    let line = timeline::line_of(&facts(&entries, Filter::All), EntryKey(1)).unwrap();
    assert_eq!((line.entry, line.part), (EntryKey(2), Part::Main));
}

#[test]
fn each_former_year_has_a_heading() {
    let entries = [change(5), change(400), change(410)];
    assert_eq!(words(&entries, Filter::All)[1], "2025");
    assert_eq!(words(&entries, Filter::All).len(), 4);
    assert_eq!(words(&entries, Filter::Money), Vec::<String>::new());
}

fn book() -> Store {
    store_of(include_str!("book.sql"))
}

/// The card of the richest customer, reached from the list.
fn card() -> Play {
    with_store(book)
}

#[test]
fn the_card_says_what_is_next_why_he_is_in_his_classes_and_what_happened() {
    snapshots!("card", card(), "2<f3>");
}

fn see(keys: &str) -> String {
    card().size(120, 36).see(&format!("2<f3>{keys}"))
}

fn cursor_line(text: &str) -> &str {
    text.lines()
        .find(|line| line.contains('>') && (line.starts_with('>') || line.contains("|>")))
        .unwrap_or("")
}

#[test]
fn enter_on_a_reason_goes_to_the_entry_that_proves_it() {
    let text = see("<enter>");
    assert!(text.contains("|>11-23       转出 -52.0万"), "{text}");
    let promise = see("jj<enter>");
    assert!(promise.contains("|>11-03 15:20 承诺"), "{promise}");
    assert!(see("fff<enter>").contains("|>11-23       转出 -52.0万"), "a filter that hides it is taken off");
    let beginning = see("GG<enter>");
    assert!(cursor_line(&beginning).contains("06-07       建档"), "what came with him: {beginning}");
}

#[test]
fn the_timeline_shows_one_kind_of_entry_at_a_time() {
    let contacts = see("f");
    assert!(
        contacts.contains("只看联系") && contacts.contains("占线") && !contacts.contains("刷卡消费"),
        "{contacts}"
    );
    let money = see("ff");
    assert!(money.contains("刷卡消费") && !money.contains("占线"), "{money}");
    assert!(see("fff").contains("没有往来"));
    assert!(contacts.contains("同意 电话 限时段 14:00-17:00") && !money.contains("同意 短信"));
    assert!(see("ffff").contains("全部 15"));
}

#[test]
fn the_keys_cross_between_the_panes() {
    assert!(cursor_line(&see("l")).contains("|>"), "the timeline has the cursor");
    assert!(see("lh").lines().any(|line| line.starts_with(">1 昨天")), "and the reasons have it again");
}

#[test]
fn the_neighbours_of_the_list_are_one_key_away_and_nothing_of_the_former_stays() {
    let text = see("]");
    assert!(!text.contains("沈立群") && text.contains("2/3"), "{text}");
    assert!(see("][").contains("沈立群  100731"));
    assert!(see("[").contains("已是第一位"));
}

#[test]
fn a_customer_without_a_name_is_called_by_his_number() {
    let text = ["", "]", "]]"].iter().map(|keys| see(keys)).find(|text| text.contains(" 100482")).unwrap();
    assert!(text.contains("别再打") && text.contains("关闭"), "{text}");
}

#[test]
fn under_the_veil_neither_name_nor_number_nor_amount_can_be_read() {
    let text = see("<f2>");
    for secret in ["沈立群", "100731", "2618", "52.0万", "货款", "太太"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

#[test]
fn the_last_row_offers_the_keys_of_the_card() {
    insta::assert_snapshot!("hints", card().hints("2<f3>"));
}

#[test]
fn e_opens_the_form_of_the_section_under_the_cursor_at_its_field() {
    let seen = |keys: &str| card().size(120, 36).see(&format!("2<enter>{keys}e"));
    assert!(seen("").contains(">客户号"), "{}", seen(""));
    let class = seen("jjjj");
    assert!(class.contains("人工改类"), "{class}");
    let last = seen("G");
    assert!(last.contains(">备注"), "{last}");
}

#[test]
fn a_holding_shows_its_balance_with_the_movements_after_the_last_known_one() {
    let moved = || {
        let store = book();
        store
            .conn
            .execute_batch(
                "INSERT INTO txn (customer_id, account_id, booked_on, amount, kind_id) VALUES (1, 1, 20781, -1000000, 1);",
            )
            .unwrap();
        store
    };
    let seen = with_store(moved).size(160, 48).see("2<enter>");
    assert!(seen.contains("尾号6620   10.0万"), "{seen}");
}

#[test]
fn enter_on_an_entry_goes_to_the_line_that_it_proves_and_else_shows_its_kind_alone() {
    let back = see("<enter><enter>");
    assert!(back.lines().any(|line| line.starts_with(">1 昨天")), "to the reason: {back}");
    let contacts = see("lGkk<enter>");
    assert!(contacts.contains("只看联系") || contacts.contains("只看资金"), "{contacts}");
}

#[test]
fn figures_holdings_numbers_and_consent_lead_to_what_stands_behind_them() {
    let store = || {
        store_of(&format!(
            "{} INSERT INTO contact (customer_id, at, channel, direction, reach, result, note, recorded_at)
                VALUES (2, ({{today}} - 9) * 86400 + 9600, 'phone', 'out', 'connected', 'do_not_call', '别再打', 0);",
            include_str!("book.sql")
        ))
    };
    let text = with_store(store).size(120, 48).see("2/100482<enter>Gkkkk<enter>");
    assert!(cursor_line(&text).contains("11-15       同意 电话 关闭"), "the refusal: {text}");
}

#[test]
fn enter_leads_from_lines_of_every_section_to_a_row_that_proves_them() {
    let play = card().size(120, 36);
    for customer in ["100731", "100482"] {
        // From the last line up: remarks, data, consent, numbers, holdings, figures, classes.
        for line in [0, 1, 2, 4, 7, 9, 11, 14, 18, 20] {
            let keys = format!("2/{customer}<enter>G{}", "k".repeat(line));
            let (here, there) = (play.see(&keys), play.see(&format!("{keys}<enter>")));
            assert_ne!(cursor_line(&there), cursor_line(&here), "{here}");
            assert!(!there.contains("没有一条"), "{there}");
        }
    }
}

#[test]
fn a_class_that_rests_on_his_data_leads_to_the_field_and_from_there_to_where_it_came_from() {
    let line_of = |text: &str, word: &str| {
        text.lines()
            .filter(|line| line.starts_with('>') || line.starts_with(' '))
            .position(|line| line.get(1..).is_some_and(|rest| rest.starts_with(word)))
    };
    let text = see("");
    let down = "j".repeat(line_of(&text, "人口").unwrap() - line_of(&text, "1 ").unwrap() - 1);
    let field = see(&format!("{down}<enter>"));
    assert!(cursor_line(&field).contains("生日"), "{field}");
    let from = see(&format!("{down}<enter><enter>"));
    assert!(cursor_line(&from).contains("建档"), "{from}");
}

#[test]
fn the_first_reason_says_on_which_day_it_asks_for_a_contact() {
    let rows = "DELETE FROM txn; DELETE FROM follow_up; DELETE FROM account;
        UPDATE customer SET risk_level_until_on = {today} + 20 WHERE id = 1;";
    let store = move || store_of(&format!("{}{rows}", include_str!("book.sql")));
    let text = with_store(store).size(120, 36).see("2/100731<enter>");
    let first = text.lines().find(|line| line.starts_with(">1 ")).unwrap_or_default();
    assert!(first.contains("12-14") && first.contains("风评到期") && first.contains("联系"), "{text}");
}

#[test]
fn in_a_low_window_consent_and_budget_stand_and_a_section_opens_under_the_cursor() {
    for (columns, rows, lang) in [(120, 36, Lang::Zh), (100, 30, Lang::Zh), (100, 30, Lang::En)] {
        let budget = crate::tr!(lang, "card.budget.title").into_owned();
        let text = card().size(columns, rows).lang(lang).see("2<enter>");
        assert!(text.contains(&budget), "{columns}x{rows} {lang:?}: {text}");
    }
    let low = |keys: &str| card().size(100, 24).see(keys);
    let heads = |text: &str| text.lines().filter(|line| line.contains("尾号")).count();
    let (closed, mut keys) = (low("2<enter>"), "2<enter>".to_owned());
    while !low(&keys).lines().any(|line| line.starts_with('>') && line.contains("尾号")) {
        keys.push('j');
        assert!(keys.len() < 80, "the holdings are never reached: {}", low(&keys));
    }
    assert!(heads(&low(&keys)) > heads(&closed), "{closed}\n{}", low(&keys));
}
