use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Deletes a provider that nobody uses.
#[server(prefix = "", endpoint = "/office/providers/delete")]
pub async fn delete_provider(
    #[server(default)] id: String,
    #[server(default)] version: i64,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::ProviderExtras::delete(&*ports, &visit, DeleteProvider { id, version }).await
}

impl PageForm for DeleteProvider {
    fn page(&self) -> String {
        crate::routes::by_id("/office/providers", &self.id)
    }
}
