//! Images of rows that an import changed. An image and its row change places: undo and redo are the same swap.

use super::steps::Steps;
use super::undo::Way;
use crate::domain::ImportId;
use crate::store::journal::{row_as_json, sql_of};
use crate::store::{Fault, Result, StoreError};
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use serde_json::{Map, Value};

struct Image {
    id: i64,
    table: &'static str,
    key: String,
    content: String,
}

/// Tables whose rows imports change.
const CHANGED: [&str; 7] = ["customer", "account", "phone", "consent", "txn", "balance", "contact"];

/// Swaps the images of an import with the rows: the last image first to undo, the first one first to redo.
pub(super) fn swap_images(
    conn: &Connection,
    import: ImportId,
    way: Way,
    steps: &mut Steps<'_>,
) -> Result<u64> {
    let images = list_images(conn, import, way, &CHANGED)?;
    for image in &images {
        if image.content == ADDED {
            continue;
        }
        let now = current(conn, image)?.ok_or_else(|| lost(image))?;
        let row: Map<String, Value> = serde_json::from_str(&image.content)?;
        write(conn, image, &row)?;
        keep(conn, image, &serde_json::to_string(&now)?)?;
        steps.step(1)?;
    }
    Ok(images.len() as u64)
}

/// The image of a row that was not there before.
const ADDED: &str = "null";
/// Tables to which imports add rows that do not carry their id.
const HAS_ADDED: [&str; 3] = ["txn_kind", "class_override", "balance"];

/// Rows that an import added without its id: kinds of movements that it met first (they go when no movement needs
/// them), the classes of who left, and the balances that accounts had before. They come back.
pub(super) fn swap_added(conn: &Connection, import: ImportId, way: Way) -> Result<()> {
    for image in list_images(conn, import, way, &HAS_ADDED)? {
        let now = current(conn, &image)?;
        match (way, now) {
            (Way::Undo, Some(now))
                if image.content == ADDED
                    && (image.table != "txn_kind" || !is_kind_used(conn, &image.key)?) =>
            {
                delete(conn, &image)?;
                keep(conn, &image, &serde_json::to_string(&now)?)?;
            }
            (Way::Redo, None) => {
                let row: Map<String, Value> = serde_json::from_str(&image.content)?;
                insert(conn, image.table, &row)?;
                keep(conn, &image, ADDED)?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn list_images(conn: &Connection, import: ImportId, way: Way, tables: &[&'static str]) -> Result<Vec<Image>> {
    let order = if way == Way::Undo { "DESC" } else { "ASC" };
    let sql = format!(
        "SELECT id, table_name, row_key, before FROM import_before WHERE import_id = ?1 ORDER BY id {order}"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query([import])?;
    let mut images = Vec::new();
    while let Some(row) = rows.next()? {
        let name: String = row.get(1)?;
        if let Some(table) = tables.iter().copied().find(|table| *table == name) {
            images.push(Image { id: row.get(0)?, table, key: row.get(2)?, content: row.get(3)? });
        }
    }
    Ok(images)
}

fn current(conn: &Connection, image: &Image) -> Result<Option<Map<String, Value>>> {
    if image.table != "balance" {
        return row_as_json(conn, image.table, image.key.parse().unwrap_or(0));
    }
    let (account, day): (i64, i64) = serde_json::from_str(&image.key)?;
    let found: Option<(i64, Option<i64>)> = conn
        .prepare_cached("SELECT amount, import_id FROM balance WHERE account_id = ?1 AND balance_on = ?2")?
        .query_row((account, day), |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found.map(|(amount, import)| {
        let pairs = [
            ("account_id", Value::from(account)),
            ("balance_on", Value::from(day)),
            ("amount", Value::from(amount)),
            ("import_id", Value::from(import)),
        ];
        pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }))
}

fn write(conn: &Connection, image: &Image, row: &Map<String, Value>) -> Result<()> {
    let names = columns_of(conn, image.table)?;
    let named: Vec<(&String, &Value)> = row.iter().filter(|(name, _)| names.contains(*name)).collect();
    let sets: Vec<String> = named.iter().zip(1..).map(|((name, _), n)| format!("{name} = ?{n}")).collect();
    let mut values: Vec<Sql> = named.iter().map(|(_, value)| sql_of(value)).collect();
    let at = if image.table == "balance" {
        let (account, day): (i64, i64) = serde_json::from_str(&image.key)?;
        values.extend([Sql::Integer(account), Sql::Integer(day)]);
        format!("account_id = ?{} AND balance_on = ?{}", values.len() - 1, values.len())
    } else {
        values.push(Sql::Integer(image.key.parse().unwrap_or(0)));
        format!("id = ?{}", values.len())
    };
    let sql = format!("UPDATE {} SET {} WHERE {at}", image.table, sets.join(", "));
    conn.prepare_cached(&sql)?.execute(params_from_iter(values))?;
    Ok(())
}

fn delete(conn: &Connection, image: &Image) -> Result<()> {
    if image.table == "balance" {
        let (account, day): (i64, i64) = serde_json::from_str(&image.key)?;
        conn.prepare_cached("DELETE FROM balance WHERE account_id = ?1 AND balance_on = ?2")?
            .execute((account, day))?;
    } else {
        let sql = format!("DELETE FROM {} WHERE id = ?1", image.table);
        conn.prepare_cached(&sql)?.execute([&image.key])?;
    }
    Ok(())
}

/// Inserts a row from its image.
fn insert(conn: &Connection, table: &str, row: &Map<String, Value>) -> Result<()> {
    let known = columns_of(conn, table)?;
    let named: Vec<(&String, &Value)> = row.iter().filter(|(name, _)| known.contains(*name)).collect();
    let names: Vec<&str> = named.iter().map(|(name, _)| name.as_str()).collect();
    let marks: Vec<String> = (1..=names.len()).map(|n| format!("?{n}")).collect();
    let sql = format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), marks.join(", "));
    conn.prepare_cached(&sql)?.execute(params_from_iter(named.iter().map(|(_, value)| sql_of(value))))?;
    Ok(())
}

/// The table's own column names: what is written into SQL never comes from an image's text.
pub(super) fn columns_of(conn: &Connection, table: &str) -> Result<Vec<String>> {
    let statement = conn.prepare_cached(&format!("SELECT * FROM {table} LIMIT 0"))?;
    Ok(statement.column_names().map(str::to_owned).collect())
}

fn keep(conn: &Connection, image: &Image, text: &str) -> Result<()> {
    conn.prepare_cached("UPDATE import_before SET before = ?1 WHERE id = ?2")?.execute((text, image.id))?;
    Ok(())
}

fn is_kind_used(conn: &Connection, key: &str) -> Result<bool> {
    Ok(conn
        .prepare_cached("SELECT 1 FROM txn WHERE kind_id = ?1 LIMIT 1")?
        .exists([key.parse().unwrap_or(0i64)])?)
}

fn lost(image: &Image) -> StoreError {
    StoreError::new(Fault::Damaged, format!("{} {} is gone", image.table, image.key))
}
