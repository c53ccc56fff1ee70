//! The playbook (策略): rhythm per class, next step per outcome, caps, hours, when reasons speak up, scripts.
//!
//! Owns the checked form of `assets/playbook.toml` and `assets/scripts.<lang>.toml`, which are embedded. Must
//! not: decide anything about a customer; the rules that read it stand beside this module.

mod load;
mod script;
mod sms;
#[cfg(test)]
mod tests;

pub use load::PlaybookError;
pub use script::{Blanks, Objection, Script, Scripts};
pub use sms::SmsSize;

use crate::domain::{Channel, Code, FollowUpKind, Minute, Reason, TalkResult};
use std::sync::LazyLock;

/// The playbook, checked.
#[derive(Debug, Clone)]
pub struct Playbook {
    rhythm: Vec<(String, i32)>,
    no_rhythm: Vec<String>,
    /// Caps, hours and rests.
    pub limits: PlaybookLimits,
    reasons: Vec<ReasonRule>,
    reach: Vec<(crate::domain::Reach, Step)>,
    result: Vec<(TalkResult, Step)>,
    reply: Vec<(crate::domain::Reply, Step)>,
    scripts: Scripts,
}

/// Caps, hours and rests. Counts are contacts, lengths are days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaybookLimits {
    /// Talks a day.
    pub call_day: u16,
    /// Messages a day.
    pub message_day: u16,
    /// Contacts in 7 days.
    pub touch_week: u16,
    /// Contacts in 30 days.
    pub touch_month: u16,
    /// Vain dials a day, 7 days, 30 days, per number.
    pub dials: [u16; 3],
    /// Unanswered calls in a row before a rest.
    pub tries: u16,
    /// The days over which they are counted.
    pub tries_days: i32,
    /// The rest after them.
    pub tries_rest: i32,
    /// How long an event is news.
    pub fresh_days: i32,
    /// Rest of a refused reason.
    pub rest_refused: i32,
    /// Rest of all selling after a service talk.
    pub rest_served: i32,
    /// First minute of marketing contact.
    pub hours_from: Minute,
    /// End of marketing contact (excluded).
    pub hours_to: Minute,
    /// Where a retry in the morning begins.
    pub morning: Minute,
    /// The morning ends.
    pub noon: Minute,
    /// Where a retry in the afternoon begins.
    pub afternoon: Minute,
}

/// What sort of contact a reason asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// Not counted by the budget; allowed where only service is.
    Service,
    /// Counted; allowed where only service is.
    Notice,
    /// Counted; not allowed where only service is.
    Selling,
}

/// When a reason speaks up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReasonRule {
    /// Its sort.
    pub nature: Nature,
    /// Days until an unchanged state speaks again.
    pub every: i32,
    /// Days after the last stage until it falls silent.
    pub tail: i32,
    /// Stages relative to the reason's date, in order.
    pub stages: Vec<Stage>,
}

/// A stage of a dated reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Days from the date; negative before it.
    pub at: i32,
    /// How to contact; without one the stage only lists.
    pub channel: Option<Channel>,
}

/// The next step that an outcome proposes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub wait: Wait,
    /// How; `None`: as before.
    pub channel: Option<Channel>,
    /// As what it is stored.
    pub kind: FollowUpKind,
}

impl Step {
    /// Nothing is proposed.
    pub const NONE: Step = Step { wait: Wait::None, channel: None, kind: FollowUpKind::Step };
}

/// When the next step falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// No step: rhythm and reasons go on.
    None,
    /// The person must say when.
    Ask,
    /// This afternoon, else tomorrow morning.
    HalfDay,
    /// In some hours.
    Hours(i64),
    /// In some days.
    Days(i32),
}

static EMBEDDED: LazyLock<Result<Playbook, PlaybookError>> = LazyLock::new(|| {
    load::load(&load::Files {
        playbook: include_str!("../../../assets/playbook.toml"),
        scripts_zh: include_str!("../../../assets/scripts.zh.toml"),
        scripts_en: include_str!("../../../assets/scripts.en.toml"),
    })
});

impl Playbook {
    /// The playbook that comes with the program.
    pub fn embedded() -> Result<&'static Playbook, PlaybookError> {
        EMBEDDED.as_ref().map_err(Clone::clone)
    }

    /// Days between contacts for a customer of this value and lifecycle class; `None` where none is due by rhythm.
    pub fn rhythm(&self, value: &str, lifecycle: &str) -> Option<i32> {
        if self.no_rhythm.iter().any(|code| code == lifecycle) {
            return None;
        }
        self.rhythm.iter().find(|(code, _)| code == value).map(|(_, days)| *days)
    }

    /// When a reason speaks up.
    pub fn reason(&self, reason: Reason) -> &ReasonRule {
        &self.reasons[reason as usize]
    }

    /// The step after a reach code that is no talk.
    pub fn after_reach(&self, reach: crate::domain::Reach) -> Step {
        lookup(&self.reach, reach)
    }

    /// The step after a result.
    pub fn after_result(&self, result: TalkResult) -> Step {
        lookup(&self.result, result)
    }

    /// The step after an answer to a message.
    pub fn after_reply(&self, reply: crate::domain::Reply) -> Step {
        lookup(&self.reply, reply)
    }

    /// What to say.
    pub fn scripts(&self) -> &Scripts {
        &self.scripts
    }
}

fn lookup<C: Code + PartialEq>(table: &[(C, Step)], code: C) -> Step {
    table.iter().find(|(known, _)| *known == code).map_or(Step::NONE, |(_, step)| *step)
}
