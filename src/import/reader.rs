//! The rows of a file, one after the other, with the numbers a spreadsheet would give them.

use super::decode::{Budget, RowTooLong, TextReader};
use super::dialect::Dialect;
use super::error::ImportError;
use super::source::{Progress, Source};
use csv::StringRecord;
use encoding_rs::Encoding;
use std::io::Read;

/// Counts rows as a spreadsheet does: blank lines count, line breaks inside a cell do not.
#[derive(Debug, Default)]
pub(crate) struct RowCounter {
    embedded: u64,
    last: u64,
}

impl RowCounter {
    /// The row of a record, from the line that the reader stands at behind it.
    pub(crate) fn row(&mut self, line_behind: u64, record: &StringRecord) -> u64 {
        let breaks = line_breaks(record);
        // A last row inside an open quote has no newline of its own.
        self.last = line_behind.saturating_sub(1 + breaks + self.embedded).max(self.last + 1);
        self.embedded += breaks;
        self.last
    }
}

/// Line breaks inside the cells of a row.
pub(crate) fn line_breaks(record: &StringRecord) -> u64 {
    record.as_slice().bytes().filter(|b| *b == b'\n').count() as u64
}

/// A stream of rows.
pub(crate) struct TableReader {
    csv: csv::Reader<TextReader<Box<dyn Read + Send>>>,
    budget: Budget,
    counter: RowCounter,
    last_row: u64,
    source: Source,
}

impl TableReader {
    pub(crate) fn open(
        source: &Source,
        encoding: &'static Encoding,
        dialect: Dialect,
        progress: Progress,
    ) -> Result<TableReader, ImportError> {
        let budget = Budget::default();
        let text = TextReader::new(source.unpacked(progress)?, encoding, budget.clone());
        let csv = csv::ReaderBuilder::new()
            .delimiter(dialect.separator.byte())
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(64 * 1024)
            .from_reader(text);
        Ok(TableReader { csv, budget, counter: RowCounter::default(), last_row: 0, source: source.clone() })
    }

    /// The next row and its number; `None` behind the last one.
    pub(crate) fn next_row(&mut self, record: &mut StringRecord) -> Result<Option<u64>, ImportError> {
        self.budget.begin();
        match self.csv.read_record(record) {
            Ok(true) => {
                self.last_row = self.counter.row(self.csv.position().line(), record);
                Ok(Some(self.last_row))
            }
            Ok(false) => Ok(None),
            Err(error) => Err(self.error(error)),
        }
    }

    /// Whether the row that was read last goes on to the end of the file inside an open quote: every other one ends
    /// with its newline, before the end is known.
    pub(crate) fn is_open(&self) -> bool {
        self.budget.is_at_end()
    }

    fn error(&self, error: csv::Error) -> ImportError {
        match error.into_kind() {
            csv::ErrorKind::Io(io)
                if io.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<RowTooLong>) =>
            {
                ImportError::EndlessRow { file: self.source.name().to_owned(), row: self.last_row + 1 }
            }
            csv::ErrorKind::Io(io) => self.source.unreadable(io),
            other => {
                let why = format!("{other:?}");
                self.source.unreadable(std::io::Error::new(std::io::ErrorKind::InvalidData, why))
            }
        }
    }
}

/// The first piece of a text, whole lines, for finding out how it is cut.
pub(crate) fn start_of(source: &Source, encoding: &'static Encoding) -> Result<String, ImportError> {
    let mut text = TextReader::new(source.unpacked(Progress::default())?, encoding, Budget::default());
    let mut start = vec![0; 64 * 1024];
    let mut filled = 0;
    while filled < start.len() {
        match text.read(&mut start[filled..]).map_err(|e| source.unreadable(e))? {
            0 => break,
            read => filled += read,
        }
    }
    start.truncate(filled);
    let whole = start.iter().rposition(|b| *b == b'\n').map_or(filled, |at| at + 1);
    start.truncate(whole);
    Ok(String::from_utf8_lossy(&start).into_owned())
}
