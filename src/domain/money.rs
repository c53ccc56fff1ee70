//! Money in integer minor units. Display for people is in `ui::format`; here is only the exact decimal form.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

/// An amount in minor units (fen, 1/100 of the main unit). Sums saturate instead of wrapping.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(pub i64);

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(0);

    /// From whole main units (yuan).
    pub fn main(units: i64) -> Money {
        Money(units.saturating_mul(100))
    }

    /// The amount without its sign.
    pub fn abs(self) -> Money {
        Money(self.0.saturating_abs())
    }

    /// Reads a decimal amount in main units: optional sign, groups of three digits behind `,` or of any
    /// behind `_`, at most two decimals (further zeros allowed), a trailing 万 or 亿, brackets for negative. `None` for anything else.
    pub fn parse(text: &str) -> Option<Money> {
        let text = text.trim();
        let (text, negative) = match text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
            Some(inner) => (inner, true),
            None => (text, false),
        };
        let (text, negative) = match text.strip_prefix(['-', '\u{2212}', '－']) {
            Some(rest) => (rest, !negative),
            None => (text.strip_prefix('+').unwrap_or(text), negative),
        };
        let (text, factor) = match (text.strip_suffix('万'), text.strip_suffix('亿')) {
            (Some(rest), _) => (rest, 10_000),
            (_, Some(rest)) => (rest, 100_000_000),
            _ => (text, 1),
        };
        let minor = parse_decimal(text.trim_end(), factor)?;
        Some(Money(if negative { -minor } else { minor }))
    }
}

/// Digits with groups and a decimal point, times `factor`, in minor units; `None` if not exact to a minor unit.
fn parse_decimal(text: &str, factor: i64) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    if !has_whole_groups(whole) {
        return None;
    }
    let mut value: i64 = 0;
    let mut previous_was_group = true;
    for ch in whole.chars() {
        match ch {
            '0'..='9' => {
                value = value.checked_mul(10)?.checked_add(i64::from(ch.to_digit(10)?))?;
                previous_was_group = false;
            }
            ',' | '_' | '，' if !previous_was_group => previous_was_group = true,
            _ => return None,
        }
    }
    if previous_was_group && !whole.is_empty() {
        return None;
    }
    let mut minor = value.checked_mul(100)?.checked_mul(factor)?;
    let mut unit = 100i64.checked_mul(factor)?;
    for ch in fraction.chars() {
        let digit = i64::from(ch.to_digit(10)?);
        if unit % 10 != 0 && digit != 0 {
            return None;
        }
        unit /= 10;
        minor = minor.checked_add(digit.checked_mul(unit)?)?;
    }
    Some(minor)
}

/// Whether commas stand before groups of three digits alone: `1,5` may be a decimal comma, and is no amount here.
fn has_whole_groups(whole: &str) -> bool {
    let mut groups = whole.split([',', '，']);
    let digits = |group: &str| group.bytes().filter(u8::is_ascii_digit).count();
    let first = groups.next().map_or(0, digits);
    let mut others = groups.peekable();
    others.peek().is_none() || (first <= 3 && others.all(|group| group.len() == 3))
}

/// The exact decimal form in main units, with two decimals: `-1234.50`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let minor = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", minor / 100, minor % 100)
    }
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        *self = *self + other;
    }
}

impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0.saturating_sub(other.0))
    }
}

impl Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(self.0.saturating_neg())
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(iter: I) -> Money {
        iter.fold(Money::ZERO, Add::add)
    }
}

/// JSON: the decimal string; binary forms: the minor units.
impl Serialize for Money {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_i64(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Money, D::Error> {
        if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            Money::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("not an amount: {text}")))
        } else {
            i64::deserialize(deserializer).map(Money)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_exactly_or_not_at_all() {
        for (text, minor) in [
            ("35550.70", 3_555_070),
            ("1,234,567.8", 123_456_780),
            ("-12", -1200),
            ("(12.50)", -1250),
            ("+.5", 50),
            ("25万", 25_000_000),
            ("1.5亿", 15_000_000_000),
            ("49.99万", 49_990_000),
            ("7.1000", 710),
        ] {
            assert_eq!(Money::parse(text), Some(Money(minor)), "{text}");
        }
        for text in
            ["", "-", "1,2OO.00", "1.005", "12 3", "1,,2", "1,", "6.21700E+18", "99999999999999999999"]
        {
            assert_eq!(Money::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_comma_stands_before_three_digits_or_it_is_no_amount() {
        for (text, minor) in
            [("1,234", 123_400), ("-12,345,678.90", -1_234_567_890), ("1,000万", 1_000_000_000)]
        {
            assert_eq!(Money::parse(text), Some(Money(minor)), "{text}");
        }
        for text in ["1,5", "20,50", "12,34", "1,23,456", "1234,567", "1,2345", "1,5万", "0,5"] {
            assert_eq!(Money::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_decimal_form_reads_back() {
        for minor in [0, 1, -1, 99, -12345, i64::MAX / 1000] {
            assert_eq!(Money::parse(&Money(minor).to_string()), Some(Money(minor)));
        }
    }
}
