//! The frame of every screen: tabs, head, body, status, hints; the overlays over it; and what stands there when the
//! window is too small.

use super::View;
use crate::app::command::hints;
use crate::app::status::{Mark, Message, Offer};
use crate::app::update::quits_at_once;
use crate::app::{Ctx, Model, Screen, Topic, leave, recompute, scope};
use crate::lang::Lang;
use crate::overlays;
use crate::tr;
use crate::ui::canvas::Veil;
use crate::ui::format;
use crate::ui::layout::{FrameAreas, SMALLEST, SizeClass};
use crate::ui::{Canvas, Line, Role, strip, text};
use ratatui::layout::{Position, Rect};
use std::borrow::Cow;

/// Draws the whole screen.
pub fn draw(view: &View<'_>, canvas: &mut Canvas<'_>) {
    let Some(areas) = FrameAreas::of(view.ctx.size) else {
        return too_small(view, canvas);
    };
    let behaviour = view.model.nav.current().behaviour();
    if view.model.nav.current() != Screen::FirstRun {
        tabs(view, canvas, areas.tabs);
    }
    behaviour.head(view, canvas, areas.head);
    canvas.set_focus(focus_of_body(view.model));
    behaviour.body(view, canvas, &areas);
    canvas.set_focus(Role::Focus);
    status(view, canvas, areas.status);
    hint_row(view, canvas, areas.hints);
    overlays::view::draw(&view.model.overlays, view, canvas, &areas);
}

/// A list keeps its cursor without the focus while something in front of it is typed into or asked.
fn focus_of_body(model: &Model) -> Role {
    let is_list =
        !matches!(model.nav.current(), Screen::Edit | Screen::Call | Screen::FirstRun | Screen::Import);
    let is_typed_into = is_list && scope::takes_text(model);
    if model.overlays.top().is_some() || is_typed_into { Role::FocusOff } else { Role::Focus }
}

/// The tabs with their places in row 1, active or not.
fn tab_labels(model: &Model, ctx: &Ctx) -> Vec<(Screen, Rect, String)> {
    let lang = ctx.lang;
    let short = SizeClass::of(ctx.size) == SizeClass::Xs;
    let gap = if lang == Lang::En { " " } else { "" };
    let mut x = 0;
    let label = |(number, tab): (usize, Screen)| {
        let is_active = model.nav.tab() == tab;
        let name = lang.text(&format!("screen.{}", tab.name()));
        let words = if short && !is_active { number.to_string() } else { format!("{number}{gap}{name}") };
        let words = if is_active { format!("[{words}]") } else { format!(" {words} ") };
        let area = strip(x, 0, text::width(&words));
        x += area.width;
        (tab, area, words)
    };
    (1..).zip(Screen::TABS).map(label).collect()
}

/// The tab at a column of row 1.
pub fn tab_at(model: &Model, ctx: &Ctx, x: u16) -> Option<Screen> {
    if model.nav.tab() == Screen::FirstRun {
        return None;
    }
    let labels = tab_labels(model, ctx);
    labels.into_iter().find(|(_, area, _)| area.contains(Position { x, y: 0 })).map(|(tab, ..)| tab)
}

fn tabs(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect) {
    let mut end = row.x;
    for (tab, area, words) in tab_labels(view.model, view.ctx) {
        let is_active = view.model.nav.tab() == tab;
        canvas.text(area, &words, if is_active { Role::Text } else { Role::Dim });
        if is_active {
            canvas.focus(area);
        }
        end = area.right();
    }
    let room = (row.right() - 1).saturating_sub(end + 1);
    canvas.line_right(strip(end + 1, row.y, room), &clock_line(view, room));
}

/// Branch, manager, date, weekday, minute; dropped in this order when short.
fn clock_line(view: &View<'_>, room: u16) -> Line<'static> {
    let (now, lang) = (view.ctx.now, view.ctx.lang);
    let settings = &view.model.session.settings;
    let weekday = format::weekday(lang, now.day()).into_owned();
    let date = format::month_day(now.day());
    let dated = match lang {
        Lang::Zh => [date, weekday],
        Lang::En => [weekday, date],
    };
    let who = [settings.branch.clone(), settings.manager.clone()];
    let parts: Vec<String> =
        who.into_iter().chain([String::new()]).chain(dated).chain([now.minute().to_string()]).collect();
    (0..parts.len()).map(|from| joined(&parts[from..])).find(|line| line.width() <= room).unwrap_or_default()
}

fn joined(parts: &[String]) -> Line<'static> {
    let mut words = String::new();
    for part in parts {
        match (part.is_empty(), words.is_empty()) {
            (true, false) => words.push(' '),
            (true, true) => {}
            (false, false) => words = format!("{words} {part}"),
            (false, true) => words.clone_from(part),
        }
    }
    Line::new().with(words, Role::Dim)
}

fn status(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect) {
    let now = view.ctx.uptime;
    let place = view.model.nav.current().behaviour().place(view);
    let right = [place.join(modes(view)), modes(view)];
    if let Some(message) = view.model.status.current(now) {
        return said(view.ctx.lang, message, right, canvas, row);
    }
    if view.model.requests.is_slow(now) {
        return said(view.ctx.lang, &awaited(view), right, canvas, row);
    }
    canvas.line_right(strip(row.x, row.y, row.width - 1), &right[0]);
}

/// What is waited for, and what can be done about it.
fn awaited(view: &View<'_>) -> Message {
    let (lang, requests) = (view.ctx.lang, &view.model.requests);
    let (text, offer) = if view.model.session.is_leaving {
        leave::line(view.model, view.ctx)
    } else if requests.is_waiting_for_window() {
        (tr!(lang, "status.waits"), None)
    } else if requests.is_awaiting(Topic::Book) {
        recompute::line(view.model, view.ctx)
    } else if requests.is_saving() {
        (tr!(lang, "status.saving"), None)
    } else if requests.is_awaiting(Topic::Import(crate::screens::import::Topic::Preview)) {
        (crate::screens::import::checking_text(view.model, lang), None)
    } else {
        (tr!(lang, "status.waiting"), None)
    };
    Message { mark: Mark::Working, text: text.into_owned(), offer, at: view.ctx.now.minute() }
}

/// A message with what can be done about it. Where it does not fit, the place goes first, then a key that everybody
/// knows; only then what was done is shortened in its middle. What is wrong and what goes on end where the room does.
fn said(lang: Lang, message: &Message, right: [Line<'_>; 2], canvas: &mut Canvas<'_>, row: Rect) {
    let role = match message.mark {
        Mark::Done => Role::Ok,
        Mark::Problem => Role::Alert,
        _ => Role::Text,
    };
    let [placed, modes] = right;
    let offer = message.offer.as_ref().map(|offer| offer_text(lang, offer)).unwrap_or_default();
    let is_known = matches!(message.offer, Some(Offer::Undo | Offer::Redo));
    let last = if is_known { Cow::Borrowed("") } else { offer.clone() };
    let tries = [(&offer, &placed), (&offer, &modes), (&last, &modes)];
    let beside = |text: u16| if text == 0 { 0 } else { text + 2 };
    let room = |offer: &str, right: &Line<'_>| {
        (row.width - 3).saturating_sub(beside(text::width(offer)) + beside(right.width()))
    };
    let wanted = text::width(&message.text);
    let fits = tries.iter().find(|(offer, right)| wanted <= room(offer, right));
    let (offer, right) = fits.unwrap_or(&tries[2]);
    let room = room(offer, right);
    let words = match message.mark {
        Mark::Done => text::middle(&message.text, room),
        _ => Cow::Borrowed(message.text.as_str()),
    };
    canvas.text(strip(row.x, row.y, 1), message.mark.sign(), role);
    let used = canvas.line(strip(row.x + 2, row.y, room), &Line::new().with(words, role));
    let rest =
        strip(row.x + 4 + used, row.y, (row.width - 3).saturating_sub(used + beside(right.width()) + 2));
    canvas.right(rest, offer, Role::Dim);
    canvas.line_right(strip(row.x, row.y, row.width - 1), right);
}

fn offer_text(lang: Lang, offer: &Offer) -> Cow<'_, str> {
    match offer {
        Offer::Undo => tr!(lang, "status.undo_offer"),
        Offer::Redo => tr!(lang, "status.redo_offer"),
        Offer::Other(text) => Cow::Borrowed(text),
    }
}

fn modes(view: &View<'_>) -> Line<'static> {
    let (lang, session) = (view.ctx.lang, &view.model.session);
    let modes = [
        (session.veil == Veil::On, "status.mode.veil"),
        (session.modes.read_only, "status.mode.read_only"),
        (session.modes.stale, "status.mode.stale"),
        (session.modes.demo, "status.mode.demo"),
    ];
    let modes = modes.into_iter().filter(|(is_on, _)| *is_on).map(|(_, key)| lang.text(key));
    modes
        .chain(recompute::mark(view.model, lang))
        .fold(Line::new(), |line, mode| line.with(format!(" [{mode}]"), Role::Warn))
}

fn hint_row(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect) {
    let lang = view.ctx.lang;
    let scopes = scope::active(view.model);
    let most = if row.width < 100 { 8 } else { 12 };
    let key = if scope::takes_text(view.model) { "F1" } else { "?" };
    let help = Line::new().with(key, Role::Key).gap(1).with(tr!(lang, "hints.help"), Role::Dim);
    let last = (row.right() - 1).saturating_sub(help.width());
    canvas.line(strip(last, row.y, row.right() - last), &help);
    let mut x = row.x + 1;
    let mut said = Vec::new();
    let keyed = hints::rows(view.model, view.ctx).into_iter().filter_map(|row| {
        let keys = view.keys.hint_keys(row, &scopes, lang)?;
        let words = row.hint(view.model, lang);
        // What another key does as well is said once.
        let is_new = !said.contains(&words);
        said.push(words);
        is_new.then_some((keys, row))
    });
    for (keys, command) in keyed.take(most) {
        let words = format!(" {}", command.hint(view.model, lang));
        let line = Line::new().with(keys, Role::Key).with(words, Role::Dim);
        if x + line.width() + 2 > last {
            break;
        }
        x += canvas.line(strip(x, row.y, last - x), &line) + 2;
    }
}

fn too_small(view: &View<'_>, canvas: &mut Canvas<'_>) {
    let (lang, size) = (view.ctx.lang, view.ctx.size);
    let lines = [
        tr!(
            lang,
            "too_small.size",
            columns = SMALLEST.width,
            rows = SMALLEST.height,
            width = size.width,
            height = size.height
        ),
        tr!(lang, "too_small.what"),
        if quits_at_once(view.model) { tr!(lang, "too_small.quit") } else { tr!(lang, "too_small.unsaved") },
    ];
    let margin = if size.width > 40 { 2 } else { 0 };
    let room = size.width.saturating_sub(margin);
    let wrapped = lines.iter().flat_map(|line| text::wrap(line, room));
    for (y, line) in (0..size.height).zip(wrapped) {
        canvas.text(strip(margin, y, room), &line, Role::Text);
    }
}
