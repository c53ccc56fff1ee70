//! Reading single fields of forms: a text in, a value or a sentence out.

use crate::domain::idcard::IdCard;
use crate::domain::phone::Phone;
use crate::domain::text::{SHORT_CAP, clean_line, fold_width};
use crate::domain::when::{self, WhenContext};
use crate::domain::{Day, Gender, Money, Now, PhoneKind};
use crate::import::dates::{DateReading, read_day};
use crate::lang::Lang;
use crate::tr;

/// A value, or what is wrong and what would be right.
pub type Read<T> = Result<T, String>;

/// A short text; none when it is empty.
pub fn text(typed: &str) -> Option<String> {
    let line = clean_line(typed, SHORT_CAP);
    (!line.is_empty()).then_some(line)
}

/// A long text of one line.
pub fn long_text(typed: &str) -> Option<String> {
    let line = clean_line(typed, crate::domain::text::LINE_CAP);
    (!line.is_empty()).then_some(line)
}

/// A date; none when it is empty.
pub fn day(typed: &str, lang: Lang) -> Read<Option<Day>> {
    let Some(line) = text(typed) else { return Ok(None) };
    let folded = fold_width(&line);
    // Five digits are a spreadsheet's serial number: nobody types those.
    let is_serial = folded.len() < 8 && folded.bytes().all(|b| b.is_ascii_digit());
    match read_day(&folded, DateReading::Auto) {
        Ok(day) if !is_serial => Ok(Some(day)),
        _ => Err(tr!(lang, "edit.problem.day", read = line).into_owned()),
    }
}

/// A day from today on: a date in any of the usual forms, or words such as `3w`, 月底, `T-7`.
pub fn day_to_come(typed: &str, (now, maturity): (Now, Option<Day>), lang: Lang) -> Read<Option<Day>> {
    let Some(line) = text(typed) else { return Ok(None) };
    match day(&line, lang) {
        Ok(Some(day)) if day < now.day() => Err(tr!(lang, "edit.problem.past", day = day).into_owned()),
        Ok(day) => Ok(day),
        Err(_) => {
            let context = WhenContext { now, maturity };
            when::parse(&line, &context).map(|when| Some(when.day)).map_err(|error| error.text(lang))
        }
    }
}

/// A date of birth, or an ID number, of which only the date and the gender are taken.
pub fn birth(typed: &str, today: Day, lang: Lang) -> Read<Option<(Day, Option<Gender>)>> {
    let digits = fold_width(typed).chars().filter(char::is_ascii_digit).count();
    if digits >= 15 {
        let card = IdCard::parse(typed).map_err(|error| error.text(lang))?;
        return Ok(Some((card.birth(), Some(card.gender()))));
    }
    match day(typed, lang)? {
        Some(day) if day > today => Err(tr!(lang, "edit.problem.future", day = day).into_owned()),
        found => Ok(found.map(|day| (day, None))),
    }
}

/// An amount that is not negative.
pub fn money(typed: &str, lang: Lang) -> Read<Option<Money>> {
    let Some(line) = text(typed) else { return Ok(None) };
    match Money::parse(&fold_width(&line)) {
        Some(money) if money >= Money::ZERO => Ok(Some(money)),
        _ => Err(tr!(lang, "edit.problem.money", read = line).into_owned()),
    }
}

/// A count.
pub fn count(typed: &str, lang: Lang) -> Read<Option<i64>> {
    let Some(line) = text(typed) else { return Ok(None) };
    let digits = fold_width(&line).replace([',', ' '], "");
    match digits.parse::<u32>() {
        Ok(count) => Ok(Some(i64::from(count))),
        Err(_) => Err(tr!(lang, "edit.problem.count", read = line).into_owned()),
    }
}

/// The parts of a list: separated by commas, semicolons or slashes, tags by blanks too.
fn parts(typed: &str, is_separator: impl Fn(char) -> bool) -> Vec<String> {
    typed.split(is_separator).filter_map(text).collect()
}

/// Phone numbers, each once.
pub fn phones(typed: &str, lang: Lang) -> Read<Vec<(String, PhoneKind)>> {
    let mut phones: Vec<(String, PhoneKind)> = Vec::new();
    for part in parts(typed, |ch| matches!(ch, ',' | ';' | '/' | '，' | '；' | '、' | '／')) {
        let phone = Phone::parse(&part)
            .map_err(|error| tr!(lang, "edit.problem.phone", read = part, why = error.text(lang)))?;
        let kind = phone.kind();
        let number = phone.into_number();
        if !phones.iter().any(|(known, _)| *known == number) {
            phones.push((number, kind));
        }
    }
    Ok(phones)
}

/// Tags, each once.
pub fn tags(typed: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in parts(typed, |ch| ch.is_whitespace() || matches!(ch, ',' | ';' | '，' | '；' | '、')) {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}
