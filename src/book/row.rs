//! A customer's row: fixed size, texts and reasons in arenas beside it.

use super::ClassIx;
use crate::classify::rfm::RfmInput;
use crate::domain::{CustomerId, Day, Dimension, Hours, Money};
use crate::lang::Lang;
use crate::tr;
use crate::work::{Due, NextContact, Proof, QueueSet};
use std::borrow::Cow;
use std::ops::Range;

/// The place of a row in the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowIx(pub u32);

impl RowIx {
    /// From a place in a list; books beyond four thousand million customers do not exist.
    pub fn at(place: usize) -> RowIx {
        RowIx(u32::try_from(place).unwrap_or(u32::MAX))
    }

    /// As a place in a list.
    pub fn place(self) -> usize {
        self.0 as usize
    }
}

/// The texts of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextOf {
    /// The bank's number.
    CustomerNo,
    /// The name; empty when there is none.
    Name,
    /// The number to call; empty when there is none.
    Phone,
    /// All numbers, the one to call first, separated by a line feed.
    Phones,
    /// Tags, separated by a line feed.
    Tags,
    /// What open follow-ups are about, see [`Book::subject`](super::Book::subject).
    Subjects,
}

/// A mark on a row, in the fixed order in which marks are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flag {
    /// `!` the next contact is overdue.
    Overdue,
    /// `M` money comes due within 7 days.
    MoneyDue,
    /// `w` may fall a tier.
    Watch,
    /// `e` near the next tier.
    Edge,
    /// `o` a class is set by hand.
    Overridden,
    /// `x` held back: a channel is closed.
    ClosedChannel,
    /// `?` every number is invalid.
    NumberInvalid,
    /// `?` the risk assessment has expired.
    RiskExpired,
    /// `?` the ID document has expired.
    IdExpired,
    /// `?` no next contact although a channel is open and the class has a rhythm.
    NoNextContact,
    /// `b` birthday today.
    Birthday,
    /// `x` the customer died.
    Deceased,
    /// `x` the customer left the bank.
    Left,
}

impl Flag {
    /// Every flag, in order.
    pub const ALL: [Flag; 13] = [
        Flag::Overdue,
        Flag::MoneyDue,
        Flag::Watch,
        Flag::Edge,
        Flag::Overridden,
        Flag::ClosedChannel,
        Flag::NumberInvalid,
        Flag::RiskExpired,
        Flag::IdExpired,
        Flag::NoNextContact,
        Flag::Birthday,
        Flag::Deceased,
        Flag::Left,
    ];

    /// The letter in the flags column.
    pub fn letter(self) -> char {
        match self {
            Flag::Overdue => '!',
            Flag::MoneyDue => 'M',
            Flag::Watch => 'w',
            Flag::Edge => 'e',
            Flag::Overridden => 'o',
            Flag::ClosedChannel | Flag::Deceased => 'x',
            // His state says it.
            Flag::Left => '-',
            Flag::NumberInvalid | Flag::RiskExpired | Flag::IdExpired | Flag::NoNextContact => '?',
            Flag::Birthday => 'b',
        }
    }

    /// The code in JSON; `None` for marks that only the screens show.
    pub fn code(self) -> Option<&'static str> {
        Some(match self {
            Flag::Overridden => "overridden",
            Flag::Watch => "watch",
            Flag::NoNextContact => "no_next_contact",
            Flag::NumberInvalid => "number_invalid",
            // Of who died every channel is closed.
            Flag::ClosedChannel | Flag::Deceased => "closed_channel",
            Flag::RiskExpired => "risk_expired",
            Flag::IdExpired => "id_expired",
            Flag::Overdue | Flag::MoneyDue | Flag::Edge | Flag::Birthday | Flag::Left => return None,
        })
    }
}

/// A mark for the state of a customer, where no column says it. Comes after the other marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateMark {
    /// `R` at risk.
    AtRisk,
    /// `Z` dormant.
    Dormant,
    /// `N` new.
    New,
}

impl StateMark {
    /// The mark of a class of the lifecycle; most have none.
    pub fn of_code(code: &str) -> Option<StateMark> {
        match code {
            "at_risk" => Some(StateMark::AtRisk),
            "dormant" => Some(StateMark::Dormant),
            "new" => Some(StateMark::New),
            _ => None,
        }
    }

    /// The letter in the flags column.
    pub fn letter(self) -> char {
        match self {
            StateMark::AtRisk => 'R',
            StateMark::Dormant => 'Z',
            StateMark::New => 'N',
        }
    }
}

/// What stands for the state of who died, in place of his lifecycle class.
pub fn deceased_text(lang: Lang) -> Cow<'static, str> {
    tr!(lang, "book.deceased")
}

/// A set of marks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flags(u16);

impl Flags {
    /// Adds a mark when a condition holds.
    pub fn set(&mut self, flag: Flag, is_set: impl Into<bool>) {
        if is_set.into() {
            self.0 |= 1 << flag as u16;
        }
    }

    /// Whether the mark is there.
    pub fn contains(self, flag: Flag) -> bool {
        self.0 & (1 << flag as u16) != 0
    }

    /// The marks, in order.
    pub fn iter(self) -> impl Iterator<Item = Flag> {
        Flag::ALL.into_iter().filter(move |flag| self.contains(*flag))
    }

    /// The codes in JSON, in order, each once.
    pub fn codes(self) -> Vec<&'static str> {
        let mut codes = Vec::new();
        for code in self.iter().filter_map(Flag::code) {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        codes
    }

    /// The letters, in order, each once.
    pub fn letters(self) -> String {
        let mut letters = String::new();
        for letter in self.iter().filter(|flag| *flag != Flag::Left).map(Flag::letter) {
            if !letters.contains(letter) {
                letters.push(letter);
            }
        }
        letters
    }
}

/// A stretch of an arena.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Span {
    start: u32,
    len: u16,
}

impl Span {
    pub(super) fn range(self) -> Range<usize> {
        self.start as usize..self.start as usize + usize::from(self.len)
    }

    /// A length of an arena as a place in it.
    pub(super) fn place(len: usize) -> u32 {
        u32::try_from(len).unwrap_or(u32::MAX)
    }

    fn moved(self, by: u32) -> Span {
        Span { start: self.start.saturating_add(by), ..self }
    }
}

/// The texts of a row, one behind the other in the arena.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Texts {
    start: u32,
    lens: [u16; TEXTS],
}

/// Number, name, phones, tags, subjects.
const TEXTS: usize = 5;

impl Texts {
    fn packed(arena: &mut String, texts: [&str; TEXTS]) -> Texts {
        let start = Span::place(arena.len());
        let lens = texts.map(|text| {
            let mut end = text.len().min(usize::from(u16::MAX));
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            arena.push_str(&text[..end]);
            u16::try_from(end).unwrap_or(u16::MAX)
        });
        Texts { start, lens }
    }

    fn range(self, place: usize) -> Range<usize> {
        let before: usize = self.lens.iter().take(place).copied().map(usize::from).sum();
        let start = self.start as usize + before;
        start..start + self.lens.get(place).copied().map_or(0, usize::from)
    }
}

/// The customer's own part of his score; the rest is of his class and the book.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ScoreInputs {
    /// Contribution of a year.
    pub contribution: Money,
    /// Money is leaving, by a reason of today.
    pub has_outflow_sign: bool,
    /// There is news of the last days.
    pub is_fresh: bool,
    /// Attempts of the last 30 days that reached nobody.
    pub unreached_30d: u16,
    /// So many of them lie so near that no more dials are allowed today.
    pub is_cooling: bool,
}

/// A customer in the book in memory.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// Who.
    pub id: CustomerId,
    /// Class by dimension.
    pub classes: [ClassIx; 6],
    /// R, F and M scores (1-5); `None` without any active transaction.
    pub rfm: Option<[u8; 3]>,
    /// Assets on the day; missing without a known balance.
    pub assets: Option<Money>,
    /// Monthly average of assets.
    pub assets_avg: Option<Money>,
    /// What the average misses to the next tier, of who is near it.
    pub to_next: Option<Money>,
    /// Change of assets over 90 days, in millionths.
    pub change_90d: Option<i64>,
    /// The last contact that reached him.
    pub last_contact_on: Option<Day>,
    /// The one next contact.
    pub next: Option<NextContact>,
    /// The queues he is in.
    pub queues: QueueSet,
    /// Marks.
    pub flags: Flags,
    /// Why he must not be contacted: a closed channel, or he is gone.
    pub is_held: bool,
    /// He was passed over today: he comes at the end of the queues.
    pub is_skipped: bool,
    /// What the R, F and M scores are made of.
    pub rfm_input: Option<RfmInput>,
    /// In which hours he was dialled and reached.
    pub hours: Hours,
    /// What his score is made of.
    pub score_inputs: ScoreInputs,
    /// His score in the queues.
    pub score: f64,
    pub(super) dues: Span,
    texts: Texts,
}

impl Row {
    /// The class in a dimension.
    pub fn class(&self, dimension: Dimension) -> ClassIx {
        self.classes[dimension.index()]
    }

    /// The same row with its texts and reasons behind those that the arenas have already.
    pub(super) fn moved(&self, text: u32, dues: u32) -> Row {
        Row {
            dues: self.dues.moved(dues),
            texts: Texts { start: self.texts.start.saturating_add(text), ..self.texts },
            ..*self
        }
    }

    pub(super) fn text<'a>(&self, arena: &'a str, which: TextOf) -> &'a str {
        let place = match which {
            TextOf::CustomerNo => 0,
            TextOf::Name => 1,
            TextOf::Phone | TextOf::Phones => 2,
            TextOf::Tags => 3,
            TextOf::Subjects => 4,
        };
        let text = arena.get(self.texts.range(place)).unwrap_or_default();
        if which == TextOf::Phone { text.split('\n').next().unwrap_or_default() } else { text }
    }
}

/// The words of the follow-up behind a reason, out of the subjects of a customer.
pub(super) fn subject_in<'a>(subjects: &'a str, due: &Due) -> Option<&'a str> {
    let Proof::FollowUp(id) = due.proof else { return None };
    let mut known = subjects.split('\n').filter_map(|line| line.split_once(' '));
    known.find(|(of, _)| *of == id.0.to_string()).map(|(_, words)| words)
}

/// A row on its way into the book, with its texts and reasons.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRow {
    /// The fixed part; its spans are set when it is put in.
    pub row: Row,
    /// The bank's number.
    pub customer_no: String,
    /// Name.
    pub name: String,
    /// All numbers, the one to call first, separated by a line feed.
    pub phones: String,
    /// Tags, separated by a line feed.
    pub tags: String,
    /// What open follow-ups are about: id, blank and words of each, separated by a line feed.
    pub subjects: String,
    /// Reasons, first one first.
    pub dues: Vec<Due>,
}

impl NewRow {
    /// An empty row for a customer.
    pub fn new(id: CustomerId) -> NewRow {
        let row = Row {
            id,
            classes: [ClassIx::UNCLASSIFIED; 6],
            rfm: None,
            assets: None,
            assets_avg: None,
            to_next: None,
            change_90d: None,
            last_contact_on: None,
            next: None,
            queues: QueueSet::EMPTY,
            flags: Flags::default(),
            is_held: false,
            is_skipped: false,
            rfm_input: None,
            hours: Hours::default(),
            score_inputs: ScoreInputs::default(),
            score: 0.0,
            dues: Span::default(),
            texts: Texts::default(),
        };
        NewRow {
            row,
            customer_no: String::new(),
            name: String::new(),
            phones: String::new(),
            tags: String::new(),
            subjects: String::new(),
            dues: Vec::new(),
        }
    }

    /// What the follow-up behind a reason is about.
    pub fn subject(&self, due: &Due) -> Option<&str> {
        subject_in(&self.subjects, due)
    }

    /// The name, else the customer number.
    pub fn display_name(&self) -> &str {
        if self.name.is_empty() { &self.customer_no } else { &self.name }
    }

    pub(super) fn pack(&self, text: &mut String, dues: &mut Vec<Due>) -> Row {
        let start = Span::place(dues.len());
        dues.extend_from_slice(&self.dues);
        Row {
            texts: Texts::packed(
                text,
                [&self.customer_no, &self.name, &self.phones, &self.tags, &self.subjects],
            ),
            dues: Span { start, len: u16::try_from(self.dues.len()).unwrap_or(u16::MAX) },
            ..self.row
        }
    }
}
