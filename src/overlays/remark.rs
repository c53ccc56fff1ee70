//! The one-line form for a remark about a customer: what is worth keeping and is no contact. It stays open until the
//! book has taken it.

use super::Overlay;
use crate::app::draft::{Draft, Kind};
use crate::app::update::fail;
use crate::app::{Ctx, Effects, Key, Model, Topic, Trail, book, edit_of};
use crate::domain::{CustomerId, secret, text};
use crate::store::protocol::{Failure, Fresh, Reply, Request};
use crate::tr;
use crate::ui::widgets::TextInput;

/// The name of the one field in a draft.
const FIELD: &str = "words";

/// The form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Whom it is about.
    pub customer: CustomerId,
    /// What he is called.
    pub name: String,
    /// What is written.
    pub input: TextInput,
}

/// Opens the form for the customer of a trail.
pub fn open(model: &mut Model, trail: &Trail, _ctx: &Ctx) -> Effects {
    let Some(customer) = trail.customer() else { return Effects::none() };
    let begun = model.session.remarks.iter().position(|form| form.customer == customer);
    let form = if let Some(at) = begun {
        model.session.remarks.remove(at)
    } else {
        let row = model.book.find(customer);
        let name = row.map(|(book, row)| book.display_name(row).to_owned()).unwrap_or_default();
        Remark { customer, name, input: TextInput::default() }
    };
    model.overlays.push(Overlay::Remark(form));
    Effects::none()
}

/// Esc: what was typed is kept for the customer, and stands there when the form is opened for him again.
pub fn put_aside(model: &mut Model, form: Remark, ctx: &Ctx) {
    if form.input.value().trim().is_empty() {
        return;
    }
    model.status.note(tr!(ctx.lang, "remark_form.put_aside", name = secret(&form.name)), ctx);
    model.session.remarks.push(form);
}

/// Remarks that are typed and not written, the open one first; an empty one is nothing yet.
pub fn drafts(model: &Model) -> Vec<Draft> {
    let open = model.overlays.iter().filter_map(|overlay| match overlay {
        Overlay::Remark(form) => Some(form),
        _ => None,
    });
    let typed = open.chain(&model.session.remarks).filter(|form| !form.input.value().is_empty());
    let draft = |form: &Remark| Draft {
        kind: Kind::Remark,
        customer: Some(form.customer),
        name: form.name.clone(),
        texts: vec![(FIELD.to_owned(), form.input.value().to_owned())],
        focus: FIELD.to_owned(),
    };
    typed.map(draft).collect()
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

fn form(model: &mut Model) -> Option<&mut Remark> {
    model.overlays.find_mut(|overlay| match overlay {
        Overlay::Remark(form) => Some(form),
        _ => None,
    })
}

/// A key for the field.
pub fn input(model: &mut Model, key: Key) {
    if let (Some(edit), Some(form)) = (edit_of(key), form(model)) {
        form.input.edit(edit);
    }
}

/// Enter: the remark goes to the book.
pub fn save(model: &mut Model, ctx: &Ctx) -> Effects {
    if model.requests.is_awaiting(Topic::Remark) {
        return Effects::none();
    }
    let Some(form) = form(model) else { return Effects::none() };
    let (customer, words) = (form.customer, text::clean_line(form.input.value(), text::NOTE_CAP));
    if words.is_empty() {
        model.status.problem(tr!(ctx.lang, "remark_form.empty"), ctx);
        return Effects::none();
    }
    model.requests.ask(Topic::Remark, Request::SaveRemark(customer, words), ctx)
}

/// Takes the answer of the book.
pub fn reply(model: &mut Model, result: Result<Reply, Failure>, ctx: &Ctx) -> Effects {
    match result {
        Ok(Reply::RemarkSaved(fresh)) => saved(model, *fresh, ctx),
        Ok(_) => Effects::none(),
        Err(failure) => {
            fail(model, failure, ctx);
            Effects::none()
        }
    }
}

fn saved(model: &mut Model, fresh: Fresh, ctx: &Ctx) -> Effects {
    if let Some(Remark { name, .. }) = form(model).cloned() {
        model.overlays.close(|overlay| matches!(overlay, Overlay::Remark(_)));
        let text = tr!(ctx.lang, "remark_form.saved", name = secret(name)).into_owned();
        model.status.undoable(text, ctx);
    }
    book::absorb(model, fresh, ctx)
}
