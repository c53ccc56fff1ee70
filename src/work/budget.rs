//! The disturbance budget, dial caps and hours: what was used, what is allowed, what stands against a contact.
//!
//! Owns the counting rules of product.md. In this version they are counted and shown; they suppress nothing.
//! Windows of N days are (day - N, day].

use super::playbook::PlaybookLimits;
use crate::domain::{Channel, Day, Direction, Minute, PhoneId, Reach};

/// A contact of the last 30 days, as far as budget and caps look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Touch {
    /// Its local day.
    pub on: Day,
    /// Its local minute.
    pub minute: Minute,
    /// The channel.
    pub channel: Channel,
    /// Who started it.
    pub direction: Direction,
    /// How far it got.
    pub reach: Reach,
    /// It kept a promise.
    pub was_promised: bool,
    /// It was service.
    pub is_service: bool,
    /// The number dialled.
    pub phone: Option<PhoneId>,
}

impl Touch {
    /// Whether it counts: it reached the customer, outgoing, neither promised nor service.
    pub fn is_counted(&self) -> bool {
        self.direction == Direction::Out && self.reach.is_reached() && !self.was_promised && !self.is_service
    }

    /// Whether it is a dial that reached nobody.
    pub fn is_vain_dial(&self) -> bool {
        self.channel == Channel::Phone
            && self.direction == Direction::Out
            && self.reach.is_attempt()
            && !self.reach.is_reached()
    }
}

/// Whether a channel talks or writes: the budget of a day has one of each.
pub fn is_message(channel: Channel) -> bool {
    matches!(channel, Channel::Sms | Channel::Wecom | Channel::App | Channel::Mail)
}

/// What is used, with what is allowed beside it: `7天 0/2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Used {
    /// Talks today.
    pub calls_today: u16,
    /// Messages today.
    pub messages_today: u16,
    /// Contacts in 7 days.
    pub week: u16,
    /// Contacts in 30 days.
    pub month: u16,
    /// Vain dials to the number today, in 7 days, in 30 days.
    pub dials: [u16; 3],
    /// Vain dials in a row since the last talk, over the playbook's days.
    pub tries: u16,
}

/// What is allowed, from the playbook.
pub type Limits = PlaybookLimits;

/// What stands against a contact now. Words under `work.obstacle.<code>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// Outside the time of day that the customer wants.
    Window,
    /// Outside the hours.
    Hours,
    /// The budget of the day is used.
    Day,
    /// The budget of 7 days is used.
    Week,
    /// The budget of 30 days is used.
    Month,
    /// The number was dialled in vain too often.
    Dials,
}

impl Obstacle {
    /// Its code, for texts and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Obstacle::Window => "window",
            Obstacle::Hours => "hours",
            Obstacle::Day => "budget_day",
            Obstacle::Week => "budget_week",
            Obstacle::Month => "budget_month",
            Obstacle::Dials => "dials",
        }
    }
}

impl Used {
    /// Counts the touches of a customer on a day; vain dials of one number, or of all where none is named.
    pub fn count(touches: &[Touch], day: Day, phone: Option<PhoneId>, limits: &Limits) -> Used {
        let within = |touch: &Touch, days: i32| touch.on <= day && touch.on > day - days;
        let count = |test: &dyn Fn(&Touch) -> bool| {
            u16::try_from(touches.iter().filter(|touch| test(touch)).count()).unwrap_or(u16::MAX)
        };
        let counted = |days: i32| count(&|touch| touch.is_counted() && within(touch, days));
        let today =
            |message: bool| count(&|t| t.is_counted() && within(t, 1) && is_message(t.channel) == message);
        let dials = |days: i32| {
            count(&|t| t.is_vain_dial() && within(t, days) && (phone.is_none() || t.phone == phone))
        };
        let last_talk = touches.iter().filter(|t| t.reach.is_reached()).map(|t| (t.on, t.minute)).max();
        let tries = count(&|touch| {
            touch.is_vain_dial()
                && within(touch, limits.tries_days)
                && last_talk.is_none_or(|talk| (touch.on, touch.minute) > talk)
        });
        Used {
            calls_today: today(false),
            messages_today: today(true),
            week: counted(7),
            month: counted(30),
            dials: [dials(1), dials(7), dials(30)],
            tries,
        }
    }

    /// What stands against a contact on this channel at this minute, worst last. Service and promises are free
    /// of all but the dial cap.
    pub fn obstacles(&self, limits: &Limits, attempt: Attempt) -> Vec<Obstacle> {
        let mut found = Vec::new();
        if !attempt.is_free {
            let is_open = limits.is_open_at(attempt.minute);
            let day_used = if is_message(attempt.channel) {
                self.messages_today >= limits.message_day
            } else {
                self.calls_today >= limits.call_day
            };
            let checks = [
                (!is_open, Obstacle::Hours),
                (day_used, Obstacle::Day),
                (self.week >= limits.touch_week, Obstacle::Week),
                (self.month >= limits.touch_month, Obstacle::Month),
            ];
            found.extend(checks.iter().filter(|(is_met, _)| *is_met).map(|(_, obstacle)| *obstacle));
        }
        if attempt.channel == Channel::Phone
            && self.dials.iter().zip(limits.dials).any(|(used, cap)| *used >= cap)
        {
            found.push(Obstacle::Dials);
        }
        found
    }
}

/// A contact about to be made.
#[derive(Debug, Clone, Copy)]
pub struct Attempt {
    /// How.
    pub channel: Channel,
    /// The local minute.
    pub minute: Minute,
    /// Promised or service: not counted, not bound to hours.
    pub is_free: bool,
}

impl PlaybookLimits {
    /// Whether marketing contact is allowed at this minute.
    pub fn is_open_at(&self, minute: Minute) -> bool {
        (self.hours_from..self.hours_to).contains(&minute)
    }

    /// The first half-day from `(day, minute)` on in which one more vain dial keeps within the caps, given the
    /// days of the vain dials so far. A time outside the hours moves to the next half-day.
    pub fn next_dial(&self, day: Day, minute: Minute, vain: &[Day]) -> (Day, Minute) {
        let mut slot = if self.is_open_at(minute) { (day, minute) } else { self.half_day_after(day, minute) };
        // The caps look back 30 days, so a free half-day comes within 31 days of the last dial.
        for _ in 0..80 {
            let used = |days: i32| vain.iter().filter(|on| **on <= slot.0 && **on > slot.0 - days).count();
            let is_free = [1, 7, 30].iter().zip(self.dials).all(|(days, cap)| used(*days) < usize::from(cap));
            if is_free {
                break;
            }
            slot = self.half_day_after(slot.0, slot.1);
        }
        slot
    }

    /// Whether the dial caps of a day, 7 and 30 days leave no dial; `vain` counts the attempts of the last so many days
    /// that reached nobody.
    pub fn is_cooling(&self, vain: impl Fn(i32) -> u32) -> bool {
        [1, 7, 30].iter().zip(self.dials).any(|(days, cap)| vain(*days) >= u32::from(cap))
    }

    /// The half-day after a minute: this morning, this afternoon, else tomorrow morning.
    pub fn half_day_after(&self, day: Day, minute: Minute) -> (Day, Minute) {
        if minute < self.hours_from {
            (day, self.morning)
        } else if minute < self.noon {
            (day, self.afternoon)
        } else {
            (day + 1, self.morning)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::work::Playbook;

    fn limits() -> Limits {
        Playbook::embedded().unwrap().limits
    }

    fn touch(on: i32, reach: Reach) -> Touch {
        Touch {
            on: Day(on),
            minute: Minute::new(10, 0).unwrap(),
            channel: Channel::Phone,
            direction: Direction::Out,
            reach,
            was_promised: false,
            is_service: false,
            phone: Some(PhoneId(1)),
        }
    }

    #[test]
    fn only_what_reached_the_customer_unpromised_and_outgoing_is_counted() {
        let touches = [
            touch(100, Reach::Connected),
            Touch { was_promised: true, ..touch(100, Reach::Connected) },
            Touch { is_service: true, ..touch(100, Reach::Connected) },
            Touch { direction: Direction::In, ..touch(100, Reach::Connected) },
            Touch { channel: Channel::Sms, ..touch(94, Reach::Sent) },
            touch(93, Reach::Connected),
            touch(71, Reach::Connected),
            touch(70, Reach::Connected),
            touch(99, Reach::NoAnswer),
        ];
        let used = Used::count(&touches, Day(100), None, &limits());
        assert_eq!((used.calls_today, used.messages_today, used.week, used.month), (1, 0, 2, 4));
    }

    #[test]
    fn vain_dials_have_a_cap_of_their_own_per_number() {
        let other = Touch { phone: Some(PhoneId(2)), ..touch(100, Reach::Busy) };
        let touches =
            [touch(100, Reach::NoAnswer), touch(100, Reach::Busy), other, touch(95, Reach::NotDialled)];
        let used = Used::count(&touches, Day(100), Some(PhoneId(1)), &limits());
        assert_eq!(used.dials, [2, 2, 2]);
        let attempt = Attempt { channel: Channel::Phone, minute: Minute::new(8, 0).unwrap(), is_free: false };
        assert_eq!(used.obstacles(&limits(), attempt), [Obstacle::Hours, Obstacle::Dials]);
        let free = Attempt { is_free: true, ..attempt };
        assert_eq!(Used { dials: [0; 3], ..used }.obstacles(&limits(), free), []);
    }

    #[test]
    fn a_retry_moves_to_the_next_half_day_within_hours_and_caps() {
        let limits = limits();
        let at = |hour, minute| Minute::new(hour, minute).unwrap();
        assert_eq!(limits.next_dial(Day(10), at(11, 0), &[]), (Day(10), at(11, 0)));
        assert_eq!(limits.next_dial(Day(10), at(20, 30), &[]), (Day(11), at(9, 30)));
        assert_eq!(limits.next_dial(Day(10), at(14, 30), &[Day(10), Day(10)]), (Day(11), at(9, 30)));
        let week = [Day(7), Day(8), Day(9), Day(10)];
        assert_eq!(limits.next_dial(Day(10), at(14, 30), &week), (Day(14), at(9, 30)));
        assert_eq!(limits.half_day_after(Day(10), at(8, 0)), (Day(10), at(9, 30)));
        assert_eq!(limits.half_day_after(Day(10), at(10, 6)), (Day(10), at(14, 30)));
    }
}
