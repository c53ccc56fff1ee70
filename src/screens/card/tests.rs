//! The timeline of a card as lines; what the whole card shows is tested by keys.

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
    Facts { entries, filter, book: None, lang: Lang::Zh, today: TODAY, width: 60 }
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
