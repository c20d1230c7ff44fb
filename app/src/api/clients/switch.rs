use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Switches a client: `switch` is `on` or `off`. Off ends everything that it was given.
#[server(prefix = "", endpoint = "/office/clients/switch")]
pub async fn switch_client(
    #[server(default)] id: String,
    #[server(default)] version: i64,
    #[server(default)] switch: String,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Clients::switch(&*ports, &visit, SwitchClient { id, version, switch }).await
}

impl PageForm for SwitchClient {
    fn page(&self) -> String {
        crate::routes::by_id("/office/clients", &self.id)
    }
}
