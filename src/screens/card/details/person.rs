//! The customer's own data: only what is known.

use super::collapse::Step;
use super::{Facts, Lines, cell, evidence};
use crate::domain::{Day, secret};
use crate::lang::Lang;
use crate::screens::edit::FieldId;
use crate::tr;
use crate::ui::{Line, Role, format, text};
use crate::work::words::date_text;

pub(super) fn person(facts: &Facts<'_>, lines: &mut Lines) {
    let lang = facts.lang;
    lines.heading(tr!(lang, "card.person"), Line::new());
    let columns = if lang == Lang::Zh { 8 } else { 12 };
    let half = facts.width.min(76) / 2;
    let known: Vec<(&str, String, Role)> = known(facts);
    let is_collapsed = facts.is_collapsed(Step::Person);
    if is_collapsed {
        in_one_line(facts, &known, lines);
    }
    let in_rows = if is_collapsed { &[][..] } else { &known[..] };
    let per_row = if facts.width < 56 { 1 } else { 2 };
    for row in in_rows.chunks(per_row) {
        let mut line = Line::new();
        for (at, (key, value, role)) in row.iter().enumerate() {
            let gap = (half * u16::from(at > 0)).saturating_sub(line.width());
            let room = if per_row == 1 { facts.width } else { half }.saturating_sub(columns + 2);
            line = line
                .gap(gap)
                .join(cell(&lang.text(&format!("card.about.{key}")), columns, Role::Dim))
                .with(text::cut(value, room).into_owned(), *role);
        }
        let line = lines.text(line);
        line.fields = row.iter().filter_map(|(key, ..)| field(key)).collect();
        line.proof = evidence::data(facts, &line.fields);
    }
    if let Some(remark) = &facts.card.customer.about.remark {
        let lead = cell(&tr!(lang, "card.about.remark"), columns, Role::Dim);
        if facts.is_collapsed(Step::Remark) {
            let room = facts.width.saturating_sub(lead.width());
            let remark = remark.lines().next().unwrap_or_default();
            let line = lead.private(text::cut(remark, room).into_owned(), Role::Text);
            let line = lines.text(line);
            line.fields = vec![FieldId::Remark];
            line.proof = evidence::data(facts, &line.fields);
            return;
        }
        let first = lines.hanging(lead, &secret(remark), (facts.width, Role::Text));
        for line in &mut lines.lines[first..] {
            line.fields = vec![FieldId::Remark];
            line.proof = evidence::data(facts, &line.fields);
        }
    }
}

/// As much as fits.
fn in_one_line(facts: &Facts<'_>, known: &[(&str, String, Role)], lines: &mut Lines) {
    let line = known.iter().fold(Line::new(), |line, (key, value, role)| {
        let label = facts.lang.text(&format!("card.about.{key}")).into_owned();
        let part = Line::new().with(label, Role::Dim).gap(1).with(value.clone(), *role);
        let gap = if line.is_empty() { 0 } else { 2 };
        line.join_if_fits(Line::new().gap(gap).join(part), facts.width)
    });
    if !line.is_empty() {
        let line = lines.text(line);
        line.fields = known.iter().filter_map(|(key, ..)| field(key)).collect();
        line.proof = evidence::data(facts, &line.fields);
    }
}

/// The field of the form behind a label.
fn field(key: &str) -> Option<FieldId> {
    Some(match key {
        "tags" => FieldId::Tags,
        "risk" => FieldId::RiskLevel,
        "id_document" => FieldId::IdUntil,
        "birth" => FieldId::BirthOn,
        "region" => FieldId::Region,
        "industry" => FieldId::Industry,
        "occupation" => FieldId::Occupation,
        "income" => FieldId::Income,
        "firm_size" => FieldId::FirmSize,
        "opened" => FieldId::OpenedOn,
        "referred" => FieldId::ReferredBy,
        _ => return None,
    })
}

/// Label and value of everything that is known, in a fixed order.
fn known(facts: &Facts<'_>) -> Vec<(&'static str, String, Role)> {
    let lang = facts.lang;
    let (customer, about) = (&facts.card.customer, &facts.card.customer.about);
    let plain =
        |value: Option<String>| value.filter(|value| !value.is_empty()).map(|value| (value, Role::Text));
    let on = |day: Option<Day>| plain(day.map(|day| date_text(facts.today, day)));
    let until = |day: Option<Day>| {
        day.map(|day| {
            let role = if day < facts.today { Role::Alert } else { Role::Text };
            (tr!(lang, "card.until", on = date_text(facts.today, day)).into_owned(), role)
        })
    };
    let risk = about.risk_level.map(|level| {
        let (until, role) = until(about.risk_level_until_on).unwrap_or((String::new(), Role::Text));
        (format!("{} {until}", lang.code_text(level)).trim_end().to_owned(), role)
    });
    let money = about.income_year.map(|money| secret(format::amount(lang, money)));
    let referrer = about.referred_by.and_then(|id| {
        let book = facts.book?;
        Some(secret(book.display_name(book.find(id)?)))
    });
    let tags = secret(facts.card.tags.join(" "));
    let leaving = customer.leaving_reason.as_ref().map(secret).unwrap_or_default();
    let left = customer.left_on.map(|on| (format!("{on} {leaving}").trim_end().to_owned(), Role::Alert));
    let deceased = customer.deceased_on.map(|on| (on.to_string(), Role::Alert));
    let all = [
        ("deceased", deceased),
        ("left", left),
        ("tags", plain(Some(tags))),
        ("risk", risk),
        ("id_document", until(about.id_document_until_on)),
        ("birth", plain(about.birth_on.map(|day| day.to_string()))),
        ("region", plain(about.region.clone())),
        ("industry", plain(about.industry.clone())),
        ("occupation", plain(about.occupation.clone())),
        ("income", plain(money)),
        ("firm_size", plain(about.firm_size.map(format::count))),
        ("segment", plain(about.segment.clone())),
        ("opened", plain(about.opened_on.map(|day| day.to_string()))),
        ("referred", plain(referrer)),
        ("entered", on(Some(customer.entered_on))),
        ("assigned", on(customer.assigned_on)),
    ];
    all.into_iter().filter_map(|(key, value)| value.map(|(value, role)| (key, value, role))).collect()
}
