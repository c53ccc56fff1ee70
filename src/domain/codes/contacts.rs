//! Contacts: channel, direction, reach, result, reply, consent.

use super::codes;

codes! {
    /// The way a customer is met.
    "channel" Channel {
        Phone = "phone", Sms = "sms", Wecom = "wecom", Branch = "branch", Visit = "visit",
        App = "app", Video = "video", Mail = "mail", Event = "event",
    }

    /// Who started it: the customer (in) or the manager (out).
    "direction" Direction { In = "in", Out = "out" }

    /// How far a contact got. Which of them a channel may have: [`Reach::of_channel`].
    "reach" Reach {
        Connected = "connected", ThirdParty = "third_party", NoAnswer = "no_answer", Busy = "busy",
        Declined = "declined", SwitchedOff = "switched_off", Unreachable = "unreachable", Voicemail = "voicemail",
        Suspended = "suspended", EmptyNumber = "empty_number", WrongPerson = "wrong_person", NotDialled = "not_dialled",
        Sent = "sent", Delivered = "delivered", Undeliverable = "undeliverable", Rejected = "rejected",
        Expired = "expired", Unknown = "unknown",
        Met = "met", NoShow = "no_show", Cancelled = "cancelled",
    }

    /// What a talk came to.
    "result" TalkResult {
        Appointment = "appointment", Deal = "deal", Interested = "interested", Later = "later", Callback = "callback",
        Material = "material", Served = "served", Thinking = "thinking", NotInterested = "not_interested",
        OtherBank = "other_bank", Complaint = "complaint", Verify = "verify", DoNotCall = "do_not_call",
        Gone = "gone", Deceased = "deceased",
    }

    /// What came back on a message (within 72 hours).
    "reply" Reply {
        Yes = "yes", Ask = "ask", No = "no", Unsubscribed = "unsubscribed", CalledBack = "called_back", None = "none",
    }

    /// What a customer allows on a channel.
    "consent" ConsentState {
        Unknown = "unknown", Yes = "yes", ServiceOnly = "service_only", Window = "window",
        NoUntil = "no_until", Never = "never",
    }
}

const PHONE_OUT: [Reach; 12] = [
    Reach::Connected,
    Reach::ThirdParty,
    Reach::NoAnswer,
    Reach::Busy,
    Reach::Declined,
    Reach::SwitchedOff,
    Reach::Unreachable,
    Reach::Voicemail,
    Reach::Suspended,
    Reach::EmptyNumber,
    Reach::WrongPerson,
    Reach::NotDialled,
];
const PHONE_IN: [Reach; 1] = [Reach::Connected];
const MESSAGE: [Reach; 6] =
    [Reach::Sent, Reach::Delivered, Reach::Undeliverable, Reach::Rejected, Reach::Expired, Reach::Unknown];
const MEETING: [Reach; 3] = [Reach::Met, Reach::NoShow, Reach::Cancelled];

impl Reach {
    /// The reach codes a channel may have, in panel order; the schema checks the same pairs.
    pub fn of_channel(channel: Channel, direction: Direction) -> &'static [Reach] {
        match (channel, direction) {
            (Channel::Phone, Direction::Out) => &PHONE_OUT,
            (Channel::Phone, Direction::In) => &PHONE_IN,
            (Channel::Sms | Channel::Wecom | Channel::App | Channel::Mail, _) => &MESSAGE,
            (Channel::Branch | Channel::Visit | Channel::Video | Channel::Event, _) => &MEETING,
        }
    }

    /// Whether the customer was reached: connected, met, delivered or sent.
    pub fn is_reached(self) -> bool {
        matches!(self, Reach::Connected | Reach::Met | Reach::Delivered | Reach::Sent)
    }

    /// Whether it was an attempt at all (everything but "not dialled" and "cancelled").
    pub fn is_attempt(self) -> bool {
        !matches!(self, Reach::NotDialled | Reach::Cancelled)
    }

    /// Whether a talk took place, so that a result is asked for.
    pub fn is_talk(self) -> bool {
        matches!(self, Reach::Connected | Reach::Met)
    }

    /// The key of the call panel (phone out), `None` for the other channels' codes.
    pub fn key(self) -> Option<char> {
        const KEYS: [char; 12] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', 'w', 'x'];
        PHONE_OUT.iter().position(|r| *r == self).map(|at| KEYS[at])
    }
}

impl TalkResult {
    /// Whether it came of selling, and so of what a customer who allows service only did not want.
    pub fn is_selling(self) -> bool {
        matches!(
            self,
            TalkResult::Appointment
                | TalkResult::Deal
                | TalkResult::Interested
                | TalkResult::Later
                | TalkResult::Thinking
                | TalkResult::NotInterested
                | TalkResult::OtherBank
        )
    }

    /// Whether what was promised has its minute, not only its day.
    pub fn needs_minute(self) -> bool {
        self == TalkResult::Callback
    }

    /// The letter of the call panel.
    pub fn key(self) -> char {
        match self {
            TalkResult::Appointment => 'a',
            TalkResult::Deal => 'd',
            TalkResult::Interested => 'i',
            TalkResult::Later => 'l',
            TalkResult::Callback => 'b',
            TalkResult::Material => 'm',
            TalkResult::Served => 's',
            TalkResult::Thinking => 'k',
            TalkResult::NotInterested => 'n',
            TalkResult::OtherBank => 'o',
            TalkResult::Complaint => 'c',
            TalkResult::Verify => 'v',
            TalkResult::DoNotCall => 'q',
            TalkResult::Gone => 'g',
            TalkResult::Deceased => 'Z',
        }
    }
}
