//! Rule sets: the classes of a dimension and the conditions that make them.
//!
//! Owns the rule-file format (TOML, `parse`), the built-in files (`embedded`), evaluation (`eval`) and the book of the
//! six sets in force. A class is any of several boxes, a box all of several conditions, a condition an interval of a
//! metric: no expression language, so that gaps and overlaps can be proved. Must not read profiles or files.

mod book;
mod condition;
mod embedded;
mod error;
mod eval;
mod parse;

#[cfg(test)]
mod tests;

pub use book::{Classes, RuleBook, Rules};
pub use condition::{Condition, Labels, Subject, Test};
pub use error::{Problem, RuleError};

use crate::domain::{Code, Dimension, UNCLASSIFIED};
use crate::lang::Lang;

/// How the classes of a set relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Every customer matches at most one class.
    Exclusive,
    /// The first class that matches counts.
    FirstMatch,
}

/// A name in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// 中文
    pub zh: String,
    /// English
    pub en: String,
}

impl Label {
    /// The name in a language.
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// A class: any of its boxes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: Label,
    /// Each box is all of its conditions; one without conditions holds everybody.
    pub boxes: Vec<Vec<Condition>>,
}

/// How long a tier is held after the rules gave a lower one, in month ends. 0 switches it off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grace {
    /// Month ends below the tier until the watch shows.
    pub below: u32,
    /// Further month ends until the tier falls.
    pub watch: u32,
}

/// The classes of a dimension, in order (the best first where they have an order).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleSet {
    /// Which dimension.
    pub dimension: Dimension,
    /// Its name.
    pub label: Label,
    /// Exclusive or first match.
    pub order: Order,
    /// The class of customers that no rule matches; `None`: they stay unclassified.
    pub on_gap: Option<usize>,
    /// Kept for the rules workshop; evaluation gives the raw tier.
    pub grace: Option<Grace>,
    /// The classes.
    pub classes: Vec<Class>,
}

impl RuleSet {
    /// Reads a rule file. `file` is its name for the errors; all of them are reported.
    pub fn parse(file: &str, text: &str) -> Result<RuleSet, Vec<RuleError>> {
        parse::rule_set(file, text)
    }

    /// A set without classes: everybody is unclassified.
    fn empty(dimension: Dimension) -> RuleSet {
        let label = Label { zh: dimension.code().to_owned(), en: dimension.code().to_owned() };
        RuleSet { dimension, label, order: Order::FirstMatch, on_gap: None, grace: None, classes: Vec::new() }
    }

    /// The built-in default of a dimension, as TOML.
    pub fn default_toml(dimension: Dimension) -> &'static str {
        embedded::default_toml(dimension)
    }

    /// The built-in presets besides the defaults: name and TOML.
    pub fn presets() -> &'static [(&'static str, &'static str)] {
        embedded::PRESETS
    }

    /// The code of a class by its place; [`UNCLASSIFIED`] for none.
    pub fn code(&self, class: Option<usize>) -> &str {
        class.and_then(|at| self.classes.get(at)).map_or(UNCLASSIFIED, |class| &class.code)
    }

    /// The place of a class.
    pub fn index_of(&self, code: &str) -> Option<usize> {
        self.classes.iter().position(|class| class.code == code)
    }

    /// The name of a class code; the code itself when the set has no such class.
    pub fn class_label(&self, code: &str, lang: Lang) -> String {
        match self.index_of(code) {
            Some(at) => self.classes[at].label.text(lang).to_owned(),
            None if code == UNCLASSIFIED => lang.text("classify.unclassified").into_owned(),
            None => code.to_owned(),
        }
    }
}
