//! Who a customer is: name, age, trade, numbers, tags.

use super::dice::Dice;
use super::rows::{Identity, Phone};
use super::story::{Life, Pace, Story, Tier};
use super::words;
use crate::domain::{Day, Gender, PhoneKind, PhoneState, RiskLevel};

/// Numbers a customer may have: their places part the seven free digits among all customers.
const PHONES_EACH: u64 = 3;

/// In the first thousand customers every so many bear a rare surname, so that a small book has them all.
const RARE_STEP: u32 = 36;
const RARE_UNTIL: u32 = 1_200;

/// The row of `customer`.
pub fn identity(life: &Life, index: u32, dice: &mut Dice) -> Identity {
    let mut identity = if life.is_firm() { firm(life, index, dice) } else { person(life, index, dice) };
    identity.region = words::word(dice, "region");
    identity.segment = dice.chance(450).then(|| segment(&identity, life, dice));
    identity.remark = dice.chance(180).then(|| words::word(dice, "remark"));
    relationship(&mut identity, life, index, dice);
    identity
}

/// When the customer came, by whom, and when he left.
fn relationship(identity: &mut Identity, life: &Life, index: u32, dice: &mut Dice) {
    identity.opened_on = (life.story != Story::Prospect).then_some(life.opened);
    identity.entered_on = life.opened.max(life.today - 1400 - dice.days(0, 60));
    let days_here = life.today - identity.entered_on;
    if days_here > 60 && dice.chance(80) {
        let recent = dice.chance(120);
        identity.assigned_on = Some(life.today - dice.days(1, if recent { 25 } else { days_here }));
    }
    if dice.chance(90) {
        identity.referred_by = (index > 0).then(|| u32::try_from(dice.below(u64::from(index))).unwrap_or(0));
    }
    if life.story == Story::Closed {
        identity.left_on = life.turn;
        identity.leaving_reason =
            Some(words::word(dice, if life.is_firm() { "leaving.firm" } else { "leaving" }));
    }
}

fn blank(index: u32, life: &Life, dice: &mut Dice) -> Identity {
    Identity {
        customer_no: format!("{:08}", 60_000_000 + u64::from(index) * 17 + dice.below(17)),
        kind: life.kind,
        name: String::new(),
        gender: None,
        birth_on: None,
        region: "",
        industry: None,
        occupation: None,
        income_year: None,
        firm_size: None,
        segment: None,
        risk_level: None,
        risk_level_until_on: None,
        id_document_until_on: None,
        referred_by: None,
        opened_on: None,
        entered_on: life.opened,
        assigned_on: None,
        left_on: None,
        leaving_reason: None,
        deceased_on: None,
        remark: None,
    }
}

fn person(life: &Life, index: u32, dice: &mut Dice) -> Identity {
    let mut person = blank(index, life, dice);
    let gender = dice.pick([Gender::Female, Gender::Male]);
    let birth = birth(life, index, dice);
    let age = birth.years_until(life.today);
    person.name = name(index, gender, birth, dice);
    person.gender = Some(gender);
    person.birth_on = dice.chance(985).then_some(birth);
    let (industry, occupation) = job(age, dice);
    if dice.chance(760) {
        person.industry = industry;
        person.occupation = Some(occupation);
    }
    person.income_year = dice.chance(620).then(|| income_year(life.tier, age, dice));
    if dice.chance(800) && age >= 18 {
        let days = if dice.chance(14) { -dice.days(1, 70) } else { dice.days(0, 355) };
        person.risk_level = Some(risk_level(age, dice));
        person.risk_level_until_on = Some(life.today + days);
    }
    let days = if dice.chance(6) { -dice.days(1, 200) } else { dice.days(0, 5400) };
    person.id_document_until_on = dice.chance(900).then_some(life.today + days);
    // A death shows only on people who have stopped moving money.
    if life.story == Story::Dormant && age > 65 && dice.chance(120) {
        person.deceased_on = Some(life.active_until + dice.days(20, 170));
    }
    person
}

fn firm(life: &Life, index: u32, dice: &mut Dice) -> Identity {
    let mut firm = blank(index, life, dice);
    let (industry, trade) = words::pair(dice, "firm.trade");
    let tail = words::word(dice, "firm.tail");
    let head = words::word(dice, "firm.head");
    let place = if dice.chance(350) { words::word(dice, "firm.place") } else { "" };
    firm.name = format!("{place}{head}{trade}{tail}");
    firm.industry = Some(industry);
    let size = match life.tier {
        Tier::Private | Tier::Diamond => dice.range(80, 900),
        Tier::Wealth | Tier::Gold => dice.range(15, 180),
        Tier::Basic | Tier::Tail => dice.range(2, 30),
    };
    firm.firm_size = Some(size);
    firm.income_year = dice.chance(500).then(|| dice.near(size * 380_000 * 100, 45) / 1_000_000 * 1_000_000);
    firm
}

/// A birthday: ages as in a branch; one customer in 300 has it today.
fn birth(life: &Life, index: u32, dice: &mut Dice) -> Day {
    let (low, high) = if life.tier <= Tier::Wealth {
        dice.weighted([(8, (27, 34)), (24, (35, 44)), (28, (45, 54)), (24, (55, 64)), (16, (65, 86))])
    } else {
        let young = [(2, (9, 17)), (7, (18, 24)), (19, (25, 34)), (21, (35, 44))];
        dice.weighted([
            young[0],
            young[1],
            young[2],
            young[3],
            (19, (45, 54)),
            (17, (55, 64)),
            (15, (65, 88)),
        ])
    };
    let year = life.today.ymd().0 - dice.days(low, high);
    if index % 300 == 11 {
        return life.today.in_year(year);
    }
    life.today.in_year(year) - dice.days(1, 364)
}

/// The generation of a name, as in the word lists.
fn generation(birth: Day) -> u8 {
    match birth.ymd().0 {
        ..1960 => 1,
        1960..1980 => 2,
        1980..2000 => 3,
        _ => 4,
    }
}

/// A full name: rare surnames stand at fixed places so that every book has them.
fn name(index: u32, gender: Gender, birth: Day, dice: &mut Dice) -> String {
    let rare = words::list("surname.rare");
    let at = usize::try_from(index / RARE_STEP).unwrap_or(0) % rare.len().max(1);
    let surname = match rare.get(at) {
        Some(name) if index < RARE_UNTIL && index % RARE_STEP == 5 => name,
        _ => words::surname(dice),
    };
    let key = format!("{gender}.{}", generation(birth));
    if dice.chance(520) {
        return format!("{surname}{}", words::word(dice, &key));
    }
    let first = words::word(dice, &format!("{key}.first"));
    let last = words::list(&format!("{key}.last"));
    let mut second = dice.word(last);
    if second == first {
        second = last.first().copied().unwrap_or_default();
    }
    format!("{surname}{first}{second}")
}

fn job(age: i32, dice: &mut Dice) -> (Option<&'static str>, &'static str) {
    match age {
        ..22 => (None, words::word(dice, "job.young")),
        61.. => (None, words::word(dice, "job.old")),
        _ => {
            let (industry, occupation) = words::pair(dice, "job");
            (Some(industry), occupation)
        }
    }
}

/// Income of a year in fen, whole thousands of yuan.
fn income_year(tier: Tier, age: i32, dice: &mut Dice) -> i64 {
    let (low, high) = match tier {
        Tier::Private => (700_000, 3_000_000),
        Tier::Diamond => (350_000, 1_200_000),
        Tier::Wealth => (150_000, 480_000),
        Tier::Gold => (96_000, 260_000),
        Tier::Basic => (62_000, 160_000),
        Tier::Tail => (40_000, 110_000),
    };
    let yuan = dice.low_range(low, high);
    let yuan = match age {
        ..22 => yuan / 20,
        61.. => yuan * 6 / 10,
        _ => yuan,
    };
    yuan / 1000 * 1000 * 100
}

fn risk_level(age: i32, dice: &mut Dice) -> RiskLevel {
    let bold = if age > 65 { 1 } else { 5 };
    dice.weighted([
        (18, RiskLevel::C1),
        (36, RiskLevel::C2),
        (30, RiskLevel::C3),
        (3 * bold, RiskLevel::C4),
        (bold, RiskLevel::C5),
    ])
}

fn segment(identity: &Identity, life: &Life, dice: &mut Dice) -> &'static str {
    let age = identity.birth_on.map_or(40, |birth| birth.years_until(life.today));
    let has_shop = identity.occupation.is_some_and(|job| job.ends_with("店主") || job.ends_with("老板"));
    match age {
        _ if life.is_firm() || has_shop => "商户客群",
        61.. => "老年客群",
        27..46 => dice.pick(["亲子客群", "代发客群", "代发客群", "社区客群"]),
        _ => dice.pick(["代发客群", "社区客群"]),
    }
}

/// Free words, up to three.
pub fn tags(life: &Life, dice: &mut Dice) -> Vec<&'static str> {
    let wanted = if life.pace == Pace::Full { dice.weighted([(55, 0), (28, 1), (13, 2), (4, 3)]) } else { 0 };
    let mut tags: Vec<&'static str> = Vec::new();
    for _ in 0..wanted {
        let tag = words::word(dice, "tag");
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

/// The customer's numbers. Mobiles are 1545 and seven digits that no other customer has; landlines of firms stand
/// in an area code that is not given out.
pub fn phones(life: &Life, index: u32, dice: &mut Dice) -> Vec<Phone> {
    let mut phones = Vec::new();
    let first = index_place(index, 0);
    if life.is_firm() && dice.chance(700) {
        phones.push(phone(format!("0600-8{:07}", first % 10_000_000), PhoneKind::Landline));
    } else {
        phones.push(phone(mobile(first), PhoneKind::Mobile));
    }
    if dice.chance(if life.is_firm() { 600 } else { 70 }) {
        let kind = if life.is_firm() { PhoneKind::Mobile } else { PhoneKind::Work };
        phones.push(phone(mobile(index_place(index, 1)), kind));
    }
    let (state, back) = dice.weighted([
        (690, (PhoneState::Valid, 900)),
        (293, (PhoneState::Unverified, 0)),
        (11, (PhoneState::Invalid, 300)),
        (6, (PhoneState::Suspended, 40)),
    ]);
    if let Some(primary) = phones.first_mut() {
        primary.state = state;
        primary.state_on = (back > 0).then(|| (life.today - dice.days(1, back)).max(life.opened));
    }
    phones
}

fn phone(number: String, kind: PhoneKind) -> Phone {
    Phone { number, kind, state: PhoneState::Unverified, state_on: None }
}

fn index_place(index: u32, nth: u64) -> u64 {
    u64::from(index) * PHONES_EACH + nth
}

/// A mobile number of a place below 10,000,000: a permutation of the seven digits.
fn mobile(place: u64) -> String {
    format!("1545{:07}", (place * 7_654_321 + 2_468_013) % 10_000_000)
}
