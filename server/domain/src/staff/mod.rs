//! Staff: what they may do.

mod last_administrator;
mod roles;

pub use last_administrator::{LastAdministrator, check_administrators};
pub use roles::{Permission, Role, Roles, allows};
