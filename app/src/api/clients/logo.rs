use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Where a logo is posted to, as [a provider's](crate::api::providers::LOGO_PATH).
pub const LOGO_PATH: &str = "/office/clients/logo";

/// Takes a client's logo away.
#[server(prefix = "", endpoint = "/office/clients/logo/remove")]
pub async fn remove_logo(#[server(default)] id: String) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Clients::remove_logo(&*ports, &visit, RemoveLogo { id }).await
}

impl PageForm for RemoveLogo {
    fn page(&self) -> String {
        crate::routes::by_id("/office/clients", &self.id)
    }
}
