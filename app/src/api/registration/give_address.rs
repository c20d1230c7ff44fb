use crate::api::{Answer, ApiError, PageForm, Reply};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// Takes the address that a provider did not tell, or told unproven, and sends a link to prove it. Belongs to the
/// browser that signed in at the provider.
#[server(prefix = "", endpoint = "/register/address")]
pub async fn give_address(#[server(default)] email: String) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Registration::give_address(&*ports, &visit, GiveAddress { email }).await
}

impl PageForm for GiveAddress {}

/// Who came through a provider and is asked for an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Name of the provider.
    pub provider: String,
    /// Name of the person, as the provider told it; may be empty.
    pub person: String,
}

/// Whom this browser brought from a provider; `NotFound` when nobody is asked for an address in it.
#[server(prefix = "", endpoint = "/ui/address", input = GetUrl)]
pub async fn read_asked() -> Reply<Asked> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Registration::asked(&*ports, &visit).await
}
