//! Consent: writing what a customer allows on a channel. Reading stands with the customer.

use super::Result;
use super::journal::Action;
use crate::domain::CustomerId;
use crate::work::log::ConsentChange;
use rusqlite::OptionalExtension;

/// Sets what a customer allows on a channel from the working day on, in his words.
///
/// # Errors
/// When the file cannot be written.
pub fn update_consent(action: &mut Action<'_>, customer: CustomerId, change: &ConsentChange) -> Result<()> {
    let given_on = action.actor().now.day();
    let mut statement =
        action.conn().prepare_cached("SELECT id FROM consent WHERE customer_id = ?1 AND channel = ?2")?;
    let found: Option<i64> = statement.query_row((customer, change.channel), |row| row.get(0)).optional()?;
    drop(statement);
    let none: Option<i64> = None;
    let columns: [super::journal::Column<'_>; 6] = [
        ("state", &change.state),
        ("window_from_minute", &none),
        ("window_to_minute", &none),
        ("until_on", &none),
        ("given_on", &given_on),
        ("wording", &change.wording),
    ];
    if let Some(id) = found {
        action.update("consent", id, &columns)?;
    } else {
        let mut all: Vec<super::journal::Column<'_>> =
            vec![("customer_id", &customer), ("channel", &change.channel)];
        all.extend(columns);
        action.insert("consent", &all)?;
    }
    Ok(())
}
