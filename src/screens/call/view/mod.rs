//! How Call looks: who in row 2, why now over the whole width, the script beside what was said and is open, and the
//! panel, which has one height in all stages.

mod closed;
mod ended;
mod form;
mod head;
mod layout;
mod panel;
mod past;
mod script;
mod texts;
mod why;

pub use head::draw as head;
pub use script::{lines_of as script_lines, of_card as script_of};
pub use texts::{name, number, outcome_text};

use super::state::Closed;
use super::{Stage, Way, state};
use crate::app::{Ctx, Model};
use crate::domain::{Dimension, mask, phone};
use crate::screens::{View, empty};
use crate::settings::NumberShown;
use crate::tr;
use crate::ui::layout::{FrameAreas, SizeClass};
use crate::ui::widgets::heading;
use crate::ui::{Canvas, Line, Role, strip};
use crate::work::playbook::SmsSize;
use crate::work::words;
use layout::{AbovePanel, Layout};
use ratatui::layout::{Position, Rect};

fn best_hour(view: &View<'_>) -> Line<'static> {
    let card = view.model.call.card.as_ref();
    match card.and_then(|card| card.row.row.hours.best()) {
        Some(best) => Line::new().gap(3).with(words::best_hour_text(view.ctx.lang, best), Role::Dim),
        None => Line::new(),
    }
}

/// The number as it stands here: in groups, or masked as everywhere else.
pub fn shown_number(model: &Model) -> String {
    let number = number(model);
    match model.session.settings.call.number {
        _ if number.is_empty() || is_over(model) => String::new(),
        // What must not be dialled is not shown for dialling.
        _ if model.call.closed().is_some() => mask::phone(&number),
        NumberShown::Shown => phone::grouped(&number),
        NumberShown::Masked => mask::phone(&number),
    }
}

/// Whether the customer is known to have no number, and could be called.
pub fn has_no_number(model: &Model) -> bool {
    model.call.card.is_some() && number(model).is_empty() && !is_over(model)
}

/// Whether all contact has stopped: there is nothing to say and no number to dial.
pub fn is_over(model: &Model) -> bool {
    let Some(card) = &model.call.card else { return false };
    let is_known = model.call.closed() == Some(Closed::Over) && model.call.way != Way::Incoming;
    is_known || card.customer.deceased_on.is_some()
}

/// Draws the body.
pub fn body(view: &View<'_>, canvas: &mut Canvas<'_>, areas: &FrameAreas) {
    let call = &view.model.call;
    if call.trail.customer().is_none() {
        return empty::no_customers(view, canvas, areas.body);
    }
    if call.stage == Stage::Ended {
        return ended::draw(view, canvas, areas.body);
    }
    let layout = layout_of(view.model, view.ctx, areas.body);
    if let Some(area) = layout.why {
        why::draw(view, canvas, area);
    }
    if let Some(area) = layout.script {
        draw_script(view, canvas, area);
    }
    if let Some(area) = layout.past {
        past::draw(view, canvas, area, past::Kind::of(&layout));
    }
    if let Some(area) = layout.earlier {
        past::draw(view, canvas, area, past::Kind::Earlier);
    }
    for x in &layout.bars {
        for y in layout.middle.top()..layout.middle.bottom() {
            canvas.rule(strip(*x, y, 1), '|', Role::Dim);
        }
    }
    draw_panel(view, canvas, layout.panel);
}

fn draw_panel(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let call = &view.model.call;
    match (call.stage, call.closed()) {
        (Stage::Reach, Some(why)) => closed::draw(view, canvas, area, why),
        (Stage::Form, _) => form::draw(view, canvas, area),
        _ => panel::draw(view, canvas, area),
    }
}

fn layout_of(model: &Model, ctx: &Ctx, body: Rect) -> Layout {
    let reasons = model.call.card.as_ref().map_or(1, |card| card.row.dues.len());
    let above_panel = if model.call.shows_script { AbovePanel::Script } else { AbovePanel::All };
    Layout::of(body, (SizeClass::of(ctx.size), ctx.lang), reasons, above_panel)
}

fn draw_script(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let (call, lang) = (&view.model.call, view.ctx.lang);
    let lines = script::lines(view.model, view.ctx, area.width);
    let is_message = call.way.is_message();
    let sms = script::sms(view.model, view.ctx).filter(|_| is_message && !is_over(view.model));
    let reason = call.reason().filter(|_| !is_over(view.model) && !is_message);
    let height = area.height.saturating_sub(1);
    let top = call.top.min(lines.len().saturating_sub(usize::from(height)));
    let bottom = lines.len().min(top + usize::from(height));
    let mut tail = Line::new();
    if let Some(reason) = reason {
        tail = tail.with(lang.code_text(reason).into_owned(), Role::Dim).gap(1);
        tail = tail.with(texts::class(view.model, Dimension::Lifecycle, lang), Role::Dim).gap(2);
    }
    if let Some(sms) = sms.filter(|_| call.way == Way::Message) {
        let SmsSize { used, room, parts } = SmsSize::of(&sms.text);
        let size = tr!(lang, "call.script.sms_size", used = used, room = room, parts = parts);
        tail = tail.with(lang.code_text(sms.reason), Role::Dim).gap(2);
        tail = tail.with(size, if parts > 1 { Role::Warn } else { Role::Dim }).gap(2);
    }
    if !lines.is_empty() {
        tail = tail.with(format!("{}-{bottom}/{}", top + 1, lines.len()), Role::Dim);
    }
    let title = match call.way {
        Way::Message => "call.script.sms_head",
        Way::Wecom => "call.script.wecom_head",
        Way::Call | Way::Incoming => "call.script.head",
    };
    heading(canvas, area, &lang.text(title), &tail);
    for (y, line) in (area.y + 1..area.bottom()).zip(lines.iter().skip(top)) {
        canvas.line(strip(area.x + 1, y, area.width.saturating_sub(2)), line);
    }
}

/// How many lines the script has, and in how many rows it is shown; `None` where it is not.
pub fn script_size(model: &Model, ctx: &Ctx) -> Option<(usize, u16)> {
    let areas = FrameAreas::of(ctx.size)?;
    let area = layout_of(model, ctx, areas.body).script?;
    Some((script::lines(model, ctx, area.width).len(), area.height.saturating_sub(1)))
}

/// The field of the form at a place of the window.
pub fn field_at(model: &Model, ctx: &Ctx, at: Position) -> Option<super::form::Field> {
    let form = model.call.form.as_ref().filter(|_| model.call.stage == Stage::Form)?;
    let areas = FrameAreas::of(ctx.size)?;
    form::field_at(form, layout_of(model, ctx, areas.body).panel, at)
}

/// The figures of the day, at the right of the status line.
pub fn counters(view: &View<'_>) -> Line<'static> {
    let today = view.model.book.today.today;
    // What was just saved needs the room more than the words of the figures.
    let is_said = view.model.status.current(view.ctx.uptime).is_some();
    let key = match SizeClass::of(view.ctx.size) {
        SizeClass::Xs => "call.counters_short",
        SizeClass::S if is_said => "call.counters_short",
        _ => "call.counters",
    };
    let text = tr!(
        view.ctx.lang,
        key,
        dialled = today.dialled,
        reached = today.reached,
        appointments = today.appointments
    );
    Line::new().with(text.into_owned(), Role::Dim)
}

/// A code of a panel with its key, for headings and hints.
fn key_text(view: &View<'_>, scope: crate::app::Scope, command: super::Command) -> String {
    let command = crate::app::command::Command::Call(command);
    // Letters come after digits in the order of keys, and letters are what the panel shows.
    let keys = view.keys.sequences(scope, command).last();
    let texts =
        keys.map(|keys| keys.iter().map(|key| crate::keymap::shown::key(*key, view.ctx.lang)).collect());
    texts.map(|texts: Vec<String>| texts.join(" ")).unwrap_or_default()
}

/// The facts as the rules take them.
fn context<'a>(view: &View<'a>) -> Option<crate::work::LogContext<'a>> {
    view.model.call.context(view.ctx.now)
}

/// The limits in force.
fn limits() -> Option<&'static crate::work::Limits> {
    state::playbook().map(|playbook| &playbook.limits)
}
