//! How a text is cut into rows and cells: the separator, a leading `sep=` line, the heading row.

use super::headings;
use crate::domain::ImportKind;

/// What stands between two cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// The tab character.
    Tab,
    /// `|`
    Bar,
}

impl Separator {
    /// All of them, the likely ones first.
    pub const ALL: [Separator; 4] = [Separator::Comma, Separator::Tab, Separator::Semicolon, Separator::Bar];

    /// Its character.
    pub fn byte(self) -> u8 {
        match self {
            Separator::Comma => b',',
            Separator::Semicolon => b';',
            Separator::Tab => b'\t',
            Separator::Bar => b'|',
        }
    }

    /// The separator of a character.
    pub(super) fn of(ch: char) -> Option<Separator> {
        Separator::ALL.into_iter().find(|s| char::from(s.byte()) == ch)
    }
}

/// How the rows of a file are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// Between the cells.
    pub separator: Separator,
    /// The row of the headings, from 1, as a spreadsheet counts (a `sep=` line is a row too); 0: there is none.
    pub header_row: u64,
}

/// Rows at the start of a file in which the headings are looked for.
const HEAD_ROWS: usize = 12;

/// Finds the dialect from the first rows of a text. What is given is kept.
pub(crate) fn find_dialect(
    kind: ImportKind,
    start: &str,
    separator: Option<Separator>,
    header_row: Option<u64>,
) -> Dialect {
    let said = sep_line(start);
    let candidates: Vec<Separator> = match separator.or(said) {
        Some(given) => vec![given],
        None => Separator::ALL.to_vec(),
    };
    let mut best = (0, Dialect { separator: candidates[0], header_row: header_row.unwrap_or(1) });
    for separator in candidates {
        let rows = first_rows(start, separator);
        let (row, recognised) = match header_row {
            Some(row) => (row, 0),
            None => find_header(kind, &rows, said.is_some()),
        };
        let score = recognised * 10_000 + evenness(&rows) + 1;
        if score > best.0 {
            best = (score, Dialect { separator, header_row: row });
        }
    }
    best.1
}

/// How many headings of a text are known.
pub(crate) fn count_headings(kind: ImportKind, start: &str, separator: Option<Separator>) -> usize {
    let dialect = find_dialect(kind, start, separator, None);
    find_header(kind, &first_rows(start, dialect.separator), sep_line(start).is_some()).1
}

/// The separator of Excel's first line `sep=;`.
pub(crate) fn sep_line(start: &str) -> Option<Separator> {
    let line = start.lines().next()?.trim_matches(['"', ' ', '\u{feff}']);
    let rest = line.strip_prefix("sep=").or_else(|| line.strip_prefix("SEP="))?;
    let mut chars = rest.chars();
    let separator = chars.next().and_then(Separator::of)?;
    chars.next().is_none().then_some(separator)
}

/// The first rows with their numbers.
pub(crate) fn first_rows(start: &str, separator: Separator) -> Vec<(u64, Vec<String>)> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator.byte())
        .has_headers(false)
        .flexible(true)
        .from_reader(start.as_bytes());
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    let mut counter = super::reader::RowCounter::default();
    while rows.len() < 60 && reader.read_record(&mut record).unwrap_or(false) {
        let row = counter.row(reader.position().line(), &record);
        rows.push((row, record.iter().map(str::to_owned).collect()));
    }
    rows
}

/// The row with the most recognised headings, and how many. When none has any it is the first row with cells, or none
/// (0) where that row is one of data already.
fn find_header(kind: ImportKind, rows: &[(u64, Vec<String>)], has_sep_line: bool) -> (u64, usize) {
    let mut best: Option<(u64, usize)> = None;
    for (number, cells) in rows.iter().skip(usize::from(has_sep_line)).take(HEAD_ROWS) {
        let known = cells.iter().filter(|cell| headings::field_of(kind, cell).is_some()).count();
        if best.is_none_or(|(_, most)| known > most) {
            best = Some((*number, known));
        }
    }
    let is_data = |row: u64| rows.iter().any(|(number, cells)| *number == row && looks_like_data(cells));
    match best {
        Some((row, 0)) if is_data(row) => (0, 0),
        best => best.unwrap_or((1, 0)),
    }
}

/// Whether a row has a cell that nobody writes as a heading: a number, an amount, a date.
fn looks_like_data(cells: &[String]) -> bool {
    cells.iter().map(|cell| super::cells::unwrap(cell)).any(|cell| {
        cell.starts_with(|ch: char| ch.is_ascii_digit() || "+-".contains(ch))
            && cell.contains(|ch: char| ch.is_ascii_digit())
            && cell.chars().all(|ch| ch.is_ascii_digit() || "+-.,/: 年月日".contains(ch))
    })
}

/// How alike the rows are: the share of rows with the commonest number of cells, times that number.
fn evenness(rows: &[(u64, Vec<String>)]) -> usize {
    let mut counts = std::collections::BTreeMap::new();
    for (_, cells) in rows {
        *counts.entry(cells.len()).or_insert(0usize) += 1;
    }
    let Some((cells, rows_alike)) = counts.into_iter().filter(|(n, _)| *n > 1).max_by_key(|(_, c)| *c) else {
        return 0;
    };
    rows_alike * 100 / rows.len().max(1) * cells.min(50)
}
