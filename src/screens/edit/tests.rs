//! Forms: what fields read, and what keys do on a real book.

use super::customer::{self, Around, Base};
use super::form::{Field, FieldId, Form};
use super::read;
use crate::app::Key;
use crate::domain::{CustomerKind, Day, Gender, Money, PhoneKind, RiskLevel};
use crate::lang::Lang;
use crate::snapshots;
use crate::store::Store;
use crate::testing::{Play, store_of, with_store};
use proptest::prelude::*;

const TODAY: Day = Day(20_781);

fn around() -> Around<'static> {
    Around { book: None, today: TODAY, lang: Lang::Zh }
}

fn filled(texts: &[(FieldId, &str)]) -> (Form, Base) {
    let (mut form, base) = customer::blank(Lang::Zh);
    for (id, text) in texts {
        let at = form.fields.iter().position(|field| field.id == *id).unwrap();
        form.focus = at;
        for ch in text.chars() {
            form.key(Key::char(ch));
        }
    }
    (form, base)
}

fn problems(texts: &[(FieldId, &str)]) -> Vec<(FieldId, String)> {
    let (form, base) = filled(texts);
    customer::read(&form, &base, around()).err().unwrap_or_default()
}

#[test]
fn every_field_of_a_new_customer_is_read() {
    let (form, base) = filled(&[
        (FieldId::CustomerNo, " 20１00 "),
        (FieldId::Name, "林一"),
        (FieldId::Gender, "2"),
        (FieldId::BirthOn, "1985年3月12日"),
        (FieldId::Phones, "154 5000 0001，0571-87654321、15450000001"),
        (FieldId::Income, "36万"),
        (FieldId::FirmSize, "1,200"),
        (FieldId::RiskLevel, "4"),
        (FieldId::RiskUntil, "20270501"),
        (FieldId::OpenedOn, "2024/1/2"),
        (FieldId::Tags, "价格敏感 喜欢短期，价格敏感"),
        (FieldId::Remark, "下午联系"),
    ]);
    let fields = customer::read(&form, &base, around()).unwrap();
    assert_eq!(fields.customer_no, "20100", "as imports read it");
    assert_eq!((fields.name.as_deref(), fields.kind), (Some("林一"), CustomerKind::Person));
    assert_eq!(
        fields.phones,
        [("15450000001".to_owned(), PhoneKind::Mobile), ("0571-87654321".to_owned(), PhoneKind::Landline)]
    );
    let about = fields.about;
    assert_eq!((about.gender, about.birth_on), (Some(Gender::Female), Day::parse_iso("1985-03-12")));
    assert_eq!((about.income_year, about.firm_size), (Some(Money::main(360_000)), Some(1200)));
    assert_eq!(about.risk_level, Some(RiskLevel::C3));
    assert_eq!(about.risk_level_until_on, Day::parse_iso("2027-05-01"));
    assert_eq!(about.opened_on, Day::parse_iso("2024-01-02"));
    assert_eq!(fields.tags, ["价格敏感", "喜欢短期"]);
    assert_eq!(about.remark.as_deref(), Some("下午联系"));
}

#[test]
fn what_is_wrong_is_said_at_its_field_with_what_would_be_right() {
    let no = (FieldId::CustomerNo, "1");
    for (id, text, said) in [
        (FieldId::BirthOn, "3x", "看不懂 \"3x\""),
        (FieldId::BirthOn, "2030-01-01", "2030-01-01 还没到"),
        (FieldId::BirthOn, "110105194912310021", "校验"),
        (FieldId::Phones, "154500", "154500: "),
        (FieldId::Income, "很多", "看不懂 \"很多\""),
        (FieldId::Income, "-5", "看不懂 \"-5\""),
        (FieldId::FirmSize, "12.5", "看不懂 \"12.5\""),
        (FieldId::OpenedOn, "45000", "看不懂 \"45000\""),
        (FieldId::ReferredBy, "999", "没有客户号 999"),
    ] {
        let found = problems(&[no, (id, text)]);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!(found[0].0, id);
        assert!(found[0].1.contains(said), "{text}: {}", found[0].1);
    }
    assert_eq!(problems(&[])[0].0, FieldId::CustomerNo);
}

#[test]
fn an_id_number_gives_the_date_of_birth_and_the_gender_alone() {
    let found = read::birth("11010519491231002X", TODAY, Lang::Zh).unwrap();
    assert_eq!(found, Day::parse_iso("1949-12-31").map(|day| (day, Some(Gender::Female))));
}

#[test]
fn a_choice_is_made_with_arrows_blank_and_digits() {
    let (mut form, _) = customer::blank(Lang::Zh);
    form.focus = form.fields.iter().position(|field| field.id == FieldId::Gender).unwrap();
    let codes: Vec<String> = ["<right>", "2", "<end>", "<space>", "9", "x"]
        .iter()
        .map(|key| {
            form.key(Key::parse(key).unwrap());
            form.text(FieldId::Gender).to_owned()
        })
        .collect();
    assert_eq!(codes, ["female", "female", "male", "", "", ""]);
}

#[test]
fn what_another_window_saved_stands_beside_what_was_typed() {
    let form = |name: &str, region: &str| {
        Form::new(vec![Field::text(FieldId::Name, name), Field::text(FieldId::Region, region)])
    };
    let mut mine = form("林一", "城东");
    mine.key(Key::char('二'));
    mine.merge(&form("林三", "城西"));
    assert_eq!(mine.text(FieldId::Name), "林一二", "typed text is never replaced");
    assert_eq!(mine.field(FieldId::Name).unwrap().theirs.as_deref(), Some("林三"));
    assert_eq!(mine.text(FieldId::Region), "城西", "untouched fields follow");
    assert!(mine.is_changed());
}

#[test]
fn the_caret_goes_round() {
    let (mut form, _) = customer::blank(Lang::Zh);
    form.step(-1);
    assert_eq!(form.focused().unwrap().id, FieldId::Remark);
    form.step(1);
    assert_eq!(form.focused().unwrap().id, FieldId::CustomerNo);
}

proptest! {
    #[test]
    fn no_text_makes_reading_a_form_panic(id in 0usize..18, text in "\\PC{0,30}") {
        let (mut form, base) = customer::blank(Lang::En);
        form.focus = id;
        form.paste(&text);
        let _ = customer::read(&form, &base, around());
    }
}

fn book() -> Store {
    store_of(include_str!("../card/book.sql"))
}

fn play() -> Play {
    with_store(book)
}

const ADD: &str = "2a200001<tab>林一<tab><tab><right><tab>1985/3/12<tab>15450000009";

fn after(keys: &str) -> String {
    play().size(120, 36).see(&format!("{ADD}{keys}"))
}

#[test]
fn forms_look_like_this() {
    snapshots!("form_new", play(), "2a200001<tab>林一<tab><tab><right><tab>3x<tab>");
    snapshots!("form_class", play(), "2a200001<enter>t<tab>2<tab>本人告知<tab>3w");
}

#[test]
fn a_new_customer_is_saved_and_his_card_opens() {
    let text = after("<enter>");
    assert!(text.contains("+ 已新增 林一"), "{text}");
    assert!(text.contains("林一  200001   女 41岁"), "{text}");
    assert!(text.contains("154****0009"), "{text}");
}

#[test]
fn an_added_customer_is_gone_after_undo_and_back_after_redo() {
    let text = after("<enter>u");
    assert!(text.contains("- 已撤销"), "{text}");
    assert!(text.contains("已不在账簿里"), "{text}");
    let text = after("<enter>uU");
    assert!(text.contains("林一  200001"), "{text}");
}

#[test]
fn a_bad_form_is_not_saved_and_the_caret_goes_to_the_first_bad_field() {
    let screen = play().screen("2a<tab>林一<tab><tab><tab>3x<enter>");
    let text = screen.text();
    assert!(text.contains("! 要写客户号") && text.contains("! 看不懂 \"3x\""), "{text}");
    assert_eq!(screen.caret.map(|at| at.y), Some(2), "{text}");
}

#[test]
fn a_field_is_looked_at_after_a_rest_and_not_at_the_first_letter() {
    let typing = "2a<tab><tab><tab><tab>3";
    assert!(!play().see(typing).contains("看不懂"));
    assert!(play().see(&format!("{typing}<wait:400ms>")).contains("看不懂 \"3\""));
}

#[test]
fn what_was_typed_is_kept_when_the_form_is_left_and_thrown_away_when_asked() {
    let left = "2a200001<tab>林一<esc>";
    assert!(play().see(left).contains("填的还在"));
    assert!(play().see(&format!("{left}a")).contains("[林一"));
    assert!(play().see(&format!("{left}<c-q>")).contains("还没有保存"), "quitting asks");
    assert!(!play().see("2a200001<tab>林一<c-d>a").contains("[林一"));
}

#[test]
fn a_number_that_is_taken_is_refused_with_the_name() {
    let text = play().see("2a100731<enter>");
    assert!(text.contains("! 100731 已是 沈立群 的客户号"), "{text}");
}

#[test]
fn editing_shows_what_is_stored_and_saves_what_is_changed() {
    let text = after("<enter>e");
    assert!(text.contains("[15450000009"), "{text}");
    assert!(text.contains("[1985-03-12"), "{text}");
    let text = after("<enter>e<tab>甲<enter>");
    assert!(text.contains("+ 已保存 林一甲"), "{text}");
    assert!(text.contains(" 林一甲  200001"), "{text}");
    let text = after("<enter>e<tab>甲<enter>u");
    assert!(text.contains(" 林一  200001"), "{text}");
}

#[test]
fn a_class_by_hand_shows_who_set_it_why_and_until_when_and_can_be_ended() {
    let set = "<enter>t<tab>2<tab>本人告知<tab>2026-12-31<enter>";
    let text = after(set);
    assert!(text.contains("+ 已改 林一 的价值层级"), "{text}");
    assert!(text.contains("人工: 本人告知, 至 12-31 张晓岚"), "{text}");
    assert!(text.contains("价值 钻石"), "{text}");
    let text = after(&format!("{set}t<tab><end><enter>"));
    assert!(!text.contains("人工: 本人告知"), "{text}");
    let text = after(&format!("{set}u"));
    assert!(!text.contains("人工: 本人告知"), "{text}");
}

#[test]
fn a_class_by_hand_needs_a_reason_and_an_end_that_is_to_come() {
    let text = after("<enter>t<tab>2<tab><tab>2026-01-01<enter>");
    assert!(text.contains("! 要写原因") && text.contains("! 2026-01-01 已经过去"), "{text}");
}

#[test]
fn a_number_is_shown_in_clear_for_fifteen_seconds() {
    assert!(after("<enter>p").contains("154 5000 0009"));
    let text = after("<enter>p<wait:15s>");
    assert!(!text.contains("154 5000 0009") && text.contains("154****0009"), "{text}");
}

#[test]
fn a_form_can_be_used_in_the_smallest_window() {
    let screen = play().size(60, 16).screen("2a<s-tab>备注");
    let text = screen.text();
    assert!(text.contains("备注") && text.contains("18/18"), "{text}");
    assert!(screen.caret.is_some());
}

/// A draft is left, then what it was made from is undone behind its back.
const STALE: &str = "<enter>e<tab>甲<enter>e<tab>乙<esc>ue";

#[test]
fn a_conflict_keeps_what_was_typed_shows_theirs_and_saves_mine_at_the_next_enter() {
    let text = after(&format!("{STALE}<enter>"));
    assert!(text.contains("! 别处刚改过这位客户"), "{text}");
    assert!(text.contains("[林一甲乙") && text.contains("别处已改为 \"林一\""), "{text}");
    let text = after(&format!("{STALE}<enter><enter>"));
    assert!(text.contains("+ 已保存 林一甲乙"), "{text}");
}

#[test]
fn under_the_veil_a_form_shows_nothing_of_the_customer() {
    let text = after("<enter>e<f2>");
    assert!(!text.contains("林一") && !text.contains("15450000009") && text.contains("****"), "{text}");
}

#[test]
fn after_a_switch_of_the_language_a_form_that_was_left_speaks_the_new_one() {
    let seen = with_store(book).see("2e<tab><tab><tab><right><esc>:app.language<enter>e");
    for word in ["person", "female"] {
        assert!(seen.contains(word), "{word} in\n{seen}");
    }
    assert!(!seen.contains("个人"), "{seen}");
    let class = with_store(book).see("2t<tab><right><esc>:app.language<enter>t");
    assert!(class.contains("Value") && !class.contains("价值层级"), "{class}");
}

#[test]
fn after_a_switch_of_the_language_the_book_refuses_in_the_new_one() {
    let seen = with_store(book).see("2:app.language<enter>:app.undo<enter>");
    assert!(seen.contains("nothing"), "{seen}");
}

#[test]
fn up_and_down_step_dates_and_numbers_and_move_elsewhere() {
    let to_birth = "2a<down><down><down><down>";
    let seen = |keys: &str| with_store(book).see(keys);
    assert!(seen(&format!("{to_birth}2000-01-31<pageup>")).contains("[2000-02-29"));
    assert!(seen(&format!("{to_birth}2000-01-31<up>")).contains("[2000-02-01"));
    assert!(seen(&format!("{to_birth}3x<up>")).contains("[3x"), "what cannot be read stays");
    assert!(seen(&format!("{to_birth}<tab><tab><tab><tab><tab>25万<down>")).contains("[24万"));
    assert!(seen("2a<down>林").contains("[林"), "a text field is left");
    assert!(seen("2s<up>").contains("[11-26 周四"), "tomorrow is proposed, the day after comes next");
    assert!(seen("2s<c-u>11-30<pagedown>").contains("[11-24 周二"), "never before today");
}
