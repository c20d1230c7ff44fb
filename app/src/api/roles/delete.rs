use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Deletes a role that nobody has.
#[server(prefix = "", endpoint = "/office/settings/roles/delete")]
pub async fn delete_role(#[server(default)] id: String) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Roles::delete(&*ports, &visit, DeleteRole { id }).await
}

impl PageForm for DeleteRole {
    fn page(&self) -> String {
        crate::routes::by_id("/office/settings/roles", &self.id)
    }
}
