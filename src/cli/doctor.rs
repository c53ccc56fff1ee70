//! `callbook doctor`: versions, paths, terminal, and whether the settings, the keys and the book are sound.

use super::configuration::{Configuration, OwnFile};
use super::{Context, Failure, Outcome};
use crate::lang::{Lang, fill};
use crate::settings;
use crate::store::Access;
use crate::store::doctor::{self, Check};
use crate::tr;
use serde_json::json;
use std::fmt::Write as _;
use std::io::IsTerminal;

/// Runs the command. Exit 1 when a check fails: of the person's own files, or of the book.
///
/// # Errors
/// None: what is wrong is what it tells.
pub fn run(context: &Context) -> Outcome {
    let lang = context.lang;
    let config = context.config.clone().or_else(settings::config_dir);
    let config = config.map_or_else(|| "?".to_owned(), |dir| dir.display().to_string());
    let terminal = terminal_json();
    let mut text = format!("callbook {}\n", env!("CARGO_PKG_VERSION"));
    let _ = writeln!(text, "{}", tr!(lang, "cli.doctor.sqlite", version = doctor::sqlite_version()));
    let _ = writeln!(text, "{}", tr!(lang, "cli.doctor.config", path = config));
    let _ =
        writeln!(text, "{}", tr!(lang, "cli.doctor.terminal", terminal = terminal_words(&terminal, lang)));
    let mut checks = of_own_files(context);
    if context.db.exists() {
        checks.extend(of_book(context));
    }
    for check in &checks {
        let mark = if check.is_good { '+' } else { '!' };
        let name = lang.text(&format!("cli.doctor.check.{}", check.name));
        let _ = writeln!(text, "{mark} {name}  {}", found_words(check, lang));
    }
    if !context.db.exists() {
        let _ = writeln!(text, "{}", tr!(lang, "cli.doctor.no_book", path = context.db.display()));
    }
    let is_sound = checks.iter().all(|check| check.is_good);
    let check = |check: &Check| json!({ "name": check.name, "ok": check.is_good, "detail": check.detail });
    let json = json!({
        "ok": is_sound, "text": text, "version": env!("CARGO_PKG_VERSION"), "sqlite": doctor::sqlite_version(),
        "encryption": cfg!(feature = "encryption"), "db": context.db.display().to_string(), "config": config,
        "terminal": terminal, "checks": checks.iter().map(check).collect::<Vec<_>>(),
    });
    Outcome { is_bad: !is_sound, ..Outcome::both(text, json) }
}

/// Settings and keys: what the workstation says at its start, else that they are as they should be.
fn of_own_files(context: &Context) -> Vec<Check> {
    let lang = context.lang;
    let mut checks = Vec::new();
    for OwnFile { name, path, problems } in Configuration::load(context).files {
        let is_there = path.as_ref().is_some_and(|path| path.exists());
        let good = lang.text(if is_there { "cli.doctor.as_set" } else { "cli.doctor.defaults" });
        if problems.is_empty() {
            checks.push(Check { name, is_good: true, detail: good.into_owned() });
        }
        checks.extend(problems.into_iter().map(|detail| Check { name, is_good: false, detail }));
    }
    checks
}

/// What was found, with a word for whether it is as it should be where a number alone does not say so.
fn found_words(check: &Check, lang: Lang) -> String {
    let key = match (check.name, check.is_good) {
        ("file", true) => "cli.doctor.file_whole",
        ("foreign_keys", true) => "cli.doctor.no_broken_reference",
        ("foreign_keys", false) => "cli.doctor.broken_references",
        ("journal", true) => "cli.doctor.journal_whole",
        ("journal", false) => "cli.doctor.journal_broken",
        _ => return check.detail.clone(),
    };
    fill(&lang.text(key), &[("found", check.detail.clone())]).into_owned()
}

/// The book's own checks; one that cannot be opened is one failed check.
fn of_book(context: &Context) -> Vec<Check> {
    let failed = |failure: Failure| Check { name: "file", is_good: false, detail: failure.in_one_line() };
    let checked =
        context.open(Access::Read).and_then(|store| doctor::check(&store).map_err(|e| context.failed(&e)));
    checked.unwrap_or_else(|failure| vec![failed(failure)])
}

/// What the terminal says of itself.
fn terminal_json() -> serde_json::Value {
    let variable = |name: &str| std::env::var(name).unwrap_or_default();
    let size = crossterm::terminal::size().ok().map(|(columns, rows)| format!("{columns}x{rows}"));
    json!({
        "is_terminal": std::io::stdout().is_terminal(), "term": variable("TERM"), "colorterm": variable("COLORTERM"),
        "size": size, "locale": sys_locale::get_locale(),
    })
}

/// The same as a person reads it: `xterm-256color, 120x36, locale zh_CN.UTF-8`.
fn terminal_words(terminal: &serde_json::Value, lang: Lang) -> String {
    let value = |name: &str| terminal[name].as_str().unwrap_or_default().to_owned();
    let is_true = matches!(value("colorterm").as_str(), "truecolor" | "24bit");
    let colours = lang.text(if is_true { "cli.doctor.true_colours" } else { "cli.doctor.few_colours" });
    let none = (terminal["is_terminal"] == false).then(|| lang.text("cli.doctor.no_terminal").into_owned());
    let locale = tr!(lang, "cli.doctor.locale", name = value("locale")).into_owned();
    let parts = [none.unwrap_or_default(), value("term"), value("size"), colours.into_owned(), locale];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
