//! Phone numbers of mainland China: reading what people and files write, and showing it in groups.
//!
//! A number is stored normalised: a mobile as eleven digits, a landline as `0dd[d]-nnnnnnn[n]`. Must not: mask
//! (that is `mask`) or guess a damaged number.

use super::codes::PhoneKind;
use super::text::{clean_line, fold_width};
use crate::lang::Lang;
use crate::tr;

/// A number in its stored form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    number: String,
    kind: PhoneKind,
}

/// Why a text is no phone number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// Nothing was written.
    #[error("no number")]
    Empty,
    /// A character that belongs to no number.
    #[error("'{0}' does not belong to a number")]
    Character(char),
    /// An extension behind the number.
    #[error("an extension belongs into the remark")]
    Extension,
    /// A number of another country or region.
    #[error("not a number of mainland China")]
    Foreign,
    /// A mobile number with too few or too many digits.
    #[error("a mobile number has 11 digits, not {0}")]
    MobileLength(usize),
    /// Eleven digits that start with 10, 11 or 12.
    #[error("no mobile number starts with {0}")]
    MobileStart(String),
    /// A landline with an impossible area code.
    #[error("no area code starts {0}")]
    AreaCode(String),
    /// A landline with too few or too many digits behind the area code.
    #[error("7 or 8 digits follow the area code, not {0}")]
    LandlineLength(usize),
    /// Neither a mobile number nor one with an area code.
    #[error("neither a mobile number nor a landline with its area code ({0} digits)")]
    NoAreaCode(usize),
    /// Scientific notation that lost digits.
    #[error("digits were lost in scientific notation")]
    Inexact,
}

impl PhoneError {
    /// The sentence for a person: what is wrong and what would be right.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            PhoneError::Empty => tr!(lang, "phone.empty"),
            PhoneError::Character(ch) => tr!(lang, "phone.character", read = ch),
            PhoneError::Extension => tr!(lang, "phone.extension"),
            PhoneError::Foreign => tr!(lang, "phone.foreign"),
            PhoneError::MobileLength(count) => tr!(lang, "phone.mobile_length", count = count),
            PhoneError::MobileStart(start) => tr!(lang, "phone.mobile_start", read = start),
            PhoneError::AreaCode(area) => tr!(lang, "phone.area_code", read = area),
            PhoneError::LandlineLength(count) => tr!(lang, "phone.landline_length", count = count),
            PhoneError::NoAreaCode(count) => tr!(lang, "phone.no_area_code", count = count),
            PhoneError::Inexact => tr!(lang, "phone.inexact"),
        }
        .into_owned()
    }
}

/// Mobile segments in use (the first three digits). Others are well-formed and only warned about.
const SEGMENTS: &[&str] = &[
    "130", "131", "132", "133", "134", "135", "136", "137", "138", "139", "145", "146", "147", "148", "149",
    "150", "151", "152", "153", "155", "156", "157", "158", "159", "162", "165", "166", "167", "170", "171",
    "172", "173", "174", "175", "176", "177", "178", "180", "181", "182", "183", "184", "185", "186", "187",
    "188", "189", "190", "191", "192", "193", "195", "196", "197", "198", "199",
];

impl Phone {
    /// Reads a number as people and files write it: with +86, 0086 or 86, spaces, dashes, brackets, full-width
    /// digits, a 0 before a mobile number, or in a spreadsheet's scientific notation when that kept every digit.
    pub fn parse(text: &str) -> Result<Phone, PhoneError> {
        let line = clean_line(text, 60);
        let folded = fold_width(&line);
        let written = folded.trim();
        if written.is_empty() {
            return Err(PhoneError::Empty);
        }
        if let Some(digits) = spreadsheet_number(written) {
            return of_digits(&digits?, false);
        }
        let (body, international) = without_country(written)?;
        of_digits(&digits_of(body)?, international)
    }

    /// The stored form.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// The stored form, taken out.
    pub fn into_number(self) -> String {
        self.number
    }

    /// Mobile or landline.
    pub fn kind(&self) -> PhoneKind {
        self.kind
    }

    /// Whether the number's segment is one in use; always so for landlines. An unknown one deserves a warning.
    pub fn has_known_segment(&self) -> bool {
        self.kind != PhoneKind::Mobile || SEGMENTS.contains(&&self.number[..3])
    }

    /// The warning about an unknown segment, if there is one.
    pub fn warning(&self, lang: Lang) -> Option<String> {
        (!self.has_known_segment())
            .then(|| tr!(lang, "phone.unknown_segment", read = &self.number[..3]).into_owned())
    }
}

/// A stored number in groups for reading aloud: `138 1234 5678`, `0571-8765 4321`. Other text stays.
pub fn grouped(number: &str) -> String {
    let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if number.len() == 11 && is_digits(number) {
        return format!("{} {} {}", &number[..3], &number[3..7], &number[7..]);
    }
    match number.split_once('-') {
        Some((area, local)) if matches!(local.len(), 7 | 8) && is_digits(local) => {
            let first = local.len() - 4;
            format!("{area}-{} {}", &local[..first], &local[first..])
        }
        _ => number.to_owned(),
    }
}

/// The digits of a number that a spreadsheet turned into a float: `1.3812345678E+10`, `13812345678.0`. `None` if
/// it is not written so; an error if digits may be lost (fewer written than the number has).
fn spreadsheet_number(text: &str) -> Option<Result<String, PhoneError>> {
    if let Some(whole) = text.strip_suffix(".0").or_else(|| text.strip_suffix(".00")) {
        return whole.bytes().all(|b| b.is_ascii_digit()).then(|| Ok(whole.to_owned()));
    }
    let (mantissa, exponent) = text.split_once(['e', 'E'])?;
    let exponent: usize = exponent.strip_prefix('+').unwrap_or(exponent).parse().ok()?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) || whole.len() != 1 {
        return None;
    }
    Some(if fraction.len() == exponent { Ok(format!("{whole}{fraction}")) } else { Err(PhoneError::Inexact) })
}

/// What follows the country code, and whether there was one.
fn without_country(text: &str) -> Result<(&str, bool), PhoneError> {
    let text = text.trim_start_matches('(');
    let international = text.strip_prefix('+').or_else(|| text.strip_prefix("00"));
    if let Some(rest) = international {
        return rest.trim_start().strip_prefix("86").map(|rest| (rest, true)).ok_or(PhoneError::Foreign);
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    match text.strip_prefix("86") {
        Some(rest) if digits == 13 => Ok((rest, true)),
        _ => Ok((text, false)),
    }
}

fn digits_of(text: &str) -> Result<String, PhoneError> {
    let mut digits = String::with_capacity(text.len());
    for ch in text.chars() {
        match ch {
            '0'..='9' => digits.push(ch),
            ' ' | '-' | '(' | ')' | '.' | '/' | '\'' => {}
            'x' | 'X' | '#' | '*' | '转' | '分' if digits.len() >= 7 => return Err(PhoneError::Extension),
            _ => return Err(PhoneError::Character(ch)),
        }
    }
    if digits.is_empty() { Err(PhoneError::Empty) } else { Ok(digits) }
}

fn of_digits(digits: &str, international: bool) -> Result<Phone, PhoneError> {
    let mobile =
        digits.strip_prefix('0').filter(|rest| rest.len() == 11 && is_mobile(rest)).unwrap_or(digits);
    if is_mobile(mobile) && mobile.len() == 11 {
        return Ok(Phone { number: mobile.to_owned(), kind: PhoneKind::Mobile });
    }
    if digits.starts_with('0') {
        return landline(digits);
    }
    if international && (!digits.starts_with('1') || digits.starts_with("10")) {
        return landline(&format!("0{digits}"));
    }
    match digits.len() {
        count if is_mobile(digits) => Err(PhoneError::MobileLength(count)),
        11 => Err(PhoneError::MobileStart(digits[..2].to_owned())),
        count => Err(PhoneError::NoAreaCode(count)),
    }
}

fn is_mobile(digits: &str) -> bool {
    matches!(digits.as_bytes(), [b'1', b'3'..=b'9', ..])
}

fn landline(digits: &str) -> Result<Phone, PhoneError> {
    let area_length = match digits.as_bytes() {
        [b'0', b'1', b'0', ..] | [b'0', b'2', b'0'..=b'9', ..] => 3,
        [b'0', b'3'..=b'9', b'0'..=b'9', b'0'..=b'9', ..] => 4,
        _ => return Err(PhoneError::AreaCode(digits.chars().take(4).collect())),
    };
    let (area, local) = digits.split_at(area_length);
    let fits = local.len() == 8 || local.len() == 7 && area_length == 4;
    if !fits {
        return Err(PhoneError::LandlineLength(local.len()));
    }
    Ok(Phone { number: format!("{area}-{local}"), kind: PhoneKind::Landline })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn mobiles_are_read_in_every_usual_writing() {
        for text in [
            "13812345678",
            "+8613812345678",
            "+86 138-1234-5678",
            "0086 138 1234 5678",
            "8613812345678",
            "(+86)13812345678",
            "１３８１２３４５６７８",
            "＋８６　138\u{2013}1234\u{2013}5678",
            "013812345678",
            "1.3812345678E+10",
            "1.3812345678e10",
            "13812345678.0",
            "\u{202d}13812345678\u{202c}",
        ] {
            let phone = Phone::parse(text).unwrap();
            assert_eq!((phone.number(), phone.kind()), ("13812345678", PhoneKind::Mobile), "{text}");
        }
    }

    #[test]
    fn landlines_get_their_dash() {
        for (text, number) in [
            ("0571-87654321", "0571-87654321"),
            ("057187654321", "0571-87654321"),
            ("(0571) 8765 4321", "0571-87654321"),
            ("+86 571 87654321", "0571-87654321"),
            ("+86 10 87654321", "010-87654321"),
            ("0574-6543210", "0574-6543210"),
            ("021 87654321", "021-87654321"),
        ] {
            let phone = Phone::parse(text).unwrap();
            assert_eq!((phone.number(), phone.kind()), (number, PhoneKind::Landline), "{text}");
            assert!(phone.has_known_segment());
        }
    }

    #[test]
    fn what_is_no_number_says_why() {
        for (text, error) in [
            ("", PhoneError::Empty),
            (" - ", PhoneError::Empty),
            ("138123456", PhoneError::MobileLength(9)),
            ("138123456789", PhoneError::MobileLength(12)),
            ("12012345678", PhoneError::MobileStart("12".to_owned())),
            ("87654321", PhoneError::NoAreaCode(8)),
            ("010-8765432", PhoneError::LandlineLength(7)),
            ("0571-876543210", PhoneError::LandlineLength(9)),
            ("011-87654321", PhoneError::AreaCode("0118".to_owned())),
            ("+852 2345 6789", PhoneError::Foreign),
            ("0571-87654321转123", PhoneError::Extension),
            ("138abc", PhoneError::Character('a')),
            ("1.38123E+10", PhoneError::Inexact),
        ] {
            assert_eq!(Phone::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn unknown_segments_are_well_formed_and_warned_about() {
        let phone = Phone::parse("15450001234").unwrap();
        assert!(!phone.has_known_segment());
        assert!(phone.warning(Lang::Zh).unwrap().contains("154"));
        assert_eq!(Phone::parse("13812345678").unwrap().warning(Lang::En), None);
    }

    #[test]
    fn numbers_are_grouped_for_reading_aloud() {
        assert_eq!(grouped("13812345678"), "138 1234 5678");
        assert_eq!(grouped("0571-87654321"), "0571-8765 4321");
        assert_eq!(grouped("0574-6543210"), "0574-654 3210");
        assert_eq!(grouped("马"), "马");
    }

    #[test]
    fn every_error_has_a_sentence_in_both_languages() {
        let errors = [
            PhoneError::Empty,
            PhoneError::Character('a'),
            PhoneError::Extension,
            PhoneError::Foreign,
            PhoneError::MobileLength(9),
            PhoneError::MobileStart("12".to_owned()),
            PhoneError::AreaCode("011".to_owned()),
            PhoneError::LandlineLength(9),
            PhoneError::NoAreaCode(8),
            PhoneError::Inexact,
        ];
        for error in errors {
            for lang in [Lang::Zh, Lang::En] {
                let text = error.text(lang);
                assert!(!text.contains("phone.") && !text.contains('%'), "{text}");
            }
        }
    }

    proptest! {
        #[test]
        fn the_stored_form_reads_as_itself(text in "(\\+86)?[0-9 -]{5,16}") {
            if let Ok(phone) = Phone::parse(&text) {
                prop_assert_eq!(Phone::parse(phone.number()), Ok(phone.clone()));
                prop_assert_eq!(Phone::parse(&grouped(phone.number())), Ok(phone));
            }
        }

        #[test]
        fn any_text_is_a_number_or_an_error(text in any::<String>()) {
            let _ = Phone::parse(&text);
        }
    }
}
