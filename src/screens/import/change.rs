//! Changes of how a file is read: which field a column gets next, which encoding, which separator.

use crate::import::{ColumnChoice, Field, Plan, PreviewColumn, Separator, encodings};
use crate::store::protocol::ImportPreview;

/// The field that a column is read as after the one it has: first what the file still lacks, then what no other
/// column has, at last none.
pub fn next_field(preview: &ImportPreview, column: usize) -> Option<Field> {
    let choices = choices(preview, column);
    let now = preview.found.columns.get(column).and_then(|column| column.field);
    let here = choices.iter().position(|choice| *choice == now);
    let next = here.map_or(0, |here| (here + 1) % choices.len());
    choices.get(next).copied().flatten()
}

fn choices(preview: &ImportPreview, column: usize) -> Vec<Option<Field>> {
    let others: Vec<&PreviewColumn> =
        preview.found.columns.iter().enumerate().filter(|(at, _)| *at != column).map(|(_, c)| c).collect();
    let is_free = |field: &Field| field.is_multiple() || others.iter().all(|c| c.field != Some(*field));
    let is_lacking = |field: &Field| {
        let mut groups = Field::required(preview.kind).iter().filter(|group| group.contains(field));
        groups.any(|group| !group.iter().any(|field| others.iter().any(|c| c.field == Some(*field))))
    };
    let mut free: Vec<Field> = Field::of_kind(preview.kind).iter().copied().filter(is_free).collect();
    free.sort_by_key(|field| !is_lacking(field));
    free.into_iter().map(Some).chain([None]).collect()
}

/// Reads a column as a field, or leaves it out.
pub fn choose(plan: &mut Plan, column: usize, field: Option<Field>) {
    let column = format!("#{}", column + 1);
    plan.choices.retain(|choice| choice.column != column && (field.is_none() || choice.field != field));
    plan.choices.push(ColumnChoice { column, field });
}

/// Another encoding than the one that is shown.
pub fn next_encoding(plan: &mut Plan, preview: &ImportPreview) {
    let all = encodings();
    let here = all.iter().position(|known| *known == preview.encoding);
    plan.encoding = Some(all[here.map_or(0, |here| (here + 1) % all.len())]);
}

/// Another separator than the one that is shown.
pub fn next_separator(plan: &mut Plan, preview: &ImportPreview) {
    let all = Separator::ALL;
    let here = all.iter().position(|known| *known == preview.separator);
    plan.separator = Some(all[here.map_or(0, |here| (here + 1) % all.len())]);
}

/// The headings stand this many rows lower (or, below 0, higher).
pub fn move_header(plan: &mut Plan, preview: &ImportPreview, rows: i64) {
    plan.header_row = Some(preview.header_row.saturating_add_signed(rows).max(1));
}
