//! Customers and where they stand.

mod status;

pub use status::CustomerStatus;
