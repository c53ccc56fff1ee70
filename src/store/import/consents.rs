//! What files say of channels: a refusal closes a channel, and no file opens what the customer or a person closed.
//!
//! Owns who wins between a file and the book. Must not: know how consents are shown or typed.

use super::blocked::is_live;
use super::writer::{RowError, Writer};
use crate::domain::{Channel, Code, ConsentState, Day, Reply, TalkResult};
use crate::import::{ContactRow, Field, Note, Remark};
use crate::store::Result;
use rusqlite::{OptionalExtension, named_params};

/// What the book has of a channel.
struct Held {
    id: i64,
    state: ConsentState,
    until_on: Option<Day>,
    import: Option<i64>,
    /// A person entered or changed it.
    is_by_hand: bool,
    /// The day of the customer's own last word, as far as the book knows it. What only files said has none: its day is
    /// that of the file.
    said_on: Option<Day>,
}

impl Held {
    /// Only files spoke of it so far.
    fn is_of_files(&self) -> bool {
        self.import.is_some() && !self.is_by_hand
    }

    fn openness(&self, today: Day) -> u8 {
        let has_lapsed = self.state == ConsentState::NoUntil && self.until_on.is_some_and(|on| on <= today);
        if has_lapsed { openness(ConsentState::Unknown) } else { openness(self.state) }
    }
}

/// Open for everything.
const OPEN: u8 = 3;

/// How far a state opens a channel.
fn openness(state: ConsentState) -> u8 {
    match state {
        ConsentState::Never => 0,
        ConsentState::NoUntil => 1,
        ConsentState::ServiceOnly => 2,
        ConsentState::Unknown | ConsentState::Yes | ConsentState::Window => OPEN,
    }
}

impl Writer<'_> {
    /// What a file of customers says of a channel; whether that changed something. It is as old as the working day.
    pub(super) fn set_consent(
        &mut self,
        customer: i64,
        channel: Channel,
        state: ConsentState,
    ) -> Result<bool, RowError> {
        let today = self.now.day();
        let Some(held) = self.held(customer, channel)? else {
            if state == ConsentState::Unknown {
                return Ok(false);
            }
            self.add_consent(customer, channel, (state, today, None))?;
            return Ok(true);
        };
        if held.state == state {
            return Ok(false);
        }
        let (was, is) = (held.openness(today), openness(state));
        let is_refused = was < OPEN && is > was;
        let stays = if is < was {
            held.is_by_hand && (held.said_on >= Some(today) || self.was_opened_by_hand(held.id, state)?)
        } else if is_refused {
            !held.is_of_files()
                || state == ConsentState::Unknown
                || self.has_refused_in_a_contact(customer, channel)?
        } else {
            !held.is_of_files()
        };
        if !stays {
            self.change_consent(&held, (state, today, None))?;
            return Ok(true);
        }
        let (field, remark) =
            (field_of(channel), if is_refused { Remark::RefusalKept } else { Remark::Kept });
        let kept = (!is_refused).then(|| held.state.code().to_owned());
        self.notes.push(Note { row: self.row, field, remark, value: state.code().to_owned(), kept });
        Ok(false)
    }

    /// A refusal among the contacts closes its channel, unless a person entered a later word of the customer.
    pub(super) fn honour_refusal(&self, customer: i64, row: &ContactRow) -> Result<()> {
        let channel = match (row.result, row.reply) {
            (Some(TalkResult::DoNotCall), _) => Channel::Phone,
            (_, Some(Reply::Unsubscribed)) => row.channel,
            _ => return Ok(()),
        };
        let never = ConsentState::Never;
        self.copy_consent(customer, channel)?;
        let given_on = self.now.zone.day(row.at);
        let Some(held) = self.held(customer, channel)? else {
            return self.add_consent(customer, channel, (never, given_on, row.note.as_deref()));
        };
        let is_later = held.said_on > Some(given_on);
        let is_answered = held.said_on == Some(given_on) && self.was_opened_by_hand(held.id, never)?;
        if held.state == never || is_later || is_answered {
            return Ok(());
        }
        self.change_consent(&held, (never, given_on, row.note.as_deref()))
    }

    fn held(&self, customer: i64, channel: Channel) -> Result<Option<Held>> {
        let schema = self.ground.schema();
        let sql = format!(
            "SELECT c.id, c.state, c.until_on, c.import_id, count(g.id) > 0, coalesce(
                 max(CASE WHEN g.id IS NOT NULL THEN json_extract(j.payload, '$.after.given_on') END),
                 CASE WHEN c.import_id IS NULL OR g.id IS NOT NULL THEN c.given_on END)
             FROM consent c
             LEFT JOIN {schema}.journal j ON j.table_name = 'consent' AND j.row_id = c.id
             LEFT JOIN {schema}.journal_group g ON g.id = j.group_id AND g.kind <> 'undo' AND {}
             WHERE c.customer_id = ?1 AND c.channel = ?2 GROUP BY c.id",
            is_live(schema)
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let held = statement.query_row((customer, channel), |row| {
            Ok(Held {
                id: row.get(0)?,
                state: row.get(1)?,
                until_on: row.get(2)?,
                import: row.get(3)?,
                is_by_hand: row.get(4)?,
                said_on: row.get(5)?,
            })
        });
        Ok(held.optional()?)
    }

    /// Whether a person changed a consent away from this very state: then it is no news.
    fn was_opened_by_hand(&self, consent: i64, from: ConsentState) -> Result<bool> {
        let schema = self.ground.schema();
        let sql = format!(
            "SELECT 1 FROM {schema}.journal j JOIN {schema}.journal_group g ON g.id = j.group_id
             WHERE j.table_name = 'consent' AND j.row_id = ?1 AND j.kind = 'update' AND g.kind <> 'undo'
               AND json_extract(j.payload, '$.before.state') = ?2 AND {}",
            is_live(schema)
        );
        Ok(self.conn.prepare_cached(&sql)?.exists((consent, from))?)
    }

    /// Whether the customer's own refusal stands among his contacts.
    fn has_refused_in_a_contact(&self, customer: i64, channel: Channel) -> Result<bool> {
        let sql = format!(
            "SELECT 1 FROM {}.contact WHERE customer_id = ?1
               AND (reply = 'unsubscribed' AND channel = ?2 OR result = 'do_not_call' AND ?2 = 'phone')",
            self.ground.schema()
        );
        Ok(self.conn.prepare_cached(&sql)?.exists((customer, channel))?)
    }

    fn add_consent(
        &self,
        customer: i64,
        channel: Channel,
        (state, given_on, wording): (ConsentState, Day, Option<&str>),
    ) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO consent (customer_id, channel, state, given_on, wording, import_id)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute((customer, channel, state, given_on, wording, self.import))?;
        Ok(())
    }

    fn change_consent(
        &self,
        held: &Held,
        (state, given_on, wording): (ConsentState, Day, Option<&str>),
    ) -> Result<()> {
        if held.import != Some(self.import.0) {
            self.leave_before("consent", held.id)?;
        }
        self.conn
            .prepare_cached(
                "UPDATE consent SET state = :state, given_on = :on, wording = :wording, window_from_minute = NULL,
                     window_to_minute = NULL, until_on = NULL WHERE id = :id",
            )?
            .execute(named_params! {
                ":state": state, ":on": given_on, ":wording": wording, ":id": held.id,
            })?;
        Ok(())
    }
}

fn field_of(channel: Channel) -> Field {
    match channel {
        Channel::Sms => Field::ConsentSms,
        Channel::Wecom => Field::ConsentWecom,
        Channel::Mail => Field::ConsentMail,
        _ => Field::ConsentPhone,
    }
}
