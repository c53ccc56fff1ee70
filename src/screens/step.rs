//! Up and down in a number or a date of a form: one step, or with the page keys a large one.
//!
//! Pure: a text in, the stepped text out, in the form it was typed. What cannot be read is not stepped.

use crate::domain::when::{self, WhenContext};
use crate::domain::{Day, Money, When};
use crate::lang::Lang;
use crate::ui::Motion;
use std::cmp::Reverse;

/// Days of a large step, where days to come are meant.
const WEEK: i32 = 7;
/// The smallest step of an amount, in main units.
const LEAST: i64 = 100;
/// Minor units of a 万.
const WAN: i64 = 1_000_000;

/// How a motion counts: `one` or `large` of something, up is more.
fn counted(motion: Motion, one: i64, large: i64) -> Option<i64> {
    match motion {
        Motion::Up => Some(one),
        Motion::Down => Some(-one),
        Motion::PageUp => Some(large),
        Motion::PageDown => Some(-large),
        Motion::First | Motion::Last => None,
    }
}

/// A day to come, with what else stands there; an empty field starts at today. Never before today.
pub fn when(text: &str, motion: Motion, context: &WhenContext, lang: Lang) -> Option<String> {
    let today = context.now.day();
    let days = i32::try_from(counted(motion, 1, i64::from(WEEK))?).ok()?;
    let typed = match text.trim() {
        "" => When { day: today, minute: None, half: None, channel: None },
        typed => {
            let when = when::parse(typed, context).ok()?;
            When { day: (when.day + days).max(today), ..when }
        }
    };
    Some(typed.canonical(lang, today))
}

/// A date: a day, or with the page keys a month; an empty field starts at today.
pub fn date(text: &str, motion: Motion, today: Day, read: impl Fn(&str) -> Option<Day>) -> Option<String> {
    if text.trim().is_empty() {
        return counted(motion, 1, 1).map(|_| today.to_string());
    }
    let day = read(text)?;
    let stepped = match motion {
        Motion::PageUp => months_later(day, 1)?,
        Motion::PageDown => months_later(day, -1)?,
        _ => day + i32::try_from(counted(motion, 1, 1)?).ok()?,
    };
    Some(stepped.to_string())
}

/// The same day of another month, or its last one.
fn months_later(day: Day, months: i32) -> Option<Day> {
    let (year, month, of_month) = day.ymd();
    let count = year * 12 + i32::try_from(month).ok()? - 1 + months;
    let (year, month) = (count.div_euclid(12), u32::try_from(count.rem_euclid(12)).ok()? + 1);
    (1..=of_month).rev().find_map(|of_month| Day::from_ymd(year, month, of_month))
}

/// An amount, by one of its second digit: 25万 to 26万, 8,650 to 8,750; large steps are ten times that. Never below 0.
pub fn amount(text: &str, motion: Motion) -> Option<String> {
    let typed = text.trim();
    let amount = if typed.is_empty() { Money::ZERO } else { Money::parse(typed)? };
    let units = amount.0 / 100;
    let steps = (0..15).map(|power| LEAST * 10_i64.pow(power)).map(Reverse);
    let one = steps.filter(|step| step.0 * 10 <= units.max(LEAST * 10)).min()?.0;
    let stepped = amount.0.saturating_add(counted(motion, one, one * 10)?.saturating_mul(100)).max(0);
    let is_wan = typed.ends_with('万') && stepped % WAN == 0 && stepped > 0;
    Some(if is_wan { format!("{}万", stepped / WAN) } else { (stepped / 100).to_string() })
}

/// A count, by one or by ten. Never below 0.
pub fn count(text: &str, motion: Motion) -> Option<String> {
    let typed = text.trim().replace(',', "");
    let count: i64 = if typed.is_empty() { 0 } else { typed.parse().ok()? };
    Some(count.saturating_add(counted(motion, 1, 10)?).max(0).to_string())
}

/// A rate in percent, by 0.05 or by half a percent. Never below 0.
pub fn rate(text: &str, motion: Motion) -> Option<String> {
    let typed = text.trim().trim_end_matches(['%', '％']).trim_end();
    let rate = if typed.is_empty() { Money::ZERO } else { Money::parse(typed)? };
    let stepped = rate.0.saturating_add(counted(motion, 5, 50)?).max(0);
    Some(format!("{}.{:02}", stepped / 100, stepped % 100))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::tuesday;
    use proptest::prelude::*;

    const TODAY: &str = "2026-11-24";

    fn dated(text: &str, motion: Motion) -> Option<String> {
        date(text, motion, Day::parse_iso(TODAY).unwrap(), Day::parse_iso)
    }

    #[test]
    fn dates_go_by_days_and_months() {
        assert_eq!(dated("", Motion::Up).as_deref(), Some(TODAY));
        assert_eq!(dated("2026-12-31", Motion::Up).as_deref(), Some("2027-01-01"));
        assert_eq!(dated("2026-03-01", Motion::Down).as_deref(), Some("2026-02-28"));
        assert_eq!(dated("2026-01-31", Motion::PageUp).as_deref(), Some("2026-02-28"));
        assert_eq!(dated("2026-01-15", Motion::PageDown).as_deref(), Some("2025-12-15"));
        assert_eq!(dated("morgen", Motion::Up), None);
    }

    #[test]
    fn days_to_come_keep_what_stands_beside_and_never_go_before_today() {
        let context = WhenContext { now: tuesday(), maturity: None };
        let step = |text: &str, motion| when(text, motion, &context, Lang::Zh);
        assert_eq!(step("", Motion::Up).as_deref(), Some("11-24 周二"));
        assert_eq!(step("12-01 周二 15:30 短信", Motion::Up).as_deref(), Some("12-02 周三 15:30 短信"));
        assert_eq!(step("3d", Motion::PageUp).as_deref(), Some("12-04 周五"));
        assert_eq!(step("tom", Motion::PageDown).as_deref(), Some("11-24 周二"));
        assert_eq!(step("3x", Motion::Up), None);
    }

    #[test]
    fn amounts_go_by_their_second_digit() {
        for (text, motion, stepped) in [
            ("25万", Motion::Up, "26万"),
            ("250000", Motion::Down, "240000"),
            ("25万", Motion::PageUp, "35万"),
            ("8,650", Motion::Up, "8750"),
            ("", Motion::Up, "100"),
            ("50", Motion::Down, "0"),
            ("100万", Motion::Up, "110万"),
        ] {
            assert_eq!(amount(text, motion).as_deref(), Some(stepped), "{text} {motion:?}");
        }
        assert_eq!(amount("viel", Motion::Up), None);
    }

    #[test]
    fn counts_and_rates_go_by_their_own_steps() {
        assert_eq!(count("1,200", Motion::PageUp).as_deref(), Some("1210"));
        assert_eq!(count("", Motion::Down).as_deref(), Some("0"));
        assert_eq!(rate("2.1%", Motion::Up).as_deref(), Some("2.15"));
        assert_eq!(rate("0.3", Motion::PageDown).as_deref(), Some("0.00"));
    }

    proptest! {
        #[test]
        fn a_step_and_its_opposite_lead_back_to_a_date(days in 0i32..40_000) {
            let text = Day(days).to_string();
            let up = dated(&text, Motion::Up).unwrap();
            prop_assert_eq!(dated(&up, Motion::Down), Some(text));
        }

        #[test]
        fn a_step_of_an_amount_can_be_read_again(minor in 0i64..1_000_000_000_000) {
            let text = (minor / 100).to_string();
            for motion in [Motion::Up, Motion::Down, Motion::PageUp, Motion::PageDown] {
                let stepped = amount(&text, motion).unwrap();
                prop_assert!(Money::parse(&stepped).is_some_and(|money| money.0 >= 0));
            }
        }
    }
}
