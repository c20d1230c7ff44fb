//! Customers: finding them, and one with all that staff look after.

mod actions;
mod detail;
mod list;
mod person;
mod search;
mod status;

pub use actions::link_words;
pub use detail::DetailPage;
pub use list::{ListPage, Rows};
pub use status::status_name;
