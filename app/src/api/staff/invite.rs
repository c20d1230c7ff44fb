use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Invites the owner of an address to the back office. A ticked role is given.
#[server(prefix = "", endpoint = "/office/staff/invite")]
pub async fn invite_staff(
    #[server(default)] email: String,
    #[server(default)] language: String,
    #[server(default)] role_operations: Option<String>,
    #[server(default)] role_administrator: Option<String>,
    #[server(default)] role_auditor: Option<String>,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    let form = InviteStaff {
        email,
        language,
        role_operations,
        role_administrator,
        role_auditor,
    };
    crate::api::ports::StaffMembers::invite(&*ports, &visit, form).await
}

impl PageForm for InviteStaff {
    fn page(&self) -> String {
        "/office/staff".to_owned()
    }
}

/// Takes an invitation back.
#[server(prefix = "", endpoint = "/office/staff/withdraw")]
pub async fn withdraw_invitation(#[server(default)] id: String) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::StaffMembers::withdraw(&*ports, &visit, WithdrawInvitation { id }).await
}

impl PageForm for WithdrawInvitation {
    fn page(&self) -> String {
        "/office/staff".to_owned()
    }
}
