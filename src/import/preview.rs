//! What an import would read, before anything is written: for the preview on the screen.
//!
//! A preview checks the whole file. Change the plan and preview again. What the book would say (new, changed,
//! unknown owners) is `store::import` with a dry run.

use super::cells::is_scientific;
use super::columns::ColumnBy;
use super::error::ImportError;
use super::fields::{Field, Sort};
use super::sheet::Sheet;
use super::source::Progress;
use super::tally::Tally;
use crate::domain::mask;
use crate::domain::{Day, Zone};

/// Sample values that are shown of a column.
const SAMPLES: usize = 5;

/// A column in the preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewColumn {
    /// Its heading.
    pub heading: String,
    /// What it is read as; `None`: ignored.
    pub field: Option<Field>,
    /// How that was recognised.
    pub by: ColumnBy,
    /// The first values, personal data masked.
    pub samples: Vec<String>,
    /// Rows without a value.
    pub empty: u64,
    /// Rows rejected for what stands here.
    pub faulty: u64,
}

/// What a file is read as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Rows below the headings, without blank ones.
    pub rows: u64,
    /// Rows that can be read.
    pub readable: u64,
    /// The columns, in the file's order.
    pub columns: Vec<PreviewColumn>,
    /// Of each group one field is missing.
    pub missing: Vec<&'static [Field]>,
    /// Rejects and remarks.
    pub tally: Tally,
    /// Whether it was stopped before the end.
    pub is_partial: bool,
}

impl Preview {
    /// Checks a sheet. `is_stopped` is told often how many bytes were read, and ends it early (for the next change)
    /// with what was found so far.
    ///
    /// # Errors
    /// When the file cannot be read on.
    pub fn of(
        sheet: &Sheet,
        today: Day,
        zone: Zone,
        mut is_stopped: impl FnMut(u64) -> bool,
    ) -> Result<Preview, ImportError> {
        let columns = sheet.columns.iter().map(|column| PreviewColumn {
            heading: column.heading.clone(),
            field: column.field,
            by: column.by,
            samples: Vec::new(),
            empty: 0,
            faulty: 0,
        });
        let mut preview = Preview {
            rows: 0,
            readable: 0,
            columns: columns.collect(),
            missing: sheet.missing_fields(),
            tally: Tally::default(),
            is_partial: false,
        };
        let progress = Progress::default();
        let mut rows = sheet.rows(today, zone, progress.clone())?;
        while let Some(checked) = rows.next_row()? {
            preview.rows += 1;
            preview.count_cells(rows.cells());
            for note in checked.notes {
                preview.tally.remark(note);
            }
            match checked.row {
                Ok(_) => preview.readable += 1,
                Err(reject) => {
                    if let Some(column) = preview.columns.iter_mut().find(|c| c.heading == reject.column) {
                        column.faulty += 1;
                    }
                    preview.tally.reject(reject);
                }
            }
            if preview.rows.is_multiple_of(1024) && is_stopped(progress.bytes()) {
                preview.is_partial = true;
                break;
            }
        }
        Ok(preview)
    }

    fn count_cells<'a>(&mut self, mut cells: impl Iterator<Item = &'a str>) {
        for column in &mut self.columns {
            match cells.next().filter(|cell| !cell.is_empty()) {
                None => column.empty += 1,
                Some(cell) if column.samples.len() < SAMPLES => {
                    column.samples.push(masked(column.field, cell));
                }
                Some(_) => {}
            }
        }
    }
}

/// A value out of a rejected or noted row as a screen shows it: as [`masked`]; of a row without known columns nothing.
pub fn masked_found(field: Option<Field>, value: &str) -> String {
    match field {
        None if value.is_empty() => String::new(),
        None => "****".to_owned(),
        // What was masked when it was found stays as it is, and so does what a spreadsheet left of a number.
        Some(_) if value.contains("****") || is_remnant(value) => value.to_owned(),
        field => masked(field, value),
    }
}

/// `6.21700E+18`, with too few digits to tell which number it was.
fn is_remnant(value: &str) -> bool {
    is_scientific(value) && value.bytes().filter(u8::is_ascii_digit).count() <= 8
}

/// A value as a preview shows it: names, phones, account and ID numbers masked.
pub fn masked(field: Option<Field>, cell: &str) -> String {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let looks_like_a_number = digits >= 11 && digits * 4 >= cell.chars().count() * 3;
    let text = match field {
        Some(Field::Name | Field::Counterparty) => mask::name(cell),
        Some(Field::AccountNo) => mask::card(cell),
        Some(field) if field.sort() == Sort::Phone => crate::domain::phone::Phone::parse(cell)
            .map_or_else(|_| mask::card(cell), |p| mask::phone(p.number())),
        Some(Field::CustomerNo | Field::TransactionNo | Field::ReferredBy) => cell.to_owned(),
        Some(field) if matches!(field.sort(), Sort::Day | Sort::Money | Sort::Figure) => cell.to_owned(),
        _ if looks_like_a_number => mask::card(cell),
        _ => cell.to_owned(),
    };
    super::fault::shown(&text)
}
