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

/// Which way one goes through what can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// To the next.
    On,
    /// To the one before.
    Back,
}

/// Gives a setting its next value, or the one before.
pub fn turn_value(state: &mut State, setting: Setting, turn: Turn) {
    let Some(preview) = state.preview.as_deref() else { return };
    let plan = &mut state.plan;
    match setting {
        Setting::Encoding => plan.encoding = Some(beside(&encodings(), &preview.encoding, turn)),
        Setting::Separator => {
            plan.separator = Some(beside(&Separator::ALL, &preview.separator, turn));
            plan.choices.clear();
        }
        Setting::HeaderRow if turn == Turn::Back => move_header(plan, preview, -1),
        Setting::HeaderRow => move_header(plan, preview, 1),
        Setting::Skip => plan.skip = beside(&SKIPS, &plan.skip, turn),
        Setting::Dates => plan.dates = beside(&DateReading::ALL, &plan.dates, turn),
        Setting::Unit => {
            let all: Vec<Option<Unit>> = [None].into_iter().chain(Unit::ALL.map(Some)).collect();
            plan.unit = beside(&all, &plan.unit, turn);
        }
        Setting::Owners => {
            let all = [UnknownOwner::Reject, UnknownOwner::Create];
            state.unknown_owner = beside(&all, &state.unknown_owner, turn);
        }
        Setting::Memory => {
            if let Some(memory) = &state.memory {
                let is_used = *plan == memory.plan;
                *plan = if is_used { Plan::new(plan.kind) } else { memory.plan.clone() };
            }
        }
    }
}

/// So many rows can be left out.
const SKIPS: [u64; 6] = [0, 1, 2, 3, 4, 5];

/// What stands beside what there is now, round and round.
fn beside<T: Copy + PartialEq>(all: &[T], now: &T, turn: Turn) -> T {
    let steps = match turn {
        Turn::On => 1,
        Turn::Back => all.len() - 1,
    };
    let here = all.iter().position(|known| known == now);
    all[here.map_or(0, |here| (here + steps) % all.len())]
}

/// The field that a column is read as after the one it has, or before it: first what the file still lacks, then what
/// no other column has, at last none.
pub fn turn_field(preview: &ImportPreview, column: usize, turn: Turn) -> Option<Field> {
    let others = others(preview, column);
    let is_free = |field: &Field| field.is_multiple() || others.iter().all(|c| c.field != Some(*field));
    let choices: Vec<Option<Field>> = all_fields(preview, column)
        .into_iter()
        .filter(|choice| choice.is_none_or(|field| is_free(&field)))
        .collect();
    beside(&choices, &preview.found.columns.get(column).and_then(|column| column.field), turn)
}

/// Every field that a column can be read as: first what the file still lacks, then what no other column has, then the
/// others, which it would take away, at last none.
pub fn all_fields(preview: &ImportPreview, column: usize) -> Vec<Option<Field>> {
    let others = others(preview, column);
    let is_taken = |field: &Field| !field.is_multiple() && others.iter().any(|c| c.field == Some(*field));
    let is_lacking = |field: &Field| {
        let mut groups = Field::required(preview.kind).iter().filter(|group| group.contains(field));
        groups.any(|group| !group.iter().any(|field| others.iter().any(|c| c.field == Some(*field))))
    };
    let mut fields = Field::of_kind(preview.kind).to_vec();
    fields.sort_by_key(|field| (is_taken(field), !is_lacking(field)));
    fields.into_iter().map(Some).chain([None]).collect()
}

fn others(preview: &ImportPreview, column: usize) -> Vec<&PreviewColumn> {
    preview.found.columns.iter().enumerate().filter(|(at, _)| *at != column).map(|(_, c)| c).collect()
}

/// Reads a column as a field, or leaves it out.
pub fn choose(plan: &mut Plan, column: usize, field: Option<Field>) {
    let column = format!("#{}", column + 1);
    plan.choices.retain(|choice| choice.column != column && (field.is_none() || choice.field != field));
    plan.choices.push(ColumnChoice { column, field });
}

/// The headings stand this many rows lower (or, below 0, higher); above the first row there are none.
pub fn move_header(plan: &mut Plan, preview: &ImportPreview, rows: i64) {
    plan.header_row = Some(preview.header_row.saturating_add_signed(rows));
}
