//! The six rule sets in force.

use super::{RuleError, RuleSet};
use crate::classify::metric::Metrics;
use crate::classify::profile::Facts;
use crate::domain::{Code, Dimension};
use std::sync::{Arc, LazyLock};

/// A rule set with the number of its version.
#[derive(Debug, Clone)]
pub struct Rules {
    /// The version of its dimension, from 1.
    pub version: u32,
    /// The set.
    pub set: Arc<RuleSet>,
}

/// The rules of every dimension. Cheap to clone.
#[derive(Debug, Clone)]
pub struct RuleBook {
    rules: Vec<Rules>,
}

/// A customer's class in every dimension, by its place in the set; `None`: unclassified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Classes([Option<u8>; Dimension::ALL.len()]);

impl Classes {
    /// The class of a dimension by its place in the rule set.
    pub fn of(&self, dimension: Dimension) -> Option<usize> {
        self.0[dimension.index()].map(usize::from)
    }
}

impl RuleBook {
    /// The built-in rules, each as version 1.
    pub fn embedded() -> &'static RuleBook {
        static BOOK: LazyLock<RuleBook> = LazyLock::new(|| {
            let default = |dimension: &Dimension| {
                let set = RuleSet::parse(dimension.code(), RuleSet::default_toml(*dimension));
                Rules { version: 1, set: Arc::new(set.unwrap_or_else(|_| RuleSet::empty(*dimension))) }
            };
            RuleBook { rules: Dimension::ALL.iter().map(default).collect() }
        });
        &BOOK
    }

    /// This book with another set for the set's dimension.
    pub fn with(mut self, set: RuleSet, version: u32) -> RuleBook {
        let at = set.dimension.index();
        self.rules[at] = Rules { version, set: Arc::new(set) };
        self
    }

    /// This book with the set of a stored rule file.
    pub fn with_toml(mut self, file: &str, toml: &str, version: u32) -> Result<RuleBook, Vec<RuleError>> {
        let built_in = Dimension::ALL.iter().find(|dimension| RuleSet::default_toml(**dimension) == toml);
        let Some(dimension) = built_in else { return Ok(self.with(RuleSet::parse(file, toml)?, version)) };
        // Read once already.
        let set = Arc::clone(&RuleBook::embedded().rules[dimension.index()].set);
        self.rules[dimension.index()] = Rules { version, set };
        Ok(self)
    }

    /// The rules of a dimension.
    pub fn rules(&self, dimension: Dimension) -> &Rules {
        &self.rules[dimension.index()]
    }

    /// The rule set of a dimension.
    pub fn set(&self, dimension: Dimension) -> &RuleSet {
        &self.rules(dimension).set
    }

    /// A customer's class in every dimension. The RFM scores must be in the metrics already.
    pub fn classes_of(&self, metrics: &Metrics, facts: &Facts) -> Classes {
        let mut classes = [None; Dimension::ALL.len()];
        for (class, rules) in classes.iter_mut().zip(&self.rules) {
            *class = rules.set.class_of(metrics, facts).and_then(|at| u8::try_from(at).ok());
        }
        Classes(classes)
    }

    /// The code of a customer's class in a dimension.
    pub fn code(&self, dimension: Dimension, classes: &Classes) -> &str {
        self.set(dimension).code(classes.of(dimension))
    }
}
