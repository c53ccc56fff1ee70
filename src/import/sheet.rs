//! A file understood: encoding, separator, heading row, columns. Opens it, and streams its rows, read and checked.

use super::cells::{CellResult, Cells, Setting, fault, unwrap};
use super::columns::{Column, ColumnBy, ColumnChoice, Layout, recognise};
use super::dates::{DateReading, find_readings};
use super::dialect::{Dialect, Separator, count_headings, find_dialect, first_rows};
use super::encoding::{EncodingBy, Scan, encodings};
use super::error::ImportError;
use super::fault::{CellFault, Fault, Note, Reject};
use super::fields::{Field, Sort};
use super::headings;
use super::read_rows::{Words, read_row};
use super::reader::{TableReader, line_breaks, start_of};
use super::rows::Row;
use super::source::{Progress, Source};
use super::units::{Comma, Unit};
use crate::domain::{Code, Day, ImportKind, Zone};
use csv::StringRecord;
use encoding_rs::Encoding;
use std::collections::HashSet;

/// What was decided about a file; `None` means: find out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What it holds.
    pub kind: ImportKind,
    /// Encoding.
    pub encoding: Option<&'static Encoding>,
    /// Separator.
    pub separator: Option<Separator>,
    /// Row of the headings, from 1; 0: there is none.
    pub header_row: Option<u64>,
    /// Rows below the headings that are left out: units, a second line of headings.
    pub skip: u64,
    /// How dates are read.
    pub dates: DateReading,
    /// The unit of every amount; `None`: as the headings say.
    pub unit: Option<Unit>,
    /// Choices for columns.
    pub choices: Vec<ColumnChoice>,
}

impl Plan {
    /// Everything is found out.
    pub fn new(kind: ImportKind) -> Plan {
        Plan {
            kind,
            encoding: None,
            separator: None,
            header_row: None,
            skip: 0,
            dates: DateReading::Auto,
            unit: None,
            choices: Vec::new(),
        }
    }
}

/// A file that is understood and can be read.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The file.
    pub source: Source,
    /// What it holds.
    pub kind: ImportKind,
    /// What one pass over the bytes told: the hash, and the encoding that was found out.
    pub scan: Scan,
    /// Encoding.
    pub encoding: &'static Encoding,
    /// How the encoding was recognised.
    pub encoding_by: EncodingBy,
    /// Separator and heading row.
    pub dialect: Dialect,
    /// The columns.
    pub columns: Vec<Column>,
    layout: Layout,
    skip: u64,
    dates: Option<DateReading>,
}

/// A row with its number.
type NumberedRow = (u64, Vec<String>);

/// Line breaks in one row beyond which a quote was not closed.
const BREAKS_LIMIT: u64 = 200;

impl Sheet {
    /// Reads a file's bytes once for hash and encoding, and its start for the rest.
    ///
    /// # Errors
    /// Everything of [`ImportError`] but missing fields: those are asked for with [`Sheet::require_fields`].
    pub fn open(source: Source, plan: &Plan) -> Result<Sheet, ImportError> {
        let scan = Scan::of(&source)?;
        Sheet::understand(source, scan, plan)
    }

    /// The same file with another plan, without reading it whole again.
    ///
    /// # Errors
    /// As [`Sheet::open`].
    pub fn again(&self, plan: &Plan) -> Result<Sheet, ImportError> {
        self.again_from(self.source.clone(), plan)
    }

    /// As [`Sheet::again`], through another source of the same file.
    ///
    /// # Errors
    /// As [`Sheet::open`].
    pub fn again_from(&self, source: Source, plan: &Plan) -> Result<Sheet, ImportError> {
        Sheet::understand(source, self.scan.clone(), plan)
    }

    fn understand(source: Source, scan: Scan, plan: &Plan) -> Result<Sheet, ImportError> {
        let (encoding, encoding_by) = encoding_of(&source, &scan, plan)?;
        let start = start_of(&source, encoding)?;
        let dialect = find_dialect(plan.kind, &start, plan.separator, plan.header_row);
        let rows = first_rows(&start, dialect.separator);
        let (header, below) = split_at_header(&rows, dialect.header_row)
            .ok_or_else(|| ImportError::Empty(source.name().to_owned()))?;
        let below = below.iter().skip(usize::try_from(plan.skip).unwrap_or(usize::MAX));
        let samples: Vec<Vec<String>> = below.map(|(_, cells)| cells.clone()).collect();
        let columns = recognise(plan.kind, &header, &samples, &plan.choices, source.name())?;
        let comma = match dialect.separator {
            Separator::Semicolon | Separator::Tab => Comma::GroupsOrDecimal,
            Separator::Comma | Separator::Bar => Comma::Groups,
        };
        let mut layout = Layout::of(&columns, &samples, plan.unit, comma);
        layout.read_dates(plan.dates);
        let mut found = Vec::new();
        if plan.dates == DateReading::Auto {
            let table = || TableReader::open(&source, encoding, dialect, Progress::default());
            let is_below = |row| row > dialect.header_row;
            found = find_readings(&date_columns(&columns), &samples, table, is_below)?;
        }
        for (column, reading) in &found {
            layout.read_dates_of(*column, *reading);
        }
        Ok(Sheet {
            source,
            kind: plan.kind,
            scan,
            encoding,
            encoding_by,
            dialect,
            columns,
            layout,
            skip: plan.skip,
            dates: the_same(&found),
        })
    }

    /// The fields that the kind needs and no column has: of each group one.
    pub fn missing_fields(&self) -> Vec<&'static [Field]> {
        let has = |group: &&&'static [Field]| !group.iter().any(|field| self.layout.has(*field));
        Field::required(self.kind).iter().filter(has).copied().collect()
    }

    /// The kind of rows that the headings fit better than the one it is read as: all that such a file needs is there, and
    /// more headings are known. Of two alike it is the one that needs more.
    pub fn likelier_kind(&self) -> Option<ImportKind> {
        let known = |kind: ImportKind| -> HashSet<Field> {
            self.columns.iter().filter_map(|column| headings::field_of(kind, &column.heading)).collect()
        };
        let (own, mut best) = (known(self.kind).len(), None);
        for kind in ImportKind::ALL.iter().copied().filter(|kind| *kind != self.kind) {
            let (fields, needed) = (known(kind), Field::required(kind));
            let is_complete = needed.iter().all(|group| group.iter().any(|field| fields.contains(field)));
            let fit = (fields.len(), needed.len());
            if is_complete && fit.0 > own && best.is_none_or(|(most, _)| fit > most) {
                best = Some((fit, kind));
            }
        }
        best.map(|(_, kind)| kind)
    }

    /// # Errors
    /// `MissingFields`, when there are any.
    pub fn require_fields(&self) -> Result<(), ImportError> {
        let missing = self.missing_fields();
        if missing.is_empty() {
            return Ok(());
        }
        Err(ImportError::MissingFields {
            file: self.source.name().to_owned(),
            kind: self.kind,
            missing,
            found: self.columns.iter().map(|c| c.heading.clone()).collect(),
            garbled_as: self.looks_garbled().then(|| self.encoding.name()),
        })
    }

    /// Whether the headings may be text of another encoding: none is known, and they are not plain ASCII.
    fn looks_garbled(&self) -> bool {
        let is_sure = match self.encoding_by {
            EncodingBy::Mark | EncodingBy::Choice => true,
            // Wide text of another encoding is hardly ever valid UTF-8.
            EncodingBy::Strict => self.encoding == encoding_rs::UTF_8,
            EncodingBy::Guess => false,
        };
        let is_known = self.columns.iter().any(|column| column.by == ColumnBy::Heading);
        !is_sure && !is_known && self.columns.iter().any(|column| !column.heading.is_ascii())
    }

    /// The columns that are ignored.
    pub fn ignored(&self) -> Vec<&str> {
        self.columns.iter().filter(|c| c.field.is_none()).map(|c| c.heading.as_str()).collect()
    }

    /// The unit of the amounts, where all columns have the same; `None` when they differ.
    pub fn unit(&self) -> Option<Unit> {
        let money =
            self.columns.iter().enumerate().filter(|(_, c)| c.field.is_some_and(|f| f.sort() == Sort::Money));
        let mut units = money.map(|(at, _)| self.layout.unit(at));
        let first = units.next().unwrap_or_default();
        units.all(|unit| unit == first).then_some(first)
    }

    /// The order of day and month that was found in the columns whose dates end with the year, where it is the same in
    /// all of them; `None` when it was not looked for, or when a column allows both.
    pub fn date_order(&self) -> Option<DateReading> {
        self.dates
    }

    /// The heading of a field's column; its code where the file has none.
    pub fn heading_of(&self, field: Field) -> String {
        self.layout.column(field).map_or_else(|| field.to_string(), |at| self.columns[at].heading.clone())
    }

    /// Starts reading rows. `today` is the working day; `progress` counts the file's bytes.
    ///
    /// # Errors
    /// `Unreadable`.
    pub fn rows(&self, today: Day, zone: Zone, progress: Progress) -> Result<Rows, ImportError> {
        let table = TableReader::open(&self.source, self.encoding, self.dialect, progress)?;
        let setting = Setting { day: today, zone };
        Ok(Rows {
            sheet: self.clone(),
            table,
            setting,
            record: StringRecord::new(),
            words: Words::default(),
            to_skip: self.skip,
            keeping: Keeping::Nothing,
        })
    }
}

/// The encoding to read with: what was chosen, else what the bytes told; but where no heading is known in that, the one
/// in which some are, if there is one (bytes of Big5 are often valid GB18030).
fn encoding_of(
    source: &Source,
    scan: &Scan,
    plan: &Plan,
) -> Result<(&'static Encoding, EncodingBy), ImportError> {
    if let Some(chosen) = plan.encoding {
        return Ok((chosen, EncodingBy::Choice));
    }
    let count = |encoding| Ok(count_headings(plan.kind, &start_of(source, encoding)?, plan.separator));
    if scan.by == EncodingBy::Mark || scan.is_ascii || count(scan.encoding)? > 0 {
        return Ok((scan.encoding, scan.by));
    }
    for other in encodings() {
        if other != scan.encoding && count(other)? > 0 {
            return Ok((other, EncodingBy::Guess));
        }
    }
    Ok((scan.encoding, scan.by))
}

/// The heading row and the rows below it. Without headings every column has an empty one.
fn split_at_header(rows: &[NumberedRow], header_row: u64) -> Option<(Vec<String>, &[NumberedRow])> {
    if header_row == 0 {
        let from = usize::from(rows.first().is_some_and(|(_, cells)| is_sep_line(cells)));
        let width = rows[from..].iter().map(|(_, cells)| cells.len()).max()?;
        return Some((vec![String::new(); width], &rows[from..]));
    }
    let at = rows.iter().position(|(number, _)| *number == header_row)?;
    Some((rows[at].1.clone(), &rows[at + 1..]))
}

/// Excel's line `sep=;`, cut into cells.
fn is_sep_line<T: AsRef<str>>(cells: &[T]) -> bool {
    cells
        .first()
        .is_some_and(|cell| cell.as_ref().trim_start_matches('\u{feff}').to_lowercase().starts_with("sep="))
}

/// The columns that hold dates.
fn date_columns(columns: &[Column]) -> Vec<usize> {
    let is_date = |field: Field| field.sort() == Sort::Day || field == Field::At;
    (0..columns.len()).filter(|at| columns[*at].field.is_some_and(is_date)).collect()
}

/// The order that all of them have.
fn the_same(found: &[(usize, DateReading)]) -> Option<DateReading> {
    let (_, first) = found.first()?;
    let is_same = found.iter().all(|(_, reading)| reading == first);
    (is_same && *first != DateReading::Auto).then_some(*first)
}

/// A row as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Its number in the file.
    pub number: u64,
    /// The row, or why it cannot go in.
    pub row: Result<Row, Reject>,
    /// What is worth saying about it.
    pub notes: Vec<Note>,
    /// Its cells as they stand in the file; empty unless [`Rows::keeping_cells`].
    pub cells: Vec<String>,
}

/// What rows bring besides what was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keeping {
    /// Nothing.
    Nothing,
    /// The cells as they stand in the file.
    Cells,
}

/// The rows below the headings.
pub struct Rows {
    sheet: Sheet,
    table: TableReader,
    setting: Setting,
    record: StringRecord,
    words: Words,
    to_skip: u64,
    keeping: Keeping,
}

impl Rows {
    /// With the cells of each row as they stand in the file, for a list of what was rejected.
    #[must_use]
    pub fn keeping_cells(self) -> Rows {
        Rows { keeping: Keeping::Cells, ..self }
    }

    /// The next row that is not empty; `None` behind the last.
    ///
    /// # Errors
    /// `Unreadable`, `EndlessRow`, `TooLarge`: the file cannot be read on.
    pub fn next_row(&mut self) -> Result<Option<Checked>, ImportError> {
        while let Some(number) = self.table.next_row(&mut self.record)? {
            let is_empty = self.record.iter().all(|cell| unwrap(cell).is_empty());
            let is_sep = || number == 1 && is_sep_line(&self.record.iter().take(1).collect::<Vec<_>>());
            if number <= self.sheet.dialect.header_row || is_empty || is_sep() {
                continue;
            }
            if self.to_skip > 0 {
                self.to_skip -= 1;
                continue;
            }
            return Ok(Some(self.check(number)));
        }
        Ok(None)
    }

    /// The cells of the row that was read last.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        self.record.iter().map(unwrap)
    }

    fn check(&mut self, number: u64) -> Checked {
        let layout = &self.sheet.layout;
        let mut cells =
            Cells { record: &self.record, layout, setting: self.setting, row: number, notes: Vec::new() };
        let row =
            whole(&cells, &self.table).and_then(|()| read_row(self.sheet.kind, &mut cells, &mut self.words));
        let notes = cells.notes;
        let row = row.map_err(|cell| self.sheet.reject(number, cell));
        let cells = match self.keeping {
            Keeping::Nothing => Vec::new(),
            Keeping::Cells => self.record.iter().map(str::to_owned).collect(),
        };
        Checked { number, row, notes, cells }
    }
}

/// Faults of the row as a whole.
fn whole(cells: &Cells<'_>, table: &TableReader) -> CellResult<()> {
    let first = Field::required(ImportKind::Customers)[0][0];
    let record = cells.record;
    if table.is_open() || line_breaks(record) > BREAKS_LIMIT {
        let value = record.get(record.len().saturating_sub(1)).unwrap_or_default();
        return Err(fault(first, value, Fault::QuoteNotClosed));
    }
    let beyond = record.iter().skip(cells.layout.width).find(|cell| !unwrap(cell).is_empty());
    beyond.map_or(Ok(()), |cell| Err(fault(first, cell, Fault::TooManyCells)))
}

impl Sheet {
    /// A fault of a cell, with its row and column.
    pub fn reject(&self, row: u64, cell: CellFault) -> Reject {
        let (column, field) = match cell.fault {
            Fault::TooManyCells => (format!("#{}", self.layout.width + 1), None),
            Fault::QuoteNotClosed => ("\"".to_owned(), None),
            _ => (self.heading_of(cell.field), Some(cell.field)),
        };
        let has_column = field.is_none_or(|field| self.layout.has(field));
        Reject { row, column, field, has_column, value: cell.value, fault: cell.fault }
    }
}
