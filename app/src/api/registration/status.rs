use crate::api::Reply;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// Where a request stands, as its applicant sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestStage {
    /// The address is not proven yet.
    Unproven,
    /// Operations decide.
    Waiting,
    /// Approved; a mail says how to go on.
    Approved,
    /// Declined.
    Rejected,
    /// Nothing is left of it.
    Over,
}

/// The applicant's own view of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestStatus {
    /// Where it stands.
    pub stage: RequestStage,
    /// The name given.
    pub name: String,
    /// The address given.
    pub email: Option<String>,
    /// When it was submitted, in the page's language.
    pub submitted: String,
    /// Why it was declined, as operations wrote it.
    pub reason: Option<String>,
}

/// Reads a request by the token of its private page.
#[server(prefix = "", endpoint = "/ui/request-status", input = GetUrl)]
pub async fn read_status(token: String) -> Reply<RequestStatus> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Registration::status(&*ports, &visit, token).await
}
