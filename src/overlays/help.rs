//! The keys that work here, from the live bindings of the scopes that are active. Typing filters.

use crate::app::command::{self, Group, Row};
use crate::app::{Ctx, Key, Model, edit_of, scope};
use crate::keymap::Keymap;
use crate::lang::Lang;
use crate::ui::Motion;
use crate::ui::scroll::scrolled;
use crate::ui::widgets::TextInput;

/// The filter and how far it is scrolled.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Help {
    /// What was typed.
    pub filter: TextInput,
    /// The first shown line.
    pub top: usize,
}

impl Help {
    /// Scrolls. The view stops at the end of what there is.
    pub fn motion(&mut self, motion: Motion, ctx: &Ctx) {
        self.top = scrolled(self.top, motion, 200, ctx.size.height / 2);
    }

    /// A key for the filter.
    pub fn input(&mut self, key: Key) {
        if edit_of(key).is_some_and(|edit| self.filter.edit(edit)) {
            self.top = 0;
        }
    }
}

/// A command with its keys and words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// All its keys.
    pub keys: String,
    /// Its words.
    pub words: String,
}

/// What help lists: the commands with a key in the screen's scopes, by group, filtered.
pub fn entries(model: &Model, keys: &Keymap, lang: Lang, filter: &str) -> Vec<(Group, Vec<Entry>)> {
    let scopes = scope::of_screen(model);
    let filter = filter.to_lowercase();
    let listed = |row: &Row| {
        let shown = keys.all_keys(row, &scopes, lang);
        let words = row.words(lang).into_owned();
        let matches = words.to_lowercase().contains(&filter) || shown.to_lowercase().contains(&filter);
        (!shown.is_empty() && matches).then_some(Entry { keys: shown, words })
    };
    command::LISTED
        .into_iter()
        .map(|group| (group, command::all().filter(|row| row.group == group).filter_map(listed).collect()))
        .filter(|(_, entries): &(Group, Vec<Entry>)| !entries.is_empty())
        .collect()
}
