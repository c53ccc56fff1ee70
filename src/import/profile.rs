//! How a person read a file, kept for the next file with the same headings.
//!
//! Owns the form in which a plan is kept (JSON). What it is found by are the headings, in their order. Must not: know
//! where it is kept.

use super::columns::ColumnChoice;
use super::dates::DateReading;
use super::dialect::Separator;
use super::encoding::encoding_named;
use super::fields::Field;
use super::headings::normalise;
use super::sheet::{Plan, Sheet};
use super::units::Unit;
use crate::domain::{Code, Day, ImportKind};
use serde::{Deserialize, Serialize};

/// A plan that was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The headings it was made for.
    headings: Vec<String>,
    /// The day it was last used, as text.
    on: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    encoding: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    separator: Option<char>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    header_row: Option<u64>,
    #[serde(default)]
    skip: u64,
    #[serde(default)]
    dates: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    /// Column and field; no field: the column is left out.
    #[serde(default)]
    choices: Vec<(String, Option<String>)>,
}

impl Profile {
    /// What is worth keeping of a plan; `None` when everything was found out by itself.
    pub fn of(plan: &Plan, sheet: &Sheet, on: Day) -> Option<Profile> {
        if *plan == Plan::new(plan.kind) {
            return None;
        }
        let choice =
            |choice: &ColumnChoice| (choice.column.clone(), choice.field.map(|f| f.code().to_owned()));
        Some(Profile {
            headings: names(sheet),
            on: on.to_string(),
            encoding: plan.encoding.map(|encoding| encoding.name().to_owned()),
            separator: plan.separator.map(|separator| char::from(separator.byte())),
            header_row: plan.header_row,
            skip: plan.skip,
            dates: plan.dates.code().to_owned(),
            unit: plan.unit.map(|unit| unit.code().to_owned()),
            choices: plan.choices.iter().map(choice).collect(),
        })
    }

    /// Whether a sheet, read with this profile's plan, has the headings it was made for.
    pub fn fits(&self, sheet: &Sheet) -> bool {
        self.headings == names(sheet)
    }

    /// The day it was last used.
    pub fn on(&self) -> Option<Day> {
        Day::parse_iso(&self.on)
    }

    /// The plan; what a newer program kept and this one does not know is left to be found out.
    pub fn plan(&self, kind: ImportKind) -> Plan {
        let choice = |(column, field): &(String, Option<String>)| match field.as_deref().map(Field::from_code)
        {
            Some(None) => None,
            known => Some(ColumnChoice { column: column.clone(), field: known.flatten() }),
        };
        Plan {
            kind,
            encoding: self.encoding.as_deref().and_then(encoding_named),
            separator: self.separator.and_then(Separator::of),
            header_row: self.header_row,
            skip: self.skip,
            dates: DateReading::from_code(&self.dates).unwrap_or_default(),
            unit: self.unit.as_deref().and_then(Unit::from_code),
            choices: self.choices.iter().filter_map(choice).collect(),
        }
    }

    /// A name for a sheet's headings, the same for the same headings.
    pub fn key(sheet: &Sheet) -> String {
        use sha2::{Digest, Sha256};
        let hash = Sha256::digest(names(sheet).join("\u{1f}").as_bytes());
        hash.iter().take(8).fold(String::new(), |key, byte| key + &format!("{byte:02x}"))
    }
}

fn names(sheet: &Sheet) -> Vec<String> {
    sheet.columns.iter().map(|column| normalise(&column.heading)).collect()
}
