//! From words to parts: which day, time, half-day, waiting time and channel stand in the text. No calendar here.

use super::{HalfDay, WhenError, shown};
use crate::domain::codes::{Channel, Code};
use crate::domain::day::Minute;
use crate::lang::Lang;
use chrono::Weekday;

/// How a day was named.
#[derive(Debug, Clone, Copy)]
pub(super) enum DayWord {
    /// So many days from today.
    In(i32),
    /// So many months from today.
    InMonths(u32),
    /// The weekday of this calendar week (0) or the next (1).
    OfWeek { weekday: Weekday, weeks: i32 },
    /// The last day of this month.
    MonthEnd,
    /// So many days after (before: negative) the maturity.
    Maturity(i32),
    /// Year, month, day.
    Date(i32, u32, u32),
    /// Month and day.
    MonthDay(u32, u32),
}

/// A time of day as written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    hour: u32,
    minute: u32,
    /// Written with 点, where small hours mean the afternoon.
    is_spoken: bool,
}

impl Clock {
    /// The minute it means beside 上午 or 下午.
    pub(super) fn minute(self, half: Option<HalfDay>, words: &str) -> Result<Minute, WhenError> {
        let hour = match (half, self.hour) {
            (Some(HalfDay::Afternoon), 1..=11) => self.hour + 12,
            (Some(HalfDay::Morning), 12..) | (Some(HalfDay::Afternoon), 0) => {
                return Err(WhenError::Conflict(shown(words)));
            }
            (None, 1..=7) if self.is_spoken => self.hour + 12,
            (_, hour) => hour,
        };
        Minute::new(hour, self.minute).ok_or_else(|| WhenError::Impossible(shown(words)))
    }
}

/// What a text holds, each at most once.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) day: Option<DayWord>,
    pub(super) weekday: Option<Weekday>,
    pub(super) clock: Option<Clock>,
    pub(super) half: Option<HalfDay>,
    /// Minutes from now.
    pub(super) wait: Option<i32>,
    pub(super) channel: Option<Channel>,
}

#[derive(Debug, Clone, Copy)]
enum Piece {
    Day(DayWord),
    Weekday(Weekday),
    Clock(Clock),
    ClockOf(Clock, HalfDay),
    Half(HalfDay),
    Wait(i32),
    Channel(Channel),
}

type Found<'a> = Option<(Piece, &'a str)>;

/// Reads lower-case, half-width text piece by piece.
pub(super) fn scan(words: &str) -> Result<Parts, WhenError> {
    let mut parts = Parts::default();
    let mut rest = skip(words);
    while !rest.is_empty() {
        let recognisers = [fixed_word, chinese_weekday, maturity, date, clock, span, channel];
        let Some((piece, after)) = recognisers.iter().find_map(|recognise| recognise(rest)) else {
            let word = rest.split(is_gap).next().unwrap_or(rest);
            let word = shown(word);
            return Err(if has_short_year(&word) {
                WhenError::ShortYear(word)
            } else {
                WhenError::Unreadable(word)
            });
        };
        if !parts.take(piece) {
            return Err(WhenError::Conflict(shown(rest[..rest.len() - after.len()].trim_end())));
        }
        rest = skip(after);
    }
    Ok(parts)
}

impl Parts {
    /// Puts a piece in its place; false when the place is taken or excluded by another piece.
    fn take(&mut self, piece: Piece) -> bool {
        fn fill<T>(slot: &mut Option<T>, value: T) -> bool {
            slot.is_none() && {
                *slot = Some(value);
                true
            }
        }
        let is_new = match piece {
            Piece::Day(day) => fill(&mut self.day, day),
            Piece::Weekday(weekday) => fill(&mut self.weekday, weekday),
            Piece::Clock(clock) => fill(&mut self.clock, clock),
            Piece::ClockOf(clock, half) => fill(&mut self.clock, clock) && fill(&mut self.half, half),
            Piece::Half(half) => fill(&mut self.half, half),
            Piece::Wait(minutes) => fill(&mut self.wait, minutes),
            Piece::Channel(channel) => fill(&mut self.channel, channel),
        };
        let has_day =
            self.day.is_some() || self.weekday.is_some() || self.clock.is_some() || self.half.is_some();
        is_new && !(self.wait.is_some() && has_day)
    }
}

/// Whether a text is a date in every part but its year: `26-12-01`, `26/12/1`, `26年12月1日`.
pub(super) fn has_short_year(text: &str) -> bool {
    let parts: Vec<&str> = text.trim_end_matches(['日', '号']).split(['-', '/', '.', '年', '月']).collect();
    let figure = |part: &str| part.parse::<u32>().ok().filter(|_| (1..=2).contains(&part.len()));
    match parts.iter().map(|part| figure(part)).collect::<Option<Vec<_>>>().as_deref() {
        Some([_, month, day]) => (1..=12).contains(month) && (1..=31).contains(day),
        _ => false,
    }
}

fn is_gap(ch: char) -> bool {
    matches!(ch, ' ' | ',' | '，' | '、')
}

fn skip(text: &str) -> &str {
    text.trim_start_matches(is_gap)
}

/// The rest after a word; an ASCII word must end there.
fn word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(word)?;
    let goes_on = word.ends_with(|ch: char| ch.is_ascii_alphanumeric())
        && rest.starts_with(|ch: char| ch.is_ascii_alphanumeric());
    (!goes_on).then_some(rest)
}

fn any_word<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    words.iter().find_map(|w| word(text, w))
}

const FIXED: &[(&[&str], Piece)] = &[
    (&["today", "今天", "今日"], Piece::Day(DayWord::In(0))),
    (&["tomorrow", "tom", "tmr", "明天", "明日"], Piece::Day(DayWord::In(1))),
    (&["后天"], Piece::Day(DayWord::In(2))),
    (&["大后天"], Piece::Day(DayWord::In(3))),
    (&["eom", "月底", "月末"], Piece::Day(DayWord::MonthEnd)),
    (&["am", "上午", "早上"], Piece::Half(HalfDay::Morning)),
    (&["pm", "下午"], Piece::Half(HalfDay::Afternoon)),
    (&["半小时后", "半小时", "半个小时后", "半个小时"], Piece::Wait(30)),
    (&["monday", "mon"], Piece::Weekday(Weekday::Mon)),
    (&["tuesday", "tue", "tues"], Piece::Weekday(Weekday::Tue)),
    (&["wednesday", "wed"], Piece::Weekday(Weekday::Wed)),
    (&["thursday", "thu", "thur", "thurs"], Piece::Weekday(Weekday::Thu)),
    (&["friday", "fri"], Piece::Weekday(Weekday::Fri)),
    (&["saturday", "sat"], Piece::Weekday(Weekday::Sat)),
    (&["sunday", "sun"], Piece::Weekday(Weekday::Sun)),
];

fn fixed_word(text: &str) -> Found<'_> {
    FIXED.iter().find_map(|(words, piece)| Some((*piece, any_word(text, words)?)))
}

/// 周三, 星期三, 礼拜三; with 下 the one of the next calendar week, with 本 or 这 of this one.
fn chinese_weekday(text: &str) -> Found<'_> {
    let (weeks, rest) = if let Some(rest) = any_word(text, &["下个", "下"]) {
        (Some(1), rest)
    } else if let Some(rest) = any_word(text, &["本", "这个", "这"]) {
        (Some(0), rest)
    } else {
        (None, text)
    };
    let rest = any_word(rest, &["周", "星期", "礼拜"])?;
    let name = rest.chars().next()?;
    let weekday = match name {
        '一' => Weekday::Mon,
        '二' => Weekday::Tue,
        '三' => Weekday::Wed,
        '四' => Weekday::Thu,
        '五' => Weekday::Fri,
        '六' => Weekday::Sat,
        '日' | '天' => Weekday::Sun,
        _ => return None,
    };
    let piece = weeks.map_or(Piece::Weekday(weekday), |weeks| Piece::Day(DayWord::OfWeek { weekday, weeks }));
    Some((piece, &rest[name.len_utf8()..]))
}

/// `t-7`, `t+1`, `t`; 到期前7天, 到期后1天, 到期日.
fn maturity(text: &str) -> Found<'_> {
    if let Some(rest) = text.strip_prefix("到期") {
        for (sign, words) in [(-1, ["前"]), (1, ["后"])] {
            if let Some(rest) = any_word(rest, &words) {
                let (days, rest) = number(rest)?;
                let rest = any_word(rest, &["天", "日"])?;
                return Some((Piece::Day(DayWord::Maturity(sign * i32::try_from(days).ok()?)), rest));
            }
        }
        let rest = any_word(rest, &["日", "当天"]).unwrap_or(rest);
        return Some((Piece::Day(DayWord::Maturity(0)), rest));
    }
    let rest = text.strip_prefix('t')?;
    for (sign, mark) in [(-1, '-'), (1, '+')] {
        if let Some(rest) = rest.strip_prefix(mark) {
            let (days, rest) = digits(rest, 4)?;
            return Some((Piece::Day(DayWord::Maturity(sign * i32::try_from(days).ok()?)), ended(rest)?));
        }
    }
    Some((Piece::Day(DayWord::Maturity(0)), ended(rest)?))
}

/// `2026-12-01`, `2026/12/1`, `12-01`, `12/1`, 2026年12月1日, 12月1号.
fn date(text: &str) -> Found<'_> {
    let (first, rest) = number(text)?;
    if let Some(rest) = rest.strip_prefix('年').filter(|_| first >= 1000) {
        let (month, day, rest) = chinese_month_day(rest)?;
        return Some((Piece::Day(DayWord::Date(i32::try_from(first).ok()?, month, day)), rest));
    }
    if let Some((month, day, rest)) = chinese_month_day(text) {
        return Some((Piece::Day(DayWord::MonthDay(month, day)), rest));
    }
    let (first, rest) = digits(text, 4)?;
    let mark = rest.chars().next().filter(|ch| matches!(ch, '-' | '/' | '.'))?;
    let (second, rest) = digits(&rest[1..], 2)?;
    let is_year = first >= 1000;
    let Some((third, rest)) = rest.strip_prefix(mark).filter(|_| is_year).and_then(|rest| digits(rest, 2))
    else {
        let month_day = Piece::Day(DayWord::MonthDay(first, second));
        return (first < 100 && mark != '.').then_some((month_day, ended(rest)?));
    };
    Some((Piece::Day(DayWord::Date(i32::try_from(first).ok()?, second, third)), ended(rest)?))
}

fn chinese_month_day(text: &str) -> Option<(u32, u32, &str)> {
    let (month, rest) = number(text)?;
    let (day, rest) = number(rest.strip_prefix('月')?)?;
    Some((month, day, any_word(rest, &["日", "号"])?))
}

/// `15:30`, `3:30pm`, `3pm`, 15点, 3点半, 3点20分.
fn clock(text: &str) -> Found<'_> {
    let (hour, rest) = number(text)?;
    if let Some(after) = rest.strip_prefix(':') {
        let (minute, after) = digits(after, 2).filter(|(_, end)| after.len() - end.len() == 2)?;
        return with_meridiem(Clock { hour, minute, is_spoken: false }, after)
            .or_else(|| Some((Piece::Clock(Clock { hour, minute, is_spoken: false }), ended(after)?)));
    }
    if let Some(rest) = any_word(rest, &["点钟", "点"]) {
        let spoken = |minute, rest| Some((Piece::Clock(Clock { hour, minute, is_spoken: true }), rest));
        if let Some(rest) = rest.strip_prefix('半') {
            return spoken(30, rest);
        }
        return match number(rest) {
            Some((minute, rest)) => spoken(minute, rest.strip_prefix('分').unwrap_or(rest)),
            None => spoken(0, rest),
        };
    }
    with_meridiem(Clock { hour, minute: 0, is_spoken: false }, rest)
}

fn with_meridiem(clock: Clock, rest: &str) -> Found<'_> {
    let rest = rest.trim_start_matches(' ');
    [("am", HalfDay::Morning), ("pm", HalfDay::Afternoon)]
        .into_iter()
        .find_map(|(mark, half)| Some((Piece::ClockOf(clock, half), word(rest, mark)?)))
}

/// `3d`, 3天, 三天后, `2w`, 两周, `1mo`, 1个月, `1h`, 1小时, `30min`, 30分钟.
fn span(text: &str) -> Found<'_> {
    let (count, rest) = number(text)?;
    let rest = rest.trim_start_matches(' ');
    let signed = i32::try_from(count).ok()?;
    let units: [(&[&str], Piece); 5] = [
        (&["days", "day", "d", "天"], Piece::Day(DayWord::In(signed))),
        (&["weeks", "week", "w", "个星期", "个礼拜", "星期", "周"], Piece::Day(DayWord::In(signed * 7))),
        (&["months", "month", "mo", "个月"], Piece::Day(DayWord::InMonths(count))),
        (&["hours", "hour", "h", "个小时", "小时"], Piece::Wait(signed * 60)),
        (&["minutes", "min", "分钟"], Piece::Wait(signed)),
    ];
    let (piece, rest) = units.into_iter().find_map(|(words, piece)| Some((piece, any_word(rest, words)?)))?;
    Some((piece, any_word(rest, &["之后", "以后", "后"]).unwrap_or(rest)))
}

/// A channel by its words in either language, its code, or what people say.
fn channel(text: &str) -> Found<'_> {
    const SAID: [(&str, Channel); 5] = [
        ("打电话", Channel::Phone),
        ("call", Channel::Phone),
        ("企业微信", Channel::Wecom),
        ("发短信", Channel::Sms),
        ("来行", Channel::Branch),
    ];
    let said = SAID.iter().find_map(|(said, channel)| Some((*channel, word(text, said)?)));
    let named = || {
        Channel::ALL.iter().find_map(|channel| {
            let names = [Lang::Zh, Lang::En].map(|lang| lang.code_text(*channel).to_lowercase());
            let rest =
                names.iter().find_map(|name| word(text, name)).or_else(|| word(text, channel.code()))?;
            Some((*channel, rest))
        })
    };
    said.or_else(named).map(|(channel, rest)| (Piece::Channel(channel), rest))
}

/// The rest, if no letter or digit sticks to it.
fn ended(rest: &str) -> Option<&str> {
    (!rest.starts_with(|ch: char| ch.is_ascii_alphanumeric() || matches!(ch, '-' | '/' | ':' | '.')))
        .then_some(rest)
}

/// One to `most` ASCII digits.
fn digits(text: &str, most: usize) -> Option<(u32, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=most).contains(&length).then(|| Some((text[..length].parse().ok()?, &text[length..]))).flatten()
}

/// Digits, or a Chinese number from 一 to 九十九 (两 too).
fn number(text: &str) -> Option<(u32, &str)> {
    if let Some(found) = digits(text, 4) {
        return Some(found);
    }
    let (tens, rest) = match chinese_digit(text) {
        Some((digit, rest)) => match rest.strip_prefix('十') {
            Some(rest) => (digit, rest),
            None => return Some((digit, rest)),
        },
        None => (1, text.strip_prefix('十')?),
    };
    let (ones, rest) = chinese_digit(rest).unwrap_or((0, rest));
    Some((tens * 10 + ones, rest))
}

fn chinese_digit(text: &str) -> Option<(u32, &str)> {
    let ch = text.chars().next()?;
    let digit =
        if ch == '两' { 1 } else { "一二三四五六七八九".chars().position(|one| one == ch)? };
    Some((u32::try_from(digit).ok()? + 1, &text[ch.len_utf8()..]))
}
