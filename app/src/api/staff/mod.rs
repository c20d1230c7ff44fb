//! Staff: signing in to the back office, and looking after the people who work there.

mod accept;
mod change;
mod invitation;
mod invite;
mod list;
mod read;
mod sign_in;

pub use accept::{AcceptInvitation, accept_invitation};
pub use change::{
    ChangeStaffRoles, EndStaffSessions, ResetStaffFactor, SwitchStaff, change_staff_roles,
    end_staff_sessions, reset_staff_factor, switch_staff,
};
pub use invitation::{Invitation, ReadInvitation, read_invitation};
pub use invite::{InviteStaff, WithdrawInvitation, invite_staff, withdraw_invitation};
pub use list::{InvitedRow, ListStaff, StaffList, StaffRow, list_staff};
pub use read::{ReadStaff, StaffDetail, StaffSession, read_staff};
pub use sign_in::{StaffSignIn, staff_sign_in};
