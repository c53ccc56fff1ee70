//! The form of a class by hand: in which dimension, which class, why, up to when; or the end of one.
//!
//! Pure.

use super::customer::Problems;
use super::form::{Choice, Field, FieldId, Form, Value};
use super::read;
use crate::book::{Book, Card, CardClass};
use crate::domain::{Code, CustomerId, Day, Dimension, Now};
use crate::lang::Lang;
use crate::screens::step;
use crate::store::protocol::ClassByHand;
use crate::tr;
use crate::ui::Motion;

/// The classes of the customer as they were when the form was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// Whose.
    pub customer: CustomerId,
    classes: Vec<CardClass>,
    maturity: Option<Day>,
}

impl Base {
    fn of(&self, dimension: Dimension) -> Option<&CardClass> {
        self.classes.iter().find(|class| class.dimension == dimension)
    }
}

/// The form, with the caret on the class when the dimension is known already.
pub fn of_card(card: &Card, book: &Book, dimension: Option<Dimension>, lang: Lang) -> (Form, Base) {
    let today = book.day;
    let maturities = card.holdings.iter().filter_map(|holding| holding.maturity_on);
    let base = Base {
        customer: card.customer.id,
        classes: card.classes.clone(),
        maturity: maturities.filter(|on| *on >= today).min(),
    };
    let chosen = dimension.unwrap_or(Dimension::Value);
    let words = |code: &Dimension| lang.code_text(*code).into_owned();
    let options =
        Dimension::ALL.iter().map(|code| Choice { code: code.code().to_owned(), words: words(code) });
    let mut form = Form::new(vec![
        Field::choice(FieldId::Dimension, options.collect(), chosen.code()),
        classes(&base, book, chosen, lang),
        Field::text(FieldId::Reason, ""),
        Field::text(FieldId::Until, ""),
    ]);
    form.focus = usize::from(dimension.is_some());
    (form, base)
}

/// The classes of a dimension; where one is set by hand, also its end.
fn classes(base: &Base, book: &Book, dimension: Dimension, lang: Lang) -> Field {
    let of = base.of(dimension);
    let mut options: Vec<Choice> = book
        .classes
        .all_of(dimension)
        .filter(|at| book.classes.of(dimension).len() > usize::from(at.0))
        .map(|at| Choice {
            code: book.classes.code(dimension, at).to_owned(),
            words: book.classes.label(dimension, at, lang),
        })
        .collect();
    if of.is_some_and(|class| class.by_hand.is_some()) {
        options.push(Choice { code: String::new(), words: tr!(lang, "edit.end_by_hand").into_owned() });
    }
    Field::choice(FieldId::Class, options, of.map_or("", |class| class.class.as_str()))
}

/// The dimension that is chosen.
pub fn dimension(form: &Form) -> Dimension {
    Dimension::from_code(form.text(FieldId::Dimension)).unwrap_or(Dimension::Value)
}

/// Another dimension was chosen: the classes are those of it.
pub fn follow_dimension(form: &mut Form, base: &Base, book: &Book, lang: Lang) {
    let new = classes(base, book, dimension(form), lang);
    if let Some(field) = form.field_mut(FieldId::Class) {
        *field = new;
    }
}

/// Calls dimensions and classes in a language; what is chosen stays.
pub fn reword(form: &mut Form, base: &Base, book: &Book, lang: Lang) {
    let of = dimension(form);
    let new = classes(base, book, of, lang);
    let Value::Choice(options, _) = &new.value else { return };
    for field in &mut form.fields {
        let id = field.id;
        field.reword(|code| match id {
            FieldId::Dimension => Dimension::from_code(code).map(|of| lang.code_text(of).into_owned()),
            _ => options.iter().find(|option| option.code == code).map(|option| option.words.clone()),
        });
    }
}

/// What the last day goes on to with a step.
pub fn stepped(field: &Field, motion: Motion, base: &Base, (now, lang): (Now, Lang)) -> Option<String> {
    let read = |text: &str| until(text, base, (now, lang)).ok().flatten();
    step::date(field.current(), motion, now.day(), read)
}

/// What is saved, or what is wrong.
///
/// # Errors
/// What is wrong, by field.
pub fn read(form: &Form, base: &Base, (now, lang): (Now, Lang)) -> Result<ClassByHand, Problems> {
    let mut problems = Problems::new();
    let code = form.text(FieldId::Class);
    let class = (!code.is_empty()).then(|| code.to_owned());
    let reason = read::long_text(form.text(FieldId::Reason)).unwrap_or_default();
    if reason.is_empty() && class.is_some() {
        problems.push((FieldId::Reason, tr!(lang, "edit.problem.reason").into_owned()));
    }
    let until = match until(form.text(FieldId::Until), base, (now, lang)) {
        Ok(until) => until,
        Err(problem) => {
            problems.push((FieldId::Until, problem));
            None
        }
    };
    if !problems.is_empty() {
        return Err(problems);
    }
    let dimension = dimension(form);
    Ok(ClassByHand { customer: base.customer, dimension, class, reason, until_on: until })
}

/// The last day: a date in any of the usual forms, or words such as `3w` and 月底.
pub fn until(typed: &str, base: &Base, (now, lang): (Now, Lang)) -> read::Read<Option<Day>> {
    read::day_to_come(typed, (now, base.maturity), lang)
}
