//! What of a card stands in one line where it is higher than its pane: the least needed first. What is next, the classes
//! with their reasons, consent and budget never do, nor does the section of the cursor.

use super::{DetailLine, Facts, Section, lines};

/// What is put into one line, the first one first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// What is remarked of the customer.
    Remark,
    /// The classes by age and by trade.
    MinorClasses,
    /// The figures.
    Metrics,
    /// The holdings.
    Holdings,
    /// His numbers.
    Phones,
    /// His own data.
    Person,
    /// What would move a class, for each.
    Moves,
}

impl Step {
    const ALL: [Step; 7] = [
        Step::Remark,
        Step::MinorClasses,
        Step::Metrics,
        Step::Holdings,
        Step::Phones,
        Step::Person,
        Step::Moves,
    ];

    fn section(self) -> Section {
        match self {
            Step::MinorClasses | Step::Moves => Section::Classes,
            Step::Metrics => Section::Metrics,
            Step::Holdings => Section::Holdings,
            Step::Phones => Section::Contacts,
            Step::Remark | Step::Person => Section::Person,
        }
    }
}

/// How far a card is collapsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Collapsed {
    up_to: Option<Step>,
    /// The section of the cursor.
    open: Option<Section>,
}

impl Collapsed {
    pub(super) fn has(self, step: Step) -> bool {
        self.up_to.is_some_and(|up_to| step <= up_to) && self.open != Some(step.section())
    }
}

/// The lines of some sections in so many rows: as few of them in one line as need be. `open` is the section of the
/// cursor. What does not fit even then is scrolled.
pub fn fitted(
    facts: &Facts<'_>,
    sections: &[Section],
    (height, open): (u16, Option<Section>),
) -> Vec<DetailLine> {
    let of = |up_to| lines(&Facts { collapsed: Collapsed { up_to, open }, ..*facts }, sections);
    let fits = |lines: &Vec<DetailLine>| lines.len() <= usize::from(height);
    let whole = of(None);
    if fits(&whole) {
        return whole;
    }
    let mut shown = whole;
    for step in Step::ALL {
        shown = of(Some(step));
        if fits(&shown) {
            break;
        }
    }
    shown
}
