use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Where a logo is posted to: `multipart/form-data` (RFC 7578) with the provider's `id` first and the file `logo`. No
/// server function, since a browser sends a file by itself, with JavaScript and without.
pub const LOGO_PATH: &str = "/office/providers/logo";

/// Takes a provider's logo away.
#[server(prefix = "", endpoint = "/office/providers/logo/remove")]
pub async fn remove_logo(#[server(default)] id: String) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::ProviderExtras::remove_logo(&*ports, &visit, RemoveLogo { id }).await
}

impl PageForm for RemoveLogo {
    fn page(&self) -> String {
        crate::routes::by_id("/office/providers", &self.id)
    }
}
