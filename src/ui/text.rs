//! Measuring and cutting text. [`width`] is the only width function of the program; it is the one ratatui draws by.

use crate::domain::secret::{self, BEGIN, END};
use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Stands where text was cut.
pub const CUT: char = '~';

/// The columns that a text takes on the screen.
pub fn width(text: &str) -> u16 {
    u16::try_from(UnicodeWidthStr::width(text)).unwrap_or(u16::MAX)
}

/// The longest beginning of `text` that takes at most `columns`, whole characters only.
pub fn head(text: &str, columns: u16) -> &str {
    let mut used = 0u16;
    for (at, cluster) in text.grapheme_indices(true) {
        used = used.saturating_add(width(cluster));
        if used > columns {
            return &text[..at];
        }
    }
    text
}

/// The end of `text` in at most `columns`; where something had to go, the first column is `~`. For paths.
pub fn tail(text: &str, columns: u16) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let mut used = 1u16;
    let mut from = text.len();
    for (at, cluster) in text.grapheme_indices(true).rev() {
        used = used.saturating_add(width(cluster));
        if used > columns {
            break;
        }
        from = at;
    }
    if columns == 0 { Cow::Borrowed("") } else { Cow::Owned(format!("{CUT}{}", &text[from..])) }
}

/// `text` in at most `columns`; where something had to go, the last column is `~`.
pub fn cut(text: &str, columns: u16) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    match columns {
        0 => Cow::Borrowed(""),
        n => {
            let start = head(text, n - 1);
            let end = if secret::is_open(start) { secret::END.to_string() } else { String::new() };
            Cow::Owned(format!("{start}{end}{CUT}"))
        }
    }
}

/// `text` in at most `columns`; where something had to go, `~` stands in its middle. For what has its point at the end.
pub fn middle(text: &str, columns: u16) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    if columns < 4 {
        return cut(text, columns);
    }
    let start = head(text, columns / 2);
    let end = tail(text, columns - width(start));
    Cow::Owned(format!("{start}{end}"))
}

/// `text` cut or padded on the right to exactly `columns`.
pub fn pad(text: &str, columns: u16) -> String {
    let cut = cut(text, columns);
    let blank = columns.saturating_sub(width(&cut));
    format!("{cut}{}", " ".repeat(usize::from(blank)))
}

/// `text` cut or padded on the left to exactly `columns`.
pub fn pad_left(text: &str, columns: u16) -> String {
    let cut = cut(text, columns);
    let blank = columns.saturating_sub(width(&cut));
    format!("{}{cut}", " ".repeat(usize::from(blank)))
}

/// One line for the screen: marks of secret parts go, control characters become blanks, and punctuation whose width differs from terminal to
/// terminal becomes its ASCII twin (`·` in names is `.`).
pub fn drawable(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|ch| twin(ch).is_some() || matches!(ch, BEGIN | END)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(secret::bare(text).chars().map(|ch| twin(ch).unwrap_or(ch)).collect())
}

fn twin(ch: char) -> Option<char> {
    Some(match ch {
        '\u{b7}' | '\u{2027}' => '.',
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        '\u{2013}'..='\u{2015}' => '-',
        '\u{2026}' => '~',
        '\u{d7}' => 'x',
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => ' ',
        ch if ch.is_control() => ' ',
        _ => return None,
    })
}

/// `text` broken into lines of at most `columns`: between words, or between any two wide characters, never before
/// closing punctuation where that can be helped. A secret part that is broken stays secret on every line.
pub fn wrap(text: &str, columns: u16) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        wrap_paragraph(paragraph, columns.max(2), &mut lines);
    }
    let mut is_open = false;
    for line in &mut lines {
        if std::mem::take(&mut is_open) {
            line.insert(0, BEGIN);
        }
        if secret::is_open(line) {
            is_open = true;
            line.push(END);
        }
    }
    lines
}

fn wrap_paragraph(paragraph: &str, columns: u16, lines: &mut Vec<String>) {
    let mut line = String::new();
    for piece in pieces(paragraph) {
        let fits = width(&line) + width(piece.trim_end()) <= columns;
        if !fits && !line.is_empty() {
            lines.push(line.trim_end().to_owned());
            line.clear();
        }
        let mut rest = piece;
        while width(rest.trim_end()) > columns {
            let first = head(rest, columns);
            lines.push(first.to_owned());
            rest = &rest[first.len()..];
        }
        line.push_str(rest);
    }
    lines.push(line.trim_end().to_owned());
}

/// The unbreakable pieces: a word with the blanks after it, or one wide character with the punctuation after it.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut end = 0;
        for (at, cluster) in rest.grapheme_indices(true) {
            let breaks = at > 0 && !is_closing(cluster) && can_break(&rest[..at], cluster);
            if breaks {
                break;
            }
            end = at + cluster.len();
        }
        let (piece, after) = rest.split_at(end);
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

fn can_break(before: &str, cluster: &str) -> bool {
    let before = before.trim_end_matches(END);
    let after_blank = before.ends_with(' ') && cluster != " ";
    let after_wide = before.chars().next_back().is_some_and(|ch| width(ch.encode_utf8(&mut [0; 4])) == 2);
    let wide = (after_wide && cluster != " ") || width(cluster) == 2;
    let is_unit = matches!(cluster, "万" | "亿") && before.ends_with(|ch: char| ch.is_ascii_digit());
    after_blank || (wide && !is_unit && !before.ends_with(is_opening))
}

fn is_closing(cluster: &str) -> bool {
    cluster.starts_with(END)
        || matches!(cluster, "," | "." | ";" | ":" | "!" | "?" | ")" | "]" | "\"" | "%")
        || matches!(cluster, "，" | "。" | "；" | "：" | "！" | "？" | "）" | "、" | "》" | "」")
}

fn is_opening(ch: char) -> bool {
    matches!(ch, BEGIN | '(' | '[' | '"' | '（' | '《' | '「')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(width("马玉兰 ab"), 9);
        assert_eq!(width(""), 0);
    }

    #[test]
    fn a_cut_keeps_whole_characters_and_says_so() {
        assert_eq!(cut("马玉兰", 6), "马玉兰");
        assert_eq!(cut("马玉兰", 5), "马玉~");
        assert_eq!(cut("马玉兰", 4), "马~");
        assert_eq!(cut("马玉兰", 1), "~");
        assert_eq!(cut("马玉兰", 0), "");
        assert_eq!(pad("马玉兰", 4), "马~ ");
        assert_eq!(pad_left("12", 5), "   12");
    }

    #[test]
    fn punctuation_of_unsure_width_gets_its_twin() {
        assert_eq!(drawable("阿卜杜·热西提"), "阿卜杜.热西提");
        assert_eq!(drawable("“好”\t…"), "\"好\" ~");
        assert_eq!(drawable("plain"), "plain");
    }

    #[test]
    fn text_wraps_between_words_and_between_wide_characters() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("先核对身份, 不报金额", 10), ["先核对身", "份, 不报金", "额"]);
        assert_eq!(wrap("时间（结果）", 6), ["时间", "（结", "果）"]);
        assert_eq!(wrap("a\nb", 5), ["a", "b"]);
        assert_eq!(wrap("", 5), [""]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
    }

    #[test]
    fn a_secret_part_takes_no_more_room_and_stays_secret_where_it_is_cut_or_broken() {
        use crate::domain::secret::{bare, parts, secret};
        let text = format!("已记 {}: 接通", secret("马玉兰"));
        assert_eq!(width(&text), width("已记 马玉兰: 接通"));
        let cut = cut(&text, 8);
        assert_eq!(parts(&cut).collect::<Vec<_>>(), [("已记 ", false), ("马", true), ("~", false)]);
        let broken = wrap(&text, 8);
        assert_eq!(broken.iter().map(|line| bare(line)).collect::<Vec<_>>(), ["已记 马", "玉兰: 接", "通"]);
        let secrets: Vec<_> = broken.iter().flat_map(|line| parts(line)).filter(|part| part.1).collect();
        assert_eq!(secrets, [("马", true), ("玉兰", true)]);
        assert_eq!(wrap(&format!("余额 {}, 到期", secret("80.0万")), 10), wrap_of("余额", "80.0万", "到期"));
    }

    fn wrap_of(before: &str, amount: &str, after: &str) -> Vec<String> {
        vec![before.to_owned(), format!("{}, 到", crate::domain::secret(amount)), after[3..].to_owned()]
    }

    proptest! {
        #[test]
        fn padded_text_has_exactly_the_width_asked_for(text in "[a-z马玉兰é·]{0,12}", columns in 0u16..20) {
            prop_assert_eq!(width(&pad(&text, columns)), columns);
            prop_assert_eq!(width(&pad_left(&text, columns)), columns);
        }

        #[test]
        fn no_wrapped_line_is_wider_than_asked_and_no_letter_is_lost(
            text in "[a-c马玉兰,。 ]{0,40}", columns in 2u16..20
        ) {
            let lines = wrap(&text, columns);
            for line in &lines {
                prop_assert!(width(line) <= columns, "{line:?}");
            }
            let letters = |s: &str| s.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }

    #[test]
    fn what_is_cut_in_the_middle_keeps_both_ends_and_its_width() {
        assert_eq!(middle("abcdefghij", 10), "abcdefghij");
        assert_eq!(middle("abcdefghij", 6), "abc~ij");
        for columns in 0..20 {
            assert!(width(&middle("已记 马玉兰: 无人接听; 下次 11-24", columns)) <= columns);
        }
    }
}
