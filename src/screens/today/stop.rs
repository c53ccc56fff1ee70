//! What the cursor of Today can stand on, and what Enter does there. Pure.

use super::board::{Board, DueLine, MoveKind, MoveLine};
use super::sections::{Item, Section, Spot};
use crate::book::{ClassIx, Flag};
use crate::domain::{CustomerId, Dimension, QueueName, Reason};
use crate::ui::Motion;
use crate::work::Proof;
use ratatui::layout::Rect;

/// A line that the cursor can stand on, by what it is about: it stays there when the figures change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stop {
    /// A tier.
    Tier(ClassIx),
    /// A change of class.
    Move(CustomerId, Dimension),
    /// Changes of one kind.
    Kind(MoveKind),
    /// Money or a promise: the section, whose, why, and what proves it.
    Due(Section, CustomerId, Reason, Proof),
    /// A queue; `None` is what is held back.
    Queue(Option<QueueName>),
    /// A customer near the next tier.
    Edge(CustomerId),
    /// A fault of the data.
    Fault(Flag),
    /// What did not fit, or a section in one line.
    Rest(Section),
    /// The customer to call first.
    #[default]
    First,
    /// One of his reasons.
    Reason(usize),
    /// A customer after him.
    After(CustomerId),
}

/// What Enter does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Nothing to open.
    None,
    /// Customers, of this tier or all.
    Customers(Option<ClassIx>),
    /// A queue; `None` is what is held back.
    Queue(Option<QueueName>),
    /// Customers, those alone.
    List(Section, Vec<CustomerId>),
    /// The card of one of these customers.
    Card(Section, Vec<CustomerId>, usize),
    /// The call screen with one of the merged queue.
    Call(Vec<CustomerId>, usize),
}

impl Stop {
    /// The stop of a line, if it is one.
    pub fn of(item: Item, board: &Board) -> Option<Stop> {
        let due =
            |section, line: &DueLine| Stop::Due(section, line.customer, line.due.reason, line.due.proof);
        Some(match item {
            Item::Heading(_) | Item::Total | Item::About(_) | Item::Proof(_) | Item::Pane(..) => return None,
            Item::Tier(at) => Stop::Tier(board.tiers.get(at)?.now.class),
            Item::Move(at) => board.moves.get(at).map(|line| Stop::Move(line.customer, line.dimension))?,
            Item::Kind(kind) | Item::MoreOf(kind, _) => Stop::Kind(kind),
            Item::Money(at) => due(Section::Money, board.money.get(at)?),
            Item::Promise(at) => due(Section::Promised, board.promised.get(at)?),
            Item::Queue(at) => Stop::Queue(board.queues.get(at)?.queue),
            Item::Edge(at) => Stop::Edge(board.edges.get(at)?.customer),
            Item::Fault(at) => Stop::Fault(board.faults.get(at)?.0),
            Item::More(section, _) | Item::Line(section) => Stop::Rest(section),
            Item::First => Stop::First,
            Item::Reason(at) => Stop::Reason(at),
            Item::After(at) => Stop::After(board.next_after_first().nth(at)?),
        })
    }

    /// The section that it stands in.
    pub fn section(self) -> Section {
        match self {
            Stop::Tier(_) => Section::Tiers,
            Stop::Move(..) | Stop::Kind(_) => Section::Moves,
            Stop::Due(section, ..) | Stop::Rest(section) => section,
            Stop::Queue(_) => Section::Queues,
            Stop::Edge(_) => Section::Edges,
            Stop::Fault(_) => Section::Faults,
            Stop::First | Stop::Reason(_) => Section::First,
            Stop::After(_) => Section::After,
        }
    }

    /// What Enter does here.
    pub fn target(self, board: &Board) -> Target {
        match self {
            Stop::Tier(class) => Target::Customers(Some(class)),
            Stop::Rest(Section::Tiers) => Target::Customers(None),
            Stop::Queue(queue) => Target::Queue(queue),
            Stop::First => match board.first {
                Some(first) => call(board, first),
                None => Target::Customers(None),
            },
            Stop::After(customer) => call(board, customer),
            Stop::Reason(_) => card(Section::First, board.first.into_iter(), board.first),
            Stop::Kind(kind) => list(Section::Moves, moved(board.moves_of(kind))),
            Stop::Move(customer, _) => card(Section::Moves, moved(board.moves.iter()), Some(customer)),
            Stop::Due(Section::Promised, customer, ..) => {
                card(Section::Promised, whose(&board.promised), Some(customer))
            }
            Stop::Due(section, customer, ..) => card(section, whose(&board.money), Some(customer)),
            Stop::Edge(customer) => {
                card(Section::Edges, board.edges.iter().map(|edge| edge.customer), Some(customer))
            }
            Stop::Fault(flag) => {
                let faulty = board.faults.iter().filter(|(known, _)| *known == flag);
                list(Section::Faults, faulty.flat_map(|(_, all)| all.iter().copied()))
            }
            Stop::Rest(section) => rest(board, section),
        }
    }
}

/// All of a section that is not shown line by line.
fn rest(board: &Board, section: Section) -> Target {
    match section {
        Section::Moves => list(section, moved(board.moves.iter())),
        Section::Money => list(section, whose(&board.money)),
        Section::Promised => list(section, whose(&board.promised)),
        Section::Edges => list(section, board.edges.iter().map(|edge| edge.customer)),
        Section::Faults => list(section, board.faults.iter().flat_map(|(_, all)| all.iter().copied())),
        _ => Target::None,
    }
}

fn moved<'a>(lines: impl Iterator<Item = &'a MoveLine> + 'a) -> impl Iterator<Item = CustomerId> + 'a {
    lines.map(|line| line.customer)
}

fn whose(lines: &[DueLine]) -> impl Iterator<Item = CustomerId> + '_ {
    lines.iter().map(|line| line.customer)
}

/// Several customers as a list, one as his card.
fn list(section: Section, all: impl Iterator<Item = CustomerId>) -> Target {
    match card(section, all, None) {
        Target::Card(section, customers, _) if customers.len() > 1 => Target::List(section, customers),
        other => other,
    }
}

/// The card of `on` in a list without repetitions; of its first without one.
fn card(section: Section, all: impl Iterator<Item = CustomerId>, on: Option<CustomerId>) -> Target {
    let mut seen = std::collections::HashSet::new();
    let customers: Vec<CustomerId> = all.filter(|id| seen.insert(*id)).collect();
    let at = on.and_then(|on| customers.iter().position(|id| *id == on)).unwrap_or(0);
    if customers.is_empty() { Target::None } else { Target::Card(section, customers, at) }
}

fn call(board: &Board, on: CustomerId) -> Target {
    let at = board.queue.iter().position(|id| *id == on).unwrap_or(0);
    Target::Call(board.queue.clone(), at)
}

/// Which way over the panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// To the left.
    Left,
    /// To the right.
    Right,
}

/// The stops of a window with their places, in reading order.
pub fn stops(spots: &[Spot], board: &Board) -> Vec<(Stop, Rect)> {
    spots.iter().filter_map(|spot| Some((Stop::of(spot.item, board)?, spot.area))).collect()
}

/// Where the cursor stands: its stop, else the first one of its section, else the customer to call first.
pub fn place(stops: &[(Stop, Rect)], cursor: Stop) -> usize {
    let find = |is: &dyn Fn(Stop) -> bool| stops.iter().position(|(stop, _)| is(*stop));
    find(&|stop| stop == cursor)
        .or_else(|| find(&|stop| stop.section() == cursor.section()))
        .or_else(|| find(&|stop| stop == Stop::First))
        .unwrap_or(0)
}

/// The stop after a movement by lines.
pub fn moved_by(stops: &[(Stop, Rect)], cursor: Stop, motion: Motion) -> Option<Stop> {
    let last = stops.len().checked_sub(1)?;
    let here = place(stops, cursor);
    let to = match motion {
        Motion::Up => here.saturating_sub(1),
        Motion::Down => (here + 1).min(last),
        Motion::PageUp => return next_section(stops, cursor, Side::Left),
        Motion::PageDown => return next_section(stops, cursor, Side::Right),
        Motion::First => 0,
        Motion::Last => last,
    };
    stops.get(to).map(|(stop, _)| *stop)
}

/// The nearest stop of the pane beside.
pub fn beside(stops: &[(Stop, Rect)], cursor: Stop, side: Side) -> Option<Stop> {
    let (_, here) = stops.get(place(stops, cursor))?;
    let is_there = |area: &Rect| match side {
        Side::Left => area.x < here.x,
        Side::Right => area.x > here.x,
    };
    let found = stops
        .iter()
        .filter(|(_, area)| is_there(area))
        .min_by_key(|(_, area)| (area.y.abs_diff(here.y), area.x.abs_diff(here.x)));
    found.map(|(stop, _)| *stop)
}

/// The first stop of the section before or after.
pub fn next_section(stops: &[(Stop, Rect)], cursor: Stop, side: Side) -> Option<Stop> {
    let (here, _) = stops.get(place(stops, cursor))?;
    let mut sections: Vec<(Section, Stop)> = Vec::new();
    for (stop, _) in stops {
        if sections.iter().all(|(section, _)| *section != stop.section()) {
            sections.push((stop.section(), *stop));
        }
    }
    let at = sections.iter().position(|(section, _)| *section == here.section())?;
    let to = match side {
        Side::Left => at.checked_sub(1)?,
        Side::Right => at + 1,
    };
    sections.get(to).map(|(_, stop)| *stop)
}
