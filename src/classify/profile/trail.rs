//! A dated list that goes back from a day: small gaps instead of day numbers, newest first.

use crate::domain::Day;
use serde::Serialize;

/// Dated values, newest first; each is stored with the days between it and the one after it (the first: the day
/// that the trail starts from). One value per day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::classify) struct Trail<T>(Vec<(u32, T)>);

impl<T> Default for Trail<T> {
    fn default() -> Self {
        Trail(Vec::new())
    }
}

impl<T> Trail<T> {
    /// Of dated values in order of their days, none after `from`.
    pub fn of_oldest_first<I>(from: Day, values: I) -> Trail<T>
    where
        I: IntoIterator<Item = (Day, T), IntoIter: DoubleEndedIterator>,
    {
        let mut after = from;
        let gaps = values.into_iter().rev().map(|(day, value)| {
            let gap = u32::try_from(after - day).unwrap_or(0);
            after = day;
            (gap, value)
        });
        Trail(gaps.collect())
    }

    /// The gaps and values themselves, emptied: to be filled again, newest first.
    pub fn emptied(&mut self) -> &mut Vec<(u32, T)> {
        self.0.clear();
        &mut self.0
    }

    /// The values with their days, newest first. `from` is the day it was made with.
    pub fn newest_first(&self, from: Day) -> impl Iterator<Item = (Day, &T)> {
        let mut day = from;
        self.0.iter().map(move |(gap, value)| {
            day = day - i32::try_from(*gap).unwrap_or(i32::MAX);
            (day, value)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trail_gives_back_its_days() {
        let days = [(Day(3), 'a'), (Day(10), 'b'), (Day(11), 'c')];
        let trail = Trail::of_oldest_first(Day(15), days);
        let back: Vec<_> = trail.newest_first(Day(15)).map(|(day, c)| (day, *c)).collect();
        assert_eq!(back, [(Day(11), 'c'), (Day(10), 'b'), (Day(3), 'a')]);
    }
}
