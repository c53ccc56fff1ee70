//! What Today shows beside the book: visits, moves, figures of calls, the age of the data.

use super::Result;
use super::sql::Codes;
use crate::book::{CallFigures, ClassThen, Move, TiersThen, TodayFacts, UsualRange};
use crate::domain::{Cause, Code, Day, Dimension, Minute, Moment, Now, Zone};
use rusqlite::{Connection, OptionalExtension};

/// Working days that the usual range looks back on.
const USUAL_DAYS: usize = 20;
/// They are looked for within as many days.
const USUAL_SPAN: i32 = 62;
/// With fewer there is no range.
const LEAST_DAYS: usize = 5;

/// Everything of Today that is not in the book in memory, as of the working time.
///
/// # Errors
/// When the file cannot be read.
pub fn find_today(conn: &Connection, now: Now) -> Result<TodayFacts> {
    let (day, zone) = (now.day(), now.zone);
    let last_visit = find_last_visit(conn, day)?;
    let last_visit_on = last_visit.map(|(on, _)| on);
    let month_start = day.month_start();
    let state_on = super::recompute::state_on(conn)?;
    let figures = |from: Day, to: Day| count_calls(conn, zone, (from, to), now.horizon());
    let yesterday = find_last_call_day(conn, zone, day)?;
    Ok(TodayFacts {
        last_visit: last_visit.map(|(_, at)| at),
        last_visit_on,
        data_on: find_data_day(conn, day)?,
        classes_last: find_classes(conn, last_visit_on)?,
        tiers_month: find_then(conn, Dimension::Value, Some(month_start - 1))?,
        tiers_now: find_then(conn, Dimension::Value, state_on.filter(|on| *on <= day))?,
        moves: list_moves(conn, last_visit_on.unwrap_or(day), day)?,
        yesterday_on: yesterday,
        yesterday: match yesterday {
            Some(on) => figures(on, on)?,
            None => CallFigures::default(),
        },
        usual: find_usual(conn, zone, day)?,
        today: figures(day, day)?,
        month: figures(month_start, day)?,
    })
}

/// Notes that the workstation is open on a day.
///
/// # Errors
/// When the file cannot be written.
pub fn record_visit(conn: &Connection, now: Now) -> Result<()> {
    conn.execute(
        "INSERT INTO visit (opened_on, opened_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        (now.day(), now.at),
    )?;
    Ok(())
}

/// Notes when Today was left.
///
/// # Errors
/// When the file cannot be written.
pub fn record_leaving(conn: &Connection, now: Now) -> Result<()> {
    conn.execute("UPDATE visit SET left_at = ?2 WHERE opened_on = ?1", (now.day(), now.at))?;
    Ok(())
}

/// The latest day before `day` on which the workstation was open, and when it was left.
fn find_last_visit(conn: &Connection, day: Day) -> Result<Option<(Day, Moment)>> {
    let mut statement = conn.prepare_cached(
        "SELECT opened_on, coalesce(left_at, opened_at) FROM visit WHERE opened_on < ?1
         ORDER BY opened_on DESC LIMIT 1",
    )?;
    Ok(statement.query_row([day], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

fn find_data_day(conn: &Connection, day: Day) -> Result<Option<Day>> {
    let newest = |sql: &str| -> Result<Option<Day>> {
        Ok(conn.prepare_cached(sql)?.query_row([day], |row| row.get(0))?)
    };
    let txn = newest("SELECT max(booked_on) FROM txn WHERE booked_on <= ?1")?;
    let account = newest("SELECT max(balance_on) FROM account WHERE balance_on <= ?1")?;
    Ok(txn.max(account))
}

/// The classes of every dimension, as [`find_then`].
fn find_classes(conn: &Connection, on: Option<Day>) -> Result<[TiersThen; 6]> {
    let mut classes: [TiersThen; 6] = Default::default();
    for dimension in Dimension::ALL {
        classes[dimension.index()] = find_then(conn, *dimension, on)?;
    }
    Ok(classes)
}

/// The classes of a dimension on the last day up to `on` of which the distribution is stored.
fn find_then(conn: &Connection, dimension: Dimension, on: Option<Day>) -> Result<TiersThen> {
    let Some(on) = on else { return Ok(TiersThen::default()) };
    let day: Option<Day> = conn
        .prepare_cached("SELECT max(day) FROM class_day WHERE dimension = ?1 AND day <= ?2")?
        .query_row((dimension, on), |row| row.get(0))?;
    let mut statement = conn
        .prepare_cached("SELECT class, customers, assets FROM class_day WHERE dimension = ?1 AND day = ?2")?;
    let rows = statement.query_map((dimension, day), |row| {
        Ok(ClassThen { class: row.get(0)?, customers: row.get(1)?, assets: row.get(2)? })
    })?;
    Ok(TiersThen { on: day, classes: rows.collect::<rusqlite::Result<_>>()? })
}

/// Changes of value and lifecycle after a day, up to another, newest first.
///
/// # Errors
/// When the file cannot be read.
pub fn list_moves(conn: &Connection, after: Day, until: Day) -> Result<Vec<Move>> {
    let mut statement = conn.prepare_cached(
        "SELECT customer_id, dimension, from_class, to_class, changed_on, cause, assets FROM class_change
         WHERE changed_on > ?1 AND changed_on <= ?2 AND dimension IN ('value', 'lifecycle')
         ORDER BY changed_on DESC, assets DESC, id",
    )?;
    let rows = statement.query_map((after, until), move_of)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Whether Today tells of moves in a dimension.
pub fn is_told(dimension: Dimension) -> bool {
    matches!(dimension, Dimension::Value | Dimension::Lifecycle)
}

/// Changes in one dimension from a day up to another, newest first.
///
/// # Errors
/// When the file cannot be read.
pub fn list_moves_of(conn: &Connection, dimension: Dimension, (from, to): (Day, Day)) -> Result<Vec<Move>> {
    let mut statement = conn.prepare_cached(
        "SELECT customer_id, dimension, from_class, to_class, changed_on, cause, assets FROM class_change
         WHERE changed_on BETWEEN ?1 AND ?2 AND dimension = ?3 ORDER BY changed_on DESC, assets DESC, id",
    )?;
    let rows = statement.query_map((from, to, dimension), move_of)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The classes of a dimension on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayOfClasses {
    /// The day.
    pub on: Day,
    /// Its classes.
    pub classes: Vec<ClassThen>,
}

/// The stored distributions of a dimension from a day up to another, oldest first.
///
/// # Errors
/// When the file cannot be read.
pub fn list_distribution(
    conn: &Connection,
    dimension: Dimension,
    (from, to): (Day, Day),
) -> Result<Vec<DayOfClasses>> {
    let mut statement = conn.prepare_cached(
        "SELECT day, class, customers, assets FROM class_day
         WHERE dimension = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY day",
    )?;
    let mut rows = statement.query((dimension, from, to))?;
    let mut days: Vec<DayOfClasses> = Vec::new();
    while let Some(row) = rows.next()? {
        let on = row.get(0)?;
        if days.last().is_none_or(|day| day.on != on) {
            days.push(DayOfClasses { on, classes: Vec::new() });
        }
        let class = ClassThen { class: row.get(1)?, customers: row.get(2)?, assets: row.get(3)? };
        days.last_mut().into_iter().for_each(|day| day.classes.push(class.clone()));
    }
    Ok(days)
}

fn move_of(row: &rusqlite::Row<'_>) -> rusqlite::Result<Move> {
    Ok(Move {
        customer: row.get(0)?,
        dimension: row.code_or_none("dimension")?.unwrap_or(Dimension::Value),
        from: row.get(2)?,
        to: row.get(3)?,
        on: row.get(4)?,
        cause: row.code_or_none("cause")?.unwrap_or(Cause::Time),
        assets: row.get(6)?,
    })
}

fn midnight(zone: Zone, day: Day) -> Moment {
    zone.at(day, Minute::default())
}

const FIGURES: &str =
    "count(*) FILTER (WHERE channel = 'phone' AND direction = 'out' AND reach <> 'not_dialled'),
    count(*) FILTER (WHERE channel = 'phone' AND direction = 'out' AND reach = 'connected'),
    count(*) FILTER (WHERE result = 'appointment'), count(*) FILTER (WHERE result = 'deal')";

fn figures_of(row: &rusqlite::Row<'_>, first: usize) -> rusqlite::Result<CallFigures> {
    Ok(CallFigures {
        dialled: row.get(first)?,
        reached: row.get(first + 1)?,
        appointments: row.get(first + 2)?,
        deals: row.get(first + 3)?,
    })
}

/// The calls of some days, first and last included, up to the working time.
fn count_calls(conn: &Connection, zone: Zone, (from, to): (Day, Day), until: Moment) -> Result<CallFigures> {
    let sql = format!("SELECT {FIGURES} FROM contact WHERE at >= ?1 AND at < ?2 AND at <= ?3");
    let figures = conn
        .prepare_cached(&sql)?
        .query_row((midnight(zone, from), midnight(zone, to + 1), until), |row| figures_of(row, 0))?;
    Ok(figures)
}

/// The last day before `day` with an outgoing call.
fn find_last_call_day(conn: &Connection, zone: Zone, day: Day) -> Result<Option<Day>> {
    let at: Option<Moment> = conn
        .prepare_cached(
            "SELECT at FROM contact WHERE at < ?1 AND channel = 'phone' AND direction = 'out' ORDER BY at DESC LIMIT 1",
        )?
        .query_row([midnight(zone, day)], |row| row.get(0))
        .optional()?;
    Ok(at.map(|at| zone.day(at)))
}

/// The middle half of the last working days with calls, before today. Goes back only as far as there are days to find.
fn find_usual(conn: &Connection, zone: Zone, day: Day) -> Result<Option<UsualRange>> {
    let mut statement = conn.prepare_cached(
        "SELECT at, channel = 'phone' AND direction = 'out' AND reach <> 'not_dialled',
            channel = 'phone' AND direction = 'out' AND reach = 'connected',
            result IS 'appointment', result IS 'deal'
         FROM contact WHERE at >= ?1 AND at < ?2 ORDER BY at DESC",
    )?;
    let mut rows = statement.query((midnight(zone, day - USUAL_SPAN), midnight(zone, day)))?;
    let mut days: Vec<CallFigures> = Vec::new();
    let mut current = (day, CallFigures::default());
    while let Some(row) = rows.next()? {
        let on = zone.day(row.get(0)?);
        if on != current.0 {
            days.extend(Some(current.1).filter(|figures| figures.dialled > 0));
            current = (on, CallFigures::default());
            if days.len() == USUAL_DAYS {
                break;
            }
        }
        current.1 += figures_of(row, 1)?;
    }
    days.extend(Some(current.1).filter(|figures| figures.dialled > 0));
    Ok((days.len() >= LEAST_DAYS).then(|| UsualRange { from: quartile(&days, 1), to: quartile(&days, 3) }))
}

/// The first or third quartile of each figure (nearest rank).
fn quartile(days: &[CallFigures], which: usize) -> CallFigures {
    let of = |pick: fn(&CallFigures) -> u32| {
        let mut values: Vec<u32> = days.iter().map(pick).collect();
        values.sort_unstable();
        let at = ((values.len() - 1) * which + 2) / 4;
        values.get(at).copied().unwrap_or(0)
    };
    CallFigures {
        dialled: of(|d| d.dialled),
        reached: of(|d| d.reached),
        appointments: of(|d| d.appointments),
        deals: of(|d| d.deals),
    }
}
