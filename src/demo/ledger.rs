//! The ledger of the current account: walks through the events with the balance in hand.
//!
//! Every movement's `balance_after` follows from the one before; nothing is paid that is not there.

use super::dice::Dice;
use super::flows::{Due, Event};
use super::holdings::Holdings;
use super::rows::{Balance, Move, Movement};
use super::story::Life;

/// The walk so far.
struct Walk {
    balance: i64,
    aim: i64,
    rows: Vec<Movement>,
}

/// The movements of a life, and the current account's last balance in `holdings`.
pub fn movements(life: &Life, holdings: &mut Holdings, events: &[Event], dice: &mut Dice) -> Vec<Movement> {
    if holdings.accounts.is_empty() {
        return Vec::new();
    }
    let lasting: i64 = events.iter().filter(|e| e.due == Due::Lasting).map(|e| e.amount).sum();
    let aim = (holdings.current_aim - lasting).max(holdings.current_aim / 20);
    let mut walk = Walk { balance: dice.near(aim, 12), aim, rows: Vec::with_capacity(events.len() + 4) };
    if life.ledger_from == life.opened {
        let first = walk.balance / 10_000 * 10_000 + 10_000;
        walk.balance = 0;
        let kind = if dice.chance(500) { Move::CashDeposit } else { Move::TransferIn };
        walk.book(&Event {
            on: life.opened,
            amount: first,
            kind,
            counterparty: None,
            memo: None,
            due: Due::Can,
        });
    }
    for event in events {
        walk.step(event, dice);
    }
    if let Some(account) = holdings.accounts.first_mut() {
        account.balance = walk.balance;
    }
    if walk.rows.is_empty() {
        holdings.balances.push(Balance { account: 0, balance_on: life.ledger_from, amount: walk.balance });
    }
    number_twins(&mut walk.rows);
    walk.rows
}

impl Walk {
    fn book(&mut self, event: &Event) {
        self.balance += event.amount;
        self.rows.push(Movement {
            booked_on: event.on,
            amount: event.amount,
            kind: event.kind,
            balance_after: self.balance,
            counterparty: event.counterparty,
            memo: event.memo,
            twin: 0,
        });
    }

    fn step(&mut self, event: &Event, dice: &mut Dice) {
        match event.due {
            Due::Can => {
                if self.balance + event.amount >= 0 {
                    self.book(event);
                }
            }
            Due::Must | Due::Lasting => {
                self.fetch(event, dice);
                self.book(event);
                if event.due == Due::Lasting {
                    self.aim += event.amount;
                }
            }
            Due::Level => self.level(event, dice),
            Due::Empty => {
                if self.balance > 0 {
                    self.book(&Event { amount: -self.balance, ..event.clone() });
                }
            }
            Due::Interest => {
                let interest = self.balance / 8000;
                if interest > 0 {
                    self.book(&Event { amount: interest, ..event.clone() });
                }
            }
        }
    }

    /// Brings what is missing for an event from outside, in whole hundreds of yuan.
    fn fetch(&mut self, event: &Event, dice: &mut Dice) {
        let missing = -(self.balance + event.amount);
        if missing > 0 {
            let spare = dice.range(1, 20) * 10_000;
            let amount = (missing + spare) / 10_000 * 10_000 + 10_000;
            let other = Some("他行本人户");
            self.book(&Event {
                amount,
                kind: Move::TransferIn,
                counterparty: other,
                memo: None,
                ..event.clone()
            });
        }
    }

    /// Back towards the usual balance when it has drifted by a quarter.
    fn level(&mut self, event: &Event, dice: &mut Dice) {
        let drift = self.balance - self.aim;
        if drift.abs() < self.aim / 4 + 100_000 {
            return;
        }
        let amount = dice.near(drift.abs() * 9 / 10, 8) / 10_000 * 10_000;
        let (amount, kind) =
            if drift > 0 { (-amount, Move::TransferOut) } else { (amount, Move::TransferIn) };
        if amount != 0 && self.balance + amount >= 0 {
            self.book(&Event { amount, kind, counterparty: Some("他行本人户"), ..event.clone() });
        }
    }
}

/// Numbers equal rows of a day, as an import would.
fn number_twins(rows: &mut [Movement]) {
    for at in 1..rows.len() {
        let row = &rows[at];
        let is_twin = |other: &&Movement| {
            other.amount == row.amount
                && other.kind == row.kind
                && other.counterparty == row.counterparty
                && other.memo == row.memo
        };
        let day = row.booked_on;
        let twins =
            rows[..at].iter().rev().take_while(|other| other.booked_on == day).filter(is_twin).count();
        rows[at].twin = i64::try_from(twins).unwrap_or(0);
    }
}
