//! The touches of the years: when the manager called, how far he got, what came of it, what he noted.
//!
//! Chance of reaching somebody depends on the hour, the tier and the story. What a touch causes is in `follow_ups`.

use super::calendar;
use super::deals::Sales;
use super::dice::Dice;
use super::follow_ups::{self, Consequence, Relations};
use super::holdings::Holdings;
use super::rows::{Account, Identity, Phone, Touch};
use super::story::{LEDGER_DAYS, Life, Pace, Story, Tier};
use super::words;
use crate::domain::{
    Channel, CustomerKind, Day, Direction, PhoneState, Reach, Reason, Reply, TalkResult, Zone,
};

/// What the contacts of a customer are made from.
pub struct Setting<'a> {
    /// The life.
    pub life: &'a Life,
    /// The customer.
    pub identity: &'a Identity,
    /// His numbers.
    pub phones: &'a [Phone],
    /// What he holds.
    pub holdings: &'a Holdings,
    /// Local time.
    pub zone: Zone,
    /// Whether something was promised for the working date.
    pub has_promise_today: bool,
}

/// All touches and what they left to do.
pub fn relations(setting: &Setting, dice: &mut Dice) -> Relations {
    let mut relations = Relations::default();
    let life = setting.life;
    let last = last_day(setting);
    let mut day = calendar::workday_from(first_day(setting, dice));
    let (mut tries, mut before) = (0, None);
    let mut sales = Sales::draw(setting, last, dice);
    loop {
        let sale = sales.take(before, day);
        day = sale.as_ref().map_or(day, |sale| sale.on);
        if day > last || relations.is_over {
            break;
        }
        let touched = match sale {
            Some(sale) => sale.touch(setting, &relations, dice),
            None => touch(setting, day, &relations, dice),
        };
        before = Some(day);
        tries = if touched.reach.is_reached() { 0 } else { tries + 1 };
        let next = follow_ups::after(setting, touched, &mut relations, dice);
        let due = match next {
            Consequence::DueOn(due) => due + dice.weighted([(86, 0), (9, 1), (5, 3)]),
            Consequence::Nothing if tries == 0 => day + rhythm(life, dice),
            Consequence::Nothing if tries < 3 => day + dice.days(2, 7),
            Consequence::Nothing => day + dice.days(12, 20),
        };
        day = calendar::workday_near(due.max(day + 1), day);
    }
    if relations.is_over || setting.identity.left_on.is_some() || setting.identity.deceased_on.is_some() {
        follow_ups::cancel_open(&mut relations);
    } else if setting.has_promise_today {
        follow_ups::promise_today(setting, &mut relations, dice);
    }
    relations
}

fn first_day(setting: &Setting, dice: &mut Dice) -> Day {
    let life = setting.life;
    let from = setting.identity.entered_on.max(life.today - LEDGER_DAYS);
    let days = rhythm(life, dice);
    // A large book keeps the last two rounds only.
    let from = if life.pace == Pace::Thin { from.max(life.today - 2 * days) } else { from };
    from + dice.days(1, if life.story == Story::New { 9 } else { days.max(2) })
}

/// The last day on which the customer was in the manager's care; never the working date itself.
fn last_day(setting: &Setting) -> Day {
    let end = setting.identity.deceased_on.map(|day| day + 21);
    let end = end.or(setting.identity.left_on).unwrap_or(setting.life.today);
    end.min(setting.life.today - 1)
}

/// Days until the next contact that nothing else calls for.
fn rhythm(life: &Life, dice: &mut Dice) -> i32 {
    let days = if life.is_firm() { life.tier.rhythm().min(60) } else { life.tier.rhythm() };
    let days = match life.story {
        Story::Prospect => 25,
        Story::New | Story::Growing => days.min(45),
        Story::Lost | Story::Emptied => days * 2,
        _ => days,
    };
    // The manager works by the list: mostly a little before the rhythm runs out, some late.
    let percent = if dice.chance(970) { dice.days(62, 92) } else { dice.days(100, 130) };
    (days * percent / 100).max(2)
}

/// One touch on a day.
fn touch(setting: &Setting, day: Day, so_far: &Relations, dice: &mut Dice) -> Touch {
    let life = setting.life;
    let reason = reason(setting, day, dice);
    let (channel, direction) = channel(setting, day, so_far, dice);
    let hour = hour(dice);
    let at = follow_ups::moment(setting.zone, day, i64::from(hour) * 60 + dice.range(0, 59));
    let mut touch = Touch {
        at,
        channel,
        direction,
        reach: Reach::Connected,
        reply: None,
        result: None,
        reason: (direction == Direction::Out).then_some(reason),
        note: None,
        duration_s: None,
        is_by_phone: channel == Channel::Phone || channel == Channel::Sms,
        is_service: matches!(
            reason,
            Reason::Birthday | Reason::IdExpiry | Reason::RiskExpiry | Reason::Survey
        ),
        deal: None,
        elsewhere: None,
    };
    touch.reach = reach(setting, day, hour, &touch, dice);
    if touch.reach.is_talk() {
        talk(setting, day, &mut touch, dice);
    } else if matches!(channel, Channel::Sms | Channel::Wecom) {
        let some = if channel == Channel::Wecom { 60 } else { 22 };
        let replies = [
            (100 - some, Reply::None),
            (some / 3, Reply::Yes),
            (some / 3, Reply::Ask),
            (some / 4, Reply::No),
        ];
        touch.reply = touch.reach.is_reached().then(|| dice.weighted(replies));
        touch.note = dice.chance(300).then(|| words::word(dice, "note.message").to_owned());
    } else if channel == Channel::Phone {
        let key = if touch.reach == Reach::ThirdParty { "note.third" } else { "note.missed" };
        touch.note = dice
            .chance(if touch.reach == Reach::ThirdParty { 700 } else { 160 })
            .then(|| words::word(dice, key).to_owned());
    }
    if life.pace == Pace::Thin && dice.chance(500) {
        touch.note = None;
    }
    touch
}

fn hour(dice: &mut Dice) -> u32 {
    dice.weighted([(15, 9), (24, 10), (14, 11), (10, 14), (16, 15), (17, 16), (12, 17), (4, 18), (2, 19)])
}

/// The channel and who began.
fn channel(setting: &Setting, day: Day, so_far: &Relations, dice: &mut Dice) -> (Channel, Direction) {
    let closed = so_far.phone_closed_on.is_some() || is_dead(setting, day) && so_far.found_dead;
    let phone = if closed { 0 } else { 60 };
    let visit = if setting.life.tier <= Tier::Diamond || setting.life.is_firm() { 6 } else { 1 };
    dice.weighted([
        (phone, (Channel::Phone, Direction::Out)),
        (phone / 12, (Channel::Phone, Direction::In)),
        (phone / 5, (Channel::Sms, Direction::Out)),
        (if so_far.is_wecom_closed { 0 } else { 11 }, (Channel::Wecom, Direction::Out)),
        (6, (Channel::Branch, Direction::In)),
        (visit, (Channel::Visit, Direction::Out)),
        (2, (Channel::Event, Direction::Out)),
    ])
}

/// Whether the primary number was known to be dead on a day.
pub fn is_dead(setting: &Setting, day: Day) -> bool {
    setting.phones.first().is_some_and(|phone| {
        phone.state == PhoneState::Invalid && phone.state_on.is_some_and(|dead_on| day >= dead_on)
    })
}

fn reach(setting: &Setting, day: Day, hour: u32, touch: &Touch, dice: &mut Dice) -> Reach {
    match (touch.channel, touch.direction) {
        (Channel::Phone, Direction::In) => Reach::Connected,
        (Channel::Phone, Direction::Out) if is_dead(setting, day) => Reach::EmptyNumber,
        (Channel::Phone, Direction::Out) => {
            if dice.chance(chance_to_reach(setting, hour)) {
                return Reach::Connected;
            }
            dice.weighted([
                (58, Reach::NoAnswer),
                (12, Reach::Busy),
                (9, Reach::Declined),
                (8, Reach::ThirdParty),
                (6, Reach::SwitchedOff),
                (4, Reach::Unreachable),
                (3, Reach::Voicemail),
            ])
        }
        (Channel::Sms | Channel::Wecom, _) => dice.weighted([
            (93, Reach::Delivered),
            (3, Reach::Unknown),
            (3, Reach::Undeliverable),
            (1, Reach::Rejected),
        ]),
        (Channel::Branch, _) => Reach::Met,
        _ => dice.weighted([(88, Reach::Met), (7, Reach::NoShow), (5, Reach::Cancelled)]),
    }
}

/// Of 1,000 dials, how many reach the customer himself: best late in the morning and after work.
fn chance_to_reach(setting: &Setting, hour: u32) -> u64 {
    let by_hour = match hour {
        9 => 370,
        10 => 480,
        11 => 440,
        14 => 300,
        15 => 390,
        16 => 430,
        17 => 500,
        _ => 560,
    };
    let by_story = match setting.life.story {
        Story::Dormant => 70,
        Story::Lost | Story::Emptied | Story::Closed => 52,
        Story::Declining | Story::Outflow => 85,
        _ => 100,
    };
    let by_tier = match setting.life.tier {
        Tier::Private | Tier::Diamond => 125,
        Tier::Wealth => 112,
        Tier::Gold | Tier::Basic => 100,
        Tier::Tail => 85,
    };
    by_hour * by_story * by_tier / 10_000
}

/// Why the customer was contacted.
fn reason(setting: &Setting, day: Day, dice: &mut Dice) -> Reason {
    let life = setting.life;
    if day - life.opened < 60 {
        return dice.pick([Reason::New30, Reason::New30, Reason::NewAssigned]);
    }
    let asleep = u32::from(!life.is_active_on(day)) * 120;
    let leaving = u32::from(life.turn.is_some_and(|turn| day >= turn)) * 60;
    let has = |product| u32::from(setting.holdings.accounts.iter().any(|a| a.product == product));
    dice.weighted([
        (42, Reason::Rhythm),
        (asleep, Reason::Dormant),
        (leaving, Reason::AtRisk),
        (18 * has("time_deposit").max(has("large_cd")), Reason::TdDue),
        (12 * has("wealth"), Reason::WealthDue),
        (12, Reason::Campaign),
        (5, Reason::Birthday),
        (4, Reason::Inflow),
        (4, Reason::Outflow),
        (4, Reason::RiskExpiry),
        (3, Reason::IdExpiry),
        (4, Reason::Survey),
    ])
}

/// The result, note and length of a talk.
fn talk(setting: &Setting, day: Day, touch: &mut Touch, dice: &mut Dice) {
    let result = result(setting, touch, dice);
    touch.result = Some(result);
    let base = if touch.channel == Channel::Phone { 95 } else { 900 };
    let length = dice.low_range(base / 3, base * 6);
    touch.duration_s = Some(length);
    touch.is_service |= result == TalkResult::Served;
    let key = match touch.channel {
        Channel::Branch if dice.chance(500) => "note.branch".to_owned(),
        Channel::Visit if dice.chance(600) => "note.visit".to_owned(),
        Channel::Event => "note.event".to_owned(),
        _ => format!("note.{result}"),
    };
    let amount = (setting.life.assets * dice.range(8, 40) / 100 / 1_000_000).max(1) * 1_000_000;
    touch.note = dice.chance(780).then(|| note(setting, (&key, day), amount, dice));
    if result == TalkResult::OtherBank {
        touch.elsewhere = Some((dice.range(150, 260), day + dice.days(20, 300)));
    }
}

fn result(setting: &Setting, touch: &Touch, dice: &mut Dice) -> TalkResult {
    let identity = setting.identity;
    if identity.deceased_on.is_some_and(|died| setting.zone.day(touch.at) > died) {
        return TalkResult::Deceased;
    }
    let cold = matches!(setting.life.story, Story::Dormant | Story::Lost | Story::Emptied | Story::Outflow);
    let (warm, chill) = if cold { (1, 3) } else { (3, 1) };
    let rich = u32::from(setting.life.tier <= Tier::Wealth && identity.kind == CustomerKind::Person);
    let is_call = u32::from(touch.channel == Channel::Phone);
    dice.weighted([
        (if touch.is_service { 720 } else { 176 }, TalkResult::Served),
        (56 * warm, TalkResult::Thinking),
        (40 * warm, TalkResult::Interested),
        (64 + 72 * chill, TalkResult::NotInterested),
        (32 * warm, TalkResult::Later),
        (8 * warm + 24 * rich, TalkResult::Appointment),
        (48, TalkResult::Callback),
        (40, TalkResult::Material),
        (24 * chill, TalkResult::OtherBank),
        (8, TalkResult::Verify),
        (2, TalkResult::Complaint),
        (is_call * chill, TalkResult::DoNotCall),
    ])
}

/// A note from the lists, with a product that the customer held that day, an amount and a day put in.
fn note(setting: &Setting, (key, on): (&str, Day), amount: i64, dice: &mut Dice) -> String {
    let is_named = |account: &&Account| {
        matches!(account.product, "wealth" | "fund" | "insurance")
            && account.opened_on <= on
            && account.closed_on.is_none_or(|closed| on < closed)
    };
    let held = setting.holdings.accounts.iter().rfind(is_named);
    let product = held.and_then(|account| account.label).unwrap_or("定期");
    let day = dice.pick(["周一", "周三", "周四", "周五", "下周二", "月底", "下月初", "周末"]);
    words::word(dice, key).replace("{p}", product).replace("{m}", &words::amount(amount)).replace("{d}", day)
}
