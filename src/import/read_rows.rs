//! From the cells of a row to the row: what a kind needs, and how its cells hang together.

use super::cells::{CellResult, Cells, fault};
use super::dates::{read_stamp, read_time};
use super::fault::{Fault, Remark};
use super::fields::Field;
use super::rows::{AccountRow, BalanceRow, ContactRow, CustomerRow, Row, TransactionRow};
use super::units::{read_count, read_rate};
use super::words;
use crate::domain::customer::About;
use crate::domain::text::fold_width;
use crate::domain::{
    AccountStatus, Channel, Code, ConsentState, Direction, ImportKind, Money, Reach, Reason, Reply,
    TalkResult,
};
use std::collections::HashSet;
use std::sync::Arc;

/// Words that stand in many rows, kept once.
#[derive(Default)]
pub(crate) struct Words(HashSet<Arc<str>>);

impl Words {
    fn keep(&mut self, word: &str) -> Arc<str> {
        if let Some(kept) = self.0.get(word) {
            return Arc::clone(kept);
        }
        let kept: Arc<str> = Arc::from(word);
        self.0.insert(Arc::clone(&kept));
        kept
    }
}

/// Reads one row.
pub(crate) fn read_row(kind: ImportKind, cells: &mut Cells<'_>, words: &mut Words) -> CellResult<Row> {
    match kind {
        ImportKind::Customers => customer(cells).map(|row| Row::Customer(Box::new(row))),
        ImportKind::Accounts => account(cells).map(|row| Row::Account(Box::new(row))),
        ImportKind::Transactions => transaction(cells, words).map(|row| Row::Transaction(Box::new(row))),
        ImportKind::Balances => balance(cells).map(Row::Balance),
        ImportKind::Contacts => contact(cells).map(|row| Row::Contact(Box::new(row))),
    }
}

fn customer(cells: &mut Cells<'_>) -> CellResult<CustomerRow> {
    let customer_no = cells.required_number(Field::CustomerNo)?;
    let about = About {
        gender: cells.word(Field::Gender)?,
        birth_on: cells.day(Field::BirthOn)?,
        region: cells.text(Field::Region)?,
        industry: cells.text(Field::Industry)?,
        occupation: cells.text(Field::Occupation)?,
        income_year: positive(cells, Field::IncomeYear)?,
        firm_size: count(cells, Field::FirmSize)?,
        segment: cells.text(Field::Segment)?,
        risk_level: cells.word(Field::RiskLevel)?,
        risk_level_until_on: cells.day(Field::RiskLevelUntilOn)?,
        id_document_until_on: cells.day(Field::IdDocumentUntilOn)?,
        referred_by: None,
        opened_on: cells.day(Field::OpenedOn)?,
        remark: cells.note(Field::Remark)?,
    };
    let mut consents = Vec::new();
    for (field, channel) in [
        (Field::ConsentPhone, Channel::Phone),
        (Field::ConsentSms, Channel::Sms),
        (Field::ConsentWecom, Channel::Wecom),
        (Field::ConsentMail, Channel::Mail),
    ] {
        let state: Option<ConsentState> = cells.word(field)?;
        // A window and a pause need times that no column has.
        let state = state.filter(|s| !matches!(s, ConsentState::Window | ConsentState::NoUntil));
        consents.extend(state.map(|state| (channel, state)));
    }
    Ok(CustomerRow {
        customer_no,
        name: cells.text(Field::Name)?,
        kind: cells.word(Field::CustomerKind)?,
        about,
        referred_by_no: cells.number(Field::ReferredBy)?,
        assigned_on: cells.day(Field::AssignedOn)?,
        left_on: cells.day(Field::LeftOn)?,
        leaving_reason: cells.text(Field::LeavingReason)?,
        deceased_on: cells.day(Field::DeceasedOn)?,
        phones: cells.phones()?,
        tags: cells.tags()?,
        consents,
    })
}

fn account(cells: &mut Cells<'_>) -> CellResult<AccountRow> {
    let account_no = cells.required_number(Field::AccountNo)?;
    let status_text = cells.text(Field::Status)?;
    let status = status_text.as_deref().map(words::code_of::<AccountStatus>);
    if let (Some(None), Some(text)) = (status, &status_text) {
        cells.remark(Field::Status, Remark::UnknownWord, text);
    }
    let balance_on = cells.day(Field::BalanceOn)?;
    if let Some(day) = balance_on {
        cells.note_future(Field::BalanceOn, day);
    }
    let product_risk = cells.text(Field::ProductRisk)?.map(|text| text.to_uppercase());
    let known = ["R1", "R2", "R3", "R4", "R5"];
    if let Some(text) = product_risk.as_deref().filter(|text| !known.contains(text)) {
        cells.remark(Field::ProductRisk, Remark::UnknownWord, text);
    }
    Ok(AccountRow {
        account_no,
        customer_no: cells.number(Field::CustomerNo)?,
        product_text: cells.text(Field::Product)?,
        label: cells.text(Field::Label)?,
        opened_on: cells.day(Field::OpenedOn)?,
        closed_on: cells.day(Field::ClosedOn)?,
        status: status.map(|known| known.unwrap_or(AccountStatus::Unknown)),
        status_text,
        balance: cells.money(Field::Balance)?,
        balance_on,
        maturity_on: cells.day(Field::MaturityOn)?,
        rate_bp: rate(cells)?,
        renews: yes_or_no(cells, Field::Renews),
        product_risk: product_risk.filter(|text| known.contains(&text.as_str())),
    })
}

fn transaction(cells: &mut Cells<'_>, words: &mut Words) -> CellResult<TransactionRow> {
    let account_no = cells.number(Field::AccountNo)?;
    let customer_no = cells.number(Field::CustomerNo)?;
    if account_no.is_none() && customer_no.is_none() {
        let named = if cells.layout.has(Field::AccountNo) { Field::AccountNo } else { Field::CustomerNo };
        return Err(fault(named, "", Fault::MissingValue));
    }
    let kind = cells.text(Field::Kind)?.unwrap_or_default();
    Ok(TransactionRow {
        transaction_no: cells.number(Field::TransactionNo)?,
        account_no,
        customer_no,
        booked_on: cells.required_day(Field::BookedOn)?,
        amount: signed_amount(cells)?,
        kind: words.keep(&kind),
        balance_after: cells.money(Field::BalanceAfter)?,
        counterparty: cells.text(Field::Counterparty)?,
        memo: cells.text(Field::Memo)?,
    })
}

/// The amount with its sign: by columns for in and out, by the direction's word, else as it is written.
fn signed_amount(cells: &mut Cells<'_>) -> CellResult<Money> {
    let money_in = cells.money(Field::AmountIn)?;
    let money_out = cells.money(Field::AmountOut)?;
    let Some(amount) = cells.money(Field::Amount)? else {
        return match (money_in, money_out) {
            (None, None) => Err(fault(cells.amount_field(), "", Fault::MissingValue)),
            (came, went) => Ok(came.unwrap_or_default() - went.unwrap_or_default().abs()),
        };
    };
    let Some(word) = cells.raw(Field::Direction).map(str::to_owned) else { return Ok(amount) };
    match words::is_money_in(&word) {
        None => Err(fault(Field::Direction, &word, Fault::UnknownCode)),
        Some(false) => Ok(-amount.abs()),
        Some(true) if amount.0 < 0 => Err(fault(Field::Amount, &amount.to_string(), Fault::SignContradicts)),
        Some(true) => Ok(amount),
    }
}

fn balance(cells: &mut Cells<'_>) -> CellResult<BalanceRow> {
    let amount = |cells: &Cells<'_>| {
        cells.money(Field::Balance)?.ok_or_else(|| fault(Field::Balance, "", Fault::MissingValue))
    };
    Ok(BalanceRow {
        account_no: cells.required_number(Field::AccountNo)?,
        balance_on: cells.required_day(Field::BalanceOn)?,
        amount: amount(cells)?,
    })
}

fn contact(cells: &mut Cells<'_>) -> CellResult<ContactRow> {
    let customer_no = cells.required_number(Field::CustomerNo)?;
    let at = contact_time(cells)?;
    let channel: Channel =
        cells.required_word(Field::Channel)?.ok_or_else(|| fault(Field::Channel, "", Fault::MissingValue))?;
    let direction = cells.required_word(Field::Direction)?.unwrap_or(Direction::Out);
    let duration_s = duration(cells)?;
    let mut result_text = cells.text(Field::Result)?;
    let told = result_text.as_deref().and_then(words::code_of);
    let (reach, result) = reach_and_result(cells, (channel, direction), told, duration_s)?;
    let mut reply = cells.word(Field::Reply)?;
    if let (None, Some(text)) = (told, result_text.as_deref()) {
        let answer = words::code_of::<Reply>(text).filter(|_| is_message(channel));
        reply = reply.or(answer);
        if answer.is_some() || reach_word(text, channel, direction) == Some(reach) {
            result_text = None;
        }
    }
    let mut note = cells.note(Field::Note)?;
    // A result that means nothing here is kept as words.
    let result = result.filter(|_| reach.is_talk());
    if let Some(text) = result_text.filter(|_| result.is_none()) {
        if words::code_of::<TalkResult>(&text).is_none() {
            cells.remark(Field::Result, Remark::UnknownWord, &text);
        }
        note = Some(note.map_or(text.clone(), |note| format!("{text}\n{note}")));
    }
    let reason = cells.text(Field::Reason)?;
    let code: Option<Reason> = reason.as_deref().and_then(words::code_of);
    Ok(ContactRow {
        customer_no,
        at,
        channel,
        direction,
        reach,
        reply,
        result,
        reason: code.map(|c| c.code().to_owned()).or(reason),
        note,
        duration_s,
    })
}

fn contact_time(cells: &mut Cells<'_>) -> CellResult<crate::domain::Moment> {
    let cell = cells.raw(Field::At).unwrap_or_default().to_owned();
    if cell.is_empty() {
        return Err(fault(Field::At, "", Fault::MissingValue));
    }
    let reading = cells.layout.dates(Field::At);
    let mut stamp = read_stamp(&cell, reading).map_err(|why| fault(Field::At, &cell, why))?;
    if let Some(time) = cells.raw(Field::Time) {
        let second = read_time(time).ok_or_else(|| fault(Field::Time, time, Fault::NotATime))?;
        stamp.second = Some(second);
    }
    cells.note_future(Field::At, stamp.day);
    Ok(stamp.moment(cells.setting.zone))
}

fn is_message(channel: Channel) -> bool {
    matches!(channel, Channel::Sms | Channel::Wecom | Channel::App | Channel::Mail)
}

/// How far a contact got, and what came of it. Files write both into either column.
fn reach_and_result(
    cells: &Cells<'_>,
    way: (Channel, Direction),
    told: Option<TalkResult>,
    duration_s: Option<i64>,
) -> CellResult<(Reach, Option<TalkResult>)> {
    let (channel, direction) = way;
    let word = cells.raw(Field::Reach).unwrap_or_default();
    let other = cells.raw(Field::Result).filter(|_| word.is_empty() && told.is_none());
    if let Some(reach) = other.and_then(|other| reach_word(other, channel, direction)) {
        return Ok((reach, None));
    }
    let in_place = if words::code_of::<Reach>(word).is_some() { None } else { words::code_of(word) };
    let result = told.or(in_place);
    let has_talk = result.is_some() || duration_s.is_some_and(|s| s > 0);
    Ok((reach(cells, channel, direction, has_talk)?, result))
}

/// The reach that a word means on a channel.
fn reach_word(word: &str, channel: Channel, direction: Direction) -> Option<Reach> {
    let allowed = Reach::of_channel(channel, direction);
    match words::code_of::<Reach>(word)? {
        Reach::Connected if allowed.contains(&Reach::Met) => Some(Reach::Met),
        reach => allowed.contains(&reach).then_some(reach),
    }
}

/// How far a contact got; without a word for it, what the channel's record alone says.
fn reach(cells: &Cells<'_>, channel: Channel, direction: Direction, has_talk: bool) -> CellResult<Reach> {
    let allowed = Reach::of_channel(channel, direction);
    let word = cells.raw(Field::Reach).unwrap_or_default();
    if word.is_empty() {
        return match allowed {
            [Reach::Connected] => Ok(Reach::Connected),
            [Reach::Connected, ..] if has_talk => Ok(Reach::Connected),
            [Reach::Connected, ..] => Err(fault(Field::Reach, "", Fault::MissingValue)),
            _ => Ok(allowed[0]),
        };
    }
    if let Some(reach) = reach_word(word, channel, direction) {
        return Ok(reach);
    }
    // A talk's result in the column for the reach means that there was a talk.
    let talk = words::code_of::<TalkResult>(word).and(allowed.iter().copied().find(|r| r.is_talk()));
    match talk {
        Some(reach) => Ok(reach),
        None if words::code_of::<Reach>(word).is_some() => {
            Err(fault(Field::Reach, word, Fault::ReachNotOfChannel))
        }
        None if is_message(channel) => Ok(Reach::Unknown),
        None => Err(fault(Field::Reach, word, Fault::UnknownCode)),
    }
}

fn positive(cells: &Cells<'_>, field: Field) -> CellResult<Option<Money>> {
    let money = cells.money(field)?;
    match money.filter(|m| m.0 < 0) {
        Some(negative) => Err(fault(field, &negative.to_string(), Fault::NotAnAmount)),
        None => Ok(money),
    }
}

fn count(cells: &Cells<'_>, field: Field) -> CellResult<Option<i64>> {
    let Some(cell) = cells.raw(field).filter(|cell| !words::is_blank(cell)) else { return Ok(None) };
    read_count(cell).map(Some).map_err(|why| fault(field, cell, why))
}

fn rate(cells: &Cells<'_>) -> CellResult<Option<i64>> {
    let Some(cell) = cells.raw(Field::Rate).filter(|cell| !words::is_blank(cell)) else { return Ok(None) };
    read_rate(cell, cells.layout.comma).map(Some).map_err(|why| fault(Field::Rate, cell, why))
}

fn yes_or_no(cells: &mut Cells<'_>, field: Field) -> Option<bool> {
    let cell = cells.raw(field).filter(|cell| !words::is_blank(cell))?.to_owned();
    let answer = words::is_yes(&cell);
    if answer.is_none() {
        cells.remark(field, Remark::UnknownWord, &cell);
    }
    answer
}

/// Seconds: `125`, `125秒`, `2:05`, `00:02:05`, `2分5秒`.
fn duration(cells: &Cells<'_>) -> CellResult<Option<i64>> {
    let Some(cell) = cells.raw(Field::Duration).filter(|cell| !words::is_blank(cell)) else {
        return Ok(None);
    };
    let folded = fold_width(cell).replace("小时", ":").replace(['时', '分'], ":");
    let text = folded.trim().trim_end_matches(['s', '秒']).trim_end_matches(".0");
    let text = if text.ends_with(':') { format!("{text}0") } else { text.to_owned() };
    let parts: Option<Vec<i64>> =
        text.split(':').map(|part| part.trim().parse::<u32>().ok().map(i64::from)).collect();
    match parts {
        Some(parts) if parts.len() <= 3 => {
            Ok(Some(parts.into_iter().fold(0i64, |sum, part| sum.saturating_mul(60).saturating_add(part))))
        }
        _ => Err(fault(Field::Duration, cell, Fault::NotANumber)),
    }
}

impl Cells<'_> {
    /// The column to name when a movement has no amount.
    fn amount_field(&self) -> Field {
        [Field::Amount, Field::AmountIn, Field::AmountOut]
            .into_iter()
            .find(|field| self.layout.has(*field))
            .unwrap_or(Field::Amount)
    }
}
