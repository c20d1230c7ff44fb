use crate::api::Reply;
use domain::ids::ProviderId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// One provider's settings, the secret left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderSettings {
    /// Id.
    pub id: String,
    /// Raised with every change.
    pub version: i64,
    /// Name, also the button's label when no label is given.
    pub name: String,
    /// Labels: English, German, Greek; empty means the name.
    pub labels: [String; 3],
    /// Word in its addresses.
    pub slug: String,
    /// Issuer URL.
    pub issuer: String,
    /// Client id.
    pub client_id: String,
    /// How the client proves itself: `client_secret_basic`, `client_secret_post` or `none`.
    pub client_auth: String,
    /// Whether a secret is stored.
    pub has_secret: bool,
    /// Scopes, separated by spaces.
    pub scopes: String,
    /// Name of the claim that bears the account code, or empty.
    pub account_code_claim: String,
    /// Whether the provider controls that claim.
    pub account_code_controlled: bool,
    /// Whether its `email_verified` is believed.
    pub trusts_email_verified: bool,
    /// Whether PKCE is used.
    pub pkce: bool,
    /// To register at the provider.
    pub redirect_uri: String,
    /// To register at the provider.
    pub post_logout_redirect_uri: String,
    /// Signs people in.
    pub enabled: bool,
    /// Has a button on the login page.
    pub visible: bool,
    /// Whether it offers OpenID RP-initiated logout, as its discovery document said.
    pub global_logout: bool,
}

/// One provider's settings.
#[server(prefix = "", endpoint = "/office/ui/provider", input = GetUrl)]
pub async fn read_provider(id: ProviderId) -> Reply<ProviderSettings> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Providers::read(&*ports, &visit, id).await
}
