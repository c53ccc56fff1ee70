//! What a customer holds: current account, deposits, wealth products, funds, insurance, loans, cards.
//!
//! The sum of what is held at the working date is the aim of the life; what came before it is told as flows, which
//! the ledger books on the current account.

use super::calendar;
use super::dice::Dice;
use super::rows::{Account, Balance, Move};
use super::story::{Life, Pace, Story, Tier};
use super::words;
use crate::domain::Day;

/// A movement that a holding causes on the current account.
pub struct Flow {
    /// Day.
    pub on: Day,
    /// Fen, signed.
    pub amount: i64,
    /// Kind.
    pub kind: Move,
    /// The product's name.
    pub label: Option<&'static str>,
    /// Whether the current account's usual balance moves with it.
    pub is_lasting: bool,
}

/// A product that was bought while the ledger ran: a movement of its amount stands on its first day.
pub struct Purchase {
    /// Place of the account.
    pub account: usize,
    /// Paid by one of the same sort that came due.
    pub is_again: bool,
}

/// All that a customer holds, with its consequences.
#[derive(Default)]
pub struct Holdings {
    /// Accounts; the first is the current account, if there is any.
    pub accounts: Vec<Account>,
    /// Known values.
    pub balances: Vec<Balance>,
    /// Movements on the current account, in no order.
    pub flows: Vec<Flow>,
    /// What was bought while the ledger ran.
    pub purchases: Vec<Purchase>,
    /// Aim of the current account's balance, fen.
    pub current_aim: i64,
    /// Monthly loan instalment, fen.
    pub instalment: i64,
}

/// Terms of deposits: weight, months, hundredths of a percent a year, name.
const TERMS: [(u32, (i32, i64, &str)); 5] = [
    (4, (3, 80, "三个月")),
    (11, (6, 105, "半年期")),
    (43, (12, 145, "一年期")),
    (18, (24, 155, "两年期")),
    (24, (36, 190, "三年期")),
];

/// The holdings of a life.
pub fn holdings(life: &Life, dice: &mut Dice) -> Holdings {
    let mut all = Holdings::default();
    if life.story == Story::Prospect {
        return all;
    }
    let invested_percent = if life.has_left() { 0 } else { invested_percent(life, dice) };
    let invested = life.assets / 100 * invested_percent;
    all.current_aim = life.assets - invested;
    all.accounts.push(current_account(life));
    let count = if invested_percent == 0 { 0 } else { parts(life.tier, dice) };
    for part in split(invested, count, dice) {
        all.add(life, part, dice);
    }
    if life.story == Story::Outflow {
        all.add_ended(life, dice);
    }
    if !life.has_left() {
        all.add_debts(life, dice);
    }
    if let (Story::Closed, Some(day)) = (life.story, life.turn) {
        for account in &mut all.accounts {
            account.closed_on = Some(day);
        }
    }
    all
}

fn current_account(life: &Life) -> Account {
    Account {
        product: "current_account",
        label: Some(if life.is_firm() { "对公结算户" } else { "活期储蓄" }),
        opened_on: life.opened,
        closed_on: None,
        balance: 0,
        balance_on: life.today,
        maturity_on: None,
        rate_bp: Some(5),
        renews: None,
        product_risk: None,
    }
}

/// Percent of the assets that is not on the current account.
fn invested_percent(life: &Life, dice: &mut Dice) -> i64 {
    let (low, high) = match (life.is_firm(), life.tier) {
        (true, _) => (0, 45),
        (_, Tier::Private | Tier::Diamond) => (88, 97),
        (_, Tier::Wealth) => (82, 94),
        (_, Tier::Gold) => (72, 91),
        (_, Tier::Basic) => (40, 84),
        (_, Tier::Tail) => (0, 30),
    };
    // Whose money is about to leave has it at hand: one product of it has just ended.
    let percent = dice.range(low, high);
    if life.story == Story::Outflow { percent * 3 / 10 } else { percent }
}

fn parts(tier: Tier, dice: &mut Dice) -> usize {
    match tier {
        Tier::Private => dice.index(4) + 5,
        Tier::Diamond => dice.index(4) + 3,
        Tier::Wealth => dice.index(3) + 2,
        Tier::Gold => dice.index(3) + 1,
        Tier::Basic => dice.index(2) + 1,
        Tier::Tail => 1,
    }
}

/// `sum` in `count` parts of whole thousands of yuan, the last one with what is left.
fn split(sum: i64, count: usize, dice: &mut Dice) -> Vec<i64> {
    let mut left = sum;
    let mut parts = Vec::with_capacity(count);
    for rest in (1..=i64::try_from(count).unwrap_or(1)).rev() {
        let part = if rest == 1 { left } else { dice.near(left / rest, 45) };
        let part = part / 500_000 * 500_000;
        left -= part;
        if part > 0 {
            parts.push(part);
        }
    }
    parts
}

/// What a product is, before it has an owner.
struct Offer {
    product: &'static str,
    label: Option<&'static str>,
    risk: Option<&'static str>,
    months: i32,
    rate_bp: Option<i64>,
    renews: Option<bool>,
}

fn offer(life: &Life, amount: i64, dice: &mut Dice) -> Offer {
    let bold = u32::from(!life.is_firm() && life.tier < Tier::Basic);
    let product = dice.weighted([
        (46, "time_deposit"),
        (if amount >= 20_000_000 { 22 } else { 0 }, "large_cd"),
        (6 + 24 * bold, "wealth"),
        (11 * bold, "fund"),
        (9 * bold, "insurance"),
        (4, "notice_deposit"),
    ]);
    let plain = Offer { product, label: None, risk: None, months: 0, rate_bp: None, renews: None };
    match product {
        "time_deposit" | "large_cd" => {
            let (months, rate, label) = dice.weighted(TERMS);
            let extra = if product == "large_cd" { 20 } else { 0 };
            let renews = dice.weighted([(45, Some(true)), (40, Some(false)), (15, None)]);
            Offer { label: Some(label), months, rate_bp: Some(rate + extra), renews, ..plain }
        }
        "wealth" => {
            let (risk, rate) = dice.pick([("R1", 195), ("R2", 240), ("R2", 265), ("R3", 310)]);
            let (label, months) = (words::word(dice, "wealth"), dice.pick([3, 6, 6, 12, 12, 24]));
            Offer {
                label: Some(label),
                risk: Some(risk),
                months,
                rate_bp: Some(rate),
                renews: Some(false),
                ..plain
            }
        }
        "fund" => {
            let (label, risk) = (words::word(dice, "fund"), dice.pick(["R2", "R3", "R3"]));
            Offer { label: Some(label), risk: Some(risk), ..plain }
        }
        "insurance" => {
            let months = dice.pick([36, 60, 60, 120]);
            Offer { label: Some(words::word(dice, "insurance")), months, ..plain }
        }
        _ => Offer { rate_bp: Some(45), ..plain },
    }
}

impl Holdings {
    /// Adds one product of `amount`, bought while the customer was active.
    fn add(&mut self, life: &Life, amount: i64, dice: &mut Dice) {
        let offer = offer(life, amount, dice);
        let (opened_on, maturity_on) = days(life, &offer, dice);
        let place = self.accounts.len();
        self.accounts.push(Account {
            product: offer.product,
            label: offer.label,
            opened_on,
            closed_on: None,
            balance: amount,
            balance_on: life.today,
            maturity_on,
            rate_bp: offer.rate_bp,
            renews: offer.renews,
            product_risk: offer.risk,
        });
        self.know_from_opening(place);
        if life.pace == Pace::Full {
            self.add_values(life, place, dice);
            if opened_on > life.ledger_from && opened_on > life.opened {
                self.add_purchase(life, place, dice);
            }
        }
    }

    /// The purchase of a product: paid by one that renewed itself until then, from the current account, or with
    /// money from outside.
    fn add_purchase(&mut self, life: &Life, place: usize, dice: &mut Dice) {
        let now = self.accounts[place].clone();
        let flow =
            |amount, kind| Flow { on: now.opened_on, amount, kind, label: now.label, is_lasting: false };
        let renews = matches!(now.product, "time_deposit" | "large_cd" | "wealth");
        let mut paid = flow(-now.balance, Move::ProductPurchase);
        let is_again = renews && dice.chance(600);
        self.purchases.push(Purchase { account: place, is_again });
        if is_again {
            self.flows.push(flow(now.balance, Move::ProductMaturity));
            let opened_on = before_ledger(life, dice).min(now.opened_on);
            self.push_ended(&Account { opened_on, ..now.clone() }, now.opened_on);
        } else if dice.chance(680) {
            paid.is_lasting = true;
        } else {
            let kind = if dice.chance(850) { Move::TransferIn } else { Move::CashDeposit };
            self.flows.push(Flow { label: None, ..flow(now.balance, kind) });
        }
        self.flows.push(paid);
    }

    /// An account of the same sort that held its balance from its opening to a day and ended then.
    fn push_ended(&mut self, account: &Account, ended_on: Day) {
        let place = self.accounts.len();
        self.balances.push(Balance {
            account: place,
            balance_on: account.opened_on,
            amount: account.balance,
        });
        self.accounts.push(Account {
            closed_on: Some(ended_on),
            balance: 0,
            balance_on: ended_on,
            maturity_on: Some(ended_on),
            ..account.clone()
        });
    }

    /// The balance as it was on the day of opening: without it nothing were known before the working date.
    fn know_from_opening(&mut self, place: usize) {
        let account = &self.accounts[place];
        if account.opened_on < account.balance_on {
            let (balance_on, amount) = (account.opened_on, account.balance);
            self.balances.push(Balance { account: place, balance_on, amount });
        }
    }

    /// Month-end values of what has a price of its own.
    fn add_values(&mut self, life: &Life, place: usize, dice: &mut Dice) {
        let account = &self.accounts[place];
        if account.product != "fund" {
            return;
        }
        let (first, mut value) = (account.opened_on, account.balance);
        for months in 0..12 {
            let on = calendar::month_later(life.today, -months) - 1;
            if on <= first {
                break;
            }
            value = value * 1000 / dice.range(985, 1022);
            self.balances.push(Balance { account: place, balance_on: on, amount: value });
        }
    }

    /// A deposit that ended just before the money left: the outflow itself stands in the ledger.
    fn add_ended(&mut self, life: &Life, dice: &mut Dice) {
        let Some(turn) = life.turn else { return };
        let amount = life.assets * dice.range(62, 80) / 100 / 100_000 * 100_000;
        self.current_aim = (self.current_aim - amount).max(life.assets / 40);
        let opened_on = before_ledger(life, dice).min(turn - 100);
        let product = dice.pick(["time_deposit", "wealth"]);
        let label = if product == "wealth" { words::word(dice, "wealth") } else { "一年期" };
        let ended = Account {
            product,
            label: Some(label),
            opened_on,
            closed_on: None,
            balance: amount,
            balance_on: turn,
            maturity_on: None,
            rate_bp: Some(145),
            renews: Some(false),
            product_risk: None,
        };
        self.push_ended(&ended, turn);
        let flow = |amount, kind| Flow { on: turn, amount, kind, label: None, is_lasting: false };
        self.flows.push(flow(amount, Move::ProductMaturity));
        self.flows.push(flow(-amount, Move::TransferOut));
    }

    /// Loans and cards.
    fn add_debts(&mut self, life: &Life, dice: &mut Dice) {
        let loans = if life.is_firm() { 260 } else { 120 };
        if dice.chance(loans) && life.today - life.opened > 200 {
            self.add_loan(life, dice);
        }
        if !life.is_firm() && dice.chance(230) {
            let owed = if dice.chance(300) { 0 } else { dice.low_range(20_000, 2_400_000) };
            self.push_debt(life, ("credit_card", None), owed, dice);
        }
        if !life.is_firm() && dice.chance(700) {
            self.push_debt(life, ("card", Some("借记卡")), 0, dice);
        }
    }

    fn add_loan(&mut self, life: &Life, dice: &mut Dice) {
        let (product, low, high) = match (life.is_firm(), dice.chance(600)) {
            (true, _) => ("loan", 300_000, 5_000_000),
            (false, true) => ("mortgage", 150_000, 1_800_000),
            (false, false) => ("loan", 20_000, 300_000),
        };
        let owed = dice.low_range(low, high) * 100;
        let months = if product == "mortgage" { 160 } else { 24 };
        self.instalment = (owed / months / 100 * 100).min(life.assets / 12);
        self.push_debt(life, (product, None), owed, dice);
        let days = if product == "mortgage" { dice.days(700, 7000) } else { dice.days(3, 500) };
        if let Some(loan) = self.accounts.last_mut() {
            loan.maturity_on = Some(life.today + days);
            loan.rate_bp = Some(if product == "mortgage" { 315 } else { 390 });
        }
    }

    fn push_debt(
        &mut self,
        life: &Life,
        what: (&'static str, Option<&'static str>),
        owed: i64,
        dice: &mut Dice,
    ) {
        let (product, label) = what;
        self.accounts.push(Account {
            product,
            label,
            opened_on: (life.today - dice.days(30, 900))
                .max(life.opened)
                .min(life.active_until.max(life.opened)),
            closed_on: None,
            balance: owed,
            balance_on: life.today,
            maturity_on: None,
            rate_bp: None,
            renews: None,
            product_risk: None,
        });
        if product != "card" {
            self.know_from_opening(self.accounts.len() - 1);
        }
    }
}

/// A day before the ledger begins, or the first day of the relationship.
fn before_ledger(life: &Life, dice: &mut Dice) -> Day {
    (life.ledger_from - dice.days(20, 700)).max(life.opened)
}

/// When a product was bought and when it ends: bought while the customer was active; what has ended since has
/// renewed itself, a few ended lately and wait for a decision.
fn days(life: &Life, offer: &Offer, dice: &mut Dice) -> (Day, Option<Day>) {
    let last = life.active_until.min(life.today);
    let span = if offer.months > 0 { offer.months * 30 } else { 900 };
    let slack = if dice.chance(25) { 6 } else { 0 };
    let mut opened = (last - dice.days(0, span - 1) - slack).max(life.opened).min(last);
    if offer.months == 0 {
        return (opened, None);
    }
    let mut maturity = calendar::months_later(opened, offer.months);
    let mut renewed = 0;
    while maturity < life.today - slack && renewed < 60 {
        if life.active_until == life.today {
            opened = maturity;
        }
        maturity = calendar::months_later(maturity, offer.months);
        renewed += 1;
    }
    (opened, Some(maturity))
}
