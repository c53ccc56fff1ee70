//! The first step: kind and file.

use super::super::Topic;
use super::{is_checking, notice};
use crate::domain::{Code, ImportKind};
use crate::import::Field;
use crate::screens::View;
use crate::tr;
use crate::ui::line::Secrecy;
use crate::ui::widgets::{Field as Input, Focus};
use crate::ui::{Canvas, Line, Role, strip, text};
use ratatui::layout::Rect;

/// Columns of the labels.
const LABEL: u16 = 8;

pub fn draw(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let (lang, state) = (view.ctx.lang, &view.model.import);
    kinds(view, canvas, strip(area.x + 1, area.y + 1, area.width - 2));
    let label = lang.text("import_screen.file");
    let input = Input {
        label: &label,
        label_width: LABEL,
        input: &state.path,
        error: None,
        focus: Focus::On,
        secrecy: Secrecy::Open,
    };
    input.draw(canvas, Rect::new(area.x + 1, area.y + 2, area.width - 2, 1));
    let inner = Rect::new(area.x + LABEL + 2, area.y + 3, area.width - LABEL - 3, area.height - 3);
    let mut used = 0;
    if let Some(trouble) = &state.trouble {
        used += notice(canvas, inner, &format!("! {}", trouble.sentence), Role::Alert);
        if let Some(hint) = &trouble.hint {
            used += notice(canvas, below(inner, used), hint, Role::Dim);
        }
    } else if is_checking(view, Topic::Preview) {
        let told = state.compared.map(|percent| tr!(lang, "import_screen.read", percent = percent));
        let text = told.unwrap_or_else(|| lang.text("import_screen.reading"));
        used += notice(canvas, inner, &text, Role::Dim);
    }
    if state.paths.is_empty() {
        explain(view, canvas, below(inner, used + 1));
    } else {
        list_paths(view, canvas, below(inner, used));
    }
}

fn below(area: Rect, used: u16) -> Rect {
    let used = used.min(area.height);
    Rect { y: area.y + used, height: area.height - used, ..area }
}

fn kinds(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect) {
    let (lang, state) = (view.ctx.lang, &view.model.import);
    let label = text::pad(&lang.text("import_screen.kind"), LABEL);
    let line = ImportKind::ALL.iter().fold(Line::new().with(label, Role::Dim), |line, kind| {
        let name = lang.code_text(*kind);
        if *kind == state.plan.kind {
            line.with(format!(" [{name}]"), Role::Text)
        } else {
            line.with(format!("  {name} "), Role::Dim)
        }
    });
    canvas.line(row, &line);
}

/// What such a file must have, and what is understood.
fn explain(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let (lang, kind) = (view.ctx.lang, view.model.import.plan.kind);
    let name = |field: &Field| lang.code_text(*field).into_owned();
    let or = lang.text("import.or");
    let group = |group: &&[Field]| group.iter().map(name).collect::<Vec<_>>().join(&or);
    let needed = Field::required(kind).iter().map(group).collect::<Vec<_>>().join(", ");
    let others = Field::of_kind(kind).iter().map(name).collect::<Vec<_>>().join(", ");
    let mut used = 0;
    for (line, role) in [
        (tr!(lang, "import_screen.needed", fields = needed), Role::Text),
        (tr!(lang, "import_screen.known", fields = others), Role::Dim),
        (tr!(lang, "import_screen.formats"), Role::Dim),
        (tr!(lang, "import_screen.safe"), Role::Dim),
    ] {
        used += notice(canvas, below(area, used), &line, role);
    }
}

fn list_paths(view: &View<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let paths = &view.model.import.paths;
    let shown = paths.len().min(usize::from(area.height.saturating_sub(1)));
    for (y, path) in (area.y..).zip(&paths[..shown]) {
        let name = path.trim_end_matches('/').rfind('/').map_or(path.as_str(), |at| &path[at + 1..]);
        canvas.text(strip(area.x + 1, y, area.width - 1), name, Role::Dim);
    }
    if shown < paths.len() {
        let more = tr!(view.ctx.lang, "import_screen.more", count = paths.len() - shown);
        let y = area.bottom().saturating_sub(1);
        canvas.text(strip(area.x + 1, y, area.width - 1), &more, Role::Dim);
    }
}
