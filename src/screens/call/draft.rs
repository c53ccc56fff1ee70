//! A half-typed log that outlives the program.

use super::form::{Field, Form, outcome};
use super::state::Begun;
use super::turn::go_on;
use crate::app::draft::{Draft, Kind};
use crate::app::{Ctx, Effects, Model};
use crate::ui::widgets::TextInput;
use crate::work::Outcome;

/// The logs that were begun, the shown one first.
pub fn drafts(model: &Model) -> Vec<Draft> {
    let aside = model.call.aside.iter().rev().cloned();
    model.call.begun().into_iter().chain(aside).map(|begun| draft_of(model, &begun)).collect()
}

/// Its codes, and what was typed.
fn draft_of(model: &Model, begun: &Begun) -> Draft {
    let form = &begun.form;
    let Outcome { reach, reply, result, .. } = form.outcome;
    let typed = form.inputs.iter().filter(|(_, input)| !input.is_proposed() && !input.value().is_empty());
    let row = model.book.find(begun.customer);
    Draft {
        kind: Kind::Log { way: begun.way, reach, reply, result },
        customer: Some(begun.customer),
        name: row.map(|(book, row)| book.display_name(row).to_owned()).unwrap_or_default(),
        texts: typed.map(|(field, input)| (field.name().to_owned(), input.value().to_owned())).collect(),
        focus: form.field().map(Field::name).unwrap_or_default().to_owned(),
    }
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
