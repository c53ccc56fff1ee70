use crate::lang::Lang;
use crate::testing::{Play, small_answers};

fn palette(keys: &str) -> String {
    Play::new(small_answers).size(80, 24).see(&format!(":{keys}"))
}

#[test]
fn what_matched_stands_beside_the_words_in_brackets() {
    let seen = palette("tui");
    assert!(seen.contains("推迟到以后 ([tui]chi)") && seen.contains("退出 ([tui]chu)"), "{seen}");
    assert!(!seen.contains("打开帮助") && !seen.contains("customer.edit "), "{seen}");
    assert!(palette("und").contains("app.undo"), "{}", palette("und"));
}

#[test]
fn full_width_letters_are_folded() {
    assert_eq!(palette("ｕｎｄｏ").contains("app.undo"), palette("undo").contains("app.undo"));
    assert!(palette("ｕｎｄｏ").contains("app.undo"));
}

#[test]
fn the_reason_of_what_cannot_work_stands_whole_at_every_size() {
    for (columns, rows) in crate::testing::SIZES {
        for (lang, reason) in [(Lang::Zh, "不能用: "), (Lang::En, "not now: ")] {
            let seen = Play::new(small_answers).size(columns, rows).lang(lang).see(":redraw<c-u>edit");
            let lines: Vec<&str> = seen.lines().filter(|line| line.contains(reason)).collect();
            assert!(lines.iter().all(|line| !line.contains('~')), "{columns}: {lines:#?}");
        }
    }
}
