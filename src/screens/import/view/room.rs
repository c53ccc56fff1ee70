//! How many lines each part of the screen has.

use super::super::{Part, State, Step, change};
use super::{ahead, outcome, settings};
use crate::app::Ctx;
use crate::ui::SizeClass;

/// Lines of the frame: tabs, row 2, status, hints.
pub const FRAME: u16 = 4;
/// Lines that are kept below the table of columns at most: figures, findings.
const BELOW: u16 = 11;
/// The least lines of the table.
const LEAST: u16 = 3;
/// In a body of fewer lines the findings stand alone when they have the cursor.
const ALONE: u16 = 16;
/// Lines of what is known of an earlier import.
pub const NOTES: u16 = 8;

/// The lines of each part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Lines of the settings.
    pub settings: u16,
    /// Rows of the table of columns.
    pub table: u16,
    /// Lines of the figures, where the findings stand below them.
    pub figures: u16,
    /// Rows of the list of findings.
    pub findings: u16,
    /// Whether the window is so low that the findings, when they have the cursor, stand alone.
    pub is_findings_only: bool,
    /// Rows of the list of earlier imports.
    pub earlier: u16,
}

/// Lines that are kept below the table: no more than figures and findings fill there.
fn below_table(state: &State, (is_wide, figures): (bool, u16)) -> u16 {
    if is_wide {
        return BELOW;
    }
    let findings = u16::try_from(state.findings().len()).unwrap_or(u16::MAX).max(1);
    findings.saturating_add(figures + 2).min(BELOW)
}

/// The lines in a window.
pub fn room(state: &State, ctx: &Ctx) -> Room {
    let body = ctx.size.height.saturating_sub(FRAME);
    let width = ctx.size.width;
    let is_wide = SizeClass::of(ctx.size) >= SizeClass::M;
    let is_findings_only = body < ALONE && state.step == Step::Columns && state.part == Part::Findings;
    if is_findings_only {
        let findings = body.saturating_sub(2);
        return Room { settings: 0, table: LEAST, figures: 0, findings, is_findings_only, earlier: LEAST };
    }
    let figures =
        if is_wide { 0 } else { outcome::height(ctx.lang, state, width) + ahead::rows(state, body) };
    let (settings, table, below) = if state.step == Step::Done {
        (0, 0, body.saturating_sub(1))
    } else {
        let settings =
            settings::flow(ctx.lang, state, &change::settings(state), width.saturating_sub(2)).len();
        let settings = u16::try_from(settings).unwrap_or(1).max(1);
        let rest = body.saturating_sub(settings + 2);
        // What has the cursor gets the lines that there are.
        let most = match state.part {
            Part::Findings if !is_wide => LEAST,
            _ => rest.saturating_sub(below_table(state, (is_wide, figures))).max(LEAST),
        };
        let columns = u16::try_from(state.columns().len()).unwrap_or(u16::MAX);
        let table = columns.min(most);
        (settings, table, rest.saturating_sub(table))
    };
    Room {
        settings,
        table,
        figures,
        findings: below.saturating_sub(figures + 2),
        is_findings_only,
        earlier: body.saturating_sub(2 + NOTES).max(LEAST),
    }
}
