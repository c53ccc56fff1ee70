//! One fictional customer into the tables: prepared statements, places turned into row ids.

use crate::demo::rows::{Account, Consent, DemoCustomer, FollowUp, Identity, Move, Movement, Touch};
use crate::domain::kinds::ProductKinds;
use crate::domain::{Code, PhoneKind};
use crate::lang::Lang;
use crate::store::Result;
use rusqlite::{Connection, Statement, params};

/// The statements of a run and the ids given out so far.
pub(super) struct Inserter<'c> {
    customer: Statement<'c>,
    phone: Statement<'c>,
    tag: Statement<'c>,
    consent: Statement<'c>,
    account: Statement<'c>,
    movement: Statement<'c>,
    balance: Statement<'c>,
    contact: Statement<'c>,
    follow_up: Statement<'c>,
    rest: Statement<'c>,
    class_override: Statement<'c>,
    phones: i64,
    accounts: i64,
    contacts: i64,
    who: String,
}

/// The row id of the `place`-th of rows that begin after `base`.
fn id_of(base: i64, place: usize) -> i64 {
    base + 1 + i64::try_from(place).unwrap_or(0)
}

fn count(len: usize) -> i64 {
    i64::try_from(len).unwrap_or(0)
}

impl<'c> Inserter<'c> {
    pub(super) fn new(conn: &'c Connection, who: &str) -> Result<Inserter<'c>> {
        Ok(Inserter {
            customer: conn.prepare(
                "INSERT INTO customer (id, customer_no, name, kind, gender, birth_on, region, industry, occupation,
                   income_year, firm_size, segment, risk_level, risk_level_until_on, id_document_until_on,
                   referred_by_id, opened_on, entered_on, assigned_on, left_on, leaving_reason, deceased_on, remark)
                 VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            )?,
            phone: conn.prepare(
                "INSERT INTO phone (id, customer_id, number, kind, state, state_on, is_primary)
                 VALUES (?,?,?,?,?,?,?)",
            )?,
            tag: conn.prepare("INSERT INTO tag (customer_id, tag) VALUES (?,?)")?,
            consent: conn.prepare(
                "INSERT INTO consent (customer_id, channel, state, window_from_minute, window_to_minute, until_on,
                   given_on, wording) VALUES (?,?,?,?,?,?,?,?)",
            )?,
            account: conn.prepare(
                "INSERT INTO account (id, account_no, customer_id, product, product_text, label, opened_on, closed_on,
                   status, balance, balance_on, maturity_on, rate_bp, renews, product_risk)
                 VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            )?,
            movement: conn.prepare(
                "INSERT INTO txn (customer_id, account_id, booked_on, amount, kind_id, balance_after, counterparty,
                   memo, twin) VALUES (?,?,?,?,?,?,?,?,?)",
            )?,
            balance: conn.prepare("INSERT INTO balance (account_id, balance_on, amount) VALUES (?,?,?)")?,
            contact: conn.prepare(
                "INSERT INTO contact (id, customer_id, at, channel, direction, reach, reply, result, reason, note,
                   duration_s, phone_id, is_service, deal_product, deal_amount, other_bank, other_rate_bp,
                   other_due_on, recorded_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            )?,
            follow_up: conn.prepare(
                "INSERT INTO follow_up (customer_id, kind, reason, due_on, due_minute, channel, state, note, contact_id,
                   closed_by_id, created_at, closed_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            )?,
            rest: conn.prepare(
                "INSERT INTO reason_rest (customer_id, reason, until_on, contact_id, created_at) VALUES (?,?,?,?,?)",
            )?,
            class_override: conn.prepare(
                "INSERT INTO class_override (customer_id, dimension, class, reason, author, from_on, until_on,
                   created_at) VALUES (?,?,?,?,?,?,?,?)",
            )?,
            phones: 0,
            accounts: 0,
            contacts: 0,
            who: who.to_owned(),
        })
    }

    /// Writes all rows of a customer; customers come in order of their index.
    pub(super) fn insert(&mut self, one: &DemoCustomer) -> Result<()> {
        let id = i64::from(one.index) + 1;
        self.insert_identity(id, &one.identity)?;
        self.insert_reachability(id, one)?;
        for (place, account) in one.accounts.iter().enumerate() {
            self.insert_account(id, &one.identity.customer_no, place, account)?;
        }
        for movement in &one.movements {
            self.insert_movement(id, movement)?;
        }
        for balance in &one.balances {
            let account = id_of(self.accounts, balance.account);
            self.balance.execute(params![account, balance.balance_on, balance.amount])?;
        }
        for (place, touch) in one.contacts.iter().enumerate() {
            self.insert_contact(id, place, touch, !one.phones.is_empty())?;
        }
        for follow_up in &one.follow_ups {
            self.insert_follow_up(id, follow_up)?;
        }
        for rest in &one.rests {
            let contact = id_of(self.contacts, rest.contact);
            self.rest.execute(params![id, rest.reason, rest.until_on, contact, rest.created_at])?;
        }
        for set in &one.overrides {
            self.class_override.execute(params![
                id,
                set.dimension,
                set.class,
                set.reason,
                self.who,
                set.from_on,
                set.until_on,
                set.created_at
            ])?;
        }
        self.phones += count(one.phones.len());
        self.accounts += count(one.accounts.len());
        self.contacts += count(one.contacts.len());
        Ok(())
    }

    fn insert_identity(&mut self, id: i64, who: &Identity) -> Result<()> {
        self.customer.execute(params![
            id,
            who.customer_no,
            who.name,
            who.kind,
            who.gender,
            who.birth_on,
            who.region,
            who.industry,
            who.occupation,
            who.income_year,
            who.firm_size,
            who.segment,
            who.risk_level,
            who.risk_level_until_on,
            who.id_document_until_on,
            who.referred_by.map(|index| i64::from(index) + 1),
            who.opened_on,
            who.entered_on,
            who.assigned_on,
            who.left_on,
            who.leaving_reason,
            who.deceased_on,
            who.remark,
        ])?;
        Ok(())
    }

    fn insert_reachability(&mut self, id: i64, one: &DemoCustomer) -> Result<()> {
        for (place, phone) in one.phones.iter().enumerate() {
            let row = id_of(self.phones, place);
            let kind: PhoneKind = phone.kind;
            self.phone.execute(params![
                row,
                id,
                phone.number,
                kind,
                phone.state,
                phone.state_on,
                place == 0
            ])?;
        }
        for tag in &one.tags {
            self.tag.execute(params![id, tag])?;
        }
        for consent in &one.consents {
            let Consent { channel, state, window, until_on, given_on, wording } = consent;
            let (from, to) = (window.map(|w| w.0), window.map(|w| w.1));
            self.consent.execute(params![id, channel, state, from, to, until_on, given_on, wording])?;
        }
        Ok(())
    }

    fn insert_account(
        &mut self,
        customer: i64,
        customer_no: &str,
        place: usize,
        account: &Account,
    ) -> Result<()> {
        let products = ProductKinds::embedded();
        self.account.execute(params![
            id_of(self.accounts, place),
            format!("99{customer_no}{place:03}"),
            customer,
            account.product,
            products.label(account.product, Lang::Zh),
            account.label,
            account.opened_on,
            account.closed_on,
            if account.closed_on.is_some() { "closed" } else { "open" },
            account.balance,
            account.balance_on,
            account.maturity_on,
            account.rate_bp,
            account.renews,
            account.product_risk,
        ])?;
        Ok(())
    }

    fn insert_movement(&mut self, customer: i64, movement: &Movement) -> Result<()> {
        let kind = Move::ALL.iter().position(|kind| *kind == movement.kind).unwrap_or(0);
        self.movement.execute(params![
            customer,
            id_of(self.accounts, 0),
            movement.booked_on,
            movement.amount,
            id_of(0, kind),
            movement.balance_after,
            movement.counterparty,
            movement.memo,
            movement.twin,
        ])?;
        Ok(())
    }

    fn insert_contact(&mut self, customer: i64, place: usize, touch: &Touch, has_phone: bool) -> Result<()> {
        self.contact.execute(params![
            id_of(self.contacts, place),
            customer,
            touch.at,
            touch.channel,
            touch.direction,
            touch.reach,
            touch.reply,
            touch.result,
            touch.reason,
            touch.note,
            touch.duration_s,
            (touch.is_by_phone && has_phone).then(|| id_of(self.phones, 0)),
            touch.is_service,
            touch.deal.map(|deal| deal.0),
            touch.deal.map(|deal| deal.1),
            touch.elsewhere.map(|_| "他行"),
            touch.elsewhere.map(|(rate, _)| rate),
            touch.elsewhere.map(|(_, due)| due),
            touch.at.0 + touch.duration_s.unwrap_or(0) + 20,
        ])?;
        Ok(())
    }

    fn insert_follow_up(&mut self, customer: i64, follow_up: &FollowUp) -> Result<()> {
        self.follow_up.execute(params![
            customer,
            follow_up.kind,
            follow_up.reason.code(),
            follow_up.due_on,
            follow_up.due_minute,
            follow_up.channel,
            follow_up.state,
            follow_up.note,
            follow_up.contact.map(|place| id_of(self.contacts, place)),
            follow_up.closed_by.map(|place| id_of(self.contacts, place)),
            follow_up.created_at,
            follow_up.closed_at,
        ])?;
        Ok(())
    }
}
