//! Half-typed forms through the end of a run and the start of the next.

use super::*;
use crate::app::model::{Modes, Start};
use crate::app::{Exit, Msg, update};
use crate::settings::Settings;
use crate::snapshots;
use crate::store::Store;
use crate::testing::{Play, ctx, store_of, with_store};

fn book() -> Store {
    store_of(
        "INSERT INTO customer (id, customer_no, name, entered_on) VALUES
           (1, '100482', '马玉兰', {today} - 400), (2, '100483', '陈国华', {today} - 400);
         INSERT INTO phone (id, customer_id, number, state, is_primary) VALUES (1, 1, '15450000001', 'valid', 1);
         INSERT INTO account (id, account_no, customer_id, product, opened_on, balance, balance_on) VALUES
           (1, '6217000000003391', 1, 'current_deposit', {today} - 900, 80000000, {today});",
    )
}

fn play() -> Play {
    with_store(book)
}

/// After these keys the run ends badly; the next one starts and is told `answer`. What is seen before and then.
fn over(keys: &str, answer: &str) -> (String, String) {
    let first = play().screen(keys);
    assert!(!first.unsaved.is_empty(), "nothing is kept after {keys}");
    let stored = serde_json::to_vec(&first.unsaved).unwrap();
    let next = play().left_over(serde_json::from_slice(&stored).unwrap());
    // What messages say of the way there is not compared.
    (play().body(&format!("{keys}<wait:9s>")), next.body(&format!("{answer}<wait:9s>")))
}

#[test]
fn a_half_typed_form_goes_on_as_it_was_left() {
    for keys in [
        "2a100777<tab>林一<tab><tab>1",
        "2e<tab>马玉<tab><right>",
        "2t<tab><tab>经理判断<tab>3w",
        "2t<right><tab><right>",
        "2s3d",
        "2r生日前打",
    ] {
        let (before, after) = over(keys, "<enter>");
        // The next run stands on Today where the first one stood on Customers: only the form is compared.
        let form = |screen: &str| -> Vec<String> {
            let lines = screen.lines().skip(2).filter(|line| line.contains('[') || line.contains("caret"));
            lines.map(str::to_owned).collect()
        };
        if keys.starts_with("2s") {
            assert!(after.contains("[3d"), "{keys}:\n{after}");
        } else if keys.starts_with("2r") {
            assert!(after.contains("生日前打"), "{keys}:\n{after}");
        } else {
            assert_eq!(form(&after), form(&before), "{keys}");
        }
    }
}

#[test]
fn a_log_goes_on_with_its_codes_and_its_note() {
    let (before, after) = over("2c1k<tab>等女儿回来", "<enter>");
    for part in ["考虑中", "等女儿回来", "caret"] {
        assert!(before.contains(part) && after.contains(part), "{part} in:\n{after}");
    }
    let logged = play().left_over(play().screen("2c1k<tab>等女儿回来").unsaved).see("<enter><enter>");
    assert!(logged.contains("已记 马玉兰: 本人接通, 考虑中"), "{logged}");
}

#[test]
fn what_is_thrown_away_does_not_come_back() {
    let screen = play().left_over(play().screen("2s3d").unsaved).screen("x");
    assert!(screen.text().contains("已丢弃 马玉兰 的推迟"), "{}", screen.text());
    assert_eq!(screen.unsaved, []);
}

#[test]
fn esc_throws_nothing_away() {
    let offered = play().left_over(play().screen("2s3d").unsaved);
    assert!(offered.screen("").text().contains("Esc 留到下次启动再问"));
    let screen = offered.screen("<esc>");
    assert!(!screen.text().contains("已丢弃") && !screen.text().contains("没有保存"), "{}", screen.text());
}

#[test]
fn a_form_that_was_only_opened_is_no_draft() {
    for keys in ["2a", "2e", "2s", "2m", "2c", "2c1"] {
        assert_eq!(play().screen(keys).unsaved, [], "{keys}");
    }
}

#[test]
fn the_form_in_front_comes_first_and_all_of_them_go_on() {
    let left = play().screen("2e<tab>马玉<esc>jjt<tab><tab>经理判断").unsaved;
    let whom: Vec<_> = left.iter().map(|draft| (draft.kind.clone(), draft.customer.map(|id| id.0))).collect();
    assert_eq!(whom, [(Kind::Class, Some(2)), (Kind::Customer, Some(1))]);
    let next = play().left_over(left.clone());
    assert!(next.see("<enter>").contains("经理判断"));
    let mut kept = next.screen("<enter>").unsaved;
    kept.sort_by_key(|draft| draft.kind != Kind::Class);
    assert_eq!(kept, left);
}

#[test]
fn the_end_keeps_what_is_typed_before_it_ends() {
    let mut model = Model::new(Start::Book(Modes::default()), Settings::default());
    let _ = edit::resume(&mut model, &left_new(), &ctx());
    let effects = update(&mut model, Msg::Terminate(Exit::Signal(15)), &ctx()).0;
    assert_eq!(effects, [Effect::KeepDrafts(vec![left_new()]), Effect::Quit(Exit::Signal(15))]);
}

fn left_new() -> Draft {
    Draft {
        kind: Kind::New,
        customer: None,
        name: String::new(),
        texts: vec![("customer_no".to_owned(), "7".to_owned())],
        focus: "name".to_owned(),
    }
}

#[test]
fn left_over_screen() {
    let log = Draft {
        kind: Kind::Log { way: call::Way::Call, reach: Reach::NoAnswer, reply: None, result: None },
        customer: Some(CustomerId(1)),
        name: "马玉兰".to_owned(),
        texts: Vec::new(),
        focus: "note".to_owned(),
    };
    snapshots!("left_over", play().left_over(vec![log.clone(), left_new()]), "");
}
