//! What would happen (or happened), and what is rejected and remarked on, by reason.

use super::super::update::figure;
use super::super::{Command, Reasons, Step, Topic};
use super::columns::keys;
use super::{field_text, is_checking, notice, report, tally};
use crate::app::Topic as Ask;
use crate::import::{Fault, Remark, Tally};
use crate::lang::Lang;
use crate::screens::View;
use crate::store::import::FileReport;
use crate::tr;
use crate::ui::widgets::heading;
use crate::ui::widgets::table::{Align, Column, Drop, draw_head, draw_row, fit};
use crate::ui::{Canvas, Line, Role, SizeClass, strip};
use ratatui::layout::Rect;
use std::borrow::Cow;

/// Draws the figures; returns the rows they took.
pub fn outcome(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect) -> u16 {
    let (lang, state) = (view.ctx.lang, &view.model.import);
    let name = match state.step {
        Step::Done => "import_screen.happened",
        Step::File | Step::Columns => "import_screen.will_happen",
    };
    heading(canvas, area, &lang.text(name), &Line::new());
    let inner = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    if let Some(file) = report(state) {
        return 1 + figures(view, canvas, inner, file);
    }
    let missing = state.preview.as_ref().map_or(&[][..], |preview| preview.found.missing.as_slice());
    if missing.is_empty() {
        let checking = is_checking(view, Topic::Trial) || is_checking(view, Topic::Preview);
        let text = match state.compared.filter(|_| checking) {
            Some(percent) => tr!(lang, "import_screen.compared", percent = percent),
            None if checking => tr!(lang, "import_screen.comparing"),
            None => tr!(lang, "import_screen.not_compared"),
        };
        return 1 + notice(canvas, inner, &text, Role::Dim);
    }
    let or = lang.text("import.or");
    let groups = missing
        .iter()
        .map(|group| group.iter().map(|field| field_text(lang, Some(*field))).collect::<Vec<_>>().join(&or));
    let names = groups.collect::<Vec<_>>().join(", ");
    1 + notice(canvas, inner, &tr!(lang, "import_screen.missing", fields = names), Role::Alert)
}

fn figures(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect, file: &FileReport) -> u16 {
    let lang = view.ctx.lang;
    let pairs = [
        ("import_screen.rows", file.rows),
        ("import_screen.inserted", file.inserted),
        ("import_screen.updated", file.updated),
        ("import_screen.unchanged", file.unchanged),
        ("import_screen.rejected", file.tally.rejected()),
    ];
    let mut lines: Vec<Line<'_>> = Vec::new();
    if SizeClass::of(view.ctx.size) >= SizeClass::M {
        let label = |key| crate::ui::text::pad(&lang.text(key), 20);
        let pair = |(key, number)| {
            let number = crate::ui::text::pad_left(&figure(number), 12);
            Line::new().with(label(key), Role::Dim).with(number, Role::Text)
        };
        lines.extend(pairs.map(pair));
        lines.push(Line::new());
    } else {
        let join = |line: Line<'static>, (key, number): (&str, u64)| {
            line.with(lang.text(key), Role::Dim).with(format!(" {}   ", figure(number)), Role::Text)
        };
        lines.push(pairs.into_iter().fold(Line::new(), join));
    }
    lines.extend(last_lines(view, file));
    let shown = lines.len().min(usize::from(area.height));
    for (y, line) in (area.y..area.bottom()).zip(&lines) {
        canvas.line(strip(area.x + 1, y, area.width.saturating_sub(2)), line);
    }
    u16::try_from(shown).unwrap_or(u16::MAX)
}

/// What to do next: write it, or take it back; and what came of it.
fn last_lines(view: &View<'_>, file: &FileReport) -> Vec<Line<'static>> {
    let (lang, model) = (view.ctx.lang, view.model);
    if model.import.step != Step::Done {
        let will_change = file.inserted + file.updated > 0;
        let key = if will_change { "import_screen.one_undo" } else { "import_screen.nothing_new" };
        let said = Line::new().with(lang.text(key), Role::Dim);
        if model.import.writing.is_some() {
            return vec![said];
        }
        let rows = figure(file.inserted + file.updated);
        let rows = tr!(lang, "import_screen.button_rows", rows = rows);
        return vec![said, keys(view, &[Command::Write]).with(format!(" {rows}"), Role::Dim)];
    }
    let classes = if model.requests.is_awaiting(Ask::Book) {
        lang.text("import_screen.recomputing")
    } else {
        tr!(lang, "import_screen.changes", count = model.book.changes)
    };
    vec![Line::new().with(classes, Role::Text), keys(view, &[Command::Another])]
}

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

/// A row of the pane.
struct Entry {
    count: String,
    place: String,
    reason: Cow<'static, str>,
    row: String,
    value: String,
    role: Role,
}

/// Draws what is rejected and remarked on.
pub fn rejects(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let (lang, state) = (view.ctx.lang, &view.model.import);
    let Some(tally) = tally(state).filter(|_| area.height > 0) else { return };
    let name = match tally.rejected() {
        0 => lang.text("import_screen.no_rejects"),
        rows => tr!(lang, "import_screen.rejects", rows = figure(rows)),
    };
    let can_open = state.step == Step::Columns && tally.rejected() > 0;
    let more = if can_open { keys(view, &[Command::Reasons]) } else { Line::new() };
    heading(canvas, area, &name, &more);
    let entries: Vec<Entry> =
        faults(lang, tally, state.reasons).into_iter().chain(remarks(lang, tally)).collect();
    if entries.is_empty() || area.height < 3 {
        return;
    }
    let placed = fit(&COLUMNS, area.width.saturating_sub(2));
    let row = |y| strip(area.x + 1, y, area.width.saturating_sub(2));
    draw_head(canvas, row(area.y + 1), &placed, |id| head(lang, id));
    let room = usize::from(area.height - 2);
    let shown = if entries.len() > room { room - 1 } else { entries.len() };
    for (y, entry) in (area.y + 2..).zip(&entries[..shown]) {
        draw_row(canvas, row(y), &placed, |id| match id {
            Id::Count => Line::new().with(entry.count.as_str(), entry.role),
            Id::Place => Line::plain(entry.place.as_str()),
            Id::Reason => Line::new().with(entry.reason.as_ref(), entry.role),
            Id::Row => Line::new().with(entry.row.as_str(), Role::Dim),
            Id::Value => Line::new().private(entry.value.as_str(), Role::Text),
        });
    }
    if shown < entries.len() {
        let more = tr!(lang, "import_screen.more", count = entries.len() - shown);
        canvas.text(row(area.bottom() - 1), &more, Role::Dim);
    }
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

fn faults(lang: Lang, tally: &Tally, reasons: Reasons) -> Vec<Entry> {
    let mut entries = Vec::new();
    for group in tally.reject_groups() {
        let shown = match reasons {
            Reasons::Folded => 1,
            Reasons::Open => group.examples.len(),
        };
        for (at, (row, value)) in group.examples.iter().take(shown).enumerate() {
            let first = |text: String| if at == 0 { text } else { String::new() };
            let reason = if at == 0 { lang.code_text::<Fault>(group.fault) } else { Cow::Borrowed("") };
            entries.push(Entry {
                count: first(figure(group.count)),
                place: first(group.column.clone()),
                reason,
                row: figure(*row),
                value: value.clone(),
                role: Role::Alert,
            });
        }
    }
    entries
}

/// What went in, but is worth a look: unknown kinds and products among it.
fn remarks(lang: Lang, tally: &Tally) -> Vec<Entry> {
    let groups = tally.remark_groups();
    let entry = |group: &&crate::import::RemarkGroup| Entry {
        count: figure(group.count),
        place: lang.code_text(group.field).into_owned(),
        reason: lang.code_text::<Remark>(group.remark),
        row: figure(group.first_row),
        value: group.value.clone(),
        role: Role::Text,
    };
    groups.iter().map(entry).collect()
}
