//! Dimensions of the classification. Class codes themselves are text: rule files define them.

use super::codes;

codes! {
    /// One way of classifying every customer; one rule set each.
    "dimension" Dimension {
        Value = "value", Lifecycle = "lifecycle", Behaviour = "behaviour", Need = "need",
        Demographic = "demographic", Industry = "industry",
    }

    /// Why a class changed.
    "cause" Cause {
        Time = "time", Edit = "edit", Import = "import", Rules = "rules", Override = "override",
        DataCorrection = "data_correction",
    }
}

impl Dimension {
    /// Its place in tables of all dimensions, 0..6.
    pub fn index(self) -> usize {
        self as usize
    }
}

/// The reserved class of a customer whom no rule matches.
pub const UNCLASSIFIED: &str = "unclassified";
