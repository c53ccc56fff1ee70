//! Finding a customer as one types. Results come from the search thread; the ones before stay until they are there.
//!
//! Owns the text, the hits and the selected one. With nothing typed it lists the customers opened last.

#[cfg(test)]
mod tests;
pub(super) mod view;

use crate::app::finder::SearchId;
use crate::app::mouse::TURN;
use crate::app::{Ctx, Effects, Key, Model, Trail, edit_of};
use crate::domain::CustomerId;
use crate::lang::Lang;
use crate::overlays::Overlay;
use crate::search::{Found, Hit};
use crate::tr;
use crate::ui::widgets::TextInput;
use crate::ui::{Cursor, Motion};

/// The most customers that are shown at once.
pub const ROWS: u16 = 10;

/// What was typed, and who was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Search {
    /// What was typed.
    pub query: TextInput,
    asked: SearchId,
    found: Option<Found>,
    rows: Vec<CustomerId>,
    cursor: Cursor<CustomerId>,
}

impl Search {
    /// The customers to show, with the selected one.
    pub fn rows(&self) -> (&[CustomerId], &Cursor<CustomerId>) {
        (&self.rows, &self.cursor)
    }

    /// What matched of a customer; `None` for one that was opened last.
    pub fn hit(&self, customer: CustomerId) -> Option<&Hit> {
        self.found.as_ref()?.hits.iter().find(|hit| hit.id == customer)
    }

    /// How many were found in all; `None` before the first answer and with nothing typed.
    pub fn total(&self) -> Option<usize> {
        self.found.as_ref().map(|found| found.total)
    }

    /// Selects the row on a line of the list, from 0.
    pub fn click(&mut self, line: u16) {
        let shown = u16::try_from(self.rows.len()).unwrap_or(u16::MAX).min(ROWS);
        self.cursor.click(line, &self.rows, shown);
    }

    /// Scrolls without moving the selection.
    pub fn wheel(&mut self, turn: Motion) {
        self.cursor.wheel(turn, TURN, self.rows.len(), ROWS);
    }

    /// Moves in the list.
    pub fn motion(&mut self, motion: Motion) {
        self.cursor.go(motion, &self.rows, ROWS);
    }

    /// The list as a trail, from the selected customer.
    pub fn trail(&self, lang: Lang) -> Option<Trail> {
        self.cursor.key()?;
        let crumbs = match self.query.value().trim() {
            "" => tr!(lang, "find.recent").into_owned(),
            text => format!("{} > {text}", tr!(lang, "find.title")),
        };
        Some(Trail { crumbs, customers: self.rows.clone(), at: self.cursor.index() })
    }

    fn show(&mut self, rows: Vec<CustomerId>, found: Option<Found>) {
        self.rows = rows;
        self.found = found;
    }

    fn select_first(&mut self) {
        self.cursor = Cursor::default();
        self.cursor.go(Motion::First, &self.rows, ROWS);
    }
}

/// Opens the search with a text.
pub fn open(model: &mut Model, text: &str) -> Effects {
    model.overlays.push(Overlay::Search(Search { query: TextInput::new(text), ..Search::default() }));
    ask(model)
}

/// A key for the text.
pub fn input(model: &mut Model, key: Key) -> Effects {
    let Some(Overlay::Search(search)) = model.overlays.top_mut() else { return Effects::none() };
    match edit_of(key) {
        Some(edit) if search.query.edit(edit) => ask(model),
        _ => Effects::none(),
    }
}

/// Pasted text.
pub fn paste(model: &mut Model, text: &str) -> Effects {
    if let Some(Overlay::Search(search)) = model.overlays.top_mut() {
        search.query.paste(text);
    }
    ask(model)
}

/// An answer: late ones, and those of a search that was cut off, are dropped.
pub fn found(model: &mut Model, id: SearchId, found: Option<Found>) {
    let Some(search) = model.overlays.search_mut() else { return };
    let Some(found) = found.filter(|_| search.asked == id) else { return };
    let is_same = search.found.as_ref() == Some(&found);
    search.show(found.hits.iter().map(|hit| hit.id).collect(), Some(found));
    if !is_same {
        search.select_first();
    }
}

/// The book has changed: what is found may have changed too.
pub fn book_changed(model: &mut Model, _ctx: &Ctx) -> Effects {
    if model.overlays.search_mut().is_some() { ask(model) } else { Effects::none() }
}

/// Asks for what is typed; with nothing typed the customers opened last are there at once.
fn ask(model: &mut Model) -> Effects {
    let recent: Vec<CustomerId> =
        model.finder.recent().iter().copied().filter(|id| model.book.find(*id).is_some()).collect();
    let Some(search) = model.overlays.search_mut() else { return Effects::none() };
    let (asked, effects) = model.finder.find(search.query.value());
    search.asked = asked;
    if search.query.value().trim().is_empty() {
        search.asked = SearchId::default();
        search.show(recent, None);
        search.select_first();
        return Effects::none();
    }
    effects
}
