//! Edit: the forms. A new customer, a customer's data, a class set by hand, what a customer allows.
//!
//! Owns the drafts: what was typed stays until it is saved or thrown away, also when the form was left.

mod class;
mod consent;
mod customer;
mod draft;
mod form;
mod read;
mod save;
mod update;
mod view;

pub use draft::resume;
pub use form::FieldId;
pub use save::reply;
pub use update::{add, edit, reworded, run, set_class, set_consent, timer};

use crate::app::command::{Applies, Command as Any, Group, Row};
use crate::app::draft::Draft as AnyDraft;
use crate::app::mouse::Mouse;
use crate::app::{Ctx, Effects, Key, Model, Scope};
use crate::domain::{Channel, CustomerId};
use crate::screens::{Behaviour, View};
use crate::ui::{Canvas, FrameAreas, Motion};
use form::Form;
use ratatui::layout::Rect;

/// What a form is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// A customer who is not in the book.
    New,
    /// A customer's data.
    Customer(CustomerId),
    /// A class of a customer.
    Class(CustomerId),
    /// What a customer allows on a channel.
    Consent(CustomerId, Channel),
}

impl Target {
    fn customer(self) -> Option<CustomerId> {
        match self {
            Target::New => None,
            Target::Customer(id) | Target::Class(id) | Target::Consent(id, _) => Some(id),
        }
    }

    /// Whether the other is the same form: all channels of a customer are one.
    fn is_with(self, other: Target) -> bool {
        match (self, other) {
            (Target::Consent(mine, _), Target::Consent(other, _)) => mine == other,
            _ => self == other,
        }
    }
}

/// What a form was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Base {
    Customer(Box<customer::Base>),
    Class(class::Base),
    Consent(consent::Base),
}

/// A form that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Draft {
    target: Target,
    form: Form,
    base: Base,
    /// Why the last save did not work.
    failure: Option<String>,
}

/// The forms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// The one that is shown, or is about to be.
    open: Option<Target>,
    drafts: Vec<Draft>,
    /// The dimension under the cursor when a class form was asked for.
    dimension: Option<crate::domain::Dimension>,
    /// The field that a form was asked for at.
    wanted: Option<FieldId>,
    /// What an earlier run left, until the form is filled with it.
    left_over: Vec<(Target, draft::LeftOver)>,
}

impl State {
    /// Whom the form that is shown is about; nobody while he is not in the book.
    pub fn customer(&self) -> Option<CustomerId> {
        self.open?.customer()
    }

    fn draft(&self) -> Option<&Draft> {
        self.drafts.iter().find(|draft| Some(draft.target) == self.open)
    }

    fn draft_mut(&mut self) -> Option<&mut Draft> {
        self.drafts.iter_mut().find(|draft| Some(draft.target) == self.open)
    }

    /// Drops a draft; those of a customer's channels are one form.
    fn drop_draft(&mut self, target: Target) {
        self.drafts.retain(|draft| !target.is_with(draft.target));
    }
}

/// What can be done here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// Save.
    Save,
    /// The next field.
    NextField,
    /// The previous field.
    PreviousField,
    /// One step, or a large one, in a number or a date; elsewhere to the field above or below.
    Step(Motion),
    /// Throw away what was typed, and leave.
    Discard,
}

/// What is asked of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// The customer's data, to fill the form.
    Load(Target),
    /// His data again, after another window changed them.
    Theirs(Target),
    /// Saving.
    Save(Target),
    /// The note that numbers were looked at.
    Access,
}

/// What happens here after a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Timer {
    /// The field with the caret is looked at.
    Check,
}

const fn row(id: &'static str, command: Command) -> Row {
    Row::new(id, Any::Edit(command), Scope::Form, Group::Here)
}

/// The commands of this screen.
pub const ROWS: &[Row] = &[
    row("form.save", Command::Save).weight(90),
    row("form.next", Command::NextField).weight(80).twin("form.previous"),
    row("form.previous", Command::PreviousField),
    row("form.step-up", Command::Step(Motion::Up)).twin("form.step-down"),
    row("form.step-down", Command::Step(Motion::Down)),
    row("form.leap-up", Command::Step(Motion::PageUp)).twin("form.leap-down"),
    row("form.leap-down", Command::Step(Motion::PageDown)),
    row("form.discard", Command::Discard).weight(15).when(has_changes),
];

fn has_changes(model: &Model) -> Applies {
    match model.edit.draft() {
        Some(draft) if draft.form.is_changed() => Ok(()),
        _ => Err("edit.nothing_typed"),
    }
}

/// The screen.
pub struct Edit;

impl Behaviour for Edit {
    fn scopes(&self, _model: &Model) -> &'static [Scope] {
        &[Scope::Form]
    }

    fn head(&self, view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect) {
        view::head(view, canvas, row);
    }

    fn body(&self, view: &View<'_>, canvas: &mut Canvas<'_>, areas: &FrameAreas) {
        view::body(view, canvas, areas);
    }

    fn mouse(&self, model: &mut Model, mouse: Mouse, ctx: &Ctx) -> Effects {
        update::mouse(model, mouse, ctx);
        Effects::none()
    }

    fn takes_text(&self, _model: &Model) -> bool {
        true
    }

    fn input(&self, model: &mut Model, key: Key, ctx: &Ctx) -> Effects {
        update::input(model, key, ctx);
        Effects::none()
    }

    fn paste(&self, model: &mut Model, text: &str, ctx: &Ctx) -> bool {
        update::paste(model, text, ctx)
    }

    fn can_go_back(&self, _model: &Model) -> bool {
        true
    }

    fn back(&self, model: &mut Model, ctx: &Ctx) -> Effects {
        update::leave(model, ctx)
    }

    fn drafts(&self, model: &Model) -> Vec<AnyDraft> {
        draft::drafts(model)
    }

    fn has_unsaved(&self, model: &Model) -> bool {
        !model.edit.left_over.is_empty() || model.edit.drafts.iter().any(|draft| draft.form.is_changed())
    }
}

#[cfg(test)]
mod tests;
