//! Reading what profiles are built from: five ordered scans, merged by customer.
//!
//! The same statements serve one customer and the whole book; a span of ids bounds them.

use crate::classify::{AccountRow, BalanceRow, ContactRow, Facts, Profile, ProfileRows, TxnRow, balances};
use crate::domain::{
    AccountId, AccountStatus, Channel, CustomerId, Day, Direction, Moment, Money, Now, Reach, TxnKindInfo,
    TxnKinds, UNKNOWN_KIND, Zone,
};
use crate::store::Result;
use crate::store::sql::Codes;
use rusqlite::fallible_streaming_iterator::FallibleStreamingIterator;
use rusqlite::{CachedStatement, Connection, Row, Rows};
use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::rc::Rc;

/// What each row of `txn_kind` counts as.
pub(super) struct KindTable(HashMap<i64, TxnKindInfo>);

impl KindTable {
    pub(super) fn load(conn: &Connection) -> Result<KindTable> {
        let kinds = TxnKinds::embedded();
        let mut statement = conn.prepare_cached("SELECT id, code FROM txn_kind")?;
        let rows = statement.query_map([], |row| {
            let code: String = row.get(1)?;
            Ok((row.get(0)?, kinds.info(&code)))
        })?;
        Ok(KindTable(rows.collect::<rusqlite::Result<_>>()?))
    }

    fn info(&self, id: i64) -> TxnKindInfo {
        self.0.get(&id).copied().unwrap_or_else(|| TxnKinds::embedded().info(UNKNOWN_KIND))
    }
}

/// An account with its product's code shared between the rows that have it.
struct Account {
    id: AccountId,
    product: Rc<str>,
    opened_on: Option<Day>,
    closed_on: Option<Day>,
    status: AccountStatus,
    balance: Option<Money>,
    balance_on: Option<Day>,
    maturity_on: Option<Day>,
}

/// The statements of a merged scan, kept while its cursors run.
pub(super) struct Scan<'c> {
    facts: CachedStatement<'c>,
    tags: CachedStatement<'c>,
    accounts: CachedStatement<'c>,
    txns: CachedStatement<'c>,
    balances: CachedStatement<'c>,
    contacts: CachedStatement<'c>,
}

impl<'c> Scan<'c> {
    pub(super) fn prepare(conn: &'c Connection) -> Result<Scan<'c>> {
        Ok(Scan {
            facts: conn.prepare_cached(
                "SELECT c.id, birth_on, gender, region, industry, income_year, firm_size, risk_level,
                        (SELECT count(*) FROM customer r WHERE r.referred_by_id = c.id) AS referrals
                 FROM customer c WHERE c.id BETWEEN ?1 AND ?2 ORDER BY c.id",
            )?,
            tags: conn.prepare_cached(
                "SELECT customer_id, tag FROM tag WHERE customer_id BETWEEN ?1 AND ?2 ORDER BY customer_id",
            )?,
            accounts: conn.prepare_cached(
                "SELECT customer_id, id, product, opened_on, closed_on, status, balance, balance_on, maturity_on
                 FROM account WHERE customer_id BETWEEN ?1 AND ?2 ORDER BY customer_id",
            )?,
            txns: conn.prepare_cached(
                "SELECT customer_id, booked_on, account_id, amount, kind_id, balance_after
                 FROM txn WHERE customer_id BETWEEN ?1 AND ?2 ORDER BY customer_id, booked_on, id",
            )?,
            balances: conn.prepare_cached(
                "SELECT a.customer_id, b.account_id, b.balance_on, b.amount
                 FROM account a JOIN balance b ON b.account_id = a.id
                 WHERE a.customer_id BETWEEN ?1 AND ?2 ORDER BY a.customer_id",
            )?,
            contacts: conn.prepare_cached(
                "SELECT customer_id, at, reach, channel, direction FROM contact
                 WHERE customer_id BETWEEN ?1 AND ?2 ORDER BY customer_id, at",
            )?,
        })
    }

    /// Starts at the first customer of the span.
    pub(super) fn run<'s>(
        &'s mut self,
        kinds: &'s KindTable,
        now: Now,
        span: &RangeInclusive<i64>,
    ) -> Result<CustomerRows<'s>> {
        let span = (*span.start(), *span.end());
        Ok(CustomerRows {
            facts: Cursor::new(self.facts.query(span)?),
            tags: Cursor::new(self.tags.query(span)?),
            accounts: Cursor::new(self.accounts.query(span)?),
            txns: Cursor::new(self.txns.query(span)?),
            balances: Cursor::new(self.balances.query(span)?),
            contacts: Cursor::new(self.contacts.query(span)?),
            kinds,
            now,
            products: HashMap::new(),
            buffer: Buffer::default(),
        })
    }
}

/// Rows of one customer at a time, in ascending order of ids.
pub(super) struct CustomerRows<'s> {
    facts: Cursor<'s>,
    tags: Cursor<'s>,
    accounts: Cursor<'s>,
    txns: Cursor<'s>,
    balances: Cursor<'s>,
    contacts: Cursor<'s>,
    kinds: &'s KindTable,
    now: Now,
    products: HashMap<String, Rc<str>>,
    buffer: Buffer,
}

/// The rows of the current customer.
#[derive(Default)]
pub(super) struct Buffer {
    facts: Facts,
    accounts: Vec<Account>,
    txns: Vec<TxnRow>,
    balances: Vec<BalanceRow>,
    contacts: Vec<ContactRow>,
}

impl Buffer {
    /// The customer's profile as of a day.
    pub(super) fn profile(&self, as_of: Day) -> Profile {
        Profile::build(&self.rows(&self.account_rows()), as_of)
    }

    fn account_rows(&self) -> Vec<AccountRow<'_>> {
        self.accounts.iter().map(Account::as_row).collect()
    }

    fn rows<'a>(&'a self, accounts: &'a [AccountRow<'a>]) -> ProfileRows<'a> {
        ProfileRows {
            facts: &self.facts,
            accounts,
            txns: &self.txns,
            balances: &self.balances,
            contacts: &self.contacts,
        }
    }
}

/// What each account of a customer holds at the end of a day, as his figures count it.
///
/// # Errors
/// When the book cannot be read.
pub fn list_balances(conn: &Connection, id: CustomerId, now: Now) -> Result<Vec<(AccountId, Money)>> {
    let kinds = KindTable::load(conn)?;
    let mut scan = Scan::prepare(conn)?;
    let buffer = scan.run(&kinds, now, &(id.0..=id.0))?.take(id)?;
    Ok(balances(&buffer.rows(&buffer.account_rows()), now.day()))
}

impl Account {
    fn as_row(&self) -> AccountRow<'_> {
        AccountRow {
            id: self.id,
            product: &self.product,
            opened_on: self.opened_on,
            closed_on: self.closed_on,
            status: self.status,
            balance: self.balance,
            balance_on: self.balance_on,
            maturity_on: self.maturity_on,
        }
    }
}

impl CustomerRows<'_> {
    /// The rows of the only customer of the scan, to keep.
    pub(super) fn take(mut self, id: CustomerId) -> Result<Buffer> {
        self.read(id)?;
        Ok(self.buffer)
    }

    /// The rows of customer `id`, which must come after those asked for before.
    pub(super) fn read(&mut self, id: CustomerId) -> Result<&Buffer> {
        let buffer = &mut self.buffer;
        buffer.accounts.clear();
        buffer.txns.clear();
        buffer.balances.clear();
        buffer.contacts.clear();
        buffer.facts = Facts::default();
        self.facts.take(id, |row| {
            buffer.facts = facts_of(row)?;
            Ok(())
        })?;
        self.tags.take(id, |row| {
            buffer.facts.tags.push(row.get(1)?);
            Ok(())
        })?;
        let products = &mut self.products;
        self.accounts.take(id, |row| {
            buffer.accounts.push(account_of(row, products)?);
            Ok(())
        })?;
        let kinds = self.kinds;
        self.txns.take(id, |row| {
            buffer.txns.push(TxnRow {
                booked_on: row.get(1)?,
                account: row.get(2)?,
                amount: row.get(3)?,
                kind: kinds.info(row.get(4)?),
                balance_after: row.get(5)?,
            });
            Ok(())
        })?;
        self.balances.take(id, |row| {
            buffer.balances.push(BalanceRow { account: row.get(1)?, on: row.get(2)?, amount: row.get(3)? });
            Ok(())
        })?;
        let now = self.now;
        self.contacts.take(id, |row| {
            // A row of a later day is kept: it says when the profile ends to hold.
            let at: Moment = row.get(1)?;
            if at <= now.horizon() || now.zone.day(at) > now.day() {
                buffer.contacts.push(contact_of(row, now.zone)?);
            }
            Ok(())
        })?;
        Ok(buffer)
    }
}

fn facts_of(row: &Row<'_>) -> rusqlite::Result<Facts> {
    Ok(Facts {
        birth_on: row.get(1)?,
        gender: row.code_or_none("gender")?,
        region: row.get(3)?,
        industry: row.get(4)?,
        tags: Vec::new(),
        income_year: row.get(5)?,
        firm_size: row.get(6)?,
        risk_level: row.code_or_none("risk_level")?,
        referral_count: row.get(8)?,
    })
}

fn account_of(row: &Row<'_>, products: &mut HashMap<String, Rc<str>>) -> rusqlite::Result<Account> {
    let product = row.get_ref(2)?.as_str()?;
    let product = match products.get(product) {
        Some(known) => Rc::clone(known),
        None => Rc::clone(products.entry(product.to_owned()).or_insert_with(|| Rc::from(product))),
    };
    Ok(Account {
        id: row.get(1)?,
        product,
        opened_on: row.get(3)?,
        closed_on: row.get(4)?,
        status: row.code_or_none("status")?.unwrap_or(AccountStatus::Unknown),
        balance: row.get(6)?,
        balance_on: row.get(7)?,
        maturity_on: row.get(8)?,
    })
}

fn contact_of(row: &Row<'_>, zone: Zone) -> rusqlite::Result<ContactRow> {
    let (at, reach): (Moment, Reach) = (row.get(1)?, row.get(2)?);
    let (channel, direction): (Channel, Direction) = (row.get(3)?, row.get(4)?);
    let is_dial = (channel, direction) == (Channel::Phone, Direction::Out) && reach.is_attempt();
    Ok(ContactRow {
        on: zone.day(at),
        is_reached: reach.is_reached(),
        is_attempt: reach.is_attempt(),
        dialled_at: is_dial.then(|| zone.minute(at)),
    })
}

/// A result set in ascending order of the customer in its first column, taken customer by customer.
pub(super) struct Cursor<'s> {
    rows: Rows<'s>,
    state: Position,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Position {
    Before,
    At(i64),
    After,
}

impl<'s> Cursor<'s> {
    pub(super) fn new(rows: Rows<'s>) -> Cursor<'s> {
        Cursor { rows, state: Position::Before }
    }

    /// Calls `each` with every row of customer `id`; rows of lower ids are skipped.
    pub(super) fn take(
        &mut self,
        id: CustomerId,
        mut each: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<()> {
        if self.state == Position::Before {
            self.step()?;
        }
        while let Position::At(current) = self.state {
            if current > id.0 {
                return Ok(());
            }
            if current == id.0
                && let Some(row) = self.rows.get()
            {
                each(row)?;
            }
            self.step()?;
        }
        Ok(())
    }

    fn step(&mut self) -> rusqlite::Result<()> {
        self.state = match self.rows.next()? {
            Some(row) => Position::At(row.get(0)?),
            None => Position::After,
        };
        Ok(())
    }
}
