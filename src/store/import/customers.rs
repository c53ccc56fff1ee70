//! Customers with their numbers, tags and consents: identity is the customer number.

use super::FileReport;
use super::merge::{Fresh, Stored, Table, maybe};
use super::writer::{Outcome, RowError, Writer, day_value};
use crate::domain::{Code, PhoneKind, mask};
use crate::import::{CustomerRow, Field, Note, Remark};
use crate::store::Result;
use rusqlite::types::Value;

pub(super) const TABLE: Table = Table {
    name: "customer",
    columns: &[
        ("name", Field::Name),
        ("kind", Field::CustomerKind),
        ("gender", Field::Gender),
        ("birth_on", Field::BirthOn),
        ("region", Field::Region),
        ("industry", Field::Industry),
        ("occupation", Field::Occupation),
        ("income_year", Field::IncomeYear),
        ("firm_size", Field::FirmSize),
        ("segment", Field::Segment),
        ("risk_level", Field::RiskLevel),
        ("risk_level_until_on", Field::RiskLevelUntilOn),
        ("id_document_until_on", Field::IdDocumentUntilOn),
        ("referred_by_id", Field::ReferredBy),
        ("opened_on", Field::OpenedOn),
        ("assigned_on", Field::AssignedOn),
        ("left_on", Field::LeftOn),
        ("leaving_reason", Field::LeavingReason),
        ("deceased_on", Field::DeceasedOn),
        ("remark", Field::Remark),
    ],
    is_edited: true,
};
const KIND: usize = 1;
const REFERRED_BY: usize = 13;
pub(super) const LEFT_ON: usize = 16;
pub(super) const LEAVING_REASON: usize = 17;
pub(super) const DECEASED_ON: usize = 18;

fn code<C: Code>(code: C) -> Value {
    Value::Text(code.code().to_owned())
}

fn fresh(row: &CustomerRow, referrer: Option<i64>) -> Fresh {
    let about = &row.about;
    vec![
        maybe(row.name.clone()),
        row.kind.map(code),
        about.gender.map(code),
        about.birth_on.map(day_value),
        maybe(about.region.clone()),
        maybe(about.industry.clone()),
        maybe(about.occupation.clone()),
        maybe(about.income_year.map(|m| m.0)),
        maybe(about.firm_size),
        maybe(about.segment.clone()),
        about.risk_level.map(code),
        about.risk_level_until_on.map(day_value),
        about.id_document_until_on.map(day_value),
        maybe(referrer),
        about.opened_on.map(day_value),
        row.assigned_on.map(day_value),
        row.left_on.map(day_value),
        maybe(row.leaving_reason.clone()),
        row.deceased_on.map(day_value),
        maybe(about.remark.clone()),
    ]
}

impl Writer<'_> {
    pub(super) fn customer(&mut self, row: &CustomerRow) -> Result<Outcome, RowError> {
        let referrer = row.referred_by_no.as_deref().and_then(|number| self.ids.customer(number));
        let fresh = fresh(row, referrer);
        let (id, mut outcome, by_hand) = if let Some(id) = self.ids.customer(&row.customer_no) {
            let stored = self.stored(&TABLE, id)?;
            self.copy_belongings(id)?;
            let by_hand = (stored.is_by_hand("phone"), stored.is_by_hand("tag"));
            (id, self.merge(&TABLE, &stored, &fresh)?, by_hand)
        } else {
            (self.insert_customer(row, fresh)?, Outcome::Inserted, (false, false))
        };
        let mut has_more = false;
        if by_hand.0 {
            self.keep_phones(id, &row.phones)?;
        } else {
            has_more |= self.add_phones(id, &row.phones)?;
        }
        if by_hand.1 {
            self.keep_tags(id, &row.tags)?;
        } else {
            has_more |= self.add_tags(id, &row.tags)?;
        }
        for (channel, state) in &row.consents {
            has_more |= self.set_consent(id, *channel, *state)?;
        }
        if has_more && outcome == Outcome::Unchanged {
            outcome = Outcome::Updated;
        }
        if outcome != Outcome::Unchanged {
            self.dirty.insert(id);
        }
        if let Some(number) = row.referred_by_no.as_ref().filter(|_| referrer.is_none()) {
            self.referrers.push((self.row, id, number.clone()));
        }
        Ok(outcome)
    }

    fn insert_customer(&mut self, row: &CustomerRow, mut fresh: Fresh) -> Result<i64> {
        if self.ids.has_customer_with_zeros(&row.customer_no) {
            self.remark(Field::CustomerNo, Remark::LeadingZeros, &row.customer_no);
        }
        fresh[KIND].get_or_insert_with(|| Value::Text("person".to_owned()));
        let more = [
            ("customer_no", Value::Text(row.customer_no.clone())),
            ("entered_on", day_value(self.now.day())),
            ("import_id", Value::Integer(self.import.0)),
        ];
        let id = self.insert(&TABLE, &fresh, &more)?;
        self.ids.add_customer(&row.customer_no, id);
        Ok(id)
    }

    /// Adds the numbers that are new; none is taken away, and what calls have shown of one stays.
    fn add_phones(&mut self, customer: i64, phones: &[(String, PhoneKind)]) -> Result<bool> {
        let mut has_added = false;
        for (number, kind) in phones {
            has_added |= self
                .conn
                .prepare_cached(
                    "INSERT INTO phone (customer_id, number, kind, is_primary, import_id)
                     VALUES (?1, ?2, ?3, NOT EXISTS (SELECT 1 FROM phone WHERE customer_id = ?1), ?4)
                     ON CONFLICT (customer_id, number) DO NOTHING",
                )?
                .execute((customer, number, kind, self.import))?
                == 1;
        }
        Ok(has_added)
    }

    fn add_tags(&mut self, customer: i64, tags: &[String]) -> Result<bool> {
        let mut has_added = false;
        for tag in tags {
            has_added |= self
                .conn
                .prepare_cached(
                    "INSERT INTO tag (customer_id, tag, import_id) VALUES (?1, ?2, ?3)
                     ON CONFLICT (customer_id, tag) DO NOTHING",
                )?
                .execute((customer, tag, self.import))?
                == 1;
        }
        Ok(has_added)
    }

    /// The manager's own numbers stay; what the file says besides is told.
    fn keep_phones(&mut self, customer: i64, phones: &[(String, PhoneKind)]) -> Result<()> {
        let have =
            self.list_words("SELECT number FROM phone WHERE customer_id = ?1 ORDER BY id", customer)?;
        let other = phones.iter().find(|(number, _)| !have.contains(number));
        if let Some((number, _)) = other {
            let kept: Vec<String> = have.iter().map(|number| mask::phone(number)).collect();
            self.keep_words(Field::Phone, mask::phone(number), &kept);
        }
        Ok(())
    }

    /// The same for tags.
    fn keep_tags(&mut self, customer: i64, tags: &[String]) -> Result<()> {
        let have = self.list_words("SELECT tag FROM tag WHERE customer_id = ?1 ORDER BY id", customer)?;
        if let Some(tag) = tags.iter().find(|tag| !have.contains(tag)) {
            self.keep_words(Field::Tags, tag.clone(), &have);
        }
        Ok(())
    }

    fn list_words(&self, sql: &str, customer: i64) -> Result<Vec<String>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let words = statement.query_map([customer], |row| row.get(0))?;
        Ok(words.collect::<rusqlite::Result<_>>()?)
    }

    fn keep_words(&mut self, field: Field, value: String, kept: &[String]) {
        let kept = Some(kept.join(" "));
        self.notes.push(Note { row: self.row, field, remark: Remark::Kept, value, kept });
    }

    /// Referrers that stood further down in the file.
    pub(super) fn resolve_referrers(&mut self, report: &mut FileReport) -> Result<()> {
        for (row, customer, number) in std::mem::take(&mut self.referrers) {
            self.row = row;
            let Some(referrer) = self.ids.customer(&number) else {
                self.remark(Field::ReferredBy, Remark::UnknownReferrer, &number);
                continue;
            };
            let stored: Stored = self.stored(&TABLE, customer)?;
            let mut fresh: Fresh = vec![None; TABLE.columns.len()];
            fresh[REFERRED_BY] = Some(Value::Integer(referrer));
            match self.merge(&TABLE, &stored, &fresh) {
                Ok(Outcome::Updated) if self.counted_unchanged(&stored) => {
                    self.dirty.insert(customer);
                    report.unchanged = report.unchanged.saturating_sub(1);
                    report.updated += 1;
                }
                Ok(_) | Err(RowError::Fault(_)) => {}
                Err(RowError::Store(error)) => return Err(error),
            }
        }
        Ok(())
    }

    /// Whether the row that spoke of this customer did nothing else: it was not inserted and is not yet dirty.
    fn counted_unchanged(&self, stored: &Stored) -> bool {
        !self.dirty.contains(&stored.id)
    }
}
