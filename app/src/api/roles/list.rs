use crate::api::Reply;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// A role in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleRow {
    /// The address is `/office/settings/roles/{id}`.
    pub id: String,
    /// Name.
    pub name: String,
    /// Whether new customers get it.
    pub is_default: bool,
    /// How many customers have it.
    pub customers: u32,
}

/// Every role, the default first.
#[server(prefix = "", endpoint = "/office/ui/roles", input = GetUrl)]
pub async fn list_roles() -> Reply<Vec<RoleRow>> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Roles::list(&*ports, &visit).await
}
