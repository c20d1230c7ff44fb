use super::{Basics, ClaimRules, Claims, Connection, Warning};
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
    /// What customers see.
    pub basics: Basics,
    /// How we reach it.
    pub connection: Connection,
    /// Whether a secret is stored.
    pub has_secret: bool,
    /// Which claim fills which field.
    pub claims: Claims,
    /// When a claim changes its field.
    pub rules: ClaimRules,
    /// To register at the provider.
    pub addresses: Addresses,
    /// Address of its logo.
    pub logo: Option<String>,
    /// What is wrong with it, or soon will be.
    pub warnings: Vec<Warning>,
    /// Signs people in.
    pub enabled: bool,
    /// Has a button on the login page.
    pub visible: bool,
    /// Whether it offers OpenID RP-initiated logout, as its discovery document said.
    pub global_logout: bool,
}

/// Our own addresses, as the provider has to know them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addresses {
    /// Where it sends the browser after a sign-in.
    pub redirect: String,
    /// Where it sends the browser after a logout.
    pub post_logout_redirect: String,
    /// Where it finds our public keys, with `private_key_jwt`.
    pub jwks: Option<String>,
}

/// One provider's settings.
#[server(prefix = "", endpoint = "/office/ui/provider", input = GetUrl)]
pub async fn read_provider(id: ProviderId) -> Reply<ProviderSettings> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Providers::read(&*ports, &visit, id).await
}
