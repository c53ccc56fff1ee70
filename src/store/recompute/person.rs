//! A customer's own row and the rows around it, as a pass holds them: buffers that are filled again for the next one.

use crate::book::{ClassIx, ClassTable};
use crate::domain::{CustomerId, CustomerKind, Day, Dimension, FollowUpId, PhoneState};
use crate::work::{ChannelConsent, OpenFollowUp, Rest};

/// A customer's own row, as far as the book in memory needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Person {
    pub id: CustomerId,
    pub customer_no: String,
    /// Empty when there is none.
    pub name: String,
    pub kind: CustomerKind,
    pub birth_on: Option<Day>,
    pub entered_on: Day,
    pub assigned_on: Option<Day>,
    pub opened_on: Option<Day>,
    pub risk_level_until_on: Option<Day>,
    pub id_document_until_on: Option<Day>,
    pub left_on: Option<Day>,
    pub deceased_on: Option<Day>,
}

impl Default for Person {
    fn default() -> Person {
        Person {
            id: CustomerId(0),
            customer_no: String::new(),
            name: String::new(),
            kind: CustomerKind::Person,
            birth_on: None,
            entered_on: Day(0),
            assigned_on: None,
            opened_on: None,
            risk_level_until_on: None,
            id_document_until_on: None,
            left_on: None,
            deceased_on: None,
        }
    }
}

/// A class set by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Override {
    pub dimension: Dimension,
    pub class: ClassIx,
    pub from_on: Day,
    pub until_on: Option<Day>,
}

impl Override {
    pub(super) fn is_in_force(&self, day: Day) -> bool {
        self.from_on <= day && self.until_on.is_none_or(|until| day <= until)
    }
}

/// What was stored for a customer at the last recomputation, the profile aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct StoredState {
    pub stale_on: Option<Day>,
    pub first_on: Day,
    /// Class and since when, by dimension.
    pub classes: [(ClassIx, Day); 6],
}

/// A change of class as it was recorded.
pub(super) struct Recorded {
    pub dimension: Dimension,
    pub from: String,
    pub to: String,
    pub on: Day,
}

impl StoredState {
    /// Starts going back to a day: a class that began later is not known to have begun.
    pub(super) fn wind_back(&mut self, day: Day) {
        for (_, since) in &mut self.classes {
            if *since > day {
                *since = Day(i32::MIN);
            }
        }
    }

    /// Goes back over a change, the newest first.
    pub(super) fn wind_back_over(&mut self, change: &Recorded, day: Day, table: &ClassTable) {
        let (class, since) = &mut self.classes[change.dimension.index()];
        if change.on > day {
            *class = table.place(change.dimension, &change.from);
        } else if *since == Day(i32::MIN) {
            *class = table.place(change.dimension, &change.to);
            *since = change.on;
        }
    }

    /// What has no change before began with the first classification.
    pub(super) fn settle(&mut self) {
        let first_on = self.first_on;
        self.classes
            .iter_mut()
            .filter(|(_, since)| *since == Day(i32::MIN))
            .for_each(|(_, since)| *since = first_on);
    }
}

/// A number: its digits as a stretch of the text of all, its state, whether it is the primary one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Number {
    start: usize,
    end: usize,
    state: PhoneState,
    is_primary: bool,
}

impl Number {
    fn is_usable(self) -> bool {
        matches!(self.state, PhoneState::Valid | PhoneState::Unverified)
    }
}

/// The numbers of a customer.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Numbers {
    digits: String,
    all: Vec<Number>,
}

impl Numbers {
    pub(super) fn clear(&mut self) {
        self.digits.clear();
        self.all.clear();
    }

    pub(super) fn push(&mut self, digits: &str, state: PhoneState, is_primary: bool) {
        let start = self.digits.len();
        self.digits.push_str(digits);
        self.all.push(Number { start, end: self.digits.len(), state, is_primary });
    }

    /// There are numbers, and none can be called.
    pub(super) fn are_unusable(&self) -> bool {
        !self.all.is_empty() && self.all.iter().all(|number| !number.is_usable())
    }

    /// There are numbers, and all of them are invalid.
    pub(super) fn are_dead(&self) -> bool {
        !self.all.is_empty() && self.all.iter().all(|number| number.state == PhoneState::Invalid)
    }

    /// All numbers, one a line, the one to call first: a usable primary one, else any usable, else any.
    pub(super) fn write(&mut self, out: &mut String) {
        out.clear();
        self.all.sort_by_key(|n| (!n.is_usable(), !n.is_primary));
        for (at, number) in self.all.iter().enumerate() {
            if at > 0 {
                out.push('\n');
            }
            out.push_str(&self.digits[number.start..number.end]);
        }
    }
}

/// The rows around one customer.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Around {
    pub state: Option<StoredState>,
    /// The stored profile, with the state.
    pub profile: Vec<u8>,
    /// The digest, when it was made anew from the rows.
    pub new_digest: Option<Vec<u8>>,
    pub numbers: Numbers,
    pub consents: Vec<ChannelConsent>,
    pub follow_ups: Vec<OpenFollowUp>,
    pub rests: Vec<Rest>,
    pub overrides: Vec<Override>,
    /// One a line.
    pub tags: String,
    /// What the open follow-ups are about: id and words, one a line.
    pub subjects: String,
    /// Passed over on the working day.
    pub is_skipped: bool,
}

impl Around {
    /// Empties everything for the next customer.
    pub(super) fn clear(&mut self) {
        self.state = None;
        self.profile.clear();
        self.new_digest = None;
        self.clear_own();
    }

    /// Empties what a digest fills.
    pub(super) fn clear_own(&mut self) {
        self.numbers.clear();
        self.consents.clear();
        self.follow_ups.clear();
        self.rests.clear();
        self.overrides.clear();
        self.tags.clear();
        self.subjects.clear();
        self.is_skipped = false;
    }

    /// Keeps what a follow-up is about, on one line.
    pub(super) fn push_subject(&mut self, id: FollowUpId, words: &str) {
        if !self.subjects.is_empty() {
            self.subjects.push('\n');
        }
        let words = words.replace('\n', " ");
        self.subjects.push_str(&id.0.to_string());
        self.subjects.push(' ');
        self.subjects.push_str(&words);
    }

    /// The class of a dimension as stored last.
    pub(super) fn stored(&self, dimension: Dimension) -> Option<ClassIx> {
        self.state.as_ref().map(|state| state.classes[dimension.index()].0)
    }
}
