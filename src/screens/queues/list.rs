//! The lines of a queue: bands with their rows in working order, and how a new order is taken in. Pure.

use crate::book::{Book, QueueRow};
use crate::domain::{Code, CustomerId, Minute, QueueName};
use crate::work::{Band, Factors};

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

/// A line of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKey {
    /// The heading of a band.
    Band(Band),
    /// A customer.
    Row(CustomerId),
}

/// The lines of a queue and what its scores are compared with.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct QueueLines {
    /// Headings and customers, top to bottom.
    pub keys: Vec<LineKey>,
    /// The median factors of the rows in the band by score; `None` without any.
    pub median: Option<Factors>,
    /// The median of their scores.
    pub median_score: f64,
}

impl QueueLines {
    /// The lines of a queue at a minute of the day.
    pub fn of(book: &Book, which: Which, minute: Minute) -> QueueLines {
        let rows: Vec<QueueRow> = match which {
            Which::All => book.queue(None, minute).rows,
            Which::One(queue) => book.queue(Some(queue), minute).rows,
            Which::Held => book.queue(None, minute).held,
        };
        let mut lines = QueueLines::default();
        let mut factors: Vec<Factors> = Vec::new();
        let mut scores: Vec<f64> = Vec::new();
        let mut band = None;
        for (queued, row) in rows.iter().filter_map(|queued| Some((queued, book.row(queued.at)?))) {
            if band != Some(queued.band) {
                band = Some(queued.band);
                lines.keys.push(LineKey::Band(queued.band));
            }
            lines.keys.push(LineKey::Row(row.id));
            if queued.band == Band::Scored {
                factors.push(book.factors(row));
                scores.push(row.score);
            }
        }
        scores.sort_by(f64::total_cmp);
        lines.median_score = scores.get(scores.len() / 2).copied().unwrap_or(0.0);
        lines.median = (!factors.is_empty()).then(|| Factors::median(&factors));
        lines
    }

    /// The customers, top to bottom.
    pub fn customers(&self) -> impl Iterator<Item = CustomerId> + '_ {
        self.keys.iter().filter_map(|key| match key {
            LineKey::Row(customer) => Some(*customer),
            LineKey::Band(_) => None,
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
            LineKey::Row(_) => None,
        })?;
        let rows = self.keys[start + 1..].iter().take_while(|key| matches!(key, LineKey::Row(_)));
        Some((band, rows.count()))
    }

    /// These lines until the cursor moves, although the queue has become `fresh`: who left goes, but for the selected
    /// one; who is new waits; nobody changes his place. Headings without rows go.
    pub fn held_still(&self, fresh: &QueueLines, selected: Option<CustomerId>) -> QueueLines {
        let stays = |key: &LineKey| match key {
            LineKey::Row(customer) => Some(*customer) == selected || fresh.contains(*customer),
            LineKey::Band(_) => true,
        };
        let kept: Vec<LineKey> = self.keys.iter().copied().filter(stays).collect();
        let has_rows = |at: usize| matches!(kept.get(at + 1), Some(LineKey::Row(_)));
        let keys = (kept.iter().enumerate())
            .filter(|(at, key)| matches!(key, LineKey::Row(_)) || has_rows(*at))
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
