//! Writing what a log or a snooze causes: one action, one group, one undo.

use super::consent::update_consent;
use super::contact::{insert_contact, list_touches};
use super::customer::list_phones;
use super::error::{Fault, StoreError};
use super::follow_up::{close_follow_up, insert_follow_up, move_follow_up};
use super::journal::{Action, ActionInfo, ActionKind, Actor, Column};
use super::recompute::{Rules, find_situation};
use super::{Result, Store};
use crate::domain::{Cause, Code, ContactId, CustomerId, Dimension, GroupId, Label, Now, TalkResult, When};
use crate::work::log::{CustomerChange, LogPlan, NewRest};
use crate::work::words::{log_label, snooze_label};
use crate::work::{
    FieldProblem, LogDraft, LogFacts, NextContact, PhoneFact, Playbook, RestScope, SnoozePlan, plan, snooze,
};

/// Loads what logging a contact with a customer needs; `None` when he is not there (yet).
///
/// # Errors
/// When the file cannot be read.
pub fn find_log_facts(
    store: &Store,
    rules: &Rules,
    playbook: &Playbook,
    now: Now,
    customer: CustomerId,
) -> Result<Option<LogFacts>> {
    let Some((row, situation)) = find_situation(store, rules, playbook, now, customer)? else {
        return Ok(None);
    };
    let phones = list_phones(&store.conn, customer)?;
    Ok(Some(LogFacts {
        customer,
        customer_no: row.customer_no,
        name: row.name,
        situation,
        phones: phones.iter().map(|phone| PhoneFact { id: phone.id, state: phone.state }).collect(),
        touches: list_touches(&store.conn, customer, now)?,
    }))
}

/// What was written for a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Logged {
    /// The contact.
    pub contact: ContactId,
    /// The group that undo takes back.
    pub group: GroupId,
}

/// What a planned write needs besides the book.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// The rules in force.
    pub rules: &'a Rules,
    /// The playbook in force.
    pub playbook: &'a Playbook,
    /// Who acts, and when.
    pub actor: &'a Actor,
}

impl Desk<'_> {
    /// What logging a contact with a customer looks at.
    ///
    /// # Errors
    /// `NoSuch` when he is not there.
    pub fn facts(&self, store: &Store, customer: CustomerId) -> Result<LogFacts> {
        find_log_facts(store, self.rules, self.playbook, self.actor.now, customer)?
            .ok_or_else(|| StoreError::new(Fault::NoSuch(format!("customer {}", customer.0)), "log"))
    }
}

/// Plans a draft on what the book says now, and writes it. Returns the one next contact afterwards.
///
/// # Errors
/// `Unfit` with the first field that is wrong, else as [`insert_log`].
pub fn save_log(
    store: &mut Store,
    desk: &Desk<'_>,
    customer: CustomerId,
    draft: &LogDraft,
) -> Result<Option<NextContact>> {
    let facts = desk.facts(store, customer)?;
    let plan = plan(&facts.context(desk.actor.now, desk.playbook), draft).map_err(|found| unfit(&found))?;
    let label = log_label(&facts, &draft.outcome);
    insert_log(store, desk.actor, (customer, label), &plan)?;
    Ok(plan.next)
}

/// Plans a snooze on what the book says now, and writes it. Returns the one next contact afterwards.
///
/// # Errors
/// `Unfit` when the time cannot be, else as [`insert_log`].
pub fn save_snooze(
    store: &mut Store,
    desk: &Desk<'_>,
    customer: CustomerId,
    when: When,
) -> Result<Option<NextContact>> {
    let facts = desk.facts(store, customer)?;
    let plan =
        snooze(&facts.context(desk.actor.now, desk.playbook), when).map_err(|found| unfit(&[found]))?;
    let label = snooze_label(&facts, desk.actor.now.day(), when);
    insert_snooze(store, desk.actor, (customer, label), &plan)?;
    Ok(plan.next)
}

fn unfit(found: &[FieldProblem]) -> StoreError {
    let fault = found.first().map_or(Fault::Other, |problem| Fault::Unfit(*problem));
    StoreError::new(fault, "plan")
}

/// Writes a log with everything it causes. The label stands in the undo line, names masked.
///
/// # Errors
/// `Conflict` when another window closed one of the follow-ups meanwhile, `Busy`, and the file's own troubles.
pub fn insert_log(
    store: &mut Store,
    actor: &Actor,
    (customer, label): (CustomerId, Label),
    plan: &LogPlan,
) -> Result<Logged> {
    let info = ActionInfo { kind: ActionKind::Log, label, customer: Some(customer) };
    let mut action = Action::begin(&mut store.conn, actor, &info)?;
    let contact = insert_contact(&mut action, customer, &plan.contact)?;
    for (id, state) in &plan.close {
        close_follow_up(&mut action, *id, *state, Some(contact))?;
    }
    for new in &plan.open {
        insert_follow_up(&mut action, customer, new, Some(contact))?;
    }
    if let Some((phone, state)) = plan.phone {
        let day = actor.now.day();
        action.update("phone", phone.0, &[("state", &state), ("state_on", &day)])?;
    }
    if let Some(change) = &plan.consent {
        update_consent(&mut action, customer, change)?;
    }
    if let Some(change) = &plan.customer {
        update_end(&mut action, customer, change)?;
    }
    insert_rests(&mut action, customer, &plan.rests, Some(contact))?;
    action.touch(customer, Cause::Edit)?;
    let group = action.commit()?;
    Ok(Logged { contact, group })
}

/// Writes a snooze.
///
/// # Errors
/// As [`insert_log`].
pub fn insert_snooze(
    store: &mut Store,
    actor: &Actor,
    (customer, label): (CustomerId, Label),
    plan: &SnoozePlan,
) -> Result<GroupId> {
    let info = ActionInfo { kind: ActionKind::Snooze, label, customer: Some(customer) };
    let mut action = Action::begin(&mut store.conn, actor, &info)?;
    for to in &plan.moves {
        move_follow_up(&mut action, to)?;
    }
    for (id, state) in &plan.close {
        close_follow_up(&mut action, *id, *state, None)?;
    }
    if let Some(new) = &plan.open {
        insert_follow_up(&mut action, customer, new, None)?;
    }
    insert_rests(&mut action, customer, &plan.rests, None)?;
    action.touch(customer, Cause::Edit)?;
    action.commit()
}

fn update_end(action: &mut Action<'_>, customer: CustomerId, change: &CustomerChange) -> Result<()> {
    let version: i64 = action
        .conn()
        .prepare_cached("SELECT row_version FROM customer WHERE id = ?1")?
        .query_row([customer], |row| row.get(0))?;
    let version = version + 1;
    match change {
        CustomerChange::Left(on, reason) => {
            let columns: [Column<'_>; 3] =
                [("left_on", on), ("leaving_reason", reason), ("row_version", &version)];
            action.update("customer", customer.0, &columns)?;
            insert_lost(action, customer, reason.as_deref())
        }
        CustomerChange::Deceased(on) => {
            action.update("customer", customer.0, &[("deceased_on", on), ("row_version", &version)])?;
            Ok(())
        }
    }
}

/// Who left is lost, whatever the ledger says: a class set by hand, with the customer's reason.
fn insert_lost(action: &mut Action<'_>, customer: CustomerId, reason: Option<&str>) -> Result<()> {
    let (now, author) = (action.actor().now, action.actor().who.clone());
    let (from_on, created_at) = (now.day(), now.at);
    let reason = reason.unwrap_or(TalkResult::Gone.code());
    action.insert(
        "class_override",
        &[
            ("customer_id", &customer),
            ("dimension", &Dimension::Lifecycle),
            ("class", &"lost"),
            ("reason", &reason),
            ("author", &author),
            ("from_on", &from_on),
            ("created_at", &created_at),
        ],
    )?;
    Ok(())
}

fn insert_rests(
    action: &mut Action<'_>,
    customer: CustomerId,
    rests: &[NewRest],
    contact: Option<ContactId>,
) -> Result<()> {
    let created_at = action.actor().now.at;
    for rest in rests {
        let reason = match rest.scope {
            RestScope::One(reason) => reason.to_string(),
            RestScope::Selling => "*".to_owned(),
        };
        action.insert(
            "reason_rest",
            &[
                ("customer_id", &customer),
                ("reason", &reason),
                ("until_on", &rest.until_on),
                ("contact_id", &contact),
                ("created_at", &created_at),
            ],
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
