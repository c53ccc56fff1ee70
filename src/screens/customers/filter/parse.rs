//! Reading the text of a filter.

use super::Filtering;
use super::words::{FlagWord, Subject, bare, dimension_word};
use crate::book::{ClassIx, ClassTable, Filter};
use crate::domain::text::fold_char;
use crate::domain::when::{self, WhenContext};
use crate::domain::{Day, Dimension, Minute, Money, Now, Zone};
use crate::lang::Lang;
use crate::tr;

/// What cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// A word that is no condition.
    Word(String),
    /// A sign that this subject does not have.
    Sign(Subject, String),
    /// No such class.
    Class(Dimension, String),
    /// No day.
    Day(Subject, String),
    /// No amount.
    Amount(String),
    /// No mark.
    Flag(String),
    /// `#` without a tag.
    Tag,
}

/// A sign between subject and value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Is,
    AtMost,
    Below,
    AtLeast,
    Above,
}

const SIGNS: [(&str, Sign); 5] =
    [("<=", Sign::AtMost), (">=", Sign::AtLeast), ("<", Sign::Below), (">", Sign::Above), ("=", Sign::Is)];

/// Reads a filter. Conditions on the same thing narrow each other; classes of one dimension join.
///
/// # Errors
/// The first word that cannot be read.
pub fn parse(text: &str, around: &Filtering<'_>) -> Result<Filter, Problem> {
    let mut filter = Filter::default();
    for word in split(text) {
        add(&mut filter, &word, around)?;
    }
    Ok(filter)
}

/// The conditions of a text: full width made half, blanks around signs taken out.
pub(super) fn split(text: &str) -> Vec<String> {
    let half: String = text.chars().map(fold_char).collect();
    let half = half.replace('≤', "<=").replace('≥', ">=").replace("==", "=");
    let mut words: Vec<String> = Vec::new();
    for word in half.split_whitespace() {
        let is_sign = |text: &str| text.contains(['<', '>', '=']);
        match words.last_mut() {
            Some(last)
                if last.ends_with(['<', '>', '=', ',']) || (is_sign(word) && starts_with_sign(word)) =>
            {
                last.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
    }
    words
}

fn starts_with_sign(word: &str) -> bool {
    word.starts_with(['<', '>', '='])
}

fn add(filter: &mut Filter, word: &str, around: &Filtering<'_>) -> Result<(), Problem> {
    if let Some(tag) = word.strip_prefix('#') {
        if tag.is_empty() {
            return Err(Problem::Tag);
        }
        filter.tags.push(tag.to_owned());
        return Ok(());
    }
    let Some(at) = word.find(['<', '>', '=']) else { return Err(Problem::Word(word.to_owned())) };
    let (name, rest) = word.split_at(at);
    let Some(subject) = Subject::named(name) else { return Err(Problem::Word(word.to_owned())) };
    let found = SIGNS.iter().find_map(|(text, sign)| Some((*sign, rest.strip_prefix(text)?)));
    let Some((sign, value)) = found else { return Err(Problem::Word(word.to_owned())) };
    let wrong_sign = || Err(Problem::Sign(subject, word.to_owned()));
    match (subject, sign) {
        (Subject::Class(dimension), Sign::Is) => add_classes(filter, dimension, value, around.classes),
        (Subject::Flag, Sign::Is) => {
            for one in values(value) {
                let flag = FlagWord::named(one).ok_or_else(|| Problem::Flag(one.to_owned()))?;
                filter.flags.push(flag);
            }
            Ok(())
        }
        (Subject::Next, Sign::Is | Sign::AtMost | Sign::Below) => {
            let day =
                day_ahead(value, around.today).ok_or_else(|| Problem::Day(subject, value.to_owned()))?;
            let until = if sign == Sign::Below { day - 1 } else { day };
            filter.next_until = Some(filter.next_until.map_or(until, |known| known.min(until)));
            Ok(())
        }
        (Subject::Last, _) => {
            let before = last_before(sign, value, word, around.today)?;
            filter.last_before = Some(filter.last_before.map_or(before, |known| known.min(before)));
            Ok(())
        }
        (Subject::Assets, _) => add_assets(filter, sign, value),
        _ => wrong_sign(),
    }
}

fn values(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '/', '、', '|'])
}

fn add_classes(
    filter: &mut Filter,
    dimension: Dimension,
    value: &str,
    classes: &ClassTable,
) -> Result<(), Problem> {
    for one in values(value) {
        let class = class_named(classes, dimension, one);
        let class = class.ok_or_else(|| Problem::Class(dimension, one.to_owned()))?;
        match filter.classes.iter_mut().find(|(known, _)| *known == dimension) {
            Some((_, wanted)) => wanted.push(class),
            None => filter.classes.push((dimension, vec![class])),
        }
    }
    Ok(())
}

/// The class with this code, name, short name or letter; else the only one whose name has the text in it.
fn class_named(classes: &ClassTable, dimension: Dimension, text: &str) -> Option<ClassIx> {
    let wanted = bare(text);
    if wanted.is_empty() {
        return None;
    }
    let names = |class: ClassIx| {
        let label = |lang| bare(&classes.label(dimension, class, lang));
        [bare(classes.code(dimension, class)), label(Lang::Zh), label(Lang::En)]
    };
    let all: Vec<ClassIx> = classes.all_of(dimension).collect();
    let whole = all.iter().find(|class| names(**class).contains(&wanted));
    let by_letter = || {
        let letter = wanted.to_uppercase();
        all.iter().find(|class| classes.letter(dimension, **class).to_string() == letter)
    };
    let mut inside = all.iter().filter(|class| names(**class).iter().any(|name| name.contains(&wanted)));
    let only = || inside.next().filter(|_| inside.next().is_none());
    whole.or_else(by_letter).or_else(only).copied()
}

fn add_assets(filter: &mut Filter, sign: Sign, value: &str) -> Result<(), Problem> {
    let amount = amount(value).ok_or_else(|| Problem::Amount(value.to_owned()))?;
    let one = Money(1);
    let (from, to) = match sign {
        Sign::AtLeast => (Some(amount), None),
        Sign::Above => (Some(amount + one), None),
        Sign::AtMost => (None, Some(amount)),
        Sign::Below => (None, Some(amount - one)),
        Sign::Is => (Some(amount), Some(amount)),
    };
    filter.assets_from = filter.assets_from.max(from);
    filter.assets_to = [filter.assets_to, to].into_iter().flatten().min();
    Ok(())
}

/// An amount: `20万`, `20w`, `1.5亿`, `200k`, `2.5m`, `1b`, `200000`.
fn amount(text: &str) -> Option<Money> {
    let lower = text.to_lowercase();
    let (number, factor) = [("w", 10_000), ("k", 1000), ("m", 1_000_000), ("b", 1_000_000_000)]
        .into_iter()
        .find_map(|(suffix, factor)| Some((lower.strip_suffix(suffix)?, factor)))
        .unwrap_or((&lower, 1));
    let amount = Money::parse(number)?;
    Some(Money(amount.0.checked_mul(factor)?))
}

/// The days of `7d`, `7天`; today is 0.
fn days(text: &str) -> Option<i32> {
    let lower = text.to_lowercase();
    match lower.as_str() {
        "今天" | "today" => return Some(0),
        "明天" | "tomorrow" => return Some(1),
        _ => {}
    }
    let number = lower.strip_suffix('d').or_else(|| lower.strip_suffix('天'))?;
    number.parse().ok().filter(|days| (0..=36_500).contains(days))
}

/// `2026-12-01`, or `12-01` in a year.
fn date(text: &str, year: i32) -> Option<Day> {
    Day::parse_iso(text).or_else(|| Day::parse_iso(&format!("{year}-{text}")))
}

/// A day from today on, or a date of any time; a date without year lies within a year ahead.
fn day_ahead(text: &str, today: Day) -> Option<Day> {
    if let Some(days) = days(text) {
        return Some(today + days);
    }
    let year = today.ymd().0;
    match date(text, year) {
        Some(this) if this < today && Day::parse_iso(text).is_none() => date(text, year + 1),
        Some(this) => Some(this),
        None => spoken(text, today),
    }
}

/// A day as it is said of a next contact: `周五`, `2w`, `月底`.
fn spoken(text: &str, today: Day) -> Option<Day> {
    let at = Zone::CHINA.at(today, Minute::default());
    let now = Now { at, clock: at, zone: Zone::CHINA };
    let when = when::parse(text, &WhenContext { now, maturity: None }).ok()?;
    let is_day = when.minute.is_none() && when.half.is_none() && when.channel.is_none();
    is_day.then_some(when.day)
}

/// The day before which the last contact lies: `上次>30d` is longer ago than 30 days, `上次<10-22` before that day.
fn last_before(sign: Sign, text: &str, word: &str, today: Day) -> Result<Day, Problem> {
    let bound = if let Some(days) = days(text) {
        match sign {
            Sign::Above => Some(today - days),
            Sign::AtLeast => Some(today - days + 1),
            Sign::Is | Sign::AtMost | Sign::Below => None,
        }
    } else {
        let day = day_back(text, today).ok_or_else(|| Problem::Day(Subject::Last, text.to_owned()))?;
        match sign {
            Sign::Below => Some(day),
            Sign::AtMost => Some(day + 1),
            Sign::Is | Sign::Above | Sign::AtLeast => None,
        }
    };
    bound.ok_or_else(|| Problem::Sign(Subject::Last, word.to_owned()))
}

/// A date; one without year lies within the year before today.
fn day_back(text: &str, today: Day) -> Option<Day> {
    let year = today.ymd().0;
    let this = date(text, year)?;
    if this > today && Day::parse_iso(text).is_none() { date(text, year - 1) } else { Some(this) }
}

impl Problem {
    /// What was read and what would be right, in one line.
    pub fn text(&self, lang: Lang, classes: Option<&ClassTable>) -> String {
        match self {
            Problem::Word(word) => tr!(lang, "customers.filter.word", word = word),
            Problem::Sign(subject, word) => {
                tr!(lang, "customers.filter.sign", word = word, example = subject.example(lang))
            }
            Problem::Class(dimension, value) => {
                let labels =
                    classes.map(|classes| class_labels(classes, *dimension, lang)).unwrap_or_default();
                let name = dimension_word(*dimension, lang);
                tr!(lang, "customers.filter.class", name = name, value = value, labels = labels)
            }
            Problem::Day(subject, value) => {
                tr!(lang, "customers.filter.day", value = value, example = subject.example(lang))
            }
            Problem::Amount(value) => tr!(lang, "customers.filter.amount", value = value),
            Problem::Flag(value) => {
                let words: Vec<&str> = FlagWord::ALL.iter().map(|known| known.word(lang)).collect();
                tr!(lang, "customers.filter.flag", value = value, words = words.join(" "))
            }
            Problem::Tag => tr!(lang, "customers.filter.tag"),
        }
        .into_owned()
    }
}

fn class_labels(classes: &ClassTable, dimension: Dimension, lang: Lang) -> String {
    let labels: Vec<String> =
        classes.all_of(dimension).map(|class| classes.label(dimension, class, lang)).collect();
    labels.join(" ")
}
