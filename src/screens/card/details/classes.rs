//! The classes of a customer: each with since when, why, and what would move it.

use super::collapse::Step;
use super::{Facts, Lines, Room, cell, evidence};
use crate::book::{ByHand, CardClass, Event};
use crate::classify::Metric;
use crate::classify::explain::Margin;
use crate::domain::{Code, Dimension, TalkResult, UNCLASSIFIED, secret};
use crate::lang::Lang;
use crate::screens::card::timeline::{self, EntryKey};
use crate::screens::edit::FieldId;
use crate::tr;
use crate::ui::{Line, Role, format, text};
use crate::work::words::date_text;
use std::borrow::Cow;

/// So many margins are named; more would not be read.
const MARGINS: usize = 2;

pub(super) fn classes(facts: &Facts<'_>, lines: &mut Lines) {
    let lang = facts.lang;
    let version = facts.card.classes.iter().map(|class| class.rule_version).max().unwrap_or(0);
    let tail = Line::new().with(tr!(lang, "card.rules", version = version), Role::Dim);
    lines.heading(tr!(lang, "card.classes"), tail);
    let is_minor = |class: &&CardClass| {
        facts.is_collapsed(Step::MinorClasses)
            && matches!(class.dimension, Dimension::Demographic | Dimension::Industry)
    };
    for class in facts.card.classes.iter().filter(|class| !is_minor(class)) {
        let first = one(facts, class, lines);
        let proof = change(facts, class.dimension).or_else(|| evidence::class(facts, class.dimension));
        for line in &mut lines.lines[first..] {
            line.proof = proof;
            line.rests_on = rests_on(class.dimension);
            line.dimension = Some(class.dimension);
        }
    }
    let minor: Vec<&CardClass> = facts.card.classes.iter().filter(is_minor).collect();
    if let Some(first) = minor.first() {
        let line = lines.text(side_by_side(facts, &minor));
        line.dimension = Some(first.dimension);
    }
}

/// `人口 35-44 岁  行业 批发 o`: their names alone.
fn side_by_side(facts: &Facts<'_>, classes: &[&CardClass]) -> Line<'static> {
    classes.iter().fold(Line::new(), |line, class| {
        let hand = if class.by_hand.is_some() { " o" } else { "" };
        let gap = if line.is_empty() { 0 } else { 2 };
        line.gap(gap)
            .with(facts.lang.text(&format!("card.dimension.{}", class.dimension)).into_owned(), Role::Dim)
            .gap(1)
            .with(facts.class_name(class.dimension, &class.class), Role::Text)
            .with(hand, Role::Warn)
    })
}

/// The field that decides a class which never changed.
fn rests_on(dimension: Dimension) -> Option<FieldId> {
    match dimension {
        Dimension::Demographic => Some(FieldId::BirthOn),
        Dimension::Industry => Some(FieldId::Industry),
        Dimension::Value | Dimension::Need | Dimension::Lifecycle | Dimension::Behaviour => None,
    }
}

/// The last change of class in a dimension.
pub(super) fn change(facts: &Facts<'_>, dimension: Dimension) -> Option<EntryKey> {
    timeline::find(
        &facts.card.timeline,
        |entry| matches!(&entry.event, Event::ClassChanged { dimension: of, .. } if *of == dimension),
    )
}

/// The lines of one class. Returns where they begin.
fn one(facts: &Facts<'_>, class: &CardClass, lines: &mut Lines) -> usize {
    let lang = facts.lang;
    let (dimension_columns, most) = match lang {
        Lang::Zh => (4, 12),
        Lang::En => (8, 14),
    };
    let name = |class: &CardClass| facts.class_name_in(class.dimension, &class.class, most);
    let labels = facts.card.classes.iter().map(name);
    let class_columns = labels.map(|label| text::width(&label)).max().unwrap_or(0).clamp(8, most);
    let dimension = lang.text(&format!("card.dimension.{}", class.dimension));
    let hand = if class.by_hand.is_some() { "o" } else { " " };
    let lead = cell(&dimension, dimension_columns, Role::Dim)
        .join(cell(&name(class), class_columns, role(facts, class)))
        .with(format!("{hand} "), Role::Warn)
        .join(cell(&facts.day(class.since_on), 7, Role::Dim));
    let (why, moves) = (why(facts, class), moves(facts, class));
    match facts.room {
        Room::Wide => {
            let indent = lead.width();
            if facts.is_collapsed(Step::Moves) {
                let words = with_move(facts, class, (&why, &moves), indent);
                return lines.hanging(lead, &words, (facts.width, Role::Text));
            }
            let first = lines.hanging(lead, &why, (facts.width, Role::Text));
            for words in &moves {
                lines.hanging(Line::new().gap(indent), words, (facts.width, Role::Dim));
            }
            first
        }
        Room::Narrow => {
            // What would move it follows where it fits whole, in full or in short.
            let short = class.explanation.up.as_ref().filter(|_| class.by_hand.is_none());
            let mut rest = moves.first().cloned().into_iter().chain(short.map(|step| step.short(lang)));
            let line = lead.with(why, Role::Text);
            let room = facts.width.saturating_sub(line.width() + 2);
            let rest = rest.find(|words| text::width(words) <= room);
            let rest = rest.map(|words| format!("; {words}")).unwrap_or_default();
            lines.text(line.with(rest, Role::Dim));
            lines.lines.len() - 1
        }
    }
}

/// Why, and what would move it where that takes no line of its own.
fn with_move(facts: &Facts<'_>, class: &CardClass, (why, moves): (&str, &[String]), indent: u16) -> String {
    let short = class.explanation.up.as_ref().filter(|_| class.by_hand.is_none());
    let short = short.map(|step| step.short(facts.lang));
    let room = facts.width.saturating_sub(indent);
    let height = |words: &str| text::wrap(words, room).len();
    let both = moves.first().cloned().into_iter().chain(short).map(|words| format!("{why}; {words}"));
    both.into_iter().find(|words| height(words) == height(why)).unwrap_or_else(|| why.to_owned())
}

/// The colour of a ranked class; only value is ranked.
fn role(facts: &Facts<'_>, class: &CardClass) -> Role {
    let rank = facts
        .book
        .filter(|_| class.dimension == Dimension::Value && class.class != UNCLASSIFIED)
        .map(|book| book.classes.place(class.dimension, &class.class).0);
    rank.map_or(Role::Text, |rank| Role::Class(rank.saturating_add(1)))
}

/// Why a customer is in a class: the rule with its values, the scores, or who set it by hand and until when.
pub fn why(facts: &Facts<'_>, class: &CardClass) -> String {
    let lang = facts.lang;
    if let Some(by_hand) = &class.by_hand {
        return by_hand_words(facts, by_hand);
    }
    if class.dimension == Dimension::Behaviour
        && let Some(words) = scores(facts)
    {
        return words;
    }
    let reasons: Vec<&str> = class.explanation.reasons.iter().map(|reason| reason.text(lang)).collect();
    reasons.join("; ")
}

/// The author of who has neither set a name nor signed in with one.
const UNNAMED: &str = "me";

/// `人工: 本人告知, 至 2027-01-31 张晓岚`
fn by_hand_words(facts: &Facts<'_>, by_hand: &ByHand) -> String {
    let lang = facts.lang;
    let until = by_hand.until_on.map_or_else(
        || tr!(lang, "card.by_hand_open"),
        |until| tr!(lang, "card.by_hand_until", on = date_text(facts.today, until)),
    );
    // Who left has the code of the result where the customer gave no reason.
    let reason = TalkResult::from_code(&by_hand.reason).map(|code| lang.code_text(code));
    let reason = reason.unwrap_or_else(|| Cow::Owned(secret(&by_hand.reason)));
    let author = author(lang, &by_hand.author);
    tr!(lang, "card.by_hand", reason = reason, until = until, author = author).into_owned()
}

/// Who did something, in words where he has no name.
pub fn author(lang: Lang, who: &str) -> Cow<'_, str> {
    if who == UNNAMED { lang.text("card.by_hand_self") } else { Cow::Borrowed(who) }
}

/// `R4 6天  F3 31笔  M4 42.6万`; `None` where there are no scores.
fn scores(facts: &Facts<'_>) -> Option<String> {
    let metrics = &facts.card.metrics;
    let [r, f, m] = [Metric::RfmR, Metric::RfmF, Metric::RfmM].map(|metric| metrics.value(metric));
    let days = metrics.value(Metric::DaysSinceTxn)?;
    let count = metrics.value(Metric::TxnCount365d)?;
    let amount = secret(format::amount(facts.lang, metrics.money(Metric::TxnAmount365d)?));
    Some(
        tr!(facts.lang, "card.scores", r = r?, f = f?, m = m?, days = days, count = count, amount = amount)
            .into_owned(),
    )
}

/// What would move the class. For one set by hand: what the rules say.
pub fn moves(facts: &Facts<'_>, class: &CardClass) -> Vec<String> {
    let lang = facts.lang;
    let explanation = &class.explanation;
    if class.by_hand.is_some() {
        let by_rules = facts.class_name(class.dimension, &explanation.class);
        return vec![tr!(lang, "card.by_rules", class = by_rules).into_owned()];
    }
    let up = explanation.up.as_ref().map(|step| step.text(lang));
    // How far a value may rise is what the next tier wants: said once.
    let is_said = |metric| {
        explanation
            .up
            .iter()
            .flat_map(|step| &step.changes)
            .any(|change| change.metric == metric && change.by > 0)
    };
    let margins = explanation
        .margins
        .iter()
        .map(|margin| Margin { above: margin.above.filter(|_| !is_said(margin.metric)), ..*margin })
        .filter_map(|margin| margin.text(lang))
        .take(MARGINS);
    let out = explanation.out.iter().map(|step| step.way_out(lang));
    up.into_iter().chain(margins).chain(out).collect()
}
