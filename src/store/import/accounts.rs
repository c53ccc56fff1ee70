//! Accounts: identity is the account number. A balance is replaced only by one of the same day or a later one.

use super::ids::Owned;
use super::merge::{Fresh, Stored, Table, maybe};
use super::writer::{Latest, Outcome, RowError, Writer, day_value};
use crate::domain::Code;
use crate::domain::kinds::{ProductKinds, UNKNOWN_KIND};
use crate::import::{AccountRow, Fault, Field, Remark};
use crate::store::Result;
use rusqlite::types::Value;

const TABLE: Table = Table {
    name: "account",
    columns: &[
        ("product", Field::Product),
        ("product_text", Field::Product),
        ("label", Field::Label),
        ("opened_on", Field::OpenedOn),
        ("closed_on", Field::ClosedOn),
        ("status", Field::Status),
        ("status_text", Field::Status),
        ("balance", Field::Balance),
        ("balance_on", Field::BalanceOn),
        ("maturity_on", Field::MaturityOn),
        ("rate_bp", Field::Rate),
        ("renews", Field::Renews),
        ("product_risk", Field::ProductRisk),
    ],
    is_edited: true,
};
const PRODUCT: usize = 0;
const STATUS: usize = 5;
const BALANCE: usize = 7;
const BALANCE_ON: usize = 8;

fn fresh(row: &AccountRow, product: Option<String>) -> Fresh {
    vec![
        maybe(product),
        maybe(row.product_text.clone()),
        maybe(row.label.clone()),
        row.opened_on.map(day_value),
        row.closed_on.map(day_value),
        maybe(row.status.map(|s| s.code().to_owned())),
        maybe(row.status_text.clone()),
        maybe(row.balance.map(|m| m.0)),
        row.balance_on.filter(|_| row.balance.is_some()).map(day_value),
        row.maturity_on.map(day_value),
        maybe(row.rate_bp),
        maybe(row.renews.map(i64::from)),
        maybe(row.product_risk.clone()),
    ]
}

impl Writer<'_> {
    pub(super) fn account(&mut self, row: &AccountRow) -> Result<Outcome, RowError> {
        let product = row.product_text.as_deref().map(|text| self.product(text));
        let mut fresh = fresh(row, product);
        let Some(owned) = self.ids.account(&row.account_no) else {
            return self.insert_account(row, fresh);
        };
        if row.customer_no.as_deref().is_some_and(|no| self.ids.customer(no) != Some(owned.customer)) {
            let number = row.customer_no.as_deref().unwrap_or_default();
            return Err(RowError::fault(Field::CustomerNo, number, Fault::OwnerDiffers));
        }
        let stored = self.stored(&TABLE, owned.account)?;
        let replaced = self.settle_balance(&stored, &mut fresh);
        let outcome = self.merge(&TABLE, &stored, &fresh)?;
        if outcome == Outcome::Updated {
            self.dirty.insert(owned.customer);
            if let Some(old) = replaced {
                self.remember_balance(owned.account, old)?;
            }
        }
        Ok(outcome)
    }

    fn insert_account(&mut self, row: &AccountRow, mut fresh: Fresh) -> Result<Outcome, RowError> {
        let Some(customer_no) = row.customer_no.as_deref() else {
            return Err(RowError::fault(Field::CustomerNo, "", Fault::MissingValue));
        };
        let customer = self.owner(customer_no)?;
        if self.ids.has_account_with_zeros(&row.account_no) {
            self.remark(Field::AccountNo, Remark::LeadingZeros, &row.account_no);
        }
        fresh[PRODUCT].get_or_insert_with(|| Value::Text(UNKNOWN_KIND.to_owned()));
        fresh[STATUS].get_or_insert_with(|| Value::Text("open".to_owned()));
        if fresh[BALANCE].is_some() {
            fresh[BALANCE_ON].get_or_insert_with(|| day_value(self.now.day()));
        }
        let more = [
            ("account_no", Value::Text(row.account_no.clone())),
            ("customer_id", Value::Integer(customer)),
            ("import_id", Value::Integer(self.import.0)),
        ];
        let account = self.insert(&TABLE, &fresh, &more)?;
        self.ids.add_account(&row.account_no, Owned { account, customer });
        self.dirty.insert(customer);
        Ok(Outcome::Inserted)
    }

    fn product(&mut self, text: &str) -> String {
        let assigned = self.products.get(text).map(String::as_str);
        let code = assigned.or_else(|| ProductKinds::embedded().code_of(text));
        if code.is_none() {
            self.remark(Field::Product, Remark::UnknownWord, text);
        }
        code.unwrap_or(UNKNOWN_KIND).to_owned()
    }

    /// Decides between the file's balance and the stored one; the stored one when it is replaced by a later one.
    fn settle_balance(&mut self, stored: &Stored, fresh: &mut Fresh) -> Option<Latest> {
        let Some(Value::Integer(balance)) = fresh[BALANCE] else { return None };
        let (Value::Integer(old), Value::Integer(old_on)) =
            (&stored.values[BALANCE], &stored.values[BALANCE_ON])
        else {
            fresh[BALANCE_ON].get_or_insert_with(|| day_value(self.now.day()));
            return None;
        };
        let old_day = crate::domain::Day(i32::try_from(*old_on).unwrap_or(i32::MAX));
        match fresh[BALANCE_ON] {
            Some(Value::Integer(on)) if on < *old_on => {
                self.remark(Field::BalanceOn, Remark::OlderBalance, &old_day.to_string());
                (fresh[BALANCE], fresh[BALANCE_ON]) = (None, None);
                None
            }
            Some(Value::Integer(on)) => (on > *old_on).then_some(Latest { on: old_day, amount: *old }),
            // Without a date it is today's, if it is another one at all.
            _ if balance == *old => {
                fresh[BALANCE] = None;
                None
            }
            _ if self.now.day() < old_day => {
                self.remark(Field::Balance, Remark::OlderBalance, &old_day.to_string());
                fresh[BALANCE] = None;
                None
            }
            _ => {
                fresh[BALANCE_ON] = Some(day_value(self.now.day()));
                (self.now.day() > old_day).then_some(Latest { on: old_day, amount: *old })
            }
        }
    }

    /// A balance that a later one replaces stays known as the balance of its day. It is no row of this file: it has no
    /// import, and goes with this one by its image.
    fn remember_balance(&self, account: i64, old: Latest) -> Result<()> {
        let inserted = self
            .conn
            .prepare_cached(
                "INSERT INTO balance (account_id, balance_on, amount) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            )?
            .execute((account, old.on, old.amount))?;
        if inserted == 1 {
            self.leave_image("balance", &serde_json::json!([account, old.on.0]).to_string(), "null")?;
        }
        Ok(())
    }

    /// Accounts take the newest balance that balances or movements told, when it is newer than their own.
    pub(super) fn raise_balances(&mut self) -> Result<()> {
        self.touched.clear();
        for (account, latest) in std::mem::take(&mut self.latest) {
            let stored = self.stored(&TABLE, account)?;
            let is_newer = match (&stored.values[BALANCE], &stored.values[BALANCE_ON]) {
                (Value::Integer(_), Value::Integer(on)) => *on < i64::from(latest.on.0),
                _ => true,
            };
            if !is_newer || stored.is_by_hand("balance") {
                continue;
            }
            let mut fresh: Fresh = vec![None; TABLE.columns.len()];
            fresh[BALANCE] = Some(Value::Integer(latest.amount));
            fresh[BALANCE_ON] = Some(day_value(latest.on));
            self.raise(&stored, &fresh)?;
        }
        Ok(())
    }

    fn raise(&mut self, stored: &Stored, fresh: &Fresh) -> Result<()> {
        self.replace(&TABLE, stored, &[BALANCE, BALANCE_ON], fresh)?;
        if let (Value::Integer(amount), Value::Integer(on)) =
            (&stored.values[BALANCE], &stored.values[BALANCE_ON])
        {
            let on = crate::domain::Day(i32::try_from(*on).unwrap_or(i32::MAX));
            self.remember_balance(stored.id, Latest { on, amount: *amount })?;
        }
        Ok(())
    }
}
