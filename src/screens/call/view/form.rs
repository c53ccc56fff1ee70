//! The form in the rows of the panel: the next contact, what the code asks for, a remark, and what Enter will do.

use super::{context, limits, outcome_text};
use crate::domain::TalkResult;
use crate::lang::Lang;
use crate::screens::View;
use crate::screens::call::form::{Field, Form};
use crate::tr;
use crate::ui::line::Secrecy;
use crate::ui::widgets::{Focus, TextInput, heading};
use crate::ui::{Canvas, Line, Role, strip, text};
use crate::work::LogContext;
use crate::work::playbook::Wait;
use crate::work::words::proposal_text;
use ratatui::layout::{Position, Rect};

/// The columns of the field of the next contact.
const NEXT: u16 = 26;
/// The narrowest field that the codes ask for, label included.
const LEAST: u16 = 19;

/// Draws the block.
pub fn draw(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let (call, lang) = (&view.model.call, view.ctx.lang);
    let Some(form) = &call.form else { return };
    let tail = Line::new().with(tr!(lang, "call.form.tail").into_owned(), Role::Dim);
    heading(canvas, area, &outcome_text(lang, form.outcome), &tail);
    let Some(context) = context(view) else { return };
    let mut row = Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: 1 };
    for fields in rows(form, row.width) {
        if row.y >= area.bottom() {
            return;
        }
        draw_row(view, canvas, row, (form, &fields));
        if fields == [Field::Next] {
            suggest(view, canvas, row, (form, &context));
        }
        row.y += 1;
    }
    let left = Rect { height: area.bottom().saturating_sub(row.y), ..row };
    draw_effects(view, canvas, left, (form, &context));
}

/// The fields by row: the next contact, what the code asks for side by side, the remark.
fn rows(form: &Form, width: u16) -> Vec<Vec<Field>> {
    let mut rows: Vec<Vec<Field>> = Vec::new();
    let most = usize::from((width / LEAST).max(1));
    for (field, _) in &form.inputs {
        let is_alone = matches!(field, Field::Next | Field::Note);
        match rows.last_mut() {
            Some(row)
                if !is_alone
                    && row.len() < most
                    && row.iter().all(|f| !matches!(f, Field::Next | Field::Note)) =>
            {
                row.push(*field);
            }
            _ => rows.push(vec![*field]),
        }
    }
    rows
}

/// The field at a place of the block.
pub fn field_at(form: &Form, area: Rect, at: Position) -> Option<Field> {
    let (line, column) = (at.y.checked_sub(area.y + 1)?, at.x.checked_sub(area.x + 1)?);
    let width = area.width - 2;
    let rows = rows(form, width);
    let row = rows.get(usize::from(line)).filter(|_| at.y < area.bottom() && column < width)?;
    let share = width / u16::try_from(row.len()).unwrap_or(1).max(1);
    row.get(usize::from(column / share.max(1))).or(row.last()).copied()
}

fn draw_row(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect, (form, fields): (&Form, &[Field])) {
    let share = row.width / u16::try_from(fields.len()).unwrap_or(1).max(1);
    let mut x = row.x;
    for field in fields {
        let Some(at) = form.inputs.iter().position(|(known, _)| known == field) else { continue };
        let label = view.ctx.lang.text(&format!("call.field.{}", field.name()));
        let label_width = text::width(&label);
        let role = if at == form.focus { Role::Head } else { Role::Dim };
        canvas.text(strip(x, row.y, label_width), &label, role);
        let room = match field {
            Field::Next => NEXT.min(row.width / 2),
            _ => share.saturating_sub(label_width + 4),
        };
        let focus =
            if at == form.focus && view.model.overlays.top().is_none() { Focus::On } else { Focus::Off };
        let look = (focus, field.secrecy());
        draw_input(canvas, strip(x + label_width + 1, row.y, room + 2), (&form.inputs[at].1, look));
        x += share;
    }
}

fn draw_input(canvas: &mut Canvas<'_>, area: Rect, (input, look): (&TextInput, (Focus, Secrecy))) {
    canvas.text(strip(area.x, area.y, 1), "[", Role::Dim);
    canvas.text(strip(area.right() - 1, area.y, 1), "]", Role::Dim);
    input.draw_as(canvas, strip(area.x + 1, area.y, area.width - 2), look);
}

/// Why just then, and what could be written instead.
fn suggest(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect, (form, context): (&Form, &LogContext<'_>)) {
    let lang = view.ctx.lang;
    let label = text::width(&lang.text("call.field.next"));
    let x = row.x + label + NEXT.min(row.width / 2) + 5;
    let room = row.right().saturating_sub(x);
    let proposal = form.proposal(context);
    if proposal.step.wait == Wait::Ask {
        let is_promised = form.outcome.result.is_some_and(TalkResult::needs_minute);
        let key = if is_promised { "call.form.ask_minute" } else { "call.form.ask" };
        canvas.text(strip(x, row.y, room), &lang.text(key), Role::Dim);
        return;
    }
    let why = proposal_text(lang, &proposal, view.ctx.now.day(), context.playbook);
    let whole = tr!(lang, "call.form.suggest", why = why);
    let short = tr!(lang, "call.form.suggest_short", why = why);
    let words = if text::width(&whole) <= room { whole } else { short };
    canvas.text(strip(x, row.y, room), &words, Role::Dim);
}

/// What Enter will do, or what is wrong.
fn draw_effects(
    view: &View<'_>,
    canvas: &mut Canvas<'_>,
    area: Rect,
    (form, context): (&Form, &LogContext<'_>),
) {
    if area.height == 0 {
        return;
    }
    let lang = view.ctx.lang;
    let label = lang.text("call.form.effects");
    let indent = text::width(&label) + 1;
    canvas.text(strip(area.x, area.y, indent), &label, Role::Dim);
    let inner = Rect { x: area.x + indent, width: area.width.saturating_sub(indent), ..area };
    let (effects, warnings) = pieces(form, context, lang);
    let warnings: Vec<String> = warnings.iter().flat_map(|words| text::wrap(words, inner.width)).collect();
    let rows = usize::from(inner.height);
    let kept = rows.saturating_sub(warnings.len()).max(usize::from(warnings.is_empty()));
    let effects = flow(&effects, inner.width, kept);
    let lines =
        effects.into_iter().chain(warnings.into_iter().map(|words| Line::new().with(words, Role::Alert)));
    for (y, line) in (inner.y..inner.bottom()).zip(lines) {
        canvas.line(strip(inner.x, y, inner.width), &line);
    }
}

/// The effects, and what speaks against them.
fn pieces(form: &Form, context: &LogContext<'_>, lang: Lang) -> (Vec<(String, Role)>, Vec<String>) {
    let (today, assessment) = (context.now.day(), form.assess(context, lang));
    let Some(limits) = limits() else { return (Vec::new(), Vec::new()) };
    let Some((_, plan)) = assessment.ready else {
        // Before the typing rests only what the code itself asks for is said, and nobody is blamed.
        let is_empty = |field: &Field| {
            form.inputs.iter().any(|(known, input)| known == field && input.value().trim().is_empty())
        };
        let problems = assessment.problems.into_iter();
        if form.shows_problems {
            return (Vec::new(), problems.map(|(_, words)| format!("! {words}")).collect());
        }
        let asked = problems.filter(|(field, _)| is_empty(field)).map(|(_, words)| (words, Role::Dim));
        return (asked.collect(), Vec::new());
    };
    let effects = plan.effects.iter().map(|effect| {
        let words = effect.text(lang, today, limits);
        if effect.is_heavy() { (format!("! {words}"), Role::Alert) } else { (words, Role::Text) }
    });
    let passed = form.passed(context).map(|(on, is)| tr!(lang, "when.passed", on = on, is = is).into_owned());
    let warnings = plan.warnings.iter().map(|warning| warning.text(lang, today));
    (effects.collect(), passed.into_iter().chain(warnings).map(|words| format!("! {words}")).collect())
}

/// Pieces parted by `; ` in at most `rows` lines; the last one is cut by the canvas.
fn flow(pieces: &[(String, Role)], width: u16, rows: usize) -> Vec<Line<'static>> {
    let mut lines: Vec<Line<'static>> = Vec::new();
    for (words, role) in pieces {
        let count = lines.len();
        match lines.last_mut() {
            Some(line) if line.width() + 2 + text::width(words) <= width || count == rows => {
                *line = std::mem::take(line).with("; ", Role::Dim).with(words.clone(), *role);
            }
            _ if count < rows => lines.push(Line::new().with(words.clone(), *role)),
            _ => {}
        }
    }
    lines
}
