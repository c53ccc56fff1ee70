//! The built-in rule files.

use crate::domain::Dimension;

macro_rules! rules {
    ($name:literal) => {
        include_str!(concat!("../../../assets/rules/", $name, ".toml"))
    };
}

/// The default of a dimension.
pub(super) fn default_toml(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Value => rules!("value"),
        Dimension::Lifecycle => rules!("lifecycle"),
        Dimension::Behaviour => rules!("behaviour"),
        Dimension::Need => rules!("need"),
        Dimension::Demographic => rules!("demographic"),
        Dimension::Industry => rules!("industry"),
    }
}

/// Sets to choose instead of the defaults.
pub(super) const PRESETS: &[(&str, &str)] = &[
    ("value-document", rules!("value-document")),
    ("value-document-churn", rules!("value-document-churn")),
    ("value-document-first", rules!("value-document-first")),
    ("behaviour-5x5", rules!("behaviour-5x5")),
];
