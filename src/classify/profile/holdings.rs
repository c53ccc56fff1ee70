//! The accounts of a customer: totals of the day, assets over time, maturities.

use super::balance::{BalanceSteps, closing_day};
use super::rows::{AccountRow, ProfileRows};
use super::trail::Trail;
use super::{AssetHistory, Holdings, Maturity};
use crate::domain::{AccountId, Day, Money, ProductClass, ProductGroup, ProductInfo, ProductKinds};

/// How long a maturity stays after its day (the check on the day after, and what was not worked).
const MATURITY_AFTER: i32 = 31;
/// Steps of assets are exact for as long; further back only what was higher counts.
const EXACT_DAYS: i32 = 90;
/// The longest window of assets.
const PEAK_DAYS: i32 = 365;

/// What the accounts of a customer come to.
#[derive(Default)]
pub(super) struct AccountTotals {
    pub holdings: Option<Holdings>,
    pub assets: Option<AssetHistory>,
    pub maturities: Vec<Maturity>,
}

/// Adds up the accounts of a customer.
struct Totals<'a> {
    as_of: Day,
    rows: &'a ProfileRows<'a>,
    balance: BalanceSteps,
    /// Changes of total assets, from the first day of the peak window on.
    changes: Vec<(Day, i64)>,
    products: Vec<&'a str>,
    is_known: bool,
    has_account: bool,
    open: u32,
    history: AssetHistory,
    maturities: Vec<Maturity>,
}

/// The balance of each account at the end of a day, as the totals count it; those of which none is known are left out.
pub(super) fn balances(rows: &ProfileRows, as_of: Day) -> Vec<(AccountId, Money)> {
    let mut steps = BalanceSteps::default();
    let mut found = Vec::with_capacity(rows.accounts.len());
    for account in rows.accounts {
        if steps.read(account, closing_day(account, rows), rows, as_of) {
            found.push((account.id, Money(steps.last())));
        }
    }
    found
}

/// The accounts of a customer up to `as_of`.
pub(super) fn account_totals(rows: &ProfileRows, as_of: Day) -> AccountTotals {
    if rows.accounts.is_empty() {
        return AccountTotals::default();
    }
    let mut totals = Totals {
        as_of,
        rows,
        balance: BalanceSteps::default(),
        changes: Vec::new(),
        products: Vec::new(),
        is_known: false,
        has_account: false,
        open: 0,
        history: AssetHistory::default(),
        maturities: Vec::new(),
    };
    for account in rows.accounts.iter().filter(|a| a.opened_on.is_none_or(|day| day <= as_of)) {
        totals.add(account);
    }
    totals.finish()
}

impl<'a> Totals<'a> {
    fn add(&mut self, account: &AccountRow<'a>) {
        let info = ProductKinds::embedded().info(account.product);
        let closed = closing_day(account, self.rows);
        let is_open = closed.is_none_or(|day| day > self.as_of);
        self.has_account = true;
        if is_open {
            self.open += 1;
            if !self.products.contains(&account.product) {
                self.products.push(account.product);
            }
        }
        if info.class != ProductClass::Neither {
            self.is_known |= self.balance.read(account, closed, self.rows, self.as_of);
            self.add_balance(info);
        }
        if is_open {
            self.add_maturity(account, info);
        }
    }

    fn add_balance(&mut self, info: ProductInfo) {
        let last = self.balance.last();
        if info.class == ProductClass::Liability {
            add(&mut self.history.liabilities, last.saturating_abs());
            return;
        }
        if last < 0 {
            add(&mut self.history.liabilities, last.saturating_neg());
        }
        match info.group {
            ProductGroup::Deposit => add(&mut self.history.deposit, last.max(0)),
            ProductGroup::Wealth => add(&mut self.history.wealth, last.max(0)),
            ProductGroup::Fund => add(&mut self.history.fund, last.max(0)),
            ProductGroup::Insurance => add(&mut self.history.insurance, last.max(0)),
            ProductGroup::Loan | ProductGroup::Card | ProductGroup::Other => {}
        }
        let start = self.as_of - (PEAK_DAYS - 1);
        let steps = self.balance.steps();
        let inside = steps.partition_point(|(day, _)| *day <= start);
        let mut before = 0i64;
        let first = inside.checked_sub(1).map(|at| (start, steps[at].1));
        for (day, balance) in first.into_iter().chain(steps[inside..].iter().copied()) {
            let positive = balance.max(0);
            if positive != before {
                self.changes.push((day, positive.saturating_sub(before)));
                before = positive;
            }
        }
    }

    fn add_maturity(&mut self, account: &AccountRow, info: ProductInfo) {
        let Some(on) = account.maturity_on.filter(|on| *on >= self.as_of - MATURITY_AFTER) else { return };
        let is_known = info.class != ProductClass::Neither && self.balance.has_known();
        let amount = is_known.then(|| Money(self.balance.last()).abs());
        self.maturities.push(Maturity {
            account: account.id,
            product: account.product.to_owned(),
            on,
            amount,
        });
    }

    fn finish(mut self) -> AccountTotals {
        if !self.has_account {
            return AccountTotals::default();
        }
        self.maturities.sort_by_key(|maturity| (maturity.on, maturity.account));
        let products = u32::try_from(self.products.len()).unwrap_or(u32::MAX);
        let holdings = Some(Holdings { accounts: self.open, products });
        let assets = self.is_known.then(|| {
            self.changes.sort_by_key(|(day, _)| *day);
            let (recent, peaks) = asset_steps(&self.changes, self.as_of);
            AssetHistory { recent, peaks, ..self.history }
        });
        AccountTotals { holdings, assets, maturities: self.maturities }
    }
}

fn add(sum: &mut i64, amount: i64) {
    *sum = sum.saturating_add(amount);
}

/// Total assets from their changes: exact steps for the last 90 days, and what was higher before.
fn asset_steps(changes: &[(Day, i64)], as_of: Day) -> (Trail<i64>, Trail<i64>) {
    let exact_from = as_of - EXACT_DAYS;
    let mut older: Vec<(Day, i64)> = Vec::new();
    let mut recent: Vec<(Day, i64)> = Vec::with_capacity(changes.len() + 1);
    let mut total = 0i64;
    let mut at = 0;
    while let Some((day, _)) = changes.get(at) {
        let before = total;
        while let Some((_, change)) = changes.get(at).filter(|(same, _)| same == day) {
            total = total.saturating_add(*change);
            at += 1;
        }
        if total == before {
            continue;
        }
        if *day <= exact_from {
            // The value before held until the day before this one.
            older.push((*day - 1, before));
        } else {
            if recent.is_empty() {
                recent.push((exact_from, before));
            }
            recent.push((*day, total));
        }
    }
    if recent.is_empty() {
        recent.push((exact_from, total));
    }
    let mut highest = recent.iter().map(|(_, value)| *value).max().unwrap_or(0);
    let mut peaks: Vec<(Day, i64)> = Vec::new();
    for (last_day, value) in older.into_iter().rev() {
        if value > highest {
            highest = value;
            peaks.push((last_day, value));
        }
    }
    peaks.reverse();
    (Trail::of_oldest_first(as_of, recent), Trail::of_oldest_first(as_of, peaks))
}
