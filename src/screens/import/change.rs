//! Changes of how a file is read: which field a column gets next, and the next value of each setting.

use super::State;
use crate::import::{ColumnChoice, DateReading, Field, Plan, PreviewColumn, Separator, Unit, encodings};
use crate::store::import::UnknownOwner;
use crate::store::protocol::ImportPreview;

/// What is set for the file as a whole, in the order of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// Its encoding.
    Encoding,
    /// What stands between two cells.
    Separator,
    /// The row of the headings.
    HeaderRow,
    /// Rows below the headings that are left out.
    Skip,
    /// How dates are read.
    Dates,
    /// The unit of amounts.
    Unit,
    /// What happens to rows of unknown customers.
    Owners,
    /// Whether it is read as such files were read before.
    Memory,
}

/// The settings that a file has.
pub fn settings(state: &State) -> Vec<Setting> {
    let mut all = vec![
        Setting::Encoding,
        Setting::Separator,
        Setting::HeaderRow,
        Setting::Skip,
        Setting::Dates,
        Setting::Unit,
        Setting::Owners,
    ];
    if state.memory.is_some() {
        all.push(Setting::Memory);
    }
    all
}

/// Gives a setting its next value.
pub fn next_value(state: &mut State, setting: Setting) {
    let Some(preview) = state.preview.as_deref() else { return };
    let plan = &mut state.plan;
    match setting {
        Setting::Encoding => plan.encoding = Some(after(&encodings(), &preview.encoding)),
        Setting::Separator => {
            plan.separator = Some(after(&Separator::ALL, &preview.separator));
            plan.choices.clear();
        }
        Setting::HeaderRow => move_header(plan, preview, 1),
        Setting::Skip => plan.skip = (plan.skip + 1) % SKIPS,
        Setting::Dates => plan.dates = after(&DateReading::ALL, &plan.dates),
        Setting::Unit => {
            let all: Vec<Option<Unit>> = [None].into_iter().chain(Unit::ALL.map(Some)).collect();
            plan.unit = after(&all, &plan.unit);
        }
        Setting::Owners => {
            state.unknown_owner = match state.unknown_owner {
                UnknownOwner::Reject => UnknownOwner::Create,
                UnknownOwner::Create => UnknownOwner::Reject,
            };
        }
        Setting::Memory => {
            if let Some(memory) = &state.memory {
                let is_used = *plan == memory.plan;
                *plan = if is_used { Plan::new(plan.kind) } else { memory.plan.clone() };
            }
        }
    }
}

/// After so many rows to leave out it is none again.
const SKIPS: u64 = 6;

fn after<T: Copy + PartialEq>(all: &[T], now: &T) -> T {
    let here = all.iter().position(|known| known == now);
    all[here.map_or(0, |here| (here + 1) % all.len())]
}

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

/// The headings stand this many rows lower (or, below 0, higher).
pub fn move_header(plan: &mut Plan, preview: &ImportPreview, rows: i64) {
    plan.header_row = Some(preview.header_row.saturating_add_signed(rows).max(1));
}
