//! The command line: one file per subcommand, each a thin caller of what the screens call too.
//!
//! Owns arguments, exit status (0 done, 1 could not be done, 2 wrong usage) and the forms of output: text for
//! people, or with `--json` one document on stdout and nothing else there. Must not hold rules of the business.

mod args;
mod changes;
mod classify;
mod configuration;
mod context;
mod demo;
mod doctor;
mod generate;
mod import;
mod list;
mod log;
mod output;
mod queue;
mod report;
mod show;
mod table;
mod undo;
mod workstation;

pub use args::{Args, Command, Global};
pub use context::Context;
pub use output::{Failure, Outcome};

use clap::Parser;
use std::process::ExitCode;

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return output::refuse(&error),
    };
    let context = match Context::new(&args.global) {
        Ok(context) => context,
        Err(failure) => return output::fail(&failure),
    };
    let opened = match &args.command {
        Some(Command::Demo(demo)) if !demo.no_open => demo::run(&context, demo).and_then(|made| {
            output::message(&made.text);
            workstation::run(&Context { db: demo::path(&context), ..context.clone() })
        }),
        Some(command) => return output::finish(run(&context, command), &context),
        None => workstation::run(&context),
    };
    opened.unwrap_or_else(|failure| output::fail(&failure))
}

fn run(context: &Context, command: &Command) -> Result<Outcome, Failure> {
    match command {
        Command::Classify(args) => classify::run(context, args),
        Command::Demo(args) => demo::run(context, args),
        Command::Import(args) => import::run(context, args),
        Command::List(args) => list::run(context, args),
        Command::Log(args) => log::run(context, args),
        Command::Queue(args) => queue::run(context, args),
        Command::Show(args) => show::run(context, args),
        Command::Report(args) => report::run(context, args),
        Command::Undo(args) => undo::run(context, args),
        Command::Doctor => Ok(doctor::run(context)),
        Command::Completions(args) => Ok(generate::completions(args)),
        Command::Man => generate::man(),
    }
}
