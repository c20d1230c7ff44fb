use crate::api::Reply;
use domain::approvals::{RejectionReason, Status};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// The applicant's own view of a request. Moments are written in the page's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestStatus {
    /// Where it stands.
    pub status: Status,
    /// What the applicant told; empty once it is erased.
    pub details: Details,
    /// The address given.
    pub email: Option<String>,
    /// When it was submitted.
    pub submitted: String,
    /// When the address was proven.
    pub proven: Option<String>,
    /// Whether operations decide about it, or did; else the proof of the address is enough.
    pub decision: bool,
    /// When it was decided.
    pub decided: Option<String>,
    /// When it was activated, withdrawn or expired.
    pub ended: Option<String>,
    /// When the applicant corrected it last.
    pub corrected: Option<String>,
    /// When it is erased, if nothing happens until then.
    pub until: Option<String>,
    /// Why it was declined, as a sentence of the shop.
    pub reason_code: Option<RejectionReason>,
    /// Why it was declined, as operations wrote it.
    pub reason: Option<String>,
}

/// What the applicant told, to be shown and corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// The version that a correction must name.
    pub version: i64,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Company.
    pub company: String,
    /// Phone.
    pub phone: String,
    /// Message to operations.
    pub message: String,
    /// Code of the language of the mails.
    pub language: String,
}

/// Reads a request by the token of its private page.
#[server(prefix = "", endpoint = "/ui/request-status", input = GetUrl)]
pub async fn read_status(token: String) -> Reply<RequestStatus> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Registration::status(&*ports, &visit, token).await
}
