//! The figures and names of Today, made once when the book changes. Pure; knows neither language nor screen size.

use crate::book::{Book, ClassIx, ClassSum, ClassTable, Distribution, Flag, Move, QueueSum, Row, TodayFacts};
use crate::domain::{Cause, Code, CustomerId, Day, Dimension, Minute, Money, QueueName, Reason};
use crate::work::{Band, Due};

/// Money that comes due within so many days is shown.
const MONEY_DAYS: i32 = 7;
/// Without an earlier visit, movements of so many days are news.
const NEWS_DAYS: i32 = 7;
/// The faults of the data, in order.
pub const FAULTS: [Flag; 4] = [Flag::NoNextContact, Flag::NumberInvalid, Flag::RiskExpired, Flag::IdExpired];

/// Everything that Today shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Board {
    /// Customers of the book.
    pub customers: u32,
    /// Their assets.
    pub assets: Money,
    /// Assets at the last visit, if a distribution of that day is stored.
    pub assets_last: Option<Money>,
    /// Value tiers that have or had anybody, best first.
    pub tiers: Vec<TierLine>,
    /// Moves since the last visit, by kind.
    pub moves: Vec<MoveLine>,
    /// Money that comes due, then large movements.
    pub money: Vec<DueLine>,
    /// What was promised for today, by minute.
    pub promised: Vec<DueLine>,
    /// Every queue; none before the book is there.
    pub queues: Vec<QueueLine>,
    /// All of them together.
    pub queue_all: QueueSum,
    /// Customers near the next tier, nearest first.
    pub edges: Vec<EdgeLine>,
    /// Customers by fault, in the order of [`FAULTS`]; only faults that there are.
    pub faults: Vec<(Flag, Vec<CustomerId>)>,
    /// The merged queue in working order, the first to call first.
    pub queue: Vec<CustomerId>,
    /// The first of them whose minute has come.
    pub first: Option<CustomerId>,
    /// Whether the book was there, or only the stored figures.
    pub has_book: bool,
}

/// A value tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TierLine {
    /// Class, customers, assets.
    pub now: ClassSum,
    /// Customers more or fewer than at the last visit.
    pub since_last: Option<i64>,
    /// The same since the start of the month.
    pub since_month: Option<i64>,
}

/// What a move means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MoveKind {
    /// To a better tier.
    Up,
    /// To a lesser tier.
    Down,
    /// Became at risk.
    AtRisk,
    /// Became dormant.
    Dormant,
    /// Was won back.
    Revived,
}

impl MoveKind {
    /// Every kind, in order.
    pub const ALL: [MoveKind; 5] =
        [MoveKind::Up, MoveKind::Down, MoveKind::AtRisk, MoveKind::Dormant, MoveKind::Revived];

    /// Its sign.
    pub fn sign(self) -> &'static str {
        match self {
            MoveKind::Up => "+",
            MoveKind::Down => "-",
            MoveKind::AtRisk => "R",
            MoveKind::Dormant => "Z",
            MoveKind::Revived => "^",
        }
    }

    /// Its name in the language files.
    pub fn name(self) -> &'static str {
        match self {
            MoveKind::Up => "up",
            MoveKind::Down => "down",
            MoveKind::AtRisk => "at_risk",
            MoveKind::Dormant => "dormant",
            MoveKind::Revived => "revived",
        }
    }

    fn of(dimension: Dimension, from: &str, to: &str, classes: &ClassTable) -> Option<MoveKind> {
        match (dimension, to) {
            (Dimension::Value, _) => {
                let (from, to) = (classes.place(dimension, from), classes.place(dimension, to));
                match to.cmp(&from) {
                    std::cmp::Ordering::Less => Some(MoveKind::Up),
                    std::cmp::Ordering::Greater => Some(MoveKind::Down),
                    std::cmp::Ordering::Equal => None,
                }
            }
            (Dimension::Lifecycle, "at_risk") => Some(MoveKind::AtRisk),
            (Dimension::Lifecycle, "dormant") => Some(MoveKind::Dormant),
            (Dimension::Lifecycle, "revived") => Some(MoveKind::Revived),
            _ => None,
        }
    }
}

/// A customer whose class changed since the last visit, first and last of all his changes taken together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveLine {
    /// What it means.
    pub kind: MoveKind,
    /// Who.
    pub customer: CustomerId,
    /// In which dimension.
    pub dimension: Dimension,
    /// Code before.
    pub from: String,
    /// Code after.
    pub to: String,
    /// Day of the last change.
    pub on: Day,
    /// Why it changed.
    pub cause: Cause,
}

/// A customer with one of his reasons.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DueLine {
    /// Who.
    pub customer: CustomerId,
    /// The reason.
    pub due: Due,
}

/// A queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueLine {
    /// Which; `None` is what is held back.
    pub queue: Option<QueueName>,
    /// Count and assets.
    pub sum: QueueSum,
    /// Its first customer.
    pub first: Option<CustomerId>,
}

/// A customer near the next tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EdgeLine {
    /// Who.
    pub customer: CustomerId,
    /// What his average misses to it.
    pub missing: Money,
}

impl Board {
    /// The figures of a book at a minute of its day.
    pub fn of(book: &Book, facts: &TodayFacts, minute: Minute) -> Board {
        let distribution = Distribution::of(book, Dimension::Value, book.rows());
        let mut board = Board::base(&distribution.classes, &book.classes, facts);
        let since = facts.last_visit_on.unwrap_or(book.day - NEWS_DAYS);
        for row in book.rows() {
            board.take(book, row, since);
        }
        board.moves.retain(|line| book.find(line.customer).is_some());
        board.money.sort_by_key(|line| money_key(&line.due));
        board.promised.sort_by_key(|line| (line.due.due_on, line.due.minute.map_or(1440, Minute::number)));
        board.edges.sort_by_key(|edge| (edge.missing, edge.customer));
        board.faults.sort_by_key(|(flag, _)| FAULTS.iter().position(|known| known == flag));
        board.take_queues(book, minute);
        board.has_book = true;
        board
    }

    /// What is known before the book is there: the stored tiers and moves.
    pub fn stored(facts: &TodayFacts, classes: &ClassTable) -> Board {
        let sums: Vec<ClassSum> = classes
            .all_of(Dimension::Value)
            .map(|class| {
                let code = classes.code(Dimension::Value, class);
                let then = facts.tiers_now.classes.iter().find(|then| then.class == code);
                ClassSum {
                    class,
                    customers: then.map_or(0, |then| then.customers),
                    assets: then.map_or(Money::ZERO, |then| then.assets),
                }
            })
            .collect();
        Board::base(&sums, classes, facts)
    }

    fn base(sums: &[ClassSum], classes: &ClassTable, facts: &TodayFacts) -> Board {
        let last = facts.last_of(Dimension::Value);
        Board {
            customers: sums.iter().map(|sum| sum.customers).sum(),
            assets: sums.iter().map(|sum| sum.assets).sum(),
            assets_last: last.on.map(|_| last.classes.iter().map(|then| then.assets).sum()),
            tiers: tiers(sums, classes, facts),
            moves: moves(&facts.moves, classes),
            ..Board::default()
        }
    }

    fn take(&mut self, book: &Book, row: &Row, since: Day) {
        for due in book.dues(row) {
            let line = DueLine { customer: row.id, due: *due };
            if is_money_news(due, book.day, since) {
                self.money.push(line);
            }
            if due.kind.is_some() && due.band == Band::Promised && due.due_on <= book.day {
                self.promised.push(line);
            }
        }
        self.edges.extend(row.to_next.map(|missing| EdgeLine { customer: row.id, missing }));
        for flag in FAULTS.into_iter().filter(|flag| row.flags.contains(*flag)) {
            match self.faults.iter_mut().find(|(known, _)| *known == flag) {
                Some((_, customers)) => customers.push(row.id),
                None => self.faults.push((flag, vec![row.id])),
            }
        }
    }

    fn take_queues(&mut self, book: &Book, minute: Minute) {
        let (sums, all, held) = book.queue_sums();
        let agenda = book.agenda(minute);
        let mut firsts: [Option<CustomerId>; 9] = [None; 9];
        for queued in &agenda.list.rows {
            self.queue.push(queued.customer);
            for queue in queued.queues.iter() {
                firsts[queue as usize].get_or_insert(queued.customer);
            }
            if self.first.is_none()
                && book.row(queued.at).is_some_and(|row| !is_waiting(row, book.day, minute))
            {
                self.first = Some(queued.customer);
            }
        }
        self.first = self.first.or(self.queue.first().copied());
        self.queues = QueueName::ALL
            .iter()
            .map(|queue| QueueLine {
                queue: Some(*queue),
                sum: sums[*queue as usize],
                first: firsts[*queue as usize],
            })
            .collect();
        let first = agenda.list.held.first().map(|queued| queued.customer);
        self.queues.push(QueueLine { queue: None, sum: held, first });
        self.queue_all = all;
    }

    /// The moves of a kind.
    pub fn moves_of(&self, kind: MoveKind) -> impl Iterator<Item = &MoveLine> {
        self.moves.iter().filter(move |line| line.kind == kind)
    }

    /// The customer proposed first, and the next ones of the merged queue after him.
    pub fn next_after_first(&self) -> impl Iterator<Item = CustomerId> {
        self.queue.iter().copied().filter(|id| Some(*id) != self.first)
    }
}

/// Whether the agreed minute of today has not come yet.
pub fn is_waiting(row: &Row, day: Day, minute: Minute) -> bool {
    row.next.is_some_and(|next| next.on == day && next.minute.is_some_and(|at| at > minute))
}

/// Whether the reason is money that comes due, rather than a movement that was.
pub fn is_maturity(reason: Reason) -> bool {
    matches!(reason, Reason::TdDue | Reason::WealthDue | Reason::LoanDue | Reason::InsuranceDue)
}

/// A step agreed about money has a day of its own: it is work, not news.
fn is_money_news(due: &Due, day: Day, since: Day) -> bool {
    match due.reason {
        _ if due.kind.is_some() => false,
        reason if is_maturity(reason) => due.on >= day && due.on - day <= MONEY_DAYS,
        Reason::Outflow | Reason::Inflow | Reason::SalaryStop => due.on >= since,
        _ => false,
    }
}

/// Maturities by date, then movements, the newest and largest first.
fn money_key(due: &Due) -> (bool, i32, i64) {
    let amount = due.amount.map_or(0, |amount| amount.abs().0);
    if is_maturity(due.reason) { (false, due.on.0, -amount) } else { (true, -due.on.0, -amount) }
}

fn tiers(sums: &[ClassSum], classes: &ClassTable, facts: &TodayFacts) -> Vec<TierLine> {
    let change = |then: &crate::book::TiersThen, sum: &ClassSum| {
        then.on?;
        let code = classes.code(Dimension::Value, sum.class);
        let before = then.classes.iter().find(|then| then.class == code).map_or(0, |then| then.customers);
        Some(i64::from(sum.customers) - i64::from(before))
    };
    sums.iter()
        .map(|sum| TierLine {
            now: *sum,
            since_last: change(facts.last_of(Dimension::Value), sum),
            since_month: change(&facts.tiers_month, sum),
        })
        .filter(|line| line.now.class != ClassIx::UNCLASSIFIED || line.now.customers > 0)
        .collect()
}

/// The moves of each customer and dimension as one, from the oldest class to the newest. `moves` are newest first.
fn moves(moves: &[Move], classes: &ClassTable) -> Vec<MoveLine> {
    let mut lines: Vec<MoveLine> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for change in moves {
        let at = *places.entry((change.customer, change.dimension)).or_insert(lines.len());
        if let Some(line) = lines.get_mut(at) {
            line.from.clone_from(&change.from);
            continue;
        }
        lines.push(MoveLine {
            kind: MoveKind::Up,
            customer: change.customer,
            dimension: change.dimension,
            from: change.from.clone(),
            to: change.to.clone(),
            on: change.on,
            cause: change.cause,
        });
    }
    let mut lines: Vec<MoveLine> = lines
        .into_iter()
        .filter(|line| line.from != line.to)
        .filter_map(|line| {
            let kind = MoveKind::of(line.dimension, &line.from, &line.to, classes)?;
            Some(MoveLine { kind, ..line })
        })
        .collect();
    lines.sort_by_key(|line| line.kind);
    lines
}
