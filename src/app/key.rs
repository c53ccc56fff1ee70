//! Keys as the program knows them, independent of the terminal library, with their written form (`<c-q>`, `<f1>`).

use std::fmt;

/// Which key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyCode {
    /// A character, with shift already applied.
    Char(char),
    /// Function key 1 to 12.
    F(u8),
    /// Enter
    Enter,
    /// Escape
    Esc,
    /// Tab
    Tab,
    /// Backspace
    Backspace,
    /// Delete
    Delete,
    /// Up
    Up,
    /// Down
    Down,
    /// Left
    Left,
    /// Right
    Right,
    /// Home
    Home,
    /// End
    End,
    /// Page up
    PageUp,
    /// Page down
    PageDown,
}

/// What is held with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Held {
    /// Nothing, or shift with a character.
    #[default]
    Nothing,
    /// Control
    Ctrl,
    /// Alt
    Alt,
    /// Shift with a key that is no character.
    Shift,
}

/// A key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Which.
    pub code: KeyCode,
    /// With what held.
    pub held: Held,
}

const NAMED: [(&str, KeyCode); 15] = [
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pageup", KeyCode::PageUp),
    ("pagedown", KeyCode::PageDown),
    ("space", KeyCode::Char(' ')),
    ("lt", KeyCode::Char('<')),
];

impl Key {
    /// A key with nothing held.
    pub fn plain(code: KeyCode) -> Key {
        Key { code, held: Held::Nothing }
    }

    /// A character.
    pub fn char(ch: char) -> Key {
        Key::plain(KeyCode::Char(ch))
    }

    /// The character that this key types into a text, if it does.
    pub fn typed(self) -> Option<char> {
        match self {
            Key { code: KeyCode::Char(ch), held: Held::Nothing } => Some(ch),
            _ => None,
        }
    }

    /// Reads one key: a character, or a name in `< >` such as `<f1>`, `<c-q>`, `<s-tab>`.
    pub fn parse(text: &str) -> Option<Key> {
        let mut chars = text.chars();
        if let (Some(ch), None) = (chars.next(), chars.next()) {
            return Some(Key::char(ch));
        }
        let name = text.strip_prefix('<')?.strip_suffix('>')?;
        let (held, name) = match name.split_at_checked(2) {
            Some(("c-", rest)) if !rest.is_empty() => (Held::Ctrl, rest),
            Some(("a-", rest)) if !rest.is_empty() => (Held::Alt, rest),
            Some(("s-", rest)) if !rest.is_empty() => (Held::Shift, rest),
            _ => (Held::Nothing, name),
        };
        Some(Key { code: parse_code(name)?, held })
    }
}

fn parse_code(name: &str) -> Option<KeyCode> {
    let mut chars = name.chars();
    if let (Some(ch), None) = (chars.next(), chars.next()) {
        return Some(KeyCode::Char(ch));
    }
    if let Some(number) = name.strip_prefix('f').and_then(|n| n.parse::<u8>().ok()) {
        return (1..=12).contains(&number).then_some(KeyCode::F(number));
    }
    NAMED.iter().find(|(known, _)| *known == name).map(|(_, code)| *code)
}

/// The written form, which [`Key::parse`] reads back.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = match self.held {
            Held::Nothing => "",
            Held::Ctrl => "c-",
            Held::Alt => "a-",
            Held::Shift => "s-",
        };
        let named = NAMED.iter().find(|(_, code)| *code == self.code);
        match (self.code, named) {
            (_, Some((name, _))) => write!(f, "<{held}{name}>"),
            (KeyCode::F(n), None) => write!(f, "<{held}f{n}>"),
            (KeyCode::Char(ch), None) if held.is_empty() => write!(f, "{ch}"),
            (KeyCode::Char(ch), None) => write!(f, "<{held}{ch}>"),
            (other, None) => write!(f, "<{held}{other:?}>"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_keys_read_back() {
        for text in ["j", "G", "<enter>", "<c-q>", "<f12>", "<s-tab>", "<lt>", "<space>", "马", "<a-x>", "["]
        {
            let key = Key::parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(key.to_string(), text);
        }
    }

    #[test]
    fn words_that_are_no_keys_are_refused() {
        for text in ["", "jj", "<f13>", "<f0>", "<>", "<c->", "<enter", "<hyper-x>"] {
            assert_eq!(Key::parse(text), None, "{text}");
        }
    }
}
