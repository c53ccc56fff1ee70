//! Opening a book. Every connection of the program is made here, in this order: file mode, key (once there are
//! passphrases), application id, version, pragmas, migration.

use super::error::{Fault, StoreError};
use super::{Result, migrate};
use crate::domain::Moment;
use rusqlite::{Connection, OpenFlags};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// "cbk1": marks a file as a callbook book.
const APPLICATION_ID: i64 = 0x6362_6b31;
/// How long a statement waits for another window. Imports write for longer: what waits for those asks before it begins
/// ([`Store::is_free`]).
const BUSY: Duration = Duration::from_secs(5);
/// How long what can be done later waits for it.
const IN_PASSING: Duration = Duration::from_millis(250);
/// Between two looks whether another window still writes.
pub(super) const BETWEEN_LOOKS: Duration = Duration::from_millis(100);
/// So many looks, a minute of them, and a write gives up.
pub(super) const LOOKS: u32 = 600;
/// So many looks, and it is worth telling that one waits.
pub(super) const LOOKS_UNTOLD: u32 = 2;

/// How a book is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Reading and writing; the file is made when it is not there.
    Create,
    /// Reading and writing an existing book.
    Write,
    /// Reading only.
    Read,
}

/// An open book.
#[derive(Debug)]
pub struct Store {
    /// The connection; store functions take it, nothing outside `store` does.
    pub(crate) conn: Connection,
    path: PathBuf,
}

impl Store {
    /// Opens the book at `path`. `now` stamps a new book.
    ///
    /// # Errors
    /// A missing, foreign, newer or damaged file, or one that cannot be written.
    pub fn open(path: &Path, access: Access, now: Moment) -> Result<Store> {
        if path.is_dir() {
            return Err(StoreError::new(Fault::Folder(path.to_owned()), "open"));
        }
        let exists = path.exists();
        if !exists && access != Access::Create {
            return Err(StoreError::new(Fault::Missing(path.to_owned()), "open"));
        }
        if !exists {
            create_private(path)?;
        }
        require_readable(path, access)?;
        let conn = connect(path, access)?;
        check_application(&conn, path)?;
        tune(&conn, access)?;
        let mut store = Store { conn, path: path.to_owned() };
        if access == Access::Read {
            migrate::require_readable(&store.conn)?;
            if migrate::is_older(&store.conn)? {
                drop(Store::open(path, Access::Write, now)?);
            }
        } else {
            migrate::migrate(&mut store.conn, APPLICATION_ID, now)?;
        }
        Ok(store)
    }

    /// A fresh book in memory, for tests and for what-if computations.
    ///
    /// # Errors
    /// Only when SQLite cannot allocate.
    pub fn open_in_memory(now: Moment) -> Result<Store> {
        #[allow(clippy::disallowed_methods, reason = "this module is the one that opens")]
        let conn = Connection::open_in_memory()?;
        conn.pragma_update(None, "foreign_keys", true)?;
        conn.set_prepared_statement_cache_capacity(128);
        let mut store = Store { conn, path: PathBuf::from(":memory:") };
        migrate::migrate(&mut store.conn, APPLICATION_ID, now)?;
        Ok(store)
    }

    /// A book in memory over the one at `path`, which is attached for reading only, under the name `book`: for trying
    /// things out without its lock. What is looked at is copied up first ([`super::import`] does).
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_scratch(path: &Path, now: Moment) -> Result<Store> {
        drop(Store::open(path, Access::Read, now)?);
        let store = Store::open_in_memory(now)?;
        store.conn.pragma_update(None, "foreign_keys", false)?;
        store.conn.busy_timeout(BUSY)?;
        store.conn.execute("ATTACH ?1 AS book", [uri(path)])?;
        Ok(store)
    }

    /// A second connection to the same file, for long reads.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_reader(&self) -> Result<Store> {
        Store::open(&self.path, Access::Read, Moment(0))
    }

    /// Whether the book lies in memory only, where no second connection can reach it.
    pub fn is_in_memory(&self) -> bool {
        self.path.as_os_str() == ":memory:"
    }

    /// Where the book lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A handle that interrupts what this connection is doing, from another thread.
    pub fn interrupt_handle(&self) -> rusqlite::InterruptHandle {
        self.conn.get_interrupt_handle()
    }

    /// Does what nobody waits for at the desk: it waits for another window's lock only for a moment.
    ///
    /// # Errors
    /// `Busy` soon, and those of the work.
    pub fn in_passing<T>(&mut self, work: impl FnOnce(&mut Store) -> Result<T>) -> Result<T> {
        self.conn.busy_timeout(IN_PASSING)?;
        let done = work(self);
        self.conn.busy_timeout(BUSY)?;
        done
    }

    /// Whether no other connection writes just now.
    ///
    /// # Errors
    /// When the file cannot be written at all.
    pub fn is_free(&self) -> Result<bool> {
        self.conn.busy_timeout(Duration::ZERO)?;
        let begun = self.conn.execute_batch("BEGIN IMMEDIATE");
        self.conn.busy_timeout(BUSY)?;
        match begun.map_err(StoreError::from) {
            Ok(()) => self.conn.execute_batch("ROLLBACK").map(|()| true).map_err(StoreError::from),
            Err(error) if matches!(error.fault, Fault::Busy) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Waits up to a minute until no other connection writes. `goes_on` is asked at every look, once it is worth telling.
    ///
    /// # Errors
    /// `Busy` after a minute, `Stopped` when it does not go on, and the file's own troubles.
    pub fn wait_for_others(&self, goes_on: &mut dyn FnMut() -> bool) -> Result<()> {
        for look in 0..LOOKS {
            if self.is_free()? {
                return Ok(());
            }
            if look >= LOOKS_UNTOLD && !goes_on() {
                return Err(StoreError::new(Fault::Stopped, "wait for another window"));
            }
            std::thread::sleep(BETWEEN_LOOKS);
        }
        Err(StoreError::new(Fault::Busy, "another window wrote for a minute"))
    }

    /// A number that changes when another connection commits to this file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn data_version(&self) -> Result<i64> {
        Ok(self.conn.pragma_query_value(None, "data_version", |row| row.get(0))?)
    }
}

fn connect(path: &Path, access: Access) -> Result<Connection> {
    let mut flags = OpenFlags::SQLITE_OPEN_NO_MUTEX;
    flags |= match access {
        Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
        Access::Create | Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
    };
    #[allow(clippy::disallowed_methods, reason = "this module is the one that opens")]
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(BUSY)?;
    Ok(conn)
}

/// What the system does not let one read, and what there is nothing in to read, is told as what it is.
fn require_readable(path: &Path, access: Access) -> Result<()> {
    let denied = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::PermissionDenied => {
            Err(StoreError::new(Fault::Unreadable(path.to_owned()), "open"))
        }
        // The database tells it better.
        _ => Ok(false),
    };
    let is_empty = std::fs::File::open(path).map_or_else(denied, |file| {
        Ok(file.metadata().is_ok_and(|file| file.is_file() && file.len() == 0))
    })?;
    if is_empty && access == Access::Read {
        return Err(StoreError::new(Fault::Foreign(path.to_owned()), "open"));
    }
    Ok(())
}

/// The path as an address that can only be read.
fn uri(path: &Path) -> String {
    let mut uri = "file:".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.') {
            uri.push(char::from(*byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri + "?mode=ro"
}

/// Makes an empty file that only its owner can read.
fn create_private(path: &Path) -> Result<()> {
    let failed = |error: std::io::Error| StoreError {
        fault: Fault::ReadOnly,
        context: format!("create {}", path.display()),
        source: Some(Box::new(error)),
    };
    if let Some(parent) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        std::fs::create_dir_all(parent).map_err(failed)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(failed(error)),
    }
}

/// Refuses other programs' files; an empty file is a new book.
fn check_application(conn: &Connection, path: &Path) -> Result<()> {
    let foreign = |source: Option<rusqlite::Error>| StoreError {
        fault: Fault::Foreign(path.to_owned()),
        context: "open".to_owned(),
        source: source.map(|e| Box::new(e) as _),
    };
    let id: i64 = match conn.pragma_query_value(None, "application_id", |row| row.get(0)) {
        Ok(id) => id,
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => {
            return Err(foreign(Some(error)));
        }
        Err(error) => return Err(error.into()),
    };
    if id == APPLICATION_ID {
        return Ok(());
    }
    let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))?;
    if id == 0 && tables == 0 { Ok(()) } else { Err(foreign(None)) }
}

fn tune(conn: &Connection, access: Access) -> Result<()> {
    conn.set_prepared_statement_cache_capacity(128);
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "trusted_schema", false)?;
    conn.pragma_update(None, "cell_size_check", true)?;
    conn.pragma_update(None, "mmap_size", 0)?;
    conn.pragma_update(None, "cache_size", -16_384)?;
    conn.pragma_update(None, "temp_store", "FILE")?;
    if access == Access::Read {
        conn.pragma_update(None, "query_only", true)?;
        return Ok(());
    }
    let mode: String = conn.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if !mode.eq_ignore_ascii_case("wal") {
        return Err(StoreError::new(Fault::ReadOnly, format!("journal mode {mode} instead of WAL")));
    }
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "journal_size_limit", 64 * 1024 * 1024)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_book_is_private_and_opens_again() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("sub/book.db");
        drop(Store::open(&path, Access::Create, Moment(7)).unwrap());
        let store = Store::open(&path, Access::Write, Moment(9)).unwrap();
        let created: i64 = store.conn.query_row("SELECT created_at FROM book", [], |r| r.get(0)).unwrap();
        assert_eq!(created, 7);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        drop(Store::open(&path, Access::Read, Moment(9)).unwrap());
    }

    #[test]
    fn other_programs_files_are_refused_and_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Store::open(dir.path(), Access::Create, Moment(0)).unwrap_err();
        assert!(matches!(folder.fault, Fault::Folder(_)), "{folder:?}");
        let empty = dir.path().join("empty.db");
        std::fs::write(&empty, "").unwrap();
        let error = Store::open(&empty, Access::Read, Moment(0)).unwrap_err();
        assert!(matches!(error.fault, Fault::Foreign(_)), "{error:?}");
        let text = dir.path().join("notes.txt");
        std::fs::write(&text, "these are notes, not a database, and long enough to be looked at".repeat(40))
            .unwrap();
        let error = Store::open(&text, Access::Write, Moment(0)).unwrap_err();
        assert!(matches!(error.fault, Fault::Foreign(_)), "{error:?}");

        let other = dir.path().join("other.db");
        {
            #[allow(clippy::disallowed_methods)]
            let conn = Connection::open(&other).unwrap();
            conn.execute_batch("CREATE TABLE theirs (x)").unwrap();
        }
        let error = Store::open(&other, Access::Write, Moment(0)).unwrap_err();
        assert!(matches!(error.fault, Fault::Foreign(_)), "{error:?}");
        let missing = Store::open(&dir.path().join("none.db"), Access::Write, Moment(0)).unwrap_err();
        assert!(matches!(missing.fault, Fault::Missing(_)));
    }

    #[test]
    fn a_scratch_book_reads_the_real_one_and_cannot_change_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a book?#%.db");
        drop(Store::open(&path, Access::Create, Moment(7)).unwrap());
        let scratch = Store::open_scratch(&path, Moment(9)).unwrap();
        let sql = "SELECT b.created_at * 100 + m.created_at FROM book.book b, main.book m";
        assert_eq!(scratch.conn.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap(), 709);
        assert!(scratch.conn.execute("UPDATE book.book SET created_at = 1", []).is_err());
        scratch.conn.execute_batch("BEGIN IMMEDIATE").unwrap();
        let other = Store::open(&path, Access::Write, Moment(9)).unwrap();
        other.conn.execute("UPDATE book SET created_at = 8", []).unwrap();
    }

    #[test]
    fn a_book_is_free_when_no_other_window_writes() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book.db");
        let one = Store::open(&path, Access::Create, Moment(0)).unwrap();
        let other = Store::open(&path, Access::Write, Moment(0)).unwrap();
        assert!(one.is_free().unwrap());
        other.conn.execute_batch("BEGIN IMMEDIATE").unwrap();
        assert!(!one.is_free().unwrap());
        let mut looks = 0;
        let waited = one.wait_for_others(&mut || {
            looks += 1;
            looks < 2
        });
        assert!(matches!(waited.unwrap_err().fault, Fault::Stopped));
        let ended = one.wait_for_others(&mut || other.conn.execute_batch("ROLLBACK").is_ok());
        assert!(ended.is_ok());
    }

    #[test]
    fn a_newer_book_is_read_but_not_written() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book.db");
        let store = Store::open(&path, Access::Create, Moment(0)).unwrap();
        store.conn.pragma_update(None, "user_version", 999).unwrap();
        drop(store);
        let error = Store::open(&path, Access::Write, Moment(0)).unwrap_err();
        assert!(matches!(error.fault, Fault::Newer { found: 999, .. }));
        assert!(Store::open(&path, Access::Read, Moment(0)).is_ok());
    }
}
