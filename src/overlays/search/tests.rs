use crate::app::finder::{SearchId, SearchRequest};
use crate::app::model::{Modes, Start};
use crate::app::{Effect, Model, Msg, update};
use crate::overlays::{Overlay, search};
use crate::search::Found;
use crate::settings::Settings;
use crate::snapshots;
use crate::testing::{Play, ctx, small_answers};

fn play() -> Play {
    Play::new(small_answers)
}

/// The line of the selected hit, inside the box.
fn selected(keys: &str) -> String {
    let text = play().see(keys);
    text.lines().find(|line| line.contains("|>")).unwrap_or_default().to_owned()
}

#[test]
fn customers_are_found_as_one_types() {
    snapshots!("search", play(), "2/w");
    snapshots!("search_several", play(), "/gold<backspace><backspace><backspace><backspace>138");
    snapshots!("search_nobody", play(), "/xyz");
    snapshots!("search_empty", play(), "/");
}

#[test]
fn the_first_hit_is_selected_and_says_what_matched() {
    let line = selected("/cgh");
    assert!(line.contains("陈国华") && line.contains("首字母 [cgh]"), "{line}");
    assert!(selected("/mayu").contains("拼音 [mayu]lan"), "{}", selected("/mayu"));
    assert!(selected("/0014").contains("邓少康"), "the end of a phone number");
    assert!(selected("/#价格").contains("沈立群"));
}

#[test]
fn digits_are_text_in_the_search() {
    let text = play().see("/2");
    assert!(text.contains("[1今日]") && text.contains("/ 2"), "{text}");
}

#[test]
fn enter_opens_the_card_and_the_tab_stays() {
    let text = play().see("2/cgh<enter>");
    assert!(text.contains("[2客户]") && !text.contains("+-"), "{text}");
    assert!(text.contains("查找 > cgh") || text.contains("陈国华"), "{text}");
}

#[test]
fn nothing_typed_lists_the_customers_opened_last() {
    let text = play().see("2<enter><esc>jj<enter><esc>/");
    let names: Vec<bool> = ["陈国华", "宋立诚"].iter().map(|name| text.contains(name)).collect();
    assert_eq!(names, [true, true]);
    assert!(selected("2<enter><esc>jj<enter><esc>/").contains("陈国华"), "the last one first");
}

#[test]
fn chinese_from_an_input_method_opens_the_search_where_customers_are_listed() {
    for tab in ["1", "2", "3"] {
        let text = play().see(&format!("{tab}马玉兰"));
        assert!(text.contains("/ 马玉兰") && text.contains("[马玉兰]"), "{text}");
    }
    assert!(play().see("2<enter>马").contains("按 Shift 切到英文"), "elsewhere it is pointed out");
}

#[test]
fn escape_closes_and_changes_nothing() {
    assert_eq!(play().see("2jj/cgh<esc>"), play().see("2jj"));
}

#[test]
fn pasted_text_is_searched() {
    assert!(selected("/<paste:陈国>").contains("陈国华"));
}

#[test]
fn an_answer_to_an_older_search_is_dropped() {
    let mut model = Model::new(Start::Book(Modes::default()), Settings::default());
    let effects = search::open(&mut model, "c");
    assert_eq!(effects, Effect::Search(SearchRequest::Find(SearchId(1), "c".to_owned())).into());
    let _ = update(&mut model, Msg::Input(crate::app::Key::char('g')), &ctx());
    let total = |model: &Model| match model.overlays.top() {
        Some(Overlay::Search(search)) => search.total(),
        _ => None,
    };
    let found = |total| Some(Found { hits: Vec::new(), total });
    let _ = update(&mut model, Msg::Found(SearchId(1), found(7)), &ctx());
    assert_eq!(total(&model), None, "c is no longer what is typed");
    let _ = update(&mut model, Msg::Found(SearchId(2), None), &ctx());
    assert_eq!(total(&model), None, "a search that was cut off says nothing");
    let _ = update(&mut model, Msg::Found(SearchId(2), found(3)), &ctx());
    assert_eq!(total(&model), Some(3));
    let _ = model.overlays.pop();
    let _ = update(&mut model, Msg::Found(SearchId(2), found(4)), &ctx());
    assert!(model.overlays.top().is_none(), "an answer opens nothing");
}
