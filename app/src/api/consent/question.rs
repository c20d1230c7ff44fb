use super::ClientFace;
use crate::api::Reply;
use domain::clients::Scope;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// What a client asks of the signed-in person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The token of its request.
    pub request: String,
    /// The client.
    pub client: ClientFace,
    /// The host that the answer takes the person to; none for an application on their own device.
    pub host: Option<String>,
    /// Where it says what it does with what it knows.
    pub policy: Option<String>,
    /// Where its terms are.
    pub terms: Option<String>,
    /// What it wants to know, in the order of the standard.
    pub scopes: Vec<Scope>,
    /// The day on which staying connected ends at the latest, in the page's language.
    pub until: String,
    /// The id of who is signed in, which the answer names again.
    pub customer: String,
    /// Who is signed in.
    pub person: String,
    /// Their address.
    pub email: Option<String>,
}

/// What the client of a request asks. `NotFound` when the request is answered or its time is over.
#[server(prefix = "", endpoint = "/ui/consent", input = GetUrl)]
pub async fn read_question(#[server(default)] request: String) -> Reply<Question> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Consent::question(&*ports, &visit, request).await
}
