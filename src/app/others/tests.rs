use super::absorb;
use crate::app::model::{Modes, Start};
use crate::app::{Ctx, Effect, Effects, Model, Screen, Trail};
use crate::domain::{CustomerId, GroupId, Label};
use crate::screens::call::Way;
use crate::settings::Settings;
use crate::store::protocol::{ActionKind, Doing, Fresh, News, Recomputed, Request, RowChange};
use crate::testing::{ctx, small_book, small_facts};

fn model() -> Model {
    let mut model = Model::new(Start::Book(Modes::default()), Settings::default());
    let book = Recomputed {
        book: small_book(),
        today: small_facts(),
        rule_versions: [7; 6],
        changes: 0,
        is_recorded: true,
    };
    let _ = model.book.replace(book);
    model
}

fn doing(customer: i64) -> Doing {
    let customer = Some(CustomerId(customer));
    let (kind, label, window) =
        (ActionKind::Log, Label::Words("记 马**: 无人接听".to_owned()), "theirs".to_owned());
    Doing { group: GroupId(9), kind, is_undo: false, label, customer, window }
}

fn take(model: &mut Model, fresh: Option<Fresh>, ctx: &Ctx) -> Effects {
    absorb(model, News { doings: vec![doing(1)], fresh }, ctx)
}

fn gone(customer: i64) -> Fresh {
    Fresh { rows: vec![RowChange::Gone(CustomerId(customer))], today: small_facts() }
}

fn said(model: &Model) -> Option<String> {
    Some(model.status.current(ctx().uptime)?.text.clone())
}

fn asked(effects: &Effects) -> Vec<&Request> {
    let asked = effects.0.iter().filter_map(|effect| match effect {
        Effect::Store(_, request) => Some(request),
        _ => None,
    });
    asked.collect()
}

#[test]
fn rows_of_another_window_go_into_the_book_without_a_word_where_he_is_not_shown() {
    let mut model = model();
    assert!(model.book.find(CustomerId(2)).is_some());
    let effects = take(&mut model, Some(gone(2)), &ctx());
    assert!(model.book.find(CustomerId(2)).is_none());
    assert_eq!((said(&model), model.nav.current()), (None, Screen::Today));
    assert!(!asked(&effects).contains(&&Request::Recompute), "two rows are no whole book");
}

#[test]
fn the_call_screen_reads_its_customer_anew_and_says_what_the_other_window_wrote() {
    let mut model = model();
    let _ = crate::screens::call::open(&mut model, Trail::single(CustomerId(1)), Way::Call, &ctx());
    let effects = take(&mut model, Some(gone(2)), &ctx());
    let again = [&Request::FindCard(CustomerId(1)), &Request::FindLogFacts(CustomerId(1))];
    assert!(again.iter().all(|request| asked(&effects).contains(request)), "{effects:?}");
    assert!(
        said(&model)
            .is_some_and(|text| text.starts_with("另一窗口刚写了: 记 ") && text.ends_with("无人接听"))
    );
}

#[test]
fn a_change_of_the_whole_book_makes_it_anew() {
    let mut model = model();
    let effects = take(&mut model, None, &ctx());
    assert!(asked(&effects).contains(&&Request::Recompute));
    assert!(said(&model).is_some());
}
