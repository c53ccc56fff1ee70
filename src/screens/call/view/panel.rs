//! The panels of codes: how far the contact got, and what came of it. Each key shows what it proposes where there is
//! room.

use super::{context, key_text};
use crate::app::Scope;
use crate::domain::{Channel, PhoneState, Reach, Reply, TalkResult};
use crate::lang::Lang;
use crate::screens::View;
use crate::screens::call::choice::codes;
use crate::screens::call::form::outcome;
use crate::screens::call::{Command, Stage, Way};
use crate::tr;
use crate::ui::widgets::heading;
use crate::ui::{Canvas, Line, Role, SizeClass, format, strip, text};
use crate::work::log::{Basis, Proposal};
use crate::work::words::{date_text, held_text};
use crate::work::{Effect, LogContext, LogDraft, Outcome, plan, propose};
use ratatui::layout::Rect;

/// A code of a panel.
struct Entry {
    key: String,
    /// Whether it is selling where only service is allowed.
    is_shut: bool,
    words: String,
    effect: String,
    is_heavy: bool,
}

/// How much a panel says of each code.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Detail {
    /// Key and words.
    Words,
    /// What it proposes, too.
    Effects,
}

/// Draws the panel of the stage.
pub fn draw(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let (call, lang) = (&view.model.call, view.ctx.lang);
    let is_wide = SizeClass::of(view.ctx.size) >= SizeClass::M;
    let detail = if is_wide { Detail::Effects } else { Detail::Words };
    let entries: Vec<Entry> = codes(call.stage, call.way)
        .into_iter()
        .map(|(scope, command)| entry(view, scope, command, detail))
        .collect();
    let title = lang.text(match (call.stage, call.way) {
        (Stage::Results, Way::Incoming) => "call.panel.incoming",
        (Stage::Results, _) => "call.panel.results",
        (_, Way::Message) => "call.panel.message",
        (_, Way::Wecom) => "call.panel.wecom",
        _ => "call.panel.reach",
    });
    heading(canvas, area, &title, &tail(view, area.width.saturating_sub(text::width(&title) + 6)));
    let columns: u16 = if SizeClass::of(view.ctx.size) == SizeClass::S && lang == Lang::Zh { 4 } else { 3 };
    let rows = entries.len().div_ceil(usize::from(columns)).max(1);
    let places = places(&entries, (rows, columns), detail, area);
    for (at, entry) in entries.iter().enumerate() {
        let Some(column) = places.get(at / rows) else { continue };
        let y = area.y + 1 + u16::try_from(at % rows).unwrap_or(0);
        if y < area.bottom() {
            let place = strip(column.x, y, column.width);
            canvas.line(place, &line(entry, detail, column.label));
            if call.picked == Some(at) {
                canvas.text(strip(place.x - 1, y, 1), ">", Role::Text);
                canvas.focus(strip(place.x - 1, y, place.width));
            }
        }
    }
    let rows = u16::try_from(rows).unwrap_or(0);
    if !is_wide && call.stage == Stage::Reach && call.way == Way::Call && area.y + 1 + rows < area.bottom() {
        example(view, canvas, strip(area.x + 1, area.bottom() - 1, area.width - 2));
    }
}

/// What stands at the right of the heading: what is against selling, that he left, else how to choose, as far as there is room.
fn tail(view: &View<'_>, room: u16) -> Line<'static> {
    let (call, lang) = (&view.model.call, view.ctx.lang);
    if let Some(held) = call.service_only() {
        return Line::new().with(format!("! {}", held_text(lang, held, view.ctx.now.day())), Role::Alert);
    }
    let today = view.ctx.now.day();
    let left = call.card.as_ref().and_then(|card| card.customer.left_on).filter(|on| *on <= today);
    if let Some(on) = left {
        let text = tr!(lang, "call.closed.left", on = date_text(today, on));
        return Line::new().with(format!("! {text}"), Role::Alert);
    }
    let keys: &[&str] = match call.stage {
        Stage::Results => &["call.panel.results_tail", "call.panel.results_tail_short"],
        _ => &["call.panel.tail"],
    };
    let tails = keys.iter().map(|key| Line::new().with(lang.text(key), Role::Dim));
    tails.into_iter().find(|tail| tail.width() <= room).unwrap_or_default()
}

/// Where a column of codes stands.
struct Place {
    x: u16,
    width: u16,
    /// Columns of key and words.
    label: u16,
}

/// Columns of the same width; where one of them would be cut and room is left in another, as wide as it takes.
fn places(entries: &[Entry], (rows, columns): (usize, u16), detail: Detail, area: Rect) -> Vec<Place> {
    let width = area.width / columns;
    let label = (width / 2).min(20);
    let same =
        (0..columns).map(|at| Place { x: area.x + 1 + at * width, width: width.saturating_sub(1), label });
    let same: Vec<Place> = same.collect();
    let needs: Vec<(u16, u16)> = entries
        .chunks(rows)
        .map(|column| {
            let most = |of: fn(&Entry) -> u16| column.iter().map(of).max().unwrap_or(0);
            (
                most(|entry| 2 + text::width(&entry.words)),
                most(|entry| text::width(&entry.effect) + if entry.is_heavy { 2 } else { 0 }),
            )
        })
        .collect();
    let fits = needs.iter().all(|(words, effect)| *words <= label && label + 1 + effect < width);
    let total: u16 = needs.iter().map(|(words, effect)| words + 1 + effect).sum();
    let gaps = columns.saturating_sub(1);
    let Some(spare) = (area.width.saturating_sub(2)).checked_sub(total + gaps) else { return same };
    if fits || detail == Detail::Words {
        return same;
    }
    let gap = 1 + spare / gaps.max(1);
    let mut x = area.x + 1;
    needs
        .into_iter()
        .map(|(label, effect)| {
            let place = Place { x, width: label + 1 + effect, label };
            x += place.width + gap;
            place
        })
        .collect()
}

fn line(entry: &Entry, detail: Detail, label: u16) -> Line<'static> {
    let line = Line::new().with(format!("{} ", entry.key), Role::Key);
    if entry.is_shut {
        return line.with(format!("{} x", entry.words), Role::Shut);
    }
    if detail == Detail::Words {
        let line = line.with(entry.words.clone(), Role::Text);
        return if entry.is_heavy { line.with(" !", Role::Alert) } else { line };
    }
    let role = if entry.is_heavy { Role::Alert } else { Role::Dim };
    let sign = if entry.is_heavy { "! " } else { "" };
    line.with(text::pad(&entry.words, label - 2), Role::Text)
        .gap(1)
        .with(format!("{sign}{}", entry.effect), role)
}

/// What a code stands for.
fn outcome_of(way: Way, command: Command) -> Option<Outcome> {
    Some(match command {
        Command::Reach(reach) => outcome(way, reach),
        Command::Reply(reply) => Outcome { reply: Some(reply), ..outcome(way, Reach::Delivered) },
        Command::Result(result) => Outcome { result: Some(result), ..outcome(way, Reach::Connected) },
        _ => return None,
    })
}

fn entry(view: &View<'_>, scope: Scope, command: Command, detail: Detail) -> Entry {
    let lang = view.ctx.lang;
    let words = match command {
        Command::Reach(code) => lang.code_text(code),
        Command::Reply(code) => lang.code_text(code),
        Command::Result(code) => lang.code_text(code),
        _ => "".into(),
    };
    let outcome = outcome_of(view.model.call.way, command);
    let effect = match (outcome, context(view)) {
        (Some(outcome), Some(context)) if detail == Detail::Effects => effect(lang, outcome, &context),
        _ => String::new(),
    };
    Entry {
        key: key_text(view, scope, command),
        is_shut: view.model.call.service_only().is_some()
            && matches!(command, Command::Result(result) if result.is_selling()),
        words: words.into_owned(),
        effect,
        is_heavy: outcome.is_some_and(is_heavy),
    }
}

/// Whether a code closes something for good.
fn is_heavy(outcome: Outcome) -> bool {
    matches!(
        outcome.result,
        Some(TalkResult::DoNotCall | TalkResult::Gone | TalkResult::Deceased | TalkResult::Complaint)
    ) || matches!(outcome.reach, Reach::EmptyNumber | Reach::WrongPerson)
        || outcome.reply == Some(Reply::Unsubscribed)
}

/// What a code proposes, in a few words.
fn effect(lang: Lang, outcome: Outcome, context: &LogContext<'_>) -> String {
    let draft = LogDraft::new(outcome);
    let proposal = propose(context, &draft);
    let at = proposal_text(lang, &proposal, context);
    if let Some(result) = outcome.result {
        let limits = &context.playbook.limits;
        let key = format!("call.effect.{result}");
        let days = if result == TalkResult::Served { limits.rest_served } else { limits.rest_refused };
        return tr!(lang, key.as_str(), at = at, days = days).into_owned();
    }
    match outcome.reach {
        Reach::Connected => tr!(lang, "call.effect.connected").into_owned(),
        Reach::NotDialled => tr!(lang, "call.effect.not_dialled").into_owned(),
        _ => {
            let plan = plan(context, &draft).ok();
            let is_new =
                |state| plan.as_ref().is_some_and(|plan| plan.effects.contains(&Effect::Phone(state)));
            let is_bad = is_new(PhoneState::Invalid) || is_new(PhoneState::Suspended);
            let key = format!("call.effect.{}", outcome.reach);
            if is_bad { tr!(lang, key.as_str(), at = at).into_owned() } else { at }
        }
    }
}

/// `今天 14:30 (1/3)`, `周五 短信`; empty without a proposal.
fn proposal_text(lang: Lang, proposal: &Proposal, context: &LogContext<'_>) -> String {
    let Some((day, minute)) = proposal.at else { return String::new() };
    let mut text = format::day(lang, day, context.now.day());
    if let Some(minute) = minute {
        text = format!("{text} {minute}");
    }
    if let Some(channel) = proposal.channel.filter(|channel| *channel != Channel::Phone) {
        text = format!("{text} {}", lang.code_text(channel));
    }
    if let Basis::Try(count, of) = proposal.basis {
        text = format!("{text} ({count}/{of})");
    }
    text
}

/// How two keys log a call, with the proposal of today.
fn example(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect) {
    let lang = view.ctx.lang;
    let Some(context) = context(view) else { return };
    let draft = LogDraft::new(outcome(Way::Call, Reach::NoAnswer));
    let at = proposal_text(lang, &propose(&context, &draft), &context);
    let key = key_text(view, Scope::CallReach, Command::Reach(Reach::NoAnswer));
    canvas.text(row, &tr!(lang, "call.panel.example", key = key, at = at), Role::Dim);
}
