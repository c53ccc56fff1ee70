use crate::app::Exit;
use crate::app::effect::Beginning;
use crate::lang::Lang;
use crate::snapshots;
use crate::testing::{Play, empty_book, small_answers};

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
    snapshots!("help", Play::new(empty_book), "2?ctrl-q");
    let text = Play::new(empty_book).see("2?");
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
