use crate::api::Reply;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// A place where the customer is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSession {
    /// Its id.
    pub id: String,
    /// Whether it is the one that asks.
    pub here: bool,
    /// Browser and system, if they are known ones.
    pub device: Option<String>,
    /// Name of the provider that it began with; none for a password.
    pub provider: Option<String>,
    /// When it began, in the page's language.
    pub began: String,
    /// When it was used last, in the page's language.
    pub seen: String,
    /// The address that it began from.
    pub requester: String,
}

/// Where the customer is signed in, this browser first.
#[server(prefix = "", endpoint = "/ui/sessions", input = GetUrl)]
pub async fn list_sessions() -> Reply<Vec<OwnSession>> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Sessions::list(&*ports, &visit).await
}
