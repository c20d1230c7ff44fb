use crate::api::Reply;
use domain::approvals::Status;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// Which part of the queue; the names are those of the address. What is no value of a field leaves it out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// The stored name of a state (`waiting` is the default), `decided` or `all`.
    pub show: Option<String>,
    /// Beginnings of words of name, address, company or account code.
    pub q: Option<String>,
    /// Stored name of how the person came.
    pub entry: Option<String>,
    /// Id of the provider.
    pub provider: Option<String>,
    /// Days since it was submitted, at least.
    pub age: Option<i64>,
    /// `yes` or `no`: whether the address is proven.
    pub proven: Option<String>,
    /// Present: only what the person who looks has taken on.
    pub mine: Option<String>,
    /// `oldest` or `newest` first.
    pub sort: Option<String>,
    /// Key of the last row of the page before.
    pub after: Option<String>,
}

/// A page of the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    /// Oldest first while waiting, newest first when decided, unless asked for.
    pub rows: Vec<QueueRow>,
    /// Key for the next page, if there is one.
    pub next: Option<String>,
    /// Ids and names of all providers, to choose from.
    pub providers: Vec<(String, String)>,
    /// Whether the person who looks may decide.
    pub decides: bool,
}

/// A request in the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueRow {
    /// The address is `/office/requests/{id}`.
    pub id: String,
    /// Version of what it says, to decide about nothing else.
    pub version: i64,
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
    /// Whole days since then.
    pub days: u32,
    /// When it is erased, if nothing happens until then.
    pub due: Option<String>,
    /// Where it stands.
    pub status: Status,
    /// Who decided.
    pub decided_by: Option<String>,
    /// Who has taken it on.
    pub assigned_to: Option<String>,
    /// When its applicant corrected it last.
    pub corrected: Option<String>,
}

/// A page of the queue.
#[server(prefix = "", endpoint = "/office/ui/requests", input = GetUrl)]
pub async fn list_requests(#[server(default)] filter: Filter) -> Reply<Queue> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Approvals::list(&*ports, &visit, filter).await
}
