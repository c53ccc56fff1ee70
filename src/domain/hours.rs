//! In which hours of the day a customer was dialled, and in which he picked up.

use super::day::Minute;
use serde::{Deserialize, Serialize};

/// The first hour with a tally of its own; earlier ones count with it.
const FIRST: u32 = 8;
/// Hours from the first on; later ones count with the last.
const COUNT: usize = 12;
/// An hour is no habit below so many dials.
const LEAST_DIALS: u8 = 3;

/// The dials of an hour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    /// How often he was dialled.
    pub dials: u8,
    /// How often he himself picked up.
    pub reached: u8,
}

/// The dials of a customer by the hour of the day, up to 255 each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours([Tried; COUNT]);

/// The hour in which a customer is reached most often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BestHour {
    /// From this full hour on, for an hour.
    pub hour: u32,
    /// Its dials.
    pub tried: Tried,
}

fn place(minute: Minute) -> usize {
    (minute.hour().saturating_sub(FIRST) as usize).min(COUNT - 1)
}

impl Hours {
    /// Counts a dial.
    pub fn add(&mut self, minute: Minute, is_reached: bool) {
        let tried = &mut self.0[place(minute)];
        tried.dials = tried.dials.saturating_add(1);
        tried.reached = tried.reached.saturating_add(u8::from(is_reached));
    }

    /// The dials in the hour of a minute.
    pub fn at(&self, minute: Minute) -> Tried {
        self.0[place(minute)]
    }

    /// All dials and all that reached him.
    pub fn total(&self) -> (u32, u32) {
        self.0.iter().fold((0, 0), |(dials, reached), tried| {
            (dials + u32::from(tried.dials), reached + u32::from(tried.reached))
        })
    }

    /// The hour in which he picked up most often for the dials made, of at least three; of equals the one with more
    /// of them, then the earlier one.
    pub fn best(&self) -> Option<BestHour> {
        let hours =
            (FIRST..).zip(self.0).filter(|(_, tried)| tried.dials >= LEAST_DIALS && tried.reached > 0);
        let best = hours.max_by(|(first, a), (second, b)| {
            let share = u16::from(a.reached) * u16::from(b.dials);
            let other = u16::from(b.reached) * u16::from(a.dials);
            share.cmp(&other).then(a.reached.cmp(&b.reached)).then(second.cmp(first))
        });
        best.map(|(hour, tried)| BestHour { hour, tried })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(dials: &[(u32, bool)]) -> Hours {
        let mut hours = Hours::default();
        for (hour, is_reached) in dials {
            hours.add(Minute::new(*hour, 30).unwrap(), *is_reached);
        }
        hours
    }

    #[test]
    fn the_best_hour_has_three_dials_and_the_largest_share() {
        assert_eq!(hours(&[(10, true), (10, true)]).best(), None, "two dials are no habit");
        assert_eq!(hours(&[(10, false), (10, false), (10, false)]).best(), None, "nobody picked up");
        let both = hours(&[(10, true), (10, true), (10, false), (15, true), (15, false), (15, false)]);
        let best = both.best().unwrap();
        assert_eq!((best.hour, best.tried), (10, Tried { dials: 3, reached: 2 }));
        let equal = hours(&[(9, true), (9, true), (9, true), (16, true), (16, true), (16, true)]);
        assert_eq!(equal.best().unwrap().hour, 9);
    }

    #[test]
    fn hours_outside_the_day_count_with_the_nearest() {
        let odd = hours(&[(6, true), (22, false)]);
        assert_eq!(odd.at(Minute::new(8, 0).unwrap()).dials, 1);
        assert_eq!(odd.at(Minute::new(19, 59).unwrap()).dials, 1);
        assert_eq!(odd.total(), (2, 1));
    }
}
