//! Reading a rule file: everything that is wrong is reported, with its line.

use super::condition::{self, Condition, Subject};
use super::error::{Problem, RuleError, nearest};
use super::{Class, Grace, Label, Order, RuleSet};
use crate::classify::metric::Metric;
use crate::domain::{Code, Dimension, UNCLASSIFIED};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

type Table<'i> = DeTable<'i>;
type Item<'i> = Spanned<DeValue<'i>>;

pub(super) fn rule_set(file: &str, text: &str) -> Result<RuleSet, Vec<RuleError>> {
    let mut reader = Reader { file, text, class: None, errors: Vec::new() };
    let set = match DeTable::parse(text) {
        Ok(document) => reader.document(document.get_ref()),
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            reader.fault(&span, Problem::Syntax { text: error.message().to_owned() });
            None
        }
    };
    match set {
        Some(set) if reader.errors.is_empty() => Ok(set),
        _ => {
            reader.errors.sort_by_key(|error| error.line);
            Err(reader.errors)
        }
    }
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    class: Option<String>,
    errors: Vec<RuleError>,
}

impl Reader<'_> {
    fn fault(&mut self, span: &Range<usize>, problem: Problem) {
        let line = 1 + self.text.get(..span.start).unwrap_or_default().matches('\n').count();
        self.errors.push(RuleError { file: self.file.to_owned(), line, class: self.class.clone(), problem });
    }

    /// Reports the fields of a table that the format does not have.
    fn check_fields(&mut self, table: &Table, known: &[&'static str]) {
        for name in table.keys().filter(|name| !known.contains(&name.get_ref().as_ref())) {
            let text = name.get_ref().to_string();
            let nearest = nearest(&text, known.iter().copied());
            self.fault(&name.span(), Problem::UnknownField { text, nearest });
        }
    }

    fn field<'t, 'i>(
        &mut self,
        table: &'t Table<'i>,
        at: &Range<usize>,
        field: &'static str,
    ) -> Option<&'t Item<'i>> {
        let item = table.get(field);
        if item.is_none() {
            self.fault(at, Problem::MissingField { field });
        }
        item
    }

    fn table<'t, 'i>(&mut self, item: &'t Item<'i>, field: &str) -> Option<&'t Table<'i>> {
        let table = item.get_ref().as_table();
        if table.is_none() {
            self.fault(&item.span(), Problem::WrongType { field: field.to_owned() });
        }
        table
    }

    fn string<'t>(&mut self, item: &'t Item, field: &str) -> Option<&'t str> {
        let text = item.get_ref().as_str();
        if text.is_none() {
            self.fault(&item.span(), Problem::WrongType { field: field.to_owned() });
        }
        text
    }

    /// One of a field's known values.
    fn choice<T: Copy>(&mut self, item: &Item, field: &str, known: &[(&'static str, T)]) -> Option<T> {
        let text = self.string(item, field)?;
        let found = known.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
        if found.is_none() {
            self.fault(
                &item.span(),
                Problem::unknown_value(field, text, known.iter().map(|(name, _)| *name)),
            );
        }
        found
    }

    fn document(&mut self, root: &Table) -> Option<RuleSet> {
        self.check_fields(root, &["ruleset", "class", "grace"]);
        let classes = self.classes(root);
        let grace = root.get("grace").and_then(|item| self.grace(item));
        let head_item = self.field(root, &(0..0), "ruleset")?;
        let at = head_item.span();
        let head = self.table(head_item, "ruleset")?;
        self.check_fields(head, &["dimension", "label", "order", "on_gap"]);
        let dimensions: Vec<_> =
            Dimension::ALL.iter().map(|dimension| (dimension.code(), *dimension)).collect();
        let dimension =
            self.field(head, &at, "dimension").and_then(|i| self.choice(i, "dimension", &dimensions));
        let label = self.field(head, &at, "label").and_then(|item| self.label(item));
        let orders = [("exclusive", Order::Exclusive), ("first-match", Order::FirstMatch)];
        let order = self.field(head, &at, "order").and_then(|item| self.choice(item, "order", &orders));
        let places: Vec<_> = classes.iter().enumerate().map(|(at, class)| (class.code.clone(), at)).collect();
        let on_gap = head.get("on_gap").and_then(|item| self.on_gap(item, &places));
        Some(RuleSet { dimension: dimension?, label: label?, order: order?, on_gap, grace, classes })
    }

    fn on_gap(&mut self, item: &Item, places: &[(String, usize)]) -> Option<usize> {
        let text = self.string(item, "on_gap")?;
        if text == "report" {
            return None;
        }
        let found = places.iter().find(|(code, _)| code == text).map(|(_, at)| *at);
        if found.is_none() {
            let known = places.iter().map(|(code, _)| code.as_str()).chain(["report"]);
            self.fault(&item.span(), Problem::unknown_value("on_gap", text, known));
        }
        found
    }

    fn label(&mut self, item: &Item) -> Option<Label> {
        let table = self.table(item, "label")?;
        self.check_fields(table, &["zh", "en"]);
        let at = item.span();
        let zh = self.field(table, &at, "zh").and_then(|i| self.string(i, "zh"));
        let en = self.field(table, &at, "en").and_then(|i| self.string(i, "en"));
        Some(Label { zh: zh?.to_owned(), en: en?.to_owned() })
    }

    fn grace(&mut self, item: &Item) -> Option<Grace> {
        let table = self.table(item, "grace")?;
        self.check_fields(table, &["below", "watch"]);
        let at = item.span();
        let below = self.months(table, &at, "below");
        let watch = self.months(table, &at, "watch");
        Some(Grace { below: below?, watch: watch? })
    }

    fn months(&mut self, table: &Table, at: &Range<usize>, field: &'static str) -> Option<u32> {
        let item = self.field(table, at, field)?;
        let months = item.get_ref().as_integer().and_then(|number| number.as_str().parse().ok());
        if months.is_none() {
            self.fault(&item.span(), Problem::WrongType { field: field.to_owned() });
        }
        months
    }

    fn classes(&mut self, root: &Table) -> Vec<Class> {
        let Some(item) = self.field(root, &(0..0), "class") else { return Vec::new() };
        let Some(items) = item.get_ref().as_array() else {
            self.fault(&item.span(), Problem::WrongType { field: "class".to_owned() });
            return Vec::new();
        };
        let mut classes: Vec<Class> = Vec::new();
        for item in items {
            if let Some(class) = self.class(item) {
                if classes.iter().any(|other| other.code == class.code) {
                    self.fault(&item.span(), Problem::DuplicateClass { text: class.code.clone() });
                }
                classes.push(class);
            }
            self.class = None;
        }
        classes
    }

    fn class(&mut self, item: &Item) -> Option<Class> {
        let table = self.table(item, "class")?;
        let at = item.span();
        let code = self.field(table, &at, "code").and_then(|item| self.code(item));
        self.class.clone_from(&code);
        self.check_fields(table, &["code", "label", "when", "any"]);
        let label = self.field(table, &at, "label").and_then(|item| self.label(item));
        let boxes = match (table.get("when"), table.get("any")) {
            (Some(when), None) => self.conditions(when).map(|conditions| vec![conditions]),
            (None, Some(any)) => self.any(any),
            (Some(_), Some(any)) => {
                self.fault(&any.span(), Problem::UnknownField { text: "any".to_owned(), nearest: None });
                None
            }
            (None, None) => {
                self.fault(&at, Problem::MissingField { field: "when" });
                None
            }
        };
        Some(Class { code: code?, label: label?, boxes: boxes? })
    }

    fn code(&mut self, item: &Item) -> Option<String> {
        let text = self.string(item, "code")?;
        let is_plain = |ch: char| ch.is_ascii_lowercase() || ch.is_ascii_digit() || ch == '_';
        if text.is_empty() || text == UNCLASSIFIED || text == "report" || !text.chars().all(is_plain) {
            self.fault(&item.span(), Problem::BadCode { text: text.to_owned() });
            return None;
        }
        Some(text.to_owned())
    }

    fn any(&mut self, item: &Item) -> Option<Vec<Vec<Condition>>> {
        let Some(items) = item.get_ref().as_array() else {
            self.fault(&item.span(), Problem::WrongType { field: "any".to_owned() });
            return None;
        };
        items.iter().map(|item| self.conditions(item)).collect()
    }

    /// The conditions of a box, in the order of the file.
    fn conditions(&mut self, item: &Item) -> Option<Vec<Condition>> {
        let table = self.table(item, "when")?;
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(name, _)| name.span().start);
        let read: Vec<_> = entries.into_iter().map(|(name, value)| self.condition(name, value)).collect();
        read.into_iter().collect()
    }

    fn condition(&mut self, name: &Spanned<std::borrow::Cow<str>>, value: &Item) -> Option<Condition> {
        let Some(subject) = Subject::from_code(name.get_ref()) else {
            let known = Metric::ALL.iter().map(|metric| metric.code()).chain(["rfm"]);
            let nearest = nearest(name.get_ref(), known);
            self.fault(&name.span(), Problem::UnknownMetric { text: name.get_ref().to_string(), nearest });
            return None;
        };
        let (test, text) = match value.get_ref() {
            DeValue::String(text) => (condition::parse_text(subject, text), text.trim().to_owned()),
            DeValue::Array(items) => {
                let labels: Option<Vec<&str>> = items.iter().map(|item| item.get_ref().as_str()).collect();
                let Some(labels) = labels else {
                    self.fault(&value.span(), Problem::WrongType { field: subject.code().to_owned() });
                    return None;
                };
                (condition::parse_list(subject, &labels), labels.join(", "))
            }
            _ => {
                self.fault(&value.span(), Problem::WrongType { field: subject.code().to_owned() });
                return None;
            }
        };
        match test {
            Ok(test) => Some(Condition { subject, test, text }),
            Err(problem) => {
                self.fault(&value.span(), problem);
                None
            }
        }
    }
}
