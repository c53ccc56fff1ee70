//! Counts and assets by class.

use super::{Book, ClassIx, ClassTable, Row};
use crate::domain::{Dimension, Money};

/// What a class comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassSum {
    /// The class.
    pub class: ClassIx,
    /// Customers in it.
    pub customers: u32,
    /// Their assets; missing ones count as nothing.
    pub assets: Money,
}

/// The distribution of a dimension: every class, "unclassified" last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Distribution {
    /// One sum per class, best first.
    pub classes: Vec<ClassSum>,
}

impl Distribution {
    /// Of some rows.
    pub fn of<'a>(
        book: &Book,
        dimension: Dimension,
        rows: impl IntoIterator<Item = &'a Row>,
    ) -> Distribution {
        let mut distribution = Distribution::empty(&book.classes, dimension);
        rows.into_iter().for_each(|row| distribution.add(row.class(dimension), row.assets));
        distribution
    }

    /// Every class, with nobody in it.
    pub fn empty(classes: &ClassTable, dimension: Dimension) -> Distribution {
        let sum = |class| ClassSum { class, customers: 0, assets: Money::ZERO };
        Distribution { classes: classes.all_of(dimension).map(sum).collect() }
    }

    /// Adds a customer.
    pub fn add(&mut self, class: ClassIx, assets: Option<Money>) {
        let Some(last) = self.classes.len().checked_sub(1) else { return };
        let sum = &mut self.classes[usize::from(class.0).min(last)];
        sum.customers += 1;
        sum.assets += assets.unwrap_or(Money::ZERO);
    }

    /// Adds the same distribution of other customers.
    pub fn join(&mut self, other: &Distribution) {
        for (sum, more) in self.classes.iter_mut().zip(&other.classes) {
            sum.customers += more.customers;
            sum.assets += more.assets;
        }
    }

    /// Customers of all classes.
    pub fn customers(&self) -> u32 {
        self.classes.iter().map(|sum| sum.customers).sum()
    }

    /// Assets of all classes.
    pub fn assets(&self) -> Money {
        self.classes.iter().map(|sum| sum.assets).sum()
    }
}
