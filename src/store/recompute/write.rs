//! Writing what a pass found: states, changes, the distribution of each day. Derived rows only, never journalled.

use super::part::{Change, Write};
use super::rules::Rules;
use crate::book::{ClassIx, Distribution};
use crate::domain::{Code, CustomerId, Day, Dimension};
use crate::store::Result;
use rusqlite::{Connection, OptionalExtension, named_params};

/// Stores a customer's state: whole when the profile was made anew, else only the classes that changed. Whether a class
/// is back on the day on which it was left: then it goes on since it began before.
pub(super) fn state(conn: &Connection, rules: &Rules, write: &Write) -> Result<bool> {
    if let Some((profile, stale_on)) = &write.rebuilt {
        whole_state(conn, rules, write, (profile, *stale_on))?;
    } else if !write.changes.is_empty() {
        classes(conn, rules, write)?;
    }
    if let Some(digest) = &write.digest {
        conn.prepare_cached("INSERT OR REPLACE INTO customer_digest (customer_id, digest) VALUES (?1, ?2)")?
            .execute((write.id, digest))?;
    }
    let mut is_back = false;
    for change in &write.changes {
        is_back |= record_change(conn, rules, change)?;
    }
    Ok(is_back)
}

fn whole_state(
    conn: &Connection,
    rules: &Rules,
    write: &Write,
    (profile, stale_on): (&[u8], Option<Day>),
) -> Result<()> {
    let code = |dimension: Dimension| rules.classes.code(dimension, write.classes[dimension.index()].0);
    let since = |dimension: Dimension| write.classes[dimension.index()].1.max(write.first_on);
    conn.prepare_cached(
        "INSERT OR REPLACE INTO customer_state (customer_id, profile, stale_on, first_on, value, value_since_on,
            lifecycle, lifecycle_since_on, behaviour, behaviour_since_on, need, need_since_on, demographic,
            demographic_since_on, industry, industry_since_on)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
    )?
    .execute(rusqlite::params![
        write.id,
        profile,
        stale_on,
        write.first_on,
        code(Dimension::Value),
        since(Dimension::Value),
        code(Dimension::Lifecycle),
        since(Dimension::Lifecycle),
        code(Dimension::Behaviour),
        since(Dimension::Behaviour),
        code(Dimension::Need),
        since(Dimension::Need),
        code(Dimension::Demographic),
        since(Dimension::Demographic),
        code(Dimension::Industry),
        since(Dimension::Industry),
    ])?;
    Ok(())
}

fn classes(conn: &Connection, rules: &Rules, write: &Write) -> Result<()> {
    for dimension in super::customer::OWN {
        if write.changes.iter().any(|change| change.dimension == dimension) {
            let (class, since) = write.classes[dimension.index()];
            let name = dimension.code();
            let sql =
                format!("UPDATE customer_state SET {name} = ?1, {name}_since_on = ?2 WHERE customer_id = ?3");
            conn.prepare_cached(&sql)?.execute((rules.classes.code(dimension, class), since, write.id))?;
        }
    }
    Ok(())
}

/// Records a change. Several changes of a day become one; a change and its reverse on the same day become none, and
/// then the class is back.
fn record_change(conn: &Connection, rules: &Rules, change: &Change) -> Result<bool> {
    let to = rules.classes.code(change.dimension, change.to);
    let earlier: Option<(i64, String)> = conn
        .prepare_cached(
            "SELECT id, from_class FROM class_change
             WHERE customer_id = ?1 AND +changed_on = ?2 AND dimension = ?3",
        )?
        .query_row((change.customer, change.on, change.dimension), |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match earlier {
        Some((id, from)) if from == to => {
            conn.prepare_cached("DELETE FROM class_change WHERE id = ?1")?.execute([id])?;
            restore_since(conn, change)?;
            return Ok(true);
        }
        Some((id, _)) => {
            conn.prepare_cached(
                "UPDATE class_change SET to_class = ?1, cause = ?2, assets = ?3 WHERE id = ?4",
            )?
            .execute((to, change.cause, change.assets, id))?;
        }
        None => {
            conn.prepare_cached(
                "INSERT INTO class_change (customer_id, dimension, from_class, to_class, changed_on, cause,
                    rule_version_id, assets)
                 VALUES (:customer, :dimension, :from, :to, :on, :cause, :version, :assets)",
            )?
            .execute(named_params! {
                ":customer": change.customer, ":dimension": change.dimension,
                ":from": rules.classes.code(change.dimension, change.from), ":to": to,
                ":on": change.on, ":cause": change.cause, ":version": rules.version_id(change.dimension),
                ":assets": change.assets,
            })?;
        }
    }
    Ok(false)
}

/// A change that came to nothing on its own day: the class goes on since when it began before.
fn restore_since(conn: &Connection, change: &Change) -> Result<()> {
    let name = change.dimension.code();
    let sql = format!(
        "UPDATE customer_state SET {name}_since_on = coalesce(
            (SELECT max(changed_on) FROM class_change WHERE customer_id = ?1 AND dimension = ?2), first_on)
         WHERE customer_id = ?1"
    );
    conn.prepare_cached(&sql)?.execute((change.customer, change.dimension))?;
    Ok(())
}

/// Sets a customer's stored behaviour at a month end, recording the change.
pub(super) fn behaviour(conn: &Connection, rules: &Rules, change: &Change, is_first: bool) -> Result<()> {
    let to = rules.classes.code(Dimension::Behaviour, change.to);
    conn.prepare_cached(
        "UPDATE customer_state SET behaviour = ?1, behaviour_since_on = ?2 WHERE customer_id = ?3",
    )?
    .execute((to, change.on, change.customer))?;
    if !is_first {
        record_change(conn, rules, change)?;
    }
    Ok(())
}

/// Stores the distribution of a dimension on a day, replacing what was stored.
pub(super) fn distribution(
    conn: &Connection,
    rules: &Rules,
    (day, dimension): (Day, Dimension),
    sums: &Distribution,
) -> Result<()> {
    conn.prepare_cached("DELETE FROM class_day WHERE dimension = ?1 AND day = ?2")?
        .execute((dimension, day))?;
    let mut insert = conn.prepare_cached(
        "INSERT INTO class_day (day, dimension, class, customers, assets) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for sum in &sums.classes {
        if sum.class != ClassIx::UNCLASSIFIED || sum.customers > 0 {
            insert.execute((
                day,
                dimension,
                rules.classes.code(dimension, sum.class),
                sum.customers,
                sum.assets,
            ))?;
        }
    }
    Ok(())
}

/// Ends a recorded pass: these customers are clean, and the derived rows belong to this day.
pub(super) fn finish(conn: &Connection, clean: impl Iterator<Item = CustomerId>, day: Day) -> Result<()> {
    let mut delete = conn.prepare_cached("DELETE FROM customer_dirty WHERE customer_id = ?1")?;
    for customer in clean {
        delete.execute([customer])?;
    }
    conn.execute("UPDATE book SET state_on = ?1 WHERE id = 1", [day])?;
    Ok(())
}
