//! The pane of Customers: what is known of the selected customer. At once what his row says, after a rest his card.
//!
//! At the right it is made of sections by rank: where they do not all fit, the lowest keep their heading or go.

mod group;
mod lines;

use super::columns;
use crate::book::{Book, Card, Row, TextOf};
use crate::screens::customers::layout::PARTED;
use crate::screens::side::Side;
use crate::screens::{View, dossier};
use crate::ui::widgets::heading;
use crate::ui::{Canvas, Line, Role, strip};
use ratatui::layout::Rect;

/// Whom the pane is about.
#[derive(Clone, Copy)]
struct About<'a> {
    view: &'a View<'a>,
    book: &'a Book,
    row: &'a Row,
    card: Option<&'a Card>,
}

/// A part of the pane, most important first.
struct Section {
    title: String,
    tail: Line<'static>,
    lines: Vec<Line<'static>>,
}

/// Draws the pane for the selected customer.
pub fn draw(view: &View<'_>, canvas: &mut Canvas<'_>, side: Side, area: Rect) {
    let state = &view.model.customers;
    let found = state.customer().and_then(|customer| view.model.book.find(customer));
    let Some((book, row)) = found else {
        return group::draw(view, canvas, area);
    };
    let about = About { view, book, row, card: state.selected_card() };
    about.name_line(canvas, area);
    let body = Rect { y: area.y + 1, height: area.height - 1, ..area };
    match side {
        Side::Below => draw_lines(canvas, body, &about.short_lines(area.width.saturating_sub(2))),
        Side::Right => about.sections_in(canvas, body),
    }
}

fn draw_lines(canvas: &mut Canvas<'_>, area: Rect, lines: &[Line<'_>]) {
    for (y, line) in (area.y..area.bottom()).zip(lines) {
        canvas.line(strip(area.x + 1, y, area.width.saturating_sub(2)), line);
    }
}

impl About<'_> {
    /// ` 马玉兰  100482 ------------ 138****6027 `
    fn name_line(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let number = self.book.text(self.row, TextOf::CustomerNo);
        let name = self.book.display_name(self.row);
        let row = strip(area.x + 1, area.y, area.width.saturating_sub(2));
        let line = Line::new().private(name.to_owned(), Role::Head);
        let line = if name == number { line } else { line.private(format!("  {number}"), Role::Dim) };
        let used = canvas.line(row, &line) + 1;
        let phone = dossier::number(self.view, (self.book, self.row), row.width.saturating_sub(used + 2));
        let rule = row.width.saturating_sub(used + phone.width() + 1);
        canvas.rule(strip(row.x + used, row.y, rule), '-', Role::Dim);
        canvas.line_right(row, &phone);
    }

    /// The sections that fit: all lines by rank, then headings alone, then nothing.
    fn sections_in(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let is_parted = area.width >= PARTED;
        let left = if is_parted { Rect { width: area.width / 2, ..area } } else { area };
        let mut sections = self.sections(left.width.saturating_sub(2));
        // Until the card is there, the next contact is all there is.
        if is_parted && sections.len() > 1 {
            let x = left.right();
            for y in area.top()..area.bottom() {
                canvas.rule(strip(x, y, 1), '|', Role::Dim);
            }
            let right = Rect { x: x + 1, width: area.right() - x - 1, ..area };
            let dealings: Vec<Section> = sections.pop().into_iter().collect();
            draw_sections(canvas, right, &dealings);
        }
        let intro = self.intro(left.width.saturating_sub(2));
        draw_lines(canvas, left, &intro);
        let taken = u16::try_from(intro.len()).unwrap_or(u16::MAX).min(left.height);
        draw_sections(canvas, Rect { y: left.y + taken, height: left.height - taken, ..left }, &sections);
    }
}

/// Draws sections below each other.
fn draw_sections(canvas: &mut Canvas<'_>, area: Rect, sections: &[Section]) {
    let sizes: Vec<u16> =
        sections.iter().map(|section| u16::try_from(section.lines.len()).unwrap_or(u16::MAX)).collect();
    let mut y = area.y;
    for (section, lines) in sections.iter().zip(shares(&sizes, area.height)) {
        let Some(lines) = lines else { break };
        heading(canvas, strip(area.x, y, area.width), &section.title, &section.tail);
        draw_lines(canvas, Rect { y: y + 1, height: lines, ..area }, &section.lines);
        y += lines + 1;
    }
}

/// How many lines each section gets under its heading; `None` for those that go. Each lower heading is kept a row
/// as long as the sections before it still get two lines.
fn shares(sizes: &[u16], height: u16) -> Vec<Option<u16>> {
    let mut left = height;
    let mut shares = Vec::new();
    for (at, size) in sizes.iter().enumerate() {
        let after = u16::try_from(sizes.len() - at - 1).unwrap_or(u16::MAX);
        let Some(room) = left.checked_sub(1) else {
            shares.push(None);
            continue;
        };
        let kept = after.min(room.saturating_sub(2));
        let lines = (*size).min(room - kept);
        left = room - lines;
        shares.push(Some(lines));
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::shares;

    #[test]
    fn lower_sections_shrink_before_they_go() {
        assert_eq!(shares(&[3, 3, 3], 12), [Some(3), Some(3), Some(3)]);
        assert_eq!(shares(&[3, 3, 3], 9), [Some(3), Some(3), Some(0)]);
        assert_eq!(shares(&[3, 3, 3], 5), [Some(2), Some(1), None]);
        assert_eq!(shares(&[3, 3, 3], 3), [Some(2), None, None]);
        assert_eq!(shares(&[3, 3, 3], 0), [None, None, None]);
    }

    #[test]
    fn sections_never_take_more_than_there_is() {
        for height in 0..40 {
            let used: u16 =
                shares(&[4, 9, 3, 2, 20], height).into_iter().flatten().map(|lines| lines + 1).sum();
            assert!(used <= height, "{height}: {used}");
        }
    }
}
