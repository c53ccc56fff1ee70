//! How far a long work of the store is.

/// So much of all is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Rows or customers that are done.
    pub done: u64,
    /// All of them.
    pub all: u64,
}

impl Progress {
    /// The share that is done, in whole percent.
    pub fn percent(&self) -> u64 {
        (self.done * 100).checked_div(self.all).unwrap_or(100).min(100)
    }
}
