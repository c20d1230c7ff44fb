use crate::api::Reply;
use domain::staff::Roles;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// Everybody who works in the back office, and who is invited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffList {
    /// By name.
    pub members: Vec<StaffRow>,
    /// The newest first.
    pub invited: Vec<InvitedRow>,
    /// Whether this member of staff may invite and change others.
    pub may_edit: bool,
}

/// A member of staff in the list. Moments are in the page's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffRow {
    /// The address is `/office/staff/{id}`.
    pub id: String,
    /// The whole name.
    pub name: String,
    /// Address.
    pub email: String,
    /// What the person may do.
    pub roles: Roles,
    /// Whether the person may sign in.
    pub active: bool,
    /// Whether it is the person who looks.
    pub own: bool,
    /// When the person signed in last.
    pub last_sign_in: Option<String>,
    /// Whether there is a second factor.
    pub has_factor: bool,
}

/// Somebody who has an invitation and did not use it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitedRow {
    /// Id of the invitation.
    pub id: String,
    /// Address.
    pub email: String,
    /// What the person will be.
    pub roles: Roles,
    /// When the invitation ends or ended.
    pub until: String,
    /// Whether it has ended.
    pub expired: bool,
}

/// Everybody.
#[server(prefix = "", endpoint = "/office/ui/staff", input = GetUrl)]
pub async fn list_staff() -> Reply<StaffList> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::StaffMembers::list(&*ports, &visit).await
}
