use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Takes the address that a provider did not tell, or told unproven, and sends a link to prove it. Belongs to the
/// browser that signed in at the provider.
#[server(prefix = "", endpoint = "/register/address")]
pub async fn give_address(#[server(default)] email: String) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Registration::give_address(&*ports, &visit, GiveAddress { email }).await
}

impl PageForm for GiveAddress {}
