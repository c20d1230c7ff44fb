use crate::api::Reply;
use domain::password::Rules;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// What the signed-in customer can change about their own sign-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Security {
    /// What a new password must be; none when there is no password to change.
    pub password: Option<Rules>,
    /// The address, which a password manager keeps the password under.
    pub email: String,
    /// Name of the provider that sets the address at every sign-in: it is changed there.
    pub address_owner: Option<String>,
}

/// Reads what can be changed.
#[server(prefix = "", endpoint = "/ui/security", input = GetUrl)]
pub async fn read_security() -> Reply<Security> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Security::read(&*ports, &visit).await
}
