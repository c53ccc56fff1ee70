//! How keys are written for people: `Enter`, `Ctrl-Q`, `空格`, `j/k`, `上下`.

use super::Lookup;
use super::{Keymap, Sequence};
use crate::app::command::{self, Command, Row};
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

/// Two keys that belong together, as one name; `None` when they do not.
fn pair(own: &Sequence, other: &Sequence, lang: Lang) -> Option<String> {
    let ([own], [other]) = (own.as_slice(), other.as_slice()) else { return None };
    match (own.code, other.code) {
        (KeyCode::Up, KeyCode::Down) | (KeyCode::Down, KeyCode::Up) => {
            Some(tr!(lang, "key.up_down").into_owned())
        }
        (KeyCode::Left, KeyCode::Right) | (KeyCode::Right, KeyCode::Left) => {
            Some(tr!(lang, "key.left_right").into_owned())
        }
        (KeyCode::PageUp, KeyCode::PageDown) | (KeyCode::PageDown, KeyCode::PageUp) => {
            Some("PgUp PgDn".to_owned())
        }
        (KeyCode::Home, KeyCode::End) => Some("Home End".to_owned()),
        // With Shift it goes back, as everywhere.
        (KeyCode::Tab, KeyCode::Tab) => Some(key(*own, lang)),
        (KeyCode::Char(a), KeyCode::Char(b)) if a.is_alphanumeric() && b.is_alphanumeric() => {
            Some(format!("{}/{}", key(*own, lang), key(*other, lang)))
        }
        (KeyCode::Char(_), KeyCode::Char(_)) => Some(format!("{} {}", key(*own, lang), key(*other, lang))),
        _ => None,
    }
}

impl Keymap {
    /// The sequences that run a command in these scopes, innermost first; not those that mean something else further
    /// in.
    fn working(&self, scopes: &[Scope], command: Command) -> impl Iterator<Item = &Sequence> {
        let all = scopes.iter().flat_map(move |scope| self.sequences(*scope, command));
        all.filter(
            move |keys| matches!(self.lookup(scopes, keys), Lookup::Command(found) if found == command),
        )
    }

    /// The first key of a command in these scopes, innermost scope first, for the hints. With a twin the first pair
    /// of keys that belong together: `j/k`, `上下`, `[ ]`.
    pub fn hint_keys(&self, row: &Row, scopes: &[Scope], lang: Lang) -> Option<String> {
        let of = |command: Command| self.working(scopes, command);
        let first = of(row.command).next()?;
        let pair = |other: &Row| {
            of(row.command).find_map(|own| of(other.command).find_map(|other| pair(own, other, lang)))
        };
        let pair = row.twin.and_then(command::named).and_then(pair);
        Some(pair.unwrap_or_else(|| sequence(first, lang)))
    }

    /// All keys of a command in these scopes, parted by blanks, for help and palette.
    pub fn all_keys(&self, row: &Row, scopes: &[Scope], lang: Lang) -> String {
        let mut texts: Vec<String> =
            self.working(scopes, row.command).map(|keys| sequence(keys, lang)).collect();
        texts.dedup();
        texts.join(" ")
    }
}
