//! What can be wrong in a rule file, with its place and the nearest name that exists.

use crate::lang::Lang;
use crate::tr;
use std::fmt;

/// A fault in a rule file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleError {
    /// The file's name.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The class it is in.
    pub class: Option<String>,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(
    missing_docs,
    reason = "the fields are the offending text, its metric or field, and the nearest known name"
)]
pub enum Problem {
    /// Not TOML; the parser's own words.
    Syntax { text: String },
    /// A field that the format does not have.
    UnknownField { text: String, nearest: Option<String> },
    /// A field that must be there.
    MissingField { field: &'static str },
    /// A field with a value of another type.
    WrongType { field: String },
    /// A value that its field does not know.
    UnknownValue { field: String, text: String, nearest: Option<String> },
    /// A metric that does not exist.
    UnknownMetric { text: String, nearest: Option<String> },
    /// Not a condition of this metric.
    BadCondition { metric: &'static str, text: String },
    /// A unit that the metric does not have.
    BadUnit { metric: &'static str, text: String },
    /// No value can ever be in it.
    ImpossibleRange { metric: &'static str, text: String },
    /// A text metric wants a list of labels.
    NotAList { metric: &'static str, text: String },
    /// Not a code 111 to 555.
    BadRfmCode { text: String },
    /// A class code that stands twice.
    DuplicateClass { text: String },
    /// A class code that is reserved or not made of a-z, 0-9 and _.
    BadCode { text: String },
}

impl Problem {
    pub(super) fn unknown_value<'a>(
        field: &str,
        text: &str,
        known: impl Iterator<Item = &'a str>,
    ) -> Problem {
        Problem::UnknownValue {
            field: field.to_owned(),
            text: text.to_owned(),
            nearest: nearest(text, known),
        }
    }

    /// The sentence.
    pub fn text(&self, lang: Lang) -> String {
        let (sentence, near) = match self {
            Problem::Syntax { text } => (tr!(lang, "rule_error.syntax", text = text), None),
            Problem::UnknownField { text, nearest } => {
                (tr!(lang, "rule_error.unknown_field", text = text), nearest.as_ref())
            }
            Problem::MissingField { field } => (tr!(lang, "rule_error.missing_field", field = field), None),
            Problem::WrongType { field } => (tr!(lang, "rule_error.wrong_type", field = field), None),
            Problem::UnknownValue { field, text, nearest } => {
                (tr!(lang, "rule_error.unknown_value", field = field, text = text), nearest.as_ref())
            }
            Problem::UnknownMetric { text, nearest } => {
                (tr!(lang, "rule_error.unknown_metric", text = text), nearest.as_ref())
            }
            Problem::BadCondition { metric, text } => {
                (tr!(lang, "rule_error.bad_condition", metric = metric, text = text), None)
            }
            Problem::BadUnit { metric, text } => {
                (tr!(lang, "rule_error.bad_unit", metric = metric, text = text), None)
            }
            Problem::ImpossibleRange { metric, text } => {
                (tr!(lang, "rule_error.impossible_range", metric = metric, text = text), None)
            }
            Problem::NotAList { metric, text } => {
                (tr!(lang, "rule_error.not_a_list", metric = metric, text = text), None)
            }
            Problem::BadRfmCode { text } => (tr!(lang, "rule_error.bad_rfm_code", text = text), None),
            Problem::DuplicateClass { text } => (tr!(lang, "rule_error.duplicate_class", text = text), None),
            Problem::BadCode { text } => (tr!(lang, "rule_error.bad_code", text = text), None),
        };
        match near {
            Some(name) => format!("{sentence}{}", tr!(lang, "rule_error.nearest", name = name)),
            None => sentence.into_owned(),
        }
    }
}

impl RuleError {
    /// The place and the sentence: `value.toml:12, class mid: …`.
    pub fn text(&self, lang: Lang) -> String {
        let place = if let Some(class) = &self.class {
            tr!(lang, "rule_error.in_class", file = self.file, line = self.line, class = class)
        } else {
            tr!(lang, "rule_error.in_file", file = self.file, line = self.line)
        };
        format!("{place}{}", self.problem.text(lang))
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl std::error::Error for RuleError {}

/// The known name nearest to a text, if it is near: at most a third of its letters differ (at least two may).
pub(super) fn nearest<'a>(text: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let most = (text.chars().count() / 3).max(2);
    // Of names as near as each other, the one of the text's length: swapped letters count as two steps.
    let near = known
        .map(|name| (distance(text, name), text.len().abs_diff(name.len()), name))
        .min_by_key(|(steps, longer, _)| (*steps, *longer));
    near.filter(|(steps, ..)| *steps <= most).map(|(.., name)| name.to_owned())
}

/// Letters to insert, delete or replace (Levenshtein).
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (at, ch) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (place, other) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(ch != *other);
            diagonal = row[place + 1];
            row[place + 1] = replaced.min(diagonal + 1).min(row[place] + 1);
        }
    }
    row[right.len()]
}
