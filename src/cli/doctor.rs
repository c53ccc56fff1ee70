//! `callbook doctor`: versions, paths, terminal, and whether the book is sound.

use super::{Context, Failure, Outcome};
use crate::settings;
use crate::store::{Access, doctor};
use crate::tr;
use serde_json::json;
use std::fmt::Write as _;
use std::io::IsTerminal;

/// Runs the command. Exit 1 when a check of the book fails.
///
/// # Errors
/// A book that is there and cannot be opened.
pub fn run(context: &Context) -> Result<Outcome, Failure> {
    let lang = context.lang;
    let config = context.config.clone().or_else(settings::config_dir);
    let config = config.map_or_else(|| "?".to_owned(), |dir| dir.display().to_string());
    let terminal = terminal_json();
    let mut text = format!("callbook {}\n", env!("CARGO_PKG_VERSION"));
    let _ = writeln!(text, "{}", tr!(lang, "cli.doctor.sqlite", version = doctor::sqlite_version()));
    let _ = writeln!(text, "{}", tr!(lang, "cli.doctor.config", path = config));
    let _ =
        writeln!(text, "{}", tr!(lang, "cli.doctor.terminal", terminal = terminal_words(&terminal, lang)));
    let (mut checks, mut is_sound) = (Vec::new(), true);
    if context.db.exists() {
        let store = context.open(Access::Read)?;
        for check in doctor::check(&store).map_err(|e| context.failed(&e))? {
            is_sound &= check.is_good;
            let mark = if check.is_good { '+' } else { '!' };
            let _ = writeln!(
                text,
                "{mark} {}  {}",
                lang.text(&format!("cli.doctor.check.{}", check.name)),
                check.detail
            );
            checks.push(json!({ "name": check.name, "ok": check.is_good, "detail": check.detail }));
        }
    } else {
        let _ = writeln!(text, "{}", tr!(lang, "cli.doctor.no_book", path = context.db.display()));
    }
    let json = json!({
        "ok": is_sound, "text": text, "version": env!("CARGO_PKG_VERSION"), "sqlite": doctor::sqlite_version(),
        "encryption": cfg!(feature = "encryption"), "db": context.db.display().to_string(), "config": config,
        "terminal": terminal, "checks": checks,
    });
    Ok(Outcome { is_bad: !is_sound, ..Outcome::both(text, json) })
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
fn terminal_words(terminal: &serde_json::Value, lang: crate::lang::Lang) -> String {
    let value = |name: &str| terminal[name].as_str().unwrap_or_default().to_owned();
    let is_true = matches!(value("colorterm").as_str(), "truecolor" | "24bit");
    let colours = lang.text(if is_true { "cli.doctor.true_colours" } else { "cli.doctor.few_colours" });
    let none = (terminal["is_terminal"] == false).then(|| lang.text("cli.doctor.no_terminal").into_owned());
    let locale = tr!(lang, "cli.doctor.locale", name = value("locale")).into_owned();
    let parts = [none.unwrap_or_default(), value("term"), value("size"), colours.into_owned(), locale];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
