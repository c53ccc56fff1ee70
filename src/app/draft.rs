//! Half-typed forms that must outlive the program: gathered when it is made to end, offered at the next start.
//!
//! Owns what such a draft is and the offer. Each form knows itself what of it is worth keeping and how it goes on. Must
//! not: write files; the runtime does (`runtime::drafts`).

use super::effect::{Effect, Effects};
use super::model::Model;
use super::{Ctx, Screen};
use crate::domain::{Channel, CustomerId, Reach, Reply, TalkResult, secret};
use crate::lang::Lang;
use crate::overlays::{self, Overlay, dialog};
use crate::screens::{call, edit};
use crate::tr;
use serde::{Deserialize, Serialize};

/// Which form was filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A new customer.
    New,
    /// A customer's data.
    Customer,
    /// A class by hand.
    Class,
    /// What a customer allows on a channel.
    Consent {
        /// Which.
        channel: Channel,
    },
    /// When a customer is put off to.
    Snooze,
    /// A remark about a customer.
    Remark,
    /// The log of a contact.
    Log {
        /// Which way of contact.
        way: call::Way,
        /// How far it got.
        reach: Reach,
        /// The answer to a message.
        reply: Option<Reply>,
        /// What a talk came to.
        result: Option<TalkResult>,
    },
}

/// A half-typed form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Which form.
    pub kind: Kind,
    /// Whom it is about.
    pub customer: Option<CustomerId>,
    /// What he was called, for the offer.
    pub name: String,
    /// What was typed, by the name of the field.
    pub texts: Vec<(String, String)>,
    /// The name of the field that had the caret.
    pub focus: String,
}

impl Draft {
    /// What it is, in a few words: `马玉兰 的通话记录`.
    pub fn words(&self, lang: Lang) -> String {
        let name = secret(&self.name);
        match self.kind {
            Kind::New => tr!(lang, "draft.new"),
            Kind::Customer => tr!(lang, "draft.customer", name = name),
            Kind::Class => tr!(lang, "draft.class", name = name),
            Kind::Consent { channel } => {
                tr!(lang, "draft.consent", name = name, channel = lang.code_text(channel))
            }
            Kind::Snooze => tr!(lang, "draft.snooze", name = name),
            Kind::Remark => tr!(lang, "draft.remark", name = name),
            Kind::Log { .. } => tr!(lang, "draft.log", name = name),
        }
        .into_owned()
    }
}

/// Every form in which something stands that is not saved, the innermost first.
pub fn collect(model: &Model) -> Vec<Draft> {
    let current = model.nav.current();
    let others = [Screen::Edit, Screen::Call].into_iter().filter(|screen| *screen != current);
    let screens = [current].into_iter().chain(others);
    let overlays = overlays::snooze::draft(model).into_iter().chain(overlays::remark::drafts(model));
    overlays.chain(screens.flat_map(|screen| screen.behaviour().drafts(model))).collect()
}

/// Asks whether what an earlier run left is to go on. Nothing is asked when there is nothing.
pub fn offer(model: &mut Model, ctx: &Ctx) {
    if !model.session.left_over.is_empty() {
        let question = dialog::left_over(ctx.lang, &model.session.left_over);
        model.overlays.push(Overlay::Dialog(question));
    }
}

/// Opens what was left again, each with what was typed; the innermost is in front.
pub fn resume(model: &mut Model, ctx: &Ctx) -> Effects {
    let drafts = std::mem::take(&mut model.session.left_over);
    let opened = drafts.iter().rev().fold(Effects::none(), |effects, draft| {
        effects.and(match draft.kind {
            Kind::New | Kind::Customer | Kind::Class | Kind::Consent { .. } => {
                edit::resume(model, draft, ctx)
            }
            Kind::Snooze => overlays::snooze::resume(model, draft, ctx),
            Kind::Remark => overlays::remark::resume(model, draft, ctx),
            Kind::Log { .. } => call::resume(model, draft, ctx),
        })
    });
    // From here on they are unsaved text of this run.
    opened.and(Effect::ForgetDrafts.into())
}

/// Throws away what was left.
pub fn discard(model: &mut Model, ctx: &Ctx) -> Effects {
    let drafts = std::mem::take(&mut model.session.left_over);
    let what: Vec<String> = drafts.iter().map(|draft| draft.words(ctx.lang)).collect();
    model.status.note(tr!(ctx.lang, "draft.discarded", what = what.join(", ")), ctx);
    Effect::ForgetDrafts.into()
}

#[cfg(test)]
mod tests;
