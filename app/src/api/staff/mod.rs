//! Staff signing in to the back office.

mod accept;
mod invitation;
mod sign_in;

pub use accept::{AcceptInvitation, accept_invitation};
pub use invitation::{Invitation, ReadInvitation, read_invitation};
pub use sign_in::{StaffSignIn, staff_sign_in};
