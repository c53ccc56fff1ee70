//! `callbook completions` and `callbook man`: made from the definition of the arguments.

use super::{Args, Failure, Outcome};
use clap::CommandFactory;
use clap_complete::Shell;

/// Arguments of `completions`.
#[derive(Debug, clap::Args)]
pub struct CompletionsArgs {
    /// bash, zsh, fish, elvish, powershell
    shell: Shell,
}

/// The completions of a shell.
pub fn completions(args: &CompletionsArgs) -> Outcome {
    let mut bytes = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "callbook", &mut bytes);
    Outcome::text(String::from_utf8_lossy(&bytes))
}

/// The manual page, in roff.
///
/// # Errors
/// Never in practice: the page is written into memory.
pub fn man() -> Result<Outcome, Failure> {
    let mut bytes = Vec::new();
    clap_mangen::Man::new(Args::command())
        .render(&mut bytes)
        .map_err(|error| Failure::text(error.to_string(), None))?;
    Ok(Outcome::text(String::from_utf8_lossy(&bytes)))
}
