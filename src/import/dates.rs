//! Dates and times as files write them: ISO, `2024/1/2`, `2024.1.2`, `2024年1月2日`, `20240102`, serial numbers of
//! spreadsheets, `20/11/2026`, `20-Nov-2026`, with or without a time behind. Never a guess about the order of day and
//! month: where the year stands last, a cell is taken when it can be one day only.

mod order;

pub(crate) use order::find_readings;

use super::fault::Fault;
use crate::domain::text::fold_width;
use crate::domain::{Day, Moment, Zone};

/// How dates are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateReading {
    /// Any of the forms; serial numbers count from 1900. Where the year stands last, as the whole column allows; the
    /// order of day and month is never guessed.
    #[default]
    Auto,
    /// Where the year stands last: day, month, year.
    DayFirst,
    /// Where the year stands last: month, day, year.
    MonthFirst,
    /// Serial numbers count from 1904: 0 is 1904-01-01.
    From1904,
}

impl DateReading {
    /// All of them.
    pub const ALL: [DateReading; 4] =
        [DateReading::Auto, DateReading::DayFirst, DateReading::MonthFirst, DateReading::From1904];

    /// Its name in files of settings and in the language files.
    pub fn code(self) -> &'static str {
        match self {
            DateReading::Auto => "auto",
            DateReading::DayFirst => "day_first",
            DateReading::MonthFirst => "month_first",
            DateReading::From1904 => "from_1904",
        }
    }

    /// The reading with this name.
    pub fn from_code(code: &str) -> Option<DateReading> {
        DateReading::ALL.into_iter().find(|reading| reading.code() == code)
    }
}

/// A day with what the cell said of the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub day: Day,
    /// Second of the day.
    pub second: Option<i64>,
    /// Offset from UTC, in seconds east.
    pub offset: Option<i64>,
}

impl Stamp {
    /// The moment; a day without a time means 10:00.
    pub fn moment(self, zone: Zone) -> Moment {
        let offset = self.offset.unwrap_or(i64::from(zone.0));
        Moment(i64::from(self.day.0) * 86_400 + self.second.unwrap_or(10 * 3600) - offset)
    }
}

/// Years that a book can hold; 9999 is what banks write for "no end".
fn in_range(day: Day) -> Result<Day, Fault> {
    let year = day.ymd().0;
    if (1850..=2199).contains(&year) || year == 9999 { Ok(day) } else { Err(Fault::DayOutOfRange) }
}

/// Reads a date; a time behind it is allowed and dropped.
pub(crate) fn read_day(cell: &str, reading: DateReading) -> Result<Day, Fault> {
    if let Some(day) = read_iso(cell) {
        return in_range(day?);
    }
    read_stamp(cell, reading).map(|stamp| stamp.day)
}

/// `YYYY-MM-DD` without detours; `None` when the cell has another form.
fn read_iso(cell: &str) -> Option<Result<Day, Fault>> {
    let bytes = cell.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let figure = |range: std::ops::Range<usize>| -> Option<u32> {
        bytes[range].iter().try_fold(0, |sum, b| b.is_ascii_digit().then(|| sum * 10 + u32::from(b - b'0')))
    };
    let (year, month, day) = (figure(0..4)?, figure(5..7)?, figure(8..10)?);
    Some(calendar(year, month, day))
}

fn calendar(year: u32, month: u32, day: u32) -> Result<Day, Fault> {
    let year = i32::try_from(year).map_err(|_| Fault::NotADate)?;
    Day::from_ymd(year, month, day).ok_or(Fault::NoSuchDay)
}

/// Reads a date with the time behind it, if there is one.
pub(crate) fn read_stamp(cell: &str, reading: DateReading) -> Result<Stamp, Fault> {
    let folded = fold_width(cell.trim());
    if let Some((day, time)) = read_named(&folded) {
        return with_time(day?, time);
    }
    let text = plain(&folded);
    let text = text.trim();
    if !text.is_empty()
        && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && text.matches('.').count() < 2
    {
        return read_figure(text, reading);
    }
    let (date, time) = text.split_once(' ').unwrap_or((text, ""));
    with_time(read_parts(date, reading)?, time)
}

/// Signs between the parts instead of words, a blank before the time.
fn plain(folded: &str) -> String {
    let sign = |ch| match ch {
        '年' | '月' => '-',
        '日' | '号' | 'T' | 't' => ' ',
        ch => ch,
    };
    folded.chars().map(sign).collect()
}

fn with_time(day: Day, time: &str) -> Result<Stamp, Fault> {
    let day = in_range(day)?;
    let time = time.trim();
    if time.is_empty() {
        return Ok(Stamp { day, second: None, offset: None });
    }
    let (time, offset) = split_offset(time);
    let second = read_time(time).ok_or(Fault::NotATime)?;
    Ok(Stamp { day, second: Some(second), offset })
}

/// `20240102`, `20240102103000`, or a serial number of a spreadsheet (five digits before the point).
fn read_figure(text: &str, reading: DateReading) -> Result<Stamp, Fault> {
    let figure = |part: &str| part.parse::<u32>().map_err(|_| Fault::NotADate);
    if (text.len() == 8 || text.len() == 14) && !text.contains('.') {
        let day = in_range(calendar(figure(&text[..4])?, figure(&text[4..6])?, figure(&text[6..8])?)?)?;
        if text.len() == 8 {
            return Ok(Stamp { day, second: None, offset: None });
        }
        let (hour, minute, second) = (figure(&text[8..10])?, figure(&text[10..12])?, figure(&text[12..14])?);
        let second = second_of(hour, minute, second).ok_or(Fault::NotATime)?;
        return Ok(Stamp { day, second: Some(second), offset: None });
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.len() != 5 {
        return Err(Fault::NotADate);
    }
    let serial = i32::try_from(figure(whole)?).map_err(|_| Fault::NotADate)?;
    let first = match reading {
        DateReading::From1904 => Day::from_ymd(1904, 1, 1),
        _ => Day::from_ymd(1899, 12, 30),
    };
    let day = first.ok_or(Fault::NotADate)? + serial;
    Ok(Stamp { day, second: second_of_fraction(fraction), offset: None })
}

/// The second of the day of a serial number's decimals (to the nearest second).
fn second_of_fraction(decimals: &str) -> Option<i64> {
    if decimals.bytes().all(|b| b == b'0') {
        return None;
    }
    let digits: String = decimals.chars().chain("000000000".chars()).take(9).collect();
    let parts: i64 = digits.parse().ok()?;
    Some(((parts * 86_400 + 500_000_000) / 1_000_000_000).min(86_399))
}

/// The three parts of a date with one sign between them.
fn parts_of(date: &str) -> Option<[&str; 3]> {
    let date = date.trim_end_matches('-');
    let sign = date.chars().find(|ch| matches!(ch, '-' | '/' | '.'))?;
    let mut parts = date.split(sign);
    let three = [parts.next()?, parts.next()?, parts.next()?];
    parts.next().is_none().then_some(three)
}

/// Year, month and day with one sign between them.
fn read_parts(date: &str, reading: DateReading) -> Result<Day, Fault> {
    let parts = parts_of(date).ok_or(Fault::NotADate)?;
    let in_order = |order| year_last(parts, order);
    let read = match reading {
        DateReading::DayFirst | DateReading::MonthFirst => in_order(reading),
        DateReading::Auto | DateReading::From1904 => in_order(DateReading::DayFirst)
            .zip(in_order(DateReading::MonthFirst))
            .map(|(day_first, month_first)| the_only(day_first, month_first)),
    };
    read.unwrap_or_else(|| match parts.map(figure_of) {
        [Some((year, 4)), Some((month, 1..=2)), Some((day, 1..=2))] => calendar(year, month, day),
        _ => Err(Fault::NotADate),
    })
}

/// The day of two readings that are both possible only where both mean the same one.
fn the_only(day_first: Result<Day, Fault>, month_first: Result<Day, Fault>) -> Result<Day, Fault> {
    match (day_first, month_first) {
        (Ok(one), Ok(other)) if one != other => Err(Fault::AmbiguousDate),
        (Ok(day), _) | (_, Ok(day)) => Ok(day),
        (Err(why), Err(_)) => Err(why),
    }
}

/// A date whose year stands last, read in one of the two orders; `None` for another form.
fn year_last(parts: [&str; 3], order: DateReading) -> Option<Result<Day, Fault>> {
    let [Some((first, 1..=2)), Some((second, 1..=2)), Some((year, 4))] = parts.map(figure_of) else {
        return None;
    };
    Some(match order {
        DateReading::MonthFirst => calendar(year, first, second),
        _ => calendar(year, second, first),
    })
}

/// A plain number, and how many digits it has.
fn figure_of(part: &str) -> Option<(u32, usize)> {
    let is_plain = part.bytes().all(|b| b.is_ascii_digit());
    is_plain.then(|| part.parse().ok()).flatten().map(|figure| (figure, part.len()))
}

/// The English months by their first three letters.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The month of an English name, whole or cut to three letters (or `Sept`).
fn month_of(word: &str) -> Option<u32> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_ascii_lowercase();
    let is_it = |at: &usize| word == MONTHS[*at] || word == NAMES[*at] || (*at == 8 && word == "sept");
    (0..12).find(is_it).and_then(|at| u32::try_from(at + 1).ok())
}

/// `20-Nov-2026`, `20 November 2026`, `Nov 20, 2026`, `2026-Nov-20`, and what stands behind; `None` for another form.
fn read_named(text: &str) -> Option<(Result<Day, Fault>, &str)> {
    if !text.bytes().any(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let is_sign = |ch: char| matches!(ch, ' ' | '-' | '/' | '.' | ',');
    let mut rest = text;
    let mut parts = [""; 3];
    for part in &mut parts {
        let end = rest.find(is_sign).unwrap_or(rest.len());
        (*part, rest) = rest.split_at(end);
        rest = rest.trim_start_matches(is_sign);
    }
    let [first, second, third] = parts;
    let (year, month, day) = match month_of(second) {
        Some(month) if first.len() == 4 => (first, month, third),
        Some(month) => (third, month, first),
        None => (third, month_of(first)?, second),
    };
    let day = match (figure_of(year), figure_of(day)) {
        (Some((year, 4)), Some((day, 1..=2))) => calendar(year, month, day),
        _ => Err(Fault::NotADate),
    };
    Some((day, rest))
}

/// A time with its offset from UTC, if it has one (`Z`, `+08:00`).
fn split_offset(time: &str) -> (&str, Option<i64>) {
    if let Some(rest) = time.strip_suffix(['Z', 'z']) {
        return (rest, Some(0));
    }
    let Some(at) = time.rfind(['+', '-']) else { return (time, None) };
    let sign = if time[at..].starts_with('-') { -1 } else { 1 };
    match read_time(&time[at + 1..]) {
        Some(offset) => (&time[..at], Some(sign * offset)),
        None => (time, None),
    }
}

/// The second of the day: `9:05`, `09:05:30`, `9时05分`, `下午3:20`, `3:20 PM`.
pub(crate) fn read_time(text: &str) -> Option<i64> {
    let folded = fold_width(text.trim()).to_lowercase();
    let mut text = folded.as_str();
    let mut half = None;
    for (mark, is_pm) in [("上午", false), ("am", false), ("下午", true), ("晚上", true), ("pm", true)]
    {
        if let Some(rest) = text.strip_prefix(mark).or_else(|| text.strip_suffix(mark)) {
            (text, half) = (rest.trim(), Some(is_pm));
        }
    }
    let text = text.replace(['时', '点', '分'], ":").replace('秒', "");
    let text = text.split('.').next().unwrap_or_default().trim_end_matches(':');
    let mut parts = text.split(':').map(|part| part.parse::<u32>().ok().filter(|_| part.len() <= 2));
    let hour = parts.next()??;
    let minute = parts.next().unwrap_or(half.map(|_| 0).or(text.contains(':').then_some(0)))?;
    let second = parts.next().unwrap_or(Some(0))?;
    if parts.next().is_some() {
        return None;
    }
    let hour = match half {
        None => hour,
        Some(_) if hour > 12 => hour,
        Some(is_pm) => hour % 12 + if is_pm { 12 } else { 0 },
    };
    second_of(hour, minute, second)
}

fn second_of(hour: u32, minute: u32, second: u32) -> Option<i64> {
    (hour < 24 && minute < 60 && second < 60).then(|| i64::from(hour * 3600 + minute * 60 + second))
}

#[cfg(test)]
mod tests;
