//! One row of the command table.

use super::Command;
use crate::app::scope::Scope;
use crate::app::{Ctx, Model};
use crate::lang::Lang;
use std::borrow::Cow;

/// Whether a command can work now; if not, the key of the reason in the language files.
pub type Applies = Result<(), &'static str>;

/// Under which heading help lists a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Moving about. Not in the palette.
    Move,
    /// The customer under the cursor.
    Customer,
    /// This screen.
    Here,
    /// Codes of a log. Not in the palette: the panel shows them.
    Code,
    /// Any screen.
    Anywhere,
    /// Keys that only say something. Neither in help nor in the palette.
    Unlisted,
}

/// The groups that help lists, in its order.
pub const LISTED: [Group; 5] = [Group::Move, Group::Customer, Group::Here, Group::Code, Group::Anywhere];

impl Group {
    /// The key of its heading in the language files.
    pub fn text_key(self) -> &'static str {
        match self {
            Group::Move => "help.group.move",
            Group::Customer => "help.group.customer",
            Group::Here => "help.group.here",
            Group::Code => "help.group.code",
            Group::Anywhere | Group::Unlisted => "help.group.anywhere",
        }
    }
}

/// A command with everything that keys, hints, help and palette need. Built by `Row::new(..)` and what follows it.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Stable and dotted: `queue.snooze`. Keymaps name it.
    pub id: &'static str,
    /// What it runs.
    pub command: Command,
    /// Where it is at home.
    pub scope: Scope,
    /// Its heading in help.
    pub group: Group,
    /// Its importance in the hints, 0 = never there.
    pub weight: u8,
    /// A command whose keys are shown together with these: `j/k`.
    pub twin: Option<&'static str>,
    /// Short names for the palette: `q`.
    pub aliases: &'static [&'static str],
    /// Whether it can work now.
    pub applies: fn(&Model) -> Applies,
    /// Whether the hints name it now, of what can work.
    pub hinted: fn(&Model, &Ctx) -> bool,
    /// Which of its hints it has now: what a key does may depend on where the cursor is.
    pub says: fn(&Model) -> &'static str,
}

impl Row {
    /// A row that always applies and never stands in the hints.
    pub const fn new(id: &'static str, command: Command, scope: Scope, group: Group) -> Row {
        Row {
            id,
            command,
            scope,
            group,
            weight: 0,
            twin: None,
            aliases: &[],
            applies: |_| Ok(()),
            hinted: |_, _| true,
            says: |_| "hint",
        }
    }

    /// With an importance in the hints.
    pub const fn weight(self, weight: u8) -> Row {
        Row { weight, ..self }
    }

    /// With a condition.
    pub const fn when(self, applies: fn(&Model) -> Applies) -> Row {
        Row { applies, ..self }
    }

    /// Left out of the hints unless this holds.
    pub const fn hinted(self, hinted: fn(&Model, &Ctx) -> bool) -> Row {
        Row { hinted, ..self }
    }

    /// With other words in the hints by what it would do now: the name of a text beside `hint`.
    pub const fn says(self, says: fn(&Model) -> &'static str) -> Row {
        Row { says, ..self }
    }

    /// Shown together with another.
    pub const fn twin(self, twin: &'static str) -> Row {
        Row { twin: Some(twin), ..self }
    }

    /// With short names.
    pub const fn aliases(self, aliases: &'static [&'static str]) -> Row {
        Row { aliases, ..self }
    }

    /// Its words in full, for help and palette.
    pub fn words(&self, lang: Lang) -> Cow<'static, str> {
        lang.text(&format!("commands.{}.words", self.id))
    }

    /// Its words in the hints, at most a few characters.
    pub fn hint(&self, model: &Model, lang: Lang) -> Cow<'static, str> {
        lang.text(&format!("commands.{}.{}", self.id, (self.says)(model)))
    }
}
