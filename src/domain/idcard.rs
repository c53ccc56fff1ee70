//! Resident identity numbers (GB 11643-1999) and the check digit of bank cards.
//!
//! The program keeps no ID or card number; it checks them where a file brings them and keeps what they say.

use super::codes::Gender;
use super::day::Day;
use super::text::{clean_line, fold_width};
use crate::lang::Lang;
use crate::tr;

/// A checked 18-character identity number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdCard {
    number: String,
    birth: Day,
}

/// Why a text is no identity number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdCardError {
    /// Not 18 characters.
    #[error("an ID number has 18 characters, not {0}")]
    Length(usize),
    /// An old number of 15 digits.
    #[error("a first-generation number of 15 digits")]
    FirstGeneration,
    /// A character that is no digit (or X in the last place).
    #[error("'{0}' does not belong to an ID number")]
    Character(char),
    /// A spreadsheet turned it into a float, or cut it to 15 digits: damaged for ever.
    #[error("a spreadsheet has damaged the number")]
    Damaged,
    /// The date of birth is none.
    #[error("the date of birth is impossible")]
    Birth,
    /// The check digit does not fit.
    #[error("the check digit does not fit")]
    CheckDigit,
}

impl IdCardError {
    /// The sentence for a person.
    pub fn text(self, lang: Lang) -> String {
        match self {
            IdCardError::Length(count) => tr!(lang, "idcard.length", count = count),
            IdCardError::FirstGeneration => tr!(lang, "idcard.first_generation"),
            IdCardError::Character(ch) => tr!(lang, "idcard.character", read = ch),
            IdCardError::Damaged => tr!(lang, "idcard.damaged"),
            IdCardError::Birth => tr!(lang, "idcard.birth"),
            IdCardError::CheckDigit => tr!(lang, "idcard.check_digit"),
        }
        .into_owned()
    }
}

/// Weights of GB 11643: 2^(18-i) mod 11 for place i from 1.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check character for each remainder (mod 11-2).
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

impl IdCard {
    /// Reads an 18-character number: full-width digits, spaces and a small x are taken; the check digit and the date
    /// of birth must hold.
    pub fn parse(text: &str) -> Result<IdCard, IdCardError> {
        let line = clean_line(text, 60);
        let number: String = fold_width(&line)
            .chars()
            .filter(|ch| !matches!(ch, ' ' | '-'))
            .map(|ch| ch.to_ascii_uppercase())
            .collect();
        if number.contains("E+") {
            return Err(IdCardError::Damaged);
        }
        let count = number.chars().count();
        let wrong =
            number.chars().enumerate().find(|(at, ch)| !(ch.is_ascii_digit() || *at == 17 && *ch == 'X'));
        match (count, wrong) {
            (18, None) => {}
            (15, None) => return Err(IdCardError::FirstGeneration),
            (_, Some((_, ch))) => return Err(IdCardError::Character(ch)),
            _ => return Err(IdCardError::Length(count)),
        }
        let birth = birth_of(&number).ok_or(IdCardError::Birth)?;
        if check_character(&number) == number.chars().last() {
            return Ok(IdCard { number, birth });
        }
        Err(if number.ends_with("000") { IdCardError::Damaged } else { IdCardError::CheckDigit })
    }

    /// The 18 characters.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// The date of birth.
    pub fn birth(&self) -> Day {
        self.birth
    }

    /// Male when the 17th digit is odd.
    pub fn gender(&self) -> Gender {
        if self.number.as_bytes()[16] % 2 == 1 { Gender::Male } else { Gender::Female }
    }
}

fn birth_of(number: &str) -> Option<Day> {
    let part = |from: usize, to: usize| number.get(from..to)?.parse::<u32>().ok();
    let year = i32::try_from(part(6, 10)?).ok()?;
    (1850..=2150).contains(&year).then(|| Day::from_ymd(year, part(10, 12)?, part(12, 14)?)).flatten()
}

fn check_character(number: &str) -> Option<char> {
    let sum: u32 =
        number.chars().zip(WEIGHTS).map(|(ch, weight)| ch.to_digit(10).unwrap_or(0) * weight).sum();
    CHECKS.get(usize::try_from(sum % 11).ok()?).copied()
}

/// Whether a card number's last digit fits (Luhn). Only worth a warning: not every bank's numbers follow it.
pub fn is_luhn_valid(number: &str) -> bool {
    let digits: Option<Vec<u32>> =
        number.chars().filter(|ch| !matches!(ch, ' ' | '-')).map(|ch| ch.to_digit(10)).collect();
    let Some(digits) = digits.filter(|digits| digits.len() >= 2) else { return false };
    let double = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| if at % 2 == 1 { double(*digit) } else { *digit })
        .sum();
    sum.is_multiple_of(10)
}

/// The warning about a card number whose last digit does not fit, if there is one.
pub fn luhn_warning(number: &str, lang: Lang) -> Option<String> {
    (!is_luhn_valid(number)).then(|| tr!(lang, "idcard.luhn").into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The number with these 17 digits and its right check character (fictional).
    fn with_check(digits: &str) -> String {
        format!("{digits}{}", check_character(digits).unwrap())
    }

    #[test]
    fn the_check_digit_is_that_of_the_standard() {
        let card = IdCard::parse("11010519491231002x").unwrap();
        assert_eq!(card.number(), "11010519491231002X");
        assert_eq!(card.birth().to_string(), "1949-12-31");
        assert_eq!(card.gender(), Gender::Female);
        assert_eq!(IdCard::parse("４４０５２４１８８００１０１００１４").unwrap().gender(), Gender::Male);
    }

    #[test]
    fn what_is_no_id_number_says_why() {
        for (text, error) in [
            ("", IdCardError::Length(0)),
            ("110105194912310021", IdCardError::CheckDigit),
            ("110105491231002", IdCardError::FirstGeneration),
            ("1101051949123100", IdCardError::Length(16)),
            ("110105194902300021", IdCardError::Birth),
            ("X10105194912310021", IdCardError::Character('X')),
            ("1.10105E+17", IdCardError::Damaged),
            ("110105194912310000", IdCardError::Damaged),
        ] {
            assert_eq!(IdCard::parse(text), Err(error), "{text}");
            for lang in [Lang::Zh, Lang::En] {
                let sentence = error.text(lang);
                assert!(!sentence.contains("idcard.") && !sentence.contains('%'), "{sentence}");
            }
        }
    }

    #[test]
    fn luhn_knows_a_mistyped_card() {
        assert!(is_luhn_valid("4539 1488 0343 6467"));
        assert!(!is_luhn_valid("4539148803436468"));
        assert_eq!(luhn_warning("4539148803436467", Lang::Zh), None);
        assert!(luhn_warning("4539148803436468", Lang::En).unwrap().contains("check digit"));
        assert!(!is_luhn_valid("62x"));
        assert!(!is_luhn_valid(""));
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_found(tail in 0u32..1000, at in 0usize..17, by in 1u32..10) {
            let number = with_check(&format!("33010219650307{tail:03}"));
            prop_assert!(IdCard::parse(&number).is_ok());
            let mut chars: Vec<char> = number.chars().collect();
            let digit = (chars[at].to_digit(10).unwrap() + by) % 10;
            chars[at] = char::from_digit(digit, 10).unwrap();
            prop_assert!(IdCard::parse(&chars.into_iter().collect::<String>()).is_err());
        }
    }
}
