//! Empty states: why a list is empty, and what can be done. They stand where the list would.

use super::View;
use crate::app::command;
use crate::app::recompute;
use crate::app::scope;
use crate::app::{Model, Scope};
use crate::tr;
use crate::ui::{Canvas, Line, Role, strip, text};
use ratatui::layout::Rect;

/// Columns of a key.
const KEY: u16 = 7;

/// The ways out of an empty book: a command, and what it brings.
const WAYS: [(&str, &str); 3] =
    [("import.open", "empty.import"), ("customer.add", "empty.by_hand"), ("app.demo", "empty.demo")];

/// The scopes of a screen of customers while there are none: keys for customers would be dead.
pub const SCOPES: &[Scope] = &[Scope::NoCustomers, Scope::Customer, Scope::Tabs, Scope::App];

/// Whether the book is known to have no customers.
pub fn is_empty_book(model: &Model) -> bool {
    match (model.book.get(), &model.session.overview) {
        (Some(book), _) => book.is_empty(),
        (None, Some(overview)) => !overview.has_customers && !recompute::is_stopped(model),
        (None, None) => false,
    }
}

/// The book has no customers.
pub fn no_customers(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let lang = view.ctx.lang;
    let row = |y: u16| strip(area.x + 1, area.y + y, if y < area.height { area.width - 2 } else { 0 });
    if recompute::is_stopped(view.model) {
        // Whether there are customers shows when the book is there.
        let line = Line::new().with(key(view, "app.recompute"), Role::Key).gap(2);
        canvas.line(row(0), &Line::new().with(tr!(lang, "empty.stopped"), Role::Text));
        canvas.line(row(1), &line.with(tr!(lang, "empty.recompute"), Role::Text));
        return;
    }
    if !is_empty_book(view.model) {
        return;
    }
    canvas.text(row(0), &tr!(lang, "empty.no_customers"), Role::Text);
    for (y, (id, what)) in (1..).zip(WAYS) {
        // What Enter does comes first.
        let sign = if y == 1 { "> " } else { "  " };
        let line = Line::new()
            .with(sign, Role::Text)
            .with(text::pad(&key(view, id), KEY), Role::Key)
            .with(lang.text(what), Role::Text);
        canvas.line(row(y), &line);
    }
}

/// The key of a command, else the word that names it in the palette.
fn key(view: &View<'_>, id: &str) -> String {
    let Some(row) = command::named(id) else { return String::new() };
    let keys = view.keys.all_keys(row, &scope::of_screen(view.model), view.ctx.lang);
    match keys.split(' ').find(|key| !key.is_empty()) {
        Some(key) => key.to_owned(),
        None => row.aliases.first().map(|alias| format!(":{alias}")).unwrap_or_default(),
    }
}
