//! The binary: arguments, settings, run.

fn main() {}
