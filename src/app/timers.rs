//! What is to happen later: each timer has a name, and starting it again moves it.

use super::ctx::{Ctx, Uptime};
use crate::screens;
use std::time::Duration;

/// What happens when the time comes; the module that owns the name is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Timer {
    /// A timer of Customers.
    Customers(screens::customers::Timer),
    /// A timer of the filter line.
    Filter(screens::filter_line::Timer),
    /// A timer of Queues.
    Queues(screens::queues::Timer),
    /// A timer of the card.
    Card(screens::card::Timer),
    /// A timer of the forms.
    Edit(screens::edit::Timer),
    /// A timer of the form that puts a customer off.
    Snooze(crate::overlays::snooze::Timer),
    /// A timer of the call screen.
    Call(screens::call::Timer),
}

/// The running timers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timers(Vec<(Timer, Uptime)>);

impl Timers {
    /// Starts a timer; one of the same name that runs is moved.
    pub fn start(&mut self, timer: Timer, wait: Duration, ctx: &Ctx) {
        self.stop(timer);
        self.0.push((timer, ctx.uptime + wait));
    }

    /// Stops a timer.
    pub fn stop(&mut self, timer: Timer) {
        self.0.retain(|(running, _)| *running != timer);
    }

    /// Takes out the timers whose time has come, earliest first.
    pub fn take_due(&mut self, now: Uptime) -> Vec<Timer> {
        let (mut due, rest): (Vec<_>, Vec<_>) = self.0.drain(..).partition(|(_, at)| *at <= now);
        self.0 = rest;
        due.sort_by_key(|(_, at)| *at);
        due.into_iter().map(|(timer, _)| timer).collect()
    }

    /// When the next one rings.
    pub fn next_deadline(&self) -> Option<Uptime> {
        self.0.iter().map(|(_, at)| *at).min()
    }
}
