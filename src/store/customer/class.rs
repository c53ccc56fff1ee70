//! Writing a class that is set by hand.

use crate::domain::Day;
use crate::store::Result;
use crate::store::journal::Action;
use crate::store::protocol::ClassByHand;

/// Sets a class by hand from the working day on, ending what was set in that dimension before; without a class it only
/// ends that.
///
/// # Errors
/// `Refused` when the end lies before the working day.
pub fn set_class(action: &mut Action<'_>, by_hand: &ClassByHand) -> Result<()> {
    let (day, at) = (action.actor().now.day(), action.actor().now.clock);
    let mut statement = action.conn().prepare(
        "SELECT id, from_on FROM class_override
         WHERE customer_id = ?1 AND dimension = ?2 AND coalesce(until_on, ?3) >= ?3",
    )?;
    let standing: Vec<(i64, Day)> = statement
        .query_map((by_hand.customer, by_hand.dimension, day), |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    drop(statement);
    for (id, from_on) in standing {
        if from_on < day {
            action.update("class_override", id, &[("until_on", &(day - 1))])?;
        } else {
            action.delete("class_override", id)?;
        }
    }
    if let Some(class) = &by_hand.class {
        let author = action.actor().who.clone();
        action.insert(
            "class_override",
            &[
                ("customer_id", &by_hand.customer),
                ("dimension", &by_hand.dimension),
                ("class", class),
                ("reason", &by_hand.reason),
                ("author", &author),
                ("from_on", &day),
                ("until_on", &by_hand.until_on),
                ("created_at", &at),
            ],
        )?;
    }
    Ok(())
}
