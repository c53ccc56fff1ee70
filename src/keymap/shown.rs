//! How keys are written for people: `Enter`, `Ctrl-Q`, `空格`, `j/k`.

use super::{Keymap, Sequence};
use crate::app::command::{self, Row};
use crate::app::key::{Held, Key, KeyCode};
use crate::app::scope::Scope;
use crate::lang::Lang;
use crate::tr;

/// A key as people write it.
pub fn key(key: Key, lang: Lang) -> String {
    let name = match key.code {
        KeyCode::Char(' ') => tr!(lang, "key.space").into_owned(),
        KeyCode::Char(ch) if key.held == Held::Nothing => ch.to_string(),
        KeyCode::Char(ch) => ch.to_uppercase().to_string(),
        KeyCode::F(n) => format!("F{n}"),
        KeyCode::Enter => "Enter".to_owned(),
        KeyCode::Esc => "Esc".to_owned(),
        KeyCode::Tab => "Tab".to_owned(),
        KeyCode::Backspace => "Backspace".to_owned(),
        KeyCode::Delete => "Del".to_owned(),
        KeyCode::Up => tr!(lang, "key.up").into_owned(),
        KeyCode::Down => tr!(lang, "key.down").into_owned(),
        KeyCode::Left => tr!(lang, "key.left").into_owned(),
        KeyCode::Right => tr!(lang, "key.right").into_owned(),
        KeyCode::Home => "Home".to_owned(),
        KeyCode::End => "End".to_owned(),
        KeyCode::PageUp => "PgUp".to_owned(),
        KeyCode::PageDown => "PgDn".to_owned(),
    };
    match key.held {
        Held::Nothing => name,
        Held::Ctrl => format!("Ctrl-{name}"),
        Held::Alt => format!("Alt-{name}"),
        Held::Shift => format!("S-{name}"),
    }
}

fn sequence(keys: &Sequence, lang: Lang) -> String {
    keys.iter().map(|part| key(*part, lang)).collect::<Vec<_>>().join(" ")
}

impl Keymap {
    /// The first key of a command in these scopes, innermost scope first, for the hints. With a twin: `j/k`.
    pub fn hint_keys(&self, row: &Row, scopes: &[Scope], lang: Lang) -> Option<String> {
        let first = |row: &Row| {
            let mut found = scopes.iter().flat_map(|scope| self.sequences(*scope, row.command));
            found.next().map(|keys| sequence(keys, lang))
        };
        let own = first(row)?;
        match row.twin.and_then(command::named).and_then(first) {
            Some(other) => Some(format!("{own}/{other}")),
            None => Some(own),
        }
    }

    /// All keys of a command in these scopes, parted by blanks, for help and palette.
    pub fn all_keys(&self, row: &Row, scopes: &[Scope], lang: Lang) -> String {
        let found = scopes.iter().flat_map(|scope| self.sequences(*scope, row.command));
        let mut texts: Vec<String> = found.map(|keys| sequence(keys, lang)).collect();
        texts.dedup();
        texts.join(" ")
    }
}
