//! The row of queues with their counts, in the longest form that fits.

use super::list::Which;
use crate::book::QueueSum;
use crate::lang::Lang;
use crate::ui::{Line, Role, format};

/// Count and assets of every queue, of all, of what is held back.
type Sums = ([QueueSum; 9], QueueSum, QueueSum);

/// How much of the row is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Full names, all queues.
    Names,
    /// Short names.
    Short,
    /// Only queues with somebody, and the one that is shown.
    Busy,
    /// Of those the names alone, but for the one that is shown.
    Bare,
}

/// The queue that is shown, and how many of its customers a filter lets through.
type Shown = (Which, Option<u32>);

/// The queues of a row with their columns.
pub struct Tabs {
    /// The row.
    pub line: Line<'static>,
    /// From which column to which each queue stands, from the left.
    pub places: Vec<(Which, [u16; 2])>,
}

impl Tabs {
    /// The columns of a queue; none where it does not stand in the row.
    pub fn place(&self, which: Which) -> [u16; 2] {
        self.places.iter().find(|(known, _)| *known == which).map_or([0, 0], |(_, place)| *place)
    }

    /// The queue in a column.
    pub fn at(&self, column: u16) -> Option<Which> {
        let is_in = |[from, until]: [u16; 2]| (from..until).contains(&column);
        self.places.iter().find(|(_, place)| is_in(*place)).map(|(which, _)| *which)
    }
}

/// The row in so many columns. Where even the barest form is too long it begins further right, so that the shown queue
/// and its neighbours stand in it.
pub fn fitting(lang: Lang, shown: Shown, sums: &Sums, width: u16) -> Tabs {
    let here = Which::all().position(|which| which == shown.0).unwrap_or(0);
    let forms = [(Form::Names, 0), (Form::Short, 0), (Form::Busy, 0), (Form::Bare, 0)].into_iter();
    let forms = forms.chain((1..=here).map(|skipped| (Form::Bare, skipped)));
    let mut last = Tabs { line: Line::new(), places: Vec::new() };
    for (form, skipped) in forms {
        last = row(lang, shown, sums, (form, skipped));
        let shows_neighbour = skipped > 0 && last.place(shown.0)[1] + 6 <= width;
        if last.line.width() <= width || shows_neighbour {
            break;
        }
    }
    for (_, place) in &mut last.places {
        *place = place.map(|column| column.min(width));
    }
    last
}

fn row(
    lang: Lang,
    (shown, passing): Shown,
    (ones, all, held): &Sums,
    (form, skipped): (Form, usize),
) -> Tabs {
    let (mut line, mut places) = (Line::new(), Vec::new());
    for which in Which::all().skip(skipped) {
        let sum = match which {
            Which::All => all,
            Which::One(queue) => &ones[queue as usize],
            Which::Held => held,
        };
        let is_shown = which == shown;
        if matches!(form, Form::Busy | Form::Bare) && !is_shown && sum.customers == 0 {
            continue;
        }
        let list = if form == Form::Names { "name" } else { "short" };
        let name = lang.text(&format!("queues.{list}.{}", which.name()));
        let count = match passing.filter(|_| is_shown) {
            Some(passing) => {
                format!("{}/{}", format::count(passing.into()), format::count(sum.customers.into()))
            }
            None => format::count(i64::from(sum.customers)),
        };
        let label = if form == Form::Bare { name.into_owned() } else { format!("{name} {count}") };
        let (label, role) = match (is_shown, sum.customers, which) {
            (true, ..) if form == Form::Bare => (format!("[{label} {count}]"), Role::Text),
            (true, ..) => (format!("[{label}]"), Role::Text),
            (_, _, Which::Held) => (label, Role::Shut),
            (_, 0, _) => (label, Role::Dim),
            _ => (label, Role::Text),
        };
        if !line.is_empty() {
            line = line.gap(if form == Form::Names { 2 } else { 1 });
        }
        let from = line.width();
        line = line.with(label, role);
        places.push((which, [from, line.width()]));
    }
    Tabs { line, places }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Money;

    fn sums(customers: u32) -> Sums {
        let sum = QueueSum { customers, assets: Money::ZERO };
        ([sum; 9], sum, sum)
    }

    #[test]
    fn at_80_columns_every_queue_has_its_name_even_with_counts_of_four_digits() {
        for lang in [Lang::Zh, Lang::En] {
            for which in Which::all() {
                let tabs = fitting(lang, (which, None), &sums(1234), 78);
                let ([from, until], width) = (tabs.place(which), tabs.line.width());
                assert!(width <= 78 && from < until && until <= 78, "{width}");
                assert_eq!((tabs.at(from), tabs.at(until)), (Some(which), None), "a blank stands behind it");
            }
        }
    }

    #[test]
    fn in_narrow_rows_the_shown_queue_stands_in_the_row() {
        for lang in [Lang::Zh, Lang::En] {
            for which in Which::all() {
                for width in 40..160 {
                    let [from, until] = fitting(lang, (which, None), &sums(12_345), width).place(which);
                    assert!(until <= width && until - from >= 8, "{width}: {from}..{until}");
                }
            }
        }
    }

    #[test]
    fn counts_stand_where_there_is_room() {
        let text = |width| fitting(Lang::Zh, (Which::All, None), &sums(3), width).line.0.len();
        assert!(text(150) >= text(60));
    }
}
