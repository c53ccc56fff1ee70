//! The one table of full-width characters that mean their ASCII twin outside of fields.

/// The ASCII twin of a full-width letter, digit or Chinese punctuation mark; any other character is its own.
pub fn ascii_twin(ch: char) -> char {
    match ch {
        '\u{3000}' => ' ',
        '、' => '/',
        '。' => '.',
        '【' | '「' => '[',
        '】' | '」' => ']',
        '《' => '<',
        '》' => '>',
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        '￥' => '$',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(ch as u32 - 0xfee0).unwrap_or(ch),
        ch => ch,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_characters_mean_their_twins() {
        for (wide, ascii) in [
            ('／', '/'),
            ('、', '/'),
            ('：', ':'),
            ('？', '?'),
            ('！', '!'),
            ('；', ';'),
            ('，', ','),
            ('。', '.'),
        ] {
            assert_eq!(ascii_twin(wide), ascii);
        }
        assert_eq!((ascii_twin('Ｊ'), ascii_twin('５'), ascii_twin('　')), ('J', '5', ' '));
        assert_eq!((ascii_twin('j'), ascii_twin('马')), ('j', '马'));
    }
}
