//! Building a profile: one pass over the movements, one over the contacts, one per account.

use super::balance::closing_day;
use super::holdings::account_totals;
use super::rows::{ContactRow, ProfileRows, TxnRow};
use super::trail::Trail;
use super::{ActiveDay, Activity, Flow, Profile, Salary, Touches};
use crate::domain::{Day, Hours, TxnRole};

/// Active days are kept for 365 days before the last 90.
const ACTIVE_DAYS: i32 = 455;
const YEAR: i32 = 365;
const FLOW_DAYS: i32 = 30;
const ATTEMPT_DAYS: i32 = 30;
const SALARY_DAYS: i32 = 120;
const SALARIES: usize = 3;

pub(super) fn profile(rows: &ProfileRows, as_of: Day) -> Profile {
    let seen = rows.txns.partition_point(|t| t.booked_on <= as_of);
    let mut ledger = Ledger::new(as_of);
    for txn in &rows.txns[..seen] {
        ledger.add(txn);
    }
    let met = rows.contacts.partition_point(|c| c.on <= as_of);
    let (contacts, last_reached_on) = touches(&rows.contacts[..met], as_of);
    let totals = account_totals(rows, as_of);
    let opened = rows.accounts.iter().filter_map(|a| a.opened_on).filter(|day| *day <= as_of);
    Profile {
        as_of,
        stale_on: stale_on(rows, as_of),
        facts: rows.facts.clone(),
        holdings: totals.holdings,
        assets: totals.assets,
        maturities: totals.maturities,
        first_on: opened.chain(ledger.activity.first_txn_on).min(),
        salary: ledger.salary(),
        activity: Activity { days: Trail::of_oldest_first(as_of, ledger.active), ..ledger.activity },
        flows: Trail::of_oldest_first(as_of, ledger.flows),
        fees: Trail::of_oldest_first(as_of, ledger.fees),
        contacts,
        last_reached_on,
        hours: hours(&rows.contacts[..met]),
    }
}

/// The first day after `as_of` of which a row speaks.
fn stale_on(rows: &ProfileRows, as_of: Day) -> Option<Day> {
    let txn = rows.txns.get(rows.txns.partition_point(|t| t.booked_on <= as_of)).map(|t| t.booked_on);
    let contact = rows.contacts.get(rows.contacts.partition_point(|c| c.on <= as_of)).map(|c| c.on);
    let balances = rows.balances.iter().map(|b| b.on);
    let accounts = rows
        .accounts
        .iter()
        .flat_map(|a| [a.opened_on, closing_day(a, rows), a.balance_on].into_iter().flatten());
    txn.into_iter().chain(contact).chain(balances).chain(accounts).filter(|day| *day > as_of).min()
}

fn touches(contacts: &[ContactRow], as_of: Day) -> (Trail<Touches>, Option<Day>) {
    let mut days: Vec<(Day, Touches)> = Vec::new();
    let from = contacts.partition_point(|c| c.on <= as_of - YEAR);
    for contact in &contacts[from..] {
        let is_attempt = contact.is_attempt && !contact.is_reached && contact.on > as_of - ATTEMPT_DAYS;
        if contact.is_reached || is_attempt {
            let day = day_entry(&mut days, contact.on);
            day.reached += u32::from(contact.is_reached);
            day.attempts += u32::from(is_attempt);
        }
    }
    let reached = contacts.iter().rev().find(|c| c.is_reached).map(|c| c.on);
    (Trail::of_oldest_first(as_of, days), reached)
}

fn hours(contacts: &[ContactRow]) -> Hours {
    let mut hours = Hours::default();
    for (minute, is_reached) in contacts.iter().filter_map(|c| Some((c.dialled_at?, c.is_reached))) {
        hours.add(minute, is_reached);
    }
    hours
}

/// The entry of a day that is the last one or later than all.
fn day_entry<T: Default>(days: &mut Vec<(Day, T)>, on: Day) -> &mut T {
    if days.last().is_none_or(|(day, _)| *day != on) {
        days.push((on, T::default()));
    }
    let last = days.len() - 1;
    &mut days[last].1
}

/// What the movements come to.
struct Ledger {
    as_of: Day,
    activity: Activity,
    active: Vec<(Day, ActiveDay)>,
    flows: Vec<(Day, Flow)>,
    fees: Vec<(Day, i64)>,
    salaries: Vec<Day>,
}

impl Ledger {
    fn new(as_of: Day) -> Ledger {
        Ledger {
            as_of,
            activity: Activity::default(),
            active: Vec::new(),
            flows: Vec::new(),
            fees: Vec::new(),
            salaries: Vec::new(),
        }
    }

    fn add(&mut self, txn: &TxnRow) {
        let on = txn.booked_on;
        let amount = txn.amount.0;
        self.activity.first_txn_on.get_or_insert(on);
        if txn.kind.is_active {
            self.add_active(on, amount);
        }
        if txn.kind.is_flow && on > self.as_of - FLOW_DAYS {
            day_entry(&mut self.flows, on).add(amount);
        }
        match txn.kind.role {
            TxnRole::Salary => self.salaries.push(on),
            TxnRole::Fee if on > self.as_of - YEAR => {
                let fee = day_entry(&mut self.fees, on);
                *fee = fee.saturating_sub(amount);
            }
            TxnRole::Plain | TxnRole::Fee => {}
        }
    }

    fn add_active(&mut self, on: Day, amount: i64) {
        self.activity.first_on.get_or_insert(on);
        if on <= self.as_of - ACTIVE_DAYS {
            self.activity.before_on = Some(on);
            return;
        }
        let day = day_entry(&mut self.active, on);
        day.count += 1;
        if on > self.as_of - YEAR {
            day.amount = day.amount.saturating_add(amount.saturating_abs());
        }
    }

    /// The last salary, and whether at least three came in the 120 days before it.
    fn salary(&self) -> Option<Salary> {
        let last_on = *self.salaries.last()?;
        let before = self.salaries.iter().filter(|on| **on < last_on && **on >= last_on - SALARY_DAYS);
        Some(Salary { last_on, is_regular: before.count() >= SALARIES })
    }
}

impl Flow {
    fn add(&mut self, amount: i64) {
        let (largest, other) = if amount >= 0 {
            (&mut self.largest_in, &mut self.other_in)
        } else {
            (&mut self.largest_out, &mut self.other_out)
        };
        let amount = amount.saturating_abs();
        *other = other.saturating_add(amount.min(*largest));
        *largest = amount.max(*largest);
    }
}
