//! What becomes of a customer: the life stories, how common they are, and the days that shape the ledger.
//!
//! The shares are dealt out by index (every thousand neighbouring customers hold them nearly exactly), so that a
//! small book has every story too. The stories aim at the built-in lifecycle rules; classes are never stored.

use super::Recipe;
use super::dice::Dice;
use crate::domain::{CustomerKind, Day};

/// Days of ledger before the working date.
pub const LEDGER_DAYS: i32 = 3 * 365;

/// A life story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Story {
    /// Steady.
    Mature,
    /// Came 31 to 180 days ago.
    Growing,
    /// Came in the last 30 days.
    New,
    /// Moves far less than before.
    Declining,
    /// Most of the money left in the last weeks.
    Outflow,
    /// The salary stopped.
    SalaryStopped,
    /// No own movement for 180 days and more.
    Dormant,
    /// No own movement for a year and more.
    Lost,
    /// Emptied the accounts some months ago.
    Emptied,
    /// Came back after a long silence.
    Revived,
    /// Closed all accounts.
    Closed,
    /// No account yet.
    Prospect,
}

/// Shares of the stories in 1,000 customers.
const SHARES: [(u32, Story); 12] = [
    (592, Story::Mature),
    (82, Story::Growing),
    (25, Story::New),
    (52, Story::Declining),
    (34, Story::Outflow),
    (18, Story::SalaryStopped),
    (92, Story::Dormant),
    (28, Story::Lost),
    (10, Story::Emptied),
    (17, Story::Revived),
    (30, Story::Closed),
    (20, Story::Prospect),
];

/// A band of assets, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// 6,000,000 yuan and more
    Private,
    /// 2,000,000
    Diamond,
    /// 500,000
    Wealth,
    /// 200,000
    Gold,
    /// 50,000
    Basic,
    /// Less
    Tail,
}

/// Shares of the tiers in 1,009 customers.
const TIERS: [(u32, Tier); 6] = [
    (8, Tier::Private),
    (34, Tier::Diamond),
    (145, Tier::Wealth),
    (262, Tier::Gold),
    (330, Tier::Basic),
    (230, Tier::Tail),
];

impl Tier {
    /// Assets of a customer of this tier, in yuan: above the threshold, most of them not far.
    fn assets(self, dice: &mut Dice) -> i64 {
        let (low, high) = match self {
            Tier::Private => (6_300_000, 16_000_000),
            Tier::Diamond => (2_080_000, 5_400_000),
            Tier::Wealth => (525_000, 1_900_000),
            Tier::Gold => (208_000, 485_000),
            Tier::Basic => (53_000, 194_000),
            Tier::Tail => (800, 47_000),
        };
        dice.low_range(low, high)
    }

    /// Usual days between two contacts.
    pub fn rhythm(self) -> i32 {
        match self {
            Tier::Private => 11,
            Tier::Diamond => 16,
            Tier::Wealth => 23,
            Tier::Gold => 45,
            Tier::Basic => 68,
            Tier::Tail => 130,
        }
    }
}

/// How full the ledger of a customer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// About 200 movements in three years.
    Full,
    /// About a dozen: what a very large book holds of most of its customers.
    Thin,
}

/// Size from which ledgers are thinned.
const FULL_BOOK: u64 = super::OWN_BOOK as u64;
/// Movements of a full and of a thin ledger, as measured (see the tests).
const FULL_MOVEMENTS: u64 = 200;
const THIN_MOVEMENTS: u64 = 13;

impl Pace {
    /// The pace of a customer, so that the book keeps near its volume: 200 movements a customer up to 5,000
    /// customers, 2,000,000 at 100,000, 20 a customer above.
    fn draw(customers: u32, dice: &mut Dice) -> Pace {
        let customers = u64::from(customers);
        if customers <= FULL_BOOK {
            return Pace::Full;
        }
        let steep = FULL_MOVEMENTS * FULL_BOOK + (customers - FULL_BOOK) * 1_000_000 / 95_000;
        let movements = steep.min(2_000_000).max(20 * customers);
        let spare = movements.saturating_sub(THIN_MOVEMENTS * customers);
        let full = spare * 1000 / (FULL_MOVEMENTS - THIN_MOVEMENTS) / customers;
        if dice.chance(full) { Pace::Full } else { Pace::Thin }
    }
}

/// The frame of a customer's life, in which all rows are made.
#[derive(Debug, Clone)]
pub struct Life {
    /// The story.
    pub story: Story,
    /// Aimed tier (before an outflow).
    pub tier: Tier,
    /// Person or firm.
    pub kind: CustomerKind,
    /// How full the ledger is.
    pub pace: Pace,
    /// Relationship since; for prospects the day they entered the book.
    pub opened: Day,
    /// First day of the ledger.
    pub ledger_from: Day,
    /// Last day with an own movement (the working date for active ones).
    pub active_until: Day,
    /// First day of activity after a silence, for those who came back.
    pub back_on: Option<Day>,
    /// A long silence in the past that is over: its first and last day.
    pub slept: Option<(Day, Day)>,
    /// The day when the salary stops, the money leaves, activity falls or the accounts close.
    pub turn: Option<Day>,
    /// Aimed assets, fen.
    pub assets: i64,
    /// The working date.
    pub today: Day,
}

impl Life {
    /// The life of customer `index`.
    pub fn draw(recipe: &Recipe, index: u32, dice: &mut Dice) -> Life {
        let story = dealt(&SHARES, mixed(index, recipe.seed, 1000, 617));
        let tier = dealt(&TIERS, mixed(index, recipe.seed, 1009, 389));
        let is_firm = story != Story::SalaryStopped && dice.chance(42);
        let kind = if is_firm { CustomerKind::Firm } else { CustomerKind::Person };
        let today = recipe.as_of;
        let tier = match story {
            Story::Outflow => tier.min(Tier::Basic),
            Story::Lost | Story::Emptied | Story::Closed if dice.chance(600) => tier.max(Tier::Basic),
            _ => tier,
        };
        let pace = Pace::draw(recipe.customers, dice);
        let opened = today - opened_ago(story, dice);
        let mut life = Life {
            story,
            tier,
            kind,
            pace,
            opened,
            ledger_from: opened.max(today - LEDGER_DAYS),
            active_until: today,
            back_on: None,
            slept: None,
            turn: None,
            assets: tier.assets(dice) * 100,
            today,
        };
        life.shape(dice);
        life
    }

    /// Sets the days on which the story turns.
    fn shape(&mut self, dice: &mut Dice) {
        let today = self.today;
        match self.story {
            Story::Mature => {
                let woke = today - dice.days(190, 900);
                let slept = (woke - dice.days(200, 420), woke);
                self.slept = (slept.0 > self.opened + 100 && dice.chance(180)).then_some(slept);
            }
            Story::Growing | Story::New | Story::Prospect => {}
            Story::Declining => self.turn = Some(today - dice.days(82, 110)),
            Story::Outflow => self.turn = Some(today - dice.days(13, 27)),
            Story::SalaryStopped => self.turn = Some(today - dice.days(47, 95)),
            Story::Dormant => self.active_until = today - dice.days(180, 364),
            Story::Lost => self.active_until = today - dice.days(365, 900),
            Story::Emptied => {
                self.active_until = today - dice.days(105, 175);
                self.turn = Some(self.active_until);
            }
            Story::Revived => {
                let back = today - dice.days(4, 52);
                self.back_on = Some(back);
                self.active_until = back - dice.days(190, 420);
            }
            Story::Closed => {
                self.active_until = today - dice.days(3, 800);
                self.turn = Some(self.active_until);
            }
        }
    }

    /// Whether the customer moves money by himself on this day.
    pub fn is_active_on(&self, day: Day) -> bool {
        let is_asleep = self.slept.is_some_and(|(from, until)| (from..=until).contains(&day));
        !is_asleep
            && day >= self.ledger_from
            && (day <= self.active_until || self.back_on.is_some_and(|back| day >= back))
    }

    /// Whether the customer holds nothing any more.
    pub fn has_left(&self) -> bool {
        matches!(self.story, Story::Closed | Story::Emptied)
    }

    /// Whether the customer is a firm.
    pub fn is_firm(&self) -> bool {
        self.kind == CustomerKind::Firm
    }
}

/// Days since the relationship began.
fn opened_ago(story: Story, dice: &mut Dice) -> i32 {
    match story {
        Story::New => dice.days(1, 29),
        Story::Growing => dice.days(36, 178),
        Story::Prospect => dice.days(1, 150),
        Story::Declining | Story::SalaryStopped | Story::Outflow => dice.days(560, 5000),
        Story::Lost => dice.days(1250, 6000),
        Story::Revived | Story::Closed => dice.days(1200, 6000),
        _ => dice.days(240, 6200),
    }
}

/// A place in 0..`modulus` that runs through all of them once in `modulus` neighbouring customers.
fn mixed(index: u32, seed: u64, modulus: u64, step: u64) -> u64 {
    (u64::from(index) % modulus * step + seed % modulus) % modulus
}

/// The item whose share holds the place.
fn dealt<T: Copy, const N: usize>(shares: &[(u32, T); N], place: u64) -> T {
    let mut left = place;
    for (share, item) in shares {
        if left < u64::from(*share) {
            return *item;
        }
        left -= u64::from(*share);
    }
    shares[N - 1].1
}
