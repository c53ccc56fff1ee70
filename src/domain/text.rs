//! Cleaning of text that comes from outside: typing, paste, files, arguments, file names.
//!
//! Every entry goes through [`clean`] or [`clean_line`] before anything keeps or shows the text. Must not: know
//! what a field means (that is `phone`, `idcard`, `when`).

use std::borrow::Cow;
use unicode_normalization::{UnicodeNormalization, is_nfc};
use unicode_segmentation::UnicodeSegmentation;

/// The most characters of a name, number, tag or other short field.
pub const SHORT_CAP: usize = 100;
/// The most characters of a one-line text (a cell of a file, a search, a command).
pub const LINE_CAP: usize = 500;
/// The most characters of a note, a remark or an SMS text.
pub const NOTE_CAP: usize = 4000;

/// Cleans a text that may have several lines: `\r\n` and `\r` become `\n`, forbidden characters go (see
/// [`is_forbidden`]), the rest is brought to NFC and cut to `cap` characters at the end of a grapheme. Idempotent.
pub fn clean(text: &str, cap: usize) -> String {
    let kept: String = unix_newlines(text).chars().filter(|ch| !is_forbidden(*ch)).collect();
    cut(normal(&kept).as_ref(), cap).to_owned()
}

/// Cleans a text of one line: as [`clean`], and runs of white space (newlines, tabs, wide spaces) become one
/// space, none at the ends. Idempotent.
pub fn clean_line(text: &str, cap: usize) -> String {
    let kept: String = text.chars().filter(|ch| ch.is_whitespace() || !is_forbidden(*ch)).collect();
    let mut line = String::with_capacity(kept.len());
    for word in normal(&kept).split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    cut(&line, cap).trim_end().to_owned()
}

/// Whether a character is never kept: control characters except newline and tab, line and paragraph separators,
/// bidirectional marks, embeddings and isolates, and the invisible ones that make equal texts differ (zero-width
/// space, word joiner, invisible operators, byte order mark, soft hyphen). Joiners inside words stay: some scripts need them.
pub fn is_forbidden(ch: char) -> bool {
    match ch {
        '\n' | '\t' => false,
        // Lines and directions.
        '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{061C}'
        // Marks and other invisible ones.
        | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{00AD}' => true,
        _ => ch.is_control(),
    }
}

/// Full-width ASCII (`１２３ＡＢ：－`) and the wide space become their half-width twins; the minus sign and the
/// dashes that input methods and word processors write become `-`.
pub fn fold_width(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(fold_char).collect())
}

/// One character of [`fold_width`].
pub fn fold_char(ch: char) -> char {
    match ch {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(ch) - 0xFEE0).unwrap_or(ch),
        '\u{3000}' | '\u{00A0}' => ' ',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        _ => ch,
    }
}

/// The first `cap` characters, cut at the end of a grapheme (inside one only if the first is longer than that).
pub fn cut(text: &str, cap: usize) -> &str {
    let Some((cut_at, _)) = text.char_indices().nth(cap) else { return text };
    let whole = text.grapheme_indices(true).map(|(at, _)| at).take_while(|at| *at <= cut_at).last();
    &text[..whole.filter(|at| *at > 0).unwrap_or(cut_at)]
}

fn unix_newlines(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

fn normal(text: &str) -> Cow<'_, str> {
    if is_nfc(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn holds_the_law(text: &str, cap: usize) {
        for (once, line) in [(clean(text, cap), false), (clean_line(text, cap), true)] {
            let again = if line { clean_line(&once, cap) } else { clean(&once, cap) };
            assert_eq!(once, again, "{text:?}");
            assert!(!once.chars().any(is_forbidden), "{once:?}");
            assert!(once.chars().count() <= cap, "{once:?}");
            assert!(is_nfc(&once), "{once:?}");
            assert!(!once.contains(['\r', '\u{1b}', '\u{85}', '\u{202e}', '\u{2067}', '\u{2028}']));
            assert!(!line || !once.contains(['\n', '\t']), "{once:?}");
        }
    }

    #[test]
    fn what_moves_the_terminal_or_turns_the_text_is_dropped() {
        assert_eq!(clean("a\u{1b}[31mb\u{202e}c\u{2028}d\0", 99), "a[31mbcd");
        assert_eq!(clean("1\r\n2\r3\t4\n", 99), "1\n2\n3\t4\n");
        assert_eq!(clean("e\u{301}", 99), "é");
        assert_eq!(clean("e\u{200b}\u{301}", 99), "é", "what was apart joins after the cleaning");
        assert_eq!(clean_line(" 马\r\n玉\t\u{3000}兰 ", 99), "马 玉 兰");
        assert_eq!(clean_line("a\u{2028}b", 99), "a b", "a line break parts words");
    }

    #[test]
    fn the_length_is_capped_at_whole_graphemes() {
        assert_eq!(clean("马玉兰", 2), "马玉");
        assert_eq!(clean("ab\u{915}\u{94d}\u{937}", 3), "ab");
        assert_eq!(clean("a\u{323}\u{323}\u{323}\u{323}\u{323}", 3).chars().count(), 3);
        assert_eq!(clean_line("ab cd", 3), "ab");
    }

    #[test]
    fn full_width_forms_fold_to_half_width() {
        assert_eq!(fold_width("１３８－１２３４\u{3000}Ａｂ：％"), "138-1234 Ab:%");
        assert_eq!(fold_width("0571–8888−1"), "0571-8888-1");
        assert!(matches!(fold_width("plain"), Cow::Borrowed(_)));
    }

    #[test]
    fn naughty_strings_come_out_clean() {
        let shared = std::env::var("CALLBOOK_SHARED").unwrap_or_else(|_| "../shared".to_owned());
        let path = std::path::Path::new(&shared).join("data/naughty-strings/blns.txt");
        let Ok(bytes) = std::fs::read(&path) else {
            eprintln!("skipped: no {}", path.display());
            return;
        };
        let text = String::from_utf8_lossy(&bytes);
        for line in text.lines().chain([text.as_ref()]) {
            for cap in [1, 7, SHORT_CAP, NOTE_CAP] {
                holds_the_law(line, cap);
            }
        }
    }

    proptest! {
        #[test]
        fn cleaning_is_idempotent_and_leaves_nothing_forbidden(text in "\\PC{0,40}", cap in 1usize..50) {
            holds_the_law(&text, cap);
        }

        #[test]
        fn cleaning_holds_for_any_characters(chars in prop::collection::vec(any::<char>(), 0..40), cap in 1usize..50) {
            holds_the_law(&chars.into_iter().collect::<String>(), cap);
        }

        #[test]
        fn cleaning_holds_among_controls_marks_and_spaces(
            text in "[a\r\n\t \u{0}\u{1b}\u{85}\u{a0}\u{301}\u{323}\u{200b}\u{202e}\u{2028}\u{2069}\u{1100}\u{1161}\u{feff}马]{0,30}",
            cap in 1usize..20,
        ) {
            holds_the_law(&text, cap);
        }
    }
}
