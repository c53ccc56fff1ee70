//! Customers with their phones, tags, consents and holdings: SQL, rows to domain, writes through an action.

mod class;
mod read;
mod write;

pub use class::set_class;
pub use read::{
    count_customers, find_customer, find_customer_id, find_masked_name, has_customers, list_consents,
    list_holdings, list_phones, list_tags,
};
pub use write::{CustomerFields, insert_customer, update_customer};

#[cfg(test)]
mod tests;
