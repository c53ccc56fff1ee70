//! What an action of the command line did to the classes of the customers it touched.

use super::{Context, Failure};
use crate::book::{NewRow, Row};
use crate::domain::{Cause, Code, CustomerId, Dimension, Now};
use crate::store::Store;
use crate::store::recompute::{Rules, find_situation};
use crate::tr;
use crate::work::Playbook;
use serde_json::{Value, json};

/// By what the customers are classified.
pub struct At<'a> {
    /// Language.
    pub context: &'a Context,
    /// Rules in force.
    pub rules: &'a Rules,
    /// Playbook in force.
    pub playbook: &'a Playbook,
    /// The working moment.
    pub now: Now,
}

impl At<'_> {
    /// A customer as he stands now; `None` when he does not exist on the working day.
    ///
    /// # Errors
    /// A book that cannot be read.
    pub fn find_row(&self, store: &Store, customer: CustomerId) -> Result<Option<NewRow>, Failure> {
        let found = find_situation(store, self.rules, self.playbook, self.now, customer);
        Ok(found.map_err(|error| self.context.failed(&error))?.map(|(row, _)| row))
    }

    /// The classes that differ, in the shape of `class_changes`. Behaviour needs the whole book and never counts as
    /// a change.
    pub fn class_changes(
        &self,
        customer_no: &str,
        (before, after): (Option<&NewRow>, Option<&NewRow>),
    ) -> Vec<Value> {
        let (Some(before), Some(after)) = (before, after) else { return Vec::new() };
        Dimension::ALL
            .iter()
            .filter(|dimension| **dimension != Dimension::Behaviour)
            .filter(|dimension| before.row.class(**dimension) != after.row.class(**dimension))
            .map(|dimension| self.change(customer_no, *dimension, (&before.row, &after.row)))
            .collect()
    }

    fn change(&self, customer_no: &str, dimension: Dimension, (before, after): (&Row, &Row)) -> Value {
        let lang = self.context.lang;
        let classes = &self.rules.classes;
        let code = |row: &Row| classes.code(dimension, row.class(dimension)).to_owned();
        let label = |row: &Row| classes.label(dimension, row.class(dimension), lang);
        let text = tr!(
            lang,
            "cli.move",
            dimension = lang.code_text(dimension),
            from = label(before),
            to = label(after),
            day = self.now.day(),
            cause = lang.code_text(Cause::Edit)
        );
        json!({
            "customer_no": customer_no, "dimension": dimension.code(), "from": code(before), "to": code(after),
            "on": self.now.day(), "cause": Cause::Edit.code(), "text": text,
        })
    }
}
