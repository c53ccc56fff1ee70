//! Figures and holdings.

use super::collapse::Step;
use super::evidence::{self, Flow};
use super::{Facts, Lines, Room, cell};
use crate::book::Event;
use crate::classify::Metric;
use crate::domain::kinds::ProductKinds;
use crate::domain::{AccountStatus, Holding, mask, secret};
use crate::screens::card::timeline::{self, EntryKey};
use crate::tr;
use crate::ui::{Line, Role, format, text};

/// How a figure is written.
#[derive(Clone, Copy)]
enum Form {
    Money,
    Change,
    Share,
    Count,
}

/// The figures: the key of the label, the metric, its form.
const FIGURES: [(&str, Metric, Form); 12] = [
    ("assets", Metric::Assets, Form::Money),
    ("change_90d", Metric::AssetsChange90d, Form::Change),
    ("liabilities", Metric::Liabilities, Form::Money),
    ("assets_avg", Metric::AssetsAvg30d, Form::Money),
    ("change_30d", Metric::AssetsChange30d, Form::Change),
    ("peak", Metric::AssetsPeak365d, Form::Money),
    ("inflow", Metric::Inflow30d, Form::Money),
    ("active", Metric::TxnCount90d, Form::Count),
    ("activity", Metric::ActivityRatio90d, Form::Share),
    ("outflow", Metric::Outflow30d, Form::Money),
    ("contacts", Metric::ContactCount365d, Form::Count),
    ("contribution", Metric::Contribution365d, Form::Money),
];

/// The figures of the one line where the room is small.
const FEW: [usize; 6] = [3, 4, 1, 6, 9, 8];

pub(super) fn metrics(facts: &Facts<'_>, lines: &mut Lines) {
    let lang = facts.lang;
    let total = Line::new().private(facts.amount(facts.card.metrics.money(Metric::Assets)), Role::Text);
    match facts.room {
        Room::Wide => {
            lines.heading(tr!(lang, "card.metrics"), Line::new());
            if facts.is_collapsed(Step::Metrics) {
                lines.text(few(facts)).proof = evidence::largest(facts, Flow::Any, 30);
                return;
            }
            for row in FIGURES.chunks(per_row(facts)) {
                lines.text(figures_row(facts, row)).proof = evidence_of(facts, row);
            }
        }
        Room::Narrow => {
            lines.heading(tr!(lang, "card.metrics_and_holdings"), total);
            lines.text(few(facts)).proof = evidence::largest(facts, Flow::Any, 30);
        }
    }
}

/// The figures that count most, as many as fit a line.
fn few(facts: &Facts<'_>) -> Line<'static> {
    FEW.iter().map(|at| &FIGURES[*at]).fold(Line::new(), |line, (key, metric, form)| {
        let part = Line::new()
            .with(format!("{} ", label(facts, key)), Role::Dim)
            .with(figure(facts, *metric, *form), Role::Text);
        let gap = if line.is_empty() { 0 } else { 2 };
        line.join_if_fits(Line::new().gap(gap).join(part), facts.width)
    })
}

/// The entry that weighs most in the last figure of a row which has one.
fn evidence_of(facts: &Facts<'_>, row: &[(&str, Metric, Form)]) -> Option<EntryKey> {
    row.iter().rev().find_map(|(_, metric, _)| match metric {
        Metric::Inflow30d => evidence::largest(facts, Flow::In, 30),
        Metric::Outflow30d => evidence::largest(facts, Flow::Out, 30),
        Metric::AssetsAvg30d | Metric::AssetsChange30d => evidence::largest(facts, Flow::Any, 30),
        Metric::AssetsChange90d => evidence::largest(facts, Flow::Any, 90),
        Metric::AssetsPeak365d => evidence::largest(facts, Flow::Any, 365),
        Metric::ContactCount365d => evidence::contact(facts, |contact| contact.reach.is_reached()),
        _ => evidence::last_movement(facts),
    })
}

fn label(facts: &Facts<'_>, key: &str) -> String {
    facts.lang.text(&format!("card.figure.{key}")).into_owned()
}

/// How many figures stand side by side.
fn per_row(facts: &Facts<'_>) -> usize {
    if facts.width >= 54 { 3 } else { 2 }
}

fn figures_row(facts: &Facts<'_>, row: &[(&str, Metric, Form)]) -> Line<'static> {
    let count = u16::try_from(per_row(facts)).unwrap_or(1);
    let columns = facts.width.min(72).saturating_sub(2 * (count - 1)) / count;
    let mut line = Line::new();
    for (at, (key, metric, form)) in row.iter().enumerate() {
        let label = label(facts, key);
        let room = columns.saturating_sub(text::width(&label));
        let value = text::pad_left(&figure(facts, *metric, *form), room);
        line = line.with(label, Role::Dim).with(value, Role::Text);
        line = if at + 1 < row.len() { line.gap(2) } else { line };
    }
    line
}

#[allow(clippy::cast_precision_loss, reason = "ratios of 1e-6 stay far below 2^53 where they mean anything")]
fn figure(facts: &Facts<'_>, metric: Metric, form: Form) -> String {
    let metrics = &facts.card.metrics;
    let Some(value) = metrics.value(metric) else { return format::UNKNOWN.to_owned() };
    match form {
        Form::Money => secret(facts.amount(metrics.money(metric))),
        Form::Change => format::change(value as f64 / 1e6),
        Form::Share => format::share(value as f64 / 1e6),
        Form::Count => format::count(value),
    }
}

pub(super) fn holdings(facts: &Facts<'_>, lines: &mut Lines) {
    let lang = facts.lang;
    let open: Vec<&Holding> = facts.card.holdings.iter().filter(|holding| is_open(facts, holding)).collect();
    if facts.room == Room::Narrow {
        return side_by_side(facts, &open, lines);
    }
    let total = Line::new().private(facts.amount(facts.card.metrics.money(Metric::Assets)), Role::Text);
    lines.heading(tr!(lang, "card.holdings", count = open.len()), total);
    if open.is_empty() {
        lines.text(Line::new().with(tr!(lang, "card.no_holdings"), Role::Dim));
    } else if facts.is_collapsed(Step::Holdings) {
        return in_one_line(facts, &open, lines);
    }
    for holding in open {
        let proof = proof_of(facts, holding);
        for line in holding_lines(facts, holding) {
            lines.text(line).proof = proof;
        }
    }
}

/// The holdings under the figures, as many in a line as it takes.
fn side_by_side(facts: &Facts<'_>, open: &[&Holding], lines: &mut Lines) {
    let mut row = Line::new();
    let mut proof = None;
    for holding in open {
        let part = in_short(facts, holding);
        if !row.is_empty() && row.width() + 3 + part.width() > facts.width {
            lines.text(std::mem::take(&mut row)).proof = proof.take();
        }
        let gap = if row.is_empty() { 0 } else { 3 };
        row = row.gap(gap).join(part);
        proof = proof.or_else(|| proof_of(facts, holding));
    }
    if !row.is_empty() {
        lines.text(row).proof = proof;
    }
}

/// As many as fit a line, and how many more there are.
fn in_one_line(facts: &Facts<'_>, open: &[&Holding], lines: &mut Lines) {
    let mut row = Line::new();
    let mut left = open.len();
    for holding in open {
        let gap = if row.is_empty() { 0 } else { 3 };
        let part = in_short(facts, holding);
        let more = if left > 1 { 2 + text::width(&format!("+{left}")) } else { 0 };
        if row.width() + gap + part.width() + more > facts.width && !row.is_empty() {
            row = row.gap(2).with(format!("+{left}"), Role::Dim);
            break;
        }
        row = row.gap(gap).join(part);
        left -= 1;
    }
    lines.text(row).proof = open.iter().find_map(|holding| proof_of(facts, holding));
}

/// A holding in a few words: what, how much, until when, at which rate.
fn in_short(facts: &Facts<'_>, holding: &Holding) -> Line<'static> {
    let product = ProductKinds::embedded().label(&holding.product, facts.lang).unwrap_or(&holding.product);
    let matures = holding.maturity_on.map(|on| crate::work::words::date_text(facts.today, on));
    let details = matures.into_iter().chain(holding.rate_bp.map(rate));
    let line =
        Line::new().with(format!("{product} "), Role::Dim).private(facts.amount(holding.balance), Role::Text);
    details.fold(line, |line, detail| line.gap(1).with(detail, Role::Dim))
}

fn proof_of(facts: &Facts<'_>, holding: &Holding) -> Option<EntryKey> {
    opened(facts, holding).or_else(|| evidence::last_of_account(facts, holding.id))
}

fn is_open(facts: &Facts<'_>, holding: &Holding) -> bool {
    holding.status != AccountStatus::Closed && holding.closed_on.is_none_or(|closed| closed > facts.today)
}

/// A holding: what does not fit behind its balance goes on below.
fn holding_lines(facts: &Facts<'_>, holding: &Holding) -> Vec<Line<'static>> {
    let lang = facts.lang;
    let product = ProductKinds::embedded().label(&holding.product, lang).unwrap_or(&holding.product);
    let columns = if lang == crate::lang::Lang::Zh { 8 } else { 15 };
    let tail = tr!(lang, "card.account_tail", tail = secret(mask::account_tail(&holding.account_no)));
    let line = cell(product, columns, Role::Text)
        .with(text::pad(&tail, 8), Role::Dim)
        .gap(1)
        .private(text::pad_left(&facts.amount(holding.balance), 8), Role::Text);
    let indent = columns + 1;
    let maturity = holding.maturity_on.map(|maturity| {
        let on = crate::work::words::date_text(facts.today, maturity);
        let role = if (0..=7).contains(&(maturity - facts.today)) { Role::Warn } else { Role::Text };
        Line::new().with(tr!(lang, "card.matures", on = on), role)
    });
    let details = [holding.rate_bp.map(rate), holding.product_risk.clone(), holding.label.clone()];
    let details = details.into_iter().flatten().map(|part| Line::new().with(part, Role::Dim));
    let frozen = (holding.status == AccountStatus::Frozen)
        .then(|| Line::new().with(lang.code_text(holding.status), Role::Alert));
    let mut lines = vec![line];
    for part in maturity.into_iter().chain(frozen).chain(details) {
        match lines.last_mut() {
            Some(last) if last.width() + 2 + part.width() <= facts.width => {
                *last = std::mem::take(last).gap(2).join(part);
            }
            _ => lines.push(Line::new().gap(indent).join(part)),
        }
    }
    lines
}

/// Interest of so many hundredths of a percent: `1.45%`.
pub(super) fn rate(bp: i64) -> String {
    format!("{}.{:02}%", bp / 100, bp % 100)
}

/// The movement with which a holding was opened.
pub(super) fn opened(facts: &Facts<'_>, holding: &Holding) -> Option<EntryKey> {
    let opened = holding.opened_on?;
    timeline::find(&facts.card.timeline, |entry| {
        entry.on == opened
            && matches!(&entry.event, Event::Movement { amount, .. }
                if holding.balance.is_none_or(|balance| amount.abs() == balance.abs()))
    })
}
