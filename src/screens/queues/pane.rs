//! The pane about the selected customer: who he is, why now with the proof of each reason, what his score is made of;
//! after a rest also consent and budget, the last contact and how the script begins, from his card.
//!
//! At the right it is made of sections; where they do not all fit, the last ones go.

use super::{Part, view};
use crate::book::{Book, Card, Event, Row, TextOf};
use crate::domain::{CustomerKind, Dimension, secret};
use crate::screens::side::Side;
use crate::screens::{View, dossier, reasons};
use crate::tr;
use crate::ui::widgets::heading_of;
use crate::ui::{Canvas, Line, Role, format, strip, text};
use crate::work::{Band, Due, words};
use ratatui::layout::Rect;

/// A line of the pane.
enum PaneLine {
    /// A section's heading with its tail.
    Heading(Line<'static>, Line<'static>),
    /// Text.
    Text(Line<'static>),
}

/// Whom the pane is about.
#[derive(Clone, Copy)]
struct About<'a> {
    view: &'a View<'a>,
    book: &'a Book,
    row: &'a Row,
    card: Option<&'a Card>,
    /// Columns for text.
    width: u16,
}

/// Draws the pane: a column at the right, or seven rows below. Where the script has a pane of its own this one has none.
pub fn draw(
    view: &View<'_>,
    canvas: &mut Canvas<'_>,
    (side, area): (Side, Rect),
    ((book, row), has_script_pane): ((&Book, &Row), bool),
) {
    let card = view.model.queues.selected_card();
    let about = About { view, book, row, card, width: area.width.saturating_sub(2) };
    let lines = match side {
        Side::Below => about.below(),
        Side::Right => about.beside(has_script_pane),
    };
    draw_lines(canvas, area, &lines);
    if view.model.queues.part == Part::Pane {
        canvas.text(strip(area.x, area.y, 1), ">", Role::Text);
        canvas.focus(Rect { height: 1, ..area });
    }
}

/// Draws what to say: the script of the first reason, whole.
pub fn draw_script(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect, (book, row): (&Book, &Row)) {
    let Some(card) = view.model.queues.selected_card() else { return };
    let about = About { view, book, row, card: Some(card), width: area.width.saturating_sub(2) };
    let said = crate::screens::call::script_lines(card, view.model, view.ctx, area.width);
    if said.is_empty() {
        return;
    }
    let mut lines = vec![about.script_head()];
    lines.extend(said.into_iter().map(PaneLine::Text));
    draw_lines(canvas, area, &lines);
}

/// Draws who is held back, while the cursor is on their line: the day on which each comes back, and why.
pub fn draw_held(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect, book: &Book) {
    let (lang, queue) = (view.ctx.lang, &view.model.queues.lines);
    let count = format::count(i64::try_from(queue.held_count).unwrap_or(0));
    let title = Line::new().with(format!("{} {count}", lang.text("queues.band.held")), Role::Head);
    let mut lines =
        vec![PaneLine::Heading(title, Line::new().with(tr!(lang, "queues.held_enter"), Role::Dim))];
    lines.extend(queue.held.iter().filter_map(|customer| book.find(*customer)).map(|row| {
        let back =
            reasons::back_text(lang, book, row).unwrap_or_else(|| lang.text("queues.no_return").into_owned());
        let held = book.dues(row).first().and_then(|due| due.held);
        let why = held.map(|held| words::held_text(lang, held, book.day)).unwrap_or_default();
        let line = Line::new()
            .private(text::pad(book.display_name(row), 13), Role::Text)
            .with(text::pad(&back, 12), Role::Text)
            .with(why, Role::Dim);
        PaneLine::Text(line)
    }));
    draw_lines(canvas, area, &lines);
}

fn draw_lines(canvas: &mut Canvas<'_>, area: Rect, lines: &[PaneLine]) {
    for (y, line) in (area.y..area.bottom()).zip(lines) {
        let place = Rect { y, height: 1, ..area };
        match line {
            PaneLine::Heading(name, tail) => heading_of(canvas, place, name, tail),
            PaneLine::Text(line) => {
                canvas.line(strip(place.x + 1, y, place.width.saturating_sub(2)), line);
            }
        }
    }
}

impl About<'_> {
    fn section(&self, key: &str, tail: Line<'static>) -> PaneLine {
        PaneLine::Heading(Line::new().with(self.view.ctx.lang.text(key), Role::Head), tail)
    }

    fn beside(&self, has_script_pane: bool) -> Vec<PaneLine> {
        let mut lines = vec![self.name(), PaneLine::Text(self.who())];
        lines.extend(self.when_reached(self.width).map(PaneLine::Text));
        lines.push(self.section("queues.pane.why", Line::new()));
        for (at, due) in self.book.dues(self.row).iter().enumerate() {
            lines.push(PaneLine::Text(self.reason(at, due)));
            lines.push(PaneLine::Text(Line::new().gap(2).with(self.proof(due), Role::Dim)));
        }
        lines.extend(self.score());
        lines.extend(self.consent());
        lines.extend(self.last());
        if !has_script_pane {
            lines.extend(self.script());
        }
        lines.extend(self.marks());
        lines
    }

    /// The marks of his row in words.
    fn marks(&self) -> Vec<PaneLine> {
        let (lang, book, row) = (self.view.ctx.lang, self.book, self.row);
        let flags =
            row.flags.iter().map(|flag| (flag.letter(), dossier::flag_words(lang, flag).into_owned()));
        let state = dossier::state_mark(book, row).map(|mark| {
            let class = row.class(Dimension::Lifecycle);
            (mark.letter(), book.classes.label(Dimension::Lifecycle, class, lang))
        });
        let line = |(letter, words): (char, String)| {
            PaneLine::Text(Line::new().with(format!("{letter} "), Role::Text).with(words, Role::Dim))
        };
        let mut lines: Vec<PaneLine> = flags.chain(state).map(line).collect();
        if !lines.is_empty() {
            lines.insert(0, self.section("queues.pane.flags", Line::new()));
        }
        lines
    }

    /// Seven rows: name with consent, who, three reasons, score, budget and last contact.
    fn below(&self) -> Vec<PaneLine> {
        let mut lines = vec![self.name()];
        let who = self.who();
        lines.push(PaneLine::Text(match self.when_reached(self.width.saturating_sub(who.width() + 2)) {
            Some(reached) => who.gap(2).join(reached),
            None => who,
        }));
        for (at, due) in self.book.dues(self.row).iter().enumerate() {
            let line = self.reason(at, due).gap(2).with(self.proof(due), Role::Dim);
            lines.push(PaneLine::Text(line));
        }
        lines.extend(self.score_in_line().map(PaneLine::Text));
        lines.push(PaneLine::Text(self.last_in_line()));
        lines
    }

    fn name(&self) -> PaneLine {
        let number = self.book.text(self.row, TextOf::CustomerNo);
        let name = self.book.display_name(self.row);
        let title = if name == number { name.to_owned() } else { format!("{name}  {number}") };
        let used = text::width(&title) + 3;
        let number = dossier::number(self.view, (self.book, self.row), self.width.saturating_sub(used));
        PaneLine::Heading(Line::new().private(title, Role::Head), number)
    }

    /// `女 61岁  钻石  成熟  236.4万 90天 +1%`
    fn who(&self) -> Line<'static> {
        let (lang, book, row) = (self.view.ctx.lang, self.book, self.row);
        let class = |dimension| book.classes.short(dimension, row.class(dimension), lang);
        let assets =
            row.assets.map_or_else(|| format::UNKNOWN.to_owned(), |assets| format::amount(lang, assets));
        // Changes of assets are far below 2^53 millionths.
        #[allow(clippy::cast_precision_loss)]
        let change = row.change_90d.map(|change| format::change(change as f64 / 1_000_000.0));
        let change = change.map(|change| tr!(lang, "queues.pane.change", change = change).into_owned());
        let person = self.person();
        Line::new()
            .gap(0)
            .with(person.clone(), Role::Text)
            .gap(if person.is_empty() { 0 } else { 2 })
            .with(class(Dimension::Value), Role::Text)
            .gap(2)
            .with(class(Dimension::Lifecycle), Role::Text)
            .gap(2)
            .private(assets, Role::Text)
            .gap(1)
            .with(change.unwrap_or_default(), Role::Dim)
    }

    fn person(&self) -> String {
        let lang = self.view.ctx.lang;
        let Some(customer) = self.card.map(|card| &card.customer) else { return String::new() };
        let gender = customer.about.gender.map(|gender| lang.code_text(gender).into_owned());
        let birth = customer.about.birth_on.filter(|_| customer.kind == CustomerKind::Person);
        let age = birth.map(|on| tr!(lang, "call.age", years = on.years_until(self.book.day)).into_owned());
        gender.into_iter().chain(age).collect::<Vec<_>>().join(" ")
    }

    /// `最易接通 10-11点 (7/9)   30天内未接 2 次`, the second in short or not at all where the room is small.
    fn when_reached(&self, room: u16) -> Option<Line<'static>> {
        let lang = self.view.ctx.lang;
        let best = self.row.hours.best().map(|best| words::best_hour_text(lang, best)).unwrap_or_default();
        let count = self.row.score_inputs.unreached_30d;
        let gap = if best.is_empty() { "" } else { "  " };
        let vain = [
            tr!(lang, "queues.pane.vain", count = count),
            tr!(lang, "queues.pane.vain_short", count = count),
        ];
        let vain = vain.into_iter().filter(|_| count > 0).map(|vain| format!("{best}{gap}{vain}"));
        let line = vain.chain([best.clone()]).find(|line| text::width(line) <= room).unwrap_or(best);
        (!line.is_empty()).then(|| Line::new().with(line, Role::Dim))
    }

    /// Date and name in columns as wide as the longest of the shown reasons.
    fn reason(&self, at: usize, due: &Due) -> Line<'static> {
        let of = |due| reasons::text(self.view.ctx.lang, self.book, self.row, due);
        let shown = self.book.dues(self.row).iter().map(of);
        let (dates, names) = shown.fold((10, 9), |(dates, names), texts| {
            (text::width(&texts.date).max(dates), text::width(&texts.name).max(names))
        });
        let texts = of(due);
        Line::new()
            .with(format!("{} ", at + 1), Role::Dim)
            .with(text::pad(&texts.date, dates + 1), Role::Text)
            .with(text::pad(&texts.name, names + 1), Role::Text)
            .with(text::pad_left(&texts.amount, 9), Role::Text)
    }

    /// The row that proves a reason: what the card says of it, before it is there what the row says.
    fn proof(&self, due: &Due) -> String {
        let lang = self.view.ctx.lang;
        let of_card = || dossier::proof(lang, self.book, self.card?, due).filter(|_| due.held.is_none());
        let subject = || self.book.subject(self.row, due).map(secret);
        let of_row = || reasons::text(lang, self.book, self.row, due).proof;
        of_card().or_else(subject).unwrap_or_else(of_row)
    }

    /// The score as a multiple of the queue's median, and the factors that make it, the strongest first.
    fn score(&self) -> Vec<PaneLine> {
        let (lang, state) = (self.view.ctx.lang, &self.view.model.queues);
        let band = self.book.dues(self.row).first().map(|due| due.band);
        let (Some(median), Some(Band::Scored)) = (&state.lines.middle.factors, band) else {
            return Vec::new();
        };
        let multiple = view::score(state, self.row, band);
        let title = tr!(lang, "queues.pane.score", multiple = multiple).into_owned();
        let mut lines = vec![PaneLine::Heading(Line::new().with(title, Role::Head), Line::new())];
        for (factor, ratio) in self.book.factors(self.row).relative(median) {
            let name = text::pad(&lang.text(&format!("work.factor.{factor}")), 9);
            let line = Line::new()
                .with(name, Role::Text)
                .with(text::pad(&format!("{ratio:.1}x"), 7), Role::Text)
                .with(self.factor(factor), Role::Dim);
            lines.push(PaneLine::Text(line));
        }
        lines
    }

    /// What a factor is made of: `月日均 234.1万`, `本时段 7/9`.
    fn factor(&self, factor: &str) -> String {
        let (lang, row) = (self.view.ctx.lang, self.row);
        let tried = row.hours.at(self.book.scored_at);
        match factor {
            "value" => {
                let yearly = secret(format::amount_short(lang, row.score_inputs.contribution));
                tr!(lang, "queues.factor.value_of", amount = yearly).into_owned()
            }
            "risk" if row.score_inputs.has_outflow_sign => lang.text("queues.factor.risk_sign").into_owned(),
            "reach" if tried.dials > 0 => {
                tr!(lang, "queues.factor.reach_of", reached = tried.reached, dials = tried.dials).into_owned()
            }
            "fatigue" if row.score_inputs.is_cooling => lang.text("queues.factor.cooling").into_owned(),
            "fatigue" => {
                tr!(lang, "queues.factor.fatigue_of", count = row.score_inputs.unreached_30d).into_owned()
            }
            "urgency" if !row.score_inputs.is_fresh => lang.text("queues.factor.no_news").into_owned(),
            other => lang.text(&format!("queues.factor.{other}")).into_owned(),
        }
    }

    fn score_in_line(&self) -> Option<Line<'static>> {
        let (lang, state) = (self.view.ctx.lang, &self.view.model.queues);
        let band = self.book.dues(self.row).first().map(|due| due.band);
        let median = state.lines.middle.factors.as_ref().filter(|_| band == Some(Band::Scored))?;
        let multiple = view::score(state, self.row, band);
        let line = Line::new().with(tr!(lang, "queues.pane.score", multiple = multiple), Role::Text).gap(1);
        let factors = self.book.factors(self.row).relative(median);
        Some(factors.into_iter().fold(line, |line, (factor, ratio)| {
            let name = lang.text(&format!("work.factor.{factor}"));
            line.gap(1).with(format!("{name} {ratio:.1}x"), Role::Dim)
        }))
    }

    fn consent(&self) -> Vec<PaneLine> {
        let Some(card) = self.card else { return Vec::new() };
        let lang = self.view.ctx.lang;
        let calls =
            tr!(lang, "call.past.calls_today", used = card.used.calls_today, cap = card.limits.call_day);
        let budget =
            dossier::budget(lang, &card.used, &card.limits).gap(2).with(calls.into_owned(), Role::Text);
        vec![
            self.section("call.past.consent", Line::new()),
            PaneLine::Text(dossier::consent(lang, self.book.day, card)),
            PaneLine::Text(budget),
        ]
    }

    /// The last contact with its note.
    fn last(&self) -> Vec<PaneLine> {
        let (lang, day) = (self.view.ctx.lang, self.book.day);
        let found = self.card.and_then(|card| {
            card.timeline.iter().find_map(|entry| match &entry.event {
                Event::Contact(contact) => Some((entry, contact)),
                _ => None,
            })
        });
        let Some((entry, contact)) = found else {
            return vec![self.section("queues.pane.last", Line::new()), PaneLine::Text(self.last_seen())];
        };
        let tail = Line::new().with(format::day(lang, entry.on, day), Role::Dim);
        let mut lines = vec![self.section("queues.pane.last", tail)];
        let said = dossier::contact_words(lang, contact);
        lines.push(PaneLine::Text(Line::new().with(said, Role::Text)));
        let note = dossier::quoted(contact.note.as_deref());
        let note = text::wrap(&note, self.width).into_iter().filter(|line| !line.is_empty()).take(3);
        lines.extend(note.map(|line| PaneLine::Text(Line::new().with(line, Role::Text))));
        lines
    }

    fn last_seen(&self) -> Line<'static> {
        let lang = self.view.ctx.lang;
        match self.row.last_contact_on {
            Some(on) => {
                let date = words::date_text(self.book.day, on);
                let age = self.book.day - on;
                Line::new().with(tr!(lang, "queues.pane.last_on", on = date, days = age), Role::Dim)
            }
            None => Line::new().with(tr!(lang, "reasons.never"), Role::Dim),
        }
    }

    /// Budget and last contact, where there is one line for both.
    fn last_in_line(&self) -> Line<'static> {
        let (lang, day) = (self.view.ctx.lang, self.book.day);
        let Some(card) = self.card else { return self.last_seen() };
        let contact = card.timeline.iter().find_map(|entry| match &entry.event {
            Event::Contact(contact) => {
                let said = dossier::contact_text(lang, entry.on, contact, day);
                let note = dossier::quoted(contact.note.as_deref());
                Some(format!("{said} {note}"))
            }
            _ => None,
        });
        let budget = dossier::budget(lang, &card.used, &card.limits);
        match contact {
            Some(contact) => budget.gap(2).with(contact, Role::Text),
            None => budget.gap(2).join(self.last_seen()),
        }
    }

    fn script_head(&self) -> PaneLine {
        let lang = self.view.ctx.lang;
        let reason = self.book.dues(self.row).first().map(|due| lang.code_text(due.reason).into_owned());
        self.section("call.script.head", Line::new().with(reason.unwrap_or_default(), Role::Dim))
    }

    /// How the script begins: what to verify, what it is about.
    fn script(&self) -> Vec<PaneLine> {
        let Some(card) = self.card else { return Vec::new() };
        let Some(script) = crate::screens::call::script_of(card, self.view.model, self.view.ctx) else {
            return Vec::new();
        };
        let lang = self.view.ctx.lang;
        let mut lines = vec![self.script_head()];
        for said in [&script.verify, &script.matter] {
            let wrapped = text::wrap(said, self.width);
            lines.extend(wrapped.into_iter().map(|line| PaneLine::Text(Line::new().with(line, Role::Text))));
        }
        lines.push(PaneLine::Text(Line::new().with(tr!(lang, "queues.pane.whole_script"), Role::Dim)));
        lines
    }
}
