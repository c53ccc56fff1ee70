//! Reading a keymap file: a table per scope, `"keys" = "command.id"`; keys of a sequence are parted by blanks.

use crate::app::command::{self, Command};
use crate::app::key::Key;
use crate::app::scope::Scope;
use crate::lang::Lang;
use crate::settings::{self, line_of};
use crate::tr;
use toml::de::{DeTable, DeValue};

/// The name of the person's own file in the configuration directory.
pub const FILE: &str = "keymap.toml";

/// One thing that is wrong with a keymap file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeymapError {
    /// The line, from 1; `None` where nobody can say.
    pub line: Option<usize>,
    /// What it is.
    pub what: Wrong,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// Not TOML; the parser's own words.
    Syntax(String),
    /// A table that is no scope.
    Scope(String),
    /// A key that cannot be read.
    Keys(String),
    /// A command that does not exist.
    Command(String),
}

impl KeymapError {
    /// The place and what is wrong, in a sentence.
    pub fn text(&self, lang: Lang) -> String {
        let what = match &self.what {
            Wrong::Syntax(why) => tr!(lang, "own_keys.syntax", why = why),
            Wrong::Scope(name) => {
                let known: Vec<&str> = Scope::ALL.iter().map(|(name, _)| *name).collect();
                tr!(lang, "own_keys.scope", name = name, known = known.join(", "))
            }
            Wrong::Keys(keys) => tr!(lang, "own_keys.keys", keys = keys),
            Wrong::Command(id) => tr!(lang, "own_keys.command", id = id),
        };
        settings::at(lang, FILE, self.line, &what)
    }
}

/// One line of a keymap.
pub(super) struct Binding {
    pub scope: Scope,
    pub sequence: Vec<Key>,
    /// `None` takes the key away.
    pub command: Option<Command>,
}

pub(super) fn parse(text: &str) -> (Vec<Binding>, Vec<KeymapError>) {
    let table = match DeTable::parse(text) {
        Ok(table) => table.into_inner(),
        Err(error) => {
            let line = error.span().map(|span| line_of(text, span.start));
            let why = error.message().lines().collect::<Vec<_>>().join(" ");
            return (Vec::new(), vec![KeymapError { line, what: Wrong::Syntax(why) }]);
        }
    };
    let mut bindings = Vec::new();
    let mut problems = Vec::new();
    for (name, keys) in table {
        let line = line_of(text, name.span().start);
        let (Some(scope), DeValue::Table(keys)) = (Scope::named(name.get_ref()), keys.into_inner()) else {
            problems
                .push(KeymapError { line: Some(line), what: Wrong::Scope(name.into_inner().into_owned()) });
            continue;
        };
        for (keys, id) in keys {
            let line = line_of(text, keys.span().start);
            match binding(scope, keys.get_ref(), id.get_ref().as_str().unwrap_or("?")) {
                Ok(binding) => bindings.push(binding),
                Err(what) => problems.push(KeymapError { line: Some(line), what }),
            }
        }
    }
    problems.sort_by_key(|problem| problem.line);
    (bindings, problems)
}

fn binding(scope: Scope, keys: &str, id: &str) -> Result<Binding, Wrong> {
    let sequence: Option<Vec<Key>> = keys.split(' ').map(Key::parse).collect();
    let sequence = sequence.filter(|sequence| !sequence.is_empty());
    let sequence = sequence.ok_or_else(|| Wrong::Keys(keys.to_owned()))?;
    let command = match id {
        "" => None,
        id => Some(command::named(id).ok_or_else(|| Wrong::Command(id.to_owned()))?.command),
    };
    Ok(Binding { scope, sequence, command })
}
