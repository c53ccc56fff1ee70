//! The facts of one customer on one day, as plain values: the input of every rule of work.
//!
//! Owns the types and the question whether a channel is open. Borrowed slices and no text but class codes, so
//! that a whole book passes through without an allocation. Must not: know where the facts come from.

use super::playbook::Nature;
use crate::domain::{
    AccountId, Channel, ConsentState, CustomerKind, Day, FollowUpId, FollowUpKind, Minute, Money, Reason,
};

/// Everything the rules need to know of a customer on a day. Rows dated after the day are not in it.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// The working day.
    pub day: Day,
    /// Facts of the customer's own row.
    pub person: Person,
    /// Class in the value dimension.
    pub value: ClassSince<'a>,
    /// Class in the lifecycle dimension.
    pub lifecycle: ClassSince<'a>,
    /// Figures of the classification that are reasons of their own.
    pub signals: Signals,
    /// What was tried and reached so far.
    pub history: History,
    /// The rows around the customer.
    pub rows: Rows<'a>,
}

/// Facts of the customer's own row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person {
    /// Natural person or firm: firms have no birthday.
    pub kind: CustomerKind,
    /// [`spread_of`] the customer number: spreads first contacts evenly.
    pub spread: u32,
    /// Entered this book.
    pub entered_on: Day,
    /// Assigned to this manager, if later.
    pub assigned_on: Option<Day>,
    /// First account or movement; `None` for a prospect.
    pub tenure_on: Option<Day>,
    /// Date of birth.
    pub birth_on: Option<Day>,
    /// End of the risk assessment.
    pub risk_level_until_on: Option<Day>,
    /// End of the ID document.
    pub id_document_until_on: Option<Day>,
    /// Left the bank.
    pub left_on: Option<Day>,
    /// Died.
    pub deceased_on: Option<Day>,
}

/// A class and since when.
#[derive(Debug, Clone, Copy)]
pub struct ClassSince<'a> {
    /// The class code of the rule file.
    pub code: &'a str,
    /// The day the class began; `None` when it was found at the first classification (so it is no event).
    pub since_on: Option<Day>,
}

/// Figures of the classification that are reasons of their own. Ratios and probabilities in millionths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Signals {
    /// `assets`.
    pub assets: Option<Money>,
    /// `assets_avg_30d`.
    pub assets_avg: Option<Money>,
    /// `assets_avg_change_30d`, millionths.
    pub assets_change_30d: Option<i64>,
    /// `assets_avg_drop_30d`.
    pub assets_drop_30d: Option<Money>,
    /// `activity_drop_p`, millionths.
    pub activity_drop_p: Option<i64>,
    /// `salary_missing_days`.
    pub salary_missing_days: Option<i64>,
    /// The lower threshold of the next better value class, if the classes are cut by `assets_avg_30d`.
    pub next_tier_at: Option<Money>,
}

/// How near the next tier counts as near: within 10 % below it.
const NEAR_TENTH: i64 = 10;

impl Signals {
    /// What the average misses to the next tier, of who is near it. Who holds less than his average is on his way down.
    pub fn missing_to_next(&self) -> Option<Money> {
        let (average, next) = (self.assets_avg?, self.next_tier_at?);
        let is_near = average < next && average.0 >= next.0 - next.0 / NEAR_TENTH;
        let is_falling = self.assets.is_some_and(|assets| assets < average);
        (is_near && !is_falling).then(|| next - average)
    }
}

/// What was tried and reached so far, up to the working time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct History {
    /// Day of the last contact that reached the customer, in or out.
    pub last_reached_on: Option<Day>,
    /// Day of the last contact that was an attempt at all (everything but not dialled and cancelled).
    pub last_attempt_on: Option<Day>,
    /// Attempts of the last 30 days that reached nobody.
    pub unreached_30d: u16,
    /// Whether the customer has numbers and all of them are invalid.
    pub is_phone_dead: bool,
}

/// The rows around the customer.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rows<'a> {
    /// Open holdings that come due.
    pub maturities: &'a [Maturity],
    /// Large movements of the last days.
    pub movements: &'a [Movement],
    /// Open follow-ups.
    pub follow_ups: &'a [OpenFollowUp],
    /// Rests that have not ended.
    pub rests: &'a [Rest],
    /// What the customer said about channels; a channel without a row is unknown.
    pub consents: &'a [ChannelConsent],
}

/// A holding that comes due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Maturity {
    /// The holding.
    pub account: AccountId,
    /// One of td_due, wealth_due, loan_due, insurance_due.
    pub reason: Reason,
    /// The day it comes due.
    pub on: Day,
    /// Its balance, without sign.
    pub amount: Money,
}

/// A large movement between the customer and others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Movement {
    /// The day it was booked.
    pub on: Day,
    /// Signed: + in, - out.
    pub amount: Money,
}

/// A stored follow-up that is still open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenFollowUp {
    /// Its row.
    pub id: FollowUpId,
    /// What it is.
    pub kind: FollowUpKind,
    /// Why.
    pub reason: Reason,
    /// When.
    pub due_on: Day,
    /// At what minute, if agreed.
    pub minute: Option<Minute>,
    /// How.
    pub channel: Channel,
}

/// What a rest covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RestScope {
    /// One reason.
    One(Reason),
    /// All selling (`*`).
    Selling,
}

/// A reason that must not be proposed before a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rest {
    /// What rests.
    pub scope: RestScope,
    /// The first day on which it may come again.
    pub until_on: Day,
}

/// What a customer said about a channel, as far as acts look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChannelConsent {
    /// The channel.
    pub channel: Channel,
    /// What is allowed.
    pub state: ConsentState,
    /// The day it opens again, with state `no_until`.
    pub until_on: Option<Day>,
    /// From when to when of a day, with state `window`.
    pub window: Option<(Minute, Minute)>,
}

impl From<&crate::domain::Consent> for ChannelConsent {
    fn from(consent: &crate::domain::Consent) -> ChannelConsent {
        ChannelConsent {
            channel: consent.channel,
            state: consent.state,
            until_on: consent.until_on,
            window: consent.window,
        }
    }
}

/// Why a channel is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// Closed until the customer opens it again.
    Never(Channel),
    /// Closed; the day it opens again, if the customer named one.
    Until(Channel, Option<Day>),
    /// Open for service only, and this is selling.
    ServiceOnly(Channel),
    /// Every number of the customer is invalid.
    DeadNumber,
}

/// Channels in the order in which another one is looked for when the first is closed.
pub const FALLBACK: [Channel; 4] = [Channel::Phone, Channel::Wecom, Channel::Sms, Channel::Branch];

impl Situation<'_> {
    /// Whether all contact stops: the customer died.
    pub fn is_over(&self) -> bool {
        self.person.deceased_on.is_some_and(|on| on <= self.day)
    }

    /// Whether the customer left the bank: nothing speaks up for him any more but what somebody recorded. The channels
    /// stay as he said.
    pub fn has_left(&self) -> bool {
        self.person.left_on.is_some_and(|on| on <= self.day)
    }

    /// Why a channel must not be used today for something of this nature; `None` when it may.
    pub fn closed(&self, channel: Channel, nature: Nature) -> Option<Held> {
        let consent = self.rows.consents.iter().find(|c| c.channel == channel)?;
        match consent.state {
            ConsentState::Never => Some(Held::Never(channel)),
            ConsentState::NoUntil if consent.until_on.is_none_or(|until| self.day < until) => {
                Some(Held::Until(channel, consent.until_on))
            }
            ConsentState::ServiceOnly if nature == Nature::Selling => Some(Held::ServiceOnly(channel)),
            _ => None,
        }
    }

    /// The time of day in which the customer wants a channel used; `None` when he named none.
    pub fn window(&self, channel: Channel) -> Option<(Minute, Minute)> {
        let consent = self.rows.consents.iter().find(|consent| consent.channel == channel)?;
        consent.window.filter(|_| consent.state == ConsentState::Window)
    }

    /// The channel to use where `wanted` is preferred: it, or an open one, of those that the customer expressly allowed
    /// if he did; `None` when all are closed. A customer whose numbers are all dead is not called and gets no SMS.
    pub fn open_channel(&self, wanted: Channel, nature: Nature) -> Option<Channel> {
        let is_open = |channel: &Channel| {
            let is_dead = self.history.is_phone_dead && matches!(channel, Channel::Phone | Channel::Sms);
            !is_dead && self.closed(*channel, nature).is_none()
        };
        let others = || FALLBACK.into_iter().filter(is_open);
        Some(wanted)
            .filter(is_open)
            .or_else(|| others().find(|channel| self.is_allowed(*channel)))
            .or(others().next())
    }

    /// Whether the customer expressly allowed a channel, if only at certain hours.
    pub fn is_allowed(&self, channel: Channel) -> bool {
        let consent = self.rows.consents.iter().find(|consent| consent.channel == channel);
        consent.is_some_and(|consent| matches!(consent.state, ConsentState::Yes | ConsentState::Window))
    }

    /// Whether a reached contact lies on this day or later.
    pub(super) fn is_reached_since(&self, day: Day) -> bool {
        self.history.last_reached_on.is_some_and(|on| on >= day)
    }
}

/// A number from a customer number that spreads customers evenly (FNV-1a, 32 bits, folded).
pub fn spread_of(customer_no: &str) -> u32 {
    let hash = customer_no
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash >> 16) ^ (hash & 0xffff) ^ (hash >> 7)
}

/// A situation that owns its codes and rows: what a form or a thread keeps.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnedSituation {
    day: Day,
    person: Person,
    value: (String, Option<Day>),
    lifecycle: (String, Option<Day>),
    signals: Signals,
    history: History,
    maturities: Vec<Maturity>,
    movements: Vec<Movement>,
    follow_ups: Vec<OpenFollowUp>,
    rests: Vec<Rest>,
    consents: Vec<ChannelConsent>,
}

impl Situation<'_> {
    /// A copy that owns everything.
    pub fn to_owned(&self) -> OwnedSituation {
        let class = |class: ClassSince<'_>| (class.code.to_owned(), class.since_on);
        OwnedSituation {
            day: self.day,
            person: self.person,
            value: class(self.value),
            lifecycle: class(self.lifecycle),
            signals: self.signals,
            history: self.history,
            maturities: self.rows.maturities.to_vec(),
            movements: self.rows.movements.to_vec(),
            follow_ups: self.rows.follow_ups.to_vec(),
            rests: self.rows.rests.to_vec(),
            consents: self.rows.consents.to_vec(),
        }
    }
}

impl OwnedSituation {
    /// The situation as the rules take it.
    pub fn view(&self) -> Situation<'_> {
        Situation {
            day: self.day,
            person: self.person,
            value: ClassSince { code: &self.value.0, since_on: self.value.1 },
            lifecycle: ClassSince { code: &self.lifecycle.0, since_on: self.lifecycle.1 },
            signals: self.signals,
            history: self.history,
            rows: Rows {
                maturities: &self.maturities,
                movements: &self.movements,
                follow_ups: &self.follow_ups,
                rests: &self.rests,
                consents: &self.consents,
            },
        }
    }
}
