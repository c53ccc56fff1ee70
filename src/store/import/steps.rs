//! How far taking an import back (or bringing it back) is, and whether it is to go on.

use crate::domain::GroupId;
use crate::store::{Fault, Progress, Result, StoreError};
use rusqlite::Connection;

/// Who watches: is told how far it is, and says whether it goes on.
pub type GoesOn<'a> = &'a mut dyn FnMut(Progress) -> bool;

/// The steps on the way. A row that goes is two: it is kept, then deleted.
pub struct Steps<'a> {
    done: u64,
    all: u64,
    rows: u64,
    goes_on: Option<GoesOn<'a>>,
}

impl<'a> Steps<'a> {
    /// Watched.
    pub fn watched(goes_on: GoesOn<'a>) -> Steps<'a> {
        Steps { done: 0, all: 0, rows: 0, goes_on: Some(goes_on) }
    }

    /// Nobody watches, and nothing stops it.
    pub fn unwatched() -> Steps<'static> {
        Steps { done: 0, all: 0, rows: 0, goes_on: None }
    }

    /// Learns how much there is to do: so many steps for a row that the import inserted, one for a row it changed.
    pub(super) fn expect(&mut self, conn: &Connection, group: GroupId, per_inserted: u64) -> Result<()> {
        let sql =
            "SELECT coalesce(sum(inserted), 0), coalesce(sum(updated), 0) FROM import WHERE group_id = ?1";
        let (inserted, updated): (i64, i64) =
            conn.prepare_cached(sql)?.query_row([group], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let (inserted, updated) = (inserted.unsigned_abs(), updated.unsigned_abs());
        self.all = inserted * per_inserted + updated;
        self.rows = inserted + updated;
        Ok(())
    }

    /// So many steps are done.
    ///
    /// # Errors
    /// `Stopped`, when whoever watches says so.
    pub(super) fn step(&mut self, steps: u64) -> Result<()> {
        self.done = (self.done + steps).min(self.all);
        let rows = (self.rows * self.done).checked_div(self.all).unwrap_or(self.rows);
        let progress = Progress { done: rows, all: self.rows };
        let goes_on = self.goes_on.as_mut().is_none_or(|goes_on| goes_on(progress));
        if goes_on { Ok(()) } else { Err(StoreError::new(Fault::Stopped, "undo an import")) }
    }
}
