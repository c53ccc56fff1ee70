//! Amounts. zh: `8,650`, `236.4万`, `1,206万`, `4.56亿`. en: `8,650`, `123.4k`, `2.36M`, `45.6M`, `1.23B`. At most 8
//! columns with a sign.

use super::numbers::count;
use crate::domain::Money;
use crate::lang::Lang;

/// How one range of amounts is written: from `from` yuan on, in units of `unit` yuan, with so many decimals.
struct Step {
    from: i64,
    unit: i64,
    decimals: u32,
    suffix: &'static str,
}

const fn step(from: i64, unit: i64, decimals: u32, suffix: &'static str) -> Step {
    Step { from, unit, decimals, suffix }
}

const WAN: i64 = 10_000;
const YI: i64 = 100_000_000;

/// Largest first.
const ZH: [Step; 5] = [
    step(1000 * YI, YI, 0, "亿"),
    step(100 * YI, YI, 1, "亿"),
    step(YI, YI, 2, "亿"),
    step(1000 * WAN, WAN, 0, "万"),
    step(WAN, WAN, 1, "万"),
];

const EN: [Step; 6] = [
    step(1_000_000_000_000, 1_000_000_000, 0, "B"),
    step(100_000_000_000, 1_000_000_000, 1, "B"),
    step(1_000_000_000, 1_000_000_000, 2, "B"),
    step(10_000_000, 1_000_000, 1, "M"),
    step(1_000_000, 1_000_000, 2, "M"),
    step(10_000, 1000, 1, "k"),
];

/// Whether zeros at the end of the decimals stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Zeros {
    Kept,
    Dropped,
}

/// An amount in a column: the decimals are fixed.
pub fn amount(lang: Lang, money: Money) -> String {
    written(steps(lang), money, Zeros::Kept)
}

/// An amount in a sentence: zeros at the end go (`50万`).
pub fn amount_short(lang: Lang, money: Money) -> String {
    written(steps(lang), money, Zeros::Dropped)
}

/// A sum over customers: in Chinese no decimals under 1亿.
pub fn amount_sum(lang: Lang, money: Money) -> String {
    match lang {
        Lang::Zh if money.abs() < Money::main(YI) && money.abs() >= Money::main(WAN) => {
            written(&[step(WAN, WAN, 0, "万")], money, Zeros::Kept)
        }
        _ => amount(lang, money),
    }
}

/// A movement or change: always with a sign, except zero.
pub fn amount_change(lang: Lang, money: Money) -> String {
    signed(amount(lang, money), money)
}

/// The change of a sum over customers.
pub fn amount_sum_change(lang: Lang, money: Money) -> String {
    signed(amount_sum(lang, money), money)
}

fn signed(text: String, money: Money) -> String {
    if money > Money::ZERO && text != "0" { format!("+{text}") } else { text }
}

fn steps(lang: Lang) -> &'static [Step] {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}

fn written(steps: &[Step], money: Money, zeros: Zeros) -> String {
    // Whole yuan, cut towards zero.
    let yuan = money.0.saturating_abs() / 100;
    let sign = if money.0 < 0 && yuan > 0 { "-" } else { "" };
    let Some(step) = steps.iter().find(|step| yuan >= step.from) else {
        return format!("{sign}{}", count(yuan));
    };
    let scale = 10i64.pow(step.decimals);
    let part = i128::from(yuan) * i128::from(scale) / i128::from(step.unit);
    let part = i64::try_from(part).unwrap_or(i64::MAX);
    let (whole, fraction) = (count(part / scale), part % scale);
    let mut digits = if step.decimals == 0 {
        String::new()
    } else {
        format!(".{fraction:0width$}", width = step.decimals as usize)
    };
    if zeros == Zeros::Dropped {
        let kept = digits.trim_end_matches('0').trim_end_matches('.').len();
        digits.truncate(kept);
    }
    format!("{sign}{whole}{digits}{}", step.suffix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::text;
    use proptest::prelude::*;

    fn money(text: &str) -> Money {
        Money::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn changes_of_sums_have_a_sign_and_no_decimals_under_a_hundred_million() {
        for (exact, zh, en) in [
            ("8240000", "+824万", "+8.24M"),
            ("-3129999", "-312万", "-3.12M"),
            ("0.40", "0", "0"),
            ("123000000", "+1.23亿", "+123.0M"),
        ] {
            assert_eq!(amount_sum_change(Lang::Zh, money(exact)), zh);
            assert_eq!(amount_sum_change(Lang::En, money(exact)), en);
        }
    }

    #[test]
    fn amounts_in_columns_have_the_forms_of_the_language() {
        for (exact, zh, en) in [
            ("0", "0", "0"),
            ("0.99", "0", "0"),
            ("-0.50", "0", "0"),
            ("8650.99", "8,650", "8,650"),
            ("9999.99", "9,999", "9,999"),
            ("10000", "1.0万", "10.0k"),
            ("-3260", "-3,260", "-3,260"),
            ("123400", "12.3万", "123.4k"),
            ("499999.99", "49.9万", "499.9k"),
            ("800000", "80.0万", "800.0k"),
            ("999999", "99.9万", "999.9k"),
            ("1000000", "100.0万", "1.00M"),
            ("2364000", "236.4万", "2.36M"),
            ("9999999.99", "999.9万", "9.99M"),
            ("10000000", "1,000万", "10.0M"),
            ("12060000", "1,206万", "12.0M"),
            ("-12060000", "-1,206万", "-12.0M"),
            ("99999999", "9,999万", "99.9M"),
            ("100000000", "1.00亿", "100.0M"),
            ("456000000", "4.56亿", "456.0M"),
            ("999999999", "9.99亿", "999.9M"),
            ("1234567890", "12.34亿", "1.23B"),
            ("12345678900", "123.4亿", "12.34B"),
            ("123456789000", "1,234亿", "123.4B"),
            ("1234567890000", "12,345亿", "1,234B"),
        ] {
            assert_eq!(amount(Lang::Zh, money(exact)), zh, "{exact}");
            assert_eq!(amount(Lang::En, money(exact)), en, "{exact}");
        }
    }

    #[test]
    fn in_sentences_trailing_zeros_go() {
        for (exact, zh, en) in [
            ("500000", "50万", "500k"),
            ("513400", "51.3万", "513.4k"),
            ("2000000", "200万", "2M"),
            ("2500000", "250万", "2.5M"),
            ("150000000", "1.5亿", "150M"),
            ("10000000", "1,000万", "10M"),
            ("8000", "8,000", "8,000"),
        ] {
            assert_eq!(amount_short(Lang::Zh, money(exact)), zh);
            assert_eq!(amount_short(Lang::En, money(exact)), en);
        }
    }

    #[test]
    fn sums_over_customers_have_no_decimals_under_one_yi() {
        for (exact, zh, en) in [
            ("4128000", "412万", "4.12M"),
            ("81200000", "8,120万", "81.2M"),
            ("482000000", "4.82亿", "482.0M"),
            ("9000", "9,000", "9,000"),
            ("380000", "38万", "380.0k"),
        ] {
            assert_eq!(amount_sum(Lang::Zh, money(exact)), zh);
            assert_eq!(amount_sum(Lang::En, money(exact)), en);
        }
    }

    #[test]
    fn movements_carry_their_sign() {
        assert_eq!(amount_change(Lang::Zh, money("125000")), "+12.5万");
        assert_eq!(amount_change(Lang::Zh, money("-520000")), "-52.0万");
        assert_eq!(amount_change(Lang::En, money("0")), "0");
        assert_eq!(amount_change(Lang::En, money("0.30")), "0");
    }

    proptest! {
        #[test]
        fn no_amount_of_a_bank_branch_takes_more_than_eight_columns(minor in -9_999_999_999_999i64..9_999_999_999_999) {
            for lang in [Lang::Zh, Lang::En] {
                prop_assert!(text::width(&amount(lang, Money(minor))) <= 8);
                prop_assert!(text::width(&amount_change(lang, Money(minor))) <= 9);
            }
        }

        #[test]
        fn a_cut_amount_is_never_more_than_the_amount(minor in 0i64..9_999_999_999_999) {
            let shown = amount(Lang::Zh, Money(minor));
            prop_assert!(Money::parse(&shown).unwrap() <= Money(minor), "{}", shown);
        }
    }
}
