//! Roles of customers: all of them, and one with its form.

mod edit;
mod list;

pub use edit::{EditPage, NewPage};
pub use list::RolesPage;
