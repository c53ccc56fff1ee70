//! What touches the outside world besides the book: the clock, and the running program.

pub mod clock;
