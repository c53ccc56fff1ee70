//! Requests that write wait here while another window does. Must not: answer them, look at the file.

use super::ReplyTo;
use crate::store::open::{BETWEEN_LOOKS, LOOKS_UNTOLD};
use crate::store::protocol::{Reply, Request, RequestId};
use std::collections::VecDeque;
use std::time::Duration;

/// While nothing is asked, so long between two looks whether another window has written.
const BETWEEN_GLANCES: Duration = Duration::from_secs(1);

/// The requests that wait until nobody else writes, and how long the first of them does.
#[derive(Default)]
pub(super) struct Waiting {
    pub(super) requests: VecDeque<(RequestId, Request)>,
    pub(super) looks: u32,
    pub(super) is_told: bool,
}

impl Waiting {
    /// How long to wait for a call before looking at what other windows do.
    pub(super) fn patience(&self) -> Duration {
        if self.requests.is_empty() { BETWEEN_GLANCES } else { BETWEEN_LOOKS }
    }

    /// Tells those who ask that another window writes.
    pub(super) fn tell(&mut self, reply_to: &ReplyTo) {
        if self.looks >= LOOKS_UNTOLD && !std::mem::replace(&mut self.is_told, true) {
            for (id, _) in &self.requests {
                reply_to(*id, Ok(Reply::Waits));
            }
        }
    }
}
