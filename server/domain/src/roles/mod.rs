//! Roles of customers (spec 03, document 004): what the shop calls the kinds of its customers.

mod delete;

pub use delete::{RoleFacts, delete};
