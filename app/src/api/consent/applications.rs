use crate::api::{Answer, ApiError, PageForm, Reply};
use domain::clients::Scope;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// A client that the customer lets know something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it says what it does with what it knows.
    pub policy: Option<String>,
    /// What it may know.
    pub scopes: Vec<Scope>,
    /// The day since when, in the page's language.
    pub since: String,
    /// When the customer signed in to it last, in the page's language; none when that is not known any more.
    pub last: Option<String>,
}

/// What the customer lets clients know, the latest first.
#[server(prefix = "", endpoint = "/ui/applications", input = GetUrl)]
pub async fn list_applications() -> Reply<Vec<Application>> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Consent::applications(&*ports, &visit).await
}

/// Takes back what the customer agreed to for a client; everything that it was given ends.
#[server(prefix = "", endpoint = "/account/applications/revoke")]
pub async fn revoke(#[server(default)] client: String) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Consent::revoke(&*ports, &visit, Revoke { client }).await
}

impl PageForm for Revoke {
    fn page(&self) -> String {
        "/account/applications".to_owned()
    }
}
