//! Where the bytes come from: a file, a pipe, or memory; packed with gzip or not; never more than a limit.

use super::error::ImportError;
use crate::domain::text::{LINE_CAP, clean_line};
use flate2::bufread::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

/// The most bytes a file may have, unpacked.
const TEXT_LIMIT: u64 = 8 * 1024 * 1024 * 1024;
/// The most bytes that a pipe may bring: it is kept in memory, because it is read twice.
const PIPE_LIMIT: u64 = 128 * 1024 * 1024;
/// Packed tables shrink to a tenth or so; beyond this ratio (and size) it is a bomb.
const RATIO_LIMIT: u64 = 150;
const RATIO_FREE: u64 = 64 * 1024 * 1024;

/// A file to be imported. It can be read several times.
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    content: Content,
    size: u64,
    modified: Option<SystemTime>,
    stop: Stop,
}

/// Asked at every piece that is read whether to go on.
#[derive(Clone)]
pub struct Stop(Arc<dyn Fn() -> bool + Send + Sync>);

impl Stop {
    /// Stops when `is_stopped` says so.
    pub fn when(is_stopped: impl Fn() -> bool + Send + Sync + 'static) -> Stop {
        Stop(Arc::new(is_stopped))
    }

    /// Never stops.
    pub fn never() -> Stop {
        Stop::when(|| false)
    }

    /// Whether to stop now.
    pub fn is_asked(&self) -> bool {
        (self.0)()
    }
}

impl std::fmt::Debug for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Stop")
    }
}

#[derive(Debug, Clone)]
enum Content {
    File(PathBuf),
    Memory(Arc<[u8]>),
}

impl Source {
    /// A file by its path. What is no plain file (a pipe, `/dev/stdin`) is read into memory at once.
    ///
    /// # Errors
    /// `Unreadable`, `Folder`, `Workbook`, `TooLarge`.
    pub fn open(path: &Path) -> Result<Source, ImportError> {
        let failed = |source| ImportError::Unreadable { file: path.to_owned(), source };
        let meta = std::fs::metadata(path).map_err(failed)?;
        if meta.is_dir() {
            return Err(ImportError::Folder(path.to_owned()));
        }
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        let name = clean_line(&name, LINE_CAP);
        let source = if meta.is_file() {
            Source {
                name,
                content: Content::File(path.to_owned()),
                size: meta.len(),
                modified: meta.modified().ok(),
                stop: Stop::never(),
            }
        } else {
            let mut bytes = Vec::new();
            File::open(path).and_then(|f| f.take(PIPE_LIMIT + 1).read_to_end(&mut bytes)).map_err(failed)?;
            if bytes.len() as u64 > PIPE_LIMIT {
                return Err(ImportError::TooLarge { file: name, limit: PIPE_LIMIT });
            }
            Source::of_bytes(name, bytes)
        };
        source.refuse_others()?;
        Ok(source)
    }

    /// Bytes that are already here.
    pub fn of_bytes(name: impl Into<String>, bytes: impl Into<Arc<[u8]>>) -> Source {
        let bytes = bytes.into();
        Source {
            name: name.into(),
            size: bytes.len() as u64,
            content: Content::Memory(bytes),
            modified: None,
            stop: Stop::never(),
        }
    }

    /// The same file, whose reading ends in [`ImportError::Stopped`] when `stop` is asked.
    #[must_use]
    pub fn stopped_by(self, stop: Stop) -> Source {
        Source { stop, ..self }
    }

    /// Whether both are the same plain file in the same state, as far as size and date tell.
    pub fn is_same_file(&self, other: &Source) -> bool {
        let is_same = match (&self.content, &other.content) {
            (Content::File(one), Content::File(two)) => one == two,
            _ => false,
        };
        is_same && self.size == other.size && self.modified.is_some() && self.modified == other.modified
    }

    /// The file's name, without its folder.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its size in bytes, packed as it is.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The bytes as they are, counted into `progress` as they are taken.
    pub(crate) fn packed(&self, progress: Progress) -> Result<Counted<Box<dyn Read + Send>>, ImportError> {
        let inner: Box<dyn Read + Send> = match &self.content {
            Content::File(path) => Box::new(File::open(path).map_err(|e| self.unreadable(e))?),
            Content::Memory(bytes) => Box::new(io::Cursor::new(Arc::clone(bytes))),
        };
        Ok(Counted { inner, progress, stop: self.stop.clone() })
    }

    /// The bytes of the table: unpacked where they are packed.
    pub(crate) fn unpacked(&self, progress: Progress) -> Result<Box<dyn Read + Send>, ImportError> {
        let packed = self.packed(progress.clone())?;
        self.unpack(packed, progress)
    }

    /// As [`Source::unpacked`], over a reader of the packed bytes.
    pub(crate) fn unpack<R: Read + Send + 'static>(
        &self,
        packed: R,
        progress: Progress,
    ) -> Result<Box<dyn Read + Send>, ImportError> {
        let mut packed = BufReader::with_capacity(64 * 1024, packed);
        let magic = io::BufRead::fill_buf(&mut packed).map_err(|e| self.unreadable(e))?;
        if !magic.starts_with(&[0x1f, 0x8b]) {
            return Ok(Box::new(packed));
        }
        Ok(Box::new(Guarded { inner: MultiGzDecoder::new(packed), taken: 0, progress }))
    }

    /// An error of reading, as an error of the import.
    pub(crate) fn unreadable(&self, source: io::Error) -> ImportError {
        if source.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<Halt>) {
            return ImportError::Stopped;
        }
        if source.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<Torn>) {
            return ImportError::Torn(self.name.clone());
        }
        if source.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<Bomb>) {
            return ImportError::TooLarge { file: self.name.clone(), limit: TEXT_LIMIT };
        }
        let file = match &self.content {
            Content::File(path) => path.clone(),
            Content::Memory(_) => PathBuf::from(&self.name),
        };
        ImportError::Unreadable { file, source }
    }

    /// Refuses what is plainly no text table.
    fn refuse_others(&self) -> Result<(), ImportError> {
        let mut start = [0; 512];
        let mut reader = self.packed(Progress::default())?;
        let read = reader.read(&mut start).map_err(|e| self.unreadable(e))?;
        let start = &start[..read];
        if start.starts_with(b"PK\x03\x04") || start.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Err(ImportError::Workbook(self.name.clone()));
        }
        match foreign(start) {
            Some(what) => Err(ImportError::NoTable { file: self.name.clone(), what }),
            None => Ok(()),
        }
    }
}

/// What a file is by its first bytes, when that is surely no text table.
fn foreign(start: &[u8]) -> Option<&'static str> {
    let magics: [(&[u8], &str); 9] = [
        (b"%PDF", "PDF"),
        (b"\x89PNG", "PNG"),
        (b"\xff\xd8\xff", "JPEG"),
        (b"GIF8", "GIF"),
        (b"Rar!", "RAR"),
        (b"7z\xbc\xaf", "7z"),
        (b"SQLite format 3", "SQLite"),
        (b"\x7fELF", "ELF"),
        (b"BZh", "bzip2"),
    ];
    let known = magics.iter().find(|(magic, _)| start.starts_with(magic)).map(|(_, what)| *what);
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    let begins =
        |word: &str| text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()));
    let page = ["<html", "<!doctype", "<table", "<head", "<meta"].into_iter().any(begins).then_some("HTML");
    known.or(page).or_else(|| begins("<?xml").then_some("XML")).or_else(|| begins("{\\rtf").then_some("RTF"))
}

/// How many packed bytes were read so far, readable from another thread.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<AtomicU64>);

impl Progress {
    /// Bytes of the file, packed as it is.
    pub fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Counts what is read.
pub(crate) struct Counted<R> {
    inner: R,
    progress: Progress,
    stop: Stop,
}

/// Marks the error of a reading that was stopped.
#[derive(Debug, thiserror::Error)]
#[error("stopped")]
struct Halt;

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.stop.is_asked() {
            return Err(io::Error::other(Halt));
        }
        let read = self.inner.read(buf)?;
        self.progress.0.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Marks the error of a packed file that ends early or is damaged.
#[derive(Debug, thiserror::Error)]
#[error("the packed file is damaged")]
struct Torn;

/// Marks an error as a bomb's.
#[derive(Debug, thiserror::Error)]
#[error("unpacks to more than any table")]
struct Bomb;

/// Unpacks, and stops where the ratio or the size is that of a bomb.
struct Guarded<R> {
    inner: R,
    taken: u64,
    progress: Progress,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buf).map_err(|error| match error.get_ref() {
            // What the file itself cannot give is not the packing's fault.
            Some(_) if error.kind() == io::ErrorKind::Other => error,
            _ => io::Error::new(io::ErrorKind::InvalidData, Torn),
        })?;
        self.taken += read as u64;
        let is_swollen = self.taken > RATIO_FREE && self.taken / RATIO_LIMIT > self.progress.bytes();
        if is_swollen || self.taken > TEXT_LIMIT {
            return Err(io::Error::new(io::ErrorKind::InvalidData, Bomb));
        }
        Ok(read)
    }
}
