//! The lines of a queue: bands with their rows in working order, and how a new order is taken in. Pure.

use crate::book::{Book, Filter, Middle, QueueRow, RowIx, SortKey};
use crate::domain::{Code, CustomerId, Day, Minute, QueueName};
use crate::ui::text;
use crate::work::Band;
use std::borrow::Cow;

/// Which queue is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Which {
    /// All queues merged.
    #[default]
    All,
    /// One of them.
    One(QueueName),
    /// What is held back.
    Held,
}

impl Which {
    /// Every queue, in the order of the row of queues.
    pub fn all() -> impl Iterator<Item = Which> {
        let ones = QueueName::ALL.iter().map(|queue| Which::One(*queue));
        std::iter::once(Which::All).chain(ones).chain(std::iter::once(Which::Held))
    }

    /// Its name in the language files.
    pub fn name(self) -> &'static str {
        match self {
            Which::All => "all",
            Which::One(queue) => queue.code(),
            Which::Held => "held",
        }
    }
}

/// What the list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueueSpec {
    /// Which queue.
    pub which: Which,
    /// Which of its customers.
    pub filter: Filter,
    /// Another order than that of the work.
    pub sort: Option<SortKey>,
    /// That order turned round.
    pub is_reversed: bool,
}

/// No column of names is wider.
pub const LONGEST_NAME: u16 = 20;

/// A line of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKey {
    /// The heading of a band.
    Band(Band),
    /// A customer.
    Row(CustomerId),
    /// Those who are held back, pinned below all others.
    Held,
}

/// Those held back that are named, in the pinned line and in the pane beside it.
const HELD_NAMED: usize = 60;

/// The lines of a queue and what its scores are compared with.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct QueueLines {
    /// Headings and customers, top to bottom.
    pub keys: Vec<LineKey>,
    /// What the scores of the band by score are compared with.
    pub middle: Middle,
    /// Customers of the queue, those that the filter hides too.
    pub all: usize,
    /// The first of those held back.
    pub held: Vec<CustomerId>,
    /// How many are held back.
    pub held_count: usize,
    /// The columns of the longest name, as far as a column has room for it.
    pub longest_name: u16,
    /// Whether a day of another year is among the due ones: its date needs more columns than other days.
    pub has_other_year: bool,
}

impl QueueLines {
    /// The lines of a queue at a minute of the day.
    pub fn of(book: &Book, spec: &QueueSpec, minute: Minute) -> QueueLines {
        let agenda = book.agenda(minute);
        let all = &agenda.list;
        let mut found: Cow<'_, [QueueRow]> = match spec.which {
            Which::All => Cow::Borrowed(&all.rows),
            Which::One(queue) => Cow::Owned(book.queue(Some(queue), minute).rows),
            Which::Held => Cow::Borrowed(&all.held),
        };
        let held: &[QueueRow] = if spec.which == Which::Held { &[] } else { &all.held };
        let mut lines = QueueLines {
            all: found.len(),
            held: held.iter().map(|queued| queued.customer).take(HELD_NAMED).collect(),
            held_count: held.len(),
            ..QueueLines::default()
        };
        if !spec.filter.is_empty() {
            let passes =
                |queued: &QueueRow| book.row(queued.at).is_some_and(|row| spec.filter.matches(book, row));
            found = Cow::Owned(found.iter().copied().filter(passes).collect());
        }
        lines.middle = match (spec.which, &found) {
            (Which::All, Cow::Borrowed(_)) => agenda.middle.clone(),
            _ => book.middle(&found),
        };
        match spec.sort {
            None => lines.push_banded(&found),
            Some(key) => {
                let mut places: Vec<RowIx> = found.iter().map(|queued| queued.at).collect();
                book.sort_rows(&mut places, key, spec.is_reversed);
                let ids = places.iter().filter_map(|at| book.row(*at)).map(|row| LineKey::Row(row.id));
                lines.keys.extend(ids);
            }
        }
        if lines.held_count > 0 {
            lines.keys.push(LineKey::Held);
        }
        let next_year = Day::from_ymd(book.day.ymd().0 + 1, 1, 1);
        for row in found.iter().filter_map(|queued| book.row(queued.at)) {
            lines.longest_name = lines.longest_name.max(text::width(book.display_name(row)));
            let due_on = match spec.which {
                Which::Held => book.returns_on(row),
                _ => book.dues(row).first().map(|due| due.due_on),
            };
            lines.has_other_year |= next_year.is_some() && due_on >= next_year;
            if lines.longest_name >= LONGEST_NAME && lines.has_other_year {
                break;
            }
        }
        lines
    }

    fn push_banded(&mut self, rows: &[QueueRow]) {
        let mut band = None;
        for queued in rows {
            if band != Some(queued.band) {
                band = Some(queued.band);
                self.keys.push(LineKey::Band(queued.band));
            }
            self.keys.push(LineKey::Row(queued.customer));
        }
    }

    /// Those that scroll: all but the pinned line.
    pub fn scrolling(&self) -> &[LineKey] {
        match self.keys.split_last() {
            Some((LineKey::Held, rest)) => rest,
            _ => &self.keys,
        }
    }

    /// The customers, top to bottom.
    pub fn customers(&self) -> impl Iterator<Item = CustomerId> + '_ {
        self.keys.iter().filter_map(|key| match key {
            LineKey::Row(customer) => Some(*customer),
            LineKey::Band(_) | LineKey::Held => None,
        })
    }

    /// Whether a customer is in the list.
    pub fn contains(&self, customer: CustomerId) -> bool {
        self.keys.contains(&LineKey::Row(customer))
    }

    /// The band of the line at a place, and how many rows it has in all.
    pub fn band_at(&self, place: usize) -> Option<(Band, usize)> {
        let heads = self.keys.get(..=place)?.iter().enumerate().rev();
        let (start, band) = heads.clone().find_map(|(at, key)| match key {
            LineKey::Band(band) => Some((at, *band)),
            LineKey::Row(_) | LineKey::Held => None,
        })?;
        let rows = self.keys[start + 1..].iter().take_while(|key| matches!(key, LineKey::Row(_)));
        Some((band, rows.count()))
    }

    /// These lines until the cursor moves, although the queue has become `fresh`: who left goes, but for the selected
    /// one; who is new waits; nobody changes his place. Headings without rows go.
    pub fn held_still(&self, fresh: &QueueLines, selected: Option<CustomerId>) -> QueueLines {
        let still: std::collections::HashSet<CustomerId> = fresh.customers().collect();
        let stays = |key: &LineKey| match key {
            LineKey::Row(customer) => Some(*customer) == selected || still.contains(customer),
            LineKey::Band(_) => true,
            LineKey::Held => fresh.held_count > 0,
        };
        let kept: Vec<LineKey> = self.keys.iter().copied().filter(stays).collect();
        let has_rows = |at: usize| matches!(kept.get(at + 1), Some(LineKey::Row(_)));
        let keys = (kept.iter().enumerate())
            .filter(|(at, key)| !matches!(key, LineKey::Band(_)) || has_rows(*at))
            .map(|(_, key)| *key)
            .collect();
        QueueLines { keys, ..fresh.clone() }
    }

    /// How many customers of these lines the others do not have.
    pub fn count_missing_in(&self, other: &QueueLines) -> usize {
        let known: std::collections::HashSet<CustomerId> = other.customers().collect();
        self.customers().filter(|customer| !known.contains(customer)).count()
    }
}
