//! Days and minutes as they lie to today.

use crate::domain::{Day, Minute};
use crate::lang::Lang;
use crate::tr;
use crate::ui::text;
use chrono::Weekday;
use std::borrow::Cow;

/// So many days ahead a weekday says enough.
const WEEK: i32 = 6;
/// So many days back are counted.
const MONTH: i32 = 30;

/// A day as it lies to today: `今天 明天 周四 12-01`, in a later year `2027-01-06`; back `昨天 3天前 10-22`, in another
/// year `2025-08`. At most 10 columns.
pub fn day(lang: Lang, day: Day, today: Day) -> String {
    match day - today {
        0 => tr!(lang, "date.today").into_owned(),
        1 => tr!(lang, "date.tomorrow").into_owned(),
        -1 => tr!(lang, "date.yesterday").into_owned(),
        2..=WEEK => weekday(lang, day).into_owned(),
        ahead if (-MONTH..0).contains(&ahead) => tr!(lang, "date.days_ago", days = -ahead).into_owned(),
        ahead if ahead > 0 => day.dated(today),
        _ => past_day(day, today),
    }
}

/// The same in so many columns: where a later year does not fit, the date stands without it.
pub fn day_within(lang: Lang, on: Day, today: Day, columns: u16) -> String {
    let whole = day(lang, on, today);
    if text::width(&whole) <= columns { whole } else { month_day(on) }
}

/// A day as timelines name it, never by its distance: `10-22`, in another year `2025-08`.
pub fn past_day(day: Day, today: Day) -> String {
    if day.ymd().0 == today.ymd().0 { month_day(day) } else { year_month(day) }
}

/// When something is due: overdue `逾期2天`, else as [`day`].
pub fn due(lang: Lang, due: Day, today: Day) -> String {
    if due < today {
        tr!(lang, "date.overdue", days = today - due).into_owned()
    } else {
        day(lang, due, today)
    }
}

/// With a minute: on today only the minute, else the day.
pub fn minute_on(lang: Lang, on: Day, at: Minute, today: Day) -> String {
    if on == today { at.to_string() } else { day(lang, on, today) }
}

/// `周四`, `Thu`.
pub fn weekday(lang: Lang, day: Day) -> Cow<'static, str> {
    lang.text(match day.weekday() {
        Weekday::Mon => "date.weekday.mon",
        Weekday::Tue => "date.weekday.tue",
        Weekday::Wed => "date.weekday.wed",
        Weekday::Thu => "date.weekday.thu",
        Weekday::Fri => "date.weekday.fri",
        Weekday::Sat => "date.weekday.sat",
        Weekday::Sun => "date.weekday.sun",
    })
}

/// Absolute within a year: `12-01`.
pub fn month_day(day: Day) -> String {
    let (_, month, day) = day.ymd();
    format!("{month:02}-{day:02}")
}

/// Absolute with its weekday, for confirming what was typed: `12-01 周二`, `2027-01-05 周二`.
pub fn date_with_weekday(lang: Lang, day: Day, today: Day) -> String {
    format!("{} {}", day.dated(today), weekday(lang, day))
}

fn year_month(day: Day) -> String {
    let (year, month, _) = day.ymd();
    format!("{year}-{month:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    #[test]
    fn days_are_named_as_they_lie_to_today() {
        let today = iso("2026-11-24");
        for (text, zh, en) in [
            ("2026-11-24", "今天", "today"),
            ("2026-11-25", "明天", "tmrw"),
            ("2026-11-26", "周四", "Thu"),
            ("2026-11-30", "周一", "Mon"),
            ("2026-12-01", "12-01", "12-01"),
            ("2027-03-08", "2027-03-08", "2027-03-08"),
            ("2026-11-23", "昨天", "yday"),
            ("2026-11-22", "2天前", "2d ago"),
            ("2026-10-25", "30天前", "30d ago"),
            ("2026-10-24", "10-24", "10-24"),
            ("2025-08-31", "2025-08", "2025-08"),
        ] {
            assert_eq!(day(Lang::Zh, iso(text), today), zh, "{text}");
            assert_eq!(day(Lang::En, iso(text), today), en, "{text}");
        }
    }

    #[test]
    fn the_turn_of_the_year_does_not_hide_near_days() {
        let today = iso("2026-12-30");
        assert_eq!(day(Lang::Zh, iso("2027-01-02"), today), "周六");
        assert_eq!(day(Lang::Zh, iso("2027-01-06"), today), "2027-01-06");
        assert_eq!(day_within(Lang::Zh, iso("2027-01-06"), today, 8), "01-06");
        assert_eq!(day_within(Lang::Zh, iso("2027-01-06"), today, 10), "2027-01-06");
        assert_eq!(day(Lang::Zh, iso("2027-06-06"), today), "2027-06-06");
        assert_eq!(day(Lang::En, iso("2026-12-20"), iso("2027-01-02")), "13d ago");
    }

    #[test]
    fn what_is_late_says_by_how_much() {
        let today = iso("2026-11-24");
        assert_eq!(due(Lang::Zh, iso("2026-11-22"), today), "逾期2天");
        assert_eq!(due(Lang::En, iso("2026-11-22"), today), "2d late");
        assert_eq!(due(Lang::Zh, today, today), "今天");
        assert_eq!(due(Lang::En, iso("2026-12-01"), today), "12-01");
    }

    #[test]
    fn a_minute_stands_for_today() {
        let (today, at) = (iso("2026-11-24"), Minute::new(15, 30).unwrap());
        assert_eq!(minute_on(Lang::Zh, today, at, today), "15:30");
        assert_eq!(minute_on(Lang::Zh, today + 1, at, today), "明天");
    }

    #[test]
    fn typed_dates_are_confirmed_with_their_weekday() {
        let today = iso("2026-11-24");
        assert_eq!(date_with_weekday(Lang::Zh, iso("2026-12-01"), today), "12-01 周二");
        assert_eq!(date_with_weekday(Lang::En, iso("2027-12-01"), today), "2027-12-01 Wed");
    }
}
