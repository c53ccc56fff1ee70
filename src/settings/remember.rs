//! What the program itself sets: a line of `config.toml`, everything else in the file as the person wrote it.

use super::load::FILE;
use crate::lang::Lang;
use std::fs;
use std::io;
use std::path::PathBuf;
use toml::Value;

/// Something that is set for the next start too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remembered {
    /// The language of the screens.
    Lang(Lang),
    /// ASCII for rules and bars.
    AsciiGlyphs,
    /// Where the book is.
    Book(String),
}

impl Remembered {
    /// Its key, and its value as TOML.
    fn line(&self) -> (&'static str, String) {
        let (key, value) = match self {
            Remembered::Lang(lang) => ("lang", lang.code()),
            Remembered::AsciiGlyphs => ("glyphs", "ascii"),
            Remembered::Book(path) => ("book", path.as_str()),
        };
        (key, Value::String(value.to_owned()).to_string())
    }
}

/// Where settings are remembered.
#[derive(Debug, Clone)]
pub struct Memory {
    dir: PathBuf,
}

impl Memory {
    /// The file in a configuration directory.
    pub fn new(dir: PathBuf) -> Memory {
        Memory { dir }
    }

    /// Writes a setting into the file; the rest of it stays as it is.
    ///
    /// # Errors
    /// When the file cannot be read or written, or is no TOML: then it is not touched.
    pub fn remember(&self, what: &Remembered) -> io::Result<()> {
        let path = self.dir.join(FILE);
        let before = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error),
        };
        before.parse::<toml::Table>().map_err(|error| io::Error::other(error.message().to_owned()))?;
        let (key, value) = what.line();
        let after = with_line(&before, key, &value);
        if after == before {
            return Ok(());
        }
        fs::create_dir_all(&self.dir)?;
        // A link to a file kept elsewhere stays a link.
        let target = fs::canonicalize(&path).unwrap_or(path);
        let beside = target.with_extension("toml.new");
        fs::write(&beside, after)?;
        fs::rename(&beside, &target)
    }
}

/// The text with a top-level key set: its line replaced, or a new line before the first table.
fn with_line(text: &str, key: &str, value: &str) -> String {
    let new = format!("{key} = {value}");
    let mut lines: Vec<&str> = text.lines().collect();
    let top = lines.iter().position(|line| line.trim_start().starts_with('[')).unwrap_or(lines.len());
    let is_key = |line: &&str| line.split('=').next().is_some_and(|name| name.trim() == key);
    match lines[..top].iter().position(is_key) {
        Some(at) => lines[at] = &new,
        None => lines.insert(top, &new),
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{self, Glyphs};

    #[test]
    fn what_is_remembered_is_read_at_the_next_start_and_the_rest_stays_as_written() {
        let dir = tempfile::tempdir().unwrap();
        let written = "# mine\nlang = 'zh' # for now\nmanager = \"张晓岚\"\n\n[call]\nnumber = \"masked\"\n";
        fs::write(dir.path().join(FILE), written).unwrap();
        let memory = Memory::new(dir.path().to_owned());
        memory.remember(&Remembered::Lang(Lang::En)).unwrap();
        memory.remember(&Remembered::AsciiGlyphs).unwrap();
        memory.remember(&Remembered::Book("C:\\a \"b\".db".to_owned())).unwrap();
        let loaded = settings::load(dir.path());
        assert_eq!(loaded.problems, []);
        let set = loaded.settings;
        assert_eq!((set.lang, set.glyphs, set.manager.as_str()), (Some(Lang::En), Glyphs::Ascii, "张晓岚"));
        assert_eq!(set.book.as_deref(), Some("C:\\a \"b\".db"));
        let text = fs::read_to_string(dir.path().join(FILE)).unwrap();
        assert!(
            text.starts_with("# mine\nlang = \"en\"\nmanager") && text.ends_with("number = \"masked\"\n"),
            "{text}"
        );
    }

    #[test]
    fn the_first_setting_makes_the_file_and_its_folder() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("callbook");
        Memory::new(folder.clone()).remember(&Remembered::Lang(Lang::Zh)).unwrap();
        assert_eq!(settings::load(&folder).settings.lang, Some(Lang::Zh));
    }

    #[test]
    fn a_file_that_is_no_toml_is_not_touched() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(FILE), "theme = ").unwrap();
        assert!(Memory::new(dir.path().to_owned()).remember(&Remembered::AsciiGlyphs).is_err());
        assert_eq!(fs::read_to_string(dir.path().join(FILE)).unwrap(), "theme = ");
    }
}
