//! Comparing the incremental state with a full rebuild, field by field.

use super::ahead::Ahead;
use super::customer::{Evaluator, OWN, PassFacts, Wants};
use super::digest;
use super::part::Part;
use super::people::{Going, PeopleScan, Reading, States};
use super::rows::{KindTable, Scan};
use super::{Request, Rules, state_on};
use crate::book::ClassIx;
use crate::classify::{Metric, Metrics, Profile};
use crate::domain::{Code, CustomerId, Day, Minute, Now};
use crate::store::error::{Fault, StoreError};
use crate::store::{Result, Store};
use crate::work::Playbook;
use rusqlite::OptionalExtension;
use std::collections::HashMap;

/// A field in which the stored state and a full rebuild differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The customer; `None` for a field of the whole book.
    pub customer: Option<CustomerId>,
    /// Which field: a metric, a dimension, `class_day`.
    pub field: String,
    /// What is stored.
    pub stored: String,
    /// What a rebuild gives.
    pub rebuilt: String,
}

/// Checks the derived rows of `book.state_on` against the rows they come from.
///
/// # Errors
/// `NoSuch` when nothing was classified yet, and the file's own troubles.
pub fn verify(store: &Store, playbook: &Playbook, request: &Request<'_>) -> Result<Vec<Difference>> {
    let Some(day) = state_on(&store.conn)? else {
        return Err(StoreError::new(Fault::NoSuch("classification".to_owned()), "verify"));
    };
    let now = not_before(request.now, day);
    let rules = Rules::load(&store.conn, day, None)?;
    let kinds = KindTable::load(&store.conn)?;
    let days = [day];
    let facts = PassFacts { rules: &rules, playbook, days: &days, wants: Wants::Nothing };
    let (dirty, ahead) = (HashMap::new(), Ahead::load(&store.conn, now)?);
    let going = Going {
        now,
        first_day: day,
        states: States::Stored,
        reading: Reading::Rows,
        dirty: &dirty,
        ahead: &ahead,
        table: &rules.classes,
    };
    let mut people = PeopleScan::prepare(&store.conn, going.reading)?;
    let mut people = people.run(&(0..=i64::MAX), going)?;
    let mut digests =
        store.conn.prepare_cached("SELECT digest FROM customer_digest WHERE customer_id = ?1")?;
    let mut scan = Scan::prepare(&store.conn)?;
    let mut rows = scan.run(&kinds, now, &(0..=i64::MAX))?;
    let mut found = Vec::new();
    while let Some((person, around)) = people.next()? {
        // Of whom rows are still to come nothing stored holds.
        if ahead.contains(person.id) {
            continue;
        }
        let fresh = rows.read(person.id)?.profile(day);
        let digest: Option<Vec<u8>> = digests.query_row([person.id], |row| row.get(0)).optional()?;
        if let (Some(stored), Some(fresh)) = (digest, &around.new_digest)
            && digest::differ(&stored, fresh, now, &rules.classes)
        {
            found.push(difference(person.id, "digest", "stale", "as the rows say"));
        }
        let state = around.state.take();
        let outcome =
            Evaluator::new(facts, Part::new(&facts)).take((person, around), None, |_| Ok(fresh.clone()))?;
        let (state, outcome) = match (state, outcome) {
            (Some(state), Some(outcome)) => (state, outcome),
            (None, None) => continue,
            (None, Some(_)) => {
                found.push(difference(person.id, "state", "missing", "present"));
                continue;
            }
            (Some(_), None) => {
                found.push(difference(person.id, "state", "present", "missing"));
                continue;
            }
        };
        match Profile::from_bytes(&around.profile) {
            Ok(stored) => compare_metrics(&mut found, person.id, (&stored, &fresh), day),
            Err(error) => found.push(difference(person.id, "profile", &error.to_string(), "readable")),
        }
        for dimension in OWN {
            let code =
                |classes: &[(ClassIx, Day); 6]| rules.classes.code(dimension, classes[dimension.index()].0);
            let (stored, rebuilt) = (code(&state.classes), code(&outcome.classes));
            if stored != rebuilt {
                found.push(difference(person.id, dimension.code(), stored, rebuilt));
            }
        }
    }
    Ok(found)
}

/// The rows of a day are compared as that day saw them, also when the working day is an earlier one.
fn not_before(now: Now, day: Day) -> Now {
    let last_minute = Minute::new(23, 59).unwrap_or_default();
    if now.day() < day { Now { at: now.zone.at(day, last_minute), ..now } } else { now }
}

fn difference(customer: CustomerId, field: &str, stored: &str, rebuilt: &str) -> Difference {
    Difference {
        customer: Some(customer),
        field: field.to_owned(),
        stored: stored.to_owned(),
        rebuilt: rebuilt.to_owned(),
    }
}

fn compare_metrics(
    found: &mut Vec<Difference>,
    id: CustomerId,
    (stored, fresh): (&Profile, &Profile),
    day: Day,
) {
    if stored.stale_on() != fresh.stale_on() && stored.stale_on().is_none_or(|stale| stale > day) {
        found.push(difference(
            id,
            "stale_on",
            &format!("{:?}", stored.stale_on()),
            &format!("{:?}", fresh.stale_on()),
        ));
    }
    let (old, new) = (Metrics::compute(stored, day), Metrics::compute(fresh, day));
    for metric in Metric::ALL {
        let (was, is) = (old.json(*metric, stored.facts()), new.json(*metric, fresh.facts()));
        if was != is {
            found.push(difference(id, metric.code(), &was.to_string(), &is.to_string()));
        }
    }
}
