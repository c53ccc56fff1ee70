//! Colour roles. Views name roles, themes give them styles; no view names a colour.
//!
//! A theme is a TOML file of `role = "colour attributes"`. No theme sets a background: focus is reverse video, so
//! that light and dark terminals both work.

use ratatui::style::{Color, Modifier, Style};
use std::collections::BTreeMap;

/// What a piece of the screen stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// All that is not named below.
    Text,
    /// Labels, units, rules, the words of hints.
    Dim,
    /// Section and column headings, names on cards.
    Head,
    /// A key in hints, panels and help.
    Key,
    /// The row or field under the cursor, the active tab.
    Focus,
    /// The same in a pane without focus.
    FocusOff,
    /// Marked rows.
    Mark,
    /// The text of a field.
    Input,
    /// Letters that a search matched.
    Match,
    /// Overdue, error, hard stop, heavy effect.
    Alert,
    /// Watch, budget nearly used, old data, unsaved.
    Warn,
    /// Saved, check passed.
    Ok,
    /// Changed in the last 3 seconds.
    Fresh,
    /// Held back, closed channel, not applicable.
    Shut,
    /// Hidden text.
    Veil,
    /// Ranked classes, best first: 1 to 6; anything above counts as 6.
    Class(u8),
}

impl Role {
    const NAMED: [(&'static str, Role); 15] = [
        ("text", Role::Text),
        ("dim", Role::Dim),
        ("head", Role::Head),
        ("key", Role::Key),
        ("focus", Role::Focus),
        ("focus-off", Role::FocusOff),
        ("mark", Role::Mark),
        ("input", Role::Input),
        ("match", Role::Match),
        ("alert", Role::Alert),
        ("warn", Role::Warn),
        ("ok", Role::Ok),
        ("fresh", Role::Fresh),
        ("shut", Role::Shut),
        ("veil", Role::Veil),
    ];

    /// Every role with its name in theme files.
    pub fn all() -> impl Iterator<Item = (String, Role)> {
        let named = Role::NAMED.iter().map(|(name, role)| ((*name).to_owned(), *role));
        named.chain((1..=6).map(|n| (format!("class{n}"), Role::Class(n))))
    }

    fn settled(self) -> Role {
        match self {
            Role::Class(n) => Role::Class(n.clamp(1, 6)),
            role => role,
        }
    }
}

/// The styles of the roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    styles: BTreeMap<Role, Style>,
}

/// What is wrong with a theme file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ThemeError {
    /// Not TOML.
    #[error("the theme is not TOML: {0}")]
    Syntax(String),
    /// A role that does not exist.
    #[error("the theme names a role that does not exist: {0}")]
    Role(String),
    /// A word that is neither a colour nor an attribute.
    #[error("role {role}: {word} is neither a colour (0-255, #rrggbb, -) nor an attribute")]
    Word {
        /// The role.
        role: String,
        /// The word.
        word: String,
    },
}

/// The themes that come with the program.
const EMBEDDED: [(&str, &str); 5] = [
    ("dark", include_str!("../../assets/themes/dark.toml")),
    ("light", include_str!("../../assets/themes/light.toml")),
    ("dark-true", include_str!("../../assets/themes/dark-true.toml")),
    ("light-true", include_str!("../../assets/themes/light-true.toml")),
    ("plain", include_str!("../../assets/themes/plain.toml")),
];

impl Theme {
    /// A theme that comes with the program: `dark` and `light` in the 16 colours of the terminal, `dark-true` and
    /// `light-true` in 24-bit colour, or `plain` (attributes only, for `NO_COLOR`).
    pub fn embedded(name: &str) -> Option<Theme> {
        let (_, text) = EMBEDDED.iter().find(|(known, _)| *known == name)?;
        Theme::parse(text).ok()
    }

    /// Attributes only.
    pub fn plain() -> Theme {
        Theme::embedded("plain").unwrap_or(Theme { styles: BTreeMap::new() })
    }

    /// Reads a theme file. Roles that it does not name have no style.
    pub fn parse(text: &str) -> Result<Theme, ThemeError> {
        let rows: BTreeMap<String, String> =
            toml::from_str(text).map_err(|error| ThemeError::Syntax(error.message().to_owned()))?;
        let mut styles = BTreeMap::new();
        for (name, words) in rows {
            let Some((_, role)) = Role::all().find(|(known, _)| *known == name) else {
                return Err(ThemeError::Role(name));
            };
            styles.insert(role, parse_style(&name, &words)?);
        }
        Ok(Theme { styles })
    }

    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(&role.settled()).copied().unwrap_or_default()
    }
}

fn parse_style(role: &str, words: &str) -> Result<Style, ThemeError> {
    let mut style = Style::new();
    for word in words.split_whitespace() {
        style = match word {
            "-" => style,
            "bold" => style.add_modifier(Modifier::BOLD),
            "dim" => style.add_modifier(Modifier::DIM),
            "underline" => style.add_modifier(Modifier::UNDERLINED),
            "reverse" => style.add_modifier(Modifier::REVERSED),
            word => style.fg(parse_colour(word)
                .ok_or_else(|| ThemeError::Word { role: role.to_owned(), word: word.to_owned() })?),
        };
    }
    Ok(style)
}

fn parse_colour(word: &str) -> Option<Color> {
    match word.strip_prefix('#') {
        Some(hex) if hex.len() == 6 => {
            let part = |at: usize| hex.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
            Some(Color::Rgb(part(0)?, part(2)?, part(4)?))
        }
        Some(_) => None,
        None => word.parse::<u8>().ok().map(Color::Indexed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_themes_give_every_role_a_row() {
        for (name, text) in EMBEDDED {
            let theme = Theme::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
            for (role_name, role) in Role::all() {
                assert!(theme.styles.contains_key(&role), "{name} lacks {role_name}");
            }
        }
    }

    #[test]
    fn no_theme_sets_a_background_and_plain_has_no_colour() {
        for (name, text) in EMBEDDED {
            for style in Theme::parse(text).unwrap().styles.values() {
                assert_eq!(style.bg, None, "{name}");
                assert!(name != "plain" || style.fg.is_none());
            }
        }
    }

    /// The light that an sRGB colour gives off, as WCAG 2 computes it.
    fn luminance((red, green, blue): (u8, u8, u8)) -> f64 {
        let part = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue)
    }

    fn contrast(one: (u8, u8, u8), other: (u8, u8, u8)) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn true_colours_can_be_read_on_the_usual_backgrounds() {
        // Black, Windows Terminal, VS Code, One Dark, Solarized, Ubuntu, Dracula, Nord; white, Solarized and greys.
        let dark = [0x00_0000, 0x0c_0c0c, 0x1e_1e1e, 0x28_2c34, 0x00_2b36, 0x30_0a24, 0x28_2a36, 0x2e_3440];
        let light = [0xff_ffff, 0xfd_f6e3, 0xf5_f5f5, 0xee_eeee, 0xef_f1f5];
        for (name, backgrounds) in [("dark-true", &dark[..]), ("light-true", &light[..])] {
            for (role, style) in Theme::embedded(name).unwrap().styles {
                let Some(Color::Rgb(red, green, blue)) = style.fg else { continue };
                for background in backgrounds {
                    let [_, r, g, b] = u32::to_be_bytes(*background);
                    let found = contrast((red, green, blue), (r, g, b));
                    assert!(found >= 4.5, "{name} {role:?} on {background:06x}: {found:.2}");
                }
            }
        }
    }

    #[test]
    fn true_colours_stand_where_the_16_colours_do() {
        for (name, other) in [("dark", "dark-true"), ("light", "light-true")] {
            let (few, many) = (Theme::embedded(name).unwrap(), Theme::embedded(other).unwrap());
            for (_, role) in Role::all() {
                let (few, many) = (few.style(role), many.style(role));
                assert_eq!(
                    (few.fg.is_some(), few.add_modifier),
                    (many.fg.is_some(), many.add_modifier),
                    "{role:?}"
                );
            }
        }
    }

    #[test]
    fn a_bad_word_is_named_with_its_role() {
        let error = Theme::parse("alert = \"crimson bold\"").unwrap_err();
        assert_eq!(error, ThemeError::Word { role: "alert".into(), word: "crimson".into() });
        assert_eq!(Theme::parse("allert = \"1\"").unwrap_err(), ThemeError::Role("allert".into()));
        assert!(Theme::parse("alert = \"#ff0000\"").is_ok());
        assert!(Theme::parse("alert = \"#ff00é\"").is_err());
    }
}
