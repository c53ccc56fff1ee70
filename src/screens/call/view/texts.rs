//! Words that several parts of the call screen use.

use crate::app::Model;
use crate::domain::{Channel, Dimension, Direction};
use crate::lang::Lang;
use crate::tr;
use crate::work::Outcome;
use crate::work::words::channel_text;

/// What the customer is called; known from the book before the card is there.
pub fn name(model: &Model) -> String {
    if let Some(card) = &model.call.card {
        return card.customer.display_name().to_owned();
    }
    let row = model.call.trail.customer().and_then(|customer| model.book.find(customer));
    row.map(|(book, row)| book.display_name(row).to_owned()).unwrap_or_default()
}

/// The number to dial: the first usable one, else the first; empty without any.
pub fn number(model: &Model) -> String {
    let phones = model.call.card.as_ref().map(|card| card.phones.as_slice()).unwrap_or_default();
    let phone = phones.iter().find(|phone| phone.is_usable()).or(phones.first());
    phone.map(|phone| phone.number.clone()).unwrap_or_default()
}

/// The name of the customer's class in a dimension.
pub fn class(model: &Model, dimension: Dimension, lang: Lang) -> String {
    let card = model.call.card.as_ref();
    let class = card.and_then(|card| card.classes.iter().find(|class| class.dimension == dimension));
    let Some(class) = class else { return String::new() };
    let table = model.book.get().map(|book| &book.classes);
    let table = table.or(model.session.overview.as_ref().map(|overview| &overview.classes));
    table.map_or_else(|| class.class.clone(), |table| table.label_of_code(dimension, &class.class, lang))
}

/// An outcome in words: `本人接通, 考虑中`; `短信 已发`.
pub fn outcome_text(lang: Lang, outcome: Outcome) -> String {
    let first = match (outcome.channel, outcome.direction) {
        (Channel::Phone, Direction::Out) => lang.code_text(outcome.reach).into_owned(),
        (Channel::Phone, Direction::In) => tr!(lang, "call.incoming").into_owned(),
        (channel, _) => format!("{} {}", channel_text(lang, channel), lang.code_text(outcome.reach)),
    };
    let result = outcome.result.map(|result| lang.code_text(result).into_owned());
    let reply = outcome.reply.map(|reply| lang.code_text(reply).into_owned());
    [Some(first), result, reply].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
