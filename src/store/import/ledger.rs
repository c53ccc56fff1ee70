//! Movements and balances. A movement is known by its number, else by all it says and its place among its twins.

use super::ids::Owned;
use super::merge::{Fresh, Stored, Table, maybe};
use super::writer::{KindRow, Latest, Outcome, RowError, Writer, day_value};
use crate::domain::kinds::{TxnKinds, UNKNOWN_KIND};
use crate::import::{BalanceRow, Fault, Field, Remark, TransactionRow};
use crate::store::Result;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params};
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

const TABLE: Table = Table {
    name: "txn",
    columns: &[
        ("booked_on", Field::BookedOn),
        ("amount", Field::Amount),
        ("kind_id", Field::Kind),
        ("balance_after", Field::BalanceAfter),
        ("counterparty", Field::Counterparty),
        ("memo", Field::Memo),
    ],
    is_edited: false,
};

fn fresh(row: &TransactionRow, kind: i64) -> Fresh {
    vec![
        Some(day_value(row.booked_on)),
        Some(Value::Integer(row.amount.0)),
        (!row.kind.is_empty()).then_some(Value::Integer(kind)),
        maybe(row.balance_after.map(|m| m.0)),
        maybe(row.counterparty.clone()),
        maybe(row.memo.clone()),
    ]
}

/// Whose movement it is.
#[derive(Clone, Copy)]
struct Owner {
    customer: i64,
    account: Option<i64>,
}

impl Writer<'_> {
    pub(super) fn transaction(&mut self, row: &TransactionRow) -> Result<Outcome, RowError> {
        let owner = self.ledger_owner(row)?;
        let kind = self.kind(&row.kind)?;
        if kind.is_unknown && !row.kind.is_empty() {
            self.remark(Field::Kind, Remark::UnknownWord, &row.kind);
        }
        let outcome = match &row.transaction_no {
            Some(number) => self.numbered(row, number, owner, kind.id)?,
            None => self.unnumbered(row, owner, kind.id)?,
        };
        if outcome != Outcome::Unchanged {
            self.dirty.insert(owner.customer);
        }
        if let (Some(account), Some(balance)) = (owner.account, row.balance_after) {
            self.hear_balance(account, Latest { on: row.booked_on, amount: balance.0 });
        }
        Ok(outcome)
    }

    fn ledger_owner(&mut self, row: &TransactionRow) -> Result<Owner, RowError> {
        match (&row.account_no, &row.customer_no) {
            (Some(account), customer) => {
                let Owned { account, customer } = self.account_of(account, customer.as_deref())?;
                Ok(Owner { customer, account: Some(account) })
            }
            (None, customer) => {
                let customer = self.owner(customer.as_deref().unwrap_or_default())?;
                Ok(Owner { customer, account: None })
            }
        }
    }

    fn numbered(
        &mut self,
        row: &TransactionRow,
        number: &str,
        owner: Owner,
        kind: i64,
    ) -> Result<Outcome, RowError> {
        self.copy_numbered(number)?;
        if self.insert_txn(row, owner, kind, 0)? {
            return Ok(Outcome::Inserted);
        }
        let mut statement = self
            .conn
            .prepare_cached("SELECT id, customer_id, account_id FROM txn WHERE transaction_no = ?1")?;
        let (id, customer, account): (i64, i64, Option<i64>) =
            statement.query_row([number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        if customer != owner.customer || (account != owner.account && owner.account.is_some()) {
            return Err(RowError::fault(Field::TransactionNo, number, Fault::NumberTaken));
        }
        let stored: Stored = self.stored(&TABLE, id)?;
        self.merge(&TABLE, &stored, &fresh(row, kind))
    }

    fn unnumbered(&mut self, row: &TransactionRow, owner: Owner, kind: i64) -> Result<Outcome, RowError> {
        self.copy_day(owner.customer, row.booked_on)?;
        let mut hasher = DefaultHasher::new();
        let who = (owner.customer, owner.account);
        (who, row.booked_on, row.amount, kind, &row.counterparty, &row.memo).hash(&mut hasher);
        let twin = self.twin(hasher.finish());
        let mut statement = self.conn.prepare_cached(
            "SELECT id FROM txn WHERE customer_id = ?1 AND booked_on = ?2 AND account_id IS ?3 AND amount = ?4
             AND kind_id = ?5 AND counterparty IS ?6 AND memo IS ?7 AND twin = ?8 AND transaction_no IS NULL",
        )?;
        let known: Option<i64> = statement
            .query_row(
                params![
                    owner.customer,
                    row.booked_on,
                    owner.account,
                    row.amount,
                    kind,
                    row.counterparty,
                    row.memo,
                    twin
                ],
                |row| row.get(0),
            )
            .optional()?;
        let Some(id) = known else {
            self.insert_txn(row, owner, kind, twin)?;
            return Ok(Outcome::Inserted);
        };
        let stored = self.stored(&TABLE, id)?;
        self.merge(&TABLE, &stored, &fresh(row, kind))
    }

    /// Whether it went in: not, when its number is taken.
    fn insert_txn(&self, row: &TransactionRow, owner: Owner, kind: i64, twin: i64) -> Result<bool> {
        let inserted = self
            .conn
            .prepare_cached(
                "INSERT INTO txn (customer_id, account_id, booked_on, amount, kind_id, balance_after,
                     transaction_no, counterparty, memo, twin, import_id)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                 ON CONFLICT (transaction_no) WHERE transaction_no IS NOT NULL DO NOTHING",
            )?
            .execute(params![
                owner.customer,
                owner.account,
                row.booked_on,
                row.amount,
                kind,
                row.balance_after,
                row.transaction_no,
                row.counterparty,
                row.memo,
                twin,
                self.import
            ])?;
        Ok(inserted == 1)
    }

    /// The kind's row, made when the text is new.
    fn kind(&mut self, text: &Arc<str>) -> Result<KindRow> {
        if let Some(known) = self.kinds.get(text) {
            return Ok(*known);
        }
        let mut statement = self.conn.prepare_cached("SELECT id, code FROM txn_kind WHERE text = ?1")?;
        let stored: Option<(i64, String)> =
            statement.query_row([&**text], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let row = if let Some((id, code)) = stored {
            KindRow { id, is_unknown: code == UNKNOWN_KIND }
        } else {
            let code = TxnKinds::embedded().code_of(text).unwrap_or(UNKNOWN_KIND);
            self.conn
                .prepare_cached("INSERT INTO txn_kind (code, text) VALUES (?1, ?2)")?
                .execute((code, &**text))?;
            let id = self.conn.last_insert_rowid();
            self.leave_image("txn_kind", &id.to_string(), "null")?;
            KindRow { id, is_unknown: code == UNKNOWN_KIND }
        };
        self.kinds.insert(Arc::clone(text), row);
        Ok(row)
    }

    pub(super) fn balance(&mut self, row: &BalanceRow) -> Result<Outcome, RowError> {
        let owned = self.account_of(&row.account_no, None)?;
        let outcome = self.put_balance(owned.account, row)?;
        if outcome != Outcome::Unchanged {
            self.dirty.insert(owned.customer);
        }
        self.hear_balance(owned.account, Latest { on: row.balance_on, amount: row.amount.0 });
        Ok(outcome)
    }

    fn put_balance(&mut self, account: i64, row: &BalanceRow) -> Result<Outcome, RowError> {
        self.copy_balance(account, row.balance_on)?;
        let inserted = self
            .conn
            .prepare_cached(
                "INSERT INTO balance (account_id, balance_on, amount, import_id) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT DO NOTHING",
            )?
            .execute((account, row.balance_on, row.amount, self.import))?;
        if inserted == 1 {
            return Ok(Outcome::Inserted);
        }
        let (old, import): (i64, Option<i64>) = self
            .conn
            .prepare_cached(
                "SELECT amount, import_id FROM balance WHERE account_id = ?1 AND balance_on = ?2",
            )?
            .query_row((account, row.balance_on), |row| Ok((row.get(0)?, row.get(1)?)))?;
        let is_own = import == Some(self.import.0);
        let is_repeat = !self.touched_balances.insert((account, row.balance_on.0)) || is_own;
        if old == row.amount.0 {
            return Ok(Outcome::Unchanged);
        }
        if is_repeat {
            return Err(RowError::fault(Field::Balance, &row.amount.to_string(), Fault::RepeatsRow));
        }
        let key = serde_json::json!([account, row.balance_on.0]).to_string();
        let image = serde_json::json!({
            "account_id": account, "balance_on": row.balance_on.0, "amount": old, "import_id": import,
        });
        self.leave_image("balance", &key, &image.to_string())?;
        self.conn
            .prepare_cached("UPDATE balance SET amount = ?1 WHERE account_id = ?2 AND balance_on = ?3")?
            .execute((row.amount, account, row.balance_on))?;
        Ok(Outcome::Updated)
    }

    /// Notes the newest balance of an account; of one day the last one in the file.
    fn hear_balance(&mut self, account: i64, heard: Latest) {
        if heard.on > self.now.day() {
            return;
        }
        let latest = self.latest.entry(account).or_insert(heard);
        if heard.on >= latest.on {
            *latest = heard;
        }
    }
}
