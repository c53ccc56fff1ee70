//! Who has rows that are not there yet at the working time, on its own day: contacts of a later minute, follow-ups that a
//! later action closed.
//!
//! A stored profile or digest may know these rows already. So such customers are read from their rows as if they had
//! changed, and stay marked as changed until their time has come. Must not: hold anybody in ordinary work, where nothing
//! is dated later than now.

use crate::domain::{Cause, CustomerId, Now};
use crate::store::Result;
use rusqlite::Connection;
use std::collections::{HashMap, HashSet};

/// Customers with rows of a later minute.
#[derive(Debug, Default)]
pub(super) struct Ahead(HashSet<CustomerId>);

impl Ahead {
    /// Those of the whole book.
    pub(super) fn load(conn: &Connection, now: Now) -> Result<Ahead> {
        let tomorrow = now.zone.at(now.day() + 1, crate::domain::Minute::default());
        let mut statement = conn.prepare_cached(
            "SELECT customer_id FROM contact WHERE at > ?1 AND at < ?2
             UNION SELECT customer_id FROM journal_group
             WHERE at > ?1 AND kind <> 'access' AND customer_id IS NOT NULL",
        )?;
        let ids = statement.query_map((now.horizon(), tomorrow), |row| row.get(0))?;
        Ok(Ahead(ids.collect::<rusqlite::Result<_>>()?))
    }

    /// One customer, if he is such a one.
    pub(super) fn find(conn: &Connection, now: Now, id: CustomerId) -> Result<Ahead> {
        let tomorrow = now.zone.at(now.day() + 1, crate::domain::Minute::default());
        let mut statement = conn.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM contact WHERE customer_id = ?1 AND at > ?2 AND at < ?3)
                 OR EXISTS (SELECT 1 FROM follow_up WHERE customer_id = ?1 AND closed_at > ?2)",
        )?;
        let is_ahead: bool = statement.query_row((id, now.horizon(), tomorrow), |row| row.get(0))?;
        Ok(Ahead(is_ahead.then_some(id).into_iter().collect()))
    }

    pub(super) fn contains(&self, id: CustomerId) -> bool {
        self.0.contains(&id)
    }

    /// Counts them among those whose rows changed.
    pub(super) fn join(&self, dirty: &mut HashMap<CustomerId, Cause>) {
        for id in &self.0 {
            dirty.entry(*id).or_insert(Cause::Edit);
        }
    }

    /// Marks them as changed: what was stored of them now does not hold when their time has come.
    pub(super) fn mark(&self, conn: &Connection) -> Result<()> {
        let mut statement =
            conn.prepare_cached("INSERT OR IGNORE INTO customer_dirty (customer_id, cause) VALUES (?1, ?2)")?;
        for id in &self.0 {
            statement.execute((id, Cause::Edit))?;
        }
        Ok(())
    }
}
