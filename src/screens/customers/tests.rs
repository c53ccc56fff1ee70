use crate::snapshots;
use crate::testing::{Play, small_answers};

fn play() -> Play {
    Play::new(small_answers)
}

/// The line with the cursor.
fn cursor_line(keys: &str) -> String {
    let text = play().see(keys);
    text.lines().find(|line| line.starts_with('>')).unwrap_or_default().to_owned()
}

#[test]
fn customers_stand_in_groups_with_a_pane() {
    snapshots!("customers", play(), "2");
}

#[test]
fn the_filter_is_text_with_completion() {
    snapshots!("filter_typed", play(), "2f层级=");
    snapshots!("filter_wrong", play(), "2f层级=铂金<wait:1s>");
    snapshots!("filter_applied", play(), "2f下次<lt>=7d 资产>=20万<enter>");
    snapshots!("filter_nobody", play(), "2f资产>=1亿<enter>");
}

#[test]
fn groups_and_order_are_chosen_in_row_2() {
    snapshots!("chooser", play(), "2b");
    snapshots!("by_lifecycle", play(), "2b2o2");
}

#[test]
fn the_cursor_starts_on_the_first_customer() {
    assert!(cursor_line("2").contains("宋立诚"));
}

#[test]
fn the_cursor_stays_on_its_customer_through_order_groups_and_filter() {
    for keys in ["o2", "o2o2", "b7", "b2", "f资产>=20万<enter>"] {
        assert!(
            cursor_line(&format!("2jjjj{keys}")).contains("蒋德明"),
            "{keys}: {}",
            cursor_line(&format!("2jjjj{keys}"))
        );
    }
}

#[test]
fn a_fold_leaves_the_cursor_on_the_heading_and_unfolds_again() {
    let folded = cursor_line("2jjz");
    assert!(folded.contains("+ D 钻石"), "{folded}");
    assert!(cursor_line("2jjz<enter>").contains("- D 钻石"));
    let all = play().see("2Z");
    assert!(all.contains("+ P 私人银行") && all.contains("+ B 基础"), "{all}");
    assert!(!all.contains("方敏"));
    assert!(play().see("2ZZG").contains("方敏"));
}

#[test]
fn the_heading_of_the_first_row_stays_on_top() {
    let text = play().size(80, 16).see("2G");
    let first = text.lines().nth(3).unwrap_or_default();
    assert!(first.contains("- G 贵宾") || first.contains("- W 财富"), "{text}");
}

#[test]
fn the_same_order_again_turns_the_list_round() {
    assert!(play().see("2b7o1").contains("资产 倒"), "assets were the order before");
    assert!(cursor_line("2b7o1g").contains("方敏"));
}

#[test]
fn enter_opens_the_card_on_the_list_as_a_trail() {
    let text = play().see("2j<enter>");
    assert!(text.contains("[2客户]"), "{text}");
}

#[test]
fn escape_takes_the_filter_off_before_it_leaves() {
    let text = play().see("2f层级=基础<enter><esc>");
    assert!(text.contains("14户") && !text.contains("1/14"), "{text}");
}

#[test]
fn leaving_the_filter_line_restores_what_was_shown() {
    let text = play().see("2f层级=基础<enter>f 资产>=1亿<esc>");
    assert!(text.contains("1/14") && text.contains("层级=基础"), "{text}");
}

#[test]
fn tab_completes_and_goes_round() {
    assert!(play().see("2f层<tab>贵<tab>").contains("[层级=贵宾"));
    assert!(play().see("2f层级=<tab>").contains("[层级=私人银行"));
    assert!(play().see("2f层级=<tab><tab>").contains("[层级=钻石"));
}

#[test]
fn nobody_left_offers_to_take_the_last_condition_off() {
    let text = play().see("2f层级=基础 资产>=1亿<enter><enter>");
    assert!(text.contains("1/14"), "{text}");
    assert!(text.contains("层级=基础") && !text.contains("1亿"), "{text}");
}

#[test]
fn enter_is_hinted_by_what_it_does() {
    let hints = |keys: &str| play().hints(keys);
    assert!(hints("2").contains("Enter 卡片"));
    let heading = hints("2k");
    assert!(heading.contains("Enter 折叠") && !heading.contains("卡片"), "{heading}");
    let nobody = hints("2f资产>=9亿<enter>");
    assert!(nobody.contains("Enter 去末条件") && !nobody.contains("z 折叠"), "{nobody}");
}

#[test]
fn the_narrowest_window_says_that_it_has_no_pane() {
    let narrow = || play().size(60, 16);
    assert!(narrow().see("2v").contains("! 窗口不到 80 列"));
    let text = narrow().see("2");
    assert!(!text.lines().last().is_some_and(|hints| hints.contains("侧栏")), "{text}");
}

#[test]
fn the_last_contact_of_the_pane_is_that_of_the_column_and_no_vain_attempt() {
    let store = || {
        crate::testing::store_of(&format!(
            "{} INSERT INTO contact (customer_id, at, channel, direction, reach, recorded_at)
                VALUES (1, ({{today}} - 2) * 86400 + 9600, 'phone', 'out', 'no_answer', 0);",
            include_str!("../card/book.sql")
        ))
    };
    let text = crate::testing::with_store(store).see("2");
    assert!(text.contains("上次 11-03 15:20 电话") || text.contains("上次 11-03 电话"), "{text}");
}

#[test]
fn the_number_is_shown_in_the_pane_and_masked_again() {
    let masked = play().see("2");
    assert!(masked.contains("p 显示"), "{masked}");
    let clear = play().see("2p");
    assert!(!clear.contains("p 显示") && clear.contains("0012"), "{clear}");
    assert!(play().see("2p<wait:16s>").contains("p 显示"), "after a while it is masked");
    assert!(play().see("2pjj").contains("p 显示"), "the next one is masked");
    assert!(play().see("2vp").contains("! 没有侧栏放号码"), "without a pane there is no place");
}

#[test]
fn a_heading_on_top_has_rows_of_its_group_below() {
    for keys in ["2GkkkK", "2GkkkkK", "2GkkkkkK", "2GkkkkkkK", "2b2G"] {
        for height in 14..24 {
            let text = play().size(80, height).see(keys);
            let is_heading = |line: Option<&str>| line.is_some_and(|line| line.starts_with("  - "));
            let mut rows = text.lines().skip(3);
            let (first, second) = (rows.next(), rows.next());
            assert!(!(is_heading(first) && is_heading(second)), "{keys} {height}: {text}");
        }
    }
}

#[test]
fn states_stand_in_the_order_of_a_customers_life() {
    let text = play().size(120, 36).see("2b2Z");
    let states: Vec<&str> = ["成长", "成熟", "衰退", "风险", "睡眠", "挽回"].into();
    let at: Vec<_> = states
        .iter()
        .filter_map(|state| text.lines().position(|line| line.contains("+ ") && line.contains(state)))
        .collect();
    assert!(at.len() >= 4 && at.is_sorted(), "{at:?} {text}");
}

#[test]
fn on_a_heading_the_pane_says_what_the_group_comes_to() {
    let text = play().see("2k");
    assert!(text.contains("户数") && text.contains("户均") && text.contains("占 "), "{text}");
}

#[test]
fn what_is_opened_from_here_says_from_where() {
    for keys in ["2<enter>", "2c", "2<f3>"] {
        let text = play().size(120, 36).see(keys);
        assert!(text.contains("客户 > 私人银行 > "), "{keys}: {text}");
    }
}

#[test]
fn counts_do_not_stand_beside_what_cannot_be_read() {
    let text = play().see("2f层级=铂金");
    assert!(!text.lines().nth(1).is_some_and(|head| head.contains('户')), "{text}");
}

#[test]
fn the_marks_are_explained_in_help() {
    let text = play().size(120, 36).see("2?");
    assert!(text.contains("标记") && text.contains("7天内有资金到期"), "{text}");
    assert!(!play().size(120, 36).see("1?").contains("7天内有资金到期"), "Today has no marks");
}
