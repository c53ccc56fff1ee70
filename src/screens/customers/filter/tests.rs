use super::*;
use crate::book::{ClassIx, Filter, Flag};
use crate::domain::{Dimension, Money};
use crate::lang::Lang;
use std::collections::BTreeSet;

fn classes() -> ClassTable {
    let mut classes = ClassTable::default();
    let named = |names: &[(&str, &str, &str)]| -> Vec<(String, String, String)> {
        names.iter().map(|(code, zh, en)| ((*code).into(), (*zh).into(), (*en).into())).collect()
    };
    classes.set(
        Dimension::Value,
        named(&[
            ("private", "私人银行", "Private banking"),
            ("gold", "贵宾", "Gold"),
            ("basic", "基础", "Basic"),
        ]),
    );
    classes.set(
        Dimension::Lifecycle,
        named(&[("new", "新客", "New"), ("at_risk", "流失风险", "At risk"), ("lost", "流失", "Lost")]),
    );
    classes
}

fn today() -> Day {
    Day::parse_iso("2026-11-24").unwrap()
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn read(text: &str) -> Result<Filter, Problem> {
    parse(text, &Filtering { classes: &classes(), today: today() })
}

fn ok(text: &str) -> Filter {
    read(text).unwrap_or_else(|problem| panic!("{text}: {problem:?}"))
}

fn problem(text: &str, lang: Lang) -> String {
    read(text).expect_err(text).text(lang, Some(&classes()))
}

#[test]
fn both_languages_say_the_same() {
    let zh = ok("层级=贵宾 状态=风险 下次<=7d 资产>=20万 标记=逾期 #代发");
    let en = ok("tier=gold state=at_risk next<=7d assets>=200k mark=overdue #代发");
    assert_eq!(zh, en);
    assert_eq!(
        zh,
        Filter {
            classes: vec![(Dimension::Value, vec![ClassIx(1)]), (Dimension::Lifecycle, vec![ClassIx(1)])],
            next_until: Some(today() + 7),
            assets_from: Some(Money::main(200_000)),
            tags: vec!["代发".to_owned()],
            flags: vec![Flag::Overdue],
            ..Filter::default()
        }
    );
}

#[test]
fn nothing_typed_lets_everybody_through() {
    assert!(ok("  ").is_empty());
}

#[test]
fn full_width_signs_and_blanks_around_signs_do_not_matter() {
    let plain = ok("层级=贵宾 下次<=7d 资产>=20万");
    assert_eq!(ok("层级＝贵宾　下次＜＝７ｄ 资产≥２０万"), plain);
    assert_eq!(ok("层级 = 贵宾 下次 <= 7天 资产>= 20万"), plain);
}

#[test]
fn several_classes_of_a_dimension_join() {
    let wanted = vec![(Dimension::Value, vec![ClassIx(1), ClassIx(2)])];
    assert_eq!(ok("层级=贵宾,基础").classes, wanted);
    assert_eq!(ok("tier=gold tier=B").classes, wanted);
    assert_eq!(ok("层级=贵宾、基础").classes, wanted);
}

#[test]
fn a_class_is_known_by_code_name_letter_or_the_only_part_that_fits() {
    for text in ["private", "私人银行", "Private_banking", "p", "私人", "bank"] {
        assert_eq!(ok(&format!("tier={text}")).classes, vec![(Dimension::Value, vec![ClassIx(0)])], "{text}");
    }
    assert_eq!(ok("状态=流失").classes[0].1, [ClassIx(2)], "the whole name before a part of another");
    assert_eq!(ok("状态=未分类").classes[0].1, [ClassIx::UNCLASSIFIED]);
}

#[test]
fn bounds_may_be_open_or_closed() {
    let assets = |text| {
        let filter = ok(text);
        (filter.assets_from.map(|m| m.0), filter.assets_to.map(|m| m.0))
    };
    assert_eq!(assets("资产>=1"), (Some(100), None));
    assert_eq!(assets("资产>1"), (Some(101), None));
    assert_eq!(assets("资产<1"), (None, Some(99)));
    assert_eq!(assets("资产>=1 资产<=2万 资产<5亿"), (Some(100), Some(2_000_000)));
    assert_eq!(assets("assets>=2.5m"), (Some(250_000_000), None));
}

#[test]
fn days_are_relative_or_dates_near_today() {
    let next = |text: &str| ok(text).next_until.unwrap();
    assert_eq!(next("下次=今天"), today());
    assert_eq!(next("下次<7d"), today() + 6);
    assert_eq!(next("next<=12-01"), day("2026-12-01"));
    assert_eq!(next("next<=01-05"), day("2027-01-05"), "the next fifth of January");
    assert_eq!(next("下次<=7d 下次<=3d"), today() + 3);
    let last = |text: &str| ok(text).last_before.unwrap();
    assert_eq!(last("上次>30d"), today() - 30);
    assert_eq!(last("上次>=30d"), today() - 29);
    assert_eq!(last("last<10-22"), day("2026-10-22"));
    assert_eq!(last("last<12-22"), day("2025-12-22"), "the last one");
}

#[test]
fn what_cannot_be_read_is_named_with_what_would_be_right() {
    for (text, zh) in [
        ("层级", "看不懂 \"层级\""),
        ("颜色=红", "看不懂 \"颜色=红\""),
        ("层级=铂金", "层级没有 \"铂金\": 私人银行 贵宾 基础 未分类"),
        ("下次>=7d", "下次<=7d"),
        ("下次<=3x", "看不懂 \"3x\""),
        ("上次<=30d", "上次>30d"),
        ("资产>=许多", "许多"),
        ("标记=蓝", "逾期"),
        ("#", "标签"),
    ] {
        let said = problem(text, Lang::Zh);
        assert!(said.contains(zh), "{text}: {said}");
        assert!(!problem(text, Lang::En).contains("customers.filter"), "{text} has English words");
    }
}

#[test]
fn no_text_makes_the_parser_panic() {
    for text in ["=", "<", ">=", "#=", "层级==", "资产>=-", "下次<=99999999999d", "上次>0-0", "=层级", ",,=,"]
    {
        let _ = read(text);
    }
}

fn complete(text: &str, lang: Lang) -> Vec<String> {
    let classes = classes();
    let around = Filtering { classes: &classes, today: today() };
    let tags = BTreeSet::from(["代发".to_owned(), "企业主".to_owned()]);
    let (before, words) = candidates(text, &around, &tags, lang);
    words.into_iter().map(|word| format!("{before}{word}")).collect()
}

#[test]
fn the_last_word_is_completed() {
    assert_eq!(complete("层", Lang::Zh), ["层级="]);
    assert_eq!(complete("ti", Lang::Zh), ["tier="]);
    assert_eq!(complete("层级=贵", Lang::Zh), ["层级=贵宾"]);
    assert_eq!(complete("层级=贵宾,基", Lang::Zh), ["层级=贵宾,基础"]);
    assert_eq!(complete("tier=gold #企", Lang::En), ["tier=gold #企业主"]);
    assert_eq!(complete("tier=pri", Lang::En), ["tier=Private_banking"]);
    assert_eq!(complete("状态=新客 下", Lang::Zh), ["状态=新客 下次<="]);
    assert!(complete("状态=新客 ", Lang::Zh).contains(&"状态=新客 资产>=".to_owned()));
}

#[test]
fn every_completion_of_a_value_can_be_read() {
    for lang in [Lang::Zh, Lang::En] {
        for subject in Subject::ALL {
            let begun = format!("{}{}", subject.word(lang), subject.sign());
            for whole in complete(&begun, lang) {
                ok(&whole);
            }
        }
    }
}

#[test]
fn the_last_condition_can_be_taken_off() {
    assert_eq!(without_last("层级=贵宾 下次 <= 7d"), "层级=贵宾");
    assert_eq!(without_last("层级=贵宾"), "");
    assert_eq!(without_last(""), "");
}

#[test]
fn what_is_written_by_habit_is_read_too() {
    assert_eq!(ok("状态==风"), ok("状态=流失风险"));
    assert_eq!(tidy("状态＝＝新客  资产 >= 20w"), "状态=新客 资产>=20w");
    assert_eq!(ok("资产>=20w"), ok("资产>=20万"));
    assert_eq!(ok("下次<=周五").next_until, Some(today() + 3), "Friday after a Tuesday");
    assert_eq!(ok("next<=fri"), ok("下次<=周五"));
    assert!(read("下次<=15:30").is_err(), "a minute is no day");
}
