//! Starting the program that dials a number. It gets its arguments as they are, no terminal and no shell, and nobody
//! waits for it but a thread of its own.

use crate::app::DialFailure;
use std::process::{Command, Stdio};

/// Starts a program with its arguments; `failed` is told when that does not work, or when it ends with an error.
pub fn spawn(command: Vec<String>, failed: impl FnOnce(DialFailure) + Send + 'static) {
    std::thread::spawn(move || {
        if let Err(failure) = run(&command) {
            failed(failure);
        }
    });
}

fn run(command: &[String]) -> Result<(), DialFailure> {
    let Some((program, arguments)) = command.split_first() else { return Ok(()) };
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| DialFailure::NotStarted(error.to_string()))?;
    match child.wait() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(DialFailure::Ended(status.code())),
        Err(error) => Err(DialFailure::NotStarted(error.to_string())),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn command(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn a_program_gets_its_arguments_as_they_are() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a $HOME; b");
        assert_eq!(run(&command(&["touch", file.to_str().unwrap()])), Ok(()));
        assert!(file.exists(), "no shell reads the words");
    }

    #[test]
    fn what_goes_wrong_is_told() {
        assert!(matches!(run(&command(&["/nowhere/phone", "1"])), Err(DialFailure::NotStarted(_))));
        assert_eq!(run(&command(&["false"])), Err(DialFailure::Ended(Some(1))));
    }
}
