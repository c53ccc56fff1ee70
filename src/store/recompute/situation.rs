//! A customer's row of the book on the last day of a pass: what work looks at, and what comes of it.

use super::customer::{Classified, PassFacts, Scratch};
use super::person::{Around, Person};
use crate::book::{Flag, ScoreInputs};
use crate::classify::rfm::RfmInput;
use crate::classify::{Metric, Metrics, Profile};
use crate::domain::{Channel, CustomerKind, Day, Dimension, Money, Reason};
use crate::work::playbook::Nature;
use crate::work::{
    ClassSince, History, Maturity, Movement, Reasons, Rows, Signals, Situation, derive, spread_of,
};

/// A movement is large from this amount on, and from this share (in percent) of the monthly average.
const LARGE_AMOUNT: Money = Money(5_000_000);
const LARGE_PERCENT: i64 = 20;
/// Movements are looked at for as many days.
const NEWS_DAYS: i32 = 7;

/// A classified customer on a day.
pub(super) struct Subject<'a> {
    pub facts: &'a PassFacts<'a>,
    pub person: &'a Person,
    pub profile: &'a Profile,
    pub metrics: &'a Metrics,
    pub day: Day,
    pub done: &'a Classified,
}

impl Subject<'_> {
    /// Fills the row in `scratch`; returns the situation it was derived from.
    pub(super) fn fill<'b>(&'b self, around: &'b mut Around, scratch: &'b mut Scratch) -> Situation<'b> {
        let Scratch { row: new, maturities, movements } = scratch;
        around.numbers.write(&mut new.phones);
        maturities.clear();
        maturities.extend(self.profile.maturities().iter().filter_map(work_maturity));
        movements.clear();
        self.add_large_movements(movements);
        let situation = self.situation(around, maturities, movements);
        let reasons = derive(&situation, self.facts.playbook);
        new.customer_no.clone_from(&self.person.customer_no);
        new.name.clone_from(&self.person.name);
        new.tags.clone_from(&around.tags);
        new.subjects.clone_from(&around.subjects);
        new.dues.clear();
        new.dues.extend(reasons.shown().copied());
        let row = &mut new.row;
        row.id = self.person.id;
        row.classes = self.done.classes.map(|(class, _)| class);
        row.rfm = None;
        row.score = 0.0;
        row.assets = self.metrics.money(Metric::Assets);
        row.assets_avg = self.metrics.money(Metric::AssetsAvg30d);
        row.change_90d = self.metrics.value(Metric::AssetsChange90d);
        row.last_contact_on = self.profile.last_reached_on();
        row.next = reasons.next();
        row.queues = reasons.queues;
        row.is_held = reasons.held().is_some();
        row.is_skipped = around.is_skipped;
        row.hours = self.profile.hours();
        row.rfm_input = RfmInput::of(self.metrics);
        row.score_inputs = self.score_inputs(&situation, &reasons);
        self.flag(&mut new.row, &situation, around);
        situation
    }

    fn flag(&self, row: &mut crate::book::Row, situation: &Situation<'_>, around: &Around) {
        let (person, day) = (self.person, self.day);
        row.to_next = situation.signals.missing_to_next();
        let flags = &mut row.flags;
        *flags = crate::book::Flags::default();
        let is_over = situation.is_over();
        // Nobody renews papers of who is not with the bank.
        let is_with_us = !is_over && !situation.has_left();
        let expired = |until: Option<Day>| is_with_us && until.is_some_and(|until| until < day);
        flags.set(Flag::Overdue, row.next.is_some_and(|next| next.on < day));
        let money_due = |m: &Maturity| m.on >= day && m.on <= day + NEWS_DAYS;
        flags.set(Flag::MoneyDue, situation.rows.maturities.iter().any(money_due));
        flags.set(Flag::Edge, row.to_next.is_some());
        flags.set(Flag::Overridden, around.overrides.iter().any(|o| o.is_in_force(day)));
        let is_phone_closed = situation.closed(Channel::Phone, Nature::Service).is_some();
        flags.set(Flag::ClosedChannel, is_phone_closed || row.is_held);
        flags.set(Flag::Deceased, person.deceased_on.is_some_and(|on| on <= day));
        flags.set(Flag::Left, person.left_on.is_some_and(|on| on <= day));
        flags.set(Flag::NumberInvalid, around.numbers.are_unusable());
        flags.set(Flag::RiskExpired, expired(person.risk_level_until_on));
        flags.set(Flag::IdExpired, expired(person.id_document_until_on));
        let wants_contact =
            self.facts.playbook.rhythm(situation.value.code, situation.lifecycle.code).is_some();
        flags.set(Flag::NoNextContact, is_with_us && wants_contact && row.next.is_none() && !row.is_held);
        let is_birthday = person.birth_on.is_some_and(|birth| birth.in_year(day.ymd().0) == day);
        flags.set(Flag::Birthday, is_birthday && person.kind == CustomerKind::Person);
    }

    fn situation<'b>(
        &'b self,
        around: &'b Around,
        maturities: &'b [Maturity],
        movements: &'b [Movement],
    ) -> Situation<'b> {
        let metrics = self.metrics;
        let class = |dimension: Dimension| {
            let (class, since) = self.done.classes[dimension.index()];
            let code = self.facts.rules.classes.code(dimension, class);
            ClassSince { code, since_on: Some(since).filter(|since| *since > self.done.first_on) }
        };
        let attempts = metrics.value(Metric::AttemptCount30d).unwrap_or(0);
        Situation {
            day: self.day,
            person: self.work_person(),
            value: class(Dimension::Value),
            lifecycle: class(Dimension::Lifecycle),
            signals: Signals {
                assets: metrics.money(Metric::Assets),
                assets_avg: metrics.money(Metric::AssetsAvg30d),
                assets_change_30d: metrics.value(Metric::AssetsAvgChange30d),
                assets_drop_30d: metrics.money(Metric::AssetsAvgDrop30d),
                activity_drop_p: metrics.value(Metric::ActivityDropP),
                salary_missing_days: metrics.value(Metric::SalaryMissingDays),
                next_tier_at: self.facts.rules.next_tier_at(self.done.classes[Dimension::Value.index()].0),
            },
            history: History {
                last_reached_on: self.profile.last_reached_on(),
                last_attempt_on: self.profile.last_attempt_on(),
                unreached_30d: u16::try_from(attempts).unwrap_or(u16::MAX),
                is_phone_dead: around.numbers.are_dead(),
            },
            rows: Rows {
                maturities,
                movements,
                follow_ups: &around.follow_ups,
                rests: &around.rests,
                consents: &around.consents,
            },
        }
    }

    fn work_person(&self) -> crate::work::Person {
        let person = self.person;
        crate::work::Person {
            kind: person.kind,
            spread: spread_of(&person.customer_no),
            entered_on: person.entered_on,
            assigned_on: person.assigned_on,
            tenure_on: self.profile.first_on(),
            birth_on: person.birth_on,
            risk_level_until_on: person.risk_level_until_on,
            id_document_until_on: person.id_document_until_on,
            left_on: person.left_on,
            deceased_on: person.deceased_on,
        }
    }

    /// The largest movement in and out of each recent day, where it is large for the customer.
    fn add_large_movements(&self, to: &mut Vec<Movement>) {
        let avg = self.metrics.money(Metric::AssetsAvg30d).unwrap_or(Money::ZERO);
        let least = LARGE_AMOUNT.max(Money(avg.0.saturating_mul(LARGE_PERCENT) / 100));
        let flows = self.profile.flows(self.day, NEWS_DAYS);
        let amounts = flows.flat_map(|flow| [(flow.on, flow.largest_in), (flow.on, -flow.largest_out)]);
        let large = amounts.filter(|(_, amount)| amount.abs() >= least);
        to.extend(large.map(|(on, amount)| Movement { on, amount }));
    }

    fn score_inputs(&self, situation: &Situation<'_>, reasons: &Reasons) -> ScoreInputs {
        let signs = [Reason::Outflow, Reason::SalaryStop, Reason::AssetsDrop, Reason::AtRisk];
        ScoreInputs {
            contribution: self.metrics.money(Metric::Contribution365d).unwrap_or(Money::ZERO),
            has_outflow_sign: reasons.shown().any(|due| signs.contains(&due.reason)),
            is_fresh: reasons.is_fresh,
            unreached_30d: situation.history.unreached_30d,
            is_cooling: self
                .facts
                .playbook
                .limits
                .is_cooling(|days| self.profile.vain_attempts(self.day, days)),
        }
    }
}

fn work_maturity(maturity: &crate::classify::Maturity) -> Option<Maturity> {
    let amount = maturity.amount.unwrap_or(Money::ZERO);
    maturity.reason().map(|reason| Maturity { account: maturity.account, reason, on: maturity.on, amount })
}
