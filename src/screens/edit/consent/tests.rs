//! The form of a consent, played on a real book. The second customer of it said "别再打".

use crate::app::draft::{Draft, Kind};
use crate::domain::{Channel, CustomerId};
use crate::snapshots;
use crate::store::Store;
use crate::testing::{Play, store_of, with_store};

fn book() -> Store {
    store_of(include_str!("../../card/book.sql"))
}

fn play() -> Play {
    with_store(book).size(120, 36)
}

/// The customer who refused, by his number.
const HIS: &str = "2/100482<enter>";
const OPEN: &str = "2/100482<enter>:consent<enter>";

fn after(keys: &str) -> String {
    play().see(&format!("{OPEN}{keys}"))
}

#[test]
fn the_form_looks_like_this() {
    snapshots!("form_consent", with_store(book), "2/100482<enter>:consent<enter>2<tab><tab><enter>");
}

#[test]
fn e_on_a_consent_of_the_card_opens_the_form_of_its_channel() {
    let text = with_store(book).see("2<f3>ke");
    assert!(
        text.contains("同意与拒绝") && text.contains("[电话]") && text.contains("[14:00-17:00"),
        "{text}"
    );
    let text = play().size(120, 48).see("2<f3>/100482<enter>Gkke");
    assert!(text.contains("同意与拒绝") && text.contains("[企微]"), "{text}");
}

#[test]
fn a_refusal_is_not_opened_without_the_words_and_the_day_of_the_customer() {
    let text = after("1<enter>");
    assert!(text.contains("! 客户拒绝过"), "{text}");
    assert!(!text.contains("未知  "), "never asked is no choice: {text}");
    let text = after("1<tab><c-u>2026-11-01<tab>可以打了<enter>");
    assert!(text.contains("! 客户 11-15 才拒绝的"), "{text}");
    let text = after("1<tab><tab>到店说可以打了<enter>");
    assert!(text.contains("+ 已改 100482 的同意"), "{text}");
    assert!(text.contains("2026-11-24  \"到店说可以打了\""), "{text}");
    let text = after("1<tab><tab>到店说可以打了<enter>u");
    assert!(text.contains("别再打") && !text.contains("到店说可以打了"), "{text}");
}

#[test]
fn a_closed_channel_stops_the_queues_at_once_and_an_opened_one_brings_them_back() {
    let held = |keys: &str| play().see(&format!("2<f3>{keys}3"));
    assert!(held("").contains("沈立群"), "{}", held(""));
    let closed = play().see("2<f3>:consent<enter>5<enter><esc>c");
    assert!(closed.contains("不能打电话") && closed.contains("电话已关闭"), "{closed}");
    let open = play().see("2<f3>:consent<enter>5<enter>:consent<enter>1<tab><tab>又说可以<enter><esc>c");
    assert!(open.contains("接通了吗"), "{open}");
}

#[test]
fn all_changed_channels_are_saved_together_and_none_that_was_typed_is_lost() {
    let both = "1<tab><tab>可以打了<s-tab><s-tab><s-tab><right><tab>4<tab><enter>";
    let text = after(both);
    assert!(text.contains("! 要写哪天恢复"), "the other channel has a problem: {text}");
    let text = after(&format!("{both}3w<enter>"));
    assert!(text.contains("+ 已改 100482 的同意"), "{text}");
    assert!(text.contains("可以打了") && text.contains("暂停至 12-15"), "{text}");
    let text = after(&format!("{both}3w<enter>u"));
    assert!(text.contains("别再打") && !text.contains("12-15"), "one undo: {text}");
}

#[test]
fn at_the_former_state_its_day_and_words_stand_again() {
    let text = after("1");
    assert!(text.contains("[2026-11-24") && !text.contains("别再打"), "{text}");
    let text = after("15");
    assert!(text.contains("[2026-11-15") && text.contains("[别再打"), "{text}");
}

#[test]
fn what_was_typed_outlives_the_form_and_the_window() {
    let text = after("1<tab><tab>可以打了<esc>");
    assert!(text.contains("在同意行按 e 接着填"), "{text}");
    assert!(after("1<tab><tab>可以打了<esc>:consent<enter>").contains("[可以打了"));
    assert!(!after("1<tab><tab>可以打了<c-d>:consent<enter>").contains("可以打了"));
    let left = Draft {
        kind: Kind::Consent { channel: Channel::Phone },
        customer: Some(CustomerId(2)),
        name: "100482".to_owned(),
        texts: vec![
            ("consent".to_owned(), "window".to_owned()),
            ("hours".to_owned(), "14".to_owned()),
            ("wording".to_owned(), String::new()),
        ],
        focus: "hours".to_owned(),
    };
    let text = play().left_over(vec![left]).see("<enter>-17");
    assert!(text.contains("[限时段]") && text.contains("[14-17"), "{text}");
    assert!(text.contains("同意与拒绝  100482"), "{text}");
}

#[test]
fn who_was_changed_elsewhere_meanwhile_is_shown_and_not_opened_unseen() {
    // A draft is left, then what it was made from is undone behind its back.
    let stale = "1<tab><tab>可以<enter>:consent<enter>3<tab>9-12<esc>u:consent<enter><enter>";
    let text = after(stale);
    assert!(text.contains("! 别处刚改过这位客户") && text.contains("别处已改为 \"关闭\""), "{text}");
    let text = after(&format!("{stale}<enter>"));
    assert!(text.contains("! 客户拒绝过"), "the refusal that came back needs words: {text}");
}

#[test]
fn hours_are_read_as_they_are_spoken() {
    let read = |typed: &str| {
        super::hours(typed, crate::lang::Lang::Zh).map(|found| found.map(|(from, to)| format!("{from}-{to}")))
    };
    for (typed, means) in [
        ("14-17", "14:00-17:00"),
        ("9:30 - 11:00", "09:30-11:00"),
        ("９点到11点半", "09:00-11:30"),
        ("18-24", "18:00-23:59"),
    ] {
        assert_eq!(read(typed), Ok(Some(means.to_owned())), "{typed}");
    }
    for typed in ["14", "25-26", "nachmittags", "-"] {
        assert!(read(typed).is_err(), "{typed}");
    }
    assert_eq!(read(" "), Ok(None));
}

#[test]
fn under_the_veil_the_words_cannot_be_read() {
    let text = play().see(&format!("{HIS}:consent<enter><f2>"));
    assert!(!text.contains("别再打") && !text.contains("100482"), "{text}");
}
