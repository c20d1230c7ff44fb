use super::QueueRow;
use crate::api::{Reply, settings::HistoryRow};
use domain::{
    approvals::{Likeness, RejectionReason, Status},
    ids::RequestId,
};
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
    /// The existing account that the provider's claim matched.
    pub matched: Option<MatchedAccount>,
    /// People who may be the same, or of the same house.
    pub duplicates: Vec<Duplicate>,
    /// Claims of the provider, name and value.
    pub claims: Vec<(String, String)>,
    /// The decision, when there is one.
    pub decision: Option<Decision>,
    /// What the mails say; only while this staff member can decide.
    pub previews: Option<Previews>,
    /// Whether this staff member can take the rejection back.
    pub may_undo: bool,
    /// Whether this staff member can take the request on.
    pub may_assign: bool,
    /// Whether they have.
    pub assigned_to_me: bool,
    /// What happened to it, the newest first.
    pub history: Vec<HistoryRow>,
}

/// An existing account, to be laid beside the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchedAccount {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its address.
    pub email: Option<String>,
    /// How many customers belong to it, the applicant among them.
    pub count: u32,
    /// Names and addresses of the latest of them.
    pub people: Vec<(String, String)>,
}

/// Somebody who may be the same person, or of the same house.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duplicate {
    /// Path of their request, or of the customer who has none.
    pub href: String,
    /// Name.
    pub name: String,
    /// Address.
    pub email: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// Where their request stands.
    pub status: Option<Status>,
    /// In what they are alike, the strongest first.
    pub alike: Vec<Likeness>,
}

/// The mails that a decision sends, in the applicant's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Previews {
    /// To whom is approved.
    pub approved: MailText,
    /// To whom is rejected, by reason.
    pub rejected: Vec<(RejectionReason, MailText)>,
}

/// What a mail says; an ellipsis stands for its links.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailText {
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub text: String,
}

/// How a request was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Who.
    pub by: String,
    /// When, in the page's language.
    pub at: String,
    /// Why, as a sentence of the shop.
    pub code: Option<RejectionReason>,
    /// Why, in the words of staff.
    pub reason: Option<String>,
}

/// One request; `NotFound` when there is none.
#[server(prefix = "", endpoint = "/office/ui/request", input = GetUrl)]
pub async fn read_request(id: RequestId) -> Reply<RequestDetail> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Approvals::read(&*ports, &visit, id).await
}
