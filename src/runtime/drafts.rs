//! Where half-typed forms wait for the next start: a small file beside the book, for its owner's eyes only.
//!
//! Not a row of the book, because a book that is locked, full or busy is no reason to lose what was typed. Every run
//! that ends writes a file of its own, so that two windows that die together lose nothing.

use crate::app::draft::Draft;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Runs that may end badly one after the other before the next one starts well.
const MOST: usize = 20;

/// The files beside one book.
#[derive(Debug, Clone)]
pub struct DraftFiles {
    book: PathBuf,
    read: Vec<PathBuf>,
}

impl DraftFiles {
    /// Those beside the book at this path.
    pub fn beside(book: &Path) -> DraftFiles {
        DraftFiles { book: book.to_owned(), read: Vec::new() }
    }

    fn path(&self, number: usize) -> PathBuf {
        let mut name = self.book.clone().into_os_string();
        name.push(if number == 0 { ".draft".to_owned() } else { format!(".draft-{number}") });
        PathBuf::from(name)
    }

    /// What earlier runs left, oldest first, and the files that cannot be read; those stay.
    pub fn load(&mut self) -> (Vec<Draft>, Vec<PathBuf>) {
        let (mut drafts, mut broken) = (Vec::new(), Vec::new());
        let paths: Vec<PathBuf> = (0..MOST).map(|number| self.path(number)).collect();
        for path in paths.into_iter().filter(|path| path.exists()) {
            let text = std::fs::read(&path).unwrap_or_default();
            match serde_json::from_slice::<Vec<Draft>>(&text) {
                Ok(found) => {
                    drafts.extend(found);
                    self.read.push(path);
                }
                Err(_) => broken.push(path),
            }
        }
        (drafts, broken)
    }

    /// Keeps drafts for the next start.
    ///
    /// # Errors
    /// When no file can be written there.
    pub fn keep(&self, drafts: &[Draft]) -> io::Result<()> {
        if drafts.is_empty() {
            return Ok(());
        }
        let text = serde_json::to_vec(drafts)?;
        let mut file = self.free()?;
        file.write_all(&text)?;
        file.sync_all()
    }

    /// A file that nobody else writes.
    fn free(&self) -> io::Result<File> {
        let mut last = io::Error::from(io::ErrorKind::AlreadyExists);
        for number in 0..MOST {
            match private().open(self.path(number)) {
                Ok(file) => return Ok(file),
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// What was read has been taken or thrown away.
    pub fn forget(&mut self) {
        for path in self.read.drain(..) {
            // One that is gone already needs no removing, and one that stays is offered again.
            let _ = std::fs::remove_file(path);
        }
    }
}

/// A new file that only its owner can read.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::draft::Kind;
    use crate::domain::CustomerId;

    fn draft(name: &str) -> Draft {
        Draft {
            kind: Kind::Customer,
            customer: Some(CustomerId(7)),
            name: name.to_owned(),
            texts: vec![("remark".to_owned(), "下周\n再说".to_owned())],
            focus: "remark".to_owned(),
        }
    }

    #[test]
    fn two_runs_that_end_badly_leave_both_their_drafts_and_nothing_stays_once_they_are_taken() {
        let dir = tempfile::tempdir().unwrap();
        let book = dir.path().join("book.db");
        DraftFiles::beside(&book).keep(&[draft("a")]).unwrap();
        DraftFiles::beside(&book).keep(&[draft("b"), draft("c")]).unwrap();
        let mut files = DraftFiles::beside(&book);
        assert_eq!(files.load(), (vec![draft("a"), draft("b"), draft("c")], Vec::new()));
        files.forget();
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_run_without_unsaved_text_leaves_no_file() {
        let dir = tempfile::tempdir().unwrap();
        DraftFiles::beside(&dir.path().join("book.db")).keep(&[]).unwrap();
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_broken_file_is_told_and_stays() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("book.db.draft");
        std::fs::write(&path, "[{").unwrap();
        let mut files = DraftFiles::beside(&dir.path().join("book.db"));
        assert_eq!(files.load(), (Vec::new(), vec![path.clone()]));
        files.forget();
        assert!(path.exists());
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let book = dir.path().join("book.db");
        DraftFiles::beside(&book).keep(&[draft("a")]).unwrap();
        let mode = std::fs::metadata(dir.path().join("book.db.draft")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
