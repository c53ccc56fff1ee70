//! Which column is read as which field: by choice, by its heading, by what stands in it.

use super::cells::{has_lost_tail, unwrap};
use super::dates::{DateReading, read_time};
use super::error::ImportError;
use super::fields::{FIELD_COUNT, Field, Sort};
use super::units::{Comma, Unit};
use super::{headings, words};
use crate::domain::phone::Phone;
use crate::domain::{Code, Gender, ImportKind};
use crate::lang::Lang;

/// How a column's field was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnBy {
    /// By its heading.
    Heading,
    /// By the values in it.
    Values,
    /// Somebody said so.
    Choice,
    /// Not at all: the column is ignored.
    Nothing,
}

/// A column of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading, cleaned; `#3` for a column without one.
    pub heading: String,
    /// What it is read as; `None`: ignored.
    pub field: Option<Field>,
    /// How that was recognised.
    pub by: ColumnBy,
}

/// A choice for a column: by its heading, or by its place as `#3`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnChoice {
    /// The column.
    pub column: String,
    /// What to read it as; `None`: leave it out.
    pub field: Option<Field>,
}

impl ColumnChoice {
    /// Reads `FIELD=COLUMN`. The field is its code or its words in either language; `-` leaves the column out.
    ///
    /// # Errors
    /// `NoSuchField` for a name that is no field of the kind.
    pub fn parse(kind: ImportKind, text: &str) -> Result<ColumnChoice, ImportError> {
        let no_field = |name: &str| ImportError::NoSuchField { name: name.trim().to_owned(), kind };
        let (name, column) = text.split_once('=').ok_or_else(|| no_field(text))?;
        let name = name.trim();
        let field = if matches!(name, "-" | "0") {
            None
        } else {
            Some(named(kind, name).ok_or_else(|| no_field(name))?)
        };
        Ok(ColumnChoice { column: column.trim().to_owned(), field })
    }
}

fn named(kind: ImportKind, name: &str) -> Option<Field> {
    let wanted = headings::normalise(name);
    let is_it = |field: &Field| {
        field.code() == name
            || [Lang::Zh, Lang::En].iter().any(|l| headings::normalise(&l.code_text(*field)) == wanted)
    };
    let fields = Field::of_kind(kind);
    fields.iter().copied().find(is_it).or_else(|| headings::field_of(kind, name))
}

/// Recognises the columns under `cells` (the heading row), with the rows below as samples.
pub(crate) fn recognise(
    kind: ImportKind,
    cells: &[String],
    samples: &[Vec<String>],
    choices: &[ColumnChoice],
    file: &str,
) -> Result<Vec<Column>, ImportError> {
    let mut columns: Vec<Column> = Vec::with_capacity(cells.len());
    for (at, cell) in cells.iter().enumerate() {
        let heading = crate::domain::text::clean_line(cell, 60);
        let heading = if heading.is_empty() { format!("#{}", at + 1) } else { heading };
        columns.push(Column { heading, field: None, by: ColumnBy::Nothing });
    }
    for choice in choices {
        let at = place_of(&columns, &choice.column).ok_or_else(|| ImportError::NoSuchColumn {
            file: file.to_owned(),
            name: choice.column.clone(),
            found: columns.iter().map(|c| c.heading.clone()).collect(),
        })?;
        if let Some(field) = choice.field.filter(|f| !f.is_multiple()) {
            columns.iter_mut().filter(|c| c.field == Some(field)).for_each(|c| c.field = None);
        }
        (columns[at].field, columns[at].by) = (choice.field, ColumnBy::Choice);
    }
    for (at, cell) in cells.iter().enumerate() {
        let field = headings::field_of(kind, cell);
        offer(&mut columns, at, field, ColumnBy::Heading);
    }
    if kind == ImportKind::Contacts {
        split_day_and_time(&mut columns, cells, samples);
    }
    for at in 0..columns.len() {
        let field = by_values(kind, samples, at);
        offer(&mut columns, at, field, ColumnBy::Values);
    }
    Ok(columns)
}

/// Gives a free column a field that is still free.
fn offer(columns: &mut [Column], at: usize, field: Option<Field>, by: ColumnBy) {
    let Some(field) = field.filter(|_| columns[at].by == ColumnBy::Nothing) else { return };
    let is_free =
        field.is_multiple() && by == ColumnBy::Heading || columns.iter().all(|c| c.field != Some(field));
    if is_free {
        (columns[at].field, columns[at].by) = (Some(field), by);
    }
}

/// Where one column has the day of a contact and another the time of day, both headings may name the moment: by what
/// stands in them the first is the day, the other the time.
fn split_day_and_time(columns: &mut [Column], cells: &[String], samples: &[Vec<String>]) {
    if columns.iter().any(|column| column.field == Some(Field::Time)) {
        return;
    }
    let names_the_moment = |at: &usize| {
        let column = &columns[*at];
        let is_free = column.by == ColumnBy::Nothing || column.field == Some(Field::At);
        is_free && headings::field_of(ImportKind::Contacts, &cells[*at]) == Some(Field::At)
    };
    let (times, days): (Vec<usize>, Vec<usize>) =
        (0..columns.len()).filter(names_the_moment).partition(|at| holds_times(samples, *at));
    let (Some(time), Some(day)) = (times.first(), days.first()) else { return };
    let has_chosen = columns.iter().any(|c| c.field == Some(Field::At) && c.by == ColumnBy::Choice);
    for at in &times {
        (columns[*at].field, columns[*at].by) = (None, ColumnBy::Nothing);
    }
    (columns[*time].field, columns[*time].by) = (Some(Field::Time), ColumnBy::Values);
    if !has_chosen {
        (columns[*day].field, columns[*day].by) = (Some(Field::At), ColumnBy::Heading);
    }
}

/// Whether a column has times of day and nothing else.
fn holds_times(samples: &[Vec<String>], at: usize) -> bool {
    let mut cells =
        samples.iter().filter_map(|row| row.get(at)).map(|c| unwrap(c)).filter(|c| !c.is_empty()).peekable();
    cells.peek().is_some() && cells.all(|cell| read_time(cell).is_some())
}

fn place_of(columns: &[Column], name: &str) -> Option<usize> {
    let wanted = headings::normalise(name);
    let by_name = columns.iter().position(|c| c.heading == name);
    let by_like = || columns.iter().position(|c| headings::normalise(&c.heading) == wanted);
    let by_place = || {
        let place: usize = name.strip_prefix('#')?.parse().ok()?;
        (1..=columns.len()).contains(&place).then(|| place - 1)
    };
    by_name.or_else(by_like).or_else(by_place)
}

/// A field that every sample of a column agrees with: few fields can be told by their values alone.
fn by_values(kind: ImportKind, samples: &[Vec<String>], at: usize) -> Option<Field> {
    let cells: Vec<&str> =
        samples.iter().filter_map(|row| row.get(at)).map(|c| unwrap(c)).filter(|c| !c.is_empty()).collect();
    if cells.len() < 3 {
        return None;
    }
    let all = |is: &dyn Fn(&str) -> bool| cells.iter().all(|cell| is(cell));
    let is_word = |cell: &str| cell.parse::<f64>().is_err();
    match kind {
        ImportKind::Transactions if all(&|c| is_word(c) && words::is_money_in(c).is_some()) => {
            Some(Field::Direction)
        }
        ImportKind::Customers if all(&|c| Phone::parse(c).is_ok_and(|p| p.has_known_segment())) => {
            Some(Field::Phone)
        }
        ImportKind::Customers if all(&|c| is_word(c) && words::code_of::<Gender>(c).is_some()) => {
            Some(Field::Gender)
        }
        _ => None,
    }
}

/// Where the fields stand, for reading rows fast.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    first: [Option<usize>; FIELD_COUNT],
    more: Vec<(Field, usize)>,
    units: Vec<Unit>,
    damaged: Vec<bool>,
    dates: Vec<DateReading>,
    pub comma: Comma,
    pub width: usize,
}

impl Layout {
    /// `unit` is that of every amount; without it the headings say.
    pub(crate) fn of(
        columns: &[Column],
        samples: &[Vec<String>],
        unit: Option<Unit>,
        comma: Comma,
    ) -> Layout {
        let unit_of =
            |column: &Column| unit.or_else(|| Unit::of_heading(&column.heading)).unwrap_or_default();
        let mut layout = Layout {
            first: [None; FIELD_COUNT],
            more: Vec::new(),
            units: columns.iter().map(unit_of).collect(),
            damaged: Vec::new(),
            dates: vec![DateReading::Auto; columns.len()],
            comma,
            width: columns.len(),
        };
        for (at, column) in columns.iter().enumerate() {
            let Some(field) = column.field else { continue };
            match &mut layout.first[field as usize] {
                Some(_) => layout.more.push((field, at)),
                first => *first = Some(at),
            }
        }
        layout.damaged = (0..columns.len()).map(|at| is_damaged(&columns[at], samples, at)).collect();
        layout
    }

    pub(crate) fn column(&self, field: Field) -> Option<usize> {
        self.first[field as usize]
    }

    pub(crate) fn columns(&self, field: Field) -> Vec<usize> {
        let more = self.more.iter().filter(|(f, _)| *f == field).map(|(_, at)| *at);
        self.column(field).into_iter().chain(more).collect()
    }

    pub(crate) fn has(&self, field: Field) -> bool {
        self.column(field).is_some()
    }

    pub(crate) fn unit(&self, column: usize) -> Unit {
        self.units[column]
    }

    /// How the dates of a field are read.
    pub(crate) fn dates(&self, field: Field) -> DateReading {
        self.column(field).map_or(DateReading::Auto, |at| self.dates[at])
    }

    /// Every date is read like this.
    pub(crate) fn read_dates(&mut self, reading: DateReading) {
        self.dates.fill(reading);
    }

    /// The dates of a column are read like this.
    pub(crate) fn read_dates_of(&mut self, column: usize, reading: DateReading) {
        self.dates[column] = reading;
    }

    pub(crate) fn is_damaged(&self, column: usize) -> bool {
        self.damaged[column]
    }
}

/// Whether a spreadsheet took the tails of a column's numbers: every long one ends in zeros. Of one number three such
/// zeros say so; one or two are a matter of chance, and need others beside them.
fn is_damaged(column: &Column, samples: &[Vec<String>], at: usize) -> bool {
    if column.field.is_none_or(|f| f.sort() != Sort::Number) {
        return false;
    }
    let cells = samples.iter().filter_map(|row| row.get(at)).map(|c| unwrap(c));
    let long: Vec<&str> = cells.filter(|c| c.len() >= 16).collect();
    let is_telling = long.len() >= 3 || long.iter().any(|c| c.len() >= 18);
    is_telling && long.iter().all(|c| has_lost_tail(c))
}
