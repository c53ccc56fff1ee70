//! The form of a log: its fields by code, what was typed in them, and what Enter would do.
//!
//! Pure: [`Form::assess`] reads the fields and plans the draft on the facts; it is asked while typing and on Enter.
//! Must not: draw, ask the book.

use crate::domain::{Day, Money, Reach, TalkResult, When, when};
use crate::lang::Lang;
use crate::screens::step;
use crate::tr;
use crate::ui::Motion;
use crate::ui::line::Secrecy;
use crate::ui::widgets::TextInput;
use crate::work::log::{Proposal, limits_against};
use crate::work::{
    FieldProblem, LogContext, LogDetails, LogDraft, LogField, LogPlan, NextDraft, Obstacle, Outcome, plan,
    propose,
};

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// 下次
    Next,
    /// Product of a deal.
    DealProduct,
    /// Amount of a deal.
    DealAmount,
    /// The other bank.
    OtherBank,
    /// Its rate.
    OtherRate,
    /// When the money comes due there.
    OtherDue,
    /// Why the customer left.
    LeavingReason,
    /// Why it was made against hours or budget.
    OverLimit,
    /// 备注
    Note,
}

impl Field {
    const ALL: [Field; 9] = [
        Field::Next,
        Field::DealProduct,
        Field::DealAmount,
        Field::OtherBank,
        Field::OtherRate,
        Field::OtherDue,
        Field::LeavingReason,
        Field::OverLimit,
        Field::Note,
    ];

    /// The field with this name.
    pub fn named(name: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|field| field.name() == name)
    }

    /// Whether the veil hides what is typed in it: amounts, and what is told in words. Dates and rates stay.
    pub fn secrecy(self) -> Secrecy {
        match self {
            Field::Next | Field::DealProduct | Field::OtherRate | Field::OtherDue => Secrecy::Open,
            Field::DealAmount | Field::OtherBank | Field::LeavingReason | Field::OverLimit | Field::Note => {
                Secrecy::Private
            }
        }
    }

    /// Its name in the language files.
    pub fn name(self) -> &'static str {
        match self {
            Field::Next => "next",
            Field::DealProduct => "deal_product",
            Field::DealAmount => "deal_amount",
            Field::OtherBank => "other_bank",
            Field::OtherRate => "other_rate",
            Field::OtherDue => "other_due",
            Field::LeavingReason => "leaving_reason",
            Field::OverLimit => "over_limit",
            Field::Note => "note",
        }
    }
}

/// The form: an outcome and what was typed about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// How it went.
    pub outcome: Outcome,
    /// The fields in their order.
    pub inputs: Vec<(Field, TextInput)>,
    /// The field with the caret.
    pub focus: usize,
    /// Whether what is wrong is shown: after a rest or on leaving a field, never at the first letter.
    pub shows_problems: bool,
}

/// What a form comes to now.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Assessment {
    /// What is wrong, in the order of the form.
    pub problems: Vec<(Field, String)>,
    /// What would be logged, when nothing is wrong.
    pub ready: Option<(LogDraft, LogPlan)>,
}

impl Form {
    /// The form of an outcome. What was typed in `former` is kept where the field is the same; an untouched proposal
    /// is made anew.
    pub fn new(outcome: Outcome, context: &LogContext<'_>, former: Option<&Form>, lang: Lang) -> Form {
        let kept = |field: Field| {
            let typed = former?.inputs.iter().find(|(known, _)| *known == field)?;
            Some(typed.1.clone()).filter(|input| !input.is_proposed() && !input.value().is_empty())
        };
        let fields = fields(outcome, context);
        let inputs = fields.into_iter().map(|field| (field, kept(field).unwrap_or_default())).collect();
        let mut form = Form { outcome, inputs, focus: 0, shows_problems: false };
        form.repropose(context, lang);
        form
    }

    /// This form as it was left, in what is known now: the same outcome and what was typed, the caret where it stood.
    pub fn resumed(self, context: &LogContext<'_>, lang: Lang) -> Form {
        let mut form = Form::new(self.outcome, context, Some(&self), lang);
        if let Some(field) = self.field() {
            form.select(field);
        }
        form
    }

    /// The field with the caret.
    pub fn field(&self) -> Option<Field> {
        Some(self.inputs.get(self.focus)?.0)
    }

    /// The text with the caret.
    pub fn input_mut(&mut self) -> Option<&mut TextInput> {
        Some(&mut self.inputs.get_mut(self.focus)?.1)
    }

    /// Whether anything was typed.
    pub fn is_touched(&self) -> bool {
        self.inputs.iter().any(|(_, input)| !input.is_proposed() && !input.value().is_empty())
    }

    /// Goes to another field, round and round.
    pub fn step(&mut self, by: isize) {
        let count = self.inputs.len().max(1);
        self.focus = (self.focus + count).wrapping_add_signed(by) % count;
        self.shows_problems = true;
    }

    /// Takes a number or a date of the field with the caret on by a step. `false` where the field has none.
    pub fn step_value(&mut self, motion: Motion, context: &LogContext<'_>, lang: Lang) -> bool {
        let Some((field, input)) = self.inputs.get_mut(self.focus) else { return false };
        let typed = input.value();
        let stepped = match field {
            Field::Next | Field::OtherDue => step::when(typed, motion, &when_context(context), lang),
            Field::DealAmount => step::amount(typed, motion),
            Field::OtherRate => step::rate(typed, motion),
            _ => return false,
        };
        if let Some(text) = stepped {
            input.replace(&text);
        }
        true
    }

    /// Goes to a field.
    pub fn select(&mut self, field: Field) {
        if let Some(at) = self.inputs.iter().position(|(known, _)| *known == field) {
            self.focus = at;
        }
    }

    /// Puts the proposal of what stands in the other fields into an untouched 下次.
    pub fn repropose(&mut self, context: &LogContext<'_>, lang: Lang) {
        let proposal = self.proposal(context);
        let Some((_, next)) = self.inputs.iter_mut().find(|(field, _)| *field == Field::Next) else { return };
        if next.is_proposed() || next.value().is_empty() {
            *next = match proposed(&proposal, lang, context.now.day()) {
                Some(text) => TextInput::proposal(&text),
                None => TextInput::default(),
            };
        }
    }

    /// The playbook's proposal for what stands in the form.
    pub fn proposal(&self, context: &LogContext<'_>) -> Proposal {
        let mut draft = LogDraft::new(self.outcome);
        draft.details.other_due_on = self.day(Field::OtherDue, context).ok().flatten();
        propose(context, &draft)
    }

    /// Reads the fields and plans.
    pub fn assess(&self, context: &LogContext<'_>, lang: Lang) -> Assessment {
        let (draft, mut problems) = self.draft(context, lang);
        match plan(context, &draft) {
            Ok(plan) if problems.is_empty() => {
                return Assessment { problems, ready: Some((draft, plan)) };
            }
            Ok(_) => {}
            Err(found) => {
                let known = |field: Field| problems.iter().any(|(at, _)| *at == field);
                let new: Vec<(Field, String)> = found
                    .into_iter()
                    .map(|problem| (field_of(problem), problem.text(lang).into_owned()))
                    .filter(|(field, _)| !known(*field))
                    .collect();
                problems.extend(new);
            }
        }
        let place = |field: Field| self.inputs.iter().position(|(known, _)| *known == field);
        problems.sort_by_key(|(field, _)| place(*field));
        Assessment { problems, ready: None }
    }

    /// The draft of what stands in the form, and what cannot be read.
    fn draft(&self, context: &LogContext<'_>, lang: Lang) -> (LogDraft, Vec<(Field, String)>) {
        let mut draft = LogDraft::new(self.outcome);
        let mut problems = Vec::new();
        let text = |field: Field| self.text(field).to_owned();
        (draft.note, draft.over_limit_reason) = (text(Field::Note), text(Field::OverLimit));
        draft.details = LogDetails {
            deal_product: text(Field::DealProduct),
            other_bank: text(Field::OtherBank),
            leaving_reason: text(Field::LeavingReason),
            ..LogDetails::default()
        };
        let mut take = |field: Field, problem: String| problems.push((field, problem));
        match self.next(context) {
            Ok(next) => draft.next = next,
            Err(error) => take(Field::Next, error.text(lang)),
        }
        match self.day(Field::OtherDue, context) {
            Ok(day) => draft.details.other_due_on = day,
            Err(error) => take(Field::OtherDue, error.text(lang)),
        }
        match optional(self.text(Field::DealAmount), Money::parse) {
            Ok(amount) => draft.details.deal_amount = amount,
            Err(read) => take(Field::DealAmount, tr!(lang, "call.problem.amount", read = read).into_owned()),
        }
        match optional(self.text(Field::OtherRate), parse_rate) {
            Ok(rate) => draft.details.other_rate_bp = rate,
            Err(read) => take(Field::OtherRate, tr!(lang, "call.problem.rate", read = read).into_owned()),
        }
        if self.has(Field::OverLimit) && draft.over_limit_reason.is_empty() {
            take(Field::OverLimit, self.over_limit_problem(context, lang));
        }
        (draft, problems)
    }

    fn over_limit_problem(&self, context: &LogContext<'_>, lang: Lang) -> String {
        let why = must_explain(self.outcome, context).map_or("", Obstacle::code);
        let why = lang.text(&format!("work.obstacle.{why}"));
        tr!(lang, "call.problem.over_limit", why = why).into_owned()
    }

    fn has(&self, field: Field) -> bool {
        self.inputs.iter().any(|(known, _)| *known == field)
    }

    fn text(&self, field: Field) -> &str {
        let found = self.inputs.iter().find(|(known, _)| *known == field);
        found.map_or("", |(_, input)| input.value().trim())
    }

    fn next(&self, context: &LogContext<'_>) -> Result<NextDraft, when::WhenError> {
        let next = self.inputs.iter().find(|(field, _)| *field == Field::Next);
        let Some((_, input)) = next.filter(|(_, input)| !input.is_proposed()) else {
            return Ok(NextDraft::Proposed);
        };
        if !input.value().trim().is_empty() {
            return when::parse(input.value(), &when_context(context)).map(NextDraft::At);
        }
        // Where nothing was proposed, an empty field is as proposed; a proposal that was wiped out is not wanted.
        Ok(if self.proposal(context).at.is_some() { NextDraft::Nothing } else { NextDraft::Proposed })
    }

    /// The day that was typed for the next contact without its year, when it has passed this year, and the one it
    /// is taken for.
    pub fn passed(&self, context: &LogContext<'_>) -> Option<(String, Day)> {
        let passed = when::passed_this_year(self.text(Field::Next), &when_context(context))?;
        match self.next(context) {
            Ok(NextDraft::At(when)) => Some((passed.dated(passed), when.day)),
            _ => None,
        }
    }

    fn day(&self, field: Field, context: &LogContext<'_>) -> Result<Option<Day>, when::WhenError> {
        match self.text(field) {
            "" => Ok(None),
            text => when::parse(text, &when_context(context)).map(|when| Some(when.day)),
        }
    }
}

/// What the words of a date are read against: `T-7` counts from the customer's next maturity.
pub fn when_context(context: &LogContext<'_>) -> when::WhenContext {
    let today = context.now.day();
    let maturities = context.situation.rows.maturities.iter().map(|maturity| maturity.on);
    when::WhenContext { now: context.now, maturity: maturities.filter(|on| *on >= today).min() }
}

/// The proposal as it would be typed: `12-01 周二 电话`.
fn proposed(proposal: &Proposal, lang: Lang, today: Day) -> Option<String> {
    let (day, minute) = proposal.at?;
    Some(When { day, minute, half: None, channel: proposal.channel }.canonical(lang, today))
}

/// The fields that an outcome has.
fn fields(outcome: Outcome, context: &LogContext<'_>) -> Vec<Field> {
    let is_end = outcome.result == Some(TalkResult::Deceased);
    let asked: &[Field] = match outcome.result {
        Some(TalkResult::Deal) => &[Field::DealProduct, Field::DealAmount],
        Some(TalkResult::OtherBank) => &[Field::OtherBank, Field::OtherRate, Field::OtherDue],
        Some(TalkResult::Gone) => &[Field::LeavingReason],
        _ => &[],
    };
    let next = (!is_end && !context.situation.is_over()).then_some(Field::Next);
    let over_limit = must_explain(outcome, context).map(|_| Field::OverLimit);
    let mut fields: Vec<Field> =
        next.into_iter().chain(asked.iter().copied()).chain(over_limit).chain([Field::Note]).collect();
    if outcome.result == Some(TalkResult::Gone) && next.is_some() {
        // Why he left is asked; a next contact is the exception.
        fields.swap(0, 1);
    }
    fields
}

/// What a contact needs a reason for: it was made outside the hours, or it used more than the budget. The dial cap
/// only moves the next try, so that a vain dial stays two keys.
fn must_explain(outcome: Outcome, context: &LogContext<'_>) -> Option<Obstacle> {
    let found = limits_against(context, &LogDraft::new(outcome));
    found.into_iter().find(|obstacle| *obstacle != Obstacle::Dials)
}

/// Where a problem of the plan is mended.
fn field_of(problem: FieldProblem) -> Field {
    match problem.field() {
        LogField::DealAmount => Field::DealAmount,
        LogField::OtherRate => Field::OtherRate,
        LogField::LeavingReason => Field::LeavingReason,
        _ => Field::Next,
    }
}

fn optional<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, &str> {
    match text {
        "" => Ok(None),
        text => read(text).map(Some).ok_or(text),
    }
}

/// A rate a year in percent, with or without its sign: `2.1`, `2.10%`; as hundredths of a percent.
fn parse_rate(text: &str) -> Option<i64> {
    let number = text.trim_end_matches(['%', '％']).trim();
    let money = Money::parse(number)?;
    (0..=10_000).contains(&money.0).then_some(money.0)
}

/// The outcome of a way of contact with these codes.
pub fn outcome(way: super::Way, reach: Reach) -> Outcome {
    let (channel, direction) = way.parts();
    Outcome { channel, direction, reach, reply: None, result: None }
}
