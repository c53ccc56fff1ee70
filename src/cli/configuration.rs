//! The person's own files of the configuration directory, and all that is wrong with them: the workstation says it at the
//! start, `doctor` when asked.

use super::Context;
use crate::keymap::{self, Keymap};
use crate::lang::{Lang, io_text};
use crate::settings::{self, Settings};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Settings and keys over the embedded ones.
pub struct Configuration {
    /// The settings as far as they could be read.
    pub settings: Settings,
    /// The keys.
    pub keymap: Keymap,
    /// The files and what is wrong with each, in sentences.
    pub files: [OwnFile; 2],
}

/// A file of the configuration directory.
pub struct OwnFile {
    /// `settings`, `keymap`.
    pub name: &'static str,
    /// Where it is, or would be; `None` without a home directory.
    pub path: Option<PathBuf>,
    /// What is wrong with it, in sentences with its name and line.
    pub problems: Vec<String>,
}

impl Configuration {
    /// Reads the files of the context's directory. One that is not there is no problem.
    pub fn load(context: &Context) -> Configuration {
        let lang = context.lang;
        let mut keymap = Keymap::embedded();
        let dir = context.config.clone().or_else(settings::config_dir);
        let loaded = dir.as_deref().map(settings::load).unwrap_or_default();
        let of_settings = loaded.problems.iter().map(|problem| problem.text(lang)).collect();
        let of_keys = dir.as_deref().map(|dir| merge(&mut keymap, dir, lang)).unwrap_or_default();
        let file = |name, file: &str, problems| OwnFile {
            name,
            path: dir.as_ref().map(|dir| dir.join(file)),
            problems,
        };
        let files = [file("settings", settings::FILE, of_settings), file("keymap", keymap::FILE, of_keys)];
        Configuration { settings: loaded.settings, keymap, files }
    }

    /// Every problem, in sentences.
    pub fn problems(&self) -> Vec<String> {
        self.files.iter().flat_map(|file| file.problems.clone()).collect()
    }
}

/// Lays the person's keys over the others; what is wrong with them.
fn merge(keymap: &mut Keymap, dir: &Path, lang: Lang) -> Vec<String> {
    match std::fs::read_to_string(dir.join(keymap::FILE)) {
        Ok(text) => keymap.merge(&text).iter().map(|error| error.text(lang)).collect(),
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        Err(error) => {
            let why = io_text(lang, &error);
            vec![settings::at(lang, keymap::FILE, None, &crate::tr!(lang, "settings.unreadable", why = why))]
        }
    }
}
