//! What a command leaves: text and JSON on stdout, one sentence and a hint on stderr, the exit status.

use super::Context;
use crate::domain::secret;
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
                format!("{json:#}\n")
            } else if outcome.text.is_empty() || outcome.text.ends_with('\n') {
                outcome.text
            } else {
                outcome.text + "\n"
            };
            // Marks of what the veil hides are for the screens. A reader that went away (a closed pipe) is no failure of the command.
            let _ = std::io::stdout().lock().write_all(secret::bare(&text).as_bytes());
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

/// A text on stdout.
pub fn print(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// A line on stderr: progress and messages never go to stdout.
pub fn message(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
