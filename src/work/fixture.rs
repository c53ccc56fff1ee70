//! A plain customer for the tests of this module: nothing special about him, met by rhythm.

use super::*;
use crate::domain::{CustomerKind, Day, Minute, Now, Zone};

/// Tuesday 2026-11-24.
pub const TODAY: Day = Day(20_781);

pub fn situation() -> Situation<'static> {
    Situation {
        day: TODAY,
        person: Person {
            kind: CustomerKind::Person,
            spread: spread_of("100482"),
            entered_on: TODAY - 400,
            assigned_on: None,
            tenure_on: Some(TODAY - 4000),
            birth_on: None,
            risk_level_until_on: None,
            id_document_until_on: None,
            left_on: None,
            deceased_on: None,
        },
        value: ClassSince { code: "diamond", since_on: None },
        lifecycle: ClassSince { code: "mature", since_on: None },
        signals: Signals::default(),
        history: History::default(),
        rows: Rows::default(),
    }
}

/// The working time on [`TODAY`].
pub fn now(hour: u32, minute: u32) -> Now {
    let at = Zone::CHINA.at(TODAY, Minute::new(hour, minute).unwrap());
    Now { at, clock: at, zone: Zone::CHINA }
}
