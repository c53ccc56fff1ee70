//! What a pass comes to over all customers: the book, the distribution of each day, the behaviour of everybody.

use super::customer::PassFacts;
use super::part::{Change, DaySums, Met, Part, Seen, empty_sums};
use super::watch::{Watch, go_on};
use super::{Engine, Recomputed, write};
use crate::book::{Book, ClassIx, NewRow};
use crate::classify::rfm::Edges;
use crate::domain::{Cause, Code, Day, Dimension, Minute};
use crate::store::Result;
use rusqlite::Connection;

/// After so many customers it is asked whether to go on.
const BETWEEN_LOOKS: usize = 4096;

/// Takes the parts in, in ascending order of ids.
pub(super) struct Gathered<'a> {
    facts: PassFacts<'a>,
    book: Book,
    sums: Vec<DaySums>,
    met: Vec<Met>,
    seen: Vec<Seen>,
    /// Per day, once asked for.
    edges: Vec<Option<Edges>>,
    rebuilt: usize,
}

impl<'a> Gathered<'a> {
    pub(super) fn new(facts: PassFacts<'a>) -> Gathered<'a> {
        let day = facts.days.last().copied().unwrap_or(Day(0));
        Gathered {
            facts,
            book: Book::new(day, facts.rules.classes.clone()),
            sums: empty_sums(&facts),
            met: Vec::new(),
            seen: Vec::new(),
            edges: Vec::new(),
            rebuilt: 0,
        }
    }

    pub(super) fn add(&mut self, part: &Part) {
        for (sums, more) in self.sums.iter_mut().flatten().zip(part.sums.iter().flatten()) {
            sums.join(more);
        }
        self.rebuilt += part.writes.iter().filter(|write| write.rebuilt.is_some()).count();
        self.book.join(&part.rows);
        self.met.extend_from_slice(&part.met);
        self.seen.extend_from_slice(&part.seen);
    }

    /// Finds the edges of every day; to be called after the last part.
    pub(super) fn close(&mut self) {
        let days = self.facts.days.len();
        let of_day = |at| Edges::of(self.seen.iter().skip(at).step_by(days).filter_map(Seen::rfm));
        self.edges = (0..days).map(of_day).collect();
    }

    /// Puts a customer's row in the place of the one that was added.
    pub(super) fn put(&mut self, row: Option<NewRow>) {
        if let Some(row) = row {
            self.book.put(&row);
        }
    }

    /// Writes the distributions of all days, and the behaviour where a month ends.
    pub(super) fn write(&mut self, conn: &Connection, watch: &dyn Watch) -> Result<()> {
        let (rules, days) = (self.facts.rules, self.facts.days);
        for (at, day) in days.iter().copied().enumerate() {
            let is_month_end = day == day.month_end();
            let seen = self.seen.iter().skip(at).step_by(days.len());
            for (nth, (met, seen)) in self.met.iter_mut().zip(seen).enumerate() {
                if nth % BETWEEN_LOOKS == 0 {
                    go_on(watch)?;
                }
                if !seen.exists() {
                    continue;
                }
                let (class, _) = rules.behaviour_of(self.edges[at].as_ref(), seen.rfm());
                self.sums[at][Dimension::Behaviour.index()].add(class, seen.assets());
                let is_first = met.behaviour.is_none();
                if is_first || is_month_end && met.behaviour != Some(class) {
                    let change = Change {
                        customer: met.id,
                        dimension: Dimension::Behaviour,
                        from: met.behaviour.unwrap_or(ClassIx::UNCLASSIFIED),
                        to: class,
                        on: day,
                        cause: Cause::Time,
                        assets: seen.assets(),
                    };
                    write::behaviour(conn, rules, &change, is_first)?;
                    met.behaviour = Some(class);
                }
            }
            for dimension in Dimension::ALL {
                write::distribution(conn, rules, (day, *dimension), &self.sums[at][dimension.index()])?;
            }
        }
        Ok(())
    }

    pub(super) fn finish(mut self, minute: Minute) -> Recomputed {
        let edges = self.edges.pop().flatten();
        let rules = self.facts.rules;
        self.book.set_behaviour(|row| rules.behaviour_of(edges.as_ref(), row.rfm_input));
        self.book.score_all(minute);
        self.book.shrink();
        Recomputed {
            book: self.book,
            engine: Engine { rules: rules.clone(), edges },
            recorded: Vec::new(),
            rebuilt: self.rebuilt,
            changes: 0,
            unrecorded: Vec::new(),
        }
    }
}
