//! `callbook import`: customers, accounts, transactions, balances and contacts from files.

use super::output::message;
use super::{Context, Failure, Outcome};
use crate::domain::{Code, ImportKind};
use crate::import::{
    ColumnChoice, DateReading, Fault, ImportError, Plan, Reject, RejectFile, Remark, Sheet, Source, Unit,
    encoding_named,
};
use crate::lang::Lang;
use crate::store::import::{
    FileReport, ImportFailure, ImportJob, ImportProgress, ImportReport, Mode, UnknownOwner, Watch,
};
use crate::store::{Access, Store};
use crate::tr;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// Arguments of `import`.
#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// What the files hold: customers, accounts, transactions, balances or contacts
    #[arg(value_name = "KIND", value_parser = parse_kind)]
    kind: ImportKind,
    /// CSV files, also packed (.gz); the encoding and the separator are found out
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Read a column as a field: customer_no=客户编码, or by its place: phone=#3; -=COLUMN leaves one out
    #[arg(long, value_name = "FIELD=COLUMN", value_parser = parse_map)]
    map: Vec<String>,
    /// Do everything but write
    #[arg(long)]
    dry_run: bool,
    /// Make a bare customer (and account) for a number that the book does not have
    #[arg(long)]
    create_missing: bool,
    /// Write all rejected rows to this file
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// The files' encoding instead of finding it out: utf-8, gb18030, utf-16le, big5 ...
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Row of the headings, from 1, instead of finding it out
    #[arg(long, value_name = "ROW")]
    header_row: Option<u64>,
    /// Rows below the headings that are left out
    #[arg(long, value_name = "ROWS", default_value_t = 0)]
    skip: u64,
    /// How dates are written where the year stands last, or from when serial numbers count
    #[arg(long, value_name = "FORM", value_parser = parse_dates, default_value = "auto")]
    dates: DateReading,
    /// What one is worth in every amount column, instead of what the headings say
    #[arg(long, value_name = "UNIT", value_parser = parse_unit)]
    unit: Option<Unit>,
}

fn parse_dates(text: &str) -> Result<DateReading, String> {
    let known = DateReading::ALL.map(DateReading::code).join(", ");
    DateReading::from_code(&text.replace('-', "_")).ok_or_else(|| format!("one of {known}"))
}

fn parse_unit(text: &str) -> Result<Unit, String> {
    let known = Unit::ALL.map(Unit::code).join(", ");
    Unit::from_code(&text.replace('-', "_")).ok_or_else(|| format!("one of {known}"))
}

fn parse_map(text: &str) -> Result<String, String> {
    let is_pair = text.split_once('=').is_some_and(|(field, column)| !field.is_empty() && !column.is_empty());
    if is_pair { Ok(text.to_owned()) } else { Err("write FIELD=COLUMN, as in phone=#3".to_owned()) }
}

fn parse_kind(text: &str) -> Result<ImportKind, String> {
    let kinds: Vec<&str> = ImportKind::ALL.iter().map(|kind| kind.code()).collect();
    ImportKind::from_code(text).ok_or_else(|| format!("one of {}", kinds.join(", ")))
}

/// Runs the command.
///
/// # Errors
/// A file that cannot be read or lacks needed columns, and whatever the book says.
pub fn run(context: &Context, args: &ImportArgs) -> Result<Outcome, Failure> {
    let lang = context.lang;
    let sheets = open_sheets(args, lang)?;
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet.source.name()).collect();
    let label = tr!(lang, "import.label", kind = lang.code_text(args.kind), files = names.join(" "));
    let job = ImportJob {
        label: label.into_owned(),
        unknown_owner: if args.create_missing { UnknownOwner::Create } else { UnknownOwner::Reject },
        mode: match args.dry_run {
            false => Mode::Write,
            true if context.db.exists() => Mode::Scratch,
            true => Mode::DryRun,
        },
        sheets,
    };
    let clock = context.now().clock;
    let mut store = match job.mode {
        Mode::Write => context.open(Access::Create)?,
        Mode::Scratch => Store::open_scratch(&context.db, clock).map_err(|error| context.failed(&error))?,
        Mode::DryRun => Store::open_in_memory(clock).map_err(|error| context.failed(&error))?,
    };
    let mut watch = Terminal::new(&job, args.rejects.as_deref(), lang)?;
    let report = store.import(&context.actor(), &job, &mut watch);
    watch.finish(lang)?;
    let report = report.map_err(|error| failed(&error, lang))?;
    let text = report_text(&report, args.dry_run, lang);
    if context.json {
        message(text.trim_end());
    }
    Ok(Outcome::both(text, report_json(&report)))
}

fn open_sheets(args: &ImportArgs, lang: Lang) -> Result<Vec<Sheet>, Failure> {
    let refused = |error: ImportError| Failure::text(error.sentence(lang), Some(error.hint(lang)));
    let misused = |error: ImportError| Failure::usage(error.sentence(lang), Some(error.hint(lang)));
    let mut plan = Plan {
        header_row: args.header_row,
        skip: args.skip,
        dates: args.dates,
        unit: args.unit,
        ..Plan::new(args.kind)
    };
    if let Some(name) = &args.encoding {
        let unknown = || Failure::usage(tr!(lang, "import.error.encoding", name = name), None);
        plan.encoding = Some(encoding_named(name).ok_or_else(unknown)?);
    }
    for map in &args.map {
        plan.choices.push(ColumnChoice::parse(args.kind, map).map_err(misused)?);
    }
    let open = |path: &PathBuf| {
        let sheet = Sheet::open(Source::open(path)?, &plan)?;
        sheet.require_fields()?;
        Ok(sheet)
    };
    args.files.iter().map(open).collect::<Result<_, ImportError>>().map_err(refused)
}

fn failed(error: &ImportFailure, lang: Lang) -> Failure {
    Failure::text(error.sentence(lang), error.hint(lang))
}

/// Draws the progress and writes the file of rejects.
struct Terminal {
    bar: Option<ProgressBar>,
    rejects: Option<(RejectFile, PathBuf)>,
    lang: Lang,
}

impl Terminal {
    fn new(job: &ImportJob, rejects: Option<&Path>, lang: Lang) -> Result<Terminal, Failure> {
        let bytes = job.sheets.iter().map(|sheet| sheet.source.size()).sum();
        let bar = std::io::stderr().is_terminal().then(|| {
            let style = ProgressStyle::with_template("{bar:40} {percent:>3}%  {msg}");
            ProgressBar::new(bytes).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        let open = |path: &Path| {
            let file = RejectFile::create(path, lang).map_err(|error| unwritable(path, &error, lang))?;
            Ok((file, path.to_owned()))
        };
        Ok(Terminal { bar, rejects: rejects.map(open).transpose()?, lang })
    }

    fn finish(self, lang: Lang) -> Result<(), Failure> {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
        match self.rejects {
            Some((file, path)) => file.finish().map(drop).map_err(|error| unwritable(&path, &error, lang)),
            None => Ok(()),
        }
    }
}

fn unwritable(path: &Path, error: &std::io::Error, lang: Lang) -> Failure {
    let sentence = tr!(lang, "import.error.rejects", file = path.display(), why = error);
    Failure::text(sentence, Some(lang.text("import.hint.rejects").into_owned()))
}

impl Watch for Terminal {
    fn progress(&mut self, progress: &ImportProgress) {
        if let Some(bar) = &self.bar {
            bar.set_position(progress.bytes);
            bar.set_message(tr!(self.lang, "import.progress", rows = grouped(progress.rows)).into_owned());
        }
    }

    fn wants_cells(&self) -> bool {
        self.rejects.is_some()
    }

    fn rejected(&mut self, sheet: &Sheet, reject: &Reject, cells: &[String]) {
        if let Some((file, _)) = &mut self.rejects {
            file.add(sheet, reject, cells);
        }
    }
}

fn report_json(report: &ImportReport) -> serde_json::Value {
    let files: Vec<_> = report
        .files
        .iter()
        .map(|file| {
            json!({
                "file": file.file, "encoding": file.encoding, "rows": file.rows, "inserted": file.inserted,
                "updated": file.updated, "unchanged": file.unchanged, "rejected": file.tally.rejected(),
                "rejects": file.tally.held(),
            })
        })
        .collect();
    let import = report.written.map(|(import, _)| import.0);
    json!({ "kind": report.kind.code(), "files": files, "import_id": import })
}

fn report_text(report: &ImportReport, is_dry_run: bool, lang: Lang) -> String {
    let mut lines = Vec::new();
    for file in &report.files {
        file_lines(file, report.kind, lang, &mut lines);
    }
    let last = if is_dry_run {
        lang.text("import.report.dry_run").into_owned()
    } else if report.has_only_rejects() {
        let (rows, unchanged) = (grouped(report.rejected()), grouped(report.unchanged()));
        tr!(lang, "import.report.nothing_fit", rows = rows, unchanged = unchanged).into_owned()
    } else if report.written.is_none() {
        lang.text("import.report.nothing_new").into_owned()
    } else {
        tr!(lang, "import.report.written", customers = grouped(report.customers)).into_owned()
    };
    lines.push(last);
    lines.join("\n")
}

fn file_lines(file: &FileReport, kind: ImportKind, lang: Lang, lines: &mut Vec<String>) {
    let (rows, kind) = (grouped(file.rows), lang.code_text(kind));
    lines.push(
        tr!(lang, "import.report.file", kind = kind, file = file.file, encoding = file.encoding, rows = rows)
            .into_owned(),
    );
    lines.push(
        tr!(
            lang,
            "import.report.counts",
            inserted = grouped(file.inserted),
            updated = grouped(file.updated),
            unchanged = grouped(file.unchanged),
            rejected = grouped(file.tally.rejected())
        )
        .into_owned(),
    );
    if let Some(order) = file.date_order {
        let order = lang.text(&format!("import_screen.dates.{}", order.code()));
        lines.push(tr!(lang, "import.report.dates", order = order).into_owned());
    }
    if !file.ignored.is_empty() {
        lines.push(tr!(lang, "import.report.ignored", columns = file.ignored.join(" | ")).into_owned());
    }
    if file.created_customers + file.created_accounts > 0 {
        let (customers, accounts) = (grouped(file.created_customers), grouped(file.created_accounts));
        lines.push(
            tr!(lang, "import.report.created", customers = customers, accounts = accounts).into_owned(),
        );
    }
    for group in file.tally.reject_groups() {
        let (row, value) = group.examples.first().cloned().unwrap_or_default();
        let (count, column) = (grouped(group.count), &group.column);
        let reason = lang.code_text::<Fault>(group.fault);
        lines.push(
            tr!(
                lang,
                "import.report.rejects",
                count = count,
                column = column,
                reason = reason,
                row = row,
                value = value
            )
            .into_owned(),
        );
    }
    remark_lines(file, lang, lines);
}

/// The most groups of remarks that are listed.
const REMARKS: usize = 20;

fn remark_lines(file: &FileReport, lang: Lang, lines: &mut Vec<String>) {
    let groups = file.tally.remark_groups();
    for group in groups.iter().take(REMARKS) {
        let (count, field) = (grouped(group.count), lang.code_text(group.field));
        let text = lang.code_text::<Remark>(group.remark);
        let (row, value) = (group.first_row, &group.value);
        lines.push(
            tr!(
                lang,
                "import.report.remark",
                count = count,
                field = field,
                text = text,
                row = row,
                value = value
            )
            .into_owned(),
        );
    }
    if groups.len() > REMARKS {
        lines.push(tr!(lang, "import.report.more", count = groups.len() - REMARKS).into_owned());
    }
    for note in file.tally.kept().iter().take(REMARKS) {
        let (row, field) = (note.row, lang.code_text(note.field));
        let (kept, value) = (note.kept.as_deref().unwrap_or_default(), &note.value);
        lines.push(
            tr!(lang, "import.report.kept", row = row, field = field, kept = kept, value = value)
                .into_owned(),
        );
    }
}

/// 795543 as 795,543.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
