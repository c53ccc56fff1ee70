//! One import from the first byte to the commit: files are read and checked on a thread of their own, rows are
//! written in order in one transaction.

use super::ids::Ids;
use super::list::notes_of;
use super::overlay::Ground;
use super::terms::load_products;
use super::writer::{Outcome, RowError, Writer};
use super::{FileReport, ImportFailure, ImportJob, ImportProgress, ImportReport, Mode, Watch};
use crate::domain::{Cause, Code, ImportId, ImportKind};
use crate::import::{Checked, EncodingBy, ImportError, Progress, Rows, Sheet, Tally};
use crate::store::journal::{Action, ActionInfo, ActionKind, Actor};
use crate::store::{Fault, StoreError};
use rusqlite::{Connection, named_params};
use std::collections::{HashMap, HashSet};
use std::sync::mpsc::{SyncSender, sync_channel};

/// Rows that travel together from the reader to the writer.
const BATCH: usize = 512;
/// Batches that may wait for the writer.
const WAITING: usize = 8;

/// Kilobytes of pages that an import keeps in memory: the indexes of the ledger are written all over, and pages
/// that do not fit are written out more than once.
const CACHE_KB: i64 = 64 * 1024;

/// Imports with a larger page cache.
pub(super) fn run(
    conn: &mut Connection,
    actor: &Actor,
    job: &ImportJob,
    watch: &mut dyn Watch,
) -> Result<ImportReport, ImportFailure> {
    for sheet in &job.sheets {
        sheet.require_fields()?;
    }
    let usual: i64 = conn.pragma_query_value(None, "cache_size", |row| row.get(0))?;
    conn.pragma_update(None, "cache_size", -CACHE_KB)?;
    let report = import(conn, actor, job, watch);
    conn.pragma_update(None, "cache_size", usual)?;
    report
}

fn import(
    conn: &mut Connection,
    actor: &Actor,
    job: &ImportJob,
    watch: &mut dyn Watch,
) -> Result<ImportReport, ImportFailure> {
    let kind = job.sheets.first().map_or(ImportKind::Customers, |sheet| sheet.kind);
    let info = ActionInfo { kind: ActionKind::Import, label: job.label.clone(), customer: None };
    let ground = if job.mode == Mode::Scratch { Ground::Scratch } else { Ground::Book };
    ground.prepare(conn)?;
    let mut action = Action::begin(conn, actor, &info)?;
    let mut run = Run {
        job,
        actor,
        ids: Ids::load(action.conn(), ground.schema())?,
        ground,
        products: load_products(action.conn(), ground.schema())?,
        dirty: HashSet::new(),
        rows: 0,
        bytes_before: 0,
        total_bytes: job.sheets.iter().map(|sheet| sheet.source.size()).sum(),
    };
    let mut files = Vec::with_capacity(job.sheets.len());
    let mut first = None;
    for (at, sheet) in job.sheets.iter().enumerate() {
        let import = insert_import(&action, sheet)?;
        first = first.or(Some(import));
        let report = run.file(&action, at, import, watch)?;
        update_import(&action, import, &report)?;
        action.note("import", import.0, &summary(sheet, &report))?;
        run.bytes_before += sheet.source.size();
        files.push(report);
    }
    mark_dirty(&action, &run.dirty)?;
    let customers = run.dirty.len() as u64;
    let has_changed = files.iter().any(|f| f.inserted + f.updated > 0);
    let written = match job.mode {
        Mode::Write if has_changed => {
            let group = action.commit()?;
            first.map(|import| (import, group))
        }
        // The scratch book keeps it, so that one can look at what became of it.
        Mode::Scratch => action.commit().map(|_| None)?,
        Mode::Write | Mode::DryRun => None,
    };
    Ok(ImportReport { kind, written, files, customers })
}

struct Run<'j> {
    job: &'j ImportJob,
    actor: &'j Actor,
    ids: Ids,
    ground: Ground,
    products: HashMap<String, String>,
    dirty: HashSet<i64>,
    rows: u64,
    bytes_before: u64,
    total_bytes: u64,
}

impl Run<'_> {
    fn file(
        &mut self,
        action: &Action<'_>,
        at: usize,
        import: ImportId,
        watch: &mut dyn Watch,
    ) -> Result<FileReport, ImportFailure> {
        let sheet = &self.job.sheets[at];
        let mut report = empty_report(sheet);
        let mut writer = Writer {
            conn: action.conn(),
            import,
            now: self.actor.now,
            who: &self.actor.who,
            unknown_owner: self.job.unknown_owner,
            ground: self.ground,
            copied_days: HashSet::new(),
            ids: &mut self.ids,
            dirty: &mut self.dirty,
            row: 0,
            notes: Vec::new(),
            touched: HashSet::new(),
            touched_balances: HashSet::new(),
            bare: HashSet::new(),
            twins: HashMap::new(),
            kinds: HashMap::new(),
            products: &self.products,
            latest: HashMap::new(),
            referrers: Vec::new(),
            ends: HashMap::new(),
            created_customers: 0,
            created_accounts: 0,
        };
        let progress = Progress::default();
        let (today, zone) = (self.actor.now.day(), self.actor.now.zone);
        let (sender, receiver) = sync_channel::<Batch>(WAITING);
        let counted = progress.clone();
        let wants_cells = watch.wants_cells();
        let open = move || {
            let rows = sheet.rows(today, zone, progress)?;
            Ok(if wants_cells { rows.keeping_cells() } else { rows })
        };
        std::thread::scope(|scope| -> Result<(), ImportFailure> {
            scope.spawn(move || read(open, &sender));
            // Moved in, so that leaving early closes the channel and the reader ends.
            for batch in receiver {
                for checked in batch? {
                    write(&mut writer, sheet, checked, &mut report, watch)?;
                }
                if watch.is_stopped() {
                    return Err(StoreError::new(Fault::Stopped, "import").into());
                }
                watch.progress(&ImportProgress {
                    file: at,
                    bytes: self.bytes_before + counted.bytes(),
                    total_bytes: self.total_bytes,
                    rows: self.rows + report.rows,
                });
            }
            Ok(())
        })?;
        writer.finish(&mut report)?;
        for note in std::mem::take(&mut writer.notes) {
            report.tally.remark(note);
        }
        self.rows += report.rows;
        Ok(report)
    }
}

type Batch = Result<Vec<Checked>, ImportError>;

/// The reader's thread. It ends with the file, with an error, or when nobody listens any more.
fn read(open: impl FnOnce() -> Result<Rows, ImportError>, sender: &SyncSender<Batch>) {
    let mut rows = match open() {
        Ok(rows) => rows,
        Err(error) => {
            let _ = sender.send(Err(error));
            return;
        }
    };
    let mut batch = Vec::with_capacity(BATCH);
    loop {
        match rows.next_row() {
            Ok(Some(checked)) => batch.push(checked),
            Ok(None) => break,
            Err(error) => {
                let _ = sender.send(Err(error));
                return;
            }
        }
        if batch.len() == BATCH {
            let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
            if sender.send(Ok(full)).is_err() {
                return;
            }
        }
    }
    let _ = sender.send(Ok(batch));
}

fn write(
    writer: &mut Writer<'_>,
    sheet: &Sheet,
    checked: Checked,
    report: &mut FileReport,
    watch: &mut dyn Watch,
) -> Result<(), ImportFailure> {
    report.rows += 1;
    writer.row = checked.number;
    let outcome = match checked.row {
        Err(reject) => Err(reject),
        Ok(row) => match writer.write(&row) {
            Ok(outcome) => Ok(outcome),
            Err(RowError::Fault(cell)) => Err(sheet.reject(checked.number, cell)),
            Err(RowError::Store(error)) => return Err(error.into()),
        },
    };
    for note in checked.notes.into_iter().chain(writer.notes.drain(..)) {
        report.tally.remark(note);
    }
    match outcome {
        Ok(Outcome::Inserted) => report.inserted += 1,
        Ok(Outcome::Updated) => report.updated += 1,
        Ok(Outcome::Unchanged) => report.unchanged += 1,
        Err(reject) => {
            watch.rejected(sheet, &reject, &checked.cells);
            report.tally.reject(reject);
        }
    }
    Ok(())
}

fn empty_report(sheet: &Sheet) -> FileReport {
    FileReport {
        file: sheet.source.name().to_owned(),
        encoding: sheet.encoding.name().to_owned(),
        unfit: sheet
            .scan
            .unfit
            .filter(|_| sheet.encoding == sheet.scan.encoding && sheet.encoding_by == EncodingBy::Guess),
        rows: 0,
        inserted: 0,
        updated: 0,
        unchanged: 0,
        date_order: sheet.date_order(),
        ignored: sheet.ignored().into_iter().map(str::to_owned).collect(),
        created_customers: 0,
        created_accounts: 0,
        tally: Tally::default(),
    }
}

fn insert_import(action: &Action<'_>, sheet: &Sheet) -> crate::store::Result<ImportId> {
    action
        .conn()
        .prepare_cached(
            "INSERT INTO import (group_id, kind, file_name, file_sha256, encoding, mapping, row_count, inserted,
                 updated, unchanged, rejected)
             VALUES (:group, :kind, :file, :sha256, :encoding, :mapping, 0, 0, 0, 0, 0)",
        )?
        .execute(named_params! {
            ":group": action.group(), ":kind": sheet.kind, ":file": sheet.source.name(), ":sha256": sheet.scan.sha256,
            ":encoding": sheet.encoding.name(), ":mapping": mapping(sheet).to_string(),
        })?;
    Ok(ImportId(action.conn().last_insert_rowid()))
}

/// How the file was read, as JSON.
fn mapping(sheet: &Sheet) -> serde_json::Value {
    let columns: Vec<_> = sheet
        .columns
        .iter()
        .map(|column| serde_json::json!({ "heading": column.heading, "field": column.field.map(Code::code) }))
        .collect();
    serde_json::json!({
        "separator": char::from(sheet.dialect.separator.byte()).to_string(),
        "header_row": sheet.dialect.header_row,
        "columns": columns,
    })
}

fn update_import(action: &Action<'_>, import: ImportId, report: &FileReport) -> crate::store::Result<()> {
    let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    action
        .conn()
        .prepare_cached(
            "UPDATE import SET row_count = ?2, inserted = ?3, updated = ?4, unchanged = ?5, rejected = ?6 WHERE id = ?1",
        )?
        .execute((
            import,
            count(report.rows),
            count(report.inserted),
            count(report.updated),
            count(report.unchanged),
            count(report.tally.rejected()),
        ))?;
    Ok(())
}

/// What the journal keeps of a file: one row, whatever its size.
fn summary(sheet: &Sheet, report: &FileReport) -> serde_json::Value {
    serde_json::json!({
        "kind": sheet.kind.code(), "file": report.file, "sha256": sheet.scan.sha256, "mapping": mapping(sheet),
        "rows": report.rows, "inserted": report.inserted, "updated": report.updated,
        "unchanged": report.unchanged, "rejected": report.tally.rejected(), "notes": notes_of(&report.tally),
    })
}

fn mark_dirty(action: &Action<'_>, customers: &HashSet<i64>) -> crate::store::Result<()> {
    let mut statement = action.conn().prepare_cached(
        "INSERT INTO customer_dirty (customer_id, cause) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
    )?;
    for customer in customers {
        statement.execute((customer, Cause::Import))?;
    }
    Ok(())
}
