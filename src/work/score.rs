//! The order inside a queue: value^0.5 x risk x reach x fatigue x urgency (design: foresight, Queue order).
//!
//! Owns the factors, their constants until models stand in for them, and the comparison with a queue's median.
//! O(1) per customer. Must not: know other customers but through the [`Baseline`].

use crate::domain::Money;

/// What the score of a customer is made from.
#[derive(Debug, Clone, Copy)]
pub struct ScoreFacts<'a> {
    /// Contribution of a year (assets x margin + fees); zero where unknown.
    pub contribution: Money,
    /// Value class, to find the floor.
    pub value: &'a str,
    /// Lifecycle class, for the risk.
    pub lifecycle: &'a str,
    /// A large outflow, a missing salary or a fall of assets is among the reasons.
    pub has_outflow_sign: bool,
    /// Attempts by phone in this hour band, ever.
    pub attempts_in_hour: u32,
    /// Those of them that reached the customer.
    pub reached_in_hour: u32,
    /// Attempts of the last 30 days that reached nobody.
    pub unreached_30d: u16,
    /// No more dials are allowed today: the customer cools down.
    pub is_cooling: bool,
    /// There is news of the last days.
    pub is_fresh: bool,
}

/// What holds for the whole book: medians of contribution and rates of reaching, by value class.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Baseline {
    classes: Vec<ClassBaseline>,
}

/// The baseline of a value class.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassBaseline {
    /// The class code.
    pub class: String,
    /// Median yearly contribution.
    pub median: Money,
    /// Share of phone attempts that reached the customer, 0..1.
    pub rate: f64,
}

/// A rate to begin with, where a class has no attempts yet.
pub const FIRST_RATE: f64 = 0.35;
/// Weight of the class's rate, in attempts.
const RATE_WEIGHT: f64 = 4.0;
/// Urgency with news.
const FRESH: f64 = 1.5;
/// The chance that money leaves when there is a sign of it, until a model says so.
const OUTFLOW_SIGN: f64 = 0.5;

/// The chance that a customer of this lifecycle class falls silent, until a model says so: the order is that of
/// the lifecycle rules, from "worst now" to "settled"; new customers a constant of their own.
fn silent_risk(lifecycle: &str) -> f64 {
    match lifecycle {
        "at_risk" => 0.6,
        "dormant" => 0.5,
        "declining" => 0.4,
        "lost" | "revived" => 0.3,
        "new" | "prospect" => 0.2,
        _ => 0.1,
    }
}

impl Baseline {
    /// From the classes' own figures. Rates of classes with few attempts should be shrunk by [`class_rate`].
    pub fn new(classes: Vec<ClassBaseline>) -> Baseline {
        Baseline { classes }
    }

    fn of(&self, class: &str) -> (Money, f64) {
        self.classes
            .iter()
            .find(|c| c.class == class)
            .map_or((Money::ZERO, FIRST_RATE), |c| (c.median, c.rate))
    }
}

/// The rate of a class from its attempts, with [`FIRST_RATE`] as twenty attempts beforehand.
pub fn class_rate(reached: u32, attempts: u32) -> f64 {
    (f64::from(reached) + 20.0 * FIRST_RATE) / (f64::from(attempts) + 20.0)
}

/// The factors of a score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Factors {
    /// Square root of the yearly contribution in main units.
    pub value: f64,
    /// Chance of losing the customer or his money.
    pub risk: f64,
    /// Chance of reaching him now.
    pub reach: f64,
    /// Halves with each vain attempt; 0 while cooling down.
    pub fatigue: f64,
    /// 1.5 with news.
    pub urgency: f64,
}

/// Names of the factors, in the order of [`Factors::parts`]; words under `work.factor.<name>`.
pub const FACTOR_NAMES: [&str; 5] = ["value", "risk", "reach", "fatigue", "urgency"];

impl Factors {
    /// The factors of a customer.
    #[allow(clippy::cast_precision_loss)] // minor units of a yearly contribution are far below 2^52
    pub fn of(facts: &ScoreFacts<'_>, baseline: &Baseline) -> Factors {
        let (median, rate) = baseline.of(facts.value);
        let floor = (median.0 / 10).max(100);
        let outflow = if facts.has_outflow_sign { OUTFLOW_SIGN } else { 0.0 };
        let reached = f64::from(facts.reached_in_hour) + RATE_WEIGHT * rate;
        Factors {
            value: (facts.contribution.0.max(floor) as f64 / 100.0).sqrt(),
            risk: 1.0 - (1.0 - silent_risk(facts.lifecycle)) * (1.0 - outflow),
            reach: reached / (f64::from(facts.attempts_in_hour) + RATE_WEIGHT),
            fatigue: if facts.is_cooling {
                0.0
            } else {
                0.5_f64.powi(i32::from(facts.unreached_30d.min(60)))
            },
            urgency: if facts.is_fresh { FRESH } else { 1.0 },
        }
    }

    /// The factors in the order of [`FACTOR_NAMES`].
    pub fn parts(&self) -> [f64; 5] {
        [self.value, self.risk, self.reach, self.fatigue, self.urgency]
    }

    /// The score: their product.
    pub fn score(&self) -> f64 {
        self.parts().iter().product()
    }

    /// The factors relative to others (a queue's medians), the one that moves the score most first. A factor
    /// whose median is 0 counts as its median.
    pub fn relative(&self, median: &Factors) -> [(&'static str, f64); 5] {
        let mut parts = [("", 1.0); 5];
        for (at, (own, other)) in self.parts().into_iter().zip(median.parts()).enumerate() {
            parts[at] = (FACTOR_NAMES[at], if other > 0.0 { own / other } else { 1.0 });
        }
        let weight = |ratio: f64| if ratio > 0.0 { ratio.ln().abs() } else { f64::INFINITY };
        parts.sort_by(|a, b| weight(b.1).total_cmp(&weight(a.1)));
        parts
    }

    /// The median of each factor over a queue; all 1 for an empty one.
    pub fn median(queue: &[Factors]) -> Factors {
        let of = |pick: fn(&Factors) -> f64| {
            let mut values: Vec<f64> = queue.iter().map(pick).collect();
            if values.is_empty() {
                return 1.0;
            }
            let is_odd = values.len() % 2 == 1;
            let at = values.len() / 2;
            let (below, middle, _) = values.select_nth_unstable_by(at, f64::total_cmp);
            match below.iter().copied().max_by(f64::total_cmp) {
                Some(before) if !is_odd => f64::midpoint(before, *middle),
                _ => *middle,
            }
        };
        Factors {
            value: of(|f| f.value),
            risk: of(|f| f.risk),
            reach: of(|f| f.reach),
            fatigue: of(|f| f.fatigue),
            urgency: of(|f| f.urgency),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> ScoreFacts<'static> {
        ScoreFacts {
            contribution: Money::main(400),
            value: "gold",
            lifecycle: "mature",
            has_outflow_sign: false,
            attempts_in_hour: 0,
            reached_in_hour: 0,
            unreached_30d: 0,
            is_cooling: false,
            is_fresh: false,
        }
    }

    fn baseline() -> Baseline {
        Baseline::new(vec![ClassBaseline { class: "gold".into(), median: Money::main(1000), rate: 0.5 }])
    }

    fn score(facts: ScoreFacts<'_>) -> f64 {
        Factors::of(&facts, &baseline()).score()
    }

    #[test]
    fn every_factor_moves_the_score_in_its_direction() {
        let base = score(facts());
        assert!((base - 20.0 * 0.1 * 0.5).abs() < 1e-9);
        assert!(score(ScoreFacts { contribution: Money::main(900), ..facts() }) > base);
        assert!(score(ScoreFacts { lifecycle: "at_risk", ..facts() }) > base);
        assert!(score(ScoreFacts { has_outflow_sign: true, ..facts() }) > base);
        assert!(score(ScoreFacts { attempts_in_hour: 9, reached_in_hour: 7, ..facts() }) > base);
        assert!(score(ScoreFacts { is_fresh: true, ..facts() }) > base);
        let tired = score(ScoreFacts { unreached_30d: 2, ..facts() });
        assert!((tired - base / 4.0).abs() < 1e-9);
        assert!(score(ScoreFacts { is_cooling: true, ..facts() }).abs() < 1e-12);
    }

    #[test]
    fn a_small_contribution_counts_as_a_tenth_of_the_class_median() {
        let floor = Factors::of(&ScoreFacts { contribution: Money::ZERO, ..facts() }, &baseline());
        assert!((floor.value - 10.0).abs() < 1e-9);
    }

    #[test]
    fn the_explanation_names_the_strongest_factor_first_and_multiplies_to_the_score() {
        let own = Factors { value: 6.0, risk: 0.2, reach: 0.5, fatigue: 0.5, urgency: 1.0 };
        let median = Factors { value: 2.0, risk: 0.2, reach: 0.5, fatigue: 1.0, urgency: 1.0 };
        let parts = own.relative(&median);
        assert_eq!(parts[0], ("value", 3.0));
        assert_eq!(parts[1], ("fatigue", 0.5));
        let product: f64 = parts.iter().map(|(_, ratio)| ratio).product();
        assert!((product - own.score() / median.score()).abs() < 1e-9);
        assert!((Factors::median(&[own, median]).value - 4.0).abs() < 1e-9);
    }
}
