use crate::api::{Answer, ApiError, PageForm};
use domain::clients::form::ClientForm;
use leptos::prelude::*;

/// Makes (empty `id`) or changes a client.
#[server(prefix = "", endpoint = "/office/clients/save")]
pub async fn save_client(
    #[server(default)] id: String,
    #[server(default)] version: i64,
    #[server(flatten)] form: ClientForm,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Clients::save(&*ports, &visit, SaveClient { id, version, form }).await
}

impl PageForm for SaveClient {
    fn page(&self) -> String {
        if self.id.is_empty() {
            "/office/clients/new".to_owned()
        } else {
            crate::routes::by_id("/office/clients", &self.id)
        }
    }
}
