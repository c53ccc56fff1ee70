//! Reading the file. Each key is taken on its own, so that one mistake costs one setting and all are told.

use super::{CallSettings, Glyphs, NumberShown, Settings, Switch, ThemeChoice};
use crate::lang::Lang;
use crate::tr;
use std::io;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// The name of the file in the configuration directory.
pub const FILE: &str = "config.toml";

/// One thing that is wrong with the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The file cannot be read.
    Unreadable(String),
    /// The file is not TOML.
    Syntax(String),
    /// A key that nobody knows.
    Unknown(String),
    /// A value that the key cannot have.
    Value {
        /// The key, dotted.
        key: String,
        /// What it can be.
        expected: &'static str,
    },
}

impl Problem {
    /// The problem in a sentence.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Problem::Unreadable(why) => tr!(lang, "settings.unreadable", why = why).into_owned(),
            Problem::Syntax(why) => tr!(lang, "settings.syntax", why = why).into_owned(),
            Problem::Unknown(key) => tr!(lang, "settings.unknown", key = key).into_owned(),
            Problem::Value { key, expected } => {
                tr!(lang, "settings.value", key = key, expected = expected).into_owned()
            }
        }
    }
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
        Err(error) => Loaded { problems: vec![Problem::Unreadable(error.to_string())], ..Loaded::default() },
    }
}

/// Reads the text of a settings file.
pub fn parse(text: &str) -> Loaded {
    let table = match text.parse::<Table>() {
        Ok(table) => table,
        Err(error) => {
            return Loaded {
                problems: vec![Problem::Syntax(error.message().to_owned())],
                ..Loaded::default()
            };
        }
    };
    let mut file = File { table, problems: Vec::new() };
    let settings = Settings {
        lang: file.word("lang", "zh, en", |word| match word {
            "zh" => Some(Lang::Zh),
            "en" => Some(Lang::En),
            _ => None,
        }),
        theme: file.one_of("theme", "auto, dark, light, dark-16, light-16, plain", &THEMES),
        glyphs: file.one_of("glyphs", "auto, ascii, lines", &GLYPHS),
        mouse: file.switch("mouse"),
        book: file.word("book", "text", |word| Some(word.to_owned())).filter(|path| !path.is_empty()),
        branch: file.text("branch"),
        manager: file.text("manager"),
        call: CallSettings {
            number: file.one_of("call.number", "shown, masked", &NUMBERS),
            command: file.words("call.command"),
        },
    };
    file.report_rest();
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

/// The file while its keys are taken out one by one.
struct File {
    table: Table,
    problems: Vec<Problem>,
}

impl File {
    fn take(&mut self, key: &str) -> Option<Value> {
        match key.split_once('.') {
            Some((group, name)) => self.table.get_mut(group)?.as_table_mut()?.remove(name),
            None => self.table.remove(key),
        }
    }

    fn wrong(&mut self, key: &str, expected: &'static str) {
        self.problems.push(Problem::Value { key: key.to_owned(), expected });
    }

    fn word<T>(&mut self, key: &str, expected: &'static str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let value = self.take(key)?;
        let read = value.as_str().and_then(read);
        if read.is_none() {
            self.wrong(key, expected);
        }
        read
    }

    fn one_of<T: Copy + Default>(&mut self, key: &str, expected: &'static str, words: &[(&str, T)]) -> T {
        let find = |word: &str| words.iter().find(|(known, _)| *known == word).map(|(_, value)| *value);
        self.word(key, expected, find).unwrap_or_default()
    }

    fn switch(&mut self, key: &str) -> Switch {
        match self.take(key) {
            Some(Value::Boolean(true)) => Switch::On,
            Some(Value::Boolean(false)) | None => Switch::Off,
            Some(_) => {
                self.wrong(key, "true, false");
                Switch::Off
            }
        }
    }

    fn text(&mut self, key: &str) -> String {
        self.word(key, "text", |word| {
            Some(word.chars().filter(|ch| !ch.is_control()).take(MAX_NAME).collect())
        })
        .unwrap_or_default()
    }

    /// A list of texts.
    fn words(&mut self, key: &str) -> Vec<String> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let word = |word: &Value| word.as_str().map(str::to_owned);
        let words = value.as_array().and_then(|list| list.iter().map(word).collect::<Option<Vec<_>>>());
        words.unwrap_or_else(|| {
            self.wrong(key, "[\"program\", \"argument\", \"{number}\"]");
            Vec::new()
        })
    }

    /// Whatever has not been taken is unknown.
    fn report_rest(&mut self) {
        for (key, value) in &self.table {
            match value {
                Value::Table(group) => {
                    let names = group.keys().map(|name| Problem::Unknown(format!("{key}.{name}")));
                    self.problems.extend(names);
                }
                _ => self.problems.push(Problem::Unknown(key.clone())),
            }
        }
    }
}
