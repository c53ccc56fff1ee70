//! One customer through the classification: his profile, his classes on the days of a pass, his row in the book.

use super::people::{Around, Override, Person, StoredState};
use super::rules::Rules;
use crate::book::{ClassIx, Flag, NewRow, ScoreInputs};
use crate::classify::rfm::RfmInput;
use crate::classify::{Metric, Metrics, Profile};
use crate::domain::{Cause, CustomerId, Day, Dimension, Money, PhoneState, Reason};
use crate::work::{
    ClassSince, History, Maturity, Movement, OwnedSituation, Playbook, Reasons, Rows, Signals, Situation,
    derive, spread_of,
};

/// A movement is large from this amount on, and from this share (in percent) of the monthly average.
const LARGE_AMOUNT: Money = Money(5_000_000);
const LARGE_PERCENT: i64 = 20;
/// Movements are looked at for as many days.
const NEWS_DAYS: i32 = 7;
/// The dimensions that are classified customer by customer; behaviour needs the whole book.
pub(super) const OWN: [Dimension; 5] =
    [Dimension::Value, Dimension::Lifecycle, Dimension::Need, Dimension::Demographic, Dimension::Industry];

/// What the pass knows for all customers.
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
    /// The rows, and the situations they were derived from.
    Situations,
}

/// A change of class found in the pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    pub customer: CustomerId,
    pub dimension: Dimension,
    pub from: String,
    pub to: ClassIx,
    pub on: Day,
    pub cause: Cause,
    pub assets: Option<Money>,
}

/// A customer on one day of the pass.
#[derive(Debug, Clone, Copy)]
pub(super) struct OnDay {
    pub classes: [ClassIx; 6],
    pub assets: Option<Money>,
    pub rfm: Option<RfmInput>,
}

/// What the pass found out about a customer.
pub(super) struct Outcome {
    pub id: CustomerId,
    /// One entry per day of the pass; `None` before the customer exists.
    pub days: Vec<Option<OnDay>>,
    pub changes: Vec<Change>,
    /// Set when the profile was made anew: the blob and the day it becomes stale.
    pub rebuilt: Option<Profile>,
    /// Class and since when; behaviour as stored.
    pub classes: [(ClassIx, Day); 6],
    /// The behaviour stored last, if there was a state.
    pub stored_behaviour: Option<String>,
    pub first_on: Day,
    pub row: Option<NewRow>,
    pub situation: Option<OwnedSituation>,
    /// The figures of the last day, and the profile they come from; with the situation.
    pub figures: Option<(Metrics, Profile)>,
}

/// Evaluates a customer on the days of the pass. `rebuild` makes his profile of a day from the ledger.
pub(super) fn evaluate<E>(
    facts: &PassFacts<'_>,
    (person, around): (&Person, &Around),
    dirty: Option<Cause>,
    mut rebuild: impl FnMut(Day) -> Result<Profile, E>,
) -> Result<Option<Outcome>, E> {
    let Some(first) = facts.days.first().copied() else { return Ok(None) };
    let kept =
        around.state.as_ref().filter(|_| dirty.is_none()).and_then(|state| usable_profile(state, first));
    let is_kept = kept.is_some();
    let mut profile = match kept {
        Some(profile) => profile,
        None => rebuild(first)?,
    };
    let mut rebuilt = !is_kept;
    let mut track = Track::new(facts, person, around);
    for (at, day) in facts.days.iter().copied().enumerate() {
        if profile.stale_on().is_some_and(|stale| stale <= day) {
            profile = rebuild(day)?;
            rebuilt = true;
        }
        let cause = if at == 0 { dirty.unwrap_or(Cause::Time) } else { Cause::Time };
        track.advance(&profile, day, cause);
    }
    Ok(track.finish(profile, rebuilt))
}

/// The stored profile, if it still holds on the first day of the pass.
fn usable_profile(state: &StoredState, first: Day) -> Option<Profile> {
    if state.stale_on.is_some_and(|stale| stale <= first) {
        return None;
    }
    Profile::from_bytes(&state.profile).ok().filter(|profile| profile.as_of() <= first)
}

/// A customer moving through the days of a pass.
struct Track<'a> {
    facts: &'a PassFacts<'a>,
    person: &'a Person,
    around: &'a Around,
    classes: [(ClassIx, Day); 6],
    /// Codes as stored, to name what a class was under rules that are gone.
    known: bool,
    first_on: Option<Day>,
    days: Vec<Option<OnDay>>,
    changes: Vec<Change>,
    last: Option<(Metrics, Day)>,
}

impl<'a> Track<'a> {
    fn new(facts: &'a PassFacts<'a>, person: &'a Person, around: &'a Around) -> Track<'a> {
        let mut classes = [(ClassIx::UNCLASSIFIED, Day(0)); 6];
        if let Some(state) = &around.state {
            for (place, (code, since)) in state.classes.iter().enumerate() {
                classes[place] = (facts.rules.classes.place(crate::domain::Code::ALL[place], code), *since);
            }
        }
        Track {
            facts,
            person,
            around,
            classes,
            known: around.state.is_some(),
            first_on: around.state.as_ref().map(|state| state.first_on),
            days: Vec::with_capacity(facts.days.len()),
            changes: Vec::new(),
            last: None,
        }
    }

    fn advance(&mut self, profile: &Profile, day: Day, cause: Cause) {
        if !self.exists_on(profile, day) {
            self.days.push(None);
            return;
        }
        let metrics = Metrics::compute(profile, day);
        let assets = metrics.money(Metric::Assets);
        for dimension in OWN {
            let by_hand =
                self.around.overrides.iter().find(|o| o.dimension == dimension && o.is_in_force(day));
            let class = match by_hand {
                Some(by_hand) => self.facts.rules.classes.place(dimension, &by_hand.class),
                None => self.facts.rules.class_of(dimension, &metrics, profile),
            };
            self.enter(dimension, class, Entry { day, cause: self.cause(dimension, day, cause), assets });
        }
        self.first_on.get_or_insert(day);
        self.known = true;
        let mut classes = self.classes.map(|(class, _)| class);
        classes[Dimension::Behaviour.index()] = ClassIx::UNCLASSIFIED;
        self.days.push(Some(OnDay { classes, assets, rfm: RfmInput::of(&metrics) }));
        self.last = Some((metrics, day));
    }

    /// A customer exists from the first of: account opened, first movement, known to the bank, entered in the book.
    fn exists_on(&self, profile: &Profile, day: Day) -> bool {
        let entered = Some(self.person.entered_on);
        [entered, self.person.opened_on, profile.first_on()].into_iter().flatten().any(|first| first <= day)
    }

    /// A change on the day an override begins or has just ended is the override's.
    fn cause(&self, dimension: Dimension, day: Day, cause: Cause) -> Cause {
        let turns = |o: &Override| o.from_on == day || o.until_on.is_some_and(|until| until + 1 == day);
        let by_hand = self.around.overrides.iter().any(|o| o.dimension == dimension && turns(o));
        if by_hand && matches!(cause, Cause::Time | Cause::Edit) { Cause::Override } else { cause }
    }

    fn enter(&mut self, dimension: Dimension, class: ClassIx, entry: Entry) {
        let place = dimension.index();
        let (before, _) = self.classes[place];
        if self.known && before == class {
            return;
        }
        if self.known {
            self.changes.push(Change {
                customer: self.person.id,
                dimension,
                from: self.facts.rules.classes.code(dimension, before).to_owned(),
                to: class,
                on: entry.day,
                cause: entry.cause,
                assets: entry.assets,
            });
        }
        self.classes[place] = (class, entry.day);
    }

    fn finish(self, profile: Profile, rebuilt: bool) -> Option<Outcome> {
        let first_on = self.first_on?;
        let (metrics, day) = self.last?;
        let (row, situation) = match self.facts.wants {
            Wants::Nothing => (None, None),
            Wants::Rows | Wants::Situations => self.row(&profile, &metrics, day, first_on),
        };
        let figures = (self.facts.wants == Wants::Situations).then(|| (metrics, profile.clone()));
        Some(Outcome {
            id: self.person.id,
            days: self.days,
            changes: self.changes,
            rebuilt: rebuilt.then_some(profile),
            classes: self.classes,
            stored_behaviour: self
                .around
                .state
                .as_ref()
                .map(|s| s.classes[Dimension::Behaviour.index()].0.clone()),
            first_on,
            row,
            situation,
            figures,
        })
    }

    fn row(
        &self,
        profile: &Profile,
        metrics: &Metrics,
        day: Day,
        first_on: Day,
    ) -> (Option<NewRow>, Option<OwnedSituation>) {
        let maturities: Vec<Maturity> = profile.maturities().iter().filter_map(work_maturity).collect();
        let avg = metrics.money(Metric::AssetsAvg30d);
        let movements = large_movements(profile, day, avg);
        let situation = self.situation(profile, (metrics, day), first_on, (&maturities, &movements));
        let reasons = derive(&situation, self.facts.playbook);
        let mut new = NewRow::new(self.person.id);
        new.customer_no.clone_from(&self.person.customer_no);
        new.name = self.person.name.clone().unwrap_or_default();
        new.phones = self.phones();
        new.tags = self.around.tags.join("\n");
        new.dues = reasons.shown().copied().collect();
        let row = &mut new.row;
        row.classes = self.classes.map(|(class, _)| class);
        row.assets = metrics.money(Metric::Assets);
        row.assets_avg = avg;
        row.change_90d = metrics.value(Metric::AssetsChange90d);
        row.last_contact_on = profile.last_reached_on();
        row.next = reasons.next();
        row.queues = reasons.queues;
        row.is_held = reasons.held().is_some();
        row.rfm_input = RfmInput::of(metrics);
        row.score_inputs = score_inputs(&situation, &reasons, metrics);
        self.flag(&mut new, &situation, day);
        let wants_situation = self.facts.wants == Wants::Situations;
        (Some(new), wants_situation.then(|| situation.to_owned()))
    }

    fn flag(&self, new: &mut NewRow, situation: &Situation<'_>, day: Day) {
        let (row, person) = (&mut new.row, self.person);
        let flags = &mut row.flags;
        let is_over = situation.is_over();
        let expired = |until: Option<Day>| !is_over && until.is_some_and(|until| until < day);
        flags.set(Flag::Overdue, row.next.is_some_and(|next| next.on < day));
        let money_due = |m: &Maturity| m.on >= day && m.on <= day + NEWS_DAYS;
        flags.set(Flag::MoneyDue, situation.rows.maturities.iter().any(money_due));
        flags.set(Flag::Edge, is_near_next(situation.signals));
        flags.set(Flag::Overridden, self.around.overrides.iter().any(|o| o.is_in_force(day)));
        let phone = crate::domain::Channel::Phone;
        flags.set(
            Flag::ClosedChannel,
            situation.closed(phone, crate::work::playbook::Nature::Service).is_some(),
        );
        let numbers = &self.around.numbers;
        flags.set(Flag::NumberInvalid, !numbers.is_empty() && numbers.iter().all(|n| !n.is_usable()));
        flags.set(Flag::RiskExpired, expired(person.risk_level_until_on));
        flags.set(Flag::IdExpired, expired(person.id_document_until_on));
        let wants_contact =
            self.facts.playbook.rhythm(situation.value.code, situation.lifecycle.code).is_some();
        flags.set(Flag::NoNextContact, !is_over && wants_contact && row.next.is_none() && !row.is_held);
        let is_birthday = person.birth_on.is_some_and(|birth| birth.in_year(day.ymd().0) == day);
        flags.set(Flag::Birthday, is_birthday && person.kind == crate::domain::CustomerKind::Person);
    }

    fn situation<'b>(
        &'b self,
        profile: &Profile,
        (metrics, day): (&Metrics, Day),
        first_on: Day,
        (maturities, movements): (&'b [Maturity], &'b [Movement]),
    ) -> Situation<'b> {
        let class = |dimension: Dimension| {
            let (class, since) = self.classes[dimension.index()];
            let code = self.facts.rules.classes.code(dimension, class);
            ClassSince { code, since_on: Some(since).filter(|since| *since > first_on) }
        };
        let has_numbers = !self.around.numbers.is_empty();
        let attempts = metrics.value(Metric::AttemptCount30d).unwrap_or(0);
        Situation {
            day,
            person: work_person(self.person, profile),
            value: class(Dimension::Value),
            lifecycle: class(Dimension::Lifecycle),
            signals: Signals {
                assets_avg: metrics.money(Metric::AssetsAvg30d),
                assets_change_30d: metrics.value(Metric::AssetsAvgChange30d),
                assets_drop_30d: metrics.money(Metric::AssetsAvgDrop30d),
                activity_drop_p: metrics.value(Metric::ActivityDropP),
                salary_missing_days: metrics.value(Metric::SalaryMissingDays),
                next_tier_at: self.facts.rules.next_tier_at(self.classes[Dimension::Value.index()].0),
            },
            history: History {
                last_reached_on: profile.last_reached_on(),
                last_attempt_on: profile.last_attempt_on(),
                unreached_30d: u16::try_from(attempts).unwrap_or(u16::MAX),
                is_phone_dead: has_numbers
                    && self.around.numbers.iter().all(|n| n.state == PhoneState::Invalid),
            },
            rows: Rows {
                maturities,
                movements,
                follow_ups: &self.around.follow_ups,
                rests: &self.around.rests,
                consents: &self.around.consents,
            },
        }
    }

    /// All numbers, the one to call first: a usable primary one, else any usable, else any.
    fn phones(&self) -> String {
        let mut numbers: Vec<_> = self.around.numbers.iter().collect();
        numbers.sort_by_key(|n| (!n.is_usable(), !n.is_primary));
        numbers.iter().map(|n| n.digits.as_str()).collect::<Vec<_>>().join("\n")
    }
}

/// When and why a class was entered.
#[derive(Clone, Copy)]
struct Entry {
    day: Day,
    cause: Cause,
    assets: Option<Money>,
}

fn work_person(person: &Person, profile: &Profile) -> crate::work::Person {
    crate::work::Person {
        kind: person.kind,
        spread: spread_of(&person.customer_no),
        entered_on: person.entered_on,
        assigned_on: person.assigned_on,
        tenure_on: profile.first_on(),
        birth_on: person.birth_on,
        risk_level_until_on: person.risk_level_until_on,
        id_document_until_on: person.id_document_until_on,
        left_on: person.left_on,
        deceased_on: person.deceased_on,
    }
}

fn work_maturity(maturity: &crate::classify::Maturity) -> Option<Maturity> {
    let amount = maturity.amount.unwrap_or(Money::ZERO);
    maturity.reason().map(|reason| Maturity { account: maturity.account, reason, on: maturity.on, amount })
}

/// The largest movement in and out of each recent day, where it is large for the customer.
fn large_movements(profile: &Profile, day: Day, avg: Option<Money>) -> Vec<Movement> {
    let share = avg.unwrap_or(Money::ZERO).0.saturating_mul(LARGE_PERCENT) / 100;
    let least = LARGE_AMOUNT.max(Money(share));
    profile
        .flows(day, NEWS_DAYS)
        .flat_map(|flow| [(flow.on, flow.largest_in), (flow.on, -flow.largest_out)])
        .filter(|(_, amount)| amount.abs() >= least)
        .map(|(on, amount)| Movement { on, amount })
        .collect()
}

fn score_inputs(situation: &Situation<'_>, reasons: &Reasons, metrics: &Metrics) -> ScoreInputs {
    let signs = [Reason::Outflow, Reason::SalaryStop, Reason::AssetsDrop, Reason::AtRisk];
    ScoreInputs {
        contribution: metrics.money(Metric::Contribution365d).unwrap_or(Money::ZERO),
        has_outflow_sign: reasons.shown().any(|due| signs.contains(&due.reason)),
        is_fresh: reasons.is_fresh,
        unreached_30d: situation.history.unreached_30d,
    }
}

/// Within 10 % below the next tier.
fn is_near_next(signals: Signals) -> bool {
    match (signals.assets_avg, signals.next_tier_at) {
        (Some(avg), Some(next)) => avg < next && avg.0 >= next.0 - next.0 / 10,
        _ => false,
    }
}
