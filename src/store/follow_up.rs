//! Follow-ups: what somebody decided for a later time. Reading the open ones, opening, moving, closing.

use super::Result;
use super::error::{Fault, StoreError};
use super::journal::Action;
use super::sql::Codes;
use crate::domain::{ContactId, CustomerId, FollowUpId, FollowUpKind, FollowUpState, Moment, Reason};
use crate::work::OpenFollowUp;
use crate::work::log::NewFollowUp;
use crate::work::snooze::Move;
use rusqlite::{Connection, OptionalExtension, Row};

/// An open follow-up with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// What is due, when and how.
    pub open: OpenFollowUp,
    /// What was promised.
    pub note: Option<String>,
    /// When it was made.
    pub created_at: Moment,
    /// The contact that made it.
    pub contact: Option<ContactId>,
}

/// The follow-ups of a customer that are open at a moment, by due time.
///
/// # Errors
/// When the file cannot be read.
pub fn list_follow_ups(conn: &Connection, customer: CustomerId, at: Moment) -> Result<Vec<FollowUp>> {
    let mut statement = conn.prepare_cached(
        "SELECT id, kind, reason, due_on, due_minute, channel, note, created_at, contact_id FROM follow_up
         WHERE customer_id = ?1 AND (state = 'open' OR closed_at > ?2) AND created_at <= ?2
         ORDER BY due_on, due_minute IS NULL, due_minute, id",
    )?;
    let rows = statement.query_map((customer, at), follow_up_of)?;
    let found: Vec<Option<FollowUp>> = rows.collect::<rusqlite::Result<_>>()?;
    Ok(found.into_iter().flatten().collect())
}

/// A kind or channel of a newer program is skipped.
fn follow_up_of(row: &Row<'_>) -> rusqlite::Result<Option<FollowUp>> {
    let (Some(kind), Some(channel)) =
        (row.code_or_none::<FollowUpKind>("kind")?, row.code_or_none("channel")?)
    else {
        return Ok(None);
    };
    let open = OpenFollowUp {
        id: row.get("id")?,
        kind,
        reason: row.code_or_none("reason")?.unwrap_or(Reason::Manual),
        due_on: row.get("due_on")?,
        minute: row.get("due_minute")?,
        channel,
    };
    let (note, created_at, contact) = (row.get("note")?, row.get("created_at")?, row.get("contact_id")?);
    Ok(Some(FollowUp { open, note, created_at, contact }))
}

/// Opens a follow-up as part of an action.
///
/// # Errors
/// When the file cannot be written.
pub fn insert_follow_up(
    action: &mut Action<'_>,
    customer: CustomerId,
    new: &NewFollowUp,
    contact: Option<ContactId>,
) -> Result<FollowUpId> {
    let created_at = action.actor().now.at;
    let id = action.insert(
        "follow_up",
        &[
            ("customer_id", &customer),
            ("kind", &new.kind),
            ("reason", &new.reason),
            ("due_on", &new.due_on),
            ("due_minute", &new.minute),
            ("channel", &new.channel),
            ("note", &new.note),
            ("contact_id", &contact),
            ("created_at", &created_at),
        ],
    )?;
    Ok(FollowUpId(id))
}

/// Moves an open follow-up.
///
/// # Errors
/// `Conflict` when another window closed it meanwhile.
pub fn move_follow_up(action: &mut Action<'_>, to: &Move) -> Result<()> {
    check_open(action.conn(), to.id)?;
    let columns: [super::journal::Column<'_>; 3] =
        [("due_on", &to.due_on), ("due_minute", &to.minute), ("channel", &to.channel)];
    action.update("follow_up", to.id.0, &columns)?;
    Ok(())
}

/// Closes an open follow-up.
///
/// # Errors
/// `Conflict` when another window closed it meanwhile.
pub fn close_follow_up(
    action: &mut Action<'_>,
    id: FollowUpId,
    state: FollowUpState,
    contact: Option<ContactId>,
) -> Result<()> {
    check_open(action.conn(), id)?;
    let closed_at = action.actor().now.at;
    let columns: [super::journal::Column<'_>; 3] =
        [("state", &state), ("closed_by_id", &contact), ("closed_at", &closed_at)];
    action.update("follow_up", id.0, &columns)?;
    Ok(())
}

fn check_open(conn: &Connection, id: FollowUpId) -> Result<()> {
    let mut statement = conn.prepare_cached("SELECT 1 FROM follow_up WHERE id = ?1 AND state = 'open'")?;
    let found: Option<i64> = statement.query_row([id], |row| row.get(0)).optional()?;
    found.map(|_| ()).ok_or_else(|| StoreError::new(Fault::Conflict, "follow_up"))
}
