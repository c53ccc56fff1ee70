//! Scores over the whole book: the baseline of each value class, then every row against it.

use super::{Book, NewRow, Row, RowIx};
use crate::domain::{Dimension, Minute, Money};
use crate::work::score::{ClassBaseline, class_rate};
use crate::work::{Baseline, Factors, ScoreFacts};

/// The customers of a value class.
#[derive(Debug, Clone, Default)]
struct Members {
    contributions: Vec<Money>,
    dials: u32,
    reached: u32,
}

impl Book {
    /// Makes the baseline anew and scores every row, as of a minute of the day: how likely somebody is reached depends
    /// on the hour.
    pub fn score_all(&mut self, minute: Minute) {
        self.scored_at = minute;
        self.baseline = self.make_baseline();
        let scores: Vec<f64> = self.rows().iter().map(|row| self.factors(row).score()).collect();
        for (row, score) in self.rows_mut().iter_mut().zip(scores) {
            row.score = score;
        }
    }

    /// Puts a row in, scored against the baseline that is there.
    pub fn put_scored(&mut self, new: &NewRow) -> RowIx {
        let at = self.put(new);
        let score = self.row(at).map_or(0.0, |row| self.factors(row).score());
        if let Some(row) = self.rows_mut().get_mut(at.place()) {
            row.score = score;
        }
        at
    }

    /// The factors of a row's score.
    pub fn factors(&self, row: &Row) -> Factors {
        let code = |dimension| self.classes.code(dimension, row.class(dimension));
        let (inputs, tried) = (row.score_inputs, row.hours.at(self.scored_at));
        let facts = ScoreFacts {
            contribution: inputs.contribution,
            value: code(Dimension::Value),
            lifecycle: code(Dimension::Lifecycle),
            has_outflow_sign: inputs.has_outflow_sign,
            attempts_in_hour: u32::from(tried.dials),
            reached_in_hour: u32::from(tried.reached),
            unreached_30d: inputs.unreached_30d,
            is_cooling: inputs.is_cooling,
            is_fresh: inputs.is_fresh,
        };
        Factors::of(&facts, &self.baseline)
    }

    /// The median contribution of each value class, and how often its customers are reached.
    fn make_baseline(&self) -> Baseline {
        let mut members: Vec<Members> = vec![Members::default(); usize::from(u8::MAX) + 1];
        for row in self.rows() {
            let of = &mut members[usize::from(row.class(Dimension::Value).0)];
            of.contributions.push(row.score_inputs.contribution);
            let (dials, reached) = row.hours.total();
            (of.dials, of.reached) = (of.dials + dials, of.reached + reached);
        }
        let classes = self.classes.all_of(Dimension::Value).filter_map(|class| {
            let Members { contributions, dials, reached } = &mut members[usize::from(class.0)];
            let middle = contributions.len().checked_sub(1)? / 2;
            let (_, median, _) = contributions.select_nth_unstable(middle);
            let code = self.classes.code(Dimension::Value, class).to_owned();
            Some(ClassBaseline { class: code, median: *median, rate: class_rate(*reached, *dials) })
        });
        Baseline::new(classes.collect())
    }
}
