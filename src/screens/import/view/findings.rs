//! What is rejected, by reason, the words that nobody knows, and what else is worth a look.

use super::super::findings::{Finding, count_terms};
use super::super::update::figure;
use super::super::{Command, Part, Step};
use super::columns::keys;
use crate::import::{Fault, Field, Remark, Tally, in_words, masked_found};
use crate::lang::Lang;
use crate::screens::View;
use crate::store::import::FileReport;
use crate::store::protocol::TermSort;
use crate::tr;
use crate::ui::widgets::list::List;
use crate::ui::widgets::table::{Align, Column, Drop, Placed, draw_head, draw_row, fit};
use crate::ui::widgets::{Focus, heading};
use crate::ui::{Canvas, Line, Role, strip};
use ratatui::layout::Rect;
use std::borrow::Cow;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Id {
    Count,
    Place,
    Reason,
    Row,
    Value,
}

const COLUMNS: [Column<Id>; 5] = [
    Column { id: Id::Count, widths: [6, 8, 9], drop: Drop::Never, align: Align::Right },
    Column { id: Id::Place, widths: [8, 12, 16], drop: Drop::Never, align: Align::Left },
    Column { id: Id::Reason, widths: [14, 26, 44], drop: Drop::Never, align: Align::Left },
    Column { id: Id::Row, widths: [6, 8, 9], drop: Drop::Never, align: Align::Right },
    Column { id: Id::Value, widths: [8, 12, 30], drop: Drop::Never, align: Align::Left },
];

/// A line of the pane.
#[derive(Default)]
struct Entry {
    count: String,
    place: String,
    reason: Cow<'static, str>,
    row: String,
    value: String,
    is_fault: bool,
}

/// Draws the pane; its list has `rows` lines.
pub fn draw(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect, rows: u16) {
    let (lang, state) = (view.ctx.lang, &view.model.import);
    let Some(tally) = state.tally().filter(|_| area.height > 0) else { return };
    let is_ahead = state.step == Step::Columns && state.report().is_none_or(FileReport::has_news);
    let name = match tally.rejected() {
        0 => lang.text("import_screen.no_rejects"),
        rows if is_ahead => tr!(lang, "import_screen.rejects", rows = figure(rows)),
        rows => tr!(lang, "import_screen.rejects_only", rows = figure(rows)),
    };
    let can_open = tally.rejected() > 0 && state.writing.is_none();
    let more = if can_open { keys(view, &[Command::Reasons, Command::Export]) } else { Line::new() };
    heading(canvas, area, &name, &more);
    let lines = state.findings();
    if lines.is_empty() || area.height < 3 {
        return;
    }
    let placed = fit(&COLUMNS, area.width.saturating_sub(3));
    draw_head(canvas, strip(area.x + 2, area.y + 1, area.width.saturating_sub(3)), &placed, |id| {
        head(lang, id)
    });
    let has_focus = state.part == Part::Findings || state.step == Step::Done;
    let focus = if has_focus { Focus::On } else { Focus::Off };
    let list = Rect { y: area.y + 2, height: rows.min(area.height - 2), ..area };
    List { area: list, rows: &lines, cursor: &state.finding, focus }.draw(canvas, |canvas, row, finding| {
        let row = Rect { width: row.width.saturating_sub(1), ..row };
        match finding {
            Finding::Terms(_) | Finding::Others => {
                let wide = Rect { x: row.x - 1, width: row.width + 2, ..row };
                heading(canvas, wide, &heading_text(lang, tally, finding), &Line::new());
                None
            }
            Finding::Reject(at) => {
                draw_entry(canvas, row, &placed, &entry(lang, tally, finding));
                let group = tally.reject_groups().get(at).copied()?;
                let is_open = state.unfolded.contains(&(group.fault, group.column.clone()));
                let sign = if is_open { "-" } else { "+" };
                if group.count > 1 {
                    canvas.text(strip(row.x, row.y, 1), sign, Role::Dim);
                }
                None
            }
            _ => {
                draw_entry(canvas, row, &placed, &entry(lang, tally, finding));
                None
            }
        }
    });
}

fn draw_entry(canvas: &mut Canvas<'_>, row: Rect, placed: &[Placed<Id>], entry: &Entry) {
    let role = if entry.is_fault { Role::Alert } else { Role::Text };
    draw_row(canvas, row, placed, |id| match id {
        Id::Count => Line::new().with(entry.count.as_str(), role),
        Id::Place => Line::plain(entry.place.as_str()),
        Id::Reason => Line::new().with(entry.reason.as_ref(), role),
        Id::Row => Line::new().with(entry.row.as_str(), Role::Dim),
        Id::Value => Line::new().private(entry.value.as_str(), Role::Text),
    });
}

fn head(lang: Lang, id: Id) -> Cow<'static, str> {
    lang.text(match id {
        Id::Count => "import_screen.reason.count",
        Id::Place => "import_screen.reason.place",
        Id::Reason => "import_screen.reason.why",
        Id::Row => "import_screen.reason.row",
        Id::Value => "import_screen.reason.value",
    })
}

fn heading_text(lang: Lang, tally: &Tally, finding: Finding) -> Cow<'static, str> {
    match finding {
        Finding::Terms(TermSort::Kind) => {
            tr!(lang, "import_screen.unknown_kinds", count = count_terms(tally, TermSort::Kind))
        }
        Finding::Terms(TermSort::Product) => {
            tr!(lang, "import_screen.unknown_products", count = count_terms(tally, TermSort::Product))
        }
        _ => lang.text("import_screen.others"),
    }
}

fn entry(lang: Lang, tally: &Tally, finding: Finding) -> Entry {
    match finding {
        Finding::Reject(at) => tally.reject_groups().get(at).map(|group| Entry {
            count: figure(group.count),
            place: group.place(lang).into_owned(),
            reason: lang.code_text::<Fault>(group.fault),
            row: group.examples.first().map(|(row, _)| figure(*row)).unwrap_or_default(),
            value: group.examples.first().map(|(_, v)| masked_found(group.field, v)).unwrap_or_default(),
            is_fault: true,
        }),
        Finding::Example(at, example) => {
            let group = tally.reject_groups().get(at).copied();
            group.and_then(|group| Some((group.field, group.examples.get(example)?))).map(
                |(field, (row, value))| Entry {
                    row: figure(*row),
                    value: masked_found(field, value),
                    ..Entry::default()
                },
            )
        }
        Finding::Term(sort, at) => tally.remark_groups().get(at).map(|group| Entry {
            count: figure(group.count),
            place: group.value.clone(),
            reason: lang.text(match sort {
                TermSort::Kind => "import_screen.counts_as_active",
                TermSort::Product => "import_screen.counts_as_asset",
            }),
            row: figure(group.first_row),
            ..Entry::default()
        }),
        Finding::Remark(at) => tally.remark_groups().get(at).map(|group| Entry {
            count: figure(group.count),
            place: lang.code_text(group.field).into_owned(),
            reason: lang.code_text::<Remark>(group.remark),
            row: figure(group.first_row),
            value: word(lang, group.field, &group.value),
            ..Entry::default()
        }),
        Finding::Kept(at) => tally.kept().get(at).map(|note| Entry {
            place: lang.code_text(note.field).into_owned(),
            reason: tr!(
                lang,
                "import_screen.kept_value",
                value = word(lang, note.field, note.kept.as_deref().unwrap_or_default())
            ),
            row: figure(note.row),
            value: word(lang, note.field, &note.value),
            ..Entry::default()
        }),
        Finding::Terms(_) | Finding::Others => None,
    }
    .unwrap_or_default()
}

/// A value, in words where it is a code, else masked.
fn word(lang: Lang, field: Field, value: &str) -> String {
    in_words(lang, field, value).unwrap_or_else(|| masked_found(Some(field), value))
}

/// Where the cursor is among the lines.
pub fn place_text(lang: Lang, lines: &[Finding], at: usize) -> Cow<'static, str> {
    let stops = lines.iter().filter(|line| line.is_stop()).count();
    let here = lines.iter().take(at + 1).filter(|line| line.is_stop()).count();
    tr!(lang, "import_screen.finding_place", at = here, all = stops)
}
