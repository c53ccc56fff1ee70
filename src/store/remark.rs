//! Remarks: what was written about a customer that is no contact, and why he was passed over in a queue.

use super::Result;
use super::customer::find_masked_name;
use super::journal::{Action, ActionInfo, ActionKind, Actor};
use super::sql::Codes;
use crate::book::{Event, TimelineEntry};
use crate::domain::{CustomerId, GroupId, Label, Moment, Now, SkipReason};
use rusqlite::Connection;

/// Writes a remark about a customer.
///
/// # Errors
/// `NoSuch` when he is not there, `Busy`, and the file's own troubles.
pub fn save_remark(
    conn: &mut Connection,
    actor: &Actor,
    customer: CustomerId,
    text: &str,
) -> Result<GroupId> {
    let label = Label::of("journal.remark").with("who", find_masked_name(conn, customer)?);
    let info = ActionInfo { kind: ActionKind::Edit, label, customer: Some(customer) };
    let mut action = Action::begin(conn, actor, &info)?;
    let at = actor.now.at;
    action.insert("remark", &[("customer_id", &customer), ("at", &at), ("text", &text)])?;
    action.commit()
}

/// Notes that a customer was passed over: he goes to the end of the day's queues.
///
/// # Errors
/// As [`save_remark`].
pub fn save_skip(
    conn: &mut Connection,
    actor: &Actor,
    customer: CustomerId,
    why: SkipReason,
) -> Result<GroupId> {
    let who = find_masked_name(conn, customer)?;
    let label = Label::of("journal.skip").with("who", who).with("why", Label::code(why));
    let info = ActionInfo { kind: ActionKind::Snooze, label, customer: Some(customer) };
    let mut action = Action::begin(conn, actor, &info)?;
    let at = actor.now.at;
    action.insert("remark", &[("customer_id", &customer), ("at", &at), ("skip", &why)])?;
    action.commit()
}

/// The newest `limit` remarks up to the working time, as entries of the timeline.
///
/// # Errors
/// When the file cannot be read.
pub fn list_remarks(
    conn: &Connection,
    customer: CustomerId,
    now: Now,
    limit: u32,
) -> Result<Vec<TimelineEntry>> {
    let mut statement = conn.prepare_cached(
        "SELECT at, skip, text FROM remark WHERE customer_id = ?1 AND at <= ?2 ORDER BY at DESC, id DESC LIMIT ?3",
    )?;
    let rows = statement.query_map((customer, now.horizon(), limit), |row| {
        let at: Moment = row.get(0)?;
        let event = Event::Remark { skip: row.code_or_none("skip")?, text: row.get(2)? };
        Ok(TimelineEntry { on: now.zone.day(at), minute: Some(now.zone.minute(at)), event })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::store::journal::{UndoWhich, offer_undo, undo};
    use crate::testing::{store_of, tuesday};

    const ONE: &str =
        "INSERT INTO customer (id, customer_no, name, entered_on) VALUES (1, '100482', '马玉兰', 1)";

    #[test]
    fn a_remark_and_a_skip_stand_in_the_timeline_and_go_with_undo() {
        let mut store = store_of(ONE);
        let now = tuesday();
        let actor = Actor { who: "张晓岚".into(), window: "test".into(), now };
        let by = &actor;
        save_remark(&mut store.conn, by, CustomerId(1), "太太管钱").unwrap();
        save_skip(&mut store.conn, by, CustomerId(1), SkipReason::Waiting).unwrap();
        let list = |store: &crate::store::Store| list_remarks(&store.conn, CustomerId(1), now, 9).unwrap();
        assert_eq!(list(&store).len(), 2);
        let offer = offer_undo(&store.conn, &actor, UndoWhich::Undo).unwrap();
        assert_eq!(offer.label.text(Lang::Zh), "跳过 马** 等回复");
        let undone = undo(&mut store.conn, &actor, &offer).unwrap();
        assert_eq!(undone.customers, [CustomerId(1)]);
        let left = list(&store);
        assert_eq!(left[0].event, Event::Remark { skip: None, text: Some("太太管钱".into()) });
        assert!(save_skip(&mut store.conn, by, CustomerId(9), SkipReason::Later).is_err());
    }
}
