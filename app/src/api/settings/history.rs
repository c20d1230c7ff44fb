use crate::api::Reply;
use domain::values::Fault;
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

/// Which entries. What is empty asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryFilter {
    /// Id of a person who acts, or stored name of a kind of them.
    #[serde(default)]
    pub who: Option<String>,
    /// Stored name of the kind of thing that it was done to; `kind/id` for one thing.
    #[serde(default)]
    pub about: Option<String>,
    /// Stored name of an action.
    #[serde(default)]
    pub what: Option<String>,
    /// The first day in UTC: `2026-11-22`.
    #[serde(default)]
    pub from: Option<String>,
    /// The last day.
    #[serde(default)]
    pub to: Option<String>,
    /// Key of the page before.
    #[serde(default)]
    pub before: Option<String>,
}

/// A page of the history, and what can be asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryList {
    /// The page.
    pub page: History,
    /// Ids and names of the people of the back office; of somebody else, too, who is asked for.
    pub actors: Vec<(String, String)>,
    /// Stored names of everything that was ever done.
    pub actions: Vec<String>,
    /// Stored names of every kind of thing that it was done to.
    pub kinds: Vec<String>,
    /// The one thing that is asked about.
    pub thing: Option<Thing>,
    /// What of the filter can't be looked for; nothing is found then.
    pub faults: Vec<(String, Fault)>,
}

/// One thing of the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thing {
    /// Stored name of its kind.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// What people call it; its id where it has no name.
    pub name: String,
}

/// A page of the history.
#[server(prefix = "", endpoint = "/office/ui/history", input = GetUrl)]
pub async fn read_history(#[server(default)] filter: HistoryFilter) -> Reply<HistoryList> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Settings::history(&*ports, &visit, filter).await
}
