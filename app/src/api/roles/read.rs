use crate::api::Reply;
use domain::ids::RoleId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// A role with what its form needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// Its id.
    pub id: String,
    /// Raised by every change.
    pub version: i64,
    /// Name.
    pub name: String,
    /// Whether new customers get it.
    pub is_default: bool,
    /// Whether those who get it must show that they are no program.
    pub needs_bot_check: bool,
    /// Whether it can be deleted: nobody has it, and nobody will get it.
    pub may_go: bool,
}

/// A customer's role, and those to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerRole {
    /// Id of the customer's role.
    pub id: String,
    /// Id and name of every role.
    pub all: Vec<(String, String)>,
}

impl CustomerRole {
    /// Its name.
    pub fn name(&self) -> String {
        let own = self.all.iter().find(|(id, _)| *id == self.id);
        own.map(|(_, name)| name.clone()).unwrap_or_default()
    }
}

/// One role; `NotFound` when there is none.
#[server(prefix = "", endpoint = "/office/ui/role", input = GetUrl)]
pub async fn read_role(id: RoleId) -> Reply<Role> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Roles::read(&*ports, &visit, id).await
}
