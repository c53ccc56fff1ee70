//! What proves the lines of Today: the rule or the hand that moved a customer, the holding that comes due, the movement itself.
//! Loaded for the lines that can be seen, never for the whole book.

use super::card::find_override;
use super::customer::list_holdings;
use super::recompute::{Engine, examine};
use super::{Result, Store};
use crate::book::{LineProof, MoveAsked, MoveProof, TodayAsk, TodayProofs};
use crate::classify::explain::{Explained, deciding};
use crate::domain::{CustomerId, Day, Money, Now};
use crate::work::{Due, Playbook, Proof};
use rusqlite::{Connection, OptionalExtension};

/// What proves the lines that were asked about; lines without a proof are left out.
///
/// # Errors
/// When the file cannot be read.
pub fn find_proofs(
    store: &Store,
    engine: &Engine,
    playbook: &Playbook,
    now: Now,
    ask: &TodayAsk,
) -> Result<TodayProofs> {
    let mut proofs = TodayProofs::default();
    for asked in &ask.moves {
        if let Some(why) = find_move(store, engine, playbook, now, asked)? {
            proofs.moves.push((asked.clone(), why));
        }
    }
    for (customer, due) in &ask.dues {
        if let Some(line) = find_line(&store.conn, now.day(), *customer, due)? {
            proofs.lines.push((*customer, due.proof, due.on, line));
        }
    }
    Ok(proofs)
}

fn find_move(
    store: &Store,
    engine: &Engine,
    playbook: &Playbook,
    now: Now,
    asked: &MoveAsked,
) -> Result<Option<MoveProof>> {
    if let Some(by_hand) = find_override(&store.conn, asked.customer, asked.dimension, now.day())? {
        return Ok(Some(MoveProof::ByHand(by_hand.reason)));
    }
    let Some(examined) = examine(store, engine, playbook, now, asked.customer)? else { return Ok(None) };
    let explained = Explained {
        set: engine.rules.book.set(asked.dimension),
        metrics: &examined.metrics,
        facts: examined.profile.facts(),
        edges: engine.edges.as_ref(),
    };
    Ok(deciding(&explained, &asked.from).map(MoveProof::Rule))
}

fn find_line(conn: &Connection, day: Day, customer: CustomerId, due: &Due) -> Result<Option<LineProof>> {
    match due.proof {
        Proof::Account(id) => {
            let holding = list_holdings(conn, customer, day)?.into_iter().find(|holding| holding.id == id);
            Ok(holding.map(|holding| LineProof::Holding(Box::new(holding))))
        }
        Proof::Movement => match due.amount {
            Some(amount) => find_movement(conn, customer, due.on, amount),
            None => Ok(None),
        },
        _ => Ok(None),
    }
}

fn find_movement(
    conn: &Connection,
    customer: CustomerId,
    on: Day,
    amount: Money,
) -> Result<Option<LineProof>> {
    let mut statement = conn.prepare_cached(
        "SELECT k.code, k.text, coalesce(t.counterparty, t.memo) FROM txn t JOIN txn_kind k ON k.id = t.kind_id
         WHERE t.customer_id = ?1 AND t.booked_on = ?2 AND t.amount = ?3 ORDER BY t.id LIMIT 1",
    )?;
    let row = statement.query_row((customer, on, amount), |row| {
        Ok(LineProof::Movement { kind: row.get(0)?, text: row.get(1)?, detail: row.get(2)? })
    });
    Ok(row.optional()?)
}
