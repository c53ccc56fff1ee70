//! Empty states: why a list is empty, and what can be done. They stand where the list would.

use super::View;
use crate::tr;
use crate::ui::{Canvas, Role, strip};
use ratatui::layout::Rect;

/// The book has no customers.
pub fn no_customers(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let lang = view.ctx.lang;
    let is_empty = view.model.session.overview.as_ref().is_some_and(|overview| !overview.has_customers);
    if !is_empty {
        return;
    }
    canvas.text(strip(area.x + 1, area.y, area.width - 2), &tr!(lang, "empty.no_customers"), Role::Text);
    canvas.text(
        strip(area.x + 1, area.y + 1, area.width - 2),
        &tr!(lang, "empty.no_customers_how"),
        Role::Dim,
    );
}
