//! What a command leaves: text and JSON on stdout, one sentence and a hint on stderr, the exit status.

use super::Context;
use crate::domain::secret;
use crate::domain::text::is_forbidden;
use crate::lang::Lang;
use crate::store::StoreError;
use serde_json::{Value, json};
use std::io::Write;
use std::process::ExitCode;

/// What a command has to say when it worked.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// For people.
    pub text: String,
    /// For `--json`; without a shape of its own `{"ok":true,"text":...}`.
    pub json: Option<Value>,
    /// Exit with 1 although there is a result (`classify --verify` that found a difference).
    pub is_bad: bool,
}

impl Outcome {
    /// Only text.
    pub fn text(text: impl Into<String>) -> Outcome {
        Outcome { text: text.into(), ..Outcome::default() }
    }

    /// Text for people and a JSON document.
    pub fn both(text: impl Into<String>, json: Value) -> Outcome {
        Outcome { text: text.into(), json: Some(json), is_bad: false }
    }
}

/// Why a command could not do its work: one sentence, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What went wrong.
    pub sentence: String,
    /// What to do.
    pub hint: Option<String>,
    /// Exit status: 1 could not be done, 2 wrong usage.
    pub status: u8,
}

impl Failure {
    /// A failure with its hint.
    pub fn text(sentence: impl Into<String>, hint: Option<String>) -> Failure {
        Failure { sentence: sentence.into(), hint, status: 1 }
    }

    /// Wrong usage with its hint.
    pub fn usage(sentence: impl Into<String>, hint: Option<String>) -> Failure {
        Failure { status: 2, ..Failure::text(sentence, hint) }
    }

    /// Sentence and hint as one line, for the status line.
    pub fn in_one_line(self) -> String {
        self.hint.map_or(self.sentence.clone(), |hint| format!("{}  {hint}", self.sentence))
    }

    /// The store's error in a language.
    pub fn of_store(error: &StoreError, lang: Lang) -> Failure {
        Failure::text(error.sentence(lang), error.hint(lang))
    }
}

/// Prints the outcome and gives the exit status.
pub fn finish(outcome: Result<Outcome, Failure>, context: &Context) -> ExitCode {
    match outcome {
        Ok(outcome) => {
            let text = if context.json {
                let json =
                    outcome.json.unwrap_or_else(|| json!({ "ok": !outcome.is_bad, "text": outcome.text }));
                escaped(&secret::bare(&format!("{json:#}\n")))
            } else if outcome.text.is_empty() || outcome.text.ends_with('\n') {
                cleaned(&outcome.text)
            } else {
                cleaned(&outcome.text) + "\n"
            };
            // A reader that went away (a closed pipe) is no failure of the command.
            let _ = std::io::stdout().lock().write_all(text.as_bytes());
            ExitCode::from(u8::from(outcome.is_bad))
        }
        Err(failure) => fail(&failure),
    }
}

/// Prints a failure on stderr, with `--json` too: stdout is for results. Gives its exit status.
pub fn fail(failure: &Failure) -> ExitCode {
    message(&failure.sentence);
    if let Some(hint) = &failure.hint {
        message(&format!("  {hint}"));
    }
    ExitCode::from(failure.status)
}

/// What comes from outside (arguments, file names, the system's words) moves no terminal and turns no text around; marks
/// of what the veil hides are for the screens.
fn cleaned(text: &str) -> String {
    text.chars().filter(|ch| !is_forbidden(*ch)).collect()
}

/// The same for JSON, which keeps every character in its own way.
fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    let mut units = [0; 2];
    for ch in json.chars() {
        if is_forbidden(ch) {
            text.extend(ch.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            text.push(ch);
        }
    }
    text
}

/// Says what is wrong with the arguments, or shows the help that was asked for, and gives the exit status. Colours
/// stay where nothing of the arguments could be taken for one.
pub fn refuse(error: &clap::Error) -> ExitCode {
    let rendered = error.render();
    if rendered.to_string().chars().any(is_forbidden) {
        message(rendered.to_string().trim_end());
    } else {
        let _ = error.print();
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// A text on stdout.
pub fn print(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// A line on stderr: progress and messages never go to stdout.
pub fn message(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{}", cleaned(line));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_the_terminal_or_turns_the_text_never_goes_out() {
        assert_eq!(cleaned("没有 \u{1b}[31m99\u{202e}csv\n\t下一步\r"), "没有 [31m99csv\n\t下一步");
        let told = json!({ "file": "x\u{202e}fdc.csv\u{7f}\u{1b}" });
        let text = escaped(&told.to_string());
        assert_eq!(text, "{\"file\":\"x\\u202efdc.csv\\u007f\\u001b\"}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), told);
    }
}
