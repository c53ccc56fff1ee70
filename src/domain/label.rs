//! What an action did, kept as a text of the language files with its arguments, and told in the language of whoever
//! reads it: the undo line, its questions, what stands in the way of an undo.
//!
//! In the book a label is JSON; one that is no such JSON is words that a former version wrote, and stays as it is. Must
//! not: name a customer in full (see [`super::mask`]).

use super::kinds::{ProductKinds, TxnKinds};
use super::{Channel, Code, Day, HalfDay, Minute, When};
use crate::lang::{Lang, fill};
use serde_json::{Map, Value, json};

/// A label, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Label {
    /// Words that are the same in every language: a masked name, a number, the name of a file.
    Words(String),
    /// A text of the language files, by its key.
    Text(String),
    /// A text of the language files with values for its gaps.
    Filled(String, Vec<(String, Label)>),
    /// Parts one after the other, with this between them.
    Joined(Vec<Label>, String),
    /// A time, as it was written on that day.
    When(When, Day),
    /// A kind of movement, by its code.
    TxnKind(String),
    /// A product, by its code.
    Product(String),
}

impl Label {
    /// A text of the language files, whose gaps [`Label::with`] fills.
    pub fn of(key: &str) -> Label {
        Label::Filled(key.to_owned(), Vec::new())
    }

    /// The words of a code.
    pub fn code<C: Code>(code: C) -> Label {
        Label::Text(code.text_key())
    }

    /// The label with a value for a gap of its text.
    #[must_use]
    pub fn with(mut self, gap: &str, value: impl Into<Label>) -> Label {
        if let Label::Filled(_, values) = &mut self {
            values.push((gap.to_owned(), value.into()));
        }
        self
    }

    /// Parts with something between them.
    pub fn joined(parts: impl IntoIterator<Item = Label>, between: &str) -> Label {
        Label::Joined(parts.into_iter().collect(), between.to_owned())
    }

    /// In a language.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Label::Words(words) => words.clone(),
            Label::Text(key) => lang.text(key).into_owned(),
            Label::Filled(key, values) => {
                let values: Vec<(&str, String)> =
                    values.iter().map(|(gap, value)| (gap.as_str(), value.text(lang))).collect();
                fill(&lang.text(key), &values).into_owned()
            }
            Label::Joined(parts, between) => {
                parts.iter().map(|part| part.text(lang)).collect::<Vec<_>>().join(between)
            }
            Label::When(when, on) => when.canonical(lang, *on),
            Label::TxnKind(code) => TxnKinds::embedded().label(code, lang).unwrap_or(code).to_owned(),
            Label::Product(code) => ProductKinds::embedded().label(code, lang).unwrap_or(code).to_owned(),
        }
    }

    /// As it stands in the book.
    pub fn stored(&self) -> String {
        match self {
            // Words that look like a label of this form are wrapped, so that they come back as they are.
            Label::Words(words) if words.starts_with('{') => {
                Label::joined([self.clone()], "").json().to_string()
            }
            Label::Words(words) => words.clone(),
            label => label.json().to_string(),
        }
    }

    /// From the book.
    pub fn read(stored: &str) -> Label {
        let value = stored.starts_with('{').then(|| serde_json::from_str(stored).ok()).flatten();
        value.as_ref().and_then(Label::of_json).unwrap_or_else(|| Label::Words(stored.to_owned()))
    }

    fn json(&self) -> Value {
        match self {
            Label::Words(words) => words.as_str().into(),
            Label::Text(key) => json!({ "text": key }),
            Label::Filled(key, values) => {
                let with: Map<String, Value> =
                    values.iter().map(|(gap, value)| (gap.clone(), value.json())).collect();
                json!({ "text": key, "with": with })
            }
            Label::Joined(parts, between) => {
                json!({ "parts": parts.iter().map(Label::json).collect::<Vec<_>>(), "between": between })
            }
            Label::When(when, on) => json!({
                "day": when.day.0, "minute": when.minute.map(Minute::number),
                "afternoon": when.half.map(|half| half == HalfDay::Afternoon),
                "channel": when.channel.map(Code::code), "on": on.0,
            }),
            Label::TxnKind(code) => json!({ "txn_kind": code }),
            Label::Product(code) => json!({ "product": code }),
        }
    }

    fn of_json(value: &Value) -> Option<Label> {
        let object = match value {
            Value::String(words) => return Some(Label::Words(words.clone())),
            value => value.as_object()?,
        };
        let text = |name: &str| object.get(name)?.as_str().map(str::to_owned);
        let day = |name: &str| object.get(name)?.as_i64()?.try_into().ok().map(Day);
        if let (Some(key), Some(with)) = (text("text"), object.get("with")) {
            let value = |(gap, value): (&String, &Value)| Some((gap.clone(), Label::of_json(value)?));
            return Some(Label::Filled(key, with.as_object()?.iter().map(value).collect::<Option<_>>()?));
        }
        if let (Some(parts), Some(between)) = (object.get("parts"), text("between")) {
            let parts = parts.as_array()?.iter().map(Label::of_json).collect::<Option<_>>()?;
            return Some(Label::Joined(parts, between));
        }
        if let (Some(of), Some(on)) = (day("day"), day("on")) {
            let half = object.get("afternoon").and_then(Value::as_bool);
            let when = When {
                day: of,
                minute: object.get("minute").and_then(Value::as_i64).and_then(Minute::from_number),
                half: half.map(|is_later| if is_later { HalfDay::Afternoon } else { HalfDay::Morning }),
                channel: text("channel").and_then(|code| Channel::from_code(&code)),
            };
            return Some(Label::When(when, on));
        }
        let product = || text("product").map(Label::Product);
        text("text").map(Label::Text).or_else(|| text("txn_kind").map(Label::TxnKind)).or_else(product)
    }
}

impl From<String> for Label {
    fn from(words: String) -> Label {
        Label::Words(words)
    }
}

impl From<&str> for Label {
    fn from(words: &str) -> Label {
        Label::Words(words.to_owned())
    }
}

impl From<u32> for Label {
    fn from(number: u32) -> Label {
        Label::Words(number.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ConsentState, SkipReason};

    fn labels() -> Vec<Label> {
        let when =
            When { day: Day(20_790), minute: Minute::new(15, 30), half: None, channel: Some(Channel::Phone) };
        let consent = |channel, state| Label::joined([Label::code(channel), Label::code(state)], " ");
        vec![
            Label::of("journal.skip").with("who", "马**").with("why", Label::code(SkipReason::Waiting)),
            Label::of("journal.consent").with("who", "马**").with(
                "what",
                Label::joined(
                    [consent(Channel::Phone, ConsentState::Yes), consent(Channel::Sms, ConsentState::Never)],
                    ", ",
                ),
            ),
            Label::of("work.label.snooze").with("who", "马**").with("at", Label::When(when, Day(20_781))),
            Label::of("journal.assign_kind").with("text", "喝茶").with("code", Label::TxnKind("card".into())),
            Label::of("journal.assign_product").with("text", "x").with("code", Label::Product("fund".into())),
            Label::Words("导入客户 a.csv".into()),
            Label::Words("{\"text\":\"journal.skip\"}".into()),
        ]
    }

    #[test]
    fn a_label_comes_back_from_the_book_as_it_was() {
        for label in labels() {
            let stored = label.stored();
            let back = Label::read(&stored);
            for lang in [Lang::Zh, Lang::En] {
                assert_eq!(back.text(lang), label.text(lang), "{stored}");
            }
            assert_eq!(Label::read(&back.stored()), back);
        }
    }

    #[test]
    fn a_label_is_told_in_the_language_of_its_reader() {
        let texts = |lang| labels().iter().take(3).map(|label| label.text(lang)).collect::<Vec<_>>();
        assert_eq!(
            texts(Lang::Zh),
            ["跳过 马** 等回复", "马** 的同意: 电话 是, 短信 关闭", "推迟 马** 至 12-03 周四 15:30 电话"]
        );
        assert_eq!(
            texts(Lang::En),
            [
                "skip 马**: waiting for an answer",
                "consent of 马**: phone yes, SMS closed",
                "snooze 马** to Thu 12-03 15:30 phone"
            ]
        );
    }

    #[test]
    fn what_former_versions_wrote_stays_as_they_wrote_it() {
        for words in ["记录 马** 电话 本人接通", "{ not json", "{\"a\":1}", ""] {
            assert_eq!(Label::read(words), Label::Words(words.into()));
            assert_eq!(Label::read(words).text(Lang::En), words);
        }
    }
}
