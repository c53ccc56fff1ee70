//! Checks of a book, for `doctor` and the daily check.

use super::journal::verify_chain;
use super::{Result, Store};

/// One check and its outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Which: `file`, `foreign_keys`, `journal`, `version`.
    pub name: &'static str,
    /// Whether all is well.
    pub is_good: bool,
    /// What was found.
    pub detail: String,
}

/// The version of the database library.
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}

/// Runs every check; reads the whole file.
///
/// # Errors
/// When the file cannot be read at all.
pub fn check(store: &Store) -> Result<Vec<Check>> {
    let conn = &store.conn;
    let quick: String = conn.pragma_query_value(None, "quick_check", |row| row.get(0))?;
    let orphans: i64 =
        conn.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))?;
    let version: i64 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let broken = verify_chain(conn)?;
    let rows: i64 = conn.query_row("SELECT count(*) FROM journal", [], |row| row.get(0))?;
    let customers = super::customer::count_customers(conn)?;
    let path = store.path().display().to_string();
    Ok(vec![
        Check {
            name: "file",
            is_good: quick == "ok",
            detail: if quick == "ok" { path } else { format!("{path}  {quick}") },
        },
        Check { name: "foreign_keys", is_good: orphans == 0, detail: orphans.to_string() },
        Check {
            name: "journal",
            is_good: broken.is_none(),
            detail: broken.map_or_else(|| rows.to_string(), |seq| format!("{seq}/{rows}")),
        },
        Check { name: "version", is_good: true, detail: version.to_string() },
        Check { name: "customers", is_good: true, detail: customers.to_string() },
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Moment;

    #[test]
    fn a_fresh_book_is_sound_and_a_broken_reference_shows() {
        let store = Store::open_in_memory(Moment(0)).unwrap();
        assert!(check(&store).unwrap().iter().all(|check| check.is_good));
        store.conn.pragma_update(None, "foreign_keys", false).unwrap();
        store.conn.execute("INSERT INTO tag (customer_id, tag) VALUES (99, 'x')", []).unwrap();
        let bad: Vec<&str> = check(&store).unwrap().iter().filter(|c| !c.is_good).map(|c| c.name).collect();
        assert_eq!(bad, ["foreign_keys"]);
    }
}
