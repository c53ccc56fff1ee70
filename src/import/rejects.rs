//! The file of rejected rows: why each was rejected, then its cells as they stood, so that they can be mended there
//! and the file imported again.
//!
//! UTF-8 behind a mark, because spreadsheets read it only so. A cell that a spreadsheet would take for a formula
//! begins with `'`, which the reader takes off again.

use super::fault::Reject;
use super::sheet::Sheet;
use crate::lang::Lang;
use csv::Writer;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file of rejected rows that is being written.
pub struct RejectFile {
    writer: Writer<File>,
    lang: Lang,
    /// The headings that stand above the rows.
    headings: Vec<String>,
    trouble: Option<csv::Error>,
    rows: u64,
}

/// The most files of rejects that may stand beside a file.
const NAMES: u32 = 1000;

impl RejectFile {
    /// Begins a file at `path`; one that is there is replaced.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn create(path: &Path, lang: Lang) -> io::Result<RejectFile> {
        RejectFile::begin(options().create(true).truncate(true).open(path)?, lang)
    }

    /// Begins a new file beside `source`, named after it; nothing that is there is replaced.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn create_beside(source: &Path, lang: Lang) -> io::Result<(RejectFile, PathBuf)> {
        let name = source.file_name().unwrap_or_default().to_string_lossy();
        let stem = name.strip_suffix(".gz").unwrap_or(&name);
        let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
        let word = lang.text("import.reject_file.name");
        for number in 1..NAMES {
            let number = if number == 1 { String::new() } else { format!("-{number}") };
            let path = source.with_file_name(format!("{stem}.{word}{number}.csv"));
            match options().create_new(true).open(&path) {
                Ok(file) => return Ok((RejectFile::begin(file, lang)?, path)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Begins a further file beside `first`, with a number in its name; nothing that is there is replaced.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn create_after(first: &Path, lang: Lang) -> io::Result<(RejectFile, PathBuf)> {
        let name = first.file_name().unwrap_or_default().to_string_lossy();
        let (stem, ending) =
            name.rsplit_once('.').map_or((&*name, ""), |(stem, _)| (stem, &name[stem.len()..]));
        for number in 2..NAMES {
            let path = first.with_file_name(format!("{stem}-{number}{ending}"));
            match options().create_new(true).open(&path) {
                Ok(file) => return Ok((RejectFile::begin(file, lang)?, path)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    fn begin(mut file: File, lang: Lang) -> io::Result<RejectFile> {
        file.write_all(b"\xef\xbb\xbf")?;
        let writer = csv::WriterBuilder::new().flexible(true).from_writer(file);
        Ok(RejectFile { writer, lang, headings: Vec::new(), trouble: None, rows: 0 })
    }

    /// Adds a row with its cells. What goes wrong is said at the end.
    pub fn add(&mut self, sheet: &Sheet, reject: &Reject, cells: &[String]) {
        if self.trouble.is_none() {
            self.trouble = self.write(sheet, reject, cells).err();
        }
    }

    /// Whether rows of this sheet stand under the headings of this file: one file has one row of headings.
    pub fn fits(&self, sheet: &Sheet) -> bool {
        self.rows == 0 || self.headings.iter().eq(sheet.columns.iter().map(|column| &column.heading))
    }

    fn write(&mut self, sheet: &Sheet, reject: &Reject, cells: &[String]) -> Result<(), csv::Error> {
        if self.rows == 0 {
            let headings: Vec<String> = sheet.columns.iter().map(|column| column.heading.clone()).collect();
            let own = ["row", "column", "value", "reason"];
            let own = own.map(|key| self.lang.text(&format!("import.reject_file.{key}")).into_owned());
            self.writer.write_record(own.iter().chain(&headings).map(|cell| harmless(cell)))?;
            self.headings = headings;
        }
        self.rows += 1;
        let reason = reject.sentence(self.lang);
        let own =
            [reject.row.to_string(), reject.place(self.lang).into_owned(), reject.value.clone(), reason];
        self.writer.write_record(own.iter().chain(cells).map(|cell| harmless(cell)))
    }

    /// Ends the file; how many rows it has.
    ///
    /// # Errors
    /// When a row could not be written.
    pub fn finish(mut self) -> io::Result<u64> {
        match self.trouble {
            Some(error) => Err(error.into()),
            None => self.writer.flush().map(|()| self.rows),
        }
    }
}

/// Only the owner may read it: it holds customers' data.
fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// A cell that a spreadsheet does not take for a formula.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}
