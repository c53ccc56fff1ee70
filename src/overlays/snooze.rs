//! The one-line form that puts a customer off: when, and what that does. The proposal is preselected, so Enter takes
//! it. It stays open until the book has taken the snooze.

use super::Overlay;
use crate::app::book;
use crate::app::draft::{Draft, Kind};
use crate::app::update::fail;
use crate::app::{Ctx, Effects, Key, Model, Timer as AnyTimer, Topic as AnyTopic, Trail, edit_of};
use crate::domain::{CustomerId, When, secret, when};
use crate::lang::Lang;
use crate::screens;
use crate::store::protocol::{Failure, Fresh, Reply, Request};
use crate::tr;
use crate::ui::Motion;
use crate::ui::widgets::TextInput;
use crate::work::words::{channel_text, moment_text};
use crate::work::{Effect, LogContext, LogFacts, NextContact, Playbook, derive, snooze};
use std::time::Duration;

/// So long typing must rest before what is wrong is said.
const REST: Duration = Duration::from_millis(400);

/// The name of the one field in a draft.
const FIELD: &str = "until";

/// What is asked of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// What a snooze looks at.
    Facts,
    /// The snooze.
    Save,
}

/// What happens after a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Timer {
    /// The typing rested.
    Rest,
}

/// The form.
#[derive(Debug, Clone, PartialEq)]
pub struct Snooze {
    /// Whom it puts off.
    pub customer: CustomerId,
    /// What he is called.
    pub name: String,
    /// When.
    pub input: TextInput,
    /// Whether what is wrong is shown.
    pub shows_problem: bool,
    facts: Option<Box<LogFacts>>,
}

/// What Enter would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Prospect {
    /// Nothing is known yet.
    Unknown,
    /// It would be this.
    Ready {
        /// The new time.
        when: When,
        /// What Enter does.
        effect: String,
        /// What speaks against it.
        warning: Option<String>,
    },
    /// This is wrong.
    Wrong(String),
}

/// Opens the form for the customer of a trail.
pub fn open(model: &mut Model, trail: &Trail, ctx: &Ctx) -> Effects {
    let Some(customer) = trail.customer() else { return Effects::none() };
    let row = model.book.find(customer);
    let name = row.map(|(book, row)| book.display_name(row).to_owned()).unwrap_or_default();
    let next = row.and_then(|(_, row)| row.next).map_or(ctx.now.day(), |next| next.on.max(ctx.now.day()));
    let after = When { day: (next + 1).after_sunday(), minute: None, half: None, channel: None };
    let input = TextInput::proposal(&after.canonical(ctx.lang, ctx.now.day()));
    let form = Snooze { customer, name, input, shows_problem: false, facts: None };
    model.overlays.push(Overlay::Snooze(form));
    model.requests.ask(AnyTopic::Snooze(Topic::Facts), Request::FindLogFacts(customer), ctx)
}

/// The form as a draft; nothing while its proposal is untouched.
pub fn draft(model: &Model) -> Option<Draft> {
    let form = model.overlays.iter().find_map(|overlay| match overlay {
        Overlay::Snooze(form) => Some(form),
        _ => None,
    })?;
    (!form.input.is_proposed()).then(|| Draft {
        kind: Kind::Snooze,
        customer: Some(form.customer),
        name: form.name.clone(),
        texts: vec![(FIELD.to_owned(), form.input.value().to_owned())],
        focus: FIELD.to_owned(),
    })
}

/// Opens the form again with what was typed.
pub fn resume(model: &mut Model, draft: &Draft, ctx: &Ctx) -> Effects {
    let Some(customer) = draft.customer else { return Effects::none() };
    let effects = open(model, &Trail::single(customer), ctx);
    if let (Some(form), Some((_, text))) = (form(model), draft.texts.first()) {
        form.input = TextInput::new(text);
        form.name.clone_from(&draft.name);
    }
    effects
}

impl Snooze {
    /// What Enter would do with what stands in the field.
    pub fn prospect(&self, ctx: &Ctx) -> Prospect {
        let (Some(facts), Ok(playbook)) = (&self.facts, Playbook::embedded()) else {
            return Prospect::Unknown;
        };
        let context = facts.context(ctx.now, playbook);
        let words = screens::call::when_context(&context);
        let when = match when::parse(self.input.value(), &words) {
            Ok(when) => when,
            Err(error) => return Prospect::Wrong(error.text(ctx.lang)),
        };
        match snooze(&context, when) {
            Ok(plan) => {
                let next = next_effect(plan.next);
                let rests =
                    plan.rests.iter().map(|rest| Effect::Rest { scope: rest.scope, until_on: rest.until_on });
                let mut texts: Vec<String> =
                    [next].into_iter().chain(rests).map(|effect| text(&effect, ctx.lang, &context)).collect();
                if plan.is_new() {
                    texts.insert(0, ctx.lang.text("snooze.new").into_owned());
                }
                let passed = when::passed_this_year(self.input.value(), &words);
                let passed = passed.map(|on| tr!(ctx.lang, "when.passed", on = on.dated(on), is = when.day));
                Prospect::Ready {
                    when,
                    effect: texts.join("; "),
                    warning: passed.map(std::borrow::Cow::into_owned),
                }
            }
            Err(problem) => Prospect::Wrong(problem.text(ctx.lang).into_owned()),
        }
    }

    /// Whether there was nothing to put off, so that a follow-up begins.
    fn makes_new(&self) -> bool {
        let Some((facts, playbook)) = self.facts.as_ref().zip(Playbook::embedded().ok()) else {
            return false;
        };
        derive(&facts.situation.view(), playbook).next().is_none()
    }

    /// Takes the date on by a step.
    pub fn motion(&mut self, motion: Motion, ctx: &Ctx) {
        let (Some(facts), Ok(playbook)) = (&self.facts, Playbook::embedded()) else { return };
        let context = screens::call::when_context(&facts.context(ctx.now, playbook));
        if let Some(text) = screens::step::when(self.input.value(), motion, &context, ctx.lang) {
            self.input.replace(&text);
        }
    }

    /// Pasted text for the field.
    pub fn paste(&mut self, text: &str) {
        self.input.paste(text);
        self.shows_problem = true;
    }
}

fn next_effect(next: Option<NextContact>) -> Effect {
    next.map_or(Effect::NoNext, |next| Effect::Next {
        on: next.on,
        minute: next.minute,
        channel: next.channel,
        reason: next.reason,
    })
}

fn text(effect: &Effect, lang: Lang, context: &LogContext<'_>) -> String {
    effect.text(lang, context.now.day(), &context.playbook.limits)
}

fn form(model: &mut Model) -> Option<&mut Snooze> {
    model.overlays.find_mut(|overlay| match overlay {
        Overlay::Snooze(form) => Some(form),
        _ => None,
    })
}

/// A key for the field.
pub fn input(model: &mut Model, key: Key, ctx: &Ctx) {
    let changed = edit_of(key).is_some_and(|edit| form(model).is_some_and(|form| form.input.edit(edit)));
    if changed {
        after_edit(model, ctx);
    }
}

fn after_edit(model: &mut Model, ctx: &Ctx) {
    if let Some(form) = form(model) {
        form.shows_problem = false;
    }
    model.timers.start(AnyTimer::Snooze(Timer::Rest), REST, ctx);
}

/// A timer has rung.
pub fn timer(model: &mut Model, timer: Timer) -> Effects {
    match timer {
        Timer::Rest => {
            if let Some(form) = form(model) {
                form.shows_problem = true;
            }
        }
    }
    Effects::none()
}

/// Enter: the snooze goes to the book, or what is wrong is said.
pub fn save(model: &mut Model, ctx: &Ctx) -> Effects {
    let topic = AnyTopic::Snooze(Topic::Save);
    if model.requests.is_awaiting(topic) {
        return Effects::none();
    }
    let Some(form) = form(model) else { return Effects::none() };
    match form.prospect(ctx) {
        Prospect::Ready { when, .. } => {
            let request = Request::Snooze(form.customer, when);
            model.requests.ask(topic, request, ctx)
        }
        Prospect::Wrong(_) => {
            form.shows_problem = true;
            Effects::none()
        }
        Prospect::Unknown => Effects::none(),
    }
}

/// Takes an answer of the book.
pub fn reply(model: &mut Model, topic: Topic, result: Result<Reply, Failure>, ctx: &Ctx) -> Effects {
    match (topic, result) {
        (Topic::Facts, Ok(Reply::LogFactsFound(facts))) => {
            if let Some(form) = form(model).filter(|form| form.customer == facts.customer) {
                form.facts = Some(facts);
            }
        }
        (Topic::Save, Ok(Reply::Snoozed(next, fresh))) => return saved(model, next, *fresh, ctx),
        (_, Err(failure)) => fail(model, failure, ctx),
        (_, Ok(_)) => {}
    }
    Effects::none()
}

fn saved(model: &mut Model, next: Option<NextContact>, fresh: Fresh, ctx: &Ctx) -> Effects {
    let lang = ctx.lang;
    let Some(form) = form(model).cloned() else {
        return book::absorb(model, fresh, ctx);
    };
    let Snooze { customer, name, .. } = &form;
    model.overlays.close(|overlay| matches!(overlay, Overlay::Snooze(_)));
    let at = next.map(|next| {
        let at = moment_text(lang, ctx.now.day(), next.on, next.minute);
        format!("{at} {}", channel_text(lang, next.channel))
    });
    let at = at.unwrap_or_default();
    let text = if form.makes_new() {
        tr!(lang, "snooze.made", name = secret(name), at = at)
    } else {
        tr!(lang, "snooze.saved", name = secret(name), at = at)
    };
    model.status.undoable(text, ctx);
    book::absorb(model, fresh, ctx).and(screens::call::put_off(model, *customer, ctx))
}
