//! Keys to commands: the embedded keymap, the person's own over it, and what a key means in the scopes that are
//! active now.
//!
//! Owns sequences, the table of full-width twins, and the rule that typed characters go into the text that has the
//! caret. Must not: change the model.

mod parse;
pub mod shown;
mod twins;

pub use parse::{FILE, KeymapError, Wrong};
pub use twins::ascii_twin;

use crate::app::command::Command;
use crate::app::key::Held;
use crate::app::scope::{self, Scope};
use crate::app::{Key, KeyCode, Model, Msg};
use std::collections::BTreeMap;

/// The keymap that comes with the program.
const EMBEDDED: &str = include_str!("../../assets/keymap.toml");

/// A sequence of keys, mostly one long.
pub type Sequence = Vec<Key>;

/// Which keys run which command, by scope.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keymap {
    scopes: BTreeMap<Scope, Vec<(Sequence, Command)>>,
}

impl Keymap {
    /// The keymap that comes with the program.
    pub fn embedded() -> Keymap {
        let mut keymap = Keymap::default();
        keymap.merge(EMBEDDED);
        keymap
    }

    /// Lays a keymap file over this one: its keys replace, `""` takes a key away. Returns all that is wrong with it;
    /// the rest holds.
    pub fn merge(&mut self, text: &str) -> Vec<KeymapError> {
        let (bindings, problems) = parse::parse(text);
        for binding in bindings {
            let keys = self.scopes.entry(binding.scope).or_default();
            keys.retain(|(sequence, _)| *sequence != binding.sequence);
            if let Some(command) = binding.command {
                keys.push((binding.sequence, command));
            }
        }
        // The plainest and shortest key is the one that hints show.
        let effort = |keys: &Sequence| {
            let length: usize = keys.iter().map(|key| key.to_string().len()).sum();
            (keys.iter().any(|key| key.held != Held::Nothing), length)
        };
        for keys in self.scopes.values_mut() {
            keys.sort_by_key(|(sequence, _)| effort(sequence));
        }
        problems
    }

    /// The sequences that run a command in a scope, the shortest first.
    pub fn sequences(&self, scope: Scope, command: Command) -> impl Iterator<Item = &Sequence> {
        let keys = self.scopes.get(&scope).into_iter().flatten();
        keys.filter(move |(_, bound)| *bound == command).map(|(sequence, _)| sequence)
    }

    /// Every binding.
    pub fn bindings(&self) -> impl Iterator<Item = (Scope, &Sequence, Command)> {
        let scopes = self.scopes.iter();
        scopes.flat_map(|(scope, keys)| keys.iter().map(move |(keys, command)| (*scope, keys, *command)))
    }

    fn lookup(&self, scopes: &[Scope], typed: &[Key]) -> Lookup {
        let mut begins = false;
        for scope in scopes {
            for (sequence, command) in self.scopes.get(scope).into_iter().flatten() {
                if sequence == typed {
                    return Lookup::Command(*command);
                }
                begins |= sequence.starts_with(typed);
            }
        }
        if begins { Lookup::Begins } else { Lookup::Nothing }
    }
}

enum Lookup {
    Command(Command),
    Begins,
    Nothing,
}

/// What a key means now.
pub fn translate(keymap: &Keymap, model: &Model, key: Key) -> Msg {
    let scopes = scope::active(model);
    if scope::takes_text(model) {
        if key.typed().is_some() {
            return Msg::Input(key);
        }
        return match keymap.lookup(&scopes, &[key]) {
            Lookup::Command(command) => Msg::Command(command),
            Lookup::Begins | Lookup::Nothing => Msg::Input(key),
        };
    }
    let key = match key.code {
        KeyCode::Char(ch) => Key { code: KeyCode::Char(ascii_twin(ch)), ..key },
        _ => key,
    };
    let mut typed = model.session.pending.clone();
    typed.push(key);
    match keymap.lookup(&scopes, &typed) {
        Lookup::Command(command) => Msg::Command(command),
        Lookup::Begins => Msg::Pending(key),
        // A sequence that came to nothing: its last key counts by itself.
        Lookup::Nothing => match keymap.lookup(&scopes, &[key]) {
            Lookup::Command(command) => Msg::Command(command),
            Lookup::Begins | Lookup::Nothing => Msg::Unbound(key),
        },
    }
}

#[cfg(test)]
mod tests;
