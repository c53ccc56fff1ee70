//! Which order of day and month the columns of a file have, where the year stands last.
//!
//! Looks at whole columns, and only where a sample has such a date. Must not: decide where a column allows both.

use super::{DateReading, parts_of, plain, year_last};
use crate::domain::text::fold_width;
use crate::import::cells::unwrap;
use crate::import::error::ImportError;
use crate::import::reader::TableReader;
use csv::StringRecord;

/// A column whose dates are looked at, and the orders that all of them allow.
struct Candidate {
    column: usize,
    has_such: bool,
    day_first: bool,
    month_first: bool,
}

impl Candidate {
    fn look(&mut self, cell: &str) {
        let Some((day_first, month_first)) = orders_of(cell) else { return };
        self.has_such = true;
        // A day that there is in neither order says nothing about the others.
        if day_first || month_first {
            self.day_first &= day_first;
            self.month_first &= month_first;
        }
    }

    fn is_mixed(&self) -> bool {
        !self.day_first && !self.month_first
    }

    fn reading(&self) -> DateReading {
        match (self.day_first, self.month_first) {
            (true, false) => DateReading::DayFirst,
            (false, true) => DateReading::MonthFirst,
            _ => DateReading::Auto,
        }
    }
}

/// The orders in which a date whose year stands last is a day (day first, month first); `None` for another form.
fn orders_of(cell: &str) -> Option<(bool, bool)> {
    let folded = fold_width(cell.trim());
    let text = plain(&folded);
    let date = text.trim().split(' ').next().unwrap_or_default();
    let parts = parts_of(date)?;
    let is_day = |order| Some(year_last(parts, order)?.is_ok());
    Some((is_day(DateReading::DayFirst)?, is_day(DateReading::MonthFirst)?))
}

/// How those of the `columns` of dates are read that have dates whose year stands last: in the one order that all its
/// cells allow, else `Auto`. `samples` are the first rows below the headings; `table` opens the file above its first
/// row, `is_below` says which rows count.
///
/// # Errors
/// When the file cannot be read on.
pub(crate) fn find_readings(
    columns: &[usize],
    samples: &[Vec<String>],
    table: impl FnOnce() -> Result<TableReader, ImportError>,
    is_below: impl Fn(u64) -> bool,
) -> Result<Vec<(usize, DateReading)>, ImportError> {
    let has_such = |row: &Vec<String>| {
        columns.iter().filter_map(|column| row.get(*column)).any(|cell| orders_of(unwrap(cell)).is_some())
    };
    if !samples.iter().any(has_such) {
        return Ok(Vec::new());
    }
    let candidate =
        |column: &usize| Candidate { column: *column, has_such: false, day_first: true, month_first: true };
    let mut candidates: Vec<Candidate> = columns.iter().map(candidate).collect();
    let mut table = table()?;
    let mut record = StringRecord::new();
    while let Some(row) = table.next_row(&mut record)? {
        if !is_below(row) {
            continue;
        }
        for candidate in &mut candidates {
            candidate.look(record.get(candidate.column).map(unwrap).unwrap_or_default());
        }
        if candidates.iter().all(Candidate::is_mixed) {
            break;
        }
    }
    candidates.retain(|candidate| candidate.has_such);
    Ok(candidates.iter().map(|candidate| (candidate.column, candidate.reading())).collect())
}
