//! The sections and lines of Today, how small each may become, and in what order they give way.

use super::board::MoveKind;
use ratatui::layout::Rect;

/// A block of lines with a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Section {
    /// Customers and assets by value tier.
    Tiers,
    /// Changes of class since the last visit.
    Moves,
    /// Money that comes due or moved.
    Money,
    /// What was promised for today.
    Promised,
    /// The queues.
    Queues,
    /// Customers near the next tier.
    Edges,
    /// Faults of the data.
    Faults,
    /// The customer to call first.
    First,
    /// What was said to him, in wide windows.
    Contacts,
    /// What he holds, in wide windows.
    Holdings,
    /// What to say to him, in wide windows.
    Script,
    /// Those after him, in wide windows.
    After,
}

/// One line, or half of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// The heading of a section.
    Heading(Section),
    /// A whole section in one line.
    Line(Section),
    /// What did not fit: so many lines are hidden.
    More(Section, usize),
    /// A tier, by its place.
    Tier(usize),
    /// The sum of the tiers.
    Total,
    /// A move, by its place.
    Move(usize),
    /// The moves of a kind.
    Kind(MoveKind),
    /// The moves of a kind behind so many that have a line each.
    MoreOf(MoveKind, usize),
    /// A line of money, by its place.
    Money(usize),
    /// A promise, by its place.
    Promise(usize),
    /// A queue, by its place; nine of them and what is held back.
    Queue(usize),
    /// A customer near the next tier, by his place.
    Edge(usize),
    /// A fault, by its place.
    Fault(usize),
    /// The customer to call first.
    First,
    /// More of him, in the pane of wide windows.
    About(usize),
    /// One of his reasons.
    Reason(usize),
    /// What proves it, in the pane of wide windows.
    Proof(usize),
    /// A line of his contacts, holdings or script.
    Pane(Section, usize),
    /// One of those after him.
    After(usize),
}

/// A line and its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// What.
    pub item: Item,
    /// Where: one row, cursor column included.
    pub area: Rect,
}

/// How much of a section is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The heading and so many lines.
    Rows(usize),
    /// The heading and a line for each kind of move.
    Kinds,
    /// One line.
    Line,
    /// Nothing.
    Gone,
}

/// What gives way first, and how far: the ranks of the sections.
pub const RANKS: [(Section, Shape); 21] = [
    (Section::After, Shape::Rows(2)),
    (Section::After, Shape::Gone),
    (Section::Holdings, Shape::Rows(3)),
    (Section::Contacts, Shape::Rows(3)),
    (Section::Script, Shape::Rows(8)),
    (Section::First, Shape::Rows(2)),
    (Section::Edges, Shape::Rows(3)),
    (Section::Edges, Shape::Line),
    (Section::Faults, Shape::Line),
    (Section::Money, Shape::Rows(3)),
    (Section::Moves, Shape::Kinds),
    (Section::Tiers, Shape::Line),
    (Section::Promised, Shape::Rows(3)),
    (Section::Edges, Shape::Gone),
    (Section::Promised, Shape::Rows(2)),
    (Section::Money, Shape::Rows(2)),
    (Section::Money, Shape::Line),
    (Section::Moves, Shape::Line),
    (Section::Promised, Shape::Line),
    (Section::Faults, Shape::Gone),
    (Section::First, Shape::Line),
];

/// A shape made smaller towards the least one of its rank, by at most as much as is too much.
pub fn shrunk(shape: Shape, least: Shape, over: usize) -> Shape {
    match (shape, least) {
        (Shape::Rows(rows), Shape::Rows(least)) if rows > least => {
            Shape::Rows(rows.saturating_sub(over).max(least))
        }
        // Rows that are few enough, and what is smaller than the rank asks for.
        (_, Shape::Rows(_)) | (Shape::Gone, _) | (Shape::Line, Shape::Kinds) => shape,
        (_, least) => least,
    }
}
