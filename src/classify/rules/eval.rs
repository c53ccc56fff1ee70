//! Evaluating a rule set for a customer.

use super::condition::{Condition, Subject, Test, rfm_cell};
use super::{Class, RuleSet};
use crate::classify::metric::{Metric, Metrics};
use crate::classify::profile::Facts;
use crate::classify::words::value_text;
use crate::domain::kinds::normalise_name;
use crate::lang::Lang;
use crate::tr;

/// A customer as the conditions see him: texts are normalised once, and only where a condition asks.
struct Case<'a> {
    metrics: &'a Metrics,
    facts: &'a Facts,
    texts: Vec<(Metric, Vec<String>)>,
}

impl Case<'_> {
    fn has_label(&mut self, metric: Metric, labels: &super::Labels) -> bool {
        if self.facts.texts(metric).next().is_none() {
            return false;
        }
        let at = self.texts.iter().position(|(of, _)| *of == metric).unwrap_or_else(|| {
            self.texts.push((metric, self.facts.texts(metric).map(normalise_name).collect()));
            self.texts.len() - 1
        });
        self.texts[at].1.iter().any(|text| labels.has_normalised(text))
    }

    fn holds(&mut self, condition: &Condition) -> bool {
        match (&condition.test, condition.subject) {
            (Test::Between { from, to }, Subject::Metric(metric)) => {
                self.metrics.value(metric).is_some_and(|value| (*from..=*to).contains(&value))
            }
            (Test::Missing, subject) => !subject.is_known(self.metrics, self.facts),
            (Test::Known, subject) => subject.is_known(self.metrics, self.facts),
            (Test::Labels(labels), Subject::Metric(metric)) => self.has_label(metric, labels),
            (Test::Cells(cells), _) => rfm_cell(self.metrics).is_some_and(|cell| cells >> cell & 1 == 1),
            (Test::Between { .. } | Test::Labels(_), Subject::Rfm) => false,
        }
    }

    /// The first box of a class that holds.
    fn matching_box<'c>(&mut self, class: &'c Class) -> Option<&'c [Condition]> {
        class.boxes.iter().find(|conditions| conditions.iter().all(|c| self.holds(c))).map(Vec::as_slice)
    }
}

fn case<'a>(metrics: &'a Metrics, facts: &'a Facts) -> Case<'a> {
    Case { metrics, facts, texts: Vec::new() }
}

impl Condition {
    /// Whether it holds. A missing value satisfies only `missing`.
    pub fn holds(&self, metrics: &Metrics, facts: &Facts) -> bool {
        case(metrics, facts).holds(self)
    }
}

impl RuleSet {
    /// The class of a customer by its place in the set; `None`: unclassified. Of several matches the first counts,
    /// of none the class of `on_gap`.
    pub fn class_of(&self, metrics: &Metrics, facts: &Facts) -> Option<usize> {
        let mut case = case(metrics, facts);
        self.classes.iter().position(|class| case.matching_box(class).is_some()).or(self.on_gap)
    }

    /// Every class that matches: more than one in an exclusive set is an overlap, none a gap.
    pub fn matches(&self, metrics: &Metrics, facts: &Facts) -> Vec<usize> {
        let mut case = case(metrics, facts);
        (0..self.classes.len()).filter(|at| case.matching_box(&self.classes[*at]).is_some()).collect()
    }

    /// The conditions by which a customer is in a class; `None` if no box of it holds (he is there by `on_gap`).
    pub fn matching_box(&self, class: usize, metrics: &Metrics, facts: &Facts) -> Option<&[Condition]> {
        case(metrics, facts).matching_box(self.classes.get(class)?)
    }

    /// What the set asks about, each once, in the order of the file.
    pub fn subjects(&self) -> Vec<Subject> {
        let mut subjects = Vec::new();
        for condition in self.classes.iter().flat_map(|class| class.boxes.iter().flatten()) {
            if !subjects.contains(&condition.subject) {
                subjects.push(condition.subject);
            }
        }
        subjects
    }

    /// Why no class matches, in words: what is unknown, else the values that fall through.
    pub fn gap_reason(&self, metrics: &Metrics, facts: &Facts, lang: Lang) -> String {
        let subjects = self.subjects();
        let separator = lang.text("classify.list_separator");
        let unknown: Vec<_> = subjects
            .iter()
            .filter(|s| !s.is_known(metrics, facts))
            .map(|s| s.label(lang).into_owned())
            .collect();
        if !unknown.is_empty() {
            return tr!(lang, "classify.unknown", names = unknown.join(&separator)).into_owned();
        }
        let value = |s: &Subject| format!("{} {}", s.label(lang), value_text(*s, metrics, facts, lang));
        let values: Vec<_> = subjects.iter().map(value).collect();
        tr!(lang, "classify.gap", values = values.join(&separator)).into_owned()
    }
}
