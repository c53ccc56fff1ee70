//! The grammar of "when": what a manager types for the next contact, a snooze or a promise, in Chinese or English.
//!
//! `1h` `30min` `pm` 下午 · `tom` 明天 后天 · `3d` 3天 三天后 · `2w` 两周 · `1mo` 1个月 · `mon` 周一 下周一 · `eom` 月底 ·
//! `T-7` 到期前7天 · `15:30` `3pm` 下午3点半 · `2026-12-01` `12-01` 12月1日, and a day with a time or half-day, in any
//! order, with or without spaces: `2026-12-01T15:30`, `3d 15:30`, `tom pm`, 周三下午3点. A channel may follow: 电话 短信 企微 到店, call sms.
//!
//! Owns reading and writing. Must not: read the clock (now comes in), know hours or consent.

mod scan;
#[cfg(test)]
mod tests;

use super::codes::Channel;
use super::day::{Day, Minute, Moment, Now};
use super::text::{clean_line, cut, fold_width};
use crate::lang::Lang;
use crate::tr;
use chrono::{Months, Weekday};
use scan::{DayWord, Parts};
use std::borrow::Cow;

/// How many days ahead a date may lie (ten years).
pub const MOST_DAYS: i32 = 3653;

/// What the words are read against.
#[derive(Debug, Clone, Copy)]
pub struct WhenContext {
    /// The working time.
    pub now: Now,
    /// The customer's next maturity, which `T-7` counts from.
    pub maturity: Option<Day>,
}

/// Half a working day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HalfDay {
    /// 上午, until 12:00.
    Morning,
    /// 下午, until 18:00.
    Afternoon,
}

impl HalfDay {
    /// The minute work starts: 09:00 or 14:00.
    pub fn start(self) -> Minute {
        self.at(9, 14)
    }

    /// The minute it is over: 12:00 or 18:00.
    pub fn end(self) -> Minute {
        self.at(12, 18)
    }

    fn at(self, morning: u32, afternoon: u32) -> Minute {
        let hour = if self == HalfDay::Morning { morning } else { afternoon };
        Minute::new(hour, 0).unwrap_or_default()
    }
}

/// A day to come, maybe with its minute or half-day, maybe with the channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct When {
    /// The day, today or later.
    pub day: Day,
    /// The minute, if one was named (then `half` is `None`).
    pub minute: Option<Minute>,
    /// The half-day, if only that was named.
    pub half: Option<HalfDay>,
    /// The channel, if one was named.
    pub channel: Option<Channel>,
}

/// Why words are no day to come.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WhenError {
    /// Nothing was written.
    #[error("no date")]
    Empty,
    /// This part means nothing here.
    #[error("cannot read \"{0}\"")]
    Unreadable(String),
    /// A date whose year has two digits.
    #[error("the year of \"{0}\" has two digits")]
    ShortYear(String),
    /// A channel or weekday alone, or nothing that names a day.
    #[error("\"{0}\" names no day or time")]
    NoDay(String),
    /// Two parts that say different things of the same kind, such as two days.
    #[error("\"{0}\" contradicts what stands before it")]
    Conflict(String),
    /// The calendar or the clock has no such date or time.
    #[error("there is no {0}")]
    Impossible(String),
    /// The date and the weekday beside it do not belong together.
    #[error("{day} is no {said}")]
    WrongWeekday {
        /// The date.
        day: Day,
        /// The weekday that was written.
        said: Weekday,
    },
    /// It lies before now.
    #[error("{day} is past")]
    Past {
        /// The day it came to.
        day: Day,
        /// The minute it came to, if any.
        minute: Option<Minute>,
    },
    /// It lies more than ten years ahead.
    #[error("more than ten years ahead")]
    TooFar,
    /// `T-7` without a maturity.
    #[error("the customer has no maturity")]
    NoMaturity,
}

/// Whether a text is a date in every part but its year, which has two digits: `26-12-01`, `26年12月1日`.
pub fn has_short_year(text: &str) -> bool {
    scan::has_short_year(&fold_width(text.trim()))
}

/// Reads a day to come. Full-width input and capitals are taken. `12-01` is the next 1 December (today counts),
/// a weekday the next such day after today, 下周三 the Wednesday of the next calendar week, `15:30` today.
pub fn parse(text: &str, context: &WhenContext) -> Result<When, WhenError> {
    let typed = typed(text);
    if typed.is_empty() {
        return Err(WhenError::Empty);
    }
    read(&words(&typed), context).map_err(|error| error.with_words_of(&typed))
}

/// What was typed, cleaned, in half width.
fn typed(text: &str) -> String {
    fold_width(&clean_line(text, 60)).trim().to_owned()
}

/// What was typed as it is read: in lower case, each letter in its place; the `T` of `2026-12-01T15:30` parts.
fn words(typed: &str) -> String {
    let mut words = typed.to_ascii_lowercase();
    let is_parted = words.get(..10).is_some_and(|date| Day::parse_iso(date).is_some())
        && words[10..].starts_with('t')
        && words[11..].starts_with(|ch: char| ch.is_ascii_digit());
    if is_parted {
        words.replace_range(10..11, " ");
    }
    words
}

fn read(words: &str, context: &WhenContext) -> Result<When, WhenError> {
    if let Some(at) = Moment::parse_rfc3339(words) {
        let (day, minute) = (context.now.zone.day(at), Some(context.now.zone.minute(at)));
        return ahead(When { day, minute, half: None, channel: None }, context);
    }
    let parts = scan::scan(words)?;
    let when = if let Some(minutes) = parts.wait {
        after(minutes, &parts, context.now)
    } else {
        resolve(&parts, words, context)?
    };
    ahead(when, context)
}

/// A time that is neither past nor too far away.
fn ahead(when: When, context: &WhenContext) -> Result<When, WhenError> {
    let today = context.now.day();
    if when.day - today > MOST_DAYS {
        return Err(WhenError::TooFar);
    }
    let is_over = |minute: Minute| when.day == today && minute < context.now.minute();
    let last = when.minute.or(when.half.map(HalfDay::end));
    if when.day < today || last.is_some_and(is_over) {
        return Err(WhenError::Past { day: when.day, minute: last });
    }
    Ok(when)
}

/// The day of this year that a date without its year named, when it has passed: `11-01` on 24 November is the one of
/// next year, which is rarely meant.
pub fn passed_this_year(text: &str, context: &WhenContext) -> Option<Day> {
    let parts = scan::scan(&words(&typed(text))).ok()?;
    let today = context.now.day();
    match parts.day {
        Some(DayWord::MonthDay(month, day)) => {
            Day::from_ymd(today.ymd().0, month, day).filter(|named| *named < today)
        }
        _ => None,
    }
}

impl When {
    /// The minute to store: the named one, or the start of the half-day.
    pub fn due_minute(self) -> Option<Minute> {
        self.minute.or(self.half.map(HalfDay::start))
    }

    /// The canonical form, which [`parse`] reads back as the same value on the same day: `12-01 周二 15:30 电话`,
    /// `Tue 12-01 pm`; with the year when it is not this one.
    pub fn canonical(self, lang: Lang, today: Day) -> String {
        let date = self.day.dated(today);
        let weekday = weekday_text(lang, self.day.weekday());
        let mut text = match lang {
            Lang::Zh => format!("{date} {weekday}"),
            Lang::En => format!("{weekday} {date}"),
        };
        let half = self.half.map(|half| match half {
            HalfDay::Morning => tr!(lang, "when.morning"),
            HalfDay::Afternoon => tr!(lang, "when.afternoon"),
        });
        let minute = self.minute.map(|minute| Cow::Owned(minute.to_string()));
        let channel = self.channel.map(|channel| lang.code_text(channel));
        for part in [minute, half, channel].into_iter().flatten() {
            text.push(' ');
            text.push_str(&part);
        }
        text
    }
}

impl WhenError {
    /// With what was read as it was typed, capitals and all.
    fn with_words_of(self, typed: &str) -> WhenError {
        let words = words(typed);
        let original = |read: String| {
            let at = words.find(&read).map(|from| from..from + read.len());
            at.and_then(|at| typed.get(at)).map(str::to_owned).unwrap_or(read)
        };
        match self {
            WhenError::Unreadable(read) => WhenError::Unreadable(original(read)),
            WhenError::NoDay(read) => WhenError::NoDay(original(read)),
            WhenError::Conflict(read) => WhenError::Conflict(original(read)),
            WhenError::Impossible(read) => WhenError::Impossible(original(read)),
            other => other,
        }
    }

    /// The sentence for a person: what was read and what would be right.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            WhenError::Empty => tr!(lang, "when.error.empty"),
            WhenError::Unreadable(read) => tr!(lang, "when.error.unreadable", read = read),
            WhenError::ShortYear(read) => tr!(lang, "when.error.short_year", read = read),
            WhenError::NoDay(read) => tr!(lang, "when.error.no_day", read = read),
            WhenError::Conflict(read) => tr!(lang, "when.error.conflict", read = read),
            WhenError::Impossible(read) => tr!(lang, "when.error.impossible", read = read),
            WhenError::WrongWeekday { day, said } => tr!(
                lang,
                "when.error.wrong_weekday",
                day = day,
                is = weekday_text(lang, day.weekday()),
                said = weekday_text(lang, *said)
            ),
            WhenError::Past { day, minute } => {
                let minute = minute.map(|minute| format!(" {minute}")).unwrap_or_default();
                tr!(lang, "when.error.past", at = format!("{day}{minute}"))
            }
            WhenError::TooFar => tr!(lang, "when.error.too_far"),
            WhenError::NoMaturity => tr!(lang, "when.error.no_maturity"),
        }
        .into_owned()
    }
}

/// The short name of a weekday: 周二, Tue.
pub fn weekday_text(lang: Lang, weekday: Weekday) -> Cow<'static, str> {
    lang.text(match weekday {
        Weekday::Mon => "when.weekday.mon",
        Weekday::Tue => "when.weekday.tue",
        Weekday::Wed => "when.weekday.wed",
        Weekday::Thu => "when.weekday.thu",
        Weekday::Fri => "when.weekday.fri",
        Weekday::Sat => "when.weekday.sat",
        Weekday::Sun => "when.weekday.sun",
    })
}

fn after(minutes: i32, parts: &Parts, now: Now) -> When {
    let mut at = now.at;
    at.0 = at.0.saturating_add(i64::from(minutes) * 60);
    When { day: now.zone.day(at), minute: Some(now.zone.minute(at)), half: None, channel: parts.channel }
}

fn resolve(parts: &Parts, words: &str, context: &WhenContext) -> Result<When, WhenError> {
    let today = context.now.day();
    let named = parts.day.map(|day| day_of(day, words, context)).transpose()?;
    let day = match (named, parts.weekday) {
        (Some(day), Some(weekday)) if day.weekday() != weekday => {
            return Err(WhenError::WrongWeekday { day, said: weekday });
        }
        (Some(day), _) => day,
        (None, Some(weekday)) => today + 1 + days_until(today + 1, weekday),
        (None, None) if parts.clock.is_some() || parts.half.is_some() => today,
        (None, None) => return Err(WhenError::NoDay(shown(words))),
    };
    let minute = parts.clock.map(|clock| clock.minute(parts.half, words)).transpose()?;
    Ok(When { day, minute, half: parts.half.filter(|_| minute.is_none()), channel: parts.channel })
}

fn day_of(word: DayWord, words: &str, context: &WhenContext) -> Result<Day, WhenError> {
    let today = context.now.day();
    let impossible = || WhenError::Impossible(shown(words));
    match word {
        DayWord::In(days) => Ok(today + days),
        DayWord::InMonths(months) => {
            today.date().checked_add_months(Months::new(months)).map(Day::from).ok_or(WhenError::TooFar)
        }
        DayWord::OfWeek { weekday, weeks } => {
            let monday = today - 6 + days_until(today - 6, Weekday::Mon);
            Ok(monday + 7 * weeks + days_until(monday, weekday))
        }
        DayWord::MonthEnd => Ok(today.month_end()),
        DayWord::Maturity(days) => context.maturity.map(|day| day + days).ok_or(WhenError::NoMaturity),
        DayWord::Date(year, month, day) => Day::from_ymd(year, month, day).ok_or_else(impossible),
        DayWord::MonthDay(month, day) => next_month_day(today, month, day).ok_or_else(impossible),
    }
}

/// The next day of this month and number from `today` on; 29 February waits for its year.
fn next_month_day(today: Day, month: u32, day: u32) -> Option<Day> {
    let year = today.ymd().0;
    (year..=year + 8).filter_map(|year| Day::from_ymd(year, month, day)).find(|day| *day >= today)
}

/// Days from `day` to the first such weekday, 0 on the day itself.
fn days_until(day: Day, weekday: Weekday) -> i32 {
    i32::try_from(weekday.days_since(day.weekday())).unwrap_or(0)
}

fn shown(words: &str) -> String {
    cut(words, 20).to_owned()
}
