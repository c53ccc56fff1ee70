//! What other windows and commands committed to the book since the last look.
//!
//! Owns what was seen of the file; a look costs nothing while nobody else wrote. Must not: change rows, answer anybody.

use crate::domain::{CustomerId, GroupId};
use crate::store::journal::{ActionKind, Doing, customers_of_group, list_doings, newest_group};
use crate::store::{Result, Store};

/// More changed customers than these are not told one by one.
const FEW: usize = 100;

/// What the file was like at the last look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Others {
    version: i64,
    newest: GroupId,
}

/// What others did since.
#[derive(Debug, PartialEq)]
pub struct Seen {
    /// Their actions, the oldest first.
    pub doings: Vec<Doing>,
    /// Whose rows changed; `None` where it is the whole book.
    pub customers: Option<Vec<CustomerId>>,
}

impl Others {
    /// Begins with the file as it is.
    pub fn of(store: &Store) -> Result<Others> {
        Ok(Others { version: store.data_version()?, newest: newest_group(&store.conn)? })
    }

    /// What others than `window` wrote, and what the file is like now: to be kept once that is told. `None` when there
    /// is nothing to tell.
    pub fn look(self, store: &Store, window: &str) -> Result<(Others, Option<Seen>)> {
        let version = store.data_version()?;
        if version == self.version {
            return Ok((self, None));
        }
        let mut doings = list_doings(&store.conn, self.newest)?;
        let newest = doings.last().map_or(self.newest, |doing| doing.group);
        doings.retain(|doing| doing.window != window && doing.kind != ActionKind::Access);
        let now = Others { version, newest };
        if doings.is_empty() {
            return Ok((now, None));
        }
        let customers = customers_of(store, &doings)?;
        Ok((now, Some(Seen { doings, customers })))
    }
}

fn customers_of(store: &Store, doings: &[Doing]) -> Result<Option<Vec<CustomerId>>> {
    let mut all = Vec::new();
    for doing in doings {
        if is_of_the_whole_book(doing.kind) {
            return Ok(None);
        }
        all.extend(customers_of_group(&store.conn, doing.group)?);
        all.sort_unstable();
        all.dedup();
        if all.len() > FEW {
            return Ok(None);
        }
    }
    Ok(Some(all))
}

/// Rows of an import are not journalled one by one; what a word means and what a class is changes many customers.
fn is_of_the_whole_book(kind: ActionKind) -> bool {
    match kind {
        ActionKind::Import | ActionKind::Rules | ActionKind::Setting | ActionKind::Demo => true,
        ActionKind::Log
        | ActionKind::Edit
        | ActionKind::Snooze
        | ActionKind::Bulk
        | ActionKind::Override
        | ActionKind::Access
        | ActionKind::Undo => false,
    }
}
