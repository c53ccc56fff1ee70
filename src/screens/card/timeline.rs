//! The timeline as lines: newest first, filtered, small movements of one kind taken together, a heading for each
//! former year.
//!
//! Pure. An entry is known by its distance from the oldest one, so that new entries move no cursor.

use super::details::Room;
use crate::book::{Book, ContactEntry, Event, TimelineEntry};
use crate::domain::kinds::{ProductKinds, TxnKinds};
use crate::domain::{Day, Direction, Money, secret};
use crate::lang::Lang;
use crate::screens::dossier;
use crate::tr;
use crate::ui::{Line, Role, format, text};
use crate::work::words::{date_text, reply_text};

/// An entry, counted from the oldest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryKey(pub u32);

/// A line: of an entry, or the heading of the year that begins with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LineKey {
    /// The entry; of several taken together the newest.
    pub entry: EntryKey,
    /// Which of its lines.
    pub part: Part,
}

/// A line of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// The year above it.
    Year,
    /// What happened.
    Main,
    /// What was noted, line by line.
    Note(u8),
}

/// What is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Filter {
    /// Everything.
    #[default]
    All,
    /// Contacts, what was promised, and what the customer allows.
    Contacts,
    /// Movements.
    Money,
    /// Changes of class.
    Classes,
}

impl Filter {
    /// The next one, round and round.
    pub fn next(self) -> Filter {
        match self {
            Filter::All => Filter::Contacts,
            Filter::Contacts => Filter::Money,
            Filter::Money => Filter::Classes,
            Filter::Classes => Filter::All,
        }
    }

    /// The one that shows entries of this kind alone; `All` where there is none.
    pub fn of(event: &Event) -> Filter {
        let kinds = [Filter::Contacts, Filter::Money, Filter::Classes];
        kinds.into_iter().find(|kind| kind.shows(event)).unwrap_or(Filter::All)
    }

    /// The key of its words in the language files.
    pub fn text_key(self) -> &'static str {
        match self {
            Filter::All => "card.filter.all",
            Filter::Contacts => "card.filter.contacts",
            Filter::Money => "card.filter.money",
            Filter::Classes => "card.filter.classes",
        }
    }

    /// Whether it shows an entry.
    pub fn shows(self, event: &Event) -> bool {
        matches!(
            (self, event),
            (Filter::All, _)
                | (
                    Filter::Contacts,
                    Event::Contact(_)
                        | Event::FollowUp { .. }
                        | Event::Remark { .. }
                        | Event::ConsentChanged(_)
                )
                | (Filter::Money, Event::Movement { .. })
                | (Filter::Classes, Event::ClassChanged { .. })
        )
    }
}

/// A line of the timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeLine {
    /// Which.
    pub key: LineKey,
    /// How it looks; of a year its number alone.
    pub line: Line<'static>,
}

/// What lines are made from.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// Newest first.
    pub entries: &'a [TimelineEntry],
    /// What is shown.
    pub filter: Filter,
    /// For the names of classes.
    pub book: Option<&'a Book>,
    /// The language.
    pub lang: Lang,
    /// The working day.
    pub today: Day,
    /// Columns for text.
    pub width: u16,
    /// Whether notes have lines of their own.
    pub room: Room,
}

/// Movements from here on stand alone.
const LARGE: Money = Money(5_000_000);
/// Lines of a note that are shown.
const NOTE_LINES: usize = 4;

/// The key of the entry at a place in the list.
fn key_at(entries: &[TimelineEntry], at: usize) -> EntryKey {
    EntryKey(u32::try_from(entries.len() - 1 - at).unwrap_or(u32::MAX))
}

/// The newest entry for which something holds.
pub fn find(entries: &[TimelineEntry], holds: impl Fn(&TimelineEntry) -> bool) -> Option<EntryKey> {
    entries.iter().position(holds).map(|at| key_at(entries, at))
}

/// The entry of a key.
pub fn entry(entries: &[TimelineEntry], key: EntryKey) -> Option<&TimelineEntry> {
    let from_end = usize::try_from(key.0).ok()?.checked_add(1)?;
    entries.get(entries.len().checked_sub(from_end)?)
}

/// Where a window over the lines stands: the first and last line of entries in it, from 1, and how many there are.
/// Headings of years and lines of notes do not count, nor does an entry that stands in the line of a newer one.
pub fn shown(lines: &[TimeLine], window: std::ops::Range<usize>) -> (usize, usize, usize) {
    let mains = |lines: &[TimeLine]| lines.iter().filter(|line| line.key.part == Part::Main).count();
    let end = mains(&lines[..window.end.min(lines.len())]);
    let start = mains(&lines[..window.start.min(lines.len())]) + 1;
    (start.min(end), end, mains(lines))
}

/// The lines, newest first.
pub fn lines(facts: &Facts<'_>) -> Vec<TimeLine> {
    let shown: Vec<usize> =
        (0..facts.entries.len()).filter(|at| facts.filter.shows(&facts.entries[*at].event)).collect();
    let mut lines = Vec::new();
    let mut year = facts.today.ymd().0;
    let mut rest = shown.as_slice();
    while let Some(first) = rest.first() {
        let entry = &facts.entries[*first];
        let together =
            rest.iter().take_while(|at| belongs(facts, entry, &facts.entries[**at])).count().max(1);
        let key = key_at(facts.entries, *first);
        if entry.on.ymd().0 != year {
            year = entry.on.ymd().0;
            let line = Line::new().with(year.to_string(), Role::Head);
            lines.push(TimeLine { key: LineKey { entry: key, part: Part::Year }, line });
        }
        add(facts, key, &rest[..together], &mut lines);
        rest = &rest[together..];
    }
    lines
}

/// The line that shows an entry, alone or together with newer ones.
pub fn line_of(facts: &Facts<'_>, key: EntryKey) -> Option<LineKey> {
    let lines = lines(facts);
    let mains = lines.iter().filter(|line| line.key.part == Part::Main);
    mains.map(|line| line.key).rfind(|line| line.entry >= key)
}

/// Whether an entry is shown in the line of a newer one: small movements of one kind in one month.
fn belongs(facts: &Facts<'_>, first: &TimelineEntry, entry: &TimelineEntry) -> bool {
    let kind_of = |entry: &TimelineEntry| match &entry.event {
        Event::Movement { amount, kind, .. } if amount.abs() < LARGE => Some((kind.clone(), amount.0 < 0)),
        _ => None,
    };
    facts.filter == Filter::All
        && kind_of(first).is_some()
        && kind_of(first) == kind_of(entry)
        && first.on.month_start() == entry.on.month_start()
}

fn add(facts: &Facts<'_>, key: EntryKey, at: &[usize], lines: &mut Vec<TimeLine>) {
    let entry = &facts.entries[at[0]];
    let minute = entry.minute.map(|minute| minute.to_string()).unwrap_or_default();
    let lead =
        Line::new().with(format!("{} {} ", format::month_day(entry.on), text::pad(&minute, 5)), Role::Dim);
    let indent = lead.width();
    let room = facts.width.saturating_sub(indent);
    let mut push = |part, line| lines.push(TimeLine { key: LineKey { entry: key, part }, line });
    let (what, note) = match &entry.event {
        Event::Contact(contact) => contact_words(facts, contact, room),
        Event::Movement { .. } => (movement(facts, at), None),
        Event::ClassChanged { dimension, from, to, cause } => {
            let name = |code: &str| match facts.book {
                Some(book) => book.classes.label_of_code(*dimension, code, facts.lang),
                None => code.to_owned(),
            };
            let dimension = facts.lang.text(&format!("card.dimension.{dimension}"));
            let line = what(facts, "card.event.class")
                .with(format!("{dimension} {} > {}", name(from), name(to)), Role::Text);
            let cause = Line::new().gap(2).with(facts.lang.code_text(*cause), Role::Dim);
            (line.join_if_fits(cause, room), None)
        }
        Event::Remark { skip: Some(skip), text } => {
            let line = what(facts, "card.event.skip").with(facts.lang.code_text(*skip), Role::Text);
            (line, text.clone())
        }
        Event::Remark { skip: None, text } => (what(facts, "card.event.remark"), text.clone()),
        Event::Imported { kind, file, rows } => {
            let text = crate::work::words::import_text(facts.lang, *kind, file, *rows);
            (what(facts, "card.event.import").with(text, Role::Text), None)
        }
        Event::Entered => (what(facts, "card.event.entered"), None),
        Event::Edited(fields) => {
            let fields = crate::work::words::edited_text(facts.lang, fields);
            (what(facts, "card.event.edited").with(fields, Role::Text), None)
        }
        Event::ConsentChanged(consent) => {
            let text = crate::work::words::consent_text(facts.lang, consent, facts.today);
            (what(facts, "card.event.consent").with(text, Role::Text), consent.wording.clone())
        }
        Event::FollowUp { kind, state, due_on, note, .. } => {
            let kind = facts.lang.code_text(*kind);
            let words = text::pad(&kind, what_columns(facts.lang).max(text::width(&kind)));
            let line = Line::new()
                .with(format!("{words} "), Role::Text)
                .with(date_text(facts.today, *due_on), Role::Text)
                .gap(1)
                .with(facts.lang.code_text(*state), Role::Dim);
            (line, note.clone())
        }
    };
    let note = note.filter(|note| !note.trim().is_empty());
    match note {
        None => push(Part::Main, lead.join(what)),
        Some(note) if facts.room == Room::Narrow => {
            let note = note.replace('\n', " ");
            push(Part::Main, lead.join(what).gap(1).private(format!("\"{note}\""), Role::Dim));
        }
        Some(note) => {
            push(Part::Main, lead.join(what));
            let wrapped = text::wrap(&format!("\"{note}\""), facts.width.saturating_sub(indent).min(72));
            for (part, words) in (0..).zip(wrapped.into_iter().take(NOTE_LINES)) {
                push(Part::Note(part), Line::new().gap(indent).private(words, Role::Dim));
            }
        }
    }
}

fn what_columns(lang: Lang) -> u16 {
    if lang == Lang::Zh { 4 } else { 8 }
}

/// The word with which an entry begins.
fn what(facts: &Facts<'_>, key: &str) -> Line<'static> {
    let words = text::pad(&facts.lang.text(key), what_columns(facts.lang));
    Line::new().with(format!("{words} "), Role::Text)
}

/// How a contact went; what does not fit whole is left out, the least important first.
fn contact_words(facts: &Facts<'_>, contact: &ContactEntry, room: u16) -> (Line<'static>, Option<String>) {
    let lang = facts.lang;
    let channel = text::pad(&lang.code_text(contact.channel), what_columns(lang));
    let mut line = Line::new().with(format!("{channel} "), Role::Text);
    if contact.against_consent {
        line = line.with("! ", Role::Alert);
    }
    if contact.direction == Direction::In {
        line = line.with(format!("{} ", tr!(lang, "card.event.incoming")), Role::Text);
    }
    line = line.with(lang.code_text(contact.reach), Role::Text);
    if let Some(result) = contact.result {
        line = line.gap(1).with(lang.code_text(result), Role::Head);
    }
    let deal = contact.deal.as_ref().map(|(product, amount)| {
        let amount = amount.map(|amount| secret(format::amount_short(lang, amount))).unwrap_or_default();
        let product = ProductKinds::embedded().label(product, lang).unwrap_or(product);
        Line::new().gap(1).with(format!("{product} {amount}").trim_end().to_owned(), Role::Text)
    });
    let seconds = contact.duration_s.filter(|seconds| *seconds > 0);
    let part = |words, role| Line::new().gap(1).with(words, role);
    let parts = [
        deal,
        contact.reply.map(|reply| part(reply_text(lang, reply), Role::Text)),
        seconds.map(|seconds| part(dossier::duration(lang, seconds), Role::Dim)),
        contact.reason.map(|reason| part(lang.code_text(reason), Role::Dim)),
    ];
    line = parts.into_iter().flatten().fold(line, |line, part| line.join_if_fits(part, room));
    (line, contact.note.clone())
}

/// A movement, or several of one kind: `消费  -3,260 等 5 笔`.
fn movement(facts: &Facts<'_>, at: &[usize]) -> Line<'static> {
    let lang = facts.lang;
    let mut sum = Money::ZERO;
    let (mut name, mut behind) = (String::new(), None);
    for entry in at.iter().rev().map(|at| &facts.entries[*at]) {
        if let Event::Movement { amount, kind, text, detail, .. } = &entry.event {
            sum += *amount;
            TxnKinds::embedded().label(kind, lang).unwrap_or(text).clone_into(&mut name);
            behind.clone_from(detail);
        }
    }
    let name = text::pad(&name, what_columns(lang).max(text::width(&name)));
    let line = Line::new()
        .with(format!("{name} "), Role::Text)
        .private(format::amount_change(lang, sum), Role::Text)
        .gap(1);
    let line = behind.into_iter().fold(line, |line, detail| line.private(detail, Role::Dim).gap(1));
    if at.len() > 1 { line.with(tr!(lang, "card.event.several", count = at.len()), Role::Dim) } else { line }
}
