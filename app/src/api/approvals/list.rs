use crate::api::Reply;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// Which part of the queue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// `waiting` (the default), `unproven` or `decided`.
    #[serde(default)]
    pub show: Option<String>,
    /// Key of the last row of the page before.
    #[serde(default)]
    pub after: Option<String>,
}

/// A page of the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    /// Oldest first while waiting, newest first when decided.
    pub rows: Vec<QueueRow>,
    /// Key for the next page, if there is one.
    pub next: Option<String>,
    /// How many wait in all.
    pub waiting: u32,
}

/// A request in the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueRow {
    /// The address is `/office/requests/{id}`.
    pub id: String,
    /// Name of the person.
    pub name: String,
    /// Address of the person.
    pub email: Option<String>,
    /// Whether that address is proven.
    pub proven: bool,
    /// Company, if one was given.
    pub company: Option<String>,
    /// Name of the provider, when the person came through one.
    pub provider: Option<String>,
    /// When it was submitted, in the page's language.
    pub submitted: String,
    /// Stored name of the state: `waiting`, `approved` …
    pub status: String,
    /// Who decided.
    pub decided_by: Option<String>,
}

/// A page of the queue.
#[server(prefix = "", endpoint = "/office/ui/requests", input = GetUrl)]
pub async fn list_requests(#[server(default)] filter: Filter) -> Reply<Queue> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Approvals::list(&*ports, &visit, filter).await
}
