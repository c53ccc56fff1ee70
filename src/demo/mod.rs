//! The fictional book of a branch: deterministic by seed, size, working date and [`VERSION`].
//!
//! Every customer is made by himself from (seed, index), so a book of any size streams. Pure: rows only, no file,
//! no clock; `store::demo` writes them. All names, firms, products and numbers are invented.

mod calendar;
mod consents;
mod contacts;
mod deals;
mod dice;
mod flows;
mod follow_ups;
mod holdings;
mod ledger;
mod person;
pub mod rows;
mod story;
mod words;

#[cfg(test)]
mod tests;

use crate::domain::{Day, Moment, PhoneState, Zone};
use dice::Dice;
use rows::DemoCustomer;
use serde::{Deserialize, Serialize};
use story::{Life, Pace};

/// Raised with every change that gives other rows for the same recipe.
pub const VERSION: u32 = 4;
/// Customers of a book when nobody says otherwise.
pub const DEFAULT_CUSTOMERS: u32 = 1_200;
/// The largest book.
pub const MAX_CUSTOMERS: u32 = 1_000_000;
/// Up to this size a book is a manager's own: full ledgers, two years of classes.
pub const OWN_BOOK: u32 = 5_000;
/// The seed when nobody says otherwise.
pub const DEFAULT_SEED: u64 = 20_260_101;

/// What a demo book is made from; kept in the book's own row as JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipe {
    /// Customers, 1 to [`MAX_CUSTOMERS`].
    pub customers: u32,
    /// Seed.
    pub seed: u64,
    /// The working date: the ledger ends on it.
    pub as_of: Day,
    /// Local time of the contacts, in seconds east of UTC.
    pub zone_s: i32,
    /// The generator's version.
    pub version: u32,
}

impl Recipe {
    /// A book of this version; the number of customers is held within its limits.
    pub fn new(customers: u32, seed: u64, as_of: Day, zone: Zone) -> Recipe {
        let customers = customers.clamp(1, MAX_CUSTOMERS);
        Recipe { customers, seed, as_of, zone_s: zone.0, version: VERSION }
    }

    /// The recipe in a book's row; `None` for what is no recipe.
    pub fn from_json(text: &str) -> Option<Recipe> {
        serde_json::from_str(text).ok()
    }

    /// The text for the book's row.
    pub fn to_json(self) -> String {
        serde_json::to_string(&self).unwrap_or_default()
    }

    /// Whether the book is older than the day, or of an older generator: time to make it afresh.
    pub fn is_stale(&self, day: Day) -> bool {
        self.as_of < day || self.version < VERSION
    }

    /// The same book for another day.
    pub fn remade(&self, as_of: Day) -> Recipe {
        Recipe { as_of, version: VERSION, ..*self }
    }

    /// Local time of the book.
    pub fn zone(&self) -> Zone {
        Zone(self.zone_s)
    }
}

/// Customer `index` (from 0) of a book.
pub fn generate_customer(recipe: &Recipe, index: u32) -> DemoCustomer {
    let mut dice = Dice::new(recipe.seed, index);
    let dice = &mut dice;
    let life = Life::draw(recipe, index, dice);
    let identity = person::identity(&life, index, dice);
    let mut phones = person::phones(&life, index, dice);
    let tags = person::tags(&life, dice);
    let mut holdings = holdings::holdings(&life, dice);
    let events = flows::events(&life, &identity, &holdings, dice);
    let movements = ledger::movements(&life, &mut holdings, &events, dice);
    let setting = contacts::Setting {
        life: &life,
        identity: &identity,
        phones: &phones,
        holdings: &holdings,
        zone: recipe.zone(),
        has_promise_today: has_promise_today(recipe, &life, dice),
    };
    let relations = contacts::relations(&setting, dice);
    let consents = consents::consents(&life, identity.entered_on, &relations, dice);
    let overrides = consents::overrides(&life, index, recipe.zone(), dice);
    if let Some(phone) = phones.first_mut().filter(|phone| phone.state == PhoneState::Invalid) {
        // A number is only known to be dead once somebody has dialled it.
        if !relations.found_dead {
            (phone.state, phone.state_on) = (PhoneState::Unverified, None);
        }
    }
    DemoCustomer {
        index,
        identity,
        phones,
        tags,
        consents,
        accounts: holdings.accounts,
        movements,
        balances: holdings.balances,
        contacts: relations.contacts,
        follow_ups: relations.follow_ups,
        rests: relations.rests,
        overrides,
    }
}

/// A dozen call-backs and promises for today in a manager's own book, fewer per head in a large one.
fn has_promise_today(recipe: &Recipe, life: &Life, dice: &mut Dice) -> bool {
    let per_mille = if recipe.customers <= OWN_BOOK { 11 } else { 1 };
    dice.chance(per_mille) && !life.has_left() && life.pace == Pace::Full
}

/// A past working day at the workstation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit {
    /// The day.
    pub on: Day,
    /// Opened in the morning.
    pub opened_at: Moment,
    /// Left in the evening.
    pub left_at: Moment,
}

/// The last `count` working days before the working date, oldest first.
pub fn visits(recipe: &Recipe, count: usize) -> Vec<Visit> {
    let mut dice = Dice::new(recipe.seed, u32::MAX);
    let days = (1..).map(|back| recipe.as_of - back).filter(|day| calendar::is_workday(*day));
    let mut visits: Vec<Visit> = days
        .take(count)
        .map(|on| Visit {
            on,
            opened_at: follow_ups::moment(recipe.zone(), on, dice.range(508, 535)),
            left_at: follow_ups::moment(recipe.zone(), on, dice.range(1050, 1095)),
        })
        .collect();
    visits.reverse();
    visits
}

/// The days to classify a new book on, one after the other, so that it has a past. The recomputation goes by month
/// ends over a long gap and day by day over a short one: a manager's own book gets two years and the last six weeks,
/// every book the last visit's day and the working date.
pub fn days_to_classify(recipe: &Recipe) -> Vec<Day> {
    let today = recipe.as_of;
    if recipe.customers <= OWN_BOOK {
        vec![calendar::month_later(today, -23) - 1, today - 42, today]
    } else {
        vec![calendar::workday_until(today - 1), today]
    }
}
