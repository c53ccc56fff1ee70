//! What moves a customer's current account, before balances are known: pay, bills, purchases, business, money that
//! comes and goes.

use super::calendar;
use super::dice::Dice;
use super::holdings::Holdings;
use super::rows::{Identity, Move};
use super::story::{Life, Pace, Story, Tier};
use super::words;
use crate::domain::Day;

/// A movement to come. What cannot be paid is left out, unless it is due (`Due::Must`).
#[derive(Clone)]
pub struct Event {
    /// Day.
    pub on: Day,
    /// Fen, signed; ignored for `Due::Level` and `Due::Empty`.
    pub amount: i64,
    /// Kind.
    pub kind: Move,
    /// The other side.
    pub counterparty: Option<&'static str>,
    /// Text.
    pub memo: Option<&'static str>,
    /// What happens when the balance does not suffice, or what the balance decides.
    pub due: Due,
}

/// How an event meets the balance.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Only if the balance suffices.
    Can,
    /// Money comes from outside first if it does not.
    Must,
    /// As `Must`, and the customer's usual balance moves with it.
    Lasting,
    /// Back to the usual balance, by a transfer.
    Level,
    /// The whole balance leaves.
    Empty,
    /// A quarter's interest on the balance.
    Interest,
}

impl Event {
    fn new(on: Day, amount: i64, kind: Move) -> Event {
        Event { on, amount, kind, counterparty: None, memo: None, due: Due::Can }
    }

    fn with(self, counterparty: &'static str, memo: Option<&'static str>) -> Event {
        Event { counterparty: Some(counterparty).filter(|c| !c.is_empty()), memo, ..self }
    }

    fn due(self, due: Due) -> Event {
        Event { due, ..self }
    }
}

/// Everything that will move the current account, in order of day; credits come first on a day.
pub fn events(life: &Life, identity: &Identity, holdings: &Holdings, dice: &mut Dice) -> Vec<Event> {
    let mut events = Vec::new();
    own(life, dice, &mut events);
    regular(life, identity, holdings, dice, &mut events);
    if life.pace == Pace::Full {
        large(life, dice, &mut events);
    }
    events.extend(holdings.flows.iter().map(|flow| {
        let is_transfer = matches!(flow.kind, Move::TransferIn | Move::TransferOut);
        let other = if is_transfer { "他行本人户" } else { "" };
        let due = if flow.is_lasting { Due::Lasting } else { Due::Must };
        Event::new(flow.on, flow.amount, flow.kind).with(other, flow.label).due(due)
    }));

    if let (true, Some(turn)) = (life.has_left(), life.turn) {
        events.push(
            Event::new(turn, 0, Move::TransferOut).with("他行本人户", Some("转走余额")).due(Due::Empty),
        );
    }
    events.retain(|event| event.on >= life.ledger_from && event.on <= life.today);
    events.sort_by_key(|event| (event.on, rank(event)));
    events
}

/// The order within a day: what comes, what goes, what depends on the balance.
fn rank(event: &Event) -> u8 {
    match event.due {
        Due::Empty => 3,
        Due::Level => 2,
        _ => u8::from(event.amount < 0),
    }
}

/// Days between two own movements, on average.
fn gap(life: &Life, activity: i64, day: Day) -> i64 {
    let fallen = life.story == Story::Declining && life.turn.is_some_and(|turn| day >= turn);
    let days = match (life.pace, life.story) {
        (Pace::Full, _) => 960,
        (Pace::Thin, Story::Declining) if life.today - day < 500 => 900,
        (Pace::Thin, Story::Revived) if life.back_on.is_some_and(|back| day >= back) => 900,
        (Pace::Thin, _) => return 112,
    };
    let days = if fallen { days * 4 } else { days };
    (days * 100 / activity.max(1) / calendar::season(day)).clamp(1, 90)
}

/// What the customer does by himself.
fn own(life: &Life, dice: &mut Dice, events: &mut Vec<Event>) {
    let activity = match life.story {
        Story::Declining => dice.range(120, 210),
        _ => dice.low_range(45, 260),
    };
    let mut day = life.ledger_from + dice.days(0, 4);
    while day <= life.today {
        if life.is_active_on(day) {
            let event = if life.is_firm() { business(life, day, dice) } else { errand(life, day, dice) };
            events.push(event);
        }
        let gap = gap(life, activity, day);
        day = day + i32::try_from(dice.range((gap / 2).max(1), gap * 3 / 2)).unwrap_or(30);
    }
    // The days that make the story: the last own movement, and the first two after a silence.
    if life.active_until < life.today && life.active_until >= life.ledger_from {
        events.push(withdrawal(life.active_until, dice));
    }
    if let Some(back) = life.back_on {
        events.push(arrival(life, back, dice));
        events.push(withdrawal((back + dice.days(1, 3)).min(life.today), dice));
    }
}

fn withdrawal(on: Day, dice: &mut Dice) -> Event {
    Event::new(on, -dice.low_range(1, 30) * 10_000, Move::CashWithdrawal).due(Due::Must)
}

fn arrival(life: &Life, on: Day, dice: &mut Dice) -> Event {
    let amount = dice.near(life.assets / 20, 40) / 10_000 * 10_000 + 200_000;
    Event::new(on, amount, Move::TransferIn).with("他行本人户", None)
}

/// Percent by which a tier's purchases are larger.
fn purse(tier: Tier) -> i64 {
    match tier {
        Tier::Private => 900,
        Tier::Diamond => 480,
        Tier::Wealth => 260,
        Tier::Gold => 170,
        Tier::Basic => 110,
        Tier::Tail => 60,
    }
}

fn errand(life: &Life, on: Day, dice: &mut Dice) -> Event {
    let purse = purse(life.tier);
    let out = |amount: i64, kind: Move| Event::new(on, -(amount * purse / 100).max(100), kind);
    match dice.below(100) {
        0..66 => {
            let season = calendar::season(on);
            let key = match (season, on.ymd().1) {
                (200.., 11) => "shop.online",
                (200.., _) => "shop.festival",
                _ => "shop",
            };
            let amount = dice.low_range(800, 46_000) * season.max(100) / 100;
            out(amount, Move::CardPurchase).with(words::word(dice, key), None)
        }
        66..76 => Event::new(on, -dice.low_range(1, 40) * 10_000, Move::CashWithdrawal),
        76..88 => {
            let amount = dice.low_range(20, 700) * 1000;
            out(amount, Move::TransferOut)
                .with("", dice.pick([None, None, Some("学费"), Some("房租"), Some("红包")]))
        }
        88..96 => {
            let amount = dice.low_range(20, 700) * 1000 * purse / 100;
            Event::new(on, amount, Move::TransferIn).with("他行转入", None)
        }
        96..98 => Event::new(on, dice.range(1500, 40_000), Move::Refund)
            .with(words::word(dice, "shop.online"), None),
        _ => Event::new(on, dice.low_range(5, 200) * 10_000, Move::CashDeposit),
    }
}

/// A firm's movement: customers pay, suppliers are paid.
fn business(life: &Life, on: Day, dice: &mut Dice) -> Event {
    let size = (life.assets / 6).max(200_000);
    let partner = words::word(dice, "partner");
    if dice.chance(520) {
        let amount = dice.near(size, 70) / 1000 * 1000;
        Event::new(on, amount, Move::TransferIn).with(partner, Some("货款"))
    } else {
        let amount = dice.near(size, 70) / 1000 * 1000;
        let memo = dice.pick([Some("货款"), Some("货款"), Some("运费"), Some("房租"), Some("税款")]);
        Event::new(on, -amount, Move::TransferOut).with(partner, memo)
    }
}

/// What comes every month or quarter: pay, bills, instalments, interest, fees, and levelling.
fn regular(life: &Life, who: &Identity, holdings: &Holdings, dice: &mut Dice, events: &mut Vec<Event>) {
    let habits = Habits::draw(life, who, holdings, dice);
    let mut month = life.ledger_from.month_start();
    while month <= life.today {
        habits.month(life, month, dice, events);
        month = calendar::month_later(month, 1);
    }
}

/// What a customer has every month.
struct Habits {
    pay: Option<(Move, i64, i32, &'static str)>,
    bill: Option<(&'static str, i64)>,
    instalment: i64,
    level_day: i32,
    has_fee: bool,
    pay_until: Day,
    pay_from: Day,
    is_thin: bool,
}

impl Habits {
    fn draw(life: &Life, who: &Identity, holdings: &Holdings, dice: &mut Dice) -> Habits {
        let is_thin = life.pace == Pace::Thin;
        let stopped = life.story == Story::SalaryStopped;
        let turn = life.turn.unwrap_or(life.today);
        Habits {
            pay: pay(life, who, dice).filter(|_| stopped || !is_thin),
            bill: (!is_thin && !life.is_firm() && dice.chance(480))
                .then(|| (words::word(dice, "household"), dice.range(4_000, 38_000))),
            instalment: if is_thin { 0 } else { holdings.instalment },
            level_day: dice.days(16, 27),
            has_fee: !is_thin && dice.chance(if life.is_firm() { 900 } else { 180 }),
            pay_until: if stopped { turn } else { life.active_until },
            pay_from: if is_thin { turn - 190 } else { life.ledger_from },
            is_thin,
        }
    }

    fn month(&self, life: &Life, month: Day, dice: &mut Dice, events: &mut Vec<Event>) {
        if let Some((kind, amount, day, payer)) = self.pay {
            let on = calendar::workday_until(calendar::in_month(month, day));
            if on >= self.pay_from && on <= self.pay_until {
                let bonus = kind == Move::SalaryIn && month.ymd().1 == 1 && !self.is_thin;
                let amount = dice.near(amount, 4) * if bonus { 2 } else { 1 };
                events.push(Event::new(on, amount, kind).with(payer, bonus.then_some("含年终奖")));
            }
        }
        self.bills(life, month, dice, events);
        let level_on = calendar::in_month(month, self.level_day);
        let levels = if self.is_thin { month.ymd().1 % 6 == 1 } else { true };
        if levels && life.is_active_on(level_on) {
            events.push(Event::new(level_on, 0, Move::TransferOut).due(Due::Level));
        }
    }

    fn bills(&self, life: &Life, month: Day, dice: &mut Dice, events: &mut Vec<Event>) {
        let active = life.is_active_on(calendar::in_month(month, 20));
        if let Some((what, amount)) = self.bill.filter(|_| active) {
            let on = calendar::in_month(month, 12);
            events.push(Event::new(on, -dice.near(amount, 30), Move::HouseholdOut).with(what, None));
        }
        if self.instalment > 0 && active {
            let on = calendar::in_month(month, 21);
            events.push(Event::new(on, -self.instalment, Move::LoanPaymentOut).due(Due::Must));
        }
        if self.has_fee {
            let (amount, memo) =
                if life.is_firm() { (-5_000, "账户管理费") } else { (-200, "短信服务费") };
            events.push(Event::new(calendar::in_month(month, 26), amount, Move::Fee).with("", Some(memo)));
        }
        if month.ymd().1.is_multiple_of(3) && !self.is_thin {
            events.push(Event::new(calendar::in_month(month, 21), 0, Move::Interest).due(Due::Interest));
        }
    }
}

/// Salary or pension: kind, fen a month, day of the month, payer.
fn pay(life: &Life, who: &Identity, dice: &mut Dice) -> Option<(Move, i64, i32, &'static str)> {
    if life.is_firm() {
        return None;
    }
    let age = who.birth_on.map_or(45, |birth| birth.years_until(life.today));
    let usual = who.income_year.unwrap_or(dice.range(50_000, 130_000) * 100);
    let share = purse(life.tier).min(300);
    let yuan = (usual / 12 * 80 / 100).min(45_000 * share);
    let (is_paid, kind) = match age {
        ..20 => (false, Move::SalaryIn),
        61.. => (dice.chance(720), Move::PensionIn),
        _ => (dice.chance(560), Move::SalaryIn),
    };
    if life.story == Story::SalaryStopped {
        return Some((Move::SalaryIn, yuan.max(280_000), dice.days(8, 16), words::word(dice, "payer")));
    }
    let payer = if kind == Move::PensionIn { "社保中心" } else { words::word(dice, "payer") };
    let amount = if kind == Move::PensionIn { yuan.clamp(180_000, 900_000) } else { yuan.max(250_000) };
    is_paid.then_some((kind, amount, dice.days(5, 20), payer))
}

/// Large money that comes or goes and stays away: some over the years, a little of it just now.
fn large(life: &Life, dice: &mut Dice, events: &mut Vec<Event>) {
    let smallest = 5_200_000;
    if life.assets < smallest * 2 || life.story == Story::Outflow {
        return;
    }
    let span = life.active_until - life.ledger_from;
    let mut days: Vec<(Day, bool)> = Vec::new();
    for _ in 0..dice.weighted([(45, 0), (35, 1), (20, 2)]) {
        if span > 120 {
            days.push((life.active_until - dice.days(100, span), dice.chance(600)));
        }
    }
    if life.story == Story::Mature {
        match dice.below(1000) {
            0..28 => days.push((calendar::workday_until(life.today - dice.days(0, 14)), true)),
            28..46 => days.push((calendar::workday_until(life.today - dice.days(0, 14)), false)),
            _ => {}
        }
    }
    for (on, comes) in days {
        let share = life.assets * dice.low_range(20, 46) / 100;
        let amount = share.max(smallest) / 100_000 * 100_000;
        let (kind, memo) = if comes {
            (Move::TransferIn, dice.pick([Some("卖房款"), Some("货款回笼"), Some("拆迁款"), None]))
        } else {
            (Move::TransferOut, dice.pick([Some("购房款"), Some("转他行本人户"), Some("借款"), None]))
        };
        let signed = if comes { amount } else { -amount };
        events.push(Event::new(on, signed, kind).with("他行本人户", memo).due(Due::Lasting));
    }
}
