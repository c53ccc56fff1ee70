//! What an update wants done outside of the model. Plain data, run by the runtime in order.

use super::draft::Draft;
use super::finder::SearchRequest;
use crate::lang::Lang;
pub use crate::settings::Remembered;
use crate::store::protocol::{Request, RequestId};

/// One thing to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Ask the book.
    Store(RequestId, Request),
    /// Ask the search.
    Search(SearchRequest),
    /// Use another language from now on.
    SwitchLang(Lang),
    /// Set something for the next start too.
    Remember(Remembered),
    /// Keep half-typed forms for the next start.
    KeepDrafts(Vec<Draft>),
    /// What an earlier run left has been taken or thrown away.
    ForgetDrafts,
    /// Start the program that dials: its name and arguments. No shell reads them.
    Dial(Vec<String>),
    /// Give the terminal back and stop until continued (Ctrl-Z).
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// End the program.
    Quit(Exit),
}

/// Why the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// The person asked for it.
    Asked,
    /// The person chose how to begin a book; the command line goes on with that.
    Begin(Beginning),
    /// The terminal is gone (status 129).
    HangUp,
    /// The system asked for it (status 128 + signal).
    Signal(u8),
}

impl Exit {
    /// The exit status of the process.
    pub fn status(self) -> u8 {
        match self {
            Exit::Asked | Exit::Begin(_) => 0,
            Exit::HangUp => 128 + 1,
            Exit::Signal(signal) => 128u8.saturating_add(signal),
        }
    }
}

/// How a first book begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Beginning {
    /// With fictional customers, in a file of their own.
    Demo,
    /// With the same fictional customers made anew for today, in the file that is open.
    DemoAfresh,
    /// With the files of the core system.
    Import,
    /// With a first customer who is added by hand.
    ByHand,
}

/// What is to be done, in order.
#[derive(Debug, Clone, Default, PartialEq)]
#[must_use = "effects do nothing until the runtime runs them"]
pub struct Effects(pub Vec<Effect>);

impl Effects {
    /// Nothing.
    pub fn none() -> Effects {
        Effects::default()
    }

    /// These and then others.
    pub fn and(mut self, others: Effects) -> Effects {
        self.0.extend(others.0);
        self
    }
}

impl From<Effect> for Effects {
    fn from(effect: Effect) -> Effects {
        Effects(vec![effect])
    }
}
