use super::*;
use crate::domain::{Dimension, Minute, Money};

fn table() -> ClassTable {
    let mut table = ClassTable::default();
    let names = |codes: &[&str]| -> Vec<(String, String, String)> {
        codes.iter().map(|c| ((*c).to_owned(), format!("中{c}"), format!("E{c}"))).collect()
    };
    table.set(Dimension::Value, names(&["private", "diamond", "wealth", "gold", "basic", "tail"]));
    table.set(Dimension::Lifecycle, names(&["new", "mature", "dormant", "declining"]));
    table
}

fn book() -> Book {
    let mut book = Book::new(Day(100), table());
    for (id, value, lifecycle, assets) in [
        (1, 3, 1, Some(500)),
        (2, 0, 1, Some(90_000)),
        (3, 3, 2, None),
        (4, 3, 2, Some(700)),
        (5, u8::MAX, 0, None),
    ] {
        let mut new = NewRow::new(CustomerId(id));
        new.customer_no = format!("no{id}");
        new.name = if id == 5 { String::new() } else { format!("name{id}") };
        new.tags = if id == 4 { "a\nb".into() } else { String::new() };
        new.row.classes[Dimension::Value.index()] = ClassIx(value);
        new.row.classes[Dimension::Lifecycle.index()] = ClassIx(lifecycle);
        new.row.assets = assets.map(Money::main);
        book.put(&new);
    }
    book
}

fn ids(book: &Book, view: &View) -> Vec<i64> {
    view.rows().filter_map(|at| book.row(at)).map(|row| row.id.0).collect()
}

#[test]
fn letters_are_the_first_free_ones_of_the_code() {
    let table = table();
    let letters = |dimension| table.of(dimension).iter().map(|c| c.letter).collect::<String>();
    assert_eq!(letters(Dimension::Value), "PDWGBT");
    assert_eq!(letters(Dimension::Lifecycle), "NMDE");
    let mut ages = ClassTable::default();
    ages.set(Dimension::Demographic, [("25_34".to_owned(), "25-34 岁".to_owned(), "25-34".to_owned())]);
    assert_eq!(ages.letter(Dimension::Demographic, ClassIx(0)), ' ', "a code without letters has none");
}

#[test]
fn groups_add_up_to_the_book_and_unclassified_stands_last() {
    let book = book();
    let spec = ViewSpec { group: Some(Dimension::Value), ..ViewSpec::default() };
    let view = View::of(&book, &spec);
    assert_eq!(view.groups.iter().map(|g| g.all).sum::<u32>(), 5);
    assert_eq!(view.groups.last().unwrap().shown.class, ClassIx::UNCLASSIFIED);
    assert_eq!(view.customers, 5);
    assert_eq!(view.assets, Money::main(91_200));
    assert_eq!(ids(&book, &view), [2, 4, 1, 3, 5], "inside a group by assets, missing last");
    assert_eq!(view.lines[0], Line::Group(0));
}

#[test]
fn a_folded_group_keeps_its_sums_and_hides_its_customers() {
    let book = book();
    let spec = ViewSpec { group: Some(Dimension::Value), folded: vec![ClassIx(3)], ..ViewSpec::default() };
    let view = View::of(&book, &spec);
    assert_eq!(ids(&book, &view), [2, 5]);
    let gold = view.groups.iter().find(|g| g.shown.class == ClassIx(3)).unwrap();
    assert_eq!((gold.shown.customers, gold.shown.assets), (3, Money::main(1_200)));
}

#[test]
fn a_filter_takes_conditions_together_and_missing_assets_pass_no_bound() {
    let book = book();
    let view = |filter| ids(&book, &View::of(&book, &ViewSpec { filter, ..ViewSpec::default() }));
    assert_eq!(view(Filter::of_class(Dimension::Lifecycle, ClassIx(2))), [4, 3]);
    assert_eq!(view(Filter { assets_to: Some(Money::main(700)), ..Filter::default() }), [4, 1]);
    assert_eq!(view(Filter { tags: vec!["b".into()], ..Filter::default() }), [4]);
    let both =
        Filter { assets_from: Some(Money::main(600)), ..Filter::of_class(Dimension::Value, ClassIx(3)) };
    assert_eq!(view(both), [4]);
}

#[test]
fn a_row_put_again_keeps_its_place_and_a_removed_one_leaves_the_others_findable() {
    let mut book = book();
    let mut again = NewRow::new(CustomerId(2));
    again.name = "other".into();
    assert_eq!(book.put(&again), RowIx(1));
    assert_eq!(book.display_name(book.find(CustomerId(2)).unwrap()), "other");
    book.remove(CustomerId(2));
    assert_eq!(book.len(), 4);
    for id in [1, 3, 4, 5] {
        assert_eq!(book.find(CustomerId(id)).unwrap().id, CustomerId(id));
    }
    assert_eq!(book.display_name(book.find(CustomerId(5)).unwrap()), "no5", "no name: the number");
}

#[test]
fn distributions_count_every_customer_once() {
    let book = book();
    let values = Distribution::of(&book, Dimension::Value, book.rows());
    assert_eq!(values.classes.iter().map(|c| c.customers).collect::<Vec<_>>(), [1, 0, 0, 3, 0, 0, 1]);
    assert_eq!((values.customers(), values.assets()), (5, Money::main(91_200)));
}

#[test]
fn who_picks_up_at_this_hour_comes_before_his_equals() {
    let at = |hour| Minute::new(hour, 15).unwrap();
    let mut book = Book::new(Day(100), table());
    for id in [1, 2] {
        let mut new = NewRow::new(CustomerId(id));
        new.row.score_inputs.contribution = Money::main(400);
        for _ in 0..6 {
            new.row.hours.add(at(if id == 1 { 10 } else { 15 }), true);
        }
        book.put(&new);
    }
    let scores = |book: &Book| [1, 2].map(|id| book.find(CustomerId(id)).unwrap().score);
    book.score_all(at(10));
    assert!(scores(&book)[0] > scores(&book)[1]);
    book.score_all(at(15));
    assert!(scores(&book)[0] < scores(&book)[1]);
}

#[test]
fn the_agenda_is_the_queue_of_everything_at_every_minute_and_after_every_change() {
    let mut book = crate::testing::small_book();
    let check = |book: &Book| {
        for minute in (0..1440).step_by(5).filter_map(crate::domain::Minute::from_number) {
            let list = book.queue(None, minute);
            assert_eq!(book.agenda(minute).middle, book.middle(&list.rows));
            assert_eq!(book.agenda(minute).list, list, "{minute}");
        }
    };
    check(&book);
    let first = book.agenda(book.scored_at).list.rows[0];
    book.remove(first.customer);
    check(&book);
    book.score_all(crate::domain::Minute::from_number(17 * 60).unwrap());
    check(&book);
}
