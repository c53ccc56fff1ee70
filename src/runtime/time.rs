//! The time that the program is given: running with the clock, or stepped by a script.

use super::clock::{self, AsOf};
use crate::app::Uptime;
use crate::domain::{Moment, Now};
use std::time::{Duration, Instant};

/// A source of time.
#[derive(Debug, Clone, Copy)]
pub enum Time {
    /// The clock.
    Running {
        /// Where the working time comes from.
        as_of: AsOf,
        /// When the program started.
        started: Instant,
    },
    /// A fixed start that moves only when told.
    Stepped {
        /// The working time at the start.
        start: Now,
        /// How far it has moved.
        passed: Duration,
    },
}

impl Time {
    /// The clock, from now on.
    pub fn running(as_of: AsOf) -> Time {
        Time::Running { as_of, started: Instant::now() }
    }

    /// A fixed start.
    pub fn stepped(start: Now) -> Time {
        Time::Stepped { start, passed: Duration::ZERO }
    }

    /// The working time.
    pub fn now(&self) -> Now {
        match self {
            Time::Running { as_of, .. } => clock::now(*as_of),
            Time::Stepped { start, passed } => {
                let seconds = i64::try_from(passed.as_secs()).unwrap_or(i64::MAX);
                let later = |at: Moment| Moment(at.0.saturating_add(seconds));
                Now { at: later(start.at), clock: later(start.clock), zone: start.zone }
            }
        }
    }

    /// Time since the start.
    pub fn uptime(&self) -> Uptime {
        match self {
            Time::Running { started, .. } => Uptime(started.elapsed()),
            Time::Stepped { passed, .. } => Uptime(*passed),
        }
    }

    /// Moves a stepped time on; a running one moves by itself.
    pub fn step(&mut self, by: Duration) {
        if let Time::Stepped { passed, .. } = self {
            *passed += by;
        }
    }
}
