//! Dates and times as files write them: ISO, `2024/1/2`, `2024.1.2`, `2024年1月2日`, `20240102`, serial numbers of
//! spreadsheets, with or without a time behind. Never a guess about the order of day and month.

use super::fault::Fault;
use crate::domain::text::fold_width;
use crate::domain::{Day, Moment, Zone};

/// How dates are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateReading {
    /// Year first, in any of the forms; serial numbers count from 1900. The order of day and month is never guessed.
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
    let text: String = folded
        .chars()
        .map(|ch| match ch {
            '年' | '月' => '-',
            '日' | '号' | 'T' | 't' => ' ',
            ch => ch,
        })
        .collect();
    let text = text.trim();
    if !text.is_empty()
        && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && text.matches('.').count() < 2
    {
        return read_figure(text, reading);
    }
    let (date, time) = text.split_once(' ').unwrap_or((text, ""));
    let day = in_range(read_parts(date, reading)?)?;
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

/// Year, month and day with one sign between them.
fn read_parts(date: &str, reading: DateReading) -> Result<Day, Fault> {
    let date = date.trim_end_matches('-');
    let sign = date.chars().find(|ch| matches!(ch, '-' | '/' | '.')).ok_or(Fault::NotADate)?;
    let parts: Vec<&str> = date.split(sign).collect();
    let [first, second, third] = parts.as_slice() else { return Err(Fault::NotADate) };
    let (year, month, day) = match reading {
        DateReading::DayFirst if first.len() < 3 => (third, second, first),
        DateReading::MonthFirst if first.len() < 3 => (third, first, second),
        _ => (first, second, third),
    };
    let is_plain = [year, month, day].iter().all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()));
    if !is_plain || year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return Err(Fault::NotADate);
    }
    let figure = |part: &str| part.parse::<u32>().map_err(|_| Fault::NotADate);
    calendar(figure(year)?, figure(month)?, figure(day)?)
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
mod tests {
    use super::*;

    fn day(text: &str) -> Result<String, Fault> {
        read_day(text, DateReading::Auto).map(|day| day.to_string())
    }

    #[test]
    fn dates_are_read_in_every_usual_form() {
        for text in [
            "2024-01-02",
            "2024/1/2",
            "2024.1.2",
            "2024年1月2日",
            "２０２４年１月２日",
            "20240102",
            "20240102103000",
            "45293",
            "45293.0",
            "45293.4375",
            "2024-01-02 00:00:00",
            "2024-01-02T10:30:00+08:00",
            "2024/1/2 10:30",
        ] {
            assert_eq!(day(text), Ok("2024-01-02".to_owned()), "{text}");
        }
        assert_eq!(read_day("43831", DateReading::From1904).unwrap().to_string(), "2024-01-02");
        for (text, reading) in [
            ("02/01/2024", DateReading::DayFirst),
            ("2.1.2024", DateReading::DayFirst),
            ("1/2/2024 10:30", DateReading::MonthFirst),
            ("2024-01-02", DateReading::DayFirst),
            ("2024/1/2", DateReading::MonthFirst),
        ] {
            assert_eq!(read_day(text, reading).unwrap().to_string(), "2024-01-02", "{text}");
        }
        assert_eq!(read_day("31/12/2024", DateReading::MonthFirst), Err(Fault::NoSuchDay));
        assert_eq!(day("9999-12-31"), Ok("9999-12-31".to_owned()));
    }

    #[test]
    fn what_is_no_date_is_said_and_not_guessed() {
        for (text, fault) in [
            ("2023-02-29", Fault::NoSuchDay),
            ("20261131", Fault::NoSuchDay),
            ("2024/13/1", Fault::NoSuchDay),
            ("01/02/2024", Fault::NotADate),
            ("24-01-02", Fault::NotADate),
            ("1990", Fault::NotADate),
            ("2024-01", Fault::NotADate),
            ("yesterday", Fault::NotADate),
            ("2024-1-2-3", Fault::NotADate),
            ("1024-01-02", Fault::DayOutOfRange),
            ("2024-01-02 25:00", Fault::NotATime),
        ] {
            assert_eq!(day(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn times_are_read_in_both_languages() {
        for (text, second) in [
            ("9:05", Some(32_700)),
            ("09:05:30", Some(32_730)),
            ("9时05分", Some(32_700)),
            ("下午3:20", Some(55_200)),
            ("3:20 PM", Some(55_200)),
            ("12:00 am", Some(0)),
            ("24:00", None),
            ("9", None),
            ("abc", None),
        ] {
            assert_eq!(read_time(text), second, "{text}");
        }
        let zone = Zone::CHINA;
        let at = |text| zone.rfc3339(read_stamp(text, DateReading::Auto).unwrap().moment(zone));
        assert_eq!(at("2024-01-02"), "2024-01-02T10:00:00+08:00");
        assert_eq!(at("2024-01-02T02:30:00Z"), "2024-01-02T10:30:00+08:00");
        assert_eq!(at("45293.4375"), "2024-01-02T10:30:00+08:00");
    }
}
