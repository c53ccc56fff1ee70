//! What a customer allows on a channel, and the few classes set by hand.

use super::dice::Dice;
use super::follow_ups::{Relations, moment};
use super::rows::{Consent, Override};
use super::story::{Life, Story, Tier};
use super::words;
use crate::domain::{Channel, ConsentState, Day, Dimension, Minute, Zone};

/// What is known about the channels; a refusal in a talk is always among it.
pub fn consents(life: &Life, entered_on: Day, relations: &Relations, dice: &mut Dice) -> Vec<Consent> {
    let mut consents = Vec::new();
    let given_on = entered_on + dice.days(0, (life.today - entered_on).min(400));
    let phone = match relations.phone_closed_on {
        Some(day) => Some((ConsentState::Never, day)),
        None => phone_state(dice).map(|state| (state, given_on)),
    };
    if let Some((state, on)) = phone {
        consents.push(consent(life, Channel::Phone, state, on, dice));
    }
    let sms = dice.weighted([(300, Some(ConsentState::Yes)), (12, Some(ConsentState::Never)), (688, None)]);
    if let Some(state) = sms {
        consents.push(consent(life, Channel::Sms, state, given_on, dice));
    }
    let closed = if relations.is_wecom_closed { 1000 } else { 0 };
    let wecom =
        dice.weighted([(closed, Some(ConsentState::Never)), (280, Some(ConsentState::Yes)), (720, None)]);
    if let Some(state) = wecom {
        consents.push(consent(life, Channel::Wecom, state, given_on, dice));
    }
    consents
}

fn phone_state(dice: &mut Dice) -> Option<ConsentState> {
    dice.weighted([
        (430, Some(ConsentState::Yes)),
        (32, Some(ConsentState::ServiceOnly)),
        (28, Some(ConsentState::Window)),
        (9, Some(ConsentState::NoUntil)),
        (9, Some(ConsentState::Never)),
        (492, None),
    ])
}

fn consent(life: &Life, channel: Channel, state: ConsentState, given_on: Day, dice: &mut Dice) -> Consent {
    let window = match state {
        ConsentState::Window => {
            let (from, to) = dice.pick([
                (12 * 60, 14 * 60),
                (9 * 60, 11 * 60 + 30),
                (17 * 60, 19 * 60),
                (15 * 60, 18 * 60),
            ]);
            Minute::from_number(from).zip(Minute::from_number(to))
        }
        _ => None,
    };
    let until_on = (state == ConsentState::NoUntil).then(|| life.today + dice.days(4, 90));
    let given_on = if state == ConsentState::NoUntil { given_on.max(life.today - 40) } else { given_on };
    let key = match state {
        ConsentState::Never => format!("consent.never.{channel}"),
        _ => format!("consent.{state}"),
    };
    Consent { channel, state, window, until_on, given_on, wording: words::word(dice, &key) }
}

/// A class set by hand: seldom, and mostly for a time.
pub fn overrides(life: &Life, index: u32, zone: Zone, dice: &mut Dice) -> Vec<Override> {
    if life.has_left() || life.story == Story::Prospect || index % 150 != 17 {
        return Vec::new();
    }
    let (dimension, class) = match life.tier {
        Tier::Private | Tier::Diamond => (Dimension::Need, "high_end"),
        Tier::Wealth => (Dimension::Value, "diamond"),
        Tier::Gold => (Dimension::Value, "wealth"),
        Tier::Basic => (Dimension::Value, "gold"),
        Tier::Tail => (Dimension::Lifecycle, "mature"),
    };
    let from_on = (life.today - dice.days(2, 300)).max(life.opened);
    vec![Override {
        dimension,
        class,
        reason: words::word(dice, "override"),
        from_on,
        until_on: dice.chance(750).then(|| from_on + dice.days(90, 540)),
        created_at: moment(zone, from_on, dice.range(540, 1050)),
    }]
}
