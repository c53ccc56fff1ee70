//! A half-typed log that outlives the program.

use super::form::{Field, Form, outcome};
use super::update::go_on;
use super::{Stage, Way, view};
use crate::app::draft::{Draft, Kind};
use crate::app::{Ctx, Effects, Model};
use crate::domain::Reach;
use crate::ui::widgets::TextInput;
use crate::work::Outcome;

/// The log that was begun: its codes, and what was typed. A message form that was only opened is nothing yet.
pub fn drafts(model: &Model) -> Vec<Draft> {
    let call = &model.call;
    let form = call.form.as_ref().or(call.left_over.as_ref());
    let Some((form, customer)) = form.zip(call.trail.customer()) else { return Vec::new() };
    let sent = outcome(Way::Message, Reach::Sent);
    let is_begun = form.is_touched() || (call.stage == Stage::Form && form.outcome != sent);
    if !is_begun {
        return Vec::new();
    }
    let Outcome { reach, reply, result, .. } = form.outcome;
    let typed = form.inputs.iter().filter(|(_, input)| !input.is_proposed() && !input.value().is_empty());
    vec![Draft {
        kind: Kind::Log { way: call.way, reach, reply, result },
        customer: Some(customer),
        name: view::name(model),
        texts: typed.map(|(field, input)| (field.name().to_owned(), input.value().to_owned())).collect(),
        focus: form.field().map(Field::name).unwrap_or_default().to_owned(),
    }]
}

/// Opens the log again, with its codes and what was typed.
pub fn resume(model: &mut Model, draft: &Draft, ctx: &Ctx) -> Effects {
    let (Kind::Log { way, reach, reply, result }, Some(customer)) = (&draft.kind, draft.customer) else {
        return Effects::none();
    };
    let typed = |(name, text): &(String, String)| Some((Field::named(name)?, TextInput::new(text)));
    let mut inputs: Vec<(Field, TextInput)> = draft.texts.iter().filter_map(typed).collect();
    let focused = Field::named(&draft.focus).unwrap_or(Field::Next);
    if !inputs.iter().any(|(field, _)| *field == focused) {
        inputs.push((focused, TextInput::default()));
    }
    let focus = inputs.iter().position(|(field, _)| *field == focused).unwrap_or(0);
    let outcome = Outcome { reply: *reply, result: *result, ..outcome(*way, *reach) };
    let form = Form { outcome, inputs, focus, shows_problems: false };
    go_on(model, (customer, *way), form, ctx)
}
