//! The program as data: one [`Model`], messages that come in, and [`Effects`] that go out.
//!
//! `update(&mut Model, Msg, &Ctx) -> Effects` is pure: it does no I/O and reads time only from [`Ctx`]. Owns the
//! route, the overlays, the status line, the requests under way and the timers; each screen's state is a slice that
//! its module in `screens` owns. Must not: draw, read the clock, name a database type.

pub mod book;
pub mod command;
pub mod ctx;
pub mod draft;
pub mod edits;
pub mod effect;
pub mod finder;
pub mod key;
pub mod leave;
pub mod model;
pub mod mouse;
pub mod msg;
pub mod nav;
mod others;
pub mod recompute;
pub mod requests;
pub mod scope;
pub mod status;
pub mod timers;
pub mod trail;
pub mod update;

pub use book::BookState;
pub use command::Command;
pub use ctx::{Ctx, Uptime};
pub use edits::edit_of;
pub use effect::{Effect, Effects, Exit};
pub use finder::Finder;
pub use key::{Key, KeyCode};
pub use model::Model;
pub use mouse::Mouse;
pub use msg::{DialFailure, Msg};
pub use nav::{Nav, Screen};
pub use requests::{Requests, Topic};
pub use scope::Scope;
pub use status::Status;
pub use timers::{Timer, Timers};
pub use trail::Trail;
pub use update::update;

#[cfg(test)]
mod tests;
