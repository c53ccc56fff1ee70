//! Which days a recomputation passes on its way to the working day.

use crate::domain::Day;

/// Days evaluated in one pass over the customers.
pub(super) const BLOCK: usize = 7;
/// As many missed days are advanced one by one.
const ONE_BY_ONE: i32 = 92;
/// A longer gap goes by month ends, at most as many; what lies before is one jump.
const MONTH_ENDS: usize = 24;

/// The days to evaluate, ascending, ending with the working day. The same day is evaluated again.
pub(super) fn to_advance(stored: Option<Day>, day: Day) -> Vec<Day> {
    let Some(stored) = stored.filter(|stored| *stored < day) else { return vec![day] };
    if day - stored <= ONE_BY_ONE {
        return (1..=day - stored).map(|n| stored + n).collect();
    }
    let mut days = vec![day];
    let mut end = day.month_start() - 1;
    while end > stored && days.len() <= MONTH_ENDS {
        days.push(end);
        end = end.month_start() - 1;
    }
    days.reverse();
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    #[test]
    fn missed_days_come_one_by_one_and_long_gaps_by_month_ends() {
        assert_eq!(to_advance(None, day("2026-11-24")), [day("2026-11-24")]);
        assert_eq!(to_advance(Some(day("2026-11-24")), day("2026-11-24")), [day("2026-11-24")]);
        let weekend = to_advance(Some(day("2026-11-20")), day("2026-11-23"));
        assert_eq!(weekend, [day("2026-11-21"), day("2026-11-22"), day("2026-11-23")]);
        assert_eq!(to_advance(Some(day("2026-08-24")), day("2026-11-24")).len(), 92);
        let long = to_advance(Some(day("2026-05-10")), day("2026-11-24"));
        let expected = [
            "2026-05-31",
            "2026-06-30",
            "2026-07-31",
            "2026-08-31",
            "2026-09-30",
            "2026-10-31",
            "2026-11-24",
        ];
        assert_eq!(long, expected.map(day));
        let years = to_advance(Some(day("1998-12-31")), day("2026-11-24"));
        assert_eq!((years.len(), years[0]), (25, day("2024-11-30")));
    }
}
