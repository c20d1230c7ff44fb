use crate::{
    api::{Answer, ApiError, PageForm},
    routes::by_id,
};
use leptos::prelude::*;

/// Gives a member of staff these roles. A ticked role is given; `version` is that of the page.
#[server(prefix = "", endpoint = "/office/staff/roles")]
pub async fn change_staff_roles(
    #[server(default)] id: String,
    #[server(default)] version: i64,
    #[server(default)] role_operations: Option<String>,
    #[server(default)] role_administrator: Option<String>,
    #[server(default)] role_auditor: Option<String>,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    let form = ChangeStaffRoles {
        id,
        version,
        role_operations,
        role_administrator,
        role_auditor,
    };
    crate::api::ports::StaffMembers::change_roles(&*ports, &visit, form).await
}

impl PageForm for ChangeStaffRoles {
    fn page(&self) -> String {
        by_id("/office/staff", &self.id)
    }
}

/// Closes a member's access (`switch=close`) or opens it again (`switch=open`).
#[server(prefix = "", endpoint = "/office/staff/access")]
pub async fn switch_staff(
    #[server(default)] id: String,
    #[server(default)] version: i64,
    #[server(default)] switch: String,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    let form = SwitchStaff { id, version, switch };
    crate::api::ports::StaffMembers::switch(&*ports, &visit, form).await
}

impl PageForm for SwitchStaff {
    fn page(&self) -> String {
        by_id("/office/staff", &self.id)
    }
}

/// Takes a member's second factor away, who lost it.
#[server(prefix = "", endpoint = "/office/staff/second-factor")]
pub async fn reset_staff_factor(#[server(default)] id: String) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::StaffMembers::reset_factor(&*ports, &visit, ResetStaffFactor { id }).await
}

impl PageForm for ResetStaffFactor {
    fn page(&self) -> String {
        by_id("/office/staff", &self.id)
    }
}

/// Ends one session of a member of staff, or all of them when none is named.
#[server(prefix = "", endpoint = "/office/staff/sessions")]
pub async fn end_staff_sessions(
    #[server(default)] id: String,
    #[server(default)] session: String,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::StaffMembers::end_sessions(&*ports, &visit, EndStaffSessions { id, session }).await
}

impl PageForm for EndStaffSessions {
    fn page(&self) -> String {
        by_id("/office/staff", &self.id)
    }
}
