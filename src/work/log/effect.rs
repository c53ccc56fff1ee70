//! What Enter will do, as data and in words.

use crate::domain::{Channel, Code, Day, FollowUpKind, FollowUpState, Minute, PhoneState, Reason};
use crate::lang::Lang;
use crate::tr;
use crate::work::budget::{Obstacle, Used};
use crate::work::situation::RestScope;
use crate::work::words::{channel_text, date_text, moment_text};

/// Something a log causes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The customer left the bank: he is lost, and nothing more is proposed.
    Left,
    /// The customer died; all contact stops.
    Deceased,
    /// A channel is closed at once.
    ChannelClosed(Channel),
    /// The one next contact afterwards.
    Next {
        /// The day.
        on: Day,
        /// The minute, if agreed.
        minute: Option<Minute>,
        /// How.
        channel: Channel,
        /// Why.
        reason: Reason,
    },
    /// The customer stays in the queue with what was due.
    BackInQueue,
    /// There is none.
    NoNext,
    /// No selling until the complaint is settled.
    SellingStops,
    /// The budget, with this contact.
    Budget(Used),
    /// A follow-up ends.
    FollowUpClosed {
        /// What it was.
        kind: FollowUpKind,
        /// When it was due.
        due_on: Day,
        /// How it ends.
        state: FollowUpState,
    },
    /// A follow-up begins that is not the next contact.
    FollowUpOpened {
        /// What it is.
        kind: FollowUpKind,
        /// When it is due.
        due_on: Day,
        /// At what minute, if agreed.
        minute: Option<Minute>,
    },
    /// The state of the number changes.
    Phone(PhoneState),
    /// A reason rests.
    Rest {
        /// What rests.
        scope: RestScope,
        /// Until when.
        until_on: Day,
    },
    /// The contact is marked: the channel was closed.
    AgainstConsent(Channel),
    /// The contact is marked: the channel was open for service only, and this was selling.
    AgainstService(Channel),
    /// The contact is marked: all contact had stopped.
    AgainstEnd,
}

impl Effect {
    /// Its code for JSON.
    pub fn kind(&self) -> &'static str {
        match self {
            Effect::Left => "left",
            Effect::Deceased => "deceased",
            Effect::ChannelClosed(_) => "channel_closed",
            Effect::Next { .. } => "next",
            Effect::BackInQueue => "back_in_queue",
            Effect::NoNext => "no_next",
            Effect::SellingStops => "selling_stops",
            Effect::Budget(_) => "budget",
            Effect::FollowUpClosed { .. } => "follow_up_closed",
            Effect::FollowUpOpened { .. } => "follow_up_opened",
            Effect::Phone(_) => "phone",
            Effect::Rest { .. } => "rest",
            Effect::AgainstConsent(_) => "against_consent",
            Effect::AgainstService(_) => "against_service",
            Effect::AgainstEnd => "against_end",
        }
    }

    /// Whether it is a heavy one, marked `!`.
    pub fn is_heavy(&self) -> bool {
        matches!(
            self,
            Effect::Left
                | Effect::Deceased
                | Effect::ChannelClosed(_)
                | Effect::SellingStops
                | Effect::AgainstConsent(_)
                | Effect::AgainstService(_)
                | Effect::AgainstEnd
                | Effect::Phone(PhoneState::Invalid)
        )
    }

    /// In words; dates are absolute.
    pub fn text(&self, lang: Lang, today: Day, limits: &crate::work::Limits) -> String {
        match self {
            Effect::Left => tr!(lang, "work.effect.left"),
            Effect::Deceased => tr!(lang, "work.effect.deceased"),
            Effect::ChannelClosed(channel) => {
                tr!(lang, "work.effect.channel_closed", channel = channel_text(lang, *channel))
            }
            Effect::Next { on, minute, channel, .. } => tr!(
                lang,
                "work.effect.next",
                at = moment_text(lang, today, *on, *minute),
                channel = channel_text(lang, *channel)
            ),
            Effect::BackInQueue => tr!(lang, "work.effect.back_in_queue"),
            Effect::NoNext => tr!(lang, "work.effect.no_next"),
            Effect::SellingStops => tr!(lang, "work.effect.selling_stops"),
            Effect::Budget(used) => tr!(
                lang,
                "work.effect.budget",
                week = used.week,
                week_cap = limits.touch_week,
                month = used.month,
                month_cap = limits.touch_month
            ),
            Effect::FollowUpClosed { kind, due_on, state } => tr!(
                lang,
                "work.effect.follow_up_closed",
                kind = lang.code_text(*kind),
                on = date_text(today, *due_on),
                state = lang.text(&format!("work.closed.{}", state.code()))
            ),
            Effect::FollowUpOpened { kind, due_on, minute } => tr!(
                lang,
                "work.effect.follow_up_opened",
                kind = lang.code_text(*kind),
                at = moment_text(lang, today, *due_on, *minute)
            ),
            Effect::Phone(state) => tr!(lang, "work.effect.phone", state = lang.code_text(*state)),
            Effect::Rest { scope, until_on } => {
                let what = match scope {
                    RestScope::One(reason) => lang.code_text(*reason),
                    RestScope::Selling => tr!(lang, "work.selling"),
                };
                tr!(lang, "work.effect.rest", what = what, on = date_text(today, *until_on))
            }
            Effect::AgainstConsent(channel) => {
                tr!(lang, "work.effect.against_consent", channel = channel_text(lang, *channel))
            }
            Effect::AgainstService(channel) => {
                tr!(lang, "work.effect.against_service", channel = channel_text(lang, *channel))
            }
            Effect::AgainstEnd => tr!(lang, "work.effect.against_end"),
        }
        .into_owned()
    }
}

/// What speaks against a log without forbidding it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warning {
    /// The typed next contact lies behind a hard date.
    HardDateBefore {
        /// Which one.
        reason: Reason,
        /// When it is.
        on: Day,
        /// What was typed.
        next_on: Day,
    },
    /// Hours, budget or dial cap.
    Limit(Obstacle),
}

impl Warning {
    /// In words.
    pub fn text(&self, lang: Lang, today: Day) -> String {
        match self {
            Warning::HardDateBefore { reason, on, next_on } => tr!(
                lang,
                "work.warning.hard_date",
                reason = lang.code_text(*reason),
                on = date_text(today, *on),
                next = date_text(today, *next_on),
                write = date_text(today, (*on - 1).max(today + 1))
            )
            .into_owned(),
            Warning::Limit(obstacle) => lang.text(&format!("work.obstacle.{}", obstacle.code())).into_owned(),
        }
    }
}
