//! What became of an import, as text and as JSON.

use crate::domain::{Code, Day, ImportKind};
use crate::import::{DateReading, Fault, Note, Remark, RemarkGroup, in_words};
use crate::lang::Lang;
use crate::store::import::{FileReport, ImportReport};
use crate::tr;
use serde_json::{Value, json};
use std::path::PathBuf;

/// What became of an import, and how its files were read.
pub struct Told<'a> {
    /// What became of it.
    pub report: &'a ImportReport,
    /// Of each file the day from which its reading is remembered.
    pub remembered: &'a [Option<Day>],
    /// The files of rejected rows, with how many each has.
    pub rejects: &'a [(PathBuf, u64)],
    /// Whether it was only tried.
    pub is_dry_run: bool,
}

impl Told<'_> {
    /// For `--json`.
    pub fn json(&self) -> Value {
        let remembered = self.remembered.iter().copied().chain(std::iter::repeat(None));
        let files: Vec<Value> =
            self.report.files.iter().zip(remembered).map(|(file, on)| file_json(file, on)).collect();
        let import = self.report.written.map(|(import, _)| import.0);
        json!({ "kind": self.report.kind.code(), "files": files, "import_id": import })
    }

    /// For people.
    pub fn text(&self, lang: Lang) -> String {
        let report = self.report;
        let mut lines = Vec::new();
        for (at, file) in report.files.iter().enumerate() {
            head_lines(file, report.kind, lang, &mut lines);
            if let Some(on) = self.remembered.get(at).copied().flatten() {
                lines.push(tr!(lang, "import.report.remembered", on = on).into_owned());
            }
            file_lines(file, lang, &mut lines);
        }
        for (path, rows) in self.rejects.iter().filter(|(_, rows)| *rows > 0) {
            let (path, rows) = (path.display(), grouped(*rows));
            lines.push(tr!(lang, "import.report.reject_file", path = path, rows = rows).into_owned());
        }
        lines.push(self.last_line(lang));
        lines.join("\n")
    }

    fn last_line(&self, lang: Lang) -> String {
        let report = self.report;
        if self.is_dry_run {
            lang.text("import.report.dry_run").into_owned()
        } else if report.has_only_rejects() {
            let (rows, unchanged) = (grouped(report.rejected()), grouped(report.unchanged()));
            tr!(lang, "import.report.nothing_fit", rows = rows, unchanged = unchanged).into_owned()
        } else if report.written.is_none() {
            lang.text("import.report.nothing_new").into_owned()
        } else {
            tr!(lang, "import.report.written", customers = grouped(report.customers)).into_owned()
        }
    }
}

fn file_json(file: &FileReport, remembered: Option<Day>) -> Value {
    let kept = |note: &Note| json!({ "row": note.row, "field": note.field.code(), "kept": note.kept, "value": note.value });
    let noted = |group: &&RemarkGroup| {
        json!({
            "remark": group.remark.code(), "field": group.field.code(), "count": group.count,
            "first_row": group.first_row, "value": group.value,
        })
    };
    json!({
        "file": file.file, "encoding": file.encoding, "rows": file.rows, "inserted": file.inserted,
        "updated": file.updated, "unchanged": file.unchanged, "rejected": file.tally.rejected(),
        "rejects": file.tally.held(),
        "kept": file.tally.kept().iter().map(kept).collect::<Vec<_>>(),
        "noted": file.tally.remark_groups().iter().map(noted).collect::<Vec<_>>(),
        "ignored": file.ignored, "dates": file.date_order.map(DateReading::code), "remembered_on": remembered,
        "created_customers": file.created_customers, "created_accounts": file.created_accounts,
    })
}

/// What a file is, and its counts.
fn head_lines(file: &FileReport, kind: ImportKind, lang: Lang, lines: &mut Vec<String>) {
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
}

/// How a file was read, and what was found in it.
fn file_lines(file: &FileReport, lang: Lang, lines: &mut Vec<String>) {
    if let Some((places, line)) = file.unfit {
        let (encoding, places) = (&file.encoding, grouped(places));
        lines.push(
            tr!(lang, "import.report.unfit", encoding = encoding, places = places, line = line).into_owned(),
        );
    }
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
        let (count, column) = (grouped(group.count), group.place(lang));
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
        let words = in_words(lang, group.field, &group.value);
        let (row, value) = (group.first_row, words.as_ref().unwrap_or(&group.value));
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
        let words = |value: &str| in_words(lang, note.field, value).unwrap_or_else(|| value.to_owned());
        let (kept, value) = (words(note.kept.as_deref().unwrap_or_default()), words(&note.value));
        lines.push(
            tr!(lang, "import.report.kept", row = row, field = field, kept = kept, value = value)
                .into_owned(),
        );
    }
}

/// 795543 as 795,543.
pub fn grouped(number: u64) -> String {
    crate::ui::format::count(i64::try_from(number).unwrap_or(i64::MAX))
}
