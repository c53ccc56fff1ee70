//! The definitions, day by day and row by row, as slowly as they read: what profiles and metrics must agree with.

use super::{AccountRow, ProfileRows, TxnRow};
use crate::classify::{Metric, Metrics};
use crate::domain::{AccountStatus, Day, ProductClass, ProductGroup, ProductKinds, TxnRole};

/// All numeric metrics of a day, straight from the rows.
pub fn metrics(rows: &ProfileRows, d: Day) -> Metrics {
    let o = Oracle { rows, d };
    let mut m = Metrics::MISSING;
    o.assets(&mut m);
    o.activity(&mut m);
    o.rest(&mut m);
    m
}

struct Oracle<'a> {
    rows: &'a ProfileRows<'a>,
    d: Day,
}

fn div(numerator: i128, denominator: i128) -> Option<i64> {
    (denominator != 0).then(|| {
        let (n, d) = (numerator.abs(), denominator.abs());
        let up = n / d + i128::from(2 * (n % d) >= d);
        i64::try_from(if (numerator < 0) == (denominator < 0) { up } else { -up }).unwrap()
    })
}

impl Oracle<'_> {
    fn txns(&self) -> Vec<&TxnRow> {
        self.rows.txns.iter().filter(|t| t.booked_on <= self.d).collect()
    }

    fn accounts(&self) -> Vec<&AccountRow<'_>> {
        self.rows.accounts.iter().filter(|a| a.opened_on.is_none_or(|o| o <= self.d)).collect()
    }

    fn closed(&self, a: &AccountRow) -> Option<Day> {
        if a.closed_on.is_some() || a.status != AccountStatus::Closed {
            return a.closed_on;
        }
        let mut days: Vec<Day> = vec![Day(i32::MIN)];
        days.extend(self.rows.txns.iter().filter(|t| t.account == Some(a.id)).map(|t| t.booked_on));
        days.extend(self.rows.balances.iter().filter(|b| b.account == a.id).map(|b| b.on));
        days.extend(a.balance_on);
        days.extend(a.opened_on);
        days.into_iter().max()
    }

    /// The balance stated for a day by the best source.
    fn stated(&self, a: &AccountRow, day: Day) -> Option<i64> {
        if day > self.d {
            return None;
        }
        let imported =
            self.rows.balances.iter().rev().find(|b| b.account == a.id && b.on == day).map(|b| b.amount.0);
        let own = a.balance.filter(|_| a.balance_on == Some(day)).map(|b| b.0);
        let ledger = self.txns().into_iter().filter(|t| t.account == Some(a.id) && t.booked_on == day);
        imported.or(own).or(ledger.filter_map(|t| t.balance_after).next_back().map(|b| b.0))
    }

    fn moved(&self, a: &AccountRow, after: Day, to: Day) -> i64 {
        let own = self.txns().into_iter().filter(|t| t.account == Some(a.id));
        own.filter(|t| t.booked_on > after && t.booked_on <= to).map(|t| t.amount.0).sum()
    }

    fn known_days(&self, a: &AccountRow) -> Vec<Day> {
        let mut days: Vec<Day> = self.rows.balances.iter().map(|b| b.on).collect();
        days.extend(a.balance_on);
        days.extend(self.rows.txns.iter().map(|t| t.booked_on));
        days.retain(|day| self.stated(a, *day).is_some());
        days.sort();
        days
    }

    /// The balance at the end of `t`; `None` when none is known at all.
    fn balance(&self, a: &AccountRow, t: Day, known: &[Day]) -> Option<i64> {
        if a.opened_on.is_some_and(|o| t < o) || self.closed(a).is_some_and(|c| c <= self.d && t >= c) {
            return Some(0);
        }
        if let Some(k) = known.iter().rev().find(|k| **k <= t) {
            return Some(self.stated(a, *k)? + self.moved(a, *k, t));
        }
        let k = known.first()?;
        Some(self.stated(a, *k)? - self.moved(a, t, *k))
    }

    fn assets(&self, m: &mut Metrics) {
        let accounts = self.accounts();
        if accounts.is_empty() {
            return;
        }
        let is_open = |a: &&&AccountRow| self.closed(a).is_none_or(|c| c > self.d);
        let open: Vec<_> = accounts.iter().filter(is_open).collect();
        m.set(Metric::AccountCount, open.len() as i64);
        let mut products: Vec<&str> = open.iter().map(|a| a.product).collect();
        products.sort_unstable();
        products.dedup();
        m.set(Metric::ProductCount, products.len() as i64);
        let due = open.iter().filter_map(|a| a.maturity_on).filter(|on| *on >= self.d).min();
        m.set(Metric::DaysToMaturity, due.map(|on| i64::from(on - self.d)));
        let info = |a: &AccountRow| ProductKinds::embedded().info(a.product);
        let counted: Vec<_> = accounts.iter().filter(|a| info(a).class != ProductClass::Neither).collect();
        let known: Vec<Vec<Day>> = counted.iter().map(|a| self.known_days(a)).collect();
        let is_known = counted
            .iter()
            .zip(&known)
            .any(|(a, known)| !known.is_empty() || self.closed(a).is_some_and(|c| c <= self.d));
        if !is_known {
            return;
        }
        let sum = |t: Day, class: ProductClass, group: Option<ProductGroup>, of: fn(i64) -> i64| -> i128 {
            let chosen = counted
                .iter()
                .zip(&known)
                .filter(|(a, _)| info(a).class == class && group.is_none_or(|group| info(a).group == group));
            chosen.map(|(a, known)| i128::from(of(self.balance(a, t, known).unwrap_or(0)))).sum()
        };
        let at = |t: Day| sum(t, ProductClass::Asset, None, |b| b.max(0));
        let days = |from: i32, to: i32| (from..to).map(|n| at(self.d - n));
        let (month, before): (i128, i128) = (days(0, 30).sum(), days(30, 60).sum());
        let now = at(self.d);
        let set = |m: &mut Metrics, metric: Metric, value: i128| m.set(metric, i64::try_from(value).unwrap());
        set(m, Metric::Assets, now);
        m.set(Metric::AssetsAvg30d, div(month, 30));
        m.set(Metric::AssetsAvgChange30d, div((month - before) * 1_000_000, before));
        m.set(Metric::AssetsAvgDrop30d, div(before - month, 30));
        set(m, Metric::AssetsPeak90d, days(0, 90).max().unwrap());
        set(m, Metric::AssetsPeak365d, days(0, 365).max().unwrap());
        m.set(Metric::AssetsChange30d, div((now - at(self.d - 30)) * 1_000_000, at(self.d - 30)));
        m.set(Metric::AssetsChange90d, div((now - at(self.d - 90)) * 1_000_000, at(self.d - 90)));
        let owed = sum(self.d, ProductClass::Liability, None, i64::abs)
            + sum(self.d, ProductClass::Asset, None, |b| (-b).max(0));
        set(m, Metric::Liabilities, owed);
        let group = |group| sum(self.d, ProductClass::Asset, Some(group), |b| b.max(0));
        set(m, Metric::AssetsDeposit, group(ProductGroup::Deposit));
        set(m, Metric::AssetsWealth, group(ProductGroup::Wealth));
        set(m, Metric::AssetsFund, group(ProductGroup::Fund));
        set(m, Metric::AssetsInsurance, group(ProductGroup::Insurance));
        set(m, Metric::AssetsInvested, group(ProductGroup::Wealth) + group(ProductGroup::Fund));
        let fees =
            self.txns().into_iter().filter(|t| t.kind.role == TxnRole::Fee && t.booked_on > self.d - 365);
        let fees: i128 = fees.map(|t| -i128::from(t.amount.0)).sum();
        m.set(Metric::Contribution365d, div(month * 10_000 + fees * 30_000_000, 30_000_000));
    }

    fn activity(&self, m: &mut Metrics) {
        let txns = self.txns();
        let active: Vec<&&TxnRow> = txns.iter().filter(|t| t.kind.is_active).collect();
        let count = |from: i32, to: i32| {
            active.iter().filter(|t| t.booked_on > self.d - to && t.booked_on <= self.d - from).count() as i64
        };
        m.set(Metric::TxnCount30d, count(0, 30));
        m.set(Metric::TxnCount60d, count(0, 60));
        m.set(Metric::TxnCount90d, count(0, 90));
        m.set(Metric::TxnCount180d, count(0, 180));
        m.set(Metric::TxnCount365d, count(0, 365));
        let amount: i64 =
            active.iter().filter(|t| t.booked_on > self.d - 365).map(|t| t.amount.0.abs()).sum();
        m.set(Metric::TxnAmount365d, amount);
        m.set(Metric::TxnAmountAvg365d, div(amount.into(), count(0, 365).into()));
        let last = active.last().map(|t| t.booked_on);
        let first_on =
            self.accounts().iter().filter_map(|a| a.opened_on).chain(txns.first().map(|t| t.booked_on)).min();
        m.set(Metric::DaysSinceTxn, last.map(|on| i64::from(self.d - on)));
        m.set(Metric::IdleDays, last.or(first_on).map(|on| i64::from(self.d - on)));
        m.set(Metric::TenureDays, first_on.map(|on| i64::from(self.d - on)));
        let first_of_60 = active.iter().position(|t| t.booked_on > self.d - 60);
        let silence =
            first_of_60.filter(|at| *at > 0).map_or(0, |at| active[at].booked_on - active[at - 1].booked_on);
        m.set(Metric::SilenceBeforeDays, i64::from(silence));
        let history = txns.first().map_or(0, |t| (self.d - 90 - t.booked_on + 1).min(365));
        if history >= 90 {
            let past = count(90, 455);
            let history = i128::from(history);
            m.set(
                Metric::ActivityRatio90d,
                div(i128::from(count(0, 90)) * history * 1_000_000, i128::from(past) * 90),
            );
            if i128::from(past) * 90 >= 3 * history {
                let expected = past as f64 * 90.0 / history as f64;
                let mut term = (-expected).exp();
                let mut p = term;
                for k in 1..=count(0, 90) {
                    term *= expected / k as f64;
                    p += term;
                }
                m.set(Metric::ActivityDropP, (p.min(1.0) * 1e6).round() as i64);
            }
        }
    }

    fn rest(&self, m: &mut Metrics) {
        let txns = self.txns();
        let flows: Vec<i64> =
            txns.iter().filter(|t| t.kind.is_flow && t.booked_on > self.d - 30).map(|t| t.amount.0).collect();
        m.set(Metric::Inflow30d, flows.iter().filter(|a| **a > 0).sum::<i64>());
        m.set(Metric::Outflow30d, -flows.iter().filter(|a| **a < 0).sum::<i64>());
        let salaries: Vec<Day> =
            txns.iter().filter(|t| t.kind.role == TxnRole::Salary).map(|t| t.booked_on).collect();
        if let Some(last) = salaries.last() {
            let before = salaries.iter().filter(|on| **on < *last && **on >= *last - 120).count();
            m.set(Metric::SalaryMissingDays, (before >= 3).then(|| i64::from((self.d - *last - 31).max(0))));
        }
        let contacts: Vec<_> = self.rows.contacts.iter().filter(|c| c.on <= self.d).collect();
        let reached =
            |days: i32| contacts.iter().filter(|c| c.is_reached && c.on > self.d - days).count() as i64;
        m.set(Metric::ContactCount7d, reached(7));
        m.set(Metric::ContactCount30d, reached(30));
        m.set(Metric::ContactCount365d, reached(365));
        let missed = contacts.iter().filter(|c| c.is_attempt && !c.is_reached && c.on > self.d - 30).count();
        m.set(Metric::AttemptCount30d, missed as i64);
        let last = contacts.iter().filter(|c| c.is_reached).map(|c| c.on).max();
        m.set(Metric::DaysSinceContact, last.map(|on| i64::from(self.d - on)));
        let facts = self.rows.facts;
        if let Some(birth) = facts.birth_on.filter(|birth| *birth <= self.d) {
            m.set(Metric::Age, i64::from(birth.years_until(self.d)));
            let is_birthday = |n: &i32| {
                let day = self.d + *n;
                birth.in_year(day.ymd().0) == day
            };
            m.set(Metric::DaysToBirthday, (0..=366).find(is_birthday).map(i64::from));
        }
        m.set(Metric::IncomeYear, facts.income_year.map(|i| i.0));
        m.set(Metric::FirmSize, facts.firm_size);
        m.set(Metric::ReferralCount, i64::from(facts.referral_count));
    }
}
