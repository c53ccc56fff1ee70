//! Bringing a book to the current schema. `schema.sql` is the whole current schema and makes new books; each
//! older version has one script that leads to the next.

use super::Result;
use super::error::{Fault, StoreError};
use crate::domain::Moment;
use rusqlite::{Connection, TransactionBehavior};

const SCHEMA: &str = include_str!("../../schema.sql");

/// `STEPS[n]` leads from version n + 1 to version n + 2.
const STEPS: &[&str] = &[include_str!("migrate/to_2.sql"), include_str!("migrate/to_3.sql")];

fn current() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(0) + 1
}

fn version(conn: &Connection) -> Result<i64> {
    Ok(conn.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Refuses what cannot even be read: a book that is no book yet.
pub(super) fn require_readable(conn: &Connection) -> Result<()> {
    match version(conn)? {
        0 => Err(StoreError::new(Fault::Damaged, "the file is empty")),
        _ => Ok(()),
    }
}

/// Whether a book has an older schema than this program, which it cannot even read.
pub(super) fn is_older(conn: &Connection) -> Result<bool> {
    Ok(version(conn)? < current())
}

/// Makes or upgrades the schema, in one transaction per step.
pub(super) fn migrate(conn: &mut Connection, application_id: i64, now: Moment) -> Result<()> {
    run(conn, SCHEMA, STEPS, application_id, now)
}

fn run(conn: &mut Connection, schema: &str, steps: &[&str], application_id: i64, now: Moment) -> Result<()> {
    let newest = i64::try_from(steps.len()).unwrap_or(0) + 1;
    loop {
        let found = version(conn)?;
        if found == newest {
            return Ok(());
        }
        if found > newest {
            return Err(StoreError::new(Fault::Newer { found, known: current() }, "open"));
        }
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if version(&tx)? != found {
            continue;
        }
        let next = if found == 0 {
            tx.execute_batch(schema)?;
            tx.execute("INSERT INTO book (id, created_at) VALUES (1, ?1)", [now.0])?;
            tx.pragma_update(None, "application_id", application_id)?;
            newest
        } else {
            let step = usize::try_from(found - 1).ok().and_then(|at| steps.get(at));
            tx.execute_batch(
                step.ok_or_else(|| StoreError::new(Fault::Damaged, format!("version {found}")))?,
            )?;
            found + 1
        };
        tx.pragma_update(None, "user_version", next)?;
        tx.commit()?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "CREATE TABLE book (id INTEGER PRIMARY KEY, created_at INTEGER);
                       CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT);";
    const NEW: &str = "CREATE TABLE book (id INTEGER PRIMARY KEY, created_at INTEGER);
                       CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT, size INTEGER NOT NULL DEFAULT 3);";
    const STEP: &str = "ALTER TABLE thing ADD COLUMN size INTEGER NOT NULL DEFAULT 3";

    fn memory() -> Connection {
        #[allow(clippy::disallowed_methods)]
        Connection::open_in_memory().unwrap()
    }

    fn shape(conn: &Connection) -> Vec<String> {
        let mut statement =
            conn.prepare("SELECT name || ' ' || type FROM pragma_table_info('thing')").unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn an_older_book_is_upgraded_with_its_rows() {
        let mut conn = memory();
        run(&mut conn, OLD, &[], 1, Moment(5)).unwrap();
        conn.execute("INSERT INTO thing (name) VALUES ('kept')", []).unwrap();
        run(&mut conn, NEW, &[STEP], 1, Moment(9)).unwrap();
        let row: (String, i64) =
            conn.query_row("SELECT name, size FROM thing", [], |r| Ok((r.get(0)?, r.get(1)?))).unwrap();
        assert_eq!(row, ("kept".to_owned(), 3));
        assert_eq!(version(&conn).unwrap(), 2);
        let mut fresh = memory();
        run(&mut fresh, NEW, &[STEP], 1, Moment(5)).unwrap();
        assert_eq!(shape(&fresh), shape(&conn), "an upgraded book has the shape of a new one");
    }

    #[test]
    fn a_step_that_fails_leaves_the_book_as_it_was() {
        let mut conn = memory();
        run(&mut conn, OLD, &[], 1, Moment(5)).unwrap();
        let broken = "ALTER TABLE thing ADD COLUMN size INTEGER; INSERT INTO nowhere VALUES (1);";
        assert!(run(&mut conn, NEW, &[broken], 1, Moment(9)).is_err());
        assert_eq!(version(&conn).unwrap(), 1);
        assert_eq!(shape(&conn), ["id INTEGER", "name TEXT"]);
    }

    /// The statements that made a book, by name.
    fn statements(conn: &Connection) -> Vec<(String, Option<String>)> {
        let mut statement = conn.prepare("SELECT name, sql FROM sqlite_master ORDER BY name").unwrap();
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
    }

    /// A book as an older version made it, with a customer and what was derived of him.
    fn old_book(schema: &str, version: i64) -> Connection {
        let mut old = memory();
        run(&mut old, schema, &[], 7, Moment(5)).unwrap();
        old.execute_batch(
            "INSERT INTO customer (id, customer_no, entered_on) VALUES (3, '7', 1);
             INSERT INTO phone (customer_id, number) VALUES (3, '15450000000');
             INSERT INTO customer_state VALUES (3, x'00', NULL, 1, 'gold', 1, 'new', 1, 'lost', 1, 'loan', 1, '18_24', 1, 'A', 1);
             UPDATE book SET state_on = 9;",
        )
        .unwrap();
        old.pragma_update(None, "user_version", version).unwrap();
        old
    }

    #[test]
    fn a_book_of_any_older_version_becomes_one_of_today_with_its_rows() {
        let mut fresh = memory();
        migrate(&mut fresh, 7, Moment(5)).unwrap();
        let older = [(1, include_str!("migrate/version_1.sql")), (2, include_str!("migrate/version_2.sql"))];
        assert_eq!(older.len(), STEPS.len(), "every version before this one is tried");
        for (number, schema) in older {
            let mut old = old_book(schema, number);
            migrate(&mut old, 7, Moment(9)).unwrap();
            assert_eq!(version(&old).unwrap(), current());
            assert_eq!(statements(&old), statements(&fresh), "from version {number}");
            let sql = "SELECT customer_no, number, lifecycle, book.state_on FROM customer c
                       JOIN phone p ON p.customer_id = c.id JOIN customer_state s ON s.customer_id = c.id, book";
            let kept: (String, String, String, i64) =
                old.query_row(sql, [], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))).unwrap();
            assert_eq!(kept, ("7".into(), "15450000000".into(), "new".into(), 9));
        }
    }

    #[test]
    fn the_schema_makes_a_book_with_every_table_strict() {
        let mut conn = memory();
        migrate(&mut conn, 7, Moment(5)).unwrap();
        let loose: i64 = conn
            .query_row("SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'", [], |r| r.get(0))
            .unwrap();
        assert_eq!(loose, 0);
    }
}
