//! Rows that an undone import had inserted: put aside in `import_undone` in pieces, and put back by a redo.

use super::images::columns_of;
use super::steps::Steps;
use super::undo::TABLES;
use crate::domain::ImportId;
use crate::store::Result;
use crate::store::journal::{UNJOURNALLED, json_of, sql_of};
use rusqlite::{Connection, params_from_iter};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Rows in one piece.
const PIECE: usize = 500;
/// Ids of rows that are deleted at once.
const IDS: i64 = 20_000;
/// Accounts whose balances are deleted at once.
const OWNERS: i64 = 200;

#[derive(Serialize, Deserialize)]
struct Piece {
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
}

/// Puts aside and deletes what an import inserted; how many rows.
pub(super) fn put_aside(conn: &Connection, import: ImportId, steps: &mut Steps<'_>) -> Result<u64> {
    let mut count = 0;
    for table in TABLES {
        keep_rows(conn, import, table, steps)?;
    }
    for table in UNJOURNALLED {
        let sql = format!(
            "DELETE FROM {table} WHERE customer_id IN (SELECT id FROM customer WHERE import_id = ?1)"
        );
        conn.prepare_cached(&sql)?.execute([import])?;
    }
    for table in TABLES.iter().rev() {
        count += delete_rows(conn, import, table, steps)?;
    }
    Ok(count)
}

/// Deletes in pieces, so that somebody can stop it on the way.
fn delete_rows(conn: &Connection, import: ImportId, table: &str, steps: &mut Steps<'_>) -> Result<u64> {
    let (key, span) = if table == "balance" { ("account_id", OWNERS) } else { ("id", IDS) };
    let ends = format!("SELECT min({key}), max({key}) FROM {table} WHERE import_id = ?1");
    let ends = conn.prepare_cached(&ends)?.query_row([import], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (Some(mut from), Some(last)): (Option<i64>, Option<i64>) = ends else { return Ok(0) };
    let sql = format!("DELETE FROM {table} WHERE import_id = ?1 AND {key} BETWEEN ?2 AND ?3");
    let mut statement = conn.prepare_cached(&sql)?;
    let mut count = 0;
    while from <= last {
        let gone = statement.execute((import, from, from + span - 1))? as u64;
        count += gone;
        steps.step(gone)?;
        from += span;
    }
    Ok(count)
}

fn keep_rows(conn: &Connection, import: ImportId, table: &str, steps: &mut Steps<'_>) -> Result<()> {
    let columns = columns_of(conn, table)?;
    let mut statement = conn.prepare_cached(&format!("SELECT * FROM {table} WHERE import_id = ?1"))?;
    let mut found = statement.query([import])?;
    let mut piece = Piece { columns, rows: Vec::with_capacity(PIECE) };
    while let Some(row) = found.next()? {
        let width = piece.columns.len();
        piece.rows.push((0..width).map(|at| row.get_ref(at).map(json_of)).collect::<rusqlite::Result<_>>()?);
        if piece.rows.len() == PIECE {
            keep_piece(conn, import, table, &mut piece)?;
            steps.step(PIECE as u64)?;
        }
    }
    steps.step(piece.rows.len() as u64)?;
    keep_piece(conn, import, table, &mut piece)
}

fn keep_piece(conn: &Connection, import: ImportId, table: &str, piece: &mut Piece) -> Result<()> {
    if piece.rows.is_empty() {
        return Ok(());
    }
    conn.prepare_cached("INSERT INTO import_undone (import_id, table_name, rows) VALUES (?1, ?2, ?3)")?
        .execute((import, table, serde_json::to_string(piece)?))?;
    piece.rows.clear();
    Ok(())
}

/// Puts back what an undo put aside, with the same ids; how many rows.
pub(super) fn put_back(conn: &Connection, import: ImportId, steps: &mut Steps<'_>) -> Result<u64> {
    let mut count = 0;
    for table in TABLES {
        let known = columns_of(conn, table)?;
        let mut statement = conn
            .prepare("SELECT rows FROM import_undone WHERE import_id = ?1 AND table_name = ?2 ORDER BY id")?;
        let mut pieces = statement.query((import, table))?;
        while let Some(row) = pieces.next()? {
            let piece: Piece =
                serde_json::from_str(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?;
            let back = put_piece_back(conn, table, &known, &piece)?;
            count += back;
            steps.step(back)?;
        }
    }
    conn.prepare_cached("DELETE FROM import_undone WHERE import_id = ?1")?.execute([import])?;
    Ok(count)
}

fn put_piece_back(conn: &Connection, table: &str, known: &[String], piece: &Piece) -> Result<u64> {
    let kept: Vec<usize> =
        (0..piece.columns.len()).filter(|at| known.contains(&piece.columns[*at])).collect();
    let names: Vec<&str> = kept.iter().map(|at| piece.columns[*at].as_str()).collect();
    let marks: Vec<String> = (1..=names.len()).map(|n| format!("?{n}")).collect();
    let sql = format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), marks.join(", "));
    let mut statement = conn.prepare_cached(&sql)?;
    for row in &piece.rows {
        statement
            .execute(params_from_iter(kept.iter().map(|at| sql_of(row.get(*at).unwrap_or(&Value::Null)))))?;
    }
    Ok(piece.rows.len() as u64)
}
