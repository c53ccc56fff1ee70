//! Reading a keymap file: a table per scope, `"keys" = "command.id"`; keys of a sequence are parted by blanks.

use crate::app::command::{self, Command};
use crate::app::key::Key;
use crate::app::scope::Scope;
use toml::{Table, Value};

/// One thing that is wrong with a keymap file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeymapError {
    /// Not TOML.
    #[error("the keymap is not TOML: {0}")]
    Syntax(String),
    /// A table that is no scope.
    #[error("[{0}] is no scope")]
    Scope(String),
    /// A key that cannot be read.
    #[error("[{scope}] \"{keys}\" is no key")]
    Keys {
        /// The table.
        scope: String,
        /// The key.
        keys: String,
    },
    /// A command that does not exist.
    #[error("[{scope}] \"{keys}\" names a command that does not exist: {id}")]
    Command {
        /// The table.
        scope: String,
        /// The key.
        keys: String,
        /// The id.
        id: String,
    },
}

/// One line of a keymap.
pub(super) struct Binding {
    pub scope: Scope,
    pub sequence: Vec<Key>,
    /// `None` takes the key away.
    pub command: Option<Command>,
}

pub(super) fn parse(text: &str) -> (Vec<Binding>, Vec<KeymapError>) {
    let table = match text.parse::<Table>() {
        Ok(table) => table,
        Err(error) => return (Vec::new(), vec![KeymapError::Syntax(error.message().to_owned())]),
    };
    let mut bindings = Vec::new();
    let mut problems = Vec::new();
    for (name, keys) in table {
        let (Some(scope), Value::Table(keys)) = (Scope::named(&name), keys) else {
            problems.push(KeymapError::Scope(name));
            continue;
        };
        for (keys, id) in keys {
            match binding(scope, &keys, id.as_str().unwrap_or("?")) {
                Ok(binding) => bindings.push(binding),
                Err(problem) => problems.push(problem),
            }
        }
    }
    (bindings, problems)
}

fn binding(scope: Scope, keys: &str, id: &str) -> Result<Binding, KeymapError> {
    let place = || (scope.name().to_owned(), keys.to_owned());
    let sequence: Option<Vec<Key>> = keys.split(' ').map(Key::parse).collect();
    let Some(sequence) = sequence.filter(|sequence| !sequence.is_empty()) else {
        let (scope, keys) = place();
        return Err(KeymapError::Keys { scope, keys });
    };
    let command = match id {
        "" => None,
        id => Some(command::named(id).map(|row| row.command).ok_or_else(|| {
            let (scope, keys) = place();
            KeymapError::Command { scope, keys, id: id.to_owned() }
        })?),
    };
    Ok(Binding { scope, sequence, command })
}
