//! Half-filled forms that outlive the program.

use super::form::{FieldId, Form};
use super::{Base, State, Target, class, consent, update};
use crate::app::draft::{Draft as AnyDraft, Kind};
use crate::app::{Ctx, Effects, Model};
use crate::book::Book;
use crate::lang::Lang;

/// What an earlier run left in a form: the texts and codes of changed fields, and the field with the caret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOver {
    texts: Vec<(String, String)>,
    focus: String,
}

impl State {
    /// Fills a form that has just been made with what an earlier run left of it.
    pub(super) fn fill(
        &mut self,
        target: Target,
        form: &mut Form,
        base: &Base,
        around: (Option<&Book>, Lang),
    ) {
        let Some(at) = self.left_over.iter().position(|(of, _)| *of == target) else { return };
        let (_, left) = self.left_over.remove(at);
        for (name, text) in &left.texts {
            let Some(field) = form.fields.iter_mut().find(|field| field.id.name() == name) else { continue };
            field.put(text);
            // The classes to choose from are those of the dimension, which comes first.
            if let (FieldId::Dimension, Base::Class(base), (Some(book), lang)) = (field.id, base, around) {
                class::follow_dimension(form, base, book, lang);
            }
        }
        if let Base::Consent(_) = base {
            consent::show_parts(form);
        }
        if let Some(at) = form.fields.iter().position(|field| field.id.name() == left.focus) {
            form.focus = at;
        }
    }
}

/// Every form in which something was changed, the shown one first.
pub fn drafts(model: &Model) -> Vec<AnyDraft> {
    let edit = &model.edit;
    let mut drafts: Vec<_> = edit.drafts.iter().filter(|draft| draft.form.is_changed()).collect();
    drafts.sort_by_key(|draft| Some(draft.target) != edit.open);
    let filled = drafts.into_iter().map(|draft| {
        let changed = draft.form.fields.iter().filter(|field| field.is_changed());
        let texts = changed.map(|field| (field.id.name().to_owned(), field.current().to_owned()));
        let focus = draft.form.focused().map(|field| field.id.name().to_owned()).unwrap_or_default();
        draft_of(model, draft.target, texts.collect(), focus)
    });
    let waiting = edit
        .left_over
        .iter()
        .map(|(target, left)| draft_of(model, *target, left.texts.clone(), left.focus.clone()));
    filled.chain(waiting).collect()
}

fn draft_of(model: &Model, target: Target, texts: Vec<(String, String)>, focus: String) -> AnyDraft {
    let (kind, customer) = match target {
        Target::New => (Kind::New, None),
        Target::Customer(id) => (Kind::Customer, Some(id)),
        Target::Class(id) => (Kind::Class, Some(id)),
        Target::Consent(id, channel) => (Kind::Consent { channel }, Some(id)),
    };
    let row = customer.and_then(|id| model.book.find(id));
    let name = row.map(|(book, row)| book.display_name(row).to_owned()).unwrap_or_default();
    AnyDraft { kind, customer, name, texts, focus }
}

/// Opens a form again with what was typed.
pub fn resume(model: &mut Model, draft: &AnyDraft, ctx: &Ctx) -> Effects {
    let target = match (&draft.kind, draft.customer) {
        (Kind::New, _) => Target::New,
        (Kind::Customer, Some(id)) => Target::Customer(id),
        (Kind::Class, Some(id)) => Target::Class(id),
        (Kind::Consent { channel }, Some(id)) => Target::Consent(id, *channel),
        _ => return Effects::none(),
    };
    let left = LeftOver { texts: draft.texts.clone(), focus: draft.focus.clone() };
    model.edit.left_over.retain(|(of, _)| *of != target);
    model.edit.left_over.push((target, left));
    match target {
        Target::New => update::add(model, ctx),
        Target::Customer(id) => update::edit(model, id, None, ctx),
        Target::Class(id) => update::set_class(model, id, None, ctx),
        Target::Consent(id, channel) => update::set_consent(model, id, channel, ctx),
    }
}
