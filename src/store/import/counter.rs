//! Imports on behalf of the screens: what is asked, what is answered, and who answers it.
//!
//! Of all that is asked here only the newest counts: a newer request stops the older one, which then leaves nothing
//! behind. Must not: know the model or the screens.

use super::memory::{find_profile, keep_profile};
use super::prospect::look_ahead;
use super::steps::Steps;
use super::{
    ImportFailure, ImportJob, ImportProgress, ImportReport, Mode, UnknownOwner, Watch, import_sheets,
};
use crate::book::{Book, TodayFacts};
use crate::domain::{Day, ImportKind, Label, Now};
use crate::import::{
    DateReading, EncodingBy, ImportError, Plan, Preview, Profile, Reject, RejectFile, Separator, Sheet,
    Source, Stop, Unit, list_paths,
};
use crate::lang::Lang;
use crate::store::journal::{Actor, UndoOffer, undo_watched};
use crate::store::today::find_today;
use crate::store::{Access, Progress, Store};
use crate::work::Playbook;
use encoding_rs::Encoding;
use rusqlite::Connection;
use std::path::{Path, PathBuf};

/// Whether what was chosen for such files before counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Memory {
    /// It does, where there is something.
    Look,
    /// It does, and so does a kind that the headings fit better than the plan's.
    LookAndPropose,
    /// The plan says everything.
    Leave,
}

/// A file and how it is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportAsk {
    /// The file.
    pub path: PathBuf,
    /// How to read it.
    pub plan: Plan,
    /// Whether to look for how such files were read before.
    pub memory: Memory,
    /// What happens to the rows of an unknown owner.
    pub unknown_owner: UnknownOwner,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportRequest {
    /// Which paths begin like this.
    Paths(String),
    /// What the file would be read as. Looks at nothing but the file.
    Preview(Box<ImportAsk>),
    /// What would happen to the book.
    Try(Box<ImportAsk>),
    /// Write the rows that would be rejected to a file beside it.
    Rejects(Box<ImportAsk>),
    /// Write it.
    Write(Box<ImportAsk>),
    /// Take an import back, or bring it back, as it was offered.
    Invert(Box<UndoOffer>),
    /// Stop what goes on.
    Stop,
}

/// What is answered.
#[derive(Debug, Clone, PartialEq)]
pub enum ImportReply {
    /// To [`ImportRequest::Paths`]: in order, folders with a `/` at their end.
    Paths(Vec<String>),
    /// To [`ImportRequest::Preview`].
    Preview(Box<ImportPreview>),
    /// While one goes on: how far it is, each percent once.
    Running(ImportProgress),
    /// While a trial goes on: its counts are there, what it makes of the customers is not yet.
    Counted(Box<ImportReport>),
    /// While it goes on from there: more of the touched customers as they would stand in the book, and how many are
    /// through.
    Foreseen(Box<Book>, Progress),
    /// To [`ImportRequest::Try`].
    Tried(Box<ImportReport>),
    /// To [`ImportRequest::Rejects`]: where they are, and how many.
    RejectsSaved(PathBuf, u64),
    /// To [`ImportRequest::Write`].
    Written(Box<ImportReport>),
    /// While an import is taken back or brought back: how far that is, each percent once.
    Inverting(Progress),
    /// To [`ImportRequest::Invert`], with the figures of Today afterwards.
    Inverted(Box<UndoOffer>, Box<TodayFacts>),
    /// Another window writes, and this waits for it.
    Waits,
    /// To [`ImportRequest::Stop`].
    Stopped,
}

impl ImportReply {
    /// Whether the last answer comes later.
    pub fn is_interim(&self) -> bool {
        matches!(
            self,
            ImportReply::Running(_)
                | ImportReply::Counted(_)
                | ImportReply::Foreseen(..)
                | ImportReply::Inverting(_)
                | ImportReply::Waits
        )
    }
}

/// A file as it would be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportPreview {
    /// Its name.
    pub file: String,
    /// Its size in bytes, packed as it is.
    pub bytes: u64,
    /// What it is read as.
    pub kind: ImportKind,
    /// Its encoding.
    pub encoding: &'static Encoding,
    /// How that was recognised.
    pub encoding_by: EncodingBy,
    /// Its separator.
    pub separator: Separator,
    /// The row of its headings, from 1.
    pub header_row: u64,
    /// The unit of its amounts; `None` when its columns have several.
    pub unit: Option<Unit>,
    /// The order of day and month that was found out.
    pub date_order: Option<DateReading>,
    /// How it was read: the plan that was asked for, or the one that was kept.
    pub plan: Plan,
    /// The day from which the plan is, when it was kept.
    pub remembered: Option<Day>,
    /// Columns and counts.
    pub found: Preview,
}

/// Where the book is.
pub enum Place<'a> {
    /// Here, in memory: checks and writing use the one connection.
    Memory(&'a mut Connection),
    /// In a file: checks leave its lock alone, writing opens a connection of its own.
    File(&'a Path),
}

/// Who answers one request.
pub struct Counter<'a> {
    /// The book.
    pub place: Place<'a>,
    /// Who asks, and when.
    pub actor: Actor,
    /// The language of what is written beside files.
    pub lang: Lang,
    /// Whether a newer request makes this one useless.
    pub stop: Stop,
    /// Where it is told how far an import is.
    pub report: &'a dyn Fn(ImportReply),
    /// What customers are classified with.
    pub playbook: &'static Playbook,
    /// The file that was read last, so that a changed plan does not read it whole again.
    pub known: &'a mut Option<Sheet>,
}

impl Counter<'_> {
    /// Answers a request.
    ///
    /// # Errors
    /// What is wrong with the file or the book, and that it was stopped.
    pub fn answer(&mut self, request: ImportRequest) -> Result<ImportReply, ImportFailure> {
        match request {
            ImportRequest::Paths(beginning) => Ok(ImportReply::Paths(list_paths(&beginning))),
            ImportRequest::Preview(ask) => self.preview(&ask),
            ImportRequest::Try(ask) => self.try_it(&ask),
            ImportRequest::Rejects(ask) => self.save_rejects(&ask),
            ImportRequest::Write(ask) => self.write(&ask).map(ImportReply::Written),
            ImportRequest::Invert(offer) => self.invert(offer),
            ImportRequest::Stop => Ok(ImportReply::Stopped),
        }
    }

    fn sheet(&mut self, ask: &ImportAsk) -> Result<Sheet, ImportError> {
        let source = Source::open(&ask.path)?.stopped_by(self.stop.clone());
        let sheet = match self.known.take().filter(|known| known.source.is_same_file(&source)) {
            Some(known) => known.again_from(source, &ask.plan)?,
            None => Sheet::open(source, &ask.plan)?,
        };
        *self.known = Some(sheet.clone());
        Ok(sheet)
    }

    /// How such a file was read before, if it was.
    fn remembered(&self, sheet: &Sheet) -> Result<Option<(Sheet, Plan, Profile)>, ImportFailure> {
        match &self.place {
            Place::Memory(conn) => Ok(find_profile(conn, sheet)?),
            Place::File(path) => {
                let store = Store::open(path, Access::Read, self.actor.now.clock)?;
                Ok(find_profile(&store.conn, sheet)?)
            }
        }
    }

    fn preview(&mut self, ask: &ImportAsk) -> Result<ImportReply, ImportFailure> {
        let mut sheet = self.sheet(ask)?;
        let (mut plan, mut remembered) = (ask.plan.clone(), None);
        if ask.memory == Memory::LookAndPropose
            && let Some(kind) = sheet.likelier_kind()
        {
            plan = Plan::new(kind);
            sheet = sheet.again(&plan)?;
            *self.known = Some(sheet.clone());
        }
        if ask.memory != Memory::Leave
            && let Some((read, kept, profile)) = self.remembered(&sheet)?
        {
            (sheet, plan, remembered) = (read, kept, profile.on());
            *self.known = Some(sheet.clone());
        }
        let now = self.actor.now;
        let mut watch = Watcher { stop: self.stop.clone(), report: self.report, told: None, rejects: None };
        let total_bytes = sheet.source.size();
        let found = Preview::of(&sheet, now.day(), now.zone, |bytes| {
            watch.progress(&ImportProgress { file: 0, bytes, total_bytes, rows: 0 });
            watch.is_stopped()
        })?;
        Ok(ImportReply::Preview(Box::new(ImportPreview {
            file: sheet.source.name().to_owned(),
            bytes: sheet.source.size(),
            kind: sheet.kind,
            encoding: sheet.encoding,
            encoding_by: sheet.encoding_by,
            separator: sheet.dialect.separator,
            header_row: sheet.dialect.header_row,
            unit: sheet.unit(),
            date_order: sheet.date_order(),
            plan,
            remembered,
            found,
        })))
    }

    fn try_it(&mut self, ask: &ImportAsk) -> Result<ImportReply, ImportFailure> {
        let mut job = self.job(ask, Mode::DryRun)?;
        let mut watch = Watcher { stop: self.stop.clone(), report: self.report, told: None, rejects: None };
        let (report, scratch) = self.check(&mut job, &mut watch)?;
        let changes = report.files.iter().any(|file| file.inserted + file.updated > 0);
        if let Some(scratch) = scratch.filter(|_| changes) {
            (self.report)(ImportReply::Counted(report.clone()));
            look_ahead(&scratch, (self.playbook, self.actor.now), &self.stop, |book, progress| {
                (self.report)(ImportReply::Foreseen(Box::new(book), progress));
            })?;
        }
        Ok(ImportReply::Tried(report))
    }

    /// Does all but write, without the book's lock where it is a file: then the scratch book is there afterwards.
    fn check(
        &mut self,
        job: &mut ImportJob,
        watch: &mut Watcher<'_>,
    ) -> Result<(Box<ImportReport>, Option<Store>), ImportFailure> {
        match &mut self.place {
            Place::Memory(conn) => Ok((run(conn, &self.actor, job, watch)?, None)),
            Place::File(path) => {
                job.mode = Mode::Scratch;
                let mut scratch = Store::open_scratch(path, self.actor.now.clock)?;
                let report = run(&mut scratch.conn, &self.actor, job, watch)?;
                Ok((report, Some(scratch)))
            }
        }
    }

    fn save_rejects(&mut self, ask: &ImportAsk) -> Result<ImportReply, ImportFailure> {
        let mut job = self.job(ask, Mode::DryRun)?;
        let (file, path) = RejectFile::create_beside(&ask.path, self.lang)
            .map_err(|source| ImportError::Unwritable { file: ask.path.clone(), source })?;
        let mut watch =
            Watcher { stop: self.stop.clone(), report: self.report, told: None, rejects: Some(file) };
        let checked = self.check(&mut job, &mut watch);
        let finished = watch.rejects.map_or(Ok(0), RejectFile::finish);
        if checked.is_err() {
            // Half a list is no list.
            let _ = std::fs::remove_file(&path);
        }
        checked?;
        let rows = finished.map_err(|source| ImportError::Unwritable { file: path.clone(), source })?;
        Ok(ImportReply::RejectsSaved(path, rows))
    }

    fn write(&mut self, ask: &ImportAsk) -> Result<Box<ImportReport>, ImportFailure> {
        let job = self.job(ask, Mode::Write)?;
        let mut watch = Watcher { stop: self.stop.clone(), report: self.report, told: None, rejects: None };
        let mut write = |conn: &mut Connection| {
            for sheet in &job.sheets {
                keep_profile(conn, &self.actor, &ask.plan, sheet)?;
            }
            run(conn, &self.actor, &job, &mut watch)
        };
        match &mut self.place {
            Place::Memory(conn) => write(conn),
            Place::File(path) => {
                let mut store = open_to_write(path, self.actor.now, &self.stop, self.report)?;
                write(&mut store.conn)
            }
        }
    }

    fn invert(&mut self, offer: Box<UndoOffer>) -> Result<ImportReply, ImportFailure> {
        let mut told = None;
        let (stop, report) = (&self.stop, self.report);
        let mut goes_on = |progress: Progress| {
            if told != Some(progress.percent()) {
                told = Some(progress.percent());
                report(ImportReply::Inverting(progress));
            }
            !stop.is_asked()
        };
        let actor = &self.actor;
        let mut invert = |conn: &mut Connection| -> Result<TodayFacts, ImportFailure> {
            undo_watched(conn, actor, &offer, &mut Steps::watched(&mut goes_on))?;
            Ok(find_today(conn, actor.now)?)
        };
        let today = match &mut self.place {
            Place::Memory(conn) => invert(conn)?,
            Place::File(path) => invert(&mut open_to_write(path, actor.now, stop, report)?.conn)?,
        };
        Ok(ImportReply::Inverted(offer, Box::new(today)))
    }

    fn job(&mut self, ask: &ImportAsk, mode: Mode) -> Result<ImportJob, ImportError> {
        let sheet = self.sheet(ask)?;
        let kind = Label::code(sheet.kind);
        let label = Label::of("import.label").with("kind", kind).with("files", sheet.source.name());
        Ok(ImportJob { sheets: vec![sheet], unknown_owner: ask.unknown_owner, mode, label })
    }
}

/// Opens the book for a long writing, when no other window writes any more.
fn open_to_write(
    path: &Path,
    now: Now,
    stop: &Stop,
    report: &dyn Fn(ImportReply),
) -> Result<Store, ImportFailure> {
    let store = Store::open(path, Access::Write, now.clock)?;
    store.conn.pragma_update(None, "cache_size", -LONG_WRITE_KB)?;
    let mut is_told = false;
    store.wait_for_others(&mut || {
        if !std::mem::replace(&mut is_told, true) {
            report(ImportReply::Waits);
        }
        !stop.is_asked()
    })?;
    Ok(store)
}

/// Kilobytes of pages that a long writing keeps in memory.
const LONG_WRITE_KB: i64 = 64 * 1024;

fn run(
    conn: &mut Connection,
    actor: &Actor,
    job: &ImportJob,
    watch: &mut Watcher<'_>,
) -> Result<Box<ImportReport>, ImportFailure> {
    import_sheets(conn, actor, job, watch).map(Box::new)
}

/// Tells how far an import is, each percent once, and keeps what is rejected where that is wanted.
struct Watcher<'a> {
    stop: Stop,
    report: &'a dyn Fn(ImportReply),
    told: Option<u64>,
    rejects: Option<RejectFile>,
}

impl Watch for Watcher<'_> {
    fn progress(&mut self, progress: &ImportProgress) {
        let percent = Some(progress.percent());
        if self.told != percent {
            self.told = percent;
            (self.report)(ImportReply::Running(*progress));
        }
    }

    fn wants_cells(&self) -> bool {
        self.rejects.is_some()
    }

    fn rejected(&mut self, sheet: &Sheet, reject: &Reject, cells: &[String]) {
        if let Some(file) = &mut self.rejects {
            file.add(sheet, reject, cells);
        }
    }

    fn is_stopped(&self) -> bool {
        self.stop.is_asked()
    }
}
