use super::QueueRow;
use crate::api::Reply;
use domain::ids::RequestId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// One request with everything that a decision needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestDetail {
    /// What the queue shows too.
    pub row: QueueRow,
    /// Phone.
    pub phone: Option<String>,
    /// Message to operations.
    pub message: Option<String>,
    /// Language of the person, by its own name.
    pub language: String,
    /// Code and name of the existing account that the provider's claim matched.
    pub matched_account: Option<(String, String)>,
    /// Claims of the provider, name and value.
    pub claims: Vec<(String, String)>,
    /// The decision, when there is one.
    pub decision: Option<Decision>,
    /// Whether it can be decided now by this staff member.
    pub open: bool,
}

/// How a request was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Who.
    pub by: String,
    /// When, in the page's language.
    pub at: String,
    /// Why, as the person was told.
    pub reason: Option<String>,
}

/// One request; `NotFound` when there is none.
#[server(prefix = "", endpoint = "/office/ui/request", input = GetUrl)]
pub async fn read_request(id: RequestId) -> Reply<RequestDetail> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Approvals::read(&*ports, &visit, id).await
}
