//! Which parts of a text tell something about a customer: his name, his numbers, his amounts. Where a sentence is made,
//! such a part is put between two marks; the sentence can then be cut, padded, wrapped and joined as any other, and the
//! screen stars just these parts under the veil.
//!
//! The marks are invisible characters without width which [`super::text::clean`] takes out of every text that comes from
//! outside, so only the program itself writes them. Whatever leaves the screens (command line, files) is made without
//! them or goes through [`bare`]. Must not: decide what is secret, or draw.

use std::borrow::Cow;

/// Begins a secret part.
pub const BEGIN: char = '\u{2063}';
/// Ends it.
pub const END: char = '\u{2064}';

/// A part that the veil hides; blank stays blank.
pub fn secret(text: impl AsRef<str>) -> String {
    let text = bare(text.as_ref());
    if text.is_empty() { String::new() } else { format!("{BEGIN}{text}{END}") }
}

/// Whether any part is secret.
pub fn has_secret(text: &str) -> bool {
    text.contains([BEGIN, END])
}

/// The text without its marks.
pub fn bare(text: &str) -> Cow<'_, str> {
    if has_secret(text) { Cow::Owned(text.replace([BEGIN, END], "")) } else { Cow::Borrowed(text) }
}

/// The parts of a text without their marks, each with whether it is secret. One that was cut before its end is secret to
/// the end of the text.
pub fn parts(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut rest = text;
    let mut is_secret = false;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let (part, mark, after) = match rest.find([BEGIN, END]) {
                Some(at) => {
                    let mark = rest[at..].chars().next();
                    (&rest[..at], mark, &rest[at + mark.map_or(0, char::len_utf8)..])
                }
                None => (rest, None, ""),
            };
            let was_secret = is_secret;
            is_secret = mark.map_or(was_secret, |mark| mark == BEGIN);
            rest = after;
            if !part.is_empty() {
                return Some((part, was_secret));
            }
        }
        None
    })
}

/// Whether a secret part of the text is still open at its end.
pub fn is_open(text: &str) -> bool {
    text.rfind([BEGIN, END]).is_some_and(|at| text[at..].starts_with(BEGIN))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::clean_line;
    use proptest::prelude::*;

    fn seen(text: &str) -> Vec<(&str, bool)> {
        parts(text).collect()
    }

    #[test]
    fn only_what_was_marked_is_secret() {
        let text = format!("定期 {} 11-26 到期", secret("80.0万"));
        assert_eq!(seen(&text), [("定期 ", false), ("80.0万", true), (" 11-26 到期", false)]);
        assert_eq!(bare(&text), "定期 80.0万 11-26 到期");
        assert_eq!(seen("今天"), [("今天", false)]);
        assert_eq!(secret(""), "");
    }

    #[test]
    fn what_is_marked_twice_is_marked_once() {
        let text = secret(format!("{} 100482", secret("马玉兰")));
        assert_eq!(seen(&text), [("马玉兰 100482", true)]);
    }

    #[test]
    fn what_was_cut_inside_a_secret_part_stays_secret() {
        let text = secret("马玉兰");
        let cut = &text[..text.len() - END.len_utf8() - "兰".len()];
        assert!(is_open(cut) && !is_open(&text));
        assert_eq!(seen(cut), [("马玉", true)]);
    }

    #[test]
    fn nobody_outside_can_write_the_marks() {
        assert_eq!(clean_line(&format!("a{BEGIN}b{END}"), 10), "ab");
    }

    proptest! {
        #[test]
        fn the_parts_together_are_the_text(words in "[ab马 \u{2063}\u{2064}]{0,20}") {
            prop_assert_eq!(parts(&words).map(|(part, _)| part).collect::<String>(), bare(&words));
        }
    }
}
