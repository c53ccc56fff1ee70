//! The only way onto the screen: text at a place, in a role, cut to a width.
//!
//! Owns three laws: no piece leaves its width, no half of a wide character is left over, and under the veil
//! private pieces are `*` in the same columns. Also carries the caret, the one place where the hardware cursor
//! may stand.

use super::line::{Line, Secrecy, Span};
use super::text;
use super::theme::{Role, Theme};
use crate::domain::secret;
use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};

/// Whether private pieces are hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Veil {
    /// Everything is readable.
    #[default]
    Off,
    /// Private pieces are `*`.
    On,
}

/// The glyphs of rules, bars and boxes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Glyphs {
    /// `- | = +`: the same width everywhere.
    #[default]
    Ascii,
    /// Lines and blocks in the same cells, where the terminal shows them one column wide.
    Lines,
}

/// How a canvas draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Manner {
    /// Whether private pieces are hidden.
    pub veil: Veil,
    /// The glyphs of rules.
    pub glyphs: Glyphs,
}

/// A buffer with a theme, a manner and a caret.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    theme: &'a Theme,
    manner: Manner,
    caret: Option<Position>,
    /// What a row under the cursor is shown as.
    focus: Role,
}

impl<'a> Canvas<'a> {
    /// A canvas over the whole buffer.
    pub fn new(buffer: &'a mut Buffer, theme: &'a Theme, manner: Manner) -> Canvas<'a> {
        Canvas { buffer, theme, manner, caret: None, focus: Role::Focus }
    }

    /// The whole screen.
    pub fn area(&self) -> Rect {
        self.buffer.area
    }

    /// What a row under the cursor is shown as from here on: [`Role::Focus`], or [`Role::FocusOff`] where something
    /// in front of it has the keys.
    pub fn set_focus(&mut self, focus: Role) {
        self.focus = focus;
    }

    /// Where the hardware cursor stands, if anywhere.
    pub fn caret(&self) -> Option<Position> {
        self.caret
    }

    /// Puts the hardware cursor at a place; outside the screen it is left hidden.
    pub fn set_caret(&mut self, x: u16, y: u16) {
        let at = Position { x, y };
        if self.buffer.area.contains(at) {
            self.caret = Some(at);
        }
    }

    /// Draws `text` in the first row of `area`, cut with `~`. Returns the columns used.
    pub fn text(&mut self, area: Rect, text: &str, role: Role) -> u16 {
        if secret::has_secret(text) {
            return self.line(area, &Line::new().with(text, role));
        }
        let cut = text::cut(text, area.width);
        self.put(area, &cut, role)
    }

    /// Draws `text` against the right edge of `area`.
    pub fn right(&mut self, area: Rect, text: &str, role: Role) {
        let cut = text::cut(text, area.width);
        self.line_right(area, &Line::new().with(cut, role));
    }

    /// Draws a line in the first row of `area`, cut with `~`. Returns the columns used.
    pub fn line(&mut self, area: Rect, line: &Line<'_>) -> u16 {
        let mut used = 0;
        for (at, span) in line.0.iter().enumerate() {
            let left = strip(area.x + used, area.y, area.width.saturating_sub(used));
            let after: u16 = line.0[at + 1..].iter().map(|span| text::width(&span.text)).sum();
            let shown = self.shown(span);
            let fits = text::width(&shown) <= left.width;
            // The piece that is cut shows `~`, and so does one that ends at the edge with more to come.
            if fits && (after == 0 || text::width(&shown) < left.width) {
                used += self.put(left, &shown, span.role);
                continue;
            }
            let room = if fits { format!("{shown} ") } else { shown };
            used += self.text(left, &room, span.role);
            break;
        }
        used
    }

    /// Draws a line against the right edge of `area`.
    pub fn line_right(&mut self, area: Rect, line: &Line<'_>) {
        let used = line.width().min(area.width);
        self.line(strip(area.right() - used, area.y, used), line);
    }

    /// Fills the first row of `area` with a one-column glyph; `- | =` are rules and bars.
    pub fn rule(&mut self, area: Rect, glyph: char, role: Role) {
        let glyph = match (self.manner.glyphs, glyph) {
            (Glyphs::Lines, '-') => '\u{2500}',
            (Glyphs::Lines, '|') => '\u{2502}',
            (Glyphs::Lines, '=') => '\u{2588}',
            (_, glyph) => glyph,
        };
        let text: String = std::iter::repeat_n(glyph, usize::from(area.width)).collect();
        self.put(area, &text, role);
    }

    /// Draws a box along the edges of `area`.
    pub fn frame(&mut self, area: Rect, role: Role) {
        if area.width < 2 || area.height < 2 {
            return;
        }
        let (right, bottom) = (area.right() - 1, area.bottom() - 1);
        for y in [area.y, bottom] {
            self.rule(strip(area.x, y, area.width), '-', role);
        }
        for y in area.y + 1..bottom {
            self.rule(strip(area.x, y, 1), '|', role);
            self.rule(strip(right, y, 1), '|', role);
        }
        let corners = match self.manner.glyphs {
            Glyphs::Ascii => ["+"; 4],
            Glyphs::Lines => ["\u{250c}", "\u{2510}", "\u{2514}", "\u{2518}"],
        };
        let places = [(area.x, area.y), (right, area.y), (area.x, bottom), (right, bottom)];
        for (corner, (x, y)) in corners.into_iter().zip(places) {
            self.put(strip(x, y, 1), corner, role);
        }
    }

    /// Makes an area blank, and with it the halves of wide characters that its edges cut.
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        for y in area.top()..area.bottom() {
            self.mend_edges(area.left(), y, area.width);
            for x in area.left()..area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                }
            }
        }
    }

    /// Marks a row or field as the focus: all colours are dropped, attributes stay.
    pub fn focus(&mut self, area: Rect) {
        self.overlay_role(area, self.focus);
    }

    /// The same in a pane without focus.
    pub fn focus_off(&mut self, area: Rect) {
        self.overlay_role(area, Role::FocusOff);
    }

    /// Adds a role's style to what is already drawn.
    pub fn patch(&mut self, area: Rect, role: Role) {
        let style = self.theme.style(role);
        self.buffer.set_style(area.intersection(self.buffer.area), style);
    }

    fn overlay_role(&mut self, area: Rect, role: Role) {
        let style = self.theme.style(role);
        let area = area.intersection(self.buffer.area);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                let is_behind_wide =
                    x.checked_sub(2).and_then(|x| self.buffer.cell((x, y))).is_some_and(is_wide);
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.fg = Color::Reset;
                    cell.set_style(style);
                    // Where a wide character stood half under the one before this cell, writing that one clears this
                    // cell on the terminal, and a blank of the same style counts as unchanged: it would stay a hole.
                    if is_behind_wide && cell.symbol() == " " {
                        cell.set_diff_option(CellDiffOption::AlwaysUpdate);
                    }
                }
            }
        }
    }

    fn shown(&self, span: &Span<'_>) -> String {
        match (self.manner.veil, span.secrecy) {
            (Veil::On, Secrecy::Private) => {
                span.text.chars().map(|ch| if ch == ' ' { " ".into() } else { stars(ch) }).collect()
            }
            _ => span.text.clone().into_owned(),
        }
    }

    fn put(&mut self, place: Rect, text: &str, role: Role) -> u16 {
        let area = self.buffer.area;
        let Rect { x, y, .. } = place;
        if y >= area.bottom() || x >= area.right() || place.width == 0 || text.is_empty() {
            return 0;
        }
        let room = place.width.min(area.right() - x);
        let clean = text::drawable(text);
        let drawn = text::head(&clean, room);
        let used = text::width(drawn);
        self.mend_edges(x, y, used);
        // A role without a colour takes the terminal's own, not that of what stood there before.
        let style = Style::reset().patch(self.theme.style(role));
        self.buffer.set_stringn(x, y, drawn, usize::from(room), style);
        used
    }

    /// Blanks the wide characters that stand half inside `[x, x + columns)`.
    fn mend_edges(&mut self, x: u16, y: u16, columns: u16) {
        if x > self.buffer.area.left() {
            self.blank_if_wide(x - 1, y);
        }
        if columns > 0 {
            let last = x + columns - 1;
            if self.blank_if_wide(last, y)
                && let Some(cell) = self.buffer.cell_mut((last + 1, y))
            {
                cell.set_symbol(" ");
            }
        }
    }

    fn blank_if_wide(&mut self, x: u16, y: u16) -> bool {
        let Some(cell) = self.buffer.cell_mut((x, y)) else { return false };
        let wide = text::width(cell.symbol()) > 1;
        if wide {
            cell.set_symbol(" ");
            cell.modifier = Modifier::empty();
        }
        wide
    }
}

/// A place on the screen: one row from `x`, so many columns wide.
pub fn strip(x: u16, y: u16, width: u16) -> Rect {
    Rect::new(x, y, width, 1)
}

fn is_wide(cell: &Cell) -> bool {
    text::width(cell.symbol()) > 1
}

fn stars(ch: char) -> String {
    "*".repeat(usize::from(text::width(ch.encode_utf8(&mut [0; 4]))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(veil: Veil, draw: impl FnOnce(&mut Canvas<'_>)) -> String {
        let theme = Theme::plain();
        let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 1));
        draw(&mut Canvas::new(&mut buffer, &theme, Manner { veil, ..Manner::default() }));
        let mut text = String::new();
        let mut skip = 0;
        for cell in &buffer.content {
            if skip > 0 {
                skip -= 1;
                continue;
            }
            skip = text::width(cell.symbol()).saturating_sub(1);
            text.push_str(cell.symbol());
        }
        text
    }

    #[test]
    fn a_box_over_wide_characters_leaves_no_half_behind() {
        let text = drawn(Veil::Off, |canvas| {
            canvas.text(strip(0, 0, 10), "马玉兰白杨", Role::Text);
            canvas.clear(Rect::new(1, 0, 4, 1));
            canvas.text(strip(1, 0, 1), "|", Role::Text);
        });
        assert_eq!(text, " |    白杨");
        assert_eq!(text::width(&text), 10);
    }

    #[test]
    fn under_the_veil_private_pieces_are_stars_of_the_same_width() {
        let line = Line::new().with("客户 ", Role::Dim).private("马 7", Role::Text);
        assert_eq!(drawn(Veil::On, |c| _ = c.line(strip(0, 0, 10), &line)), "客户 ** * ");
        assert_eq!(drawn(Veil::Off, |c| _ = c.line(strip(0, 0, 10), &line)), "客户 马 7 ");
    }

    #[test]
    fn a_line_that_is_cut_says_so_at_the_edge() {
        let line = Line::plain("abc").with("def", Role::Dim).with("ghi", Role::Dim);
        assert_eq!(drawn(Veil::Off, |c| _ = c.line(strip(0, 0, 5), &line)), "abcd~     ");
        assert_eq!(drawn(Veil::Off, |c| _ = c.line(strip(0, 0, 6), &line)), "abcde~    ");
        assert_eq!(drawn(Veil::Off, |c| _ = c.line(strip(0, 0, 9), &line)), "abcdefghi ");
    }

    #[test]
    fn a_blank_in_the_focus_behind_a_wide_character_is_drawn_anew() {
        let theme = Theme::plain();
        let row = |text: &str| {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 1));
            let mut canvas = Canvas::new(&mut buffer, &theme, Manner::default());
            canvas.text(strip(0, 0, 10), text, Role::Text);
            canvas.focus(strip(0, 0, 10));
            buffer
        };
        let (before, after) = (row("a易 5"), row("上 5"));
        let drawn: Vec<u16> = before.diff_iter(&after).map(|(x, ..)| x).collect();
        assert!(drawn.contains(&2), "{drawn:?}");
    }

    #[test]
    fn drawing_outside_the_screen_does_nothing() {
        let text = drawn(Veil::Off, |canvas| {
            canvas.text(strip(8, 0, 5), "马玉", Role::Text);
            canvas.text(strip(20, 0, 5), "x", Role::Text);
            canvas.text(strip(0, 9, 5), "x", Role::Text);
            canvas.set_caret(30, 0);
            assert_eq!(canvas.caret(), None);
        });
        assert_eq!(text, "        马");
    }
}
