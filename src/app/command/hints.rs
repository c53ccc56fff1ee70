//! The commands that the last row of the screen names: those with a key in an active scope that can work now, by
//! weight.

use super::{Row, all};
use crate::app::{Ctx, Model};

/// The rows for the hints, most important first.
pub fn rows(model: &Model, ctx: &Ctx) -> Vec<&'static Row> {
    let is_shown = |row: &&Row| row.weight > 0 && (row.applies)(model).is_ok() && (row.hinted)(model, ctx);
    let mut rows: Vec<&Row> = all().filter(is_shown).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.weight));
    rows
}
