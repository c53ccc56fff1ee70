//! `callbook import`: customers, accounts, transactions, balances and contacts from files.

mod list;
mod report;

use super::output::message;
use super::{Context, Failure, Outcome};
use crate::domain::{Code, Day, ImportKind, Label};
use crate::import::{
    ColumnChoice, DateReading, ImportError, Plan, Reject, RejectFile, Sheet, Source, Unit, encoding_named,
};
use crate::lang::{Lang, io_text};
use crate::store::import::{ImportFailure, ImportJob, ImportProgress, Mode, UnknownOwner, Watch};
use crate::store::{Access, Store};
use crate::tr;
use indicatif::{ProgressBar, ProgressStyle};
use report::{Told, grouped};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// Arguments of `import`.
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// What the files hold: customers, accounts, transactions, balances or contacts
    #[arg(value_name = "KIND", value_parser = parse_kind, required_unless_present = "list")]
    kind: Option<ImportKind>,
    /// CSV files, also packed (.gz); the encoding and the separator are found out
    #[arg(value_name = "FILE", required_unless_present = "list")]
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
    /// Row of the headings, from 1, instead of finding it out; 0: the file has none
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
    /// Find everything out anew, though files with these headings were read before
    #[arg(long)]
    no_memory: bool,
    /// List the imports of the book, newest first; `undo --import N` takes one back
    #[arg(long, conflicts_with_all = ["kind", "files", "map", "dry_run", "create_missing", "rejects"])]
    list: bool,
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
    match args.kind {
        Some(kind) if !args.list => import(context, args, kind),
        _ => list::run(context),
    }
}

fn import(context: &Context, args: &ImportArgs, kind: ImportKind) -> Result<Outcome, Failure> {
    let lang = context.lang;
    let plan = plan(args, kind, lang)?;
    let (sheets, remembered) = open_sheets(context, args, &plan)?;
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet.source.name()).collect();
    let label = Label::of("import.label").with("kind", Label::code(kind)).with("files", names.join(" "));
    let job = ImportJob {
        label,
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
    let actor = context.actor();
    if job.mode == Mode::Write && plan != Plan::new(kind) {
        for sheet in &job.sheets {
            store.keep_reading(&actor, &plan, sheet).map_err(|error| context.failed(&error))?;
        }
    }
    let mut watch = Terminal::new(&job, args.rejects.as_deref(), lang)?;
    let report = store.import(&actor, &job, &mut watch);
    let rejects = watch.finish(lang)?;
    let report = report.map_err(|error| failed(&error, lang))?;
    let told = Told { report: &report, remembered: &remembered, rejects: &rejects, is_dry_run: args.dry_run };
    let text = told.text(lang);
    if context.json {
        message(text.trim_end());
    }
    Ok(Outcome::both(text, told.json()))
}

/// How the files are to be read, as far as the arguments say.
fn plan(args: &ImportArgs, kind: ImportKind, lang: Lang) -> Result<Plan, Failure> {
    let misused = |error: ImportError| Failure::usage(error.sentence(lang), Some(error.hint(lang)));
    let mut plan = Plan {
        header_row: args.header_row,
        skip: args.skip,
        dates: args.dates,
        unit: args.unit,
        ..Plan::new(kind)
    };
    if let Some(name) = &args.encoding {
        let hint = || Some(lang.text("import.hint.encoding").into_owned());
        let unknown = || Failure::usage(tr!(lang, "import.error.encoding", name = name), hint());
        plan.encoding = Some(encoding_named(name).ok_or_else(unknown)?);
    }
    for map in &args.map {
        plan.choices.push(ColumnChoice::parse(kind, map).map_err(misused)?);
    }
    Ok(plan)
}

/// The files, understood. Where the arguments say nothing, as files with the same headings were read before; then
/// with the day from which that is.
fn open_sheets(
    context: &Context,
    args: &ImportArgs,
    plan: &Plan,
) -> Result<(Vec<Sheet>, Vec<Option<Day>>), Failure> {
    let lang = context.lang;
    let refused = |error: ImportError| Failure::text(error.sentence(lang), Some(error.hint(lang)));
    let remembers = !args.no_memory && *plan == Plan::new(plan.kind) && context.db.exists();
    let book = if remembers { Some(context.open(Access::Read)?) } else { None };
    let mut sheets = Vec::with_capacity(args.files.len());
    let mut remembered = Vec::with_capacity(args.files.len());
    for path in &args.files {
        let found = Source::open(path).and_then(|source| Sheet::open(source, plan)).map_err(refused)?;
        let before = match &book {
            Some(book) => book.read_as_before(&found).map_err(|error| context.failed(&error))?,
            None => None,
        };
        let (sheet, on) = before.map_or((found, None), |(sheet, on)| (sheet, on));
        sheet.require_fields().map_err(refused)?;
        sheets.push(sheet);
        remembered.push(on);
    }
    Ok((sheets, remembered))
}

fn failed(error: &ImportFailure, lang: Lang) -> Failure {
    Failure::text(error.sentence(lang), error.hint(lang))
}

/// Draws the progress and writes the file of rejects.
struct Terminal {
    bar: Option<ProgressBar>,
    rejects: Option<Rejects>,
    lang: Lang,
}

/// The files of rejected rows: one for each set of headings, the first under the name that was given.
struct Rejects {
    files: Vec<(RejectFile, PathBuf)>,
    trouble: Option<(PathBuf, std::io::Error)>,
}

impl Rejects {
    fn add(&mut self, sheet: &Sheet, reject: &Reject, cells: &[String], lang: Lang) {
        let at = match self.files.iter().position(|(file, _)| file.fits(sheet)) {
            Some(at) => at,
            None => match self.files.first().map(|(_, path)| RejectFile::create_after(path, lang)) {
                Some(Ok(file)) => {
                    self.files.push(file);
                    self.files.len() - 1
                }
                Some(Err(error)) => {
                    let path = self.files[0].1.clone();
                    self.trouble.get_or_insert((path, error));
                    return;
                }
                None => return,
            },
        };
        self.files[at].0.add(sheet, reject, cells);
    }

    /// Ends the files: each with the rows it has.
    fn finish(self, lang: Lang) -> Result<Vec<(PathBuf, u64)>, Failure> {
        if let Some((path, error)) = self.trouble {
            return Err(unwritable(&path, &error, lang));
        }
        let finish = |(file, path): (RejectFile, PathBuf)| match file.finish() {
            Ok(rows) => Ok((path, rows)),
            Err(error) => Err(unwritable(&path, &error, lang)),
        };
        self.files.into_iter().map(finish).collect()
    }
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
            Ok(Rejects { files: vec![(file, path.to_owned())], trouble: None })
        };
        Ok(Terminal { bar, rejects: rejects.map(open).transpose()?, lang })
    }

    /// Where the rejected rows are, file by file.
    fn finish(self, lang: Lang) -> Result<Vec<(PathBuf, u64)>, Failure> {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
        self.rejects.map_or(Ok(Vec::new()), |rejects| rejects.finish(lang))
    }
}

fn unwritable(path: &Path, error: &std::io::Error, lang: Lang) -> Failure {
    let sentence = tr!(lang, "import.error.rejects", file = path.display(), why = io_text(lang, error));
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
        let lang = self.lang;
        if let Some(rejects) = &mut self.rejects {
            rejects.add(sheet, reject, cells, lang);
        }
    }
}
