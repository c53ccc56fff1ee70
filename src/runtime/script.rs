//! Key scripts: `jj<enter>`, `<paste:text>`, `<resize:80x24>`, `<wait>`, `<wait:9s>`, `<click:10,5>`,
//! `<wheel-down:10,5>`; anything else is typed as it stands. `<lt>` is `<`.

use crate::app::Key;
use crate::app::mouse::{Mouse, Turn};
use crate::lang::Lang;
use crate::tr;
use ratatui::layout::{Position, Size};
use std::time::Duration;

/// One step of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Press a key.
    Key(Key),
    /// Paste a text.
    Paste(String),
    /// Click, or turn the wheel, at a place.
    Mouse(Mouse),
    /// Give the window another size.
    Resize(Size),
    /// Let time pass.
    Wait(Duration),
}

/// What is wrong with a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScriptError {
    /// `<...` without its end.
    Unclosed,
    /// A word in `< >` that is no step.
    Unknown(String),
    /// A size that cannot be read.
    Size(String),
}

impl ScriptError {
    /// What is wrong and what would be right, in a sentence.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            ScriptError::Unclosed => tr!(lang, "script.unclosed"),
            ScriptError::Unknown(word) => tr!(lang, "script.unknown", word = word),
            ScriptError::Size(text) => tr!(lang, "script.size", text = text),
        }
        .into_owned()
    }
}

/// Reads a script.
pub fn parse(script: &str) -> Result<Vec<Step>, ScriptError> {
    let mut steps = Vec::new();
    let mut rest = script;
    while let Some(ch) = rest.chars().next() {
        if ch == '<' {
            let end = rest.find('>').ok_or(ScriptError::Unclosed)?;
            steps.push(parse_word(&rest[1..end])?);
            rest = &rest[end + 1..];
        } else {
            steps.push(Step::Key(Key::char(ch)));
            rest = &rest[ch.len_utf8()..];
        }
    }
    Ok(steps)
}

/// Reads `120x36`.
pub fn parse_size(text: &str) -> Result<Size, ScriptError> {
    let read = || {
        let (width, height) = text.split_once('x')?;
        Some(Size::new(width.parse().ok()?, height.parse().ok()?))
    };
    read().filter(|size| size.width > 0 && size.height > 0).ok_or_else(|| ScriptError::Size(text.to_owned()))
}

fn parse_word(word: &str) -> Result<Step, ScriptError> {
    let unknown = || ScriptError::Unknown(word.to_owned());
    match word.split_once(':') {
        None if word == "wait" => Ok(Step::Wait(Duration::from_secs(1))),
        None => Key::parse(&format!("<{word}>")).map(Step::Key).ok_or_else(unknown),
        Some(("paste", text)) => Ok(Step::Paste(text.replace("\\n", "\n"))),
        Some(("click", at)) => Ok(Step::Mouse(Mouse::Click(parse_place(at).ok_or_else(unknown)?))),
        Some(("wheel-up", at)) => {
            Ok(Step::Mouse(Mouse::Wheel(parse_place(at).ok_or_else(unknown)?, Turn::Up)))
        }
        Some(("wheel-down", at)) => {
            Ok(Step::Mouse(Mouse::Wheel(parse_place(at).ok_or_else(unknown)?, Turn::Down)))
        }
        Some(("resize", size)) => parse_size(size).map(Step::Resize),
        Some(("wait", time)) => parse_wait(time).map(Step::Wait).ok_or_else(unknown),
        Some(_) => Err(unknown()),
    }
}

/// Reads `10,5`: column and row from 0.
fn parse_place(text: &str) -> Option<Position> {
    let (x, y) = text.split_once(',')?;
    Some(Position::new(x.parse().ok()?, y.parse().ok()?))
}

fn parse_wait(text: &str) -> Option<Duration> {
    if let Some(millis) = text.strip_suffix("ms") {
        return millis.parse().ok().map(Duration::from_millis);
    }
    if let Some(minutes) = text.strip_suffix('m') {
        return minutes.parse::<u64>().ok().map(|minutes| Duration::from_secs(minutes.saturating_mul(60)));
    }
    text.strip_suffix('s')?.parse().ok().map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::KeyCode;

    #[test]
    fn a_script_is_keys_and_steps_in_order() {
        let steps = parse("j马<enter><lt><paste:a\\nb><resize:80x24><wait><wait:40ms>").unwrap();
        assert_eq!(
            steps,
            [
                Step::Key(Key::char('j')),
                Step::Key(Key::char('马')),
                Step::Key(Key::plain(KeyCode::Enter)),
                Step::Key(Key::char('<')),
                Step::Paste("a\nb".into()),
                Step::Resize(Size::new(80, 24)),
                Step::Wait(Duration::from_secs(1)),
                Step::Wait(Duration::from_millis(40)),
            ]
        );
    }

    #[test]
    fn mistakes_are_named() {
        assert_eq!(parse("j<enter"), Err(ScriptError::Unclosed));
        assert_eq!(parse("<entr>"), Err(ScriptError::Unknown("entr".into())));
        assert_eq!(parse("<resize:80>"), Err(ScriptError::Size("80".into())));
        assert_eq!(parse("<wait:soon>"), Err(ScriptError::Unknown("wait:soon".into())));
        assert_eq!(parse_size("0x5"), Err(ScriptError::Size("0x5".into())));
    }
}
