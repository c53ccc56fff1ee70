//! Conditions: one interval, list or state of one metric, read from their text.

use super::error::Problem;
use crate::classify::metric::{Metric, MetricKind, Metrics};
use crate::classify::profile::Facts;
use crate::domain::kinds::normalise_name;
use crate::lang::Lang;
use std::borrow::Cow;
use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;

/// What a condition asks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A metric.
    Metric(Metric),
    /// The three RFM scores together, as codes `111` to `555`.
    Rfm,
}

/// What must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// A value from `from` to `to`, both included, on the metric's scale.
    Between {
        /// The smallest value.
        from: i64,
        /// The largest value.
        to: i64,
    },
    /// No value is known.
    Missing,
    /// Some value is known.
    Known,
    /// One of these labels.
    Labels(Labels),
    /// One of these cells: bit `25 (r - 1) + 5 (f - 1) + (m - 1)`.
    Cells(u128),
}

/// Labels, compared without regard to case, width and the kind of spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels(HashSet<String>);

impl Labels {
    /// Of these texts.
    pub fn new<'a>(labels: impl IntoIterator<Item = &'a str>) -> Labels {
        Labels(labels.into_iter().map(normalise_name).collect())
    }

    /// Whether one of them is this text, which is normalised already.
    pub(super) fn has_normalised(&self, text: &str) -> bool {
        self.0.contains(text)
    }
}

/// A condition with the words it was written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// What it asks about.
    pub subject: Subject,
    /// What must hold.
    pub test: Test,
    /// As the file says, e.g. `>= 200000`.
    pub text: String,
}

impl Subject {
    /// Its name in rules and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Subject::Metric(metric) => metric.code(),
            Subject::Rfm => "rfm",
        }
    }

    /// Its words.
    pub fn label(self, lang: Lang) -> Cow<'static, str> {
        lang.text(&format!("metric.{}", self.code()))
    }

    /// The subject of this name.
    pub(super) fn from_code(code: &str) -> Option<Subject> {
        if code == "rfm" { Some(Subject::Rfm) } else { Metric::from_code(code).map(Subject::Metric) }
    }

    /// Whether a value is known.
    pub fn is_known(self, metrics: &Metrics, facts: &Facts) -> bool {
        match self {
            Subject::Rfm => rfm_cell(metrics).is_some(),
            Subject::Metric(metric) if metric.kind() == MetricKind::Text => {
                facts.texts(metric).next().is_some()
            }
            Subject::Metric(metric) => metrics.value(metric).is_some(),
        }
    }
}

/// The place of the three scores among the 125 cells.
pub(super) fn rfm_cell(metrics: &Metrics) -> Option<u32> {
    let score =
        |metric| metrics.value(metric).and_then(|score| u32::try_from(score - 1).ok()).filter(|s| *s < 5);
    Some(25 * score(Metric::RfmR)? + 5 * score(Metric::RfmF)? + score(Metric::RfmM)?)
}

/// Reads a condition from a text, e.g. `>= 20万`.
pub(super) fn parse_text(subject: Subject, text: &str) -> Result<Test, Problem> {
    let plain: String = text.nfkc().collect();
    let plain = plain.trim();
    let name = subject.code();
    match (plain, subject) {
        ("missing", _) => Ok(Test::Missing),
        ("known", _) => Ok(Test::Known),
        (_, Subject::Metric(metric)) if metric.kind() != MetricKind::Text => interval(metric, plain, text),
        _ => Err(Problem::NotAList { metric: name, text: text.to_owned() }),
    }
}

/// Reads a condition from a list of labels or codes.
pub(super) fn parse_list(subject: Subject, labels: &[&str]) -> Result<Test, Problem> {
    match subject {
        Subject::Rfm => {
            let cell =
                |code: &&str| rfm_code(code).ok_or_else(|| Problem::BadRfmCode { text: (*code).to_owned() });
            labels.iter().map(cell).try_fold(0u128, |cells, cell| Ok(cells | 1u128 << cell?)).map(Test::Cells)
        }
        Subject::Metric(metric) if metric.kind() == MetricKind::Text => {
            let known: &[&str] = match metric {
                Metric::Gender => &["female", "male"],
                Metric::RiskLevel => &["c1", "c2", "c3", "c4", "c5"],
                _ => &[],
            };
            let is_odd =
                |label: &&&str| !known.is_empty() && !known.contains(&normalise_name(label).as_str());
            match labels.iter().find(is_odd) {
                Some(label) => Err(Problem::unknown_value(metric.code(), label, known.iter().copied())),
                None => Ok(Test::Labels(Labels::new(labels.iter().copied()))),
            }
        }
        Subject::Metric(metric) => {
            Err(Problem::BadCondition { metric: metric.code(), text: format!("[{}]", labels.join(", ")) })
        }
    }
}

fn rfm_code(code: &str) -> Option<u32> {
    let digits: Vec<u32> = code.chars().map(|ch| ch.to_digit(10)).collect::<Option<_>>()?;
    let [r, f, m] = digits[..] else { return None };
    [r, f, m].iter().all(|score| (1..=5).contains(score)).then(|| 25 * (r - 1) + 5 * (f - 1) + m - 1)
}

fn interval(metric: Metric, plain: &str, text: &str) -> Result<Test, Problem> {
    let value = |number: &str| scaled(metric, number.trim(), text);
    let (least, most) = (i64::MIN + 1, i64::MAX);
    let (from, to) = if let Some((from, to)) = plain.split_once("..") {
        (value(from)?, value(to)?)
    } else if let Some(rest) = plain.strip_prefix(">=") {
        (value(rest)?, most)
    } else if let Some(rest) = plain.strip_prefix("<=") {
        (least, value(rest)?)
    } else if let Some(rest) = plain.strip_prefix('>') {
        (value(rest)?.saturating_add(1), most)
    } else if let Some(rest) = plain.strip_prefix('<') {
        (least, value(rest)?.saturating_sub(1))
    } else if let Some(rest) = plain.strip_prefix('=') {
        let value = value(rest)?;
        (value, value)
    } else {
        return Err(Problem::BadCondition { metric: metric.code(), text: text.to_owned() });
    };
    let (smallest, largest) = metric.range();
    if from > to || to < smallest || from > largest {
        return Err(Problem::ImpossibleRange { metric: metric.code(), text: text.to_owned() });
    }
    Ok(Test::Between { from, to })
}

/// A number on the metric's scale, exactly.
fn scaled(metric: Metric, number: &str, text: &str) -> Result<i64, Problem> {
    let (digits, unit) = match number.strip_suffix('%') {
        Some(digits) => (digits, Some((MetricKind::Ratio, -2))),
        None => match (number.strip_suffix('万'), number.strip_suffix('亿')) {
            (Some(digits), _) => (digits, Some((MetricKind::Money, 4))),
            (_, Some(digits)) => (digits, Some((MetricKind::Money, 8))),
            _ => (number, None),
        },
    };
    let kind = metric.kind();
    if unit.is_some_and(|(of, _)| of != kind) {
        return Err(Problem::BadUnit { metric: metric.code(), text: text.to_owned() });
    }
    let places = kind.scale().ilog10();
    let shift = unit.map_or(0, |(_, shift)| shift);
    let places = places.saturating_add_signed(shift);
    decimal(digits.trim(), places)
        .ok_or_else(|| Problem::BadCondition { metric: metric.code(), text: text.to_owned() })
}

/// A decimal number with groups, times `10^places`; `None` if it is none or not whole then.
fn decimal(text: &str, places: u32) -> Option<i64> {
    let (negative, text) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let groups: Vec<&str> = whole.split(['_', ',']).collect();
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let is_fraction = fraction.bytes().all(|b| b.is_ascii_digit());
    if !groups.iter().all(|part| is_number(part)) || !is_fraction || text.ends_with('.') {
        return None;
    }
    let kept = fraction.trim_end_matches('0');
    let zeros = (places as usize).checked_sub(kept.len())?;
    let digits = format!("{}{kept}{}", groups.concat(), "0".repeat(zeros));
    let value: i64 = digits.parse().ok()?;
    Some(if negative { -value } else { value })
}
