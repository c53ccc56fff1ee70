//! The list a customer was opened from: who comes before and after him, and what the list is called.

use crate::domain::CustomerId;
use crate::ui::format;

/// A list and a place in it. `[` and `]` on a card, and "the next customer" after a log, go along it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trail {
    /// The crumbs to show: `跟进 > 风险`.
    pub crumbs: String,
    /// The customers of the list, in order.
    pub customers: Vec<CustomerId>,
    /// The place of the open one.
    pub at: usize,
}

impl Trail {
    /// A single customer, from nowhere in particular.
    pub fn single(customer: CustomerId) -> Trail {
        Trail { crumbs: String::new(), customers: vec![customer], at: 0 }
    }

    /// The open customer.
    pub fn customer(&self) -> Option<CustomerId> {
        self.customers.get(self.at).copied()
    }

    /// The place in the list and its length, as they are shown: `5` of `1,248`.
    pub fn place(&self) -> (String, String) {
        let shown = |count: usize| format::count(i64::try_from(count).unwrap_or(i64::MAX));
        (shown(self.at + 1), shown(self.customers.len()))
    }

    /// Steps along the list, by one or back by one; `false` at its end.
    pub fn step(&mut self, by: isize) -> bool {
        let to = self.at.checked_add_signed(by).filter(|to| *to < self.customers.len());
        self.at = to.unwrap_or(self.at);
        to.is_some()
    }
}
