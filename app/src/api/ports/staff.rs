//! Staff, and who looks after them.

use crate::api::{
    answer::{Answer, Reply},
    staff,
    visit::Visit,
};
use async_trait::async_trait;
use domain::ids::StaffId;

/// Staff signing in to the back office.
#[async_trait]
pub trait Staff: Send + Sync {
    /// Signs a staff member in.
    async fn sign_in(&self, visit: &Visit, form: staff::StaffSignIn) -> Reply<Answer>;
    /// Whether a one-time invitation still works, and for whom.
    async fn invitation(&self, visit: &Visit, token: String) -> Reply<staff::Invitation>;
    /// Uses up an invitation: sets name and password.
    async fn accept(&self, visit: &Visit, form: staff::AcceptInvitation) -> Reply<Answer>;
}

/// Looking after the people of the back office.
#[async_trait]
pub trait StaffMembers: Send + Sync {
    /// Everybody, and who is invited.
    async fn list(&self, visit: &Visit) -> Reply<staff::StaffList>;
    /// One of them.
    async fn read(&self, visit: &Visit, id: StaffId) -> Reply<staff::StaffDetail>;
    /// Invites the owner of an address by mail.
    async fn invite(&self, visit: &Visit, form: staff::InviteStaff) -> Reply<Answer>;
    /// Takes an invitation back.
    async fn withdraw(&self, visit: &Visit, form: staff::WithdrawInvitation) -> Reply<Answer>;
    /// Gives somebody other roles; an administrator stays.
    async fn change_roles(&self, visit: &Visit, form: staff::ChangeStaffRoles) -> Reply<Answer>;
    /// Closes somebody's access or opens it again; an administrator stays.
    async fn switch(&self, visit: &Visit, form: staff::SwitchStaff) -> Reply<Answer>;
    /// Takes somebody's second factor away.
    async fn reset_factor(&self, visit: &Visit, form: staff::ResetStaffFactor) -> Reply<Answer>;
    /// Ends one session of somebody, or all.
    async fn end_sessions(&self, visit: &Visit, form: staff::EndStaffSessions) -> Reply<Answer>;
}
