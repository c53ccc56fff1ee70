//! One customer after the other through the classification: the profile, the classes on the days of a pass.
//!
//! Buffers are kept from customer to customer: a whole book passes without an allocation for most of them.

use super::part::{Change, Looked, Met, Part, Seen, Write};
use super::person::{Around, Override, Person};
use super::rules::{Memo, Rules};
use super::situation::Subject;
use crate::book::{ClassIx, NewRow};
use crate::classify::rfm::RfmInput;
use crate::classify::{Metric, Metrics, Profile};
use crate::domain::{Cause, CustomerId, Day, Dimension, Money};
use crate::store::Result;
use crate::work::{Maturity, Movement, Playbook};

/// The dimensions that are classified customer by customer; behaviour needs the whole book.
pub(super) const OWN: [Dimension; 5] =
    [Dimension::Value, Dimension::Lifecycle, Dimension::Need, Dimension::Demographic, Dimension::Industry];

/// What the pass knows for all customers.
#[derive(Clone, Copy)]
pub(super) struct PassFacts<'a> {
    pub rules: &'a Rules,
    pub playbook: &'a Playbook,
    /// The days to evaluate, ascending; the last one is the day of the book.
    pub days: &'a [Day],
    /// What is wanted of the last day (nothing in the earlier blocks of a long gap).
    pub wants: Wants,
}

/// What a pass is to make of its last day beside the classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wants {
    /// Classes alone.
    Nothing,
    /// The rows of the book.
    Rows,
    /// The rows, and the situation that the last one was derived from.
    Situations,
}

/// What a customer is classified as at the end of the pass.
#[derive(Debug, Clone, Copy)]
pub(super) struct Classified {
    /// Class and since when; behaviour as stored.
    pub classes: [(ClassIx, Day); 6],
    /// The day of the first classification.
    pub first_on: Day,
}

/// Buffers of one customer, filled again for the next.
pub(super) struct Scratch {
    pub row: NewRow,
    pub maturities: Vec<Maturity>,
    pub movements: Vec<Movement>,
}

/// Takes customers one by one and adds up what they come to.
pub(super) struct Evaluator<'a> {
    facts: PassFacts<'a>,
    memo: Memo,
    /// The last profile: room for the next.
    profile: Profile,
    /// His figures on the last day on which he exists.
    metrics: Metrics,
    /// The row of the last customer, where rows are wanted.
    pub scratch: Scratch,
    pub part: Part,
}

impl<'a> Evaluator<'a> {
    /// Adds to `part`, which is empty.
    pub(super) fn new(facts: PassFacts<'a>, part: Part) -> Evaluator<'a> {
        let row = NewRow::new(CustomerId(0));
        let scratch = Scratch { row, maturities: Vec::new(), movements: Vec::new() };
        Evaluator {
            facts,
            memo: Memo::default(),
            profile: Profile::empty(),
            metrics: Metrics::MISSING,
            scratch,
            part,
        }
    }

    /// Evaluates a customer on the days of the pass; `None` when he does not exist on any. `rebuild` makes his profile
    /// of a day from the ledger.
    pub(super) fn take(
        &mut self,
        (person, around): (&Person, &mut Around),
        dirty: Option<Cause>,
        mut rebuild: impl FnMut(Day) -> Result<Profile>,
    ) -> Result<Option<Classified>> {
        let Evaluator { facts, memo, profile, metrics, scratch: _, part } = self;
        let Some(first) = facts.days.first().copied() else { return Ok(None) };
        let mut is_rebuilt = dirty.is_some() || !is_usable(around, first, profile);
        if is_rebuilt {
            *profile = rebuild(first)?;
        }
        let mut track = Track::new(facts, person, around);
        for (at, day) in facts.days.iter().copied().enumerate() {
            if profile.stale_on().is_some_and(|stale| stale <= day) {
                *profile = rebuild(day)?;
                is_rebuilt = true;
            }
            let cause = if at == 0 { dirty.unwrap_or(Cause::Time) } else { Cause::Time };
            let seen = track.advance(profile, (at, day), cause, (memo, metrics, part));
            part.seen.push(seen.unwrap_or(Seen::NOT_YET));
        }
        let (Some(first_on), Some(last)) = (track.first_on, track.last) else {
            part.seen.truncate(part.seen.len() - facts.days.len());
            return Ok(None);
        };
        let done = Classified { classes: track.classes, first_on };
        let changes = track.changes;
        let digest = around.new_digest.take();
        if is_rebuilt || !changes.is_empty() || digest.is_some() {
            let rebuilt = if is_rebuilt { Some((profile.to_bytes()?, profile.stale_on())) } else { None };
            let (classes, id) = (done.classes, person.id);
            part.writes.push(Write { id, changes, rebuilt, digest, classes, first_on });
        }
        part.met.push(Met { id: person.id, behaviour: around.stored(Dimension::Behaviour) });
        self.make_row((person, around), last, &done);
        Ok(Some(done))
    }

    fn make_row(&mut self, (person, around): (&Person, &mut Around), day: Day, done: &Classified) {
        let Evaluator { facts, profile, metrics, scratch, part, .. } = self;
        if facts.wants == Wants::Nothing {
            return;
        }
        let subject = Subject { facts, person, profile, metrics, day, done };
        let situation = subject.fill(around, scratch);
        if facts.wants == Wants::Situations {
            let (metrics, profile) = (*metrics, profile.clone());
            part.looked = Some(Box::new(Looked { situation: situation.to_owned(), metrics, profile }));
        }
        part.rows.put(&scratch.row);
    }
}

/// Whether there is a stored profile that holds on the first day of the pass; it is read into `profile`.
fn is_usable(around: &Around, first: Day, profile: &mut Profile) -> bool {
    let holds = around.state.is_some_and(|state| state.stale_on.is_none_or(|stale| stale > first));
    holds && profile.read(&around.profile).is_ok() && profile.as_of() <= first
}

/// A customer moving through the days of a pass.
struct Track<'a> {
    facts: &'a PassFacts<'a>,
    person: &'a Person,
    overrides: &'a [Override],
    classes: [(ClassIx, Day); 6],
    /// There is a class before this day's.
    is_known: bool,
    first_on: Option<Day>,
    changes: Vec<Change>,
    /// The last day on which he exists.
    last: Option<Day>,
}

impl<'a> Track<'a> {
    fn new(facts: &'a PassFacts<'a>, person: &'a Person, around: &'a Around) -> Track<'a> {
        let unknown = [(ClassIx::UNCLASSIFIED, Day(0)); 6];
        Track {
            facts,
            person,
            overrides: &around.overrides,
            classes: around.state.as_ref().map_or(unknown, |state| state.classes),
            is_known: around.state.is_some(),
            first_on: around.state.as_ref().map(|state| state.first_on),
            changes: Vec::new(),
            last: None,
        }
    }

    fn advance(
        &mut self,
        profile: &Profile,
        (at, day): (usize, Day),
        cause: Cause,
        (memo, metrics, part): (&mut Memo, &mut Metrics, &mut Part),
    ) -> Option<Seen> {
        if !self.exists_on(profile, day) {
            return None;
        }
        *metrics = Metrics::compute(profile, day);
        let assets = metrics.money(Metric::Assets);
        for dimension in OWN {
            let by_hand = self.overrides.iter().find(|o| o.dimension == dimension && o.is_in_force(day));
            let class = match by_hand {
                Some(by_hand) => by_hand.class,
                None => self.facts.rules.class_of(dimension, metrics, profile, memo),
            };
            self.enter(dimension, class, Entry { day, cause: self.cause(dimension, day, cause), assets });
            part.sums[at][dimension.index()].add(class, assets);
        }
        self.first_on.get_or_insert(day);
        self.is_known = true;
        self.last = Some(day);
        Some(Seen::new(assets, RfmInput::of(metrics)))
    }

    /// A customer exists from the first of: account opened, first movement, known to the bank, entered in the book.
    fn exists_on(&self, profile: &Profile, day: Day) -> bool {
        let entered = Some(self.person.entered_on);
        [entered, self.person.opened_on, profile.first_on()].into_iter().flatten().any(|first| first <= day)
    }

    /// A change on the day an override begins or has just ended is the override's.
    fn cause(&self, dimension: Dimension, day: Day, cause: Cause) -> Cause {
        let turns = |o: &Override| o.from_on == day || o.until_on.is_some_and(|until| until + 1 == day);
        let by_hand = self.overrides.iter().any(|o| o.dimension == dimension && turns(o));
        if by_hand && matches!(cause, Cause::Time | Cause::Edit) { Cause::Override } else { cause }
    }

    fn enter(&mut self, dimension: Dimension, class: ClassIx, entry: Entry) {
        let place = dimension.index();
        let (before, _) = self.classes[place];
        if self.is_known && before == class {
            return;
        }
        if self.is_known {
            self.changes.push(Change {
                customer: self.person.id,
                dimension,
                from: before,
                to: class,
                on: entry.day,
                cause: entry.cause,
                assets: entry.assets,
            });
        }
        self.classes[place] = (class, entry.day);
    }
}

/// When and why a class was entered.
#[derive(Clone, Copy)]
struct Entry {
    day: Day,
    cause: Cause,
    assets: Option<Money>,
}
