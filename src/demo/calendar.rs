//! Days that matter in a branch's year: Spring Festival, pay days, working days.

use crate::domain::Day;
use chrono::Weekday;

/// First days of the lunar year, 2019 to 2040 (month, day).
const LUNAR: [(u32, u32); 22] = [
    (2, 5),
    (1, 25),
    (2, 12),
    (2, 1),
    (1, 22),
    (2, 10),
    (1, 29),
    (2, 17),
    (2, 6),
    (1, 26),
    (2, 13),
    (2, 3),
    (1, 23),
    (2, 11),
    (1, 31),
    (2, 19),
    (2, 8),
    (1, 28),
    (2, 15),
    (2, 4),
    (1, 24),
    (2, 12),
];

/// Spring Festival of a year; 5 February where the table has none.
pub fn spring_festival(year: i32) -> Day {
    let known = usize::try_from(year - 2019).ok().and_then(|at| LUNAR.get(at)).copied();
    let (month, day) = known.unwrap_or((2, 5));
    Day::from_ymd(year, month, day).unwrap_or(Day(0))
}

/// Whether the branch works on this day: Monday to Friday, not in the week of Spring Festival.
pub fn is_workday(day: Day) -> bool {
    let festival = spring_festival(day.ymd().0);
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !(0..6).contains(&(day - festival + 1))
}

/// The first working day on or after `day`.
pub fn workday_from(day: Day) -> Day {
    (0..15).map(|n| day + n).find(|d| is_workday(*d)).unwrap_or(day)
}

/// The working day nearest to `day` and after `last`: a Saturday's work is done on Friday.
pub fn workday_near(day: Day, last: Day) -> Day {
    let friday = day - 1;
    if day.weekday() == Weekday::Sat && friday > last && is_workday(friday) {
        friday
    } else {
        workday_from(day)
    }
}

/// The last working day on or before `day`.
pub fn workday_until(day: Day) -> Day {
    (0..15).map(|n| day - n).find(|d| is_workday(*d)).unwrap_or(day)
}

/// The day `number` of the month of `day`, or its last.
pub fn in_month(day: Day, number: i32) -> Day {
    (day.month_start() + (number - 1)).min(day.month_end())
}

/// The first day of the month `months` later (or earlier).
pub fn month_later(day: Day, months: i32) -> Day {
    let (year, month, _) = day.ymd();
    let count = year * 12 + i32::try_from(month).unwrap_or(1) - 1 + months;
    let month = u32::try_from(count.rem_euclid(12) + 1).unwrap_or(1);
    Day::from_ymd(count.div_euclid(12), month, 1).unwrap_or(day)
}

/// The same day of the month, `months` later, or that month's last.
pub fn months_later(day: Day, months: i32) -> Day {
    let number = i32::try_from(day.ymd().2).unwrap_or(1);
    in_month(month_later(day, months), number)
}

/// How busy shops are on a day, in percent of a usual one.
pub fn season(day: Day) -> i64 {
    let (year, month, number) = day.ymd();
    match spring_festival(year) - day {
        1..=20 => return 240,
        -6..=0 => return 60,
        _ => {}
    }
    match (month, number) {
        (11, 1..=11) => 210,
        (6, 10..=18) => 160,
        (10, 1..=7) => 150,
        _ => 100,
    }
}
