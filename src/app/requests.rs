//! The requests under way. Each is asked about a [`Topic`]; of one topic only the newest request counts, and a late
//! answer to an older one is dropped here, in one place.

use super::ctx::{Ctx, Uptime};
use super::effect::{Effect, Effects};
use crate::screens;
use crate::store::protocol::{Request, RequestId, UndoWhich};
use std::time::Duration;

/// What a request is about; the answer goes to the module that owns the topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// The book as a whole, for every screen.
    Overview,
    /// The book of the working day.
    Book,
    /// The end of its recomputation.
    StopBook,
    /// That nothing is to be saved any more.
    Abandon,
    /// What is taken back, or brought back.
    Undo(UndoWhich),
    /// A topic of Today.
    Today(screens::today::Topic),
    /// A topic of Customers.
    Customers(screens::customers::Topic),
    /// A topic of Queues.
    Queues(screens::queues::Topic),
    /// A topic of the card.
    Card(screens::card::Topic),
    /// A topic of the forms.
    Edit(screens::edit::Topic),
    /// Passing a customer over.
    Skip,
    /// Writing a remark.
    Remark,
    /// A topic of the form that puts a customer off.
    Snooze(crate::overlays::snooze::Topic),
    /// A topic of the call screen.
    Call(screens::call::Topic),
    /// A topic of the import screen.
    Import(screens::import::Topic),
}

impl Topic {
    /// Whether the answer puts another customer, row or screen in the place of what is shown: a key that is typed
    /// before it comes is meant for what comes.
    fn turns_screen(self) -> bool {
        match self {
            Topic::Undo(_) | Topic::Skip | Topic::Remark => true,
            Topic::Snooze(topic) => topic == crate::overlays::snooze::Topic::Save,
            Topic::Edit(topic) => matches!(topic, screens::edit::Topic::Save(_)),
            Topic::Call(topic) => topic == screens::call::Topic::Save,
            _ => false,
        }
    }
}

/// From here on the status line says that something is awaited.
const PATIENCE: Duration = Duration::from_millis(200);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Awaited {
    id: RequestId,
    topic: Topic,
    since: Uptime,
    /// Whether something of the person's own is on its way into the book.
    saves: bool,
    /// Whether it waits for another window that writes.
    waits: bool,
}

/// The ledger of requests.
#[derive(Debug, Clone, Default)]
pub struct Requests {
    last: u64,
    awaited: Vec<Awaited>,
}

impl Requests {
    /// Asks the book; an earlier request of the same topic no longer counts.
    pub fn ask(&mut self, topic: Topic, request: Request, ctx: &Ctx) -> Effects {
        self.forget(topic);
        self.last += 1;
        let id = RequestId(self.last);
        self.awaited.push(Awaited {
            id,
            topic,
            since: ctx.uptime,
            saves: request.holds_up_the_end(),
            waits: false,
        });
        Effect::Store(id, request).into()
    }

    /// Stops caring for a topic's answer.
    pub fn forget(&mut self, topic: Topic) {
        self.awaited.retain(|awaited| awaited.topic != topic);
    }

    /// Whether an answer about this topic is still to come.
    pub fn is_awaiting(&self, topic: Topic) -> bool {
        self.awaited.iter().any(|awaited| awaited.topic == topic)
    }

    /// A request waits for another window that writes.
    pub fn waits(&mut self, id: RequestId) {
        self.awaited.iter_mut().filter(|awaited| awaited.id == id).for_each(|awaited| awaited.waits = true);
    }

    /// Whether something waits for another window that writes.
    pub fn is_waiting_for_window(&self) -> bool {
        self.awaited.iter().any(|awaited| awaited.waits)
    }

    /// Whether something is being written for the person.
    pub fn is_saving(&self) -> bool {
        self.count_saving() > 0
    }

    /// How much of that there is.
    pub fn count_saving(&self) -> usize {
        self.awaited.iter().filter(|awaited| awaited.saves).count()
    }

    /// Takes an answer: its topic if it counts, `None` if it is late.
    pub fn settle(&mut self, id: RequestId) -> Option<Topic> {
        let at = self.awaited.iter().position(|awaited| awaited.id == id)?;
        Some(self.awaited.remove(at).topic)
    }

    /// The topic of an answer that is not the last one to its request; `None` if nobody waits for it any more.
    pub fn topic(&self, id: RequestId) -> Option<Topic> {
        self.awaited.iter().find(|awaited| awaited.id == id).map(|awaited| awaited.topic)
    }

    /// Whether what is shown is about to give way to something else, soon enough that keys wait for it.
    pub fn is_turning(&self, now: Uptime) -> bool {
        self.awaited.iter().any(|awaited| awaited.topic.turns_screen() && now < awaited.since + PATIENCE)
    }

    /// Whether somebody has waited long enough to be told so.
    pub fn is_slow(&self, now: Uptime) -> bool {
        self.next_deadline().is_some_and(|at| at <= now)
    }

    /// When the oldest request becomes slow.
    pub fn next_deadline(&self) -> Option<Uptime> {
        self.awaited.iter().map(|awaited| awaited.since + PATIENCE).min()
    }
}
