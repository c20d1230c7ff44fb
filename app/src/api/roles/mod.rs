//! Roles of customers, as administrators keep them, and who has which.

mod delete;
mod list;
mod read;
mod save;
mod set;

pub use delete::{DeleteRole, delete_role};
pub use list::{ListRoles, RoleRow, list_roles};
pub use read::{CustomerRole, ReadRole, Role, read_role};
pub use save::{SaveRole, save_role};
pub use set::{SetRole, set_role};
