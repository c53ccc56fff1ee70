//! In place of the panel: why the customer must not be contacted this way, in his words, and what is still open.

use crate::domain::Channel;
use crate::screens::View;
use crate::screens::call::Way;
use crate::screens::call::state::Closed;
use crate::tr;
use crate::ui::widgets::heading;
use crate::ui::{Canvas, Line, Role, strip};
use crate::work::Held;
use crate::work::playbook::Nature;
use crate::work::situation::FALLBACK;
use crate::work::words::{date_text, held_text};
use ratatui::layout::Rect;

/// Draws the block.
pub fn draw(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect, why: Closed) {
    let lang = view.ctx.lang;
    let key = match (why, view.model.call.way) {
        (Closed::Over, _) => "call.closed.over",
        (_, Way::Message) => "call.closed.message",
        (_, Way::Wecom) => "call.closed.wecom",
        _ => "call.closed.call",
    };
    heading(canvas, area, &lang.text(key), &Line::new().with(keys(view, why), Role::Dim));
    let lines = match why {
        Closed::Over => over(view),
        Closed::Held(held) => held_lines(view, held),
    };
    for (y, line) in (area.y + 1..area.bottom()).zip(&lines) {
        canvas.line(strip(area.x + 1, y, area.width - 2), line);
    }
}

/// The keys of the other ways that are open.
fn keys(view: &View<'_>, why: Closed) -> String {
    let lang = view.ctx.lang;
    let open = if why == Closed::Over { Vec::new() } else { open(view) };
    let written = [(Way::Message, "call.closed.by_sms"), (Way::Wecom, "call.closed.by_wecom")];
    let is_open = |(way, _): &(Way, &str)| *way != view.model.call.way && open.contains(&way.parts().0);
    let ways = written.into_iter().filter(is_open).map(|(_, key)| lang.text(key));
    ways.chain([lang.text("call.closed.tail")]).collect::<Vec<_>>().join("  ")
}

fn over(view: &View<'_>) -> Vec<Line<'static>> {
    let (lang, today) = (view.ctx.lang, view.ctx.now.day());
    let Some(card) = &view.model.call.card else { return Vec::new() };
    let customer = &card.customer;
    let on = customer.deceased_on.map(|on| date_text(today, on)).unwrap_or_default();
    vec![Line::new().with(tr!(lang, "call.closed.deceased", on = on).into_owned(), Role::Alert)]
}

fn held_lines(view: &View<'_>, held: Held) -> Vec<Line<'static>> {
    let (lang, today) = (view.ctx.lang, view.ctx.now.day());
    let mut lines = vec![Line::new().with(format!("x {}", held_text(lang, held, today)), Role::Alert)];
    let channel = match held {
        Held::Never(channel) | Held::Until(channel, _) | Held::ServiceOnly(channel) => Some(channel),
        Held::DeadNumber => None,
    };
    let card = view.model.call.card.as_ref();
    let consent = card.and_then(|card| card.consents.iter().find(|known| Some(known.channel) == channel));
    let said = consent.and_then(|consent| Some((consent.given_on, consent.wording.as_deref()?)));
    if let Some((on, wording)) = said.filter(|(_, wording)| !wording.trim().is_empty()) {
        let said = tr!(lang, "call.closed.said", on = date_text(today, on)).into_owned();
        lines.push(Line::new().with(said, Role::Dim).gap(1).private(format!("\"{wording}\""), Role::Text));
    }
    lines.push(open_channels(view));
    if channel.is_some() {
        lines.push(Line::new().with(tr!(lang, "call.closed.reopen"), Role::Dim));
    }
    lines
}

/// The channels on which the customer may be contacted, if only for service.
fn open(view: &View<'_>) -> Vec<Channel> {
    let Some(facts) = &view.model.call.facts else { return Vec::new() };
    let situation = facts.situation.view();
    let is_open = |channel: &Channel| {
        let is_dead = situation.history.is_phone_dead && matches!(channel, Channel::Phone | Channel::Sms);
        !is_dead && situation.closed(*channel, Nature::Service).is_none()
    };
    FALLBACK.into_iter().filter(is_open).collect()
}

fn open_channels(view: &View<'_>) -> Line<'static> {
    let lang = view.ctx.lang;
    let Some(facts) = &view.model.call.facts else { return Line::new() };
    let name = |channel: Channel| match facts.situation.view().closed(channel, Nature::Selling) {
        Some(Held::ServiceOnly(_)) => tr!(lang, "call.closed.for_service", channel = lang.code_text(channel)),
        _ => lang.code_text(channel),
    };
    let open: Vec<String> = open(view).into_iter().map(|channel| name(channel).into_owned()).collect();
    let words = if open.is_empty() {
        tr!(lang, "call.closed.none_open").into_owned()
    } else {
        tr!(lang, "call.closed.open", channels = open.join(" ")).into_owned()
    };
    Line::new().with(words, Role::Text)
}
