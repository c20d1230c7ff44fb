use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Asks for another address: a link goes there, and nothing changes before it is followed.
#[server(prefix = "", endpoint = "/account/security/address")]
pub async fn change_address(#[server(default)] email: String) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Security::change_address(&*ports, &visit, ChangeAddress { email }).await
}

impl PageForm for ChangeAddress {
    fn page(&self) -> String {
        "/account/security".to_owned()
    }
}
