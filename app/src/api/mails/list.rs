use crate::api::Reply;
use domain::{mails::Meaning, values::Fault};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// Which mails. What is empty asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailFilter {
    /// Stored name of a state.
    #[serde(default)]
    pub status: Option<String>,
    /// Name of a template.
    #[serde(default)]
    pub kind: Option<String>,
    /// A whole address.
    #[serde(default)]
    pub to: Option<String>,
    /// A day in UTC: `2026-11-22`.
    #[serde(default)]
    pub day: Option<String>,
    /// Key of the page before.
    #[serde(default)]
    pub after: Option<String>,
}

/// A page of mails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailList {
    /// The newest first.
    pub rows: Vec<MailRow>,
    /// Key for the next page, if there is one.
    pub next: Option<String>,
    /// How many there are in all, whatever is asked for.
    pub counts: MailCounts,
    /// Names of the templates to choose from.
    pub kinds: Vec<String>,
    /// What of the filter can't be looked for; nothing is found then.
    pub faults: Vec<(String, Fault)>,
}

/// How many mails stand where; nobody counts further than `most`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailCounts {
    /// Wait.
    pub queued: u32,
    /// Left.
    pub sent: u32,
    /// Given up.
    pub failed: u32,
    /// A number above it means that there are more.
    pub most: u32,
}

/// A mail in the list. Moments are in the page's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailRow {
    /// The address is `/office/mails/{id}`.
    pub id: String,
    /// Name of the template.
    pub template: String,
    /// Where it goes.
    pub to: String,
    /// Stored name of its state.
    pub status: String,
    /// When it was written.
    pub written: String,
    /// How often sending it was begun.
    pub attempts: i64,
    /// When it is tried next, while it waits.
    pub next_try: Option<String>,
    /// When it left.
    pub sent: Option<String>,
    /// What the mail server's last answer means.
    pub meaning: Option<Meaning>,
}

/// A page of mails.
#[server(prefix = "", endpoint = "/office/ui/mails", input = GetUrl)]
pub async fn list_mails(#[server(default)] filter: MailFilter) -> Reply<MailList> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Mails::list(&*ports, &visit, filter).await
}
