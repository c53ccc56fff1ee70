//! Civil days, minutes of the day and moments. Nothing here reads the clock: "now" comes in as a value.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, Weekday};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::{Add, Sub};

/// A civil day, as the number of days since 1970-01-01. No time zone: birthdays and maturities are civil.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

const EPOCH_FROM_CE: i32 = 719_163;

impl Day {
    /// The day of a calendar date; `None` where the calendar has no such day.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Day> {
        NaiveDate::from_ymd_opt(year, month, day).map(Day::from)
    }

    /// Reads `YYYY-MM-DD` and nothing else.
    pub fn parse_iso(text: &str) -> Option<Day> {
        (text.len() == 10).then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()).flatten().map(Day::from)
    }

    /// The calendar date. Days outside chrono's range (year ±262,000) are clamped to it.
    pub fn date(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.0.saturating_add(EPOCH_FROM_CE)).unwrap_or(if self.0 < 0 {
            NaiveDate::MIN
        } else {
            NaiveDate::MAX
        })
    }

    /// Year, month (1-12), day of the month (1-31).
    pub fn ymd(self) -> (i32, u32, u32) {
        let date = self.date();
        (date.year(), date.month(), date.day())
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        self.date().weekday()
    }

    /// The day itself, or the Monday after it where it is a Sunday: nobody is proposed a contact for one.
    pub fn after_sunday(self) -> Day {
        if self.weekday() == Weekday::Sun { self + 1 } else { self }
    }

    /// The last day of this day's month.
    pub fn month_end(self) -> Day {
        let (year, month, _) = self.ymd();
        let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        Day::from_ymd(year, month, 1).map_or(self, |first| first - 1)
    }

    /// The first day of this day's month.
    pub fn month_start(self) -> Day {
        let (_, _, day) = self.ymd();
        Day(self.0 - i32::try_from(day).unwrap_or(1) + 1)
    }

    /// This month and day in another year; 29 February becomes 28 where the year has none.
    pub fn in_year(self, year: i32) -> Day {
        let (_, month, day) = self.ymd();
        Day::from_ymd(year, month, day).or_else(|| Day::from_ymd(year, month, 28)).unwrap_or(self)
    }

    /// An absolute date as it is read on `today`: `12-01`, in another year `2027-01-02`.
    pub fn dated(self, today: Day) -> String {
        let (year, month, day) = self.ymd();
        if year == today.ymd().0 { format!("{month:02}-{day:02}") } else { self.to_string() }
    }

    /// Completed years from this day to `later` (an age); 0 when `later` lies before.
    pub fn years_until(self, later: Day) -> i32 {
        let years = later.ymd().0 - self.ymd().0;
        (if self.in_year(later.ymd().0) > later { years - 1 } else { years }).max(0)
    }
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Day {
        Day(date.num_days_from_ce() - EPOCH_FROM_CE)
    }
}

impl Add<i32> for Day {
    type Output = Day;
    fn add(self, days: i32) -> Day {
        Day(self.0.saturating_add(days))
    }
}

impl Sub<i32> for Day {
    type Output = Day;
    fn sub(self, days: i32) -> Day {
        Day(self.0.saturating_sub(days))
    }
}

impl Sub for Day {
    type Output = i32;
    fn sub(self, other: Day) -> i32 {
        self.0.saturating_sub(other.0)
    }
}

/// `YYYY-MM-DD`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date().format("%Y-%m-%d"))
    }
}

impl Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_i32(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            Day::parse_iso(&text).ok_or_else(|| serde::de::Error::custom(format!("not a date: {text}")))
        } else {
            i32::deserialize(deserializer).map(Day)
        }
    }
}

/// A minute of a local day: 0 is 00:00, 1439 is 23:59.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Minute(u16);

impl Minute {
    /// The minute `hour:minute`; `None` outside 00:00-23:59.
    pub fn new(hour: u32, minute: u32) -> Option<Minute> {
        (hour < 24 && minute < 60).then(|| Minute(u16::try_from(hour * 60 + minute).unwrap_or(0)))
    }

    /// From minutes since midnight; `None` from 1440 on.
    pub fn from_number(number: i64) -> Option<Minute> {
        u16::try_from(number).ok().filter(|n| *n < 1440).map(Minute)
    }

    /// Minutes since midnight, 0..1439.
    pub fn number(self) -> i64 {
        i64::from(self.0)
    }

    /// The hour, 0..23.
    pub fn hour(self) -> u32 {
        u32::from(self.0) / 60
    }

    /// Reads `HH:MM` (one or two digits for the hour).
    pub fn parse(text: &str) -> Option<Minute> {
        let (hour, minute) = text.split_once(':')?;
        if minute.len() != 2 || hour.is_empty() || hour.len() > 2 {
            return None;
        }
        Minute::new(hour.parse().ok()?, minute.parse().ok()?)
    }
}

/// `HH:MM`.
impl fmt::Display for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// A moment in UTC, in seconds since the epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

impl Moment {
    /// Reads RFC 3339 as [`Zone::rfc3339`] writes it, in any case.
    pub fn parse_rfc3339(text: &str) -> Option<Moment> {
        let text = text.trim().to_ascii_uppercase().replacen(' ', "T", 1);
        DateTime::parse_from_rfc3339(&text).ok().map(|at| Moment(at.timestamp()))
    }
}

/// The offset of local time from UTC, in seconds east. Fixed for a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(pub i32);

impl Zone {
    /// China Standard Time, UTC+8.
    pub const CHINA: Zone = Zone(8 * 3600);

    /// The local day of a moment.
    pub fn day(self, at: Moment) -> Day {
        Day(i32::try_from((at.0 + i64::from(self.0)).div_euclid(86_400)).unwrap_or(i32::MAX))
    }

    /// The local minute of a moment.
    pub fn minute(self, at: Moment) -> Minute {
        let second = (at.0 + i64::from(self.0)).rem_euclid(86_400);
        Minute(u16::try_from(second / 60).unwrap_or(0))
    }

    /// The moment of a local day and minute.
    pub fn at(self, day: Day, minute: Minute) -> Moment {
        Moment(i64::from(day.0) * 86_400 + minute.number() * 60 - i64::from(self.0))
    }

    /// The moment in RFC 3339 with this offset.
    pub fn rfc3339(self, at: Moment) -> String {
        let utc = DateTime::from_timestamp(at.0, 0).unwrap_or_default();
        match FixedOffset::east_opt(self.0) {
            Some(offset) => utc.with_timezone(&offset).to_rfc3339(),
            None => utc.to_rfc3339(),
        }
    }

    /// The moment of a local date and time.
    pub fn moment(self, local: NaiveDateTime) -> Moment {
        Moment(local.and_utc().timestamp() - i64::from(self.0))
    }
}

/// The working time: the only "now" that anything reads, with the true clock beside it for `recorded_at`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// The working moment (`--as-of`, else the clock).
    pub at: Moment,
    /// The true clock.
    pub clock: Moment,
    /// Local offset.
    pub zone: Zone,
}

impl Now {
    /// The working day.
    pub fn day(self) -> Day {
        self.zone.day(self.at)
    }

    /// The working minute of the day.
    pub fn minute(self) -> Minute {
        self.zone.minute(self.at)
    }

    /// The last second of the working minute: what is dated later does not exist yet, what is dated in the minute does.
    pub fn horizon(self) -> Moment {
        Moment(self.at.0 - self.at.0.rem_euclid(60) + 59)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_round_trip_through_the_calendar() {
        let day = Day::from_ymd(1998, 12, 31).unwrap();
        assert_eq!(day.to_string(), "1998-12-31");
        assert_eq!(Day::parse_iso("1998-12-31"), Some(day));
        assert_eq!(Day::from_ymd(1970, 1, 1), Some(Day(0)));
        assert_eq!(Day::from_ymd(2023, 2, 29), None);
    }

    #[test]
    fn month_ends_know_leap_years() {
        assert_eq!(Day::parse_iso("2024-02-10").unwrap().month_end().to_string(), "2024-02-29");
        assert_eq!(Day::parse_iso("2025-12-31").unwrap().month_end().to_string(), "2025-12-31");
        assert_eq!(Day::parse_iso("2025-12-31").unwrap().month_start().to_string(), "2025-12-01");
    }

    #[test]
    fn age_is_completed_years_and_leap_day_counts_as_the_28th() {
        let birth = Day::parse_iso("2000-02-29").unwrap();
        assert_eq!(birth.years_until(Day::parse_iso("2026-02-27").unwrap()), 25);
        assert_eq!(birth.years_until(Day::parse_iso("2026-02-28").unwrap()), 26);
    }

    #[test]
    fn a_zone_turns_moments_into_local_days() {
        let at = Zone::CHINA.at(Day(0), Minute::new(1, 30).unwrap());
        assert_eq!(at, Moment(-6 * 3600 - 1800));
        assert_eq!(Zone::CHINA.day(at), Day(0));
        assert_eq!(Zone::CHINA.minute(at).to_string(), "01:30");
        assert_eq!(Zone::CHINA.rfc3339(at), "1970-01-01T01:30:00+08:00");
    }
}
