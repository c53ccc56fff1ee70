//! A form: fields one below the other, one of them with the caret, each with what is wrong with it.
//!
//! Pure and without knowledge of what the fields mean: that is `customer` and `class`. Text is never lost: only the
//! person changes it.

use crate::app::{Key, KeyCode, edit_of};
use crate::ui::line::Secrecy;
use crate::ui::widgets::TextInput;

/// A field by its meaning. Its words stand under `edit.field.<name>` and `edit.help.<name>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldId {
    /// The bank's number.
    CustomerNo,
    /// Name.
    Name,
    /// Person or firm.
    Kind,
    /// Gender.
    Gender,
    /// Birth date, a firm's founding.
    BirthOn,
    /// All numbers.
    Phones,
    /// Region.
    Region,
    /// Industry.
    Industry,
    /// Occupation.
    Occupation,
    /// Income a year.
    Income,
    /// Employees.
    FirmSize,
    /// Risk class.
    RiskLevel,
    /// Its end.
    RiskUntil,
    /// The end of the ID document.
    IdUntil,
    /// Since when a customer of the bank.
    OpenedOn,
    /// The number of the customer who referred him.
    ReferredBy,
    /// Tags.
    Tags,
    /// Remark.
    Remark,
    /// Of a class by hand: in which dimension.
    Dimension,
    /// The class.
    Class,
    /// Why.
    Reason,
    /// Up to when.
    Until,
    /// Of a consent: of which channel.
    Channel,
    /// What is allowed there.
    Consent,
    /// In which hours.
    Hours,
    /// On which day a pause ends.
    ClosedUntil,
    /// When the customer said so.
    GivenOn,
    /// In his words.
    Wording,
}

impl FieldId {
    /// Whether the veil hides what is typed in it: names, numbers, amounts, and what is told in words. Dates stay.
    pub fn secrecy(self) -> Secrecy {
        match self {
            FieldId::BirthOn
            | FieldId::RiskUntil
            | FieldId::IdUntil
            | FieldId::OpenedOn
            | FieldId::Until
            | FieldId::Hours
            | FieldId::ClosedUntil
            | FieldId::GivenOn => Secrecy::Open,
            _ => Secrecy::Private,
        }
    }

    /// Whether Up and Down go on by a step in it: a number or a date.
    pub fn is_stepped(self) -> bool {
        matches!(
            self,
            FieldId::BirthOn
                | FieldId::Income
                | FieldId::FirmSize
                | FieldId::RiskUntil
                | FieldId::IdUntil
                | FieldId::OpenedOn
                | FieldId::Until
                | FieldId::ClosedUntil
                | FieldId::GivenOn
        )
    }

    /// Its name in the language files.
    pub fn name(self) -> &'static str {
        match self {
            FieldId::CustomerNo => "customer_no",
            FieldId::Name => "name",
            FieldId::Kind => "kind",
            FieldId::Gender => "gender",
            FieldId::BirthOn => "birth_on",
            FieldId::Phones => "phones",
            FieldId::Region => "region",
            FieldId::Industry => "industry",
            FieldId::Occupation => "occupation",
            FieldId::Income => "income",
            FieldId::FirmSize => "firm_size",
            FieldId::RiskLevel => "risk_level",
            FieldId::RiskUntil => "risk_until",
            FieldId::IdUntil => "id_until",
            FieldId::OpenedOn => "opened_on",
            FieldId::ReferredBy => "referred_by",
            FieldId::Tags => "tags",
            FieldId::Remark => "remark",
            FieldId::Dimension => "dimension",
            FieldId::Class => "class",
            FieldId::Reason => "reason",
            FieldId::Until => "until",
            FieldId::Channel => "channel",
            FieldId::Consent => "consent",
            FieldId::Hours => "hours",
            FieldId::ClosedUntil => "closed_until",
            FieldId::GivenOn => "given_on",
            FieldId::Wording => "wording",
        }
    }
}

/// An option of a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its code; empty for "none".
    pub code: String,
    /// What it is called.
    pub words: String,
}

/// What is in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Typed text.
    Text(TextInput),
    /// One of some options; at least one.
    Choice(Vec<Choice>, usize),
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Which.
    pub id: FieldId,
    /// What is in it.
    pub value: Value,
    /// What was in it when the form was opened.
    pub start: String,
    /// What is wrong with it, once that may be said.
    pub problem: Option<String>,
    /// What another window made of it meanwhile.
    pub theirs: Option<String>,
    /// Whether it means anything with what stands in the others; else it is passed over.
    pub is_shown: bool,
}

impl Field {
    /// A field with a text.
    pub fn text(id: FieldId, text: &str) -> Field {
        let input = TextInput::new(text);
        let start = input.value().to_owned();
        Field { id, start, value: Value::Text(input), problem: None, theirs: None, is_shown: true }
    }

    /// A field with options; `code` is selected, else the first.
    pub fn choice(id: FieldId, options: Vec<Choice>, code: &str) -> Field {
        let at = options.iter().position(|option| option.code == code).unwrap_or(0);
        let start = options.get(at).map(|option| option.code.clone()).unwrap_or_default();
        Field { id, start, value: Value::Choice(options, at), problem: None, theirs: None, is_shown: true }
    }

    /// The text, or the code of the selected option.
    pub fn current(&self) -> &str {
        match &self.value {
            Value::Text(input) => input.value(),
            Value::Choice(options, at) => options.get(*at).map_or("", |option| option.code.as_str()),
        }
    }

    /// Whether the person changed it.
    pub fn is_changed(&self) -> bool {
        self.current() != self.start
    }

    /// Calls the options of a choice by these words; the selected one stays.
    pub fn reword(&mut self, words: impl Fn(&str) -> Option<String>) {
        if let Value::Choice(options, _) = &mut self.value {
            for option in options {
                option.words = words(&option.code).unwrap_or_else(|| std::mem::take(&mut option.words));
            }
        }
    }

    /// Puts a text or code into it as if the person had.
    pub fn put(&mut self, text: &str) {
        match &mut self.value {
            Value::Text(input) => *input = TextInput::new(text),
            Value::Choice(options, at) => {
                *at = options.iter().position(|option| option.code == text).unwrap_or(*at);
            }
        }
    }

    /// Puts a text or code into it as what it was opened with.
    pub fn restart(&mut self, text: &str) {
        self.put(text);
        text.clone_into(&mut self.start);
    }

    /// A key for the field. Returns whether its content changed.
    fn key(&mut self, key: Key) -> bool {
        match &mut self.value {
            Value::Text(input) => edit_of(key).is_some_and(|edit| input.edit(edit)),
            Value::Choice(options, at) => {
                let last = options.len().saturating_sub(1);
                let to = match key.code {
                    KeyCode::Left => at.saturating_sub(1),
                    KeyCode::Right => (*at + 1).min(last),
                    KeyCode::Char(' ') => (*at + 1) % options.len().max(1),
                    KeyCode::Home => 0,
                    KeyCode::End => last,
                    KeyCode::Char(ch) => match ch.to_digit(10) {
                        Some(digit) if (1..=options.len()).contains(&(digit as usize)) => digit as usize - 1,
                        _ => *at,
                    },
                    _ => *at,
                };
                std::mem::replace(at, to) != to
            }
        }
    }
}

/// The fields, and which one has the caret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// From the top.
    pub fields: Vec<Field>,
    /// The place of the one with the caret.
    pub focus: usize,
}

impl Form {
    /// A form with the caret in its first field.
    pub fn new(fields: Vec<Field>) -> Form {
        Form { fields, focus: 0 }
    }

    /// A field.
    pub fn field(&self, id: FieldId) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// A field, to be changed.
    pub fn field_mut(&mut self, id: FieldId) -> Option<&mut Field> {
        self.fields.iter_mut().find(|field| field.id == id)
    }

    /// The field with the caret.
    pub fn focused(&self) -> Option<&Field> {
        self.fields.get(self.focus)
    }

    /// What stands in a field; empty when the form has no such field.
    pub fn text(&self, id: FieldId) -> &str {
        self.field(id).map_or("", Field::current)
    }

    /// Whether a field is as it was when the form was opened.
    pub fn is_as_opened(&self, id: FieldId) -> bool {
        self.field(id).is_none_or(|field| !field.is_changed())
    }

    /// Whether anything was changed.
    pub fn is_changed(&self) -> bool {
        self.fields.iter().any(Field::is_changed)
    }

    /// Moves the caret to a field.
    pub fn go_to(&mut self, id: FieldId) {
        if let Some(at) = self.fields.iter().position(|field| field.id == id) {
            self.focus = at;
        }
    }

    /// Moves the caret to the shown field after, or before, round and round.
    pub fn step(&mut self, by: isize) {
        let count = self.fields.len().max(1);
        for _ in 0..count {
            self.focus = self.focus.checked_add_signed(by).unwrap_or(count - 1) % count;
            if self.focused().is_none_or(|field| field.is_shown) {
                break;
            }
        }
    }

    /// The shown fields.
    pub fn shown(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.is_shown)
    }

    /// A key for the field with the caret. Returns whether its content changed; what was said about it then no longer
    /// stands.
    pub fn key(&mut self, key: Key) -> bool {
        let Some(field) = self.fields.get_mut(self.focus) else { return false };
        let is_changed = field.key(key);
        if is_changed {
            field.problem = None;
        }
        is_changed
    }

    /// Puts another text into the field with the caret; what was said about it no longer stands.
    pub fn replace(&mut self, text: &str) {
        if let Some(Field { value: Value::Text(input), problem, .. }) = self.fields.get_mut(self.focus) {
            input.replace(text);
            *problem = None;
        }
    }

    /// Pasted text for the field with the caret; `false` when that takes none.
    pub fn paste(&mut self, text: &str) -> bool {
        let Some(Field { value: Value::Text(input), problem, .. }) = self.fields.get_mut(self.focus) else {
            return false;
        };
        input.paste(text);
        *problem = None;
        true
    }

    /// Says what is wrong: in one field, or in all. The other fields keep what stands about them.
    pub fn say(&mut self, problems: &[(FieldId, String)], only: Option<FieldId>) {
        for field in self.fields.iter_mut().filter(|field| only.is_none_or(|id| id == field.id)) {
            let found = problems.iter().find(|(id, _)| *id == field.id);
            field.problem = found.map(|(_, words)| words.clone());
        }
    }

    /// Puts the caret into the first field with a problem; `false` when there is none.
    pub fn go_to_problem(&mut self) -> bool {
        match self.fields.iter().position(|field| field.problem.is_some()) {
            Some(at) => {
                self.focus = at;
                true
            }
            None => false,
        }
    }

    /// Takes in what another window saved meanwhile, `theirs` being the form as it would open now: fields that the
    /// person did not touch take it; the others keep what was typed and show it beside.
    pub fn merge(&mut self, theirs: &Form) {
        for field in &mut self.fields {
            let Some(new) = theirs.field(field.id).map(Field::current) else { continue };
            if new == field.start {
                continue;
            }
            if field.is_changed() && field.current() != new {
                field.theirs = Some(new.to_owned());
                new.clone_into(&mut field.start);
            } else {
                field.restart(new);
            }
        }
    }
}
