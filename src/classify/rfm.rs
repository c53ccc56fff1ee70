//! RFM scores: every customer against the whole book.
//!
//! Owns the edges (type-7 quantiles at 20, 40, 60, 80 %, kept exactly in fifths) and the scores. Equal values always
//! get equal scores. Customers who never had an active transaction have no scores and do not count for the edges.

use super::metric::{Metric, Metrics};

/// What is scored, over 365 days of active transactions. Kept of every customer of a book, so it is small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RfmInput {
    /// Days since the last active transaction.
    days: i32,
    /// Their number.
    count: i32,
    /// Their absolute amounts, in minor units.
    amount: i64,
}

/// Scores from 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scores {
    /// Recency: 5 is the most recent fifth.
    pub r: u8,
    /// Frequency.
    pub f: u8,
    /// Money.
    pub m: u8,
}

/// The four edges of a value between the five scores, in fifths of a unit (quantiles fall between values).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quintiles([i64; 4]);

/// The edges of a book on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edges {
    /// Of days since the last active transaction.
    pub days: Quintiles,
    /// Of the count.
    pub count: Quintiles,
    /// Of the amount, in minor units.
    pub amount: Quintiles,
}

impl RfmInput {
    /// No day, no transaction.
    pub const NOTHING: RfmInput = RfmInput { days: 0, count: 0, amount: 0 };

    /// The input of a customer; `None` when he was never active.
    pub fn of(metrics: &Metrics) -> Option<RfmInput> {
        let (days, count) = (metrics.value(Metric::DaysSinceTxn)?, metrics.value(Metric::TxnCount365d)?);
        Some(RfmInput::new(days, count, metrics.value(Metric::TxnAmount365d)?))
    }

    /// Days since the last active transaction, how many there were in 365 days, their absolute amounts in minor units.
    pub fn new(days: i64, count: i64, amount: i64) -> RfmInput {
        let small = |number: i64| i32::try_from(number).unwrap_or(i32::MAX);
        RfmInput { days: small(days), count: small(count), amount }
    }
}

impl Quintiles {
    /// Type-7 quantiles at 1/5 … 4/5 of some values, whose order is lost; `None` without values.
    fn of(values: &mut [i64]) -> Option<Quintiles> {
        let last = values.len().checked_sub(1)?;
        let mut edges = [0; 4];
        // Everything from `done` on is at least as large as everything before.
        let mut done = 0;
        for (edge, fifth) in edges.iter_mut().zip(1..) {
            let (at, rest) = (last * fifth / 5, last * fifth % 5);
            let open = &mut values[done..];
            let (_, low, above) = open.select_nth_unstable(at - done);
            let low = *low;
            let step = above.iter().min().map_or(0, |high| high.saturating_sub(low));
            let rest = i64::try_from(rest).unwrap_or(0);
            *edge = low.saturating_mul(5).saturating_add(step.saturating_mul(rest));
            done = at;
        }
        Some(Quintiles(edges))
    }

    /// Fixed edges instead of quantiles, rising, in whole units.
    pub fn fixed(edges: [i64; 4]) -> Quintiles {
        Quintiles(edges.map(|edge| edge.saturating_mul(5)))
    }

    /// The edges in units, rounded down: a value is above an edge exactly when it is greater than this.
    pub fn floors(&self) -> [i64; 4] {
        self.0.map(|fifths| fifths.div_euclid(5))
    }

    /// 1 + how many edges lie below the value.
    fn score(&self, value: i64) -> u8 {
        self.0.iter().fold(1, |score, edge| score + u8::from(*edge < value.saturating_mul(5)))
    }
}

impl Edges {
    /// The edges over a book; `None` when nobody was ever active.
    pub fn of<I>(inputs: I) -> Option<Edges>
    where
        I: IntoIterator<Item = RfmInput, IntoIter: Clone>,
    {
        let inputs = inputs.into_iter();
        let mut values = Vec::new();
        let mut quintiles = |field: fn(&RfmInput) -> i64| {
            values.clear();
            values.extend(inputs.clone().map(|input| field(&input)));
            Quintiles::of(&mut values)
        };
        Some(Edges {
            days: quintiles(|input| input.days.into())?,
            count: quintiles(|input| input.count.into())?,
            amount: quintiles(|input| input.amount)?,
        })
    }

    /// The scores of a customer.
    pub fn scores(&self, input: &RfmInput) -> Scores {
        Scores {
            r: 6 - self.days.score(input.days.into()),
            f: self.count.score(input.count.into()),
            m: self.amount.score(input.amount),
        }
    }

    /// Puts a customer's scores into his metrics; they stay missing when he was never active.
    pub fn set_scores(&self, metrics: &mut Metrics) {
        let scores = RfmInput::of(metrics).map(|input| self.scores(&input));
        metrics.set(Metric::RfmR, scores.map(|s| i64::from(s.r)));
        metrics.set(Metric::RfmF, scores.map(|s| i64::from(s.f)));
        metrics.set(Metric::RfmM, scores.map(|s| i64::from(s.m)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn input(days: i64) -> RfmInput {
        RfmInput::new(days, days, days * 100)
    }

    #[test]
    fn edges_are_type_7_quantiles() {
        // 1..=10: h = 9 p + 1, so 2.8, 4.6, 6.4, 8.2.
        let edges = Edges::of((1..=10).map(input)).unwrap();
        assert_eq!(edges.count, Quintiles([14, 23, 32, 41]));
        assert_eq!(edges.count.floors(), [2, 4, 6, 8]);
        let scores: Vec<u8> = (1..=10).map(|n| edges.scores(&input(n)).f).collect();
        assert_eq!(scores, [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
        assert_eq!(edges.scores(&input(1)), Scores { r: 5, f: 1, m: 1 });
        assert_eq!(edges.scores(&input(10)), Scores { r: 1, f: 5, m: 5 });
    }

    #[test]
    fn an_edge_itself_belongs_to_the_lower_score() {
        // Four of six share the value 7: every edge but the last is 7.
        let edges = Edges::of([7, 7, 7, 7, 8, 9].map(input)).unwrap();
        assert_eq!(edges.count, Quintiles([35, 35, 35, 40]));
        assert_eq!([7, 8, 9].map(|n| edges.scores(&input(n)).f), [1, 4, 5]);
    }

    #[test]
    fn nobody_active_means_no_edges_and_missing_scores() {
        assert_eq!(Edges::of([]), None);
        let edges = Edges::of([input(3)]).unwrap();
        let mut metrics = Metrics::MISSING;
        edges.set_scores(&mut metrics);
        assert_eq!(metrics.value(Metric::RfmR), None);
    }

    proptest! {
        #[test]
        fn a_greater_value_never_scores_lower(values in prop::collection::vec(0i64..20, 1..60)) {
            let edges = Edges::of(values.iter().map(|n| input(*n))).unwrap();
            for pair in values.windows(2) {
                let (low, high) = (pair[0].min(pair[1]), pair[0].max(pair[1]));
                let (low, high) = (edges.scores(&input(low)), edges.scores(&input(high)));
                prop_assert!(low.f <= high.f && low.m <= high.m && low.r >= high.r);
            }
        }
    }
}
