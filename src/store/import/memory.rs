//! How files were read before, kept as settings of the book: one per kind and set of headings.

use crate::domain::{Code, Day, ImportKind, Label};
use crate::import::{ImportError, Plan, Profile, Sheet};
use crate::store::journal::{Action, ActionInfo, ActionKind, Actor};
use crate::store::{Result, Store};
use rusqlite::{Connection, OptionalExtension};

fn prefix(kind: ImportKind) -> String {
    format!("import.{}.", kind.code())
}

/// The profiles of a kind, the newest first.
fn list_profiles(conn: &Connection, kind: ImportKind) -> Result<Vec<Profile>> {
    let mut statement = conn
        .prepare_cached("SELECT value FROM setting WHERE substr(key, 1, length(?1)) = ?1 ORDER BY id DESC")?;
    let mut rows = statement.query([prefix(kind)])?;
    let mut profiles = Vec::new();
    while let Some(row) = rows.next()? {
        let text: String = row.get(0)?;
        // One of a form that this program does not know is as good as none.
        profiles.extend(serde_json::from_str(&text).ok());
    }
    Ok(profiles)
}

/// The sheet read as files with these headings were read before, if any were.
///
/// # Errors
/// When the book cannot be read; `File` never: a plan that does not fit is no plan for this file.
pub(super) fn find_profile(conn: &Connection, sheet: &Sheet) -> Result<Option<(Sheet, Plan, Profile)>> {
    for profile in list_profiles(conn, sheet.kind)? {
        let plan = profile.plan(sheet.kind);
        match sheet.again(&plan) {
            Ok(read) if profile.fits(&read) => return Ok(Some((read, plan, profile))),
            Ok(_) | Err(ImportError::Empty(_) | ImportError::NoSuchColumn { .. }) => {}
            Err(_) => return Ok(None),
        }
    }
    Ok(None)
}

impl Store {
    /// The sheet as files with its headings were read before, and the day from which that is; `None` when none were.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn read_as_before(&self, sheet: &Sheet) -> Result<Option<(Sheet, Option<Day>)>> {
        let found = find_profile(&self.conn, sheet)?;
        Ok(found.map(|(sheet, _, profile)| (sheet, profile.on())))
    }

    /// Keeps the plan for later files with the sheet's headings, as an action of its own.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn keep_reading(&mut self, actor: &Actor, plan: &Plan, sheet: &Sheet) -> Result<()> {
        keep_profile(&mut self.conn, actor, plan, sheet)
    }
}

/// Keeps the plan for the sheet's headings as an action of its own; forgets the one that was kept when nothing was
/// chosen any more.
///
/// # Errors
/// When the book cannot be written.
pub(super) fn keep_profile(conn: &mut Connection, actor: &Actor, plan: &Plan, sheet: &Sheet) -> Result<()> {
    let key = prefix(sheet.kind) + &Profile::key(sheet);
    let known: Option<(i64, String)> = conn
        .prepare_cached("SELECT id, value FROM setting WHERE key = ?1")?
        .query_row([&key], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let profile = Profile::of(plan, sheet, actor.now.day());
    let is_same = |text: &str| {
        let before = serde_json::from_str::<Profile>(text).ok();
        before.map(|p| p.plan(sheet.kind)) == profile.as_ref().map(|p| p.plan(sheet.kind))
    };
    if known.as_ref().map_or(profile.is_none(), |(_, text)| is_same(text)) {
        return Ok(());
    }
    let label = Label::of("journal.keep_reading").with("kind", Label::code(plan.kind));
    let info = ActionInfo { kind: ActionKind::Setting, label, customer: None };
    let mut action = Action::begin(conn, actor, &info)?;
    match (known, profile) {
        (Some((id, _)), None) => action.delete("setting", id)?,
        (Some((id, _)), Some(profile)) => {
            let value = serde_json::to_string(&profile)?;
            action.update("setting", id, &[("value", &value)]).map(drop)?;
        }
        (None, Some(profile)) => {
            let value = serde_json::to_string(&profile)?;
            action.insert("setting", &[("key", &key), ("value", &value)]).map(drop)?;
        }
        (None, None) => {}
    }
    action.commit()?;
    Ok(())
}
