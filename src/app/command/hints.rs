//! The commands that the last row of the screen names: those with a key in an active scope that can work now, by
//! weight.

use super::{Row, all};
use crate::app::Model;

/// The rows for the hints, most important first.
pub fn rows(model: &Model) -> Vec<&'static Row> {
    let mut rows: Vec<&Row> = all().filter(|row| row.weight > 0 && (row.applies)(model).is_ok()).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.weight));
    rows
}
