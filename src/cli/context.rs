//! What every command needs: the book's path, the working time, the language.

use super::{Failure, Global};
use crate::domain::text::{LINE_CAP, clean_line};
use crate::domain::when::has_short_year;
use crate::domain::{Day, Minute, Moment, Now};
use crate::import::typed_path;
use crate::lang::Lang;
use crate::runtime::clock::{self, AsOf};
use crate::settings::{self, Settings};
use crate::store::journal::{Actor, COMMAND_WINDOW, find_last_action};
use crate::store::{Access, Store};
use crate::tr;
use crate::work::Playbook;
use std::path::{Path, PathBuf};

/// The settled global options.
#[derive(Debug, Clone)]
pub struct Context {
    /// Which book.
    pub db: PathBuf,
    /// Whether `--db` (or its variable) named it.
    pub is_named: bool,
    /// Working time.
    pub as_of: AsOf,
    /// Replay with this version of the rules.
    pub rules: Option<u32>,
    /// Language of messages.
    pub lang: Lang,
    /// One JSON document instead of text.
    pub json: bool,
    /// Why phones may be printed in full.
    pub clear: Option<String>,
    /// The language that was asked for by name.
    pub chosen_lang: Option<Lang>,
    /// Directory of the settings, if named.
    pub config: Option<PathBuf>,
    /// No colours.
    pub no_color: bool,
    /// Keys to play without a terminal.
    pub keys: Option<String>,
    /// The size of the screen to print.
    pub print: Option<String>,
}

impl Context {
    /// Settles the options.
    ///
    /// # Errors
    /// A date that cannot be read, no reason for clear text, or no home directory.
    pub fn new(global: &Global) -> Result<Context, Failure> {
        let chosen_lang = global.lang.as_deref().map(|name| if name == "en" { Lang::En } else { Lang::Zh });
        let set = settings_of(global.config.as_deref());
        let lang = chosen_lang
            .or(set.lang)
            .unwrap_or_else(|| Lang::of_locale(&sys_locale::get_locale().unwrap_or_default()));
        let as_of = AsOf::parse(global.as_of.as_deref())
            .ok_or_else(|| Failure::usage(bad_as_of(lang, global.as_of.as_deref()), None))?;
        if global.clear.as_ref().is_some_and(|reason| reason.trim().is_empty()) {
            let hint = lang.text("cli.no_reason_hint").into_owned();
            return Err(Failure::usage(lang.text("cli.no_reason").into_owned(), Some(hint)));
        }
        let db = match (&global.db, &set.book) {
            (Some(path), _) => path.clone(),
            (None, Some(path)) => typed_path(path),
            (None, None) => data_dir(lang)?.join("book.db"),
        };
        let as_of = as_of.resumed(global.as_of.as_deref(), last_action(&db, as_of));
        Ok(Context {
            db,
            is_named: global.db.is_some(),
            as_of,
            rules: global.rules,
            lang,
            json: global.json,
            clear: global.clear.as_deref().map(|reason| clean_line(reason, LINE_CAP)),
            chosen_lang,
            config: global.config.clone(),
            no_color: global.no_color,
            keys: global.keys.clone(),
            print: global.print.clone(),
        })
    }

    /// Goes on in another language.
    pub fn speak(&mut self, lang: Lang) {
        self.lang = lang;
        self.chosen_lang = Some(lang);
    }

    /// The working time, now.
    pub fn now(&self) -> Now {
        clock::now(self.as_of)
    }

    /// Who acts.
    pub fn actor(&self) -> Actor {
        Actor {
            who: clock::user_name(),
            window: format!("{COMMAND_WINDOW}{}", std::process::id()),
            now: self.now(),
        }
    }

    /// Opens the book for a command; one that writes waits for a window that imports, and says so.
    ///
    /// # Errors
    /// As [`Store::open`], in this language.
    pub fn open(&self, access: Access) -> Result<Store, Failure> {
        let store = self.open_at_once(access)?;
        if access != Access::Read {
            self.wait_for_others(&store)?;
        }
        Ok(store)
    }

    /// Opens the book though another window may be writing: for the workstation, whose requests wait by themselves.
    ///
    /// # Errors
    /// As [`Store::open`], in this language.
    pub fn open_at_once(&self, access: Access) -> Result<Store, Failure> {
        Store::open(&self.db, access, self.now().clock).map_err(|error| self.failed(&error))
    }

    /// Waits while a window imports, and says so.
    fn wait_for_others(&self, store: &Store) -> Result<(), Failure> {
        let mut is_told = false;
        let waited = store.wait_for_others(&mut || {
            if !std::mem::replace(&mut is_told, true) {
                super::output::message(&self.lang.text("cli.waits"));
            }
            true
        });
        waited.map_err(|error| self.failed(&error))
    }

    /// The playbook in force.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn playbook(&self) -> Result<&'static Playbook, Failure> {
        Playbook::embedded().map_err(|error| Failure::text(error.to_string(), None))
    }

    /// A store error in this language, with the book it is about.
    pub fn failed(&self, error: &crate::store::StoreError) -> Failure {
        let failure = Failure::of_store(error, self.lang);
        if error.is_about_the_file() {
            let sentence = settings::at(self.lang, &self.db.display().to_string(), None, &failure.sentence);
            return Failure { sentence, ..failure };
        }
        failure
    }
}

fn bad_as_of(lang: Lang, text: Option<&str>) -> String {
    let text = text.unwrap_or_default();
    if has_short_year(text.split(['T', ' ']).next().unwrap_or_default()) {
        return tr!(lang, "cli.short_year", option = "--as-of", text = text).into_owned();
    }
    tr!(lang, "cli.bad_as_of", text = text).into_owned()
}

/// The settings in a directory, or in the platform's own. What is wrong with them the workstation says.
fn settings_of(named: Option<&Path>) -> Settings {
    let dir = named.map(Path::to_owned).or_else(settings::config_dir);
    dir.map(|dir| settings::load(&dir).settings).unwrap_or_default()
}

/// The last action of the working day in a book that is there and can be read.
fn last_action(db: &Path, as_of: AsOf) -> Option<Moment> {
    let (day, zone) = (as_of.day()?, clock::zone());
    let store = db.exists().then(|| Store::open(db, Access::Read, clock::clock()).ok())??;
    let start = |day: Day| zone.at(day, Minute::default());
    find_last_action(&store.conn, start(day), start(day + 1)).ok()?
}

/// The platform's directory for books.
///
/// # Errors
/// When there is no home directory.
pub fn data_dir(lang: Lang) -> Result<PathBuf, Failure> {
    directories::ProjectDirs::from("", "", "callbook")
        .map(|dirs| dirs.data_dir().to_owned())
        .ok_or_else(|| Failure::text(lang.text("cli.no_home").into_owned(), None))
}
