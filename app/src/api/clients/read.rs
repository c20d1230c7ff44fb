use crate::api::Reply;
use domain::{clients::form::ClientForm, ids::ClientId, logout::Telling};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// A client as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientDetail {
    /// Its `client_id`.
    pub id: String,
    /// Raised with every change.
    pub version: i64,
    /// Address of its logo.
    pub logo: Option<String>,
    /// Its settings, as they would be typed.
    pub form: ClientForm,
    /// Whether it may do anything.
    pub active: bool,
    /// Who we are to it.
    pub issuer: String,
    /// Where it finds all else about us (OpenID Connect Discovery 1.0 §4).
    pub discovery: String,
    /// The same one by one, for software that does not read it: name and address.
    pub endpoints: Vec<(String, String)>,
    /// When it was given tokens last.
    pub last_used: Option<String>,
    /// Whether it shows who it is by a secret.
    pub needs_secret: bool,
    /// The secrets that work, the newest first, without themselves.
    pub secrets: Vec<SecretRow>,
    /// A new one, shown to who made it until they have noted it.
    pub new_secret: Option<String>,
    /// How many people agreed to something for it.
    pub agreed: i64,
    /// The sign-outs that it was told of last, the latest first.
    pub logouts: Vec<LogoutRow>,
}

/// A sign-out that a client is told of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogoutRow {
    /// When somebody signed out.
    pub at: String,
    /// How far telling is.
    pub telling: Telling,
    /// How often it was tried.
    pub tries: i64,
    /// What went wrong last, in English, for those who run the client.
    pub trouble: Option<String>,
}

/// A secret, but for itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretRow {
    /// When it was made.
    pub since: String,
    /// When it stops working; the newest has no end.
    pub until: Option<String>,
}

/// One client; `NotFound` when there is none.
#[server(prefix = "", endpoint = "/office/ui/client", input = GetUrl)]
pub async fn read_client(id: ClientId) -> Reply<ClientDetail> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Clients::read(&*ports, &visit, id).await
}
