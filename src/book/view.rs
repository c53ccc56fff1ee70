//! The lines of a list: groups by a dimension with their sums, rows in order, folding.

use super::{Book, ClassIx, ClassSum, Filter, Row, RowIx, TextOf};
use crate::domain::{Dimension, Money};
use std::cmp::{Ordering, Reverse};

/// What rows are ordered by, inside their group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SortKey {
    /// Name; customers without one by number.
    Name,
    /// Value tier, best first.
    Tier,
    /// Assets, most first; missing last.
    #[default]
    Assets,
    /// Change over 90 days, largest gain first; missing last.
    Change,
    /// Last contact, longest ago first; never contacted before all.
    LastContact,
    /// Next contact, soonest first; none last.
    NextContact,
}

impl SortKey {
    /// Every key, in the order of the chooser.
    pub const ALL: [SortKey; 6] = [
        SortKey::Assets,
        SortKey::NextContact,
        SortKey::LastContact,
        SortKey::Change,
        SortKey::Tier,
        SortKey::Name,
    ];

    /// The name on the command line.
    pub fn code(self) -> &'static str {
        match self {
            SortKey::Name => "name",
            SortKey::Tier => "tier",
            SortKey::Assets => "assets",
            SortKey::Change => "change",
            SortKey::LastContact => "last_contact",
            SortKey::NextContact => "next_contact",
        }
    }

    /// The key with this name.
    pub fn from_code(code: &str) -> Option<SortKey> {
        SortKey::ALL.into_iter().find(|key| key.code() == code)
    }

    /// Whether the natural order begins with the greatest: the best tier, the most money.
    pub fn begins_with_greatest(self) -> bool {
        matches!(self, SortKey::Tier | SortKey::Assets | SortKey::Change)
    }

    /// A number that sorts ascending in the key's natural order.
    fn rank(self, row: &Row) -> i64 {
        let last = UNKNOWN;
        match self {
            SortKey::Name => 0,
            SortKey::Tier => i64::from(row.class(Dimension::Value).0),
            SortKey::Assets => row.assets.map_or(last, |assets| assets.0.saturating_neg()),
            SortKey::Change => row.change_90d.map_or(last, i64::saturating_neg),
            SortKey::LastContact => row.last_contact_on.map_or(i64::MIN, |day| i64::from(day.0)),
            SortKey::NextContact => row.next.map_or(last, |next| {
                i64::from(next.on.0) * 1440 + next.minute.map_or(1439, crate::domain::Minute::number)
            }),
        }
    }
}

/// The rank of what is not known.
const UNKNOWN: i64 = i64::MAX;

/// What a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ViewSpec {
    /// The dimension of the groups; `None` is one list.
    pub group: Option<Dimension>,
    /// Order inside a group.
    pub sort: SortKey,
    /// Natural order turned round.
    pub is_reversed: bool,
    /// Which rows.
    pub filter: Filter,
    /// Groups shown as their heading only.
    pub folded: Vec<ClassIx>,
}

/// A line of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// The heading of a group, by its place in [`View::groups`].
    Group(usize),
    /// A customer.
    Row(RowIx),
}

/// A group of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// What it shows: the class, its customers and assets that pass the filter.
    pub shown: ClassSum,
    /// All its customers.
    pub all: u32,
    /// Whether only its heading is shown.
    pub is_folded: bool,
}

/// The lines of a list, ready to draw.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    /// Headings and customers, top to bottom.
    pub lines: Vec<Line>,
    /// The groups with at least one customer in the book.
    pub groups: Vec<Group>,
    /// Customers that pass the filter, folded groups included.
    pub customers: u32,
    /// Their assets.
    pub assets: Money,
}

impl View {
    /// The lines of a book for a specification.
    pub fn of(book: &Book, spec: &ViewSpec) -> View {
        let groups = groups(book, spec);
        let mut places: Vec<(i64, RowIx)> = Vec::with_capacity(book.len());
        let mut view = View::default();
        let passes: Vec<RowIx> = (0..book.len())
            .map(RowIx::at)
            .filter(|at| book.row(*at).is_some_and(|row| spec.filter.matches(book, row)))
            .collect();
        for mut group in groups {
            places.clear();
            let mut sum = ClassSum { customers: 0, assets: Money::ZERO, ..group.shown };
            for at in &passes {
                let Some(row) = book.row(*at).filter(|row| is_in(row, spec.group, sum.class)) else {
                    continue;
                };
                sum.customers += 1;
                sum.assets += row.assets.unwrap_or(Money::ZERO);
                if !group.is_folded {
                    places.push((spec.sort.rank(row), *at));
                }
            }
            view.customers += sum.customers;
            view.assets += sum.assets;
            group.shown = sum;
            sort(book, spec, &mut places);
            if spec.group.is_some() && (sum.customers > 0 || spec.filter.is_empty()) {
                view.lines.push(Line::Group(view.groups.len()));
            }
            view.groups.push(group);
            view.lines.extend(places.iter().map(|(_, at)| Line::Row(*at)));
        }
        view
    }

    /// The customers of the lines, top to bottom.
    pub fn rows(&self) -> impl Iterator<Item = RowIx> {
        self.lines.iter().filter_map(|line| match line {
            Line::Row(at) => Some(*at),
            Line::Group(_) => None,
        })
    }
}

fn is_in(row: &Row, dimension: Option<Dimension>, class: ClassIx) -> bool {
    dimension.is_none_or(|dimension| row.class(dimension) == class)
}

/// The groups that have anybody, in the order in which lists show their classes; one for an ungrouped list.
fn groups(book: &Book, spec: &ViewSpec) -> Vec<Group> {
    let empty = |class| ClassSum { class, customers: 0, assets: Money::ZERO };
    let Some(dimension) = spec.group else {
        let all = RowIx::at(book.len()).0;
        return vec![Group { shown: empty(ClassIx::UNCLASSIFIED), all, is_folded: false }];
    };
    let mut counts = [0u32; 256];
    for row in book.rows() {
        counts[usize::from(row.class(dimension).0)] += 1;
    }
    let shown = book.classes.shown_of(dimension).into_iter();
    shown
        .map(|class| (class, counts[usize::from(class.0)]))
        .filter(|(_, count)| *count > 0)
        .map(|(class, all)| Group { shown: empty(class), all, is_folded: spec.folded.contains(&class) })
        .collect()
}

impl Book {
    /// Brings rows into an order.
    pub fn sort_rows(&self, rows: &mut [RowIx], key: SortKey, is_reversed: bool) {
        let spec = ViewSpec { sort: key, is_reversed, ..ViewSpec::default() };
        let rank = |at: RowIx| self.row(at).map_or(i64::MAX, |row| key.rank(row));
        let mut places: Vec<(i64, RowIx)> = rows.iter().map(|at| (rank(*at), *at)).collect();
        sort(self, &spec, &mut places);
        for (row, (_, at)) in rows.iter_mut().zip(places) {
            *row = at;
        }
    }
}

/// Sorts by rank, equal ones by assets and then by order of entry; by name where that is the key. What is not known
/// stands last in either direction.
fn sort(book: &Book, spec: &ViewSpec, places: &mut [(i64, RowIx)]) {
    let turned = |order: Ordering| if spec.is_reversed { order.reverse() } else { order };
    if spec.sort == SortKey::Name {
        let name = |at: RowIx| book.row(at).map_or("", |row| book.text(row, TextOf::Name));
        places.sort_by(|(_, a), (_, b)| {
            let missing = name(*a).is_empty().cmp(&name(*b).is_empty());
            missing.then_with(|| turned(name(*a).cmp(name(*b))))
        });
    } else {
        let assets = |at: RowIx| book.row(at).map(|row| Reverse(row.assets));
        places.sort_unstable_by(|(a, x), (b, y)| {
            let missing = (*a == UNKNOWN).cmp(&(*b == UNKNOWN));
            missing
                .then_with(|| turned(a.cmp(b)))
                .then_with(|| assets(*x).cmp(&assets(*y)))
                .then_with(|| x.cmp(y))
        });
    }
}
