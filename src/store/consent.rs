//! Consent: writing what a customer allows on a channel. Reading stands with the customer.

use super::Result;
use super::customer::{find_masked_name, list_consents};
use super::error::{Fault, StoreError};
use super::journal::{Action, ActionInfo, ActionKind, Actor, Column};
use crate::domain::{Cause, Consent, CustomerId, GroupId, Label};
use crate::work::ConsentChange;
use rusqlite::{Connection, OptionalExtension};

/// Changes what a customer allows, by channel, as one action.
///
/// # Errors
/// `Conflict` when another window changed one of the channels since it was read, `Consent` when a change is against the
/// rules, `NoSuch` without the customer, `Busy`, and the file's own troubles. Then nothing was written.
pub fn save_consents(
    conn: &mut Connection,
    actor: &Actor,
    customer: CustomerId,
    changes: &[ConsentChange],
) -> Result<GroupId> {
    let who = find_masked_name(conn, customer)?;
    let words = |change: &ConsentChange| {
        Label::joined([Label::code(change.is.channel), Label::code(change.is.state)], " ")
    };
    let what = Label::joined(changes.iter().map(words), ", ");
    let label = Label::of("journal.consent").with("who", who).with("what", what);
    let info = ActionInfo { kind: ActionKind::Edit, label, customer: Some(customer) };
    let mut action = Action::begin(conn, actor, &info)?;
    let (stored, today) = (list_consents(action.conn(), customer)?, actor.now.day());
    for change in changes {
        let known = stored.iter().find(|known| known.channel == change.is.channel);
        if known != change.was.as_ref() {
            return Err(StoreError::new(Fault::Conflict, "save_consents"));
        }
        if let Some(problem) = change.problems(today).first() {
            return Err(StoreError::new(Fault::Consent(*problem, today), "save_consents"));
        }
        update_consent(&mut action, customer, &change.is)?;
    }
    action.touch(customer, Cause::Edit)?;
    action.commit()
}

/// Writes what a customer allows on a channel.
///
/// # Errors
/// When the file cannot be written.
pub fn update_consent(action: &mut Action<'_>, customer: CustomerId, consent: &Consent) -> Result<()> {
    let mut statement =
        action.conn().prepare_cached("SELECT id FROM consent WHERE customer_id = ?1 AND channel = ?2")?;
    let found: Option<i64> = statement.query_row((customer, consent.channel), |row| row.get(0)).optional()?;
    drop(statement);
    let (from, to) = consent.window.map(|(from, to)| (from.number(), to.number())).unzip();
    let columns: [Column<'_>; 6] = [
        ("state", &consent.state),
        ("window_from_minute", &from),
        ("window_to_minute", &to),
        ("until_on", &consent.until_on),
        ("given_on", &consent.given_on),
        ("wording", &consent.wording),
    ];
    if let Some(id) = found {
        action.update("consent", id, &columns)?;
    } else {
        let mut all: Vec<Column<'_>> = vec![("customer_id", &customer), ("channel", &consent.channel)];
        all.extend(columns);
        action.insert("consent", &all)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Channel, ConsentState};
    use crate::lang::Lang;
    use crate::store::Store;
    use crate::store::journal::{UndoWhich, offer_undo, undo};
    use crate::testing::{store_of, tuesday};

    const ME: CustomerId = CustomerId(1);

    fn book() -> Store {
        store_of(
            "INSERT INTO customer (id, customer_no, name, entered_on) VALUES (1, '100482', '马玉兰', 1);
             INSERT INTO consent (customer_id, channel, state, given_on, wording)
               VALUES (1, 'phone', 'never', {today} - 9, '别再打')",
        )
    }

    fn actor() -> Actor {
        Actor { who: "张晓岚".into(), window: "test".into(), now: tuesday() }
    }

    fn stored(store: &Store) -> Vec<Consent> {
        list_consents(&store.conn, ME).unwrap()
    }

    fn said(channel: Channel, state: ConsentState) -> Consent {
        let given_on = tuesday().day();
        Consent {
            channel, state, window: None, until_on: None, given_on, wording: Some("可以打了".into())
        }
    }

    fn save(store: &mut Store, changes: &[ConsentChange]) -> Result<GroupId> {
        save_consents(&mut store.conn, &actor(), ME, changes)
    }

    #[test]
    fn several_channels_change_in_one_action_that_undo_takes_back() {
        let mut store = book();
        let before = stored(&store);
        let phone = said(Channel::Phone, ConsentState::Yes);
        let sms = said(Channel::Sms, ConsentState::Never);
        let changes = [
            ConsentChange { was: before.first().cloned(), is: phone.clone() },
            ConsentChange { was: None, is: sms.clone() },
        ];
        save(&mut store, &changes).unwrap();
        assert_eq!(stored(&store), [phone, sms]);
        let offer = offer_undo(&store.conn, &actor(), UndoWhich::Undo).unwrap();
        assert_eq!(offer.label.text(Lang::Zh), "马** 的同意: 电话 是, 短信 关闭");
        assert_eq!(undo(&mut store.conn, &actor(), &offer).unwrap().customers, [ME]);
        assert_eq!(stored(&store), before);
    }

    #[test]
    fn a_channel_that_was_closed_elsewhere_meanwhile_is_not_opened() {
        let mut store = book();
        let before = stored(&store);
        let change = ConsentChange { was: None, is: said(Channel::Phone, ConsentState::Yes) };
        assert_eq!(save(&mut store, &[change]).unwrap_err().fault, Fault::Conflict);
        let silent = Consent { wording: None, ..said(Channel::Phone, ConsentState::Yes) };
        let change = ConsentChange { was: before.first().cloned(), is: silent };
        assert!(matches!(save(&mut store, &[change]).unwrap_err().fault, Fault::Consent(..)));
        assert_eq!(stored(&store), before);
    }
}
