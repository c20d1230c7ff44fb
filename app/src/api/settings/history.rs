use crate::api::Reply;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// A page of the history, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// Entries.
    pub rows: Vec<HistoryRow>,
    /// Key for the page of older entries, if there is one.
    pub older: Option<String>,
}

/// An entry of the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryRow {
    /// When, in the page's language.
    pub at: String,
    /// Who.
    pub actor: String,
    /// Stored name of the action, such as `settings.changed`.
    pub action: String,
    /// What it was done to, by its name or id; empty where that would tell nothing.
    pub subject: String,
    /// Id of the registration request that it was done to.
    pub request: Option<String>,
    /// Id of the customer that it was done to.
    pub customer: Option<String>,
    /// Fields with old and new value; secrets are never among them.
    pub changes: Vec<(String, String, String)>,
    /// From which address.
    pub requester: String,
}

/// A page of the history; `before` is a key of a page before.
#[server(prefix = "", endpoint = "/office/ui/history", input = GetUrl)]
pub async fn read_history(#[server(default)] before: Option<String>) -> Reply<History> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Settings::history(&*ports, &visit, before).await
}
