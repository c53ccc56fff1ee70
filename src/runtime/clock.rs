//! The clock: the only place that asks what time it is. Everything else is given a [`Now`].

use crate::domain::{Day, Minute, Moment, Now, Zone};

/// Where the working time comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// The clock.
    Clock,
    /// A fixed date; the time runs on from `from`, the date stays.
    Fixed {
        /// The working day.
        day: Day,
        /// The time of day when the program started.
        from: Minute,
        /// The clock when the program started.
        started: Moment,
    },
}

impl AsOf {
    /// Reads `DATE` (10:00 local) or `DATETHH:MM`; no text means the clock. `None` when it cannot be read.
    pub fn parse(text: Option<&str>) -> Option<AsOf> {
        let Some(text) = text.filter(|t| !t.is_empty()) else { return Some(AsOf::Clock) };
        let (date, time) = text.split_once(['T', ' ']).unwrap_or((text, "10:00"));
        Some(AsOf::Fixed { day: Day::parse_iso(date)?, from: Minute::parse(time)?, started: clock() })
    }
}

impl AsOf {
    /// A date alone (`text` has no time) goes on where its day was left: at the moment of the last action, if that
    /// lies later on the same day.
    #[must_use]
    pub fn resumed(self, text: Option<&str>, last_action: Option<Moment>) -> AsOf {
        let has_time = text.is_some_and(|text| text.contains(['T', ' ']));
        match (self, last_action) {
            (AsOf::Fixed { day, from, started }, Some(last)) if !has_time && zone().day(last) == day => {
                let ahead = (last.0 + 1 - zone().at(day, from).0).max(0);
                AsOf::Fixed { day, from, started: Moment(started.0 - ahead) }
            }
            _ => self,
        }
    }

    /// The fixed working day, if there is one.
    pub fn day(self) -> Option<Day> {
        match self {
            AsOf::Clock => None,
            AsOf::Fixed { day, .. } => Some(day),
        }
    }
}

/// The working time now.
pub fn now(as_of: AsOf) -> Now {
    let (clock, zone) = (clock(), zone());
    let at = match as_of {
        AsOf::Clock => clock,
        AsOf::Fixed { day, from, started } => {
            let last_second = Moment(zone.at(day + 1, Minute::default()).0 - 1);
            Moment(zone.at(day, from).0 + (clock.0 - started.0).max(0)).min(last_second)
        }
    };
    Now { at, clock, zone }
}

/// The true clock.
#[allow(clippy::disallowed_methods, reason = "this module is the one that reads the clock")]
pub fn clock() -> Moment {
    Moment(chrono::Utc::now().timestamp())
}

/// The local offset: `CALLBOOK_UTC_OFFSET` (`+08:00`, for tests), else the system's, as of now.
#[allow(clippy::disallowed_methods, reason = "this module is the one that reads the clock")]
pub fn zone() -> Zone {
    let fixed = std::env::var("CALLBOOK_UTC_OFFSET").ok().and_then(|text| parse_offset(&text));
    fixed.unwrap_or_else(|| Zone(chrono::Local::now().offset().local_minus_utc()))
}

fn parse_offset(text: &str) -> Option<Zone> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let minute = Minute::parse(rest)?;
    i32::try_from(minute.number() * 60).ok().map(|seconds| Zone(sign * seconds))
}

/// The name of the account the program runs under, for the journal.
pub fn user_name() -> String {
    ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok())
        .unwrap_or_else(|| "me".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_alone_means_ten_in_the_morning() {
        let Some(AsOf::Fixed { day, from, .. }) = AsOf::parse(Some("1998-12-31")) else { panic!() };
        assert_eq!((day.to_string().as_str(), from.to_string().as_str()), ("1998-12-31", "10:00"));
        let Some(AsOf::Fixed { from, .. }) = AsOf::parse(Some("1998-12-31T15:30")) else { panic!() };
        assert_eq!(from.to_string(), "15:30");
        assert_eq!(AsOf::parse(None), Some(AsOf::Clock));
        assert_eq!(AsOf::parse(Some("tomorrow")), None);
    }

    #[test]
    fn the_time_runs_on_but_the_date_stays() {
        let day = Day::parse_iso("2026-11-24").unwrap();
        let from = Minute::new(23, 59).unwrap();
        let now = now(AsOf::Fixed { day, from, started: Moment(clock().0 - 7200) });
        assert_eq!((now.day(), now.minute().to_string().as_str()), (day, "23:59"));
    }

    #[test]
    fn a_date_alone_goes_on_where_its_day_was_left() {
        let day = Day::parse_iso("1998-12-31").unwrap();
        let at = |hour| zone().at(day, Minute::new(hour, 0).unwrap());
        let resumed = |text: &str, last| now(AsOf::parse(Some(text)).unwrap().resumed(Some(text), last));
        let noon = resumed("1998-12-31", Some(at(12)));
        assert!(noon.at > at(12) && noon.at.0 < at(12).0 + 5);
        assert!(resumed("1998-12-31", Some(at(8))).at >= at(10));
        assert!(resumed("1998-12-31T09:00", Some(at(12))).at < at(10), "a time that is named stands");
        let other_day = Some(Moment(at(12).0 + 86_400));
        assert!(resumed("1998-12-31", other_day).at < at(11));
    }

    #[test]
    fn offsets_are_read() {
        assert_eq!(parse_offset("+08:00"), Some(Zone::CHINA));
        assert_eq!(parse_offset("-03:30"), Some(Zone(-12_600)));
        assert_eq!(parse_offset("8"), None);
    }
}
