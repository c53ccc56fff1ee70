//! What a draft must have before it can be planned.

use super::{LogContext, LogDraft, NextDraft, propose};
use crate::domain::{Channel, Day, Reach, TalkResult};
use crate::lang::Lang;
use crate::tr;
use crate::work::budget::is_message;
use crate::work::playbook::Wait;
use std::borrow::Cow;

/// A field of the log form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LogField {
    /// How far it got.
    Reach,
    /// What came of it.
    Result,
    /// The answer to a message.
    Reply,
    /// The next contact.
    Next,
    /// When it was.
    At,
    /// The amount of a deal.
    DealAmount,
    /// The rate at another bank.
    OtherRate,
    /// The length of the talk.
    Duration,
    /// Why the customer left.
    LeavingReason,
    /// The number used.
    Phone,
}

/// What is wrong with a field of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FieldProblem {
    /// The channel does not know this reach.
    #[error("{reach} does not go with {channel}")]
    ReachOfChannel {
        /// What was said.
        reach: Reach,
        /// The channel.
        channel: Channel,
    },
    /// A call that reached the customer came to something.
    #[error("the result is missing")]
    ResultMissing,
    /// Nobody was reached, or the message was not answered, so nothing can have come of it.
    #[error("no talk, so no result")]
    ResultWithoutTalk,
    /// Only messages are answered.
    #[error("only messages have a reply")]
    ReplyWithoutMessage,
    /// The result needs a date.
    #[error("{0} needs a date")]
    NextMissing(TalkResult),
    /// A promised call has its minute.
    #[error("{0} needs a time of day")]
    MinuteMissing(TalkResult),
    /// The next contact lies in the past.
    #[error("the next contact lies in the past")]
    NextPast,
    /// All contact stops with this outcome.
    #[error("all contact stops, so there is no next one")]
    NextAfterEnd,
    /// Every channel is closed, or the named one.
    #[error("the channel is closed")]
    NextClosed(Channel),
    /// Nothing would be put off: the next contact lies later anyway.
    #[error("the next contact on {0} lies later anyway")]
    NextLater(Day),
    /// The contact lies in the future.
    #[error("the contact lies in the future")]
    AtFuture,
    /// An amount or rate that is not positive.
    #[error("not positive")]
    NotPositive(LogField),
    /// Who leaves has a reason.
    #[error("why the customer left is missing")]
    LeavingMissing,
    /// A number of another customer.
    #[error("no such number")]
    UnknownPhone,
}

impl FieldProblem {
    /// The field to go to.
    pub fn field(self) -> LogField {
        match self {
            FieldProblem::ReachOfChannel { .. } => LogField::Reach,
            FieldProblem::ResultMissing | FieldProblem::ResultWithoutTalk => LogField::Result,
            FieldProblem::ReplyWithoutMessage => LogField::Reply,
            FieldProblem::NextMissing(_)
            | FieldProblem::MinuteMissing(_)
            | FieldProblem::NextPast
            | FieldProblem::NextAfterEnd
            | FieldProblem::NextLater(_)
            | FieldProblem::NextClosed(_) => LogField::Next,
            FieldProblem::AtFuture => LogField::At,
            FieldProblem::NotPositive(field) => field,
            FieldProblem::LeavingMissing => LogField::LeavingReason,
            FieldProblem::UnknownPhone => LogField::Phone,
        }
    }

    /// The sentence for a person: what is wrong and what to do.
    pub fn text(self, lang: Lang) -> Cow<'static, str> {
        match self {
            FieldProblem::ReachOfChannel { reach, channel } => tr!(
                lang,
                "work.problem.reach_of_channel",
                reach = lang.code_text(reach),
                channel = lang.code_text(channel)
            ),
            FieldProblem::ResultMissing => tr!(lang, "work.problem.result_missing"),
            FieldProblem::ResultWithoutTalk => tr!(lang, "work.problem.result_without_talk"),
            FieldProblem::ReplyWithoutMessage => tr!(lang, "work.problem.reply_without_message"),
            FieldProblem::NextMissing(result) if !result.needs_minute() => {
                tr!(lang, "work.problem.next_missing", result = lang.code_text(result))
            }
            FieldProblem::NextMissing(result) | FieldProblem::MinuteMissing(result) => {
                tr!(lang, "work.problem.minute_missing", result = lang.code_text(result))
            }
            FieldProblem::NextPast => tr!(lang, "work.problem.next_past"),
            FieldProblem::NextAfterEnd => tr!(lang, "work.problem.next_after_end"),
            FieldProblem::NextClosed(channel) => {
                tr!(lang, "work.problem.next_closed", channel = lang.code_text(channel))
            }
            FieldProblem::NextLater(on) => tr!(lang, "work.problem.next_later", on = on),
            FieldProblem::AtFuture => tr!(lang, "work.problem.at_future"),
            FieldProblem::NotPositive(_) => tr!(lang, "work.problem.not_positive"),
            FieldProblem::LeavingMissing => tr!(lang, "work.problem.leaving_missing"),
            FieldProblem::UnknownPhone => tr!(lang, "work.problem.unknown_phone"),
        }
    }
}

/// Whether what was planned ends with this outcome: the customer died or left.
pub(super) fn is_end(result: Option<TalkResult>) -> bool {
    matches!(result, Some(TalkResult::Gone | TalkResult::Deceased))
}

/// Everything that is wrong with a draft, in the order of the form.
pub(super) fn problems(draft: &LogDraft, context: &LogContext<'_>) -> Vec<FieldProblem> {
    let outcome = draft.outcome;
    let mut found = Vec::new();
    if !Reach::of_channel(outcome.channel, outcome.direction).contains(&outcome.reach) {
        found.push(FieldProblem::ReachOfChannel { reach: outcome.reach, channel: outcome.channel });
    }
    let is_talk = outcome.reach.is_talk() || outcome.reply.is_some();
    match outcome.result {
        None if outcome.channel == Channel::Phone && outcome.reach == Reach::Connected => {
            found.push(FieldProblem::ResultMissing);
        }
        Some(_) if !is_talk => found.push(FieldProblem::ResultWithoutTalk),
        _ => {}
    }
    if outcome.reply.is_some() && !is_message(outcome.channel) {
        found.push(FieldProblem::ReplyWithoutMessage);
    }
    if draft.at.is_some_and(|at| at > context.now.at) {
        found.push(FieldProblem::AtFuture);
    }
    if draft.details.deal_amount.is_some_and(|amount| amount.0 <= 0) {
        found.push(FieldProblem::NotPositive(LogField::DealAmount));
    }
    if draft.details.other_rate_bp.is_some_and(|rate| rate < 0) {
        found.push(FieldProblem::NotPositive(LogField::OtherRate));
    }
    if draft.phone.is_some_and(|id| !context.phones.iter().any(|phone| phone.id == id)) {
        found.push(FieldProblem::UnknownPhone);
    }
    let says_why = [&draft.details.leaving_reason, &draft.note].iter().any(|text| !text.trim().is_empty());
    if outcome.result == Some(TalkResult::Gone) && !says_why {
        found.push(FieldProblem::LeavingMissing);
    }
    found.extend(next_problem(draft, context));
    found
}

fn next_problem(draft: &LogDraft, context: &LogContext<'_>) -> Option<FieldProblem> {
    let outcome = draft.outcome;
    let NextDraft::At(when) = draft.next else {
        let asks = propose(context, draft).step.wait == Wait::Ask;
        return outcome.result.filter(|_| asks).map(FieldProblem::NextMissing);
    };
    if outcome.result == Some(TalkResult::Deceased) || context.situation.is_over() {
        return Some(FieldProblem::NextAfterEnd);
    }
    let (day, minute) = (context.now.day(), context.now.minute());
    if when.day < day
        || when.day == day && when.due_minute().is_some_and(|at| at < minute && when.half.is_none())
    {
        return Some(FieldProblem::NextPast);
    }
    let promised = outcome.result.filter(|result| result.needs_minute());
    promised.filter(|_| when.due_minute().is_none()).map(FieldProblem::MinuteMissing)
}
