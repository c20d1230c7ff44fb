use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Gives a customer another role. `from` is the one that the person saw.
#[server(prefix = "", endpoint = "/office/customers/role")]
pub async fn set_role(
    #[server(default)] id: String,
    #[server(default)] from: String,
    #[server(default)] role: String,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Roles::set(&*ports, &visit, SetRole { id, from, role }).await
}

impl PageForm for SetRole {
    fn page(&self) -> String {
        crate::routes::by_id("/office/customers", &self.id)
    }
}
