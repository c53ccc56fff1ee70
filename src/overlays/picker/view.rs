//! How the picker looks: a box with the text and the options that fit it.

use super::Picker;
use crate::overlays::narrowed::ROWS;
use crate::screens::View;
use crate::tr;
use crate::ui::layout::{FrameAreas, centred};
use crate::ui::widgets::{Focus, List, boxed};
use crate::ui::{Canvas, Line, Role, strip, text};
use ratatui::layout::Rect;

/// Columns of the box, where there is room.
const WIDTH: u16 = 64;

/// Draws the picker over row 2 and what is below.
pub fn draw(picker: &Picker, view: &View<'_>, canvas: &mut Canvas<'_>, areas: &FrameAreas) {
    let lang = view.ctx.lang;
    let (rows, cursor) = picker.list.rows();
    let outer = areas.tall_body();
    let count = u16::try_from(rows.len()).unwrap_or(u16::MAX).clamp(1, ROWS);
    let height = (count + 3).min(outer.height);
    let place = Rect { height, y: outer.y, ..centred(outer, WIDTH.min(outer.width - 2), height) };
    let title = Line::new().with(picker.title.clone(), Role::Head);
    let area = boxed(canvas, place, &title, "");
    let total = tr!(lang, "picker.count", count = rows.len());
    canvas.text(strip(area.x, area.y, 2), "/ ", Role::Key);
    canvas.right(strip(area.x, area.y, area.width), &total, Role::Dim);
    let field = area.width.saturating_sub(3 + text::width(&total));
    picker.list.query.draw(canvas, Rect { x: area.x + 2, width: field, height: 1, ..area }, Focus::On);
    let list = Rect { x: area.x - 1, y: area.y + 1, width: area.width + 1, height: area.height - 1 };
    if rows.is_empty() {
        canvas.text(strip(area.x, list.y, area.width), &tr!(lang, "picker.nothing"), Role::Dim);
    }
    List { area: list, rows, cursor, focus: Focus::On }.draw(canvas, |canvas, row, at| {
        let option = picker.option(at)?;
        let note = text::cut(&option.note, row.width / 2);
        let words = row.width.saturating_sub(text::width(&note) + 1);
        canvas.text(strip(row.x, row.y, words), &option.words, Role::Text);
        canvas.right(strip(row.x, row.y, row.width), &note, Role::Dim);
        None
    });
}
