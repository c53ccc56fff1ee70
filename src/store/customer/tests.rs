use super::*;
use crate::domain::{About, CustomerKind, Day, Moment, Money, Now, PhoneKind, PhoneState, Zone};
use crate::store::journal::{Action, ActionInfo, ActionKind, Actor};
use crate::store::{Fault, Result, Store};

fn actor() -> Actor {
    let at = Moment(20_000 * 86_400);
    Actor { who: "me".into(), window: "a".into(), now: Now { at, clock: at, zone: Zone::CHINA } }
}

fn write<T>(store: &mut Store, work: impl FnOnce(&mut Action<'_>) -> Result<T>) -> Result<T> {
    let info = ActionInfo { kind: ActionKind::Edit, label: "edit".into(), customer: None };
    let mut action = Action::begin(&mut store.conn, &actor(), &info)?;
    let out = work(&mut action)?;
    action.commit()?;
    Ok(out)
}

fn fields(no: &str) -> CustomerFields {
    CustomerFields {
        customer_no: no.into(),
        name: Some("欧阳雪梅".into()),
        kind: CustomerKind::Person,
        about: About {
            birth_on: Day::parse_iso("1979-06-01"),
            income_year: Some(Money::main(90_000)),
            ..About::default()
        },
        phones: vec![("15450000001".into(), PhoneKind::Mobile), ("15450000002".into(), PhoneKind::Work)],
        tags: vec!["高端".into(), "价格敏感".into()],
    }
}

#[test]
fn a_customer_added_by_hand_reads_back() {
    let mut store = Store::open_in_memory(Moment(0)).unwrap();
    let id = write(&mut store, |action| insert_customer(action, &fields("0042"))).unwrap();
    let customer = find_customer(&store.conn, id).unwrap();
    assert_eq!(customer.customer_no, "0042");
    assert_eq!(customer.about, fields("0042").about);
    assert_eq!(customer.entered_on, actor().now.day());
    let phones = list_phones(&store.conn, id).unwrap();
    assert_eq!(phones.iter().map(|p| p.is_primary).collect::<Vec<_>>(), [true, false]);
    assert_eq!(list_tags(&store.conn, id).unwrap(), ["高端", "价格敏感"]);
    assert_eq!(find_customer_id(&store.conn, "0042").unwrap(), Some(id));
    let again = write(&mut store, |action| insert_customer(action, &fields("0042"))).unwrap_err();
    assert!(matches!(again.fault, Fault::Refused(_)));
    assert_eq!(count_customers(&store.conn).unwrap(), 1);
}

#[test]
fn an_edit_remembers_what_was_changed_by_hand_and_keeps_the_state_of_numbers() {
    let mut store = Store::open_in_memory(Moment(0)).unwrap();
    let id = write(&mut store, |action| insert_customer(action, &fields("1"))).unwrap();
    store.conn.execute("UPDATE phone SET state = 'valid' WHERE number = '15450000002'", []).unwrap();
    let mut changed = fields("1");
    changed.name = Some("欧阳雪".into());
    changed.phones = vec![("15450000002".into(), PhoneKind::Work), ("15450000003".into(), PhoneKind::Mobile)];
    changed.tags = vec!["价格敏感".into()];
    write(&mut store, |action| update_customer(action, id, 1, &changed)).unwrap();
    let customer = find_customer(&store.conn, id).unwrap();
    assert_eq!(
        (customer.hand_edited, customer.row_version),
        (vec!["name".to_owned(), "phone".to_owned(), "tag".to_owned()], 2)
    );
    let phones = list_phones(&store.conn, id).unwrap();
    let seen: Vec<_> = phones.iter().map(|p| (p.number.as_str(), p.state, p.is_primary)).collect();
    assert_eq!(
        seen,
        [("15450000002", PhoneState::Valid, true), ("15450000003", PhoneState::Unverified, false)]
    );
    assert_eq!(list_tags(&store.conn, id).unwrap(), ["价格敏感"]);
}

#[test]
fn an_edit_over_another_windows_change_is_refused() {
    let mut store = Store::open_in_memory(Moment(0)).unwrap();
    let id = write(&mut store, |action| insert_customer(action, &fields("1"))).unwrap();
    write(&mut store, |action| update_customer(action, id, 1, &fields("1"))).unwrap();
    let error = write(&mut store, |action| update_customer(action, id, 1, &fields("1"))).unwrap_err();
    assert_eq!(error.fault, Fault::Conflict);
}
