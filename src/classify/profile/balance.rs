//! The balance of one account over time, from what is known of it.
//!
//! At the end of day t: 0 before it was opened and from the day it was closed; else the latest known balance at or
//! before t plus the movements after it; before the first known balance that balance minus the movements between.

use super::rows::{AccountRow, ProfileRows, TxnRow};
use crate::domain::{AccountStatus, Day};

const ALWAYS: Day = Day(i32::MIN);
const NEVER: Day = Day(i32::MAX);

/// The first day at whose end the account is closed; `None` while it is open.
pub(super) fn closing_day(account: &AccountRow, rows: &ProfileRows) -> Option<Day> {
    if account.closed_on.is_some() || account.status != AccountStatus::Closed {
        return account.closed_on;
    }
    let moved = rows.txns.iter().filter(|t| t.account == Some(account.id)).map(|t| t.booked_on);
    let known = rows.balances.iter().filter(|b| b.account == account.id).map(|b| b.on);
    let own = account.balance_on.into_iter().chain(account.opened_on);
    Some(moved.chain(known).chain(own).max().unwrap_or(ALWAYS))
}

/// A balance that some row states, at the end of its day. Of several on a day the highest rank counts.
#[derive(Clone, Copy)]
struct Known {
    on: Day,
    rank: u8,
    amount: i64,
}

/// The steps of an account's balance: `(day, balance from the end of that day on)`, the first from the beginning of
/// time. Reused from account to account.
#[derive(Default)]
pub(super) struct BalanceSteps {
    known: Vec<Known>,
    raw: Vec<(Day, i64)>,
    steps: Vec<(Day, i64)>,
}

impl BalanceSteps {
    /// Reads an account's steps up to `as_of`; `txns` are the movements up to it. False when no balance is known.
    pub fn read(
        &mut self,
        account: &AccountRow,
        closed: Option<Day>,
        rows: &ProfileRows,
        as_of: Day,
    ) -> bool {
        let seen = rows.txns.partition_point(|t| t.booked_on <= as_of);
        let txns = &rows.txns[..seen];
        self.collect_known(account, rows, txns, as_of);
        self.walk(account, txns);
        let opened = account.opened_on.unwrap_or(ALWAYS);
        let closed = closed.filter(|day| *day <= as_of).unwrap_or(NEVER);
        self.clip(opened, closed);
        !self.known.is_empty() || closed != NEVER
    }

    /// The steps, in order of their days.
    pub fn steps(&self) -> &[(Day, i64)] {
        &self.steps
    }

    /// Whether a row states a balance (a closed account is known to be empty without one).
    pub fn has_known(&self) -> bool {
        !self.known.is_empty()
    }

    /// The balance at the end of the last day read.
    pub fn last(&self) -> i64 {
        self.steps.last().map_or(0, |(_, balance)| *balance)
    }

    fn collect_known(&mut self, account: &AccountRow, rows: &ProfileRows, txns: &[TxnRow], as_of: Day) {
        self.known.clear();
        for txn in txns {
            if let (Some(after), true) = (txn.balance_after, txn.account == Some(account.id)) {
                self.known.push(Known { on: txn.booked_on, rank: 0, amount: after.0 });
            }
        }
        if let (Some(amount), Some(on)) = (account.balance, account.balance_on) {
            self.known.push(Known { on, rank: 1, amount: amount.0 });
        }
        for balance in rows.balances.iter().filter(|b| b.account == account.id) {
            self.known.push(Known { on: balance.on, rank: 2, amount: balance.amount.0 });
        }
        self.known.retain(|known| known.on <= as_of);
        self.known.sort_by_key(|known| (known.on, known.rank));
    }

    /// The steps without regard to opening and closing.
    fn walk(&mut self, account: &AccountRow, txns: &[TxnRow]) {
        self.raw.clear();
        let Some(first) = self.known.first().copied() else { return };
        let first_amount =
            self.known.iter().take_while(|k| k.on == first.on).last().map_or(first.amount, |k| k.amount);
        let own = || txns.iter().filter(|t| t.account == Some(account.id));
        let before =
            own().take_while(|t| t.booked_on <= first.on).fold(0i64, |sum, t| sum.saturating_add(t.amount.0));
        let mut balance = first_amount.saturating_sub(before);
        self.raw.push((ALWAYS, balance));
        let mut moved = own().peekable();
        let mut known = self.known.iter().peekable();
        loop {
            let day = match (moved.peek(), known.peek()) {
                (Some(txn), Some(known)) => txn.booked_on.min(known.on),
                (Some(txn), None) => txn.booked_on,
                (None, Some(known)) => known.on,
                (None, None) => break,
            };
            while let Some(txn) = moved.next_if(|t| t.booked_on == day) {
                balance = balance.saturating_add(txn.amount.0);
            }
            while let Some(known) = known.next_if(|k| k.on == day) {
                balance = known.amount;
            }
            self.raw.push((day, balance));
        }
    }

    /// 0 before `opened` and from `closed` on.
    fn clip(&mut self, opened: Day, closed: Day) {
        self.steps.clear();
        let first = self.raw.partition_point(|(day, _)| *day <= opened);
        let at_opening = if first == 0 { 0 } else { self.raw[first - 1].1 };
        if opened > ALWAYS {
            self.steps.push((ALWAYS, 0));
        }
        if opened < closed {
            self.steps.push((opened, at_opening));
            self.steps.extend(self.raw[first..].iter().take_while(|(day, _)| *day < closed));
        }
        if closed != NEVER {
            self.steps.push((closed, 0));
        }
    }
}
