//! The arguments, defined once: parser, help, completions and manual come from here.

use crate::domain::Code;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// callbook: the workstation of an account manager. Without a command it opens the screens.
#[derive(Debug, Parser)]
#[command(name = "callbook", version, about, max_term_width = 100)]
pub struct Args {
    /// Options for every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do; nothing opens the workstation.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Options that stand before or after the command.
#[derive(Debug, Clone, clap::Args)]
pub struct Global {
    /// The book to use (default: book.db in the data directory)
    #[arg(long, global = true, value_name = "FILE", env = "CALLBOOK_DB")]
    pub db: Option<PathBuf>,
    /// The working time instead of the clock: DATE or DATETHH:MM
    #[arg(long, global = true, value_name = "DATE[THH:MM]", env = "CALLBOOK_AS_OF")]
    pub as_of: Option<String>,
    /// Classify with version N of each rule set instead of the version in force
    #[arg(long, global = true, value_name = "N")]
    pub rules: Option<u32>,
    /// Language of the screens and messages: zh or en (default: from the locale)
    #[arg(long, global = true, value_name = "LANG", value_parser = ["zh", "en"])]
    pub lang: Option<String>,
    /// Directory of the settings
    #[arg(long, global = true, value_name = "DIR")]
    pub config: Option<PathBuf>,
    /// Print one JSON document on stdout and nothing else there
    #[arg(long, global = true)]
    pub json: bool,
    /// Print phones in full; the reason is recorded
    #[arg(long, global = true, value_name = "REASON")]
    pub clear: Option<String>,
    /// No colours (NO_COLOR works too)
    #[arg(long, global = true)]
    pub no_color: bool,
    /// Play these keys on the screens without a terminal
    #[arg(long, global = true, value_name = "SCRIPT", requires = "print")]
    pub keys: Option<String>,
    /// Size of the screen to print after --keys, as in 120x36
    #[arg(long, global = true, value_name = "WxH")]
    pub print: Option<String>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Compute every class for the working day and record the changes
    Classify(super::classify::ClassifyArgs),
    /// List customers
    List(super::list::ListArgs),
    /// List a queue, or all of them merged, in working order
    Queue(super::queue::QueueArgs),
    /// Log a contact with everything it causes
    Log(super::log::LogArgs),
    /// Make a fictional book and open it
    Demo(super::demo::DemoArgs),
    /// Import files: customers first, then accounts, then the rest
    Import(super::import::ImportArgs),
    /// Show one customer with metrics, reasons, holdings and timeline
    Show(super::show::ShowArgs),
    /// Figures over time
    Report(super::report::ReportArgs),
    /// Versions, paths, terminal, checks of the book
    Doctor,
    /// Completions for a shell
    Completions(super::generate::CompletionsArgs),
    /// The manual page
    Man,
    /// Take the last action back, or bring it back
    Undo(super::undo::UndoArgs),
}

/// Reads a code of a closed list; the message names the codes that there are.
pub fn code<C: Code + Send + Sync + 'static>() -> impl TypedValueParser<Value = C> {
    let codes = C::ALL.iter().map(|code| code.code());
    PossibleValuesParser::new(codes)
        .try_map(|text| C::from_code(&text).ok_or_else(|| format!("no {} {text}", C::LIST.replace('_', " "))))
}
