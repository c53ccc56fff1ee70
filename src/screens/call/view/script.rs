//! What to say: the playbook's script of class and reason, its blanks filled; for a message its text.

use crate::app::{Ctx, Model};
use crate::book::Card;
use crate::domain::{CustomerKind, Dimension, Gender, Reason, name, secret};
use crate::lang::Lang;
use crate::screens::call::Way;
use crate::screens::call::state::playbook;
use crate::screens::dossier;
use crate::tr;
use crate::ui::{Line, Role, format, text};
use crate::work::Due;
use crate::work::playbook::{Blanks, Script};

/// The longest lines of running text.
const LONGEST: u16 = 72;

/// The lines of the script in so many columns, with one blank at each edge; none before the card is there.
pub fn lines(model: &Model, ctx: &Ctx, columns: u16) -> Vec<Line<'static>> {
    let Some(card) = model.call.card.as_ref().filter(|_| !super::is_over(model)) else { return Vec::new() };
    if model.call.service_only().is_some() {
        let mut text = Text::new(card, ctx.lang, columns);
        text.add("", &tr!(ctx.lang, "call.script.service_only"));
        return text.lines;
    }
    if !model.call.way.is_message() {
        return lines_of(card, model, ctx, columns);
    }
    let mut text = Text::new(card, ctx.lang, columns);
    let sms = sms(model, ctx);
    let said = sms.map_or_else(|| tr!(ctx.lang, "call.script.no_sms").into_owned(), |sms| sms.text);
    let (label, rule) = match model.call.way {
        Way::Wecom => ("call.script.wecom", "call.script.wecom_rule"),
        _ => ("call.script.sms", "call.script.sms_rule"),
    };
    text.add(label, &said);
    text.add("call.script.rule", &ctx.lang.text(rule));
    text.lines
}

/// The script of a call for any customer whose card is there, in so many columns.
pub fn lines_of(card: &Card, model: &Model, ctx: &Ctx, columns: u16) -> Vec<Line<'static>> {
    let Some(script) = of_card(card, model, ctx) else { return Vec::new() };
    let mut text = Text::new(card, ctx.lang, columns);
    text.add("call.script.opening", &script.opening);
    text.add("call.script.verify", &script.verify);
    text.add("call.script.matter", &script.matter);
    text.add("call.script.yes", &script.yes);
    text.add("call.script.no", &script.no);
    let mut label = "call.script.objections";
    for (number, objection) in (1..).zip(&script.objections) {
        text.add(label, &format!("{number} \"{}\"  {}", objection.says, objection.answer));
        label = "";
    }
    text.add("call.script.closing", &script.closing);
    text.add("call.script.products", &products(card, ctx.lang));
    text.lines
}

/// Running text with labels beside it, broken to a width.
struct Text {
    lang: Lang,
    width: u16,
    address: String,
    lines: Vec<Line<'static>>,
}

impl Text {
    fn new(card: &Card, lang: Lang, columns: u16) -> Text {
        let width = columns.saturating_sub(2).min(LONGEST);
        Text { lang, width, address: address(card, lang), lines: Vec::new() }
    }

    fn add(&mut self, label: &str, said: &str) {
        if said.is_empty() {
            return;
        }
        let label_width = if self.lang == Lang::Zh { 6 } else { 9 };
        let label = if label.is_empty() { String::new() } else { self.lang.text(label).into_owned() };
        // Only what names the customer is secret.
        let said = match self.address.as_str() {
            "" => said.to_owned(),
            address => said.replace(address, &secret(address)),
        };
        for (at, piece) in text::wrap(&said, self.width.saturating_sub(label_width)).into_iter().enumerate() {
            let label = if at == 0 { label.as_str() } else { "" };
            let line = Line::new().with(text::pad(label, label_width), Role::Dim);
            self.lines.push(line.with(piece, Role::Text));
        }
    }
}

/// The text of an SMS, and the reason that it is for.
pub struct Sms {
    /// The reason.
    pub reason: Reason,
    /// The text, its blanks filled.
    pub text: String,
}

/// The text for the first of the customer's reasons that has one.
pub fn sms(model: &Model, ctx: &Ctx) -> Option<Sms> {
    let card = model.call.card.as_deref()?;
    let texts = card.row.dues.iter().filter_map(|due| {
        // Nobody knows on which day a message is read.
        let on = spoken(due.on, ctx.lang);
        let text = script(card, Some(due), &on, (model, ctx))?.sms;
        Some(Sms { reason: due.reason, text })
    });
    let mut texts = texts.filter(|sms| !sms.text.is_empty());
    texts.next()
}

/// The script of a customer's first reason, its blanks filled.
pub fn of_card(card: &Card, model: &Model, ctx: &Ctx) -> Option<Script> {
    let first = card.row.dues.first();
    let date = first.map(|due| date(due, ctx)).unwrap_or_default();
    script(card, first, &date, (model, ctx))
}

/// The script of one of his reasons, its date in words.
fn script(card: &Card, due: Option<&Due>, date: &str, (model, ctx): (&Model, &Ctx)) -> Option<Script> {
    let reason = due.map_or(Reason::Rhythm, |due| due.reason);
    let class = |dimension: Dimension| {
        let found = card.classes.iter().find(|class| class.dimension == dimension);
        found.map_or("", |class| class.class.as_str())
    };
    let classes = [class(Dimension::Value), class(Dimension::Lifecycle)];
    let settings = &model.session.settings;
    let name = address(card, ctx.lang);
    let product = due.map(|due| product(card, due, ctx.lang)).unwrap_or_default();
    let blanks =
        Blanks { name: &name, branch: &settings.branch, manager: &settings.manager, date, product: &product };
    Some(playbook()?.scripts().script(ctx.lang, reason, classes, &blanks))
}

/// How the customer is addressed: `马女士`; a firm by its name.
fn address(card: &Card, lang: Lang) -> String {
    let customer = &card.customer;
    let Some(full) = customer.name.as_deref() else { return String::new() };
    match (lang, customer.kind, customer.about.gender) {
        (_, CustomerKind::Firm, _) => full.to_owned(),
        (Lang::Zh, _, Some(Gender::Female)) => format!("{}女士", name::surname(full)),
        (Lang::Zh, _, Some(Gender::Male)) => format!("{}先生", name::surname(full)),
        _ => full.to_owned(),
    }
}

fn date(due: &Due, ctx: &Ctx) -> String {
    let day = ctx.now.day();
    let far = due.on - day > 6 || due.on < day;
    if far { spoken(due.on, ctx.lang) } else { format::day(ctx.lang, due.on, day) }
}

/// A date as it is spoken.
fn spoken(day: crate::domain::Day, lang: Lang) -> String {
    let (_, month, date) = day.ymd();
    tr!(lang, "call.script.date", month = month, day = date).into_owned()
}

fn product(card: &Card, due: &Due, lang: Lang) -> String {
    let crate::work::Proof::Account(id) = due.proof else { return String::new() };
    let holding = card.holdings.iter().find(|holding| holding.id == id);
    holding.map(|holding| dossier::product(lang, holding)).unwrap_or_default()
}

/// Up to which risk products may be spoken of.
fn products(card: &Card, lang: Lang) -> String {
    let about = &card.customer.about;
    match (about.risk_level, about.risk_level_until_on) {
        (Some(level), Some(until)) => {
            tr!(lang, "call.script.risk", level = lang.code_text(level), until = until).into_owned()
        }
        _ => String::new(),
    }
}
