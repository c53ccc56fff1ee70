use super::list::{LineKey, QueueLines, Which};
use super::{Command, State, update};
use crate::app::model::{Modes, Start};
use crate::app::{Effects, Model, Screen};
use crate::domain::{CustomerId, QueueName};
use crate::settings::Settings;
use crate::snapshots;
use crate::store::protocol::{Fresh, Recomputed, Reply, RowChange};
use crate::testing::{
    Play, before_the_book, ctx, small_answers, small_book, small_facts, small_row, tuesday,
};
use crate::ui::Motion;
use crate::work::Band;

fn lines(which: Which) -> QueueLines {
    QueueLines::of(&small_book(), which, tuesday().minute())
}

fn ids(lines: &QueueLines) -> Vec<i64> {
    lines.customers().map(|customer| customer.0).collect()
}

#[test]
fn queues_in_every_size() {
    snapshots!("queues", Play::new(small_answers), "3jjjj");
}

#[test]
fn one_queue_and_the_held_back_in_every_size() {
    snapshots!("queues_at_risk", Play::new(small_answers), "3]]]]]");
    snapshots!("queues_held", Play::new(small_answers), "3]]]]]]]]]]");
}

#[test]
fn an_empty_queue_says_so_and_where_enter_goes() {
    snapshots!("queues_done", Play::new(small_answers), "3]]]]]]]]]");
    let text = Play::new(small_answers).see("3]]]]]]]]]<enter>");
    assert!(text.contains("[全部 10]"), "{text}");
}

#[test]
fn before_the_book_there_are_no_rows() {
    let text = Play::new(before_the_book).see("3");
    assert!(!text.contains("陈国华") && !text.contains("还没有客户"), "{text}");
}

#[test]
fn bands_have_headings_and_what_is_held_back_is_a_list_of_its_own() {
    let all = lines(Which::All);
    assert_eq!(ids(&all), [5, 2, 4, 6, 12, 1, 3, 7, 8, 9]);
    let bands: Vec<_> = all.keys.iter().filter(|key| matches!(key, LineKey::Band(_))).collect();
    assert_eq!(
        bands,
        [&LineKey::Band(Band::Promised), &LineKey::Band(Band::Hard), &LineKey::Band(Band::Scored)]
    );
    assert_eq!(all.band_at(5), Some((Band::Hard, 3)));
    assert_eq!(ids(&lines(Which::Held)), [10]);
    assert_eq!(ids(&lines(Which::One(QueueName::Birthday))), [] as [i64; 0], "its only member is held back");
}

/// Queues open on the small book, with the cursor on a customer.
fn model(on: i64) -> Model {
    let mut model = Model::new(Start::Book(Modes::default()), Settings::default());
    let done = Recomputed { book: small_book(), today: small_facts(), rule_versions: [1; 6], changes: 0 };
    let _ = crate::app::book::recomputed(&mut model, Ok(Reply::Recomputed(Box::new(done))), &ctx());
    model.nav.switch(Screen::Queues);
    while model.queues.customer() != Some(CustomerId(on)) {
        update::motion(&mut model, Motion::Down, &ctx());
    }
    model
}

/// A write changes a customer's row: his reasons are gone, so he leaves every queue.
fn finish(model: &mut Model, id: i64) {
    let mut row = small_row(id);
    row.dues.clear();
    row.row.next = None;
    row.row.queues = crate::work::QueueSet::EMPTY;
    put(model, row);
}

fn put(model: &mut Model, row: crate::book::NewRow) {
    let fresh = Fresh { rows: vec![RowChange::Put(Box::new(row))], today: small_facts() };
    let _: Effects = crate::app::book::absorb(model, fresh, &ctx());
}

#[test]
fn a_selected_row_that_left_the_queue_stays_until_the_cursor_moves() {
    let mut model = model(12);
    let before = model.queues.cursor;
    finish(&mut model, 12);
    assert_eq!(model.queues.customer(), Some(CustomerId(12)));
    assert_eq!(model.queues.cursor.index(), before.index());
    assert!(model.queues.has_left(CustomerId(12)));
    update::motion(&mut model, Motion::Down, &ctx());
    assert_eq!(model.queues.customer(), Some(CustomerId(1)), "the one that was below");
    assert!(!model.queues.lines.contains(CustomerId(12)));
}

#[test]
fn another_row_that_leaves_goes_at_once_and_the_selected_one_keeps_its_customer() {
    let mut model = model(12);
    finish(&mut model, 2);
    assert_eq!(model.queues.customer(), Some(CustomerId(12)));
    assert!(!model.queues.lines.contains(CustomerId(2)));
    assert_eq!(ids(&model.queues.lines), [5, 4, 6, 12, 1, 3, 7, 8, 9]);
}

#[test]
fn a_new_order_waits_for_the_next_movement() {
    let mut model = model(3);
    let mut promised = small_row(9);
    promised.dues = small_row(5).dues;
    put(&mut model, promised);
    assert_eq!(ids(&model.queues.lines), [5, 2, 4, 6, 12, 1, 3, 7, 8, 9], "nothing moves by itself");
    update::motion(&mut model, Motion::Down, &ctx());
    assert_eq!(ids(&model.queues.lines)[..2], [9, 5], "now he is among the promised");
    assert_eq!(model.queues.customer(), Some(CustomerId(7)), "one below the selected one");
}

#[test]
fn a_band_without_rows_loses_its_heading() {
    let mut model = model(3);
    for id in [6, 12, 1] {
        finish(&mut model, id);
    }
    assert!(!model.queues.lines.keys.contains(&LineKey::Band(Band::Hard)));
}

#[test]
fn enter_calls_with_the_queue_as_trail_and_from_the_pane_opens_the_card() {
    let mut model = model(3);
    let _ = update::run(&mut model, Command::Open, &ctx());
    assert_eq!(model.nav.current(), Screen::Call);
    assert_eq!(model.call.trail.customer(), Some(CustomerId(3)));
    assert_eq!(model.call.trail.crumbs, "跟进 > 全部");
    assert_eq!(model.call.trail.customers.len(), 10);
    model.nav.switch(Screen::Queues);
    let _ = update::run(&mut model, Command::Right, &ctx());
    let _ = update::run(&mut model, Command::Open, &ctx());
    assert_eq!(model.nav.current(), Screen::Card);
}

#[test]
fn a_narrow_window_has_no_pane_to_go_to() {
    let narrow = crate::app::Ctx { size: ratatui::layout::Size::new(60, 16), ..ctx() };
    let mut model = model(3);
    let _ = update::run(&mut model, Command::Right, &narrow);
    let _ = update::run(&mut model, Command::Open, &narrow);
    assert_eq!(model.nav.current(), Screen::Call);
}

#[test]
fn the_score_is_a_multiple_of_the_median() {
    let lines = lines(Which::All);
    let book = small_book();
    let state = State { lines: lines.clone(), ..State::default() };
    let scored: Vec<f64> = lines
        .customers()
        .filter_map(|customer| book.find(customer))
        .map(|row| super::view::score(&state, row, book.dues(row).first().map(|due| due.band)))
        .filter(|text| !text.is_empty())
        .map(|text| text.trim_end_matches('x').parse().unwrap())
        .collect();
    assert_eq!(scored.len(), 4);
    assert!(scored.is_sorted_by(|a, b| a >= b), "{scored:?}");
    assert!(scored.contains(&1.0), "one of them is the median: {scored:?}");
}
