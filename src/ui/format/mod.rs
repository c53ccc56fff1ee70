//! Numbers, amounts and dates as people read them, in both languages.
//!
//! Amounts are cut, not rounded: 49.99万 never reads 50.0万 beside a threshold of 50万. Shares and changes are rounded.
//! Zero is `0`, not applicable is blank, unknown is `?`.

mod dates;
mod left;
mod money;
mod numbers;

pub use dates::{date_with_weekday, day, day_within, due, minute_on, month_day, past_day, weekday};
pub use left::time_left;
pub use money::{amount, amount_change, amount_short, amount_sum, amount_sum_change};
pub use numbers::{change, count, moves, part_of, share};

/// What stands for something unknown.
pub const UNKNOWN: &str = "?";
