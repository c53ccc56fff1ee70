use crate::app::Exit;
use crate::app::effect::Beginning;
use crate::domain::{CustomerId, GroupId};
use crate::lang::Lang;
use crate::snapshots;
use crate::store::protocol::{ActionKind, Failure, Reply, Request, UndoOffer};
use crate::testing::{Play, empty_book, small_answers, store_of, tuesday, with_store};

#[test]
fn the_first_start_offers_the_ways_to_begin() {
    snapshots!("first_run", Play::first_run(), "j");
}

#[test]
fn an_empty_book_says_so_on_every_screen() {
    for keys in ["1", "2", "3"] {
        let text = Play::new(empty_book).see(keys);
        assert!(text.contains("还没有客户"), "{text}");
    }
}

#[test]
fn help_lists_the_keys_of_this_screen() {
    snapshots!("help", Play::new(small_answers), "2?ctrl-q");
    let text = Play::new(small_answers).size(120, 36).see("2?");
    for words in ["下一行", "下一屏", "遮屏或揭开"] {
        assert!(text.contains(words), "{words} is not in\n{text}");
    }
}

#[test]
fn the_last_row_offers_the_keys_that_work_here() {
    let book = Play::new(small_answers);
    for (place, keys) in [
        ("today", ""),
        ("customers", "2"),
        ("queues", "3"),
        ("search", "/"),
        ("palette", ":"),
        ("new_customer", "2a"),
    ] {
        insta::assert_snapshot!(format!("hints_{place}"), book.hints(keys));
    }
}

#[test]
fn the_palette_finds_by_pinyin() {
    snapshots!("palette", Play::new(empty_book), ":app.quit");
    assert!(Play::new(empty_book).see(":tuichu").contains("> app.quit"));
}

#[test]
fn ways_to_begin_end_the_screens_with_what_was_chosen() {
    let play = Play::first_run();
    for (keys, way) in
        [("1", Beginning::Demo), ("j<enter>", Beginning::Import), ("G<enter>", Beginning::ByHand)]
    {
        assert_eq!(play.screen(keys).exit, Some(Exit::Begin(way)), "{keys}");
    }
}

#[test]
fn the_language_changes_at_once() {
    assert!(Play::first_run().see("L").contains("No customers on this computer"));
    assert!(Play::first_run().lang(Lang::En).see("L").contains("还没有客户"));
}

#[test]
fn a_window_that_is_too_small_says_so_and_loses_nothing() {
    let play = Play::new(empty_book);
    let small = play.see(":tui<resize:40x10>");
    assert!(small.contains("60 列 16 行"), "{small}");
    let again = play.see(":tui<resize:40x10><resize:80x24>");
    assert_eq!(again, play.see(":tui"));
}

#[test]
fn no_size_makes_the_program_panic() {
    for (columns, rows) in [(1, 1), (2, 50), (59, 16), (60, 15), (60, 16), (61, 17), (79, 16), (250, 80)] {
        for keys in ["", "2", "?", ":tui", "3:<down><down>"] {
            Play::new(empty_book).size(columns, rows).screen(keys);
            Play::first_run().size(columns, rows).screen(keys);
        }
    }
}

#[test]
fn ctrl_q_and_colon_q_quit_and_q_only_points_there() {
    let play = Play::new(empty_book);
    assert_eq!(play.screen("<c-q>").exit, Some(Exit::Asked));
    assert_eq!(play.screen(":q<enter>").exit, Some(Exit::Asked));
    let screen = play.screen("q");
    assert_eq!(screen.exit, None);
    assert!(screen.text().contains("Ctrl-Q"), "{}", screen.text());
}

#[test]
fn a_paste_outside_of_fields_does_nothing_but_say_so() {
    let text = Play::new(empty_book).see("<paste:2q:>");
    assert!(text.contains("[1今日]"), "{text}");
    assert!(text.contains("粘贴的内容没有用上"), "{text}");
}

#[test]
fn a_paste_into_a_field_is_text() {
    let text = Play::new(empty_book).see(":<paste:q\\n>");
    assert!(text.contains(": q"), "{text}");
}

#[test]
fn the_messages_can_be_read_again() {
    let text = Play::new(empty_book).see("q<wait:9s>:messages<enter>");
    assert!(text.contains("09:12"), "{text}");
    assert!(text.contains("q 不退出"), "{text}");
}

#[test]
fn every_tab_has_a_number_and_tab_goes_round() {
    let play = Play::new(empty_book);
    assert!(play.see("3").contains("[3跟进]"));
    assert!(play.see("3<tab>").contains("[1今日]"));
    assert!(play.see("<s-tab>").contains("[3跟进]"));
}

#[test]
fn the_caret_stands_in_the_field_and_is_hidden_elsewhere() {
    let play = Play::new(empty_book);
    assert_eq!(play.screen("").caret, None);
    assert!(play.screen(":马").caret.is_some());
}

/// Forty customers, enough for lists to scroll.
fn many() -> crate::store::Store {
    crate::testing::store_of(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
         INSERT INTO customer (id, customer_no, name, entered_on) SELECT i, 'K' || (100 + i), '客户' || i, {today} - 900 FROM n;
         INSERT INTO account (id, account_no, customer_id, product, opened_on, balance, balance_on)
         SELECT id, 'A' || id, id, 'current_deposit', {today} - 900, 40000000 - id * 100, {today} FROM customer;
         INSERT INTO txn_kind (id, code, text) VALUES (1, 'transfer_in', '转入');
         INSERT INTO txn (customer_id, account_id, booked_on, amount, kind_id)
         SELECT 1, 1, {today} - c.id * 31, 6000000 + c.id, 1 FROM customer c
         UNION ALL SELECT id, id, {today} - 20, 100, 1 FROM customer;",
    )
}

fn selected(text: &str) -> Vec<&str> {
    text.lines().filter(|line| line.starts_with('>')).collect()
}

#[test]
fn the_wheel_scrolls_and_leaves_the_selection_and_a_click_selects() {
    let play = crate::testing::with_store(many);
    for (screen, at) in [("2", "10,8"), ("3[", "10,8")] {
        let before = play.see(screen);
        let turned = play.see(&format!("{screen}<wheel-down:{at}><wheel-down:{at}>"));
        assert_ne!(turned, before, "{screen} does not scroll");
        assert_eq!(
            selected(&turned),
            Vec::<&str>::new(),
            "{screen}: the selected row is out of sight\n{turned}"
        );
        let back = play.see(&format!("{screen}<wheel-down:{at}><wheel-down:{at}>j"));
        assert!(selected(&back)[0].contains("客户2"), "{screen}: a key brings it back\n{back}");
        let clicked = play.see(&format!("{screen}<wheel-down:{at}><click:{at}>"));
        assert!(clicked.lines().nth(8).is_some_and(|line| line.starts_with('>')), "{screen}\n{clicked}");
    }
}

#[test]
fn a_click_selects_in_the_lists_that_are_typed_into() {
    let play = Play::new(small_answers);
    for open in [":", "/1"] {
        let clicked = play.see(&format!("{open}<click:20,4>"));
        let is_selected = |line: usize| clicked.lines().nth(line).is_some_and(|row| row.contains("|>"));
        assert!(is_selected(4) && !is_selected(3), "{open}\n{clicked}");
    }
}

#[test]
fn on_the_card_a_click_takes_the_keys_to_a_pane_and_the_wheel_scrolls_it() {
    let card = crate::testing::with_store(many).size(120, 24);
    let clicked = card.see("2<enter><click:80,6>");
    assert!(
        clicked.lines().nth(6).is_some_and(|line| line.contains("| >") || line.contains("|>")),
        "{clicked}"
    );
    let turned = card.see("2<enter><wheel-down:80,6>");
    assert_ne!(turned, card.see("2<enter>"));
    assert!(selected(&turned)[0].starts_with(">1 "), "the cursor stays at the left\n{turned}");
}

#[test]
fn on_today_a_click_goes_to_the_line_and_the_wheel_moves_nothing() {
    let today = crate::testing::with_store(many);
    assert!(today.see("<click:5,5>").lines().nth(5).is_some_and(|line| line.starts_with('>')));
    assert_eq!(today.see("<wheel-down:5,5>"), today.see("<wait:50ms>"));
}

#[test]
fn where_a_filter_leaves_nobody_its_last_condition_says_whom_it_holds_back() {
    let play = crate::testing::with_store(many);
    let seen = play.see("2f资产>=10万 资产>=1亿<enter>");
    assert!(seen.contains("去掉最后一个条件, 就有 40户"), "{seen}");
    let seen = play.see("3f资产>=10万 资产>=1亿<enter>");
    assert!(seen.contains("去掉最后一个条件, 就有 "), "{seen}");
    let back = play.see("2f资产>=10万 资产>=1亿<enter><enter>");
    assert!(back.contains("客户1") && back.contains("资产>=10万"), "{back}");
}

#[test]
fn esc_takes_back_what_is_wrong_without_a_word() {
    let play = crate::testing::with_store(many);
    let wrong = play.see("<paste:x>");
    assert!(wrong.contains("! "), "{wrong}");
    let after = play.see("<paste:x><esc>");
    assert!(!after.contains("! 这里没有可填的格") && !after.contains("最外一层"), "{after}");
}

#[test]
fn undo_and_redo_name_the_customer_in_full() {
    let play = with_store(|| store_of(include_str!("card/book.sql")));
    assert!(play.see("2rabc<enter>u").contains("已撤销 记事 沈立群"));
    assert!(play.see("2rabc<enter>uU").contains("已重做 记事 沈立群"));
    let nothing = play.see("2U");
    assert!(nothing.contains("没有可重做的操作"), "{nothing}");
}

fn an_undo_of_yesterday(request: &Request) -> Result<Reply, Failure> {
    let Request::FindUndo(_) = request else { return small_answers(request) };
    let offer = UndoOffer {
        group: GroupId(1),
        inverts: GroupId(1),
        kind: ActionKind::Edit,
        label: "记事 马**".into(),
        customer: Some(CustomerId(1)),
        at: tuesday().at,
        asks: true,
        is_elsewhere: false,
    };
    Ok(Reply::UndoFound(Box::new(offer)))
}

#[test]
fn the_question_before_an_undo_names_the_customer_but_not_under_the_veil() {
    let play = Play::new(an_undo_of_yesterday);
    assert!(play.see("u").contains("记事 马玉兰"), "{}", play.see("u"));
    let veiled = play.see("u<f2>");
    assert!(!veiled.contains("马玉兰") && veiled.contains("y 撤销"), "{veiled}");
}

#[test]
fn the_whole_number_is_offered_where_it_can_be_shown() {
    let play = with_store(|| store_of(include_str!("card/book.sql"))).size(160, 48);
    assert!(!play.see("1?").contains("显示号码"));
    for screen in ["2?", "3?"] {
        assert!(play.see(screen).contains("显示号码"), "{screen}");
    }
    assert!(play.see("2<f3>?").contains("显示号码"));
    assert!(play.see("2<f3>p").contains("154 5000 2618"), "{}", play.see("2<f3>p"));
}

#[test]
fn hints_name_what_works_and_what_it_does() {
    let small = Play::new(small_answers);
    let store = with_store(|| store_of(include_str!("card/book.sql")));
    let last = |text: &str| {
        let hints = text.lines().rfind(|line| !line.starts_with("(caret"));
        hints.unwrap_or_default().to_owned()
    };
    for keys in ["2s", "2r"] {
        let hints = last(&small.see(keys));
        assert!(hints.contains("Enter 保存") && !hints.contains("选定"), "{hints}");
    }
    assert!(last(&small.see(":")).contains("Enter 选定"));
    assert!(!last(&small.see("?")).contains("Enter"), "{}", small.see("?"));
    assert!(last(&small.see("3")).contains("Enter 通话"));
    let empty = last(&small.see("3]]]]]]]]]"));
    assert!(!empty.contains("通话"), "{empty}");
    let call = last(&store.size(60, 16).see("2c"));
    assert!(call.contains("F4 说法") && !call.contains("说法 选码"), "{call}");
}

#[test]
fn the_card_of_a_customer_who_is_gone_offers_nothing_to_do_with_him() {
    let play = with_store(|| store_of(include_str!("card/book.sql")));
    let text = play.see("2aA1<enter>u");
    let hints = text.lines().last().unwrap_or_default().to_owned();
    for words in ["c 通话", "s 推迟", "f 筛", "Enter"] {
        assert!(!hints.contains(words), "{words}\n{text}");
    }
}

#[test]
fn every_reason_to_pass_over_shows_in_the_smallest_window() {
    for (lang, last) in [(Lang::Zh, "8其他"), (Lang::En, "8other")] {
        let text = Play::new(small_answers).size(60, 16).lang(lang).see("3n");
        assert!(text.contains(last), "{text}");
    }
    let wide = Play::new(small_answers).see("3n");
    assert!(wide.contains("1 稍后  2 不便"), "{wide}");
}

#[test]
fn the_box_of_a_snooze_cuts_no_example() {
    for (columns, rows) in crate::testing::SIZES {
        let text = Play::new(small_answers).size(columns, rows).see("2s");
        assert!(text.contains("可写 明天 3d"), "{text}");
        let line = text.lines().find(|line| line.contains("可写")).unwrap_or_default();
        assert!(!line.contains('~'), "{line}");
    }
}

/// What is known of the customers of `card/book.sql`, and of [`crate::testing::small_book`]: names, numbers, tails.
const PERSONAL: [&str; 21] = [
    "沈立群",
    "沈**",
    "宏远",
    "100731",
    "100482",
    "100900",
    "2618",
    "0205",
    "0007",
    "6620",
    "7718",
    "0931",
    "价格敏感",
    "先问太太",
    "马玉兰",
    "陈国华",
    "吴佩珊",
    "黄志坚",
    "100001",
    "100003",
    "138000",
];

/// Whether an amount in words stands in a text: `12.3万`, `1.2亿`.
fn has_amount(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    chars.windows(4).any(|at| {
        at[0].is_ascii_digit() && at[1] == '.' && at[2].is_ascii_digit() && matches!(at[3], '万' | '亿')
    })
}

#[test]
fn under_the_veil_no_screen_shows_who_it_is_about_or_what_he_has() {
    let store = with_store(|| store_of(include_str!("card/book.sql")));
    let book = Play::new(small_answers);
    let lists = ["", "l", "j", "jjj", "2", "2jj", "3", "3j", "3]", "3<enter>", "/沈", ":", "?", "2fassets>1"];
    let cards = [
        "2",
        "2j<f3>",
        "2<f3>",
        "2<f3>l",
        "2<f3>ll",
        "2<f3>p",
        "2<f3>lff",
        "2c",
        "2c1",
        "2c1s",
        "2m",
        "2i",
        "2e",
        "2t",
        "2s",
        "2r",
        "2rabc<enter>",
        "2rabc<enter>u",
        "2rabc<enter>uU",
        "2rabc<enter>:messages<enter>",
        "2sj<enter>",
        "3",
        "3j",
        "3n",
        "/沈",
        "/2618",
        "2p",
        "3p",
    ];
    let mut leaks = Vec::new();
    for (columns, rows) in crate::testing::SIZES {
        for (play, paths) in [(&store, cards.as_slice()), (&book, lists.as_slice())] {
            for keys in paths {
                let text = play.clone().size(columns, rows).see(&format!("{keys}<f2>"));
                let found: Vec<_> = PERSONAL.iter().filter(|word| text.contains(**word)).collect();
                if !found.is_empty() || has_amount(&text) {
                    leaks.push(format!("{found:?} after {keys}\n{text}"));
                }
            }
        }
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}

#[test]
fn under_the_veil_dates_words_and_counts_stay_readable() {
    let store = with_store(|| store_of(include_str!("card/book.sql"))).size(120, 36);
    for (keys, kept) in [
        ("2<f3>", vec!["男 47岁", "风险", "30天", "%", "2027-02-14", "本人接通", "分类与原因"]),
        ("2c1k", vec!["建议", "下次 [1", "本人接通, 考虑中", "效果 ", "打扰"]),
        ("2c1b15:30", vec!["下次 [15:30"]),
        ("2s3d", vec!["[3d", "12-"]),
        ("2c3<tab>abc<enter>", vec!["已记 ***", "无人接听; 下次", "撤销"]),
    ] {
        let text = store.see(&format!("{keys}<f2>"));
        for word in kept {
            assert!(text.contains(word), "{word} after {keys}\n{text}");
        }
    }
    let today = Play::new(small_answers).size(120, 36).see("<f2>");
    for word in ["升级", "> ", "定期到期", "最先一户"] {
        assert!(today.contains(word), "{word}\n{today}");
    }
}

#[test]
fn a_remark_left_by_esc_is_kept_for_its_customer_and_asked_about_before_quitting() {
    let store = with_store(|| store_of(include_str!("card/book.sql")));
    let left = store.see("2rabc<esc>");
    assert!(!left.contains("[abc") && left.contains("备忘没存, 还在"), "{left}");
    assert!(store.see("2rabc<esc>r").contains("[abc"));
    assert!(!store.see("2rabc<esc>jr").contains("[abc"), "another customer's form is empty");
    assert!(store.see("2rabc<esc>jrx<esc>kr").contains("[abc"), "each keeps his own");
    assert!(store.see("2rabc<esc><c-q>").contains("有没保存的内容"));
    assert!(!store.see("2rabc<esc>r<c-u><esc><c-q>").contains("有没保存的内容"), "an empty one is nothing");
    let saved = store.see("2rabc<esc>r<enter>");
    assert!(!saved.contains("[abc") && !store.see("2rabc<esc>r<enter>r").contains("[abc"), "{saved}");
}

#[test]
fn nothing_acts_in_a_window_too_small_to_show_it() {
    let play = with_store(|| store_of(include_str!("card/book.sql")));
    let before = play.see("2");
    for unseen in ["c3<enter>", "j", "s<enter>", "F2e", "?"] {
        let after = play.see(&format!("2<resize:50x10>{unseen}<resize:80x24>"));
        assert_eq!(after, before, "{unseen}");
    }
    let unsaved = play.see("aA<resize:50x10><c-q>");
    assert!(unsaved.contains("有没保存的内容"), "{unsaved}");
    assert!(play.see("aA<resize:50x10><c-q><resize:80x24>").contains("新增客户"));
}

#[test]
fn an_empty_book_names_its_ways_out_with_the_keys_that_work() {
    let empty = with_store(|| store_of(""));
    for (keys, lang, ways) in [
        ("", Lang::Zh, ["> Enter  导入文件", "a      手工加一个", ":demo  打开示例"]),
        ("2", Lang::En, ["> Enter  import files", "a      add one by hand", ":demo  open the example"]),
    ] {
        let text = empty.clone().lang(lang).see(keys);
        assert!(ways.iter().all(|way| text.contains(way)), "{text}");
    }
    assert!(Play::new(small_answers).see(":demo<enter>").contains("示例是给空的账本看的"));
    for tab in ["1", "2", "3"] {
        insta::assert_snapshot!(format!("hints_empty_{tab}"), empty.hints(tab));
        let text = empty.see(&format!("{tab}<enter>"));
        assert!(text.contains("导入"), "Enter leads to the import on every tab: {text}");
    }
}

#[test]
fn what_today_named_leads_back_to_today() {
    let play = Play::new(small_answers);
    assert!(play.see("g<enter>").contains("[2客户]"), "{}", play.see("g<enter>"));
    assert!(play.see("g<enter><esc><esc>").contains("[1今日]"), "{}", play.see("g<enter><esc><esc>"));
}

#[test]
fn a_click_takes_the_caret_to_a_field_and_the_view_to_a_queue_and_the_wheel_moves_no_selection() {
    let book = Play::new(small_answers).size(120, 36);
    let form = book.see("2a<click:30,3>Lin");
    assert!(form.lines().nth(3).is_some_and(|line| line.contains("Lin")), "{form}");
    let queues = book.see("3");
    let row = queues.lines().nth(1).unwrap_or_default();
    let place = |name: &str| crate::ui::text::width(&row[..row.find(name).unwrap_or_default()]) + 1;
    let clicked = book.see(&format!("3<click:{},1>", place("风险")));
    assert!(clicked.lines().nth(1).is_some_and(|line| line.contains("[风险")), "{clicked}");
    let search = |keys: &str| book.see(&format!("/1{keys}"));
    let selected = |text: &str| text.lines().find(|line| line.contains("|>")).map(str::to_owned);
    let turned = search("<wheel-down:20,8><wheel-up:20,8>");
    assert_eq!(selected(&turned), selected(&search("")));
    assert_ne!(search("<wheel-down:20,8>"), search(""), "it scrolls");
}
