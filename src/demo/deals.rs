//! Deals: where the story opens a product and the manager sold it, the touch of that day with amount and product of it.
//!
//! A deal follows the ledger: what was never bought was never sold.

use super::calendar;
use super::contacts::{Setting, is_dead};
use super::dice::Dice;
use super::follow_ups::{self, Relations};
use super::rows::{Account, Touch};
use super::words;
use crate::domain::{Channel, Day, Direction, Reach, Reason, TalkResult};
use std::iter::Peekable;
use std::vec::IntoIter;

/// Of 1,000 purchases, how many came of a talk.
const SOLD: u64 = 220;
/// Between the talk and the booking lie this many days at most.
const DAYS_BEFORE: i32 = 5;

/// A purchase that came of a talk.
pub struct Sale<'a> {
    /// The working day of the talk.
    pub on: Day,
    account: &'a Account,
    /// Paid by what came due.
    is_again: bool,
}

/// The sales of a customer while he was in the manager's care, the first one first.
pub struct Sales<'a>(Peekable<IntoIter<Sale<'a>>>);

impl<'a> Sales<'a> {
    /// Up to a day.
    pub fn draw(setting: &'a Setting, last: Day, dice: &mut Dice) -> Sales<'a> {
        let who = setting.identity;
        let mut sales = Vec::new();
        for purchase in &setting.holdings.purchases {
            let account = &setting.holdings.accounts[purchase.account];
            let on = calendar::workday_until(account.opened_on);
            let is_alive = who.deceased_on.is_none_or(|died| on < died);
            let is_near = account.opened_on - on <= DAYS_BEFORE;
            if dice.chance(SOLD) && on > who.entered_on && on <= last && is_alive && is_near {
                sales.push(Sale { on, account, is_again: purchase.is_again });
            }
        }
        sales.sort_by_key(|sale| sale.on);
        Sales(sales.into_iter().peekable())
    }

    /// The first sale after the touch before, if none is planned before it; sales on its own day are no touch more.
    pub fn take(&mut self, before: Option<Day>, planned: Day) -> Option<Sale<'a>> {
        while let Some(sale) = self.0.next_if(|sale| sale.on <= planned) {
            if before.is_none_or(|before| sale.on > before) {
                return Some(sale);
            }
        }
        None
    }
}

impl Sale<'_> {
    /// The touch that it came of.
    pub fn touch(&self, setting: &Setting, so_far: &Relations, dice: &mut Dice) -> Touch {
        let is_closed = so_far.phone_closed_on.is_some() || is_dead(setting, self.on);
        let phone = if is_closed { 0 } else { 50 };
        let (channel, direction) = dice.weighted([
            (phone, (Channel::Phone, Direction::Out)),
            (phone / 8, (Channel::Phone, Direction::In)),
            (36, (Channel::Branch, Direction::In)),
            (4, (Channel::Visit, Direction::Out)),
        ]);
        let is_call = channel == Channel::Phone;
        let (minute, base) = (dice.range(9 * 60, 17 * 60), if is_call { 200 } else { 1200 });
        Touch {
            at: follow_ups::moment(setting.zone, self.on, minute),
            channel,
            direction,
            reach: if is_call { Reach::Connected } else { Reach::Met },
            reply: None,
            result: Some(TalkResult::Deal),
            reason: (direction == Direction::Out).then(|| self.reason(dice)),
            note: dice.chance(820).then(|| self.note(dice)),
            duration_s: Some(dice.low_range(base / 2, base * 3)),
            is_by_phone: is_call,
            is_service: false,
            deal: Some((self.account.product, self.account.balance)),
            elsewhere: None,
        }
    }

    fn reason(&self, dice: &mut Dice) -> Reason {
        match self.account.product {
            "time_deposit" | "large_cd" if self.is_again => Reason::TdDue,
            "wealth" if self.is_again => Reason::WealthDue,
            _ => dice.pick([Reason::Rhythm, Reason::Rhythm, Reason::Campaign, Reason::Inflow]),
        }
    }

    /// What the manager wrote: the product that it was, its amount.
    fn note(&self, dice: &mut Dice) -> String {
        let again = if self.is_again { ".again" } else { "" };
        let key = format!("note.deal.{}{again}", self.account.product);
        words::word(dice, &key)
            .replace("{p}", self.account.label.unwrap_or_default())
            .replace("{m}", &words::amount(self.account.balance))
    }
}
