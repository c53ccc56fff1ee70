//! Reading the file. Each key is taken on its own, so that one mistake costs one setting and all are told.

use super::{CallSettings, Glyphs, NumberShown, Settings, Switch, ThemeChoice};
use crate::lang::{Lang, io_text};
use crate::tr;
use std::io;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The name of the file in the configuration directory.
pub const FILE: &str = "config.toml";

/// One thing that is wrong with the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line, from 1; `None` where it is the file as a whole.
    pub line: Option<usize>,
    /// What it is.
    pub what: Wrong,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// The file cannot be read.
    Unreadable(io::ErrorKind),
    /// The file is not TOML; the parser's own words.
    Syntax(String),
    /// A key that nobody knows.
    Unknown {
        /// The key, dotted.
        key: String,
        /// Those that could stand there.
        known: String,
    },
    /// A value that the key cannot have.
    Value {
        /// The key, dotted.
        key: String,
        /// What it can be.
        expected: &'static str,
    },
}

impl Problem {
    /// The place and the problem in a sentence: `config.toml 第 2 行: theme 只能是 ...`.
    pub fn text(&self, lang: Lang) -> String {
        let what = match &self.what {
            Wrong::Unreadable(kind) => {
                tr!(lang, "settings.unreadable", why = io_text(lang, &io::Error::from(*kind)))
            }
            Wrong::Syntax(why) => tr!(lang, "settings.syntax", why = why),
            Wrong::Unknown { key, known } => tr!(lang, "settings.unknown", key = key, known = known),
            Wrong::Value { key, expected } => tr!(lang, "settings.value", key = key, expected = expected),
        };
        at(lang, FILE, self.line, &what)
    }
}

/// A sentence about a line of a file of the configuration directory, or about the whole file.
pub fn at(lang: Lang, file: &str, line: Option<usize>, what: &str) -> String {
    match line {
        Some(line) => tr!(lang, "settings.at_line", file = file, line = line, what = what),
        None => tr!(lang, "settings.in_file", file = file, what = what),
    }
    .into_owned()
}

/// The line of a place in a text, from 1.
pub fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

/// Settings as far as they could be read, and what was wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Loaded {
    /// What holds.
    pub settings: Settings,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// The platform's configuration directory of the program; `None` without a home directory.
pub fn config_dir() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "callbook").map(|dirs| dirs.config_dir().to_owned())
}

/// Reads the settings in a directory. A missing file is no problem.
pub fn load(dir: &Path) -> Loaded {
    match std::fs::read_to_string(dir.join(FILE)) {
        Ok(text) => parse(&text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Loaded::default(),
        Err(error) => Loaded::broken(Problem { line: None, what: Wrong::Unreadable(error.kind()) }),
    }
}

impl Loaded {
    /// The defaults, for this reason.
    fn broken(problem: Problem) -> Loaded {
        Loaded { problems: vec![problem], ..Loaded::default() }
    }
}

/// Reads the text of a settings file.
pub fn parse(text: &str) -> Loaded {
    let table = match DeTable::parse(text) {
        Ok(table) => table.into_inner(),
        Err(error) => {
            let line = error.span().map(|span| line_of(text, span.start));
            let why = error.message().lines().collect::<Vec<_>>().join(" ");
            return Loaded::broken(Problem { line, what: Wrong::Syntax(why) });
        }
    };
    let mut file = File { entries: entries(text, table), asked: Vec::new(), problems: Vec::new() };
    let settings = Settings {
        lang: file.word("lang", "zh, en", |word| match word {
            "zh" => Some(Lang::Zh),
            "en" => Some(Lang::En),
            _ => None,
        }),
        theme: file.one_of("theme", "auto, dark, light, dark-16, light-16, plain", &THEMES),
        glyphs: file.one_of("glyphs", "auto, ascii, lines", &GLYPHS),
        mouse: file.switch("mouse"),
        book: file.word("book", "\"text\"", |word| Some(word.to_owned())).filter(|path| !path.is_empty()),
        branch: file.text("branch"),
        manager: file.text("manager"),
        call: CallSettings {
            number: file.one_of("call.number", "shown, masked", &NUMBERS),
            command: file.words("call.command"),
        },
    };
    file.report_rest();
    file.problems.sort_by_key(|problem| problem.line);
    Loaded { settings, problems: file.problems }
}

const THEMES: [(&str, ThemeChoice); 6] = [
    ("auto", ThemeChoice::Auto),
    ("dark", ThemeChoice::Dark),
    ("light", ThemeChoice::Light),
    ("dark-16", ThemeChoice::Dark16),
    ("light-16", ThemeChoice::Light16),
    ("plain", ThemeChoice::Plain),
];
const GLYPHS: [(&str, Glyphs); 3] =
    [("auto", Glyphs::Auto), ("ascii", Glyphs::Ascii), ("lines", Glyphs::Lines)];
const NUMBERS: [(&str, NumberShown); 2] = [("shown", NumberShown::Shown), ("masked", NumberShown::Masked)];

/// The longest branch or manager that is taken, in characters.
const MAX_NAME: usize = 40;

/// A key with its value.
struct Entry<'t> {
    /// Dotted.
    key: String,
    line: usize,
    value: DeValue<'t>,
}

/// The keys of the file, those of its tables dotted.
fn entries<'t>(text: &str, table: DeTable<'t>) -> Vec<Entry<'t>> {
    let mut entries = Vec::new();
    for (key, value) in table {
        let (line, key) = (line_of(text, key.span().start), key.into_inner());
        match value.into_inner() {
            DeValue::Table(group) => entries.extend(group.into_iter().map(|(name, value)| Entry {
                key: format!("{key}.{}", name.get_ref()),
                line: line_of(text, name.span().start),
                value: value.into_inner(),
            })),
            value => entries.push(Entry { key: key.into_owned(), line, value }),
        }
    }
    entries
}

/// The file while its keys are taken out one by one.
struct File<'t> {
    entries: Vec<Entry<'t>>,
    asked: Vec<&'static str>,
    problems: Vec<Problem>,
}

impl<'t> File<'t> {
    fn take(&mut self, key: &'static str) -> Option<Entry<'t>> {
        self.asked.push(key);
        let at = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.swap_remove(at))
    }

    fn wrong(&mut self, line: usize, key: &str, expected: &'static str) {
        let what = Wrong::Value { key: key.to_owned(), expected };
        self.problems.push(Problem { line: Some(line), what });
    }

    fn word<T>(
        &mut self,
        key: &'static str,
        expected: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let entry = self.take(key)?;
        let read = entry.value.as_str().and_then(read);
        if read.is_none() {
            self.wrong(entry.line, key, expected);
        }
        read
    }

    fn one_of<T: Copy + Default>(
        &mut self,
        key: &'static str,
        expected: &'static str,
        words: &[(&str, T)],
    ) -> T {
        let find = |word: &str| words.iter().find(|(known, _)| *known == word).map(|(_, value)| *value);
        self.word(key, expected, find).unwrap_or_default()
    }

    fn switch(&mut self, key: &'static str) -> Switch {
        let Some(entry) = self.take(key) else { return Switch::Off };
        match entry.value.as_bool() {
            Some(true) => return Switch::On,
            Some(false) => {}
            None => self.wrong(entry.line, key, "true, false"),
        }
        Switch::Off
    }

    fn text(&mut self, key: &'static str) -> String {
        self.word(key, "\"text\"", |word| {
            Some(word.chars().filter(|ch| !ch.is_control()).take(MAX_NAME).collect())
        })
        .unwrap_or_default()
    }

    /// A list of texts.
    fn words(&mut self, key: &'static str) -> Vec<String> {
        let Some(entry) = self.take(key) else { return Vec::new() };
        let list = entry.value.as_array();
        let word = |word: &Spanned<DeValue<'t>>| word.get_ref().as_str().map(str::to_owned);
        let words = list.and_then(|list| list.iter().map(word).collect::<Option<Vec<_>>>());
        words.unwrap_or_else(|| {
            self.wrong(entry.line, key, "[\"program\", \"argument\", \"{number}\"]");
            Vec::new()
        })
    }

    /// Whatever has not been taken is unknown.
    fn report_rest(&mut self) {
        for entry in std::mem::take(&mut self.entries) {
            let what = Wrong::Unknown { known: self.known_beside(&entry.key), key: entry.key };
            self.problems.push(Problem { line: Some(entry.line), what });
        }
    }

    /// The keys of the same table; where no such table is known, all of them.
    fn known_beside(&self, key: &str) -> String {
        let group = |key: &str| key.split_once('.').map(|(group, _)| group.to_owned());
        let of_group: Vec<&str> =
            self.asked.iter().copied().filter(|known| group(known) == group(key)).collect();
        if of_group.is_empty() { self.asked.join(", ") } else { of_group.join(", ") }
    }
}
