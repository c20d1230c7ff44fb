use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Uses up a link that proves the address of a provider's person.
#[server(prefix = "", endpoint = "/confirm-address")]
pub async fn confirm_address(#[server(default)] token: String) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Links::confirm_address(&*ports, &visit, ConfirmAddress { token }).await
}

impl PageForm for ConfirmAddress {
    fn page(&self) -> String {
        crate::routes::with_token("/confirm-address", &self.token)
    }
}
