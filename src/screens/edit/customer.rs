//! The form of a customer: from his data to fields, and from fields to what is saved or what is wrong.
//!
//! Pure. A field that was not touched keeps the stored value as it is, so that an old oddity stands in nobody's way.

use super::form::{Choice, Field, FieldId, Form};
use super::read::{self, Read};
use crate::book::{Book, Card, TextOf};
use crate::domain::text::fold_width;
use crate::domain::{About, Code, CustomerId, CustomerKind, Day, Gender, Money, PhoneKind, RiskLevel};
use crate::import::typed_number;
use crate::lang::Lang;
use crate::screens::step;
use crate::store::customer::CustomerFields;
use crate::tr;
use crate::ui::Motion;

/// What was stored when the form was opened; nothing of a new customer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Base {
    /// Who, in which version.
    pub known: Option<(CustomerId, i64)>,
    about: About,
    phones: Vec<(String, PhoneKind)>,
}

/// What is around a form.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// For other customers' numbers.
    pub book: Option<&'a Book>,
    /// The working day.
    pub today: Day,
    /// For sentences.
    pub lang: Lang,
}

/// What is wrong, by field.
pub type Problems = Vec<(FieldId, String)>;

/// The empty form of a new customer.
pub fn blank(lang: Lang) -> (Form, Base) {
    let base = Base::default();
    let form = form_of(&Stored::default(), lang, None);
    (form, base)
}

/// The form of a customer.
pub fn of_card(card: &Card, around: Around<'_>) -> (Form, Base) {
    let customer = &card.customer;
    let base = Base {
        known: Some((customer.id, customer.row_version)),
        about: customer.about.clone(),
        phones: card.phones.iter().map(|phone| (phone.number.clone(), phone.kind)).collect(),
    };
    let stored = Stored {
        customer_no: &customer.customer_no,
        name: customer.name.as_deref().unwrap_or_default(),
        kind: Some(customer.kind),
        about: Some(&customer.about),
        phones: &base.phones,
        tags: &card.tags,
    };
    (form_of(&stored, around.lang, around.book), base)
}

/// What fields are filled from.
#[derive(Default)]
struct Stored<'a> {
    customer_no: &'a str,
    name: &'a str,
    kind: Option<CustomerKind>,
    about: Option<&'a About>,
    phones: &'a [(String, PhoneKind)],
    tags: &'a [String],
}

fn form_of(stored: &Stored<'_>, lang: Lang, book: Option<&Book>) -> Form {
    let nothing = About::default();
    let about = stored.about.unwrap_or(&nothing);
    let plain = |text: &Option<String>| text.clone().unwrap_or_default();
    let on = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let numbers: Vec<&str> = stored.phones.iter().map(|(number, _)| number.as_str()).collect();
    let referrer = about.referred_by.and_then(|id| {
        let book = book?;
        Some(book.text(book.find(id)?, TextOf::CustomerNo).to_owned())
    });
    let kind = stored.kind.unwrap_or(CustomerKind::Person);
    let kinds = options(CustomerKind::ALL, lang).collect();
    let income = about.income_year.map(money_text).unwrap_or_default();
    let firm_size = about.firm_size.map(|count| count.to_string()).unwrap_or_default();
    Form::new(vec![
        Field::text(FieldId::CustomerNo, stored.customer_no),
        Field::text(FieldId::Name, stored.name),
        Field::choice(FieldId::Kind, kinds, kind.code()),
        optional(FieldId::Gender, Gender::ALL, about.gender, lang),
        Field::text(FieldId::BirthOn, &on(about.birth_on)),
        Field::text(FieldId::Phones, &numbers.join(", ")),
        Field::text(FieldId::Region, &plain(&about.region)),
        Field::text(FieldId::Industry, &plain(&about.industry)),
        Field::text(FieldId::Occupation, &plain(&about.occupation)),
        Field::text(FieldId::Income, &income),
        Field::text(FieldId::FirmSize, &firm_size),
        optional(FieldId::RiskLevel, RiskLevel::ALL, about.risk_level, lang),
        Field::text(FieldId::RiskUntil, &on(about.risk_level_until_on)),
        Field::text(FieldId::IdUntil, &on(about.id_document_until_on)),
        Field::text(FieldId::OpenedOn, &on(about.opened_on)),
        Field::text(FieldId::ReferredBy, &referrer.unwrap_or_default()),
        Field::text(FieldId::Tags, &stored.tags.join(" ")),
        Field::text(FieldId::Remark, &plain(&about.remark).replace('\n', " ")),
    ])
}

/// An amount as it is typed: `360000` or `360000.50`.
fn money_text(money: Money) -> String {
    let text = money.to_string();
    text.strip_suffix(".00").unwrap_or(&text).to_owned()
}

fn options<C: Code>(codes: &'static [C], lang: Lang) -> impl Iterator<Item = Choice> {
    codes.iter().map(move |code| Choice { code: code.code().to_owned(), words: words(*code, lang) })
}

/// What an option is called: in full, where the code's own words are short for columns.
fn words<C: Code>(code: C, lang: Lang) -> String {
    let key = format!("edit.choice.{}", code.text_key());
    let text = lang.text(&key);
    if text == key { lang.code_text(code).into_owned() } else { text.into_owned() }
}

/// A choice of a code, or of none.
fn optional<C: Code>(id: FieldId, codes: &'static [C], selected: Option<C>, lang: Lang) -> Field {
    let none = Choice { code: String::new(), words: tr!(lang, "edit.none").into_owned() };
    let all = std::iter::once(none).chain(options(codes, lang)).collect();
    Field::choice(id, all, selected.map_or("", Code::code))
}

/// Calls the options of choices in a language.
pub fn reword(form: &mut Form, lang: Lang) {
    fn of<C: Code>(code: &str, lang: Lang) -> Option<String> {
        C::from_code(code).map(|code| words(code, lang))
    }
    for field in &mut form.fields {
        let id = field.id;
        field.reword(|code| match id {
            _ if code.is_empty() => Some(tr!(lang, "edit.none").into_owned()),
            FieldId::Kind => of::<CustomerKind>(code, lang),
            FieldId::Gender => of::<Gender>(code, lang),
            FieldId::RiskLevel => of::<RiskLevel>(code, lang),
            _ => None,
        });
    }
}

/// What a number or a date goes on to with a step; `None` where nothing can be read.
pub fn stepped(field: &Field, motion: Motion, (today, lang): (Day, Lang)) -> Option<String> {
    match field.id {
        FieldId::Income => step::amount(field.current(), motion),
        FieldId::FirmSize => step::count(field.current(), motion),
        _ => step::date(field.current(), motion, today, |text| read::day(text, lang).ok().flatten()),
    }
}

/// The fields as they are saved, or everything that is wrong with them.
///
/// # Errors
/// What is wrong, by field.
pub fn read(form: &Form, base: &Base, around: Around<'_>) -> Result<CustomerFields, Problems> {
    let mut reader = Reader { form, around, problems: Vec::new() };
    let (birth_on, gender) = reader.birth(base);
    let about = About {
        gender,
        birth_on,
        region: reader.plain(FieldId::Region, base.about.region.as_ref()),
        industry: reader.plain(FieldId::Industry, base.about.industry.as_ref()),
        occupation: reader.plain(FieldId::Occupation, base.about.occupation.as_ref()),
        income_year: reader.kept(FieldId::Income, base.about.income_year, read::money),
        firm_size: reader.kept(FieldId::FirmSize, base.about.firm_size, read::count),
        segment: base.about.segment.clone(),
        risk_level: RiskLevel::from_code(form.text(FieldId::RiskLevel)),
        risk_level_until_on: reader.kept(FieldId::RiskUntil, base.about.risk_level_until_on, read::day),
        id_document_until_on: reader.kept(FieldId::IdUntil, base.about.id_document_until_on, read::day),
        referred_by: reader.referrer(base),
        opened_on: reader.opened(base),
        remark: if form.is_as_opened(FieldId::Remark) {
            base.about.remark.clone()
        } else {
            read::long_text(form.text(FieldId::Remark))
        },
    };
    let fields = CustomerFields {
        customer_no: reader.customer_no(base),
        name: read::text(form.text(FieldId::Name)),
        kind: CustomerKind::from_code(form.text(FieldId::Kind)).unwrap_or(CustomerKind::Person),
        about,
        phones: reader.phones(base),
        tags: read::tags(form.text(FieldId::Tags)),
    };
    if reader.problems.is_empty() { Ok(fields) } else { Err(reader.problems) }
}

/// Reads fields and gathers what is wrong.
struct Reader<'a> {
    form: &'a Form,
    around: Around<'a>,
    problems: Problems,
}

impl Reader<'_> {
    fn take<T: Default>(&mut self, id: FieldId, read: Read<T>) -> T {
        read.unwrap_or_else(|problem| {
            self.problems.push((id, problem));
            T::default()
        })
    }

    fn plain(&self, id: FieldId, stored: Option<&String>) -> Option<String> {
        if self.form.is_as_opened(id) { stored.cloned() } else { read::text(self.form.text(id)) }
    }

    /// The stored value of an untouched field, else what is read.
    fn kept<T>(
        &mut self,
        id: FieldId,
        stored: Option<T>,
        read: impl Fn(&str, Lang) -> Read<Option<T>>,
    ) -> Option<T> {
        if self.form.is_as_opened(id) {
            return stored;
        }
        let found = read(self.form.text(id), self.around.lang);
        self.take(id, found)
    }

    /// The date of birth, and the gender: of an ID number that was typed, else as chosen.
    fn birth(&mut self, base: &Base) -> (Option<Day>, Option<Gender>) {
        let chosen = Gender::from_code(self.form.text(FieldId::Gender));
        if self.form.is_as_opened(FieldId::BirthOn) {
            return (base.about.birth_on, chosen);
        }
        let found = read::birth(self.form.text(FieldId::BirthOn), self.around.today, self.around.lang);
        match self.take(FieldId::BirthOn, found) {
            Some((day, gender)) => (Some(day), gender.or(chosen)),
            None => (None, chosen),
        }
    }

    fn opened(&mut self, base: &Base) -> Option<Day> {
        let opened = self.kept(FieldId::OpenedOn, base.about.opened_on, read::day)?;
        if opened > self.around.today && !self.form.is_as_opened(FieldId::OpenedOn) {
            let problem = tr!(self.around.lang, "edit.problem.future", day = opened).into_owned();
            self.problems.push((FieldId::OpenedOn, problem));
        }
        Some(opened)
    }

    fn customer_no(&mut self, base: &Base) -> String {
        let lang = self.around.lang;
        if let (true, Some(_)) = (self.form.is_as_opened(FieldId::CustomerNo), base.known) {
            return self.form.text(FieldId::CustomerNo).to_owned();
        }
        let Some(number) = typed_number(self.form.text(FieldId::CustomerNo)) else {
            let problem = tr!(lang, "edit.problem.customer_no").into_owned();
            self.problems.push((FieldId::CustomerNo, problem));
            return String::new();
        };
        if let Some((id, name)) = self.find(&number)
            && base.known.is_none_or(|(known, _)| known != id)
        {
            let problem = tr!(lang, "edit.problem.taken", read = number, name = name).into_owned();
            self.problems.push((FieldId::CustomerNo, problem));
        }
        number
    }

    fn phones(&mut self, base: &Base) -> Vec<(String, PhoneKind)> {
        if self.form.is_as_opened(FieldId::Phones) {
            return base.phones.clone();
        }
        let found = read::phones(self.form.text(FieldId::Phones), self.around.lang);
        let kind_of = |(number, kind): (String, PhoneKind)| {
            let known = base.phones.iter().find(|(stored, _)| *stored == number);
            let kind = known.map_or(kind, |(_, kind)| *kind);
            (number, kind)
        };
        self.take(FieldId::Phones, found).into_iter().map(kind_of).collect()
    }

    fn referrer(&mut self, base: &Base) -> Option<CustomerId> {
        if self.form.is_as_opened(FieldId::ReferredBy) {
            return base.about.referred_by;
        }
        let number = typed_number(self.form.text(FieldId::ReferredBy))?;
        let lang = self.around.lang;
        let problem = match self.find(&number) {
            Some((id, _)) if base.known.is_some_and(|(known, _)| known == id) => {
                tr!(lang, "edit.problem.own_referrer")
            }
            Some((id, _)) => return Some(id),
            None => tr!(lang, "edit.problem.referrer", read = number),
        };
        self.problems.push((FieldId::ReferredBy, problem.into_owned()));
        None
    }

    /// The customer with a number, however wide it was written, and what he is called.
    fn find(&self, number: &str) -> Option<(CustomerId, String)> {
        let book = self.around.book?;
        let is_it = |stored: &str| stored == number || fold_width(stored) == number;
        let row = book.rows().iter().find(|row| is_it(book.text(row, TextOf::CustomerNo)))?;
        Some((row.id, book.display_name(row).to_owned()))
    }
}
