//! How the palette looks: id, words with what of them matched, key; of what cannot work now the reason stands whole.

use super::{Entry, Hit, Palette};
use crate::app::command;
use crate::app::scope;
use crate::overlays::narrowed::{Matched, ROWS};
use crate::screens::View;
use crate::tr;
use crate::ui::layout::{FrameAreas, centred};
use crate::ui::line::Secrecy;
use crate::ui::widgets::{Focus, List, boxed};
use crate::ui::{Canvas, Line, Role, strip, text};
use ratatui::layout::Rect;

/// The palette is never wider.
const WIDEST: u16 = 96;
/// Columns of an id, with the blank behind it.
const ID: u16 = 23;
/// Columns of keys.
const KEYS: u16 = 14;
/// Narrower rows show no ids: words and reasons need the room.
const WITH_IDS: u16 = 70;

/// Draws the palette over row 2 and what is below.
pub fn draw(palette: &Palette, view: &View<'_>, canvas: &mut Canvas<'_>, areas: &FrameAreas) {
    let lang = view.ctx.lang;
    let (rows, cursor) = palette.list.rows();
    let count = u16::try_from(rows.len()).unwrap_or(u16::MAX).clamp(1, ROWS);
    let outer = areas.tall_body();
    let width = outer.width.min(WIDEST).saturating_sub(2);
    let place = Rect { height: (count + 3).min(outer.height), ..centred(outer, width, count + 3) };
    let title = Line::new().with(tr!(lang, "palette.title"), Role::Head);
    let area = boxed(canvas, Rect { y: outer.y, ..place }, &title, "");
    canvas.text(strip(area.x, area.y, 2), ": ", Role::Key);
    let total = tr!(lang, "palette.count", count = rows.len());
    canvas.right(strip(area.x, area.y, area.width), &total, Role::Dim);
    let field = area.width.saturating_sub(3 + text::width(&total));
    let input = Rect { x: area.x + 2, width: field, height: 1, ..area };
    palette.list.query.draw_as(canvas, input, (Focus::On, Secrecy::Open));
    let list = Rect { x: area.x - 1, y: area.y + 1, width: area.width + 1, height: area.height - 1 };
    if rows.is_empty() {
        canvas.text(strip(area.x, list.y, area.width), &tr!(lang, "palette.nothing"), Role::Dim);
    }
    let query = palette.list.wanted();
    List { area: list, rows, cursor, focus: Focus::On }.draw(canvas, |canvas, row, at| {
        let entry = palette.entry(at)?;
        draw_entry(view, canvas, row, (entry, &query));
        None
    });
}

fn draw_entry(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect, (entry, query): (&Entry, &str)) {
    let hit = (!query.is_empty()).then(|| entry.hit(query)).flatten().map(|(_, hit)| hit);
    let role = if entry.reason.is_some() { Role::Dim } else { Role::Text };
    let mut room = row;
    if row.width >= WITH_IDS {
        let id = match &hit {
            Some(Hit::Id(range)) => marked(entry.row, range, role),
            _ => Line::new().with(entry.row, role),
        };
        canvas.line(strip(row.x, row.y, ID - 1), &id);
        room = Rect { x: row.x + ID, width: row.width - ID, ..row };
    }
    let words = words(entry, hit.as_ref(), role);
    if let Some(reason) = &entry.reason {
        // The key would not work: the reason stands in its place, whole.
        let reason = tr!(view.ctx.lang, "palette.not_now", reason = reason);
        let behind = text::width(&reason).min(room.width.saturating_sub(8));
        let used = canvas.line(strip(room.x, room.y, room.width.saturating_sub(behind + 2)), &words);
        let gap = if used + 3 + behind <= room.width { 3 } else { 2 };
        canvas.text(strip(room.x + used + gap, room.y, behind), &reason, role);
        return;
    }
    let scopes = scope::of_screen(view.model);
    let keys = command::named(entry.row).map(|row| view.keys.all_keys(row, &scopes, view.ctx.lang));
    let keys = keys.unwrap_or_default();
    let right = text::width(&keys).min(KEYS);
    canvas.line(strip(room.x, room.y, room.width.saturating_sub(right + 1)), &words);
    canvas.right(strip(row.x, row.y, row.width), &text::cut(&keys, KEYS), Role::Key);
}

/// `推迟下次联系 ([tui]chi)`: the words, and the spelling that matched.
fn words(entry: &Entry, hit: Option<&Hit>, role: Role) -> Line<'static> {
    let plain = || Line::new().with(entry.words.clone(), role);
    match hit {
        Some(Hit::Words(Matched::Words(range))) => marked(&entry.words, range, role),
        Some(Hit::Words(Matched::Spelling(spelling, range))) => {
            plain().gap(1).join(bracketed(spelling, range))
        }
        Some(Hit::English(word, letters)) => plain().gap(1).join(bracketed(word, &(0..*letters))),
        Some(Hit::Id(_) | Hit::Alias) | None => plain(),
    }
}

/// A text with these bytes marked; where small letters take other bytes than what is shown, without a mark.
fn marked(text: &str, range: &std::ops::Range<usize>, role: Role) -> Line<'static> {
    let (start, end) = (range.start, range.end);
    match (text.get(..start), text.get(start..end), text.get(end..)) {
        (Some(before), Some(hit), Some(after)) => Line::new()
            .with(before.to_owned(), role)
            .with(hit.to_owned(), Role::Match)
            .with(after.to_owned(), role),
        _ => Line::new().with(text.to_owned(), role),
    }
}

/// `([tui]chi)`
fn bracketed(text: &str, range: &std::ops::Range<usize>) -> Line<'static> {
    let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default().to_owned();
    Line::new()
        .with(format!("({}[", part(0..range.start)), Role::Dim)
        .with(part(range.clone()), Role::Match)
        .with(format!("]{})", part(range.end..text.len())), Role::Dim)
}
