use crate::api::Reply;
use domain::providers::ClientAuth;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// A client in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientRow {
    /// The address is `/office/clients/{id}`; its `client_id`.
    pub id: String,
    /// Name.
    pub name: String,
    /// How it shows who it is.
    pub auth_method: ClientAuth,
    /// Whether it may do anything.
    pub active: bool,
    /// The day on which it was given tokens last, in the page's language.
    pub last_used: Option<String>,
    /// The day since which it has its newest secret, in the page's language.
    pub secret_since: Option<String>,
}

/// All clients by name.
#[server(prefix = "", endpoint = "/office/ui/clients", input = GetUrl)]
pub async fn list_clients() -> Reply<Vec<ClientRow>> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Clients::list(&*ports, &visit).await
}
