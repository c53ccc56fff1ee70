//! The binary: arguments to the command line, its outcome to the exit status.

use std::process::ExitCode;

fn main() -> ExitCode {
    callbook::cli::main()
}
