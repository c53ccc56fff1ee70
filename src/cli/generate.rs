//! `callbook completions` and `callbook man`: made from the definition of the arguments.

use super::{Args, Failure, Outcome};
use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;

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

/// The manual page, in roff: the program, then each of its commands, then what all share.
///
/// # Errors
/// Never in practice: the page is written into memory.
pub fn man() -> Result<Outcome, Failure> {
    let mut page = page().map_err(|error| Failure::text(error.to_string(), None))?;
    page.push_str(SHARED);
    Ok(Outcome::text(page))
}

/// What holds for every command.
const SHARED: &str = r#".SH "EXIT STATUS"
.TP
.B 0
Done.
.TP
.B 1
It could not be done: data, file or book. Standard error says why and what to do.
.TP
.B 2
Wrong usage.
.SH ENVIRONMENT
.TP
.B CALLBOOK_DB
The book to use, as with \-\-db.
.TP
.B CALLBOOK_AS_OF
The working time, as with \-\-as\-of.
.TP
.B NO_COLOR
No colours, when set to anything.
"#;

fn page() -> std::io::Result<String> {
    let mut root = Args::command();
    root.build();
    let main = Man::new(root.clone());
    let mut bytes = Vec::new();
    main.render_title(&mut bytes)?;
    main.render_name_section(&mut bytes)?;
    main.render_synopsis_section(&mut bytes)?;
    main.render_description_section(&mut bytes)?;
    main.render_options_section(&mut bytes)?;
    let mut page = String::from_utf8_lossy(&bytes).into_owned();
    page.push_str(".SH COMMANDS\n");
    for command in root.get_subcommands().filter(|command| command.get_name() != "help") {
        page.push_str(&of_command(command)?);
    }
    Ok(page)
}

/// A command as a part of the page: its sections one level deeper, without what every command takes.
fn of_command(command: &Command) -> std::io::Result<String> {
    let own = command.get_arguments().filter(|arg| !arg.is_global_set() && arg.get_id() != "help").cloned();
    let bare = Command::new("callbook").disable_help_flag(true).args(own);
    let (mut bytes, man) = (Vec::new(), Man::new(bare));
    man.render_options_section(&mut bytes)?;
    let options = String::from_utf8_lossy(&bytes).replace(".SH OPTIONS\n", "");
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    Ok(format!(".SS \"callbook {}\"\n{about}\n{options}", command.get_name()))
}
