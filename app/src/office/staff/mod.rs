//! The people of the back office: who they are, what they may do, and who is invited.

mod actions;
mod detail;
mod invite;
mod list;
mod roles;

pub use detail::DetailPage;
pub use list::ListPage;
pub use roles::role_name;
