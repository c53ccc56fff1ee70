//! What is shown of a number or name where the whole is not needed. The masked form never holds enough to call,
//! pay or identify, whatever the input.
//!
//! Must not: decide where masking applies (that is the screens', the command line's and the exports' business).

use super::name;

/// A normalised number: mobiles `138****1234`, landlines area code and last three `0571****368`. Anything else
/// keeps its last two digits when it has seven and more, else nothing.
pub fn phone(number: &str) -> String {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    let shown = |from: usize, to: usize| digits[from..to].iter().collect::<String>();
    match (digits.first(), digits.len()) {
        (Some('1'), 11) => format!("{}****{}", shown(0, 3), shown(7, 11)),
        (Some('0'), length @ 10..=12) => {
            let area = if matches!(digits[1], '1' | '2') { 3 } else { 4 };
            format!("{}****{}", shown(0, area), shown(length - 3, length))
        }
        (_, length) if length >= 7 => format!("****{}", shown(length - 2, length)),
        _ => "****".to_owned(),
    }
}

/// A person's name: the surname and two stars (`马**`, `欧阳**`), whatever the length of the rest.
pub fn person(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{}**", name::surname(text)) }
}

/// A firm's name: its first two characters and four stars (`宏远****`).
pub fn firm(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!("{}****", text.chars().take(2).collect::<String>())
}

/// A name whose kind is not known: as a firm's when its words say so, else as a person's.
pub fn name(text: &str) -> String {
    if name::is_firm_name(text) { firm(text) } else { person(text) }
}

/// An ID number: the first four (the region) and the last two are shown, `3301************3X`, the middle as
/// stars one for one; shorter ones wholly hidden.
pub fn id_card(number: &str) -> String {
    let chars: Vec<char> = bare(number).collect();
    let length = chars.len();
    if length < 12 {
        return "*".repeat(length.max(4));
    }
    let hide = |(at, ch): (usize, &char)| if at < 4 || at >= length - 2 { *ch } else { '*' };
    chars.iter().enumerate().map(hide).collect()
}

/// A card or account number: first and last four, `6217****3391`; short ones less.
pub fn card(number: &str) -> String {
    let chars: Vec<char> = bare(number).collect();
    let tail = |count: usize| chars[chars.len() - count..].iter().collect::<String>();
    match chars.len() {
        13.. => format!("{}****{}", chars[..4].iter().collect::<String>(), tail(4)),
        8..=12 => format!("****{}", tail(4)),
        4..=7 => format!("****{}", tail(2)),
        _ => "****".to_owned(),
    }
}

/// An account number for the command line: a card number (16 to 19 digits) by its last four `****3391`, any other
/// exactly as it was imported.
pub fn account(number: &str) -> String {
    if is_card(number) { format!("****{}", account_tail(number)) } else { number.to_owned() }
}

/// The last four characters of an account number, for texts (`尾号3391`); a shorter one whole.
pub fn account_tail(number: &str) -> String {
    let chars: Vec<char> = bare(number).collect();
    chars[chars.len().saturating_sub(4)..].iter().collect()
}

fn is_card(number: &str) -> bool {
    (16..=19).contains(&bare(number).count()) && bare(number).all(|ch| ch.is_ascii_digit())
}

fn bare(number: &str) -> impl Iterator<Item = char> {
    number.chars().filter(|ch| !matches!(ch, ' ' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_masked_as_the_screens_show_them() {
        assert_eq!(phone("13812341234"), "138****1234");
        assert_eq!(phone("0571-87654368"), "0571****368");
        assert_eq!(phone("010-87654368"), "010****368");
        assert_eq!(phone("4008001234"), "****34");
        assert_eq!(phone("12345"), "****");
        assert_eq!(phone(""), "****");
        assert_eq!(card("6217001234563391"), "6217****3391");
        assert_eq!(card("6217 0012 3456 3391"), "6217****3391");
        assert_eq!(card("12345678"), "****5678");
        assert_eq!(card("123"), "****");
        assert_eq!(account_tail("6217001234563391"), "3391");
        for (number, tail) in [("12345", "2345"), ("07", "07"), ("A1", "A1")] {
            assert_eq!(account_tail(number), tail);
        }
        assert_eq!(id_card("33010219650307123X"), "3301************3X");
        assert_eq!(id_card("12345"), "*****");
    }

    #[test]
    fn card_numbers_are_masked_and_other_account_numbers_stand_whole() {
        for card in ["6217001234563391", "6217 0012 3456 3391", "6217001234567893391"] {
            assert_eq!(account(card), "****3391");
        }
        for other in ["A1", "07", "45", "0001234567890", "33001616781059000667", "6217X01234563391"] {
            assert_eq!(account(other), other);
        }
    }

    #[test]
    fn names_keep_the_surname_and_firms_two_characters() {
        for (text, masked) in [
            ("马玉兰", "马**"),
            ("马丽", "马**"),
            ("欧阳雪梅", "欧阳**"),
            ("宏远五金商行", "宏远****"),
            ("买买提·吐尔逊", "买**"),
            ("", ""),
        ] {
            assert_eq!(name(text), masked);
        }
    }

    proptest! {
        #[test]
        fn no_mask_ever_shows_a_whole_number(number in "[0-9 -]{0,24}[X]?") {
            let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
            for masked in [phone(&number), card(&number), id_card(&number)] {
                prop_assert!(digits(&masked) <= 8);
                prop_assert!(digits(&number) == 0 || digits(&masked) < digits(&number), "{number} {masked}");
            }
        }
    }
}
