//! Staff: what they may do.

mod change;
mod last_administrator;
mod roles;

pub use change::{Change, Standing, change, on_another};
pub use last_administrator::{LastAdministrator, check_administrators};
pub use roles::{Permission, Role, Roles, allows};
