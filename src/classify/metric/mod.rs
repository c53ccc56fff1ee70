//! The metrics: the one vocabulary of rules, JSON and explanations.
//!
//! Owns the table (name, kind, range, how it is computed) and the values of a customer on a day. A value is an integer
//! on the scale of its kind, rounded half away from zero once; missing is its own case. A new metric is a row here,
//! an arm in `compute` and its words in the locales.

mod compute;
mod table;

#[cfg(test)]
mod tests;

pub use compute::Settings;
pub use table::{Metric, MetricKind};

use super::profile::Facts;
use crate::domain::{Code, Money};
use serde_json::Value;

const MISSING: i64 = i64::MIN;

/// The numeric metrics of a customer on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metrics {
    values: [i64; Metric::NUMBERS],
}

impl Metrics {
    /// All missing.
    pub const MISSING: Metrics = Metrics { values: [MISSING; Metric::NUMBERS] };

    /// The value on the metric's scale; `None` when it is missing, and for text metrics.
    pub fn value(&self, metric: Metric) -> Option<i64> {
        self.values.get(metric.index()).copied().filter(|value| *value != MISSING)
    }

    /// Sets a value (`None`: missing). Text metrics have none.
    pub fn set(&mut self, metric: Metric, value: impl Into<Option<i64>>) {
        if let Some(place) = self.values.get_mut(metric.index()) {
            *place = value.into().unwrap_or(MISSING);
        }
    }

    /// A money metric.
    pub fn money(&self, metric: Metric) -> Option<Money> {
        self.value(metric).map(Money)
    }

    /// The value in main units, as JSON shows it: money as a decimal string, ratios and counts as numbers, texts as
    /// strings, tags as a list, missing as null.
    pub fn json(&self, metric: Metric, facts: &Facts) -> Value {
        match metric.kind() {
            MetricKind::Text => text_json(metric, facts),
            MetricKind::Money => self.money(metric).map_or(Value::Null, |money| money.to_string().into()),
            MetricKind::Days | MetricKind::Count => self.value(metric).map_or(Value::Null, Value::from),
            MetricKind::Ratio => self.value(metric).map_or(Value::Null, |value| ratio(value).into()),
        }
    }

    /// All metrics by name.
    pub fn json_all(&self, facts: &Facts) -> serde_json::Map<String, Value> {
        Metric::ALL.iter().map(|metric| (metric.code().to_owned(), self.json(*metric, facts))).collect()
    }
}

/// A ratio from its scale.
#[allow(clippy::cast_precision_loss, reason = "ratios of 1e-6 stay far below 2^53 where they mean anything")]
pub(super) fn ratio(value: i64) -> f64 {
    value as f64 / 1e6
}

fn text_json(metric: Metric, facts: &Facts) -> Value {
    if metric == Metric::Tag {
        return facts.tags.clone().into();
    }
    facts.texts(metric).next().map_or(Value::Null, Value::from)
}

impl Facts {
    /// The texts of a text metric: none when missing, several for tags. None for numeric metrics.
    pub fn texts(&self, metric: Metric) -> impl Iterator<Item = &str> {
        let single = match metric {
            Metric::Gender => self.gender.map(Code::code),
            Metric::Region => self.region.as_deref(),
            Metric::Industry => self.industry.as_deref(),
            Metric::RiskLevel => self.risk_level.map(Code::code),
            _ => None,
        };
        let tags = if metric == Metric::Tag { self.tags.as_slice() } else { &[] };
        single.into_iter().chain(tags.iter().map(String::as_str))
    }
}
