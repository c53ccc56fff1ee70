//! The keys that work here, from the live bindings of the scopes that are active. Typing filters.

use crate::app::command::{self, Row};
use crate::app::{Ctx, Key, Model, Screen, edit_of, scope};
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

/// Entries under a heading.
pub type Section = (String, Vec<Entry>);

/// The letters of marks, in their order, with the name of their words.
const MARKS: [(&str, &str); 11] = [
    ("!", "overdue"),
    ("M", "money"),
    ("w", "watch"),
    ("e", "edge"),
    ("o", "by_hand"),
    ("x", "held"),
    ("?", "fault"),
    ("b", "birthday"),
    ("R", "at_risk"),
    ("Z", "dormant"),
    ("N", "new"),
];

/// What the marks of a list stand for, filtered; on screens without lists of customers nothing.
fn marks(model: &Model, lang: Lang, filter: &str) -> Option<Section> {
    if !matches!(model.nav.current(), Screen::Customers | Screen::Queues) {
        return None;
    }
    let entry = |(letter, name): (&str, &str)| {
        let words = lang.text(&format!("help.mark.{name}")).into_owned();
        words.to_lowercase().contains(filter).then(|| Entry { keys: letter.to_owned(), words })
    };
    let entries: Vec<Entry> = MARKS.into_iter().filter_map(entry).collect();
    (!entries.is_empty()).then(|| (lang.text("help.marks").into_owned(), entries))
}

/// What help lists: the commands with a key in the screen's scopes, by group, and the marks, filtered.
pub fn entries(model: &Model, keys: &Keymap, lang: Lang, filter: &str) -> Vec<Section> {
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
        .map(|group| {
            let entries = command::all().filter(|row| row.group == group).filter_map(listed);
            (lang.text(group.text_key()).into_owned(), entries.collect())
        })
        .filter(|(_, entries): &Section| !entries.is_empty())
        .chain(marks(model, lang, &filter))
        .collect()
}
