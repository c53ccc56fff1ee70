//! What was said and what is open: last contact, open items, earlier dealings, holdings, consent and budget.

use super::layout::Layout;
use super::{context, limits};
use crate::book::{Card, ContactEntry, Event, TimelineEntry};
use crate::domain::{AccountStatus, Day, FollowUpState, Holding, Money, secret};
use crate::lang::Lang;
use crate::screens::{View, dossier};
use crate::tr;
use crate::ui::widgets::heading;
use crate::ui::{Canvas, Line, Role, format, strip, text};
use crate::work::Used;
use crate::work::words::date_text;
use ratatui::layout::Rect;

/// How much of the past a block shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// All sections, one under the other.
    Sections,
    /// The same without what stands in a block of its own.
    WithoutEarlier,
    /// A few lines under one heading.
    Lines,
    /// The earlier contacts alone.
    Earlier,
}

impl Kind {
    /// What fits the layout.
    pub fn of(layout: &Layout) -> Kind {
        match layout {
            Layout { earlier: Some(_), .. } => Kind::WithoutEarlier,
            Layout { bars, .. } if bars.is_empty() => Kind::Lines,
            _ => Kind::Sections,
        }
    }
}

/// A section: heading, tail, lines. The rank says who keeps its rows when there are too few.
struct Section {
    name: &'static str,
    tail: String,
    lines: Vec<Line<'static>>,
    rank: u8,
}

/// Draws the block.
pub fn draw(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect, kind: Kind) {
    let Some(card) = &view.model.call.card else { return };
    let width = area.width.saturating_sub(2);
    match kind {
        Kind::Lines => draw_lines(view, canvas, area, card),
        Kind::Earlier => draw_sections(view, canvas, area, vec![earlier(view, card, width)]),
        Kind::Sections | Kind::WithoutEarlier => {
            let mut sections = vec![last(view, card, width), open(view, card)];
            if kind == Kind::Sections {
                sections.push(earlier(view, card, width));
            }
            sections.push(holdings(view, card, width));
            sections.push(consent(view, card));
            draw_sections(view, canvas, area, sections);
        }
    }
}

/// Gives every section its heading and first line by rank, then the rest of the rows by rank.
fn shares(sections: &[Section], height: u16) -> Vec<u16> {
    let mut shares = vec![0u16; sections.len()];
    let mut order: Vec<usize> = (0..sections.len()).collect();
    order.sort_by_key(|at| sections[*at].rank);
    let mut left = height;
    for at in &order {
        let least = 1 + u16::from(!sections[*at].lines.is_empty());
        if least <= left {
            shares[*at] = least;
            left -= least;
        }
    }
    for at in order {
        let lines = u16::try_from(sections[at].lines.len()).unwrap_or(u16::MAX);
        let more = (lines.saturating_add(1)).saturating_sub(shares[at]).min(left);
        if shares[at] > 0 {
            shares[at] += more;
            left -= more;
        }
    }
    shares
}

fn draw_sections(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect, sections: Vec<Section>) {
    let shares = shares(&sections, area.height);
    let mut y = area.y;
    for (section, share) in sections.into_iter().zip(shares) {
        if share == 0 {
            continue;
        }
        let tail = Line::new().with(section.tail, Role::Dim);
        heading(canvas, strip(area.x, y, area.width), &view.ctx.lang.text(section.name), &tail);
        for (row, line) in (y + 1..y + share).zip(&section.lines) {
            canvas.line(strip(area.x + 1, row, area.width - 2), line);
        }
        y += share;
    }
}

fn contacts(card: &Card) -> impl Iterator<Item = (&TimelineEntry, &ContactEntry)> {
    card.timeline.iter().filter_map(|entry| match &entry.event {
        Event::Contact(contact) => Some((entry, contact.as_ref())),
        _ => None,
    })
}

fn last(view: &View<'_>, card: &Card, width: u16) -> Section {
    let (lang, today) = (view.ctx.lang, view.ctx.now.day());
    let mut section = Section { name: "call.past.last", tail: String::new(), lines: Vec::new(), rank: 1 };
    let Some((entry, contact)) = contacts(card).next() else {
        section.lines.push(Line::new().with(lang.text("call.past.never"), Role::Dim));
        return section;
    };
    let minute = entry.minute.map(|minute| format!(" {minute}")).unwrap_or_default();
    section.tail = format!("{}{minute}", format::past_day(entry.on, today));
    let words = dossier::contact_words(lang, contact);
    section.lines.push(Line::new().with(words, Role::Text));
    if contact.note.is_some() {
        let note = dossier::quoted(contact.note.as_deref());
        section
            .lines
            .extend(text::wrap(&note, width).into_iter().map(|line| Line::new().with(line, Role::Text)));
    }
    section
}

fn open(view: &View<'_>, card: &Card) -> Section {
    let (lang, today) = (view.ctx.lang, view.ctx.now.day());
    let lines: Vec<Line<'static>> = open_texts(lang, card, today)
        .into_iter()
        .map(|(words, is_late)| Line::new().with(words, if is_late { Role::Alert } else { Role::Text }))
        .collect();
    Section { name: "call.past.open", tail: lines.len().to_string(), lines, rank: 2 }
}

/// `承诺 11-30 发大额存单利率表`, and whether it is late.
fn open_texts(lang: Lang, card: &Card, today: Day) -> Vec<(String, bool)> {
    let open = card.timeline.iter().filter_map(|entry| match &entry.event {
        Event::FollowUp { kind, state: FollowUpState::Open, due_on, note, .. } => {
            let words = [
                lang.code_text(*kind).into_owned(),
                format::due(lang, *due_on, today),
                note.as_ref().map(secret).unwrap_or_default(),
            ];
            Some((words.join(" ").trim_end().to_owned(), *due_on < today))
        }
        _ => None,
    });
    open.collect()
}

fn earlier(view: &View<'_>, card: &Card, width: u16) -> Section {
    let (lang, today) = (view.ctx.lang, view.ctx.now.day());
    let lines: Vec<Line<'static>> = contacts(card)
        .skip(1)
        .map(|(entry, contact)| {
            let words = dossier::contact_text(lang, entry.on, contact, today);
            let note = dossier::quoted(contact.note.as_deref());
            let room = width.saturating_sub(text::width(&words) + 2);
            let note = if room > 8 { text::cut(&note, room).into_owned() } else { String::new() };
            Line::new().with(words, Role::Text).gap(2).with(note, Role::Dim)
        })
        .collect();
    let tail = tr!(lang, "call.past.count", count = lines.len()).into_owned();
    Section { name: "call.past.earlier", tail, lines, rank: 4 }
}

fn holdings(view: &View<'_>, card: &Card, width: u16) -> Section {
    let (lang, today) = (view.ctx.lang, view.ctx.now.day());
    let is_worth = |holding: &&Holding| {
        let is_empty =
            holding.maturity_on.is_none() && holding.balance.is_none_or(|money| money == Money::ZERO);
        holding.status != AccountStatus::Closed && !is_empty
    };
    let mut held: Vec<&Holding> = card.holdings.iter().filter(is_worth).collect();
    held.sort_by_key(|holding| (holding.maturity_on.is_none(), holding.maturity_on));
    let cells: Vec<[String; 4]> = held
        .into_iter()
        .map(|holding| {
            [
                holding.maturity_on.map(|on| date_text(today, on)).unwrap_or_default(),
                dossier::product(lang, holding),
                holding.balance.map(|money| format::amount(lang, money)).unwrap_or_default(),
                holding.rate_bp.map(dossier::rate).unwrap_or_default(),
            ]
        })
        .collect();
    let lines = holding_lines(&cells, width);
    let total = card.row.row.assets.map(|assets| secret(format::amount(lang, assets))).unwrap_or_default();
    Section { name: "call.past.holdings", tail: total, lines, rank: 3 }
}

/// Maturity, product, balance, rate: columns as wide as what stands in them, the product cut where there is no room.
fn holding_lines(cells: &[[String; 4]], width: u16) -> Vec<Line<'static>> {
    let widest = |column: usize| cells.iter().map(|row| text::width(&row[column])).max().unwrap_or(0);
    let gap = |wide: u16| if wide == 0 { 0 } else { 2 };
    let (due, balance, rate) = (widest(0), widest(2), widest(3));
    let others = due + gap(due) + gap(balance) + balance + gap(rate) + rate;
    let product = widest(1).min(width.saturating_sub(others));
    let line = |[on, name, amount, percent]: &[String; 4]| {
        Line::new()
            .with(text::pad(on, due), Role::Text)
            .gap(gap(due))
            .with(text::pad(&text::cut(name, product), product), Role::Text)
            .gap(gap(balance))
            .private(text::pad_left(amount, balance), Role::Text)
            .gap(gap(rate))
            .with(text::pad_left(percent, rate), Role::Dim)
    };
    cells.iter().map(line).collect()
}

fn consent(view: &View<'_>, card: &Card) -> Section {
    let mut lines = vec![dossier::consent(view.ctx.lang, view.ctx.now.day(), card)];
    if let (Some(context), Some(limits)) = (context(view), limits()) {
        let used = Used::count(context.touches, view.ctx.now.day(), None, limits);
        let calls =
            tr!(view.ctx.lang, "call.past.calls_today", used = used.calls_today, cap = limits.call_day);
        lines.push(dossier::budget(view.ctx.lang, &used, limits).gap(2).with(calls.into_owned(), Role::Text));
    }
    Section { name: "call.past.consent", tail: String::new(), lines, rank: 0 }
}

/// Everything in a few lines under one heading, for windows without a pane.
fn draw_lines(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect, card: &Card) {
    if area.height == 0 {
        return;
    }
    let (lang, today) = (view.ctx.lang, view.ctx.now.day());
    heading(
        canvas,
        area,
        &tr!(lang, "call.past.head"),
        &dossier::consent(view.ctx.lang, view.ctx.now.day(), card),
    );
    let mut lines = Vec::new();
    let mut all = contacts(card);
    lines.push(match all.next() {
        Some((entry, contact)) => {
            let words = dossier::contact_text(lang, entry.on, contact, today);
            Line::new()
                .with(words, Role::Text)
                .gap(2)
                .with(dossier::quoted(contact.note.as_deref()), Role::Text)
        }
        None => Line::new().with(lang.text("call.past.never"), Role::Dim),
    });
    let label = |key: &str| Line::new().with(lang.text(key).into_owned(), Role::Dim).gap(2);
    let open = open_texts(lang, card, today);
    if !open.is_empty() {
        let open =
            open.into_iter().enumerate().fold(label("call.past.open"), |line, (at, (words, is_late))| {
                let line = if at == 0 { line } else { line.gap(3) };
                line.with(words, if is_late { Role::Alert } else { Role::Text })
            });
        lines.push(open);
    }
    let rest: Vec<String> =
        all.take(8).map(|(entry, contact)| dossier::contact_text(lang, entry.on, contact, today)).collect();
    if !rest.is_empty() {
        lines.push(label("call.past.earlier").with(rest.join(";  "), Role::Text));
    }
    for (y, line) in (area.y + 1..area.bottom()).zip(&lines) {
        canvas.line(strip(area.x + 1, y, area.width - 2), line);
    }
}
