//! Amounts as files write them, and the unit that they are counted in: 元, 万元 ... by the heading or by choice.

use super::fault::Fault;
use super::headings::normalise;
use crate::domain::Money;
use crate::domain::text::fold_width;

/// What one in an amount column is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unit {
    /// 元
    #[default]
    Yuan,
    /// 分: a hundredth.
    Fen,
    /// 千元
    Thousand,
    /// 万元
    TenThousand,
    /// 亿元
    HundredMillion,
}

impl Unit {
    /// All of them, the likely ones first.
    pub const ALL: [Unit; 5] =
        [Unit::Yuan, Unit::TenThousand, Unit::Thousand, Unit::Fen, Unit::HundredMillion];

    /// Its name in files of settings and in the language files.
    pub fn code(self) -> &'static str {
        match self {
            Unit::Yuan => "yuan",
            Unit::Fen => "fen",
            Unit::Thousand => "thousand",
            Unit::TenThousand => "ten_thousand",
            Unit::HundredMillion => "hundred_million",
        }
    }

    /// The unit with this name.
    pub fn from_code(code: &str) -> Option<Unit> {
        Unit::ALL.into_iter().find(|unit| unit.code() == code)
    }

    /// The unit that a heading names: "余额(万元)", "金额 千元", "amount (fen)".
    pub(crate) fn of_heading(heading: &str) -> Option<Unit> {
        let name = normalise(heading);
        let ends = |words: &[&str]| words.iter().any(|word| name.ends_with(word));
        if ends(&["万元", "万", "万元人民币", "万人民币"]) {
            Some(Unit::TenThousand)
        } else if ends(&["亿元", "亿"]) {
            Some(Unit::HundredMillion)
        } else if ends(&["千元"]) {
            Some(Unit::Thousand)
        } else if (name.ends_with('分') && heading.contains(['(', '（', '['])) || ends(&["单位分", "infen"])
        {
            Some(Unit::Fen)
        } else if ends(&["元", "人民币", "rmb", "cny"]) {
            Some(Unit::Yuan)
        } else {
            None
        }
    }

    /// An amount of this unit, exact to the fen.
    fn of(self, text: &str) -> Option<Money> {
        let hundredth = |money: Money, by: i64| (money.0 % by == 0).then_some(Money(money.0 / by));
        match self {
            Unit::Yuan => Money::parse(text),
            Unit::Fen => hundredth(Money::parse(text)?, 100),
            Unit::Thousand => hundredth(Money::parse(&format!("{text}万"))?, 10),
            Unit::TenThousand => Money::parse(&format!("{text}万")),
            Unit::HundredMillion => Money::parse(&format!("{text}亿")),
        }
    }
}

/// What a comma inside an amount may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comma {
    /// Only before groups of three digits.
    Groups,
    /// That, or the decimal sign: the file does not separate its cells with commas.
    GroupsOrDecimal,
}

/// Reads an amount. A unit behind the number (`25万`, `3元`) counts more than the column's.
pub(crate) fn read_money(cell: &str, unit: Unit, comma: Comma) -> Result<Money, Fault> {
    if let Some(money) = Money::parse(cell).filter(|_| unit == Unit::Yuan) {
        return Ok(money);
    }
    let mut folded = fold_width(cell);
    if comma == Comma::GroupsOrDecimal
        && let Some(pointed) = with_point(&folded)
    {
        folded = pointed.into();
    }
    let text = folded.trim().trim_start_matches(['¥', '￥', '$']);
    let text = text.trim_start_matches("CNY").trim_start_matches("RMB").trim_end_matches("CNY").trim();
    let money = match text.strip_suffix('元') {
        Some(rest) => Money::parse(rest.trim()),
        None if text.ends_with(['万', '亿']) => Money::parse(text),
        None => unit.of(text),
    };
    money.ok_or_else(|| {
        let has_letter = text.contains(['O', 'o', 'l', 'I']) && text.bytes().any(|b| b.is_ascii_digit());
        if has_letter && !super::cells::is_scientific(text) {
            Fault::LetterInAmount
        } else {
            Fault::NotAnAmount
        }
    })
}

/// Reads a count of things: whole, not negative, commas only before groups of three digits.
pub(crate) fn read_count(cell: &str) -> Result<i64, Fault> {
    let folded = fold_width(cell);
    let text = folded.trim().trim_end_matches('人').trim();
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let is_plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    if !is_plain(first) || !is_plain(decimals) || !rest.iter().all(|group| is_plain(group)) {
        return Err(Fault::NotANumber);
    }
    let is_grouped = rest.is_empty() || first.len() <= 3 && rest.iter().all(|group| group.len() == 3);
    if !is_grouped || decimals.bytes().any(|b| b != b'0') {
        return Err(Fault::NotWhole);
    }
    whole.replace(',', "").parse().map_err(|_| Fault::NotANumber)
}

/// Reads a rate in percent a year (`1.75`, `1.75%`, and `1,75` where a comma may be the decimal sign), as hundredths of
/// a percent, rounded.
pub(crate) fn read_rate(cell: &str, comma: Comma) -> Result<i64, Fault> {
    let folded = fold_width(cell);
    let text = folded.trim().trim_end_matches('%').trim();
    let pointed = (comma == Comma::GroupsOrDecimal).then(|| with_point(text)).flatten();
    let text = pointed.as_deref().unwrap_or(text);
    let is_plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    let percent = text.parse::<f64>().ok().filter(|p| is_plain && (-100.0..=100.0).contains(p));
    let percent = percent.ok_or(Fault::NotANumber)?;
    #[allow(clippy::cast_possible_truncation, reason = "at most 10,000 by the check above")]
    Ok((percent * 100.0).round() as i64)
}

/// An amount with one comma, one or two digits behind it and no point: with the point instead.
fn with_point(text: &str) -> Option<String> {
    let (whole, rest) = text.split_once(',')?;
    let decimals = rest.bytes().take_while(u8::is_ascii_digit).count();
    let is_decimal = matches!(decimals, 1 | 2) && !rest.contains(',') && !text.contains('.');
    is_decimal.then(|| format!("{whole}.{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_or_refused_with_the_reason() {
        for (cell, unit, money) in [
            ("￥１,２３４.５０元", Unit::Yuan, 123_450),
            ("12.5", Unit::TenThousand, 12_500_000),
            ("12.5元", Unit::TenThousand, 1_250),
            ("25万", Unit::Yuan, 25_000_000),
            ("25万元", Unit::Thousand, 25_000_000),
            ("-1.5", Unit::Thousand, -150_000),
            ("1.23456", Unit::Thousand, 123_456),
            ("12345", Unit::Fen, 12_345),
            ("0.01", Unit::HundredMillion, 100_000_000),
        ] {
            assert_eq!(read_money(cell, unit, Comma::Groups), Ok(Money(money)), "{cell} {unit:?}");
        }
        for (cell, unit, fault) in [
            ("1,2OO.00", Unit::Yuan, Fault::LetterInAmount),
            ("1.5E+05", Unit::Yuan, Fault::NotAnAmount),
            ("many", Unit::Yuan, Fault::NotAnAmount),
            ("1.5", Unit::Fen, Fault::NotAnAmount),
            ("1.234567", Unit::Thousand, Fault::NotAnAmount),
        ] {
            assert_eq!(read_money(cell, unit, Comma::Groups), Err(fault), "{cell} {unit:?}");
        }
    }

    #[test]
    fn a_comma_is_a_decimal_sign_only_where_it_cannot_separate_cells() {
        for (cell, money) in [
            ("1,5", 150),
            ("20,50", 2_050),
            ("-12，34元", -1_234),
            ("1,5万", 1_500_000),
            ("1,234", 123_400),
            ("1,234.50", 123_450),
        ] {
            assert_eq!(read_money(cell, Unit::Yuan, Comma::GroupsOrDecimal), Ok(Money(money)), "{cell}");
        }
        assert_eq!(read_money("1,5", Unit::TenThousand, Comma::GroupsOrDecimal), Ok(Money::main(15_000)));
        for cell in ["1,23,456", "1.234,56", "1,2345", "12,3,4"] {
            assert_eq!(
                read_money(cell, Unit::Yuan, Comma::GroupsOrDecimal),
                Err(Fault::NotAnAmount),
                "{cell}"
            );
        }
        for cell in ["1,5", "20,50", "12,34", "1,23,456"] {
            assert_eq!(read_money(cell, Unit::Yuan, Comma::Groups), Err(Fault::NotAnAmount), "{cell}");
        }
    }

    #[test]
    fn a_count_has_groups_of_three_and_no_decimals() {
        for (cell, count) in [
            ("0", 0),
            ("15", 15),
            ("1,234", 1_234),
            ("１，２３４，５６７人", 1_234_567),
            ("120.0", 120),
            ("1,200.00", 1_200),
        ] {
            assert_eq!(read_count(cell), Ok(count), "{cell}");
        }
        for (cell, fault) in [
            ("1,5", Fault::NotWhole),
            ("1.5", Fault::NotWhole),
            ("1234,567", Fault::NotWhole),
            ("1,23,456", Fault::NotWhole),
            ("1,", Fault::NotANumber),
            (",5", Fault::NotANumber),
            ("-3", Fault::NotANumber),
            ("about 5", Fault::NotANumber),
            ("99999999999999999999", Fault::NotANumber),
        ] {
            assert_eq!(read_count(cell), Err(fault), "{cell}");
        }
    }

    #[test]
    fn a_rate_reads_a_comma_as_money_does() {
        assert_eq!(read_rate("1.75%", Comma::Groups), Ok(175));
        assert_eq!(read_rate("1,75", Comma::GroupsOrDecimal), Ok(175));
        assert_eq!(read_rate("1,75", Comma::Groups), Err(Fault::NotANumber));
        assert_eq!(read_rate("175.5%", Comma::Groups), Err(Fault::NotANumber));
    }

    proptest::proptest! {
        #[test]
        fn a_count_reads_back_as_it_is_written_with_groups(count in 0i64..1_000_000_000_000) {
            let text = crate::ui::format::count(count);
            proptest::prop_assert_eq!(read_count(&text), Ok(count));
        }
    }

    #[test]
    fn headings_name_their_unit() {
        for (heading, unit) in [
            ("余额(万元)", Some(Unit::TenThousand)),
            ("余额（万元）", Some(Unit::TenThousand)),
            ("月日均 万", Some(Unit::TenThousand)),
            ("金额【元】", Some(Unit::Yuan)),
            ("发生额(千元)", Some(Unit::Thousand)),
            ("金额(分)", Some(Unit::Fen)),
            ("积分", None),
            ("余额", None),
        ] {
            assert_eq!(Unit::of_heading(heading), unit, "{heading}");
        }
    }
}
