use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Deletes a client with everything that it was given.
#[server(prefix = "", endpoint = "/office/clients/delete")]
pub async fn delete_client(
    #[server(default)] id: String,
    #[server(default)] version: i64,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Clients::delete(&*ports, &visit, DeleteClient { id, version }).await
}

impl PageForm for DeleteClient {
    fn page(&self) -> String {
        crate::routes::by_id("/office/clients", &self.id)
    }
}
