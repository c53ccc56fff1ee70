//! How forms look.

use super::form::{Field, FieldId, Value};
use super::{Base, Draft, Target, class, consent};
use crate::app::{Ctx, Model};
use crate::lang::Lang;
use crate::screens::View;
use crate::tr;
use crate::ui::widgets::{Field as TextField, Focus};
use crate::ui::{Canvas, FrameAreas, Line, Role, format, strip, text};
use ratatui::layout::{Position, Rect};

/// A form is never wider.
const WIDEST: u16 = 84;

/// Draws row 2: what the form is about, and why it could not be saved.
pub fn head(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect) {
    let Some(target) = view.model.edit.open else { return };
    let lang = view.ctx.lang;
    let key = match target {
        Target::New => "edit.title.new",
        Target::Customer(_) => "edit.title.customer",
        Target::Class(_) => "edit.title.class",
        Target::Consent(..) => "edit.title.consent",
    };
    let mut line = Line::new().with(lang.text(key), Role::Head);
    if let Some((book, found)) = target.customer().and_then(|customer| view.model.book.find(customer)) {
        line = line.gap(2).private(book.display_name(found).to_owned(), Role::Head);
    }
    if let Some(failure) = view.model.edit.draft().and_then(|draft| draft.failure.as_ref()) {
        line = line.gap(2).with(format!("! {failure}"), Role::Alert);
    }
    canvas.line(strip(row.x + 1, row.y, row.width - 2), &line);
}

/// The rows for fields in the body of a window.
fn field_rows(body: Rect) -> Rect {
    let width = body.width.min(WIDEST).saturating_sub(2);
    Rect { x: body.x + 1, width, height: body.height.saturating_sub(1), ..body }
}

/// The fields that can be seen with their places in `rows`, and how many rows all of them take.
fn places(draft: &Draft, rows: Rect, lang: Lang) -> (Vec<(usize, Rect)>, u16) {
    let fields = &draft.form.fields;
    let room = room(rows.width, label_width(lang, draft));
    let heights: Vec<u16> = fields.iter().map(|field| height(field, room)).collect();
    let top = first_row(&heights, draft.form.focus, rows.height);
    let (mut places, mut y) = (Vec::new(), 0u16);
    for (at, field) in fields.iter().enumerate() {
        let line = y.checked_sub(top).filter(|line| line + heights[at] <= rows.height);
        if let Some(line) = line.filter(|_| field.is_shown) {
            places.push((at, Rect { y: rows.y + line, height: heights[at], ..rows }));
        }
        y += heights[at];
    }
    (places, y)
}

/// The field at a place of the window.
pub fn field_at(model: &Model, ctx: &Ctx, at: Position) -> Option<usize> {
    let rows = field_rows(FrameAreas::of(ctx.size)?.body);
    let (places, _) = places(model.edit.draft()?, rows, ctx.lang);
    places.into_iter().find(|(_, row)| row.contains(at)).map(|(field, _)| field)
}

/// Draws the fields, scrolled so that the one with the caret shows; below them, what belongs into it.
pub fn body(view: &View<'_>, canvas: &mut Canvas<'_>, areas: &FrameAreas) {
    let Some(draft) = view.model.edit.draft() else { return };
    let lang = view.ctx.lang;
    let area = areas.body;
    let rows = field_rows(area);
    let width = rows.width;
    let labels = label_width(lang, draft);
    let (places, y) = places(draft, rows, lang);
    for (at, row) in places {
        let focus = if at == draft.form.focus { Focus::On } else { Focus::Off };
        draw_field(view, canvas, row, (&draft.form.fields[at], labels, focus));
    }
    if let Some(field) = draft.form.focused() {
        let help = match read_as(view, draft, field) {
            Some(read) => read.into(),
            None => lang.text(&format!("edit.help.{}", field.id.name())),
        };
        let more = if y > rows.height {
            let at =
                draft.form.fields.iter().take(draft.form.focus + 1).filter(|field| field.is_shown).count();
            tr!(lang, "edit.more", at = at, of = draft.form.shown().count())
        } else {
            "".into()
        };
        let last = strip(rows.x, rows.bottom(), width);
        canvas.right(last, &more, Role::Dim);
        canvas.text(
            strip(rows.x, rows.bottom(), width.saturating_sub(text::width(&more) + 1)),
            &help,
            Role::Dim,
        );
    }
}

/// A typed end as it is understood, with its weekday: `= 2026-12-15 周二`; what a chosen consent means.
fn read_as(view: &View<'_>, draft: &Draft, field: &Field) -> Option<String> {
    let around = (view.ctx.now, view.ctx.lang);
    let until = match (&draft.base, field.id) {
        (Base::Class(base), FieldId::Until) => class::until(field.current(), base, around),
        (Base::Consent(base), FieldId::ClosedUntil) => consent::until(field.current(), base, around),
        (Base::Consent(_), FieldId::Consent) => {
            return Some(view.ctx.lang.text(&format!("edit.means.{}", field.current())).into_owned());
        }
        _ => return None,
    };
    let until = until.ok().flatten()?;
    Some(format!("= {until} {}", format::weekday(view.ctx.lang, until)))
}

fn label(lang: Lang, draft: &Draft, field: &Field) -> String {
    let is_firm = draft.form.text(FieldId::Kind) == "firm";
    match field.id {
        FieldId::BirthOn if is_firm => tr!(lang, "edit.field.founded_on").into_owned(),
        id => lang.text(&format!("edit.field.{}", id.name())).into_owned(),
    }
}

fn label_width(lang: Lang, draft: &Draft) -> u16 {
    draft.form.fields.iter().map(|field| text::width(&label(lang, draft, field))).max().unwrap_or(0)
}

/// Columns behind the labels.
fn room(width: u16, labels: u16) -> u16 {
    width.saturating_sub(labels + 3)
}

/// What is wrong with a field, in lines.
fn problem_lines(field: &Field, room: u16) -> Vec<String> {
    field.problem.iter().flat_map(|problem| text::wrap(&format!("! {problem}"), room)).collect()
}

/// Rows of a field: one, and those for what is said about it; none where it means nothing.
fn height(field: &Field, room: u16) -> u16 {
    if !field.is_shown {
        return 0;
    }
    let problem = u16::try_from(problem_lines(field, room).len()).unwrap_or(u16::MAX);
    1 + problem + u16::from(field.theirs.is_some())
}

/// The first shown row, so that the field with the caret stands in the middle where the form is longer than the room.
fn first_row(heights: &[u16], focus: usize, room: u16) -> u16 {
    let total: u16 = heights.iter().sum();
    let before: u16 = heights.iter().take(focus).sum();
    let wanted = before.saturating_sub(room / 2).min(total.saturating_sub(room));
    // Fields are not cut at the top: the window begins at one.
    let starts = heights.iter().scan(0, |y, height| {
        let start = *y;
        *y += height;
        Some(start)
    });
    starts.filter(|start| *start >= wanted).min().unwrap_or(0)
}

fn draw_field(
    view: &View<'_>,
    canvas: &mut Canvas<'_>,
    row: Rect,
    (field, label_width, focus): (&Field, u16, Focus),
) {
    let Some(draft) = view.model.edit.draft() else { return };
    let label = label(view.ctx.lang, draft, field);
    match &field.value {
        Value::Text(input) => {
            let secrecy = field.id.secrecy();
            TextField { label: &label, label_width, input, error: None, focus, secrecy }.draw(canvas, row);
        }
        Value::Choice(options, at) => {
            canvas.text(strip(row.x, row.y, label_width), &label, Role::Dim);
            let x = row.x + label_width + 1;
            let words: Vec<&str> = options.iter().map(|option| option.words.as_str()).collect();
            draw_choice(canvas, strip(x, row.y, row.right().saturating_sub(x)), (&words, *at, focus));
        }
    }
    if focus == Focus::On {
        canvas.text(strip(row.x.saturating_sub(1), row.y, 1), ">", Role::Text);
    }
    let below = strip(row.x + label_width + 2, row.y, room(row.width, label_width));
    let mut y = row.y + 1;
    for words in problem_lines(field, below.width) {
        canvas.line(Rect { y, ..below }, &Line::new().private(words, Role::Alert));
        y += 1;
    }
    if let Some(theirs) = &field.theirs {
        let named = match &field.value {
            Value::Choice(options, _) => options.iter().find(|option| option.code == *theirs),
            Value::Text(_) => None,
        };
        let theirs = named.map_or(theirs, |option| &option.words);
        let words = tr!(view.ctx.lang, "edit.theirs", theirs = theirs);
        canvas.line(Rect { y, ..below }, &Line::new().private(words, Role::Warn));
    }
}

/// The options in a row, the selected one in brackets; where they do not fit, those around it, and at the ends how many
/// more there are: `<2 [贵宾]  基础  3>`.
fn draw_choice(canvas: &mut Canvas<'_>, row: Rect, (options, at, focus): (&[&str], usize, Focus)) {
    let widths: Vec<u16> = options.iter().map(|words| text::width(words) + 2).collect();
    let all: u16 = widths.iter().sum();
    let (from, to) = if all <= row.width {
        (0, options.len())
    } else {
        shown(&widths, at, row.width.saturating_sub(2 * MORE))
    };
    if from > 0 {
        canvas.text(strip(row.x, row.y, MORE), &format!("<{from}"), Role::Dim);
    }
    let mut x = row.x + if from > 0 { MORE } else { 0 };
    for (place, words) in options.iter().enumerate().take(to).skip(from) {
        let is_selected = place == at;
        let shown = if is_selected { format!("[{words}]") } else { format!(" {words} ") };
        let role = if is_selected { Role::Text } else { Role::Dim };
        let room = row.right().saturating_sub(x);
        let used = canvas.text(strip(x, row.y, room), &shown, role);
        if is_selected && focus == Focus::On {
            canvas.focus(Rect::new(x, row.y, used, 1));
            canvas.set_caret(x + 1, row.y);
        }
        x += used;
    }
    if to < options.len() {
        canvas.text(strip(x + 1, row.y, MORE), &format!("{}>", options.len() - to), Role::Dim);
    }
}

/// Columns of the count of options that do not fit.
const MORE: u16 = 4;

/// From which option to before which one there is room, the selected one among them.
fn shown(widths: &[u16], at: usize, room: u16) -> (usize, usize) {
    let (mut from, mut to) = (at, (at + 1).min(widths.len()));
    let mut left = room.saturating_sub(widths.get(at).copied().unwrap_or(0));
    loop {
        let before = from.checked_sub(1).filter(|at| widths[*at] <= left);
        if let Some(at) = before {
            (from, left) = (at, left - widths[at]);
        }
        let behind = widths.get(to).copied().filter(|width| *width <= left);
        if let Some(width) = behind {
            (to, left) = (to + 1, left - width);
        }
        if before.is_none() && behind.is_none() {
            return (from, to);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::shown;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_selected_option_shows_and_so_do_as_many_beside_it_as_fit(
            widths in prop::collection::vec(3u16..20, 1..12), at in 0usize..12, room in 20u16..80
        ) {
            let at = at % widths.len();
            let (from, to) = shown(&widths, at, room);
            prop_assert!((from..to).contains(&at));
            let used: u16 = widths[from..to].iter().sum();
            prop_assert!(used <= room);
            let next = [from.checked_sub(1), Some(to).filter(|to| *to < widths.len())];
            prop_assert!(next.into_iter().flatten().all(|at| used + widths[at] > room));
        }
    }
}
