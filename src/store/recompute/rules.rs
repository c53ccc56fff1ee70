//! The rule sets in force on a day, with their versions, ready for a pass.

use crate::book::{ClassIx, ClassTable};
use crate::classify::rfm::{Edges, RfmInput};
use crate::classify::rules::{Condition, RuleBook, RuleSet, Subject, Test};
use crate::classify::{Facts, Metric, MetricKind, Metrics, Profile};
use crate::domain::{Code, Day, Dimension, Moment, Money, RuleVersionId};
use crate::store::Result;
use crate::store::error::{Fault, StoreError};
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashMap;

/// Built-in rules are in force since always.
const ALWAYS: Day = Day(0);

/// The rules of every dimension.
#[derive(Debug, Clone)]
pub struct Rules {
    /// The sets.
    pub book: RuleBook,
    /// Names and order of the classes.
    pub classes: ClassTable,
    version_ids: [Option<RuleVersionId>; 6],
    /// The behaviour of each of the 125 cells of R, F and M.
    cells: Vec<ClassIx>,
    /// Lower bounds of the value classes where assets_avg_30d cuts them.
    tiers: Vec<Option<Money>>,
    /// The metric of a dimension that asks for one text and nothing else.
    one_text: [Option<Metric>; 6],
}

/// The classes of texts met so far, for the dimensions that ask for one text and nothing else.
#[derive(Debug, Default)]
pub(super) struct Memo([HashMap<String, ClassIx>; 6]);

impl Rules {
    /// The rules in force on a day, or version `version` of each set.
    ///
    /// # Errors
    /// `NoRules` for a version that no set has, `Damaged` when a stored rule file cannot be read, and the file's own troubles.
    pub fn load(conn: &Connection, day: Day, version: Option<u32>) -> Result<Rules> {
        if let Some(version) = version {
            require_version(conn, version)?;
        }
        let mut book = RuleBook::embedded().clone();
        let mut version_ids = [None; 6];
        for dimension in Dimension::ALL {
            let Some((id, number, toml)) = find_version(conn, *dimension, day, version)? else { continue };
            let file = format!("{dimension} v{number}");
            book = book.with_toml(&file, &toml, number).map_err(|errors| {
                let first = errors.first().map(ToString::to_string).unwrap_or_default();
                StoreError::new(Fault::Damaged, format!("{file}: {first}"))
            })?;
            version_ids[dimension.index()] = Some(id);
        }
        Ok(Rules::new(book, version_ids))
    }

    fn new(book: RuleBook, version_ids: [Option<RuleVersionId>; 6]) -> Rules {
        let mut classes = ClassTable::default();
        for dimension in Dimension::ALL {
            let names = book.set(*dimension).classes.iter();
            classes.set(*dimension, names.map(|c| (c.code.clone(), c.label.zh.clone(), c.label.en.clone())));
        }
        let tiers =
            book.set(Dimension::Value).classes.iter().map(|class| lower_bound(&class.boxes)).collect();
        let cells = cells(book.set(Dimension::Behaviour));
        let one_text = std::array::from_fn(|at| one_text(book.set(Dimension::ALL[at])));
        Rules { book, classes, version_ids, cells, tiers, one_text }
    }

    /// The class of a customer in a dimension other than behaviour. `memo` belongs to these rules.
    pub(super) fn class_of(
        &self,
        dimension: Dimension,
        metrics: &Metrics,
        profile: &Profile,
        memo: &mut Memo,
    ) -> ClassIx {
        let facts = profile.facts();
        let class = || place(self.book.set(dimension).class_of(metrics, facts));
        let Some(metric) = self.one_text[dimension.index()] else { return class() };
        // Many customers share a text; reading one against the labels of all classes costs more than all else.
        let text = facts.texts(metric).next().unwrap_or_default();
        let known = &mut memo.0[dimension.index()];
        if let Some(class) = known.get(text) {
            return *class;
        }
        let class = class();
        known.insert(text.to_owned(), class);
        class
    }

    /// The behaviour and the scores of a customer among all.
    pub fn behaviour_of(&self, edges: Option<&Edges>, input: Option<RfmInput>) -> (ClassIx, Option<[u8; 3]>) {
        let (Some(edges), Some(input)) = (edges, input) else { return (ClassIx::UNCLASSIFIED, None) };
        let scores = edges.scores(&input);
        let cell = usize::from(scores.r - 1) * 25 + usize::from(scores.f - 1) * 5 + usize::from(scores.m - 1);
        let class = self.cells.get(cell).copied().unwrap_or(ClassIx::UNCLASSIFIED);
        (class, Some([scores.r, scores.f, scores.m]))
    }

    /// The row of the version in force in a dimension; `None` for the built-in rules of a book that has none yet.
    pub fn version_id(&self, dimension: Dimension) -> Option<RuleVersionId> {
        self.version_ids[dimension.index()]
    }

    /// Where the next better tier begins, if assets_avg_30d cuts the tiers.
    pub fn next_tier_at(&self, class: ClassIx) -> Option<Money> {
        let better = usize::from(class.0).checked_sub(1)?;
        self.tiers.get(better).copied().flatten()
    }
}

fn place(at: Option<usize>) -> ClassIx {
    at.and_then(|at| u8::try_from(at).ok()).map_or(ClassIx::UNCLASSIFIED, ClassIx)
}

/// The only subject of a set, if it is a text of which a customer has at most one.
fn one_text(set: &RuleSet) -> Option<Metric> {
    match set.subjects()[..] {
        [Subject::Metric(metric)] if metric.kind() == MetricKind::Text && metric != Metric::Tag => {
            Some(metric)
        }
        _ => None,
    }
}

/// The lower bound of assets_avg_30d in the first box of a class.
fn lower_bound(boxes: &[Vec<Condition>]) -> Option<Money> {
    let conditions = boxes.first()?;
    conditions.iter().find_map(|condition| match (&condition.test, condition.subject) {
        (Test::Between { from, .. }, Subject::Metric(Metric::AssetsAvg30d)) if *from > i64::MIN => {
            Some(Money(*from))
        }
        _ => None,
    })
}

fn cells(set: &RuleSet) -> Vec<ClassIx> {
    let facts = Facts::default();
    let scores = || 1i64..=5;
    scores()
        .flat_map(|r| scores().flat_map(move |f| scores().map(move |m| (r, f, m))))
        .map(|(r, f, m)| {
            let mut metrics = Metrics::MISSING;
            metrics.set(Metric::RfmR, r);
            metrics.set(Metric::RfmF, f);
            metrics.set(Metric::RfmM, m);
            place(set.class_of(&metrics, &facts))
        })
        .collect()
}

/// The built-in rules are version 1, also of a book that has no row for them yet.
fn require_version(conn: &Connection, version: u32) -> Result<()> {
    let mut newest = conn.prepare_cached("SELECT coalesce(max(version), 1) FROM rule_set_version")?;
    let newest: u32 = newest.query_row([], |row| row.get(0))?;
    let mut one = conn.prepare_cached("SELECT 1 FROM rule_set_version WHERE version = ?1")?;
    if version == 1 || one.exists([version])? {
        return Ok(());
    }
    Err(StoreError::new(Fault::NoRules { version, newest }, "rules"))
}

type Version = (RuleVersionId, u32, String);

fn find_version(
    conn: &Connection,
    dimension: Dimension,
    day: Day,
    version: Option<u32>,
) -> Result<Option<Version>> {
    let mut statement = conn.prepare_cached(
        "SELECT id, version, toml FROM rule_set_version
         WHERE dimension = ?1 AND CASE WHEN ?2 IS NULL THEN from_on <= ?3 ELSE version = ?2 END
         ORDER BY version DESC LIMIT 1",
    )?;
    let row =
        statement.query_row((dimension, version, day), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
    Ok(row.optional()?)
}

/// Gives a new book the built-in rules as version 1.
///
/// # Errors
/// When the file cannot be written.
pub fn insert_built_in(conn: &Connection, now: Moment) -> Result<()> {
    let mut insert = conn.prepare_cached(
        "INSERT OR IGNORE INTO rule_set_version (dimension, version, from_on, toml, author, created_at)
         VALUES (?1, 1, ?2, ?3, 'callbook', ?4)",
    )?;
    for dimension in Dimension::ALL {
        insert.execute((dimension, ALWAYS, RuleSet::default_toml(*dimension), now))?;
    }
    Ok(())
}
