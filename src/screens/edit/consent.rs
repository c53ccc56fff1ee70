//! The form of a consent: what the customer allows on a channel, in which hours or until when, since when, in his words.
//!
//! Every channel has a draft of its own; the first field turns from one to the other, and all that were changed are
//! saved together. Pure but for [`turn`], which opens the draft of another channel.

use super::customer::Problems;
use super::form::{Choice, Field, FieldId, Form};
use super::{Base as AnyBase, Draft, State, Target, read};
use crate::book::{Book, Card};
use crate::domain::text::fold_width;
use crate::domain::{Channel, Code, Consent, ConsentState, CustomerId, Day, Minute, Now};
use crate::lang::Lang;
use crate::screens::step;
use crate::tr;
use crate::ui::Motion;
use crate::work::consent::is_refusal;
use crate::work::{ConsentChange, ConsentPart};

/// The choices. What is no choice after a refusal comes last, so that the digits of the others stay.
const STATES: [ConsentState; 6] = [
    ConsentState::Yes,
    ConsentState::ServiceOnly,
    ConsentState::Window,
    ConsentState::NoUntil,
    ConsentState::Never,
    ConsentState::Unknown,
];

/// What the customer allowed when the form was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// Whose.
    pub customer: CustomerId,
    /// Of which channel the form speaks.
    pub channel: Channel,
    consents: Vec<Consent>,
    maturity: Option<Day>,
}

impl Base {
    /// What stood there of the channel.
    fn was(&self) -> Option<&Consent> {
        self.consents.iter().find(|consent| consent.channel == self.channel)
    }
}

/// The form of a channel, the caret on what is allowed.
pub fn of_card(card: &Card, channel: Channel, (now, lang): (Now, Lang)) -> (Form, Base) {
    let maturities = card.holdings.iter().filter_map(|holding| holding.maturity_on);
    let base = Base {
        customer: card.customer.id,
        channel,
        consents: card.consents.clone(),
        maturity: maturities.filter(|on| *on >= now.day()).min(),
    };
    let mut form = form_of(&base, now.day(), lang);
    form.focus = 1;
    (form, base)
}

fn form_of(base: &Base, today: Day, lang: Lang) -> Form {
    let was = base.was();
    let refused = was.is_some_and(|was| is_refusal(was, today));
    let states = STATES.iter().filter(|state| !refused || **state != ConsentState::Unknown);
    let state = was.map_or(ConsentState::Unknown, |was| was.state);
    let hours = was.and_then(|was| was.window).map(|(from, to)| format!("{from}-{to}")).unwrap_or_default();
    let until = was.and_then(|was| was.until_on).map(|on| on.to_string()).unwrap_or_default();
    let given_on = was.map_or(today, |was| was.given_on);
    let wording = was.and_then(|was| was.wording.as_deref()).unwrap_or_default();
    let channels = Channel::ALL.iter().map(|channel| choice(*channel, lang)).collect();
    let mut form = Form::new(vec![
        Field::choice(FieldId::Channel, channels, base.channel.code()),
        Field::choice(FieldId::Consent, states.map(|state| choice(*state, lang)).collect(), state.code()),
        Field::text(FieldId::Hours, &hours),
        Field::text(FieldId::ClosedUntil, &until),
        Field::text(FieldId::GivenOn, &given_on.to_string()),
        Field::text(FieldId::Wording, wording),
    ]);
    show_parts(&mut form);
    form
}

fn choice<C: Code>(code: C, lang: Lang) -> Choice {
    Choice { code: code.code().to_owned(), words: words(code, lang) }
}

/// What an option is called; the state of a pause without the `until` that stands before its day in lists.
fn words<C: Code>(code: C, lang: Lang) -> String {
    let key = format!("edit.choice.{}", code.text_key());
    let text = lang.text(&key);
    if text == key { lang.code_text(code).into_owned() } else { text.into_owned() }
}

/// Calls channels and states in a language.
pub fn reword(form: &mut Form, lang: Lang) {
    for field in &mut form.fields {
        let id = field.id;
        field.reword(|code| match id {
            FieldId::Channel => Channel::from_code(code).map(|channel| words(channel, lang)),
            _ => state_of(code).map(|state| words(state, lang)),
        });
    }
}

fn state_of(code: &str) -> Option<ConsentState> {
    ConsentState::from_code(code)
}

/// What is chosen.
pub fn state(form: &Form) -> ConsentState {
    state_of(form.text(FieldId::Consent)).unwrap_or(ConsentState::Unknown)
}

/// Hours belong to a window and an end to a pause; elsewhere there is no such field.
pub fn show_parts(form: &mut Form) {
    let state = state(form);
    for field in &mut form.fields {
        field.is_shown = match field.id {
            FieldId::Hours => state == ConsentState::Window,
            FieldId::ClosedUntil => state == ConsentState::NoUntil,
            _ => true,
        };
    }
}

/// Another state was chosen: it is of today, and has words of its own. Back at what stood there, so do its day and words.
pub fn follow_state(form: &mut Form, base: &Base, today: Day) {
    show_parts(form);
    let today = today.to_string();
    let is_back = form.is_as_opened(FieldId::Consent);
    if base.was().is_none() {
        return;
    }
    for id in [FieldId::GivenOn, FieldId::Wording] {
        let proposed = if id == FieldId::GivenOn { today.as_str() } else { "" };
        let Some(field) = form.field_mut(id) else { continue };
        if is_back && field.current() == proposed {
            let start = field.start.clone();
            field.put(&start);
        } else if !is_back && !field.is_changed() {
            field.put(proposed);
        }
    }
}

/// Another channel was chosen: its form takes the place of this one, which keeps what was typed.
pub fn turn(state: &mut State, (book, now, lang): (Option<&Book>, Now, Lang)) {
    let Some(Draft { form, base: AnyBase::Consent(base), .. }) = state.draft_mut() else { return };
    let Some(channel) = Channel::from_code(form.text(FieldId::Channel)).filter(|to| *to != base.channel)
    else {
        return;
    };
    if let Some(field) = form.field_mut(FieldId::Channel) {
        field.put(base.channel.code());
    }
    let base = Base { channel, ..base.clone() };
    let target = Target::Consent(base.customer, channel);
    if !state.drafts.iter().any(|draft| draft.target == target) {
        let mut form = form_of(&base, now.day(), lang);
        let base = AnyBase::Consent(base);
        state.fill(target, &mut form, &base, (book, lang));
        state.drafts.push(Draft { target, form, base, failure: None });
    }
    state.open = Some(target);
    if let Some(draft) = state.draft_mut() {
        draft.form.go_to(FieldId::Channel);
    }
}

/// What a date goes on to with a step.
pub fn stepped(field: &Field, motion: Motion, base: &Base, (now, lang): (Now, Lang)) -> Option<String> {
    let read = |text: &str| match field.id {
        FieldId::ClosedUntil => until(text, base, (now, lang)).ok().flatten(),
        _ => read::day(text, lang).ok().flatten(),
    };
    step::date(field.current(), motion, now.day(), read)
}

/// The end of a pause: a date in any of the usual forms, or words such as `3w` and 月底.
pub fn until(typed: &str, base: &Base, (now, lang): (Now, Lang)) -> read::Read<Option<Day>> {
    read::day_to_come(typed, (now, base.maturity), lang)
}

/// `14-17`, `14:00-17:30`, `9点到11点半`.
fn hours(typed: &str, lang: Lang) -> read::Read<Option<(Minute, Minute)>> {
    let Some(line) = read::text(typed) else { return Ok(None) };
    let plain =
        fold_width(&line).replace("点半", ":30").replace(['点', '时'], "").replace(['到', '至', '~'], "-");
    let minute = |text: &str| {
        let text = text.trim();
        // The end of the day is its last minute.
        let text = if matches!(text, "24" | "24:00") { "23:59" } else { text };
        if text.contains(':') { Minute::parse(text) } else { Minute::new(text.parse().ok()?, 0) }
    };
    let window = plain.split_once('-').and_then(|(from, to)| Option::zip(minute(from), minute(to)));
    window.map(Some).ok_or_else(|| tr!(lang, "edit.problem.hours", read = line).into_owned())
}

/// What is saved, or what is wrong.
///
/// # Errors
/// What is wrong, by field.
pub fn read(form: &Form, base: &Base, (now, lang): (Now, Lang)) -> Result<ConsentChange, Problems> {
    let mut problems = Problems::new();
    let state = state(form);
    let window = match hours(form.text(FieldId::Hours), lang) {
        Ok(window) => window.filter(|_| state == ConsentState::Window),
        Err(problem) if state == ConsentState::Window => {
            problems.push((FieldId::Hours, problem));
            None
        }
        Err(_) => None,
    };
    let until_on = match until(form.text(FieldId::ClosedUntil), base, (now, lang)) {
        Ok(until) => until.filter(|_| state == ConsentState::NoUntil),
        Err(problem) if state == ConsentState::NoUntil => {
            problems.push((FieldId::ClosedUntil, problem));
            None
        }
        Err(_) => None,
    };
    let given_on = match read::day(form.text(FieldId::GivenOn), lang) {
        Ok(Some(day)) => day,
        Ok(None) => {
            problems.push((FieldId::GivenOn, tr!(lang, "edit.problem.given_on").into_owned()));
            now.day()
        }
        Err(problem) => {
            problems.push((FieldId::GivenOn, problem));
            now.day()
        }
    };
    let wording = read::long_text(form.text(FieldId::Wording));
    let is = Consent { channel: base.channel, state, window, until_on, given_on, wording };
    let change = ConsentChange { was: base.was().cloned(), is };
    for problem in change.problems(now.day()) {
        let id = field_of(problem.part());
        if !problems.iter().any(|(known, _)| *known == id) {
            problems.push((id, problem.text(lang, now.day())));
        }
    }
    if problems.is_empty() { Ok(change) } else { Err(problems) }
}

fn field_of(part: ConsentPart) -> FieldId {
    match part {
        ConsentPart::State => FieldId::Consent,
        ConsentPart::Hours => FieldId::Hours,
        ConsentPart::Until => FieldId::ClosedUntil,
        ConsentPart::GivenOn => FieldId::GivenOn,
        ConsentPart::Wording => FieldId::Wording,
    }
}

#[cfg(test)]
mod tests;
