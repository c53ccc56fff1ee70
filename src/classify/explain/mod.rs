//! Why a customer is in a class: the rule that matched, each condition with the value, and how far the next class is.
//!
//! Owns the reasons as data and their sentences in both languages. Must not decide anything: classes come from
//! [`RuleSet`]; a class set by hand is explained by whoever knows the override.

use super::metric::{Metric, Metrics};
use super::profile::Facts;
use super::rfm::{Edges, Quintiles};
use super::rules::{Condition, Order, RuleSet, Subject, Test};
use super::words::{
    holding_text, needed_text, number_text, plain_text, plain_threshold, rfm_code, short_label,
    threshold_text, value_text,
};
use crate::domain::{Dimension, UNCLASSIFIED, secret};
use crate::lang::Lang;
use crate::tr;
use serde_json::{Value, json};

/// So many ways out of a class are named.
const WAYS_OUT: usize = 2;
/// Days of the average of assets.
const WINDOW: u32 = 30;

/// What an explanation is made of.
#[derive(Debug, Clone, Copy)]
pub struct Explained<'a> {
    /// The rules of the dimension.
    pub set: &'a RuleSet,
    /// The customer's metrics of the day, with RFM scores.
    pub metrics: &'a Metrics,
    /// The customer's facts.
    pub facts: &'a Facts,
    /// The edges of the book, shown for the RFM scores.
    pub edges: Option<&'a Edges>,
}

/// Why a customer is in a class, and what would move him.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The dimension.
    pub dimension: Dimension,
    /// The class code, `unclassified` in a gap.
    pub class: String,
    /// The conditions that hold, or why none does.
    pub reasons: Vec<Reason>,
    /// What would lift the customer into the next better tier (value only).
    pub up: Option<Step>,
    /// How far each numeric condition of the class is from failing.
    pub margins: Vec<Margin>,
    /// Of a class that takes everybody else: the nearest ways out of it.
    pub out: Vec<Step>,
}

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The class whose rule it is.
    pub rule: String,
    /// The metric; `None` for "everybody else" and gaps.
    pub metric: Option<&'static str>,
    /// The customer's value in main units, null when missing.
    pub value: Value,
    /// The condition, its numbers in plain decimals; a list as the rule file says.
    pub threshold: Option<String>,
    zh: String,
    en: String,
}

/// A class within reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its code.
    pub class: String,
    /// Its name in both languages.
    pub label: super::rules::Label,
    /// What must change for it.
    pub changes: Vec<Change>,
}

/// By how much a metric must change, on its scale: positive to rise, negative to fall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The metric.
    pub metric: Metric,
    /// By how much.
    pub by: i64,
    /// Of an average of assets that must rise: how much more must lie here for the whole window, on the scale of
    /// money. Nothing or less where keeping what is here is enough.
    pub kept: Option<i64>,
}

/// How far a value may still go before its condition fails, on its scale; `None` where it may go on for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Margin {
    /// The metric.
    pub metric: Metric,
    /// How far it may fall.
    pub below: Option<i64>,
    /// How far it may rise.
    pub above: Option<i64>,
    /// The value now.
    pub value: i64,
}

/// The explanation of a customer's class in a dimension.
pub fn explain(of: &Explained) -> Explanation {
    let class = of.set.class_of(of.metrics, of.facts);
    let held = class.and_then(|at| of.set.matching_box(at, of.metrics, of.facts));
    let rule = of.set.code(class).to_owned();
    let mut reasons = match held {
        Some([]) => vec![sentence(&rule, |lang| lang.text("explain.everybody").into_owned())],
        Some(conditions) => conditions.iter().map(|condition| of.condition(&rule, condition)).collect(),
        None => vec![sentence(&rule, |lang| of.set.gap_reason(of.metrics, of.facts, lang))],
    };
    if of.set.dimension == Dimension::Behaviour && rule != UNCLASSIFIED {
        reasons.extend(of.edges.into_iter().flat_map(|edges| of.scores(&rule, edges)));
    }
    let margins = held.unwrap_or_default().iter().filter_map(|condition| of.margin(condition)).collect();
    let up = (of.set.dimension == Dimension::Value).then(|| of.up(class)).flatten();
    let takes_the_rest = held.is_none_or(<[Condition]>::is_empty);
    let out = if takes_the_rest && up.is_none() { of.ways_out(class) } else { Vec::new() };
    Explanation { dimension: of.set.dimension, class: rule, reasons, up, margins, out }
}

/// What decided that a customer left the class `from` for the one he is in, in few words: where classes exclude each
/// other the bound of his class on the side of `from`, by the metric that `from` no longer holds; else the first condition
/// of his class. `None` without one.
pub fn deciding(of: &Explained, from: &str) -> Option<Reason> {
    let class = of.set.class_of(of.metrics, of.facts);
    let rule = of.set.code(class);
    let entered = || of.set.matching_box(class?, of.metrics, of.facts);
    let failed = || {
        let former = of.set.classes.get(of.set.index_of(from)?)?;
        let entered = entered().unwrap_or_default();
        former.boxes.first()?.iter().find_map(|condition| of.failed(rule, condition, entered))
    };
    let met = || entered()?.iter().find_map(|condition| of.met(rule, condition));
    if of.set.order == Order::Exclusive { failed().or_else(met) } else { met() }
}

/// A reason without a condition.
fn sentence(rule: &str, text: impl Fn(Lang) -> String) -> Reason {
    Reason {
        rule: rule.to_owned(),
        metric: None,
        value: Value::Null,
        threshold: None,
        zh: text(Lang::Zh),
        en: text(Lang::En),
    }
}

impl Explained<'_> {
    /// `月日均 51.3万 >= 50万`: the bound that the value has passed. Over several classes it is that of the class `entered`.
    fn failed(&self, rule: &str, condition: &Condition, entered: &[Condition]) -> Option<Reason> {
        let (Test::Between { from, to }, Subject::Metric(metric)) = (&condition.test, condition.subject)
        else {
            return None;
        };
        let value = self.metrics.value(metric)?;
        let (least, most) = metric.range();
        let same = entered.iter().find(|other| other.subject == condition.subject);
        let (lowest, highest) = match same.map(|other| &other.test) {
            Some(Test::Between { from, to }) => (*from, *to),
            _ => (least, most),
        };
        let bounds = match value {
            _ if value < *from => (least, highest.min(from.saturating_sub(1))),
            _ if value > *to => (lowest.max(to.saturating_add(1)), most),
            _ => return None,
        };
        Some(sentence(rule, |lang| self.short(metric, bounds, lang)))
    }

    fn met(&self, rule: &str, condition: &Condition) -> Option<Reason> {
        let (Test::Between { from, to }, Subject::Metric(metric)) = (&condition.test, condition.subject)
        else {
            return None;
        };
        Some(sentence(rule, |lang| self.short(metric, (*from, *to), lang)))
    }

    fn short(&self, metric: Metric, bounds: (i64, i64), lang: Lang) -> String {
        let value = self.holding(metric, bounds, lang);
        format!("{} {value} {}", short_label(metric, lang), threshold_text(metric, bounds, lang))
    }

    /// The value beside the bounds that it holds.
    fn holding(&self, metric: Metric, bounds: (i64, i64), lang: Lang) -> String {
        match self.metrics.value(metric) {
            Some(value) => holding_text(metric, value, bounds, lang),
            None => value_text(Subject::Metric(metric), self.metrics, self.facts, lang),
        }
    }

    fn condition(&self, rule: &str, condition: &Condition) -> Reason {
        let subject = condition.subject;
        let value = match subject {
            Subject::Metric(metric) => self.metrics.json(metric, self.facts),
            Subject::Rfm => rfm_code(self.metrics).map_or(Value::Null, Value::from),
        };
        let text = |lang| {
            let name = subject.label(lang);
            let value = value_text(subject, self.metrics, self.facts, lang);
            match (&condition.test, subject) {
                (Test::Between { from, to }, Subject::Metric(metric)) => {
                    let value = self.holding(metric, (*from, *to), lang);
                    format!("{name} {value} {}", threshold_text(metric, (*from, *to), lang))
                }
                (Test::Between { .. }, Subject::Rfm) => format!("{name} {value} {}", condition.text),
                // The list may be long; the value that is in it says it all.
                _ => format!("{name} {value}"),
            }
        };
        Reason {
            metric: Some(subject.code()),
            value,
            threshold: Some(match (&condition.test, subject) {
                (Test::Between { from, to }, Subject::Metric(metric)) => {
                    plain_threshold(metric, (*from, *to))
                }
                _ => condition.text.clone(),
            }),
            ..sentence(rule, text)
        }
    }

    /// The three scores with the edges of the book.
    fn scores(&self, rule: &str, edges: &Edges) -> Vec<Reason> {
        let parts = [
            (Metric::RfmR, Metric::DaysSinceTxn, edges.days),
            (Metric::RfmF, Metric::TxnCount365d, edges.count),
            (Metric::RfmM, Metric::TxnAmount365d, edges.amount),
        ];
        parts.into_iter().map(|(score, metric, edges)| self.score(rule, (score, metric), &edges)).collect()
    }

    fn score(&self, rule: &str, (score, metric): (Metric, Metric), edges: &Quintiles) -> Reason {
        let floors = edges.floors();
        let text = |lang: Lang| {
            let shown = floors.map(|edge| number_text(metric.kind(), edge, lang));
            let value = value_text(Subject::Metric(metric), self.metrics, self.facts, lang);
            let points = self.metrics.value(score).unwrap_or_default();
            let edges = shown.join(&lang.text("classify.list_separator"));
            let (score, name) = (score.label(lang), metric.label(lang));
            tr!(
                lang,
                "explain.score",
                score = score,
                points = points,
                name = name,
                value = value,
                edges = edges
            )
            .into_owned()
        };
        Reason {
            metric: Some(metric.code()),
            value: self.metrics.json(metric, self.facts),
            threshold: Some(floors.map(|edge| plain_text(metric.kind(), edge)).join(" | ")),
            ..sentence(rule, text)
        }
    }

    fn margin(&self, condition: &Condition) -> Option<Margin> {
        let (Test::Between { from, to }, Subject::Metric(metric)) = (&condition.test, condition.subject)
        else {
            return None;
        };
        let value = self.metrics.value(metric)?;
        let (least, most) = metric.range();
        Some(Margin {
            metric,
            below: (*from > least).then(|| value.saturating_sub(*from)),
            above: (*to < most).then(|| to.saturating_sub(value)),
            value,
        })
    }

    /// The nearest better class that numbers alone can reach, by the box that wants the fewest changes.
    fn up(&self, class: Option<usize>) -> Option<Step> {
        let better = class.unwrap_or(self.set.classes.len());
        self.set.classes[..better].iter().rev().find_map(|class| {
            let changes = class.boxes.iter().filter_map(|conditions| self.changes(conditions));
            let changes = changes.filter(|changes| !changes.is_empty()).min_by_key(Vec::len)?;
            Some(Step { class: class.code.clone(), label: class.label.clone(), changes })
        })
    }

    /// The nearest classes that numbers alone can reach, the nearest first: no change is more than the value itself, and
    /// no more than two are needed.
    fn ways_out(&self, class: Option<usize>) -> Vec<Step> {
        let others = self.set.classes.iter().enumerate().filter(|(at, _)| Some(*at) != class);
        let steps = others.filter_map(|(_, class)| {
            let changes = class.boxes.iter().filter_map(|conditions| self.changes(conditions));
            let near = changes.filter(|changes| (1..=2).contains(&changes.len()));
            let near = near.filter(|changes| changes.iter().all(Change::can_happen));
            let (far, changes) =
                near.map(|changes| (self.distance(&changes), changes)).min_by_key(|(far, _)| *far)?;
            Some((far, Step { class: class.code.clone(), label: class.label.clone(), changes }))
        });
        let mut steps: Vec<(i64, Step)> = steps.collect();
        steps.sort_by_key(|(far, _)| *far);
        steps.into_iter().map(|(_, step)| step).take(WAYS_OUT).collect()
    }

    /// How far the farthest of some changes leads from here, in millionths of where it leads to.
    fn distance(&self, changes: &[Change]) -> i64 {
        let one = |change: &Change| {
            let value = self.metrics.value(change.metric).unwrap_or(0);
            let most = value.saturating_add(change.by).saturating_abs().max(value.saturating_abs()).max(1);
            let share = i128::from(change.by.saturating_abs()) * 1_000_000 / i128::from(most);
            i64::try_from(share).unwrap_or(i64::MAX)
        };
        changes.iter().map(one).max().unwrap_or(0)
    }

    /// What must change for a box; `None` if numbers alone cannot do it.
    fn changes(&self, conditions: &[Condition]) -> Option<Vec<Change>> {
        let failing = conditions.iter().filter(|condition| !condition.holds(self.metrics, self.facts));
        failing
            .map(|condition| match (&condition.test, condition.subject) {
                (Test::Between { from, to }, Subject::Metric(metric)) => {
                    let value = self.metrics.value(metric)?;
                    let bound = if value < *from { *from } else { *to };
                    let by = bound.saturating_sub(value);
                    let is_average = metric == Metric::AssetsAvg30d && by > 0;
                    let assets = self.metrics.value(Metric::Assets).filter(|_| is_average);
                    // An average over a window is what lies here all through it.
                    let kept = assets.map(|assets| bound.saturating_sub(assets));
                    Some(Change { metric, by, kept })
                }
                _ => None,
            })
            .collect()
    }
}

impl Reason {
    /// The sentence, its amounts marked as secret.
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// As `show --json` prints it.
    pub fn json(&self, lang: Lang) -> Value {
        json!({
            "rule": self.rule, "metric": self.metric, "value": self.value,
            "threshold": self.threshold, "text": secret::bare(self.text(lang)),
        })
    }
}

impl Step {
    /// The sentence: what would lift the customer.
    pub fn text(&self, lang: Lang) -> String {
        let changes: Vec<String> = self.changes.iter().map(|change| change.text(lang)).collect();
        let changes = changes.join(&lang.text("classify.list_separator"));
        tr!(lang, "explain.up", class = self.label.text(lang), changes = changes).into_owned()
    }
}

impl Step {
    /// The sentence: what would make the customer one of this class.
    pub fn way_out(&self, lang: Lang) -> String {
        let changes: Vec<String> = self.changes.iter().map(|change| change.text(lang)).collect();
        let changes = changes.join(&lang.text("classify.list_separator"));
        tr!(lang, "explain.out", class = self.label.text(lang), changes = changes).into_owned()
    }

    /// The same in a few words: `升钻石再 70.2万`. Only the first change is named.
    pub fn short(&self, lang: Lang) -> String {
        let by = self
            .changes
            .first()
            .map(|change| needed_text(change.metric.kind(), change.by.saturating_abs(), lang));
        let class = self.label.text(lang);
        tr!(lang, "explain.up_short", class = class, by = by.unwrap_or_default()).into_owned()
    }
}

impl Change {
    /// Whether it can come: nobody gets younger, and what was before the last months stays as it was.
    fn can_happen(&self) -> bool {
        match self.metric {
            Metric::TenureDays | Metric::Age => self.by > 0,
            Metric::SilenceBeforeDays => false,
            _ => true,
        }
    }

    /// The sentence, rounded up so that the amount is enough.
    pub fn text(&self, lang: Lang) -> String {
        let name = self.metric.label(lang);
        let by = needed_text(self.metric.kind(), self.by.saturating_abs(), lang);
        if self.by < 0 {
            return tr!(lang, "explain.less", name = name, by = by).into_owned();
        }
        let more = tr!(lang, "explain.more", name = name, by = by);
        match self.kept {
            Some(kept) if kept > 0 => {
                let kept = needed_text(self.metric.kind(), kept, lang);
                tr!(lang, "explain.kept_more", more = more, kept = kept, days = WINDOW).into_owned()
            }
            Some(_) => tr!(lang, "explain.kept", more = more, days = WINDOW).into_owned(),
            None => more.into_owned(),
        }
    }
}

impl Margin {
    /// The sentence; `None` where the value may go anywhere, or stands at the edge.
    pub fn text(&self, lang: Lang) -> Option<String> {
        let name = self.metric.label(lang);
        let shown = |value| number_text(self.metric.kind(), value, lang);
        if self.metric == Metric::Age {
            // Nobody gets younger.
            let last = self.value + self.above?;
            return Some(tr!(lang, "explain.next_age", age = last + 1).into_owned());
        }
        let room = |size: Option<i64>| size.filter(|size| *size > 0);
        Some(match (room(self.below), room(self.above)) {
            (Some(below), Some(above)) => {
                tr!(lang, "explain.margin", name = name, below = shown(below), above = shown(above))
                    .into_owned()
            }
            (Some(below), None) => {
                tr!(lang, "explain.margin_below", name = name, below = shown(below)).into_owned()
            }
            (None, Some(above)) => {
                tr!(lang, "explain.margin_above", name = name, above = shown(above)).into_owned()
            }
            (None, None) => return None,
        })
    }
}

#[cfg(test)]
mod tests;
