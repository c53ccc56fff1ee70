//! Reading the playbook's files: TOML to the checked form, with a sentence for everything that is wrong.

use super::{Nature, Playbook, PlaybookLimits, ReasonRule, Scripts, Stage, Step, Wait};
use crate::domain::{Channel, Code, FollowUpKind, Minute, Reason};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What is wrong with a playbook file.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum PlaybookError {
    /// No valid TOML, or a field that does not belong.
    #[error("{file}: {message}")]
    Toml {
        /// The file.
        file: &'static str,
        /// The parser's words, with line and column.
        message: String,
    },
    /// A code that the list does not have.
    #[error("playbook.toml: [{list}] has no code \"{code}\"")]
    UnknownCode {
        /// The section.
        list: &'static str,
        /// What stands there.
        code: String,
    },
    /// A reason without a line.
    #[error("playbook.toml: [reason] lacks \"{0}\"")]
    MissingReason(&'static str),
    /// A wait that cannot be read.
    #[error("playbook.toml: \"{0}\" is no wait: write none, ask, half_day, 1h or 7d")]
    Wait(String),
    /// A time of day that cannot be read.
    #[error("playbook.toml: \"{0}\" is no time of day: write 09:30")]
    Time(String),
    /// A number of days that makes no sense.
    #[error("playbook.toml: {what} must be at least {least}")]
    TooSmall {
        /// Which number.
        what: String,
        /// Its lower bound.
        least: i32,
    },
    /// Scripts lack a text that everything falls back to.
    #[error("{file}: [default] lacks \"{part}\"")]
    MissingScript {
        /// The file.
        file: &'static str,
        /// The part.
        part: &'static str,
    },
}

/// The three files' texts.
pub(super) struct Files<'a> {
    pub playbook: &'a str,
    pub scripts_zh: &'a str,
    pub scripts_en: &'a str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPlaybook {
    rhythm: BTreeMap<String, i32>,
    limits: RawLimits,
    reason: BTreeMap<String, RawReason>,
    reach: BTreeMap<String, RawStep>,
    result: BTreeMap<String, RawStep>,
    reply: BTreeMap<String, RawStep>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLimits {
    no_rhythm: Vec<String>,
    call_day: u16,
    message_day: u16,
    touch_week: u16,
    touch_month: u16,
    dial_day: u16,
    dial_week: u16,
    dial_month: u16,
    tries: u16,
    tries_days: i32,
    tries_rest: i32,
    fresh_days: i32,
    rest_refused: i32,
    rest_served: i32,
    hours_from: String,
    hours_to: String,
    morning: String,
    noon: String,
    afternoon: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawReason {
    nature: Nature,
    every: Option<i32>,
    tail: Option<i32>,
    #[serde(default)]
    stages: Vec<Stage>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStep {
    wait: String,
    channel: Option<Channel>,
    kind: Option<FollowUpKind>,
}

pub(super) fn load(files: &Files<'_>) -> Result<Playbook, PlaybookError> {
    let raw: RawPlaybook = toml::from_str(files.playbook)
        .map_err(|error| PlaybookError::Toml { file: "playbook.toml", message: error.to_string() })?;
    for (class, days) in &raw.rhythm {
        at_least(format!("[rhythm] {class}"), *days, 1)?;
    }
    Ok(Playbook {
        rhythm: raw.rhythm.into_iter().collect(),
        limits: limits(&raw.limits)?,
        no_rhythm: raw.limits.no_rhythm,
        reasons: reasons(&raw.reason)?,
        reach: steps("reach", &raw.reach)?,
        result: steps("result", &raw.result)?,
        reply: steps("reply", &raw.reply)?,
        scripts: Scripts::read(files.scripts_zh, files.scripts_en)?,
    })
}

fn at_least(what: String, value: i32, least: i32) -> Result<(), PlaybookError> {
    if value < least { Err(PlaybookError::TooSmall { what, least }) } else { Ok(()) }
}

fn limits(raw: &RawLimits) -> Result<PlaybookLimits, PlaybookError> {
    at_least("tries".into(), i32::from(raw.tries), 1)?;
    for (what, days) in [("tries_rest", raw.tries_rest), ("fresh_days", raw.fresh_days)] {
        at_least(what.into(), days, 1)?;
    }
    Ok(PlaybookLimits {
        call_day: raw.call_day,
        message_day: raw.message_day,
        touch_week: raw.touch_week,
        touch_month: raw.touch_month,
        dials: [raw.dial_day, raw.dial_week, raw.dial_month],
        tries: raw.tries,
        tries_days: raw.tries_days,
        tries_rest: raw.tries_rest,
        fresh_days: raw.fresh_days,
        rest_refused: raw.rest_refused,
        rest_served: raw.rest_served,
        hours_from: time(&raw.hours_from)?,
        hours_to: time(&raw.hours_to)?,
        morning: time(&raw.morning)?,
        noon: time(&raw.noon)?,
        afternoon: time(&raw.afternoon)?,
    })
}

fn time(text: &str) -> Result<Minute, PlaybookError> {
    Minute::parse(text).ok_or_else(|| PlaybookError::Time(text.to_owned()))
}

fn reasons(raw: &BTreeMap<String, RawReason>) -> Result<Vec<ReasonRule>, PlaybookError> {
    for code in raw.keys() {
        if Reason::from_code(code).is_none() {
            return Err(PlaybookError::UnknownCode { list: "reason", code: code.clone() });
        }
    }
    Reason::ALL
        .iter()
        .map(|reason| {
            let rule = raw.get(reason.code()).ok_or(PlaybookError::MissingReason(reason.code()))?;
            let every = rule.every.unwrap_or(30);
            at_least(format!("[reason] {reason} every"), every, 1)?;
            let mut stages = rule.stages.clone();
            stages.sort_by_key(|stage| stage.at);
            Ok(ReasonRule { nature: rule.nature, every, tail: rule.tail.unwrap_or(0), stages })
        })
        .collect()
}

fn steps<C: Code>(
    list: &'static str,
    raw: &BTreeMap<String, RawStep>,
) -> Result<Vec<(C, Step)>, PlaybookError> {
    raw.iter()
        .map(|(code, step)| {
            let known =
                C::from_code(code).ok_or_else(|| PlaybookError::UnknownCode { list, code: code.clone() })?;
            let kind = step.kind.unwrap_or(FollowUpKind::Step);
            Ok((known, Step { wait: wait(&step.wait)?, channel: step.channel, kind }))
        })
        .collect()
}

fn wait(text: &str) -> Result<Wait, PlaybookError> {
    let unknown = || PlaybookError::Wait(text.to_owned());
    match text {
        "none" => Ok(Wait::None),
        "ask" => Ok(Wait::Ask),
        "half_day" => Ok(Wait::HalfDay),
        _ => {
            if let Some(hours) = text.strip_suffix('h') {
                hours.parse().map(Wait::Hours).map_err(|_| unknown())
            } else if let Some(days) = text.strip_suffix('d') {
                days.parse().map(Wait::Days).map_err(|_| unknown())
            } else {
                Err(unknown())
            }
        }
    }
}
